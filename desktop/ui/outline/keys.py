"""Which key does what in the outline editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop.ui.outline import clipboard, menu
from desktop.ui.widgets.undo_keys import redoes, undoes

if TYPE_CHECKING:
    from desktop.ui.outline.outline_view import OutlineView

K = Qt.Key
_STANDARD = QKeySequence.StandardKey
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
)
_ENDS = frozenset(" ,.;:)")
"""What ends a word, and so spells out an abbreviation."""
Deed = Callable[["OutlineView"], object]

_WALKS: dict[int, Callable[[OutlineView, bool, bool], object]] = {
    K.Key_Left: lambda v, extend, word: v.walk(-1, extend=extend, word=word),
    K.Key_Right: lambda v, extend, word: v.walk(1, extend=extend, word=word),
    K.Key_Up: lambda v, extend, _word: v.walk_line(-1, extend=extend),
    K.Key_Down: lambda v, extend, _word: v.walk_line(1, extend=extend),
    K.Key_Home: lambda v, extend, whole: v.walk_edge(-1, whole=whole, extend=extend),
    K.Key_End: lambda v, extend, whole: v.walk_edge(1, whole=whole, extend=extend),
    K.Key_PageUp: lambda v, extend, _word: v.walk_page(-1, extend=extend),
    K.Key_PageDown: lambda v, extend, _word: v.walk_page(1, extend=extend),
}

_PLAIN: dict[int, Deed] = {
    K.Key_Return: lambda v: v.new_item(),
    K.Key_Enter: lambda v: v.new_item(),
    K.Key_Tab: lambda v: v.spell_out() or v.perform(lambda e: e.tab()),
    K.Key_Backtab: lambda v: v.perform(lambda e: e.backtab()),
    K.Key_Backspace: lambda v: v.erase(-1),
    K.Key_Delete: lambda v: v.erase(1),
    K.Key_F1: lambda v: v.asked.emit("keys"),
    K.Key_F3: lambda v: v.asked.emit("next"),
    K.Key_F6: lambda v: v.left.emit(),
    K.Key_F7: lambda v: menu.next_mistake(v),
}

_SHIFT: dict[int, Deed] = {
    K.Key_F3: lambda v: v.asked.emit("previous"),
    K.Key_F10: lambda v: menu.show_at_caret(v),
    K.Key_Delete: lambda v: v.cut(),
    K.Key_Insert: lambda v: v.paste(),
}

_CONTROL: dict[int, Deed] = {
    K.Key_B: lambda v: v.perform(lambda e: e.mark("b")),
    K.Key_I: lambda v: v.perform(lambda e: e.mark("i")),
    K.Key_Backspace: lambda v: v.erase(-1, word=True),
    K.Key_Delete: lambda v: v.erase(1, word=True),
    K.Key_F: lambda v: v.asked.emit("find"),
    K.Key_H: lambda v: v.asked.emit("replace"),
    K.Key_Period: lambda v: v.toggle_fold(v.selected()),
}

_CONTROL_SHIFT: dict[int, Deed] = {
    K.Key_Period: lambda v: v.fold_all(),
    K.Key_Greater: lambda v: v.fold_all(),
    K.Key_V: lambda v: clipboard.take_plain(v),
}

_CONTROL_ALT: dict[int, Deed] = {K.Key_M: lambda v: v.asked.emit("remark")}

_ALT_SHIFT: dict[int, Deed] = {
    K.Key_Left: lambda v: v.perform(lambda e: e.backtab()),
    K.Key_Right: lambda v: v.perform(lambda e: e.tab()),
    K.Key_Up: lambda v: v.perform(lambda e: e.alt_up()),
    K.Key_Down: lambda v: v.perform(lambda e: e.alt_down()),
}

_ALT: dict[int, Deed] = {
    K.Key_Up: lambda v: v.perform(lambda e: e.alt_up()),
    K.Key_Down: lambda v: v.perform(lambda e: e.alt_down()),
}


def wanted(view: OutlineView, event: QKeyEvent) -> bool:
    """Say whether a key the window would take is the text's own."""
    editor = view.editor
    if editor is None:
        return False
    if undoes(event):
        return view._undo.can_undo(editor.item)
    if redoes(event):
        return view._undo.can_redo(editor.item)
    own = (_STANDARD.Copy, _STANDARD.Cut, _STANDARD.Paste, _STANDARD.SelectAll)
    if any(event.matches(one) for one in own):
        return True
    if event.key() in (K.Key_F1, K.Key_F3, K.Key_F7):
        return True
    held = event.modifiers() & _MODIFIERS
    special = held and event.key() in _BY_MODIFIERS.get(held, {})
    return bool(special) or _letter(event)


def press(view: OutlineView, event: QKeyEvent) -> bool:
    """Do what the key asks for; False when it means nothing here."""
    return _standard(view, event) or _walk(view, event) or _verb(view, event) or _type(view, event)


def _standard(view: OutlineView, event: QKeyEvent) -> bool:
    if event.matches(_STANDARD.Copy):
        view.copy()
    elif event.matches(_STANDARD.Cut):
        view.cut()
    elif event.matches(_STANDARD.Paste):
        view.paste()
    elif event.matches(_STANDARD.SelectAll):
        _select_all(view)
    elif undoes(event):
        return view.undo_text()
    elif redoes(event):
        return view.redo_text()
    else:
        return False
    return True


def _select_all(view: OutlineView) -> None:
    """First all of the item, then all items."""
    editor = view.editor
    assert editor is not None
    length = sum(len(text) for text, _flags in editor.text)
    if editor.first is None and editor.item is not None and editor.selection() != (0, length):
        view.walk_to_item_ends()
    else:
        view.choose_all()


def _walk(view: OutlineView, event: QKeyEvent) -> bool:
    walk = _WALKS.get(event.key())
    if walk is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return False
    modifiers = event.modifiers()
    walk(
        view,
        bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        bool(modifiers & Qt.KeyboardModifier.ControlModifier),
    )
    return True


_NONE = Qt.KeyboardModifier.NoModifier
_WITH_SHIFT = Qt.KeyboardModifier.ShiftModifier
_WITH_CONTROL = Qt.KeyboardModifier.ControlModifier
_WITH_ALT = Qt.KeyboardModifier.AltModifier
_BY_MODIFIERS = {
    _WITH_SHIFT: _SHIFT,
    _WITH_CONTROL: _CONTROL,
    _WITH_ALT: _ALT,
    _WITH_CONTROL | _WITH_SHIFT: _CONTROL_SHIFT,
    _WITH_CONTROL | _WITH_ALT: _CONTROL_ALT,
    _WITH_ALT | _WITH_SHIFT: _ALT_SHIFT,
}


def _verb(view: OutlineView, event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & _MODIFIERS
    deed = _BY_MODIFIERS.get(modifiers, {}).get(event.key())
    if deed is None and modifiers in (_NONE, _WITH_SHIFT):
        shifted = event.key() == K.Key_Tab and modifiers == _WITH_SHIFT
        deed = _PLAIN.get(K.Key_Backtab if shifted else event.key())
    if deed is None:
        return False
    deed(view)
    return True


def _letter(event: QKeyEvent) -> bool:
    text = event.text()
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    # AltGr is Ctrl+Alt on Windows: a letter typed with it is still a letter.
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(text) and text.isprintable() and (not held or held == both)


def _type(view: OutlineView, event: QKeyEvent) -> bool:
    if not _letter(event):
        return False
    if event.text() in _ENDS:
        view.spell_out()
    view.insert_text(event.text())
    return True
