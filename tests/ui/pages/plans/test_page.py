"""The list, the panel of an item, the form and the templates."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.outline.targets import format_target
from desktop.models.plans import plan_head, plan_issue, plans
from desktop.ui.pages.plans import export
from desktop.ui.pages.plans.editor.editor import HEAD, PROGRAMME
from desktop.ui.pages.plans.life.issue_dialog import SHOWN, IssueDialog
from desktop.ui.pages.plans.plans_page import EDITOR, LIST
from desktop.ui.widgets.labels import PlainLabel
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import TODAY, Desk
from tests.ui.test_store_thread import until

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(desk: Desk) -> list[str]:
    return [line.head.title for line in desk.page.list.table.rows()]


def test_the_page_opens_with_its_list_alone(desk: Desk) -> None:
    page = desk.page
    assert not {"editor", "deeds", "life", "register"} & vars(page).keys()
    assert not {"receiver", "review"} & vars(page.receiving).keys()
    page.open_plan(desk.draft)
    desk.settle()
    assert page.stack.currentWidget() is page.editor
    assert not {"register"} & vars(page).keys()
    assert "form" not in vars(page.editor)
    assert not {"receiver", "review"} & vars(page.receiving).keys()


def test_what_edits_a_plan_is_made_a_part_a_turn(desk: Desk) -> None:
    page = desk.page
    assert page.ready("receive")
    assert not page.ready(desk.draft)
    assert not page.editor.is_made("panel")
    assert not page.ready(desk.draft)
    assert page.editor.is_made("panel")
    assert page.ready(desk.draft)
    desk.shell.go("templates")
    desk.shell.go("plans", desk.draft)
    desk.settle()
    assert page.view == EDITOR


def test_the_list_filters_by_year_role_and_words_without_tone_marks(desk: Desk) -> None:
    (title,) = shown(desk)
    plan_list = desk.page.list
    plan_list.search.setText("phong trao thi dua")
    plan_list._show()
    assert shown(desk) == [title]
    plan_list.search.setText("khong co")
    plan_list._show()
    assert shown(desk) == []
    assert "Không có văn bản nào khớp." in plan_list._none.text()
    plan_list.search.clear()
    plan_list.role.show_value(plan_head.PARENT)
    plan_list._show()
    assert shown(desk) == []


def test_a_deleted_plan_can_be_brought_back_from_the_message(desk: Desk) -> None:
    desk.run("delete")
    assert shown(desk) == []
    (strip,) = desk.shell.messages.strips()
    assert "Đã xóa" in strip.message.text
    strip._act()
    desk.settle()
    assert len(shown(desk)) == 1


def test_enter_opens_and_escape_is_the_link_back(desk: Desk) -> None:
    press(desk.page.list.table, KEY.Key_Return)
    assert desk.page.view == EDITOR
    assert {"issue", "word", "pdf", "excel", "print"} <= desk.offered()
    assert "compose" not in desk.offered()
    desk.run("back")
    assert desk.page.view == LIST
    assert "compose" in desk.offered()


def test_an_issued_plan_is_not_deleted(desk: Desk) -> None:
    desk.page.desk.do(lambda store: plan_issue.issue_plan(store, desk.draft, 3, TODAY))
    desk.settle()
    assert not desk.page._deletable()
    assert "không xóa" in desk.page._why_kept()


def test_fields_of_several_items_are_set_at_once(desk: Desk) -> None:
    desk.page.open_plan(desk.draft)
    editor, view = desk.page.editor, desk.page.editor.content.view
    assert view.editor is not None
    leaves = [row.id for row in view.editor.outline.leaves()][:1]
    view.put_caret(leaves[0])
    while len(view.editor.selected()) < 2:
        press(view, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = view.editor.selected()
    assert len(chosen) == 2
    assert editor.panel.where.text().startswith("2 mục")
    editor.panel.owner.setText("Ban Tuyên giáo")
    editor.panel.owner.commit()
    editor.panel.due.setText("30/11/2027")
    editor.panel.due.commit()
    desk.settle()
    outline = plans.read_outline(desk.reader, desk.draft)
    assert {outline.row(one).item.owner for one in chosen} == {"Ban Tuyên giáo"}
    assert {outline.row(one).item.due for one in chosen} == {"2027-11-30"}
    assert editor.panel.due.text() == "30/11/2027"


def test_a_target_is_set_and_a_wrong_one_told_beside_it(desk: Desk) -> None:
    desk.page.open_plan(desk.draft)
    panel, view = desk.page.editor.panel, desk.page.editor.content.view
    assert view.editor is not None
    item = view.editor.item or ""
    panel._put_comparator(">=")
    panel.value.setText("85,5")
    panel.value.commit()
    panel.unit.setText("%")
    panel.unit.commit()
    desk.settle()
    target = plans.read_outline(desk.reader, desk.draft).row(item).item.target
    assert target is not None
    assert format_target(target) == "từ 85,5% trở lên"
    assert panel.value.text() == "85,5"
    panel.value.setText("-3")
    panel.value.commit()
    assert "âm" in panel.rows["target"].error.text()


def test_the_form_keeps_each_field_and_shows_what_was_refused(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=HEAD)
    form = desk.page.editor.form
    recipients: Any = form.fields["recipients"]
    recipients.setPlainText("Liên đoàn Lao động tỉnh\n\nLưu: VT")
    recipients.commit()
    signer: Any = form.fields["signer_name"]
    signer.setText("Trần Thị Hòa")
    signer.commit()
    desk.settle()
    head = plans.read_plan(desk.reader, desk.draft)
    assert head.recipients == ("Liên đoàn Lao động tỉnh", "Lưu: VT")
    assert head.signer_name == "Trần Thị Hòa"


def test_the_numbering_follows_the_heading_set_of_the_form(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=HEAD)
    desk.page.editor.form._keep("heading_set", "B")
    desk.settle()
    editor = desk.page.editor.content.view.editor
    assert editor is not None
    assert editor.outline.heading_set == "B"


def test_file_names_are_taken_by_any_disk() -> None:
    head = plan_head.PlanHead(title='Kế hoạch "thi đua" 6/2027: a<b', number="05", symbol="KH-CĐP")
    assert export.file_name(head, ".pdf") == "05-KH-CĐP Kế hoạch thi đua 6 2027 a b.pdf"


def test_a_template_opens_as_its_page_and_starts_a_plan(desk: Desk) -> None:
    desk.run("compose")
    page = desk.front
    assert page.title == "Mẫu"
    until(lambda: page.preview.paper.page_count() > 0)
    page.table.go_to("viec-lam-ben-vung")
    page.year.show_value(2028)
    desk.run("start")
    assert desk.page.view == EDITOR
    head = plans.read_plan(desk.reader, desk.page.editor.plan)
    assert head.year == 2028
    assert head.template.startswith("viec-lam-ben-vung@")


def test_the_lists_of_the_packs_are_searched_without_tone_marks(desk: Desk) -> None:
    desk.shell.go("templates")
    page = desk.front
    page.tabs.setCurrentIndex(1)
    for listing in page.lists._lists:
        page.lists.which.show_value(listing.name)
        page.lists.search.clear()
        page.lists.show_list()
        assert len(page.lists.table().rows()) == len(listing.records) > 0
    page.lists.which.show_value("Chỉ tiêu số liệu")
    page.lists.search.setText("tong so doan vien")
    page.lists.show_list()
    assert "A03" in {record.code for record in page.lists.table().rows()}
    assert len(page.lists.table().rows()) < 20


@pytest.mark.parametrize("key", [KEY.Key_N, KEY.Key_M])
def test_letters_are_typed_in_the_editor_not_taken_as_commands(desk: Desk, key: Qt.Key) -> None:
    desk.page.open_plan(desk.draft)
    view = desk.page.editor.content.view
    view.setFocus()
    press(view, KEY.Key_End)
    press(view, key, text=chr(key).lower())
    type_text(view, "ữ")
    view.commit()
    assert desk.texts(desk.draft)[0].endswith(f"{chr(key).lower()}ữ")


def test_what_is_being_typed_in_the_panel_survives_a_change_elsewhere(desk: Desk) -> None:
    desk.page.open_plan(desk.draft)
    panel, view = desk.page.editor.panel, desk.page.editor.content.view
    view.setFocus()
    press(view, KEY.Key_F6)
    assert panel.owner.hasFocus()
    type_text(panel.owner, "Ban Thường v")
    desk.page.desk.do(lambda store: plans.add_item_after(store, desk.draft, None, "Mục nơi khác"))
    desk.settle()
    assert panel.owner.text() == "Ban Thường v"
    assert view.rows()[-1].text == (("Mục nơi khác", ""),)


def test_the_panel_stands_beside_the_outline_only(desk: Desk) -> None:
    assert not desk.shell._panel.isVisible()
    desk.page.open_plan(desk.draft)
    assert desk.shell._panel.isVisible()
    desk.page.editor.show_tab(HEAD)
    assert not desk.shell._panel.isVisible()
    desk.page.editor.show_tab(0)
    assert desk.shell._panel.isVisible()
    assert desk.shell.width() == 1366


def test_issuing_tells_what_is_still_open_and_leads_there(desk: Desk) -> None:
    press(desk.page.list.table, KEY.Key_Return)
    editor = desk.page.editor
    outline = editor.content.view.editor.outline
    first = outline.rows[3].id
    with_room = [*(row.id for row in outline.rows[3:9])]
    for item in with_room:
        desk.page.desk.do(
            lambda store, item=item: plans.set_item_text(
                store, desk.draft, item, "Kết nạp … đoàn viên."
            )
        )
    desk.settle()
    desk.run("issue")
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, IssueDialog)]
    said = [label.text() for label in dialog.findChildren(PlainLabel)]
    total = len(editor._left_open(editor.head))
    assert total >= len(with_room)
    assert f"Văn bản còn {total} chỗ để trống:" in said
    (lines,) = [text.split("\n") for text in said if "“" in text]
    assert len(lines) == SHOWN + 1
    assert lines[-1] == f"và {total - SHOWN} chỗ khác."
    assert dialog.deed_button.isEnabled()
    place = editor._left_open(editor.head)[0]
    dialog.fill_in.click()
    assert not dialog.isVisible()
    if place.part == "item":
        assert editor.content.view.editor.row.id == place.id
    editor.go_item(first)
    desk.run("issue")
    dialog = [w for w in QApplication.topLevelWidgets() if isinstance(w, IssueDialog)][-1]
    dialog.deed_button.click()
    desk.settle()
    assert plans.read_plan(desk.reader, desk.draft).state == plan_head.DRAFT
    told = f"Chưa có họ tên người ký và văn bản còn {total} chỗ để trống."
    assert dialog.error.text().startswith(told)
    assert dialog.deed_button.text() == "Vẫn ban hành"
    dialog.signer.setText("Trần Thị Bình")
    dialog.deed_button.click()
    assert dialog.error.text().startswith(f"Văn bản còn {total} chỗ để trống.")
    dialog.deed_button.click()
    desk.settle()
    assert plans.read_plan(desk.reader, desk.draft).state == plan_head.ISSUED
    for tool in editor.content.tools:
        assert not tool.isEnabled()
        assert "đã ban hành" in tool.toolTip()
    desk.run("amend")
    for tool in editor.content.tools:
        assert tool.isEnabled()
        assert "ban hành" not in tool.toolTip()


def test_the_list_has_the_keyboard_and_offers_a_new_paper_as_a_button(desk: Desk) -> None:
    assert desk.page.stack.focusProxy() is desk.page.list.table
    assert "new" in desk.offered()
    hosted = desk.shell._host.front
    assert hosted is not None
    assert next(one.header for one, _made in hosted.declared if one.id == "new")


def test_a_received_paper_asks_nobody_to_do_it_and_is_called_as_in_the_list(desk: Desk) -> None:
    editor = desk.page.editor
    desk.page.open_plan(desk.draft)
    assert not editor.panel.rows["owner"].isHidden()
    desk.page.desk.do(
        lambda store: plans.set_plan_field(store, desk.draft, "role", plan_head.PARENT)
    )
    desk.settle()
    desk.page.open_plan(desk.draft)
    hidden = {name for name, line in editor.panel.rows.items() if line.isHidden()}
    assert hidden == {"owner", "partner", "cost", "answers"}
    assert editor.state.text() == "Văn bản cấp trên"


def test_opening_a_plan_makes_nothing_but_its_outline(desk: Desk) -> None:
    desk.page.open_plan(desk.draft)
    desk.settle()
    editor = desk.page.editor
    parts = ("coverage", "form", "programme", "preview", "compare", "checks")
    assert [part for part in parts if editor.is_made(part)] == []
    editor.show_tab(PROGRAMME)
    assert [part for part in parts if editor.is_made(part)] == ["programme"]
    assert editor.programme.isVisible()


def test_the_rest_of_the_form_is_there_as_soon_as_it_is_asked_for(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=HEAD)
    form = desk.page.editor.form
    assert "subject" in form._fields
    assert "heading_set" not in form._fields
    assert form.fields["heading_set"].value() == desk.page.editor.head.heading_set  # type: ignore[attr-defined,union-attr]


def test_the_editor_is_made_while_the_list_is_read(desk: Desk) -> None:
    desk.page.stack.show()
    desk.page.refresh()
    assert desk.page._early.isActive()
    assert not desk.page._is_made("editor")
    desk.page._early.timeout.emit()
    assert desk.page._is_made("editor")
