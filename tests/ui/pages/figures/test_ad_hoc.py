"""An ad-hoc period in the window: set, typed, locked, changed, taken back."""

from collections.abc import Callable
from datetime import date

from desktop.models.figures.ad_hoc import ad_hoc_periods
from desktop.models.figures.revisions import revisions
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.ad_hoc_dialog import AdHocDialog
from desktop.ui.pages.figures.pickers import AD_HOC
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import at, figures, grid, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]
STORM = "2026-X-bao-so-10"


def asked(page: FiguresPage) -> AdHocDialog:
    """Choose "Kỳ đột xuất…" among the kinds of period."""
    kinds = page.pickers.kinds
    kinds.setCurrentIndex(kinds.findData(AD_HOC))
    kinds.chosen.emit(AD_HOC)
    return page.window().findChildren(AdHocDialog)[-1]


def fill(dialog: AdHocDialog, name: str, *days: date) -> None:
    dialog.name.setText(name)
    for field, day in zip((dialog.first, dialog.last, dialog.due), days, strict=True):
        field.show_date(day)


def test_a_period_set_is_typed_and_locked_at_once(open_commune: Open) -> None:
    shell, reader, _units = open_commune(2)
    page = figures(shell, form="F4")
    dialog = asked(page)
    assert page.pickers.kinds.value() == "THANG"
    fill(dialog, "Bão số 10", date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 9))
    dialog.perform()
    shell.settle()
    assert (page.period, page.form) == (STORM, "F4")
    assert page.months.currentText().startswith("Bão số 10")
    assert page.pickers.kinds.currentText() == "Đột xuất"
    view = grid(page)
    view.go_to(*at(page, "E07"))
    type_cell(view, "4")
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    assert next(iter(revisions(reader, STORM, "F4").values()))[-1].values["E07"] == 4


def test_days_out_of_order_are_told_beside_the_fields(open_commune: Open) -> None:
    shell, reader, _units = open_commune(2)
    dialog = asked(figures(shell, form="F4"))
    fill(dialog, "", date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 9))
    dialog.perform()
    assert "chưa có tên" in dialog.error.text()
    fill(dialog, "Bão", date(2026, 10, 8), date(2026, 10, 7), date(2026, 10, 9))
    dialog.perform()
    shell.settle()
    assert "theo thứ tự" in dialog.error.text()
    assert dialog.isVisible()
    assert ad_hoc_periods(reader) == []


def test_the_fast_report_of_tet_gets_its_days_and_loses_them(open_commune: Open) -> None:
    shell, reader, _units = open_commune(2)
    page = figures(shell, form="F4")
    usual = parse_period("2027-X-tet", reader.packs.schemes)
    dialog = asked(page)
    dialog.which.show_value("2027-X-tet")
    dialog.which.chosen.emit("2027-X-tet")
    assert not dialog.name.isEnabled()
    assert dialog.first.value() == usual.data_from
    dialog.first.show_date(date(2027, 1, 20))
    dialog.last.show_date(date(2027, 2, 20))
    dialog.due.show_date(date(2027, 2, 22))
    dialog.perform()
    shell.settle()
    assert page.period == "2027-X-tet"
    (one,) = ad_hoc_periods(reader)
    assert (one.period.title, one.period.due) == (usual.title, date(2027, 2, 22))
    dialog = asked(page)
    dialog.which.show_value("2027-X-tet")
    dialog.which.chosen.emit("2027-X-tet")
    dialog.take_back()
    shell.settle()
    assert ad_hoc_periods(reader) == []
    assert parse_period("2027-X-tet", reader.packs.schemes) == usual
