"""By which day something is to be done: "trước ngày 10/11", "trong quý II/2027", "hằng tháng"."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.intake.facts.quantities import figures
from desktop.intake.reading import Block, Deadline
from desktop.intake.words import squeeze

_LEAD = (
    r"(?:hoan thanh |xong |thuc hien |nop |bao cao |gui )?"
    r"(?P<lead>truoc|cham nhat(?: la)?(?: vao)?|muon nhat(?: la)?|khong qua|han cuoi(?: la)?|"
    r"den het|den|truoc hoac trong|trong|vao)\s+"
)
_DAY = r"(?:\d{1,2}\s*(?:gio|h)\s*\d{0,2},?\s*)?(?:ngay\s+)?"
_DATE = (
    r"(?P<d>\d{1,2})(?:\s*[/.\-]\s*|\s+thang\s+)(?P<m>\d{1,2})"
    r"(?:(?:\s*[/.\-]\s*|\s+nam\s+)(?P<y>(?:19|20)\d\d))?(?![\d/%]|\.\d)"
)
_ON_DAY = re.compile(rf"\b{_LEAD}{_DAY}{_DATE}")
# "trước ngày 10/6 và 10/12": a second day under the same word.
_ALSO_ON = re.compile(rf"\s*(?:,|\bva|\bhoac)\s+(?:truoc\s+)?(?:ngay\s+)?{_DATE}")
_SPAN_END = re.compile(rf"\btu ngay \d[\d/.]*\s*(?:den|-|–)\s*(?:het\s+)?(?:ngay\s+)?{_DATE}")
_MONTH = re.compile(
    r"\b(?P<lead>trong|truoc|cham nhat|den het|den cuoi|vao|cuoi|hoan thanh)\s+(?:trong\s+)?"
    r"(?:cuoi\s+|dau\s+)?thang\s+(?P<m>\d{1,2})(?:\s*(?:/|nam)\s*(?P<y>20\d\d))?(?![\d/])"
)
_QUARTER = re.compile(
    r"\b(?:trong|truoc|vao|het|cuoi|dau|hoan thanh)\s+(?:trong\s+)?(?:cuoi\s+|dau\s+)?quy\s+"
    r"(?P<q>iv|iii|ii|i|[1-4])\b(?:\s*(?:/|nam)\s*(?P<y>20\d\d))?"
)
_YEAR_END = re.compile(r"\b(?:truoc|den|het|cuoi)\s+(?:cuoi |het )?nam\s+(?P<y>20\d\d)")
_RELATIVE = re.compile(
    r"\btruoc (?:ngay |khi |ky )?(?!ngay \d|\d)[a-z ]{3,40}?\s+(?:it nhat|toi thieu)\s+"
    r"\d{1,3}\s+ngay\b|"
    r"\btrong (?:vong|thoi han)\s+\d{1,3}\s+(?:ngay|gio)(?:\s+lam viec)?\b"
)
_RECURRING = re.compile(
    r"\b(?:(?:truoc |vao |cham nhat )?(?:\d{1,2} gio )?"
    r"(?:ngay\s+\d{1,2}|thu (?:hai|ba|tu|nam|sau|bay)|\d{1,2} gio)\s+(?:cua\s+)?"
    r"(?:h[aă]ng|moi|thang cuoi|cua thang)\s*(?:ngay|tuan|thang|quy|nam)?|"
    r"dinh ky (?:hang |moi )?(?:thang|quy|6 thang|nam|tuan|ngay)?|"
    r"(?:truoc |vao )?ngay \d{1,2} thang cuoi (?:quy|nam)|"
    r"(?:hang|moi) (?:tuan|thang|quy)|khi co yeu cau)\b"
)
# What some deadline or other must hold; most paragraphs hold none of it.
_ANY = re.compile(r"\d|\bquy [iv]|\bdinh ky\b|\b(?:hang|moi) (?:tuan|thang|quy)|\bkhi co yeu cau")
_NUMBERED = r"\bso:?\s*\d[\w/\-.]*"
_CITED = re.compile(
    rf"(?:{_NUMBERED}|\bnghi quyet\b|\bquyet dinh\b|\bke hoach\b|\bcong van\b)\s*,?\s*$"
)
# "xây dựng kế hoạch trước ngày 15/3": a word that sets a limit belongs to no paper's date.
_CITED_BY_NUMBER = re.compile(rf"{_NUMBERED}\s*,?\s*$")
_LIMITS = re.compile(r"(?:truoc|cham nhat|muon nhat|khong qua|han cuoi)\b")
_YEARLY = re.compile(r"^\s*(?:hang|moi) nam\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What fills in a year left out: the document's day, and the year it is about."""

    day: date | None
    year: int | None

    def on(self, day: int, month: int, year: int | None) -> date | None:
        """Return the day; without a year the first such one not before the document."""
        years = [year] if year else self._years()
        for one in years:
            found = _made(one, month, day)
            if found and (year or self.day is None or found >= self.day):
                return found
        return _made(years[0], month, day) if years else None

    def _years(self) -> list[int]:
        found = [self.year] if self.year else []
        return [*found, *([self.day.year, self.day.year + 1] if self.day else [])]


def calendar_of(subject: str, day: str) -> Calendar:
    """Return the calendar of a document from its subject and its date (YYYY-MM-DD or "")."""
    years = sorted({int(found) for found in re.findall(r"\b20\d\d\b", subject)})
    return Calendar(_iso(day), years[0] if len(years) == 1 else None)


def find_deadlines(blocks: Sequence[Block], dates: Calendar) -> tuple[Deadline, ...]:
    """Return the deadlines of the body's items and paragraphs in order of reading."""
    return tuple(
        found
        for index, block in enumerate(blocks)
        if block.zone == "body" and block.kind in ("item", "paragraph", "row")
        for found in deadlines_in(block.text, index, dates)
    )


def deadlines_in(text: str, block: int, dates: Calendar) -> Iterator[Deadline]:
    """Yield the deadlines a text tells, in order; no two share a place."""
    bare = figures(text[:20_000])
    if not _ANY.search(bare):
        return
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Deadline]] = []
    for pattern in (_RECURRING, _ON_DAY, _SPAN_END, _MONTH, _QUARTER, _YEAR_END, _RELATIVE):
        for match in pattern.finditer(bare):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            if "lead" in pattern.groupindex and match["lead"]:
                start = match.start("lead")
            cited = _CITED_BY_NUMBER if _LIMITS.match(bare, start) else _CITED
            if cited.search(bare[:start]) or _quoted(text, start) or _item_number(match):
                continue
            if re.search(r"\b(?:mới|mọi)\b", text[start:end].lower()):
                continue
            yearly = _YEARLY.match(bare[end:])
            end += yearly.end() if yearly else 0
            due = None if pattern in (_RECURRING, _RELATIVE) else _due(match, dates)
            if due is None and pattern not in (_RECURRING, _RELATIVE):
                continue
            if due and dates.day and due < dates.day:
                continue
            recurring = pattern is _RECURRING or bool(yearly)
            taken.append((start, end))
            found.append((start, Deadline(
                block, squeeze(text[start:end]), due.isoformat() if due else None, recurring,
                start, end,
            )))  # fmt: skip
            for more in _further(bare, end) if pattern is _ON_DAY else ():
                due = _due(more, dates)
                if due and not (dates.day and due < dates.day):
                    start, end = more.start("d"), more.end()
                    taken.append((start, end))
                    found.append((start, Deadline(
                        block, squeeze(text[start:end]), due.isoformat(), recurring, start, end
                    )))  # fmt: skip
    yield from (one for _start, one in sorted(found, key=lambda pair: pair[0]))


def _further(bare: str, end: int) -> Iterator[re.Match[str]]:
    """Yield the days that follow a deadline under the same word."""
    while more := _ALSO_ON.match(bare, end):
        yield more
        end = more.end()


def _item_number(match: re.Match[str]) -> bool:
    """Whether "đến 2.3" counts items of the paper: a dot, neither a year nor the word "ngày"."""
    parts = match.groupdict()
    return (
        bool(parts.get("d")) and not parts.get("y") and "ngay" not in match[0]
        and bool(re.search(r"\d\s*\.\s*\d", match[0]))
    )  # fmt: skip


def _due(match: re.Match[str], dates: Calendar) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    if parts.get("d"):
        return dates.on(int(parts["d"]), int(parts["m"]), year)
    if parts.get("m"):
        return _month_end(int(parts["m"]), year, dates)
    if parts.get("q"):
        quarter = _ROMAN.get(parts["q"]) or int(parts["q"])
        return _month_end(quarter * 3, year, dates)
    return _made(year or 0, 12, 31)


def _month_end(month: int, year: int | None, dates: Calendar) -> date | None:
    if not 1 <= month <= 12:
        return None
    last = dates.on(28, month, year)
    return last.replace(day=calendar.monthrange(last.year, month)[1]) if last else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _quoted(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)
