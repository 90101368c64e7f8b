"""An event before what is already written of a unit: the window tells it and asks once."""

from datetime import date

from desktop.models.register.reorganise import Order, carry_out
from desktop.models.units.units import tree_on
from desktop.ui.pages.units.event_dialog import UnitEventDialog
from tests.ui.pages.figures.driving import in_store
from tests.ui.pages.test_units import NOVEMBER, Open, dialog, units_page


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
