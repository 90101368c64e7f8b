"""What each unit shows in a period, and what groups of units add up to.

Everything comes from one roll-up, so that rows, subtotals and totals cannot disagree.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from desktop.models.figures.cells import split_code
from desktop.models.figures.opening import Opening
from desktop.models.figures.standing import unverified_returns
from desktop.models.figures.sums.direct import (
    ByUnit,
    by_manager,
    by_unit,
    directly_under,
    opening_units,
    subset,
)
from desktop.models.figures.sums.months_told import MonthsTold
from desktop.models.figures.sums.register_counts import reporting, window_openings
from desktop.models.figures.sums.rollup import Rollup, roll_up
from desktop.models.figures.views import PartState
from desktop.models.packs.pack_types import Equation, Indicator
from desktop.models.packs.packs import Packs
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit, tree_on

MEN = "men:"
"""Prefix of an indicator's men: the whole less the women, where a unit gave both."""
TOLD: Final = frozenset({"accepted", "submitted", "live"})
"""States of a return that tells something, be it that nothing moved."""


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one row.

    `numbers` by indicator code (and `MEN` + code); `openings` by equation id, absent where
    nothing is known; `na` the codes that do not apply; `carried` whether the stocks are of an
    earlier period. `unopened` are the equations of a unit that moved members though nobody ever
    told its opening: what it closes with by movement is not known; `untold` those of which nobody
    who stands in the row told anything in the period.
    """

    numbers: Mapping[str, int]
    openings: Mapping[str, int] = field(default_factory=dict)
    na: frozenset[str] = frozenset()
    carried: bool = False
    unopened: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()


@dataclass
class UnitFigures:
    """One unit's tree in a period, unit by unit."""

    reader: Reader
    rollup: Rollup

    @classmethod
    def read(
        cls, reader: Reader, period_id: str, unit: str = "", known_on: date | None = None
    ) -> "UnitFigures":
        """Add up a unit's tree (default: our own unit); see `rollup.roll_up`."""
        return cls(reader, roll_up(reader, period_id, unit, known_on=known_on))

    @cached_property
    def packs(self) -> Packs:
        """The packs in force; asked for every row."""
        return self.reader.packs

    @cached_property
    def stock_forms(self) -> frozenset[str]:
        """The forms that show figures of the one that holds members and workers."""
        held = {code for code, one in self.packs.indicators.items() if one.home == "F1"}
        forms = self.packs.forms.values()
        return frozenset(f.id for f in forms if any(c.source in held for c in f.columns))

    @property
    def before(self) -> Tree:
        """The tree on the eve of the period."""
        return self.rollup.before

    def name_of(self, unit: str) -> str:
        """Return what a unit is called: at the end, on the eve, or while it stood in between."""
        known = self.rollup.tree.units.get(unit) or self.before.units.get(unit)
        return known.name if known is not None else Scope.of(self.reader).label(unit)

    @cached_property
    def values(self) -> dict[str, dict[str, int]]:
        """Unit → code → what it adds to the total."""
        found: dict[str, dict[str, int]] = {}
        everything = self.rollup.parts
        for code, parts in everything.items():
            for part in parts:
                held = found.get(part.unit)
                if held is None:
                    held = found[part.unit] = {}
                held[code] = held.get(code, 0) + part.value
        for indicator in self._sums:
            added: dict[str, int] = {}
            signed = [(c, 1) for c in indicator.sum_of] + [(c, -1) for c in indicator.minus]
            for code, sign in signed:
                for part in everything.get(code, ()):
                    added[part.unit] = added.get(part.unit, 0) + sign * part.value
            for unit, number in added.items():
                found[unit][indicator.code] = number
        for whole, women in self._women.items():
            for unit in {part.unit for part in everything.get(women, ())}:
                held = found[unit]
                if whole in held:
                    held[MEN + whole] = held[whole] - held[women]
            for unit in self._without(women):
                if whole in found.get(unit, ()) and women not in found[unit]:
                    found[unit][MEN + whole] = found[unit][whole]
        return found

    @cached_property
    def unverified(self) -> Mapping[str, set[str]]:
        """Unit → forms whose figures nobody has signed for."""
        return unverified_returns(self.reader, self.rollup.period)

    @cached_property
    def filled(self) -> frozenset[str]:
        """The units whose row of stocks is begun, and has some of an earlier period in it."""
        begun = {u for u, state in self.rollup.states.get("F1", {}).items() if state == "live"}
        return frozenset(
            part.unit for code, parts in self.rollup.parts.items()
            if (one := self.packs.indicators.get(split_code(code)[0])) and one.home == "F1"
            for part in parts if part.state == "carried" and part.unit in begun
        )  # fmt: skip

    @cached_property
    def _sums(self) -> list[Indicator]:
        known = self.rollup.parts.keys()
        sums = [i for i in self.packs.indicators.values() if i.sum_of]
        return [i for i in sums if not known.isdisjoint((*i.sum_of, *i.minus))]

    @cached_property
    def _women(self) -> dict[str, str]:
        """Indicator → the one that counts its women."""
        indicators = self.packs.indicators.values()
        return {i.part_of: i.code for i in indicators if i.women and i.part_of is not None}

    def _without(self, women: str) -> set[str]:
        """Return the units that said they have no women of a kind."""
        return {unit for unit, codes in self.rollup.na.items() if women in codes}

    @cached_property
    def opened(self) -> dict[str, dict[str, Opening]]:
        """Unit → equation → opening stock, of every unit on the eve or now."""
        now = reporting(self.rollup.tree, self.rollup.top.id)
        units = (*now, *self.rollup.leavers, *self.was)
        return window_openings(self.reader, self.rollup.period, units)

    @cached_property
    def was(self) -> list[Unit]:
        """The units that open the period: of the tree on its eve, or older than known."""
        return opening_units(self.reader, self.rollup)

    def opening(self, unit: str) -> dict[str, int]:
        """Return equation → opening stock of a unit, where it is known."""
        found = {name: stock.value for name, stock in self.opened.get(unit, {}).items()}
        return {name: value for name, value in found.items() if value is not None}

    def line(self, unit: str, *, openings: bool = False) -> Line:
        """Return a unit's row."""
        return Line(
            self.values.get(unit, {}),
            self.opening(unit) if openings else {},
            frozenset(self.rollup.na.get(unit, ())),
            self.state("F1", unit) == "carried",
            self.unopened(unit) if openings else frozenset(),
            self._untold([unit]) if openings else frozenset(),
        )

    def state(self, form: str, unit: str) -> PartState | None:
        """Return how firm a unit's figures of a form are, None where it does not owe it."""
        known = self.rollup.states.get(form, {}).get(unit)
        return known or self.rollup.above.get(form, {}).get(unit)

    def months_of(self, form: str, unit: str) -> MonthsTold | None:
        """Return how far a unit told a longer period that others told too; None of one month."""
        whole = self.rollup.told(form)
        return self.rollup.told_of(form, [unit], whole.until) if whole is not None else None

    def unopened(self, unit: str) -> frozenset[str]:
        """Return the equations that a unit's first opening is missing in.

        Who has no more than came, began with nobody.
        """
        if unit not in self._unopened:
            held, known = self.values.get(unit, {}), self.opening(unit)
            self._unopened[unit] = frozenset(
                one.id for one in self.packs.equations.values()
                if one.id not in known and _moved_from_nowhere(held, one)
            )  # fmt: skip
        return self._unopened[unit]

    @cached_property
    def _unopened(self) -> dict[str, frozenset[str]]:
        return {}

    def total(self, rollup: Rollup, was: Iterable[Unit] | None = None) -> Line:
        """Return the row of a roll-up; with `was`, openings of those units as they stood."""
        sums = {
            code: total.value
            for code, total in rollup.totals(self.packs).items()
            if isinstance(total.value, int)
        }
        for whole, women in self._women.items():
            told = {part.unit for part in rollup.parts.get(women, ())} | self._without(women)
            both = {part.unit for part in rollup.parts.get(whole, ())} & told
            if both:  # of the roll-up's own parts: a band holds but part of a lump
                all_told, taken = (
                    sum(part.value for part in rollup.parts.get(code, ()) if part.unit in both)
                    for code in (whole, women)
                )
                sums[MEN + whole] = all_told - taken
        opened: dict[str, int] = {}
        for one in was or ():
            for name, value in self.opening(one.id).items():
                opened[name] = opened.get(name, 0) + value
        living = [] if was is None else [unit.id for unit in rollup.base]
        living += [] if was is None else sorted(self._managing & rollup.counted)
        for unit in living:  # whoever began within it adds none
            for name, value in self.opening(unit).items():
                if not value:
                    opened.setdefault(name, 0)
        lacking = (self.unopened(unit) for unit in living)
        everybody = (*living, *(unit.id for unit in was or ()))
        untold = frozenset() if was is None else self._untold(everybody) - _moved(self.packs, sums)
        return Line(sums, opened, unopened=frozenset().union(*lacking), untold=untold)

    def _untold(self, units: Collection[str]) -> frozenset[str]:
        """Return the equations of which none of the units told anything: neither a number nor the
        form that takes it, be it blank."""
        return frozenset(
            one.id for one in self.packs.equations.values()
            if not any(self._told_moves(unit, one) for unit in units)
        )  # fmt: skip

    def _told_moves(self, unit: str, equation: Equation) -> bool:
        flows = (*equation.increases, *equation.decreases)
        forms = {self.packs.indicators[code].home for code in (flows[0], *equation.stocks)}
        if any(self.state(f, unit) in TOLD or self.months_of(f, unit) for f in forms):
            return True
        held = self.values.get(unit, {})
        return any(code in held for code in flows)

    def group(self, parent: str | None, *, movement: bool = False) -> "Group":
        """Return what stands directly under a unit: its base unions and its own figures."""
        now = self._base_under.get(parent, [])
        tree = self.rollup.tree
        was = [
            one for one in self._opening_under.get(parent, ())
            if one.id != parent or self._opens_with_some(one.id)
        ]  # fmt: skip
        leavers = [u for u in self._ended_under.get(parent, ()) if u.id != parent]
        rolled = directly_under(
            self.reader, self.rollup, parent, now, was, self._adding, movement=movement
        )
        unit = tree.units.get(parent or "") or self.before.units.get(parent or "")
        return Group(unit or self._ever.units.get(parent or ""), now, was, leavers, rolled)

    def _opens_with_some(self, manager: str) -> bool:
        """Tell whether a unit above base unions opened the period with members of its own."""
        return any(stock.value for stock in self._managers_opened.get(manager, {}).values())

    @cached_property
    def _managers_opened(self) -> dict[str, dict[str, Opening]]:
        """Unit → equation → opening stock, of the few above base unions: `opened` is everybody's,
        which lists of members do without.
        """
        above = [unit for unit in self.was if self.rollup.tree.role(unit) != "base"]
        return window_openings(self.reader, self.rollup.period, above)

    @cached_property
    def _managing(self) -> set[str]:
        """The units above base unions that have figures of their own."""
        tree = self.rollup.tree
        known = self.values.keys() & tree.units.keys()
        return {unit for unit in known if tree.role(tree.units[unit]) != "base"}

    @cached_property
    def _opening_under(self) -> dict[str | None, list[Unit]]:
        return by_manager(self.was, self.rollup.tree)

    @cached_property
    def _ended_under(self) -> dict[str | None, list[Unit]]:
        return by_manager(self.rollup.leavers, self.rollup.tree)

    @property
    def _ever(self) -> Tree:
        """The tree on the last day, with the units that ended until then."""
        return tree_on(self.reader, self.rollup.tree.on, ended_too=True)

    @cached_property
    def _base_under(self) -> dict[str | None, list[Unit]]:
        found: dict[str | None, list[Unit]] = {}
        for unit in self.rollup.base:
            found.setdefault(unit.parent, []).append(unit)
        return found

    def _adding(self) -> ByUnit:
        """Return what each unit adds, read once for all groups of a large tree."""
        return self._by_unit

    @cached_property
    def _by_unit(self) -> ByUnit:
        return by_unit(self.rollup)

    def subset(self, ids: set[str | None], base: list[Unit]) -> Rollup:
        """Return the roll-up of some of the units only, without movements of the tree."""
        return subset(self.rollup, ids, base, self._adding)


def _moved(packs: Packs, numbers: Mapping[str, int]) -> frozenset[str]:
    """Return the equations of which some movement is known: the tree tells some by itself."""
    return frozenset(
        one.id
        for one in packs.equations.values()
        if any(code in numbers for code in (*one.increases, *one.decreases))
    )


def _moved_from_nowhere(held: Mapping[str, int], equation: Equation) -> bool:
    """Tell whether figures of movements do not come to the stock, begun with nobody."""
    if not any(code in held for code in (*equation.increases, *equation.decreases)):
        return False
    net = sum(held.get(code, 0) for code in equation.increases)
    net -= sum(held.get(code, 0) for code in equation.decreases)
    return [held[code] for code in equation.stocks if code in held] != [net]


@dataclass(frozen=True)
class Group:
    """What stands directly under one unit: base unions now and those that ended, and who opens.

    `was` holds base unions on the eve and, where it opened with members of its own, the unit;
    `own` tells whether it has figures of its own to show.
    """

    parent: Unit | None
    now: list[Unit]
    was: list[Unit]
    leavers: list[Unit]
    rollup: Rollup
    own: bool = False
