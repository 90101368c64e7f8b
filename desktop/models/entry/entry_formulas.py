"""Columns of an entry sheet that are worked out of a row's other figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.models.figures.cells import is_na, number_of

if TYPE_CHECKING:
    from desktop.models.entry.entry_columns import EntryColumn
    from desktop.models.entry.entry_row import EntryRow
    from desktop.models.units.units import Unit


def _men(row: EntryRow, column: EntryColumn) -> int | None:
    whole, women = row.number(column.code), row.number(column.code + "N")
    if women is None and is_na(row.values.get(column.code + "N")):
        return whole
    return None if whole is None or women is None else whole - women


def _sum(row: EntryRow, column: EntryColumn) -> int | None:
    indicator = row.sheet.packs.indicators[column.code]
    added, taken = row.total_of(indicator.sum_of), row.total_of(indicator.minus)
    return None if added is None and taken is None else (added or 0) - (taken or 0)


def _opening(row: EntryRow, column: EntryColumn) -> int | None:
    equation = row.equation(column)
    return row.opening(equation) if equation is not None else None


def _closing(row: EntryRow, column: EntryColumn) -> int | None:
    equation = row.equation(column)
    return row.closing(equation) if equation is not None else None


def _net(row: EntryRow, column: EntryColumn) -> int | None:
    equation = row.equation(column)
    return row.net(equation) if equation is not None else None


def _difference(row: EntryRow, column: EntryColumn) -> int | None:
    closing, told = _closing(row, column), row.number(column.code)
    return None if closing is None or told is None else closing - told


FORMULAS: Mapping[str, Callable[[EntryRow, EntryColumn], int | None]] = {
    "men": _men,
    "sum": _sum,
    "opening": _opening,
    "closing": _closing,
    "net": _net,
    "growth": _net,
    "difference": _difference,
}


def lasting(row: EntryRow, code: str) -> int | None:
    """Return a stock of before with who came and left since, as the totals carry it.

    Beside stocks that were entered a part beyond its whole is none.
    """
    number, packs = row.last[code], row.sheet.packs
    for equation in packs.equations.values():
        if code in equation.stocks:
            came = sum(number_of(row.values.get(one)) or 0 for one in equation.increases)
            left = sum(number_of(row.values.get(one)) or 0 for one in equation.decreases)
            number = max(number + came - left, 0)
    whole = packs.indicators[code].part_of
    if whole is not None and is_na(row.values.get(whole)):
        return None
    begun = whole is not None and any(map(row.sheet.is_stock, row.values))
    held = row.number(whole) if begun and whole is not None else None
    return None if held is not None and number > held else number


def founding(unit: Unit) -> str:
    """Return what counts the members of a new union of a unit's kind."""
    return "B02M" if unit.kind == "NDCS" else "B01M"
