"""Locking and what comes after: reasons, supplements, a closed month; the line before it."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from desktop.models.entry.entry_returns import return_lines, sent_back_stops, state_words
from desktop.models.figures.cells import cells
from desktop.models.figures.returns.closing import close
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.figures.revisions import revisions
from desktop.models.pdfium import PDFIUM
from desktop.models.store import history
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from desktop.ui.dialogs.paper import PaperDialog
from desktop.ui.grid.source import Mark
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from desktop.ui.widgets.labels import ElidedLabel
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, by_key, column_at, figures, grid, type_cell
from tests.ui.test_store_thread import until

CONTROL = Qt.KeyboardModifier.ControlModifier
OCTOBER = "2026-10"
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def pdf_text(path: Path) -> str:
    """All words of a PDF."""
    with PDFIUM, closing(pypdfium2.PdfDocument(path)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def test_estimates_are_confirmed_then_everything_is_locked(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    column = column_at(page, "A03")
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


def test_the_offer_to_open_the_other_form_goes_when_it_is_opened_by_its_picker(
    open_commune: Open,
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    assert shell.messages.strips()[0].message.action_text == "Mở Biểu F3"
    page.months.chosen.emit("2026-09")
    assert shell.messages.strips()
    page.months.chosen.emit(OCTOBER)
    page.forms.chosen.emit("F3")
    shell.settle()
    assert not shell.messages.strips()


def test_changing_a_locked_figure_asks_for_the_reason(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view = grid(page)
    column = column_at(page, "A01")
    view.go_to(0, column)
    type_cell(view, "105")
    shell.settle()
    unit = page.sheet.rows[0].unit.id  # type: ignore[union-attr]
    assert cells(reader, unit, OCTOBER)["A01"].value == 100
    assert page.reasons.isVisible()
    assert page.reasons._deed.text() == "Sửa thành 105"
    assert not page.leaving()
    assert page.reasons.error.text().startswith("Ghi lý do rồi bấm Enter")  # why it stays open
    press(page.reasons.line, KEY.Key_Return)
    assert page.reasons.error.text().startswith("Chưa ghi lý do. Ghi vì sao")
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


def test_a_supplement_is_saved_and_undone_step_by_step(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view, column = grid(page), column_at(page, "A01")
    assert not page.locking.has_supplement()
    view.go_to(0, column)
    type_cell(view, "105")
    type_text(page.reasons.line, "Bổ sung lao động")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view.go_to(0, column)
    out = tmp_path / "bổ sung.pdf"
    monkeypatch.setattr(page.desk, "choose_target", lambda *_args, **_named: out)
    assert page.locking.has_supplement()
    page.locking.supplement()
    shell.settle()
    (dialog,) = shell.findChildren(PaperDialog)
    dialog.save()
    until(out.exists)
    dialog.reject()
    told = pdf_text(out)
    assert "BỔ SUNG LẦN 1" in told
    assert "Bổ sung lao động" in told
    assert "105" in told
    undo: Callable[[Store], object] = history.undo
    page.desk.do(undo)  # the lock
    shell.settle()
    assert len(revisions(reader, OCTOBER, "F1")[units[0], "F1"]) == 1
    assert page.source().mark(0, column) & Mark.CHANGED
    page.desk.do(undo)  # the cell
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["A01"].value == 100
    assert page.source().text(0, column) == "100"
    assert not page.source().mark(0, column) & Mark.CHANGED
    assert not page.locking.has_supplement()
    assert "đã chốt" in page.pickers.months.currentText()


def test_giving_up_the_reason_changes_nothing(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view = grid(page)
    view.go_to(0, column_at(page, "A01"))
    type_cell(view, "105")
    press(page.reasons.line, KEY.Key_Escape)
    shell.settle()
    assert not page.reasons.isVisible()
    assert page.source().text(0, column_at(page, "A01")) == "100"
    assert page.leaving()


def test_the_key_for_locking_says_what_is_missing(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F1")
    grid(page)
    assert by_key(shell, KEY.Key_L, CONTROL) == ["Còn thiếu: 3 đơn vị chưa nhập."]
    assert revisions(reader, OCTOBER, "F1") == {}
    page.entering.confirm_all()
    shell.settle()
    by_key(shell, KEY.Key_L, CONTROL)
    assert len(revisions(reader, OCTOBER, "F1")) == 3
    assert by_key(shell, KEY.Key_L, CONTROL)[0] == "Đã chốt tất cả 3 đơn vị."


def test_before_locking_a_line_tells_how_good_the_figures_are(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = figures(shell, form="F1")
    page.quality.draw()
    assert not page.quality.isVisible()
    view = grid(page)
    view.go_to(0, column_at(page, "A01"))
    type_cell(view, "190")
    shell.settle()
    page.quality.draw()
    assert page.quality.isVisible()
    assert page.quality.complete.text().startswith(f"1/{len(units)} đơn vị, ")
    assert page.quality.complete.toolTip().startswith(f"Đã nhập 1/{len(units)} đơn vị, 1/")
    assert page.quality.timely.text().startswith("nộp ")
    assert "cảnh báo chưa có lý do" in page.quality.consistent.text()


def test_a_form_that_asks_no_cell_counts_none(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F3")
    view = grid(page)
    view.go_to(0, column_at(page, "C11"))
    type_cell(view, "2")
    shell.settle()
    page.quality.draw()
    assert page.quality.complete.text() == "1/3 đơn vị"
    assert page.quality.complete.toolTip() == "Đã nhập 1/3 đơn vị."


def test_what_only_informs_is_shown_when_asked_for(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    view.go_to(0, column_at(page, "A03"))
    type_cell(view, "80")
    view.go_to(0, column_at(page, "A01"))
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


def one_sent_back(shell: Shell, reader: Reader, units: list[str]) -> FiguresPage:
    """Lock all of F1 and have the second union's sent back; returns the page of figures."""
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    code = tree_on(reader, date(2026, 10, 31)).units[units[1]].code
    shell.desk.do(lambda store: send_back(store, "F1", OCTOBER, code, "Số nữ chưa khớp"))
    shell.settle()
    return page


def test_what_the_level_above_asks_stands_beside_the_unit(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    page = one_sent_back(shell, reader, units)
    assert page.sheet is not None
    assert state_words(page.sheet.rows[1]) == "trả lại để sửa: Số nữ chưa khớp"
    assert "Cấp trên trả lại: Số nữ chưa khớp" in return_lines(page.sheet.rows[1])
    shell.desk.do(lambda store: accept(store, "F1", OCTOBER, units[1]))
    shell.desk.do(lambda store: send_back(store, "F1", OCTOBER, units[1], "Xem cả số nam"))
    shell.settle()
    shell.desk.show_details()
    grid(page).go_to(1, column_at(page, "A01"))
    shell.settle()
    life = page.panel.life.text().splitlines()
    words = [line.partition(",")[0] for line in life if line.startswith("– ")]
    assert words == ["– trả lại", "– đã duyệt", "– trả lại"]
    assert life[-1].endswith(": Xem cả số nam")
    assert "trả lại" not in state_words(page.sheet.rows[0])


def test_a_report_sent_back_is_marked_and_the_next_place_to_look_at(open_commune: Open) -> None:
    shell, reader, units = open_commune(3)
    page = one_sent_back(shell, reader, units)
    assert page.sheet is not None
    source = page.source()
    assert [bool(source.row_mark(n) & Mark.WARNING) for n in range(3)] == [False, True, False]
    assert source.row_note(1) == "Cấp trên trả lại: Số nữ chưa khớp"
    assert page.has_next()
    page.next_or_tell()
    assert page.cursor()[0] == 1
    page.sheet.rows[1].sent_back = False  # mended and locked again, it is no place to look at
    assert not sent_back_stops(page.sheet)


def test_a_report_sent_back_is_locked_again_with_an_explanation_alone(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    page = one_sent_back(shell, reader, units)
    for strip in shell.messages.strips():
        shell.desk.withdraw(strip.message)
    # Mending comes first: the page's own button does not lock the same figures again.
    assert not page.locking.possible()
    assert page.locking.why_not().startswith("1 báo cáo bị trả lại chưa sửa số nào: F8")
    page.locking.lock_or_tell()
    (strip,) = shell.messages.strips()
    assert strip.message.action_text == "Chốt lại kèm giải thích"
    page.locking.lock_ready()
    shell.settle()
    assert page.reasons.isVisible()
    assert "Số nữ chưa khớp" in page.reasons.sentence.text()
    # Nothing was said that did not happen.
    assert not shell.messages.strips()
    assert len(revisions(reader, OCTOBER, "F1")[units[1], "F1"]) == 1
    type_text(page.reasons.line, "Đã đếm lại, số đúng")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    listed = revisions(reader, OCTOBER, "F1")[units[1], "F1"]
    assert [one.reason for one in listed] == ["", "Đã đếm lại, số đúng"]
    assert listed[0].values == listed[1].values
    assert shell.messages.strips()[0].message.text.startswith(
        "Đã chốt 1 báo cáo Biểu F1 tháng 10/2026. Trong đó 1 báo cáo bổ sung."
    )
    assert page.locking.why_not() == "Đã chốt tất cả 2 đơn vị."


def test_those_that_are_complete_are_offered_where_others_are_not(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    page = figures(shell, form="F1")
    assert page.sheet is not None
    for code in ("A01", "A01N", "A03", "A03N"):
        grid(page).go_to(0, column_at(page, code))
        page.entering.confirm_chosen()
        shell.settle()
    page.locking.lock_or_tell()
    told = shell.messages.strips()[0].message
    assert (told.text, told.action_text) == (
        "Còn thiếu: 1 đơn vị chưa nhập.",
        "Chốt 1 đơn vị đã đủ",
    )
    assert told.action is not None
    told.action()
    shell.settle()
    assert {unit for unit, _form in revisions(reader, OCTOBER, "F1")} == {units[0]}


def test_a_month_that_has_not_ended_is_locked_only_when_asked_to(open_commune: Open) -> None:
    shell, reader, units = open_commune(2, before="2026-10")
    page = figures(shell, form="F1", period="2026-11")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    assert not revisions(reader, "2026-11", "F1")
    (told,) = [strip.message for strip in shell.messages.strips()]
    left = (date(2026, 11, 30) - shell.desk.today()).days
    assert told.text == f"Tháng 11/2026 chưa hết, còn {left} ngày: vẫn chốt?"
    assert told.action is not None
    told.action()
    shell.settle()
    assert {unit for unit, _form in revisions(reader, "2026-11", "F1")} == set(units)
    page.forms.chosen.emit("F3")
    shell.settle()
    page.locking.lock_ready()  # it is asked once
    shell.settle()
    assert {unit for unit, _form in revisions(reader, "2026-11", "F3")} == set(units)


def test_the_offer_to_lock_goes_once_they_are_locked_by_any_way(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(2)
    page = figures(shell, form="F1")
    for code in ("A01", "A01N", "A03", "A03N"):
        grid(page).go_to(0, column_at(page, code))
        page.entering.confirm_chosen()
        shell.settle()
    page.locking.lock_or_tell()
    (offered,) = [strip.message for strip in shell.messages.strips()]
    page.locking.lock_ready()
    shell.settle()
    assert offered not in [strip.message for strip in shell.messages.strips()]


def test_a_closed_month_is_opened_by_the_topmost_office_with_a_reason(open_commune: Open) -> None:
    shell, reader, units = open_commune(3)
    page = figures(shell, form="F1")
    done: list[object] = []
    shell.desk.do(lambda store: close(store, OCTOBER), done.append)
    shell.settle()
    assert page.sheet is not None
    assert page.sheet.rows[0].shut
    assert "đã khóa sổ" in state_words(page.sheet.rows[0])
    view = grid(page)
    view.go_to(0, column_at(page, "A01"))
    type_cell(view, "61")
    assert page.reasons.isVisible()
    type_text(page.reasons.line, "Gửi muộn")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["A01"].value == 61
    assert not page.sheet.rows[0].shut
    assert page.sheet.rows[1].shut


def test_a_shortened_line_tells_all_in_its_tooltip(theme: object) -> None:
    label = ElidedLabel("dài hơn chỗ có nhiều lần")
    label.resize(30, 20)
    label.setText("vẫn dài hơn chỗ có nhiều lần")
    assert label.toolTip() == "vẫn dài hơn chỗ có nhiều lần"
    label.resize(900, 20)
    label.setText("vừa")
    assert label.toolTip() == ""
    label.say("vừa", "cả câu")
    assert label.toolTip() == "cả câu"
