"""The work programme in the window: typed, pasted, sent out as a table and taken home."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.models.plans import plans, work_rows
from desktop.models.plans.work_row import WorkRow
from desktop.tasks.papers import programme
from desktop.tasks.papers.print_plan import print_programme
from desktop.ui.pages.plans.editor.editor import PROGRAMME
from desktop.ui.pages.plans.programme import rows as programme_rows
from desktop.ui.pages.plans.programme.dialogs import EventsDialog
from desktop.ui.pages.plans.programme.table_dialog import TableDialog
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import Desk, refusal_of
from tests.ui.test_store_thread import until

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_programme_is_typed_pasted_and_deleted_as_in_excel(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme

    def put(task: str, column: int, text: str) -> bool:
        tab.commit()  # a new row opens with the keyboard in it
        desk.settle()
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


def test_a_table_that_came_home_tells_what_each_line_changes(desk: Desk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = [WorkRow(task=task, month=3, lead="BTV") for task in ("Một", "Hai")]
    desk.page.desk.do(lambda store: work_rows.add_rows(store, desk.draft, rows))
    desk.settle()
    home = tmp_path / "bang.xlsx"
    print_programme(desk.reader, desk.draft, home)
    book = load_workbook(home)
    for line in book.active.iter_rows():
        for cell in line:
            if cell.value == "BTV" and line[1].value == "Hai":
                cell.value = "UBKT"
    book.save(home)
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    tab.show_table("bang.xlsx", programme.read_table(desk.reader, desk.draft, home))
    dialog = tab.window().findChild(TableDialog)
    assert dialog is not None
    model = dialog.table.model()
    shown = [[model.index(n, at).data() for at in (1, 2, 3)] for n in range(model.rowCount())]
    (same,) = [line for line in shown if "Một" in line[1]]
    (changed,) = [line for line in shown if "Hai" in line[1]]
    assert (same[0], same[2]) == ("như cũ", "")
    assert (changed[0], changed[2]) == ("sửa", "Chủ trì: BTV → UBKT")
    assert shown[0] == changed, "what is new stands first"
    assert dialog.counts.text() == "Thêm 0, sửa 1, giữ nguyên 1 việc."
    ids = [row.id for row in work_rows.read_rows(desk.reader, desk.draft)]
    assert not any(one in line[1] for one in ids for line in shown)


def test_a_cell_changed_on_both_sides_is_shown_and_chosen(desk: Desk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = [WorkRow(task="Một", month=3, lead="BTV")]
    desk.page.desk.do(lambda store: work_rows.add_rows(store, desk.draft, rows))
    desk.settle()
    home = tmp_path / "bang.xlsx"
    print_programme(desk.reader, desk.draft, home)
    book = load_workbook(home)
    for line in book.active.iter_rows():
        for cell in line:
            if cell.value == "BTV":
                cell.value = "UBKT"
    book.save(home)
    (row,) = work_rows.read_rows(desk.reader, desk.draft)
    here = {row.id: {"lead": "Văn phòng"}}
    desk.page.desk.do(lambda store: work_rows.change_rows(store, desk.draft, here))
    desk.settle()
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    tab.show_table("bang.xlsx", programme.read_table(desk.reader, desk.draft, home))
    dialog = tab.window().findChild(TableDialog)
    assert dialog is not None
    model = dialog.table.model()
    shown = [[model.index(n, at).data() for at in (1, 2, 3)] for n in range(model.rowCount())]
    (both,) = [line for line in shown if "Một" in line[1]]
    assert both[0] == "hai bên sửa"
    assert both[2] == "Cả hai bên cùng sửa: Chủ trì (ở đây Văn phòng, trong tệp UBKT)."
    assert dialog.theirs.isVisible()
    assert not dialog.deed_button.isEnabled()
    dialog.theirs.setChecked(True)
    dialog.perform()
    desk.settle()
    assert [row.lead for row in work_rows.read_rows(desk.reader, desk.draft)] == ["UBKT"]


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


def test_moving_and_deleting_a_row_need_a_chosen_row(desk: Desk) -> None:
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    tab = desk.page.editor.programme
    assert not tab.delete_button.isEnabled()
    tab.add()
    desk.settle()
    tab.go_row(tab.model.rows[0].id)
    assert tab.delete_button.isEnabled()
    assert tab.up_button.isEnabled()
