"""Rows whose cells slipped one column to the right or to the left."""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop.intake.figures.heads.header import Header
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, is_number, shown
from desktop.models.text import fold

_PHONE_DIGITS: Final = 8
_MONEY: Final = 10_000
_FAR: Final = 50
_SAMPLE: Final = 200
_FEWEST_BESIDE: Final = 5
_COUNTS: Final = ("code:", "sum:", "time:", "both:", "men:")
_TEXT: Final = frozenset(
    {"unit", "area", "kind", "note", "person", "address", "sector", "country", "company"}
)


class ShiftFinder:
    """Knows, for one header, which columns hold words and which hold figures."""

    def __init__(self, grid: Grid, header: Header, unit: int, rows: Sequence[int],
                 book: NameBook) -> None:  # fmt: skip
        self._grid = grid
        self._book = book
        self._said_of_counts = book.words.zero | book.words.unknown | book.words.absent
        self._unit = unit
        self._unit_codes = {c.at for c in header.columns if c.role == "code"}
        self._figures = [c.at for c in header.columns if c.role.startswith(_COUNTS)]
        self._codes = [c.at for c in header.columns if c.role.startswith(_COUNTS[:-1])]
        self._stocks = [
            c.at
            for c in header.columns
            if c.role in ("opening", "closing") or c.role.startswith("aside:")
        ]
        self._texts = {c.at for c in header.columns if c.role in _TEXT} | {unit}
        self._width = max((c.at for c in header.columns if c.path), default=-1) + 1
        self._phones = {c.at for c in header.columns if c.path and self._holds_phones(rows, c.at)}
        self._count = len(rows)
        self._filled = self._usual(rows)
        self._numbers = {at: [float(cell) for place in rows[:_SAMPLE]
                              if at < len(row := self._grid.rows[place])
                              and is_number(cell := row[at]) and cell > 0]
                         for at in self._figures}  # fmt: skip
        # Words under a heading of figures in most rows: the head itself stands beside its table.
        self._head_is_off = len(rows) > 1 and any(
            self._filled.get(at, (0, 0))[1] * 2 > len(rows)
            and not self._holds_words_for_counts(rows, at)
            for at in self._codes
        )

    def _usual(self, rows: Sequence[int]) -> Mapping[int, tuple[int, int]]:
        """Return column → (rows with a number, rows with words)."""
        found = {}
        for at in range(max(self._grid.width, self._width)):
            numbers = words = 0
            for place in rows:
                row = self._grid.rows[place]
                cell = row[at] if at < len(row) else ""
                if _numeric(cell):
                    numbers += 1
                elif not is_empty(cell):
                    words += 1
            found[at] = (numbers, words)
        return found

    def _holds_words_for_counts(self, rows: Sequence[int], at: int) -> bool:
        """Whether the words of a column are counts in words: "120 người", "không"."""
        cells = [row[at] for place in rows if at < len(row := self._grid.rows[place])]
        return not sum(map(self._is_words, cells)) * 2 > self._count

    def _share(self, at: int, kind: int, own: int) -> float:
        """Return in how many of the other rows a column holds numbers (0) or words (1).

        `own` is 1 when the row in question is counted with them.
        """
        return max(0, self._filled.get(at, (0, 0))[kind] - own) / max(1, self._count - 1)

    def is_shifted(self, line: Line) -> bool:
        """Tell whether the cells of a row of data stand one column beside their places."""
        row = self._grid.rows[line.at]
        if self._head_is_off or self._name_beside(line, row):
            return True
        if not self._figures or not (self._has_a_gap(row) or self._lacks_a_stock(row)):
            return False
        return self._is_strange(row) or self._is_out_of_scale(row)

    def begins_blank(self, line: Line) -> bool:
        """Tell whether the first figure is missing in one row alone: the others may stand one
        column beside their places, even where each of them could be right."""
        first = min((*self._figures, *self._stocks), default=-1)
        row = self._grid.rows[line.at]
        if first < 0 or self._count < _FEWEST_BESIDE or (
            first < len(row) and not is_empty(row[first])
        ):  # fmt: skip
            return False
        told = any(at < len(row) and not is_empty(row[at]) for at in self._figures)
        return told and sum(self._filled[first]) == self._count - 1

    def _lacks_a_stock(self, row: Sequence[Cell]) -> bool:
        """Whether nothing stands where nearly all others tell what they began or ended with."""
        return any((at >= len(row) or is_empty(row[at])) and self._share(at, 0, 0) > 0.8
                   for at in self._stocks)  # fmt: skip

    def _is_out_of_scale(self, row: Sequence[Cell]) -> bool:
        """Whether a sum of money stands where others have counts, and a count where they have
        money: one far above all of its column, and one far below."""
        told = [(at, float(row[at])) for at in self._figures
                if at < len(row) and is_number(row[at]) and row[at] > 0]  # fmt: skip
        above = any(value >= _MONEY and value > _FAR * max(self._beside(at, value), default=value)
                    for at, value in told)  # fmt: skip
        return above and any(
            min(self._beside(at, value), default=0.0) >= max(_MONEY, _FAR * value)
            for at, value in told
        )

    def _beside(self, at: int, value: float) -> list[float]:
        """Return the other numbers above nought of a column, one of the same value left out."""
        numbers = list(self._numbers.get(at, ()))
        if value in numbers:
            numbers.remove(value)
        return numbers

    def _has_a_gap(self, row: Sequence[Cell]) -> bool:
        """Whether a usual figure is missing or a word, or a number stands too far."""
        for at in self._figures:
            cell = row[at] if at < len(row) else ""
            if is_number(cell):
                continue
            if is_empty(cell) and self._share(at, 0, 0) > 0.5:
                return True
            if self._is_words(cell) and self._share(at, 1, 1) <= 0.2:
                return True
        # A number behind the last heading is one cell too many, unless nothing is missing.
        if self._width == 0 or not any(_numeric(cell) for cell in row[self._width :]):
            return False
        return not all(at < len(row) and _numeric(row[at]) for at in self._figures)

    def _is_strange(self, row: Sequence[Cell]) -> bool:
        """Whether a number stands among words, or words among numbers, unlike in other rows."""
        for at, cell in enumerate(row):
            if is_empty(cell):
                continue
            if _numeric(cell) and self._strange_place(at) and self._share(at, 0, 1) <= 0.2:
                return True
            if at in self._phones and _numeric(cell) and len(shown(cell)) < _PHONE_DIGITS - 2:
                return True
            odd = at in self._codes and self._is_words(cell) and self._share(at, 1, 1) <= 0.2
            if odd and not self._else_in_place(row, at):
                return True
        return False

    def _else_in_place(self, row: Sequence[Cell], word: int) -> bool:
        """Whether figures stand right of a word, and none where other rows hold none."""
        filled = [at for at in self._figures if at < len(row) and _numeric(row[at])]
        return any(at > word for at in filled) and all(
            self._share(at, 0, 1) > 0.3 or self._count < 3 for at in filled
        )

    def _holds_phones(self, rows: Sequence[int], at: int) -> bool:
        """Whether the numbers of a column are too long for counts: telephones, accounts."""
        if at in self._figures or at in self._texts:
            return False
        told = [shown(row[at]) for row in (self._grid.rows[place] for place in rows[:200])
                if at < len(row) and _numeric(row[at])]  # fmt: skip
        return len(told) > 2 and sum(len(text) >= _PHONE_DIGITS for text in told) * 2 > len(told)

    def _strange_place(self, at: int) -> bool:
        return at not in self._figures and (
            at in self._texts or at >= self._width
            or at in (min(self._figures) - 1, max(self._figures) + 1)
        )  # fmt: skip

    def _is_words(self, cell: Cell) -> bool:
        return (
            isinstance(cell, str)
            and sum(c.isalpha() for c in cell) >= 4
            and not any(c.isdigit() for c in cell)
            and fold(cell) not in self._said_of_counts
        )

    def _name_beside(self, line: Line, row: Sequence[Cell]) -> bool:
        """Whether the unit's name stands in the next column, and its own place holds none."""
        if line.match.unit is not None:
            return False
        for at in (self._unit - 1, self._unit + 1):
            if (
                not 0 <= at < len(row)
                or at in self._unit_codes
                or (at in self._figures and at != self._unit + 1)
            ):
                continue
            cell = row[at]
            if isinstance(cell, str) and len(shown(cell)) > 3:
                found = self._book.find(shown(cell))
                if found.unit is not None and found.sure:
                    return True
        return False


def _numeric(cell: Cell) -> bool:
    if is_number(cell):
        return True
    if not isinstance(cell, str):
        return False
    bare = cell.strip().replace(".", "").replace(",", "").replace("\u00a0", "").replace(" ", "")
    return bare.isdigit() and len(bare) <= 12
