"""A union that ended within a month still has that month's movements locked and sent."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_lock import lock_state, lock_units
from desktop.models.errors import Refusal
from desktop.models.figures.returns.board import returns_of
from desktop.models.figures.returns.closing import close
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.returns.returns import lock, statuses
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from desktop.reports import f3
from tests.models.offices import commune, enter
from tests.reports import building
from tests.reports.building import OCTOBER, SEPTEMBER
from tests.reports.looking import subtitle

GOOD = {"C00": 10, "C00N": 4, "A01": 12, "A01N": 5, "A03": 10, "A03N": 4}


def merge(store: Store, unit: str, into: str) -> None:
    carry_out(store, Order("merge", date(2026, 10, 15), (unit,), into=into, decision="77/QĐ"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Store, str, str]]:
    """September locked; in October CS-1 admits three, and is merged into CS-2 on the 15th."""
    store, (one, two, _three) = commune(tmp_path)
    for unit in (one, two):
        enter(store, SEPTEMBER, unit, **GOOD)
        for form in ("F1", "F3"):
            lock(store, form, SEPTEMBER, [unit], reason="tháng đầu")
    enter(store, OCTOBER, one, C11=3, C11N=1, A03=13, A03N=5, A01=15, A01N=6)
    merge(store, one, two)
    yield store, one, two
    store.close()


def test_its_last_movements_are_locked_after_the_event(office: tuple[Store, str, str]) -> None:
    store, one, _two = office
    before = {code: total.value for code, total in totals(store, OCTOBER).items()}
    assert (before["C11"], before["A03"]) == (3, 23)
    done = lock(store, "F3", OCTOBER, ["CS-1"])
    assert ([u.id for u in done.locked], done.blocked) == ([one], ())
    assert {c: t.value for c, t in totals(store, OCTOBER).items()} == before
    assert totals(store, OCTOBER)["C11"].of == 2  # who owes the month is alive on its last day
    (state,) = [s for s in statuses(store, OCTOBER, ["F3"]) if s.unit.id == one]
    assert (state.state, state.rev) == ("locked", 1)


def test_all_that_is_typed_is_locked_without_being_named(office: tuple[Store, str, str]) -> None:
    store, one, two = office
    enter(store, OCTOBER, two, A01=27, A01N=11, A03=23, A03N=9)
    assert one in {u.id for u in lock(store, "F3", OCTOBER, reason="rà soát").locked}


def test_its_movements_are_judged_by_its_last_day(office: tuple[Store, str, str]) -> None:
    store, one, _two = office
    enter(store, OCTOBER, one, A03=12)
    assert {f.rule for f in lock(store, "F3", OCTOBER, ["CS-1"]).blocked} == {"V04"}
    enter(store, OCTOBER, one, A03=0, A03N=0, A01=0, A01N=0)  # nobody is left in it
    assert [u.id for u in lock(store, "F3", OCTOBER, ["CS-1"]).locked] == [one]


def test_it_has_a_row_where_movements_are_typed(office: tuple[Store, str, str]) -> None:
    store, one, _two = office
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    row, _column = sheet.place_of(one) or (-1, 0)
    assert sheet.row_note(row).startswith("Hoạt động đến hết ngày 14/10/2026")
    assert one in lock_state(sheet).ready
    assert sheet.place_of(one) is not None
    assert EntrySheet.load(store, "F1", OCTOBER).place_of(one) is None  # its last day is none
    assert [u.id for u in lock_units(store, "F3", OCTOBER, [one]).locked] == [one]
    tree = tree_on(store, date(2026, 10, 31))
    assert one in {u.id for u in owing_units(store, tree, store.packs.forms["F3"], OCTOBER)}


def test_an_ended_union_that_moved_nobody_owes_nothing(tmp_path: Path) -> None:
    store, (one, two, three) = commune(tmp_path)
    with store:
        for unit in (one, two, three):
            enter(store, SEPTEMBER, unit, **GOOD)
            lock(store, "F1", SEPTEMBER, [unit])
        merge(store, one, two)
        for unit in (two, three):
            enter(store, OCTOBER, unit, C11=1, C11N=0)
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        assert sheet.place_of(one) is not None  # it may still be typed
        assert not any("chưa nhập" in told for told in lock_state(sheet).missing)
        assert one not in {s.unit.id for s in statuses(store, OCTOBER, ["F3"])}


def test_a_union_that_ended_before_is_told_so(office: tuple[Store, str, str]) -> None:
    store, _one, _two = office
    with pytest.raises(Refusal, match="CĐCS số 1 đã thôi hoạt động từ ngày 15/10/2026"):
        lock(store, "F3", "2026-11", ["CS-1"])


def test_papers_name_it_until_it_is_locked(office: tuple[Store, str, str]) -> None:
    store, _one, _two = office
    told = "Biến động tháng cuối của CĐCS đã thôi hoạt động chưa chốt: CĐCS số 1"
    assert told in subtitle(f3.build(store, OCTOBER))
    lock(store, "F3", OCTOBER, ["CS-1"])
    assert told not in subtitle(f3.build(store, OCTOBER))


def test_above_it_is_accepted_and_stands_when_the_month_is_closed(tmp_path: Path) -> None:
    with building.office(tmp_path) as store:
        commune_id = building.commune(store, "P-A", "Công đoàn phường A")
        one, two = (building.union(store, f"A-{n}", f"CĐCS số {n}", commune_id) for n in (1, 2))
        for unit in (one, two):
            building.type_in(store, unit, SEPTEMBER, **GOOD)
            building.locked(store, SEPTEMBER, f"A-{1 if unit == one else 2}")
        building.type_in(store, one, OCTOBER, C11=3, C11N=1)
        merge(store, one, two)
        building.locked(store, OCTOBER, "A-1", form="F3")
        came = [r for r in returns_of(store, OCTOBER, commune_id) if r.name == "CĐCS số 1"]
        assert [(r.form, r.state) for r in came] == [("F3", "received")]
        close(store, OCTOBER)
        assert totals(store, OCTOBER)["C11"].value == 3
