"""An area that scrolls up and down, a stop of the Tab key only where it does, and then seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent


class ScrollArea(QScrollArea):
    """Shows a part that may be taller than its room.

    The arrows and Page Down scroll it while it has the keyboard, which a frame tells. Where all
    of it is in sight the keyboard has nothing to do here and goes past.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._mark = QFrame(self)
        self._mark.setProperty("look", "focus")
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mark.hide()
        self.setWidget(content)
        self.verticalScrollBar().rangeChanged.connect(self._take_part)

    def _take_part(self, _least: int, most: int) -> None:
        stop = Qt.FocusPolicy.StrongFocus if most > 0 else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(stop)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame; a click on empty paper needs none."""
        super().focusInEvent(event)
        self._mark.setVisible(event.reason() is not Qt.FocusReason.MouseFocusReason)
        self._mark.raise_()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self._mark.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frame round all of it."""
        super().resizeEvent(event)
        self._mark.setGeometry(self.rect())
