"""A unit's figures over periods and by ownership type, in the dialogs of the page of units."""

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from desktop.models.register.events import end_unit
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.series_dialog import SeriesDialog
from desktop.ui.pages.units.types_dialog import TypesDialog
from tests.ui.pages.test_units import Open, dialog, units_page
from tests.ui.test_store_thread import until


def test_a_figure_is_compared_over_periods_on_every_map(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(2)
    page = units_page(shell)
    page.compare()
    form = dialog(SeriesDialog)
    first, last = form.periods.fields
    assert (first.currentText(), last.currentText()) == ("Tháng 11/2025", "Tháng 11/2026")
    first.show_value("2026-10")
    first.chosen.emit("2026-10")
    shell.settle()
    (october, november) = form.table.rows()
    assert (october.period, november.period) == ("2026-10", "2026-11")
    assert {name: point.value for name, point in october.points.items()} == dict.fromkeys(
        ("then", "today", "same"), 160
    )
    form.code.show_value("A04")
    form.code.chosen.emit("A04")
    until(lambda: "80,00%" in form.table.tsv(form.table.rows()))


def test_a_unit_that_ended_is_compared_until_it_ended(open_commune: Open) -> None:
    shell, _reader, units = open_commune(2)
    shell.desk.do(lambda store: end_unit(store, units[0], date(2026, 11, 1)))
    shell.settle()
    page = units_page(shell)
    page.show_ended()
    page.list.go_to(units[0])
    page.compare()
    form = dialog(SeriesDialog)
    shell.settle()
    *_earlier, october, november = form.table.rows()
    assert (october.period, november.period) == ("2026-10", "2026-11")
    assert {point.value for point in october.points.values()} == {80}
    assert {point.value for point in november.points.values()} == {None}
    page.types()
    assert dialog(TypesDialog).period.ids() == ("2026-10",)


def test_members_are_shown_by_ownership_type(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(2)
    page = units_page(shell)
    page.types()
    form = dialog(TypesDialog)
    shell.settle()
    assert [(one.name, one.line.closing) for one in form.table.rows()] == [
        ("Sự nghiệp công lập", 160), ("Khu vực nhà nước", 160), ("Cộng", 160),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [SeriesDialog, TypesDialog])
def test_what_is_added_up_comes_to_nobody_once_it_was_closed(
    open_commune: Open, kind: type[Dialog]
) -> None:
    shell, _reader, _units = open_commune(1)
    page = units_page(shell)
    page.compare() if kind is SeriesDialog else page.types()
    dialog(kind).close()  # as its cross does
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shell.settle()  # an answer to what is gone fails the test


def test_a_line_of_a_type_says_where_its_numbers_come_from(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(2)
    page = units_page(shell)
    page.types()
    form = dialog(TypesDialog)
    shell.settle()
    assert not form.whence.isEnabled()
    form.table.go_to("Khu vực nhà nước")
    assert form.whence.isEnabled()
    form.whence.click()
    shell.settle()
    traced = form.traced
    codes = [one.code for one in traced.totals.rows()]
    assert codes[0] == "opening:A03"
    traced.totals.go_to("A03")
    shell.settle()
    assert traced.found is not None
    assert traced.found.title == "Tổng số đoàn viên, khu vực nhà nước"
    assert [part.value for part in traced.found.parts] == [80, 80]
    traced.reject()
