"""What a printed number comes to and is made of: the answer to a question of `asking`.

Most are traces of one total. What F4 sets beside it is made of two: this period and the same
one of last year, or the year's figure and the target it is measured by.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import target_code, target_title
from desktop.models.figures.sums.rollup import Rollup, cumulate
from desktop.models.figures.sums.total import Total, ratio
from desktop.models.figures.sums.trace import Narrow, Trace, sides, trace, trace_of
from desktop.models.figures.sums.trace_parts import Side, Teller, TracePart
from desktop.models.outline.targets import PERCENT, Target
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.periods import parse_period, same_last_year
from desktop.models.plans.plan_reading import read_plan
from desktop.models.plans.unit_targets import GIVEN, KIND, UnitTarget
from desktop.models.plans.year_targets import year_targets
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.text import short_date
from desktop.reports.asking import Question


def answer(
    reader: Reader, question: Question, unit: str = "", known_on: date | None = None
) -> Trace:
    """Return what the number asked about is made of; `unit` is that of the report ("" our own).

    Raises Refusal where there is nothing to be told.
    """
    with as_known(reader, known_on) as then:
        if question.beside == "change":
            return _change(then, question, unit)
        if question.beside in ("plan", "plan_percent"):
            return _of_plan(then, question, unit)
        return _plain(then, question, unit, question.period)


def _plain(reader: Reader, question: Question, unit: str, period: str) -> Trace:
    before = question.beside == "last_year"
    found = trace(
        reader, _last_year(reader, period) if before else period, question.unit or unit,
        question.code, since_year_began=question.since_year_began, narrow=question.narrow,
    )  # fmt: skip
    title = _("{name} – cùng kỳ năm trước").format(name=found.title)
    return replace(found, title=title) if before else found


def _last_year(reader: Reader, period: str) -> str:
    schemes = reader.packs.schemes
    return same_last_year(parse_period(period, schemes), schemes).id


def _change(reader: Reader, question: Question, unit: str) -> Trace:
    """Return this period's parts and last year's taken off them; of a ratio each side apart."""
    now, before = (
        _plain(reader, question, unit, period)
        for period in (question.period, _last_year(reader, question.period))
    )
    if now.total.numerator is None or before.total.numerator is None:
        taken = (replace(part, value=-part.value) for part in before.parts)
        value = int(now.total.value or 0) - int(before.total.value or 0)
        total = replace(now.total, value=value, internal=0)
        return replace(now, total=total, parts=(*now.parts, *taken), title=_changed(now))
    was: dict[Side, Side] = {"numerator": "numerator_before", "denominator": "denominator_before"}
    parts = tuple(replace(part, side=was[part.side]) for part in before.parts)
    value_now, value_before = (Decimal(str(one.total.value or 0)) for one in (now, before))
    total = replace(now.total, value=value_now - value_before, numerator=None, denominator=None)
    return replace(now, total=total, parts=(*now.parts, *parts), title=_changed(now))


def _changed(now: Trace) -> str:
    return _("{name} – tăng, giảm so với cùng kỳ năm trước").format(name=now.title)


def _of_plan(reader: Reader, question: Question, unit: str) -> Trace:
    """Return the target itself, or what was reached of it since the year began."""
    code = target_code(question.code, question.narrow.band)
    rolled = cumulate(reader, question.period, question.unit or unit)
    year = rolled.period.calendar_year
    held = year_targets(reader, year, rolled.top.id).get(code, UnitTarget())
    target = held.counts
    if target is None or target.value is None:
        raise Refusal(
            _("Năm {year} chưa có chỉ tiêu “{name}”.").format(
                year=year, name=target_title(reader.packs, code)
            ),
            next_step=_("Đặt chỉ tiêu năm ở trang Kế hoạch."), code="E_NOTHING",
        )  # fmt: skip
    part = _target_part(reader, rolled, code, year, held, target)
    name = target_title(reader.packs, code)
    top = rolled.top
    if question.beside == "plan":
        total = Total(_number(target.value), "accepted", 0, 0)
        title = _("{name} – chỉ tiêu năm {year}").format(name=name, year=year)
        return Trace(top.code, top.name, code, title, rolled.period.id, total, (part,))
    done = trace_of(reader, rolled, question.code, question.narrow)
    parts = (replace(part, side="plan"), *_against(reader, rolled, done, target, question.narrow))
    found = Trace(top.code, top.name, code, "", rolled.period.id, done.total, parts)
    indicator = _indicator(reader, question.code)
    percent = indicator.scale == 100 if indicator.type == "R" else target.unit == PERCENT
    share = _reached(found, percent=percent)
    value = None if share is None else ratio(share.numerator, share.denominator)
    title = _("{name} – phần trăm chỉ tiêu năm {year} đã đạt").format(name=name, year=year)
    count = isinstance(part.value, int) and "denominator" not in sides(found)
    over = (int(done.total.value or 0), int(part.value)) if count else (None, None)
    total = replace(done.total, value=value, numerator=over[0], denominator=over[1])
    return replace(found, title=title, total=total)


def _against(
    reader: Reader, rolled: Rollup, done: Trace, target: Target, narrow: Narrow
) -> Iterator[TracePart]:
    """Yield what was done, and what it is part of where the target is a share of that."""
    if done.total.numerator is not None:
        yield from done.parts
        return
    yield from _on_side(done.parts, "numerator")
    whole = _indicator(reader, done.indicator).part_of
    if target.unit == PERCENT and whole is not None:
        of_kind = Narrow(band=narrow.band)
        yield from _on_side(trace_of(reader, rolled, whole, of_kind).parts, "denominator")


def _on_side(parts: Iterable[TracePart], side: Side) -> Iterator[TracePart]:
    return (replace(part, side=side) for part in parts)


def _indicator(reader: Reader, code: str) -> Indicator:
    return reader.packs.indicators[code]


def _reached(found: Trace, *, percent: bool) -> Fraction | None:
    """Return what share of a target the parts of its trace come to; None without a whole."""
    sums = sides(found)
    wanted = Fraction(sums.get("plan", 0)) / (100 if percent else 1)
    wanted *= Fraction(sums.get("denominator", 1))
    return Fraction(sums.get("numerator", 0)) / wanted if wanted else None


def _number(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _target_part(
    reader: Reader, rolled: Rollup, code: str, year: int, held: UnitTarget, target: Target
) -> TracePart:
    """Tell who set a target: the level above, the unit itself, or its paper."""
    top = rolled.top
    field = f"{GIVEN}{code}" if held.given is not None else code
    paper = held.given is None and held.own is None
    told: dict[str, Any] = (
        {} if paper else _written(reader, rolled, f"{year}|{top.id}", (field, code))
    )
    notes = [f"{target.value:f} {target.unit}" if target.unit else "", target.basis]
    if paper:
        head = read_plan(reader, held.plan)
        number = head.full_number or _("bản thảo")
        day = short_date(date.fromisoformat(head.date)) if head.date else ""
        notes.append(", ".join(filter(None, (head.title, number, day))))
    return TracePart(
        top.code, top.name, code, _number(target.value or Decimal(0)), "target", "accepted",
        str(year), note="; ".join(filter(None, notes)), **told,
    )  # fmt: skip


def _written(reader: Reader, rolled: Rollup, key: str, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return who wrote a target, by the operation that holds it."""
    for field in fields:
        rows = reader.rows(
            "SELECT op FROM leaf WHERE kind = ? AND key = ? AND field = ? AND winner = 1",
            (KIND, key, field),
        )
        if rows:
            return Teller(reader, rolled).told_by(str(rows[0][0]))
    return {}
