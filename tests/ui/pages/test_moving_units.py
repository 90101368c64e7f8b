"""Many units moved from a pasted list, and what is said of the lines that were not."""

from datetime import date

from PySide6.QtGui import QGuiApplication

from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.units.unit_events import events_of
from desktop.models.units.units import found_unit, tree_on
from desktop.ui.pages.units.move_dialog import MoveUnits
from tests.ui.pages.figures.driving import in_store
from tests.ui.pages.test_units import NOVEMBER, Open, dialog, units_page


def test_lines_that_were_not_moved_are_told_after_the_window_is_gone(open_commune: Open) -> None:
    shell, reader, units = open_commune(3)
    page = units_page(shell)
    shell.desk.do(lambda store: found_unit(
        store, name="Công đoàn liên xã Đồi", kind="LXP", parent=store.own_unit,
        since=date(2025, 7, 1), code="LX",
    ))  # fmt: skip
    shell.settle()
    rows = ["Trường 1\tLX", "Trường 2\tXã nào", "Nhà máy lạ\tLX", "Trường 1\tLX"]
    QGuiApplication.clipboard().setText("\n".join(rows))
    page.move_many()
    form = dialog(MoveUnits)
    shell.settle()
    form.deed_button.click()
    shell.settle()
    above = tree_on(reader, NOVEMBER).by_code("LX").id
    assert [u.id for u in tree_on(reader, NOVEMBER).children(above)] == units[:1]
    (strip,) = shell.messages.strips()
    assert strip.message.text.startswith(
        "3 dòng chưa chuyển: 2 (Trường 2 | Xã nào), 3 (Nhà máy lạ | LX), 4 (Trường 1 | LX)."
    )
    shell.undo()  # what was told of the moves goes with them
    shell.settle()
    assert shell.messages.strips() == []


def test_nothing_is_said_where_every_line_was_moved(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(1)
    page = units_page(shell)
    shell.desk.do(lambda store: found_unit(
        store, name="Công đoàn liên xã Đồi", kind="LXP", parent=store.own_unit,
        since=date(2025, 7, 1), code="LX",
    ))  # fmt: skip
    shell.settle()
    QGuiApplication.clipboard().setText("Trường 1\tLX\n")
    page.move_many()
    form = dialog(MoveUnits)
    shell.settle()
    form.deed_button.click()
    shell.settle()
    assert shell.messages.strips() == []


def test_a_second_move_of_one_day_is_asked_about_with_both_named(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    page = units_page(shell)
    for code, name in (("LX", "Công đoàn liên xã Đồi"), ("LY", "Công đoàn liên xã Bãi")):
        in_store(shell, lambda store, code=code, name=name: found_unit(
            store, name=name, kind="LXP", parent=store.own_unit, since=date(2025, 7, 1), code=code,
        ))  # fmt: skip
    order = Order("reparent", NOVEMBER, (units[0],), to_parent="LX")
    in_store(shell, lambda store: carry_out(store, order))
    shell.settle()
    QGuiApplication.clipboard().setText("Trường 1\tLY\nTrường 2\tLY")
    page.move_many()
    form = dialog(MoveUnits)
    form.since.show_date(NOVEMBER)
    form.read()
    shell.settle()
    assert "Công đoàn liên xã Bãi thay cho Công đoàn liên xã Đồi" in form.late.text()
    form.deed_button.click()
    shell.settle()
    assert len(events_of(reader)) == 1
    assert form.deed_button.text() == "Vẫn chuyển 2 đơn vị"
    form.deed_button.click()
    shell.settle()
    above = tree_on(reader, NOVEMBER).by_code("LY").id
    assert {u.id for u in tree_on(reader, NOVEMBER).children(above)} == set(units[:2])


def test_units_selected_together_are_the_list(open_commune: Open) -> None:
    shell, _reader, units = open_commune(3)
    page = units_page(shell)
    QGuiApplication.clipboard().setText("Trường 3\tLX")
    page.list.go_to(units[0])
    page.move_many()
    form = dialog(MoveUnits)
    assert form.text.toPlainText() == "Trường 3\tLX"  # one line is where the cursor happens to be
    form.reject()
    shell.settle()
    page.list.selectAll()
    page.move_many()
    form = dialog(MoveUnits)
    shell.settle()
    assert [line.unit for line in form.lines] == units
    assert {line.note for line in form.lines} == {"Chưa ghi cấp quản lý mới."}
    form.reject()


def test_a_sentence_that_was_copied_is_no_list_and_a_list_gives_way_to_the_next(
    open_commune: Open,
) -> None:
    shell, _reader, _units = open_commune(2)
    page = units_page(shell)
    QGuiApplication.clipboard().setText("Bổ sung lao động mới ký hợp đồng")
    page.move_many()
    form = dialog(MoveUnits)
    assert form.text.toPlainText() == ""
    form.reject()
    QGuiApplication.clipboard().setText("Trường 1\tLX\n")
    page.move_many()
    form = dialog(MoveUnits)
    QGuiApplication.clipboard().setText("Trường 2\tLX\n")
    form.text.paste()
    assert "Trường 1" not in form.text.toPlainText()
    form.reject()
