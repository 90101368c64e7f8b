"""A union that began and ended within one window counts there, as it does in its months."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.sums.by_ownership import OwnershipLine, by_ownership
from desktop.models.figures.sums.rollup import add_up_units, totals
from desktop.models.figures.sums.trace import trace
from desktop.models.register.events import end_unit, merge_units, reparent_units
from desktop.models.register.new_units import add_unit
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from tests.models.offices import commune, enter

JULY, SEPTEMBER = date(2026, 7, 10), date(2026, 9, 15)
CODES = ("B00", "B01", "B01M", "B03", "B04", "A05")


def _counts(store: Store, period: str) -> tuple[int, ...]:
    found = totals(store, period)
    return tuple(int(found[code].value or 0) if code in found else 0 for code in CODES)


@pytest.mark.parametrize("ending", ["dissolve", "end"])
@pytest.mark.parametrize("founded", [True, False])
def test_its_quarter_is_its_months(tmp_path: Path, ending: str, founded: bool) -> None:
    store, _ids = commune(tmp_path, unions=2)
    with store:
        order = Order(
            "found", JULY, ("MOI",), name="CĐCS Mới", unit_kind="CDCS", to_parent=store.own_unit,
            ownership="NQD", decision="5/QĐ", members=9 if founded else None,
        )  # fmt: skip
        add_unit(store, order, event=founded)
        carry_out(store, Order(ending, SEPTEMBER, ("MOI",), decision="6/QĐ"), sure=True)
        for period in ("2026-Q3", "2026"):
            months = [_counts(store, f"2026-{month:02d}") for month in (7, 8, 9)]
            flows = [sum(month[n] for month in months) for n in range(1, 5)]
            opened, *told, closed = _counts(store, period)
            assert told == flows == [founded, 9 * founded, ending != "end", ending == "end"]
            assert opened + told[0] - told[2] - told[3] == closed == 2


@pytest.mark.parametrize("ending", ["dissolve", "end", "merge"])
def test_what_was_typed_for_months_after_its_end_counts_in_none_of_its_periods(
    tmp_path: Path, ending: str
) -> None:
    store, (stays, ends) = commune(tmp_path, unions=2)
    with store:
        enter(store, "2026-07", stays, C00=40, A03=40)
        enter(store, "2026-07", ends, C00=20, A03=23, C11=3)
        enter(store, "2026-08", ends, A03=25, C11=2)  # nobody had heard of its end
        enter(store, "2026-09", ends, A03=24, C24=1)
        order = Order(ending, JULY, (ends,), into=stays if ending == "merge" else "")
        carry_out(store, order, sure=True)
        for period in ("2026-Q3", "2026"):
            found = totals(store, period)
            assert (found["C11"].value, found.get("C24")) == (3, None)
            alone = add_up_units(store, period, [ends]).totals(store.packs)
            assert (alone["C11"].value, alone.get("C24")) == (3, None)
            assert alone["C41"].value == -20


MOVED_BY = "chuyển cấp quản lý, 10/08/2026"
MOVED = ("B00", "B05", "B07", "B08", "A05", "C15", "C27", "C28", "C11")


@pytest.mark.parametrize("ending", ["dissolve", "merge"])
def test_one_that_moved_before_it_ended_counts_where_it_stood_last(
    tmp_path: Path, ending: str
) -> None:
    store, _ids = commune(tmp_path, unions=0)
    with store:
        top, since = store.own_unit, date(2025, 7, 1)
        old, new = (
            found_unit(store, name=f"Công đoàn khu {n}", kind="CDX", parent=top, since=since,
                       code=f"K{n}") for n in (1, 2)
        )  # fmt: skip
        one, other = (
            found_unit(store, name=f"CĐCS {n}", kind="CDCS", parent=parent, since=since,
                       code=f"M{n}", ownership="NQD")
            for n, parent in ((1, old), (2, new))
        )  # fmt: skip
        for unit in (one, other):
            enter(store, "2026-06", unit, A03=20)
            enter(store, "2026-07", unit, A03=21, C11=1)
        enter(store, "2026-08", one, A03=24, C11=3)
        reparent_units(store, [one], new, date(2026, 8, 10))
        if ending == "merge":
            merge_units(store, [one], other, SEPTEMBER)
        else:
            end_unit(store, one, SEPTEMBER)

        def told(unit: str, period: str) -> dict[str, int]:
            found = totals(store, period, unit)
            known = {code: int(found[code].value or 0) for code in MOVED if code in found}
            return {code: number for code, number in known.items() if number}

        assert told(old, "2026-Q3") == {"B00": 1, "B08": 1, "C27": 20}
        came = {"B00": 1, "B07": 1, "A05": 1, "C15": 20, "C11": 5}
        gone = {"C28": 24} if ending == "dissolve" else {"B05": 1}
        assert told(new, "2026-Q3") == came | gone
        assert told(new, "2026-09").get("B05", 0) == gone.get("B05", 0)
        assert told(old, "2026-09") == {}
        assert {one.note for one in trace(store, "2026-Q3", old, "B08").parts} == {MOVED_BY}
        assert {one.note for one in trace(store, "2026-Q3", new, "B07").parts} == {MOVED_BY}
        for unit in (old, new):
            lines = by_ownership(store, "2026-Q3", unit).values()
            assert all(line.opening + came_less_gone(line) == line.closing for line in lines)


def came_less_gone(line: OwnershipLine) -> int:
    """Return by how much one type's members grew."""
    return sum(line.came.values()) - sum(line.left.values())
