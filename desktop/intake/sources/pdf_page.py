"""One PDF page put in order: rows of words, tables with ruled lines, two columns side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from desktop.intake.source import Run, text_of, trim
from desktop.intake.sources.pdf_words import Rule, Word, converted
from desktop.intake.structure.labels import parse

_NEAR = 3.0
_GAP = 1.9  # of the type size: a wider space parts two pieces of a row
_MAX_EDGES = 60


@dataclass(slots=True)
class Row:
    """Words on one baseline that belong together.

    `column` is the column of a two-column part or a table cell, with `table` its number on
    the page and `line` the table's row; -1 in running text.
    """

    words: list[Word]
    left: float
    right: float
    bottom: float
    top: float
    table: int = -1
    line: int = 0
    column: int = -1
    ruled: bool = False
    runs: tuple[Run, ...] = ()
    text: str = ""

    @property
    def centre(self) -> float:
        """The middle of the row."""
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        """The height of its type."""
        return self.top - self.bottom

    @property
    def first_word(self) -> float:
        """The width of its first word."""
        return self.words[0].right - self.words[0].left


@dataclass(slots=True)
class Page:
    """A page's rows in reading order."""

    width: float
    height: float
    rows: list[Row] = field(default_factory=list)
    struck: list[tuple[Run, ...]] = field(default_factory=list)


def arrange(words: Sequence[Word], rules: Sequence[Rule], width: float, height: float) -> Page:
    """Return the page's rows in reading order."""
    words, struck = _parted(words)
    tables = _tables(rules)
    inside: dict[int, list[Word]] = {}
    free: list[Word] = []
    for word in words:
        place = next((i for i, table in enumerate(tables) if table.holds(word)), None)
        if place is None:
            free.append(word)
        else:
            inside.setdefault(place, []).append(word)
    pieces = list(_pieces(free))
    parts: list[list[Row]] = [
        list(_table_rows(tables[place], found, place)) for place, found in inside.items()
    ]
    parts += _parts(pieces, len(tables))
    parts = [part for part in parts if part]
    parts.sort(key=lambda part: -max(row.top for row in part))
    page = Page(width, height, [row for part in parts for row in part], struck)
    for row in page.rows:
        row.runs = _runs(row.words)
        row.text = text_of(row.runs)
    page.rows = [row for row in page.rows if row.text]
    return page


def _parted(words: Sequence[Word]) -> tuple[Sequence[Word], list[tuple[Run, ...]]]:
    """Return the words that stand, and line by line those that are struck through: what a paper
    with its changes shown has taken back. Where most are crossed, the lines mean something else.
    """
    struck = [word for word in words if word.struck]
    if not struck or len(struck) * 2 > len(words):
        return words, []
    standing: list[Word] = []
    loose = False
    start: Word | None = None  # a struck word that begins its line
    for word in words:
        if word.struck:
            loose = word.spaced or loose
            if standing and abs(standing[-1].bottom - word.bottom) < word.size / 2:
                standing[-1].right = max(standing[-1].right, word.right)  # no gap is left
            else:
                start = start or word
            continue
        word.spaced, loose = word.spaced or loose, False
        if start and abs(start.bottom - word.bottom) < word.size / 2:
            word.left = min(word.left, start.left)
        start = None
        standing.append(word)
    return standing, [_runs(line) for line in _lines(struck)]


def _runs(words: Sequence[Word]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for word in words:
        space = " " if runs and word.spaced else ""
        runs.append(Run(space + converted(word), word.bold, word.italic))
    return trim(runs)


def _row(words: Sequence[Word]) -> Row:
    return Row(
        list(words),
        min(word.left for word in words),
        max(word.right for word in words),
        min(word.bottom for word in words),
        max(word.top for word in words),
    )


def _lines(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Group words by baseline, top to bottom, each group left to right."""
    line: list[Word] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: -(word.bottom + word.top)):
        centre = (word.bottom + word.top) / 2
        if line and middle - centre > min(word.size, line[0].size) * 0.45:
            yield sorted(line, key=lambda word: word.left)
            line = []
        if not line:
            middle = centre
        line.append(word)
    if line:
        yield sorted(line, key=lambda word: word.left)


def _pieces(words: Iterable[Word]) -> Iterator[Row]:
    """Rows cut where the space between two words is wide."""
    for line in _lines(words):
        piece = [line[0]]
        for before, after in pairwise(line):
            if after.left - before.right > _GAP * min(before.size, after.size):
                yield _row(piece)
                piece = []
            piece.append(after)
        yield _row(piece)


@dataclass(slots=True)
class _Table:
    columns: list[float]
    lines: list[float]

    def holds(self, word: Word) -> bool:
        middle = (word.bottom + word.top) / 2
        across = (word.left + word.right) / 2
        return (
            self.columns[0] < across < self.columns[-1] and self.lines[-1] < middle < self.lines[0]
        )

    def cell(self, word: Word) -> tuple[int, int]:
        middle = (word.bottom + word.top) / 2
        across = (word.left + word.right) / 2
        line = sum(middle < edge for edge in self.lines) - 1
        return line, sum(across > edge for edge in self.columns) - 1


def _tables(rules: Sequence[Rule]) -> list[_Table]:
    """Find grids of ruled lines with at least two columns."""
    upright = [rule for rule in rules if rule.is_vertical]
    level = [rule for rule in rules if not rule.is_vertical]
    groups: list[list[Rule]] = []
    for rule in sorted(upright, key=lambda rule: -rule.top):
        if groups and rule.top > min(r.bottom for r in groups[-1]) - _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    found: list[_Table] = []
    for group in groups:
        low, high = min(r.bottom for r in group), max(r.top for r in group)
        columns = _distinct(rule.left for rule in group)
        wide = columns[-1] - columns[0]
        lines = _distinct(
            rule.bottom
            for rule in level
            if low - _NEAR <= rule.bottom <= high + _NEAR and rule.right > columns[0] + wide * 0.05
            and rule.left < columns[-1]
        )  # fmt: skip
        if 3 <= len(columns) <= _MAX_EDGES and len(lines) >= 2:
            found.append(_Table(columns, lines[::-1]))
    return found


def _distinct(edges: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > _NEAR:
            kept.append(edge)
    return kept


def _table_rows(table: _Table, words: Sequence[Word], number: int) -> Iterator[Row]:
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(table.cell(word), []).append(word)
    for (line, column), found in sorted(cells.items()):
        for part in _lines(found):
            row = _row(part)
            row.table, row.line, row.column, row.ruled = number, line, column, True
            yield row


def _parts(pieces: Sequence[Row], number: int) -> list[list[Row]]:
    """Split the pieces into parts: rows of running text, and two-column blocks."""
    rows = sorted(pieces, key=lambda row: -row.top)
    parts: list[list[Row]] = []
    at = 0
    while at < len(rows):
        block = _two_columns(rows, at)
        if block is None:
            same = [rows[at]]
            while at + len(same) < len(rows) and _beside(rows[at], rows[at + len(same)]):
                same.append(rows[at + len(same)])
            at += len(same)
            parts.append([_merged(same)])
            continue
        left, right = block
        for column, side in enumerate((left, right)):
            for row in side:
                row.table, row.column = number, column
        number += 1
        parts.append([*left, *right])
        at += len(left) + len(right)
    return parts


def _beside(one: Row, other: Row) -> bool:
    """Whether two pieces stand on one height."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > min(one.size, other.size) * 0.5


def _merged(rows: Sequence[Row]) -> Row:
    words = sorted((word for row in rows for word in row.words), key=lambda word: word.left)
    for word in words:
        word.spaced = True if any(word is row.words[0] for row in rows) else word.spaced
    return _row(words)


def _two_columns(rows: Sequence[Row], at: int) -> tuple[list[Row], list[Row]] | None:
    """Two columns that begin at `rows[at]`: no piece crosses the space between them."""
    pair = next((row for row in rows[at + 1 : at + 4] if _beside(rows[at], row)), None)
    if pair is None:
        return None
    first, second = sorted((rows[at], pair), key=lambda row: row.left)
    if second.left - first.right < 6 or _is_row_of_many(rows, at) or _is_label(first):
        return None
    low, high = first.right, second.left
    left, right = [first], [second]
    taken = {id(first), id(second)}
    size = max(first.size, second.size)
    bottom = min(first.bottom, second.bottom)
    count = 2
    for row in rows[at:]:
        if id(row) in taken:
            continue
        if bottom - row.top > size * 4.5:
            break
        if row.right <= high and row.left < low:
            side, limit = left, (max(low, row.right), high)
        elif row.left >= low and row.right > high:
            side, limit = right, (low, min(high, row.left))
        else:
            break
        if limit[1] - limit[0] < 4 or not _follows(side, row, left, right):
            break
        low, high = limit
        side.append(row)
        count += 1
        bottom = min(bottom, row.bottom)
    if len(left) + len(right) < 3 and not _has_letters(left, right):
        return None
    if rows[at : at + count] and {id(r) for r in rows[at : at + count]} != {
        id(r) for r in (*left, *right)
    }:
        return None
    return left, right


def _is_label(row: Row) -> bool:
    """Whether a piece is the bare label of the item that a tab sets beside it."""
    text = "".join(word.text for word in row.words)
    return any(label.end >= len(text) for label in parse(text + " "))


def _has_letters(left: Sequence[Row], right: Sequence[Row]) -> bool:
    return all(
        sum(char.isalpha() for word in row.words for char in word.text) > 3
        for row in (*left, *right)
    )


def _is_row_of_many(rows: Sequence[Row], at: int) -> bool:
    """Whether three or more pieces share the height: a row of a table without rules."""
    return sum(_beside(rows[at], row) for row in rows[at + 1 : at + 5]) >= 2


def _follows(side: Sequence[Row], row: Row, left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether a piece is set under its column: centred on it, flush with it, or beside a piece
    of the other column.
    """
    other = right if side is left else left
    if any(_beside(row, piece) for piece in other):
        return True
    centred = any(abs(row.centre - piece.centre) < 18 for piece in side)
    flush = any(abs(row.left - piece.left) < 4 for piece in side)
    return centred or (flush and row.right - row.left < 260)
