"""Painting the grid of figures again, 1,000 units by 60 columns, at the size of an office PC."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QApplication, QTableView

from desktop.ui.app import make_app
from desktop.ui.grid.view import GridView
from desktop.ui.machine_state import MachineState
from tests.benchmarks.measuring import Measured, Sample, turns_ms
from tests.ui.grid.sheet import Sheet

ROWS, COLUMNS, TIMES = 1000, 60, 40


class Plain(QAbstractTableModel):
    """The same numbers in the toolkit's own table."""

    def rowCount(self, parent: object = None) -> int:  # noqa: N802
        return ROWS

    def columnCount(self, parent: object = None) -> int:  # noqa: N802
        return COLUMNS

    def data(self, index, role: int = 0):
        return str(index.row() * index.column() + 7) if role == 0 else None


def measure(_sample: Sample) -> list[Measured]:
    """Paint the whole window of cells again."""
    app = QApplication.instance() or make_app(["bench"], MachineState(None))
    sheet = Sheet(ROWS, COLUMNS)
    sheet.cells = {(r, c): r * c + 7 for r in range(ROWS) for c in range(COLUMNS)}
    grid, plain = GridView(sheet), QTableView()
    model = Plain()
    plain.setModel(model)
    for view in (grid, plain):
        view.resize(1366, 768)
        view.show()
    app.processEvents()
    ours, bare = turns_ms(
        lambda: grid.cells.viewport().repaint(), lambda: plain.viewport().repaint(), TIMES, warm=5
    )
    for view in (grid, plain):
        view.close()
        view.deleteLater()
    app.processEvents()
    return [
        Measured(
            f"repaint of the {ROWS:,} × {COLUMNS} grid", ours, "ms", bare, "≤ 18 ms", ours <= 18
        ),
    ]
