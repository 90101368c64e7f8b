"""The bottom line: its truths are read beside the window, its bars painted with everything else."""

import threading

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QProgressBar

from desktop.ui.jobs import Job
from desktop.ui.machine_state import MachineState
from desktop.ui.office import Office
from desktop.ui.shell import Shell
from desktop.ui.status_line import JobStrip, StatusLine, Truths
from tests.ui.support import FakeEntry, FakePage, write

pytestmark = pytest.mark.usefixtures("app")


class Paints(QObject):
    """Counts what is painted of a widget."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Count a painting."""
        self.count += event.type() is QEvent.Type.Paint
        return False


def test_a_bar_waits_to_be_painted_with_all_else() -> None:
    owner = QObject()
    job, paints = Job("Đọc gói", owner), Paints()
    strip = JobStrip(job)
    strip.show()
    QCoreApplication.processEvents()
    bar = strip.findChild(QProgressBar)
    assert bar is not None
    bar.installEventFilter(paints)
    job.report(3, 9)
    job.progressed.emit()
    assert (bar.value(), bar.maximum(), paints.count) == (3, 9, 0)
    QCoreApplication.processEvents()
    assert paints.count == 1
    job.finish()


def test_the_truths_are_read_beside_the_window(office: Office) -> None:
    threads: list[threading.Thread] = []

    def truths(_reader: object) -> Truths:
        threads.append(threading.current_thread())
        return Truths(backup=f"lần {len(threads)}")

    shell = Shell(
        replace(office, truths=truths), [FakeEntry("một", "Một", "today", "", FakePage)],
        MachineState(None),
    )  # fmt: skip
    try:
        shell.show()
        shell.settle()
        assert shell.status.backup.text() == "lần 1"
        shell.desk.do(lambda store: write(store, "a"))
        shell.settle()
        assert shell.status.backup.text() == "lần 2"
        assert threading.main_thread() not in threads
    finally:
        shell.close()
        shell.deleteLater()


def test_what_only_looked_saves_nothing_and_a_new_name_is_shown(office: Office) -> None:
    names = iter(("Sổ cũ", "Công đoàn xã mới"))
    shell = Shell(
        replace(office, truths=lambda _reader: Truths(office=next(names))),
        [FakeEntry("một", "Một", "today", "", FakePage)], MachineState(None),
    )  # fmt: skip
    try:
        shell.show()
        shell.settle()
        assert shell.windowTitle().endswith("Sổ cũ")
        shell.desk.do(lambda _store: None)
        shell.settle()
        assert shell.status.saved.text() == "Chưa có thay đổi"
        shell.desk.do(lambda store: write(store, "a"))
        shell.settle()
        assert shell.status.saved.text().startswith("Đã lưu ")
        assert shell.windowTitle().endswith("Công đoàn xã mới")
        assert shell.navigation._office.text() == "Công đoàn xã mới"
    finally:
        shell.close()
        shell.deleteLater()


def test_what_stands_beside_what_is_saved_stays_while_it_is_being_saved() -> None:
    line = StatusLine()
    line.resize(900, 30)
    line.show_truths(Truths("Chưa sao lưu", "Chưa gửi"))
    line.show()
    line.show_saved()
    QCoreApplication.processEvents()
    before = line.backup.geometry()
    line.show_saving(True)
    QCoreApplication.processEvents()
    assert line.saved.text() == "Đang lưu…"
    assert line.backup.geometry() == before
    line.saved.setText("Hoàn tác: Ghi thông tin in trên văn bản")
    QCoreApplication.processEvents()
    assert line.backup.x() > before.x()
    assert line.saved.width() >= line.saved.sizeHint().width()
