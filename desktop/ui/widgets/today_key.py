"""Ctrl+;, as in Excel: today's date in a line where a date is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from desktop.models.clock import VIETNAM
from desktop.models.text import short_date

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit


def is_today_key(event: QEvent) -> bool:
    """Say whether the key asks for today's date."""
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_Semicolon
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )


def today_in_vietnam() -> date:
    """Return the day it is in Vietnam, whatever the computer's time zone."""
    return datetime.now(VIETNAM).date()


class TodayKey(QObject):
    """Types today's date into a line as if it had been typed: Ctrl+Z takes it back.

    A line that holds nothing but a date (`whole`) is typed over, elsewhere the date comes where
    the cursor is.
    """

    def __init__(
        self, line: QLineEdit, today: Callable[[], date] = today_in_vietnam, *, whole: bool = False
    ) -> None:
        super().__init__(line)
        self._line, self._today, self._whole = line, today, whole
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the key and type the date."""
        if event.type() != QEvent.Type.KeyPress or not is_today_key(event):
            return False
        if not self._line.isReadOnly():
            if self._whole:
                self._line.selectAll()
            self._line.insert(short_date(self._today()))
        return True
