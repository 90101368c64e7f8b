"""What the columns of a sheet with a row for each indicator are read for."""

from collections.abc import Mapping

from desktop.i18n import _
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.heads.plans_beside import ASSUMED
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.result import ReadColumn
from desktop.intake.figures.sheets.grid import Grid, is_empty, letter, shown


def told_columns(
    grid: Grid, head: IndicatorHead, units: Mapping[int, tuple[str, Match]]
) -> tuple[ReadColumn, ...]:
    """Return the columns with a heading; `units` are the names read beside the rows."""
    return tuple(
        ReadColumn(letter(at), shown(cell), None, _note(head, at), at=grid.column_place(at),
                   meaning=head.meaning(at) or _of_names(grid, at, units))
        for at, cell in enumerate(grid.rows[max(head.row, 0)]) if not is_empty(cell)
    )  # fmt: skip


def _note(head: IndicatorHead, at: int) -> str:
    part = any(at == one for one, _sense in head.parts)
    if part:
        return _("Một phần của kỳ, được cộng với các cột cùng chỉ tiêu.")
    return ASSUMED if at == head.value and head.assumed else ""


def _of_names(grid: Grid, at: int, units: Mapping[int, tuple[str, Match]]) -> str:
    rows = ((grid.rows[row], name) for row, (name, _match) in units.items())
    told = any(name and at < len(row) and shown(row[at]) == name for row, name in rows)
    return _("Tên đơn vị") if told else ""
