"""The dialog that adds one unit: what it counts, what it refuses, what follows the name."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from desktop.models.register.events import events_of
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.units.dialogs import AddUnit
from desktop.ui.shell import Shell
from tests.support.keyboard import type_text
from tests.ui.pages.conftest import ENTRIES
from tests.ui.pages.offices import make_province
from tests.ui.pages.test_units import NOVEMBER, dialog, names, units_page

Open = Callable[..., tuple[Shell, Reader, list[str]]]


def test_a_unit_is_added_with_its_decision(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = units_page(shell)
    page.add()
    form = dialog(AddUnit)
    form.deed_button.click()
    assert form.error.text().startswith("Chưa ghi tên đơn vị.")
    type_text(form.name, "CĐCS Trạm Y tế")
    form.ownership.show_value("SN")
    form.since.show_date(date(2026, 11, 1))
    form.decision.setText("7/QĐ-LĐLĐ")
    form.deed_button.click()
    shell.settle()
    assert "CĐCS Trạm Y tế" in names(page)
    (unit,) = tree_on(reader, NOVEMBER).search("tram y te")
    assert (unit.kind, unit.ownership, unit.parent) == ("CDCS", "SN", reader.own_unit)
    (event,) = events_of(reader, unit.id)
    assert (event.kind, event.decision) == ("found", "7/QĐ-LĐLĐ")


def test_a_new_unit_tells_what_founding_it_counts(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = units_page(shell)
    page.add()
    form = dialog(AddUnit)
    type_text(form.name, "CĐCS Trạm Y tế")
    form.since.show_date(date(2026, 10, 20))
    form.look()
    shell.settle()
    assert form.note.text().endswith("coi là đơn vị có từ trước, không tính là mới thành lập.")
    form.decision.setText("7/QĐ-LĐLĐ")
    form.members.setText("12")
    form.women.setText("13")
    form.look()
    shell.settle()
    assert form.note.text().startswith("Số đoàn viên nữ (13) lớn hơn số đoàn viên (12).")
    form.women.setText("5")
    form.look()
    shell.settle()
    assert form.note.text() == "Sẽ tính:"
    told = {line.code: line.number for line in form.table.rows()}
    assert told == {"B01": 1, "C12": 12, "C12N": 5, "B01M": 12}
    form.deed_button.click()
    shell.settle()
    (unit,) = tree_on(reader, NOVEMBER).search("tram y te")
    (event,) = events_of(reader, unit.id)
    assert (event.kind, event.members, event.women) == ("found", 12, 5)


def test_the_next_unit_stands_beside_the_one_just_added(open_commune: Open) -> None:
    shell, reader, units = open_commune(1)
    page = units_page(shell)
    page.list.go_to(units[0])
    page.add()
    form = dialog(AddUnit)
    assert form.above.value() == reader.own_unit
    assert form.kind.value() == "CDCS"
    form.above.show_value(units[0])
    form.above.chosen.emit(units[0])
    offered = {form.kind.itemData(number) for number in range(form.kind.count())}
    assert offered == {"CSTV", "CDBP", "TO"}


def test_a_unit_that_cannot_be_added_is_refused_with_all_that_was_typed(open_commune: Open) -> None:
    shell, reader, units = open_commune(1)
    page = units_page(shell)
    page.add()
    form = dialog(AddUnit)
    type_text(form.name, "CĐCS Trạm Y tế")
    form.code.setText(tree_on(reader, NOVEMBER).units[units[0]].code)
    form.deed_button.click()
    shell.settle()
    assert form.isVisible()
    assert "đã có đơn vị khác dùng" in form.error.text()
    assert form.name.text() == "CĐCS Trạm Y tế"
    assert shell.messages.strips() == []
    form.code.setText("")
    form.since.show_date(date(2020, 1, 1))
    form.look()
    shell.settle()
    assert "có trong sổ từ ngày" in form.note.text()
    assert not form.deed_button.isEnabled()
    form.since.show_date(date(2026, 11, 1))
    form.look()
    shell.settle()
    assert form.deed_button.isEnabled()
    form.deed_button.click()
    shell.settle()
    assert not form.isVisible()
    assert "CĐCS Trạm Y tế" in names(page)


def test_the_kind_follows_the_name_and_another_level_is_asked(tmp_path: Path) -> None:
    make_province(tmp_path / "tinh")
    shell = Shell(office_at(tmp_path / "tinh"), ENTRIES, MachineState(None))
    shell.show()
    shell.settle()
    page = units_page(shell)
    page.add()
    form = dialog(AddUnit)
    assert form.kind.value() == "CDX"  # as those that stand there
    type_text(form.name, "CĐCS Công ty Mới Lập")
    form.look()
    shell.settle()
    assert form.kind.value() == "CDCS"
    form.kind.show_value("KCN")
    form.kind.chosen.emit("KCN")
    form.since.show_date(date(2026, 11, 1))
    form.deed_button.click()
    shell.settle()
    assert form.isVisible()
    assert "loại đang chọn là “Công đoàn các khu công nghiệp" in form.error.text()
    assert form.deed_button.text() == "Vẫn thêm"
    form.reject()
    shell.settle()
    shell.close()
    shell.deleteLater()


def test_a_name_another_unit_has_is_asked_about_before_it_is_added(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = units_page(shell)
    page.add()
    form = dialog(AddUnit)
    type_text(form.name, "CĐCS Trường 1")
    form.look()
    shell.settle()
    assert form.late.text().startswith("Đã có đơn vị cùng tên CĐCS Trường 1, mã ")
    form.deed_button.click()
    shell.settle()
    assert form.isVisible()
    assert form.error.text().endswith("Sửa lại; đúng như vậy thì bấm “Vẫn thêm”.")
    assert form.deed_button.text() == "Vẫn thêm"
    form.deed_button.click()
    shell.settle()
    assert not form.isVisible()
    assert len(tree_on(reader, NOVEMBER).children(reader.own_unit)) == 2
