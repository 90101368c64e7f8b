"""A framed thing that is pressed as a whole: with the mouse, or by Enter or Space."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame


class Pressed(QFrame):
    """Clicked, or reached with Tab and pressed with Enter or Space; then `run` is called.

    `look` names it in the stylesheet; a reader for the blind is told `name` and `detail`.
    """

    def __init__(self, look: str, name: str, detail: str, run: Callable[[], object]) -> None:
        super().__init__()
        self._run = run
        self.setProperty("look", look)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setAccessibleDescription(detail)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click presses, unless it ends elsewhere."""
        if self.rect().contains(event.position().toPoint()):
            self._run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._run()
        else:
            super().keyPressEvent(event)
