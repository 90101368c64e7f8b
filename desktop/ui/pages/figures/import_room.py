"""How large the preview of an import is: rows and reasons are read in it, on a small screen too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WIDE, WIDER, TALL, LOW = 34, 40, 26, 22
"""The least width; how wide and how tall it is with a file in it where the screen has room; from
how tall it is on there is room for more than the rows. All in spaces."""


def least_width() -> int:
    """Return the least width, in pixels."""
    return WIDE * space("xxl")


def take_room(dialog: QWidget) -> None:
    """Be as large as rows are easy to read, as far as the screen reaches, and stay on it."""
    room = dialog.screen().availableGeometry()
    wide = max(dialog.width(), min(WIDER * space("xxl"), room.width() - space("xxl")))
    tall = max(dialog.height(), min(TALL * space("xxl"), room.height()))
    left = dialog.x() - (wide - dialog.width()) // 2
    dialog.resize(wide, tall)
    dialog.move(max(room.left(), min(left, room.right() - wide)), dialog.y())


def is_low(dialog: QWidget) -> bool:
    """Whether there is no room for more than the rows."""
    return dialog.height() < LOW * space("xxl")
