"""One figure over several periods, on the map of then, on today's map, or for the same unions.

On the map of then every period is added up over the tree as it stood at its end. On today's map
every period is added up over the unions that stand under the unit now, wherever they stood; one
that was merged since counts for the union that took it in, one that ended for the unit that
managed it last. Handing a union over and merging two of them moves nobody on that map; what
founding and ending them brought and took stands there as on any other. For the same unions only
those are added up that stand under the unit in the last period and lived in every one
(figures.md, 5.5).

A unit that ended is shown until its last day: today's map is for it that of this day, the last
period the last it saw whole. Of the period within which it ended, or that followed its last day,
is told what it moved and handed over; later ones have no value, wherever its unions stand since.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import indicator_of
from desktop.models.figures.moves import eve
from desktop.models.figures.sums.rollup import add_up_units, totals
from desktop.models.figures.sums.total import Total
from desktop.models.figures.views import PartState
from desktop.models.packs.periods import Period, parse_period, periods_between
from desktop.models.store.reader import Reader
from desktop.models.units.unit_events import all_events
from desktop.models.units.units import Tree, Unit, tree_on

Map = Literal["then", "today", "same"]
MAPS: tuple[Map, ...] = ("then", "today", "same")
MAP_NAMES: dict[str, str] = {
    "then": _("Theo đầu mối từng kỳ"),
    "today": _("Theo đầu mối hiện nay"),
    "same": _("Cùng tập CĐCS"),
}
LONGEST = 120


class Point(msgspec.Struct, frozen=True):
    """One period of a series; `units` are the base unions that were added up.

    `reported` of `of` told each month so far of a longer period, `until` is the last of them where
    that is not the period's end.
    """

    period: str
    value: int | Decimal | None
    state: PartState
    reported: int
    of: int
    units: int
    until: str = ""

    @property
    def is_told(self) -> bool:
        """Tell whether everybody reported all of the period."""
        return self.reported >= self.of and not self.until


class Series(msgspec.Struct, frozen=True):
    """A figure of a unit over periods, oldest first."""

    unit: str
    code: str
    map: Map
    points: tuple[Point, ...]


def series(
    reader: Reader,
    unit: str,
    code: str,
    periods: Sequence[str],
    map: Map = "then",  # noqa: A002
    *,
    today: date | None = None,
) -> Series:
    """Return a figure of a unit (code or id, "" our own) over periods; see the module.

    Raises Refusal for an unknown indicator, unit, period or map. Periods in which the unit had
    nothing to add up have a point without a value.
    """
    if map not in MAPS:
        raise Refusal(_("Không có cách so sánh “{map}”.").format(map=str(map)[:20]),
                      next_step=", ".join(MAPS), code="E_MAP")  # fmt: skip
    indicator_of(reader, code)
    asked = _asked(reader, periods)
    now = tree_on(reader, today or _now(reader, asked))
    top = _asked_unit(reader, now, asked[-1].data_to, unit or reader.own_unit)
    ended = top.valid_to if top.id not in now.units else None
    lived = [one for one in asked if ended is None or one.data_to <= ended]
    if map == "then":
        points = [_then(reader, period, top, code) for period in lived]
    else:
        if ended is not None:
            now = tree_on(reader, ended)
        chosen = _same(reader, lived, top) if map == "same" else _projected(reader, now, top)
        points = [_among(reader, period, chosen, code) for period in lived]
    points += [_then(reader, period, top, code) for period in asked[len(lived) :]]
    return Series(top.id, code, map, tuple(points))


def periods_of(reader: Reader, first: str, last: str) -> list[str]:
    """Return the ids of the periods of one scheme from one to another."""
    schemes = reader.packs.schemes
    begin, end = parse_period(first, schemes), parse_period(last, schemes)
    if begin.scheme != end.scheme or begin.data_from > end.data_from:
        raise Refusal(
            _("Kỳ đầu và kỳ cuối phải cùng loại và theo thứ tự."),
            next_step=_("Ghi như 2025-07 và 2026-06."), code="E_PERIOD",
        )  # fmt: skip
    scheme = reader.packs.scheme(begin.scheme, begin.data_from)
    found = periods_between(begin.data_from, end.data_to, scheme)
    return [period.id for period in found] or [begin.id]


def _asked(reader: Reader, periods: Sequence[str]) -> list[Period]:
    found = [parse_period(one, reader.packs.schemes) for one in dict.fromkeys(periods)]
    if not 0 < len(found) <= LONGEST:
        raise Refusal(_("Chọn từ 1 đến {n} kỳ.").format(n=LONGEST), code="E_PERIOD")
    return sorted(found, key=lambda period: (period.data_to, period.id))


def _now(reader: Reader, periods: Sequence[Period]) -> date:
    """Return the day of today's map: the last day anything of the register speaks of."""
    changed = [event.day for event in all_events(reader)]
    return max([periods[-1].data_to, *changed])


def _asked_unit(reader: Reader, now: Tree, last: date, unit: str) -> Unit:
    """Return the unit asked about: of today, of the last period, or as it stood when it ended."""
    then = tree_on(reader, last)
    found = now.find(unit) or then.find(unit)
    if found is None:
        ever = tree_on(reader, max(now.on, last), ended_too=True)
        return then.by_code(unit) if ever.find(unit) is None else ever.by_code(unit)
    return found


def _then(reader: Reader, period: Period, top: Unit, code: str) -> Point:
    tree = tree_on(reader, period.data_to)
    ended = top.valid_to is not None and eve(period.data_from) <= top.valid_to < period.data_to
    if top.id in tree.units or ended:
        found = totals(reader, period.id, top.id).get(code)
        return _point(period, found, len(tree.base_unions(top.id)))
    return Point(period.id, None, "missing", 0, 0, 0)


def _among(reader: Reader, period: Period, chosen: Sequence[str], code: str) -> Point:
    tree = tree_on(reader, period.data_to)
    before = tree_on(reader, eve(period.data_from))
    living = [unit for unit in chosen if unit in tree.units]
    if not any(unit in before.units for unit in chosen) and not living:
        return Point(period.id, None, "missing", 0, 0, 0)
    found = add_up_units(reader, period.id, chosen).totals(reader.packs).get(code)
    base = sum(tree.role(tree.units[unit]) == "base" for unit in living)
    return _point(period, found, base)


def _point(period: Period, found: Total | None, units: int) -> Point:
    if found is None:
        return Point(period.id, None, "missing", 0, units, units)
    return Point(period.id, found.value, found.state, *found.so_far, units, found.until)


def _same(reader: Reader, periods: Sequence[Period], top: Unit) -> list[str]:
    if not periods:
        return []
    trees = [tree_on(reader, period.data_to) for period in periods]
    now = trees[-1]
    if top.id not in now.units:
        return []
    return [
        unit.id for unit in now.walk(top.id)
        if now.role(unit) != "part" and all(unit.id in tree.units for tree in trees)
    ]  # fmt: skip


def _projected(reader: Reader, today: Tree, top: Unit) -> list[str]:
    """Return every unit ever kept that today's map puts under (or at) a unit."""
    ever = tree_on(reader, today.on, ended_too=True)
    heirs: dict[str, str] = {}
    for event in all_events(reader):
        if event.kind == "merge" and event.to:
            heirs |= dict.fromkeys(event.units, event.to[0])
    found = []
    for unit in ever.units.values():
        if ever.role(unit) != "part" and _belongs(unit.id, top.id, today, ever, heirs):
            found.append(unit.id)
    return found


def _belongs(unit: str, top: str, today: Tree, ever: Tree, heirs: dict[str, str]) -> bool:
    seen: set[str] = set()
    place: str | None = unit
    while place is not None and place not in seen:
        if place == top:
            return True
        seen.add(place)
        if place in today.units:
            place = today.units[place].parent
        elif place in heirs:
            place = heirs[place]
        else:
            place = ever.units[place].parent if place in ever.units else None
    return False


def as_json(found: Series, code_of_unit: str) -> dict[str, object]:
    """Return a series in the shape of the command line."""
    return {
        "unit": code_of_unit, "code": found.code, "map": found.map,
        "points": [
            {
                "period": point.period,
                "value": float(point.value) if isinstance(point.value, Decimal) else point.value,
                "state": point.state, "reported": point.reported, "of": point.of,
                "units": point.units, **({"until": point.until} if point.until else {}),
            }
            for point in found.points
        ],
    }  # fmt: skip
