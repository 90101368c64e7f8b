import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.entry.entry_returns import state_words
from desktop.models.figures.cells import cells
from desktop.models.figures.revisions import revisions
from desktop.models.figures.rollup import totals
from desktop.models.figures.verdicts import close
from desktop.models.store.history import steps
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.source import Mark
from desktop.ui.pages.figures.paste_dialog import PasteDialog
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from desktop.ui.widgets.labels import PlainLabel
from tests.support.keyboard import press, type_text

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
OCTOBER = "2026-10"
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def figures(shell: Shell, form: str = "F3") -> FiguresPage:
    """The page in front, at the month of the tests."""
    shell.go("figures", (OCTOBER, form))
    shell.settle()
    front = shell._host.front
    assert front is not None
    assert isinstance(front.page, FiguresPage)
    return front.page


def grid(page: FiguresPage) -> CellsView:
    assert page.grid is not None
    page.grid.window().activateWindow()
    page.grid.setFocus()
    QApplication.processEvents()
    return page.grid.cells


def at(page: FiguresPage, name: str) -> int:
    """The grid column of a sheet column's id."""
    sheet = page.sheet
    assert sheet is not None
    place = next(n for n, one in enumerate(sheet.columns) if one.id == name)
    found = page.source().column_of(place)
    assert found is not None
    return found


def type_cell(view: CellsView, text: str, leave: Qt.Key = KEY.Key_Return) -> None:
    """Type over the cell of the cursor and leave it by a key."""
    type_text(view, text[0])
    editor = view._cell_delegate.open_editor
    assert editor is not None
    type_text(editor, text[1:])
    press(editor, leave)


def dialog() -> PasteDialog:
    """The preview that is open."""
    (found,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, PasteDialog)]
    return found


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


def test_a_month_of_36_units_is_typed_with_the_keyboard_alone(open_commune: Open) -> None:
    shell, reader, units = open_commune(36)
    page = figures(shell)
    view = grid(page)
    view.go_to(0, at(page, "C11"))
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
    assert view.grid_model.source.total(at(page, "C11")) == "666"
    assert view.cursor_cell() == (35, at(page, "C11"))


def test_each_cell_is_stored_when_it_is_left(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, at(page, "C11"))
    type_cell(view, "9", KEY.Key_Down)
    shell.settle()
    row = page.sheet.rows[0]  # type: ignore[union-attr]
    assert cells(reader, row.unit.id, OCTOBER)["C11"].value == 9
    assert shell.status.saved.text().startswith("Đã lưu ")
    assert view.cursor_cell() == (1, at(page, "C11"))


def test_undo_and_redo_change_the_grid(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    column = at(page, "C11")
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
    view.go_to(0, at(page, "C11"))
    type_cell(view, "9a")
    assert view._cell_delegate.open_editor is not None
    assert "không phải số nguyên không âm" in page.strip.cell.text()
    assert not page.leaving()
    press(view._cell_delegate.open_editor, KEY.Key_Escape)
    shell.settle()
    assert page.leaving()
    assert all("C11" not in cells(reader, unit, OCTOBER) for unit in units)


def test_a_clean_block_lands_at_once_as_one_step(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, at(page, "C11"))
    before = len(steps(reader))
    QGuiApplication.clipboard().setText("1\t\t3\n4\t5\t\n1.234\t\t\n")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    source = view.grid_model.source
    texts = [[source.text(r, at(page, c)) for c in ("C11", "C12", "C13")] for r in range(3)]
    assert texts == [["1", "", "3"], ["4", "5", ""], ["1.234", "", ""]]
    assert len(steps(reader)) == before + 1


def test_a_doubtful_block_is_shown_before_it_lands(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, at(page, "C11"))
    QGuiApplication.clipboard().setText("1,234\nhai\n5")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    assert all("C11" not in cells(reader, unit, OCTOBER) for unit in units)
    shown = dialog()
    assert [cell.outcome for cell in shown.table.rows()] == ["refused", "doubtful", "lands"]
    assert shown.deed_button.text() == "Dán 2 ô"
    press(shown.table, KEY.Key_Return)  # nothing opens in this list: Enter is the dialog's
    shell.settle()
    texts = [view.grid_model.source.text(r, at(page, "C11")) for r in range(3)]
    assert texts == ["1.234", "", "5"]


def test_delete_clears_and_ctrl_d_fills(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    column = at(page, "C11")
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


def test_estimates_are_confirmed_then_everything_is_locked(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, "F1")
    column = at(page, "A03")
    source = page.source()
    assert source.mark(0, column) & Mark.ESTIMATED
    assert not page.locking.state.complete
    assert page.locking.why_not() == "Còn thiếu: 3 đơn vị chưa nhập."
    page.entering.confirm_all()
    shell.settle()
    assert not source.mark(0, column) & Mark.ESTIMATED
    assert page.locking.state.complete
    page.locking.lock_ready()
    shell.settle()
    listed = revisions(reader, OCTOBER, "F1")
    assert {unit for unit, _form in listed} == set(units)
    assert page.locking.why_not() == "Đã chốt tất cả 3 đơn vị."
    told = shell.messages.strips()[0].message
    assert told.text == "Đã chốt 3 báo cáo Biểu F1 tháng 10/2026. Còn Biểu F3 chưa chốt."
    assert told.action is not None
    told.action()
    shell.settle()
    assert page.form == "F3"
    page.locking.lock_ready()
    shell.settle()
    assert len(revisions(reader, OCTOBER, "F3")) == 3
    assert shell.messages.strips()[0].message.action_text == "Gửi lên cấp trên"


def test_changing_a_locked_figure_asks_for_the_reason(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, "F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view = grid(page)
    column = at(page, "A01")
    view.go_to(0, column)
    type_cell(view, "105")
    shell.settle()
    unit = page.sheet.rows[0].unit.id  # type: ignore[union-attr]
    assert cells(reader, unit, OCTOBER)["A01"].value == 100
    assert page.reasons.isVisible()
    assert not page.leaving()
    press(page.reasons.line, KEY.Key_Return)
    assert page.reasons.error.text() == "Chưa ghi lý do."
    type_text(page.reasons.line, "Bổ sung lao động")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    assert cells(reader, unit, OCTOBER)["A01"].value == 105
    assert page.source().mark(0, column) & Mark.CHANGED
    page.locking.lock_ready()
    shell.settle()
    assert [r.reason for r in revisions(reader, OCTOBER, "F1")[unit, "F1"]] == [
        "", "Bổ sung lao động",
    ]  # fmt: skip


def test_giving_up_the_reason_changes_nothing(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, "F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view = grid(page)
    view.go_to(0, at(page, "A01"))
    type_cell(view, "105")
    press(page.reasons.line, KEY.Key_Escape)
    shell.settle()
    assert not page.reasons.isVisible()
    assert page.source().text(0, at(page, "A01")) == "100"
    assert page.leaving()


def test_problems_open_below_and_f8_goes_to_each(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, "F1")
    view = grid(page)
    column = at(page, "A03")
    assert not page.problem_list.isVisible()
    for row in (0, 2):
        view.go_to(row, column)
        type_cell(view, "85")
    shell.settle()
    assert page.problem_list.isVisible()
    assert page.problem_list.count.text() == "2 chỗ cần xem"
    view.go_to(0, 0)
    page.go_to_next_problem()
    assert view.cursor_cell() == (0, column)
    page.go_to_next_problem()
    assert view.cursor_cell() == (2, column)
    for row in (0, 2):
        view.go_to(row, column)
        type_cell(view, "80")
    shell.settle()
    assert not page.problem_list.isVisible()


def test_the_strip_tells_the_equation_of_the_row(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(1, at(page, "C11"))
    type_cell(view, "9", KEY.Key_Tab)
    shell.settle()
    told = page.strip.equations[0].text()
    assert told == "Đoàn viên: đầu kỳ 80 + tăng 9 − giảm 0 = cuối kỳ 89"
    assert page.strip.unit.text().startswith(page.sheet.rows[1].unit.name)  # type: ignore[union-attr]


def test_forms_and_periods_change_and_the_women_fold_away(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, "F3")
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
    assert page.source().text(0, at(page, "A01")) == "100"


def test_the_panel_shows_the_history_of_the_cell(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    shell.show_details(True)
    view = grid(page)
    view.go_to(0, at(page, "C11"))
    type_cell(view, "9", KEY.Key_Down)
    shell.settle()
    view.go_to(0, at(page, "C11"))
    told = page.panel._history.itemAt(0).widget().text()  # type: ignore[union-attr]
    assert told.startswith("9\n")
    page.panel.note.setPlainText("Hỏi lại")
    page.panel.note.commit()
    shell.settle()
    assert page.source().mark(0, at(page, "C11")) & Mark.COMMENTED


def test_an_office_without_units_is_led_to_the_first_one(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(0, before="")
    page = figures(shell)
    assert page._stack.currentIndex() == 1
    assert not page.locking.state.complete


def test_a_cell_is_committed_and_shown_quickly(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(36)
    page = figures(shell)
    source = page.source()
    column = at(page, "C11")
    taken = []
    for number in range(30):
        begun = time.perf_counter()
        source.commit(number, column, "5")
        taken.append(time.perf_counter() - begun)
    shell.settle()
    assert sorted(taken)[15] < 0.05


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
    view.setColumnWidth(at(page, "C11"), 150)
    figures(shell, "F1")
    page = figures(shell)
    assert view.columnWidth(at(page, "C11")) == 150
    page.columns.fold_women()
    assert view.columnWidth(at(page, "C11")) == 150


def test_the_form_is_written_as_a_workbook(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, "F1")
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
    page = figures(shell, "F1")
    source, column = page.source(), at(page, "A03")
    assert source.row_count() == 3
    assert source.row_name(2) == "CĐCS Trường 1 (tự nhập)"
    assert source.row_mark(2) & Mark.ELSEWHERE
    assert source.mark(2, column) & Mark.ELSEWHERE
    assert not source.editable(2, column)
    assert source.total(column) == vi_number(totals(reader, OCTOBER)["A03"].value) == "240"
    assert page.grid is not None
    foot = page.grid._sum.model().index(0, 0)
    assert foot.data() == "Tổng cộng, kể cả 1 đơn vị tự nhập"
    assert foot.data(Qt.ItemDataRole.ToolTipRole) == "Bằng số tổng cộng của báo cáo."
    name = page.grid._names.model().index(2, 0)
    assert "ở đây chỉ xem" in name.data(Qt.ItemDataRole.ToolTipRole)


def by_key(shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier) -> list[str]:
    """Press a key in the window; returns the messages shown then, newest first."""
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    shell.settle()
    return [strip.message.text for strip in shell.messages.strips()]


def test_the_key_for_locking_says_what_is_missing(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, "F1")
    grid(page)
    assert by_key(shell, KEY.Key_L, CONTROL) == ["Còn thiếu: 3 đơn vị chưa nhập."]
    assert revisions(reader, OCTOBER, "F1") == {}
    page.entering.confirm_all()
    shell.settle()
    by_key(shell, KEY.Key_L, CONTROL)
    assert len(revisions(reader, OCTOBER, "F1")) == 3
    assert by_key(shell, KEY.Key_L, CONTROL)[0] == "Đã chốt tất cả 3 đơn vị."


def test_the_key_for_the_next_place_says_when_none_is_left(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, "F1")
    view = grid(page)
    plain = Qt.KeyboardModifier.NoModifier
    view.go_to(0, 0)
    assert by_key(shell, KEY.Key_F8, plain) == ["Không còn chỗ nào cần xem."]
    view.go_to(2, at(page, "A03"))
    type_cell(view, "85")
    shell.settle()
    view.go_to(0, 0)
    shell.messages.clear()
    assert by_key(shell, KEY.Key_F8, plain) == []
    assert view.cursor_cell() == (2, at(page, "A03"))


def test_the_keys_say_so_in_the_empty_page_too(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(0)
    page = figures(shell, "F1")
    assert page._stack.currentIndex() == 1
    shell.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(shell, KEY.Key_L, CONTROL)
    assert shell.messages.strips()[0].message.text == "Chưa có đơn vị nào nhập số liệu ở đây."


def test_a_movement_that_does_not_close_is_mended_with_one_key(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, "F1")
    view = grid(page)
    row, column = 1, at(page, "A03")
    view.go_to(row, column)
    type_cell(view, "800")
    shell.settle()
    page.go_to_next_problem()
    assert page.problem_list.offers[0].isVisible()
    assert "800 → 80 (thừa số 0)" in page.problem_list.offers[0].text()
    press(view, KEY.Key_Period, CONTROL)
    shell.settle()
    assert page.source().text(row, column) == "80"
    assert not page.problem_list.isVisible()
    assert reader.get("cell", f"{page.period}|{units[row]}", "A03") == 80
    page.mending.mend()
    assert page.source().text(row, column) == "80"


def test_before_locking_a_line_tells_how_good_the_figures_are(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = figures(shell, "F1")
    page.quality.draw()
    assert not page.quality.isVisible()
    view = grid(page)
    view.go_to(0, at(page, "A01"))
    type_cell(view, "190")
    shell.settle()
    page.quality.draw()
    assert page.quality.isVisible()
    assert f"1/{len(units)} đơn vị" in page.quality.complete.text()
    assert "Nộp " in page.quality.timely.text()
    assert "cảnh báo chưa có lý do" in page.quality.consistent.text()


def test_what_only_informs_is_shown_when_asked_for(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, "F1")
    view = grid(page)
    view.go_to(0, at(page, "A03"))
    type_cell(view, "80")
    view.go_to(0, at(page, "A01"))
    type_cell(view, "130")
    shell.settle()
    page.quality.draw()
    assert page.quality.look.isVisible()
    assert not page.problem_list.isVisible()
    page.show_notices()
    assert page.problem_list.isVisible()
    assert page.problem_list.count.text() == "Những điều nên xem"
    page.show_notices()
    assert not page.problem_list.isVisible()


def test_a_closed_month_is_opened_by_the_topmost_office_with_a_reason(open_commune: Open) -> None:
    shell, reader, units = open_commune(3)
    page = figures(shell, "F1")
    done: list[object] = []
    shell.desk.do(lambda store: close(store, OCTOBER), done.append)
    shell.settle()
    assert page.sheet is not None
    assert page.sheet.rows[0].shut
    assert "đã khóa sổ" in state_words(page.sheet.rows[0])
    view = grid(page)
    view.go_to(0, at(page, "A01"))
    type_cell(view, "61")
    assert page.reasons.isVisible()
    type_text(page.reasons.line, "Gửi muộn")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["A01"].value == 61
    assert not page.sheet.rows[0].shut
    assert page.sheet.rows[1].shut
