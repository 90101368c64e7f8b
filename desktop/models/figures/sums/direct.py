"""What stands directly under one unit of a roll-up: its base unions and its own figures.

A report has a section for each managing unit; what the section adds up is a roll-up of its
own, narrower than that of the unit's whole tree where other managing units stand between.
"""

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from desktop.models.figures.sums.parts import Part
from desktop.models.figures.sums.register_counts import entered_within, movement_between, reporting
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree, Unit

ByUnit = Mapping[str, list[tuple[str, Part]]]
"""Unit → (code, part): what each adds to a large tree."""


def by_unit(whole: Rollup) -> ByUnit:
    """Return what each unit adds to a roll-up."""
    found: dict[str, list[tuple[str, Part]]] = {}
    for code, parts in whole.parts.items():
        for part in parts:
            found.setdefault(part.unit, []).append((code, part))
    return found


def subset(
    whole: Rollup,
    ids: set[str | None],
    base: list[Unit],
    adding: Callable[[], ByUnit] | None = None,
) -> Rollup:
    """Return the roll-up of some of the units only, without movements of the tree.

    `adding` answers who adds what where many subsets of one roll-up are wanted; it is not asked
    where the whole is.
    """
    if whole.counted <= ids:
        return replace(whole, base=base, movement=None)
    held = by_unit(whole) if adding is None else adding()
    mine = sorted(unit for unit in ids if unit is not None)
    kept: dict[str, list[Part]] = {}
    for unit in mine:
        for code, part in held.get(unit, ()):
            kept.setdefault(code, []).append(part)
    return replace(
        whole,
        base=base,
        parts={code: kept[code] for code in whole.parts if code in kept},
        reported={form: units & ids for form, units in whole.reported.items()},
        states={
            form: {unit: states[unit] for unit in mine if unit in states}
            for form, states in whole.states.items()
        },
        movement=None,
        counted=frozenset(mine),
        above={
            form: {unit: state for unit, state in states.items() if unit in ids}
            for form, states in whole.above.items()
        },
        gaps={
            form: {month: units & ids for month, units in months.items() if units & ids}
            for form, months in whole.gaps.items()
        },
        offices={form: units & ids for form, units in whole.offices.items()},
        returned={form: units & ids for form, units in whole.returned.items()},
    )


def opening_units(reader: Reader, whole: Rollup) -> list[Unit]:
    """Return the units that open the period: of its eve, or older than the register knows.

    Base unions and, for the members they manage themselves, the units above them.
    """
    top, tree = whole.top.id, whole.tree
    then = reporting(whole.before, top) if top in whole.before.units else []
    return then + entered_within(
        reader, whole.period, whole.before, [*reporting(tree, top), *whole.leavers]
    )


def by_manager(units: Iterable[Unit], tree: Tree) -> dict[str | None, list[Unit]]:
    """Return unit → of some units the base unions directly under it, and itself."""
    found: dict[str | None, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.parent if tree.role(unit) == "base" else unit.id, []).append(unit)
    return found


def directly_under(
    reader: Reader,
    whole: Rollup,
    parent: str | None,
    now: list[Unit],
    was: list[Unit],
    adding: Callable[[], ByUnit] | None = None,
    *,
    movement: bool = True,
) -> Rollup:
    """Return the roll-up of what stands directly under a unit: base unions and its own figures.

    `now` are its base unions, `was` who opens the period there (`opening_units`, `by_manager`).
    """
    ids = {parent, *(unit.id for unit in now)}
    gone = by_manager(whole.leavers, whole.tree).get(parent, ())
    ids |= {unit.id for unit in gone}
    narrowed = subset(whole, ids, now, adding)
    if movement:
        then = [unit for unit in was if unit.id in whole.before.units]
        itself = whole.tree.units.get(parent or "") if parent in whole.counted else None
        narrowed.movement = movement_between(
            reader, whole.period, whole.before, whole.tree, then,
            now if itself is None else [itself, *now], gone,
        )  # fmt: skip
    return narrowed
