""" "Số này ở đâu ra?" of a column's total in the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.packs.periods import previous

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.models.entry.entry import EntrySheet
    from desktop.models.entry.entry_columns import EntryColumn
    from desktop.models.packs.packs import Packs
    from desktop.models.packs.periods import Period
    from desktop.ui.desk import Desk
    from desktop.ui.dialogs.trace import TraceDialog


def open_trace(window: QWidget, desk: Desk, sheet: EntrySheet, place: int) -> TraceDialog:
    """Open the dialog at the figure whose total a column shows."""
    from desktop.ui.dialogs.trace import Asked, TraceDialog

    column = sheet.columns[place]
    typed = any(row.values.get(column.code) is not None for row in sheet.rows)
    period, code = traced_figure(desk.read.packs, sheet.period, column, typed=typed)
    dialog = TraceDialog(window, desk, Asked(period, code=code))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def traced_figure(
    packs: Packs, period: Period, column: EntryColumn, *, typed: bool = False
) -> tuple[str, str]:
    """Return the period and code that a column's total comes from.

    An opening is the closing of the period before, except where it was `typed` as the first.
    """
    if column.kind == "opening" and not typed:
        equation = next((e for e in packs.equations.values() if e.baseline == column.code), None)
        if equation is not None:
            return previous(period, packs.schemes).id, equation.stocks[0]
    if column.formula in ("net", "growth"):
        code = "C41N" if column.code.endswith("N") else "C41"
        return period.id, code if code in packs.indicators else column.code
    return period.id, column.code
