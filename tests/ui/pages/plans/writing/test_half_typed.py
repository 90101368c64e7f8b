"""What is typed in a plan and not handed over waits for the next run of the program."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.models.plans import comments, milestones, plans
from desktop.ui.app import office_at
from desktop.ui.dialogs.base import Dialog
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.plans.editor.parts import COMPARE, HEAD
from desktop.ui.pages.plans.life.issue_dialog import IssueDialog
from desktop.ui.pages.plans.life.register_dialog import EntryDialog
from desktop.ui.pages.plans.writing.lists import WritingLists
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import ENTRIES, Desk

ESCAPE = Qt.Key.Key_Escape


@pytest.fixture
def editing(desk: Desk) -> Desk:
    desk.page.open_plan(desk.draft)
    desk.settle()
    return desk


@contextmanager
def next_run(desk: Desk, folder: Path) -> Iterator[Desk]:
    """The program after it was ended from outside: the office as it lies on the disk."""
    desk.page.desk.half_typed._timer.timeout.emit()  # the second after the last letter is over
    desk.settle()
    shutil.copytree(desk.reader.folder, folder, ignore=shutil.ignore_patterns("office.lock"))
    office = replace(office_at(folder, "Sổ"), now=lambda: datetime(2026, 11, 12, 10))
    shell = Shell(office, ENTRIES, MachineState(None))
    shell.show()
    shell.settle()
    reader = office.open_reader()
    try:
        again = Desk(shell, reader, desk.draft)
        again.page.open_plan(desk.draft)
        again.settle()
        yield again
    finally:
        shell.close()
        reader.close()
        shell.deleteLater()


def items(desk: Desk) -> list[str]:
    return [row.id for row in plans.read_outline(desk.reader, desk.draft)]


def go(desk: Desk, item: str) -> Any:
    desk.page.editor.content.view.put_caret(item)
    return desk.page.editor


def press_see(desk: Desk) -> None:
    (strip,) = desk.shell.messages.strips()
    (see,) = [b for b in strip.findChildren(QPushButton) if b.text() == "Xem"]
    see.click()
    desk.settle()


def test_a_comment_half_written_is_there_in_the_next_run(editing: Desk, tmp_path: Path) -> None:
    first, other = items(editing)[2:4]
    type_text(go(editing, first).remarks.text, "Nêu rõ số lượng")
    with next_run(editing, tmp_path / "sau") as again:
        (told,) = again.sentences()
        assert told.startswith("Lần trước còn chữ gõ dở, nay có lại: ý kiến ở mục ")
        assert go(again, other).remarks.text.toPlainText() == ""
        press_see(again)
        box = again.page.editor.remarks
        assert box.text.toPlainText() == "Nêu rõ số lượng"
        assert box.text.hasFocus() or box.window().focusWidget() is box.text
        box.hand_over()
        again.settle()
        assert [one.text for one in comments.read_comments(again.reader, again.draft)] == [
            "Nêu rõ số lượng"
        ]
        assert go(again, other).remarks.text.toPlainText() == ""
        assert go(again, first).remarks.text.toPlainText() == ""
        with next_run(again, tmp_path / "sau nữa") as third:
            assert third.sentences() == []
            assert go(third, first).remarks.text.toPlainText() == ""


def test_a_comment_being_reworded_is_there_in_the_next_run(editing: Desk, tmp_path: Path) -> None:
    first = items(editing)[2]
    plan = editing.draft
    editing.page.desk.do(lambda store: comments.add_comment(store, plan, first, "Nêu số"))
    editing.settle()
    (one,) = comments.read_comments(editing.reader, plan)
    box = go(editing, first).remarks
    box.edit(one.id)
    type_text(box.editor, "Rõ hơn: ")
    with next_run(editing, tmp_path / "sau") as again:
        box = go(again, first).remarks
        assert box.editor is not None
        assert box.editor.toPlainText() == "Rõ hơn: Nêu số"
        press(box.editor, ESCAPE)
        assert box.editor is None
        assert comments.read_comments(again.reader, plan)[0].text == "Nêu số"
        with next_run(again, tmp_path / "sau nữa") as third:
            assert go(third, first).remarks.editor is None


def test_escape_gives_a_new_comment_up_and_the_keyboard_takes_it_back(editing: Desk) -> None:
    box = go(editing, items(editing)[2]).remarks
    type_text(box.text, "Nêu rõ")
    press(box.text, ESCAPE)
    assert box.text.toPlainText() == ""
    assert not editing.page.desk.half_typed.at(f"plan/{editing.draft}")
    box.text.undo()
    assert box.text.toPlainText() == "Nêu rõ"


def test_fields_of_an_item_keep_what_was_typed_and_never_left(
    editing: Desk, tmp_path: Path
) -> None:
    first, other = items(editing)[2:4]
    panel = go(editing, first).panel
    type_text(panel.owner, "Ban Chính sách")
    type_text(panel.cost, "12 cây vàng")
    with next_run(editing, tmp_path / "sau") as again:
        go(again, other)
        panel = go(again, first).panel
        again.settle()
        outline = plans.read_outline(again.reader, again.draft)
        assert outline.row(first).item.owner == "Ban Chính sách"
        assert outline.row(other).item.owner == ""
        assert panel.cost.text() == "12 cây vàng"
        assert panel.rows["cost"].error.text() == "“12 cây vàng” không phải là số."
        panel.cost.show_text("")
        type_text(panel.cost, "12000000")
        panel.cost.commit()
        again.settle()
        assert plans.read_outline(again.reader, again.draft).row(first).item.cost == 12_000_000
        assert not again.page.desk.half_typed.at(f"plan/{again.draft}")


def test_a_number_that_cannot_be_read_waits_at_its_item(editing: Desk) -> None:
    first, other = items(editing)[2:4]
    panel = go(editing, first).panel
    type_text(panel.cost, "12 tr")
    panel.cost.commit()
    go(editing, other)
    assert panel.cost.text() == ""
    go(editing, first)
    assert panel.cost.text() == "12 tr"
    press(panel.cost, ESCAPE)
    go(editing, other)
    go(editing, first)
    assert panel.cost.text() == ""


def test_a_range_with_one_number_waits_for_the_other(editing: Desk) -> None:
    first, other = items(editing)[2:4]
    panel = go(editing, first).panel
    panel._put_comparator("range")
    type_text(panel.value, "5")
    panel.value.commit()
    told = panel.rows["target"].error.text()
    assert told == "Ghi đủ hai số, từ … đến …; chưa đủ thì chưa ghi."
    go(editing, other)
    assert panel.comparator.value() is None
    go(editing, first)
    assert (panel.comparator.value(), panel.value.text()) == ("range", "5")
    type_text(panel.value_max, "9")
    panel.value_max.commit()
    editing.settle()
    (target,) = plans.read_outline(editing.reader, editing.draft).row(first).item.targets
    assert (target.comparator, target.value, target.value_max) == ("range", 5, 9)
    go(editing, other)
    go(editing, first)
    assert (panel.value.text(), panel.value_max.text()) == ("5", "9")


def test_fields_of_the_paper_keep_what_was_typed_and_never_left(
    editing: Desk, tmp_path: Path
) -> None:
    editing.page.editor.show_tab(HEAD)
    form = editing.page.editor.form
    type_text(form.fields["signer_name"], "Đỗ Thị Lan")
    form.fields["opening"].setPlainText("Ban Thường vụ xây dựng kế hoạch")
    type_text(form.fields["date"].line, "31/13")
    with next_run(editing, tmp_path / "sau") as again:
        (told,) = again.sentences()
        assert told == "Lần trước còn chữ gõ dở, nay có lại: Thông tin văn bản."
        press_see(again)
        form = again.page.editor.form
        assert form.fields["date"].line.text() == "31/13"
        again.settle()
        head = plans.read_plan(again.reader, again.draft)
        assert head.signer_name == "Đỗ Thị Lan"
        assert head.opening == ("Ban Thường vụ xây dựng kế hoạch",)


def test_closing_the_window_keeps_what_is_half_written(editing: Desk) -> None:
    first = items(editing)[2]
    type_text(go(editing, first).remarks.text, "Nêu rõ số lượng")
    place = f"half-typed/plan/{editing.draft}"
    editing.shell.close()
    assert editing.reader.machine(place) == {f"remark/{first}": "Nêu rõ số lượng"}


def test_one_who_types_without_rest_is_kept_too(editing: Desk) -> None:
    first = items(editing)[2]
    view = go(editing, first).content.view
    type_text(view, "Thêm ")
    assert view._most.isActive()
    view._most.timeout.emit()
    type_text(view, "nữa")
    editing.settle()
    assert "Thêm " in plans.read_outline(editing.reader, editing.draft).row(first).item.plain
    assert view._most.isActive()


def entry_dialog(desk: Desk) -> Any:
    desk.page.show_register()
    desk.page.register.add()
    desk.settle()
    return desk.shell.findChild(EntryDialog)


def test_a_paper_being_entered_in_the_register_is_there_in_the_next_run(
    desk: Desk, tmp_path: Path
) -> None:
    desk.page.show_register()
    dialog = entry_dialog(desk)
    type_text(dialog.number, "12/QĐ-CĐP ")
    dialog.number.commit()
    dialog.day.line.selectAll()
    type_text(dialog.day.line, "5/1")
    dialog.day.line.commit()
    type_text(dialog.subject, "Khen thưởng")
    with next_run(desk, tmp_path / "sau") as again:
        other = entry_dialog(again)
        assert other.number.typed() == "12/QĐ-CĐP"
        assert other.day.value() == date(2026, 1, 5)
        assert other.subject.toPlainText() == "Khen thưởng"
        other.perform()
        again.settle()
        assert not again.page.desk.half_typed.at("outgoing/new")
    dialog.reject()
    assert not desk.page.desk.half_typed.at("outgoing/new")


def only_dialog(desk: Desk, kind: type[Dialog]) -> Any:
    (dialog,) = [one for one in desk.shell.findChildren(kind) if one.isVisible()]
    return dialog


def test_what_is_typed_to_issue_a_paper_waits_when_the_window_is_closed(
    editing: Desk, tmp_path: Path
) -> None:
    editing.run("issue")
    dialog = only_dialog(editing, IssueDialog)
    dialog.signer.selectAll()
    type_text(dialog.signer, "Nguyễn Văn Ký")
    editing.shell.close()
    assert not dialog.isVisible()
    with next_run(editing, tmp_path / "sau") as again:
        again.run("issue")
        other = only_dialog(again, IssueDialog)
        assert other.signer.typed() == "Nguyễn Văn Ký"
        other.reject()
        assert not again.page.desk.half_typed.at(f"issue/{again.draft}")


def test_the_name_of_a_milestone_half_typed_is_there_in_the_next_run(
    editing: Desk, tmp_path: Path
) -> None:
    editing.page.editor.show_tab(COMPARE)
    editing.page.editor.compare.keep_milestone()
    type_text(only_dialog(editing, Dialog).focusWidget(), "Bản trình Ban Thường vụ")
    with next_run(editing, tmp_path / "sau") as again:
        again.page.editor.show_tab(COMPARE)
        again.page.editor.compare.keep_milestone()
        dialog = only_dialog(again, Dialog)
        assert dialog.focusWidget().text() == "Bản trình Ban Thường vụ"
        dialog.perform()
        again.settle()
        (kept,) = milestones.list_milestones(again.reader, again.draft)
        assert kept.name == "Bản trình Ban Thường vụ"
        assert not again.page.desk.half_typed.at(f"milestone/{again.draft}")


def test_an_abbreviation_half_typed_waits_for_the_next_time(editing: Desk) -> None:
    lists = WritingLists(editing.shell, editing.page.desk)
    type_text(lists.name, "đvcs")
    lists.close()
    lists = WritingLists(editing.shell, editing.page.desk)
    assert lists.name.typed() == "đvcs"
    type_text(lists.text, "đoàn viên cơ sở")
    lists._put()
    editing.settle()
    assert WritingLists(editing.shell, editing.page.desk).name.typed() == ""
