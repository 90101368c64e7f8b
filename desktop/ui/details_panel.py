"""The right-hand panel: what is known of the thing chosen in the page. F4 opens and closes it."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.widgets.layout import space
from desktop.ui.widgets.scroll_area import ScrollArea


class DetailsPanel(QFrame):
    """Shows the details of one page at a time; each page's panel is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "raised")
        self.setMinimumWidth(space("xxl") * 9)
        self._stack = QStackedLayout()
        self._areas: dict[QWidget, QWidget] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._stack)
        self._empty = QWidget()
        self._stack.addWidget(self._empty)

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
