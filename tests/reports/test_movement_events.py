"""F3 after unions merged, split and were founded: rows, groups and totals still add up."""

from datetime import date
from pathlib import Path

from desktop.formats.table import Role
from desktop.formats.text import document_text
from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import trace
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.reports import f3
from tests.reports import building
from tests.reports.building import OCTOBER, SEPTEMBER
from tests.reports.looking import column_sum, tables, total_row, unit_row
from tests.reports.test_movement import _holds

DAY = date(2026, 10, 12)


def test_members_who_moved_with_unions_stand_in_the_rows_and_cancel_in_the_sums(
    tmp_path: Path,
) -> None:
    store = building.office(tmp_path)
    with store:
        parents = [building.commune(store, f"P-{c}", f"Công đoàn phường {c}") for c in "AB"]
        units = [building.union(store, f"U-{n}", f"CĐCS {n}", parents[n // 3]) for n in range(5)]
        for number, unit in enumerate(units):
            stock = 20 + number
            building.type_in(store, unit, SEPTEMBER, C00=stock, A01=90, A03=stock, C11=0)
        _event(store, "merge", "U-0", into="U-1")
        _event(store, "merge", "U-2", into="U-3")
        _event(store, "split", "U-4", into="U-5", name="CĐCS 5", members=7)
        _event(store, "found", "U-6", name="CĐCS 6", to_parent="P-A", members=9)
        for code, stock in (("U-1", 41), ("U-3", 45), ("U-4", 17), ("U-5", 7), ("U-6", 9)):
            unit = building.by_code(store, code)
            building.type_in(store, unit, OCTOBER, A01=90, A03=stock)
        members = tables(f3.build(store, OCTOBER))[0]
    _holds(members)
    total = total_row(members)
    assert (total["opening_A03"], total["A03"], total["C12"]) == (110, 119, 9)
    assert (total["C15"], total["C27"]) == (None, None)
    assert column_sum(members, "opening_A03") == 110
    assert (unit_row(members, "U-0")["C27"], unit_row(members, "U-0")["closing_A03"]) == (20, 0)
    assert (unit_row(members, "U-3")["C15"], unit_row(members, "U-3")["closing_A03"]) == (22, 45)
    assert (unit_row(members, "U-5")["opening_A03"] or 0, unit_row(members, "U-5")["C15"]) == (0, 7)


def _event(store: Store, kind: str, unit: str, **more: object) -> None:
    carry_out(store, Order(kind, DAY, (unit,), decision="1/QĐ", **more))  # type: ignore[arg-type]


def test_an_older_union_that_the_register_first_knows_this_month_opens_it(tmp_path: Path) -> None:
    store = building.office(tmp_path)
    with store:
        parent = building.commune(store, "P-A", "Công đoàn phường A")
        known = building.union(store, "U-0", "CĐCS 0", parent)
        building.type_in(store, known, SEPTEMBER, C00=20, A01=90, A03=20)
        older = building.union(store, "U-1", "CĐCS 1", parent, since=DAY)
        building.type_in(store, older, OCTOBER, C00=30, C00N=11, C11=2, A01=40, A03=32, A03N=11)
        new = building.union(store, "U-2", "CĐCS 2", parent, since=DAY)
        building.type_in(store, new, OCTOBER, C12=9, A01=12, A03=9)
        building.type_in(store, known, OCTOBER, A01=90, A03=20)
        members, women, unions = tables(f3.build(store, OCTOBER))
        types = by_ownership(store, OCTOBER)
    _holds(members)
    total = total_row(members)
    assert (total["opening_A03"], total["A03"], total["C11"], total["C12"]) == (50, 61, 2, 9)
    assert total_row(women)["opening_A03N"] == 11
    counted = total_row(unions)
    assert (counted["opening_A05"], counted["B01"], counted["A05"]) == (2, 1, 3)
    assert sum(line.opening for line in types.values()) == 50


def test_a_union_that_several_became_is_named_apart_from_those(tmp_path: Path) -> None:
    store = building.office(tmp_path)
    with store:
        parent = building.commune(store, "P-A", "Công đoàn phường A")
        for number in range(3):
            unit = building.union(store, f"U-{number}", f"CĐCS {number}", parent)
            building.type_in(store, unit, SEPTEMBER, C00=20, A01=90, A03=20)
        carry_out(store, Order("merge", DAY, ("U-0", "U-1"), into="U-9", name="CĐCS Mới",
                               to_parent="P-A", decision="1/QĐ"))  # fmt: skip
        document = f3.build(store, OCTOBER)
    notes = [str(row.cells[0]) for row in tables(document)[2].rows if row.role is Role.NOTE]
    assert [note for note in notes if "sáp nhập" in note] == [
        "CĐCS giảm do sáp nhập, hợp nhất: CĐCS 0, CĐCS 1 (lập thành CĐCS Mới)."
    ]


def test_f3_of_a_quarter_says_which_months_are_missing(tmp_path: Path) -> None:
    store = building.office(tmp_path)
    with store:
        parent = building.commune(store, "P-A", "Công đoàn phường A")
        unit = building.union(store, "U-0", "CĐCS 0", parent)
        building.type_in(store, unit, "2026-07", C00=20, A01=90, A03=22, C11=2)
        building.type_in(store, unit, SEPTEMBER, A01=90, A03=23, C11=1)
        quarter, month = (document_text(f3.build(store, one)) for one in ("2026-Q3", SEPTEMBER))
    assert "tháng 8/2026: 01 CĐCS chưa có số liệu" in quarter
    assert "chưa có số liệu" not in month


def test_a_union_that_began_within_the_month_opens_with_nobody(tmp_path: Path) -> None:
    store = building.office(tmp_path)
    with store:
        parent = building.commune(store, "P-A", "Công đoàn phường A")
        known = building.union(store, "U-0", "CĐCS 0", parent)
        building.type_in(store, known, SEPTEMBER, C00=20, C00N=9, A01=90, A03=20, A03N=9)
        _event(store, "split", "U-0", into="U-1", name="CĐCS 1", members=6, women=2)
        _event(store, "found", "U-2", name="CĐCS 2", to_parent="P-A", members=14, women=1)
        building.type_in(store, known, OCTOBER, A01=90, A03=14, A03N=7)
        for code, stock, women in (("U-1", 8, 2), ("U-2", 15, 2)):  # more than the decisions tell
            unit = building.by_code(store, code)
            building.type_in(store, unit, OCTOBER, A01=90, A03=stock, A03N=women)
        members, women_only, _unions = tables(f3.build(store, OCTOBER))
        alone = total_row(tables(f3.build(store, OCTOBER, "U-2"))[0])
    assert (alone["opening_A03"], alone["closing_A03"]) == (0, 14)
    for code, closing, off in (("U-1", 6, -2), ("U-2", 14, -1)):
        row = unit_row(members, code)
        assert (row["opening_A03"], row["closing_A03"], row["difference_A03"]) == (0, closing, off)
    total = total_row(members)
    assert (total["opening_A03"], total["closing_A03"], total["difference_A03"]) == (20, 34, -3)
    assert total_row(women_only)["difference_A03N"] == -1
    notes = [str(row.cells[0]) for row in members.rows if row.role is Role.NOTE]
    assert not [note for note in notes if "đầu kỳ của tháng đầu tiên" in note]


def test_first_openings_of_the_totals_are_what_f3_opens_with(tmp_path: Path) -> None:
    store = building.office(tmp_path)
    with store:
        parents = [building.commune(store, f"P-{c}", f"Công đoàn phường {c}") for c in "AB"]
        units = [building.union(store, f"U-{n}", f"CĐCS {n}", parents[n % 2]) for n in range(4)]
        for number, unit in enumerate(units):
            building.type_in(store, unit, OCTOBER, C00=20 + number, C00N=number, A01=90)
        _event(store, "dissolve", "U-0")
        _event(store, "found", "U-9", name="CĐCS 9", to_parent="P-A")
        building.type_in(store, building.by_code(store, "U-9"), OCTOBER, C00=7, A01=9, A03=7)
        building.move(store, units[1], parents[0], DAY)
        for period in (OCTOBER, "2026-Q4"):
            for top, opening, women in (("", 86, 6), ("P-A", 42, 2), ("P-B", 44, 4)):
                members, women_only, _unions = tables(f3.build(store, period, top))
                found = totals(store, period, top)
                assert total_row(members)["opening_A03"] == found["C00"].value == opening
                assert total_row(women_only)["opening_A03N"] == found["C00N"].value == women
                traced = trace(store, period, top, "C00")
                assert sum(part.value for part in traced.parts) == opening
