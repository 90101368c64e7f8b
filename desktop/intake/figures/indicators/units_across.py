"""Lists of indicators with the figures of several units side by side: no list of one unit."""

from typing import Final

from desktop.intake.figures.heads.heading_paths import heading_paths
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.sheets.grid import Formula, Grid, is_number

_SAMPLE: Final = 200
_LONGEST: Final = 120


def tells_units_across(grid: Grid, head: IndicatorHead, book: NameBook) -> bool:
    """Whether units of the register head columns of figures beside the one that is read.

    What stands in that one is then their sum, or one's of several, never the sheet's own:
    “Trường MN An Bình | Trường MN Lê Lợi | Toàn cụm”.
    """
    if head.row < head.first:
        return False
    taken = {head.name, head.measure, head.women, *(money.at for money in head.money)}
    paths = heading_paths(grid, head.first, head.row)
    named = {
        at: units for at, path in enumerate(paths)
        if at not in taken and (units := _units(path, book))
        and _holds_figures(grid, at, head.row + 1)
    }  # fmt: skip
    own = named.pop(head.value, frozenset())
    return any(units != own for units in named.values())


def _units(path: tuple[str, ...], book: NameBook) -> frozenset[str]:
    found = [book.find(text).unit for text in path if len(text) < _LONGEST]
    return frozenset(unit.id for unit in found if unit is not None)


def _holds_figures(grid: Grid, at: int, first: int) -> bool:
    cells = (row[at] for row in grid.rows[first : first + _SAMPLE] if at < len(row))
    return any(
        is_number(cell) or isinstance(cell, Formula)
        or (isinstance(cell, str) and cell.strip()[:1].isdigit()) for cell in cells
    )  # fmt: skip
