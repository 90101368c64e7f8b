from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.register.events import events_of
from desktop.models.store.reader import Reader
from desktop.models.units.units import found_unit, tree_on
from desktop.ui.app import office_at
from desktop.ui.dialogs.base import Dialog
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.units.dialogs import AddUnit, ChangeUnit
from desktop.ui.pages.units.event_dialog import NEW, UnitEventDialog
from desktop.ui.pages.units.move_dialog import MoveUnits
from desktop.ui.pages.units.paste_dialog import PasteUnits
from desktop.ui.pages.units.surface import UnitsPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.conftest import ENTRIES

KEY = Qt.Key
NOVEMBER = date(2026, 11, 15)
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def units_page(shell: Shell) -> UnitsPage:
    shell.go("units")
    shell.settle()
    front = shell._host.front
    assert front is not None
    page = front.page
    assert isinstance(page, UnitsPage)
    page._rewind(NOVEMBER)
    return page


def names(page: UnitsPage) -> list[str]:
    """The names in the list, from top to bottom."""
    return [node.value.unit.name for node in page.list._all(page.list.tree_model.roots)]


def dialog(kind: type[Dialog]) -> Any:
    (found,) = [w for w in QApplication.topLevelWidgets() if type(w) is kind and w.isVisible()]
    return found


def test_the_tree_shows_counts_and_rewinds(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(3)
    page = units_page(shell)
    assert names(page) == ["Công đoàn xã Hướng Phùng", *(f"CĐCS Trường {n}" for n in (1, 2, 3))]
    own = page.list.tree_model.roots[0].value
    assert (own.unions, own.members) == ("3", "240 *")
    page._rewind(date(2025, 6, 30))
    assert page._stack.currentIndex() == 1
    page._rewind(NOVEMBER)
    assert page._stack.currentIndex() == 0


def test_a_single_base_union_is_counted_above_it_too(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(1)
    root = units_page(shell).list.tree_model.roots[0]
    assert root.value.unions == "1"
    assert root.children[0].value.unions == ""


def test_search_needs_no_tone_marks_and_keeps_the_way_to_the_top(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(3)
    page = units_page(shell)
    type_text(page.search, "truong 2")
    press(page.search, KEY.Key_Return)
    assert names(page) == ["Công đoàn xã Hướng Phùng", "CĐCS Trường 2"]
    assert page.count.text() == "1 đơn vị tìm thấy"
    press(page.search, KEY.Key_Escape)
    page._sought("")
    assert len(names(page)) == 4


def test_a_unit_is_found_whatever_its_level_is_called_and_chosen(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(3)
    page = units_page(shell)
    type_text(page.search, "phuong huong phung")
    press(page.search, KEY.Key_Return)
    assert names(page)[0] == "Công đoàn xã Hướng Phùng"
    assert page.list.current().unit.name == "Công đoàn xã Hướng Phùng"
    page._sought("cđcs trường 3")
    assert page.list.current().unit.name == "CĐCS Trường 3"


def test_a_change_holds_from_its_day(open_commune: Open) -> None:
    shell, reader, units = open_commune(1)
    page = units_page(shell)
    page.list.go_to(units[0])
    page.change("name")
    form = dialog(ChangeUnit)
    form.text.setText("CĐCS Trường Hoa Mai")
    form.since.show_date(date(2026, 11, 10))
    form.deed_button.click()
    shell.settle()
    assert "CĐCS Trường Hoa Mai" in names(page)
    assert tree_on(reader, date(2026, 11, 9)).units[units[0]].name == "CĐCS Trường 1"
    page._rewind(date(2026, 11, 9))
    assert "CĐCS Trường 1" in names(page)


def test_ending_and_merging_ask_how_and_when(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    page = units_page(shell)
    page.list.go_to(units[0])
    page.event("dissolve")
    form = dialog(UnitEventDialog)
    form.how.show_value("merge")
    form.how.chosen.emit("merge")
    assert form._rows["merge"].isVisible()
    form.into.show_value(units[1])
    form.since.show_date(date(2026, 11, 1))
    form.look()
    shell.settle()
    told = [(line.unit, line.code, line.number) for line in form.table.rows() if line.code]
    assert told == [
        ("CĐCS Trường 1", "C27", 80), ("CĐCS Trường 1", "C27N", 30), ("CĐCS Trường 1", "B05", 1),
        ("CĐCS Trường 2", "C15", 80), ("CĐCS Trường 2", "C15N", 30),
    ]  # fmt: skip
    assert [line.what for line in form.table.rows() if not line.code] == [
        "đoàn viên 80 → 0", "đoàn viên 80 → 160", "CĐCS 2 → 1",
    ]  # fmt: skip
    form.deed_button.click()
    shell.settle()
    assert units[0] not in tree_on(reader, NOVEMBER).units
    assert "CĐCS Trường 1" not in names(page)
    page.show_ended()
    assert "CĐCS Trường 1" in names(page)
    assert page.list.tree_model.roots[0].value.unions == "1"  # the ended one is shown, not counted
    assert page.count.text().endswith("1 công đoàn cơ sở; thêm 1 đơn vị đã kết thúc")
    page.list.go_to(units[0])
    assert not page._may_change()
    assert page._why_not() == "Đơn vị này đã kết thúc."


def test_nobody_is_merged_into_a_unit_nobody_chose(open_commune: Open) -> None:
    shell, _reader, units = open_commune(3)
    page = units_page(shell)
    page.list.go_to(units[0])
    page.event("merge")
    form = dialog(UnitEventDialog)
    shell.settle()
    assert form.note.text() == (
        "Chưa chọn đơn vị nhận sáp nhập. Chọn đơn vị nhận; hợp thành đơn vị mới thì ghi tên đơn vị"
        " mới."
    )
    assert not form.deed_button.isEnabled()
    for kind, told in (
        ("ownership", "Chưa chọn loại hình mới. Chọn loại hình theo quyết định."),
        ("reparent", "Chưa chọn cấp quản lý mới. Chọn công đoàn sẽ quản lý từ ngày này."),
    ):
        form.how.show_value(kind)
        form.how.chosen.emit(kind)
        shell.settle()
        assert form.note.text() == told
    form.reject()


def test_several_units_become_a_new_one_in_one_step(open_commune: Open) -> None:
    shell, reader, units = open_commune(3)
    page = units_page(shell)
    page.list.go_to(units[0])
    page.list.setFocus()
    for _line in range(2):
        press(page.list, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.event("merge")
    form = dialog(UnitEventDialog)
    kinds = {form.how.itemData(place) for place in range(form.how.count())}
    assert not kinds & {"split", "rename"}
    form.into.show_value(NEW)
    form.into.chosen.emit(NEW)
    shell.settle()
    assert form.note.text().startswith("Chưa ghi tên đơn vị mới.")
    form.name.setText("CĐCS Liên trường")
    form.since.show_date(date(2026, 11, 1))
    form.look()
    shell.settle()
    told = {(line.unit, line.code): line.number for line in form.table.rows()}
    assert told["CĐCS Liên trường", "C15"] == 240
    assert sum(number for (_unit, code), number in told.items() if code == "B05") == 2
    form.deed_button.click()
    shell.settle()
    (made,) = tree_on(reader, NOVEMBER).base_unions(reader.own_unit)
    assert (made.name, made.ownership) == ("CĐCS Liên trường", "SN")
    own = page.list.tree_model.roots[0].value
    assert (own.unions, own.members) == ("1", "240 *")
    shell.undo()
    shell.settle()
    assert len(tree_on(reader, NOVEMBER).base_unions(reader.own_unit)) == 3


def test_what_was_refused_of_a_former_kind_goes_with_it_at_once(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = units_page(shell)
    page.list.go_to(units[0])
    page.event("merge")
    form = dialog(UnitEventDialog)
    shell.settle()
    refused = form.note.text()
    form.how.show_value("end")
    form._another_kind()
    assert form.note.text() != refused
    assert not form.table.isVisible()
    shell.settle()
    form.reject()


def test_an_event_that_makes_no_sense_cannot_be_written(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    page = units_page(shell)
    page.list.go_to(units[0])
    page.event("rename")
    form = dialog(UnitEventDialog)
    shell.settle()
    assert form.note.text() == "Chưa ghi tên mới. Ghi tên đầy đủ theo quyết định."
    assert not form.deed_button.isEnabled()
    form.name.setText("CĐCS Trường Hoa Mai")
    form.since.show_date(date(2025, 1, 1))
    form.look()
    shell.settle()
    assert "sự kiện phải sau ngày đó" in form.note.text()
    form.reject()
    assert events_of(reader) == []


def test_many_units_go_to_new_parents_after_a_look(open_commune: Open) -> None:
    shell, reader, units = open_commune(3)
    page = units_page(shell)
    shell.desk.do(lambda store: found_unit(
        store, name="Công đoàn liên xã Đồi", kind="LXP", parent=store.own_unit,
        since=date(2025, 7, 1), code="LX",
    ))  # fmt: skip
    shell.settle()
    QGuiApplication.clipboard().setText("Tên\tChuyển về\nTrường 1\tLX\nTrường 2\tXã nào\n")
    page.move_many()
    form = dialog(MoveUnits)
    shell.settle()
    assert [line.state for line in form.lines] == ["skipped", "ready", "asked"]
    assert form.table.current().number == 3  # the line that asks is brought
    assert form._choices.isVisible()
    above = tree_on(reader, NOVEMBER).by_code("LX").id
    form.parent_choice.show_value(above)
    form.parent_choice.chosen.emit(above)
    shell.settle()
    assert form.deed_button.text() == "Chuyển 2 đơn vị"
    told = {(line.unit, line.code): line.number for line in form.moved.rows()}
    assert told["Công đoàn liên xã Đồi", "B07"] == 2
    form.deed_button.click()
    shell.settle()
    assert {u.id for u in tree_on(reader, NOVEMBER).children(above)} == set(units[:2])


def test_a_look_tells_the_type_first_and_what_is_locked_above_the_numbers(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune(2)
    page = units_page(shell)
    page.list.go_to(units[0])
    page.event("ownership")
    form = dialog(UnitEventDialog)
    form.ownership.show_value("FDI")
    form.since.show_date(date(2026, 11, 1))
    form.look()
    shell.settle()
    told = {line.what.partition(":")[0] for line in form.table.rows()}
    assert told == {reader.packs.ownerships[one].short for one in ("SN", "FDI")}
    assert {line.bare_code for line in form.table.rows()} == {"C13", "C13N", "C21", "C21N"}
    form.reject()
    shell.desk.do(lambda store: found_unit(
        store, name="Công đoàn liên xã Đồi", kind="LXP", parent=store.own_unit,
        since=date(2025, 7, 1), code="LX",
    ))  # fmt: skip
    shell.settle()
    QGuiApplication.clipboard().setText("Trường 1\tLX\n")
    page.move_many()
    form = dialog(MoveUnits)
    form.since.show_date(date(2026, 9, 1))
    form.read()
    shell.settle()
    assert "tháng 9/2026" in form.late.text()
    assert form.late.isVisible()
    assert form.late.y() < form.moved.y()
    form.reject()


def test_many_units_come_from_the_clipboard_after_a_look(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = units_page(shell)
    QGuiApplication.clipboard().setText("Tên\tLoại hình\nCĐCS Công ty A\tFDI\nCĐCS Trường 1\tSN")
    page.paste()
    form = dialog(PasteUnits)
    assert [line.outcome for line in form.table.rows()] == ["skipped", "added", "skipped"]
    assert form.deed_button.text() == "Thêm 1 đơn vị"
    form.deed_button.click()
    shell.settle()
    assert "CĐCS Công ty A" in names(page)
    assert len(tree_on(reader, NOVEMBER).children(reader.own_unit)) == 2


def test_refused_lines_of_a_pasted_list_stay_to_be_corrected(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = units_page(shell)
    QGuiApplication.clipboard().setText(
        "Tên\tLoại\tĐịa bàn\nCĐCS Công ty A\tCĐCS\tThôn 1\nCĐCS Trường 9\tCông đoàn xã\tThôn 2"
    )
    page.paste()
    form = dialog(PasteUnits)
    assert [line.outcome for line in form.table.rows()] == ["skipped", "added", "refused"]
    form.deed_button.click()
    shell.settle()
    assert form.isVisible()
    assert form.error.text().startswith("Đã thêm 1 đơn vị.")
    assert form.text.toPlainText() == "Tên\tLoại\tĐịa bàn\nCĐCS Trường 9\tCông đoàn xã\tThôn 2"
    assert [line.outcome for line in form.table.rows()] == ["skipped", "refused"]
    assert not form.deed_button.isEnabled()
    form.text.setPlainText(form.text.toPlainText().replace("Công đoàn xã", "CĐCS"))
    form.deed_button.click()
    shell.settle()
    assert not form.isVisible()
    found = {unit.name for unit in tree_on(reader, NOVEMBER).children(reader.own_unit)}
    assert {"CĐCS Công ty A", "CĐCS Trường 9"} <= found


def test_a_line_whose_unit_is_probably_there_is_asked_about(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = units_page(shell)
    QGuiApplication.clipboard().setText("CĐCS Công ty A\nTrường 1\nCĐCS Trường 2")
    page.paste()
    form = dialog(PasteUnits)
    assert [line.outcome for line in form.table.rows()] == ["added", "asked", "added"]
    assert form.table.rows()[1].note == "Có lẽ đã có: CĐCS Trường 1."
    assert form.asking.isVisible()
    assert "có phải CĐCS Trường 1 không?" in form.asking.question.text()
    form.deed_button.click()
    shell.settle()
    assert form.isVisible()
    assert form.text.toPlainText() == "Trường 1"
    assert not form.deed_button.isEnabled()
    form.asking.buttons["add"].click()
    assert form.deed_button.text() == "Thêm 1 đơn vị"
    form.deed_button.click()
    shell.settle()
    assert not form.isVisible()
    found = {unit.name for unit in tree_on(reader, NOVEMBER).children(reader.own_unit)}
    assert found == {"CĐCS Trường 1", "CĐCS Công ty A", "Trường 1", "CĐCS Trường 2"}


def test_lines_asked_about_are_answered_one_by_one_with_keys(open_commune: Open) -> None:
    shell, reader, _units = open_commune(4)
    page = units_page(shell)
    QGuiApplication.clipboard().setText("Trường 1\nCĐCS Công ty A\nTrường 2\nTrường 3\nTrường 4")
    page.paste()
    form = dialog(PasteUnits)
    assert form.focusWidget() is form.table
    assert form.table.current().number == 1
    QTest.keyClick(form.table, Qt.Key.Key_T)
    assert form.table.current().number == 3, "the next one not answered"
    QTest.keyClick(form.table, Qt.Key.Key_L)
    assert [line.answer for line in form.lines] == ["add", "", "same", "", ""]
    assert form.deed_button.text() == "Thêm 2 đơn vị"
    form.table.go_to(3)
    QTest.keyClick(form.table, Qt.Key.Key_A)
    assert [line.answer for line in form.lines] == ["add", "", "same", "same", "same"]
    form.table.go_to(5)
    QTest.keyClick(form.table, Qt.Key.Key_B)
    form.deed_button.click()
    shell.settle()
    assert not form.isVisible(), "what was answered is not left to be corrected"
    found = {unit.name for unit in tree_on(reader, NOVEMBER).children(reader.own_unit)}
    assert found - {f"CĐCS Trường {n}" for n in range(1, 5)} == {"Trường 1", "CĐCS Công ty A"}


def test_a_column_titled_area_is_kept_with_the_units(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = units_page(shell)
    QGuiApplication.clipboard().setText("Tên đơn vị\tĐịa bàn\tLoại hình\nCĐCS Mới\tThôn 1\tSN")
    page.paste()
    form = dialog(PasteUnits)
    assert [line.outcome for line in form.table.rows()] == ["skipped", "added"]
    form.deed_button.click()
    shell.settle()
    (unit,) = tree_on(reader, NOVEMBER).search("cdcs moi")
    assert (unit.attributes["area"], unit.ownership) == ("Thôn 1", "SN")


def test_contacts_stay_on_this_computer(open_commune: Open) -> None:
    shell, reader, units = open_commune(1)
    page = units_page(shell)
    page.list.go_to(units[0])
    shell.show_details(True)
    page.panel.chair.setFocus()
    page.panel.chair.setText("Nguyễn Thị Hoa")
    page.panel.chair.commit()
    shell.settle()
    assert tree_on(reader, NOVEMBER).units[units[0]].attributes["chair_name"] == "Nguyễn Thị Hoa"
    assert reader.rows("SELECT DISTINCT stream FROM op WHERE kind = 'contact'") == [("local",)]


def test_the_panel_tells_attributes_with_their_days_and_the_timeline(open_commune: Open) -> None:
    shell, _reader, units = open_commune(1)
    page = units_page(shell)
    page.list.go_to(units[0])
    assert page.panel.name.text() == "CĐCS Trường 1"
    moments = page.panel._moments
    told = [moments.itemAt(n).widget().text() for n in range(moments.count())]  # type: ignore[union-attr]
    assert told == ["01/7/2025  Có trong sổ từ ngày này", "Ghi thành lập"]


def test_figures_of_a_unit_are_one_step_away_and_back(open_commune: Open) -> None:
    shell, _reader, units = open_commune(3)
    page = units_page(shell)
    page.list.go_to(units[1])
    page.open_figures()
    shell.settle()
    front = shell._host.front
    assert front is not None
    figures: Any = front.page
    assert figures.period == "2026-11"
    assert figures.grid.cells.cursor_cell()[0] == 1
    shell.go("units", units[2])
    shell.settle()
    assert page._chosen().id == units[2]  # type: ignore[union-attr]


def test_an_office_without_a_unit_founds_its_own_first(open_commune: Open, tmp_path: Any) -> None:
    from desktop.models.store.office import create_office

    create_office(tmp_path / "trống").close()
    office = office_at(tmp_path / "trống", "Sổ mới")
    shell = Shell(office, ENTRIES, MachineState(None))
    shell.show()
    shell.go("units", "add")
    shell.settle()
    form = dialog(AddUnit)
    form.kind.show_value("CDX")
    type_text(form.name, "Công đoàn xã Mới")
    form.since.show_date(date(2026, 1, 1))
    form.deed_button.click()
    shell.settle()
    reader = office.open_reader()
    assert tree_on(reader, NOVEMBER).units[reader.own_unit].name == "Công đoàn xã Mới"
    reader.close()
    shell.close()
    shell.deleteLater()


def test_a_list_of_bare_places_is_answered_at_once_and_undone_by_one_key(
    open_commune: Open,
) -> None:
    shell, reader, _units = open_commune(4)
    page = units_page(shell)
    shell.desk.do(lambda store: found_unit(
        store, name="Công đoàn liên xã Đồi Cao", kind="LXP", parent=store.own_unit,
        since=date(2025, 7, 1), code="LX",
    ))  # fmt: skip
    shell.settle()
    rows = "".join(f"Trường {n}\tĐồi Cao\n" for n in range(1, 5))
    QGuiApplication.clipboard().setText(rows)
    page.move_many()
    form = dialog(MoveUnits)
    shell.settle()
    assert [line.state for line in form.lines] == ["asked"] * 4
    assert form.accept_all.text() == "Nhận 4 đề nghị"
    form.accept_all.click()
    shell.settle()
    assert form.deed_button.text() == "Chuyển 4 đơn vị"
    form.deed_button.click()
    shell.settle()
    above = tree_on(reader, NOVEMBER).by_code("LX").id
    assert len(tree_on(reader, NOVEMBER).children(above)) == 4
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    assert tree_on(reader, NOVEMBER).children(above) == []
