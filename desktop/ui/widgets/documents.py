"""Rich text that loads nothing: no picture, no style, no address is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QUrl


class SafeTextDocument(QTextDocument):
    """A document that refuses every resource named in it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(True)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give nothing, whatever is asked for."""
        return None


class SafeTextBrowser(QTextBrowser):
    """A read-only text that opens no link by itself and loads nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give nothing, whatever is asked for."""
        return None
