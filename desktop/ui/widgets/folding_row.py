"""A bar of two groups that stands on two lines where one is too short for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class FoldingRow(QWidget):
    """Two groups side by side, the second below the first where they would be cut."""

    def __init__(self, first: QLayout, second: QLayout, *, gap: str = "s") -> None:
        super().__init__()
        self._groups = (first, second)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space(gap))
        self._box.addLayout(first)
        self._box.addLayout(second, 1)

    def minimumSizeHint(self) -> QSize:
        """Ask for the wider group's room: the other may stand below it."""
        margins = self.contentsMargins()
        width = max(group.minimumSize().width() for group in self._groups)
        height = super().minimumSizeHint().height()
        return QSize(width + margins.left() + margins.right(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand on as many lines as are needed."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Measure anew when a button came, went or has larger letters."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return done

    def _fold(self) -> None:
        needed = sum(group.sizeHint().width() for group in self._groups) + self._box.spacing()
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if needed > self.contentsRect().width() else ways.LeftToRight
        if way != self._box.direction():
            self._box.setDirection(way)
