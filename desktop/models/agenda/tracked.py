"""What an office follows: the targets of its plan, and its members, against today's figures."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.cells import number_of
from desktop.models.figures.rollup import Total, totals
from desktop.models.figures.views import period_views
from desktop.models.outline.targets import PERCENT, Target, attainment, format_target
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, months_between
from desktop.models.plans import plan_head
from desktop.models.plans.plan_reading import list_plans, read_outline
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number, vi_ratio
from desktop.models.units.scope import Scope
from desktop.models.units.units import tree_on

ALWAYS = ("A03", "A01")
"""Members and employees are followed whether or not a plan speaks of them."""
MOST = 8


class Tracked(msgspec.Struct, frozen=True):
    """A target or a figure that is followed.

    `done`, `planned` and `forecast` are shares of the target (1 is reached), None where they
    cannot be told; `number` is what was reached, `wanted` the target in words, `note` how
    firm the number is. `subject` names indicator, period and, of a target, plan and item.
    """

    name: str
    number: str
    wanted: str
    note: str
    done: float | None
    planned: float | None
    forecast: float | None
    met: bool | None
    subject: Mapping[str, str]


class _SoFar(msgspec.Struct, frozen=True):
    """The year up to the last month anyone reported."""

    year: int
    month: Period
    elapsed: Fraction
    sums: Mapping[str, int]
    stocks: Mapping[str, Total]

    def amount(self, packs: Packs, code: str) -> int | None:
        """Return the number of one indicator: a stock as it stands, a flow added up."""
        indicator = packs.indicators.get(code)
        if indicator is None:
            return None
        if indicator.sum_of and indicator.type != "S":
            parts = [self.sums[c] for c in indicator.sum_of if c in self.sums]
            return sum(parts) - sum(self.sums.get(c, 0) for c in indicator.minus) if parts else None
        if indicator.type == "F" or code in self.sums:
            return self.sums.get(code)
        total = self.stocks.get(code)
        return total.value if total is not None and isinstance(total.value, int) else None


def read_tracked(reader: Reader, today: date) -> list[Tracked]:
    """Return the targets of the year's own plans, then members and employees."""
    so_far = _so_far(reader, today)
    if so_far is None:
        return []
    targets = sorted(_of_plans(reader, so_far), key=lambda one: one.done is None)
    found = targets[:MOST]
    named = {one.subject.get("indicator") for one in found}
    for code in ALWAYS:
        total = so_far.stocks.get(code)
        if total is not None and total.value is not None and code not in named:
            found.append(_figure(reader.packs.indicators[code], total, so_far.month))
    return found


def _so_far(reader: Reader, today: date) -> _SoFar | None:
    months = months_between(date(today.year, 1, 1), today, reader.packs.schemes)
    if not months:
        months = months_between(date(today.year - 1, 1, 1), today, reader.packs.schemes)
    scope = Scope.of(reader)
    views = {month.id: period_views(reader, month.id, scope=scope) for month in months}
    known = [month for month in months if views[month.id]]
    if not known:
        return None
    last = known[-1]
    below = {unit.id for unit in tree_on(reader, last.data_to).walk(reader.own_unit)}
    flows = _flows(reader.packs)
    sums: dict[str, int] = {}
    for month in known:
        for unit, forms in views[month.id].items():
            if unit in below:
                for form, view in forms.items():
                    _add(flows.get(form, frozenset()), sums, view.values)
    elapsed = Fraction(last.data_to.month, 12)
    return _SoFar(last.calendar_year, last, elapsed, sums, totals(reader, last.id))


def _flows(packs: Packs) -> dict[str, set[str]]:
    """Return form → the codes of the flows it is home to."""
    found: dict[str, set[str]] = {}
    for code, indicator in packs.indicators.items():
        if indicator.type == "F":
            found.setdefault(indicator.home, set()).add(code)
    return found


def _add(flows: Set[str], sums: dict[str, int], values: Mapping[str, Any]) -> None:
    """Add the whole flows of one return; its parts ("C11;LH=FDI") are in them already."""
    for code in values.keys() & flows:
        number = number_of(values[code])
        if number is not None:
            sums[code] = sums.get(code, 0) + number


def _of_plans(reader: Reader, so_far: _SoFar) -> Iterator[Tracked]:
    for head in list_plans(reader, year=so_far.year):
        for row in read_outline(reader, head.id):
            for target in row.item.targets:
                if target.value is None or not target.indicator:
                    continue
                indicator = reader.packs.indicators.get(target.indicator)
                if indicator is None:
                    continue
                subject = {"indicator": indicator.code, "plan": head.id, "item": row.item.id}
                draft = _("dự thảo") if head.state == plan_head.DRAFT else ""
                yield _target(reader.packs, indicator, target, so_far, subject, draft)


def _target(
    packs: Packs,
    indicator: Indicator,
    target: Target,
    so_far: _SoFar,
    subject: dict[str, str],
    draft: str,
) -> Tracked:
    numerator, denominator = _parts(packs, indicator, target, so_far)
    wanted = " · ".join(part for part in (format_target(target), draft) if part)
    subject["period"] = so_far.month.id
    if numerator is None or (target.unit == PERCENT and not denominator):
        return Tracked(indicator.name, _("chưa có số"), wanted, "", None, None, None, None, subject)
    reached = attainment(target, numerator, denominator)
    share = _share(reached.done, reached.wanted)
    runs = indicator.type == "F"
    forecast = share / float(so_far.elapsed) if share is not None and runs else None
    number = vi_number(numerator)
    if target.unit == PERCENT and denominator:
        number = f"{vi_ratio(numerator, denominator)} ({number}/{vi_number(denominator)})"
    return Tracked(
        indicator.name, number, wanted, _until(so_far.month, forecast, reached.met), share,
        float(so_far.elapsed) if runs else None, forecast, reached.met, subject,
    )  # fmt: skip


def _parts(
    packs: Packs, indicator: Indicator, target: Target, so_far: _SoFar
) -> tuple[int | None, int | None]:
    if indicator.type == "R":
        tops = _sum(packs, indicator.numerator, so_far)
        return tops, _sum(packs, indicator.denominator, so_far)
    whole = None
    if target.unit == PERCENT and indicator.part_of:
        whole = so_far.amount(packs, indicator.part_of)
    return so_far.amount(packs, indicator.code), whole


def _sum(packs: Packs, codes: Sequence[str], so_far: _SoFar) -> int | None:
    known = [so_far.amount(packs, code) for code in codes]
    return sum(n or 0 for n in known) if any(n is not None for n in known) else None


def _share(done: Fraction | None, wanted: Fraction | None) -> float | None:
    return float(done / wanted) if done is not None and wanted else None


def _until(month: Period, forecast: float | None, met: bool | None) -> str:
    told = _("đến hết {month}").format(month=lowered(month.title))
    if met:
        return _("{told}, đã đạt").format(told=told)
    if forecast is None:
        return told
    reach = vi_ratio(round(forecast * 10_000), 10_000, 0)
    return _("{told}, với đà này cả năm đạt {reach}").format(told=told, reach=reach)


def _figure(indicator: Indicator, total: Total, month: Period) -> Tracked:
    assert isinstance(total.value, int)
    told = _("{month}: {n} trên {of} công đoàn cơ sở đã báo cáo").format(
        month=month.title, n=total.reported, of=total.of
    )
    subject = {"indicator": indicator.code, "period": month.id}
    return Tracked(
        indicator.name, vi_number(total.value), "", told, None, None, None, None, subject
    )
