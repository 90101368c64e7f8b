"""Typing in the outline: showing an editor's items, taking over text, keeping it, undoing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal

from desktop.models.errors import Refusal
from desktop.models.outline import rich_text
from desktop.models.outline.outline import OutlineRow
from desktop.models.outline.outline_folds import Folds
from desktop.models.outline.rich_text import Runs
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.models.text import nfc
from desktop.ui.outline import places
from desktop.ui.outline.aid_view import AidView
from desktop.ui.outline.laid_row import LaidRow
from desktop.ui.outline.paper_row import PaperRow, paper_row
from desktop.ui.outline.text_undo import TextUndo

PAUSE_MS = 4000
"""How long typing rests before it is kept."""
MOST_MS = 12_000
"""How long one who types without rest waits at most."""


class TypingView(AidView):
    """Shows an editor's outline and types into it. `changed` follows every change of items,
    `refused(Refusal)` what could not be taken.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.marks: Callable[[str], str] = lambda _item: ""
        self.remarks: Callable[[str], int] = lambda _item: 0
        self._undo = TextUndo()
        self._made: dict[str, tuple[OutlineRow, Runs, tuple[str, str, int], PaperRow]] = {}
        self._preedit = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self._most = QTimer(self)
        self._most.setSingleShot(True)
        self._most.setInterval(MOST_MS)
        self._most.timeout.connect(self.keep)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)

    def show_editor(
        self, editor: OutlineEditor | None, *, writable: bool = True, folds: Folds | None = None
    ) -> None:
        """Edit another outline (None: nothing); `writable` False only shows and copies."""
        self.editor, self.writable = editor, writable
        self.folds = folds or Folds()
        self._found, self._made = {}, {}
        self._undo.forget()
        self._preedit = ""
        self._kept.clear()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, writable)
        self.verticalScrollBar().setValue(0)
        self.reload()

    def reload(self) -> None:
        """Show the editor's outline as it is now."""
        editor = self.editor
        # What hangs in the air was taken from rows that may be gone.
        self.stop_carrying()
        if editor is None:
            self.set_rows([])
        else:
            if editor.item is not None:
                self.folds.reveal(editor.outline, editor.item)
            self.set_rows([self._shown(row) for row in self.folds.shown(editor.outline)])
        self._follow(scroll=False)

    def _shown(self, row: OutlineRow) -> PaperRow:
        """Return a row as the paper shows it; what did not change is not made anew."""
        assert self.editor is not None
        text = self.editor.text_of(row.id)
        signs = (self.marks(row.id), self.folds.state(row), self.remarks(row.id))
        known = self._made.get(row.id)
        if known is not None and known[2] == signs and known[:2] == (row, text):
            return known[3]
        mark, fold, remarks = signs
        made = paper_row(row, text, mark=mark, fold=fold, remarks=remarks)
        self._made[row.id] = (row, text, signs, made)
        return made

    def refresh(self, outline: Any, *, force: bool = False) -> bool:
        """Show the store's outline where no edit is on its way; keeps caret and place."""
        if self.editor is None or not self.editor.refresh(outline, force=force):
            return False
        if not self.editor.unsaved:
            self._undo.forget()
        self.reload()
        self.changed.emit()
        return True

    def commit(self) -> None:
        """Keep what was typed so far."""
        if self.editor is not None and self.editor.commit():
            self._undo.forget()
            self.reload()
            self.changed.emit()

    def keep(self) -> None:
        """Keep what was typed at a pause; it can still be taken back word by word."""
        if self._preedit or self.editor is None:
            return
        self._most.stop()
        if self.editor.commit():
            self.reload()
            self.changed.emit()

    def leave_item(self) -> None:
        """Keep what was typed; taking it back is a step's undo from now on."""
        self.commit()
        self._undo.forget()

    def perform(self, verb: Callable[[OutlineEditor], object]) -> None:
        """Run a verb of the editor (a button's), then show what came of it."""
        if self.editor is None or not self.writable:
            return
        try:
            done = verb(self.editor)
        except Refusal as refusal:
            self.refused.emit(refusal)
            done = True
        self._undo.forget()
        self.reload()
        self._follow()
        if done is not False:
            self.changed.emit()

    def put_caret(self, item_id: str, caret: int = 0) -> None:
        """Go to an item, as from a list of problems."""
        if self.editor is not None:
            self._leave_item(item_id)
            self.editor.place(item_id, caret)
            if not caret:
                self._choose_room(whole=True)
            if self.folds.reveal(self.editor.outline, item_id):
                self.reload()
            self._follow()

    def choose_text(self, item_id: str, start: int, end: int) -> None:
        """Go to an item and select some of its characters."""
        self.put_caret(item_id, start)
        if self.editor is not None:
            self.editor.place(item_id, end, extend=True)
            self._follow()

    # typing

    def insert_text(self, text: str, *, replace_from: int = 0, replace_length: int = 0) -> None:
        """Type text at the caret in place of what is selected."""
        editor = self.editor
        if editor is None or not self.writable or not (text or replace_length):
            return
        if editor.item is None:
            editor.enter()
            self.reload()
        if editor.first is not None:
            # Letters go in at the caret, never in place of whole items: a keyboard that corrects
            # with backspaces would otherwise take the items out.
            editor.place(editor.item or "", editor.caret)
            self._follow(scroll=False)
        start, end = editor.selection()
        if replace_length:
            start = max(editor.caret + replace_from, 0)
            end = start + replace_length
        kind = "break" if len(text) != 1 else "type" if text.strip() else "space"
        self._put(start, end, text, kind)

    def insert_runs(self, text: Runs) -> None:
        """Put marked text in at the caret in place of what is selected."""
        editor = self.editor
        if editor is None or not self.writable or not text:
            return
        if editor.item is None:
            editor.enter()
            self.reload()
        if editor.first is None:
            self._put(*editor.selection(), text, "break")

    def spell_out(self) -> bool:
        """Put in the words of the abbreviation before the caret; False when there is none."""
        found, editor = self.abbreviation(), self.editor
        if found is None or editor is None:
            return False
        self._put(found[0], editor.caret, found[1], "break")
        return True

    def correct(self, item_id: str, start: int, end: int, word: str) -> None:
        """Put a word in place of a questioned one."""
        if self.writable and self.editor is not None:
            self.choose_text(item_id, start, end)
            self._put(start, end, word, "break")

    def _put(self, start: int, end: int, text: Runs | str, kind: str) -> None:
        editor = self.editor
        assert editor is not None
        flat = rich_text.plain(editor.text)
        words = text if isinstance(text, str) else rich_text.plain(text)
        new = rich_text.replace(editor.text, start, end, text)
        self._undo.note(editor.item or "", (editor.text, editor.caret), kind)
        self._typed(new, len(nfc(flat[:start] + words)))

    def _typed(self, text: Runs, caret: int) -> None:
        assert self.editor is not None
        self.editor.edited(text, caret)
        self._pause.start()
        if not self._most.isActive():
            self._most.start()
        self._column = None
        self._renew()
        self._follow(tell=False, whole=False)

    def _renew(self) -> None:
        """Lay out the row being typed again."""
        assert self.editor is not None
        row = self.editor.row
        if row is not None and row.id in self._at:
            self.replace_row(self._shown(row))

    def erase(self, step: int, *, word: bool = False) -> None:
        """Backspace (-1) or Delete (1): the selection, a letter, a word, or join two items."""
        editor = self.editor
        if editor is None or not self.writable or editor.item is None:
            return
        start, end = editor.selection()
        flat = rich_text.plain(editor.text)
        at_edge = start == end and (start == 0 if step < 0 else end == len(flat))
        if editor.first is not None or at_edge:
            self.perform(lambda e: e.backspace() if step < 0 else e.delete())
            return
        if start == end:
            start, end = self._stretch(flat, start, step, word=word)
        self._undo.note(editor.item, (editor.text, editor.caret), "erase")
        self._typed(rich_text.replace(editor.text, start, end, ()), start)

    def _stretch(self, text: str, caret: int, step: int, *, word: bool) -> tuple[int, int]:
        if word:
            return (
                (places.word_start(text, caret), caret)
                if step < 0
                else (caret, places.word_end(text, caret))
            )
        # Backspace takes one code point, as composing keyboards count on it.
        return (caret - 1, caret) if step < 0 else (caret, self._laid_current().beside(caret, 1))

    def undo_text(self) -> bool:
        """Take back what was typed in this item; False when there is nothing."""
        return self._back(self._undo.can_undo, self._undo.undo)

    def redo_text(self) -> bool:
        """Type again what was taken back."""
        return self._back(self._undo.can_redo, self._undo.redo)

    def _back(self, can: Callable[[str | None], bool], go: Callable[..., Any]) -> bool:
        editor = self.editor
        if editor is None or not can(editor.item):
            return False
        self._typed(*go((editor.text, editor.caret)))
        return True

    def lay(self, row: PaperRow) -> LaidRow:
        """Break one paragraph into lines, with what is being composed at the caret."""
        assert self._measures is not None
        if self._preedit and self.editor is not None and row.id == self.editor.item:
            return LaidRow(row, self._measures, preedit=self._preedit, caret=self.editor.caret)
        return LaidRow(row, self._measures)
