"""Cells of the work programme while they are typed: nothing that happens takes the words."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.models.plans import work_rows
from desktop.models.plans.work_row import WorkRow
from desktop.models.text import short_date
from desktop.ui.pages.plans.editor.parts import CONTENT, PROGRAMME
from desktop.ui.pages.plans.programme import rows as cells
from desktop.ui.pages.plans.programme.tab import ProgrammeTab
from desktop.ui.widgets.table import TOOLTIP
from desktop.ui.widgets.today_key import today_in_vietnam
from tests.support.keyboard import press, type_text
from tests.ui.pages.plans.conftest import Desk
from tests.ui.pages.plans.writing.test_half_typed import next_run, press_see
from tests.ui.test_store_thread import until

RETURN = Qt.Key.Key_Return


@pytest.fixture
def tab(desk: Desk) -> ProgrammeTab:
    rows = [WorkRow(task=f"Việc {number}") for number in range(3)]
    desk.page.desk.do(lambda store: work_rows.add_rows(store, desk.draft, rows))
    desk.settle()
    desk.page.open_plan(desk.draft, tab=PROGRAMME)
    desk.settle()
    return desk.page.editor.programme


def go(tab: ProgrammeTab, place: int, field: str) -> None:
    tab.table.setFocus()
    tab.table.setCurrentIndex(tab.model.index(place, cells.FIELDS.index(field)))


def begin(tab: ProgrammeTab, text: str) -> QLineEdit:
    """Type into the current cell, and stay in it."""
    press(tab.table, Qt.Key.Key_A, text=text[0])
    line = tab.table.indexWidget(tab.table.currentIndex())
    assert isinstance(line, QLineEdit)
    type_text(line, text[1:])
    return line


def leads(desk: Desk) -> list[str]:
    desk.settle()
    return [one.lead for one in work_rows.read_rows(desk.reader, desk.draft)]


def test_a_cell_typed_while_the_one_above_is_saved_keeps_its_words(
    desk: Desk, tab: ProgrammeTab
) -> None:
    go(tab, 1, "lead")
    press(begin(tab, "Ban Thường vụ"), RETURN)
    QApplication.processEvents()
    line = begin(tab, "Ban Nữ")
    desk.settle()  # the first cell is in the file now
    assert tab.table.is_typing()
    type_text(line, " công")
    assert leads(desk) == ["Ban Thường vụ", "", ""]
    press(line, RETURN)
    assert leads(desk) == ["Ban Thường vụ", "Ban Nữ công", ""]
    until(lambda: [one.lead for one in tab.model.rows] == leads(desk))


def test_text_sent_whole_to_a_cell_keeps_its_first_letter(desk: Desk, tab: ProgrammeTab) -> None:
    go(tab, 1, "lead")
    for said in ("Ban ", "Nữ công"):
        event = QInputMethodEvent()
        event.setCommitString(said)
        line = tab.table.indexWidget(tab.table.currentIndex())
        QApplication.sendEvent(line or tab.table, event)
    line = tab.table.indexWidget(tab.table.currentIndex())
    assert isinstance(line, QLineEdit)
    assert line.text() == "Ban Nữ công"
    press(line, RETURN)
    assert leads(desk) == ["Ban Nữ công", "", ""]


@pytest.mark.parametrize("way", ["another tab", "another page", "list", "close", "open again"])
def test_leaving_while_a_cell_is_typed_keeps_it(desk: Desk, tab: ProgrammeTab, way: str) -> None:
    go(tab, 1, "lead")
    begin(tab, "Ban Nữ công")
    ways = {
        "another tab": lambda: desk.page.editor.show_tab(CONTENT),
        "another page": lambda: desk.shell.go("templates"),
        "list": desk.page.back,
        "close": desk.shell.close,
        "open again": lambda: desk.page.open_plan(desk.draft),
    }
    ways[way]()
    if way != "close":
        desk.settle()
    rows = work_rows.read_rows(desk.reader, desk.draft)
    assert [one.lead for one in rows] == ["Ban Nữ công", "", ""]


def test_a_half_typed_cell_is_kept_by_the_next_run(
    desk: Desk, tab: ProgrammeTab, tmp_path: Path
) -> None:
    go(tab, 2, "lead")
    begin(tab, "Ban Nữ công")
    with next_run(desk, tmp_path / "sau") as again:
        (told,) = again.sentences()
        assert told == "Lần trước còn chữ gõ dở, nay có lại: Chương trình công tác."
        press_see(again)
        assert leads(again) == ["", "Ban Nữ công", ""]
        go(again.page.editor.programme, 4, "task")
        begin(again.page.editor.programme, "Hội nghị cuối năm")
        with next_run(again, tmp_path / "sau nữa") as third:
            press_see(third)
            third.settle()
            rows = work_rows.read_rows(third.reader, third.draft)
            assert [one.task for one in rows][3:] == ["Hội nghị cuối năm"]


def test_escape_gives_a_cell_up(desk: Desk, tab: ProgrammeTab) -> None:
    go(tab, 1, "lead")
    press(begin(tab, "Ban Nữ công"), Qt.Key.Key_Escape)
    assert leads(desk) == ["", "", ""]
    assert not desk.page.desk.half_typed.at(f"plan/{desk.draft}")


def test_a_long_task_group_makes_no_tall_row(desk: Desk, tab: ProgrammeTab) -> None:
    long = "Nâng cao năng lực, chất lượng hoạt động của mạng lưới an toàn, vệ sinh viên " * 3
    first, second, _third = (row.id for row in tab.model.rows)
    changes = {first: {"group": long}, second: {"task": long}}
    desk.page.desk.do(lambda store: work_rows.change_rows(store, desk.draft, changes))
    desk.settle()
    header, line = tab.table.verticalHeader(), tab.table.fontMetrics().lineSpacing()
    heights = {row: header.sectionSize(tab.model.place_of(row)) for row in (first, second)}
    plain = header.defaultSectionSize()
    assert heights[first] == plain + line
    assert heights[second] > plain + line
    assert tab.model.data(tab.model.index(tab.model.place_of(first), 7), TOOLTIP) == long.strip()


def test_what_cannot_be_taken_stays_in_its_cell_to_be_mended(desk: Desk, tab: ProgrammeTab) -> None:
    go(tab, 1, "cost")
    press(begin(tab, "mười triệu"), RETURN)
    QApplication.processEvents()
    assert "“mười triệu” không phải là số tiền" in tab.error.text()
    line = tab.table.indexWidget(tab.table.currentIndex())
    assert isinstance(line, QLineEdit)
    assert (line.text(), tab.table.currentIndex().row()) == ("mười triệu", 1)
    assert list(desk.page.desk.half_typed.at(f"plan/{desk.draft}").values()) == ["mười triệu"]
    line.setText("10 triệu")
    press(line, RETURN)
    QApplication.processEvents()
    desk.settle()
    assert work_rows.read_rows(desk.reader, desk.draft)[0].cost == 10_000_000
    assert tab.error.isHidden()
    assert tab.table.currentIndex().row() == 2
    go(tab, 1, "cost")
    press(begin(tab, "hai"), RETURN)
    QApplication.processEvents()
    press(tab.table.indexWidget(tab.table.currentIndex()), Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not tab.table.is_typing()


def test_ctrl_semicolon_writes_today_in_the_column_of_dates_alone(
    desk: Desk, tab: ProgrammeTab
) -> None:
    today = short_date(today_in_vietnam())
    for field in ("lead", "due"):
        go(tab, 1, field)
        press(tab.table, Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    assert leads(desk) == ["", "", ""]
    row = work_rows.read_rows(desk.reader, desk.draft)[0]
    assert row.due in (today, today_in_vietnam().isoformat())
    go(tab, 2, "due")
    line = begin(tab, "trước ")
    press(line, Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == f"trước {today}"
    press(line, RETURN)
