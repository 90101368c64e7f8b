"""Aids to writing on the outline: questioned words, words looked for, abbreviations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.models.outline import rich_text
from desktop.models.outline.outline_find import Match
from desktop.models.outline.spelling import Speller, Stretch, count_words
from desktop.models.plans.snippets import Snippet, expansion
from desktop.ui.outline import marks
from desktop.ui.outline.mouse_view import MouseView

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


class AidView(MouseView):
    """Shows what is questioned or was looked for; only rows in sight are ever checked."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.speller: Speller | None = None
        self.snippets: Mapping[str, Snippet] = {}
        self._found: dict[str, list[Stretch]] = {}

    # spelling

    def check_with(self, speller: Speller | None) -> None:
        """Underline what this speller questions; None underlines nothing."""
        self.speller = speller
        self.viewport().update()

    def mistakes(self, item_id: str) -> Sequence[Stretch]:
        """Return the questioned words of an item as shown."""
        if self.speller is None or self.editor is None:
            return ()
        return self.speller.mistakes(rich_text.plain(self.editor.text_of(item_id)))

    def mistake_at(self, item_id: str, caret: int) -> Stretch | None:
        """Return the questioned word a place is in."""
        return next((one for one in self.mistakes(item_id) if one[0] <= caret <= one[1]), None)

    def next_mistake(self) -> tuple[str, Stretch] | None:
        """Return the next questioned word after the caret, going round; None when all is well."""
        editor = self.editor
        if editor is None or editor.item is None:
            return None
        rows = editor.outline.rows
        start = editor.outline.at(editor.item)
        for step in range(len(rows) + 1):
            row = rows[(start + step) % len(rows)]
            for stretch in self.mistakes(row.id):
                if step or stretch[0] >= editor.selection()[1]:
                    return row.id, stretch
        return None

    def suggestions(self, item_id: str, stretch: Stretch) -> list[str]:
        """Return what may be meant by a questioned word."""
        if self.speller is None or self.editor is None:
            return []
        word = rich_text.plain(self.editor.text_of(item_id))[slice(*stretch)]
        common = count_words(row.item.plain for row in self.editor.outline)
        return self.speller.suggest(word, common)

    def finish_row(self, painter: QPainter, place: int, top: float) -> None:
        """Draw waves under questioned words, but not under the one being typed."""
        super().finish_row(painter, place, top)
        if self.speller is None:
            return
        laid, editor = self._laid[place], self.editor
        typing = editor is not None and editor.item == laid.row.id and self.hasFocus()
        for start, end in self.speller.mistakes(laid.text):
            if typing and editor is not None and editor.unsaved and start <= editor.caret <= end:
                continue
            for left, right, foot in laid.segments(start, end):
                marks.draw_wave(painter, left, right, top + foot)

    # looked for

    def show_found(self, matches: Sequence[Match]) -> None:
        """Wash the places that were found."""
        self._found = {}
        for one in matches:
            self._found.setdefault(one.item, []).append((one.start, one.end))
        self.viewport().update()

    def washed(self, row_id: str) -> Sequence[Stretch]:
        """Return the found places of a row."""
        return self._found.get(row_id, ())

    # abbreviations

    def abbreviation(self) -> tuple[int, str] | None:
        """Return where the abbreviation before the caret begins, and what it stands for."""
        editor = self.editor
        if editor is None or not self.writable or editor.first is not None:
            return None
        start, end = editor.selection()
        if start != end or not self.snippets:
            return None
        return expansion(self.snippets, rich_text.plain(editor.text), editor.caret)
