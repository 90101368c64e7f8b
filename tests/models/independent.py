"""Every total once more, from the raw lines of the journal, in plain Python.

Nothing of the program is used here but the JSON of its journal: no fold, no tree, no roll-up.
What each rule says is in model.md and figures.md, section 5; where this and the program differ,
one of them is wrong.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.models.raw_journal import (
    CATALOGUE,
    GOES,
    LEAVES,
    Journal,
    home,
    is_stock,
    months_of,
    number,
    span,
)

MOVED = {f"C{n}": 1 if n < 20 else -1 for n in (*range(11, 17), *range(21, 31))}
"""What brings members (C11 …) and what takes them (C21 …)."""


class Totals:
    """Every total of a unit and period; `values` by code, exact (ratios as fractions)."""

    def __init__(self, journal: Journal, period: str, top: str, since: date | None = None) -> None:
        self.j, self.period = journal, period
        self.first, self.last = span(period)
        self.first = since or self.first
        self.top = top
        self.months = months_of(self.first, self.last)
        self.end = self.last + timedelta(1)
        self.eve = self.first - timedelta(1)
        self.now = journal.under(top, self.last)
        self.base = [u for u in self.now if journal.is_base(u, self.last)]
        was = journal.under(top, self.eve) if journal.stands(top, self.eve) else []
        self.was = was
        # who ended within it counts where it stood last
        self.leavers = [unit for day, _kind, unit, _to in journal.events()
                        if self.first <= day <= self.last and not journal.stands(unit, self.last)
                        and unit in journal.under(top, day - timedelta(1))]  # fmt: skip
        self.values: dict[str, Any] = {}
        self.parts: dict[str, dict[str, int]] = defaultdict(dict)
        self._figures()
        self._first_openings()
        self._carry()
        self._events()
        self._register()
        self._transfers()
        for code, one in CATALOGUE.items():
            plus, minus = one.get("sum_of", []), one.get("minus", [])
            if any(c in self.values for c in (*plus, *minus)):
                self.values[code] = sum(self.values.get(c, 0) for c in plus) - sum(
                    self.values.get(c, 0) for c in minus
                )
        for code, one in CATALOGUE.items():
            above, below = one.get("numerator", []), one.get("denominator", [])
            if one["type"] == "R" and all(
                any(c in self.values for c in side) for side in (above, below)
            ):
                whole = sum(self.values.get(c, 0) for c in below)
                part = sum(self.values.get(c, 0) for c in above) * one.get("scale", 100)
                self.values[code] = Fraction(part, whole) if whole else None

    def _pieces(self) -> list[str]:
        """Return the periods that may make this one up, the largest first."""
        found = [self.period]
        for year in range(self.first.year - 1, self.last.year + 2):
            names = [f"{year}-H1", f"{year}-H2"]
            names += [f"{year}-Q{n}" for n in range(1, 5)]
            found += [n for n in names if self.first <= span(n)[0] and span(n)[1] <= self.last]
        found.sort(key=lambda p: (p != self.period, -(span(p)[1] - span(p)[0]).days))
        return found + [m for m in self.months if m not in found]

    def _figures(self) -> None:
        pieces, gone = self._pieces(), {unit: day for day, _kind, unit, _to in self.j.events()}
        for unit in (*self.now, *self.leavers):
            stays = self.j.stands(unit, self.last)
            taken: dict[str, set[str]] = defaultdict(set)
            late: dict[str, tuple[date, int]] = {}
            settled: set[str] = set()
            for piece in pieces:
                if not stays and span(piece)[0] > gone.get(unit, self.last):
                    continue  # typed before somebody told that the union had ended by then
                days = span(piece) if piece != self.period else (span(piece)[0], self.last)
                inside = set(months_of(*days))
                for form in ("F1", "F2", "F3", "F4"):
                    held = self.j.given(unit, form, piece)
                    for code, raw in (held[1] if held else {}).items():
                        if home(code) != form or code[:3] in ("B00", "C00"):
                            continue
                        value = number(raw)
                        if not is_stock(code):
                            if value is not None and not taken[code] & inside:
                                taken[code] |= inside
                                self._add(code, unit, value)
                        elif days[1] == self.last:
                            if code not in settled and stays and value is not None:
                                self._add(code, unit, value)
                            settled.add(code)
                        elif stays and value is not None and home(code) != "F1":
                            older = code in late and late[code][0] >= days[1]
                            late[code] = late[code] if older else (days[1], value)
            for code, (_day, value) in late.items():
                if code not in settled:
                    self._add(code, unit, value)

    def _first_openings(self) -> None:
        """Add what those who open here typed as their first opening, in whichever month."""
        founded = self.j.founded()
        entered = [u for u in (*self.now, *self.leavers)
                   if not self.j.stands(u, self.eve) and u not in founded]  # fmt: skip
        for unit in {*self.was, *entered}:
            for code in ("C00", "C00N"):
                held = (self.j.given(unit, "F3", month) for month in self.months)
                typed = (number(one[1].get(code)) for one in held if one)
                value = next((n for n in typed if n is not None), None)
                if value is not None:
                    self._add(code, unit, value)

    def _add(self, code: str, unit: str, value: int) -> None:
        self.parts[code][unit] = self.parts[code].get(unit, 0) + value
        self.values[code] = self.values.get(code, 0) + value

    def _carry(self) -> None:
        """Add the last stocks of who gave none, and of rows begun what is missing in them."""
        month = self.last.replace(day=1)
        for unit in self.now:
            given = [self.j.given(unit, "F1", one) for one in (f"{month:%Y-%m}", self.period)]
            if any(held and held[0] != "live" for held in given):
                continue
            entered = {code: raw for held in given if held for code, raw in held[1].items()}
            told, carried = set(entered), {}
            day = month
            while day > self.j.oldest():
                day = (day - timedelta(1)).replace(day=1)
                held = self.j.given(unit, "F1", f"{day:%Y-%m}")
                if held is None:
                    continue
                after = (day + timedelta(31)).replace(day=1)
                for code in held[1].keys() - told:
                    value = number(held[1][code])
                    if value is not None and code in ("A03", "A03N"):
                        value = max(value + self.j.moved(unit, after, self.end, code[3:]), 0)
                    if value is not None and code in ("A01", "A01N"):
                        value += self.j.brought(unit, after, self.end, code[3:])
                    if value is not None:
                        carried[code] = value
                told |= held[1].keys()
                if held[0] != "live":
                    break
            for code in carried.keys() & {"A03", "A03N"}:
                net = sum(sign * self.j.typed(unit, f"{month:%Y-%m}", moved + code[3:])
                          for moved, sign in MOVED.items())  # fmt: skip
                carried[code] = max(carried[code] + net, 0)
            for code, value in carried.items():
                whole = carried.get(code[:3], number(entered.get(code[:3])))
                if not entered or whole is None or value <= whole:
                    self._add(code, unit, value)

    def _events(self) -> None:
        counted = {*self.now, *self.leavers}
        for ending in ("", "N"):
            for kind, source, to, n, _day in self.j.departures(self.first, self.end, ending):
                if kind == "merge" and {source, to} <= counted:
                    continue
                if source in counted:
                    self._add(LEAVES[kind] + ending, source, n)
                if to in counted:
                    self._add("C15" + ending, to, n)

    def _register(self) -> None:
        if self.j.is_base(self.top, self.last):
            return
        now = set(self.base)
        was = {u for u in self.was if self.j.is_base(u, self.eve)}
        count = dict.fromkeys((f"B0{n}" for n in range(10)), 0)
        count["A05"] = sum(self.j.at(u, "kind", self.last) == "CDCS" for u in now)
        count["A06"] = len(now) - count["A05"]
        count["B00"] = len(was)
        why = {unit: kind for _day, kind, unit, _to in self.j.events()}
        ended = {u for u in self.leavers if self.j.is_base(u, self.last)}
        for unit in (now | ended) - was:
            if self.j.stands(unit, self.eve):
                count["B07"] += 1
            elif unit not in self.j.founded() and self._is_older(unit):
                count["B00"] += 1  # than the register knows
            else:
                count["B01" if self.j.at(unit, "kind", self.last) == "CDCS" else "B02"] += 1
        for unit in (was | ended) - now:
            count[GOES[why[unit]] if unit in ended else "B08"] += 1
        self.values |= count
        self.values["B10"] = sum(count[c] for c in ("B01", "B02", "B06", "B07"))
        self.values["B20"] = sum(count[c] for c in ("B03", "B04", "B05", "B08"))
        for ending in ("", "N"):
            here = {*self.now, *self.leavers}
            for code, units in (("C15", here - set(self.was)), ("C27", set(self.was) - here)):
                for unit in units:
                    if self.j.stands(unit, self.eve):
                        n = self.j.opening(unit, self.first, ending)
                        if n:
                            self._add(code + ending, unit, n)

    def _is_older(self, unit: str) -> bool:
        """Tell of a unit that no event made: its first month's figures may say that it is new."""
        new = self.j.typed(unit, self.j.began(unit)[:7], "C12")
        return not new or self._first_opening(unit) > 0

    def _first_opening(self, unit: str) -> int:
        typed = (self.j.kinds["cell"].get(f"{month}|{unit}", {}).get("C00")
                 for month in self.months)  # fmt: skip
        return next((n for n in map(number, typed) if n is not None), 0)

    def _transfers(self) -> None:
        if len({*self.now, *self.leavers}) < 2:
            return
        for ending in ("", "N"):
            came, left = "C13" + ending, "C21" + ending
            inside = min(self.values.get(came, 0), self.values.get(left, 0))
            for code in (came, left):
                if code in self.values:
                    self.values[code] -= inside


class Among(Totals):
    """The sums of some units alone, wherever they stand; the map says nothing here."""

    def __init__(self, journal: Journal, period: str, units: list[str]) -> None:
        self.only = units
        super().__init__(journal, period, journal.own)

    def _figures(self) -> None:
        day = self.last
        self.now = [unit for unit in self.only if self.j.stands(unit, day)]
        self.base = [unit for unit in self.now if self.j.is_base(unit, day)]
        self.was = [unit for unit in self.only if self.j.stands(unit, self.eve)]
        ended = {unit for end, _kind, unit, _to in self.j.events() if self.first <= end <= day}
        self.leavers = [u for u in self.only if u in ended and not self.j.stands(u, day)]
        super()._figures()


def cumulated(journal: Journal, period: str, top: str) -> Totals:
    """Return the totals since the year of the period's scheme began."""
    year, _dash, part = period.partition("-")
    begins = date(int(year) - 1, 12, 1) if not part or part[0] == "H" else date(int(year), 1, 1)
    return Totals(journal, period, top, begins)


def differences(ours: dict[str, Any], plain: dict[str, Any], skip: Iterable[str] = ()) -> list[str]:
    """Return where two sets of totals disagree; fractions are compared at two decimals."""
    found = []
    for code in sorted({*ours, *plain} - set(skip)):
        a, b = ours.get(code, "none"), plain.get(code, "none")
        if isinstance(b, Fraction):
            b = Fraction(int(b * 100 + Fraction(1, 2)), 100)
            a = Fraction(a) if a not in (None, "none") else a
        if a != b:
            found.append(f"{code}: {a} ≠ {b}")
    return found
