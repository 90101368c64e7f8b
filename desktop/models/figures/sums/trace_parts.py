"""Who stands behind the parts of a total: revision, person, bundle, event, register, activity."""

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal

import msgspec

from desktop.i18n import _
from desktop.models.activities.activities import Activity, activity_or_none
from desktop.models.figures.cells import TREE_CAUSED, number_of, split_code
from desktop.models.figures.standing import is_unverified
from desktop.models.figures.sums.parts import Part
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.sums.trace_events import Causes, event_words
from desktop.models.figures.sums.waiting import Waiting
from desktop.models.figures.taken import given_to, shares_of
from desktop.models.figures.views import PartState, values_of
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import cell_key, split_cell_key, split_return_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number, vi_signed
from desktop.models.units.persons import person_names, told_person
from desktop.models.units.scope import Scope
from desktop.models.units.topmost import is_topmost
from desktop.models.units.unit_events import UnitEvent, all_events
from desktop.models.units.units import Unit

Kind = Literal["revision", "typed", "event", "register", "inside", "target", "nothing"]
Side = Literal["", "numerator", "denominator", "plan", "numerator_before", "denominator_before"]
"""Of a ratio, of the share of a target that is reached, of a ratio compared with last year's."""
_CALENDAR = frozenset({"month", "quarter", "half", "nine_months", "year"})


class TracedActivity(msgspec.Struct, frozen=True):
    """An activity that a cell was taken from.

    `now` is what it gives where that is something else than it `gave`; `gone` was deleted.
    """

    id: str
    title: str
    start: str
    gave: int | None = None
    now: int | None = None
    gone: bool = False


class Waits(msgspec.Struct, frozen=True):
    """What a locked correction that waits for a word says of a figure, None where it has none.

    `ours` tells that this office may say the word, else a level above.
    """

    rev: int
    value: int | None
    ours: bool


class TracePart(msgspec.Struct, frozen=True):
    """What one unit adds to a total, and who vouches for it.

    `kind`: a locked revision, typed cells not locked yet, an event of the register, the
    register itself, what moved inside and is taken out again, a target that something is
    measured by, or that nothing of it was told (0). `note` names the event, also of what the
    register counts. `unit` is a code; `at` and
    `typed_at` are ISO 8601, "" where unknown; `person` wrote or locked it, `typed_person` typed
    what was locked: by name in their own office, by an opaque id elsewhere; `bundle` came with
    it, None for this office's own; `sender` is who sent that bundle; `step` what the typing or
    import was called, with the file's name where there was one; `free` what an ad-hoc period is
    called; `origin` the unit whose office wrote it; `verified` is False
    for what was entered from a bundle nobody signed; `waits` a correction that does not count yet.
    """

    unit: str
    name: str
    indicator: str
    value: int | Decimal
    kind: Kind
    state: PartState
    period: str
    side: Side = ""
    free: str = ""
    form: str = ""
    rev: int = 0
    op: str | None = None
    bundle: str | None = None
    sender: str = ""
    role: str = ""
    who: str = ""
    person: str = ""
    at: str = ""
    typed_at: str = ""
    typed_by: str = ""
    typed_person: str = ""
    step: str = ""
    origin: str = ""
    activities: tuple[TracedActivity, ...] = ()
    note: str = ""
    verified: bool = True
    waits: Waits | None = None


def waits_of(one: Waiting, code: str, sign: int) -> Waits:
    """Return what a correction that waits says of a figure it changes."""
    value = one.changes[code].corrected
    return Waits(one.rev, None if value is None else value * sign, one.ours)


def components(packs: Packs, code: str) -> Iterator[tuple[Side, int, str]]:
    """Yield (side of a ratio, sign, code) of the typed or counted figures behind a code."""
    indicator = packs.indicators[split_code(code)[0]]
    if indicator.type == "R":
        sides: tuple[tuple[Side, tuple[str, ...]], ...] = (
            ("numerator", indicator.numerator), ("denominator", indicator.denominator)
        )  # fmt: skip
        for side, codes in sides:
            for one in codes:
                yield from ((side, sign, leaf) for _side, sign, leaf in components(packs, one))
    elif indicator.sum_of:
        yield from (("", 1, one) for one in indicator.sum_of)
        yield from (("", -1, one) for one in indicator.minus)
    else:
        yield "", 1, code


class Teller:
    """Reads who stands behind the parts of one roll-up."""

    def __init__(self, reader: Reader, rolled: Rollup) -> None:
        self.reader, self.rolled = reader, rolled
        self.scope = Scope.of(reader)
        self.inside = rolled.inside(reader.packs)
        self._own = reader.own_unit if is_topmost(reader, self.scope) else ""
        self._enrolled: dict[str, dict[str, Any]] | None = None
        self._ops: dict[str, dict[str, Any]] = {}
        self._writer = ""
        self._names = person_names(reader)
        self._cells: dict[str, dict[str, tuple[str, str]]] = {}
        self._clocks: dict[str, str] = {}
        self._senders: dict[str, str] = {}
        self._called: dict[str, str] = {}
        self._events = {event.id: event for event in all_events(reader)}
        self._causes = Causes(self._events.values(), rolled)

    def parts(self, code: str, sign: int, side: Side) -> Iterator[TracePart]:
        """Yield the parts of one plain code; what the register counts nobody's typing adds to."""
        movement = self.rolled.movement
        counted = movement is not None and code in movement.counts and code not in TREE_CAUSED
        if not counted:
            parts = self.rolled.parts.get(code, ())
            for part in parts:
                yield self.part(part, code, sign, side)
            yield from self.awaited({(part.unit, part.period) for part in parts}, code, side)
        if movement is not None:
            units = movement.units.get(code, ())
            for unit, number in zip(units, movement.numbers.get(code, ()), strict=True):
                yield self.register(unit, code, number * sign, side)
        if self.inside.get(code):
            yield self.inside_part(code, sign, side)

    def awaited(
        self, told: Container[tuple[str, str]], code: str, side: Side
    ) -> Iterator[TracePart]:
        """Yield, as 0, what waits of units of which nothing counts."""
        for one in self.rolled.waiting_for(self.reader.packs, [code]):
            if code not in one.changes or (one.unit, one.period) in told:
                continue
            if one.changes[code].counted is not None:
                continue  # a stock of before counts, and says so
            yield TracePart(
                one.code, one.name, code, 0, "nothing", "accepted", one.period, side,
                waits=waits_of(one, code, 1),
            )  # fmt: skip

    def inside_part(self, code: str, sign: int, side: Side) -> TracePart:
        """Tell what moved between two units counted here and is taken out again."""
        top = self.rolled.top
        return TracePart(
            top.code, top.name, code, -self.inside[code] * sign, "inside", "accepted",
            self.rolled.period.id, side, note=_("chuyển giữa các đơn vị trong phạm vi"),
        )  # fmt: skip

    def nothing(self, code: str) -> TracePart:
        """Tell that nobody gave any figure of it, so that it counts 0."""
        top, period = self.rolled.top, self.rolled.period.id
        return TracePart(top.code, top.name, code, 0, "nothing", "accepted", period)

    def part(self, part: Part, code: str, sign: int, side: Side) -> TracePart:
        """Tell of what one unit reported, or an event moved."""
        told = self.named(part.unit)
        plain = TracePart(
            told[0], told[1], code, part.value * sign, "typed", part.state, part.period, side,
            self._free(part.period), note=self._since(part, code),
            waits=None if part.event else self._waits_of(part, code, sign),
        )  # fmt: skip
        if part.event:
            return msgspec.structs.replace(plain, kind="event", **self._event(part.op))
        if not part.op:
            typed = self._typed(part.unit, part.period, code)
            written = {"op": typed.pop("op", None), "at": typed.get("typed_at", ""),
                       "role": typed.get("typed_by", "")}  # fmt: skip
            return msgspec.structs.replace(plain, **typed, **written)
        if part.unit == self._own and part.state == "accepted":  # nobody accepts the topmost's own
            plain = msgspec.structs.replace(plain, state="submitted")
        typed = self._locked(part, code)
        typed.pop("op", None)
        return msgspec.structs.replace(plain, kind="revision", **{**typed, **self.told_by(part.op)})

    def _waits_of(self, part: Part, code: str, sign: int) -> Waits | None:
        for one in self.rolled.waiting:
            same = one.period == part.period or part.state == "carried"
            if one.unit == part.unit and same and code in one.changes:
                return waits_of(one, code, sign)
        return None

    def _since(self, part: Part, code: str) -> str:
        """Say of a stock carried from an older month what it was then, if it is no more that."""
        if part.state != "carried" or part.event:
            return ""
        if part.op:
            raw = (values_of(self.reader, part.op) or {}).get(code)
        else:
            held = self._cells_of(cell_key(part.unit, part.period)).get(code)
            raw = load(held[1]) if held is not None else None
        then = number_of(raw)
        if then is None or then == part.value:
            return ""
        told = _("lúc đó {a}, sau đó {d} theo biến động đã ghi")
        return told.format(a=vi_number(then), d=vi_signed(part.value - then))

    def units_of(self, codes: Sequence[str]) -> list[Unit]:
        """Return the units of these codes, now or on the eve of the period."""
        found = (self.rolled.tree.find(c) or self.rolled.before.find(c) for c in codes)
        return [unit for unit in found if unit is not None]

    def named(self, unit: str) -> tuple[str, str]:
        """Return a unit's code and name as of the roll-up."""
        known = self.rolled.tree.units.get(unit) or self.rolled.before.units.get(unit)
        if known is not None:
            return known.code, known.name
        return str(self.scope.attribute(unit, "code") or unit), self.scope.label(unit)

    def _free(self, period: str) -> str:
        """Return what an ad-hoc period is called, "" for one of the calendar."""
        if period not in self._called:
            found = parse_period(period, self.reader.packs.schemes)
            scheme = self.reader.packs.scheme(found.scheme, found.data_from)
            self._called[period] = "" if scheme.kind in _CALENDAR else found.title
        return self._called[period]

    def told_by(self, op: str) -> dict[str, Any]:
        """Return what the journal tells of an operation; many cells share one."""
        if op not in self._ops:
            self._ops[op] = self._read_op(op)
        return self._ops[op]

    def _read_op(self, op: str) -> dict[str, Any]:
        line = "SELECT raw, bundle, key, field, kind, store FROM op WHERE "
        # Parts that stand together were mostly written in one office: looked for there first.
        rows = self.reader.rows(line + "store = ? AND id = ?", (self._writer, op))
        rows = rows or self.reader.rows(line + "id = ?", (op,))
        if not rows:
            return {"op": op}
        raw, bundle, key, field, kind, self._writer = rows[0]
        body = load(raw)
        self._clocks[op] = str(body["hlc"])
        found = {"op": op, "bundle": bundle, "role": body.get("role", ""), "at": body["wall"],
                 "who": body.get("who", ""), "origin": self._origin(body["store"]),
                 "person": self._person(body),
                 "sender": self._sender(bundle)}  # fmt: skip
        if kind == "submit":
            found |= {"form": split_return_key(key)[1], "rev": int(field)}
            found |= {"verified": not is_unverified(body["v"])}
        return found

    def _typed(self, unit: str, period: str, code: str) -> dict[str, Any]:
        """Return who typed the cell behind a figure, where this office knows it."""
        key = cell_key(unit, period)
        held = self._cells_of(key).get(code)
        return {} if held is None else self._told_of_cell(held[0], load(held[1]), key, code)

    def _locked(self, part: Part, code: str) -> dict[str, Any]:
        """Return who typed the cell behind a locked figure: as it stood when it was locked.

        What was typed since explains another number. Where the writing that was locked is not
        in these books, nobody's is told.
        """
        key = cell_key(part.unit, part.period)
        held = self._cells_of(key).get(code)
        moment = self._clock(part.op)
        if held is None or not moment:
            return {}
        now = self._clock(held[0])
        if now and now <= moment:
            return self._told_of_cell(held[0], load(held[1]), key, code)
        written = [
            body for (raw,) in self.reader.rows(
                "SELECT raw FROM op WHERE kind = 'cell' AND key = ? AND field = ?", (key, code)
            )
            if (body := load(raw))["hlc"] <= moment
        ]  # fmt: skip
        if not written:
            return {}
        last = max(written, key=lambda body: (body["hlc"], body["store"], body["id"]))
        if number_of(last["v"]) != part.value:
            return {}
        return self._told_of_cell(last["id"], last["v"], key, code)

    def _clock(self, op: str) -> str:
        """Return the clock of an operation, "" where it is not in these books."""
        self.told_by(op)
        return self._clocks.get(op, "")

    def _told_of_cell(self, op: str, value: Any, key: str, code: str) -> dict[str, Any]:
        told = self.told_by(op)
        if "at" not in told:
            return {}
        return {"op": op, "typed_at": told["at"], "typed_by": told["role"], "who": told["who"],
                "person": told["person"], "typed_person": told["person"],
                "step": self._step(op), "bundle": told["bundle"], "sender": told["sender"],
                "origin": told["origin"],
                "activities": tuple(self._activities(value, key, code))}  # fmt: skip

    def _cells_of(self, key: str) -> dict[str, tuple[str, str]]:
        """Return code → (operation, value) of a unit's cells, read once for all of them.

        Each table is asked on its own: joined, a restated office would be gone through whole.
        """
        if key not in self._cells:
            self._cells[key] = {
                code: (op, value)
                for code, op, value in self.reader.rows(
                    "SELECT field, op, value FROM leaf WHERE kind = 'cell' AND key = ?"
                    " AND winner = 1", (key,),
                )
            }  # fmt: skip
        return self._cells[key]

    def _step(self, op: str) -> str:
        """Return what the step of an operation was called, "" where this office did not do it."""
        rows = self.reader.rows(
            "SELECT label FROM step WHERE id = (SELECT step FROM op WHERE id = ?)", (op,)
        )
        return str(rows[0][0]) if rows else ""

    def _activities(self, value: Any, key: str, code: str) -> Iterator[TracedActivity]:
        """Return the activities a cell was taken from, as they stand now."""
        ids = value.get("activities", ()) if isinstance(value, dict) else ()
        shares, (unit, period) = dict(shares_of(value)), split_cell_key(key)
        for one in map(str, ids):
            known = activity_or_none(self.reader, one)
            if known is None:  # of another office
                yield TracedActivity(one, "", "")
                continue
            now = None if known.deleted else self._given(known, unit, period, code)
            gave = shares.get(one)
            yield TracedActivity(
                one, known.title, known.start.isoformat(), gave,
                now if now != gave else None, known.deleted,
            )  # fmt: skip

    def _given(self, activity: Activity, unit: str, period: str, code: str) -> int:
        found = self.rolled.tree.units.get(unit) or self.rolled.before.units.get(unit)
        if found is None:
            return 0
        when = parse_period(period, self.reader.packs.schemes)
        gives = given_to(self.reader.packs, activity, found, when)
        return gives.get(code, 0)

    def _event(self, event: str) -> dict[str, Any]:
        happened = self._events.get(event)
        if happened is None:
            return {"op": None, "note": _("đơn vị kết thúc hoạt động")}
        return self.told_event(happened)

    def told_event(self, event: UnitEvent) -> dict[str, Any]:
        """Return what the journal tells of an event, and in words what happened."""
        rows = self.reader.rows(
            "SELECT op FROM leaf WHERE kind = 'event' AND key = ? AND field = 'kind'"
            " AND winner = 1", (event.id,),
        )  # fmt: skip
        return (self.told_by(rows[0][0]) if rows else {"op": None}) | {"note": event_words(event)}

    def register(self, unit: str, code: str, number: int, side: Side) -> TracePart:
        """Tell of a unit that the register counts: by the event that made it count, else by the
        last writing of its life or place."""
        found, name = self.named(unit)
        plain = TracePart(
            found, name, code, number, "register", "accepted", self.rolled.period.id, side
        )
        event = self._causes.of(unit, code)
        if event is not None:
            return msgspec.structs.replace(plain, **self.told_event(event))
        last = self.rolled.period.data_to.isoformat()
        rows = self.reader.rows(
            "SELECT op FROM leaf WHERE kind = 'unit' AND key = ? AND winner = 1 AND"
            " (field LIKE 'alive@%' OR field LIKE 'parent@%') AND"
            " substr(field, instr(field, '@') + 1) <= ?"
            " ORDER BY substr(field, instr(field, '@') + 1) DESC, field LIMIT 1",
            (unit, last),
        )
        told = self.told_by(rows[0][0]) if rows else {"op": None}
        return msgspec.structs.replace(plain, **told)

    def written(self, unit: str, attribute: str) -> dict[str, Any]:
        """Return what the journal tells of the last writing of a unit's attribute."""
        rows = self.reader.rows(
            "SELECT op FROM leaf WHERE kind = 'unit' AND key = ? AND winner = 1 AND field LIKE ?"
            " AND substr(field, instr(field, '@') + 1) <= ? ORDER BY field DESC LIMIT 1",
            (unit, f"{attribute}@%", self.rolled.period.data_to.isoformat()),
        )
        return self.told_by(rows[0][0]) if rows else {"op": None}

    def _person(self, body: dict[str, Any]) -> str:
        here = body["store"] == self.reader.store_id
        return told_person(self._names, body.get("who"), here=here)

    def _sender(self, bundle: str | None) -> str:
        if not bundle:
            return ""
        if bundle not in self._senders:
            record = self.reader.get("bundle", bundle, "taken")
            unit = record.get("unit", "") if isinstance(record, dict) else ""
            self._senders[bundle] = self.scope.label(self.reader.unit(str(unit))) if unit else ""
        return self._senders[bundle]

    def _origin(self, store: str) -> str:
        """Return the unit whose office wrote; "" this one."""
        if store == self.reader.store_id:
            return ""
        if self._enrolled is None:
            self._enrolled = self.reader.records("enrol")
        unit = str(self._enrolled.get(store, {}).get("unit", ""))
        return self.scope.label(self.reader.unit(unit)) if unit else _("sổ khác")
