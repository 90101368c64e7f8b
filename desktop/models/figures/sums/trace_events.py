"""Which event of units stands behind a number that the register counts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from desktop.i18n import _
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.text import lowered
from desktop.models.units.unit_events import EVENTS, UnitEvent
from desktop.models.units.units import Tree

_MADE: Final = frozenset({"found", "split", "merge"})
_MOVED: Final = frozenset({"reparent"})
_CAUSES: Final[Mapping[str, frozenset[str]]] = {
    "A05": _MADE | {"reparent"}, "A06": _MADE | {"reparent"}, "B00": _MADE | {"reparent"},
    "B01": frozenset({"found"}), "B02": frozenset({"found"}), "B03": frozenset({"dissolve"}),
    "B04": frozenset({"end"}), "B05": frozenset({"merge"}), "B06": frozenset({"split"}),
    "B07": _MOVED, "B08": _MOVED, "B09": frozenset({"suspend"}), "C15": _MOVED, "C27": _MOVED,
}  # fmt: skip
_STANDING: Final = frozenset({"A05", "A06", "B00", "B09"})
"""Counts of what stands: caused by the last event ever; the others by one of the window."""
_WITH_ABOVE: Final = frozenset({"merge"})
"""What moves the units below one it happened to, while a union it happened to ended by it."""


class Causes:
    """The events of units, found by the units they happened to or that they made."""

    def __init__(self, events: Iterable[UnitEvent], rolled: Rollup) -> None:
        self.rolled = rolled
        self._of: dict[str, list[UnitEvent]] = {}
        for event in events:
            for unit in event.concerned:
                self._of.setdefault(unit, []).append(event)

    def of(self, unit: str, code: str) -> UnitEvent | None:
        """Return the last event that made the register count a unit under a code, if one did.

        A union goes along with the upper unit above it, so that where nothing happened to the
        union itself, that one's event counts for it.
        """
        plain = code.removesuffix("N")
        own = self._last(unit, plain)
        if own is not None or plain in _STANDING:
            return own
        above = dict.fromkeys(
            (*_above(self.rolled.before, unit), *_above(self.rolled.tree, unit))
        )  # fmt: skip
        also = _WITH_ABOVE if _CAUSES.get(plain) is _MOVED else frozenset()
        found = [event for one in above if (event := self._last(one, plain, also)) is not None]
        return max(found, key=lambda event: (event.day, event.id), default=None)

    def _last(self, unit: str, plain: str, also: frozenset[str] = frozenset()) -> UnitEvent | None:
        causes, period = _CAUSES.get(plain, frozenset()) | also, self.rolled.period
        first = date.min if plain in _STANDING else period.data_from
        last = period.data_to if plain != "B00" else self.rolled.before.on
        for event in reversed(self._of.get(unit, ())):
            happened = event.kind in causes and first <= event.day <= last
            if happened and (unit in event.units or self._began(event, unit)):
                return event
        return None

    def _began(self, event: UnitEvent, unit: str) -> bool:
        """Tell whether an event made the unit: it received others on its own first day."""
        trees = (self.rolled.tree, self.rolled.before)
        known = next((tree.units[unit] for tree in trees if unit in tree.units), None)
        return known is not None and known.valid_from == event.day


def _above(tree: Tree, unit: str) -> Iterator[str]:
    known, passed = tree.units.get(unit), {unit}
    while known is not None and known.parent and known.parent not in passed:
        passed.add(known.parent)
        yield known.parent
        known = tree.units.get(known.parent)


def event_words(event: UnitEvent) -> str:
    """Return what happened, by which decision, on which day."""
    said = [lowered(EVENTS.get(event.kind, event.kind))]
    if event.decision:
        said.append(_("quyết định {number}").format(number=event.decision))
    return ", ".join([*said, f"{event.day:%d/%m/%Y}"])
