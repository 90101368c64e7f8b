"""Transfers within the system on F3: what cancels in a sum, and what does not match."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.formats.table import Role, Row
from desktop.i18n import _
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.sums.transfers import Transfers
from desktop.models.listed import first_few
from desktop.models.packs.pack_types import Equation, FormColumn
from desktop.reports.unit_columns import equation_of
from desktop.reports.unit_figures import Line, UnitFigures
from desktop.reports.unit_rows import sum_row

_MOST_NAMED = 8


def inner_rows(
    figures: UnitFigures, rollup: Rollup, columns: Sequence[FormColumn], stock: str
) -> list[Row]:
    """Return the row that takes what moved between two units of a group out of its sum.

    Single members' transfers, and those who went with a union that merged or was split.
    """
    equation = equation_of(figures.packs, stock)
    codes = (*equation.increases, *equation.decreases)
    inside = rollup.inside(figures.packs)
    taken = {code: -inside[code] for code in codes if inside.get(code)}
    if not taken:
        return []
    for indicator in figures.packs.indicators.values():
        if indicator.sum_of and not indicator.minus and any(c in taken for c in indicator.sum_of):
            taken[indicator.code] = sum(taken.get(code, 0) for code in indicator.sum_of)
    label = _("Cân trừ điều chuyển trong nội bộ")
    row = sum_row(figures, columns, Line(taken), label, Role.BODY)
    kept = [column.kind == "indicator" for column in columns]
    span = row.label_span
    cells = (c if n < span or kept[n] else None for n, c in enumerate(row.cells))
    return [replace(row, cells=tuple(cells))]


def _is_of(one: Transfers, equation: Equation) -> bool:
    return one.incoming in equation.increases


def transfer_notes(figures: UnitFigures, stock: str) -> list[str]:
    """Return what the reader must know of transfers in the total: cancelled, or not matching."""
    equation = equation_of(figures.packs, stock)
    rollup = figures.rollup
    notes = []
    with_unions = sum(
        move.numbers.get(equation.id, 0) for move in rollup.moves
        if move.out == "C27" and {move.source, move.target} <= rollup.counted
    )  # fmt: skip
    if with_unions:
        told = _(
            "Dòng tổng cộng không tính {n} người đi theo CĐCS sáp nhập, chia tách trong phạm vi."
        )
        notes.append(told.format(n=with_unions))
    for one in rollup.transfers(figures.packs):
        if not _is_of(one, equation):
            continue
        if one.cancelled:
            told = _("Dòng tổng cộng không tính {n} người chuyển giữa các đơn vị trong phạm vi.")
            notes.append(told.format(n=one.cancelled))
        if one.off and rollup.is_topmost():
            notes.append(imbalance(figures, one))
    return notes


def imbalance(figures: UnitFigures, one: Transfers) -> str:
    """Return "Lệch điều chuyển nội bộ …" with the units that told more than the others."""
    side = one.came if one.off > 0 else one.left
    names = [f"{figures.name_of(unit)} ({side[unit]})" for unit in one.telling]
    told = (
        _("Lệch điều chuyển nội bộ: chuyển đến nhiều hơn chuyển đi {n} người; bên chuyển đến: {u}.")
        if one.off > 0
        else _("Lệch điều chuyển nội bộ: chuyển đi nhiều hơn chuyển đến {n} người; bên đi: {u}.")
    )
    return told.format(n=abs(one.off), u=first_few(names, _MOST_NAMED, between="; "))
