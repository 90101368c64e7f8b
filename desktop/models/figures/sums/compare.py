"""A period beside the same period of the year before: as both stood, and for the same unions.

Between two years unions are founded, merged, handed over or ended; the plain difference then
says more of the map than of the work. "Cùng phạm vi" adds up, in both periods, only the unions
that stand under the unit now and lived already then, whoever managed them (figures.md, 5.5).
"""

from collections.abc import Mapping
from datetime import date

import msgspec

from desktop.models.errors import Refusal
from desktop.models.figures.sums.rollup import Total, add_up_units, roll_up
from desktop.models.packs.periods import Period, parse_period, same_last_year
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on


class Comparison(msgspec.Struct, frozen=True):
    """Totals by code: now and a year before, of the whole unit and of the same unions.

    `units` are the unions (and the unit's own figures) that both sides of "same" add up;
    `base` how many base unions those are, `of` how many the unit has now.
    """

    period: str
    earlier: str
    now: Mapping[str, Total]
    before: Mapping[str, Total]
    same_now: Mapping[str, Total]
    same_before: Mapping[str, Total]
    units: tuple[str, ...]
    base: int
    of: int


def compare_year(
    reader: Reader, period_id: str, unit: str = "", *, known_on: date | None = None
) -> Comparison:
    """Compare a period with the same one a year before; that side is empty without figures."""
    with as_known(reader, known_on) as then:
        rolled = roll_up(then, period_id, unit)
        period = parse_period(period_id, then.packs.schemes)
        earlier = same_last_year(period, then.packs.schemes)
        units = same_units(then, [u.id for u in rolled.tree.walk(rolled.top.id)], earlier)
        base = sum(unit.id in units for unit in rolled.base)
        return Comparison(
            period.id, earlier.id, rolled.totals(then.packs), _before(then, earlier, rolled.top.id),
            _among(then, period.id, units), _among(then, earlier.id, units), tuple(units), base,
            len(rolled.base),
        )  # fmt: skip


def same_units(reader: Reader, units: list[str], earlier: Period) -> list[str]:
    """Return those of the units that lived on the earlier period's last day as well."""
    then = tree_on(reader, earlier.data_to)
    return [u for u in units if u in then.units and then.role(then.units[u]) != "part"]


def _before(reader: Reader, earlier: Period, unit: str) -> Mapping[str, Total]:
    try:
        return roll_up(reader, earlier.id, unit).totals(reader.packs)
    except Refusal:
        return {}  # the unit did not exist then


def _among(reader: Reader, period: str, units: list[str]) -> Mapping[str, Total]:
    return add_up_units(reader, period, units).totals(reader.packs) if units else {}
