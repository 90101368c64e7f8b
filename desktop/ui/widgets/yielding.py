"""A part that gives its room away in a low window, and is scrolled there instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class Yielding(QScrollArea):
    """As tall as its content where there is room, else no less than `least()` pixels.

    Stand it beside a part that stretches: that one has its least height first.
    """

    def __init__(self, content: QWidget, least: Callable[[], int]) -> None:
        super().__init__()
        self._least = least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self.setWidgetResizable(True)
        self.setWidget(content)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return what the whole content needs at this width."""
        return QSize(0, self._needed())

    def minimumSizeHint(self) -> QSize:
        """Return the least height; the width is whatever there is."""
        return QSize(0, min(self._least(), self._needed()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for other room when the content wants it."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _needed(self) -> int:
        content = self.widget()
        if content is None:
            return 0
        box = content.layout()
        if box is not None and box.hasHeightForWidth():
            return max(box.totalHeightForWidth(max(self.viewport().width(), 1)), 0)
        return content.sizeHint().height()
