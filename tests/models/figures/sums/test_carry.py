"""Stocks are carried as long as a union lives, however long ago it told them."""

from datetime import date
from pathlib import Path

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_elsewhere import their_figures
from desktop.models.figures.cells import CLEARED, Entry, number_of, period_cells
from desktop.models.figures.checks.estimates import estimated_stocks
from desktop.models.figures.figures import set_cells
from desktop.models.figures.opening import openings
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import trace
from desktop.models.packs.periods import parse_period
from desktop.models.register.events import merge_units
from desktop.models.store.as_known import as_known
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from tests.models.brute_force import History, Return
from tests.models.offices import commune, enter

MONTHS = [f"{year}-{month:02}" for year in (2025, 2026, 2027, 2028) for month in range(1, 13)][7:]


def told_once(folder: Path, *, locked: bool = True) -> tuple[Store, list[str], History]:
    """A union that told its members in August 2025 alone, one that does each month."""
    store, ids = commune(folder, unions=2)
    store.clock.jump_to(date(2029, 1, 2))  # type: ignore[attr-defined]
    story = History(MONTHS, dict.fromkeys(ids, ("2025-07", None)))
    enter(store, MONTHS[0], ids[0], C00=70, A03=70, A01=80)
    story.returns[ids[0], MONTHS[0]] = Return({"A03": 70, "A01": 80})
    if locked:
        lock(store, "F1", MONTHS[0], [ids[0]], reason="đủ")
    for month in (MONTHS[0], "2026-08", "2026-09", "2028-12"):
        enter(store, month, ids[1], C00=10, A03=10, A01=12)
        story.returns[ids[1], month] = Return({"A03": 10, "A01": 12})
    return store, ids, story


def test_a_stock_is_carried_without_end(tmp_path: Path) -> None:
    store, _ids, story = told_once(tmp_path)
    with store:
        for month in ("2026-08", "2026-09", "2027-01", "2028-12"):
            found = totals(store, month)
            for code in ("A03", "A01"):
                assert found[code].value == story.stock(month, code), (month, code)
                assert found[code].state == "carried"
        assert totals(store, "2028-12", "CS-1")["A03"].value == 70
        parts = [part for part in trace(store, "2028-12", "", "A03").parts if part.unit == "CS-1"]
        assert [(part.value, part.period, part.state) for part in parts] == [
            (70, "2025-08", "carried")
        ]


def test_an_opening_and_the_carried_rows_of_a_grid_go_back_as_far(tmp_path: Path) -> None:
    for folder, locked in ((tmp_path / "a", True), (tmp_path / "b", False)):
        store, ids, _story = told_once(folder, locked=locked)
        with store:
            last = parse_period("2028-12", store.packs.schemes)
            opening = openings(store, last, ids[:1], {})[ids[0]]["members"]
            assert opening.value == 70
            assert opening.locked == (70 if locked else None)
            unit = tree_on(store, last.data_to).units[ids[0]]
            assert their_figures(store, last, [unit], carry=True)[unit.id].values["A03"] == 70


def test_what_a_union_had_years_ago_goes_with_it(tmp_path: Path) -> None:
    store, ids, _story = told_once(tmp_path)
    with store:
        merge_units(store, [ids[0]], ids[1], date(2028, 11, 15))
        assert totals(store, "2028-11")["A03"].value == 80
        assert totals(store, "2028-11", "CS-2")["C15"].value == 70


def test_what_is_carried_is_as_old_for_the_past(tmp_path: Path) -> None:
    store, ids, _story = told_once(tmp_path)
    with store:
        known = store.clock.now().date()
        store.clock.jump_to(date(2029, 1, 20))  # type: ignore[attr-defined]
        enter(store, "2028-11", ids[0], A03=75, A01=80)
        with as_known(store, known) as then:
            assert then is not store
            assert totals(then, "2028-12", "CS-1")["A03"].value == 70
        assert totals(store, "2028-12", "CS-1")["A03"].value == 75


def begun_office(folder: Path) -> tuple[Store, list[str]]:
    """Two unions with a locked October; November is open."""
    store, ids = commune(folder, unions=2)
    store.clock.jump_to(date(2026, 11, 20))  # type: ignore[attr-defined]
    for unit, members in zip(ids, (70, 40), strict=True):
        enter(store, "2026-10", unit, C00=members, C00N=9, A03=members, A03N=9, A01=80, A01N=10)
    lock(store, "F1", "2026-10", ids, reason="đủ")
    return store, ids


def test_a_row_begun_keeps_the_stocks_nobody_entered(tmp_path: Path) -> None:
    store, ids = begun_office(tmp_path)
    with store:
        before = totals(store, "2026-11")
        enter(store, "2026-11", ids[0], A01=85)
        found = totals(store, "2026-11")
        assert [found[code].value for code in ("A01", "A01N", "A03", "A03N")] == [165, 20, 110, 18]
        assert found["A03"] == before["A03"]
        assert found["A03"].state == "carried"
        assert totals(store, "2026-11", "CS-1")["A01"].state == "live"
        (part,) = (p for p in trace(store, "2026-11", "CS-1", "A03").parts if p.value)
        assert (part.value, part.period, part.state) == (70, "2026-10", "carried")
        set_cells(store, "2026-11", {(ids[0], "A01"): CLEARED})
        found = totals(store, "2026-11")
        assert found == before, "what was typed and cleared again is as if nobody had typed it"
        # Two months begun one after the other still carry the last one that was whole.
        enter(store, "2026-12", ids[0], A01N=11)
        assert totals(store, "2026-12", "CS-1")["A03"].value == 70
        assert totals(store, "2026-12", "CS-1")["A01N"].value == 11


def test_a_stock_typed_and_cleared_is_carried_until_the_return_is_locked(tmp_path: Path) -> None:
    store, ids = begun_office(tmp_path)
    with store:
        for entered in ({}, {"C11": 4, "C11N": 1}, {"A01": 82}):  # nothing else, or a row begun
            enter(store, "2026-11", ids[0], A03=5, **entered)
            set_cells(store, "2026-11", {(ids[0], "A03"): CLEARED})
            found = totals(store, "2026-11", "CS-1")["A03"]
            sheet = EntrySheet.load(store, "F1", "2026-11")
            (row,) = (one for one in sheet.rows if one.unit.id == ids[0])
            assert (found.value, found.state) == (row.number("A03"), "carried")
            assert row.estimates["A03"] == found.value == 70 + number_of(entered.get("C11", 0))
            set_cells(store, "2026-11", {(ids[0], code): CLEARED for code in entered})
        # In a return that was locked it is an answer, which wants a reason.
        set_cells(store, "2026-10", {(ids[1], "A01N"): CLEARED}, reason="chưa rõ")
        period = parse_period("2026-10", store.packs.schemes)
        held = period_cells(store, period.id)
        assert not estimated_stocks(store, store.packs.forms["F1"], period, ids, held).get(ids[1])


def test_what_is_carried_is_what_the_sheet_shows(tmp_path: Path) -> None:
    store, ids = begun_office(tmp_path)
    with store:
        enter(store, "2026-11", ids[0], C11=4, C11N=1, C24=1)
        enter(store, "2026-11", ids[1], A03=5)
        period = parse_period("2026-11", store.packs.schemes)
        held = period_cells(store, period.id)
        told = estimated_stocks(store, store.packs.forms["F1"], period, ids, held)
        assert told == {ids[0]: {"A01": 80, "A01N": 10, "A03": 73, "A03N": 10},
                        ids[1]: {"A01": 80, "A01N": 10}}  # fmt: skip
        for unit, code in zip(ids, ("CS-1", "CS-2"), strict=True):
            found = totals(store, period.id, code)
            assert {one: found[one].value for one in told[unit]} == told[unit]
        (part,) = (p for p in trace(store, period.id, "CS-1", "A03").parts if p.value)
        assert (part.value, part.note) == (73, "lúc đó 70, sau đó +3 theo biến động đã ghi")
        # Nine women are not carried beside five members.
        assert "A03N" not in totals(store, period.id, "CS-2")
        assert totals(store, period.id)["A03"].value == 78


def test_a_lumps_types_are_carried_together_or_not_at_all(tmp_path: Path) -> None:
    store, ids = begun_office(tmp_path)
    with store:
        lump = {(ids[0], f"A03;LH={kind}"): Entry(n) for kind, n in (("FDI", 30), ("NQD", 40))}
        set_cells(store, "2026-10", lump, reason="theo loại hình")
        lock(store, "F1", "2026-10", ids[:1], reason="theo loại hình")
        enter(store, "2026-11", ids[0], A01=85)
        found = totals(store, "2026-11")
        assert (found["A03;LH=FDI"].value, found["A03;LH=NQD"].value) == (30, 40)
        enter(store, "2026-11", ids[0], A03=60)
        found = totals(store, "2026-11")
        assert found["A03"].value == 100
        assert "A03;LH=FDI" not in found


def test_a_sheet_two_months_on_shows_what_the_totals_carry(tmp_path: Path) -> None:
    store, ids = begun_office(tmp_path)
    with store:
        enter(store, "2026-11", ids[0], A01N=12)  # begun, and no more
        period = parse_period("2026-12", store.packs.schemes)
        form = store.packs.forms["F1"]
        told = estimated_stocks(store, form, period, ids, period_cells(store, period.id))
        assert told[ids[0]] == {"A01": 80, "A01N": 12, "A03": 70, "A03N": 9}
        assert told[ids[1]] == {"A01": 80, "A01N": 10, "A03": 40, "A03N": 9}
        found = totals(store, period.id)
        for code in ("A01", "A01N", "A03", "A03N"):
            assert found[code].value == told[ids[0]][code] + told[ids[1]][code]


def test_the_workers_of_a_union_go_with_it_though_its_last_row_was_only_begun(
    tmp_path: Path,
) -> None:
    store, ids = begun_office(tmp_path)
    with store:
        enter(store, "2026-11", ids[0], A03=71)
        merge_units(store, [ids[0]], ids[1], date(2026, 12, 10))
        assert totals(store, "2026-12")["A01"].value == 160
