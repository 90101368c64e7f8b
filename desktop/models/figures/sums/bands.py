"""What some ownership types come to: a sector such as "khu vực nhà nước", a group, one type.

A unit belongs to the band of its type on the period's last day; of a unit that holds a lump each
figure told by type ("A03;LH=FDI") goes to the band of that type (figures.md, 3.1). An office that
counts unions may tell a figure by sector ("N01;LH=non_state"): that counts in place of its types.
"""

from collections.abc import Collection, Mapping
from typing import Any

from msgspec.structs import replace

from desktop.models.figures.cells import TREE_CAUSED, split_code
from desktop.models.figures.sums.direct import subset
from desktop.models.figures.sums.parts import Part
from desktop.models.figures.sums.register_counts import Movement
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.views import PartState
from desktop.models.packs.ownership_kinds import BANDS, types_of
from desktop.models.packs.packs import Packs

_PART = "LH="


def bands_of(whole: Rollup, packs: Packs) -> list[str]:
    """Return the bands any base union of a roll-up belongs to, in their order."""
    held = {packs.ownerships[unit.ownership].band for unit in whole.base
            if unit.ownership in packs.ownerships}  # fmt: skip
    return [band for band in BANDS if band in held]


def of_band(whole: Rollup, packs: Packs, band: str) -> Rollup:
    """Return the roll-up of what belongs to a band, a group, or one type alone ("FDI").

    Of the movements of the tree those of its unions stay; members who moved with whole unions
    do not.
    """
    kinds = types_of(packs, band)
    units = {unit.id: unit.ownership for unit in (*whole.base, *whole.leavers)}
    told = _told(whole)
    stocks = {code: equation.stocks[0] for equation in packs.equations.values()
              for code in (*equation.increases, *equation.decreases)}  # fmt: skip
    kept: dict[str, list[Part]] = {}
    for code, parts in whole.parts.items():
        plain, part = split_code(code)
        kind = part.removeprefix(_PART) if part.startswith(_PART) else ""
        if part and not kind:
            continue
        for one in parts:
            said = told.get((one.unit, plain))
            if said is None and not one.event and (one.unit, stocks.get(plain)) in told:
                continue  # a lump's movements are those of its types, told or not, as its stock is
            if said is None or (one.event and not kind):  # an event moves the unit's own type
                mine = units.get(one.unit, "") in kinds
            else:
                mine = kind == band if band in said else kind in kinds
            if mine:
                kept.setdefault(plain, []).append(one)
    mine_too = {one.unit for parts in kept.values() for one in parts}
    mine_too |= {unit.id for unit in whole.base if unit.ownership in kinds}
    base = [unit for unit in whole.base if unit.id in mine_too]
    narrowed = subset(whole, {*mine_too}, base)
    return replace(
        narrowed, parts=kept, moves=[], movement=_movement(whole, kinds),
        **_owed_by_offices(whole, packs, mine_too, told),
    )  # fmt: skip


def _owed_by_offices(
    whole: Rollup, packs: Packs, mine: Collection[str], told: Mapping[tuple[str, str], set[str]]
) -> dict[str, Any]:
    """Return who owes the forms of an office's own work, and how far each got with them.

    An office owes its part whether it told any or not; one that told what it counts of the unions
    below as a whole alone has not told its part.
    """
    silent = {
        one.unit for code, parts in whole.parts.items()
        if (known := packs.indicators.get(code)) is not None
        and known.asked_of == "upper" and "LH" in known.by
        for one in parts
    } - {unit for unit, _code in told}  # fmt: skip
    base = {unit.id for unit in whole.base}
    offices, states, reported = {}, {}, {}
    for form, units in whole.offices.items():
        owing = frozenset(unit for unit in units if unit in mine or unit not in base)
        before = whole.states.get(form, {})
        offices[form] = owing
        states[form] = {
            unit: "missing" if unit in silent else before.get(unit, "missing") for unit in owing
        }  # fmt: skip
        reported[form] = whole.reported.get(form, set()) & owing - silent
    others = whole.states.keys() - offices.keys()
    return {
        "offices": offices,
        "states": states | {form: _of(whole.states[form], mine) for form in others},
        "reported": reported | {
            form: units & {*mine} for form, units in whole.reported.items() if form not in offices
        },
    }  # fmt: skip


def _of(states: Mapping[str, PartState], units: Collection[str]) -> dict[str, PartState]:
    return {unit: state for unit, state in states.items() if unit in units}


def _told(whole: Rollup) -> Mapping[tuple[str, str], set[str]]:
    """Return (unit, indicator) → the types and bands the unit told it by."""
    found: dict[tuple[str, str], set[str]] = {}
    for code, parts in whole.parts.items():
        plain, part = split_code(code)
        if part.startswith(_PART):
            for one in parts:
                found.setdefault((one.unit, plain), set()).add(part.removeprefix(_PART))
    return found


def _movement(whole: Rollup, kinds: frozenset[str]) -> Movement | None:
    """Return how many unions of some types there are, came and went, by the register."""
    if whole.movement is None:
        return None
    trees = (whole.before.units.values(), whole.leavers, whole.tree.units.values())
    known = {unit.id: unit.ownership for units in trees for unit in units}
    found = Movement()
    for code in whole.movement.counts.keys() - TREE_CAUSED:
        found.counts[code] = 0
        units = whole.movement.units.get(code, ())
        for unit, number in zip(units, whole.movement.numbers.get(code, ()), strict=True):
            if known.get(unit) in kinds:
                found.add(code, unit, number)
    return found
