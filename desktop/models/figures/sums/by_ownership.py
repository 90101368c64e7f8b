"""Members by ownership type: every type has a movement equation of its own (figures.md, 5.2).

A unit's figures stand under its type on the period's last day; a union that changed its type
within the period is a pair: out of the old type, into the new, nothing in all. Units that hold
a lump have their own figures by type ("C11;LH=FDI").
"""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.models.figures.cells import split_code
from desktop.models.figures.sums.register_counts import entered_within, reporting, window_openings
from desktop.models.figures.sums.rollup import Rollup, roll_up
from desktop.models.packs.pack_types import Equation
from desktop.models.store.reader import Reader

UNKNOWN = ""
"""The type of units of which nobody said one."""
_PART = "LH="


class OwnershipLine(msgspec.Struct):
    """One type's movement: opening + came − left + turned_to − turned_from = closing.

    `came` and `left` hold indicator → number; `turned_to` and `turned_from` are members of
    unions that changed their type (C13 and C21 with the flag "đổi loại hình").
    """

    opening: int = 0
    came: dict[str, int] = msgspec.field(default_factory=dict)
    left: dict[str, int] = msgspec.field(default_factory=dict)
    turned_to: int = 0
    turned_from: int = 0
    closing: int = 0

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


class _Lines:
    """The lines of one roll-up and equation."""

    def __init__(self, reader: Reader, rolled: Rollup, equation: Equation) -> None:
        self.rolled, self.equation = rolled, equation
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
        self.lumps = self._lumps()
        self.lines: dict[str, OwnershipLine] = {}

    def made(self) -> dict[str, OwnershipLine]:
        """Return type → line, types in the order they were met."""
        for code, parts in self.rolled.parts.items():
            name, part = split_code(code)
            for one in parts:
                if bool(part) == (one.unit in self.lumps):
                    kind = part.removeprefix(_PART) if part else self._type(one.unit)
                    self._add(name, kind, one.value)
        for unit in {**self.was, **self.now, **dict.fromkeys(self.entered)}:
            self._open(unit)
        self._cancel()
        for unit, types in self.lumps.items():
            self._open_lump(unit, types)
        return self.lines

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
        if unit in self.lumps:
            return
        number, ending = self.opening.get(unit, 0), self._ending
        if not number:
            return
        old, new = self._type_then(unit), self._type(unit)
        if unit in self.was or unit in self.entered:
            self._line(old).opening += number
            if unit not in self.now and unit not in self.left:
                self._add("C27" + ending, old, number)
                return
        elif unit in self.rolled.before.units:
            self._add("C15" + ending, old, number)
        else:
            return
        if old != new:
            self._line(old).turned_from += number
            self._line(new).turned_to += number

    def _type_then(self, unit: str) -> str:
        known = self.rolled.before.units.get(unit)
        return known.ownership if known is not None else self._type(unit)

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

    def _open_lump(self, unit: str, types: Iterable[str]) -> None:
        """A lump's openings by type follow from its closings and what it typed."""
        for kind in types:
            held = self._of_lump(unit, kind)
            came = sum(held.get(code, 0) for code in self.equation.increases)
            left = sum(held.get(code, 0) for code in self.equation.decreases)
            closing = sum(held.get(code, 0) for code in self.equation.stocks)
            self._line(kind).opening += closing - came + left

    def _of_lump(self, unit: str, kind: str) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for code, parts in self.rolled.parts.items():
            name, part = split_code(code)
            if part == _PART + kind:
                for one in parts:
                    if one.unit == unit:
                        found[name] = found.get(name, 0) + one.value
        return found
