"""The line that opens in a cell: a plain text box; what was typed is checked on leaving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from desktop.models.errors import Refusal
from desktop.models.text import nfc, short_date
from desktop.ui.grid.model import EDIT, LEFT, RIGHT
from desktop.ui.widgets.labels import restyle
from desktop.ui.widgets.today_key import is_today_key, today_in_vietnam

if TYPE_CHECKING:
    from desktop.ui.grid.source import GridSource

Index = QModelIndex | QPersistentModelIndex
KEYS = Qt.Key
KEEP = QStyledItemDelegate.EndEditHint.NoHint
SIDEWAYS = {int(KEYS.Key_Left): -1, int(KEYS.Key_Right): 1}
UPRIGHT = {int(KEYS.Key_Up): -1, int(KEYS.Key_Down): 1}
ENTER = frozenset({int(KEYS.Key_Return), int(KEYS.Key_Enter)})
OUTWARDS = ENTER | {int(KEYS.Key_Tab)}
LEAVING = OUTWARDS | {int(KEYS.Key_Backtab)} | SIDEWAYS.keys() | UPRIGHT.keys()
KEY_ASKED, KEY_PRESSED = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress
LEFT_ALONE = QEvent.Type.FocusOut


class CellEditor(QLineEdit):
    """Knows its cell, and whether it was opened by typing (arrows then leave the cell).

    One line serves all cells of a grid, hidden between them.
    """

    row = column = -1
    entering = of_date = False

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "cell")
        self.setFrame(False)
        self._left: bool | None = None
        self._bad = False

    def stand_in(self, index: Index, *, entering: bool) -> None:
        """Be the line of a cell in which nothing was typed yet."""
        source: GridSource = index.model().source  # type: ignore[attr-defined]
        self.row, self.column, self.entering = index.row(), index.column(), entering
        column = source.columns[self.column]
        self.of_date = column.date
        self.setModified(False)
        if self._bad:
            self.show_refusal("")
        if column.left is not self._left:
            self._left = column.left
            self.setAlignment(Qt.AlignmentFlag(LEFT if column.left else RIGHT))

    def begin(self, *, entering: bool, said: str = "") -> None:
        """Type over the cell, or go on at the end of its text: nothing of it is chosen then.

        `said` is what an input method sent at once, without composing: the toolkit opens the
        line by it but keeps it from the line.
        """
        if entering:
            self.insert(said)
            self.setModified(True)
        else:
            self.end(False)

    def typed(self) -> str:
        """Return the text, NFC, stripped."""
        return nfc(self.text()).strip()

    def show_refusal(self, sentence: str) -> None:
        """Mark the text as not taken; "" takes the mark away."""
        self._bad = bool(sentence)
        self.setProperty("bad", bool(sentence))
        self.setToolTip(sentence)
        restyle(self)


class CellDelegate(QStyledItemDelegate):
    """Opens editors and takes their text; `commit(editor)` says whether it was taken.

    `today()` asks for today's date in the cell (Ctrl+;). `fill_chosen(text)` puts what was typed
    in every selected cell (Ctrl+Enter).
    """

    today = Signal()

    def __init__(
        self,
        parent: QWidget,
        commit: Callable[[int, int, str], None],
        refused: Callable[[int, int, str], None],
        leave: Callable[[str, int], None],
        fill_chosen: Callable[[str], None],
        close: Callable[[QWidget, QStyledItemDelegate.EndEditHint], None],
    ) -> None:
        super().__init__(parent)
        self._commit, self._refused, self._leave = commit, refused, leave
        self._fill_chosen, self._close = fill_chosen, close
        self.entering = False
        self.open_editor: CellEditor | None = None
        self._line: CellEditor | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Lay the line over the cell: making a line costs more than all else of opening it."""
        if self._line is None or not isValid(self._line):
            self._line = CellEditor(parent)
        self.open_editor = self._line
        self._line.stand_in(index, entering=self.entering)
        return self._line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start with the cell's text; typing over it replaces it."""
        if isinstance(editor, CellEditor) and not editor.isModified():
            editor.setText("" if editor.entering else index.data(EDIT))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Take the text; a refusal keeps the editor, see `take`."""
        if isinstance(editor, CellEditor):
            self.take(editor)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Cover the cell."""
        editor.setGeometry(option.rect.adjusted(-1, -1, 0, 0))

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """The line was hidden: it waits for the next cell."""
        self.open_editor = None

    def take(self, editor: CellEditor) -> bool:
        """Commit what was typed; False when it was refused (the editor stays and says why)."""
        if not editor.isModified():
            return True
        at = (editor.row, editor.column)
        return self._hand_over(editor, lambda: self._commit(*at, editor.typed()))

    def _hand_over(self, editor: CellEditor, write: Callable[[], None]) -> bool:
        editor.setModified(False)  # else losing the keyboard meanwhile takes the text once more
        try:
            write()
        except Refusal as refusal:
            editor.setModified(True)
            editor.show_refusal(str(refusal))
            self._refused(editor.row, editor.column, str(refusal))
            return False
        self._refused(editor.row, editor.column, "")
        return True

    def shut(self, editor: CellEditor) -> bool:
        """Commit and close; False when the text was refused."""
        if not self.take(editor):
            editor.setFocus()
            return False
        self._close(editor, KEEP)
        return True

    def cancel(self, editor: CellEditor) -> None:
        """Close without taking the text."""
        editor.setModified(False)
        self._refused(editor.row, editor.column, "")
        self._close(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Excel's keys inside the cell."""
        kind = event.type()
        if not isinstance(editor, CellEditor):
            return False
        if kind == KEY_ASKED and isinstance(event, QKeyEvent):
            if ours := _is_ours(event):
                event.accept()  # the key is the editor's: the page's own verb of that key waits
            return ours
        if kind == KEY_PRESSED and isinstance(event, QKeyEvent):
            return self._key(editor, event)
        if kind == LEFT_ALONE:
            return self._focus_left(editor)
        return False

    def _focus_left(self, editor: CellEditor) -> bool:
        if self.take(editor):
            self._close(editor, KEEP)
        return False

    def _type_today(self, editor: CellEditor) -> None:
        """Type over the cell in a column of dates; elsewhere the view says why not."""
        if editor.of_date:
            editor.selectAll()
            editor.insert(short_date(today_in_vietnam()))
        else:
            self.today.emit()

    def _fill_all(self, editor: CellEditor) -> None:
        """Leave the text in every selected cell; the cursor stays."""
        if self._hand_over(editor, lambda: self._fill_chosen(editor.typed())):
            self._close(editor, KEEP)

    def _key(self, editor: CellEditor, event: QKeyEvent) -> bool:
        key = event.key()
        if key == KEYS.Key_Escape:
            self.cancel(editor)
        elif key == KEYS.Key_F2:
            editor.entering = not editor.entering
        elif _fills(event):
            self._fill_all(editor)
        elif is_today_key(event):
            self._type_today(editor)
        else:
            return self._left_by(editor, event)
        return True

    def _left_by(self, editor: CellEditor, event: QKeyEvent) -> bool:
        """Leave the cell where the key leads out of it; else the line takes the key."""
        key = event.key()
        if key not in LEAVING:
            return False
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        way = _way_out(key, back=back, entering=editor.entering)
        if way is not None and self.shut(editor):
            self._leave(*way)
        return way is not None


def _is_ours(event: QKeyEvent) -> bool:
    """Say whether no key of the page's or the window's is meant."""
    key = event.key()
    if key == KEYS.Key_Escape or _fills(event):
        return True
    return key in OUTWARDS and event.modifiers() == Qt.KeyboardModifier.NoModifier


def _fills(event: QKeyEvent) -> bool:
    """Say whether the key is Ctrl+Enter, on the letters' side or among the digits."""
    if event.key() not in ENTER:
        return False
    pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return pressed == Qt.KeyboardModifier.ControlModifier


def _way_out(key: int, *, back: bool, entering: bool) -> tuple[str, int] | None:
    if key in (KEYS.Key_Return, KEYS.Key_Enter):
        return "enter", -1 if back else 1
    if key in (KEYS.Key_Tab, KEYS.Key_Backtab):
        return "tab", -1 if back or key == KEYS.Key_Backtab else 1
    if key in UPRIGHT:
        return "row", UPRIGHT[key]
    if key in SIDEWAYS and entering:
        return "column", SIDEWAYS[key]
    return None
