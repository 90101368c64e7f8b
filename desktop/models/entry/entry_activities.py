"""Flows that activities tell: a proposal beside the cell, taken or not, never added to it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from desktop.models.activities.activities import list_activities
from desktop.models.activities.giving import contributions
from desktop.models.figures.cells import Entry
from desktop.models.figures.taken import given_now
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import fold
from desktop.models.units.units import Unit


class Proposal(msgspec.Struct, frozen=True):
    """What the activities of a period come to: their sum, their ids, what each of them gives."""

    value: int
    activities: tuple[str, ...]
    shares: tuple[int, ...]

    def entry(self) -> Entry:
        """Return what accepting it stores."""
        return Entry(self.value, activities=self.activities, shares=self.shares)


class Told(msgspec.Struct):
    """What activities tell of the units of a sheet: `given` by activity, with the unit it is
    given to, `proposed` by unit.
    """

    given: Mapping[str, tuple[str, Mapping[str, int]]] = {}
    proposed: Mapping[str, Mapping[str, Proposal]] = {}

    def of(self, unit: str) -> Mapping[str, Proposal]:
        """Return code → proposal of a unit."""
        return self.proposed.get(unit, {})

    def moved_on(self, unit: str, code: str, held: Any) -> bool:
        """Say whether an activity that a unit's cell was taken from has changed since."""

        def now(activity: str) -> int:
            to, gives = self.given.get(activity, ("", _NOTHING))
            return gives.get(code, 0) if to == unit else 0

        return isinstance(held, dict) and given_now(held, now) is not None

    def lost(self, unit: str, code: str, held: Any) -> bool:
        """Say whether no activity gives a cell any more that was taken from some."""
        return code not in self.of(unit) and self.moved_on(unit, code, held)


_NOTHING: Mapping[str, int] = {}


def told(reader: Reader, period: Period, units: Sequence[Unit], codes: Iterable[str]) -> Told:
    """Return what the activities tell of these units' flows in a period.

    An activity counts once: in the period that holds its last day, for the unit that led it
    (where nobody is named, that of the office that wrote it). Stocks are never taken from
    activities.
    """
    packs, wanted = reader.packs, _flows(reader.packs, codes)
    if not wanted:
        return Told()
    names = _names(units)
    given: dict[str, tuple[str, Mapping[str, int]]] = {}
    found: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for activity in sorted(list_activities(reader), key=lambda a: (a.end, a.id)):
        gives = {code: n for code, n in contributions(packs, activity) if code in wanted}
        unit = names.get(fold(activity.host), "")
        if not unit or not gives or not period.holds(activity.end):
            continue
        given[activity.id] = unit, gives
        for code, number in gives.items():
            found.setdefault(unit, {}).setdefault(code, []).append((activity.id, number))
    return Told(given, {
        unit: {code: _proposal(parts) for code, parts in by_code.items()}
        for unit, by_code in found.items()
    })  # fmt: skip


def _flows(packs: Packs, codes: Iterable[str]) -> frozenset[str]:
    return frozenset(
        code for code in codes if code in packs.indicators and packs.indicators[code].type == "F"
    )


def _names(units: Sequence[Unit]) -> dict[str, str]:
    """Return what an activity may call its lead unit → unit id."""
    found: dict[str, str] = {}
    for unit in units:
        for name in (unit.id, unit.name, unit.short, unit.code):
            if name:
                found.setdefault(fold(name), unit.id)
    return found


def _proposal(parts: Sequence[tuple[str, int]]) -> Proposal:
    ids = tuple(one for one, _number in parts)
    shares = tuple(number for _one, number in parts)
    return Proposal(sum(shares), ids, shares)
