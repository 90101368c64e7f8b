"""A text in which the words that differ from another wording are marked. Never markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from desktop.documents.word_diff import Pieces
from desktop.ui import theme as themes

_TINT = 48


class DiffText(QTextEdit):
    """Read only; `strike` draws a line through the words that are no longer there."""

    def __init__(self, name: str, *, strike: bool = False) -> None:
        super().__init__()
        self._strike = strike
        self._pieces: Pieces = ()
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        themes.current().changed.connect(self._draw)

    def show_pieces(self, pieces: Pieces) -> None:
        """Show a text in pieces, each with whether it is marked."""
        self._pieces = pieces
        self._draw()

    def _draw(self) -> None:
        theme = themes.current()
        plain, marked = QTextCharFormat(), QTextCharFormat()
        tint = QColor(theme.colour("blocked" if self._strike else "done"))
        tint.setAlpha(_TINT)
        marked.setBackground(tint)
        marked.setFontStrikeOut(self._strike)
        for one in (plain, marked):
            one.setForeground(theme.colour("ink.normal"))
        self.clear()
        cursor = QTextCursor(self.document())
        for text, differs in self._pieces:
            cursor.insertText(text, marked if differs else plain)
        self.moveCursor(QTextCursor.MoveOperation.Start)
