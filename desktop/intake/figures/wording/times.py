"""Which time a heading or a title speaks of, and how it lies to the period that is read."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from desktop.models.packs.periods import Period
from desktop.models.text import fold, nfc

Relation = Literal["", "same", "part", "wider", "other"]
"""The period itself; some days of it; more than it, or partly beside it; wholly outside."""

_NEAR: Final = timedelta(days=10)
"""How far the days somebody counts a month by may lie from the month's own."""

_TO: Final = r"\s*(?:den(?:\s*het)?(?:\s*ngay)?|[-–—>]+)\s*"
_AND: Final = r"\s*(?:,|;|\+|&|va|den(?:\s*het)?|[-–—])\s*"
_OF_YEAR: Final = r"(?:\s*(?:[/.-]|,?\s*nam)\s*(\d{4})\b)?"
_NUMBERED: Final = r"(?:iv|i{1,3}|[1-4])"
_YEARS: Final = re.compile(r"\b(?:nam hoc|nhiem ky|giai doan)?\s*20\d\d\s*[-–—]\s*20\d\d\b")
_CITATION: Final = re.compile(
    r"\b(?:nd|nghi dinh|nq|nghi quyet|qd|quyet dinh|cv|cong van|tt|thong tu)(?:\s*so)?\s*\d{1,4}"
    r"\s*/\s*(?:20\d\d\b)?"
)
"""“NĐ 178/2024/NĐ-CP” is no year of the figures."""
_DAY_ALONE: Final = re.compile(
    r"(?:ngay\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?"
)
_YEAR_FIRST: Final = re.compile(r"(20\d\d)\s*[-/.]\s*(0?[1-9]|1[0-2])")
PERIODS: Final = frozenset({"ky", "ky bao cao", "ky bc", "ky so lieu", "thoi ky", "thang nam"})
"""Headings of the period a row is of."""
_FEAST: Final = re.compile(
    r"(?<![\d/.-])(?:0?8\s*[/-]\s*0?3|20\s*[/-]\s*10|2[78]\s*[/-]\s*0?7|0?1\s*[/-]\s*0?[56]"
    r"|20\s*[/-]\s*11|0?2\s*[/-]\s*0?9|26\s*[/-]\s*0?3|0?3\s*[/-]\s*0?2)(?!\s*[\d/.-])"
)
_HELD_AT: Final = re.compile(
    r"\b(?:(?:nhan|trong|vao)\s+)?(?:dip|nhan ngay|(?:chao\s+)?mung|ky niem|ngay le)"
    r"(?:\s+ngay)?\s*$"
)
_TELLS_A_DAY: Final = re.compile(r"\b(?:den|toi|tu|ngay|het|truoc|sau|[-–])\s*$")
_DAYS: Final = re.compile(
    r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?" + _TO
    + r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?(?![\d/])"
)  # fmt: skip
_WORDY_DAY: Final = re.compile(r"\b(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})\b")
_DAY: Final = re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?!\d)")
_MANY_QUARTERS: Final = re.compile(
    rf"\bqu[yi]\s*({_NUMBERED})((?:{_AND}(?:qu[yi]\s*)?{_NUMBERED}\b)+){_OF_YEAR}"
)
_QUARTER: Final = re.compile(
    rf"\b(?:qu[yi]\s*[.:]?\s*|q\s?)({_NUMBERED}|mot|hai|ba|bon|tu)\b"
    r"(?:\s*(?:[/.-]|,?\s*nam)?\s*(\d{4})\b)?"
)
_MANY_MONTHS: Final = re.compile(
    rf"\b(?:thang|th|t)[\s.]*(\d{{1,2}})(?!\d|/\d{{1,2}}(?!\d))"
    rf"((?:{_AND}(?:(?:thang|th|t)[\s.]*)?\d{{1,2}}(?!\d))+){_OF_YEAR}"
)
_MONTHS: Final = re.compile(
    r"(?<!thang )\b(\d{1,2}|ba|sau|chin|muoi)\s*(?:thang|th|t)\b(?!\s*\d{1,2}\b)"
    r"(?:\s*(dau|cuoi)(?:\s*nam)?)?(?:\s*(?:[/.-]|,?\s*nam)?\s*(\d{4})\b)?"
)
_MONTH_YEAR: Final = re.compile(
    r"\b(?:(?:thang|thg|th|t)[\s.]*)?(\d{1,2})\s*(?:[/.-]|,?\s*nam)\s*(\d{4})\b"
)
_MONTH_SHORT_YEAR: Final = re.compile(r"\b(?:thang|thg|th|t)[\s.]*(\d{1,2})\s*/\s*(\d{2})(?![\d/])")
_DAY_MONTH: Final = re.compile(r"\b(\d{1,2})\s*/\s*(\d{1,2})\b")
_MONTH: Final = re.compile(r"\b(?:thang|thg|th|t)[\s.]*(\d{1,2})\b")
_NAMED_MONTH: Final = re.compile(
    r"\btháng (mười một|mười hai|mười|giêng|chạp|một|hai|ba|tư|bốn|sáu|bảy|tám|chín)\b"
)
_YEAR: Final = re.compile(r"\b(?:nam\s*)?(20[0-4]\d|19[89]\d)\b")
_UNTIL: Final = re.compile(r"\b(?:den|toi)(?:\s+(?:het|ngay|cuoi|thoi\s+diem|moc))*\s*$")
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4,
                    "tu": 4}  # fmt: skip
_SPOKEN: Final = {"mot": {"một"}, "hai": {"hai"}, "ba": {"ba"}, "bon": {"bốn"}, "tu": {"tư"}}
_COUNTS: Final = {"ba": 3, "sau": 6, "chin": 9, "muoi": 10}
_MONTH_NAMES: Final = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_Meant = Callable[[re.Match[str]], "Span | None"]
_CALENDAR: Final = re.compile(r"(\d{4})(?:-H([12]))?")


@dataclass(frozen=True, slots=True)
class Span:
    """Days [first, last] that a text names.

    `is_year` is a year alone, which often only dates a sheet; `until` says that only the last
    day is told ("đến 31/10/2026"), so that a flow may have begun at any time.
    """

    first: date
    last: date
    is_year: bool = False
    until: bool = False

    def holds(self, other: "Span") -> bool:
        """Tell whether the other's days are all within."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Span") -> bool:
        """Tell whether a day is in both."""
        return self.first <= other.last and other.first <= self.last


def day_alone(cell: object) -> str:
    """Return a cell that holds no more than a day in words nobody takes for a feast: “20/10” as
    “ngày 20/10”; "" for another."""
    if isinstance(cell, date):
        return f"ngày {cell:%d/%m/%Y}"
    found = _DAY_ALONE.fullmatch(fold(cell).strip()) if isinstance(cell, str) else None
    return "ngày " + "/".join(filter(None, found.groups())) if found is not None else ""


def month_alone(cell: object) -> str:
    """Return a cell below “Kỳ” that is a date, or a month told year first (“2026-10”), as its month
    in words; "" for another."""
    if isinstance(cell, date):
        return f"tháng {cell.month}/{cell.year}"
    found = _YEAR_FIRST.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return f"tháng {int(found[2])}/{found[1]}" if found is not None else ""


def without_feasts(text: str) -> str:
    """Return a text without the feasts it names: “Hoạt động nữ công 20/10”; itself without any."""
    found = nfc(text)
    toneless = _same_length(found.lower())
    for feast in _FEAST.finditer(toneless):
        held = _HELD_AT.search(toneless[: feast.start()])
        if held is not None or not _TELLS_A_DAY.search(toneless[: feast.start()]):
            first = held.start() if held is not None else feast.start()
            found = found[:first] + " " * (feast.end() - first) + found[feast.end() :]
    return " ".join(found.split())


def month_span(year: int, month: int, last: int = 0) -> Span | None:
    """Return the days from a month to a later one of the year; None for no months."""
    last = last or month
    if not (1 <= month <= last <= 12 and 1990 <= year <= 2100):
        return None
    return Span(date(year, month, 1), date(year, last, monthrange(year, last)[1]))


def year_span(year: int) -> Span:
    """Return a calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31), is_year=True)


def windows(period: Period) -> tuple[Span, ...]:
    """Return the period's days, and those its name says where it is counted by others.

    A half-year's or a year's figures are often closed a month before the calendar's.
    """
    own = Span(period.data_from, period.data_to)
    said = _CALENDAR.fullmatch(period.id)
    if said is None:
        return (own,)
    first = {"": 1, "1": 1, "2": 7}[said[2] or ""]
    calendar = month_span(int(said[1]), first, first + 5 if said[2] else 12)
    return (own,) if calendar is None else (own, replace(calendar, is_year=not said[2]))


def relation(span: Span, period: Period) -> Relation:
    """Return how a span lies to a period."""
    own = windows(period)
    if any(_alike(span, one) for one in own):
        return "same"
    if any(one.holds(span) for one in own):
        return "part"
    return "wider" if any(span.meets(one) for one in own) else "other"


def _alike(span: Span, own: Span) -> bool:
    if (span.first, span.last) == (own.first, own.last):
        return True
    months = span.first.day == 1 and (span.last + timedelta(1)).day == 1
    return not months and abs(span.first - own.first) <= _NEAR and abs(span.last - own.last) <= (
        _NEAR)  # fmt: skip


def narrowest(spans: Sequence[Span]) -> Span | None:
    """Return what several times in one heading come to: “năm 2026 > tháng 10” is the month.

    Times beside each other (“tháng 10 và tháng 11”) are all their days.
    """
    found = [one for one in spans
             if not any(one.holds(other) and not other.holds(one) for other in spans)]  # fmt: skip
    if not found:
        return None
    return Span(
        min(one.first for one in found), max(one.last for one in found),
        all(one.is_year for one in found), any(one.until for one in found),
    )  # fmt: skip


class TimeReader:
    """Finds the times in a text; months and quarters without a year are the period's."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._year = period.data_to.year
        self._readers: tuple[tuple[re.Pattern[str], _Meant], ...] = (
            (_WORDY_DAY, self._of_day), (_DAYS, self._of_days), (_DAY, self._of_day),
            (_MANY_QUARTERS, self._of_quarters), (_QUARTER, self._of_quarter),
            (_MANY_MONTHS, self._of_months), (_MONTHS, self._of_count),
            (_MONTH_YEAR, self._of_month), (_MONTH_SHORT_YEAR, self._of_month),
            (_DAY_MONTH, self._of_day), (_MONTH, self._of_month), (_YEAR, self._of_year),
        )  # fmt: skip

    def read(self, text: str) -> tuple[str, list[Span]]:
        """Return a text in small letters without its times, and the times."""
        lowered = nfc(text).lower()
        if not any(c.isdigit() for c in text) and not re.search(r"qu[ýíyi]|tháng", lowered):
            return text, []
        toneless = _same_length(lowered)
        for no_time in (_YEARS, _CITATION):  # a school year, a term, a decree
            for found in no_time.finditer(toneless):
                lowered, toneless = _without(lowered, found), _without(toneless, found)
        feasts = False
        for found in _FEAST.finditer(toneless):  # "hoạt động nữ công 20/10": no time of figures
            if not _TELLS_A_DAY.search(toneless[: found.start()]):
                feasts = True
                lowered, toneless = _without(lowered, found), _without(toneless, found)
        spans: list[Span] = []
        for found in _NAMED_MONTH.finditer(lowered):
            span = month_span(self._year, _MONTH_NAMES[found[1]])
            if span is not None:
                spans.append(span)
                lowered, toneless = _without(lowered, found), _without(toneless, found)
        for pattern, meant in self._readers:
            for found in pattern.finditer(toneless):
                span = meant(found) if _is_meant(found, lowered) else None
                if span is None:
                    continue
                until = bool(_UNTIL.search(toneless[: found.start()])) and pattern is not _DAYS
                spans.append(replace(span, until=until))
                lowered, toneless = _without(lowered, found), _without(toneless, found)
        return (lowered if spans or feasts else text), spans

    def of_month(self) -> Span:
        """Return the month the period ends in: “trong tháng”."""
        last = self._period.data_to
        return Span(last.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))

    def of_quarter(self) -> Span:
        """Return the quarter the period ends in: “trong quý”."""
        first = (self._period.data_to.month - 1) // 3 * 3 + 1
        return month_span(self._year, first, first + 2) or self.of_month()

    def since_new_year(self, spans: Sequence[Span]) -> Span:
        """Return the time from the year's first day to the last of those named: “lũy kế”."""
        said = narrowest([one for one in spans if not one.is_year])
        last = said.last if said is not None else self._period.data_to
        own = next((one for one in windows(self._period) if one.first.month == 1), None)
        if said is None and own is not None:
            last = own.last
        return Span(date(last.year, 1, 1), last)

    def _day(self, day: str, month: str, year: str | None) -> date | None:
        told = self._year if not year else int(year) + (2000 if len(year) == 2 else 0)
        try:
            return date(told, int(month), int(day))
        except ValueError:
            return None

    def _of_day(self, found: re.Match[str]) -> Span | None:
        day = self._day(found[1], found[2], found[3] if found.re.groups > 2 else None)
        if day is None and found.re is _DAY_MONTH and int(found[2]) > 12:
            return month_span(2000 + int(found[2]), int(found[1]))  # "9/25"
        return None if day is None else Span(day, day)

    def _of_days(self, found: re.Match[str]) -> Span | None:
        last = self._day(found[4], found[5], found[6])
        first = self._day(found[1], found[2], found[3] or (str(last.year) if last else None))
        if first is None or last is None or first > last:
            return None
        return Span(first, last)

    def _of_quarter(self, found: re.Match[str]) -> Span | None:
        return self._quarters([found[1]], found[2])

    def _of_quarters(self, found: re.Match[str]) -> Span | None:
        return self._quarters([found[1], *re.findall(rf"\b{_NUMBERED}\b", found[2])], found[3])

    def _quarters(self, told: Sequence[str], year: str | None) -> Span | None:
        numbers = [_QUARTERS.get(one, 0) or int(one) for one in told]
        of = int(year) if year else self._period.calendar_year
        return month_span(of, min(numbers) * 3 - 2, max(numbers) * 3)

    def _of_months(self, found: re.Match[str]) -> Span | None:
        months = [int(found[1]), *map(int, re.findall(r"\d{1,2}", found[2]))]
        return month_span(int(found[3]) if found[3] else self._year, min(months), max(months))

    def _of_count(self, found: re.Match[str]) -> Span | None:
        count = _COUNTS.get(found[1], 0) or int(found[1])
        year = int(found[3]) if found[3] else self._period.calendar_year
        if found[2] == "cuoi":
            return month_span(year, 13 - count, 12)
        return month_span(year, 1, count) if count > 1 else None

    def _of_month(self, found: re.Match[str]) -> Span | None:
        year = found[2] if found.re.groups > 1 else None
        told = self._year if not year else int(year) + (2000 if len(year) == 2 else 0)
        return month_span(told, int(found[1]))

    def _of_year(self, found: re.Match[str]) -> Span | None:
        return year_span(int(found[1]))


def _is_meant(found: re.Match[str], lowered: str) -> bool:
    """Whether words without marks are those with them: "quý 2", no "quỹ 2"; "sáu", no "sau"."""
    said = lowered[found.start() : found.end()]
    if found.re in (_QUARTER, _MANY_QUARTERS):
        named = said[:3] in ("quý", "quí") or (said[:3] in ("quy", "qui") and lowered.isascii())
        if not named and not re.match(r"q\s?[1-4i]", said):
            return False
        return found[1] not in _SPOKEN or not _SPOKEN[found[1]].isdisjoint(said.split())
    if found.re is _MONTHS and found[1] in _COUNTS:
        return said.startswith(("ba", "sáu", "chín", "mười"))
    return True


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]


def _same_length(text: str) -> str:
    """Return the text without marks, character for character."""
    return "".join((fold(c) or " ")[0] if not c.isspace() else " " for c in text)
