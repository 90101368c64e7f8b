"""Which cells of a province's own form would tell of one or two people, over all of its sheets.

Our own tables hide such counts by their columns (`small_counts`). A form of others has a row of
units here, a total there: each of its cells is known by whose people it counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop.models.figures.sums.parts import Part
from desktop.reports.small_counts import HIDDEN, SENSITIVE, left_out
from desktop.reports.withheld import withheld

Place = tuple[str, str]
"""Sheet, cell."""
Of = frozenset[str]


@dataclass(slots=True)
class _Counted:
    """Every cell that tells a figure of a period, by whose people it counts."""

    places: dict[Of, list[Place]] = field(default_factory=dict)
    made_of: dict[Of, Mapping[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class SmallCells:
    """What the cells that are filled tell of whom."""

    _counted: dict[tuple[str, str], _Counted] = field(default_factory=dict)

    def total(self, place: Place, code: str, period: str, parts: Iterable[Part]) -> None:
        """Note that a cell tells what some units come to in a period (its id)."""
        made_of: dict[str, int] = {}
        for one in parts:
            made_of[one.unit] = made_of.get(one.unit, 0) + one.value
        self.own(place, code, period, made_of)

    def own(self, place: Place, code: str, period: str, made_of: Mapping[str, int]) -> None:
        """Note that a cell tells the sum of units' own counts: unit → persons."""
        if code not in SENSITIVE or not made_of:
            return
        counted = self._counted.setdefault((code, period), _Counted())
        of = frozenset(made_of)
        counted.places.setdefault(of, []).append(place)
        counted.made_of[of] = dict(made_of)

    def left_out(self) -> dict[Place, str]:
        """Return what is written in the place of each number that is not to be told."""
        found: dict[Place, str] = {}
        for counted in self._counted.values():
            found |= _left_out(counted)
        return found


def _left_out(counted: _Counted) -> dict[Place, str]:
    numbers = {who: value for made_of in counted.made_of.values() if len(made_of) == 1
               for who, value in made_of.items()}  # fmt: skip
    sums = [made_of for made_of in counted.made_of.values() if len(made_of) > 1]
    found = withheld(numbers, sums)
    told: dict[Place, str] = {}
    for of, places in counted.places.items():
        if of in found.sums or (len(of) == 1 and of <= found.others):
            told |= dict.fromkeys(places, left_out())
        elif len(of) == 1 and of <= found.small:
            told |= dict.fromkeys(places, HIDDEN)
    return told
