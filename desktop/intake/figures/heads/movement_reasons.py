"""Reasons in words beside how many came or left: “Giảm | Lý do”, “3 | 1 nghỉ hưu, 2 thôi việc”.

Each movement that the words tell gets a column of its own behind the table, where the sheet is
read as if it had been typed so; the places of the figures stay those of the words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.heading_paths import heading_paths
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.movement_signs import movement_told
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, is_number, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, one_line

_LOOKED_AT: Final = 60
REASON: Final = re.compile(
    r"(?:ghi |neu )?(?:ro )?(?:ly do|nguyen nhan|li do|dien giai|ghi chu|cu the|chi tiet)\b"
)
_SIDES: Final = {"tang": "in", "giam": "out"}
_GROUPS: Final = {"in": "Đoàn viên tăng", "out": "Đoàn viên giảm"}
_SUMS: Final = {"in": "Tổng số đoàn viên tăng", "out": "Tổng số đoàn viên giảm"}
UNTOLD: Final = {"in": "Tăng chưa rõ", "out": "Giảm chưa rõ"}
"""Over what no words tell."""
TOLD_IN_WORDS: Final = _(
    "Lý do tăng, giảm ghi bằng lời: số của từng chỉ tiêu lấy theo lời ghi; xem có đúng không."
)
_OF_SIDE: Final = {"in": ("code:C1",), "out": ("code:C2", "code:C3")}
_SEX: Final = re.compile(r"(?<!\w)(?:nam|nữ)(?!\w)", re.IGNORECASE)
_NOTE: Final = "Ghi chú: "
_BETWEEN: Final = re.compile(r"[,;+\n]|\s/\s|\s(?:và|va)\s|\.\s|(?<=\d)\s*-\s(?=\D)")
_COUNT: Final = re.compile(r"(?<![\w,.])(\d{1,4})(?![\w,.]*\d)")
_WHO: Final = re.compile(
    r"(?<!\w)(?:đoàn viên|đv|đ/c|đồng chí|người|ng|cháu|chị|anh|em|bác|do|là|có|vì)(?!\w)\.?", re.I
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A column of numbers and the one of its reasons beside it, of those who came or left."""

    count: int
    reason: int
    side: str


def with_reasons_told(grids: Iterable[Grid], headings: HeadingReader, packs: Packs) -> list[Grid]:
    """Return the sheets with the movements told in words beside numbers in columns of their own."""
    reader = CountReader(headings.words)
    return [_told(grid, headings, reader, packs) for grid in grids]


def _told(grid: Grid, headings: HeadingReader, reader: CountReader, packs: Packs) -> Grid:
    for at, row in enumerate(grid.rows[:_LOOKED_AT]):
        if any(isinstance(cell, str) and REASON.match(fold(cell)) for cell in row):
            pairs = _pairs(grid, at, headings)
            return _spread(grid, at, pairs, headings, reader, packs) if pairs else grid
    return grid


def _pairs(grid: Grid, at: int, headings: HeadingReader) -> list[_Pair]:
    """Return the pairs of a head; none of those who came, or left, where single movements of them
    have columns of their own."""
    above = [cell for cell in grid.rows[at - 1] if not is_empty(cell)] if at else []
    first = at - 1 if len(above) > 1 and not any(map(is_number, above)) else at
    paths = heading_paths(grid, first, at)
    reasons = [n for n, path in enumerate(paths) if path and REASON.match(fold(path[-1]))]
    found = [pair for n in reasons if (pair := _pair(paths, n)) is not None]
    taken = {place for pair in found for place in (pair.count, pair.reason)}
    roles = {headings.role(path)[0][:7] for n, path in enumerate(paths) if path and n not in taken}
    found = [pair for pair in found if roles.isdisjoint(_OF_SIDE[pair.side])]
    return found if len({pair.side for pair in found}) == len(found) else []


def _pair(paths: Sequence[Sequence[str]], reason: int) -> _Pair | None:
    """Return a column of reasons with that of the numbers it explains: the one before it, else the
    one behind it; both may say which way, and never two."""
    told = _ways(paths[reason])
    for count in (reason - 1, reason + 1):
        ways = _ways(paths[count]) if 0 <= count < len(paths) else frozenset()
        if len(ways) == 1 and told <= ways:
            return _Pair(count, reason, _SIDES[next(iter(ways))])
    return None


def _ways(path: Sequence[str]) -> frozenset[str]:
    return frozenset(fold(" ".join(path)).split()) & _SIDES.keys()


def _spread(grid: Grid, head: int, pairs: Sequence[_Pair], headings: HeadingReader,
            reader: CountReader, packs: Packs) -> Grid:  # fmt: skip
    rows_told = [_of_row(row, pairs, headings, reader, packs) for row in grid.rows[head + 1 :]]
    heads = sorted({one for found in rows_told for one in found} - {*UNTOLD.values()})
    if not heads:
        return grid
    sides = {heading: side for found in rows_told for heading, (side, _at, _n) in found.items()
             if heading in heads}  # fmt: skip
    heads += [one for pair in pairs if any((one := UNTOLD[pair.side]) in row for row in rows_told)]
    width, places = grid.width, dict[tuple[int, int], str]()
    rows = [[*row, *[""] * (width - len(row))] for row in grid.rows]
    for pair in pairs:
        rows[head][pair.count] = _SUMS[pair.side]
        rows[head][pair.reason] = _NOTE + shown(rows[head][pair.reason])
    rows[head] += heads
    for at, (row, found) in enumerate(zip(rows[head + 1 :], rows_told, strict=True), head + 1):
        told = {pair.side: pair for pair in pairs if _is_told(row, pair, found, reader)}
        for n, heading in enumerate(heads):
            side, place, value = found.get(heading, (sides.get(heading, ""), 0, ""))
            if heading not in found and side in told:
                place, value = told[side].count, 0  # all who came or left did so otherwise
            row.append(value)
            places[at, width + n] = grid.place(at, place)
    return replace(grid, rows=rows, places=places, told=TOLD_IN_WORDS)


def _of_row(row: Sequence[Cell], pairs: Sequence[_Pair], headings: HeadingReader,
            reader: CountReader, packs: Packs) -> dict[str, tuple[str, int, Cell]]:  # fmt: skip
    """Return heading → the way, the column and the number of what the words of a row tell."""
    return {
        heading: (pair.side, pair.count if heading == UNTOLD[pair.side] else pair.reason, number)
        for pair in pairs for heading, number in _movements(row, pair, headings, reader, packs)
    }  # fmt: skip


def _is_told(row: Sequence[Cell], pair: _Pair, found: Mapping[str, object],
             reader: CountReader) -> bool:  # fmt: skip
    """Whether the number of a row is there, and the words tell all of it."""
    return reader.read(row[pair.count]).value is not None and UNTOLD[pair.side] not in found


def _movements(row: Sequence[Cell], pair: _Pair, headings: HeadingReader, reader: CountReader,
               packs: Packs) -> Iterator[tuple[str, int]]:  # fmt: skip
    """Yield what the words of a row tell, by the heading of each movement, the rest untold.

    Numbers in the words must add up to the number beside them; one reason has it all.
    """
    count = reader.read(row[pair.count] if pair.count < len(row) else "").value
    text = shown(row[pair.reason]) if pair.reason < len(row) else ""
    if not count:
        return
    if _SEX.search(text):
        text = ""  # "2 nữ nghỉ hưu, 1 nam nghỉ hưu"
    pieces = [_piece(piece, pair.side, headings, packs)
              for piece in _BETWEEN.split(text) if any(map(str.isalpha, piece))]  # fmt: skip
    if len(pieces) == 1 and pieces[0][1] in (None, count):
        pieces = [(pieces[0][0], count)]
    known: dict[str, int] = {}
    if sum(number or 0 for _heading, number in pieces) == count:
        for heading, number in pieces:
            if heading and number:
                known[heading] = known.get(heading, 0) + number
    yield from known.items()
    if rest := count - sum(known.values()):
        yield UNTOLD[pair.side], rest


def _piece(text: str, side: str, headings: HeadingReader, packs: Packs) -> tuple[str, int | None]:
    """Return the heading of the movement a reason tells, "" for none or several, and its number."""
    numbers = _COUNT.findall(text)
    words = _WHO.sub(" ", re.sub(r"[\d():]", " ", text))
    code = movement_told((_GROUPS[side], one_line(words)), headings.words, packs.indicators)
    number = int(numbers[0]) if len(numbers) == 1 else None
    if len(numbers) > 1 or code[:1] != "C" or code.endswith("N"):
        return "", number
    return packs.indicators[code].name, number
