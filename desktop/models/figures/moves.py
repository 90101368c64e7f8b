"""Members whom the events of units moved: with merged, split, founded and ended unions.

Nothing here is stored. What a union had when it ended is its opening stock of that month and
what it typed since; that many members leave with it (C28, C29) or go to the union that takes it
in (C27 there, C15 here). A split moves the members its decision tells. Where somebody typed the
same movement by hand the typed figures count, never both (model.md, Figures).
"""

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from desktop.models.figures.cells import number_of, period_cells, split_code
from desktop.models.figures.told import told_before
from desktop.models.figures.views import PartState, View, form_view, period_views
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, months_between
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.unit_events import UnitEvent, all_events

_LEAVE = {"dissolve": "C28", "end": "C29", "merge": "C27"}
ENDED_BY: frozenset[str] = frozenset(_LEAVE.values())
"""Decreases that the end of a union makes; typed, they are part of what the event tells."""
_BORN = frozenset({"found", "split", "merge"})
EQUATIONS = (("members", ""), ("members_women", "N"))
"""The equations that events move, with the ending of their codes."""
CARRIED_FORM = "F1"
"""The form that holds the stocks of members and workers."""


class Move(msgspec.Struct, frozen=True):
    """Members who went from one union to another because of an event.

    Without a `source` they were admitted at a founding, without a `target` they left. `out` and
    `into` are the codes on either side, "" for none; the side that was typed is not added
    again. `numbers` by equation id: members, and women where they are known. `beside` by code:
    the workers who go along with a union taken in, in no movement. `baseline` tells that the
    new union typed them as its first opening, `last` that the source ended with it.
    """

    event: str
    day: date
    source: str
    target: str
    out: str
    into: str
    numbers: Mapping[str, int]
    state: PartState = "accepted"
    out_typed: bool = False
    in_typed: bool = False
    baseline: bool = False
    beside: Mapping[str, int] = {}
    last: bool = False

    def codes(self, side: str) -> dict[str, int]:
        """Return indicator → number of one side ("out" or "into")."""
        code = self.out if side == "out" else self.into
        return {
            code + ending: self.numbers[name]
            for name, ending in EQUATIONS
            if code and self.numbers.get(name)
        }


class _Happening(msgspec.Struct, frozen=True):
    """A union that ended, began or was split on a day; `event` is None where nobody told why."""

    day: date
    unit: str
    event: UnitEvent | None
    born: bool = False


def moves_between(reader: Reader, first: date, last: date) -> list[Move]:
    """Return the moves of the months that lie within two days, in the order they happened."""
    days = [one.day for one in _happenings(reader) if first <= one.day <= last]
    if not days:
        return []
    months = months_between(max(first, min(days).replace(day=1)), last, reader.packs.schemes)
    return [move for month in months for move in moves_within(reader, month)]


def moves_within(reader: Reader, month: Period) -> tuple[Move, ...]:
    """Return the moves of one month."""
    mine = [one for one in _happenings(reader) if month.data_from <= one.day <= month.data_to]
    if not mine:
        return ()
    return reader.remembered(("moves", month.id), lambda: tuple(_Moves(reader, month).of(mine)))


def units_of_events(reader: Reader, month: Period) -> frozenset[str]:
    """Return the units that the month's events made, ended, split or let take others in."""
    mine = [one for one in _happenings(reader) if month.data_from <= one.day <= month.data_to]
    told = [one.event for one in mine if one.event is not None]
    return frozenset(
        {one.unit for one in mine}.union(*((*event.units, *event.to) for event in told))
    )


def net_moved(moves: Iterable[Move], unit: str, equation: str, *, typed: bool = False) -> int:
    """Return how many came to a union less those who went; sides typed by hand only if asked."""
    net = 0
    for move in moves:
        number = move.numbers.get(equation, 0)
        if move.target == unit and move.into and (typed or not move.in_typed):
            net += number
        if move.source == unit and move.out and (typed or not move.out_typed):
            net -= number
    return net


def workers_moved(moves: Iterable[Move]) -> dict[str, dict[str, int]]:
    """Return unit → code → workers who came with unions it took in and has not counted itself."""
    found: dict[str, dict[str, int]] = {}
    for move in moves:
        if move.beside and move.into and not move.in_typed:
            held = found.setdefault(move.target, {})
            for code, number in move.beside.items():
                held[code] = held.get(code, 0) + number
    return found


def stocks_beside(packs: Packs, values: Mapping[str, Any]) -> dict[str, int]:
    """Return of a return's figures the stocks that no equation moves: the workers, by full code."""
    moved = {code for equation in packs.equations.values() for code in equation.stocks}
    found = {}
    for code, raw in values.items():
        plain, number = split_code(code)[0], number_of(raw)
        indicator = packs.indicators.get(plain)
        if indicator is None or number is None or plain in moved:
            continue
        if indicator.home == CARRIED_FORM and indicator.type == "S":
            found[code] = number
    return found


def born_within(reader: Reader, first: date, last: date) -> frozenset[str]:
    """Return the units that an event founded or split off within two days."""
    return frozenset(one.unit for one in _happenings(reader) if one.born and
                     first <= one.day <= last)  # fmt: skip


def births(reader: Reader, units: Container[str]) -> dict[str, date]:
    """Return unit → the day an event founded or split it off, of the units that began so."""
    return {one.unit: one.day for one in _happenings(reader) if one.born and one.unit in units}


def _happenings(reader: Reader) -> tuple[_Happening, ...]:
    return reader.remembered_of(
        ("event", "unit"), "happenings", lambda: tuple(_read_happenings(reader))
    )


def _read_happenings(reader: Reader) -> list[_Happening]:
    scope, kinds = Scope.of(reader), reader.packs.unit_kinds
    roles = {name: kind.role for name, kind in kinds.items()}

    def admits(unit: str) -> bool:
        """An office above unions is founded without admitting the members it manages itself."""
        return roles.get(str(scope.attribute(unit, "kind") or ""), "base") in ("base", "part")

    ended: dict[tuple[str, date], UnitEvent] = {}
    found: list[tuple[tuple[date, str, int], _Happening]] = []
    for event in all_events(reader):
        if event.kind in _LEAVE:
            ended |= {(unit, event.day): event for unit in event.units}
        if event.kind in _BORN:
            new = event.units if event.kind == "found" else event.to
            for unit in new if event.kind != "found" else filter(admits, new):
                born = _began(scope, unit) == event.day
                if born or event.kind == "split":
                    place = (event.day, event.id, 0)
                    found.append((place, _Happening(event.day, unit, event, born)))
    for unit, fields in scope.units.items():
        kind = kinds.get(str(scope.attribute(unit, "kind") or ""))
        if kind is not None and kind.role == "part":
            continue
        for day in _endings(fields):
            event_of = ended.get((unit, day))
            place = (day, event_of.id if event_of else "", 1)
            found.append((place, _Happening(day, unit, event_of)))
    return [one for _place, one in sorted(found, key=lambda pair: (pair[0], pair[1].unit))]


def _lives(fields: Mapping[str, Any]) -> list[tuple[str, bool]]:
    return sorted(
        (name.partition("@")[2], bool(value))
        for name, value in fields.items()
        if name.startswith("alive@")
    )


def _began(scope: Scope, unit: str) -> date | None:
    born = [day for day, alive in _lives(scope.units.get(unit, {})) if alive]
    return date.fromisoformat(born[0]) if born else None


def _endings(fields: Mapping[str, Any]) -> list[date]:
    """Return the day a unit's life ended for good, if it did."""
    lives = _lives(fields)
    if not lives or lives[-1][1] or not any(alive for _day, alive in lives):
        return []
    place = len(lives) - 1
    while place and not lives[place - 1][1]:
        place -= 1
    return [date.fromisoformat(lives[place][0])]


class _Moves:
    """One month's moves, worked out in the order of the events."""

    def __init__(self, reader: Reader, month: Period) -> None:
        self.reader, self.month = reader, month
        self.packs: Packs = reader.packs
        self.views = period_views(reader, month.id)
        self.made: list[Move] = []

    def of(self, happenings: list[_Happening]) -> list[Move]:
        """Return what the happenings moved."""
        from desktop.models.figures.opening import plain_openings

        leaving = {one.unit for one in happenings if not one.born}
        typed = period_cells(self.reader, self.month.id)
        receiving = {unit for one in happenings if one.event for unit in one.event.to}
        wanted = leaving | receiving
        self.opened = plain_openings(
            self.reader, self.month, wanted, {unit: typed.get(unit, {}) for unit in wanted},
            counted=True,
        )  # fmt: skip
        self.new = {one.unit for one in happenings if one.born}
        for one in happenings:
            if one.event is not None and one.event.kind in ("found", "split") and (
                one.unit in one.event.to or one.born):  # fmt: skip
                self._begin(one.unit, one.event)
            elif not one.born:
                self._leave(one)
        return self.made

    def _leave(self, one: _Happening) -> None:
        kind = one.event.kind if one.event is not None else "dissolve"
        target = one.event.to[0] if one.event is not None and kind == "merge" else ""
        out = _LEAVE[kind]
        left = {name: max(self._held(one.unit, name), 0) for name, _ending in EQUATIONS}
        by_hand = {
            name: self._number(one.unit, out + ending) for name, ending in EQUATIONS
        } if target else {}  # fmt: skip
        event = one.event.id if one.event is not None else ""
        state = self._state(one.unit)
        workers = self._workers(one.unit) if target else {}
        if any(left.values()) or (workers and not any(by_hand.values())):
            replaced = bool(target) and self._covered(target, left["members"])
            transfer = replaced and (self._number(target, "C13") or 0) >= left["members"]
            self.made.append(Move(
                event, one.day, one.unit, target, "C21" if transfer else out,
                ("C13" if transfer else "C15") if target else "", left, state,
                in_typed=replaced, beside=workers, last=True,
            ))  # fmt: skip
            workers = {}
        if target and any(by_hand.values()):
            numbers = {name: number or 0 for name, number in by_hand.items()}
            self.made.append(Move(
                event, one.day, one.unit, target, out, "C15", numbers, state, out_typed=True,
                in_typed=self._covered(target, numbers["members"]), beside=workers, last=True,
            ))  # fmt: skip

    def _workers(self, unit: str) -> dict[str, int]:
        """Return the workers of a union, last known when the month began or, failing that, in it;
        with those of unions it took in since.
        """
        held, since = self._forms(unit).get(CARRIED_FORM), eve(self.month.data_from)
        for before in told_before(self.reader, self.month):
            view = form_view(self.reader, before.id, unit, CARRIED_FORM)
            begun = view is not None and view.state == "live"  # it may not tell of workers yet
            if view is not None and not (begun and not stocks_beside(self.packs, view.values)):
                held, since = view, before.data_to
                break
        found = stocks_beside(self.packs, held.values) if held is not None else {}
        earlier = moves_between(
            self.reader, since + timedelta(1), eve(self.month.data_from)
        )  # fmt: skip
        for code, number in workers_moved([*earlier, *self.made]).get(unit, {}).items():
            found[code] = found.get(code, 0) + number
        return {code: number for code, number in found.items() if number}

    def _begin(self, unit: str, event: UnitEvent) -> None:
        """Count the members of a union that was founded or split off."""
        if any(self._number(unit, code) for code in ("C12", "C13", "C15")):
            return
        told = {"members": event.members, "members_women": event.women}
        split = event.kind == "split"
        baseline = False
        if unit in self.new:
            first = {name: self._baseline(unit, name) for name, _ending in EQUATIONS}
            if first["members"]:
                told, baseline = first, True
            elif split and told["members"] is None:
                told = {name: self._closing_less_flows(unit, name) for name, _end in EQUATIONS}
        numbers = {name: number for name, number in told.items() if number}
        if not numbers.get("members"):
            return
        source = event.units[0] if split and event.units else ""
        self.made.append(Move(
            event.id, event.day, source, unit, "C27" if source else "",
            "C15" if source else "C12", numbers, self._state(unit), baseline=baseline,
        ))  # fmt: skip

    def _held(self, unit: str, equation: str) -> int:
        """Return the members a union has after what was typed and moved so far."""
        stock = self.opened[unit][equation].value if unit in self.opened else None
        if unit in self.new:
            stock = 0
        elif stock is None:
            return 0
        return (stock or 0) + self._flows(unit, equation) + net_moved(self.made, unit, equation)

    def _flows(self, unit: str, name: str) -> int:
        equation = self.packs.equations.get(name)
        if equation is None:
            return 0
        came = sum(self._number(unit, code) or 0 for code in equation.increases)
        return came - sum(self._number(unit, code) or 0 for code in equation.decreases)

    def _closing_less_flows(self, unit: str, name: str) -> int | None:
        stocks = self.packs.equations[name].stocks if name in self.packs.equations else ()
        known = [n for code in stocks if (n := self._number(unit, code)) is not None]
        return max(sum(known) - self._flows(unit, name), 0) if known else None

    def _covered(self, unit: str, number: int) -> bool:
        """Tell whether a union's own figures already hold the members that come to it."""
        closing = self._number(unit, "A03")
        if (self._number(unit, "C15") or 0) >= number > 0:
            return True
        if closing is None or (self._number(unit, "C13") or 0) < number:
            return False
        return self._held(unit, "members") == closing

    def _baseline(self, unit: str, name: str) -> int | None:
        equation = self.packs.equations.get(name)
        if equation is None:
            return None
        held = self.opened.get(unit, {}).get(name)
        typed = self._number(unit, equation.baseline)
        return typed if typed is not None else (held.baseline if held else None)

    def _number(self, unit: str, code: str) -> int | None:
        for view in self._forms(unit).values():
            number = number_of(view.values.get(code))
            if number is not None:
                return number
        return None

    def _forms(self, unit: str) -> Mapping[str, View]:
        return self.views.get(unit, {})

    def _state(self, unit: str) -> PartState:
        opening = self.opened.get(unit, {}).get("members")
        if opening is not None and opening.locked is not None:
            return "accepted" if opening.accepted else "submitted"
        view = self._forms(unit).get("F3") or self._forms(unit).get("F1")
        return view.state if view is not None else "live"


def eve(day: date) -> date:
    """Return the day before."""
    return day - timedelta(1)
