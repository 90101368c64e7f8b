"""Every form and kind of period typed in the grid: rows of indicators, money, months."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import cells
from desktop.models.figures.revisions import revisions
from desktop.models.store.history import steps
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.turned import TurnedSource
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, at, figures, grid, type_cell

CONTROL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def test_f4_is_typed_downwards_and_enter_passes_the_titles_of_groups(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F4")
    view = grid(page)
    source = page.source()
    assert isinstance(source, TurnedSource)
    lines = [row for row in range(source.row_count()) if not source.heading(row)]
    assert 0 < len(lines) < source.row_count()
    view.go_to(*at(page, "C42"))
    typed = {}
    for number in range(len(lines)):
        row, place = page.cursor()
        assert row == 0
        typed[page.sheet.columns[place].code] = number + 2000  # type: ignore[union-attr]
        type_cell(view, str(number + 2000))
    shell.settle()
    held = cells(reader, reader.own_unit, "2026-10")
    assert len(typed) == len(lines)
    assert {code: cell.value for code, cell in held.items()} == typed


def test_f4_of_a_quarter_asks_only_what_the_months_do_not_hold(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F4")
    view = grid(page)
    view.go_to(*at(page, "F01"))
    type_cell(view, "7")
    shell.settle()
    page.pickers.kinds.chosen.emit("QUY")
    page.open_sheet("2026-Q4", "F4")
    shell.settle()
    assert page.sheet is not None
    assert page.sheet.period.id == "2026-Q4"
    monthly, quarterly = at(page, "F01"), at(page, "D12")
    source = page.source()
    assert source.text(*monthly) == "7"
    assert not source.editable(*monthly)
    view = grid(page)
    view.go_to(*quarterly)
    type_cell(view, "5")
    shell.settle()
    assert cells(reader, reader.own_unit, "2026-Q4")["D12"].value == 5


def test_f2_of_a_half_year_is_typed_by_unit(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, "2026-H2", "F2")
    view = grid(page)
    view.go_to(*at(page, "A07"))
    type_cell(view, "3", KEY.Key_Tab)
    type_cell(view, "2")
    shell.settle()
    held = cells(reader, units[0], "2026-H2")
    assert (held["A07"].value, held["A07B"].value) == (3, 2)
    assert page.source().text(*at(page, "A03")) == "80"  # the stock of September, from the months


def test_going_through_the_forms_and_back_stays_in_the_month(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, "2026-08", "F1")
    seen = []
    for form in ("F2", "F3", "F2", "F1"):
        QTest.keyClick(page.forms, KEY.Key_Up if form < page.form else KEY.Key_Down)
        shell.settle()
        seen.append((page.form, page.period))
    half = seen[0][1]
    assert seen == [("F2", half), ("F3", "2026-08"), ("F2", half), ("F1", "2026-08")]
    assert page.months.value() == "2026-08"


def test_money_is_typed_in_the_unit_that_is_shown_and_kept_in_dong(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F4")
    page.pickers.money.chosen.emit(1_000_000)
    page.pickers.money.show_value(1_000_000)
    view = grid(page)
    cell = at(page, "E07D")
    view.go_to(*cell)
    type_cell(view, "12,5")
    shell.settle()
    assert cells(reader, reader.own_unit, "2026-10")["E07D"].value == 12_500_000
    assert page.source().text(*cell) == "12,5"
    assert "triệu đồng" in [page.source().text(cell[0], n) for n in range(4)]
    page.pickers.money.chosen.emit(1)
    assert page.source().text(*at(page, "E07D")) == "12.500.000"
    shell.desk.state.set("figures:money", 1)


def test_part_of_a_dong_is_refused_and_stays_in_the_editor(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F4")
    page.pickers.money.chosen.emit(1_000)
    view = grid(page)
    view.go_to(*at(page, "E07D"))
    type_cell(view, "1,2345")
    assert "không tròn đồng" in page.strip.refusal.text()
    assert view._cell_delegate.open_editor is not None
    press(view._cell_delegate.open_editor, KEY.Key_Escape)
    shell.settle()
    assert cells(reader, reader.own_unit, "2026-10") == {}
    shell.desk.state.set("figures:money", 1)


def test_a_block_of_codes_and_numbers_lands_by_indicator(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F4")
    source = page.source()
    block = [["F01L", "lượt người", "120"], ["F01", "buổi", "4"], ["D18", "cuộc", ""]]
    source.paste(*at(page, "C42"), block)
    shell.settle()
    held = cells(reader, reader.own_unit, "2026-10")
    assert {code: cell.value for code, cell in held.items()} == {"F01L": 120, "F01": 4}


def test_another_form_counts_what_is_still_on_its_way_to_the_store(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    shell.desk.do(lambda _store: time.sleep(0.4))
    view.go_to(*at(page, "C11"))
    type_cell(view, "5")
    page.open_sheet("2026-10", "F1")
    assert page.source().text(*at(page, "A03")) == "85"
    page.entering.confirm_all()
    shell.settle()
    assert cells(reader, units[0], "2026-10")["A03"].value == 85
    assert page.sheet is not None
    assert not any(row.pending for row in page.sheet.rows)


def test_a_fast_report_before_tet_is_typed_with_what_it_asks(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, "2026-X-tet", "F4")
    assert page.period == "2026-X-tet"
    assert page.sheet is not None
    assert {column.code[0] for column in page.sheet.columns} == {"E"}
    view = grid(page)
    view.go_to(*at(page, "E02"))
    type_cell(view, "320")
    shell.settle()
    assert cells(reader, reader.own_unit, "2026-X-tet")["E02"].value == 320


def test_a_large_block_is_shown_a_part_at_a_time_and_stored_as_one_step(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune(90)
    page = figures(shell)
    source = page.source()
    row, column = at(page, "C11")
    source.paste(row, column, [["7", "0"]] * 90)
    assert page.entering.showing
    assert source.text(89, column) == ""
    shell.settle()
    assert not page.entering.showing
    assert source.total(column) == "630"
    assert all(cells(reader, unit, "2026-10")["C11"].value == 7 for unit in units)
    assert page.sheet is not None
    assert not any(line.pending for line in page.sheet.rows)
    shell.undo()
    shell.settle()
    assert page.source().total(column) == ""


def test_a_block_is_read_in_short_turns_and_lands_before_anything_else_is_done(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.pages.figures.entering.TURN_SECONDS", 0.0)
    shell, reader, units = open_commune(60)
    page = figures(shell)
    page.entering.review_paste(*at(page, "C11"), [["7", "0"]] * 60, False)
    assert page.entering.showing
    assert cells(reader, units[0], "2026-10") == {}
    page.open_sheet("2026-10", "F1")
    shell.settle()
    assert all(cells(reader, unit, "2026-10")["C11"].value == 7 for unit in units)
    page.open_sheet("2026-10", "F3")
    page.entering.review_paste(*at(page, "C11"), [["8"]] * 60, False)
    for _turn in range(20):
        shell.settle()
    assert not page.entering.showing
    assert all(cells(reader, unit, "2026-10")["C11"].value == 8 for unit in units)


def test_cells_copied_in_the_grid_and_filled_down_are_read_in_short_turns_too(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.pages.figures.entering.TURN_SECONDS", 0.0)
    shell, reader, units = open_commune(60)
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C11")
    view.go_to(row, column)
    type_cell(view, "7")
    shell.settle()
    before = len(steps(reader))
    view.go_to(row, column)
    view.go_to(59, column, extend=True)
    press(view, KEY.Key_D, CONTROL)
    assert page.entering.showing
    assert view.grid_model.source.text(59, column) == ""
    for _turn in range(20):
        shell.settle()
    press(view, KEY.Key_C, CONTROL)
    view.go_to(row, column + 1)
    press(view, KEY.Key_V, CONTROL)
    assert page.entering.showing
    for _turn in range(20):
        shell.settle()
    assert view.selected_area() == (0, column + 1, 59, column + 1)
    held = [cells(reader, unit, "2026-10") for unit in units]
    assert all([one[code].value for code in ("C11", "C12")] == [7, 7] for one in held)
    assert len(steps(reader)) == before + 2
    shell.undo()
    shell.settle()
    assert all("C12" not in cells(reader, unit, "2026-10") for unit in units)


def test_form_and_period_are_whole_beside_all_pickers(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F4")
    shell.resize(1093, 614)  # 1366 × 768 at 125 %
    shell.settle()
    QApplication.processEvents()
    assert page.pickers.kinds.isVisible()
    assert page.pickers.money.isVisible()
    page.open_sheet("2026-H1", "F4")
    shell.settle()
    QApplication.processEvents()
    assert page.months.width() >= page.months.sizeHint().width()
    assert page.forms.width() >= page.forms.sizeHint().width()
    assert shell.width() <= 1093


def test_results_of_a_base_union_get_a_column_and_are_locked_too(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F4")
    assert page.sheet is not None
    assert [row.unit.id for row in page.sheet.rows] == [reader.own_unit]
    next(one for one in page.actions() if one.id == "guest").run()
    dialog = page.guest_dialog
    dialog.unit.show_value(units[1])
    dialog.perform()
    shell.settle()
    assert [row.unit.id for row in page.sheet.rows] == [reader.own_unit, units[1]]
    for unit in (0, 1):
        grid(page).go_to(*at(page, "D18", unit))
        type_cell(grid(page), str(4 + unit))
    shell.settle()
    page.open_sheet("2026-10", "F4")
    shell.settle()
    assert [row.unit.id for row in page.sheet.rows] == [reader.own_unit, units[1]]
    page.locking.lock_ready()
    shell.settle()
    locked = {unit for unit, _form in revisions(reader, "2026-10", "F4")}
    assert locked == {reader.own_unit, units[1]}
    assert "đã chốt" in page.pickers.months.currentText()


def test_members_the_office_manages_itself_get_a_row_by_one_act(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    deeds = {one.id: one for one in page.actions()}
    assert not deeds["guest"].enabled()
    assert [row.unit.id for row in page.sheet.rows] == units
    deeds["own-members"].run()
    shell.settle()
    assert [row.unit.id for row in page.sheet.rows] == [reader.own_unit, *units]
    assert page.source().row_name(0).startswith("Trực tiếp: ")
    assert page.cursor() == at(page, "A01", 0)
    type_cell(grid(page), "9")
    shell.settle()
    page.open_sheet("2026-11", "F1")
    shell.settle()
    assert [row.unit.id for row in page.sheet.rows] == [reader.own_unit, *units]
    assert not deeds["own-members"].enabled()
    page.open_sheet("2026-10", "F4")
    shell.settle()
    assert not deeds["own-members"].enabled()
    assert deeds["own-members"].why_not() == "Đoàn viên nhập ở Biểu F1 và Biểu F3."
