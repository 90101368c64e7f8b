"""The cells of the grid: Excel's keys and the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import short_date
from desktop.ui.grid import laid_lines, moves
from desktop.ui.grid.clipboard import (
    copied_file,
    nothing_copied,
    own_block,
    put_block,
    taken_block,
)
from desktop.ui.grid.drawn_cells import DrawnCells
from desktop.ui.grid.editor import CellDelegate
from desktop.ui.grid.model import GridModel
from desktop.ui.grid.selection import areas, bounds, cells_in
from desktop.ui.grid.source import Block, Cell
from desktop.ui.widgets.today_key import today_in_vietnam

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

KEYS = Qt.Key
STANDARD = QKeySequence.StandardKey
ARROWS = {
    int(KEYS.Key_Up): (-1, 0),
    int(KEYS.Key_Down): (1, 0),
    int(KEYS.Key_Left): (0, -1),
    int(KEYS.Key_Right): (0, 1),
}
SELECT = QItemSelectionModel.SelectionFlag
MOVING = ARROWS.keys() | {
    int(key)
    for key in (
        KEYS.Key_Return, KEYS.Key_Enter, KEYS.Key_Tab, KEYS.Key_Backtab, KEYS.Key_Home,
        KEYS.Key_End, KEYS.Key_PageUp, KEYS.Key_PageDown, KEYS.Key_Space,
    )
}  # fmt: skip
"""Keys that move the cursor or choose: no key of the clipboard is among them."""
COMMANDING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class CellsView(DrawnCells):
    """`cursor_moved(row, column)`; `refused(row, column, sentence)`, "" when it is mended.

    `finish_paste` lets a block that is still being read land: what is copied then is what is shown.
    `review_paste`, when set, is handed each block instead of the source, and whether its cells
    are our own: it may take its time, and show the reading of others' first. `noting` asks for
    the cell's comment (Shift+F2).
    """

    cursor_moved = Signal(int, int)
    refused = Signal(int, int, str)
    noting = Signal()
    _refusal = ""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.review_paste: Callable[[int, int, Block, bool], None] | None = None
        self.finish_paste: Callable[[], object] = lambda: None
        self.take_file: Callable[[Path], object] | None = None
        self._entry = moves.Entry()
        fill, close = self._fill_typed, self.closeEditor
        self._cell_delegate = CellDelegate(self, self._commit, self._tell, self._leave, fill, close)
        self._cell_delegate.today.connect(self.type_today)
        self.setItemDelegate(self._cell_delegate)
        self.selectionModel().currentChanged.connect(self._moved)
        model.told.connect(self._show_in_line)

    # where the cursor is

    @property
    def size_of_grid(self) -> Cell:
        """Rows and columns."""
        return self.grid_model.rowCount(), self.grid_model.columnCount()

    def cursor_cell(self) -> Cell:
        """Return the cell of the cursor."""
        index = self.currentIndex()
        return max(index.row(), 0), max(index.column(), 0)

    def go_to(self, row: int, column: int, *, extend: bool = False) -> None:
        """Move the cursor; `extend` grows the selection to it."""
        if extend:
            self._extend_to(row, column)
            return
        index = self.grid_model.at(row, column)
        self._anchor = self._reach = (row, column)
        stays = index == self.currentIndex() or not self.isVisible()
        self.selectionModel().setCurrentIndex(index, SELECT.ClearAndSelect)
        if stays:  # else the toolkit has just brought it into sight
            self.scrollTo(index)

    _anchor: Cell = (0, 0)
    _reach: Cell = (0, 0)

    def _extend_to(self, row: int, column: int) -> None:
        self._reach = (row, column)
        model = self.grid_model
        area = QItemSelection(model.index(*self._anchor), model.index(row, column))
        self.selectionModel().select(area, SELECT.ClearAndSelect)
        self.scrollTo(model.index(row, column))

    def choose(self, top: int, left: int, bottom: int, right: int, cursor: Cell) -> None:
        """Select an area without running to its end; the cursor goes to a cell of it."""
        model, chosen = self.grid_model, self.selectionModel()
        self._anchor, self._reach = (top, left), (bottom, right)
        chosen.setCurrentIndex(model.index(*cursor), SELECT.NoUpdate)
        area = QItemSelection(model.index(top, left), model.index(bottom, right))
        chosen.select(area, SELECT.ClearAndSelect)

    def selected_area(self) -> tuple[int, int, int, int]:
        """Return top, left, bottom, right of the selection's bounds (the cursor's cell when
        nothing is selected)."""
        return bounds(self.selectionModel().selection(), self.cursor_cell())

    # typing

    @property
    def typing(self) -> bool:
        """Whether an editor is open in a cell."""
        return self._cell_delegate.open_editor is not None

    def commit_open(self) -> bool:
        """Commit the open editor, if any; False when its text was refused."""
        editor = self._cell_delegate.open_editor
        return editor is None or self._cell_delegate.shut(editor)

    def _show_in_line(self) -> None:
        """A line in which nothing was typed yet shows what its cell holds by now."""
        editor = self._cell_delegate.open_editor
        if editor is None or editor.isModified() or editor.entering:
            return
        row, column = editor.row, editor.column
        if editor.text() != self.grid_model.source.edit_text(row, column):
            self.grid_model.differ(row, column, row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Excel's keys; letters and digits start typing over the cell."""
        if 0 in self.size_of_grid:
            event.ignore()
            return
        if self._letter_key(event):
            return
        if self._cursor_key(event) or self._fill_key(event) or self._clipboard_key(event):
            event.accept()
            return
        if event.key() == KEYS.Key_Escape and self.cutting.give_up():
            return
        if event.key() == KEYS.Key_F2:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.noting.emit()
            else:
                self._open_editor(entering=False)
            return
        if event.key() == KEYS.Key_Backspace:
            self._open_editor(entering=True)
            return
        self._type(event)

    def _letter_key(self, event: QKeyEvent) -> bool:
        """A digit or letter types; it is asked for first, for most keys are one."""
        if event.key() in MOVING or event.modifiers() & COMMANDING:
            return False
        if not moves.typed(event.text()):
            return False
        self._type(event)
        return True

    def _type(self, event: QKeyEvent) -> None:
        """Let a key type over the cell; where nothing can be typed the person is told why."""
        if moves.typed(event.text()) and self._fixed():
            return
        self._cell_delegate.entering = True
        super().keyPressEvent(event)
        self._cell_delegate.entering = False

    def keyboardSearch(self, text: str) -> None:
        """Typing in a computed cell stays there: the cursor never runs to a like figure."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing a word starts typing over the cell."""
        if said := "" if self.typing else event.commitString():
            self._open_editor(entering=True, said=said)
        elif not (event.preeditString() and self._fixed()):
            self._cell_delegate.entering = True
            super().inputMethodEvent(event)
            self._cell_delegate.entering = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A refused text is mended before the cursor goes elsewhere."""
        if not self.commit_open():
            return
        self._entry.forget()
        super().mousePressEvent(event)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._reach = self.cursor_cell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go on where the text ends, as with F2."""
        super().mouseDoubleClickEvent(event)
        if self._cell_delegate.open_editor is not None:
            self._cell_delegate.open_editor.begin(entering=False)

    def _tell(self, row: int, column: int, sentence: str) -> None:
        """Tell what is refused; that it is mended only where something was."""
        if sentence or self._refusal:
            self._refusal = sentence
            self.refused.emit(row, column, sentence)

    def _fixed(self) -> bool:
        """Say whether nothing can be typed in the cell; then the person is told why."""
        cell, source = self.cursor_cell(), self.grid_model.source
        if fixed := not source.editable(*cell):
            why = (source.note(*cell) or source.row_note(cell[0])).partition("\n")[0]
            self._tell(*cell, _("Ô này không gõ được. {why}").format(why=why).strip())
        return fixed

    def _open_editor(self, *, entering: bool, said: str = "") -> None:
        index = self.currentIndex()
        if index.isValid() and not self._fixed():
            self._cell_delegate.entering = entering
            self.edit(index)
            self._cell_delegate.entering = False
            if self._cell_delegate.open_editor is not None:
                self._cell_delegate.open_editor.begin(entering=entering, said=said)

    def _commit(self, row: int, column: int, text: str) -> None:
        self.grid_model.source.commit(row, column, text)
        self._written()

    def _written(self) -> None:
        self.cutting.forget()
        self.grid_model.changed()

    def _fill_typed(self, text: str) -> None:
        """Ctrl+Enter: what was typed goes into every selected cell."""
        source = self.grid_model.source
        source.fill([cell for cell in self._chosen() if source.editable(*cell)], text)
        self._written()

    def _leave(self, how: str, by: int) -> None:
        row, column = self.cursor_cell()
        if how in ("enter", "tab") and self._walk_chosen((row, column), by, down=how == "enter"):
            return
        match how:
            case "enter":
                target = self._upright((row, self._entry.enter(column)), by)
            case "tab":
                self._entry.tab(column)
                editable = self.grid_model.source.editable
                target = moves.next_typed((row, column), by, self.size_of_grid, editable)
            case "row":
                self._entry.forget()
                target = self._upright((row, column), by)
            case _:
                self._entry.forget()
                target = moves.stepped((row, column), (0, by), self.size_of_grid)
        self.setFocus()
        self.go_to(*target)

    def _walk_chosen(self, here: Cell, by: int, *, down: bool) -> bool:
        """Go to the next cell of a selection, as in Excel; False when only one is selected."""
        chosen = areas(self.selectionModel().selection())
        if chosen == [(*here, *here)]:
            return False
        editable = self.grid_model.source.editable
        target = moves.next_chosen(chosen, here, by, down=down, usable=editable)
        if target is None:
            return False
        self.setFocus()
        self.selectionModel().setCurrentIndex(self.grid_model.index(*target), SELECT.NoUpdate)
        return True

    def _upright(self, cell: Cell, by: int) -> Cell:
        return moves.upright(cell, by, self.size_of_grid, self.grid_model.source.heading)

    # keys that move

    def _cursor_key(self, event: QKeyEvent) -> bool:
        if (key := event.key()) not in MOVING:
            return False
        modifiers = event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in (KEYS.Key_Return, KEYS.Key_Enter):
            self._leave("enter", -1 if shift else 1)
        elif key in (KEYS.Key_Tab, KEYS.Key_Backtab) and not control:
            self._leave("tab", -1 if shift or key == KEYS.Key_Backtab else 1)
        elif key in ARROWS and not modifiers & Qt.KeyboardModifier.AltModifier:
            self._arrow(ARROWS[key], shift=shift, control=control)
        elif key in (KEYS.Key_Home, KEYS.Key_End):
            self._ends(key, shift=shift, control=control)
        elif key in (KEYS.Key_PageUp, KEYS.Key_PageDown) and not control:
            self._page(-1 if key == KEYS.Key_PageUp else 1, shift=shift)
        elif key == KEYS.Key_Space and (shift or control):
            self._whole(row=shift, column=control)
        else:
            return False
        return True

    def _arrow(self, by: Cell, *, shift: bool, control: bool) -> None:
        self._entry.forget()
        start = self._reach if shift else self.cursor_cell()
        if control:
            target = moves.jump(start, by, self.size_of_grid, self._filled)
        elif by[0] and not shift:
            target = self._upright(start, by[0])
        else:
            target = moves.stepped(start, by, self.size_of_grid)
        self.go_to(*target, extend=shift)

    def _page(self, way: int, *, shift: bool) -> None:
        """Go as many rows as are in sight."""
        self._entry.forget()
        line = max(self.verticalHeader().defaultSectionSize(), 1)
        lines = max(self.viewport().height() // line - 1, 1)
        start = self._reach if shift else self.cursor_cell()
        target = moves.stepped(start, (way * lines, 0), self.size_of_grid)
        if not shift:
            target = moves.past(target, way, self.size_of_grid, self.grid_model.source.heading)
        self.go_to(*target, extend=shift)

    def _whole(self, *, row: bool, column: bool) -> None:
        """Shift+Space, Ctrl+Space: choose whole rows, whole columns of the selection."""
        top, left, bottom, right = self.selected_area()
        rows, columns = self.size_of_grid
        if column:
            top, bottom = 0, rows - 1
        if row:
            left, right = 0, columns - 1
        self.choose(top, left, bottom, right, self.cursor_cell())

    def _ends(self, key: int, *, shift: bool, control: bool) -> None:
        self._entry.forget()
        row, _column = self._reach if shift else self.cursor_cell()
        if key == KEYS.Key_Home:
            target = (0, 0) if control else (row, 0)
        elif control:
            target = moves.last_filled(self.size_of_grid, self._filled)
        else:
            target = (row, self.size_of_grid[1] - 1)
        self.go_to(*target, extend=shift)

    def _filled(self, row: int, column: int) -> bool:
        return bool(self.grid_model.source.text(row, column))

    # clipboard

    def _clipboard_key(self, event: QKeyEvent) -> bool:
        for standard, run in (
            (STANDARD.Copy, self.copy),
            (STANDARD.Paste, self.paste),
            (STANDARD.Cut, self.cut),
            (STANDARD.Delete, self.clear_selected),
            (STANDARD.SelectAll, self.selectAll),
        ):
            if event.matches(standard):
                run()
                return True
        return False

    def _fill_key(self, event: QKeyEvent) -> bool:
        """Asked before the clipboard's keys: X11 counts Ctrl+D among those that delete."""
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() == KEYS.Key_D:
            self.fill(down=True)
        elif event.key() == KEYS.Key_R:
            self.fill(down=False)
        elif event.key() == KEYS.Key_Semicolon:
            self.type_today()
        else:
            return False
        return True

    def copy(self) -> None:
        """Put the selected block on the clipboard; areas in the same rows or columns are one."""
        self.finish_paste()
        lines = moves.block_of(self._chosen())
        if lines:
            put_block(laid_lines.copied(self.grid_model.source, lines))
        else:
            self._apart()
        self.cutting.forget()

    def cut(self) -> None:
        """Copy, and frame what stays where it is until it is pasted elsewhere."""
        self.finish_paste()
        if self._is_one_area():
            self.copy()
            self.cutting.begin(self.selected_area())

    def _is_one_area(self) -> bool:
        """Say whether the selection is one block; else the person is told, as Excel tells."""
        top, left, bottom, right = self.selected_area()
        return len(set(self._chosen())) == (bottom - top + 1) * (right - left + 1) or self._apart()

    def _apart(self) -> bool:
        told = _("Đang chọn nhiều vùng rời nhau; chọn một vùng liền rồi làm lại.")
        self._tell(*self.cursor_cell(), told)
        return False

    def _chosen(self) -> list[Cell]:
        return cells_in(self.selectionModel().selection(), self.cursor_cell())

    def paste(self) -> None:
        """Let the clipboard's block land at the selection's corner."""
        if self.take_file is not None and (path := copied_file()) is not None:
            self.take_file(path)
            return
        ours = own_block()
        block = ours or taken_block()
        if not block:
            self._tell(*self.cursor_cell(), nothing_copied())
        if not block or not self._is_one_area():
            return
        area = self.selected_area()
        block, own = laid_lines.over(self.grid_model.source, block, area, own=bool(ours))
        if self.review_paste is not None and not own:
            self.review_paste(area[0], area[1], block, False)
        else:
            self.land(area[0], area[1], block)

    def type_today(self) -> None:
        """Ctrl+; puts today's date in a column of dates; elsewhere it says why not."""
        row, column = self.cursor_cell()
        if self.grid_model.source.columns[column].date:
            today = short_date(today_in_vietnam())
            self._told(lambda: self.grid_model.source.commit(row, column, today))
        else:
            self._tell(row, column, _("Cột này nhập số, không nhập ngày; gõ số vào ô."))

    def land(self, row: int, column: int, block: Block) -> None:
        """Give a block to the source as one step, and select where it landed."""
        if self._give(row, column, block):
            self.go_to(row, column)
            by = (len(block) - 1, len(block[0]) - 1)
            self.go_to(*moves.stepped((row, column), by, self.size_of_grid), extend=True)

    def fill(self, *, down: bool) -> None:
        """Ctrl+D, Ctrl+R: repeat the first row or column over the selection, area by area."""
        self.finish_paste()
        block = laid_lines.filled(self.grid_model.source, self._chosen(), down=down)
        if block is not None:
            self._give(*block)

    def _give(self, row: int, column: int, block: Block) -> bool:
        """Hand over cells of our own; False when they were refused at once."""
        if self.review_paste is None:
            cut = self.cutting.cells()
            return self._told(lambda: self.grid_model.source.paste(row, column, block, cut))
        self.review_paste(row, column, block, True)
        return True

    def clear_selected(self) -> None:
        """Clear the selected cells that may be typed in."""
        editable = self.grid_model.source.editable
        cells = [cell for cell in self._chosen() if editable(*cell)]
        if cells:
            self._told(lambda: self.grid_model.source.clear(cells))
        elif self.currentIndex().isValid():
            self._fixed()

    def _told(self, write: Callable[[], None]) -> bool:
        row, column = self.cursor_cell()
        try:
            write()
        except Refusal as refusal:
            self._tell(row, column, str(refusal))
            return False
        self._tell(row, column, "")
        self._written()
        return True

    def _moved(self, current: QModelIndex) -> None:
        self.cursor_moved.emit(max(current.row(), 0), max(current.column(), 0))
