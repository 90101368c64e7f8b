"""The page around the grid: opened, led to, its columns kept, its form written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.entry.entry_lock import lock_state
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.ui.grid.source import Mark
from desktop.ui.pages.figures import following
from desktop.ui.shell import Shell
from desktop.ui.widgets.labels import PlainLabel
from tests.ui.pages.figures.driving import KEY, column_at, figures, grid, in_store, type_cell

CONTROL = Qt.KeyboardModifier.ControlModifier
OCTOBER = "2026-10"
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def test_the_keyboard_is_in_the_grid_when_the_page_opens_and_after_a_choice(
    open_commune: Open,
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    shell.activateWindow()
    QApplication.processEvents()
    assert page.grid is not None
    assert QApplication.focusWidget() is page.grid.cells
    page.forms.setFocus()
    page.forms.chosen.emit("F1")
    assert QApplication.focusWidget() is page.grid.cells


def test_forms_and_periods_change_and_the_women_fold_away(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F3")
    wide = len(page.source().columns)
    page.columns.fold_women()
    assert len(page.source().columns) < wide
    page.columns.fold_women()
    assert len(page.source().columns) == wide
    page.forms.chosen.emit("F1")
    shell.settle()
    assert "A01" in [column.code for column in page.source().columns]
    page.months.chosen.emit("2026-09")
    shell.settle()
    assert page.source().text(0, column_at(page, "A01")) == "100"


def test_rows_are_looked_at_a_few_at_a_time_while_keys_are_answered(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "TURN_SECONDS", -1.0)
    shell, _reader, units = open_commune()
    page = figures(shell, form="F3")
    type_cell(grid(page), "7")
    shell.settle()
    told = page.problem_list.count.text()
    monkeypatch.setattr(following, "LONG_SECONDS", -1.0)
    page.open_sheet(OCTOBER, "F1")
    assert page.sheet is not None
    list(page.sheet.around.read_ahead())
    page.following.turn()
    shown = page.problem_list.count.text()
    assert shown.startswith(f"Đang kiểm tra số liệu: 1/{len(units)} đơn vị")
    assert not page.problem_list.table.rows()  # they would be of the other form
    page.open_sheet(OCTOBER, "F3")
    while page.following._late.isActive():
        page.following._late.stop()
        page.following.turn()
    assert page.problem_list.count.text() == told
    assert page.problems() == page.sheet.problems()


def test_telling_a_difference_at_all_units_is_a_turn_of_its_own(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F3")
    shell.settle()
    view = grid(page)
    view.go_to(0, column_at(page, "C13"))
    type_cell(view, "7")
    assert page.sheet is not None
    assert page.sheet.comparing.rules
    page.following._late.stop()
    page.following.turn()
    assert not page.sheet.comparing.rules
    assert page.following._late.isActive()  # keys are answered before the rest of it is drawn
    assert not page.following._drawn
    page.following.turn()
    assert page.following._drawn
    shell.settle()
    assert page.problems() == page.sheet.problems()


def test_nothing_of_the_form_before_stays_while_another_is_looked_at(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "TURN_SECONDS", -1.0)
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    type_cell(grid(page), "7")
    shell.settle()
    page.quality.draw()
    assert page.quality.isVisibleTo(page.quality.parentWidget())
    assert page.quality.complete.text() != "Đang kiểm tra…"
    page.open_sheet(OCTOBER, "F3")
    page.following.turn()
    assert page.quality.complete.text() == "Đang kiểm tra…"
    assert page.quality.consistent.text() == page.quality.timely.text() == ""
    assert not page.quality.look.isVisibleTo(page.quality)
    assert (page.problems(), page.has_next()) == ((), False)
    assert (page.locking.possible(), page.locking.why_not()) == (False, "Đang kiểm tra…")
    shell.settle()
    page.quality.draw()
    assert page.quality.complete.text() != "Đang kiểm tra…"
    assert page.locking.why_not() != "Đang kiểm tra…"


def test_who_needs_to_know_now_is_told_at_once(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "TURN_SECONDS", -1.0)
    _shell, _reader, _units = open_commune()
    page = figures(_shell, form="F1")
    page.open_sheet(OCTOBER, "F3")
    page.following.turn()
    page.locking.lock_or_tell()
    assert page.sheet is not None
    assert page.problems() == page.sheet.problems()
    assert page.locking.state == lock_state(page.sheet)


def test_a_refusal_stays_told_though_the_cursor_moved_just_before(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    grid(page).go_to(1, column_at(page, "C11"))
    page.show_refusal("Không nhận được.")
    assert page.strip.unit.text().startswith(page.sheet.rows[1].unit.name)  # type: ignore[union-attr]
    shell.settle()
    assert page.strip.refusal.text() == "Không nhận được."


def test_the_panel_shows_the_history_of_the_cell(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    shell.show_details(True)
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    type_cell(view, "9", KEY.Key_Down)
    shell.settle()
    view.go_to(0, column_at(page, "C11"))
    shell.settle()
    told = page.panel._history.itemAt(0).widget().text()  # type: ignore[union-attr]
    assert told.startswith("9\n")
    page.panel.note.setPlainText("Hỏi lại")
    page.panel.note.commit()
    shell.settle()
    assert page.source().mark(0, column_at(page, "C11")) & Mark.COMMENTED


def test_the_panel_opens_at_the_cell_the_cursor_is_in_by_then(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(3)
    page = figures(shell, form="F1")
    shell.show_details(True)
    view = grid(page)
    view.go_to(0, column_at(page, "A01"))
    assert page.panel.unit.text() == "CĐCS Trường 1"
    shell.show_details(False)
    view.go_to(2, column_at(page, "A01"))
    shell.show_details(True)
    QApplication.processEvents()
    assert page.panel.unit.text() == "CĐCS Trường 3"


def test_an_office_without_units_is_led_to_the_first_one(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(0, before="")
    page = figures(shell)
    assert page._stack.currentIndex() == 1
    assert not page.locking.state.complete


@pytest.mark.parametrize("argument", ["2026-09", ("2026-09", "F1"), ("2026-09", "F1", "HP")])
def test_other_pages_lead_here(open_commune: Open, argument: Any) -> None:
    shell, _reader, _units = open_commune()
    shell.go("figures", argument)
    shell.settle()
    front = shell._host.front
    assert front is not None
    assert front.page.period == "2026-09"  # type: ignore[attr-defined]


def test_a_column_keeps_the_width_it_was_drawn_to(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.setColumnWidth(column_at(page, "C11"), 150)
    figures(shell, form="F1")
    page = figures(shell)
    assert view.columnWidth(column_at(page, "C11")) == 150
    page.columns.fold_women()
    assert view.columnWidth(column_at(page, "C11")) == 150


def test_the_form_is_written_as_a_workbook(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    target = tmp_path / "Biểu F1.xlsx"
    monkeypatch.setattr(shell.desk, "choose_target", lambda *_: target)
    page.export()
    shell.settle()
    assert target.read_bytes().startswith(b"PK")
    assert shell.messages.strips()[0].message.text == f"Đã xuất {target}."


def test_where_all_units_type_for_themselves_the_page_says_so(open_commune: Open) -> None:
    shell, _reader, units = open_commune(1)
    page = figures(shell)

    def assign(store: Any) -> None:
        with store.step("Cấp sổ") as step:
            step.put("assign", units[0], "office@2025-07-01", units[0])

    shell.desk.do(assign)
    shell.settle()
    assert page._stack.currentIndex() == 1
    told = [label.text() for label in page._stack.currentWidget().findChildren(PlainLabel)]
    assert "Các đơn vị cấp dưới tự nhập số liệu ở sổ của mình." in told


def test_a_unit_that_types_for_itself_stands_greyed_and_counts_in_the_total(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune(3, before="2026-10")

    def assign(store: Any) -> None:
        with store.step("Cấp sổ") as step:
            step.put("assign", units[0], "office@2025-07-01", units[0])

    shell.desk.do(assign)
    shell.settle()
    page = figures(shell, form="F1")
    source, column = page.source(), column_at(page, "A03")
    assert source.row_count() == 3
    assert source.row_name(2) == "CĐCS Trường 1 (tự nhập)"
    assert source.row_mark(2) & Mark.ELSEWHERE
    assert source.mark(2, column) & Mark.ELSEWHERE
    assert not source.editable(2, column)
    assert source.total(column) == vi_number(totals(reader, OCTOBER)["A03"].value) == "240"
    assert page.grid is not None
    foot = page.grid._sum.model().index(0, 0)
    assert foot.data() == "Tổng cộng, kể cả 1 đơn vị tự nhập"
    # whole in the tooltip: a narrow window cuts it
    assert (
        foot.data(Qt.ItemDataRole.ToolTipRole) == f"{foot.data()}\nBằng số tổng cộng của báo cáo."
    )
    name = page.grid._names.model().index(2, 0)
    assert "ở đây chỉ xem" in name.data(Qt.ItemDataRole.ToolTipRole)


def test_a_union_that_ended_within_the_month_says_until_when_it_stood(open_commune: Open) -> None:
    shell, _reader, units = open_commune(3, before="2026-09")
    order = Order("merge", date(2026, 10, 15), (units[0],), into=units[1], decision="77/QĐ")
    in_store(shell, lambda store: carry_out(store, order))
    page = figures(shell)
    source = page.source()
    assert source.row_name(2) == "CĐCS Trường 1 (đến 14/10/2026)"
    assert source.row_note(2).startswith("Hoạt động đến hết ngày 14/10/2026")
    assert source.editable(2, column_at(page, "C11"))
    assert figures(shell, form="F1").source().row_count() == 2
