"""Slips of one occupational union: “đoàn viên nghiệp đoàn” there are all its members.

In a table of several unions the words tell some of them apart (A06M), so only a sheet that names
one union alone, and that of such a kind, is read so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.names.title_names import names_in_title
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.sheets.grid import Cell, Grid, is_number, shown
from desktop.models.text import nfc

_KIND: Final = "NDCS"
_TOLD_APART: Final = "A06M"
_MOST_ROWS: Final = 60
_LONGEST: Final = 200
_OF_THE_UNION: Final = re.compile(
    r"^(.*(?:lao động|LĐ|NLĐ|CNLĐ|đoàn viên|đ/viên|ĐV|thành viên))\s+(?:(?:của|trong|thuộc)\s+)?"
    r"(?:nghiệp đoàn|NĐ)(?:\s+(?:mình|ta|cơ sở))?"
    r"(?=\s*(?:$|[:.,(=–-]|(?:hiện|cuối|đầu|đến|tháng|trong|là|có)(?!\w)))",
    re.IGNORECASE | re.DOTALL,
)


def of_one_union(
    grids: Sequence[Grid], book: NameBook, own: Known | None, codes: frozenset[str]
) -> list[Grid]:
    """Return the sheets, those of one occupational union without its kind behind whom it counts."""
    if _TOLD_APART in codes:
        return list(grids)
    return [_told(grid) if _is_own(grid, book, own) else grid for grid in grids]


def _told(grid: Grid) -> Grid:
    return replace(grid, rows=[[_plain(cell) for cell in row] for row in grid.rows])


def _plain(cell: Cell) -> Cell:
    return _OF_THE_UNION.sub(r"\1", nfc(cell)) if isinstance(cell, str) else cell


def _is_own(grid: Grid, book: NameBook, own: Known | None) -> bool:
    """Whether a sheet speaks of its union and names one such, or none where the office is one."""
    if len(grid.rows) > _MOST_ROWS or not any(_speaks(cell) for row in grid.rows for cell in row):
        return False
    units = {unit.id: unit for row in grid.rows for cell in row
             if isinstance(cell, str) for unit in _named(cell, book)}  # fmt: skip
    if not units:
        return own is not None and own.kind == _KIND
    numbered = next((at for at, row in enumerate(grid.rows) if any(map(is_number, row))), 0)
    heads = {unit.id for row in grid.rows[:numbered] for cell in row
             if isinstance(cell, str) for unit in _named(cell, book)}  # fmt: skip
    return len(units) == 1 and heads == {*units} and all(
        unit.kind == _KIND for unit in units.values())  # fmt: skip


def _speaks(cell: Cell) -> bool:
    return isinstance(cell, str) and _OF_THE_UNION.match(nfc(cell)) is not None


def _named(cell: str, book: NameBook) -> list[Known]:
    text = shown(cell)
    if len(text) >= _LONGEST or _speaks(cell):
        return []
    found = (match.unit for match, _name in names_in_title(text, book).values())
    return [unit for unit in found if unit is not None]
