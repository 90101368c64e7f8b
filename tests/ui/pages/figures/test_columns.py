"""Columns out of sight, their widths and what they mean; flags and comments of cells."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.models.entry.entry_flags import flagged
from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.grid.source import Mark
from desktop.ui.pages.figures.columns import ColumnsDialog
from desktop.ui.pages.figures.flags import FlagsDialog
from desktop.ui.pages.figures.paste_dialog import PasteDialog
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from desktop.ui.widgets.labels import PlainLabel
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, at, figures, grid, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def shown(page: FiguresPage) -> list[str]:
    return [column.code for column in page.source().columns if column.code]


def test_a_hidden_column_is_remembered_told_and_brought_back(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C14"))
    page.columns.hide_current()
    assert "C14" not in shown(page)
    assert page.strip._unseen.text() == "1 cột đang ẩn"
    page.open_sheet("2026-10", "F1")
    page.open_sheet("2026-10", "F3")
    assert "C14" not in shown(page)
    page.columns.show_all()
    assert "C14" in shown(page)
    assert page.strip._unseen.isHidden()


def test_columns_are_chosen_from_a_list_with_ticks(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    page.columns.choose()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ColumnsDialog)]
    for number in range(dialog.list.count()):
        item = dialog.list.item(number)
        if item.data(Qt.ItemDataRole.UserRole) in ("C13", "C16"):
            item.setCheckState(Qt.CheckState.Unchecked)
    dialog.perform()
    assert not {"C13", "C16"} & set(shown(page))
    assert "C11" in shown(page)


def test_going_to_a_hidden_cell_brings_its_column_into_sight(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = figures(shell)
    page.columns.set_hidden(["C14"])
    page.opened(("2026-10", "F3", units[1], "C14"))
    assert "C14" in shown(page)
    assert page.grid_cell() == at(page, "C14", 1)


def test_the_last_column_typed_in_stays_in_sight(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.columns.set_hidden(["A01N", "A03", "A03N"])
    grid(page).go_to(*at(page, "A01"))
    page.columns.hide_current()
    assert "A01" in shown(page)


def test_a_block_pasted_over_hidden_columns_is_shown_first(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    page.columns.set_hidden(["C12"])
    view = grid(page)
    view.go_to(*at(page, "C11"))
    QGuiApplication.clipboard().setText("1\t2")
    view.paste()
    page.entering.finish_reading()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, PasteDialog)]
    said = " ".join(label.text() for label in dialog.findChildren(PlainLabel))
    assert "1 cột đang ẩn" in said
    assert cells(reader, units[0], "2026-10") == {}
    dialog.perform()
    shell.settle()
    held = cells(reader, units[0], "2026-10")
    assert {code: cell.value for code, cell in held.items()} == {"C11": 1, "C13": 2}


def test_the_export_says_that_it_holds_hidden_columns(
    open_commune: Open, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    page.columns.set_hidden(["C12", "C13"])
    told: list[str] = []
    monkeypatch.setattr(shell.desk, "choose_target", lambda *_a: tmp_path / "F3.xlsx")
    monkeypatch.setattr(shell.desk, "message", lambda text, **_k: told.append(text))
    page.export()
    shell.settle()
    assert "kể cả 2 cột đang ẩn" in told[-1]
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "F3.xlsx")
    values = {str(cell.value) for line in book.worksheets[0].iter_rows() for cell in line}
    assert {"C12", "C13"} <= values
    book.close()


def test_a_drawn_width_is_remembered(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    _row, column = at(page, "C11")
    grid(page).setColumnWidth(column, 173)
    page.open_sheet("2026-10", "F1")
    page.open_sheet("2026-10", "F3")
    assert grid(page).columnWidth(at(page, "C11")[1]) == 173


def test_a_column_explains_itself_in_its_title_and_in_the_panel(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    _row, column = at(page, "C13")
    tip = view.grid_model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Số phát sinh trong kỳ" in tip
    view.go_to(0, column)
    page.explain_column()
    assert "Đối ứng với" in page.panel.about.text()
    assert "Tính vào tăng" in page.panel.about.text()


def test_flagged_cells_are_marked_and_listed_until_the_flag_is_taken_off(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    cell = at(page, "C24")
    view.go_to(*cell)
    page.entering.flag_chosen()
    shell.settle()
    assert page.source().mark(*cell) & Mark.FLAGGED
    assert [(one.unit, one.code) for one in flagged(reader)] == [(units[0], "C24")]
    page.open_sheet("2026-09", "F1")
    page.show_flags()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, FlagsDialog)]
    dialog.table.opened.emit(dialog.table.rows()[0])
    assert (page.period, page.form) == ("2026-10", "F3")
    assert page.grid_cell() == at(page, "C24")
    page.entering.flag_chosen()
    shell.settle()
    assert flagged(reader) == []
    assert not page.source().mark(*at(page, "C24")) & Mark.FLAGGED


def test_shift_f2_writes_a_comment_that_the_cell_shows(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    cell = at(page, "C24")
    view.go_to(*cell)
    press(view, KEY.Key_F2, SHIFT)
    assert page.panel.note.hasFocus()
    page.panel.note.setPlainText("Chờ quyết định")
    press(page.panel.note, KEY.Key_Escape)
    assert view.hasFocus()
    shell.settle()
    assert page.source().mark(*cell) & Mark.COMMENTED


def test_a_comment_stays_with_the_cell_it_was_typed_for(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    cell, other = at(page, "C24"), at(page, "C11")
    view.go_to(*cell)
    press(view, KEY.Key_F2, SHIFT)
    page.panel.note.setPlainText("Chờ quyết")
    page.show_cursor()  # the sheet was read again meanwhile
    assert page.panel.note.value() == "Chờ quyết"
    view.go_to(*other)  # by a key of the page: the note was never left
    shell.settle()
    assert page.source().mark(*cell) & Mark.COMMENTED
    assert not page.source().mark(*other) & Mark.COMMENTED
    assert page.panel.note.value() == ""


def test_a_cleared_cell_says_so_and_an_empty_one_does_not(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    cell = at(page, "C24")
    view.go_to(*cell)
    type_cell(view, "4")
    view.go_to(*cell)
    press(view, KEY.Key_Delete)
    shell.settle()
    assert page.source().mark(*cell) & Mark.CLEARED
    assert page.source().text(*cell) == ""
    assert not page.source().mark(*at(page, "C25")) & Mark.CLEARED
