"""The register of documents out, a paper's life, and new papers of each kind, in the window."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.plans import (
    comments,
    outgoing,
    plan_head,
    plan_issue,
    plan_life,
    plan_numbers,
    plans,
)
from desktop.tasks.papers.returned_paper import read_returned, write_for_comment
from desktop.ui.pages.plans.editor.parts import CHECKS
from desktop.ui.pages.plans.life.dialogs import HistoryDialog, ReturnedDialog, WithdrawDialog
from desktop.ui.pages.plans.life.issue_dialog import IssueDialog
from desktop.ui.pages.plans.life.register_dialog import EntryDialog
from desktop.ui.pages.plans.listing.kind_dialog import KindDialog
from desktop.ui.pages.plans.plans_page import EDITOR, REGISTER
from tests.ui.pages.plans.conftest import Desk

DAY = date(2026, 11, 12)
Look = Callable[[QWidget, str], None]


@pytest.fixture
def look() -> Look:
    """Draw a widget into the folder LOOK_AT names, for a person to see."""

    def draw(widget: QWidget, name: str) -> None:
        folder = os.environ.get("LOOK_AT")
        if folder:
            widget.grab().save(str(Path(folder) / f"{name}.png"))

    return draw


def dialog_of(kind: type[Any]) -> Any:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind)][-1]


def do(desk: Desk, verb: Callable[[Any], object]) -> None:
    desk.page.desk.do(verb)
    desk.settle()


def test_issuing_asks_who_signs_and_tells_of_odd_numbers(desk: Desk, look: Look) -> None:
    desk.page.open_plan(desk.draft)
    desk.run("issue")
    dialog = dialog_of(IssueDialog)
    assert dialog.odd.isHidden() or "Bỏ trống" not in dialog.odd.text()
    dialog.number.setText("04")
    assert "Bỏ trống số 01, 02, 03." in dialog.odd.text()
    look(dialog, "issue")
    for field in (dialog.number, dialog.signer, dialog.day.line):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)  # it cannot be undone: never by Enter alone
        assert (dialog.isVisible(), dialog.error.isHidden()) == (True, True)
    deputy = next(
        dialog.way.itemData(place)
        for place in range(dialog.way.count())
        if dialog.way.itemData(place) and dialog.way.itemData(place).id == "kt"
    )
    dialog.way.show_value(deputy)
    dialog.signer.setText("Trần Thị Bình")
    dialog.deed_button.click()
    desk.settle()
    head = plans.read_plan(desk.reader, desk.draft)
    assert (head.number, head.authority, head.signer_title, head.signer_name) == (
        "04", ("KT. CHỦ TỊCH",), "PHÓ CHỦ TỊCH", "Trần Thị Bình",
    )  # fmt: skip


def test_a_number_of_the_one_series_is_used_again_only_when_insisted(desk: Desk) -> None:
    do(desk, lambda store: plan_numbers.set_series(store, "one"))
    entry = outgoing.Outgoing("7", "QĐ-CĐP", "2026-11-01", "QD", "Khen thưởng")
    do(desk, lambda store: outgoing.add_outgoing(store, entry))
    desk.page.open_plan(desk.draft)
    desk.run("issue")
    dialog = dialog_of(IssueDialog)
    dialog.number.setText("7")
    dialog.signer.setText("Trần Thị Bình")
    dialog.deed_button.click()
    desk.settle()
    assert plans.read_plan(desk.reader, desk.draft).state == plan_head.DRAFT
    assert dialog.deed_button.text() == "Vẫn dùng số này"
    dialog.deed_button.click()
    desk.settle()
    assert plans.read_plan(desk.reader, desk.draft).number == "07"


def test_the_register_lists_issued_and_typed_papers(desk: Desk, look: Look) -> None:
    do(desk, lambda store: plan_issue.issue_plan(store, desk.draft, 3, DAY))
    desk.run("register")
    assert desk.page.view == REGISTER
    view = desk.page.register
    assert [one.number for one in view.table.rows()] == ["03"]
    view.add()
    dialog = dialog_of(EntryDialog)
    dialog.perform()
    assert "không hợp lệ" in dialog.error.text()
    dialog.number.setText("12/QĐ-CĐP")
    dialog.subject.setPlainText("Công nhận Ban Chấp hành CĐCS Công ty May Sông Thanh")
    dialog.recipients.setPlainText("Như Điều 3\nLưu: VT")
    dialog.copies.setText("5")
    look(dialog, "register-entry")
    dialog.perform()
    desk.settle()
    assert [one.full_number for one in view.table.rows()] == [
        view._lines[0].full_number, "12/QĐ-CĐP",
    ]  # fmt: skip
    look(desk.shell, "register")
    view.search.setText("cong nhan may")
    view._show()
    assert [one.full_number for one in view.table.rows()] == ["12/QĐ-CĐP"]
    view.search.setText("")
    view._show()
    view.open_line(view._lines[0])
    assert desk.page.view == EDITOR


def test_the_three_ways_to_change_an_issued_paper_are_told_where_it_is_read(desk: Desk) -> None:
    desk.page.open_plan(desk.draft)
    ways = desk.page.editor.content.ways
    assert ways.isHidden()
    do(desk, lambda store: plan_issue.issue_plan(store, desk.draft, 3, DAY))
    assert ways.isVisible()
    hosted = desk.shell._host.front
    assert hosted is not None
    named = {made.text() for one, made in hosted.declared if one.id in desk.offered()}
    told = [part.split("”")[0] for part in ways.text().split("“")[1:]]
    assert len(told) == 3
    assert {*told} <= named
    editor = desk.page.editor
    editor.show_tab(CHECKS)
    desk.settle()
    assert editor.checks.told.text().startswith("Văn bản đã ban hành.")
    names = [editor.tabs.tabText(place) for place in range(editor.tabs.count())]
    assert "Cần xem" in names
    do(desk, lambda store: plan_life.withdraw_plan(store, desk.draft, DAY))
    assert ways.isHidden()


def test_a_paper_is_withdrawn_and_its_history_tells(desk: Desk, look: Look) -> None:
    do(desk, lambda store: plan_issue.issue_plan(store, desk.draft, 3, DAY))
    desk.page.open_plan(desk.draft)
    assert {"withdraw", "replace-paper", "amend-partly", "history"} <= desk.offered()
    desk.run("withdraw")
    dialog = dialog_of(WithdrawDialog)
    dialog.why.setText("Ghi nhầm thẩm quyền")
    look(dialog, "withdraw")
    dialog.perform()
    desk.settle()
    assert desk.page.editor.state.text() == "Đã thu hồi"
    desk.run("history")
    dialog = dialog_of(HistoryDialog)
    look(dialog, "history")
    assert [one.what.partition(":")[0] for one in dialog.table.rows()] == [
        "Ban hành số 03/KH-CĐP", "Thu hồi",
    ]  # fmt: skip


def test_a_replacing_paper_opens_as_a_draft(desk: Desk) -> None:
    do(desk, lambda store: plan_issue.issue_plan(store, desk.draft, 3, DAY))
    desk.page.open_plan(desk.draft)
    desk.run("replace-paper")
    new = desk.page.editor.plan
    assert new != desk.draft
    assert plans.read_plan(desk.reader, new).amends == desk.draft
    desk.page.open_plan(desk.draft)
    desk.run("replace-paper")
    assert desk.page.editor.plan == new
    assert any("Đã có bản dự thảo này" in text for text in desk.sentences())


def test_withdrawing_a_replacement_says_what_holds_again(desk: Desk) -> None:
    do(desk, lambda store: plan_issue.issue_plan(store, desk.draft, 3, DAY))
    desk.page.open_plan(desk.draft)
    desk.run("replace-paper")
    new = desk.page.editor.plan
    do(desk, lambda store: plan_issue.issue_plan(store, new, 4, DAY))
    desk.page.open_plan(desk.draft)
    assert "amend" not in desk.offered()
    desk.page.open_plan(new)
    desk.run("withdraw")
    dialog_of(WithdrawDialog).perform()
    desk.settle()
    assert any("03/KH-CĐP có hiệu lực trở lại" in text for text in desk.sentences())
    desk.page.open_plan(desk.draft)
    assert "amend" in desk.offered()


def test_points_that_came_back_are_ticked_and_taken(desk: Desk, tmp_path: Path, look: Look) -> None:
    import docx

    path = write_for_comment(desk.reader, desk.draft, tmp_path / "gop-y.docx")
    opened = docx.Document(str(path))
    (place,) = [p for p in opened.paragraphs if p.text == "MỤC ĐÍCH, YÊU CẦU"][:1]
    opened.add_comment(place.runs, "Nêu gọn hơn", "Lê An", "LA")
    opened.save(str(path))
    found = read_returned(desk.reader, desk.draft, path)
    desk.page.open_plan(desk.draft)
    desk.page.life.show_returned(desk.draft, path.name, found)
    dialog = dialog_of(ReturnedDialog)
    look(dialog, "returned")
    assert [point.text for point in dialog.chosen()] == ["Nêu gọn hơn"]
    dialog.perform()
    desk.settle()
    assert [one.text for one in comments.read_comments(desk.reader, desk.draft)] == ["Nêu gọn hơn"]


def test_a_new_paper_begins_in_the_form_of_its_kind(desk: Desk, look: Look) -> None:
    desk.run("new")
    dialog = dialog_of(KindDialog)
    assert dialog.list.count() == 8
    dialog.list.setCurrentRow(6)
    look(dialog, "kinds")
    dialog.perform()
    desk.settle()
    head = plans.read_plan(desk.reader, desk.page.editor.plan)
    assert (head.doc_type, head.symbol, head.year) == ("QD", "QĐ-CĐP", 2026)


def test_the_programme_with_the_years_events_fits_the_window(desk: Desk, look: Look) -> None:
    from desktop.tasks.papers import programme
    from desktop.ui.pages.plans.editor.editor import PROGRAMME

    rows = [row for row, _there in programme.offered_events(desk.reader, desk.draft)]
    do(desk, lambda store: programme.add_events(store, desk.draft, rows))
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    desk.settle()
    tab = desk.page.editor.programme
    look(desk.shell, "programme")
    assert tab.total.text().startswith(f"{len(rows)} việc")
    tab.events()
    from desktop.ui.pages.plans.programme.dialogs import EventsDialog

    dialog = dialog_of(EventsDialog)
    look(dialog, "events")
    assert dialog.chosen() == []
    dialog.reject()


def test_another_paper_does_not_open_with_the_findings_of_the_last(desk: Desk) -> None:
    editor = desk.page.editor
    desk.page.open_plan(desk.draft)
    desk.settle()
    editor.check()
    assert editor._findings
    desk.page.new_paper()
    dialog = dialog_of(KindDialog)
    assert dialog.year.typed() == "2027"
    dialog.list.setCurrentRow(2)
    assert dialog.year.typed() == "2026"
    dialog.perform()
    desk.settle()
    assert editor.late_checks.isActive()
    assert editor.head.title == "Công văn …"
    editor.check()
    assert {one.part for one in editor.checks._found} == {"head", "item"}
