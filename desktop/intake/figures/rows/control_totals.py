"""A sheet's own totals beside the sums of its rows, and what a difference says of the rows."""

from collections.abc import Iterable, Mapping, Sequence

from desktop.intake.figures.result import TOTALS_DIFFER, ControlTotal, ReadRow, RowKey
from desktop.intake.figures.rows.group_sums import sums_of_whole_tables
from desktop.intake.figures.rows.groups import is_sum
from desktop.intake.figures.rows.lines import NO_COUNT, Line
from desktop.intake.figures.rows.read_rows import SHIFTED, warned
from desktop.intake.figures.sheets.grid import Grid, shown
from desktop.intake.figures.wording.numbers import Count

Summed = tuple[Line, Mapping[str, Count]]
"""A row that a total adds up, and which of its figures."""


def controls(
    grid: Grid, lines: Sequence[Line], typed: Mapping[tuple[RowKey, str], int | None]
) -> Iterable[ControlTotal]:
    """Compare the sheet's grand total with the sum of its rows of data, as a person mended them.

    A table above, of other indicators, has its own; so has one of “khối hành chính” alone. One of
    rows of several months is of those of the period or of all of them.
    """
    totals = [line for line in lines if line.kind == "total" and line.has_figures]
    totals = sorted((*totals, *sums_of_whole_tables(lines)), key=lambda line: line.at)
    last = {id(total.table): total for total in totals}
    added_up: dict[str, set[int]] = {}
    for total in (*totals[-1:], *(one for one in last.values() if one is not totals[-1])):
        rows = _summed_rows(total, lines, alone=total is totals[-1] and total.kind == "total")
        summed = _of_all_times(total, rows, lines)
        rows = [line for line, _told in summed]
        for role, count in total.counts.items():
            places = {line.at for line in rows}
            known = added_up.setdefault(role, set())
            if role.startswith("code:") and count.value is not None and not (
                known and places <= known
            ):  # fmt: skip
                known |= places
                found = [typed.get((grid.lines[line.at], role[5:]), told[role].value)
                         for line, told in summed if role in told]  # fmt: skip
                added = sum(one or 0 for one in found)
                yield ControlTotal(role[5:], count.value, added, grid.lines[total.at],
                                   rows=_stretches(grid, rows, lines))  # fmt: skip


def _stretches(
    grid: Grid, rows: Sequence[Line], lines: Sequence[Line]
) -> tuple[tuple[int, int], ...]:
    """Return the numbers of the first and last row of each stretch without another row of data."""
    summed = {line.at for line in rows}
    found: list[tuple[int, int]] = []
    open_ended = False
    for line in lines:
        if line.kind != "data" and line.at not in summed:
            continue
        if line.at in summed:
            first = found.pop()[0] if open_ended else grid.lines[line.at]
            found.append((first, grid.lines[line.at]))
        open_ended = line.at in summed
    return tuple(found)


def _summed_rows(total: Line, lines: Sequence[Line], *, alone: bool) -> Sequence[Line]:
    """Return the rows of data a total is of; `alone` where it is the grand one of the sheet."""
    data = [line for line in lines if line.kind == "data"]
    own = [line for line in data if line.table is total.table]
    if not alone:
        return own
    # Rows written below a total are not in it, but where they add up to it with those above;
    # one at the head of the table is of all rows.
    above = [line for line in data if line.at < total.at] or data
    # Of several tables each has its own total; a sum carried over a page is no row of a unit.
    known = [line for line in above if line.match.unit is not None]
    return next((rows for rows in (above, data, known, own) if is_sum(total, rows)), above)


def _of_all_times(total: Line, rows: Sequence[Line], lines: Sequence[Line]) -> Sequence[Summed]:
    """Return what a total adds up, with the rows of other times where it comes nearer to all."""
    alone = [(line, line.counts) for line in rows]
    near = {line.at for line in rows}
    tables = {id(line.table) for line in rows}
    below = max(near, default=-1) > total.at
    every = [
        (line, line.elsewhen or line.counts) for line in lines if line.at in near
        or (line.elsewhen and id(line.table) in tables and (below or line.at < total.at))
    ]  # fmt: skip
    return every if _apart(total, every) < _apart(total, alone) else alone


def _apart(total: Line, summed: Sequence[Summed]) -> tuple[int, int]:
    """Return how many figures of a total differ from what it adds up, and by how much."""
    found = [
        abs(count.value - sum(told.get(role, NO_COUNT).value or 0 for _line, told in summed))
        for role, count in total.counts.items()
        if role.startswith("code:") and count.value is not None
    ]
    return sum(map(bool, found)), sum(found)


def beside_totals(
    rows: Iterable[ReadRow], totals: Sequence[ControlTotal], grid: Grid
) -> Iterable[ReadRow]:
    """Yield the rows; where several totals differ by more than cells not read, all may be wrong.

    What each total says is told at its own row; a row of data says only that it is in doubt.

    One total that differs, or few among many that agree, is told at its own row alone: no row of
    data is more to blame than another, and a remark on each of them would hide what else is told.
    """
    rows = list(rows)
    aside = [row for row in rows if SHIFTED in row.reasons]
    agreeing = sum(one.match for one in totals)
    open_codes = {cell.code for row in rows for cell in row.cells if cell.source and not cell.taken}
    few = [one for one in totals if not one.match and not _is_of_shifted(one, aside, grid)]
    if len(few) < 2 or agreeing * 2 > len(totals):
        return rows
    odd = {one.indicator for one in few
           if one.computed > one.declared or one.indicator not in open_codes}  # fmt: skip
    return [
        warned(row, [TOTALS_DIFFER] if any(
            value is not None and code in odd for code, value in row.values.items()) else [])
        for row in rows
    ]  # fmt: skip


def _is_of_shifted(total: ControlTotal, aside: Sequence[ReadRow], grid: Grid) -> bool:
    """Whether the one row that slipped aside makes the difference, or has nothing there."""
    if len(aside) != 1:
        return False
    row = aside[0]
    cells = grid.rows[grid.lines.index(row.source_row)]
    told = {int(text) for cell in cells if (text := shown(cell)).isdigit()}
    own = next((cell.source for cell in row.cells if cell.code == total.indicator), "")
    lacking = total.declared - total.computed + (int(own) if own.isdigit() else 0)
    return lacking in {0, *told}
