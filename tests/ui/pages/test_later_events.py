"""An event before what is already written of a unit: the window tells it and asks once."""

from datetime import date

from PySide6.QtCore import Qt

from desktop.models.register.events import events_of
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.units.units import set_attribute, tree_on
from desktop.ui.pages.units.event_dialog import NEW, UnitEventDialog
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import in_store
from tests.ui.pages.test_units import NOVEMBER, Open, dialog, units_page
from tests.ui.test_store_thread import until


def test_an_end_before_later_events_is_told_and_written_when_asked_again(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune(2)
    page = units_page(shell)
    order = Order("rename", date(2026, 11, 10), (units[0],), name="CĐCS Trường Hoa Mai")
    in_store(shell, lambda store: carry_out(store, order))
    shell.settle()
    page.list.go_to(units[0])
    page.event("dissolve")
    form = dialog(UnitEventDialog)
    form.since.show_date(date(2026, 11, 2))
    form.look()
    shell.settle()
    assert "sự kiện “Đổi tên” ngày 10/11/2026 đã ghi sẽ không còn tác dụng" in form.late.text()
    form.deed_button.click()
    shell.settle()
    assert form.isVisible()
    assert units[0] in tree_on(reader, NOVEMBER).units
    assert "“Vẫn ghi”" in form.error.text()
    assert form.deed_button.text() == "Vẫn ghi"
    form.since.show_date(date(2026, 11, 3))  # another day is asked about anew
    form.look()
    shell.settle()
    assert form.deed_button.text() == "Ghi sự kiện"
    form.deed_button.click()
    form.deed_button.click()
    shell.settle()
    assert units[0] not in tree_on(reader, NOVEMBER).units
    (strip,) = shell.messages.strips()
    assert "“Đổi tên”" in strip.message.text


def test_what_an_event_to_come_and_one_for_a_closed_type_mean_is_told(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    page = units_page(shell)
    since = date(2025, 7, 1)
    page.desk.do(lambda store: set_attribute(store, units[0], "ownership", "FDI", since))
    until(lambda: page._tree is not None and page._tree.units[units[0]].ownership == "FDI")
    page.list.go_to(units[0])
    page.event("end", alone=True)
    form = dialog(UnitEventDialog)
    until(lambda: "Giải thể" in form.late.text())
    form.deed_button.click()  # asks once before it writes
    shell.settle()
    assert form.deed_button.text() == "Vẫn ghi"
    assert not events_of(reader, units[0])
    form.how.show_value("merge")
    form.how.chosen.emit("merge")
    form.into.show_value(NEW)
    form.into.chosen.emit(NEW)
    type_text(form.name, "CĐCS Trường Mới")
    form.look()
    until(lambda: form.note.text().startswith("Hợp thành đơn vị mới cần từ hai đơn vị"))
    assert not form.deed_button.isEnabled()
    form.reject()
    page.list.go_to(units[0])
    press(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.event("merge")
    form = dialog(UnitEventDialog)
    form.into.show_value(NEW)
    form.into.chosen.emit(NEW)
    type_text(form.name, "CĐCS Trường Mới")
    form.ownership.show_value("FDI")
    form.since.show_date(date(2027, 1, 1))
    form.look()
    until(lambda: any((line.number or 0) < 0 for line in form.table.rows()))
    assert form.late.text() == ""
    made = [line.what for line in form.table.rows() if (line.number or 0) < 0]
    assert made == ["CĐCS mới sau sáp nhập, trừ vào số giảm"]
    form.deed_button.click()
    until(lambda: bool(shell.messages.strips()))
    (strip,) = shell.messages.strips()
    assert strip.message.text.startswith("Đã ghi. Sự kiện có hiệu lực từ 01/01/2027")
    shell.undo()
    until(lambda: not shell.messages.strips())
    shell.settle()
    assert shell.status.saved.text() == "Hoàn tác: Sáp nhập 2 đơn vị vào CĐCS Trường Mới"
    assert not events_of(reader, units[0])
