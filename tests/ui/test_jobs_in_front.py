"""What somebody waits for is seen and stopped in whatever dialog stands over the window."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.ui import jobs
from desktop.ui.dialogs.base import Dialog
from desktop.ui.jobs import Cancelled
from desktop.ui.shell import Shell
from desktop.ui.widgets.job_strip import JobStrip
from tests.ui.support import FakePage
from tests.ui.test_store_thread import until


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SHOW_AFTER_MS", 0)


def strips(dialog: Dialog) -> list[JobStrip]:
    return [one for one in dialog.findChildren(JobStrip) if one.isVisible()]


def start(shell: Shell, told: list[str], *, awaited: bool) -> None:
    """Start reading a list that ends only when it is stopped."""

    def read(_store: Any, progress: Any, cancelled: Callable[[], bool]) -> None:
        pause = Event()
        while not cancelled():
            progress(3, 10)
            pause.wait(0.01)
        if not awaited:
            raise Cancelled

    shell.desk.job(
        "Đọc danh sách", read, lambda _value: told.append("đã đọc"),
        on_cancelled=lambda: told.append("đã dừng"), awaited=awaited,
    )  # fmt: skip


@pytest.mark.parametrize("before", [True, False])
def test_reading_is_stopped_in_the_dialog_in_front(
    open_shell: Callable[..., Shell], before: bool
) -> None:
    shell, told = open_shell([FakePage]), []  # type: tuple[Shell, list[str]]
    dialog = Dialog(shell, "Ban hành", "Số và ngày của văn bản.")
    if before:  # the dialog opens over what is being read
        start(shell, told, awaited=True)
        until(shell.status.jobs)
        dialog.open()
    else:
        dialog.open()
        until(lambda: dialog.isActiveWindow())
        start(shell, told, awaited=True)
    until(lambda: strips(dialog))
    (strip,) = strips(dialog)
    QTest.mouseClick(strip._cross, Qt.MouseButton.LeftButton)
    until(lambda: told)
    assert told == ["đã dừng"]  # also where the work itself went on to its end
    assert dialog.isVisible()
    assert strips(dialog) == []
    dialog.close()


def test_work_nobody_waits_for_stays_in_the_status_line(open_shell: Callable[..., Shell]) -> None:
    shell, told = open_shell([FakePage]), []  # type: tuple[Shell, list[str]]
    dialog = Dialog(shell, "Ban hành", "Số và ngày của văn bản.")
    dialog.open()
    start(shell, told, awaited=False)
    until(shell.status.jobs)
    assert strips(dialog) == []
    shell.status.jobs()[0]._stop()
    until(lambda: told)
    dialog.close()
