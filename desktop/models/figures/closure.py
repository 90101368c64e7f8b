"""Closed periods: when figures can no longer be changed, and who may open them again.

A return that was locked is changed only with a reason. It is shut, so that even a reason does
not do, when the level above closed the period for the unit, or when the period's scheme says
that late changes need reopening and it was accepted or its closing day has passed. Sending it
back, or reopening it with a reason, opens it again. The word travels down like any verdict.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.clock import SystemClock
from desktop.models.errors import Refusal
from desktop.models.figures.revisions import reviews, revisions
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import prefix_range, split_cell_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, short_date
from desktop.models.units.scope import Scope

CLOSING = "closing"
ALL_FORMS = "*"


class Word(msgspec.Struct, frozen=True):
    """What was last said of a unit's period: closed or opened again, when and why."""

    hlc: str
    closed: bool
    reason: str = ""


Said = Mapping[str, Mapping[str, Word]]
"""Unit → form (`ALL_FORMS` for each) → the last word."""


def said_of(reader: Reader, period: str) -> Said:
    """Return what was said of a period by an office above, or by the topmost one of itself."""
    found: dict[str, dict[str, Word]] = {}
    for key, form, value, hlc in reader.rows(
        "SELECT key, field, value, hlc FROM leaf WHERE kind = ? AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null'",
        (CLOSING, *prefix_range(f"{period}|")),
    ):
        body: Any = load(value)
        unit = split_cell_key(key)[0]
        closed = body.get("state") == "closed"
        found.setdefault(unit, {})[form] = Word(hlc, closed, str(body.get("reason", "")))
    return found


def today_of(reader: Reader) -> date:
    """Return the day by the office's own clock."""
    clock = getattr(reader, "clock", None) or SystemClock()
    day: date = clock.now().date()
    return day


def shut_units(
    reader: Reader, form: str, period: Period, units: Iterable[str], today: date | None = None
) -> dict[str, str]:
    """Return unit → why its return of a form cannot be changed, of those that are shut."""
    said = said_of(reader, period.id)
    strict = _needs_reopening(reader, period)
    if not said and not strict:
        return {}
    scope, verdicts = Scope.of(reader), reviews(reader, period.id)
    listed = revisions(reader, period.id, form)
    day = today or today_of(reader)
    found = {}
    for unit in units:
        known = reader.unit(unit)
        words = verdicts.get((known, form), [])
        why = _closed_above(scope, said, known, form, period)
        if not why and strict and (known, form) in listed:
            why = _closed_by_rule(listed[known, form][-1].rev, words, period, day)
        if why:
            found[unit] = why
    return found


def _needs_reopening(reader: Reader, period: Period) -> bool:
    return any(s.id == period.scheme and s.late == "reopen" for s in reader.packs.schemes)


def _closed_above(scope: Scope, said: Said, unit: str, form: str, period: Period) -> str:
    told = [
        word
        for above in scope.path(unit, period.data_to.isoformat())
        for name, word in said.get(above, {}).items()
        if name in (form, ALL_FORMS)
    ]
    last = max(told, key=lambda word: word.hlc, default=None)
    if last is None or not last.closed:
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


def who_may(reader: Reader, unit: str, period_id: str) -> None:
    """Refuse an office that may not close or open a unit's period: it needs the one above.

    The upper office may for those below it; what an office types itself it may only where
    there is nobody above; neither may where a level above closed the period for itself.
    """
    scope, own = Scope.of(reader), reader.own_unit
    day = parse_period(period_id, reader.packs.schemes).data_to
    if own not in scope.path(unit, day.isoformat()):
        raise Refusal(
            _("{unit} không thuộc phạm vi của đơn vị mình.").format(unit=scope.label(unit)),
            next_step=_("Chọn đơn vị thuộc phạm vi của mình."), code="E_SCOPE",
        )  # fmt: skip
    told = [
        word
        for above in scope.path(own, day.isoformat())
        for word in said_of(reader, period_id).get(above, {}).values()
    ]
    last = max(told, key=lambda word: word.hlc, default=None)
    if last is not None and last.closed:
        raise Refusal(
            _("Cấp trên đã khóa sổ kỳ này cho cả đơn vị mình."),
            next_step=_("Xin cấp trên mở lại kỳ này, ghi rõ lý do."), code="E_OWN_RETURN",
        )  # fmt: skip
    if scope.owner(unit, day) == own and scope.parent(own, day.isoformat()) is not None:
        raise Refusal(
            _("Số liệu của {unit} do đơn vị mình nhập, cấp trên mới mở hoặc khóa được.").format(
                unit=scope.label(unit)
            ),
            next_step=_("Xin cấp trên mở lại kỳ này, ghi rõ lý do."), code="E_OWN_RETURN",
        )  # fmt: skip
