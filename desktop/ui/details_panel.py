"""The right-hand panel: what is known of the thing chosen in the page. F4 opens and closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.widgets.layout import space
from desktop.ui.widgets.scroll_area import ScrollArea

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class DetailsPanel(QFrame):
    """Shows the details of one page at a time; each page's panel is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "raised")
        self.setMinimumWidth(space("xxl") * 9)
        self._drawn = self._tied = False
        self._stack = QStackedLayout()
        self._areas: dict[QWidget, QWidget] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._stack)
        self._empty = QWidget()
        self._stack.addWidget(self._empty)

    def sizeHint(self) -> QSize:
        """What it holds, in a narrow window no more than a quarter of that: the page needs it."""
        hint = super().sizeHint()
        return QSize(
            min(hint.width(), max(self.window().width() // 4, self.minimumWidth())), hint.height()
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Come in the width wanted in this window; one drawn by hand stays."""
        super().showEvent(event)
        beside = self.parentWidget()
        if not isinstance(beside, QSplitter) or self._drawn:
            return
        if not self._tied:
            beside.splitterMoved.connect(self._was_drawn)
            self._tied = True
        at, own, places = beside.indexOf(self), self.sizeHint().width(), beside.sizes()
        rest = sum(places) - own
        beside.setSizes([own if place == at else rest for place in range(len(places))])

    def _was_drawn(self, _place: int, _number: int) -> None:
        self._drawn = True

    def show_details(self, details: QWidget | None) -> None:
        """Show a page's panel, or nothing."""
        if details is None:
            self._stack.setCurrentWidget(self._empty)
            return
        if details not in self._areas:
            self._areas[details] = _scrolling(details)
            self._stack.addWidget(self._areas[details])
        self._stack.setCurrentWidget(self._areas[details])


def _scrolling(details: QWidget) -> QWidget:
    if isinstance(details, QAbstractScrollArea):
        return details
    return ScrollArea(details)
