"""Excel's keys on the real page, each followed to what stands in the store."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.models.figures.cells import cells
from desktop.models.store.history import steps
from desktop.models.store.reader import Reader
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, by_key, figures, grid, paste_dialog, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]
OCTOBER = "2026-10"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_enter_returns_below_the_column_where_tab_began(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    first = at(page, "A01")
    view.go_to(*first)
    for text in ("101", "41", "81"):
        type_cell(view, text, KEY.Key_Tab)
    type_cell(view, "31", KEY.Key_Return)
    assert view.cursor_cell() == (first[0] + 1, first[1])
    shell.settle()
    held = cells(reader, units[0], OCTOBER)
    assert [held[c].value for c in ("A01", "A01N", "A03", "A03N")] == [101, 41, 81, 31]


def test_delete_clears_what_was_typed_and_leaves_estimates_estimated(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    cell = at(page, "A01")
    view.go_to(*cell)
    type_cell(view, "101")
    shell.settle()
    view.go_to(*cell)
    view.go_to(*at(page, "A01", 2), extend=True)
    press(view, KEY.Key_Delete)
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["A01"].value is None
    assert cells(reader, units[0], OCTOBER)["A01"].state == "cleared"
    (said,) = [strip.message.text for strip in shell.messages.strips()]
    assert said.startswith("Xóa 1 ô đã nhập; 2 ô số xám vẫn còn")
    assert all("A01" not in cells(reader, unit, OCTOBER) for unit in units[1:])
    by_key(shell, KEY.Key_Z, CONTROL)
    assert cells(reader, units[0], OCTOBER)["A01"].value == 101
    assert not shell.messages.strips()  # what it told is no longer so


def test_escape_leaves_the_cell_as_it_was_and_stores_nothing(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11"))
    type_text(view, "9")
    editor = view._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Escape)
    press(view, KEY.Key_Down)
    shell.settle()
    assert "C11" not in cells(reader, units[0], OCTOBER)


def test_f2_then_arrows_move_within_the_text(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    cell = at(page, "C11")
    view.go_to(*cell)
    type_cell(view, "12")
    view.go_to(*cell)
    press(view, KEY.Key_F2)
    editor = view._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Left)
    type_text(editor, "5")
    press(editor, KEY.Key_Return)
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["C11"].value == 152


def test_f2_and_a_double_click_go_on_at_the_end_of_the_text(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    cell = at(page, "C11")
    view.go_to(*cell)
    type_cell(view, "4")
    for digit, by_mouse in (("1", False), ("0", True)):
        view.go_to(*cell)
        if by_mouse:
            where = view.visualRect(view.currentIndex()).center()
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
            QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        else:
            press(view, KEY.Key_F2)
        editor = view._cell_delegate.open_editor
        assert editor is not None
        assert editor.selectedText() == ""
        type_text(editor, digit)
        press(editor, KEY.Key_Return)
        shell.settle()
    assert cells(reader, units[0], OCTOBER)["C11"].value == 410


def test_fill_over_columns_and_rows_is_one_step(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11"))
    type_cell(view, "3", KEY.Key_Tab)
    type_cell(view, "4", KEY.Key_Tab)
    view.go_to(*at(page, "C11"))
    view.go_to(*at(page, "C12", 2), extend=True)
    press(view, KEY.Key_D, CONTROL)
    shell.settle()
    assert [cells(reader, u, OCTOBER)["C12"].value for u in units] == [4, 4, 4]
    by_key(shell, KEY.Key_Z, CONTROL)
    assert "C11" not in cells(reader, units[2], OCTOBER)
    assert cells(reader, units[0], OCTOBER)["C11"].value == 3
    by_key(shell, KEY.Key_Y, CONTROL)
    assert cells(reader, units[2], OCTOBER)["C11"].value == 3


def test_fill_over_areas_apart_touches_nothing_between(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11"))
    type_cell(view, "3")
    view.go_to(*at(page, "C13"))
    type_cell(view, "5")
    view.go_to(*at(page, "C12", 1))
    type_cell(view, "8")
    model, choose = view.grid_model, QItemSelectionModel.SelectionFlag
    view.go_to(*at(page, "C11"))
    for code in ("C11", "C13"):
        area = QItemSelection(model.index(*at(page, code)), model.index(*at(page, code, 2)))
        view.selectionModel().select(area, choose.Select)
    press(view, KEY.Key_D, CONTROL)
    shell.settle()
    told = [{c: n.value for c, n in cells(reader, unit, OCTOBER).items()} for unit in units]
    assert told == [{"C11": 3, "C13": 5}, {"C11": 3, "C12": 8, "C13": 5}, {"C11": 3, "C13": 5}]


def test_home_and_end_reach_the_corners(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    view.go_to(1, 2)
    press(view, KEY.Key_Home, CONTROL)
    assert view.cursor_cell() == (0, 0)
    press(view, KEY.Key_End, CONTROL)
    row, column = view.cursor_cell()
    source = page.source()
    assert row == len(source.sheet.rows) - 1
    assert source.text(row, column)
    assert not any(source.text(r, c) for r in range(row + 1)
                   for c in range(column + 1, len(source.columns)))  # fmt: skip


def test_today_goes_only_into_a_column_of_dates(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11"))
    press(view, KEY.Key_Semicolon, CONTROL)
    shell.settle()
    assert "C11" not in cells(reader, units[0], OCTOBER)
    assert "không nhập ngày" in page.strip.refusal.text()


def test_a_block_across_hidden_columns_is_undone_whole(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    assert page.sheet is not None
    hidden = next(c.id for c in page.sheet.columns if c.code == "C12")
    page.columns.set_hidden([hidden])
    view = grid(page)
    view.go_to(*at(page, "C11"))
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    press(view, KEY.Key_V, CONTROL)
    page.entering.finish_reading()
    paste_dialog().perform()
    shell.settle()
    assert "C12" not in cells(reader, units[0], OCTOBER)
    assert cells(reader, units[0], OCTOBER)["C13"].value == 2
    by_key(shell, KEY.Key_Z, CONTROL)
    assert all(not cells(reader, unit, OCTOBER) for unit in units)


def test_shift_tab_and_shift_enter_go_back(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C12", 1))
    press(view, KEY.Key_Backtab, SHIFT)
    assert view.cursor_cell() == at(page, "C11", 1)
    press(view, KEY.Key_Left)
    press(view, KEY.Key_Right)
    press(view, KEY.Key_Return, SHIFT)
    assert view.cursor_cell() == at(page, "C11", 0)


def test_an_empty_cell_empties_where_it_is_filled_or_pasted(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    for code, unit in (("C11", 1), ("C13", 0), ("C14", 0)):
        view.go_to(*at(page, code, unit))
        type_cell(view, "7")
    view.go_to(*at(page, "C11"))
    view.go_to(*at(page, "C11", 1), extend=True)
    press(view, KEY.Key_D, CONTROL)
    shell.settle()
    assert cells(reader, units[1], OCTOBER)["C11"].state == "cleared"
    assert steps(reader)[0].label == "Xóa Kết nạp mới tại CĐCS đã có, tháng 10/2026"
    view.go_to(*at(page, "C12"))
    view.go_to(*at(page, "C13"), extend=True)
    press(view, KEY.Key_R, CONTROL)
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["C13"].state == "cleared"
    view.go_to(*at(page, "C12"))
    press(view, KEY.Key_C, CONTROL)
    view.go_to(*at(page, "C14"))
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["C14"].state == "cleared"
    by_key(shell, KEY.Key_Z, CONTROL)
    assert cells(reader, units[0], OCTOBER)["C14"].value == 7


def test_several_cells_deleted_are_called_so(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11"))
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    assert steps(reader)[0].label == "Nhập 4 ô số liệu, tháng 10/2026"
    press(view, KEY.Key_Delete)
    shell.settle()
    assert steps(reader)[0].label == "Xóa 4 ô số liệu, tháng 10/2026"


def test_a_block_of_others_is_selected_where_it_landed(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    first = at(page, "C11")
    view.go_to(*first)
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    press(view, KEY.Key_V, CONTROL)
    page.entering.finish_reading()
    shell.settle()
    assert view.selected_area() == (*first, *at(page, "C12", 1))
    assert view.cursor_cell() == first


def test_deleting_an_estimate_says_that_nothing_was_entered(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    view.go_to(*at(page, "A01"))
    assert page.source().text(*at(page, "A01"))
    press(view, KEY.Key_Delete)
    shell.settle()
    assert "Không có gì để xóa: số này là tạm tính" in page.strip.refusal.text()
    assert "A01" not in cells(reader, units[0], OCTOBER)


def test_undo_and_redo_go_to_the_first_cell_they_change(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    changed = at(page, "C12", 1)
    view.go_to(*changed)
    QGuiApplication.clipboard().setText("5\n6")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    for key in (KEY.Key_Z, KEY.Key_Y):
        view.go_to(0, 0)
        by_key(shell, key, CONTROL)
        assert view.cursor_cell() == changed
