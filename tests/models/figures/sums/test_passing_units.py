"""A union that began and ended within one window counts there, as it does in its months."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.sums.rollup import totals
from desktop.models.register.new_units import add_unit
from desktop.models.register.reorganise import Order, carry_out
from desktop.models.store.store import Store
from tests.models.offices import commune

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
