"""Roll-ups: a unit's totals over its tree and over the months of a longer period.

A stock takes the last period, a flow adds up, a ratio is recomputed from its summed parts.
A unit that has not reported carries its last stock forward and adds no flow; the total then
says so (figures.md, sections 5.3 and 5.4). Nothing here is ever stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.moves import EQUATIONS, Move, born_within, moves_between, net_moved
from desktop.models.figures.register_counts import Movement, register_movement, reporting
from desktop.models.figures.views import WORST, PartState, View, period_views
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import (
    Period,
    cumulative_window,
    months_of,
    parse_period,
    periods_between,
    previous,
)
from desktop.models.store.reader import Reader
from desktop.models.text import short_date
from desktop.models.units.units import Tree, Unit, tree_on

CARRY_BACK = 12
"""How many earlier periods a missing stock may be carried from."""


class Total(msgspec.Struct, frozen=True):
    """A total with how firm it is; for a ratio `value` is rounded to two decimals.

    `reported` of `of` base unions have locked the figure's home form.
    """

    value: int | Decimal | None
    state: PartState
    reported: int
    of: int
    numerator: int | None = None
    denominator: int | None = None


class Part(msgspec.Struct, frozen=True):
    """What one unit adds to a total."""

    unit: str
    value: int
    state: PartState
    period: str
    op: str


class Rollup(msgspec.Struct):
    """Everything that was added up for one unit and period.

    `before` is the tree on the eve of the period; `leavers` are the units that ended within
    it; `na` the codes a unit said do not apply to it; `moves` what events moved between unions.
    """

    top: Unit
    period: Period
    tree: Tree
    before: Tree
    base: list[Unit]
    leavers: list[Unit] = msgspec.field(default_factory=list)
    na: dict[str, set[str]] = msgspec.field(default_factory=dict)
    parts: dict[str, list[Part]] = msgspec.field(default_factory=dict)
    reported: dict[str, set[str]] = msgspec.field(default_factory=dict)
    states: dict[str, dict[str, PartState]] = msgspec.field(default_factory=dict)
    movement: Movement | None = None
    moves: list[Move] = msgspec.field(default_factory=list)
    counted: frozenset[str] = frozenset()

    def totals(self, packs: Packs) -> dict[str, Total]:
        """Return code → total of everything that anyone reported or the register counts."""
        sums = {code: sum(p.value for p in parts) for code, parts in self.parts.items()}
        if self.movement is not None:
            for code, count in self.movement.counts.items():
                sums[code] = sums.get(code, 0) + count if code in _ADDED else count
        self._cancel(sums)
        for indicator in packs.indicators.values():
            if indicator.sum_of and any(c in sums for c in (*indicator.sum_of, *indicator.minus)):
                sums[indicator.code] = sum(sums.get(c, 0) for c in indicator.sum_of) - sum(
                    sums.get(c, 0) for c in indicator.minus
                )
        found = {code: self._total(packs, code, value) for code, value in sums.items()}
        for indicator in packs.indicators.values():
            if indicator.type == "R":
                ratio = self._ratio(packs, indicator, sums)
                if ratio is not None:
                    found[indicator.code] = ratio
        return found

    def _cancel(self, sums: dict[str, int]) -> None:
        """Take out what moved with whole unions between two that are both counted here."""
        for move in self.moves:
            if move.out == "C27" and {move.source, move.target} <= self.counted:
                for code, number in (*move.codes("out").items(), *move.codes("into").items()):
                    sums[code] = sums.get(code, 0) - number
                    if not sums[code]:
                        del sums[code]

    def _total(self, packs: Packs, code: str, value: int) -> Total:
        home = _home(packs, code)
        states = self.states.get(home, {})
        own = [part.state for part in self.parts.get(code, ())]
        worst = worst_of([*states.values(), *own] or ["accepted"])
        indicator = packs.indicators.get(split_code(code)[0])
        if indicator is not None and indicator.from_register and not own:
            return Total(value, "accepted", len(self.base), len(self.base))
        return Total(value, worst, len(self.reported.get(home, ())), len(self.base))

    def _ratio(self, packs: Packs, indicator: Indicator, sums: Mapping[str, int]) -> Total | None:
        codes = (*indicator.numerator, *indicator.denominator)
        if not all(any(c in sums for c in part) for part in (
            indicator.numerator, indicator.denominator)):  # fmt: skip
            return None
        numerator = sum(sums.get(c, 0) for c in indicator.numerator)
        denominator = sum(sums.get(c, 0) for c in indicator.denominator)
        whole = [self._total(packs, c, sums[c]) for c in codes if c in sums]
        worst = worst_of(t.state for t in whole)
        reported = min(t.reported for t in whole)
        value = ratio(numerator, denominator, indicator.scale)
        return Total(value, worst, reported, len(self.base), numerator, denominator)


_ADDED = frozenset({"C15", "C27", "C15N", "C27N"})


def ratio(numerator: int, denominator: int, scale: int = 100) -> Decimal | None:
    """Return scale × numerator / denominator, two decimals, half-up; None without a whole."""
    if denominator == 0:
        return None
    exact = Fraction(numerator * scale * 100, denominator)
    rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return Decimal(rounded).scaleb(-2)


def roll_up(
    reader: Reader, period_id: str, unit: str = "", *, known_on: date | None = None
) -> Rollup:
    """Add up a unit's tree (default: our own unit) as of the period's end.

    `known_on` restates the figures as this office knew them at the end of that day.
    """
    period = parse_period(period_id, reader.packs.schemes)
    return _add_up(reader, period, [period], unit, known_on)


def cumulate(
    reader: Reader, period_id: str, unit: str = "", *, known_on: date | None = None
) -> Rollup:
    """Add up from the first day of the period's year to its end ("lũy kế")."""
    period = parse_period(period_id, reader.packs.schemes)
    first, last = cumulative_window(period, reader.packs.schemes)
    scheme = reader.packs.scheme(period.scheme, period.data_from)
    spans = [] if "{slug}" in scheme.pattern else periods_between(first, last, scheme)
    window = replace(period, data_from=first)
    return _add_up(reader, window, spans or [period], unit, known_on)


def _add_up(
    reader: Reader, window: Period, spans: Sequence[Period], unit: str, known_on: date | None
) -> Rollup:
    """Add up consecutive periods of one scheme, over the tree as of the last one's end."""
    tree = tree_on(reader, window.data_to)
    top = top_of(reader, tree, unit)
    if tree.role(top) == "part":
        raise Refusal(
            _("{unit} báo cáo qua công đoàn cơ sở.").format(unit=top.name),
            next_step=_("Xem số liệu của công đoàn cơ sở."),
        )
    before = tree_on(reader, window.data_from - timedelta(1))
    result = Rollup(top, window, tree, before, tree.base_unions(top.id))
    result.leavers = _left_within(reader, before, window, tree, top)
    units = [u for u in tree.walk(top.id) if tree.role(u) != "part"]
    months: list[Period] = []
    for span in spans:
        months = _months(reader, span)
        views = {p.id: period_views(reader, p.id, known_on) for p in [*months, span]}
        last = span is spans[-1]
        _add_units(reader.packs, result, [*units, *result.leavers], span, months, views, last)
    for known in result.states.values():
        for base in result.base:
            known.setdefault(base.id, "missing")
    _carry(reader, result, months[-1], known_on)
    result.counted = frozenset(unit.id for unit in (*units, *result.leavers))
    _add_moves(reader, result, known_on)
    _add_counted(reader, result)
    result.movement = register_movement(reader, window, before, tree, top)
    return result


def top_of(reader: Reader, tree: Tree, unit: str = "") -> Unit:
    """Return the unit of this code or id, "" our own. Raises Refusal when it is not in the tree."""
    own = reader.own_unit
    if (unit or own) == own and own not in tree.units:
        raise Refusal(
            _("Ngày {day} đơn vị mình chưa có hoặc không còn hoạt động.").format(
                day=short_date(tree.on)
            ),
            next_step=_("Chọn kỳ báo cáo khác."), code="E_UNIT",
        )  # fmt: skip
    return tree.by_code(unit or own)


def _months(reader: Reader, period: Period) -> list[Period]:
    if period.scheme == "THANG":
        return [period]
    return months_of(period, reader.packs.schemes) or [period]


def totals(
    reader: Reader, period_id: str, unit: str = "", *, known_on: date | None = None
) -> dict[str, Total]:
    """Return code → total of a unit's tree; see `roll_up`."""
    return roll_up(reader, period_id, unit, known_on=known_on).totals(reader.packs)


def _left_within(reader: Reader, before: Tree, period: Period, tree: Tree, top: Unit) -> list[Unit]:
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


def _add_moves(reader: Reader, result: Rollup, known_on: date | None) -> None:
    """Add what events moved: it stands in no return, but beside the unit's own figures."""
    window = result.period
    result.moves = moves_between(reader, window.data_from, window.data_to, known_on)
    for move in result.moves:
        sides = ((move.source, "out", move.out_typed), (move.target, "into", move.in_typed))
        for unit, side, typed in sides:
            if unit not in result.counted or typed:
                continue
            for code, number in move.codes(side).items():
                part = Part(unit, number, move.state, window.id, move.event)
                result.parts.setdefault(code, []).append(part)


def _add_counted(reader: Reader, result: Rollup) -> None:
    """Add what follows from other figures and the register: members of new unions (B01M, B02M)
    and of occupational unions (A06M), unless somebody typed them.
    """
    new = born_within(reader, result.period.data_from, result.period.data_to)
    for unit in result.base:
        occupational = unit.kind == "NDCS"
        if unit.id in new:
            _copy(result, unit.id, "C12", "B02M" if occupational else "B01M")
        if occupational:
            _copy(result, unit.id, "A03", "A06M")


def _copy(result: Rollup, unit: str, code: str, to: str) -> None:
    held = result.parts.get(to, [])
    if not any(part.unit == unit for part in held):
        parts = [part for part in result.parts.get(code, ()) if part.unit == unit]
        if parts:
            result.parts.setdefault(to, []).extend(parts)


def _add_units(
    packs: Packs,
    result: Rollup,
    units: Sequence[Unit],
    span: Period,
    months: Sequence[Period],
    views: Mapping[str, Mapping[str, Mapping[str, View]]],
    last_span: bool,
) -> None:
    """Add one period: what was reported for it, and from its months what it does not hold."""
    base = {unit.id for unit in result.base}
    for unit in units:
        direct = views[span.id].get(unit.id, {})
        for form, view in direct.items():
            _add_view(packs, result, unit, form, view, span.id, flows_only=not last_span)
            if last_span:
                _note_state(result, base, unit, form, view.state)
        for month in months:
            if month.id == span.id:
                continue
            last = last_span and month is months[-1]
            for form, view in views[month.id].get(unit.id, {}).items():
                known = direct[form].values if form in direct else {}
                rest = {code: value for code, value in view.values.items() if code not in known}
                part = replace(view, values=rest)
                _add_view(packs, result, unit, form, part, month.id, flows_only=not last)
                if last and form not in direct:
                    _note_state(result, base, unit, form, view.state)


def _note_state(result: Rollup, base: set[str], unit: Unit, form: str, state: PartState) -> None:
    if unit.id not in base:
        return
    result.states.setdefault(form, {})[unit.id] = state
    if state in ("accepted", "submitted"):
        result.reported.setdefault(form, set()).add(unit.id)


def _add_view(
    packs: Packs, result: Rollup, unit: Unit, form: str, view: View, period: str, *,
    flows_only: bool,
) -> None:  # fmt: skip
    for code, raw in view.values.items():
        indicator = packs.indicators.get(split_code(code)[0])
        if indicator is None or indicator.home != form:
            continue
        value = number_of(raw)
        if value is None:
            if isinstance(raw, dict) and raw.get("state") == "na" and not flows_only:
                result.na.setdefault(unit.id, set()).add(code)
            continue
        stock = indicator.type == "S"
        if stock and (flows_only or unit.id not in result.tree.units):
            continue
        part = Part(unit.id, value, view.state, period, view.op)
        result.parts.setdefault(code, []).append(part)


def _carry(reader: Reader, result: Rollup, first: Period, known_on: date | None) -> None:
    """Carry the last stocks of base unions that have not reported, at most a year back."""
    waiting = {
        unit.id for unit in result.base
        if result.states.get("F1", {}).get(unit.id, "missing") == "missing"
    }  # fmt: skip
    period = first
    for _step in range(CARRY_BACK):
        if not waiting or period.scheme != "THANG":
            return
        period = previous(period, reader.packs.schemes)
        views = period_views(reader, period.id, known_on)
        for unit in sorted(waiting & views.keys()):
            view = views[unit].get("F1")
            if view is None:
                continue
            waiting.discard(unit)
            values = _moved_on(reader, view.values, unit, period.data_to, first.data_to, known_on)
            carried = View("carried", values, view.rev, view.op)
            _add_view(
                reader.packs, result, result.tree.units[unit], "F1", carried, period.id,
                flows_only=False,
            )  # fmt: skip
            result.states.setdefault("F1", {})[unit] = "carried"
    _begin(reader, result, waiting, first, known_on)


def _moved_on(
    reader: Reader, values: Mapping[str, Any], unit: str, since: date, last: date,
    known_on: date | None,
) -> Mapping[str, Any]:  # fmt: skip
    """Return carried figures with the members whom events brought or took since."""
    moves = moves_between(reader, since + timedelta(1), last, known_on)
    equations = reader.packs.equations
    moved = dict(values)
    for name, _ending in EQUATIONS:
        net = net_moved(moves, unit, name)
        for stock in equations[name].stocks if name in equations and net else ():
            known = number_of(values.get(stock))
            if known is not None:
                moved[stock] = max(known + net, 0)
    return moved


def _begin(
    reader: Reader, result: Rollup, waiting: set[str], last: Period, known_on: date | None
) -> None:
    """Give a new union that never reported the members its founding or split brought it."""
    first = last.data_from
    for _step in range(CARRY_BACK):
        first = (first - timedelta(1)).replace(day=1)
    new = born_within(reader, first, last.data_to) & waiting
    moves = moves_between(reader, first, last.data_to, known_on) if new else []
    for unit in sorted(new):
        values = {
            reader.packs.equations[name].stocks[0]: net_moved(moves, unit, name)
            for name, _ending in EQUATIONS if name in reader.packs.equations
        }  # fmt: skip
        if any(values.values()):
            view = View("carried", {k: v for k, v in values.items() if v}, 0, "")
            _add_view(
                reader.packs, result, result.tree.units[unit], "F1", view, last.id,
                flows_only=False,
            )  # fmt: skip
            result.states.setdefault("F1", {})[unit] = "carried"


def _home(packs: Packs, code: str) -> str:
    indicator = packs.indicators.get(split_code(code)[0])
    return indicator.home if indicator else ""


def worst_of(states: Iterable[PartState]) -> PartState:
    """Return the least firm of several states."""
    return max(states, key=WORST.index, default="missing")


def as_json(total: Total) -> dict[str, Any]:
    """Return a total in the shape of the command line's contract."""
    value = float(total.value) if isinstance(total.value, Decimal) else total.value
    found: dict[str, Any] = {
        "value": value, "state": total.state, "reported": total.reported, "of": total.of,
    }  # fmt: skip
    if total.numerator is not None:
        found |= {"numerator": total.numerator, "denominator": total.denominator}
    return found
