"""A union that began and ended within one window counts there, as it does in its months."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.sums.rollup import add_up_units, totals
from desktop.models.register.new_units import add_unit
from desktop.models.register.reorganise import Order, carry_out
from desktop.models.store.store import Store
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
