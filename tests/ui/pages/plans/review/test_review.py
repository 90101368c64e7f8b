"""The review screen with keys and the mouse: linking, kinds, what is left out, what is kept."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.plans import plans, readings
from desktop.ui.pages.plans.review.strip import KINDS
from desktop.ui.pages.plans.review.view import CONTENT, FIELDS
from tests.intake.review.papers import PAPER
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import Desk
from tests.ui.pages.plans.review.conftest import row_named
from tests.ui.test_store_thread import until

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


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
