"""A union founded or merged in the window: what is counted, its month's cells, taking it back."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.models.entry.entry import EntrySheet
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.reader import Reader
from desktop.models.units.unit_events import events_of
from desktop.models.units.units import tree_on
from desktop.ui.pages.units.decision_dialog import DecisionDialog
from desktop.ui.pages.units.dialogs import AddUnit, pair, stacked
from desktop.ui.shell import Shell
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from tests.support.keyboard import type_text
from tests.ui.pages.figures.driving import (
    KEY,
    at,
    by_key,
    column_at,
    figures,
    grid,
    in_store,
    type_cell,
)
from tests.ui.pages.test_units import units_page

Open = Callable[..., tuple[Shell, Reader, list[str]]]
PERIOD, LAST = "2026-10", date(2026, 10, 31)
COUNTED = ("A03", "A05", "B01", "B01M", "C12", "C12N", "C40", "C41")


def found(shell: Shell) -> None:
    """Found a union of twelve members, five of them women, by the dialog."""
    units_page(shell).add()
    (form,) = [w for w in QApplication.topLevelWidgets() if type(w) is AddUnit and w.isVisible()]
    type_text(form.name, "CĐCS Trạm Y tế")
    form.since.show_date(date(2026, 10, 20))
    for field, text in ((form.decision, "7/QĐ-LĐLĐ"), (form.members, "12"), (form.women, "5")):
        field.setText(text)
    form.look()
    shell.settle()
    form.deed_button.click()
    shell.settle()


def test_a_founded_union_opens_with_nobody_and_is_counted_once(open_commune: Open) -> None:
    shell, reader, units = open_commune(2)
    before = {code: one.value for code, one in totals(reader, PERIOD).items() if code in COUNTED}
    found(shell)
    (unit,) = tree_on(reader, LAST).search("tram y te")
    page = figures(shell, PERIOD, "F3")
    assert page.sheet is not None
    row = [line.unit.id for line in page.sheet.rows].index(unit.id)

    def shown(name: str) -> str:
        return page.source().text(row, column_at(page, name))

    assert [shown(name) for name in ("opening_A03", "closing_A03", "opening_A03N",
                                     "closing_A03N")] == ["0", "12", "0", "5"]  # fmt: skip
    view = grid(page)
    view.go_to(*at(page, "C12", row))
    assert (
        "tăng 12 − giảm 0 = cuối kỳ 12, kể cả +12 theo sự kiện"
        in page.strip.equations[0].toolTip() + page.strip.equations[0].text()
    )
    assert {c: one.value for c, one in totals(reader, PERIOD).items() if c in COUNTED} == {
        **before, "A03": 12 + int(before.get("A03") or 0), "A05": len(units) + 1, "B01": 1,
        "B01M": 12, "C12": 12, "C12N": 5, "C40": 12, "C41": 12,
    }  # fmt: skip
    type_cell(view, "12")  # what stands there from the event already: nothing is written
    shell.settle()
    assert shown("closing_A03") == "12"
    assert totals(reader, PERIOD)["C12"].value == 12
    assert [one.message for one in page.sheet.rows[row].findings] == []
    by_key(shell, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tree_on(reader, LAST).search("tram y te") == []
    assert {c: one.value for c, one in totals(reader, PERIOD).items() if c in COUNTED} == before


def test_whom_a_merger_brought_and_somebody_types_too_are_counted_once(open_commune: Open) -> None:
    shell, reader, units = open_commune(3)
    page = figures(shell, PERIOD, "F3")
    order = Order("merge", date(2026, 10, 12), (units[1],), into=units[0])
    in_store(shell, lambda store: carry_out(store, order))
    assert page.sheet is not None
    row = [line.unit.id for line in page.sheet.rows].index(units[0])
    closing = column_at(page, "closing_A03")
    assert page.source().text(row, closing) == "160"
    view = grid(page)
    view.go_to(*at(page, "C13", row))
    type_cell(view, "80")
    shell.settle()
    page = figures(shell, PERIOD, "F1")
    view = grid(page)
    row = [line.unit.id for line in page.sheet.rows].index(units[0])  # type: ignore[union-attr]
    view.go_to(*at(page, "A03", row))
    type_cell(view, "160")
    shell.settle()
    assert page.sheet is not None
    assert "V04" not in {one.rule for one in page.sheet.rows[row].findings}
    fresh = EntrySheet.load(reader, "F1", PERIOD)
    assert page.sheet.rows[row].openings == fresh.rows[row].openings
    assert totals(reader, PERIOD)["A03"].value == 240


def test_fields_stand_close_and_spare_height_is_left_below_them(app: object) -> None:
    both = pair(FormRow("Tên mới", TextField()), FormRow("Mã", TextField()))
    note = PlainLabel("Chưa ghi tên đơn vị mới.", wrap=True)
    body = stacked(both, note)
    body.resize(600, 400)
    body.show()
    QCoreApplication.processEvents()
    assert both.height() == both.sizeHint().height()
    assert note.height() > both.height()
    body.close()


def test_the_decision_of_a_founding_is_told_where_it_stands(open_commune: Open) -> None:
    shell, reader, _units = open_commune(2)
    page = units_page(shell)
    order = Order("found", date(2026, 10, 20), ("Y-1",), name="CĐCS Trạm Y tế", members=12,
                  unit_kind="CDCS", ownership="SN", to_parent=reader.own_unit)  # fmt: skip
    in_store(shell, lambda store: carry_out(store, order))
    (unit,) = tree_on(reader, LAST).search("tram y te")
    page.day.show_date(LAST)
    page.day.committed.emit(LAST)
    page.opened(unit.id)
    shell.settle()
    words = [one.text() for one in page.panel.findChildren(PlainLabel) if one.isVisible()]
    assert any("12 đoàn viên\nChưa ghi số quyết định" in one for one in words)
    (deed,) = [b for b in page.panel.findChildren(QAbstractButton)
               if b.text() == "Ghi quyết định" and b.isVisible()]  # fmt: skip
    deed.click()
    (form,) = [w for w in QApplication.topLevelWidgets()
               if type(w) is DecisionDialog and w.isVisible()]  # fmt: skip
    assert form.members.text() == "12"
    type_text(form.decision, "7/QĐ-LĐLĐ")
    form.deed_button.click()
    shell.settle()
    (event,) = events_of(reader, unit.id)
    assert (event.decision, event.members) == ("7/QĐ-LĐLĐ", 12)
    words = [one.text() for one in page.panel.findChildren(PlainLabel) if one.isVisible()]
    assert any(one.endswith("12 đoàn viên\nQuyết định 7/QĐ-LĐLĐ") for one in words)
