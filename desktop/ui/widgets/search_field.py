"""The box something is sought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent

from desktop.i18n import _
from desktop.models.text import fold, nfc
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.widgets.line_field import LineField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SEARCH_PAUSE_MS = 150


class SearchField(LineField):
    """A search box: `searched(str)` follows a short pause in typing; Esc empties it.

    Nothing is ever written into the text while a Vietnamese keyboard is composing it.
    """

    searched = Signal(str)

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint or _("Tìm"))
        self.setAccessibleName(hint or _("Tìm"))
        self.setClearButtonEnabled(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(lambda _text: self._pause.start())
        margin = themes.current().tokens.space
        self.setTextMargins(margin["l"] + margin["xs"], 0, 0, 0)

    def needle(self) -> str:
        """Return what is sought, without tone marks and case."""
        return fold(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the box; Enter searches at once."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lens at the left."""
        super().paintEvent(event)
        size = 16
        picture = icons.drawn("search", "ink.muted", size, self.devicePixelRatioF())
        edge = themes.current().tokens.space["s"]
        QPainter(self).drawPixmap(edge, (self.height() - size) // 2, picture)

    @property
    def waiting(self) -> bool:
        """Say whether what was typed is still to be told."""
        return self._pause.isActive()

    def search_now(self) -> None:
        """Tell at once what is sought, and not once more after the pause."""
        self._pause.stop()
        self.searched.emit(nfc(self.text()).strip())
