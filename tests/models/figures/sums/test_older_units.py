"""A unit added to the register without an event was there before: it is not newly founded."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import trace
from desktop.models.register.new_units import add_unit
from desktop.models.register.orders import Order
from desktop.models.store.store import Store
from tests.models.offices import commune, enter

AUGUST = date(2026, 8, 10)
COUNTS = ("B00", "B01", "B02", "A05", "A06")


def _counts(store: Store, period: str) -> tuple[object, ...]:
    found = totals(store, period)
    return tuple(found[code].value for code in COUNTS)


def _added(store: Store, code: str, kind: str = "CDCS", **more: object) -> str:
    event = bool(more)
    order = Order(
        "found",
        AUGUST,
        (code,),
        name=f"{code} Công ty Mới",
        unit_kind=kind,
        to_parent=store.own_unit,
        ownership="NQD" if kind == "CDCS" else "",
        **more,
    )  # type: ignore[arg-type]
    return add_unit(store, order, event=event)[0]


@pytest.mark.parametrize("first", ["", "2026-08", "2026-09", "2026-11"])
def test_whenever_its_first_figures_come(tmp_path: Path, first: str) -> None:
    store, _ids = commune(tmp_path, unions=2)
    with store:
        new = [_added(store, "MOI"), _added(store, "ND", "NDCS")]
        for unit in new if first else ():
            enter(store, first, unit, C00=20, C00N=9, A03=20, A03N=9, A01=30)
        for period in ("2026-08", "2026-Q3", "2026"):
            assert _counts(store, period) == (4, 0, 0, 3, 1), period
        assert _counts(store, "2026-07") == (2, 0, 0, 2, 0)
        assert _counts(store, "2026-09") == (4, 0, 0, 3, 1)
        opened = trace(store, "2026-08", "", "opening:A05")
        assert opened.total.value == sum(part.value for part in opened.parts) == 4


def test_figures_of_its_first_month_may_say_that_it_is_new(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=2)
    with store:
        new = _added(store, "MOI")
        enter(store, "2026-08", new, C12=20, A03=20)
        for period in ("2026-08", "2026-Q3"):
            assert _counts(store, period) == (2, 1, 0, 3, 0)
        older = _added(store, "CU")
        enter(store, "2026-09", older, C12=3, A03=3)  # told later: nobody founded it in August
        assert _counts(store, "2026-08") == (3, 1, 0, 4, 0)


def test_a_founding_written_as_an_event_is_one(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=2)
    with store:
        _added(store, "MOI", decision="5/QĐ")
        assert _counts(store, "2026-08") == (2, 1, 0, 3, 0)


def test_types_of_ownership_open_with_it(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-08", _added(store, "MOI"), C00=20, C11=1, A03=21)
        line = by_ownership(store, "2026-08")["NQD"]
        assert (line.opening, line.closing, line.expected) == (20, 21, 21)
