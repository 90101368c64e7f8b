"""What this computer remembers of the window: sizes, the open page, column widths.

Kept in a small JSON file beside the office, never in its journal; losing it loses nothing.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QRect, Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SMALLEST = (900, 600)


class MachineState:
    """A dictionary of JSON values that survives the program; `place` None keeps nothing."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._values: dict[str, Any] = {}
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
        """Remember a JSON value."""
        self._values[name] = value

    def save(self) -> None:
        """Write the file whole; a folder that cannot be written to is no reason to complain."""
        if self._place is None:
            return
        with suppress(OSError):
            new = self._place.with_suffix(".new")
            new.write_bytes(msgspec.json.encode(self._values))
            new.replace(self._place)


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
