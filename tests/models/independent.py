"""Every total once more, from the raw lines of the journal, in plain Python.

Nothing of the program is used here but the JSON of its journal: no fold, no tree, no roll-up.
What each rule says is in model.md and figures.md, section 5; where this and the program differ,
one of them is wrong.
"""

import calendar
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

CATALOGUE = {
    one["code"]: one
    for one in json.loads(
        (Path(__file__).parents[2] / "resources/packs/core/indicators.json").read_text("utf-8")
    )["records"]
}
"""The indicators as the pack's data has them."""
PLUS = ["C11", "C12", "C13", "C14", "C15", "C16"]
MINUS = ["C21", "C22", "C23", "C24", "C25", "C26", "C27", "C28", "C29", "C30"]
LEAVES = {"dissolve": "C28", "end": "C29", "merge": "C27"}
GOES = {"dissolve": "B03", "end": "B04", "merge": "B05"}


def home(code: str) -> str:
    """Return the form a figure belongs to."""
    return str(CATALOGUE.get(code.partition(";")[0], {}).get("home", ""))


def is_stock(code: str) -> bool:
    """Tell whether a figure is a stock."""
    return bool(CATALOGUE[code.partition(";")[0]]["type"] == "S")


def span(period: str) -> tuple[date, date]:
    """Return the first and last day of a period; half-years and years begin on 1 December."""
    year, _dash, part = period.partition("-")
    y = int(year)
    first, months = {"": (date(y - 1, 12, 1), 12), "H1": (date(y - 1, 12, 1), 6),
                     "H2": (date(y, 6, 1), 6), "M9": (date(y, 1, 1), 9)}.get(
        part, (None, 0))  # fmt: skip
    if first is None:
        n = int(part[1:]) * 3 - 2 if part[0] == "Q" else int(part)
        first, months = date(y, n, 1), 3 if part[0] == "Q" else 1
    end = first.month + months - 1
    last_year, last_month = first.year + (end - 1) // 12, (end - 1) % 12 + 1
    return first, date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def months_of(first: date, last: date) -> list[str]:
    """Return the month ids within two days."""
    found, day = [], first
    while day <= last:
        found.append(f"{day:%Y-%m}")
        day = (day + timedelta(31)).replace(day=1)
    return found


class Journal:
    """What a set of raw lines says; `until` leaves out what was accepted later."""

    def __init__(self, folder: Path, until: date | None = None) -> None:
        db = sqlite3.connect(folder / "office.db")
        lines = db.execute("SELECT raw, accepted_at FROM op ORDER BY seq").fetchall()
        meta = dict(db.execute("SELECT name, value FROM meta"))
        db.close()
        ops = [json.loads(raw) for raw, at in lines
               if until is None or at[:10] <= until.isoformat()]  # fmt: skip
        everything = [json.loads(raw) for raw, _at in lines]
        self.alias = {op["k"]: op["v"] for op in everything if op["kind"] == "alias" and op["v"]}
        replaced = {(base, *self._register(op)) for op in ops for base in op["base"]}
        best: dict[tuple[str, str, str], dict[str, Any]] = {}
        for op in ops:
            register = self._register(op)
            if (op["id"], *register) in replaced:
                continue
            held = best.get(register)
            if held is None or self._rank(held) < self._rank(op):
                best[register] = op
        self.ops = best
        self.own, self.store = self._unit(meta["unit"]), meta["store"]
        self.kinds: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        for (kind, key, name), op in best.items():
            if op["v"] is not None:
                self.kinds[kind][key][name] = op["v"]

    @staticmethod
    def _rank(op: dict[str, Any]) -> tuple[str, str, str]:
        return op["hlc"], op["store"], op["id"]

    def _unit(self, unit: str) -> str:
        while unit in self.alias:
            unit = self.alias[unit]
        return unit

    def _register(self, op: dict[str, Any]) -> tuple[str, str, str]:
        key = op["k"] if op["kind"] == "alias" else "|".join(map(self._unit, op["k"].split("|")))
        return op["kind"], key, op["f"]

    # units

    def at(self, unit: str, name: str, day: date) -> Any:
        """Return an attribute of a unit on a day."""
        dated = sorted(
            (f.split("@")[1], v)
            for f, v in self.kinds["unit"][unit].items()
            if f.startswith(name + "@") and f.split("@")[1] <= day.isoformat()
        )
        return dated[-1][1] if dated else None

    def stands(self, unit: str, day: date) -> bool:
        """Tell whether a unit exists on a day."""
        return bool(self.at(unit, "alive", day))

    def up(self, unit: str, day: date) -> list[str]:
        """Return the unit and all above it."""
        found, here = [], unit
        while here and here not in found:
            found.append(here)
            above = self.at(here, "parent", day)
            here = self._unit(above) if above else ""
        return found

    def under(self, top: str, day: date) -> list[str]:
        """Return the living units under one, itself with them, no parts of base unions."""
        units = [u for u in list(self.kinds["unit"]) if self.stands(u, day)]
        return [
            u
            for u in units
            if top in self.up(u, day)
            and self.at(u, "kind", day) not in ("CSTV", "CDBP", "NDBP", "TO")
        ]

    def is_base(self, unit: str, day: date) -> bool:
        """Tell whether it is a base union."""
        return self.at(unit, "kind", day) in ("CDCS", "NDCS")

    def offices(self, day: date) -> set[str]:
        """Return the units that have an office of their own on a day."""
        found = set()
        for unit, fields in self.kinds["assign"].items():
            dated = sorted((f.split("@")[1], v) for f, v in fields.items()
                           if f.split("@")[1] <= day.isoformat())  # fmt: skip
            if dated and self._unit(dated[-1][1]) == unit:
                found.add(unit)
        return found

    def owner(self, unit: str, day: date) -> str:
        """Return the office whose figures these are on a day."""
        path = self.up(unit, day)
        for one in path:
            dated = sorted(
                (f.split("@")[1], v)
                for f, v in self.kinds["assign"][one].items()
                if f.split("@")[1] <= day.isoformat()
            )
            if dated:
                return self._unit(dated[-1][1])
        return path[-1]

    def put_on_the_map_of(self, day: date, top: str) -> list[str]:
        """Return every unit ever kept that the map of a day puts under one.

        A merged union counts for the one that took it in, another that ended where it last stood.
        """
        taken = {unit: to for _day, _kind, unit, to in self.events() if to}
        found = []
        for unit in list(self.kinds["unit"]):
            here, seen = unit, set[str]()
            while here and here != top and here not in seen:
                seen.add(here)
                above = self.at(here, "parent", day)
                ended = not self.stands(here, day)
                here = taken[here] if ended and here in taken else self._unit(above or "")
            found += [unit] if here == top else []
        return found

    def stayed(self, top: str, days: list[date]) -> list[str]:
        """Return the units under one on the last day that stood on every day."""
        return [u for u in self.under(top, days[-1]) if all(self.stands(u, day) for day in days)]

    # figures

    def state(self, unit: str, form: str, period: str) -> tuple[str, int, str]:
        """Return (state, revision, day it was written, "" before) of a return, as known here."""
        key = f"{period}|{form}|{unit}"
        listed = self.kinds["submit"].get(key, {})
        if not listed:
            typed = self.kinds["cell"].get(f"{period}|{unit}", {})
            return ("entering" if any(home(c) == form for c in typed) else "none"), 0, ""
        last = max(listed, key=int)
        op = self.ops["submit", key, last]
        said = self.kinds["review"].get(key, {}).get(last)
        state = said["state"] if said else "locked" if op["store"] == self.store else "received"
        return state, int(last), op["wall"][:10]

    def returns(self, unit: str, form: str, period: str) -> tuple[str, dict[str, Any]] | None:
        """Return (state, values): the accepted revision, else the newest.

        A later one that was turned back leaves standing what had been accepted before.
        """
        key = f"{period}|{form}|{unit}"
        revisions = self.kinds["submit"].get(key, {})
        if not revisions:
            return None
        said = [(self.ops["review", key, rev]["hlc"], int(rev), verdict)
                for rev, verdict in self.kinds["review"].get(key, {}).items()]  # fmt: skip
        if said:
            _when, rev, verdict = max(said, key=lambda one: one[:2])
            rev = rev if verdict["state"] == "accepted" else verdict.get("stands", 0)
            if str(rev) in revisions:
                return "accepted", revisions[str(rev)]["values"]
        return "submitted", revisions[max(revisions, key=int)]["values"]

    def given(self, unit: str, form: str, period: str) -> tuple[str, dict[str, Any]] | None:
        """Return (state, values) of a form: locked, or typed here and not locked yet."""
        locked = self.returns(unit, form, period)
        if locked is not None:
            return locked
        owner = self.owner(unit, span(period)[1])
        if owner != self.own and self.kinds["assign"].get(owner):
            return None
        typed = {c: v for c, v in self.kinds["cell"].get(f"{period}|{unit}", {}).items()
                 if home(c) == form}  # fmt: skip
        return ("live", typed) if typed else None

    def typed(self, unit: str, month: str, code: str) -> int:
        """Return a month's figure of a unit, 0 without one."""
        held = self.given(unit, home(code), month)
        return number(held[1].get(code)) or 0 if held else 0

    def opening(self, unit: str, first: date, ending: str = "") -> int:
        """Return the members a unit has when a day begins."""
        stock, baseline = "A03" + ending, "C00" + ending
        month = f"{first:%Y-%m}"
        start = number(self.kinds["cell"].get(f"{month}|{unit}", {}).get(baseline))
        since, live = first, None
        day = first
        for _step in range(13):
            day = (day - timedelta(1)).replace(day=1)
            before = f"{day:%Y-%m}"
            revisions = self.kinds["submit"].get(f"{before}|F1|{unit}", {})
            if revisions:
                newest = revisions[max(revisions, key=int)]["values"]
                if number(newest.get(stock)) is not None:
                    after = (day + timedelta(31)).replace(day=1)
                    return number(newest[stock]) + self.moved(unit, after, first, ending)
            cells = self.kinds["cell"].get(f"{before}|{unit}", {})
            if start is None and live is None and number(cells.get(stock)) is not None:
                live, since = number(cells[stock]), (day + timedelta(31)).replace(day=1)
            if start is None and live is None and number(cells.get(baseline)) is not None:
                start = number(cells[baseline])
        if start is None and live is not None:
            start = live + self.moved(unit, since, first, ending)
        return start or 0

    def events(self) -> list[tuple[date, str, str, str]]:
        """Return (day, kind, unit that ended, unit that took it in) in the order they happened."""
        found = []
        for unit, fields in list(self.kinds["unit"].items()):
            ends = [f.split("@")[1] for f, v in fields.items() if f.startswith("alive@") and not v]
            for end in ends:
                why = [(k, e) for k, e in self.kinds["event"].items()
                       if e.get("kind") in LEAVES and e["date"] == end
                       and unit in map(self._unit, e["units"])]  # fmt: skip
                kind = why[-1][1]["kind"] if why else "dissolve"
                to = (
                    self._unit((why[-1][1].get("to") or [why[-1][1]["note"]])[0])
                    if kind == "merge"
                    else ""
                )
                key = why[-1][0] if why else ""
                found.append((date.fromisoformat(end), key, unit, kind, to))
        return [(day, kind, unit, to) for day, _key, unit, kind, to in sorted(found)]

    def founded(self) -> set[str]:
        """Return the units that an event made."""
        return {self._unit(unit) for event in self.kinds["event"].values()
                if event.get("kind") in ("found", "split", "merge")
                for unit in (event["units"] if event["kind"] == "found" else event.get("to") or [])
                if event["date"] == self.began(unit)}  # fmt: skip

    def began(self, unit: str) -> str:
        """Return the day a unit's life began."""
        return min(f.split("@")[1] for f in self.kinds["unit"][self._unit(unit)]
                   if f.startswith("alive@"))  # fmt: skip

    def departures(self, first: date, end: date, ending: str = "") -> list[tuple[Any, ...]]:
        """Return (kind, from, to, members) of unions that ended in [first, end)."""
        found: list[tuple[Any, ...]] = []
        for day, kind, unit, to in self.events():
            if not first <= day < end:
                continue
            month = day.replace(day=1)
            held = self.opening(unit, month, ending)
            name = f"{month:%Y-%m}"
            held += sum(self.typed(unit, name, c + ending) for c in PLUS)
            held -= sum(self.typed(unit, name, c + ending) for c in MINUS)
            earlier = [one for one in found if one[4].replace(day=1) == month]
            if month < first:
                raise AssertionError("windows are whole months")
            held += sum(n for _k, _u, other, n, _d in earlier if other == unit)
            if held > 0:
                found.append((kind, unit, to, held, day))
        return found

    def moved(self, unit: str, first: date, end: date, ending: str = "") -> int:
        """Return how many came to a unit with others less those who went, in [first, end)."""
        net = 0
        for _kind, source, to, n, _day in self.departures(first, end, ending):
            net += n * (to == unit) - n * (source == unit)
        return net

    def workers(self, unit: str, first: date, ending: str = "") -> int:
        """Return the workers a union was last known to have when a month began."""
        day = first
        for _step in range(12):
            day = (day - timedelta(1)).replace(day=1)
            held = self.given(unit, "F1", f"{day:%Y-%m}")
            if held is not None:
                after = (day + timedelta(31)).replace(day=1)
                known = number(held[1].get("A01" + ending)) or 0
                return known + self.brought(unit, after, first, ending)
        held = self.given(unit, "F1", f"{first:%Y-%m}")
        return (number(held[1].get("A01" + ending)) or 0) if held else 0

    def brought(self, unit: str, first: date, end: date, ending: str = "") -> int:
        """Return the workers who came with unions taken in, in [first, end)."""
        came = 0
        for day, kind, source, to in self.events():
            if kind == "merge" and to == unit and first <= day < end:
                month = day.replace(day=1)
                came += self.workers(source, month, ending)
                came += self.brought(source, month, day, ending)
        return came


def number(value: Any) -> int | None:
    """Return the whole number a register holds."""
    if isinstance(value, dict):
        value = value.get("value")
    return value if isinstance(value, int) else None


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
        self.leavers = [u for u in was if not journal.stands(u, self.last)]
        for day, _kind, unit, _to in journal.events():
            # begun and ended within: it counts where it stood last
            new = self.first <= day <= self.last and not journal.stands(unit, self.eve)
            if new and unit in journal.under(top, day - timedelta(1)):
                self.leavers.append(unit)
        self.values: dict[str, Any] = {}
        self.parts: dict[str, dict[str, int]] = defaultdict(dict)
        self._figures()
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
        pieces = self._pieces()
        for unit in (*self.now, *self.leavers):
            stays = self.j.stands(unit, self.last)
            taken: dict[str, set[str]] = defaultdict(set)
            late: dict[str, tuple[date, int]] = {}
            settled: set[str] = set()
            for piece in pieces:
                days = span(piece) if piece != self.period else (span(piece)[0], self.last)
                inside = set(months_of(*days))
                for form in ("F1", "F2", "F3", "F4"):
                    held = self.j.given(unit, form, piece)
                    for code, raw in (held[1] if held else {}).items():
                        if home(code) != form:
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
                        elif stays and value is not None and not self._bound(code):
                            older = code in late and late[code][0] >= days[1]
                            late[code] = late[code] if older else (days[1], value)
            for code, (_day, value) in late.items():
                if code not in settled:
                    self._add(code, unit, value)

    @staticmethod
    def _bound(code: str) -> bool:
        """First openings stay in their month; members and workers are carried on their own."""
        return code[:3] in ("B00", "C00") or home(code) == "F1"

    def _add(self, code: str, unit: str, value: int) -> None:
        self.parts[code][unit] = self.parts[code].get(unit, 0) + value
        self.values[code] = self.values.get(code, 0) + value

    def _carry(self) -> None:
        month = self.last.replace(day=1)
        for unit in self.now:
            if self.j.given(unit, "F1", f"{month:%Y-%m}") or self.j.given(unit, "F1", self.period):
                continue
            day = month
            for _step in range(12):
                day = (day - timedelta(1)).replace(day=1)
                held = self.j.given(unit, "F1", f"{day:%Y-%m}")
                if held is None:
                    continue
                after = (day + timedelta(31)).replace(day=1)
                for code, raw in held[1].items():
                    value = number(raw)
                    if value is not None and code in ("A03", "A03N"):
                        value = max(value + self.j.moved(unit, after, self.end, code[3:]), 0)
                    if value is not None and code in ("A01", "A01N"):
                        value += self.j.brought(unit, after, self.end, code[3:])
                    if value is not None:
                        self._add(code, unit, value)
                break

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
        for unit in now - was:
            if self.j.stands(unit, self.eve):
                count["B07"] += 1
            elif unit not in self.j.founded() and self._first_opening(unit):
                count["B00"] += 1  # older than the register knows
            else:
                count["B01" if self.j.at(unit, "kind", self.last) == "CDCS" else "B02"] += 1
        for unit in was - now:
            count["B08" if self.j.stands(unit, self.last) else GOES[why[unit]]] += 1
        self.values |= count
        self.values["B10"] = sum(count[c] for c in ("B01", "B02", "B06", "B07"))
        self.values["B20"] = sum(count[c] for c in ("B03", "B04", "B05", "B08"))
        for ending in ("", "N"):
            for code, units in (("C15", set(self.now) - set(self.was)),
                                ("C27", set(self.was) - set(self.now))):  # fmt: skip
                for unit in units:
                    if self.j.stands(unit, self.eve) and self.j.stands(unit, self.last):
                        n = self.j.opening(unit, self.first, ending)
                        if n:
                            self._add(code + ending, unit, n)

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
        self.was, self.leavers = self.now, []
        super()._figures()

    def _events(self) -> None:
        """What events moved is no part of a set of units."""

    def _register(self) -> None:
        """The register's counts are judged by tests of their own."""


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
