"""The outline with a caret: moving about and choosing, by keys and mouse; no typing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal

from desktop.documents.open_places import room
from desktop.models.outline import rich_text
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.ui.outline import places
from desktop.ui.outline.laid_row import LaidRow
from desktop.ui.outline.paper_view import PaperView

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


class CaretView(PaperView):
    """Shows the outline of an editor with its caret. `moved` follows caret and selection."""

    moved = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name, many=True)
        self.editor: OutlineEditor | None = None
        self._column: float | None = None
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def leave_item(self) -> None:
        """Called before the caret goes to another item: what was typed is to be kept."""

    # moving

    def walk(self, step: int, *, extend: bool = False, word: bool = False) -> None:
        """Move the caret by a letter or a word, over the ends of items too."""
        editor = self.editor
        if editor is None or editor.item is None:
            return
        text, caret = rich_text.plain(editor.text), editor.caret
        start, end = editor.selection()
        if start != end and not extend and not word:
            self._place(editor.item, start if step < 0 else end)
        elif word:
            to = places.word_start(text, caret) if step < 0 else places.word_end(text, caret)
            self._place(editor.item, to, extend=extend)
        elif 0 <= caret + step <= len(text):
            self._place(editor.item, self._laid_current().beside(caret, step), extend=extend)
        else:
            self._to_row(step, 1 << 30 if step < 0 else 0, extend=extend)

    def walk_line(self, step: int, *, extend: bool = False) -> None:
        """Move the caret a line up or down, keeping its distance from the left."""
        editor = self.editor
        if editor is None or editor.item is None:
            return
        laid = self._laid_current()
        column = self._column
        if column is None:
            column = laid.caret_area(editor.caret).left()
        line = laid.line_of(editor.caret) + step
        if 0 <= line < laid.line_count and not (extend and editor.first is not None):
            caret = laid.place_at(column, (line + 0.5) * laid.caret_area(0).height())
            self._place(editor.item, caret, extend=extend)
        else:
            at = self._at[editor.item] + step
            if 0 <= at < len(self._laid):
                other = self._laid[at]
                edge = 0 if step > 0 else other.line_count - 1
                caret = other.place_at(column, (edge + 0.5) * other.caret_area(0).height())
                self._place(self._rows[at].id, caret, extend=extend)
        self._column = column

    def walk_edge(self, step: int, *, whole: bool = False, extend: bool = False) -> None:
        """Home and End: of the line, or of the whole outline."""
        editor = self.editor
        if editor is None or editor.item is None or not self._rows:
            return
        if whole:
            row = self._rows[0 if step < 0 else -1]
            self._place(row.id, 0 if step < 0 else 1 << 30, extend=extend)
            return
        laid = self._laid_current()
        start, end = laid.line_ends(laid.line_of(editor.caret))
        self._place(editor.item, start if step < 0 else end, extend=extend)

    def walk_page(self, step: int, *, extend: bool = False) -> None:
        """Move about a screen up or down."""
        area = self.caret_area()
        y = area.center().y() + step * (self.viewport().height() - area.height() * 2)
        if self._rows and self.editor is not None:
            place = self.place_at(int(y))
            top = self._tops[place] - self.verticalScrollBar().value()
            caret = self._laid[place].place_at(area.left(), y - top)
            self._place(self._rows[place].id, caret, extend=extend)

    def walk_to_item_ends(self) -> None:
        """Select all text of the item with the caret."""
        if self.editor is not None and self.editor.item is not None:
            self._place(self.editor.item, 0)
            self._place(self.editor.item, 1 << 30, extend=True)

    def choose_all(self) -> None:
        """Select every item."""
        if self.editor is not None:
            self.leave_item()
            self.editor.select_all()
            self._follow(scroll=False)

    def _to_row(self, step: int, caret: int, *, extend: bool = False) -> None:
        assert self.editor is not None
        assert self.editor.item is not None
        at = self._at[self.editor.item] + step
        if 0 <= at < len(self._rows):
            self._place(self._rows[at].id, caret, extend=extend)

    def _place(self, item_id: str, caret: int, *, extend: bool = False) -> None:
        assert self.editor is not None
        self._column = None
        entering = item_id != self.editor.item
        self._leave_item(item_id)
        self.editor.place(item_id, caret, extend=extend)
        if entering and not extend:
            self._choose_room(whole=True)
        self._follow()

    def choose_room(self) -> None:
        """Select the first room left open ("…") of the item with the caret, to be typed over."""
        if self._choose_room():
            self._follow()

    def _choose_room(self, *, whole: bool = False) -> bool:
        """Select room left open; `whole` only where the item is nothing else."""
        editor = self.editor
        if editor is None or editor.item is None:
            return False
        text = rich_text.plain(editor.text)
        found = room(text)
        if found is None or (whole and text[slice(*found)] != text.strip()):
            return False
        editor.place(editor.item, found[0])
        editor.place(editor.item, found[1], extend=True)
        return True

    def _leave_item(self, item_id: str) -> None:
        if self.editor is not None and item_id != self.editor.item:
            self.leave_item()

    def _follow(self, *, scroll: bool = True, tell: bool = True, whole: bool = True) -> None:
        """Let cursor, scroll and listeners follow the editor's caret; not `whole` where nothing
        but the row with the caret looks different.
        """
        editor = self.editor
        self._current = editor.item or "" if editor is not None else ""
        if self._current in self._at and scroll:
            place = self._at[self._current]
            area = self._laid[place].caret_area(editor.caret if editor else 0)
            top = self._tops[place]
            self.show_span(top + area.top(), top + area.bottom())
        if whole or self._current not in self._at:
            self.viewport().update()
        else:
            self.renew_row(self._current)
        self.updateMicroFocus()
        if self._current in self._at:
            self.setAccessibleDescription(self._told(self._current))
        if tell:
            self.moved.emit()

    def _laid_current(self) -> LaidRow:
        return self._laid[self._at[self._current]]

    # what is chosen

    def selected(self) -> list[str]:
        """Return the chosen items in order."""
        return self.editor.selected() if self.editor is not None else []

    def lights(self, row_id: str, chosen: set[str]) -> bool:
        """Tint whole items only where several, or one as a whole, are chosen."""
        return self.editor is not None and self.editor.first is not None and row_id in chosen

    def marked(self, row_id: str) -> tuple[int, int] | None:
        """Return the selected characters of the item with the caret."""
        editor = self.editor
        if editor is None or row_id != editor.item or editor.first is not None:
            return None
        return editor.selection()

    def has_caret(self) -> bool:
        """A caret stands in the text instead of a frame around it."""
        return True

    def caret_area(self) -> QRect:
        """Return where the caret stands in the viewport."""
        if self.editor is None or self._current not in self._at:
            return QRect()
        place = self._at[self._current]
        area = self._laid[place].caret_area(self.editor.caret)
        top = self._tops[place] - self.verticalScrollBar().value()
        return area.translated(0, top).toRect()

    def finish_row(self, painter: QPainter, place: int, top: float) -> None:
        """Draw the caret."""
        editor = self.editor
        if (
            editor is not None
            and self._rows[place].id == editor.item
            and self.hasFocus()
            and editor.first is None
        ):
            self._laid[place].draw_caret(painter, top, editor.caret)
