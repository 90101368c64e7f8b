"""Units that ended within a window: what they moved until their last day still counts."""

from desktop.models.figures.sums.register_counts import reporting
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree, Unit, tree_on


def left_within(reader: Reader, before: Tree, period: Period, tree: Tree, top: Unit) -> list[Unit]:
    """Return the units that ended within the window: their flows still count here.

    One that stood elsewhere on the eve ended there; one that began within the window too ended
    where it last stood.
    """
    was = reporting(before, top.id) if top.id in before.units else []
    found = [u for u in was if u.id not in tree.units]
    for unit in tree_on(reader, period.data_to, ended_too=True).units.values():
        ended = unit.valid_to is not None and period.data_from <= unit.valid_to < period.data_to
        if ended and unit.id not in before.units and tree.role(unit) != "part":
            last = tree_on(reader, unit.valid_to or period.data_to)
            if any(u.id == unit.id for u in last.walk(top.id)):
                found.append(unit)
    return found


def ended_among(
    reader: Reader, before: Tree, period: Period, tree: Tree, units: set[str]
) -> list[Unit]:
    """Return those of a set of units that ended within a window, as they last were."""
    ever = tree_on(reader, period.data_to, ended_too=True)
    found = [before.units[unit] for unit in sorted(units & before.units.keys() - tree.units.keys())]
    for unit in ever.units.values():
        ended = unit.valid_to is not None and period.data_from <= unit.valid_to < period.data_to
        if ended and unit.id in units - before.units.keys() and ever.role(unit) != "part":
            found.append(unit)
    return found
