"""How the number of base unions moved: a row per managing unit, and which unions moved."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.formats.table import Cell, Role, Row
from desktop.i18n import _
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.packs.pack_types import FormColumn
from desktop.reports.unit_columns import figure_of
from desktop.reports.unit_figures import Group, Line, UnitFigures
from desktop.reports.unit_rows import asking_under, group_title, sum_row


def union_rows(
    figures: UnitFigures, groups: Sequence[Group], columns: Sequence[FormColumn]
) -> list[Row]:
    """Return a row for each managing unit and the total, counted from the register."""
    rows = []
    for number, group in enumerate(groups, start=1):
        line = _line(figures, group.rollup)
        cells: list[Cell] = [number, group_title(figures, group)]
        cells += [figure_of(column, figures.packs)(line) for column in columns[2:]]
        code = group.parent.code if group.parent else ""
        rows.append(Row(tuple(cells), code=code, asks=asking_under(group)))
    total = _line(figures, figures.rollup)
    rows.append(sum_row(figures, columns, total, _("TỔNG CỘNG"), Role.TOTAL))
    return rows


def _line(figures: UnitFigures, rollup: Rollup) -> Line:
    """Return a roll-up's row with the unions it began the period with."""
    line = figures.total(rollup)
    baselines = {e.id: e.baseline for e in figures.packs.equations.values()}
    known = {name: line.numbers[code] for name, code in baselines.items() if code in line.numbers}
    return replace(line, openings=known)


def who_moved(figures: UnitFigures) -> list[str]:
    """Return one line for each way in which unions came or went, with their names."""
    movement = figures.rollup.movement
    if movement is None:
        return []
    found = []
    equations = [e for e in figures.packs.equations.values() if "A05" in e.stocks]
    for code in (c for e in equations for c in (*e.increases, *e.decreases)):
        counted = list(
            zip(movement.units.get(code, ()), movement.numbers.get(code, ()), strict=True)
        )
        names = [figures.name_of(unit) for unit, number in counted if number > 0]
        made = [figures.name_of(unit) for unit, number in counted if number < 0]
        if names or made:
            title = figures.packs.indicators[code].name
            told = ", ".join(names)
            if made:  # several became one that is new: it stands against one of them
                told += _(" (lập thành {units})").format(units=", ".join(made))
            found.append(f"{title}: {told.strip()}.")
    return found
