"""Members by ownership type: every type has a movement equation of its own (figures.md, 5.2).

A unit's figures stand under its type on the period's last day; a union that changed its type
within the period is a pair: out of the old type, into the new, nothing in all. Units that hold
a lump have their own figures by type ("C11;LH=FDI"): each type opens with what it closed with
before, and what its movements do not explain is its difference. A union that tells its types for
the first time opened with all of its own type, and the others are told apart by such a pair; a
lump that changed its type takes what it had of the old one along.
"""

from collections.abc import Collection, Iterable, Mapping

from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.moves import CARRIED_FORM
from desktop.models.figures.sums.ownership_line import UNKNOWN, OwnershipLine
from desktop.models.figures.sums.parts import Part, months_in
from desktop.models.figures.sums.register_counts import entered_within, reporting, window_openings
from desktop.models.figures.sums.rollup import Rollup, roll_up
from desktop.models.figures.sums.total import worst_of
from desktop.models.figures.sums.type_entries import OPENING, TURNED, Source, TypeEntry
from desktop.models.figures.told import told_before
from desktop.models.figures.views import PartState, form_views, period_views
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on

_PART, _MOVEMENTS = "LH=", "F3"


def by_ownership(
    reader: Reader, period: str, unit: str = "", *, women: bool = False
) -> dict[str, OwnershipLine]:
    """Return ownership type → movement of members (or of women) of a unit's tree."""
    rolled = roll_up(reader, period, unit)
    equation = reader.packs.equations["members_women" if women else "members"]
    return lines_of(reader, rolled, equation)[0]


def lines_of(
    reader: Reader, rolled: Rollup, equation: Equation
) -> tuple[dict[str, OwnershipLine], list[TypeEntry]]:
    """Return ownership type → movement in a roll-up, and the entries its numbers add up from."""
    made = _Lines(reader, rolled, equation)
    return made.made(), made.entries


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
        self.entries: list[TypeEntry] = []

    def made(self) -> dict[str, OwnershipLine]:
        """Return type → line, types in the order they were met."""
        for code, parts in self.rolled.parts.items():
            name, part = split_code(code)
            for one in parts:
                # What events moved is told for no type: it is of the unit's own.
                if bool(part) == (one.unit in self.lumps) or (one.event and not part):
                    kind = part.removeprefix(_PART) if part else self._type(one.unit)
                    self._add(name, kind, one.unit, one.value, Source("told", one, code))
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

    def _add(self, name: str, kind: str, unit: str, number: int, *sources: Source) -> None:
        line = self._line(kind)
        self.entries.append(TypeEntry(kind, name, unit, number, sources))
        if name in self.equation.increases:
            line.came[name] = line.came.get(name, 0) + number
        elif name in self.equation.decreases:
            line.left[name] = line.left.get(name, 0) + number
        elif name in self.equation.stocks:
            line.closing += number

    def _add_opening(self, kind: str, unit: str, number: int, *sources: Source) -> None:
        self._line(kind).opening += number
        self.entries.append(TypeEntry(kind, OPENING, unit, number, sources))

    def _turn(self, unit: str, old: str, new: str, number: int, *sources: Source) -> None:
        self._line(old).turned_from += number
        self._line(new).turned_to += number
        for kind, other, signed in ((old, new, -number), (new, old, number)):
            self.entries.append(TypeEntry(kind, TURNED, unit, signed, sources, other))

    def _open(self, unit: str) -> None:
        """Add a unit's opening, its coming or going with all it had, its change of type."""
        if unit in self.lumps and not self._opens_by_types(unit):
            return  # nobody told its types before: `_explain_lump` opens them
        for old, (number, sources) in self._shares(unit).items():
            self._open_share(unit, old, number, sources)

    def _open_share(self, unit: str, old: str, number: int, sources: Iterable[Source]) -> None:
        ending, new = self._ending, self._type(unit)
        if unit in self.was or unit in self.entered:
            self._add_opening(old, unit, number, *sources)
            if unit not in self.now and unit not in self.left:
                self._add("C27" + ending, old, unit, number, Source("whole"))
                return
        elif unit in self.rolled.before.units:
            self._add("C15" + ending, old, unit, number, Source("whole"))
        else:
            return
        turns = old == self._type_then(unit) if unit in self.lumps else True
        if old != new and turns:
            self._turn(unit, old, new, number, Source("turned"))

    def _shares(self, unit: str) -> dict[str, tuple[int, tuple[Source, ...]]]:
        """Return type → members a unit opens with, and whence; what its types do not hold is of
        its own.
        """
        told = self.before.get(unit, {})
        held = {kind: (sum(p.value for _code, p in parts),
                       tuple(Source("told", p, code) for code, p in parts))
                for kind, parts in told.items()}  # fmt: skip
        typed = sum(number for number, _sources in held.values())
        whole = self.opening.get(unit, 0) or typed
        own = self._type_then(unit)
        if whole != typed:
            number, sources = held.get(own, (0, ()))
            rest = Source("rest" if held else "opened")
            held[own] = number + whole - typed, (*sources, rest)
        return {kind: share for kind, share in held.items() if share[0]}

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
                for code in ("C27", "C15"):
                    code += self._ending
                    self._add(code, kind, move.source, -number, Source("inside"))

    def _lumps(self) -> dict[str, set[str]]:
        """Return unit → the types it gave figures for."""
        found: dict[str, set[str]] = {}
        for code, parts in self.rolled.parts.items():
            name, part = split_code(code)
            if part.startswith(_PART) and name in self.equation.stocks:
                for one in parts:
                    found.setdefault(one.unit, set()).add(part.removeprefix(_PART))
        return found

    def _lumps_before(
        self, reader: Reader, units: Collection[str]
    ) -> dict[str, dict[str, list[tuple[str, Part]]]]:
        """Return unit → type → what the units that told types closed with before the window."""
        found: dict[str, dict[str, list[tuple[str, Part]]]] = {}
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
                        kind = part.removeprefix(_PART)
                        kind = self._type_then(unit) if kind == self._own(unit, period) else kind
                        told = code, Part(unit, number, view.state, period.id, view.op)
                        found.setdefault(unit, {}).setdefault(kind, []).append(told)
        return found

    def _explain_lump(self, unit: str, types: Iterable[str]) -> None:
        """Note what the movements of a lump's types do not explain.

        Where nothing was told before, they open with what the first month told makes of them;
        where the whole was told, its types are told apart now.
        """
        known = self._opens_by_types(unit)
        told = {} if known else self._first_types(unit)
        opened = self._turned(unit) if known else {k: self._made(one) for k, one in told.items()}
        off: dict[str, int] = {}
        for kind in {**dict.fromkeys(types), **opened}:
            mine = self._of_lump(unit, kind)
            needed = self._made(mine)
            opening = opened.get(kind, 0) if known or opened else needed
            if not known:
                sources = self._making(told.get(kind, ()) if opened else mine)
                self._add_opening(kind, unit, opening, *sources)
            if needed != opening:
                off[kind] = needed - opening
        told_apart = known and unit not in self.before and not sum(off.values())
        was = self._type_then(unit)
        if told_apart and (was == self._type(unit) or was not in types):
            self._tell_apart(unit, off)
            return
        whole = {unit} if off and self._moved_as_a_whole(unit) else set()
        for kind, number in off.items():
            self._line(kind).off[unit] = number
            self._line(kind).whole |= whole

    def _tell_apart(self, unit: str, off: Mapping[str, int]) -> None:
        """Turn members of a lump from its own type to the others it tells for the first time."""
        told = [
            (code, part) for kind in self.lumps[unit] for code, part in self._of_lump(unit, kind)
            if split_code(code)[0] in self.equation.stocks
        ]  # fmt: skip
        for kind, number in off.items():
            line = self._line(kind)
            line.turned_to += max(number, 0)
            line.turned_from += max(-number, 0)
            # A type that is told no more was told apart by the others.
            code, part = next((one for one in told if one[0].endswith(_PART + kind)), told[0])
            source = Source("apart", part, code)
            self.entries.append(TypeEntry(kind, TURNED, unit, number, (source,)))

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
        held = {kind: number for kind, (number, _sources) in self._shares(unit).items()}
        old, new = self._type_then(unit), self._type(unit)
        if old != new and old in held:
            held[new] = held.get(new, 0) + held.pop(old)
        return held

    def _first_types(self, unit: str) -> dict[str, list[tuple[str, Part]]]:
        """Return type → the figures of a lump in the first month that tells of its types."""
        packs = self.reader.packs
        for month in months_in(packs, self.rolled.period):
            told: dict[str, list[tuple[str, Part]]] = {}
            views = period_views(self.reader, month.id).get(unit, {})
            for form, view in views.items():
                for code, raw in view.values.items():
                    name, part = split_code(code)
                    number = number_of(raw)
                    at_home = name in packs.indicators and packs.indicators[name].home == form
                    if at_home and part.startswith(_PART) and number is not None:
                        one = Part(unit, number, view.state, month.id, view.op)
                        told.setdefault(part.removeprefix(_PART), []).append((code, one))
            if any(split_code(code)[0] in self.equation.stocks
                   for held in told.values() for code, _part in held):  # fmt: skip
                return told
        return {}

    def _sign(self, code: str) -> int:
        """Return how a figure makes up what must have been there before: 0 where it does not."""
        name, equation = split_code(code)[0], self.equation
        if name in equation.increases:
            return -1
        return 1 if name in (*equation.stocks, *equation.decreases) else 0

    def _made(self, told: Iterable[tuple[str, Part]]) -> int:
        """Return what must have been there before, by a closing and its movements."""
        return sum(self._sign(code) * part.value for code, part in told)

    def _making(self, told: Iterable[tuple[str, Part]]) -> Iterable[Source]:
        return (Source("told", part, code, sign) for code, part in told
                if (sign := self._sign(code)) and part.value)  # fmt: skip

    def _of_lump(self, unit: str, kind: str) -> list[tuple[str, Part]]:
        return [
            (code, one) for code, parts in self.rolled.parts.items()
            if split_code(code)[1] == _PART + kind for one in parts if one.unit == unit
        ]  # fmt: skip
