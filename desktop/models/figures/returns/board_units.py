"""Which units stand on a board of returns: the register by day, and who is asked one by one."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, TypeVar

from desktop.models.figures.returns.due import Due, due
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree, Unit, tree_on

_T = TypeVar("_T")
Owed = list[tuple[Unit, tuple[str, ...]]]
"""Units in the order of the tree, each with the ids of the forms it owes."""


class Trees:
    """Trees by day, built once for one reading of an office; with what else it asks of a month."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._built: dict[int, Tree] = {}
        self._known: dict[Hashable, Any] = {}
        fields = reader.rows(
            "SELECT DISTINCT substr(field, instr(field, '@') + 1) FROM leaf"
            " WHERE kind IN ('unit', 'assign') AND instr(field, '@') > 0"
        )
        self._days = sorted(day for (day,) in fields)
        self.offices = {
            reader.unit(str(fields.get("unit", "")))
            for fields in reader.records("enrol").values()
            if fields.get("role") == "office" and fields.get("revoked") is None
        }
        self.place: dict[str, int] = {}

    def once(self, name: Hashable, read: Callable[[], _T]) -> _T:
        """Return what `read` returned when the name was first asked for; nobody alters it."""
        if name not in self._known:
            self._known[name] = read()
        found: _T = self._known[name]
        return found

    def on(self, day: date) -> Tree:
        """Return the tree as of a day."""
        span = bisect_right(self._days, day.isoformat())
        if span not in self._built:
            tree = self._built[span] = tree_on(self._reader, day)
            self.place = {
                unit.id: place for place, unit in enumerate(tree.children(self._reader.own_unit))
            } | self.place
        return self._built[span]


def units_below(reader: Reader, tree: Tree, period: Period) -> dict[str, tuple[Unit, Owed]]:
    """Return the units directly below our own, with what is owed under each for a period."""
    owed = due(reader, tree, period)
    return {
        child.id: (child, owed_under(tree, child.id, owed))
        for child in tree.children(reader.own_unit)
        if tree.role(child) != "part"
    }


def owed_under(tree: Tree, top: str, owed: Due) -> Owed:
    """Return who owes which forms at and below a unit."""
    found = []
    for unit in tree.walk(top):
        mine = tuple(form for form, units in owed.items() if unit.id in units)
        if mine:
            found.append((unit, mine))
    return found


def answering(tree: Tree, own: str, below: Iterable[str]) -> set[str]:
    """Return which of the units directly below are asked one by one.

    A commune types for dozens of base unions, and what is lacking there stands in its own grid;
    under a province, where communes are asked, a base union without an office would be lost.
    """
    top = tree.units.get(own)
    everyone = top is not None and tree.role(top) in ("province", "national")
    return {
        unit
        for unit in below
        if everyone or unit in tree.assigned or tree.role(tree.units[unit]) != "base"
    }
