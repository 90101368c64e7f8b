"""What this computer remembers of the window: sizes, the open page, column widths.

Kept in a small JSON file beside the office, never in its journal; losing it loses nothing. It is
written when the window closes, and soon after each change: a power cut asks for no second time.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication, QRect, Qt, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SMALLEST = (900, 600)
SOON = 1_000
"""Milliseconds without another change before the file is written."""


class MachineState:
    """A dictionary of JSON values that survives the program; `place` None keeps nothing."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._values: dict[str, Any] = {}
        self._soon: QTimer | None = None
        self._order, self._written, self._writing = 0, 0, threading.Lock()
        if place is not None:
            with suppress(OSError, ValueError):
                read = msgspec.json.decode(place.read_bytes())
                self._values = read if isinstance(read, dict) else {}

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return what was remembered, or `otherwise` when nothing of that type was."""
        value = self._values.get(name, otherwise)
        same = otherwise is None or isinstance(value, type(otherwise))
        return value if same else otherwise

    def set(self, name: str, value: Any) -> None:
        """Remember a JSON value; it is on the disk a moment later."""
        if name in self._values and self._values[name] == value:
            return
        self._values[name] = value
        if self._place is None or QCoreApplication.instance() is None:
            return
        if self._soon is None:
            self._soon = QTimer()
            self._soon.setSingleShot(True)
            self._soon.setInterval(SOON)
            self._soon.timeout.connect(self._save_aside)
        self._soon.start()

    def save(self) -> None:
        """Write the file whole; a folder that cannot be written to is no reason to complain."""
        if self._soon is not None:
            self._soon.stop()
        self._write(*self._now())

    def _save_aside(self) -> None:
        """Write it on a thread of its own: a slow disk holds up no key."""
        threading.Thread(target=self._write, args=self._now(), name="machine state").start()

    def _now(self) -> tuple[int, bytes]:
        self._order += 1
        return self._order, msgspec.json.encode(self._values)

    def _write(self, order: int, text: bytes) -> None:
        if self._place is None:
            return
        with self._writing, suppress(OSError):
            if order < self._written:
                return
            new = self._place.with_suffix(".new")
            with new.open("wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._place)
            self._written = order


def remember_window(state: MachineState, window: QWidget) -> None:
    """Note where the window is."""
    area = window.normalGeometry()
    state.set("window", [area.x(), area.y(), area.width(), area.height()])
    state.set("maximized", window.isMaximized())


def place_window(state: MachineState, window: QWidget) -> None:
    """Put the window where it was, inside the screen there is now."""
    screen = window.screen().availableGeometry()
    known = state.get("window", [])
    if len(known) == 4 and all(isinstance(part, int) for part in known):
        window.setGeometry(fitted(QRect(*known), screen))
    else:
        window.setGeometry(fitted(screen.adjusted(40, 40, -40, -40), screen))
    if state.get("maximized", not known):
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def fitted(area: QRect, screen: QRect) -> QRect:
    """Return the area moved and shrunk so that all of it is on the screen."""
    width = min(max(area.width(), SMALLEST[0]), screen.width())
    height = min(max(area.height(), SMALLEST[1]), screen.height())
    left = min(max(area.x(), screen.left()), screen.right() + 1 - width)
    top = min(max(area.y(), screen.top()), screen.bottom() + 1 - height)
    return QRect(left, top, width, height)
