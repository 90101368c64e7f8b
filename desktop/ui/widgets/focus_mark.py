"""Where the keyboard is in a list: what is chosen there looks the same with and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from desktop.ui import theme as themes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

WIDE = 2
BAR = 3


def mark_row(view: QAbstractItemView) -> None:
    """Draw a bar before the row the keyboard is in, a frame round a list without rows."""
    index = view.currentIndex()
    if not index.isValid():
        _frame(view, view.viewport().rect())
    elif view.hasFocus():
        row = view.visualRect(index)
        with QPainter(view.viewport()) as painter:
            ink = themes.current().colour("brand")
            painter.fillRect(QRect(0, row.top(), BAR, row.height()), ink)


def mark_cell(view: QAbstractItemView) -> None:
    """Draw a frame round the cell the keyboard is in, or round a table without cells."""
    index = view.currentIndex()
    _frame(view, view.visualRect(index) if index.isValid() else view.viewport().rect())


def _frame(view: QAbstractItemView, area: QRect) -> None:
    """Draw four lines inside the area: a pen of two pixels would fall between them."""
    if not view.hasFocus():
        return
    ink = themes.current().colour("brand")
    with QPainter(view.viewport()) as painter:
        for side in (
            QRect(area.left(), area.top(), area.width(), WIDE),
            QRect(area.left(), area.bottom() - WIDE + 1, area.width(), WIDE),
            QRect(area.left(), area.top(), WIDE, area.height()),
            QRect(area.right() - WIDE + 1, area.top(), WIDE, area.height()),
        ):
            painter.fillRect(side, ink)
