"""The review screen with keys and the mouse: linking, kinds, what is left out, what is kept."""

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.intake.sources import word_processor
from desktop.models.plans import plan_head, plans, readings
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.plans.plans_page import EDITOR, LIST, RECEIVE, REVIEW
from desktop.ui.pages.plans.review.strip import KINDS
from desktop.ui.pages.plans.review.view import CONTENT, FIELDS
from desktop.ui.shell import Shell
from tests.intake.gathering import CORPUS
from tests.intake.review.papers import PAPER
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import ENTRIES, Desk
from tests.ui.test_store_thread import until

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    place = tmp_path / "Kế hoạch 41.txt"
    place.write_text(PAPER, encoding="utf-8")
    return place


@pytest.fixture
def review(desk: Desk, paper: Path) -> Any:
    """A paper in review."""
    desk.page.receive_files([paper])
    desk.settle()
    assert desk.page.view == REVIEW
    return desk.page.review


def row_named(review: Any, start: str) -> str:
    return next(r.id for r in review.sheet.rows if r.block.text.startswith(start))


def mouse(view: Any, row_id: str, kind: QEvent.Type) -> None:
    """Move or click the mouse on a row."""
    area = view.row_area(row_id)
    at = QPointF(QPoint(area.left() + 40, area.top() + 6))
    button = Qt.MouseButton.NoButton
    if kind != QEvent.Type.MouseMove:
        button = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, view.viewport().mapToGlobal(at), button, button,
                        Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def line_of(text: str) -> str:
    return str(1 + next(n for n, line in enumerate(PAPER.splitlines()) if text in line))


def test_what_checks_a_paper_is_made_a_part_a_turn_while_one_is_looked_for(desk: Desk) -> None:
    desk.page.stack.show()
    desk.page.receive()
    way = desk.page.receiving
    assert "review" not in way.__dict__
    made = []
    for _turn in range(4):
        way._make_review()
        made.append([part for part in ("fields", "panel") if part in way.review.__dict__])
    assert made == [[], ["fields"], ["fields", "panel"], ["fields", "panel"]]


def test_f8_walks_the_doubts_the_least_sure_first_and_enter_agrees(desk: Desk, review: Any) -> None:
    figure, odd = row_named(review, "Công đoàn xã, phường tổ chức"), row_named(review, "Vận động")
    assert review.panel.title.text() == "Cần xem: 2"
    assert review.paper.current() == figure
    assert "– " in review.panel.queue.model().index(0, 0).data()
    desk.run("next-doubt")
    assert review.paper.current() == odd
    assert "thiếu một mục" in review.strip.told.text()
    assert review.panel.queue.current().row == odd
    desk.run("previous-doubt")
    assert review.paper.current() == figure
    press(review.paper, KEY.Key_Return)
    assert review.paper.current() == odd
    press(review.paper, KEY.Key_Return)
    assert review.sheet.doubts() == []
    assert review.panel.title.text() == "Đã xem đủ"
    assert review.told.text().endswith("đã xem đủ")
    desk.run("next-doubt")
    assert any("Đã xem đủ" in sentence for sentence in desk.sentences())


def test_what_is_read_from_a_row_is_shown_for_one_row_alone(desk: Desk, review: Any) -> None:
    targets = review.panel.targets
    assert "chưa chắc" in targets.told.text()
    figure, odd = row_named(review, "Công đoàn xã, phường tổ chức"), row_named(review, "Vận động")
    review.accept()
    review.paper.go_to(figure)
    assert targets.told.text().endswith("đã sửa, đã xem.")
    assert not targets.rows["indicator"].error.text()
    review.paper.go_to(odd)
    assert targets.none.text() == "Chưa thấy chỉ tiêu nào."
    targets.show_row(None)
    assert targets.none.text() == "Chọn một dòng để xem chỉ tiêu."
    review.tabs.setCurrentIndex(FIELDS)
    review._look_at_field("subject", None)
    assert review.panel.of_row.isHidden()
    review.tabs.setCurrentIndex(CONTENT)
    assert not review.panel.of_row.isHidden()


def test_choosing_on_either_side_shows_the_other(review: Any) -> None:
    row = row_named(review, "Có ít nhất 120")
    review.paper.go_to(row)
    assert review.source.lit() == {line_of("120 sáng kiến")}
    first, end = review.source.marks()[line_of("120 sáng kiến")]
    assert "120 sáng kiến" in PAPER.splitlines()[int(line_of("120 sáng kiến")) - 1][first:end]
    review.source.show_row(line_of("Bám sát"))
    mouse(review.source, line_of("Bám sát"), QEvent.Type.MouseButtonPress)
    assert review.paper.current() == row_named(review, "Bám sát")


def test_the_mouse_over_one_side_tints_the_other_and_resting_scrolls_gently(review: Any) -> None:
    rows = review.sheet.rows
    review.paper.go_to(rows[0].id)
    mouse(review.paper, rows[3].id, QEvent.Type.MouseMove)
    assert review.source.lit() == {line_of("Số: 41")}
    review.source.verticalScrollBar().setValue(review.source.verticalScrollBar().maximum())
    assert review.source.row_area(line_of("Số: 41")).top() < 0
    until(lambda: review.source.row_area(line_of("Số: 41")).top() >= 0)
    QApplication.sendEvent(review.paper, QEvent(QEvent.Type.Leave))
    assert review.source.lit() == {line_of("LIÊN ĐOÀN LAO ĐỘNG TỈNH")}
    review.source.show_row(line_of("Độc lập"))
    mouse(review.source, line_of("Độc lập"), QEvent.Type.MouseMove)
    assert review.paper.lit() == {row_named(review, "Độc lập")}


def test_an_assignment_tints_the_items_it_hands_out(review: Any) -> None:
    review.paper.go_to(row_named(review, "Ban Chính sách"))
    assert {review.sheet.row(one).block.label for one in review.paper.lit()} == {"1.1.", "1.2."}
    assert review.panel.hands.unit.text() == "Ban Chính sách"
    review.panel.hands.show_items.click()
    meant = ("Các công đoàn", "Công đoàn xã, phường tổ chức")
    assert review.paper.selected() == [row_named(review, start) for start in meant]


@pytest.mark.parametrize(("number", "kind"), list(enumerate(KINDS, start=1))[1:])
def test_number_keys_change_the_kind_of_several_rows(review: Any, number: int, kind: str) -> None:
    review.paper.go_to(row_named(review, "Các công đoàn"))
    press(review.paper, KEY.Key_Down, SHIFT)
    chosen = review.paper.selected()
    assert len(chosen) == 2
    press(review.paper, Qt.Key(KEY.Key_0 + number), text=str(number))
    assert {review.sheet.kind(one) for one in chosen} == {kind}
    assert review.left.told.text() == "Đã giữ đủ lời văn"
    press(review.paper, KEY.Key_Z, CONTROL)
    assert {review.sheet.kind(one) for one in chosen} == {"item"}
    press(review.paper, KEY.Key_Y, CONTROL)
    assert {review.sheet.kind(one) for one in chosen} == {kind}


def test_a_row_is_cut_by_the_button_where_the_caret_was_put(desk: Desk, review: Any) -> None:
    review.paper.go_to(row_named(review, "Có ít nhất 120"))
    text, before = review.strip.text, len(review.sheet.rows)
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton)
    caret = text.textCursor()
    caret.setPosition(text.toPlainText().index("sáng kiến"))
    text.setTextCursor(caret)
    QTest.mouseClick(review.strip.cut, Qt.MouseButton.LeftButton)
    assert len(review.sheet.rows) == before + 1
    second = review.sheet.row(review.paper.current())
    assert second.block.text.startswith("sáng kiến")
    assert not review.sheet.missing_words()


def test_a_level_that_cannot_change_says_why(desk: Desk, review: Any) -> None:
    first = next(one for one in review.sheet.rows if one.is_item)
    review.paper.go_to(first.id)
    press(review.paper, KEY.Key_Backtab)
    assert "đã ở cấp ngoài cùng" in desk.sentences()[-1]
    press(review.paper, KEY.Key_Tab)
    assert "Chưa lùi được" in desk.sentences()[-1]
    assert review.sheet.row(first.id).block.depth == first.block.depth
    text = next(one for one in review.sheet.rows if not one.is_item and not one.in_head)
    review.paper.go_to(text.id)
    press(review.paper, KEY.Key_Tab)
    assert "Chỉ mục có nhãn" in desk.sentences()[-1]


def test_levels_merging_and_splitting_by_key(review: Any) -> None:
    first, second = row_named(review, "Các công đoàn"), row_named(review, "Công đoàn xã, phường t")
    review.paper.go_to(first)
    press(review.paper, KEY.Key_Down, SHIFT)
    press(review.paper, KEY.Key_Backtab, SHIFT)
    assert {review.sheet.row(one).block.depth for one in (first, second)} == {1}
    press(review.paper, KEY.Key_Tab)
    assert review.sheet.row(second).block.depth == 2
    press(review.paper, KEY.Key_M, text="m")
    assert not review.sheet.has(second)
    assert review.paper.current() == first
    text = review.strip.text
    press(review.paper, KEY.Key_F2)
    cursor = text.textCursor()
    cursor.setPosition(text.toPlainText().index("1.2."))
    text.setTextCursor(cursor)
    press(text, KEY.Key_Return, CONTROL)
    assert review.sheet.row(review.paper.current()).block.label == "1.2."
    assert review.left.told.text() == "Đã giữ đủ lời văn"


def test_what_is_left_out_stays_listed_and_comes_back(review: Any) -> None:
    row = row_named(review, "Bám sát")
    review.paper.go_to(row)
    press(review.paper, KEY.Key_Delete)
    listed = {one.text for one in review.left.table.rows()}
    assert {"Bám sát thực tế từng đơn vị.", "- 3 -", "Độc lập - Tự do - Hạnh phúc"} <= listed
    shown = next(one for one in review.paper.rows() if one.id == row)
    assert shown.struck
    review.left.table.go_to((row, True))
    assert review.source.lit() == {line_of("Bám sát")}
    press(review.left.table, KEY.Key_Return)
    assert review.sheet.kind(row) == "text"
    assert "Bám sát thực tế từng đơn vị." not in {o.text for o in review.left.table.rows()}


def test_words_typed_over_are_told_as_left_out(review: Any) -> None:
    review.paper.go_to(row_named(review, "Bám sát"))
    press(review.paper, KEY.Key_F2)
    review.strip.text.selectAll()
    type_text(review.strip.text, "Bám sát đơn vị.")
    press(review.strip.text, KEY.Key_Return)
    assert ("thực tế từng", "Chữ đã thay khi sửa") in {
        (one.text, one.why) for one in review.left.table.rows()
    }


def test_a_target_is_corrected_in_the_panel(desk: Desk, review: Any) -> None:
    row = row_named(review, "Có từ 85%")
    review.paper.go_to(row)
    form = review.panel.targets
    assert form.value.text() == "85"
    form.value.setText("90")
    form.value.commit()
    form.texts["population"].setText("có từ 25 lao động trở lên")
    form.texts["population"].commit()
    form.indicator.showPopup()
    form.indicator.hidePopup()
    form.indicator.chosen.emit("A03")
    (target,) = review.sheet.row(row).targets
    assert (target.value, target.indicator) == ("90", "A03")
    assert target.population == "có từ 25 lao động trở lên"
    desk.run("accept")
    outline = plans.read_outline(desk.reader, desk.page.editor.plan)
    kept = next(r for r in outline if r.item.plain.startswith("Có từ 85%")).item.target
    assert kept is not None
    assert str(kept.value) == "90"


def test_fields_are_in_the_queue_and_enter_agrees_with_them(desk: Desk) -> None:
    text = PAPER.replace("Số: 41/KH-LĐLĐ\n", "")
    desk.page.receive()
    desk.page.receiver.read_text(text)
    desk.settle()
    review = desk.page.review
    desk.run("next-doubt")
    while review.current() != "field:number":
        desk.run("next-doubt")
    assert review.tabs.currentIndex() == FIELDS
    number = review.fields.fields["number"]
    assert number.hasFocus()
    number.setText("41/KH-LĐLĐ")
    press(number, KEY.Key_Return)
    assert review.sheet.result().value("number") == "41/KH-LĐLĐ"
    assert "field:number" not in {one.id for one in review.sheet.doubts()}
    assert review.tabs.currentIndex() == CONTENT


def test_a_line_of_the_source_leads_to_its_field(review: Any) -> None:
    review.tabs.setCurrentIndex(FIELDS)
    review.source.show_row(line_of("ngày 20 tháng 10"))
    mouse(review.source, line_of("ngày 20 tháng 10"), QEvent.Type.MouseButtonPress)
    assert review.current() in ("field:place", "field:date")
    review.fields.fields["subject"].setFocus()
    assert review.source.lit() == {line_of("Tổ chức phong trào")}


def test_a_review_left_half_done_is_offered_after_a_restart(
    desk: Desk, review: Any, ward: Path
) -> None:
    row = row_named(review, "Bám sát")
    review.paper.go_to(row)
    press(review.paper, KEY.Key_4, text="4")
    press(review.paper, KEY.Key_Return)
    state = review.sheet.state
    desk.run("cancel")
    assert desk.page.view == LIST
    assert not desk.page.receiving.waiting.isHidden()
    office = office_at(ward, "Công đoàn phường Sông Thanh")
    desk.shell.close()
    again = Shell(office, ENTRIES, MachineState(None))
    again.show()
    again.settle()
    try:
        page = again._host.get(ENTRIES[0]).page
        page.refresh()
        assert page.receiving.waiting.title.text() == "Đang đọc dở một văn bản"
        (waiting,) = readings.list_readings(desk.reader)
        page.receiving.go_on(waiting.id)
        again.settle()
        assert page.view == REVIEW
        assert page.review.sheet.state == state
        assert page.review.paper.current()
        page.receiving.accept(plan_head.TEMPLATE)
        again.settle()
        assert readings.list_readings(desk.reader) == []
    finally:
        again.settle()
        again.close()


def test_undo_of_the_office_takes_back_a_correction_in_front(desk: Desk, review: Any) -> None:
    row = row_named(review, "Bám sát")
    review.paper.go_to(row)
    press(review.paper, KEY.Key_4, text="4")
    desk.settle()
    desk.shell.undo()
    desk.settle()
    desk.settle()
    assert review.sheet.kind(row) == "text"
    assert review.paper.current() == row
    desk.shell.redo()
    desk.settle()
    desk.settle()
    assert review.sheet.kind(row) == "basis"


def test_undoing_the_reading_itself_leads_back_to_the_list(desk: Desk, review: Any) -> None:
    assert review.keeper.review_id
    desk.shell.undo()
    desk.settle()
    desk.settle()
    assert desk.page.view == LIST
    assert desk.page.receiving.waiting.isHidden()


def test_undoing_the_acceptance_offers_the_review_again(desk: Desk, review: Any) -> None:
    press(review.paper, KEY.Key_Return)
    state = review.sheet.state
    desk.run("accept-draft")
    assert desk.page.view == EDITOR
    desk.run("back")
    desk.shell.undo()
    desk.settle()
    (waiting,) = readings.list_readings(desk.reader)
    assert plans.list_plans(desk.reader, role=plan_head.PARENT) == []
    desk.page.receiving.go_on(waiting.id)
    desk.settle()
    assert review.sheet.state == state


def test_a_waiting_review_is_put_away_and_taken_back(desk: Desk, review: Any) -> None:
    desk.run("cancel")
    (waiting,) = readings.list_readings(desk.reader)
    desk.page.receiving.drop(waiting)
    desk.settle()
    assert desk.page.receiving.waiting.isHidden()
    (strip,) = [s for s in desk.shell.messages.strips() if "Đã bỏ" in s.message.text]
    strip._act()
    desk.settle()
    assert not desk.page.receiving.waiting.isHidden()


def test_several_files_dropped_at_once_wait_in_a_queue(
    desk: Desk, paper: Path, tmp_path: Path
) -> None:
    other = tmp_path / "khác.txt"
    other.write_text(PAPER.replace("41/KH", "42/KH"), encoding="utf-8")
    bad = tmp_path / "hỏng.docx"
    bad.write_bytes(b"PK\x03\x04 cut short")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in (paper, bad, other)])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    desk.run("receive")
    desk.page.receiver.area.dropEvent(event)
    for _file in range(3):
        desk.settle()
    page = desk.page
    assert page.view == REVIEW
    assert page.review.title.text() == "Kế hoạch 41.txt"
    assert [one.name for one in readings.list_readings(desk.reader)] == [paper.name, other.name]
    assert any("hỏng.docx: Tệp bị hỏng" in sentence for sentence in desk.sentences())
    desk.run("accept")
    assert page.view == EDITOR
    assert any("Còn 1 văn bản" in sentence for sentence in desk.sentences())


def test_ctrl_v_on_the_list_reads_what_was_copied(desk: Desk, paper: Path) -> None:
    QGuiApplication.clipboard().setText(PAPER)
    desk.run("paste-read")
    desk.settle()
    assert desk.page.view == REVIEW
    assert desk.page.review.sheet.result().value("number") == "41/KH-LĐLĐ"
    desk.run("cancel")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(paper))])
    QGuiApplication.clipboard().setMimeData(mime)
    desk.run("paste-read")
    desk.settle()
    assert desk.page.review.title.text() == paper.name
    desk.run("cancel")
    mime = QMimeData()
    mime.setText("KẾ HOẠCH\nNăm 2027\nChăm lo")
    mime.setData("text/rtf", rb"{\rtf1\uc1 K\u7870? HO\u7840?CH\par N\u259?m 2027\par"
                 rb"{\listtext 1.\tab}Ch\u259?m lo\par}")  # fmt: skip
    QGuiApplication.clipboard().setMimeData(mime)
    desk.run("paste-read")
    desk.settle()
    assert [one.label for one in desk.page.review.sheet.result().outline] == ["1."]
    desk.run("cancel")
    QGuiApplication.clipboard().clear()
    desk.run("paste-read")
    assert desk.page.view == LIST
    assert any("Chưa chép" in sentence for sentence in desk.sentences())


def test_leaving_while_files_are_read_stops_reading(desk: Desk, paper: Path) -> None:
    desk.page.receive()
    desk.page.receiver.take([paper, paper])
    assert desk.page.view == RECEIVE
    assert "1/2" in desk.page.receiver.doing.text()
    desk.run("cancel")
    desk.settle()
    assert desk.page.view == LIST
    assert readings.list_readings(desk.reader) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_stopping_ends_the_program_that_opens_an_old_word_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, mark = tmp_path / "đã mở", tmp_path / "còn sống"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\ntouch '{begun}'; (sleep 2; touch '{mark}') & sleep 30\n")
    program.chmod(0o755)
    monkeypatch.setattr(word_processor, "office_program", lambda: program)
    doc = CORPUS / "files" / "old_word_district_plan.doc"
    desk.page.receive()
    receiver = desk.page.receiver
    receiver.take([doc])
    until(begun.exists)
    assert receiver.stop.isVisible()
    assert doc.name in receiver.doing.text()
    stopped = time.monotonic()
    receiver.stop.click()
    assert not receiver.stop.isVisible()
    desk.settle()
    until(lambda: not desk.shell._runner.running)
    assert time.monotonic() - stopped < 1.5
    assert receiver.error.text() == ""
    time.sleep(max(0.0, stopped + 2.4 - time.monotonic()))
    assert not mark.exists()


def test_the_pages_of_a_pdf_stand_beside_and_show_the_chosen_row(
    desk: Desk, tmp_path: Path
) -> None:
    from desktop.cli.main import main

    pdf = tmp_path / "kế hoạch.pdf"
    assert main(["draft", "--from", "viec-lam-ben-vung", "--year", "2027", "--out", str(pdf)]) == 0
    desk.page.receive_files([pdf])
    desk.settle()
    review = desk.page.review
    assert not review.left.pdf_button.isHidden()
    review.left.pdf_button.click()
    desk.settle()
    pages = review.left.pages()
    until(lambda: pages.page_count() > 1)
    row = next(r for r in reversed(review.sheet.rows) if r.is_item and len(r.block.text) > 60)
    review.paper.go_to(row.id)
    count, page = pages.page_count(), review.sheet.reading.page_of(row.block.span.first)
    assert page > 1
    until(lambda: pages.current_page() == page)
    assert review.left.heading.text() == f"Văn bản gốc · trang {page}/{count}"
    review.source.hovered.emit(str(row.block.span.first))
    told = review.source.viewport().toolTip()
    assert told == f"Dòng {row.block.span.first}, trang {page}"
    review.paper.go_to(review.sheet.rows[0].id)
    assert review.left.heading.text() == f"Văn bản gốc · trang 1/{count}"
    review.left.pdf_button.click()
    assert review.left.pages() is None
    pages.stop()
    desk.run("cancel")
    pdf.unlink()
    (waiting,) = readings.list_readings(desk.reader)
    desk.page.receiving.go_on(waiting.id)
    desk.settle()
    assert review.left.pdf_button.isHidden()
