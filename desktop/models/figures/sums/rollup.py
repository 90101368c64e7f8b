"""Roll-ups: a unit's totals over its tree and over the months of a longer period.

A stock takes the last period, a flow adds up, a ratio is recomputed from its summed parts.
A unit that has not reported carries its last stock forward and adds no flow; the total then
says so (figures.md, sections 5.3 and 5.4). Nothing here is ever stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import TREE_CAUSED, split_code
from desktop.models.figures.made_of import leaves, summands
from desktop.models.figures.moves import CARRIED_FORM, Move, born_within, eve, moves_between
from desktop.models.figures.own_members import states_above
from desktop.models.figures.sums.carry import begun_rows, carried_stocks, reckon
from desktop.models.figures.sums.leavers import ended_among, left_within
from desktop.models.figures.sums.months_told import GivenMonths, MonthsTold, tell_months
from desktop.models.figures.sums.offices import offices_owing
from desktop.models.figures.sums.parts import (
    OCCUPATIONAL,
    OF_OCCUPATIONAL,
    Gathered,
    Part,
    first_openings,
    gaps,
    gather,
    monthly_forms,
    months_in,
    owed_monthly,
    told_of,
    within,
)
from desktop.models.figures.sums.register_counts import (
    Movement,
    movement_between,
    register_movement,
    reporting,
)
from desktop.models.figures.sums.total import Total, ratio, worst_of
from desktop.models.figures.sums.transfers import Transfers, transfers_of
from desktop.models.figures.sums.waiting import Waiting, waiting_in
from desktop.models.figures.views import PartState, period_views
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, cumulative_window, parse_period
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.units.ceased import top_of
from desktop.models.units.units import Tree, Unit, own_unit, tree_on


class Rollup(msgspec.Struct):
    """Everything that was added up for one unit and period.

    `before` is the tree on the eve of the period; `leavers` are the units that ended within
    it; `na` the codes a unit said do not apply to it; `moves` what events moved between unions.
    `above` holds the states of units above base unions that owe a form as those do, `offices`, of
    forms that not every base union owes, the units that do; `given` which months of the window each
    unit gave of a form, a bit each, `gave` the same with which of them it locked; `returned` the
    units whose return of a form was sent back, so that it counts no firmer than what is being
    typed. `months` are those that a longer period is told by, none of a month or a fast report.
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
    gaps: dict[str, dict[str, set[str]]] = msgspec.field(default_factory=dict)
    offices: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)
    given: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    returned: dict[str, set[str]] = msgspec.field(default_factory=dict)
    above: dict[str, dict[str, PartState]] = msgspec.field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()
    gave: dict[str, GivenMonths] = msgspec.field(default_factory=dict)
    months: tuple[Period, ...] = ()
    told_by_form: dict[str, MonthsTold | None] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Forget what was told by form: it is another's where this is part of a roll-up."""
        self.told_by_form = {}

    def owing(self, form: str) -> frozenset[str]:
        """Return the units that owe a form: every base union, or the offices that give it."""
        known = self.offices.get(form)
        return frozenset(unit.id for unit in self.base) if known is None else known

    def told(self, form: str) -> MonthsTold | None:
        """Return how far a longer period is told in a form; None where months do not tell it."""
        if form not in self.told_by_form:
            self.told_by_form[form] = self.told_of(form, self.owing(form))
        return self.told_by_form[form]

    def told_of(self, form: str, units: Iterable[str], until: int | None = None) -> (
        MonthsTold | None
    ):  # fmt: skip
        """Return how far some units told a longer period in a form; see `tell_months`."""
        if form not in self.gave or not self.months:
            return None
        base = {unit.id: unit.valid_from for unit in self.base} if form not in self.offices else {}
        owing = {unit: base.get(unit) for unit in units}
        return tell_months(self.months, self.gave[form], owing, until)

    def totals(self, packs: Packs) -> dict[str, Total]:
        """Return code → total of everything that anyone reported or the register counts."""
        sums = self.sums(packs)
        for indicator in packs.indicators.values():
            if indicator.sum_of and any(c in sums for c in (*indicator.sum_of, *indicator.minus)):
                sums[indicator.code] = sum(sums.get(c, 0) for c in indicator.sum_of) - sum(
                    sums.get(c, 0) for c in indicator.minus
                )
        inside = self.inside(packs)
        found = {code: self._total(packs, code, value, inside) for code, value in sums.items()}
        for indicator in packs.indicators.values():
            if indicator.type == "R":
                ratio = self._ratio(packs, indicator, sums)
                if ratio is not None:
                    found[indicator.code] = ratio
            if not indicator.additive and found.pop(indicator.code, None) is not None:
                own = [p for p in self.parts.get(indicator.code, ()) if p.unit == self.top.id]
                for last in own[-1:]:  # a grade is never summed
                    found[indicator.code] = Total(last.value, last.state, 1, 1, by_offices=True)
        if not self.waiting:
            return found
        return {
            code: replace(total, waiting=self.waiting_for(packs, [code]))
            for code, total in found.items()
        }

    def waiting_for(self, packs: Packs, codes: Iterable[str]) -> tuple[Waiting, ...]:
        """Return what waits and would change any of some figures, plain or reckoned from others."""
        made = {leaf for code in codes for leaf in leaves(packs, code)}
        mine = (one.of(made) for one in self.waiting if one.unit in self.counted)
        return tuple(one for one in mine if one is not None)

    def total_of(self, packs: Packs, code: str) -> Total | None:
        """Return one total, None where nobody gave any; 0 where all of it moved inside."""
        known = self.totals(packs).get(code)
        graded = code in packs.indicators and not packs.indicators[code].additive
        if known is None and self.parts.get(code) and not graded:
            return self._total(packs, code, 0, self.inside(packs))
        return known

    def sums(self, packs: Packs) -> dict[str, int]:
        """Return code → sum of what was reported and counted, less what moved inside."""
        sums = {code: sum(p.value for p in parts) for code, parts in self.parts.items()}
        if self.movement is not None:
            for code, count in self.movement.counts.items():
                sums[code] = sums.get(code, 0) + count if code in TREE_CAUSED else count
        for code, number in self.inside(packs).items():
            sums[code] = sums.get(code, 0) - number
            if not sums[code] and code in TREE_CAUSED:
                del sums[code]
        return sums

    def inside(self, packs: Packs) -> dict[str, int]:
        """Return code → members who moved between two units that are both counted here.

        They went with a whole union, or both sides told of a transfer.
        """
        found: dict[str, int] = {}
        for one in self.transfers(packs):
            found |= dict.fromkeys(one.codes, one.cancelled) if one.cancelled else {}
        for move in self.moves:
            if move.out == "C27" and {move.source, move.target} <= self.counted:
                for code, number in (*move.codes("out").items(), *move.codes("into").items()):
                    found[code] = found.get(code, 0) + number
        return found

    def transfers(self, packs: Packs) -> list[Transfers]:
        """Return the transfers within the system that the counted units reported, by pair."""
        if len(self.counted) < 2:
            return []
        return transfers_of(packs, self.parts)

    def is_topmost(self) -> bool:
        """Tell whether nothing stands above: a transfer then has both its sides here."""
        above = self.tree.units.get(self.top.parent or "")
        return above is None or self.tree.role(above) == "national"

    def _total(self, packs: Packs, code: str, value: int, inside: Mapping[str, int]) -> Total:
        if code == OF_OCCUPATIONAL:
            owing = {unit.id for unit in self.base if unit.kind == OCCUPATIONAL}
            known, told = told_of(owing, self.parts.get(code, ()))
            months = self.told_of(CARRIED_FORM, owing) if told < len(owing) else None
            return Total(value, worst_of(known), told, len(owing), told=months)
        home = _home(packs, code)
        states = {**self.above.get(home, {}), **self.states.get(home, {})}
        own = [part.state for one in summands(packs, code) for part in self.parts.get(one, ())]
        late = self._late(packs, code)
        gone: list[PartState] = ["missing"] if late else []  # a month nobody told is no part of it
        worst = worst_of([*states.values(), *own, *gone] or ["accepted"])
        indicator = packs.indicators.get(split_code(code)[0])
        if indicator is not None and indicator.from_register and not own:
            return Total(value, "accepted", len(self.base), len(self.base))
        reported = self.reported.get(home, set()) - self._partly(packs, code)
        return Total(
            value, worst, len(reported), len(self.owing(home)),
            internal=inside.get(code, 0), missing_months=late,
            by_offices=home in self.offices, told=self.told(home),
        )  # fmt: skip

    def _late(self, packs: Packs, code: str) -> tuple[str, ...]:
        return tuple(sorted(month for month, units in self._silent(packs, code).items() if units))

    def _silent(self, packs: Packs, code: str) -> Mapping[str, set[str]]:
        """Return month → units that told nothing of it, of a flow."""
        indicator = packs.indicators.get(split_code(code)[0])
        if indicator is None or indicator.type != "F":
            return {}
        return self.gaps.get(indicator.home, {})

    def _partly(self, packs: Packs, code: str) -> set[str]:
        """Return the units that locked the end of a period, but not all that a figure is made of:
        they told nothing of a month, or have not locked it.
        """
        found = set[str]().union(*self._silent(packs, code).values())
        for one in summands(packs, code):
            found |= {
                part.unit for part in self.parts.get(one, ())
                if part.state in ("live", "carried") and not part.event
            }  # fmt: skip
        return found

    def _ratio(self, packs: Packs, indicator: Indicator, sums: Mapping[str, int]) -> Total | None:
        codes = (*indicator.numerator, *indicator.denominator)
        if not all(any(c in sums for c in part) for part in (
            indicator.numerator, indicator.denominator)):  # fmt: skip
            return None
        numerator = sum(sums.get(c, 0) for c in indicator.numerator)
        denominator = sum(sums.get(c, 0) for c in indicator.denominator)
        whole = [self._total(packs, c, sums[c], {}) for c in codes if c in sums]
        worst = worst_of(t.state for t in whole)
        reported = min(t.reported for t in whole)
        value = ratio(numerator, denominator, indicator.scale)
        least = next(t for t in whole if t.reported == reported)
        return Total(
            value, worst, reported, least.of, numerator, denominator, by_offices=least.by_offices,
            told=least.told,
        )  # fmt: skip

    def firmness(self, packs: Packs, codes: Iterable[str]) -> Total:
        """Return how firm what is reckoned from several figures is: as the least firm of them."""
        found = [self._total(packs, code, 0, {}) for code in codes]
        worst = worst_of(total.state for total in found)
        return replace(min(found, key=lambda total: total.reported), state=worst)


def roll_up(
    reader: Reader, period_id: str, unit: str = "", *, known_on: date | None = None
) -> Rollup:
    """Add up a unit's tree (default: our own unit) as of the period's end.

    `known_on` restates everything as this office knew it at the end of that day: figures,
    verdicts, openings, the tree and its events.
    """
    with as_known(reader, known_on) as then:
        period = parse_period(period_id, then.packs.schemes)
        return _add_up(then, period, period, unit)


def cumulate(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    since: date | None = None,
) -> Rollup:
    """Add up from the first day of the period's year to its end ("lũy kế").

    `since` is another first day: a year's target counts months from where the year itself does.
    """
    with as_known(reader, known_on) as then:
        period = parse_period(period_id, then.packs.schemes)
        first = since or cumulative_window(period, then.packs.schemes)[0]
        return _add_up(then, replace(period, data_from=first), period, unit)


def add_up_units(reader: Reader, period_id: str, units: Iterable[str]) -> Rollup:
    """Add up some units alone, wherever they stood: a set for comparing, without a tree.

    Where they stood moves nobody, nor does what moved between two of them. A union of the set
    that was founded or ended in the period came or went all the same, with its members.
    """
    period = parse_period(period_id, reader.packs.schemes)
    return _of_units(reader, period, list(units))


def _add_up(reader: Reader, window: Period, asked: Period, unit: str) -> Rollup:
    """Add up a window over the tree as of its last day."""
    tree = tree_on(reader, window.data_to)
    top = top_of(reader, tree, unit, window.data_from)
    if tree.role(top) == "part":
        raise Refusal(
            _("{unit} báo cáo qua công đoàn cơ sở.").format(unit=top.name),
            next_step=_("Xem số liệu của công đoàn cơ sở."),
        )
    before = tree_on(reader, eve(window.data_from))
    result = Rollup(top, window, tree, before, tree.base_unions(top.id))
    result.leavers = left_within(reader, window, top)
    units = [u for u in tree.walk(top.id) if tree.role(u) != "part"]
    was = reporting(before, top.id) if top.id in before.units else []
    _gather(reader, result, asked, units, was)
    result.counted = frozenset(unit.id for unit in (*units, *result.leavers))
    _add_moves(reader, result)
    _add_counted(reader, result)
    result.movement = register_movement(reader, window, before, tree, top, result.leavers)
    return result


def _of_units(reader: Reader, period: Period, units: Sequence[str]) -> Rollup:
    tree, before = tree_on(reader, period.data_to), tree_on(reader, eve(period.data_from))
    chosen = [tree.units[unit] for unit in units if unit in tree.units]
    was = [before.units[unit] for unit in units if unit in before.units]
    # Whose sum it is says nothing here: the office itself may not have existed that day.
    top = tree.units.get(reader.own_unit) or next(iter(chosen), None)
    top = top or own_unit(reader, tree.on)
    result = Rollup(top, period, tree, before, [u for u in chosen if tree.role(u) == "base"])
    result.leavers = ended_among(reader, period, set(units))
    _gather(reader, result, period, chosen, was)
    result.counted = frozenset(unit.id for unit in (*chosen, *result.leavers))
    _add_moves(reader, result)
    _add_counted(reader, result)
    result.movement = movement_between(
        reader, period, before, tree, was, chosen, result.leavers
    )  # fmt: skip
    return result


def _gather(
    reader: Reader, result: Rollup, asked: Period, units: Sequence[Unit], was: Sequence[Unit]
) -> None:
    """Read what the units and those that left gave for the window, and carry what is missing.

    `was` stood here on its eve.
    """
    packs, window = reader.packs, result.period
    periods = within(packs, window, asked)
    views = {period.id: period_views(reader, period.id) for period in periods}
    everybody = [unit.id for unit in (*units, *result.leavers)]
    ended = {one.id: one.valid_to for one in result.leavers if one.valid_to is not None}
    found = gather(packs, window, periods, views, everybody, result.tree.units, ended)
    result.parts, result.na, result.given = found.parts, found.na, found.months
    result.returned = found.returned
    result.months, result.gave = _told_months(packs, window, found)
    born = born_within(reader, window.data_from, window.data_to)
    entered = [u for u in everybody if u not in result.before.units and u not in born]
    result.parts |= first_openings(packs, window, views, [*(u.id for u in was), *entered])
    base = {unit.id for unit in result.base}
    result.offices = offices_owing(reader, result.tree, result.top, asked, found)
    for form, states in found.newest.items():
        owing = result.owing(form)
        mine = {unit: state for unit, state in states.items() if unit in owing}
        result.states[form] = mine
        sent = {unit for unit, state in mine.items() if state in ("accepted", "submitted")}
        if sent:
            result.reported[form] = sent
    for form in (*result.offices, *owed_monthly(packs)):  # silent are all, where nobody told it
        result.states.setdefault(form, {})
    for form, known in result.states.items():
        for unit in result.owing(form):
            known.setdefault(unit, "missing")
    result.gaps = gaps(packs, window, found, [(u.id, u.valid_from) for u in result.base])
    given = found.newest.get(CARRIED_FORM, {})
    begun = begun_rows(views, periods, window.data_to, given)
    waiting = [unit.id for unit in units if unit.id not in given or unit.id in begun]
    last = months_in(packs, window)[-1]
    carried = carried_stocks(
        reader, last, [unit for unit in waiting if unit in base],
        [unit for unit in waiting if unit not in base], begun,
    )  # fmt: skip
    reckon(packs, last, carried, begun, result.parts)
    for unit, parts in carried.items():
        for code, part in parts.items():
            result.parts.setdefault(code, []).append(part)
        if unit in base and unit not in begun:
            result.states.setdefault(CARRIED_FORM, {})[unit] = "carried"
    result.waiting = waiting_in(
        reader, window, periods, views, everybody, result.tree.units,
        openers=[*(u.id for u in was), *entered], ended=ended, carried=carried,
    )  # fmt: skip
    result.above = states_above(reader, asked, window.data_to, found.newest, result.states)
    result.above = {
        form: {unit: "carried" if form == CARRIED_FORM and unit in carried and unit not in begun
               else state for unit, state in states.items() if unit in everybody}
        for form, states in result.above.items()
    }  # fmt: skip


def _told_months(
    packs: Packs, window: Period, found: Gathered
) -> tuple[tuple[Period, ...], dict[str, GivenMonths]]:
    """Return the months that tell a longer period, and who gave them, of forms asked monthly."""
    months = tuple(months_in(packs, window))
    ad_hoc = packs.scheme(window.scheme, window.data_to).kind == "ad_hoc"
    if len(months) < 2 or ad_hoc:
        return (), {}
    return months, {
        form.id: GivenMonths(
            found.months.get(form.id, {}), found.locked.get(form.id, {}),
            found.back.get(form.id, {}),
            not any(one.home == form.id and one.type == "F" for one in packs.indicators.values()),
        )
        for form in monthly_forms(packs)
    }  # fmt: skip


def totals(
    reader: Reader, period_id: str, unit: str = "", *, known_on: date | None = None
) -> dict[str, Total]:
    """Return code → total of a unit's tree; see `roll_up`. Empty before anything was known."""
    with as_known(reader, known_on) as then:
        if then is not reader and not then.rows("SELECT 1 FROM leaf WHERE kind = 'unit' LIMIT 1"):
            return {}
        return roll_up(then, period_id, unit).totals(then.packs)


def _add_moves(reader: Reader, result: Rollup) -> None:
    """Add what events moved: it stands in no return, but beside the unit's own figures."""
    window = result.period
    result.moves = moves_between(reader, window.data_from, window.data_to)
    for move in result.moves:
        sides = ((move.source, "out", move.out_typed), (move.target, "into", move.in_typed))
        for unit, side, typed in sides:
            if unit not in result.counted or typed:
                continue
            for code, number in move.codes(side).items():
                part = Part(unit, number, move.state, window.id, move.event, event=True)
                result.parts.setdefault(code, []).append(part)


def _add_counted(reader: Reader, result: Rollup) -> None:
    """Add what follows from other figures and the register: members of new unions (B01M, B02M)
    and of occupational unions (A06M), unless somebody typed them.
    """
    new = born_within(reader, result.period.data_from, result.period.data_to)
    gone = [unit for unit in result.leavers if result.tree.role(unit) == "base"]
    for unit in (*result.base, *gone):
        occupational = unit.kind == OCCUPATIONAL
        if unit.id in new:
            _copy(result, unit.id, "C12", "B02M" if occupational else "B01M")
        if occupational and unit.id in result.tree.units:
            _copy(result, unit.id, "A03", OF_OCCUPATIONAL)


def _copy(result: Rollup, unit: str, code: str, to: str) -> None:
    held = result.parts.get(to, [])
    if not any(part.unit == unit for part in held):
        parts = [part for part in result.parts.get(code, ()) if part.unit == unit]
        if parts:
            result.parts.setdefault(to, []).extend(parts)


def _home(packs: Packs, code: str) -> str:
    indicator = packs.indicators.get(split_code(code)[0])
    return indicator.home if indicator else ""
