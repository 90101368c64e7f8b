"""Rows that belong to one unit together, and cells that stand for several rows at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, Place, is_empty

SHARED_CELL: Final = _("ô gộp nhiều dòng, không rõ là số của dòng nào.")


@dataclass(frozen=True, slots=True)
class Joined:
    """What merged cells and rows without a name leave open.

    `parts` tells row → why it is only a part of its unit (its figures are no unit's), `beside`
    row → why a look is due, `cells` the places (row, column) whose number is of several rows.
    """

    parts: Mapping[int, str]
    beside: Mapping[int, str]
    cells: frozenset[Place]


def joined_rows(grid: Grid, data: Sequence[Line]) -> Joined:
    """Find them among the rows of data: a unit told by men and by women, a count of two unions."""
    by_place = {line.at: line for line in data}
    parts: dict[int, str] = {}
    cells: set[Place] = set()
    ends: dict[int, int] = {}
    for left, top, bottom, right in sorted(
        (left, top, bottom, right) for (top, left), (bottom, right) in grid.spans if top < bottom
    ):
        if top <= ends.get(left, -1):
            continue  # no program writes ranges one over the other; a made file may, by thousands
        ends[left] = bottom
        covered = [
            by_place[at] for at in range(top, min(bottom + 1, len(grid.rows))) if at in by_place
        ]
        if len(covered) < 2:
            continue
        section = covered[0].section
        if section is None:
            continue
        if left <= section.unit <= right:
            counted = [line for line in covered if line.has_figures]
            if len(counted) > 1:
                told = _(
                    "Ô tên đơn vị gộp {n} dòng, không rõ dòng nào là tổng; ghi mỗi đơn vị một dòng."
                )
                parts |= dict.fromkeys((one.at for one in counted), told.format(n=len(counted)))
        elif any(left <= column.at <= right for column in section.figures):
            cells |= {(line.at, at) for line in covered for at in range(left, right + 1)}
    return Joined(parts, dict(_unnamed_below(grid, data, parts)), frozenset(cells))


def _unnamed_below(
    grid: Grid, data: Sequence[Line], parts: Mapping[int, str]
) -> Iterable[tuple[int, str]]:
    """Yield each named row under which a row of figures names no unit."""
    for line, below in pairwise(data):
        if below.at != line.at + 1 or line.at in parts or not below.has_figures:
            continue
        if _names(grid, line) and not _names(grid, below) and below.match.unit is None:
            told = _("Dòng {row} ngay dưới có số mà không ghi tên; xem có phải của đơn vị này.")
            yield line.at, told.format(row=grid.lines[below.at])


def _names(grid: Grid, line: Line) -> bool:
    row, unit = grid.rows[line.at], line.section.unit if line.section is not None else -1
    return 0 <= unit < len(row) and not is_empty(row[unit])
