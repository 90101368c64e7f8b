"""Any sequence of events leaves every equation holding at every level; undo brings all back."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.history import next_undo, undo
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from tests.models.offices import clock, enter
from tests.models.register.ledger import Ledger, month_days

SINCE = date(2025, 7, 1)
MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04"]
COMMUNES = ("X1", "X2", "X3")


class World:
    """A province that types for everybody, and the ledger beside it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.store: Store = create_office(folder / "tinh", clock=clock())
        self.ledger = Ledger()
        own = self.store.own_unit
        found_unit(self.store, name="LĐLĐ tỉnh Thử", kind="LDT", parent=None, since=SINCE,
                   unit=own, code="T")  # fmt: skip
        for code in COMMUNES:
            found_unit(self.store, name=f"Công đoàn xã {code}", kind="CDX", parent=own,
                       since=SINCE, code=code)  # fmt: skip
            self._note(code, "T", SINCE)
            for number in range(1, 4):
                base = f"{code}-{number}"
                found_unit(self.store, name=f"CĐCS {base}", kind="CDCS", parent=self.id(code),
                           since=SINCE, code=base, ownership="NQD")  # fmt: skip
                self._note(base, code, SINCE)
                self.ledger.stock[base] = self.chance.randint(5, 60)
        self.made = 0
        self.base = [code for code in self.ledger.parents if "-" in code]

    def _note(self, code: str, parent: str, day: date) -> None:
        self.ledger.parents[code] = [(day, parent)]
        self.ledger.alive[code] = (day, None)

    def id(self, code: str) -> str:
        return tree_on(self.store, date(2026, 12, 31), ended_too=True).by_code(code).id

    # a month

    def month(self, month: str, first: bool) -> None:
        first_day, last_day = month_days(month)
        flows: dict[str, tuple[int, int]] = {}
        for unit in list(self.ledger.under("T", first_day - timedelta(1))):
            if unit in self.base and (first or self.chance.random() < 0.8):
                came = self.chance.randint(0, 5)
                left = min(self.chance.randint(0, 3), self.ledger.stock[unit])
                flows[unit] = (came, left)
                values = {"C11": came, "C24": left}
                opened = {"C00": self.ledger.stock[unit]} if first else {}
                enter(self.store, month, self.id(unit), **opened, **values)
                self.ledger.stock[unit] += came - left
        for day in sorted(self.chance.randint(1, 28) for _n in range(self.chance.randint(0, 4))):
            self.event(first_day.replace(day=day))
        for unit in list(self.ledger.under("T", last_day)):
            if unit in flows or (unit in self.base and self.chance.random() < 0.5):
                enter(self.store, month, self.id(unit), A03=self.ledger.stock[unit],
                      A01=self.ledger.stock[unit] + 1)  # fmt: skip
        done = lock(self.store, "F1", month, reason="Theo quyết định")
        wrong = [one for one in done.blocked if one.rule != "V00"]  # nothing typed: missing
        assert not wrong, wrong
        lock(self.store, "F3", month, reason="Theo quyết định")
        self.ledger.close_month(month)

    # events

    def event(self, day: date) -> None:
        kind = self.chance.choice(["merge", "dissolve", "end", "split", "found", "reparent",
                                   "reparent", "merge", "commune"])  # fmt: skip
        living = [u for u in self.ledger.under("T", day) if u in self.base
                  and self.ledger.alive[u][0] < day]  # fmt: skip
        if len(living) < 3:
            return
        unit, other = self.chance.sample(living, 2)
        getattr(self, "_" + kind)(day, unit, other)

    def _order(self, kind: str, day: date, unit: str, **more: Any) -> dict[str, dict[str, int]]:
        order = Order(kind, day, (unit,), decision="1/QĐ", **more)
        return carry_out(self.store, order, sure=True).moved

    def _merge(self, day: date, unit: str, other: str) -> None:
        n = self.ledger.stock[unit]
        moved = self._order("merge", day, unit, into=other)
        assert moved[unit].get("C27", 0) == n == moved.get(other, {}).get("C15", 0)
        self.ledger.moved.append((day, unit, other, n))
        self.ledger.stock[other] += n
        self._close(unit, day)

    def _close(self, unit: str, day: date) -> None:
        self.ledger.stock[unit] = 0
        self.ledger.alive[unit] = (self.ledger.alive[unit][0], day)

    def _leave(self, kind: str, code: str, day: date, unit: str) -> None:
        n = self.ledger.stock[unit]
        assert self._order(kind, day, unit)[unit].get(code, 0) == n
        self.ledger.lost.append((code, day, unit, n))
        self._close(unit, day)

    def _dissolve(self, day: date, unit: str, _other: str) -> None:
        self._leave("dissolve", "C28", day, unit)

    def _end(self, day: date, unit: str, _other: str) -> None:
        self._leave("end", "C29", day, unit)

    def _new(self, parent: str, day: date) -> str:
        self.made += 1
        code = f"M-{self.made}"
        self._note(code, parent, day)
        self.base.append(code)
        return code

    def _split(self, day: date, unit: str, _other: str) -> None:
        n = self.chance.randint(0, self.ledger.stock[unit])
        code = self._new(self.ledger.parent(unit, day), day)
        self._order("split", day, unit, into=code, name=f"CĐCS {code}", members=n)
        self.ledger.moved.append((day, unit, code, n))
        self.ledger.stock[unit] -= n
        self.ledger.stock[code] = n

    def _found(self, day: date, _unit: str, _other: str) -> None:
        parent = self.chance.choice([c for c in COMMUNES if self.ledger.stands(c, day)])
        code, n = self._new(parent, day), self.chance.randint(5, 30)
        self._order("found", day, code, name=f"CĐCS {code}", to_parent=parent, members=n)
        self.ledger.lost.append(("C12", day, code, n))
        self.ledger.stock[code] = n

    def _reparent(self, day: date, unit: str, _other: str) -> None:
        parent = self.chance.choice([c for c in COMMUNES if self.ledger.stands(c, day)])
        if parent == self.ledger.parent(unit, day):
            with pytest.raises(Refusal):
                self._order("reparent", day, unit, to_parent=parent)
            return
        self._order("reparent", day, unit, to_parent=parent)
        self.ledger.parents[unit].append((day, parent))

    def _commune(self, day: date, _unit: str, _other: str) -> None:
        living = [c for c in COMMUNES if self.ledger.stands(c, day)]
        if len(living) < 3:
            return
        gone, kept = self.chance.sample(living, 2)
        below = list(self.ledger.under(gone, day))
        self._order("merge", day, gone, into=kept)
        self.ledger.alive[gone] = (self.ledger.alive[gone][0], day)
        for unit in below:
            self.ledger.parents[unit].append((day, kept))

    # what must hold

    def check(self, month: str, before: str) -> None:
        first, last = month_days(month)
        for top in ("T", *COMMUNES):
            if not self.ledger.stands(top, last) if top in COMMUNES else False:
                continue
            found = totals(self.store, month, top)
            self._check_members(top, found, month, before, first, last)
            self._check_unions(top, found, first, last)

    def check_quarter(self, quarter: str, before: str, month: str) -> None:
        first, last = month_days(before)[1] + timedelta(1), month_days(month)[1]
        for top in ("T", *COMMUNES):
            if top == "T" or self.ledger.stands(top, last):
                found = totals(self.store, quarter, top)
                opening = self.ledger.members(top, before, first - timedelta(1))
                closing = self.ledger.members(top, month, last)
                assert self._value(found, "C41") == closing - opening, (top, quarter)
                self._check_unions(top, found, first, last)

    def _value(self, found: Any, code: str) -> int:
        total = found.get(code)
        return total.value if total is not None and total.value is not None else 0

    def _check_members(
        self, top: str, found: Any, month: str, before: str, first: date, last: date
    ) -> None:
        opening = self.ledger.members(top, before, first - timedelta(1))
        closing = self.ledger.members(top, month, last)
        assert self._value(found, "A03") == closing, (top, month)
        assert self._value(found, "C41") == closing - opening, (top, month)
        if top == "T":  # inside one tree what moved cancels
            for code in ("C12", "C28", "C29"):
                expected = sum(
                    n for kind, day, _u, n in self.ledger.lost
                    if kind == code and first <= day <= last
                )  # fmt: skip
                assert self._value(found, code) == expected, (code, month)
            assert "C15" not in found
            assert "C27" not in found

    def _check_unions(self, top: str, found: Any, first: date, last: date) -> None:
        now = [u for u in self.ledger.under(top, last) if u in self.base]
        was = [u for u in self.ledger.under(top, first - timedelta(1)) if u in self.base]
        assert found["A05"].value == len(now)
        assert found["B00"].value == len(was)
        assert found["B10"].value - found["B20"].value == len(now) - len(was), (top, first)


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 100_000))
def test_every_equation_holds_at_every_level_after_any_events(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    world = World(tmp_path_factory.mktemp("sapxep"), seed)
    with world.store:
        world.ledger.past = {("2025-12", unit): n for unit, n in world.ledger.stock.items()}
        for number, month in enumerate(MONTHS):
            world.month(month, first=not number)
        for month, before in zip(MONTHS, ["2025-12", *MONTHS], strict=False):
            if month != MONTHS[0]:
                world.check(month, before)
        world.check_quarter("2026-Q1", "2025-12", "2026-03")


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 100_000))
def test_undoing_every_event_brings_the_register_back(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    world = World(tmp_path_factory.mktemp("hoantac"), seed)
    with world.store as store:
        world.month(MONTHS[0], first=True)
        before = (store.records("unit"), store.records("event"))
        mark = next_undo(store)
        for day in range(2, 9):
            world.event(date(2026, 2, day))
        while (last := next_undo(store)) is not None and last != mark:
            undo(store)
        assert (store.records("unit"), store.records("event")) == before
