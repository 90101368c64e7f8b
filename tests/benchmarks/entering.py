"""Typing in the program's own window: a month of 1,000 unions × 51 columns, 60 figures in each.

Only the window's own thread counts, and its processor time: the store writes beside it.
"""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from desktop.ui.app import Collector, make_app, office_at, open_window
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.benchmarks import rules
from tests.benchmarks.measuring import Measured, Sample
from tests.ui.pages.figures.driving import at, figures, grid

PERIOD, FORM, CELLS, WARM, GAP = "2026-10", "F3", 120, 8, 0.06
IDLE = 0.2
"""Milliseconds of a turn in which nothing was to be done."""
LEAVE = (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return)


def measure(_sample: Sample) -> list[Measured]:
    """Type as a clerk does, a key each 60 ms; time the keys and what follows them in the window."""
    app = QApplication.instance() or make_app(["bench"], MachineState(None))
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        folder = Path(place) / "so"
        rules.make_office(folder).close()
        collector = Collector(app)  # as the program has one
        shell = open_window(office_at(folder))
        shell.resize(1366, 740)
        shell.show()
        try:
            return _typed(shell)
        finally:
            shell.close()
            shell.deleteLater()
            collector.deleteLater()
            app.processEvents()
            gc.enable()


def _typed(shell: Shell) -> list[Measured]:
    page = figures(shell, PERIOD, FORM)
    view = grid(page)
    view.go_to(*at(page, "C11", 3))
    _turns(2)
    left, after, slowest = [], [], 0.0
    for number in range(CELLS):
        text = str(10 + number * 7 % 89)
        QTest.keyClick(view, text[0])
        editor = view._cell_delegate.open_editor
        assert editor is not None
        QTest.keyClick(editor, text[1])
        slowest = max(slowest, *_turns(GAP))
        leave = LEAVE[number % len(LEAVE)]
        left.append(_cpu_ms(lambda editor=editor, leave=leave: QTest.keyClick(editor, leave)))
        turns = _turns(GAP)
        after.append(sum(turn for turn in turns if turn > IDLE))
        slowest = max(slowest, left[-1], *turns)
    opened, between = _opened(page)
    ours, plain = statistics.median(left[WARM:]), statistics.median(_bare_left()[WARM:])
    looked = statistics.median(after[WARM:])
    assert page.sheet is not None
    size = f"{len(page.sheet.rows):,} × {len(page.sheet.columns)}"
    note = f"{len(page.problems()):,} problems listed; bare: QTableView"
    return [
        Measured(f"a cell left, {size}", ours, "ms", plain, "≤ 1 ms", ours <= 1, note),
        Measured("painted, stored and looked at after it", looked, "ms", None, "≤ 16 ms",
                 looked <= 16, "all the window's turns until the next key"),
        Measured("the slowest of these turns", slowest, "ms", None, "≤ 50 ms", slowest <= 50),
        Measured("another form of the month shown", opened, "ms", None, "≤ 500 ms", opened <= 500,
                 f"one turn; the slowest while it is judged {between:.0f} ms"),
    ]  # fmt: skip


def _opened(page: FiguresPage) -> tuple[float, float]:
    """Return what showing the form again takes, and the slowest turn while its rows are judged."""
    taken, slowest = [], 0.0
    for form in ("F1", FORM) * 3:
        spent = _cpu_ms(lambda form=form: page.open_sheet(PERIOD, form))
        if form == FORM:
            taken.append(spent)
        slowest = max(slowest, *_turns(1.0))
    return statistics.median(taken), slowest


def _bare_left() -> list[float]:
    """Leave cells of the toolkit's own table of as many numbers."""
    model, view = QStandardItemModel(), QTableView()
    for _row in range(1000):
        model.appendRow([QStandardItem("7") for _column in range(51)])
    view.setModel(model)
    view.resize(1366, 740)
    view.show()
    view.activateWindow()
    view.setFocus()
    view.setCurrentIndex(model.index(3, 8))
    _turns(GAP)
    taken = []
    for number in range(CELLS):
        QTest.keyClick(view, str(number % 9 + 1))
        (editor,) = view.findChildren(QLineEdit)
        _turns(GAP / 4)
        taken.append(_cpu_ms(lambda editor=editor: QTest.keyClick(editor, Qt.Key.Key_Tab)))
        _turns(GAP / 4)
    view.close()
    return taken


def _turns(seconds: float) -> list[float]:
    """Let the window have its turns for so long; returns the processor time of each, in ms."""
    taken, until = [0.0], time.perf_counter() + seconds
    while time.perf_counter() < until:
        taken.append(_cpu_ms(_turn))
        time.sleep(0.0005)
    return taken


def _turn() -> None:
    QApplication.processEvents()
    # the program's own loop frees an editor that was left; without one they would pile up
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _cpu_ms(run: Callable[[], object]) -> float:
    begun = time.thread_time()
    run()
    return (time.thread_time() - begun) * 1000
