"""What the unit register itself counts: base unions and how they moved.

Movements caused by the tree (taking over, handing over) are computed for the parent from
the tree on the day before the window and on its last day; they are never stored on the child
and cancel inside a common ancestor (model.md, Figures).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from desktop.models.figures.cells import number_of, period_cells
from desktop.models.figures.moves import born_within
from desktop.models.figures.opening import Opening, openings
from desktop.models.figures.views import form_views
from desktop.models.packs.periods import Period, months_of, period_containing
from desktop.models.store.reader import Reader
from desktop.models.units.unit_events import SUSPENDED, UnitEvent, all_events
from desktop.models.units.units import Tree, Unit

_ENDINGS = {"dissolve": "B03", "end": "B04", "merge": "B05"}
_OCCUPATIONAL = "NDCS"
_ADMITTED = "C12"
"""Members admitted to base unions newly founded."""


class Movement(msgspec.Struct):
    """Counts by code, and the units behind each with what each adds."""

    counts: dict[str, int] = msgspec.field(default_factory=dict)
    units: dict[str, list[str]] = msgspec.field(default_factory=dict)
    numbers: dict[str, list[int]] = msgspec.field(default_factory=dict)

    def add(self, code: str, unit: str, number: int = 1) -> None:
        """Count a unit (or its members) under a code."""
        self.counts[code] = self.counts.get(code, 0) + number
        self.units.setdefault(code, []).append(unit)
        self.numbers.setdefault(code, []).append(number)


def register_movement(
    reader: Reader, period: Period, before: Tree, tree: Tree, top: Unit,
    ended: Iterable[Unit],
) -> Movement:  # fmt: skip
    """Return A05, A06, B00–B09, C15 and C27 of a unit's tree over the window.

    `before` is the tree on the eve of the window, `tree` that of its last day; `ended` are the
    units that ended within the window while they stood here.
    """
    if tree.role(top) == "base":
        return Movement()
    then = reporting(before, top.id) if top.id in before.units else []
    return movement_between(reader, period, before, tree, then, reporting(tree, top.id), ended)


def reporting(tree: Tree, top: str) -> list[Unit]:
    """Return the units under (or at) one that may have figures of their own."""
    return [unit for unit in tree.walk(top) if tree.role(unit) != "part"]


def movement_between(
    reader: Reader,
    period: Period,
    before: Tree,
    tree: Tree,
    was: Iterable[Unit],
    is_now: Iterable[Unit],
    ended: Iterable[Unit],
) -> Movement:
    """Return how the units `was` (on the eve of the window) became `is_now`.

    Only base unions are counted; members move with upper units too. Of those that `ended` here
    within the window, one that was not here on its eve came and left: a window is its months.
    """
    found = Movement()
    then = {unit.id: unit for unit in was}
    now = {unit.id: unit for unit in is_now}
    for code in ("A05", "A06", "B00", *(f"B0{n}" for n in range(1, 10))):
        found.counts[code] = 0
    for unit in _base(tree, now.values()):
        found.add("A06" if unit.kind == _OCCUPATIONAL else "A05", unit.id)
        if unit.attributes.get("status") == SUSPENDED:
            found.add("B09", unit.id)
    for unit in _base(before, then.values()):
        found.add("B00", unit.id)
    events = _Events(all_events(reader))
    came = [unit for key, unit in now.items() if key not in then]
    gone = {unit.id: unit for unit in ended}
    passing = [unit for key, unit in gone.items() if key not in then]
    entered = {unit.id for unit in entered_within(reader, period, before, (*came, *passing))}
    for unit in _base(tree, (unit for unit in (*came, *passing) if unit.id in entered)):
        found.add("B00", unit.id)
    came = [unit for unit in came if unit.id not in entered]
    left = [unit for key, unit in then.items() if key not in now]
    for unit in _base(tree, (*came, *(unit for unit in passing if unit.id not in entered))):
        code, number = _coming(unit, before, events)
        found.add(code, unit.id, number)
    for unit in (*_base(before, left), *_base(tree, passing)):
        found.add(_leaving(unit, events) if unit.id in gone else "B08", unit.id)
    taken = [unit for unit in (*came, *passing) if unit.id in before.units]
    given = [unit for unit in left if unit.id not in gone]
    _count_members(reader, period, found, taken, given)
    return found


def _base(tree: Tree, units: Iterable[Unit]) -> list[Unit]:
    return [unit for unit in units if tree.role(unit) == "base"]


class _Events:
    """Which events a unit was changed by, and which made it."""

    def __init__(self, events: Iterable[UnitEvent]) -> None:
        self.changed: dict[str, list[tuple[str, date]]] = {}
        self.made: dict[str, set[tuple[str, date]]] = {}
        for event in events:
            for unit in event.units:
                self.changed.setdefault(unit, []).append((event.kind, event.day))
            for unit in event.to:
                self.made.setdefault(unit, set()).add((event.kind, event.day))

    def began(self, unit: Unit) -> tuple[set[str], set[str]]:
        """Return the kinds of events (that made, that changed) a unit on its first day.

        What came to it later says nothing of how it began.
        """
        first = unit.valid_from
        made = {kind for kind, day in self.made.get(unit.id, ()) if day == first}
        return made, {kind for kind, day in self.changed.get(unit.id, ()) if day == first}


def _coming(unit: Unit, before: Tree, events: _Events) -> tuple[str, int]:
    """Return the code under which a union came, and how much it counts there.

    A union made of several that went into it stands against one of those: of two that became
    one, one is lost.
    """
    if unit.id in before.units:
        return "B07", 1
    made, changed = events.began(unit)
    if "split" in made or "split" in changed:
        return "B06", 1
    if "merge" in made and "found" not in changed:
        return "B05", -1
    return ("B02" if unit.kind == _OCCUPATIONAL else "B01"), 1


def _leaving(unit: Unit, events: _Events) -> str:
    kinds = [kind for kind, _day in events.changed.get(unit.id, []) if kind in _ENDINGS]
    return _ENDINGS[kinds[-1]] if kinds else "B03"


def _count_members(
    reader: Reader, period: Period, found: Movement, taken: list[Unit], given: list[Unit]
) -> None:
    """Count the members that moved with whole unions: their opening stock."""
    moved = window_openings(reader, period, (*taken, *given))
    for code, units in (("C15", taken), ("C27", given)):
        for unit in units:
            for suffix, equation in (("", "members"), ("N", "members_women")):
                stock = moved.get(unit.id, {}).get(equation)
                members = stock.value if stock else None
                if members:
                    found.add(code + suffix, unit.id, members)


def entered_within(
    reader: Reader, window: Period, before: Tree, units: Iterable[Unit]
) -> list[Unit]:
    """Return the units that the register first knows within a window, though they are older.

    No event made them. What they had is opening stock, and they are not newly founded; but one
    that told members admitted to a new union (C12) for the month it began in, and no first
    opening, is: its figures say what no event was written for.
    """
    born = born_within(reader, window.data_from, window.data_to)
    new = [unit for unit in units if unit.id not in before.units and unit.id not in born]
    told = _told_founded(reader, [unit for unit in new if window.holds(unit.valid_from)])
    opened = window_openings(reader, window, [unit for unit in new if unit.id in told])
    open_with = {unit: held["members"].value for unit, held in opened.items() if "members" in held}
    return [unit for unit in new if unit.id not in told or (open_with.get(unit.id) or 0) > 0]


def _told_founded(reader: Reader, units: Iterable[Unit]) -> set[str]:
    """Return those that told members admitted to a new union for the month they began in."""
    month = next(one for one in reader.packs.schemes if one.kind == "month")
    began: dict[str, set[str]] = {}
    for unit in units:
        began.setdefault(period_containing(unit.valid_from, month).id, set()).add(unit.id)
    form = reader.packs.indicators[_ADMITTED].home
    return {
        unit for period, listed in began.items()
        for unit, view in form_views(reader, period, listed, form).items()
        if number_of(view.values.get(_ADMITTED))
    }  # fmt: skip


def window_openings(
    reader: Reader, window: Period, units: Iterable[Unit]
) -> dict[str, dict[str, Opening]]:
    """Return unit → equation → opening of a window of one or more months.

    It is the opening of the first month; a unit that was first kept later in the window opens
    with the baseline typed then, and one that an event founded or split off within it with nobody.
    """
    wanted = {unit.id: unit for unit in units}
    if not wanted:
        return {}
    months = months_of(window, reader.packs.schemes) or [window]
    codes = {equation.baseline for equation in reader.packs.equations.values()}
    typed: dict[str, dict[str, Any]] = {}
    for month in months:
        for unit, held in period_cells(reader, month.id, sorted(codes)).items():
            for code in held if unit in wanted else ():
                typed.setdefault(unit, {}).setdefault(code, held[code])
    older = {key for key, unit in wanted.items() if unit.valid_from < window.data_from}
    found = openings(reader, months[0], older | typed.keys(), typed, counted=True)
    # Whom a union had when an event founded it are admitted (C12), not its opening.
    for unit in born_within(reader, window.data_from, window.data_to) & wanted.keys():
        found[unit] = dict.fromkeys(reader.packs.equations, Opening(born=True))
    return found
