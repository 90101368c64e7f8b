"""What the raw lines of an office's journal say, read once more in plain Python.

Nothing of the program is used here but the JSON of its journal: no fold and no tree. Who stood
where on a day, what was locked and accepted, what a unit opened a month with, whom events moved.
"""

import calendar
import json
import sqlite3
from collections import defaultdict
from datetime import date, timedelta
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
            return ("entering" if self._typed(unit, form, period) else "none"), 0, ""
        last = max(listed, key=int)
        op = self.ops["submit", key, last]
        said = self.kinds["review"].get(key, {}).get(last)
        state = said["state"] if said else "locked" if op["store"] == self.store else "received"
        return state, int(last), op["wall"][:10]

    def first_written(self, unit: str, form: str, period: str) -> str:
        """Return the day of a return's first revision, as known here; "" before one."""
        key = f"{period}|{form}|{unit}"
        listed = self.kinds["submit"].get(key, {})
        return self.ops["submit", key, min(listed, key=int)]["wall"][:10] if listed else ""

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
        last = max(revisions, key=int)
        told = self.kinds["review"].get(key, {}).get(last, {})
        state = "live" if told.get("state") == "returned" else "submitted"
        return state, revisions[last]["values"]

    def waits(self, unit: str, form: str, period: str) -> int:
        """Return the accepted revision that counts while a later one waits for a word, else 0."""
        key = f"{period}|{form}|{unit}"
        words = self.kinds["review"].get(key, {})
        said = [(self.ops["review", key, rev]["hlc"], int(rev), verdict)
                for rev, verdict in words.items()]  # fmt: skip
        revisions = self.kinds["submit"].get(key, {})
        if not said or not revisions:
            return 0
        _when, rev, verdict = max(said, key=lambda one: one[:2])
        counts = rev if verdict["state"] == "accepted" else verdict.get("stands", 0)
        last = max(revisions, key=int)
        back = words.get(last, {}).get("state") == "returned"
        return 0 if back or str(counts) not in revisions or counts == int(last) else int(counts)

    def given(self, unit: str, form: str, period: str) -> tuple[str, dict[str, Any]] | None:
        """Return (state, values) of a form: locked, or typed here and not locked yet."""
        locked = self.returns(unit, form, period)
        if locked is not None:
            return locked
        owner = self.owner(unit, span(period)[1])
        if owner != self.own and self.kinds["assign"].get(owner):
            return None
        typed = self._typed(unit, form, period)
        return ("live", typed) if typed else None

    def _typed(self, unit: str, form: str, period: str) -> dict[str, Any]:
        """Return what stands in a form's cells; what was cleared again was never told."""
        return {c: v for c, v in self.kinds["cell"].get(f"{period}|{unit}", {}).items()
                if home(c) == form
                and not (isinstance(v, dict) and v.get("state") == "cleared")}  # fmt: skip

    def oldest(self) -> date:
        """Return the first day of the oldest month that anything was told for."""
        keys = [key[:7] for kind in ("cell", "submit") for key in self.kinds[kind]]
        months = [key for key in keys if key[5:].isdigit()]
        return date.fromisoformat(min(months, default="9999-12") + "-01")

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
        while day > self.oldest():
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
                if event["date"] == self.began(unit)
                and (event["kind"] != "found" or self.is_base(self._unit(unit), date.max))
                }  # fmt: skip

    def tells(self, unit: str, period: str, forms: tuple[str, ...]) -> bool:
        """Tell whether a unit told anything of some forms that was not cleared again."""
        cells = self.kinds["cell"].get(f"{period}|{unit}", {})
        typed = any(home(code) in forms and value is not None
                    and not (isinstance(value, dict) and value.get("state") == "cleared")
                    for code, value in cells.items())  # fmt: skip
        return typed or any(self.kinds["submit"].get(f"{period}|{form}|{unit}") for form in forms)

    def keeps(self, unit: str, period: str) -> bool:
        """Tell whether a unit above unions told of members of its own, or still has some."""
        if self.tells(unit, period, ("F1", "F3")):
            return True
        keys = {key.split("|")[0] for kind in ("cell", "submit") for key in self.kinds[kind]}
        before = sorted((key for key in keys if key != period and span(key)[1] <= span(period)[1]
                         and self.tells(unit, key, ("F1", "F3"))),
                        key=lambda key: span(key)[1])  # fmt: skip
        for key in reversed(before):
            held = dict(self.returns(unit, "F1", key)[1]) if self.returns(unit, "F1", key) else {}
            held |= self.kinds["cell"].get(f"{key}|{unit}", {})
            stocks = [number(value) for code, value in held.items()
                      if home(code) == "F1" and is_stock(code)]  # fmt: skip
            known = [value for value in stocks if value is not None]
            if known:
                return any(known)
        return bool(before)

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
        while day > self.oldest():
            day = (day - timedelta(1)).replace(day=1)
            held = self.given(unit, "F1", f"{day:%Y-%m}")
            told = held and any(number(held[1].get(code)) is not None for code in ("A01", "A01N"))
            if held is not None and (told or held[0] != "live"):
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
