"""What an office follows: the targets of its plan, and its members, against today's figures."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import msgspec

from desktop.i18n import _
from desktop.models.figures.kinds import measured_by, target_title
from desktop.models.figures.sums.total import Total
from desktop.models.outline.targets import GRADE, Target, format_target, grade_of
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.periods import Period
from desktop.models.plans.progress import Progress, YearSoFar, until_words, year_so_far
from desktop.models.plans.unit_targets import UnitTarget
from desktop.models.plans.year_targets import year_targets
from desktop.models.store.reader import Reader
from desktop.models.text import percent, vi_number, vi_ratio

ALWAYS = ("A03", "A01")
"""Members and employees are followed whether or not a plan speaks of them."""
MOST = 8


class Tracked(msgspec.Struct, frozen=True):
    """A target or a figure that is followed.

    `done`, `planned` and `forecast` are shares of the target (1 is reached), None where they
    cannot be told; `number` is what was reached, `wanted` the target in words, `note` how
    firm the number is. `subject` names indicator, period and, of a plan's target, plan and item.
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


def read_tracked(reader: Reader, today: date) -> list[Tracked]:
    """Return the year's targets, those of the reports, then members and employees."""
    so_far = year_so_far(reader, reader.own_unit, today.year, today) or year_so_far(
        reader, reader.own_unit, today.year - 1, today
    )
    if so_far is None:
        return []
    wanted = _wanted(reader, so_far.year)
    listed = [told for one in wanted if (told := _target(reader, so_far, one))]
    found = sorted(listed, key=lambda one: one.done is None)[:MOST]
    named = {one.subject.get("indicator") for one in found}
    for code in ALWAYS:
        total = so_far.totals.get(code)
        if total is not None and total.value is not None and code not in named:
            found.append(_figure(reader.packs.indicators[code], total, so_far.period))
    return found


class _Wanted(msgspec.Struct, frozen=True):
    """A target that is followed, from where it stands."""

    code: str
    target: Target
    said: str = ""
    plan: str = ""
    item: str = ""


def _wanted(reader: Reader, year: int) -> list[_Wanted]:
    """Return what the year is measured by, one target of each indicator."""
    return [
        _Wanted(code, both.counts, _said(both), *_place(both))
        for code, both in year_targets(reader, year, reader.own_unit).items()
        if both.counts is not None
    ]


def _said(both: UnitTarget) -> str:
    """Say who set a target, and what the unit wants itself where that is another number."""
    if both.given is None:
        return _("dự thảo") if both.own is None and both.draft else ""
    ours = both.own or both.planned
    if ours is None or ours.value == both.given.value:
        return _("được giao")
    return _("được giao, đơn vị tự đặt {own}").format(own=format_target(ours))


def _place(both: UnitTarget) -> tuple[str, str]:
    """Return plan and item where a paper of ours says the very target, else nothing."""
    counts, planned = both.counts, both.planned
    same = counts and planned and (counts.value, counts.unit) == (planned.value, planned.unit)
    return (both.plan, both.item) if same else ("", "")


def _target(reader: Reader, so_far: YearSoFar, one: _Wanted) -> Tracked | None:
    packs, so_far = reader.packs, so_far.standing_of(one.code, one.target)
    progress = so_far.progress(one.code, one.target)
    if progress is None:
        return None
    indicator = measured_by(packs, one.code)
    assert indicator is not None
    name = target_title(packs, one.code)
    wanted = " · ".join(part for part in (format_target(one.target), one.said) if part)
    subject = {"indicator": one.code, "period": so_far.period.id}
    subject |= {"plan": one.plan, "item": one.item} if one.plan else {}
    if progress.done is None:
        known = progress.numerator
        number = _("chưa có số") if known is None else vi_number(known)
        note = "" if known is None else _("{until}, chưa có số để tính tỷ lệ").format(
            until=until_words(so_far.period))  # fmt: skip
        return Tracked(name, number, wanted, note, None, None, None, None, subject)
    runs = progress.forecast is not None
    return Tracked(
        name, _number(indicator, progress), wanted, _note(so_far, progress),
        _float(progress.share), float(so_far.elapsed_of(one.code)) if runs else None,
        _float(progress.forecast_share), progress.reached.met, subject,
    )  # fmt: skip


def _number(indicator: Indicator, progress: Progress) -> str:
    top, whole = progress.numerator or 0, progress.denominator
    grade = grade_of(top) if progress.target.unit == GRADE else None
    if grade is not None:
        return grade[1]
    number = vi_number(top)
    if whole and indicator.type == "R" and indicator.scale == 1:
        number = f"{vi_number(percent(top, whole * 100), 2)} ({number}/{vi_number(whole)})"
    elif whole:
        number = f"{vi_ratio(top, whole)} ({number}/{vi_number(whole)})"
    elif progress.share is not None and progress.target.comparator not in ("<", "<="):
        number += f" ({vi_ratio(progress.share.numerator, progress.share.denominator)})"
    if progress.net is not None:
        number += _(" · thực tăng {n}").format(n=vi_number(progress.net))
    return number


def _note(so_far: YearSoFar, progress: Progress) -> str:
    told = [until_words(so_far.period)]
    if progress.reached.met:
        told.append(
            _("đã đạt") if progress.target.comparator not in ("<", "<=") else _("trong mức")
        )
    elif progress.forecast_words:
        told.append(progress.forecast_words)
    if progress.provisional:
        told.append(progress.provisional)
    return ", ".join(told)


def _float(share: Fraction | None) -> float | None:
    return float(share) if share is not None else None


def _figure(indicator: Indicator, total: Total, month: Period) -> Tracked:
    assert isinstance(total.value, int)
    told = _("{month}: {n} trên {of} công đoàn cơ sở đã báo cáo").format(
        month=month.title, n=total.reported, of=total.of
    )
    subject = {"indicator": indicator.code, "period": month.id}
    return Tracked(
        indicator.name, vi_number(total.value), "", told, None, None, None, None, subject
    )
