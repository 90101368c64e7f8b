"""The list, the panel of an item, the form, the work programme and the templates."""

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.models.outline.targets import format_target
from desktop.models.plans import plan_head, plan_issue, plans, work_rows
from desktop.models.plans.work_row import WorkRow
from desktop.tasks import programme
from desktop.ui.pages.plans import export, programme_rows
from desktop.ui.pages.plans.editor import HEAD, PROGRAMME
from desktop.ui.pages.plans.issue_dialog import SHOWN, IssueDialog
from desktop.ui.pages.plans.plans_page import EDITOR, LIST
from desktop.ui.pages.plans.programme_dialogs import EventsDialog
from desktop.ui.pages.plans.table_dialog import TableDialog
from desktop.ui.widgets.labels import PlainLabel
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import TODAY, Desk, refusal_of
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


def test_the_programme_is_typed_pasted_and_deleted_as_in_excel(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme

    def put(task: str, column: int, text: str) -> bool:
        row = next(one for one in tab.model.rows if one.task == task)
        taken = tab.model.setData(tab.model.index(tab.model.place_of(row.id), column), text)
        desk.settle()
        return taken

    tab.add()
    desk.settle()
    assert put("Việc mới", 1, "Hội nghị đầu năm")
    assert put("Hội nghị đầu năm", 0, "2")
    assert put("Hội nghị đầu năm", 5, "5 triệu")
    (row,) = work_rows.read_rows(desk.reader, desk.draft)
    assert (row.task, row.month, row.cost) == ("Hội nghị đầu năm", 2, 5_000_000)
    assert tab.total.text() == "1 việc · 5.000.000 đồng"
    assert not put("Hội nghị đầu năm", 0, "13")
    assert "không phải là tháng" in tab.error.text()
    last = len(tab.model.lines) - 1
    tab.table.setCurrentIndex(tab.model.index(last, 1))
    QGuiApplication.clipboard().setText("Nội dung công việc\tTháng\nTháng Công nhân\t5\nLễ\t7\n")
    press(tab.table, KEY.Key_V, CONTROL)
    desk.settle()
    assert [one.task for one in tab.model.rows] == ["Hội nghị đầu năm", "Tháng Công nhân", "Lễ"]
    place = tab.model.place_of(tab.model.rows[1].id)
    tab.table.setCurrentIndex(tab.model.index(place, 3))
    QGuiApplication.clipboard().setText("BTV\tCĐCS\nUBKT\t\n")
    press(tab.table, KEY.Key_V, CONTROL)
    desk.settle()
    assert [(r.lead, r.partner) for r in tab.model.rows[1:]] == [("BTV", "CĐCS"), ("UBKT", "")]
    tab.table.setCurrentIndex(tab.model.index(place, 1))
    press(tab.table, KEY.Key_Delete)
    desk.settle()
    assert [one.task for one in tab.model.rows] == ["Hội nghị đầu năm", "Lễ"]


def test_enter_after_typing_goes_down_one_row_of_the_programme(desk: Desk) -> None:
    rows = [WorkRow(task=task, month=1) for task in ("Một", "Hai", "Ba", "Bốn")]
    desk.page.desk.do(lambda store: work_rows.add_rows(store, desk.draft, rows))
    desk.settle()
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    desk.settle()
    desk.shell.activateWindow()
    tab = desk.page.editor.programme
    places = [n for n, line in enumerate(tab.model.lines) if line.row is not None]
    lead = programme_rows.FIELDS.index("lead")
    tab.table.setFocus()
    tab.table.setCurrentIndex(tab.model.index(places[0], lead))
    for place, who in enumerate(("BTV", "UBKT", "CSPL"), start=1):
        type_text(tab.table, who[0])
        typed = tab.table.indexWidget(tab.table.currentIndex()) or QApplication.focusWidget()
        assert typed is not None
        type_text(typed, who[1:])
        press(typed, KEY.Key_Return)
        desk.settle()
        assert tab.table.currentIndex().row() == places[place]
    assert [row.lead for row in tab.model.rows] == ["BTV", "UBKT", "CSPL", ""]


def test_the_work_itself_keeps_most_room_of_a_narrow_programme(desk: Desk) -> None:
    rows = [WorkRow(task="Chăm lo Tết cho đoàn viên", month=1)]
    desk.page.desk.do(lambda store: work_rows.add_rows(store, desk.draft, rows))
    desk.settle()
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    task = programme_rows.FIELDS.index("task")
    for width in (1366, 1090):
        desk.shell.resize(width, 700)
        desk.settle()
        widths = [tab.table.columnWidth(n) for n in range(len(programme_rows.FIELDS))]
        assert widths[task] == max(widths)
        assert sum(widths) <= tab.table.viewport().width()
        for part in (tab.add_button, tab.fetch_button, tab.events_button, tab.in_button):
            assert part.width() >= part.sizeHint().width()


def test_the_programme_turns_to_groups_and_takes_the_years_events(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    tab.events()
    dialog = tab.window().findChild(EventsDialog)
    assert dialog is not None
    wanted = [row for row in dialog.chosen() if "Tết Sum vầy" in row.task]
    assert wanted
    dialog.perform()
    desk.settle()
    assert len(tab.model.rows) > 30
    tab.view.show_value("group")
    tab.view.chosen.emit("group")
    desk.settle()
    titles = [line.group.title for line in tab.model.lines if line.group is not None]
    assert not any(title.startswith("Tháng 0") for title in titles)
    assert plans.read_plan(desk.reader, desk.draft).table_view == "group"


def test_a_table_from_excel_is_shown_before_it_is_taken(desk: Desk, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for line in (["Chủ trì", "Nội dung", "Tháng"], ["BTV", "Sơ kết", 6], ["BTV", None, 7]):
        book.active.append(line)
    book.save(tmp_path / "bang.xlsx")
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    tab.show_table(
        "bang.xlsx", programme.read_table(desk.reader, desk.draft, tmp_path / "bang.xlsx")
    )
    dialog = tab.window().findChild(TableDialog)
    assert dialog is not None
    assert [one.verdict for one in dialog.table.rows()] == ["accepted", "refused"]
    assert work_rows.read_rows(desk.reader, desk.draft) == []
    dialog.perform()
    desk.settle()
    assert [row.task for row in work_rows.read_rows(desk.reader, desk.draft)] == ["Sơ kết"]


def test_columns_no_title_tells_are_told_in_the_preview(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bang.csv"
    path.write_text("Ref;What we do;Who;When\n1;Sơ kết sáu tháng;BTV;15/6/2027\n", "utf-8")
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    monkeypatch.setattr(type(desk.page.desk), "choose_file", lambda *_a, **_k: path)
    tab.take()
    until(lambda: tab.window().findChild(TableDialog) is not None)
    dialog = tab.window().findChild(TableDialog)
    assert dialog is not None
    assert dialog.columns.isVisible()
    assert dialog.table.geometry().right() <= dialog.width()
    if folder := os.environ.get("SOCONGDOAN_PICTURES"):
        desk.settle()
        dialog.grab().save(f"{folder}/columns.png")
    for place, holds in ((2, "lead"), (3, "due"), (0, "skip")):
        choice = dialog.columns.choices[place]
        choice.setCurrentIndex(choice.findData(holds))
        choice.chosen.emit(holds)
    desk.settle()
    assert dialog.columns.choices[1].value() == "task"
    dialog.columns.choices[1].chosen.emit("note")
    desk.settle()
    assert "Không tìm thấy cột" in dialog.error.text()
    assert not dialog.deed_button.isEnabled()
    dialog.columns.choices[1].chosen.emit("task")
    desk.settle()
    dialog.perform()
    desk.settle()
    (row,) = work_rows.read_rows(desk.reader, desk.draft)
    assert (row.task, row.month, row.lead, row.note) == ("Sơ kết sáu tháng", 6, "BTV", "")


def test_pasted_rows_are_taken_whole_or_not_at_all() -> None:
    found = programme_rows.pasted("5\tTháng Công nhân\tcả tháng\tBTV\t\t2.000.000\n")
    assert found == [
        WorkRow(task="Tháng Công nhân", month=5, due="cả tháng", lead="BTV", cost=2_000_000)
    ]
    sentence = refusal_of(lambda: programme_rows.pasted("1\tViệc\nmười\tViệc khác\n"))
    assert sentence.startswith("Dòng 2: ")
    assert "chưa có dòng nào" in sentence
    assert [one.task for one in programme_rows.pasted("Họp\nBáo cáo")] == ["Họp", "Báo cáo"]


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


def test_moving_and_deleting_a_row_need_a_chosen_row(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    assert not tab.delete_button.isEnabled()
    tab.add()
    desk.settle()
    tab.go_row(tab.model.rows[0].id)
    assert tab.delete_button.isEnabled()
    assert tab.up_button.isEnabled()


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
