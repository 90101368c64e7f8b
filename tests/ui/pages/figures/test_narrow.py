"""What a narrow window keeps whole on the page Số liệu, and what a person drew there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.paste_dialog import PasteDialog
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, column_at, figures, grid, paste_dialog, type_cell

CONTROL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def test_the_width_names_were_drawn_to_is_kept_for_each_form(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    assert page.grid is not None
    usual = page.grid._names.width()
    page.grid._names.drawn.emit(usual + 40)
    page.open_sheet("2026-10", "F3")
    shell.settle()
    assert page.grid._names.width() == usual
    page.open_sheet("2026-10", "F1")
    shell.settle()
    assert page.grid._names.width() == usual + 40
    page.grid._names.drawn.emit(0)
    assert page.grid._names.width() == usual


def test_six_columns_stand_beside_the_names_and_the_panel(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    shell.resize(1093, 582)
    shell.show_details(True)
    shell.settle()
    QApplication.processEvents()
    cells = grid(page)
    assert sum(map(cells.columnWidth, range(6))) <= cells.viewport().width()


def test_a_refusal_is_told_whole_beside_the_panel(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    shell.resize(1093, 582)
    shell.show_details(True)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    assert page.strip.refusal.isHidden()
    type_cell(view, "không biết")
    shell.settle()
    QApplication.processEvents()
    told = page.strip.refusal
    assert told.isVisible()
    assert not page.strip.equations[0].isVisible()
    assert told.heightForWidth(told.width()) <= told.height()
    editor = view._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Escape)
    shell.settle()
    assert told.isHidden()


def test_errors_below_an_import_are_told_whole_beside_the_panel(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    shell.resize(1093, 582)
    shell.show_details(True)
    line = page.quality
    line.complete.setText("36 trên 36 đơn vị đã nhập đủ số liệu")
    line.timely.setText("Còn 12 ngày nữa là đến hạn gửi lên")
    line.consistent.setText("12 lỗi, 34 cảnh báo chưa có lý do")
    line.show()
    line._fit()
    QApplication.processEvents()
    label = line.consistent
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    assert shell.width() <= 1093


def test_before_a_paste_the_chosen_line_is_told_whole(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    QApplication.clipboard().setText("không rõ\n5")
    press(view, KEY.Key_V, CONTROL)
    for _turn in range(10):
        shell.settle()
    form = paste_dialog()
    assert isinstance(form, PasteDialog)
    cell = form.table.current()
    assert cell is not None
    assert page.sheet is not None
    assert page.sheet.rows[cell.row].unit.name in form.chosen.text()
    assert form.chosen.text().endswith(cell.note)
    form.reject()
