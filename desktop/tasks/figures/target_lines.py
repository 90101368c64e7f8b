"""The year's targets of units, listed: given, set, reached so far, where the year will end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from desktop.i18n import _
from desktop.models.figures.kinds import measured_by, split_target, target_title
from desktop.models.listed import first_few
from desktop.models.outline.targets import GRADE, PERCENT, Target, format_target, grade_of, to_value
from desktop.models.packs.periods import Period
from desktop.models.plans.progress import Progress, round_half_up, year_so_far, year_window
from desktop.models.plans.unit_targets import (
    KIND,
    UnitTarget,
    dealt_alike,
    remainder,
    remainder_words,
)
from desktop.models.plans.year_targets import year_targets
from desktop.models.store.reader import Reader
from desktop.models.text import short_date, vi_number
from desktop.models.units.ceased import unit_within
from desktop.models.units.units import Unit, tree_on

_NAMED = frozenset({"indicator", "unit"})


def list_targets(reader: Reader, year: int, unit: str, today: date) -> dict[str, Any]:
    """Return {"year", "until", "data_from", "data_to", "targets": [{"unit", "done", …}]}.

    Every target of a unit and of those under it: as given, set by itself and said in
    its paper, what was reached of it so far, and the year's forecast. The days are those that
    were counted, `data_to` null before anything was reported; `longer` names what was given for
    more of the year than that, `left_by_ended` what units that ended leave to be given again,
    `unlike_whole` where what was given to the units under us is not our own target.
    """
    lines = progress_lines(reader, year, unit, today)
    counted = counted_to(lines)
    return {
        "year": year,
        "until": counted.id if counted is not None else None,
        "data_from": year_window(reader.packs, year)[0].isoformat(),
        "data_to": counted.data_to.isoformat() if counted is not None else None,
        "longer": longer_told(lines) or None,
        "left_by_ended": left_by_the_ended(reader, year, lines),
        "unlike_whole": unlike_the_whole(reader, year, lines),
        "targets": [one.json() for one in lines],
    }


def counted_to(lines: Sequence["TargetLine"]) -> Period | None:
    """Return the period a board is counted to; what was given for longer is told beside it."""
    known = [one.period for one in lines if one.period is not None]
    return min(known, key=lambda one: one.data_to, default=None)


def longer_told(lines: Sequence["TargetLine"]) -> str:
    """Name the indicators that were given for longer than the board is counted to; "" for none."""
    least = counted_to(lines)
    longer = [one for one in lines if one.period is not None and one.period != least]
    if not longer:
        return ""
    codes = ", ".join(dict.fromkeys(split_target(one.code)[0] for one in longer))
    last = max(one.last for one in longer if one.last is not None)
    return _("{codes} theo số đã báo cáo cho cả kỳ đến {last}").format(
        codes=codes, last=short_date(last)
    )


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One indicator's target of one unit; `progress` None before anything was reported.

    `period` is what was counted to the end of, from the day `since`.
    """

    unit: Unit
    code: str
    title: str
    both: UnitTarget
    target: Target
    progress: Progress | None
    period: Period | None
    since: date
    gone: bool = False
    """The unit ended within the year; what it reached until then stays."""

    @property
    def until(self) -> str:
        """Name the newest period counted, "" before any."""
        return self.period.id if self.period is not None else ""

    @property
    def ended(self) -> date | None:
        """Return the first day the unit was no more, None while it is there."""
        until = self.unit.valid_to
        return None if until is None or not self.gone else until + timedelta(1)

    @property
    def last(self) -> date | None:
        """Return the last day counted."""
        return self.period.data_to if self.period is not None else None

    def json(self) -> dict[str, Any]:
        """Return the line for `targets list --json`."""
        known = {k: v for k, v in (to_value(self.target) or {}).items() if k not in _NAMED}
        one = self.progress
        share = one.share if one is not None else None
        ahead = one.forecast_share if one is not None else None
        return {
            "unit": self.unit.code,
            "name": self.unit.name,
            "ended": self.ended.isoformat() if self.ended is not None else None,
            "indicator": self.code,
            "title": self.title,
            "target": format_target(self.target),
            "measure": self.target.unit,
            **known,
            "given": to_value(self.both.given),
            "own": to_value(self.both.own),
            "planned": to_value(self.both.planned),
            "plan": self.both.plan or None,
            "draft": self.both.draft and self.target == self.both.planned,
            "until": self.until or None,
            "done": _number(one.done) if one is not None else None,
            "grade": _grade(one),
            "numerator": one.numerator if one is not None else None,
            "denominator": one.denominator if one is not None else None,
            "percent": _number(share * 100) if share is not None else None,
            "met": one.reached.met if one is not None else None,
            "forecast": _number(one.forecast) if one is not None else None,
            "forecast_percent": _number(ahead * 100) if ahead is not None else None,
            "forecast_by": (one.rhythm or None) if one is not None else None,
            "net_growth": one.net if one is not None else None,
            "provisional": (one.provisional or None) if one is not None else None,
        }


def _grade(one: Progress | None) -> str | None:
    """Return what the grade that was reached is called; None of anything else."""
    found = grade_of(one.done) if one is not None and one.target.unit == GRADE else None
    return found[0] if found is not None else None


def _number(value: Fraction | None) -> int | str | None:
    """Return a number as whole, or as text with two decimals, a half going up."""
    if value is None:
        return None
    if value.denominator == 1:
        return int(value)
    hundredths = round_half_up(abs(value) * 100)
    sign = "-" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def progress_lines(
    reader: Reader, year: int, unit: str, today: date, *, deep: bool = True
) -> list[TargetLine]:
    """Return the targets of a unit's year and, when `deep`, of every unit under it."""
    tree = tree_on(reader, day_within(year, today))
    since = year_window(reader.packs, year)[0]
    found = []
    ended = _ended_with_targets(reader, year, unit, today)
    alive = list(tree.walk(unit)) if deep or unit not in tree.units else [tree.units[unit]]
    for one in (*alive, *(ended if deep else [])):
        listed = year_targets(reader, year, one.id)
        so_far = year_so_far(reader, one.id, year, today, beside=unit) if listed else None
        for code, both in listed.items():
            target = both.counts
            if target is None:
                continue
            title = target_title(reader.packs, code)
            standing = so_far.standing_of(code, target) if so_far is not None else None
            reached = standing.progress(code, target) if standing is not None else None
            period = standing.period if standing is not None else None
            gone = one.id not in tree.units
            found.append(TargetLine(one, code, title, both, target, reached, period, since, gone))
    return found


def _ended_with_targets(reader: Reader, year: int, top: str, today: date) -> list[Unit]:
    """Return the units that ended within a year they have targets for, at or below a unit."""
    first, last = year_window(reader.packs, year)[0], day_within(year, today)
    ever = tree_on(reader, last, ended_too=True).units
    found = []
    for key in sorted(reader.records(KIND)):
        unit = ever.get(key.removeprefix(f"{year}|")) if key.startswith(f"{year}|") else None
        if unit is None or unit.valid_to is None or not first <= unit.valid_to < last:
            continue
        if any(one.id == unit.id for one in tree_on(reader, unit.valid_to).walk(top)):
            found.append(unit)
    return found


def unit_of_year(reader: Reader, year: int, code: str, today: date) -> str:
    """Return the id of a unit that has targets in a year: alive today, or ended within the year.

    Raises Refusal when there is none.
    """
    tree = tree_on(reader, today)
    if tree.find(code) is None:
        first, last = year_window(reader.packs, year)[0], day_within(year, today)
        return unit_within(reader, first, last, code).id
    return tree.by_code(code).id


def left_by_the_ended(reader: Reader, year: int, lines: Sequence[TargetLine]) -> list[str]:
    """Say which part of our targets nobody has since units under us ended, and how to deal it out.

    No more than what those that are left lack of the whole.
    """
    own = reader.own_unit
    told = []
    for line in lines:
        total = line.target.value
        indicator = measured_by(reader.packs, line.code)
        if line.unit.id != own or total is None or dealt_alike(line.target, indicator):
            continue
        below = [
            (one, one.both.given.value) for one in lines
            if one.code == line.code and one.unit.parent == own
            and one.both.given is not None and one.both.given.value is not None
        ]  # fmt: skip
        gone = [(one, value) for one, value in below if one.gone]
        lacking = total - sum(value for one, value in below if not one.gone)
        left = min(lacking, sum(value for _one, value in gone))
        if gone and left > 0:
            named = first_few([one.unit.code for one, _value in gone], 3)
            done = sum(
                (one.progress.done or 0 for one, _value in gone if one.progress is not None),
                Fraction(0),
            )
            told.append(
                _("{units} đã thôi hoạt động: {n} của chỉ tiêu {code} (đã đạt {done}) chưa giao lại"
                  " cho đơn vị khác; phân bổ lại nếu cần.").format(
                    n=vi_number(left), code=line.code, units=named, done=vi_number(int(done))
                )
            )  # fmt: skip
    return told


def unlike_the_whole(
    reader: Reader, year: int, lines: Sequence[TargetLine]
) -> list[dict[str, Any]]:
    """Return {"indicator", "total", "given", "left", "note"} of each of our targets that what was
    given to the units under us does not add up to; `left` is below zero where it goes beyond.

    Levels that are the same for each have no sum; what units that ended leave is told elsewhere.
    """
    own, told = reader.own_unit, []
    for line in lines:
        total = line.target.value
        if line.unit.id != own or total is None or total != int(total):
            continue
        if dealt_alike(line.target, measured_by(reader.packs, line.code)):
            continue
        parts = {
            one.unit.id: one.both.given for one in lines
            if one.code == line.code and one.unit.parent == own and one.both.given is not None
        }  # fmt: skip
        gone = {one.unit.id for one in lines if one.gone}
        given = {
            unit: part.value for unit, part in parts.items()
            if unit not in gone and part.value is not None and part.unit != PERCENT
        }  # fmt: skip
        left = remainder(total, given)
        ended = sum(part.value or 0 for unit, part in parts.items() if unit in gone)
        if not given or not left or 0 < left <= ended:
            continue
        note = _("{name}: chỉ tiêu của đơn vị mình là {own}, đã giao cho {n} đơn vị cộng lại {sum}."
                 " {left}").format(
            name=line.title, own=format_target(line.target, leading_zero=False), n=len(given),
            sum=vi_number(total - left), left=remainder_words(total, given),
        )  # fmt: skip
        told.append({
            "indicator": line.code, "total": int(total), "given": int(total - left),
            "left": int(left), "note": note,
        })  # fmt: skip
    return told


def day_within(year: int, today: date) -> date:
    """Return a day of the year on which its units are looked at: today where it lies in it."""
    if year == today.year:
        return today
    return date(year, 1, 1) if year > today.year else date(year, 12, 31)
