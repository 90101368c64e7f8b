"""A call put off until the keys pressed so far were answered; asked for twice, it is made once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def soon(parent: QObject, call: Callable[[], object]) -> QTimer:
    """Return the timer that makes the call in the next turn of the window after its `start()`."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(call)
    return timer
