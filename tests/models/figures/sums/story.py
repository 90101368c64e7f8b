"""An office's months with every mishap a year brings, told by a seed."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept_all, send_back
from desktop.models.register.events import end_unit, merge_units, reparent_units
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from tests.models.offices import clock, empty, enter
from tests.models.raw_journal import span

SINCE = date(2025, 1, 1)
MONTHS = ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
LONG = ["2026-Q1", "2026-H1"]


class Story:
    """An office that types for two communes, with every mishap a year brings."""

    months: Sequence[str] = MONTHS
    long: Sequence[str] = LONG
    since = SINCE
    begins = date(2025, 12, 2)

    def __init__(self, folder: Path, seed: int) -> None:
        self.by = random.Random(seed)
        self.own = random.Random(seed)  # tells of members an office manages itself
        self.store: Store = create_office(folder, clock=clock(self.begins, seed=seed + 1))
        own = self.store.own_unit
        found_unit(self.store, name="LĐLĐ tỉnh", kind="LDT", parent=None, since=self.since,
                   unit=own, code="T")  # fmt: skip
        self.communes = [
            found_unit(self.store, name=f"Công đoàn xã {n}", kind="CDX", parent=own,
                       since=self.since, code=f"X{n}") for n in (1, 2)
        ]  # fmt: skip
        self.stock: dict[str, tuple[int, int]] = {}
        self.added: dict[str, str] = {}
        for n in range(6):
            self._union(f"U{n}", self.communes[n % 2], self.since)
        self.begun: set[str] = set()
        self.days: list[date] = []

    def _union(self, code: str, parent: str, since: date) -> str:
        unit = found_unit(self.store, name=f"CĐCS {code}", kind="CDCS", parent=parent,
                          since=since, code=code, ownership="NQD")  # fmt: skip
        members = self.by.randint(30, 90)
        self.stock[unit] = (members, self.by.randint(5, members - 10))
        return unit

    def tell(self) -> None:
        """Live through the months."""
        for number, month in enumerate(self.months):
            first, last = span(month)
            if number:
                self._event(first + timedelta(self.by.randint(0, 25)), month)
            self._month(month, last)
            self._beside(month)
            self._own_members(month)
            self.days.append(self.store.clock.now().date())
            self.store.clock.jump_to(last + timedelta(8))  # type: ignore[attr-defined]
            self._later(self.months[: number + 1])
            self.arrive()

    def writer(self, unit: str, month: str) -> Store:
        """Return the office that types for a unit in a month."""
        return self.store

    def arrive(self) -> None:
        """Take in what came from elsewhere; nothing where one office types for all."""

    def close(self) -> None:
        """Close every office."""
        self.store.close()

    def living(self, day: date) -> list[str]:
        """Return the base unions of a day."""
        return [u.id for u in tree_on(self.store, day).base_unions(self.store.own_unit)]

    def _event(self, day: date, month: str) -> None:
        units = self.living(span(month)[1])
        kind = self.by.choice(["", "reparent", "reparent", "merge", "dissolve", "found"])
        if kind == "found":
            new = self._union(f"N{month[2:4]}{month[-2:]}", self.by.choice(self.communes), day)
            self.added[new] = month
        if len(units) < 4 or not kind or kind == "found":
            return
        unit, other = self.by.sample([u for u in units if u in self.begun] or units, 2)
        if not {unit, other} <= self.begun:
            return
        if kind == "reparent":
            reparent_units(self.store, [unit], self.by.choice(self.communes), day)
        elif kind == "merge":
            merge_units(self.store, [unit], other, day)
            self.stock[other] = tuple(  # type: ignore[assignment]
                a + b for a, b in zip(self.stock[other], self.stock[unit], strict=True)
            )
        else:
            end_unit(self.store, unit, day)

    def _month(self, month: str, last: date) -> None:
        for unit in self.living(last):
            if unit in self.begun and self.by.random() < 0.25:
                self._begin_row(month, unit)
                continue
            new = self.added.get(unit, "")
            if new == month and int(new[-2:]) % 2:
                continue  # its first figures come later: it was there before the register knew it
            members, women = self.stock[unit]
            flows = {code: self.by.randint(0, 3) for code in
                     self.by.sample(["C11", "C13", "C21", "C24", "C16"], 3)}  # fmt: skip
            values = dict(flows)
            for code, n in flows.items():
                values[code + "N"] = self.by.randint(0, n)
            for code, n in values.items():
                sign = 1 if code[1] == "1" else -1
                if code.endswith("N"):
                    women += sign * n
                else:
                    members += sign * n
            women = min(women, members)
            if (
                women
                != self.stock[unit][1]
                + sum((1 if c[1] == "1" else -1) * n for c, n in values.items() if c.endswith("N"))
                or women < 0
            ):
                values = flows
                values |= {code + "N": 0 for code in flows}
                women = self.stock[unit][1]
            if women > members:
                continue
            opened = {} if unit in self.begun else {
                "C00": self.stock[unit][0], "C00N": self.stock[unit][1]}  # fmt: skip
            if opened and new == month and int(new[-2:]) % 4:  # its figures say that it is new
                opened = {"C12": opened["C00"], "C12N": opened["C00N"]}
            self.begun.add(unit)
            self.stock[unit] = (members, women)
            values |= {"A01": members + self.by.randint(0, 9), "A01N": women}
            values |= {"A03": members, "A03N": women}
            enter(self.writer(unit, month), month, unit, **opened, **values)
            if self.by.random() < 0.85:
                self._lock(month, unit)

    def _begin_row(self, month: str, unit: str) -> None:
        """Type some figures of a month and no more: the row stays begun."""
        by = random.Random(f"{month} {unit} {self.stock[unit]}")
        if by.random() < 0.5:
            members, women = self.stock[unit]
            some = {"A01": members + 9, "A01N": women, "A03": max(members - 1, 0), "A03N": women,
                    "C11": 2, "C24": 1, "C11N": 1}  # fmt: skip
            codes = by.sample(sorted(some), by.randint(1, 3))
            enter(self.writer(unit, month), month, unit, **{code: some[code] for code in codes})
            emptied = [code for code in codes if by.random() < 0.25]
            empty(self.writer(unit, month), month, unit, *emptied)

    def _own_members(self, month: str) -> None:
        """The second commune manages some members itself; not every month tells of them."""
        unit, store = self.communes[1], self.writer(self.communes[1], month)
        if self.own.random() < 0.25:
            return
        members, women = self.stock.get(unit, (self.own.randint(5, 20), self.own.randint(0, 5)))
        opened = {} if unit in self.stock else {"C00": members, "C00N": women}
        came, left = self.own.randint(0, 3), self.own.randint(0, 2)
        self.stock[unit] = (members + came - left, women)
        values = {"C11": came, "C11N": 0, "C24": left, "C24N": 0}
        values |= {"A01": members + 5, "A01N": women, "A03": members + came - left, "A03N": women}
        enter(store, month, unit, reason="đếm lại", **opened, **values)
        for form in ("F1", "F3"):
            if self.own.random() < 0.7:
                lock(store, form, month, [unit], reason="Theo quyết định")

    def _lock(self, month: str, unit: str) -> None:
        for form in ("F1", "F3"):
            if self.by.random() < 0.95:
                lock(self.writer(unit, month), form, month, [unit], reason="Theo quyết định")
        if self.by.random() < 0.4:
            self._judge(month, unit)

    def _judge(self, month: str, unit: str) -> None:
        for form in ("F1", "F3"):
            try:
                if self.by.random() < 0.8:
                    accept_all(self.store, month, [(unit, form)])
                else:
                    send_back(self.store, form, month, unit, "xem lại")
            except Refusal:
                continue  # nothing was locked

    def _beside(self, month: str) -> None:
        """Type results of work, by month, quarter or half-year."""
        for unit in self.by.sample([*self.communes, self.store.own_unit], 2):
            period = self.by.choice([month, month, *self.long])
            values = {
                code: self.by.randint(0, 50)
                for code in self.by.sample(["D18", "K05", "K05T", "K17", "D01", "D02", "M01"], 3)
            }
            enter(self.writer(unit, period), period, unit, reason="bổ sung", **values)
            if self.by.random() < 0.3:
                base = self.by.choice(self.living(span(month)[1]))
                enter(self.writer(base, month), month, base, reason="bổ sung", F01=3, F01L=40)
                if self.by.random() < 0.5:
                    lock(self.writer(base, month), "F4", month, [base], reason="đã đếm")
            if self.by.random() < 0.3 and unit != self.communes[1]:
                enter(self.writer(unit, month), month, unit, A01=7, A03=self.by.randint(1, 7))

    def _later(self, months: Sequence[str]) -> None:
        """Correct, accept or return something of an earlier month."""
        for _time in range(2):
            month = self.by.choice(months)
            unit = self.by.choice(self.living(span(month)[1]))
            if self.by.random() < 0.5:
                store = self.writer(unit, month)
                try:
                    enter(store, month, unit, A01=self.by.randint(60, 120), reason="đếm lại")
                except Refusal:
                    continue
                lock(store, "F1", month, [unit], reason="đếm lại")
            else:
                self._judge(month, unit)
