"""Finding and replacing in the outline: a strip above the paper."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.outline import rich_text
from desktop.models.outline.outline_find import Match, Query, find_all
from desktop.models.text import nfc
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from desktop.ui.outline.outline_view import OutlineView


_MOSTLY = 100
"""The fields take the room there is before the gap at the end does, up to their full width."""


class FindBar(QWidget):
    """Looks in the outline of a view; `replaced(n)` tells how many places were changed."""

    replaced = Signal(int)

    def __init__(self, view: OutlineView) -> None:
        super().__init__()
        self._view = view
        self.matches: list[Match] = []
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText(_("Tìm trong nội dung (không cần dấu)"))
        self.wanted.setAccessibleName(_("Tìm"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Thay bằng"))
        self.words.setAccessibleName(_("Thay bằng"))
        self.exact = QCheckBox(_("Đúng dấu và chữ hoa"))
        self.whole = QCheckBox(_("Cả từ"))
        self.count = PlainLabel("", level="small", tone="muted")
        self.one = button(_("Thay"), self.replace_one)
        self.all = button(_("Thay tất cả"), self.replace_all)
        for field in (self.wanted, self.words):
            field.setMinimumWidth(space("xxl") * 3)
            field.setMaximumWidth(space("xxl") * 9)
        self.wanted.textChanged.connect(lambda _text: self.look(go=True))
        for choice in (self.exact, self.whole):
            choice.toggled.connect(lambda _on: self.look(go=True))
        view.changed.connect(self._again)
        self._replacing = QWidget()
        below = row(self.words, self.one, self.all, None)
        below.setStretch(0, _MOSTLY)
        self._replacing.setLayout(below)
        box = QVBoxLayout(self)
        box.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        box.setSpacing(space("xs"))
        back = icon_button("chevron-up", _("Chỗ trước"), lambda: self.step(-1), shortcut="Shift+F3")
        on = icon_button("chevron-down", _("Chỗ sau"), lambda: self.step(1), shortcut="F3")
        close = icon_button("close", _("Đóng"), self.close_bar, shortcut="Esc")
        above = row(self.wanted, back, on, self.count, self.exact, self.whole, None, close)
        above.setStretch(0, _MOSTLY)
        box.addLayout(above)
        box.addWidget(self._replacing)
        for part in self.findChildren(QWidget):
            part.installEventFilter(self)
        self._in_order(self.wanted, self.words, self.one, self.all, back, on)
        self.hide()

    def _in_order(self, *parts: QWidget) -> None:
        """Tab goes from what is looked for to what stands in its place."""
        for one, following in pairwise(parts):
            QWidget.setTabOrder(one, following)

    @property
    def query(self) -> Query:
        """What is looked for."""
        text = nfc(self.wanted.text())
        return Query(text, exact=self.exact.isChecked(), whole=self.whole.isChecked())

    def open_bar(self, *, replacing: bool) -> None:
        """Show the strip; selected words of one line become what is looked for."""
        editor = self._view.editor
        if editor is None:
            return
        self._view.commit()
        chosen = rich_text.plain(editor.copied_text())
        if chosen:
            self.wanted.setText(chosen)
        self._replacing.setVisible(replacing and self._view.writable)
        self.show()
        self.wanted.setFocus()
        self.wanted.selectAll()
        self.look()

    def close_bar(self) -> None:
        """Hide the strip and go back to the text, at the last place."""
        self.hide()
        self.matches = []
        self._view.show_found([])
        self._view.setFocus()

    def look(self, *, go: bool = False) -> None:
        """Find all places; `go` to the first at or after the caret."""
        editor = self._view.editor
        self.matches = [] if editor is None else find_all(editor.outline, self.query)
        self._view.show_found(self.matches)
        if go and self.matches:
            self._go(self._from_caret(1))
        self._tell()

    def step(self, by: int) -> None:
        """Go to the next place (1) or the one before (-1), going round."""
        self._view.commit()
        self.look()
        if self.matches:
            self._go(self._from_caret(by, beyond=True))
            self._tell()

    def replace_one(self) -> None:
        """Replace the place the caret is at, then go to the next."""
        editor = self._view.editor
        here = self._here()
        if editor is None or not self._view.writable:
            return
        if here is not None:
            one = self.matches[here]
            self._view.correct(one.item, one.start, one.end, nfc(self.words.text()))
            self._view.commit()
            self.replaced.emit(1)
        self.step(1)

    def replace_all(self) -> None:
        """Replace every place as one step; among several chosen items only theirs."""
        editor = self._view.editor
        if editor is None or not self._view.writable or not self.wanted.text():
            return
        several = len(editor.selected()) > 1 and editor.first is not None
        within = frozenset(editor.selected()) if several else frozenset()
        counts: list[int] = []
        words = nfc(self.words.text())
        self._view.perform(lambda e: counts.append(e.replace_all(self.query, words, within)))
        self.look()
        self.replaced.emit(counts[0] if counts else 0)

    # where

    def _go(self, place: int) -> None:
        one = self.matches[place]
        self._view.choose_text(one.item, one.start, one.end)

    def _from_caret(self, by: int, *, beyond: bool = False) -> int:
        """Return the match next to the caret; `beyond` leaves the one it is at."""
        editor = self._view.editor
        assert editor is not None
        if editor.item is None or editor.item not in editor.outline:
            return 0
        start, end = editor.selection()
        at = (editor.outline.at(editor.item), end if beyond and by > 0 else start)
        places = [(editor.outline.at(m.item), m.start) for m in self.matches]
        if by > 0:
            return next((n for n, place in enumerate(places) if place >= at), 0)
        return max((n for n, place in enumerate(places) if place < at), default=len(places) - 1)

    def _here(self) -> int | None:
        editor = self._view.editor
        if editor is None or editor.item is None:
            return None
        now = Match(editor.item, *editor.selection())
        return self.matches.index(now) if now in self.matches else None

    def _again(self) -> None:
        if self.isVisible():
            self.look()

    def _tell(self) -> None:
        here = self._here()
        if not self.wanted.text().strip():
            told = ""
        elif not self.matches:
            told = _("Không thấy")
        elif here is None:
            told = _("{n} chỗ").format(n=len(self.matches))
        else:
            told = f"{here + 1}/{len(self.matches)}"
        self.count.setText(told)
        for part in (self.one, self.all):
            part.setEnabled(bool(self.matches) and self._view.writable)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on (or replaces), Shift+Enter goes back, Esc closes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            typed = watched in (self.wanted, self.words)
            if typed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.words:
                    self.replace_one()
                else:
                    self.step(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_F3:
                self.step(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)
