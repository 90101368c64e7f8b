"""Painting the grid of figures again, 1,000 units by 60 columns, and leaving a cell of the real
sheet, at the size of an office PC."""

import os
import statistics
from dataclasses import replace
from datetime import date

from msgspec import structs

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from desktop.models.entry.entry import EntrySheet
from desktop.models.store.store import Store
from desktop.ui.app import make_app
from desktop.ui.grid.view import GridView
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.figures.source import SheetSource
from tests.benchmarks.measuring import Measured, Sample, once_ms, turns_ms
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


def measure(sample: Sample) -> list[Measured]:
    """Paint the whole window of cells again."""
    app = make_app(["bench"], MachineState(None))
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
        _leaving(sample),
    ]


def _leaving(sample: Sample) -> Measured:
    """Leave a cell of a thousand units' F3: rules, sums and cursor, all on the main thread."""
    with Store.open(sample.folder / "commune-1") as store:
        sheet = EntrySheet.load(store, "F3", f"{date.today():%Y-%m}")
    own = sheet.typed_rows
    sheet.rows = [
        replace(own[n % len(own)], unit=structs.replace(own[n % len(own)].unit, id=f"{n}"),
                values=dict(own[n % len(own)].values), pending={})
        for n in range(ROWS)
    ]  # fmt: skip
    sheet._places = {row.unit.id: place for place, row in enumerate(sheet.rows)}
    for row in sheet.rows:
        row.work_out()
    source = SheetSource(sheet, lambda assignments: sheet.take(assignments))
    grid = GridView(source)
    grid.resize(1366, 768)
    grid.show()
    column = next(n for n in range(len(source.columns)) if source.editable(0, n))
    grid.cells.go_to(0, column)
    taken = [_left_once(grid, number) for number in range(TIMES)]
    grid.close()
    grid.deleteLater()
    ours = statistics.median(taken[5:])
    return Measured(
        f"a cell left, {ROWS:,} × {len(source.columns)}", ours, "ms", None, "≤ 1 ms", ours <= 1
    )


def _left_once(grid: GridView, number: int) -> float:
    QTest.keyClick(grid.cells, str(number % 9 + 1))
    editor = grid.cells._cell_delegate.open_editor
    assert editor is not None
    spent = once_ms(lambda: QTest.keyClick(editor, Qt.Key.Key_Return))
    QApplication.processEvents()
    # the program's own loop frees an editor that was left; without one they would pile up
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return spent
