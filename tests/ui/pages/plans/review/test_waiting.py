"""Papers that wait to be read or reviewed: put away, taken up again, several, stopped."""

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from desktop.intake.sources import word_processor
from desktop.models.plans import plan_head, plans, readings
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.plans.plans_page import EDITOR, LIST, RECEIVE, REVIEW
from desktop.ui.shell import Shell
from tests.intake.gathering import CORPUS
from tests.intake.review.papers import PAPER
from tests.support.keyboard import press
from tests.ui.pages.plans.conftest import ENTRIES, Desk
from tests.ui.pages.plans.review.conftest import row_named
from tests.ui.test_store_thread import until

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


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
