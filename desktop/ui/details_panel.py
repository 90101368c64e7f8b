"""The right-hand panel: what is known of the thing chosen in the page. F4 opens and closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.widgets.layout import space
from desktop.ui.widgets.scroll_area import ScrollArea

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

USUAL, LEAST, NARROW_WINDOW = 9, 7.5, 37
"""In the widest of spaces: the panel, the panel in a window narrower than the last of them."""
SHARE = 3
"""The panel comes in no more than one part in so many of the window, whatever it holds."""


class DetailsPanel(QFrame):
    """Shows the details of one page at a time; each page's panel is kept.

    It comes in the width its details need, and grows where they come to need more; one drawn by
    hand stays.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "raised")
        self.setMinimumWidth(round(space("xxl") * LEAST))
        self._drawn = self._tied = False
        self._stack = QStackedLayout()
        self._areas: dict[QWidget, QWidget] = {}
        self._needed: dict[QWidget, int] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._stack)
        self._empty = QWidget()
        self._stack.addWidget(self._empty)

    def sizeHint(self) -> QSize:
        """As wide as usual, in a narrow window as little as it can do with: the page needs it."""
        hint, room = super().sizeHint(), self.window().width()
        narrow = room < space("xxl") * NARROW_WINDOW
        least = self.minimumWidth() if narrow else max(min(hint.width(), room // 4), self._usual())
        return QSize(max(least, min(self._need(), room // SHARE)), hint.height())

    def _usual(self) -> int:
        return space("xxl") * USUAL

    def _need(self) -> int:
        """Return the most that the details in front needed so far: they never shrink again."""
        front = self._stack.currentWidget()
        held = front.widget() if isinstance(front, QScrollArea) else None
        if held is None:
            return 0
        bar = front.verticalScrollBar().sizeHint().width()
        now = held.minimumSizeHint().width() + bar
        self._needed[front] = max(now, self._needed.get(front, 0))
        return self._needed[front]

    def showEvent(self, event: QShowEvent) -> None:
        """Come in the width wanted in this window."""
        super().showEvent(event)
        beside = self.parentWidget()
        if isinstance(beside, QSplitter) and not self._tied:
            beside.splitterMoved.connect(self._was_drawn)
            self._tied = True
        self._take_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear that the details changed: another thing chosen may need more room."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            front = self._stack.currentWidget()
            before = self._needed.get(front, 0)
            if isinstance(front, QScrollArea) and front.widget() is watched and (
                self._need() > before
            ):  # fmt: skip
                self._take_width()
        return super().eventFilter(watched, event)

    def _take_width(self) -> None:
        beside = self.parentWidget()
        if not isinstance(beside, QSplitter) or self._drawn:
            return
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
            details.installEventFilter(self)
        self._stack.setCurrentWidget(self._areas[details])
        if self.isVisible():
            self._take_width()


def _scrolling(details: QWidget) -> QWidget:
    if isinstance(details, QAbstractScrollArea):
        return details
    return ScrollArea(details)
