"""F1 and F3 where a managing unit ended or moved within the period: its section still stands."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.formats.table import Role, Table
from desktop.models.errors import Refusal
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.series import series
from desktop.models.figures.sums.trace import Narrow, trace
from desktop.models.packs.periods import parse_period
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from desktop.reports import f1, f3, f4, f5, f6
from desktop.reports.consolidated import consolidate
from desktop.tasks.figures.report_notes import report_units
from tests.models.register.test_reorganise_property import MONTHS, World, month_days
from tests.reports import building
from tests.reports.building import OCTOBER, SEPTEMBER
from tests.reports.looking import cells, column_sum, tables, total_row, unit_row

FIRST, TENTH, TWENTIETH = (date(2026, 10, day) for day in (1, 10, 20))
KEPT = ("opening_A03", "closing_A03", "net_A03", "A03", "C11")


def districts(folder: Path) -> Store:
    """A district with one union of 50, 20 of them women, and a commune with nobody yet."""
    store = building.office(folder)
    old = found_unit(store, name="LĐLĐ huyện Hải Bình", kind="LDH", parent=store.own_unit,
                     since=building.SINCE, code="HB")  # fmt: skip
    building.commune(store, "XA", "Công đoàn xã Hải A")
    unit = building.union(store, "A", "CĐCS A", old, ownership="NQD")
    building.type_in(store, unit, SEPTEMBER, C00=50, C00N=20, A03=50, A03N=20, A01=60, A01N=25)
    return store


def _moved(store: Store, day: date, end: date | None) -> None:
    carry_out(store, Order("reparent", day, ("A",), to_parent="XA"))
    if end is not None:
        carry_out(store, Order("dissolve", end, ("HB",)))


def _groups(table: Table) -> list[str]:
    return [str(row.cells[0]).partition(". ")[2] for row in table.rows if row.role is Role.GROUP]


def _adds_up(table: Table) -> None:
    """What the sections open, close and hold comes to the total's."""
    summed = [cells(table, row) for row in table.rows if row.role is Role.SUBTOTAL]
    if not summed:
        return
    total = total_row(table)
    for code in (code for name in KEPT for code in (name, f"{name}N") if code in total):
        assert sum(row[code] or 0 for row in summed) == (total[code] or 0), code


def _unions_add_up(table: Table) -> None:
    total = total_row(table)
    for code in ("opening_A05", "closing_A05", "A05", "A06", "B01", "B02", "B03", "B04"):
        assert column_sum(table, code) == total[code], code
    assert column_sum(table, "B07") - total["B07"] == column_sum(table, "B08") - total["B08"]


@pytest.mark.parametrize(("day", "end"), [(FIRST, FIRST), (TENTH, TWENTIETH), (TENTH, None)])
def test_who_handed_all_its_unions_over_keeps_its_section(
    tmp_path: Path, day: date, end: date | None
) -> None:
    with districts(tmp_path) as store:
        _moved(store, day, end)
        for period in (OCTOBER, "2026-Q4"):
            members, women, unions = tables(f3.build(store, period))
            for table, whole, ending in ((members, 50, ""), (women, 20, "N")):
                _adds_up(table)
                found = [cells(table, row) for row in table.rows if row.role is Role.SUBTOTAL]
                assert [(row[f"opening_A03{ending}"], row[f"C15{ending}"], row[f"C27{ending}"],
                         row[f"closing_A03{ending}"]) for row in found] == [
                    (None, whole, None, whole), (whole, None, whole, 0)]  # fmt: skip
            _unions_add_up(unions)
            old, new = unit_row(unions, "HB"), unit_row(unions, "XA")
            assert (old["opening_A05"], old["B08"], old["closing_A05"]) == (1, 1, 0)
            assert (new["opening_A05"], new["B07"], new["closing_A05"]) == (0, 1, 1)
            titles = _groups(members)
            said = {FIRST: "30/9/2026", TWENTIETH: "19/10/2026"}.get(end or TENTH)
            ended = f"LĐLĐ huyện Hải Bình (hoạt động đến hết ngày {said})"
            last = ended if said else "LĐLĐ huyện Hải Bình"
            assert set(titles) == {"Công đoàn xã Hải A", last}
            (listed,) = tables(f1.build(store, period))
            assert _groups(listed) == []  # nobody stands anywhere but in the commune
            sheet = tables(consolidate(store, period).document)[0]
            assert column_sum(sheet, "B10") == column_sum(sheet, "B20") == 1


@pytest.mark.parametrize(("day", "end"), [(FIRST, FIRST), (TENTH, TWENTIETH)])
def test_the_last_period_of_a_unit_that_ended_is_told(tmp_path: Path, day: date, end: date) -> None:
    with districts(tmp_path) as store:
        _moved(store, day, end)
        found = totals(store, OCTOBER, "HB")
        assert [found[c].value for c in ("C27", "C27N", "B08", "B00", "A05")] == [50, 20, 1, 1, 0]
        members, _women, unions = tables(f3.build(store, OCTOBER, "HB"))
        total = total_row(members)
        assert (total["opening_A03"], total["C27"], total["closing_A03"]) == (50, 50, 0)
        assert total_row(unions)["B08"] == 1
        for report in (f1, f4, f5, f6):
            assert tables(report.build(store, OCTOBER, "HB"))
        opened = trace(store, OCTOBER, "HB", "opening:A03")
        assert [(part.unit, part.value) for part in opened.parts] == [("A", 50)]
        within = trace(store, OCTOBER, "", "C27", narrow=Narrow(under="HB"))
        assert (within.total.value, within.parts[0].unit) == (50, "A")
        (point,) = series(store, "HB", "C27", [OCTOBER]).points
        assert point.value == 50
        period = parse_period(OCTOBER, store.packs.schemes)
        assert [name for name, _id in report_units(store, period)][-1] == "LĐLĐ huyện Hải Bình"
        with pytest.raises(Refusal, match="LĐLĐ huyện Hải Bình đã thôi hoạt động từ ngày"):
            totals(store, "2026-11", "HB")


def test_a_unit_merged_into_another_keeps_its_section(tmp_path: Path) -> None:
    with districts(tmp_path) as store:
        other = building.union(store, "B", "CĐCS B", building.by_code(store, "XA"))
        building.type_in(store, other, SEPTEMBER, C00=30, A03=30, A01=40)
        carry_out(store, Order("merge", TENTH, ("HB",), into="XA"))
        members, women, unions = tables(f3.build(store, OCTOBER))
        for table in (members, women):
            _adds_up(table)
        _unions_add_up(unions)
        assert total_row(members)["opening_A03"] == 80


def test_a_union_that_ended_in_the_month_is_told_too(tmp_path: Path) -> None:
    with districts(tmp_path) as store:
        building.type_in(store, building.by_code(store, "A"), OCTOBER, C11=3)
        carry_out(store, Order("dissolve", TENTH, ("A",)))
        assert totals(store, OCTOBER, "A")["C28"].value == 53
        members, *_others = tables(f3.build(store, OCTOBER, "A"))
        row = unit_row(members, "A")
        assert (row["opening_A03"], row["C11"], row["C28"], row["closing_A03"]) == (50, 3, 53, 0)
        assert total_row(members)["opening_A03"] == 50


def test_members_a_managing_unit_has_itself_open_its_section(tmp_path: Path) -> None:
    with districts(tmp_path) as store:
        for code, members in (("HB", 7), ("XA", 4)):
            unit = building.by_code(store, code)
            building.type_in(store, unit, SEPTEMBER, C00=members, C00N=1, A03=members, A03N=1)
        building.type_in(store, building.by_code(store, "XA"), OCTOBER, C11=1, A03=5, A03N=1)
        _moved(store, FIRST, FIRST)
        members, women, _unions = tables(f3.build(store, OCTOBER))
        for table in (members, women):
            _adds_up(table)
        total = total_row(members)
        assert (total["opening_A03"], total["C28"], total["closing_A03"]) == (61, 7, 55)
        assert total["difference_A03"] == 0
        assert unit_row(members, "HB")["closing_A03"] == 0
        assert trace(store, OCTOBER, "", "opening:A03").total.value == 61


def test_no_section_stands_for_a_unit_that_only_tells_of_activities(tmp_path: Path) -> None:
    with districts(tmp_path) as store:
        building.type_in(store, store.own_unit, OCTOBER, F01=3)
        for report in (f1, f3):
            for table in tables(report.build(store, OCTOBER)):
                assert _groups(table) == []


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 100_000))
def test_sections_add_up_to_the_total_after_any_events(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    world = World(tmp_path_factory.mktemp("mục"), seed)
    with world.store as store:
        for number, month in enumerate(MONTHS):
            world.month(month, first=not number)
        for period in (*MONTHS, "2026-Q1", "2026-H1"):
            members, women, unions = tables(f3.build(store, period))
            _adds_up(members)
            _adds_up(women)
            _unions_add_up(unions)
        for month in MONTHS[1:]:
            first, last = month_days(month)
            for top in ("X1", "X2", "X3"):
                ended = world.ledger.alive[top][1]
                if ended is not None and first <= ended <= last:
                    table = tables(f3.build(store, month, top))[0]
                    assert not total_row(table)["closing_A03"]
