"""Esc stops what is being read from the first moment on."""

from collections.abc import Generator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.pages.exchange import work
from tests.ui.pages.exchange.ways import Ways, send_bundle
from tests.ui.pages.offices import front, window
from tests.ui.test_store_thread import until


def test_esc_stops_reading_before_its_progress_is_shown(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, begun = send_bundle(connected), Event()

    def read(
        _store: Any, paths: list[Path], *_found: Any, **_named: Any
    ) -> Generator[Any, None, list[Any]]:
        pause = Event()
        for _turn in range(300):
            begun.set()
            yield 0, len(paths)
            pause.wait(0.01)
        return []

    with window(connected.province, page="exchange") as shell:
        monkeypatch.setattr(work, "read_files", read)
        page = front(shell)
        page.receiving.preview([sent])
        until(begun.is_set)
        QTest.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_Escape)
        shell.settle()
        assert not page.receive.isVisible()
        assert page.board.isVisible()
        assert [strip.message.text for strip in shell.messages.strips()] == [
            "Đã dừng đọc. Chưa có gì thay đổi."
        ]
