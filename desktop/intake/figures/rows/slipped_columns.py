"""Columns whose figures stand one row below or above their names, alone or all together."""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, is_empty
from desktop.intake.figures.wording.numbers import Count

_FEWEST: Final = 3


def slipped_cells(grid: Grid, lines: Sequence[Line]) -> Mapping[tuple[int, int], str]:
    """Return (row, column) → what is to be said of a figure that may be another unit's.

    A column slipped down from a unit's blank cell on where a row without a name behind the last
    unit holds a figure; up to it where it is the other way round. The blank cell is the first
    or last unit's, or the only one among them. A figure not smaller than all others together is
    no unit's but their sum.
    """
    found: dict[tuple[int, int], str] = {}
    sections = {id(line.section): line.section for line in lines if line.section is not None}
    for section in sections.values():
        own = [line for line in lines if line.section is section and line.kind == "data"]
        units = [line for line in own if line.match.unit is not None]
        nameless = [line for line in own if line.match.unit is None and not line.name]
        if len(units) < _FEWEST or not nameless:
            continue
        below = [line for line in nameless if line.at > units[-1].at]
        above = [line for line in nameless if line.at < units[0].at]
        for column in section.figures:
            for blank, behind in (
                (_gap(grid, column, section.figures, units), below),
                (_gap(grid, column, section.figures, units[::-1]), above),
            ):
                odd = _odd(grid, column, units, blank, behind)
                if odd is None:
                    continue
                said = _("cột này có thể lệch một dòng: dòng {blank} để trống, dòng {odd} có số "
                         "mà không ghi tên.")  # fmt: skip
                said = said.format(blank=grid.lines[blank.at], odd=grid.lines[odd.at])
                moved = [line for line in units if not _is_blank(grid, line, column)
                         and (line.at > blank.at) == (odd.at > blank.at)]  # fmt: skip
                found |= {(line.at, column.at): said for line in moved}
    return found


def _gap(grid: Grid, column: Column, columns: Sequence[Column], units: Sequence[Line]) -> Line:
    """Return the row where a column may have begun to slip: its only blank one, or the first
    that is blank in all columns; the first row where there is no such."""
    blank = [line for line in units if _is_blank(grid, line, column)]
    empty = [line for line in blank if all(_is_blank(grid, line, one) for one in columns)]
    return blank[0] if len(blank) == 1 else empty[0] if empty else units[0]


def _odd(
    grid: Grid, column: Column, units: Sequence[Line], blank: Line,
    nameless: Sequence[Line],
) -> Line | None:  # fmt: skip
    """Return the row without a name that holds the figure a column has too much."""
    if not column.role.startswith("code:") or not _is_blank(grid, blank, column):
        return None
    added = sum(line.counts.get(column.role, Count(None)).value or 0 for line in units)
    for line in nameless:
        value = line.counts.get(column.role, Count(None)).value
        if value is not None and value < added:
            return line
    return None


def _is_blank(grid: Grid, line: Line, column: Column) -> bool:
    row = grid.rows[line.at]
    return column.at >= len(row) or is_empty(row[column.at])
