"""Units that ended within a window: what they moved until their last day still counts."""

from desktop.models.figures.moves import eve
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import sort_key
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit, tree_on


def left_within(reader: Reader, period: Period, top: Unit) -> list[Unit]:
    """Return the units that ended within the window while they stood under (or at) one.

    Their flows still count there, and they come as they last were. One that moved before it ended
    had left the office it opened the window in, and came to this one: a quarter is its months.
    """
    scope = Scope.of(reader)
    return [
        unit for unit in _ended(reader, period)
        if top.id in scope.path(unit.id, f"{unit.valid_to}")
    ]  # fmt: skip


def ended_among(reader: Reader, period: Period, units: set[str]) -> list[Unit]:
    """Return those of a set of units that ended within a window, as they last were."""
    return [unit for unit in _ended(reader, period) if unit.id in units]


def _ended(reader: Reader, period: Period) -> list[Unit]:
    """Return who ended in a window, by name; whose last day was its eve left on its first day."""
    ever = tree_on(reader, period.data_to, ended_too=True)
    since = eve(period.data_from)
    found = [
        unit for unit in ever.units.values()
        if unit.valid_to is not None and since <= unit.valid_to < period.data_to
        and ever.role(unit) != "part"
    ]  # fmt: skip
    return sorted(found, key=lambda unit: (sort_key(unit.name), unit.code, unit.id))
