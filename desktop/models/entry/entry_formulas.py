"""Columns of an entry sheet that are worked out of a row's other figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.models.entry.entry_columns import EntryColumn
    from desktop.models.entry.entry_row import EntryRow


def _men(row: EntryRow, column: EntryColumn) -> int | None:
    whole, women = row.number(column.code), row.number(column.code + "N")
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
