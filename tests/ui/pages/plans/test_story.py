"""From the province's paper to our own issued plan on the disk, through the real window."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.intake.documents import read_document
from desktop.models.pdfium import PDFIUM
from desktop.models.plans import plan_head, plan_issue, plans, readings
from desktop.ui.pages.plans.editor.editor import CONTENT, COVERAGE, PREVIEW
from desktop.ui.pages.plans.life.issue_dialog import IssueDialog
from desktop.ui.pages.plans.plans_page import EDITOR, LIST, RECEIVE, REVIEW
from tests.support.keyboard import compose, press, type_text
from tests.ui.pages.plans.conftest import PAPER, Desk
from tests.ui.test_store_thread import until

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """The province's paper under a name with Vietnamese letters and spaces."""
    place = tmp_path / "Kế hoạch thi đua của tỉnh.txt"
    place.write_text(PAPER, encoding="utf-8")
    return place


def pdf_text(data: bytes) -> str:
    import pypdfium2

    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_read_review_draft_edit_preview_print_issue(
    desk: Desk, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page
    desk.run("receive")
    assert page.view == RECEIVE
    page.receiver.take([paper])
    desk.settle()
    assert page.view == REVIEW

    review = page.review
    assert review.told.text() == "14 mục · Cần xem: 2"
    assert review.sheet is not None
    press(review.paper, KEY.Key_Return)
    odd = review.paper.current()
    assert review.sheet.row(odd).block.text.startswith("Vận động")
    (lit,) = review.source.lit()
    assert PAPER.splitlines()[int(lit) - 1].startswith("d) Vận động")
    press(review.paper, KEY.Key_Return)
    assert review.sheet.doubts() == []

    desk.run("accept-draft")
    assert page.view == EDITOR
    editor = page.editor
    assert editor.tab() == COVERAGE
    assert editor.coverage.told.text().startswith("6/6 nhiệm vụ đã có")
    assert any(line.left_out for line in editor.coverage.table.rows())
    plan = editor.plan
    head = plans.read_plan(desk.reader, plan)
    assert (head.year, head.role, head.state) == (2027, plan_head.OWN, plan_head.DRAFT)

    editor.show_tab(CONTENT)
    view = editor.content.view
    assert view.editor is not None
    last = view.editor.outline.rows[-1].id
    view.put_caret(last, 1 << 30)
    view.setFocus()
    press(view, KEY.Key_Return)
    type_text(view, "Giao Ủy ban ")
    QApplication.sendEvent(view, QInputMethodEvent("kiể", []))
    compose(view, "kiểm", "kiểm tra theo dõi.")
    press(view, KEY.Key_Up)
    assert "Giao Ủy ban kiểm tra theo dõi." in desk.texts(plan)[-1]

    monkeypatch.setattr(page.desk, "choose_target", lambda *_a: tmp_path / "ra.docx")
    editor.show_tab(PREVIEW)
    desk.settle()
    until(lambda: editor.preview.data is not None)
    assert "Giao Ủy ban kiểm tra theo dõi./." not in pdf_text(editor.preview.data or b"")
    assert "Giao Ủy ban kiểm tra theo dõi." in pdf_text(editor.preview.data or b"")
    until(lambda: editor.preview.preview.paper.page_count() >= 1)

    desk.run("word")
    again = read_document(tmp_path / "ra.docx")
    texts = [block.text for block in again.body]
    assert any("Giao Ủy ban kiểm tra theo dõi." in text for text in texts)
    assert again.value("issuer") == "CÔNG ĐOÀN PHƯỜNG SÔNG THANH"
    monkeypatch.setattr(page.desk, "choose_target", lambda *_a: tmp_path / "ra.pdf")
    desk.run("pdf")
    assert "Giao Ủy ban kiểm tra" in pdf_text((tmp_path / "ra.pdf").read_bytes())

    desk.run("issue")
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, IssueDialog)]
    dialog.number.setText("07")
    dialog.signer.setText("Trần Thị Bình")
    dialog.deed_button.click()
    assert "chỗ để trống" in dialog.error.text()
    dialog.deed_button.click()
    desk.settle()
    issued = plans.read_plan(desk.reader, plan)
    assert issued.full_number == "07/KH-CĐP"
    assert issued.date == "2026-11-12"
    assert not dialog.isVisible()
    assert not view.writable
    assert "issue" not in desk.offered()

    desk.run("amend")
    assert view.writable
    assert list(plan_issue.revisions(desk.reader, plan)) == [1]


def test_undo_takes_back_the_step_after_the_item_was_left(desk: Desk) -> None:
    desk.page.open_plan(desk.draft)
    view = desk.page.editor.content.view
    before = desk.texts(desk.draft)
    view.setFocus()
    press(view, KEY.Key_End)
    type_text(view, " THÊM")
    press(view, KEY.Key_Down)
    assert desk.texts(desk.draft)[0] == f"{before[0]} THÊM"
    desk.shell.undo()
    desk.settle()
    assert desk.texts(desk.draft) == before
    assert view.rows()[0].text[0][0] in before[0]
    desk.shell.redo()
    assert desk.texts(desk.draft)[0] == f"{before[0]} THÊM"


def test_leaving_the_page_keeps_what_was_being_typed(desk: Desk) -> None:
    desk.page.open_plan(desk.draft)
    view = desk.page.editor.content.view
    view.setFocus()
    press(view, KEY.Key_End)
    type_text(view, " GIỮ LẠI")
    desk.shell.go("templates")
    assert desk.texts(desk.draft)[0].endswith("GIỮ LẠI")


def test_a_missing_duty_is_taken_over_from_the_upper_paper(desk: Desk, paper: Path) -> None:
    page = desk.page
    page.receive_files([paper])
    desk.settle()
    desk.run("accept-draft")
    editor, view = page.editor, page.editor.content.view
    assert view.editor is not None
    answering = [row.id for row in view.editor.outline if row.item.answers]
    view.put_caret(answering[0])
    view.editor.first = answering[0]
    press(view, KEY.Key_Delete)
    desk.settle()
    assert editor.coverage.told.text().startswith("5/6 nhiệm vụ đã có; còn thiếu II.1.a")
    editor.content.fold.setChecked(True)
    editor.content.parent_pane.next_missing()
    missing = editor.content.parent_pane.paper.current()
    press(editor.content.parent_pane.paper, KEY.Key_Return)
    desk.settle()
    assert editor.coverage.told.text() == "6/6 nhiệm vụ đã có"
    outline = plans.read_outline(desk.reader, editor.plan)
    assert missing in {row.item.answers for row in outline}


def test_a_refused_file_is_told_beside_the_button_and_nothing_is_kept(
    desk: Desk, tmp_path: Path
) -> None:
    page = desk.page
    bad = tmp_path / "hỏng.docx"
    bad.write_bytes(b"PK\x03\x04 cut short")
    page.receive_files([bad])
    desk.settle()
    assert page.view == RECEIVE
    assert not page.receiver.error.isHidden()
    assert page.receiver.error.text().startswith("Tệp bị hỏng hoặc bị cắt ngang.")
    assert page.receiver._progress.isHidden()
    assert len(plans.list_plans(desk.reader, role=None)) == 1
    page.receiver.text.setPlainText("… 123 …")
    page.receiver.read_text()
    desk.settle()
    assert "không có chữ" in page.receiver.error.text()


def test_pasted_text_becomes_a_template_of_the_office(desk: Desk) -> None:
    page = desk.page
    desk.run("paste")
    page.receiver.text.setPlainText(PAPER)
    page.receiver.read_text()
    desk.settle()
    page.review.tabs.setCurrentIndex(1)
    page.review.fields.fields["subject"].setFocus()
    desk.run("accept-template")
    (kept,) = plans.list_plans(desk.reader, role=plan_head.TEMPLATE)
    assert kept.subject.startswith("Tổ chức phong trào thi đua")
    desk.run("draft-own")
    own = plans.read_plan(desk.reader, page.editor.plan)
    assert own.role == plan_head.OWN
    assert own.issuer == "Công đoàn phường Sông Thanh"
    assert own.number == ""
    assert own.symbol == "KH-CĐP"


def test_a_paper_received_twice_is_kept_once(desk: Desk, paper: Path) -> None:
    for _time in range(2):
        desk.page.receive_files([paper])
        desk.settle()
        desk.run("accept")
    assert len(plans.list_plans(desk.reader, role=plan_head.PARENT)) == 1
    assert any("trước đây" in sentence for sentence in desk.sentences())


def test_reading_can_be_stopped(desk: Desk, paper: Path) -> None:
    page = desk.page
    page.receive()
    page.receiver.take([paper])
    page.receiver.stop.click()
    desk.settle()
    assert page.view == RECEIVE
    page.back()
    assert page.view == LIST


def test_reading_is_stopped_by_esc(desk: Desk, paper: Path) -> None:
    page = desk.page
    page.receive()
    page.receiver.take([paper])
    QTest.keyClick(page.receiver.text, Qt.Key.Key_Escape)
    desk.settle()
    assert page.view == RECEIVE
    assert not plans.list_plans(desk.reader, role=plan_head.PARENT)
    assert not readings.list_readings(desk.reader)
