"""What cannot be taken back is never done by Enter behind a note."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.exchange import exchange_page
from desktop.ui.shell import Shell
from tests.ui.pages.exchange.ways import Ways, send_bundle, take_in
from tests.ui.pages.offices import front, window


def opened(page: Any, shell: Shell) -> Iterator[tuple[str, Dialog]]:
    """Open the dialogs of grave deeds one after the other, by name."""
    page.show_tab(exchange_page.BOARD)
    shell.settle()
    page.board.month.show_value("2026-10")
    page.reviewing.close()
    shell.settle()
    yield "khóa sổ", page.reviewing.closing
    page.reviewing.open_month()
    yield "mở lại", page.reviewing.opening
    page.show_tab(exchange_page.LINKS)
    shell.settle()
    keys = page.linking.keys
    machine = next(one for one in page.shown.view.machines if not one.own)
    keys.revoke(machine)
    yield "thu hồi khóa", keys.revoking
    keys.take_back(machine)
    yield "nhận lại việc nhập", keys.taking_back
    keys.rotate()
    yield "đổi khóa", keys.rotating


def test_enter_does_no_grave_deed(connected: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = send_bundle(connected)
    asked: list[Dialog] = []
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        take_in(shell, [bundle])
        done: list[object] = []
        monkeypatch.setattr(shell.desk, "do", lambda *deed, **_named: done.append(deed))
        for name, dialog in opened(page, shell):
            fields = [*dialog.findChildren(QLineEdit), *dialog.findChildren(QPlainTextEdit)]
            for field in fields:
                field.setFocus()
                QTest.keyClick(field, Qt.Key.Key_Return)
                assert (name, done, dialog.isVisible()) == (name, [], True)
            if not fields:
                QTest.keyClick(dialog, Qt.Key.Key_Return)
                assert (name, done) == (name, [])
            dialog.reject()

        def entered(dialog: Dialog) -> int:
            asked.append(dialog)
            dialog.show()
            QTest.keyClick(dialog, Qt.Key.Key_Return)
            return dialog.result()

        monkeypatch.setattr(Dialog, "exec", entered)
        (taken,) = [one for one in page.bundles.table.rows() if not one.out]
        page.undoing.ask(taken.id)
        shell.settle()
        assert [dialog.windowTitle() for dialog in asked] == ["Hoàn tác gói đã nhập"]
        assert done == []
