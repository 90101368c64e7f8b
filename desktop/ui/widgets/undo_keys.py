"""The keys that take back and do again: the desktop's own, and Excel's and Word's everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_CONTROL = Qt.KeyboardModifier.ControlModifier
_HELD = _CONTROL | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


def undoes(event: QKeyEvent) -> bool:
    """Whether the key takes back."""
    return event.matches(QKeySequence.StandardKey.Undo)


def redoes(event: QKeyEvent) -> bool:
    """Whether the key does again: Ctrl+Y holds on desktops that know only Ctrl+Shift+Z."""
    held = event.modifiers() & _HELD
    control_y = held == _CONTROL and event.key() == Qt.Key.Key_Y
    return control_y or event.matches(QKeySequence.StandardKey.Redo)
