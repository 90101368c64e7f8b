"""Reporting periods: what a period id means, its days, and its neighbours.

Every window and deadline comes from the schemes of the packs, which are dated: a period has
the deadline of the scheme that was in force when its window began.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import OwnWindow, Scheme

_YEARS = range(1930, 2200)
_PLACES: Mapping[str, str] = {
    "{year}": r"(?P<year>[0-9]{4})",
    "{part}": r"(?P<part>[1-9][0-9]?)",
    "{part:02}": r"(?P<part>[0-9]{2})",
    "{slug}": r"(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)",
}
_MONTH = "month"


class Period(msgspec.Struct, frozen=True):
    """One period of a scheme; all days are inclusive.

    `due` is the last day on time, `closing` the last day before it is locked.
    `calendar_year` is the year named in the id, which the window may begin before.
    """

    id: str
    scheme: str
    title: str
    data_from: date
    data_to: date
    due: date
    closing: date
    calendar_year: int
    part: int

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the data window."""
        return self.data_from <= day <= self.data_to


def parse_period(text: str, schemes: Iterable[Scheme]) -> Period:
    """Return the period an id names (2026-10, 2026-Q3, 2026-H1, 2026-M9, 2026, 2026-X-tet).

    Patterns are tried in the order of the schemes. Refuses anything else.
    """
    for scheme in schemes:
        match = _regex(scheme.pattern).fullmatch(text)
        if match is None:
            continue
        found = match.groupdict()
        year, part = int(found["year"]), int(found.get("part") or 1)
        if year not in _YEARS or not 1 <= part <= scheme.parts:
            continue
        period = _set(scheme, _build(scheme, year, part, found.get("slug") or ""))
        if scheme.holds_on(period.data_from):
            return period
    raise Refusal(
        _("Không có kỳ báo cáo “{id}”.").format(id=text[:40]),
        next_step=_("Viết kỳ như 2026-10, 2026-Q3, 2026-H1, 2026-M9, 2026 hoặc 2026-X-tet."),
        code="E_PERIOD",
    )


def ad_hoc(period: Period, data_from: date, data_to: date, due: date, title: str = "") -> Period:
    """Return a free period with the window and last day that were set for it.

    Refuses a window that ends before it begins or a last day before the window's end.
    """
    if not data_from <= data_to <= due:
        raise Refusal(
            _("Ngày của kỳ báo cáo không theo thứ tự."),
            next_step=_("Đặt từ ngày, đến ngày rồi hạn nộp."),
            code="E_PERIOD",
        )
    closing = due + (period.closing - period.due)
    return replace(
        period,
        title=title or period.title,
        data_from=data_from,
        data_to=data_to,
        due=due,
        closing=closing,
    )


def with_windows(schemes: Iterable[Scheme], windows: Iterable[OwnWindow]) -> tuple[Scheme, ...]:
    """Return the schemes with the days that were set for single ad-hoc periods.

    A window belongs to the first scheme its id reads as. What fits no ad-hoc scheme, or has its
    days out of order, is left aside: the period then has the days its scheme gives.
    """
    known = list(schemes)
    found: dict[str, list[OwnWindow]] = {}
    for window in windows:
        try:
            period = parse_period(window.id, known)
            ad_hoc(period, window.data_from, window.data_to, window.due)
        except Refusal:
            continue
        if _scheme_of(period, known).kind == "ad_hoc":
            found.setdefault(period.scheme, []).append(window)
    return tuple(
        replace(one, own=(*one.own, *found[one.id])) if one.id in found else one for one in known
    )


def set_periods(scheme: Scheme) -> list[Period]:
    """Return the scheme's periods whose own days were set, newest first."""
    found = {window.id: parse_period(window.id, [scheme]) for window in scheme.own}
    return sorted(found.values(), key=lambda period: (period.data_to, period.id), reverse=True)


def is_free(scheme: Scheme) -> bool:
    """Tell whether the scheme's periods are only those that somebody named and set."""
    return "{slug}" in scheme.pattern


def period_of(scheme: Scheme, year: int, part: int = 1) -> Period:
    """Return the scheme's period by year and place in the year, counted from 1."""
    if is_free(scheme) or not 1 <= part <= scheme.parts or year not in _YEARS:
        raise Refusal(
            _("Chế độ “{name}” không có kỳ này.").format(name=scheme.name),
            next_step=_("Chọn một kỳ báo cáo có trong danh sách."),
            code="E_PERIOD",
        )
    return _set(scheme, _build(scheme, year, part))


def period_containing(day: date, scheme: Scheme) -> Period:
    """Return the scheme's period whose window holds the day.

    Where the scheme leaves a gap (nine months, ad hoc), the next period to begin.
    """
    for year in (day.year - 1, day.year, day.year + 1, day.year + 2):
        for part in range(1, scheme.parts + 1):
            found = period_of(scheme, year, part)
            if day <= found.data_to:
                return found
    raise AssertionError("a window ends at most two years after its year begins")


def periods_between(first: date, last: date, scheme: Scheme) -> list[Period]:
    """Return the scheme's periods whose windows lie wholly within the two days."""
    return [
        found
        for year in range(first.year - 1, last.year + 3)
        for part in range(1, scheme.parts + 1)
        if first <= (found := period_of(scheme, year, part)).data_from and found.data_to <= last
    ]


def previous(period: Period, schemes: Iterable[Scheme]) -> Period:
    """Return the period before this one in its scheme; of an ad-hoc one, last year's."""
    return _shifted(period, -1, schemes)


def following(period: Period, schemes: Iterable[Scheme]) -> Period:
    """Return the period after this one in its scheme; of an ad-hoc one, next year's."""
    return _shifted(period, 1, schemes)


def same_last_year(period: Period, schemes: Iterable[Scheme]) -> Period:
    """Return the same period of the year before.

    Refuses a free ad-hoc period that nobody set then: its scheme would take the whole year.
    """
    year, known = period.calendar_year, list(schemes)
    found = parse_period(period.id.replace(str(year), str(year - 1), 1), known)
    scheme = _scheme_of(found, known)
    if is_free(scheme) and all(window.id != found.id for window in scheme.own):
        raise Refusal(
            _("{title} không có cùng kỳ năm trước để so.").format(title=period.title),
            next_step=_("So với một kỳ khác."), code="E_PERIOD",
        )  # fmt: skip
    return found


def has_whole_months(period: Period) -> bool:
    """Tell whether months alone make up the window; days set for an ad-hoc period may cut one."""
    return period.data_from.day == 1 and (period.data_to + timedelta(1)).day == 1


def months_of(period: Period, schemes: Iterable[Scheme]) -> list[Period]:
    """Return the months that lie wholly within the window, in order."""
    return months_between(period.data_from, period.data_to, schemes)


def months_between(first: date, last: date, schemes: Iterable[Scheme]) -> list[Period]:
    """Return the months that lie wholly within the two days, in order."""
    known = list(schemes)
    found: list[Period] = []
    start = first if first.day == 1 else _month_shift(first, 1)
    while start + timedelta(_days(start) - 1) <= last:
        found.append(_month(start, known))
        start = _month_shift(start, 1)
    return found


def cumulative_window(period: Period, schemes: Iterable[Scheme]) -> tuple[date, date]:
    """Return the days that "luỹ kế từ đầu năm" covers: from the year's first to `data_to`.

    The year begins where the scheme's own windows do: months and quarters on 01/01,
    half-years and years on 01/12 of the year before.
    """
    scheme = _scheme_of(period, schemes)
    if scheme.kind == "ad_hoc":
        return period.data_from, period.data_to
    start = date(period.calendar_year + scheme.first_year, scheme.first_month, 1)
    return start, period.data_to


def _shifted(period: Period, by: int, schemes: Iterable[Scheme]) -> Period:
    known = list(schemes)
    scheme = _scheme_of(period, known)
    place = period.calendar_year * scheme.parts + period.part - 1 + by
    year, part = divmod(place, scheme.parts)
    slug = period.id.partition("-X-")[2]
    return parse_period(_id(scheme, year, part + 1, slug), known)


def _scheme_of(period: Period, schemes: Iterable[Scheme]) -> Scheme:
    for scheme in schemes:
        if scheme.id == period.scheme and scheme.holds_on(period.data_from):
            return scheme
    raise Refusal(
        _("Không có chế độ báo cáo “{id}”.").format(id=period.scheme),
        next_step=_("Chọn một kỳ báo cáo có trong danh sách."),
        code="E_SCHEME",
    )


def _month(first: date, schemes: Iterable[Scheme]) -> Period:
    for scheme in schemes:
        if scheme.kind == _MONTH and scheme.holds_on(first):
            return _build(scheme, first.year, first.month)
    raise Refusal(
        _("Không có chế độ báo cáo tháng."),
        next_step=_("Thêm chế độ tháng vào gói mẫu."),
        code="E_SCHEME",
    )


def _set(scheme: Scheme, period: Period) -> Period:
    """Return the period with the days that were set for it, if any were; the last word holds."""
    for window in reversed(scheme.own):
        if window.id == period.id:
            title = window.name if is_free(scheme) else ""
            return ad_hoc(period, window.data_from, window.data_to, window.due, title)
    return period


@lru_cache(maxsize=1024)
def _build(scheme: Scheme, year: int, part: int, slug: str = "") -> Period:
    start = date(year + scheme.first_year, scheme.first_month, 1)
    start = _month_shift(start, (part - 1) * scheme.months)
    end = _month_shift(start, scheme.months) - timedelta(1)
    due_month = _month_shift(end.replace(day=1), scheme.due_after)
    due = due_month.replace(day=min(scheme.due_day, _days(due_month)))
    name = scheme.part_names[part - 1] if scheme.part_names else str(part)
    title = scheme.title.replace("{year}", str(year)).replace("{part}", name)
    return Period(
        id=_id(scheme, year, part, slug),
        scheme=scheme.id,
        title=title.replace("{slug}", slug.replace("-", " ")),
        data_from=start,
        data_to=end,
        due=due,
        closing=due + timedelta(scheme.closing_after),
        calendar_year=year,
        part=part,
    )


def _id(scheme: Scheme, year: int, part: int, slug: str) -> str:
    values = {"{year}": f"{year:04d}", "{part:02}": f"{part:02d}", "{part}": str(part)}
    found = scheme.pattern.replace("{slug}", slug)
    for name, value in values.items():
        found = found.replace(name, value)
    return found


def _month_shift(day: date, months: int) -> date:
    """Return the first day of the month that many months away."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _days(month: date) -> int:
    """Return how many days the month beginning on a day has."""
    return (_month_shift(month, 1) - month).days


@lru_cache(maxsize=64)
def _regex(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{[^}]*\})", pattern)
    return re.compile("".join(_PLACES.get(p) or re.escape(p) for p in pieces))
