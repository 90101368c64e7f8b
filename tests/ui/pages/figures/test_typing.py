"""Typing, pasting and filling on the page: what is stored, shown and undone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.models.figures.cells import cells
from desktop.models.store.history import steps
from desktop.models.store.reader import Reader
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, column_at, figures, grid, paste_dialog, type_cell

CONTROL = Qt.KeyboardModifier.ControlModifier
OCTOBER = "2026-10"
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def test_a_month_of_36_units_is_typed_with_the_keyboard_alone(open_commune: Open) -> None:
    shell, reader, units = open_commune(36)
    page = figures(shell)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    for number in range(36):
        type_cell(view, str(number + 1), KEY.Key_Tab)
        type_cell(view, "0", KEY.Key_Tab)
        type_cell(view, "2")
    shell.settle()
    names = [row.unit.id for row in page.sheet.rows]  # type: ignore[union-attr]
    assert set(names) == set(units)
    for number, unit in enumerate(names):
        held = cells(reader, unit, OCTOBER)
        assert [held[c].value for c in ("C11", "C12", "C13")] == [number + 1, 0, 2]
    assert view.grid_model.source.total(column_at(page, "C11")) == "666"
    assert view.cursor_cell() == (35, column_at(page, "C11"))


def test_each_cell_is_stored_when_it_is_left(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    type_cell(view, "9", KEY.Key_Down)
    shell.settle()
    row = page.sheet.rows[0]  # type: ignore[union-attr]
    assert cells(reader, row.unit.id, OCTOBER)["C11"].value == 9
    assert shell.status.saved.text().startswith("Đã lưu ")
    assert view.cursor_cell() == (1, column_at(page, "C11"))


def test_undo_and_redo_change_the_grid(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    column = column_at(page, "C11")
    view.go_to(0, column)
    type_cell(view, "9")
    shell.settle()
    shell.undo()
    shell.settle()
    assert view.grid_model.source.text(0, column) == ""
    shell.redo()
    shell.settle()
    assert view.grid_model.source.text(0, column) == "9"


def test_a_wrong_text_stays_in_the_editor_and_says_why(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    type_cell(view, "9a")
    assert view._cell_delegate.open_editor is not None
    assert "không phải số nguyên không âm" in page.strip.refusal.text()
    assert not page.leaving()
    press(view._cell_delegate.open_editor, KEY.Key_Escape)
    shell.settle()
    assert page.leaving()
    assert all("C11" not in cells(reader, unit, OCTOBER) for unit in units)


def test_a_clean_block_lands_at_once_as_one_step(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    before = len(steps(reader))
    QGuiApplication.clipboard().setText("1\t\t3\n4\t5\t\n1.234\t\t\n")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    source = view.grid_model.source
    texts = [[source.text(r, column_at(page, c)) for c in ("C11", "C12", "C13")] for r in range(3)]
    assert texts == [["1", "", "3"], ["4", "5", ""], ["1.234", "", ""]]
    assert len(steps(reader)) == before + 1


def test_a_doubtful_block_is_shown_before_it_lands(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    QGuiApplication.clipboard().setText("1,234\nhai\n5")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    assert all("C11" not in cells(reader, unit, OCTOBER) for unit in units)
    shown = paste_dialog()
    assert [cell.outcome for cell in shown.table.rows()] == ["refused", "doubtful", "lands"]
    assert shown.deed_button.text() == "Dán 2 ô"
    press(shown.table, KEY.Key_Return)  # nothing opens in this list: Enter is the dialog's
    shell.settle()
    texts = [view.grid_model.source.text(r, column_at(page, "C11")) for r in range(3)]
    assert texts == ["1.234", "", "5"]


def test_delete_clears_and_ctrl_d_fills(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    column = column_at(page, "C11")
    view.go_to(0, column)
    type_cell(view, "7")
    view.go_to(0, column)
    view.go_to(2, column, extend=True)
    press(view, KEY.Key_D, CONTROL)
    shell.settle()
    assert [view.grid_model.source.text(r, column) for r in range(3)] == ["7", "7", "7"]
    view.go_to(1, column)
    press(view, KEY.Key_Delete)
    shell.settle()
    assert view.grid_model.source.text(1, column) == ""


def test_the_strip_tells_the_equation_of_the_row(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(1, column_at(page, "C11"))
    type_cell(view, "9", KEY.Key_Tab)
    shell.settle()
    told = page.strip.equations[0].text()
    assert told == "Đoàn viên: đầu kỳ 80 + tăng 9 − giảm 0 = cuối kỳ 89"
    assert page.strip.unit.text().startswith(page.sheet.rows[1].unit.name)  # type: ignore[union-attr]
