"""What an event moves, told before it is written: indicator by indicator, unit by unit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from desktop.models.figures.cells import number_of, period_cells
from desktop.models.figures.moves import EQUATIONS
from desktop.models.figures.opening import openings
from desktop.models.figures.sums.register_counts import window_openings
from desktop.models.figures.views import period_views
from desktop.models.packs.periods import Period, period_containing
from desktop.models.register.event_rules import above
from desktop.models.register.orders import Plan
from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree, Unit, tree_on

Moved = dict[str, dict[str, int]]
"""Unit code → indicator → number."""
Held = Mapping[str, Mapping[str, int]]


_UNIONS = {"B01": 1, "B02": 1, "B03": -1, "B04": -1, "B05": -1, "B06": 1, "B07": 1, "B08": -1}


class Stock(NamedTuple):
    """What a unit (by code) had before an event and has after it: members, or base unions below."""

    unit: str
    what: Literal["members", "unions"]
    before: int
    after: int


def effects(reader: Reader, plan: Plan) -> Moved:
    """Return what the figures of the event's month would move, as known now."""
    found = _Tally()
    _EFFECTS[plan.order.kind](reader, plan, found)
    return {code: counts for code, counts in found.units.items() if counts}


def stocks(reader: Reader, plan: Plan, moved: Moved) -> tuple[Stock, ...]:
    """Return what the event makes of the members of the unions it moves, where they are known,
    and of the number of unions under those that manage them."""
    return (*_members(reader, plan, moved), *_unions(reader, plan, moved))


def _members(reader: Reader, plan: Plan, moved: Moved) -> Iterator[Stock]:
    equation = reader.packs.equations.get("members")
    known = [*plan.units, *([plan.target] if plan.target is not None else [])]
    had = held(reader, [one for one in known if _is_base(reader, one)], plan.order.day)
    before = {one.code: had.get(one.id, {}).get("members") for one in known}
    if plan.code and not (plan.order.kind == "split" and plan.order.members is None):
        before[plan.code] = 0
    for code, number in before.items():
        counts = moved.get(code, {})
        net = sum(counts.get(one, 0) for one in equation.increases) if equation else 0
        net -= sum(counts.get(one, 0) for one in equation.decreases) if equation else 0
        if number is not None and net:
            yield Stock(code, "members", number, number + net)


def _unions(reader: Reader, plan: Plan, moved: Moved) -> Iterator[Stock]:
    tree = tree_on(reader, plan.order.day)
    parents = [one.parent for one in (*plan.units, plan.target) if one is not None]
    parents += [plan.parent.id] if plan.parent is not None else []
    for parent in dict.fromkeys(one for one in parents if one in tree.units):
        top = tree.units[str(parent)]
        below = [one for one in _counted(reader, tree, top) if _is_base(reader, one)]
        codes = {one.code for one in below} | {top.code}
        if plan.parent is not None and plan.parent.id == top.id:
            codes.add(plan.code)
        net = sum(
            _UNIONS.get(name, 0) * number
            for code in codes for name, number in moved.get(code, {}).items()
        )  # fmt: skip
        if net:
            yield Stock(top.code, "unions", len(below), len(below) + net)


def held(reader: Reader, units: Sequence[Unit], day: date) -> dict[str, dict[str, int]]:
    """Return unit → equation → members it has when an event of the day takes them.

    That is the opening of the day's month and what was typed and moved in it since; absent
    where nothing is known.
    """
    period = _month(reader, day)
    ids = [unit.id for unit in units]
    opened = openings(reader, period, ids, period_cells(reader, period.id))
    views = period_views(reader, period.id)
    found: dict[str, dict[str, int]] = {}
    for unit in ids:
        values = {
            code: n for view in views.get(unit, {}).values()
            for code, raw in view.values.items() if (n := number_of(raw)) is not None
        }  # fmt: skip
        found[unit] = {}
        for name, _ending in EQUATIONS:
            equation, opening = reader.packs.equations.get(name), opened[unit].get(name)
            if equation is None or opening is None or opening.value is None:
                continue
            net = sum(values.get(code, 0) for code in equation.increases)
            net -= sum(values.get(code, 0) for code in equation.decreases)
            found[unit][name] = max(opening.value + opening.moved + net, 0)
    return found


def _month(reader: Reader, day: date) -> Period:
    return period_containing(day, next(s for s in reader.packs.schemes if s.kind == "month"))


def _opened(reader: Reader, units: Sequence[Unit], day: date) -> dict[str, dict[str, int]]:
    """Return unit → equation → members it opened the day's month with.

    That many change their type or their managing unit with it; who came or went within the month
    did so under the new one (`by_ownership`, `register_counts`).
    """
    found = window_openings(reader, _month(reader, day), units)
    return {
        unit.id: {
            name: opening.value or 0 for name, opening in found.get(unit.id, {}).items()
        }
        for unit in units
    }  # fmt: skip


class _Tally:
    def __init__(self) -> None:
        self.units: Moved = {}

    def add(self, unit: str, code: str, number: int = 1) -> None:
        counts = self.units.setdefault(unit, {})
        if number:
            counts[code] = counts.get(code, 0) + number

    def members(self, unit: str, code: str, numbers: Mapping[str, int]) -> None:
        for name, ending in EQUATIONS:
            self.add(unit, code + ending, numbers.get(name, 0))


def _is_base(reader: Reader, unit: Unit) -> bool:
    kind = reader.packs.unit_kinds.get(unit.kind)
    return kind is None or kind.role == "base"


def _counted(reader: Reader, tree: Tree, top: Unit) -> list[Unit]:
    """Return the units under (or at) one that may have figures of their own."""
    return [unit for unit in tree.walk(top.id) if tree.role(unit) != "part"]


def _ending(reader: Reader, plan: Plan, found: _Tally) -> None:
    members, unions = ("C29", "B04") if plan.order.kind == "end" else ("C28", "B03")
    for unit, numbers in held(reader, plan.units, plan.order.day).items():
        code = next(one.code for one in plan.units if one.id == unit)
        found.members(code, members, numbers)
    for one in plan.units:
        if _is_base(reader, one):
            found.add(one.code, unions)


def _merge(reader: Reader, plan: Plan, found: _Tally) -> None:
    tree = tree_on(reader, plan.order.day)
    into = plan.target.code if plan.target is not None else plan.code
    for unit in plan.units:
        moving = _counted(reader, tree, unit) or [unit]
        numbers = _opened(reader, moving, plan.order.day) | held(reader, [unit], plan.order.day)
        for one in moving:
            found.members(unit.code, "C27", numbers[one.id])
            found.members(into, "C15", numbers[one.id])
            if one.id != unit.id and _is_base(reader, one):
                found.add(unit.code, "B08")
                found.add(into, "B07")
        if _is_base(reader, unit):
            found.add(unit.code, "B05")
    if plan.target is None and _is_base(reader, plan.units[0]):
        found.add(into, "B05", -1)  # of those that became one, one goes on


def _split(reader: Reader, plan: Plan, found: _Tally) -> None:
    into = plan.target.code if plan.target is not None else plan.code
    numbers = _told(plan)
    found.members(plan.units[0].code, "C27", numbers)
    found.members(into, "C15", numbers)
    if plan.target is None and _is_base(reader, plan.units[0]):
        found.add(into, "B06")


def _found(reader: Reader, plan: Plan, found: _Tally) -> None:
    kind = reader.packs.unit_kinds.get(plan.order.unit_kind)
    if kind is None or kind.role != "base":
        return
    unions = "B02" if plan.order.unit_kind == "NDCS" else "B01"
    found.add(plan.code, unions)
    found.members(plan.code, "C12", _told(plan))
    found.add(plan.code, unions + "M", plan.order.members or 0)


def _told(plan: Plan) -> dict[str, int]:
    told = {"members": plan.order.members, "members_women": plan.order.women}
    return {name: number for name, number in told.items() if number}


def _reparent(reader: Reader, plan: Plan, found: _Tally) -> None:
    assert plan.parent is not None
    tree = tree_on(reader, plan.order.day)
    new = [plan.parent.id, *above(tree, plan.parent.id)]
    groups = [(above(tree, unit.id), _counted(reader, tree, unit)) for unit in plan.units]
    numbers = _opened(reader, [one for _old, moving in groups for one in moving], plan.order.day)
    for old, moving in groups:
        for one in moving:
            for parent in _codes(tree, (p for p in old if p not in new)):
                found.members(parent, "C27", numbers[one.id])
                if _is_base(reader, one):
                    found.add(parent, "B08")
            for parent in _codes(tree, (p for p in new if p not in old)):
                found.members(parent, "C15", numbers[one.id])
                if _is_base(reader, one):
                    found.add(parent, "B07")


def _codes(tree: Tree, units: Iterable[str]) -> list[str]:
    return [tree.units[unit].code for unit in units]


def _ownership(reader: Reader, plan: Plan, found: _Tally) -> None:
    """A paired movement: out of the old type, into the new, nothing in all."""
    numbers = _opened(reader, plan.units, plan.order.day)
    for unit in plan.units:
        for name, ending in EQUATIONS:
            number = numbers[unit.id].get(name, 0)
            if unit.ownership:
                found.add(unit.code, f"C21{ending};LH={unit.ownership}", number)
            found.add(unit.code, f"C13{ending};LH={plan.order.ownership}", number)


def _status(reader: Reader, plan: Plan, found: _Tally) -> None:
    for unit in plan.units:
        if _is_base(reader, unit):
            found.add(unit.code, "B09", 1 if plan.order.kind == "suspend" else -1)


def _nothing(_reader: Reader, _plan: Plan, _found: _Tally) -> None:
    """A name or an area moves nobody."""


_EFFECTS: Mapping[str, Callable[[Reader, Plan, _Tally], None]] = {
    "found": _found, "dissolve": _ending, "end": _ending, "merge": _merge, "split": _split,
    "rename": _nothing, "reparent": _reparent, "ownership": _ownership, "area": _nothing,
    "suspend": _status, "resume": _status,
}  # fmt: skip
