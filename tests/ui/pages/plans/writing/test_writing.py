"""Comments, milestones, comparison and the office's lists in the plan's editor."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.models.outline import spelling
from desktop.models.plans import comments, milestones, plans, snippets
from desktop.models.store import history
from desktop.ui.pages.plans.writing.lists import WritingLists
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import Desk

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editing(desk: Desk) -> Desk:
    desk.page.open_plan(desk.draft)
    desk.settle()
    return desk


def test_a_comment_is_written_beside_its_item_settled_and_undone(editing: Desk) -> None:
    editor = editing.page.editor
    item = editor.content.view.editor.outline.rows[2].id
    editor.content.view.put_caret(item)
    editing.run("remark")
    editor.remarks.text.setPlainText("Nêu rõ số lượng")
    editor.remarks.hand_over()
    editing.settle()
    (one,) = comments.read_comments(editing.reader, editing.draft)
    assert (one.item, one.text) == (item, "Nêu rõ số lượng")
    row = next(row for row in editor.content.view.rows() if row.id == item)
    assert row.remarks == 1
    editor._settle_remark(one.id, True)
    editing.settle()
    assert next(r for r in editor.content.view.rows() if r.id == item).remarks == 0
    editing.page.desk.do(history.undo)
    editing.settle()
    assert next(r for r in editor.content.view.rows() if r.id == item).remarks == 1


def test_a_comment_is_worded_anew_by_its_button(editing: Desk) -> None:
    editor = editing.page.editor
    item = editor.content.view.editor.outline.rows[2].id
    editor.content.view.put_caret(item)
    editor.remarks.text.setPlainText("Nêu số lượng")
    editor.remarks.hand_over()
    editing.settle()
    (button,) = [b for b in editor.remarks.findChildren(QPushButton) if b.text() == "Sửa"]
    button.click()
    assert editor.remarks.editor is not None
    if folder := os.environ.get("SOCONGDOAN_PICTURES"):
        QTest.qWait(60)
        editing.shell.grab().save(f"{folder}/remark.png")
    editor.remarks.editor.setPlainText("Nêu rõ số lượng, thời gian")
    editor.remarks.keep()
    editing.settle()
    (one,) = comments.read_comments(editing.reader, editing.draft)
    assert one.text == "Nêu rõ số lượng, thời gian"
    assert editor.remarks.editor is None
    editor.remarks.edit(one.id)
    editor.remarks.edit("")
    assert editor.remarks.editor is None
    editing.page.desk.do(history.undo)
    editing.settle()
    (one,) = comments.read_comments(editing.reader, editing.draft)
    assert one.text == "Nêu số lượng"


def test_a_comment_half_written_waits_at_its_item(editing: Desk) -> None:
    editor = editing.page.editor
    first, other = (row.id for row in editor.content.view.editor.outline.rows[2:4])
    view, box = editor.content.view, editor.remarks
    view.put_caret(first)
    type_text(box.text, "Nêu rõ số lượng")
    view.put_caret(other)
    assert box.text.toPlainText() == ""
    type_text(box.text, "Ai chủ trì")
    view.put_caret(first)
    assert box.text.toPlainText() == "Nêu rõ số lượng"
    box.hand_over()
    editing.settle()
    (one,) = comments.read_comments(editing.reader, editing.draft)
    box.edit(one.id)
    assert box.editor is not None
    box.editor.setPlainText("Nêu rõ số lượng, thời")
    # another comment of the same item comes in meanwhile
    editing.page.desk.do(lambda store: comments.add_comment(store, editing.draft, first, "Thêm"))
    editing.settle()
    assert box.editor.toPlainText() == "Nêu rõ số lượng, thời"
    view.put_caret(other)
    assert (box.editor, box.text.toPlainText()) == (None, "Ai chủ trì")
    view.put_caret(first)
    assert box.editor is not None
    assert box.editor.toPlainText() == "Nêu rõ số lượng, thời"
    box.edit("")
    view.put_caret(other)
    view.put_caret(first)
    assert box.editor is None


def test_a_kept_milestone_is_compared_word_by_word(editing: Desk) -> None:
    editor = editing.page.editor
    editing.page.desk.do(lambda store: milestones.keep_milestone(store, editing.draft, "Trước họp"))
    editing.settle()
    view = editor.content.view
    view.put_caret(view.editor.outline.rows[2].id, 1 << 30)
    type_text(view, " trong năm")
    editing.run("compare")
    editing.settle()
    assert editor.compare.choice.currentText() == "Mốc: Trước họp"
    assert editor.compare.told.text() == "1 mục sửa"
    editor.compare.all.setChecked(False)
    (row,) = editor.compare.paper.rows()
    assert row.text[-1] == (" trong năm", "+")
    assert row.aside == "Sửa"
    assert editor.compare.paper.lines() == [
        f"Sửa: {row.label} {row.text[0][0]}[+ trong năm+]"
    ]  # fmt: skip


def test_a_misspelled_word_is_added_to_the_words_of_the_office(editing: Desk) -> None:
    view = editing.page.editor.content.view
    view.put_caret(view.editor.outline.rows[2].id, 1 << 30)
    type_text(view, " Veloce")
    view.commit()
    editing.settle()
    assert view.next_mistake() is not None
    view.word_added.emit("Veloce")
    editing.settle()
    assert spelling.read_words(editing.reader) == ["veloce"]
    texts = [row.item.plain for row in view.editor.outline]
    assert not any("Veloce" in t[a:b] for t in texts for a, b in view.speller.mistakes(t))


def test_own_steps_are_not_read_back_but_undo_is(editing: Desk) -> None:
    view = editing.page.editor.content.view
    first = view.editor.outline.rows[2]
    view.put_caret(first.id, 1 << 30)
    type_text(view, " thêm")
    view.commit()
    before = view.editor.outline
    editing.settle()
    assert view.editor.outline is before
    editing.page.desk.do(history.undo)
    editing.settle()
    assert view.editor.outline.row(first.id).item.plain == first.item.plain
    assert plans.read_outline(editing.reader, editing.draft).rows == view.editor.outline.rows


def test_replacing_everything_is_one_step_of_the_office(editing: Desk) -> None:
    content = editing.page.editor.content
    before = plans.read_outline(editing.reader, editing.draft)
    content.ask("replace")
    content.find.wanted.setText("cong doan")
    content.find.words.setText("tổ chức công đoàn")
    count = len(content.find.matches)
    assert count > 3
    content.find.replace_all()
    editing.settle()
    after = plans.read_outline(editing.reader, editing.draft)
    assert sum("tổ chức công đoàn" in row.item.plain for row in after) > 2
    editing.page.desk.do(history.undo)
    editing.settle()
    assert plans.read_outline(editing.reader, editing.draft).rows == before.rows


def test_folds_are_remembered_while_the_program_runs_and_nothing_is_kept(editing: Desk) -> None:
    page = editing.page
    page.editor.content.view.fold_all()
    folded = len(page.editor.content.view.rows())
    steps = len(history.steps(editing.reader))
    page.back()
    page.open_plan(editing.draft)
    editing.settle()
    assert len(page.editor.content.view.rows()) == folded
    assert len(plans.read_outline(editing.reader, editing.draft)) > folded
    assert len(history.steps(editing.reader)) == steps


def test_the_lists_take_abbreviations_and_words(editing: Desk) -> None:
    lists = WritingLists(editing.shell, editing.page.desk)
    lists.name.setText("khct")
    lists.text.setText("kế hoạch công tác")
    lists._put()
    lists.word.setText("Veloce")
    lists._add_word()
    editing.settle()
    assert snippets.read_snippets(editing.reader)["khct"].own
    assert spelling.read_words(editing.reader) == ["veloce"]
    assert editing.page.editor.content.view.snippets["khct"].text == "kế hoạch công tác"
    lists.name.setText("hai từ")
    lists._put()
    editing.settle()
    assert "Chữ tắt “hai từ”" in lists.told.text()
    lists.close()


def test_an_issued_plan_is_commented_and_compared_but_not_replaced_in(editing: Desk) -> None:
    from datetime import date

    from desktop.models.plans import plan_issue

    editing.page.desk.do(
        lambda store: plan_issue.issue_plan(store, editing.draft, 1, date(2026, 11, 12))
    )
    editing.settle()
    content = editing.page.editor.content
    content.ask("replace")
    assert content.find._replacing.isHidden()
    content.find.wanted.setText("cong doan")
    assert content.find.matches
    content.find.replace_all()
    press(content.view, Qt.Key.Key_X, CONTROL)
    editing.settle()
    editing.page.editor.show_compare()
    editing.settle()
    assert editing.page.editor.compare.choice.currentText() == "Bản đã ban hành lần 1"
    assert editing.page.editor.compare.told.text() == "Không có chỗ nào khác."


def test_a_deadline_typed_without_a_year_is_of_the_year_of_the_plan(editing: Desk) -> None:
    editor = editing.page.editor
    item = editor.content.view.editor.outline.rows[3].id
    editor.content.view.put_caret(item)
    type_text(editor.panel.due, "30/9")
    editor.panel.due.commit()
    editing.settle()
    head = plans.read_plan(editing.reader, editing.draft)
    assert head.year == 2027
    assert plans.read_outline(editing.reader, editing.draft).row(item).item.due == "2027-09-30"
    assert editor.panel.due.text() == "30/9/2027"
