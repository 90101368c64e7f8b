"""A line that leads somewhere: a mark, a sentence, what to know about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.labels import IconLabel, PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent


class Line(QFrame):
    """Clicked, or reached with Tab and opened with Enter or Space."""

    def __init__(
        self,
        title: str,
        detail: str,
        run: Callable[[], object],
        *,
        icon: str = "",
        ink: str = "ink.muted",
        below: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._run = run
        self.title, self.detail = title, detail
        self.setProperty("look", "line")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        words = QVBoxLayout()
        words.setSpacing(space("xs") // 2)
        words.addWidget(PlainLabel(title, tone="strong", wrap=True))
        if below is not None:
            words.addWidget(below)
        if detail:
            words.addWidget(PlainLabel(detail, level="small", tone="muted", wrap=True))
        box = QHBoxLayout(self)
        box.setContentsMargins(space("s"), space("s"), space("s"), space("s"))
        box.setSpacing(space("s"))
        if icon:
            box.addWidget(IconLabel(icon, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)

    def open(self) -> None:
        """Go where the line leads."""
        self._run()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if self.rect().contains(event.position().toPoint()):
            self._run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._run()
        else:
            super().keyPressEvent(event)
