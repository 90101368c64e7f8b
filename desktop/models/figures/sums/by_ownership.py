"""Members by ownership type: every type has a movement equation of its own (figures.md, 5.2).

A unit's figures stand under its type on the period's last day; a union that changed its type
within the period is a pair: out of the old type, into the new, nothing in all. Units that hold
a lump have their own figures by type ("C11;LH=FDI"): each type opens with what it closed with
before, and what its movements do not explain is its difference. A union that tells its types for
the first time opened with all of its own type, and the others are told apart by such a pair; a
lump that changed its type takes what it had of the old one along.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from desktop.i18n import _
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.moves import CARRIED_FORM
from desktop.models.figures.sums.parts import months_in
from desktop.models.figures.sums.register_counts import entered_within, reporting, window_openings
from desktop.models.figures.sums.rollup import Rollup, roll_up
from desktop.models.figures.sums.total import worst_of
from desktop.models.figures.told import told_before
from desktop.models.figures.views import PartState, form_views, period_views
from desktop.models.packs.ownership_kinds import BANDS
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import with_counts
from desktop.models.units.units import tree_on

UNKNOWN = ""
"""The type of units of which nobody said one."""
WHOLE_ALONE = _(
    "Có lệch ở {units}: số cuối kỳ đã ghi theo từng loại hình, còn tăng, giảm chỉ ghi chung. Ghi"
    " tăng, giảm cho từng loại hình thì hết lệch."
)
_PART, _MOVEMENTS = "LH=", "F3"


class OwnershipLine(msgspec.Struct):
    """One type's movement: opening + came − left + turned_to − turned_from = closing.

    `came` and `left` hold indicator → number; `turned_to` and `turned_from` are members of
    unions that changed their type (C13 and C21 with the flag "đổi loại hình"). `off` names by
    unit what the movements of a lump, told by type, do not explain; `whole` are those of them
    whose movements are told of the whole alone. `units` are the base unions
    it is of, `sent` those that locked both their stocks and their movements, `moved` those that
    told any movements; `state` is how firm the least firm of it is; `until` the month up to which
    a longer period is told, "" to its end.
    """

    opening: int = 0
    came: dict[str, int] = msgspec.field(default_factory=dict)
    left: dict[str, int] = msgspec.field(default_factory=dict)
    turned_to: int = 0
    turned_from: int = 0
    closing: int = 0
    off: dict[str, int] = msgspec.field(default_factory=dict)
    whole: set[str] = msgspec.field(default_factory=set)
    units: set[str] = msgspec.field(default_factory=set)
    sent: set[str] = msgspec.field(default_factory=set)
    moved: set[str] = msgspec.field(default_factory=set)
    state: PartState = "accepted"
    until: str = ""

    @property
    def is_firm(self) -> bool:
        """Tell whether nothing of it is waited for or reckoned: else it is "tạm tính"."""
        return self.sent >= self.units and self.state in ("accepted", "submitted")

    @property
    def coverage(self) -> str:
        """Say who reported, of those it is of: "35/36 CĐCS"."""
        return with_counts(_("{n}/{of} CĐCS"), n=len(self.sent), of=len(self.units))

    @property
    def reported_words(self) -> str:
        """Say who reported, and of a longer period up to which month."""
        said = _("{who} đã báo cáo").format(who=self.coverage)
        return (
            _("{said} đủ đến {month}").format(said=said, month=self.until) if self.until else said
        )

    def flow(self, held: Mapping[str, int], turned: int = 0) -> int | None:
        """Return a sum of movements; None where nobody told any, and it is not known to be 0."""
        known = bool(held) or bool(turned) or self.moved >= self.units
        return sum(held.values()) + turned if known else None

    @property
    def expected(self) -> int:
        """The closing stock by movement."""
        came, left = sum(self.came.values()), sum(self.left.values())
        return self.opening + came - left + self.turned_to - self.turned_from


def by_ownership(
    reader: Reader, period: str, unit: str = "", *, women: bool = False
) -> dict[str, OwnershipLine]:
    """Return ownership type → movement of members (or of women) of a unit's tree."""
    rolled = roll_up(reader, period, unit)
    equation = reader.packs.equations["members_women" if women else "members"]
    return _Lines(reader, rolled, equation).made()


def by_band(packs: Packs, lines: Mapping[str, OwnershipLine]) -> dict[str, OwnershipLine]:
    """Return band → sum of the lines of its types, of the bands any type here belongs to."""
    found = {}
    for band in BANDS:
        mine = [line for one, line in lines.items()
                if one in packs.ownerships and packs.ownerships[one].band == band]  # fmt: skip
        if mine:
            found[band] = sum_of(mine)
    return found


def sum_of(lines: Iterable[OwnershipLine]) -> OwnershipLine:
    """Return several lines as one."""
    total = OwnershipLine()
    for line in lines:
        total.opening += line.opening
        total.closing += line.closing
        total.turned_to += line.turned_to
        total.turned_from += line.turned_from
        total.whole |= line.whole
        total.units |= line.units
        total.sent |= line.sent
        total.moved |= line.moved
        total.until = total.until or line.until
        total.state = worst_of([total.state, line.state])
        for into, held in (
            (total.came, line.came), (total.left, line.left), (total.off, line.off)
        ):  # fmt: skip
            for code, number in held.items():
                into[code] = into.get(code, 0) + number
    return total


def _sent(rolled: Rollup, form: str) -> Iterable[str]:
    """Return who locked a form; of a longer period each month of it that is told."""
    months = rolled.told(form)
    return months.reported if months is not None else rolled.reported.get(form, ())


class _Lines:
    """The lines of one roll-up and equation."""

    def __init__(self, reader: Reader, rolled: Rollup, equation: Equation) -> None:
        self.reader, self.rolled, self.equation = reader, rolled, equation
        before, tree, top = rolled.before, rolled.tree, rolled.top
        was = reporting(before, top.id) if top.id in before.units else []
        now = reporting(tree, top.id)
        self.was, self.now = {u.id: u for u in was}, {u.id: u for u in now}
        self.left = {u.id: u for u in rolled.leavers}
        everybody = {**self.was, **self.now, **self.left}
        opened = window_openings(reader, rolled.period, everybody.values())
        new = entered_within(reader, rolled.period, before, everybody.values())
        self.entered = {unit.id for unit in new}
        self.opening = {
            unit: held[equation.id].value or 0 for unit, held in opened.items()
            if equation.id in held
        }  # fmt: skip
        self.told_whole = {
            unit for unit, held in opened.items() if (one := held.get(equation.id)) is not None
            and (one.locked is not None or (one.live is not None and one.baseline is None))
        }  # fmt: skip
        self.lumps = self._lumps()
        self.before = self._lumps_before(reader, everybody)
        self.lines: dict[str, OwnershipLine] = {}

    def made(self) -> dict[str, OwnershipLine]:
        """Return type → line, types in the order they were met."""
        for code, parts in self.rolled.parts.items():
            name, part = split_code(code)
            for one in parts:
                # What events moved is told for no type: it is of the unit's own.
                if bool(part) == (one.unit in self.lumps) or (one.event and not part):
                    kind = part.removeprefix(_PART) if part else self._type(one.unit)
                    self._add(name, kind, one.value)
        for unit in {**self.was, **self.now, **self.left}:
            self._open(unit)
        self._cancel()
        for unit, types in self.lumps.items():
            self._explain_lump(unit, types)
        self._judge()
        return self.lines

    def _judge(self) -> None:
        """Say of each type how firm it is: who of its base unions reported."""
        rolled, forms = self.rolled, (CARRIED_FORM, _MOVEMENTS)
        sent = set[str].intersection(*(set(_sent(rolled, form)) for form in forms))
        until = max(filter(None, (rolled.told(form) for form in forms)), default=None,
                    key=lambda told: len(told.months) - told.until)  # fmt: skip
        moved = {
            unit for unit, state in rolled.states.get(_MOVEMENTS, {}).items() if state != "missing"
        }
        loose: dict[str, set[PartState]] = {}
        for code in self.equation.stocks:
            for part in rolled.parts.get(code, ()):
                loose.setdefault(part.unit, set()).add(part.state)
        for unit in rolled.base:
            states = [rolled.states.get(form, {}).get(unit.id, "missing") for form in forms]
            state = worst_of([*states, *loose.get(unit.id, ())])
            for kind in self.lumps.get(unit.id) or {unit.ownership}:
                if kind not in self.lines:
                    continue
                line = self.lines[kind]
                line.units.add(unit.id)
                line.sent |= {unit.id} & sent
                line.moved |= {unit.id} & moved
                line.until = until.last.title if until and not until.is_to_the_end else ""
                line.state = worst_of([line.state, state])

    def _line(self, kind: str) -> OwnershipLine:
        return self.lines.setdefault(kind, OwnershipLine())

    def _type(self, unit: str) -> str:
        known = self.now.get(unit) or self.left.get(unit) or self.was.get(unit)
        return known.ownership if known is not None else UNKNOWN

    def _add(self, name: str, kind: str, number: int) -> None:
        line = self._line(kind)
        if name in self.equation.increases:
            line.came[name] = line.came.get(name, 0) + number
        elif name in self.equation.decreases:
            line.left[name] = line.left.get(name, 0) + number
        elif name in self.equation.stocks:
            line.closing += number

    def _open(self, unit: str) -> None:
        """Add a unit's opening, its coming or going with all it had, its change of type."""
        if unit in self.lumps and not self._opens_by_types(unit):
            return  # nobody told its types before: `_explain_lump` opens them
        for old, number in self._shares(unit).items():
            self._open_share(unit, old, number)

    def _open_share(self, unit: str, old: str, number: int) -> None:
        ending, new = self._ending, self._type(unit)
        if unit in self.was or unit in self.entered:
            self._line(old).opening += number
            if unit not in self.now and unit not in self.left:
                self._add("C27" + ending, old, number)
                return
        elif unit in self.rolled.before.units:
            self._add("C15" + ending, old, number)
        else:
            return
        turns = old == self._type_then(unit) if unit in self.lumps else True
        if old != new and turns:
            self._line(old).turned_from += number
            self._line(new).turned_to += number

    def _shares(self, unit: str) -> dict[str, int]:
        """Return type → members a unit opens with; what its types do not hold is of its own."""
        held = dict(self.before.get(unit, {}))
        whole = self.opening.get(unit, 0) or sum(held.values())
        own = self._type_then(unit)
        held[own] = held.get(own, 0) + whole - sum(held.values())
        return {kind: number for kind, number in held.items() if number}

    def _type_then(self, unit: str) -> str:
        known = self.rolled.before.units.get(unit)
        return known.ownership if known is not None else self._type(unit)

    def _own(self, unit: str, period: Period) -> str:
        """Return a unit's own type on a period's last day."""
        known = tree_on(self.reader, period.data_to).units.get(unit)
        return known.ownership if known is not None else UNKNOWN

    @property
    def _ending(self) -> str:
        return "N" if self.equation.id.endswith("women") else ""

    def _cancel(self) -> None:
        """Take out what moved with whole unions between two of the same type."""
        for move in self.rolled.moves:
            number = move.numbers.get(self.equation.id, 0)
            inside = {move.source, move.target} <= self.rolled.counted and move.out == "C27"
            kind = self._type(move.source)
            if inside and number and kind == self._type(move.target):
                self._add("C27" + self._ending, kind, -number)
                self._add("C15" + self._ending, kind, -number)

    def _lumps(self) -> dict[str, set[str]]:
        """Return unit → the types it gave figures for."""
        found: dict[str, set[str]] = {}
        for code, parts in self.rolled.parts.items():
            name, part = split_code(code)
            if part.startswith(_PART) and name in self.equation.stocks:
                for one in parts:
                    found.setdefault(one.unit, set()).add(part.removeprefix(_PART))
        return found

    def _lumps_before(self, reader: Reader, units: Collection[str]) -> dict[str, dict[str, int]]:
        """Return unit → type → what the units that told types closed with before the window."""
        found: dict[str, dict[str, int]] = {}
        codes = self.equation.stocks
        form, waiting = reader.packs.indicators[codes[0]].home, set(units)
        for period in told_before(reader, months_in(reader.packs, self.rolled.period)[0]):
            if not waiting:
                break
            for unit, view in form_views(reader, period.id, waiting, form).items():
                if not any(split_code(code)[0] in codes for code in view.values):
                    continue  # begun, and nothing of it told
                waiting.discard(unit)
                for code, raw in view.values.items():
                    name, part = split_code(code)
                    number = number_of(raw)
                    if name in codes and part.startswith(_PART) and number is not None:
                        held = found.setdefault(unit, {})
                        kind = part.removeprefix(_PART)
                        kind = self._type_then(unit) if kind == self._own(unit, period) else kind
                        held[kind] = held.get(kind, 0) + number
        return found

    def _explain_lump(self, unit: str, types: Iterable[str]) -> None:
        """Note what the movements of a lump's types do not explain.

        Where nothing was told before, they open with what the first month told makes of them;
        where the whole was told, its types are told apart now.
        """
        known = self._opens_by_types(unit)
        opened = self._turned(unit) if known else self._first_types(unit)
        off: dict[str, int] = {}
        for kind in {**dict.fromkeys(types), **opened}:
            needed = self._opening_of(self._of_lump(unit, kind))
            opening = opened.get(kind, 0) if known or opened else needed
            if not known:
                self._line(kind).opening += opening
            if needed != opening:
                off[kind] = needed - opening
        told_apart = known and unit not in self.before and not sum(off.values())
        was = self._type_then(unit)
        if told_apart and (was == self._type(unit) or was not in types):
            for kind, number in off.items():
                self._line(kind).turned_to += max(number, 0)
                self._line(kind).turned_from += max(-number, 0)
            return
        whole = {unit} if off and self._moved_as_a_whole(unit) else set()
        for kind, number in off.items():
            self._line(kind).off[unit] = number
            self._line(kind).whole |= whole

    def _moved_as_a_whole(self, unit: str) -> bool:
        """Tell whether somebody told movements of a lump, and none of them by type."""
        flows = {*self.equation.increases, *self.equation.decreases}
        told = {
            split_code(code)[1] for code, parts in self.rolled.parts.items()
            if split_code(code)[0] in flows
            for one in parts if one.unit == unit and one.value and not one.event
        }  # fmt: skip
        return told == {""}

    def _opens_by_types(self, unit: str) -> bool:
        """Tell of a lump whether its opening stands under types: it told some, or the whole."""
        return unit in self.before or unit in self.told_whole

    def _turned(self, unit: str) -> dict[str, int]:
        """Return what a lump opens with by type, after the change of its own type, if any."""
        held, old, new = self._shares(unit), self._type_then(unit), self._type(unit)
        if old != new and old in held:
            held[new] = held.get(new, 0) + held.pop(old)
        return held

    def _first_types(self, unit: str) -> dict[str, int]:
        """Return what the types of a lump opened with by the first month that tells of them."""
        packs = self.reader.packs
        for month in months_in(packs, self.rolled.period):
            told: dict[str, dict[str, int]] = {}
            views = period_views(self.reader, month.id).get(unit, {})
            for form, view in views.items():
                for code, raw in view.values.items():
                    name, part = split_code(code)
                    number = number_of(raw)
                    at_home = name in packs.indicators and packs.indicators[name].home == form
                    if at_home and part.startswith(_PART) and number is not None:
                        told.setdefault(part.removeprefix(_PART), {})[name] = number
            if any(name in held for held in told.values() for name in self.equation.stocks):
                return {kind: self._opening_of(held) for kind, held in told.items()}
        return {}

    def _opening_of(self, held: Mapping[str, int]) -> int:
        """Return what must have been there before, by a closing and its movements."""
        came = sum(held.get(code, 0) for code in self.equation.increases)
        left = sum(held.get(code, 0) for code in self.equation.decreases)
        return sum(held.get(code, 0) for code in self.equation.stocks) - came + left

    def _of_lump(self, unit: str, kind: str) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for code, parts in self.rolled.parts.items():
            name, part = split_code(code)
            if part == _PART + kind:
                for one in parts:
                    if one.unit == unit:
                        found[name] = found.get(name, 0) + one.value
        return found
