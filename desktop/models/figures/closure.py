"""Closed periods: when figures can no longer be changed, and who may open them again.

A return that was locked is changed only with a reason. It is shut, so that even a reason does
not do, when the level above closed the period for the unit, or when the period's scheme says
that late changes need reopening and it was accepted or its closing day has passed. Sending it
back, or reopening it with a reason, opens it again. The word travels down like any verdict.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.clock import SystemClock
from desktop.models.errors import Refusal
from desktop.models.figures.frozen import ALL_FORMS, Closings
from desktop.models.figures.revisions import reviews, revisions
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, short_date
from desktop.models.units.scope import Scope


def today_of(reader: Reader) -> date:
    """Return the day by the office's own clock."""
    clock = getattr(reader, "clock", None) or SystemClock()
    day: date = clock.now().date()
    return day


def shut_units(
    reader: Reader, form: str, period: Period, units: Iterable[str], today: date | None = None
) -> dict[str, str]:
    """Return unit → why its return of a form cannot be changed, of those that are shut."""
    said = Closings.of(reader, period)
    strict = _needs_reopening(reader, period)
    if not said and not strict:
        return {}
    verdicts = reviews(reader, period.id)
    listed = revisions(reader, period.id, form)
    day = today or today_of(reader)
    found = {}
    for unit in units:
        known = reader.unit(unit)
        words = verdicts.get((known, form), [])
        why = _closed_above(said, known, form)
        if not why and strict and (known, form) in listed:
            why = _closed_by_rule(listed[known, form][-1].rev, words, period, day)
        if why:
            found[unit] = why
    return found


def _needs_reopening(reader: Reader, period: Period) -> bool:
    return any(s.id == period.scheme and s.late == "reopen" for s in reader.packs.schemes)


def _closed_above(said: Closings, unit: str, form: str) -> str:
    last = said.last(unit, form)
    if last is None:
        return ""
    reason = f" ({last.reason})" if last.reason else ""
    return _("cấp trên đã khóa sổ kỳ này{reason}").format(reason=reason)


def _closed_by_rule(
    rev: int, words: Iterable[tuple[str, int, Any]], period: Period, today: date
) -> str:
    said = [value for _hlc, number, value in words if number == rev]
    state = said[-1].get("state") if said else ""
    if state == "returned":
        return ""
    if state == "accepted":
        return _("cấp trên đã duyệt báo cáo")
    if today > period.closing:
        return _("đã qua ngày khóa {day}").format(day=short_date(period.closing))
    return ""


def check_open(reader: Reader, period: Period, cells: Iterable[tuple[str, str]]) -> None:
    """Refuse changes to shut returns; `cells` are (unit, form)."""
    forms: dict[str, set[str]] = {}
    for unit, form in cells:
        forms.setdefault(form, set()).add(unit)
    for form, units in forms.items():
        shut = shut_units(reader, form, period, sorted(units))
        for unit, why in shut.items():
            raise Refusal(
                _("{form} {period} của {unit} không sửa được: {why}.").format(
                    form=form, period=lowered(period.title), why=why,
                    unit=Scope.of(reader).label(reader.unit(unit)),
                ),
                next_step=_("Xin cấp trên mở lại kỳ này, ghi rõ lý do."), code="E_CLOSED",
            )  # fmt: skip


def closed_from_above(reader: Reader, period: Period, closings: Closings | None = None) -> bool:
    """Tell whether an office above has closed a period for this office's own unit."""
    said, own = closings or Closings.of(reader, period), reader.own_unit
    forms = said.forms() | {ALL_FORMS}
    return bool(said) and any(said.last(own, form) is not None for form in forms)


def who_may(reader: Reader, unit: str, period_id: str) -> None:
    """Refuse an office that may not close or open a unit's period: it needs the one above.

    The upper office may for those below it; what an office types itself it may only where
    there is nobody above; neither may where a level above closed the period for itself.
    """
    scope, own = Scope.of(reader), reader.own_unit
    period = parse_period(period_id, reader.packs.schemes)
    if own not in scope.path(unit, period.data_to.isoformat()):
        raise Refusal(
            _("{unit} không thuộc phạm vi của đơn vị mình.").format(unit=scope.label(unit)),
            next_step=_("Chọn đơn vị thuộc phạm vi của mình."), code="E_SCOPE",
        )  # fmt: skip
    refuse_closed_above(reader, period)
    topmost = scope.parent(own, period.data_to.isoformat()) is None
    if scope.owner(unit, period.data_to) == own and not topmost:
        raise Refusal(
            _("Số liệu của {unit} do đơn vị mình nhập, cấp trên mới mở hoặc khóa được.").format(
                unit=scope.label(unit)
            ),
            next_step=_("Xin cấp trên mở lại kỳ này, ghi rõ lý do."), code="E_OWN_RETURN",
        )  # fmt: skip


def refuse_closed_above(reader: Reader, period: Period) -> None:
    """Refuse E_OWN_RETURN where an office above has closed a period for this one."""
    if closed_from_above(reader, period):
        raise Refusal(
            _("Cấp trên đã khóa sổ kỳ này cho cả đơn vị mình."),
            next_step=_("Xin cấp trên mở lại kỳ này, ghi rõ lý do."), code="E_OWN_RETURN",
        )  # fmt: skip
