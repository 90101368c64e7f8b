"""From the agenda to the lines of the three columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.agenda.agenda import Agenda, OfficesDone, Task
from desktop.models.agenda.agenda_words import days_named
from desktop.models.agenda.news import News, written_day
from desktop.models.agenda.tracked import Tracked
from desktop.models.listed import first_few
from desktop.ui.pages.today.line import Line
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import frame, row
from desktop.ui.widgets.thin_bar import Shares

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Go = Callable[[str, Any], object]
MOST_MISSING = 8
_PLACES: Mapping[str, str] = {
    "lock": "figures",
    "estimates": "figures",
    "changed": "figures",
    "opening": "figures",
    "returned": "figures",
    "shut": "figures",
    "programme": "plans",
    "clock": "settings",
}
"""The page a kind of task or news is done at; the rest is done in Gửi – nhận."""
_MARKS: Mapping[str, tuple[str, str]] = {
    "late": ("warning", "attention"),
    "soon": ("clock", "brand"),
    "later": ("clock", "ink.muted"),
}
_NEWS_MARKS: Mapping[str, tuple[str, str]] = {
    "receipt": ("done", "done"),
    "accepted": ("done", "done"),
    "returned": ("undo", "attention"),
    "bundle": ("receive", "brand"),
    "direction": ("flag", "brand"),
}
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def day_in_words(day: date) -> str:
    """Return "Thứ bảy, 21/11/2026"."""
    return f"{_(_WEEKDAYS[day.weekday()])}, {day:%d/%m/%Y}"


def todo_parts(agenda: Agenda, go: Go, today: date) -> list[QWidget]:
    """Return the lines of what is to be done, the units below first."""
    # A line of the units below says who is missing; when nobody is, it stands last.
    below = [*([agenda.offices] if agenda.offices is not None else ()), *agenda.longer]
    lacking = [_offices(one, go, today) for one in below if one.missing]
    whole = [_offices(one, go, today) for one in below if not one.missing]
    found: list[QWidget] = [_task(one, go) for one in agenda.tasks if one.kind != "missing"]
    if not (found or lacking):
        found = [_quiet(_("Không có việc nào đến hạn."))]
    return [*lacking, *found, *whole]


def tracked_parts(agenda: Agenda, go: Go) -> list[QWidget]:
    """Return the targets as thin bars, then the figures that are followed."""
    if not agenda.tracked:
        return [
            _quiet(
                _("Chỉ tiêu ghi trong kế hoạch năm sẽ hiện ở đây, so với số liệu đã nhập."),
            ),
            Line(_("Ghi chỉ tiêu vào kế hoạch"), "", lambda: go("plans", None), icon="target"),
        ]
    ordered = sorted(agenda.tracked, key=lambda one: one.done is None and bool(one.wanted))
    return [_tracked(one, go) for one in ordered]


def news_parts(agenda: Agenda, go: Go, today: date) -> list[QWidget]:
    """Return what came in, newest first."""
    if not agenda.news:
        told = _("Biên nhận, báo cáo bị trả lại và chỉ đạo của cấp trên sẽ hiện ở đây.")
        return [_quiet(told)]
    return [_news(one, go, today) for one in agenda.news]


def _task(task: Task, go: Go) -> Line:
    icon, ink = _MARKS[task.urgency]
    place = _PLACES.get(task.kind, "exchange")
    argument = _argument(place, task.kind, task.subject)
    return Line(task.title, task.detail, lambda: go(place, argument), icon=icon, ink=ink)


def _argument(place: str, kind: str, subject: Mapping[str, str]) -> Any:
    """Return what the page at a place is asked for, in the way that page takes it."""
    if place == "plans":
        return subject.get("plan")
    if place == "figures":
        return tuple(subject.get(name, "") for name in ("period", "form", "unit", "indicator"))
    return dict(subject) | {"what": kind}


def _offices(done: OfficesDone, go: Go, today: date) -> Line:
    title = _("{period}: {sent} trên {of} đơn vị đã gửi đủ").format(
        period=done.period.title, sent=done.sent, of=done.of
    )
    told = _("Không còn đơn vị nào thiếu.")
    if done.sent < done.of:
        told = _("Đã khóa sổ, không nhắc nữa.")
    if done.missing:
        names = first_few(done.missing, MOST_MISSING)
        told = _("Còn phải gửi: {names}.").format(names=names)
        told = f"{told} {days_named(done.period, today)}"
    bar = Shares(done.sent / done.of)
    argument = {"what": "missing", "period": done.period.id}
    late = bool(done.missing) and today > done.period.due
    icon, ink = _MARKS["late"] if late else ("board", "brand")
    return Line(title, told, lambda: go("exchange", argument), icon=icon, ink=ink, bar=bar)


def _tracked(one: Tracked, go: Go) -> Line:
    argument = _argument("figures", "", {"period": one.subject["period"]})
    told = " · ".join(part for part in (one.wanted, one.note) if part)
    if one.done is None and one.wanted:
        told = " · ".join((one.number, one.wanted))
        return Line(one.name, told, lambda: go("figures", argument))
    bar = None if one.done is None else Shares(one.done, one.planned, one.forecast)
    return Line(one.name, told, lambda: go("figures", argument), number=one.number, bar=bar)


def _news(news: News, go: Go, today: date) -> Line:
    icon, ink = _NEWS_MARKS.get(news.kind, ("info", "ink.muted"))
    day = _("hôm nay") if news.at[:10] == today.isoformat() else written_day(news.at)
    told = " · ".join(part for part in (day, news.detail) if part)
    place = _PLACES.get(news.kind, "exchange")
    argument = _argument(place, news.kind, news.subject)
    return Line(news.title, told, lambda: go(place, argument), icon=icon, ink=ink)


def _quiet(text: str) -> QWidget:
    return frame(row(PlainLabel(text, tone="muted", wrap=True), margin="s"), "")
