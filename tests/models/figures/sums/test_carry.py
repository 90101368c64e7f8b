"""Stocks are carried as long as a union lives, however long ago it told them."""

from datetime import date
from pathlib import Path

from desktop.models.entry.entry_elsewhere import their_figures
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
