"""Men and women together are all, in the sheet, on paper and in the trace; else it is said."""

from pathlib import Path

from desktop.formats.table import Table
from desktop.models.entry.entry import EntrySheet
from desktop.models.figures.cells import NOT_APPLICABLE, Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.sums.trace import trace
from desktop.reports.f1 import REPORT
from desktop.reports.unit_figures import MEN, UnitFigures
from tests.models.entering import column, commune

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
WORKERS = ("A01", "men_A01", "A01N")


def test_a_union_without_women_workers_has_men_alone_everywhere(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        set_cells(
            store, OCTOBER, {(units[0], "A01"): Entry(50), (units[0], "A01N"): NOT_APPLICABLE}
        )
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        assert [sheet.total(column(sheet, one)) for one in WORKERS] == ["250", "170", "80"]
        figures = UnitFigures.read(store, OCTOBER)
        assert figures.values[units[0]][MEN + "A01"] == 50
        assert figures.total(figures.rollup).numbers[MEN + "A01"] == 170
        assert (
            sum(part.value for part in trace(store, OCTOBER, store.own_unit, "men:A01").parts)
            == 170
        )
        assert not sheet.totals.without_women


def test_women_are_not_carried_where_no_workers_arise(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        set_cells(store, OCTOBER, {(units[0], "A01"): NOT_APPLICABLE})
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        assert [sheet.total(column(sheet, one)) for one in WORKERS] == ["200", "120", "80"]
        assert sheet.text(0, column(sheet, "A01N")) == ""
        numbers = UnitFigures.read(store, OCTOBER).rollup.totals(store.packs)
        assert (numbers["A01"].value, numbers["A01N"].value) == (200, 80)
        movement = EntrySheet.load(store, "F3", OCTOBER)
        assert "A01N" not in movement.rows[0].last or movement.rows[0].number("A01N") is None


def test_where_nobody_told_the_women_the_total_says_so(tmp_path: Path) -> None:
    store, units = commune(tmp_path)
    with store:
        set_cells(store, OCTOBER, {(units[0], "A03"): Entry(50), (units[0], "A03N"): Entry(20),
                                   (units[1], "A03"): Entry(7)})  # fmt: skip
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        told = (
            "Tổng số đoàn viên: nam và nữ cộng lại ít hơn tổng 7 người, vì 1 đơn vị chưa ghi số nữ."
        )
        assert told in sheet.total_note
        table = next(one for one in REPORT.build(store, OCTOBER).blocks if isinstance(one, Table))
        assert (told,) in [row.cells for row in table.rows]
