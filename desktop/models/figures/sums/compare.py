"""A period beside the same period of the year before: as both stood, and for the same unions.

Between two years unions are founded, merged, handed over or ended; the plain difference then
says more of the map than of the work. "Cùng phạm vi" adds up, in both periods, only the unions
that stand under the unit now and lived already then, whoever managed them (figures.md, 5.5).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.moves import moves_between
from desktop.models.figures.sums.rollup import add_up_units, roll_up
from desktop.models.figures.sums.total import Total
from desktop.models.packs.periods import Period, parse_period, same_last_year
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.models.units.units import tree_on


class Comparison(msgspec.Struct, frozen=True):
    """Totals by code: now and a year before, of the whole unit and of the same unions.

    `units` are the unions (and the unit's own figures) that both sides of "same" add up;
    `base` how many base unions those are, `of` how many the unit has now. `moved` are members
    whom events brought these unions from others since, or took to others.
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
    moved: tuple["Moved", ...] = ()


class Moved(msgspec.Struct, frozen=True):
    """Members who went from one union to another; names and codes."""

    source: str
    source_name: str
    target: str
    target_name: str
    members: int


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
            len(rolled.base), tuple(moved_across(then, units, earlier, period)),
        )  # fmt: skip


def same_units(reader: Reader, units: list[str], earlier: Period) -> list[str]:
    """Return those of the units that lived on the earlier period's last day as well."""
    then = tree_on(reader, earlier.data_to)
    return [u for u in units if u in then.units and then.role(then.units[u]) != "part"]


def moved_across(
    reader: Reader, units: Collection[str], earlier: Period, period: Period
) -> Iterator[Moved]:
    """Yield who came to a set of units from outside it, or went, between the ends of two periods.

    They count among the same unions in one of the two periods only.
    """
    ever = tree_on(reader, period.data_to, ended_too=True).units
    inside = set(units)
    for move in moves_between(reader, earlier.data_to + timedelta(1), period.data_to):
        number = move.numbers.get("members", 0)
        source, target = ever.get(move.source), ever.get(move.target)
        if source is None or target is None or not number:
            continue
        if (source.id in inside) != (target.id in inside):
            yield Moved(source.code, source.name, target.code, target.name, number)


def moved_note(moved: Iterable[Moved]) -> str:
    """Say of a comparison of the same unions whom events brought or took between, "" for nobody."""
    told = [
        _("{target} nhận {n} từ {source}").format(
            target=one.target_name, n=vi_number(one.members), source=one.source_name
        )
        for one in moved
    ]
    if not told:
        return ""
    return _(
        "Cùng phạm vi không trừ đoàn viên đi theo sáp nhập, chia tách giữa hai kỳ: {list}."
    ).format(list="; ".join(told))


def _before(reader: Reader, earlier: Period, unit: str) -> Mapping[str, Total]:
    try:
        return roll_up(reader, earlier.id, unit).totals(reader.packs)
    except Refusal:
        return {}  # the unit did not exist then


def _among(reader: Reader, period: str, units: list[str]) -> Mapping[str, Total]:
    return add_up_units(reader, period, units).totals(reader.packs) if units else {}
