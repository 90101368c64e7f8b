"""The outline editor on the screen: keys, mouse and input methods for `OutlineEditor`.

Nothing is ever written into the text but what was typed; a composing keyboard is shown in
place and taken over when it commits.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
)

from desktop.i18n import _
from desktop.models.outline import rich_text
from desktop.models.outline.outline_drop import Drop
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.ui.outline import clipboard, keys, menu
from desktop.ui.outline.typing_view import TypingView

ITEM_MIME = "application/x-socongdoan-item"


class OutlineView(TypingView):
    """Edits one outline. `moved` follows caret and selection. `dropped(id)` names a row dragged
    in from the upper paper, the caret standing where it fell; `left` asks for the way out (F6),
    `asked(name)` for what the outline cannot do alone: find, replace, next, previous, remark,
    keys, spelled; `word_added` names a word for the office's list.
    """

    dropped = Signal(str)
    left = Signal()
    asked = Signal(str)
    word_added = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setAcceptDrops(True)

    # folding

    def new_item(self) -> None:
        """Enter; below a folded branch the new item stands after it, not within."""
        editor = self.editor
        row = editor.row if editor is not None else None
        closed = row is not None and self.folds.state(row) == "closed"
        self.perform(lambda e: e.enter(after_branch=closed))

    def toggle_fold(self, item_ids: list[str]) -> None:
        """Fold or unfold items; the caret never stays where it cannot be seen."""
        editor = self.editor
        if editor is None:
            return
        self.leave_item()
        if self.folds.toggle(editor.outline, item_ids):
            self._come_out()

    def fold_all(self) -> None:
        """Fold everything to its outermost items; unfold all where something is folded."""
        if self.editor is not None:
            self.leave_item()
            self.folds.fold_to(self.editor.outline, None if self.folds.ids else 0)
            self._come_out()

    def _come_out(self) -> None:
        editor = self.editor
        assert editor is not None
        if editor.item is not None:
            seen = self.folds.shown_for(editor.outline, editor.item)
            if seen != editor.item:
                editor.place(seen, 1 << 30)
        self.reload()
        self._follow()

    def fall(self, drop: Drop, *, copy: bool) -> None:
        """Move the dragged items, or a copy of them, to where they fell."""
        self.perform(lambda editor: editor.drop(drop, copy=copy))

    # events

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the text from the window's shortcuts; Tab is a level, not a way out."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and keys.wanted(self, event):
                event.accept()
                return True
            tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if event.type() == QEvent.Type.KeyPress and event.key() in tabs and self.writable:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a word processor; see `keys`."""
        modifiers = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr)
        if event.key() not in modifiers and self.stop_carrying():
            # Any other key would act on the items while they hang in the air.
            return
        if self.editor is None or not keys.press(self, event):
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Show what is being composed, take over what is committed."""
        if self.editor is None or not self.writable:
            event.ignore()
            return
        if self.editor.first is not None:
            self.editor.place(self.editor.item or "", self.editor.caret)
        self._preedit = ""
        if event.commitString() or event.replacementLength():
            self.insert_text(
                event.commitString(),
                replace_from=event.replacementStart(),
                replace_length=event.replacementLength(),
            )
        self._preedit = event.preeditString()
        if self._preedit and self.editor.item is None:
            self.editor.enter()
            self.reload()
        self._renew()
        self.viewport().update()
        event.accept()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """Tell the input method where the caret is and what stands around it."""
        editor = self.editor
        match query:
            case Qt.InputMethodQuery.ImEnabled:
                return self.writable and editor is not None
            case Qt.InputMethodQuery.ImCursorRectangle:
                return self.caret_area()
            case Qt.InputMethodQuery.ImCursorPosition:
                return editor.caret if editor is not None else 0
            case Qt.InputMethodQuery.ImAnchorPosition:
                return editor.anchor if editor is not None else 0
            case Qt.InputMethodQuery.ImSurroundingText:
                return rich_text.plain(editor.text) if editor is not None else ""
            case Qt.InputMethodQuery.ImCurrentSelection:
                return editor.copied() if editor is not None and _has_text(editor) else ""
        return super().inputMethodQuery(query)

    def focusOutEvent(self, event: Any) -> None:
        """What was typed is kept as soon as the editor is left."""
        self._preedit = ""
        if self.editor is not None:
            self._renew()
            self.commit()
        super().focusOutEvent(event)

    # dragged, copied, pasted

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Items of the upper paper may come in."""
        if self.writable and event.mimeData().hasFormat(ITEM_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the item would land."""
        if self.writable and event.mimeData().hasFormat(ITEM_MIME):
            if self._rows:
                self._place(self._under(event.position().toPoint())[0], 1 << 30)
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped; the caret stands where it fell."""
        data = bytes(event.mimeData().data(ITEM_MIME).data())
        event.acceptProposedAction()
        self.dropped.emit(data.decode())

    def copied(self) -> str:
        """Return what Ctrl+C copies."""
        return self.editor.copied() if self.editor is not None else ""

    def copy(self) -> None:
        """Copy what is chosen, for this program and for others."""
        if self.editor is not None and self.editor.item is not None:
            clipboard.put(self.editor)

    def paste(self) -> None:
        """Put in what the clipboard holds: within the line, or as items."""
        clipboard.take(self)

    def cut(self) -> None:
        """Copy, then take out; without a selection the whole item."""
        editor = self.editor
        if editor is None or not self.writable or editor.item is None:
            return
        clipboard.put(editor)
        if editor.first is not None or _has_text(editor):
            self.erase(-1)
        else:
            self.perform(lambda e: e.delete_selected())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer corrections and what can be done with the chosen items."""
        menu.show(self, event)


def _has_text(editor: OutlineEditor) -> bool:
    start, end = editor.selection()
    return start != end


def empty_hint() -> str:
    """Return what an empty outline says."""
    return _("Gõ nội dung rồi nhấn Enter để sang mục mới; Tab để lùi cấp, Shift+Tab để nâng cấp.")
