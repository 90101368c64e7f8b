"""One typed line read as an activity: "15/5 Thăm hỏi công nhân ốm tại Cty May, 12 người, 6tr".

With tone marks or without. Rules only, nothing is dropped: words that are not understood
stay in the title, and every piece that was understood says where it stood, so that the
reading can be shown while typing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from desktop.i18n import _
from desktop.models.activities.activities import Activity
from desktop.models.activities.quick_words import Found, Line, bare, rule
from desktop.models.packs.pack_types import ActivityCategory
from desktop.models.text import nfc, short_date, vi_number


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the line, from `start` up to `end`, and the field it was read as."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the line says, to be checked and kept; `category` "" was not recognised.

    `told` tells whether the line names a day; otherwise it is today's.
    """

    title: str
    start: date
    end: date
    told: bool = False
    category: str = ""
    place: str = ""
    partners: tuple[str, ...] = ()
    people: int | None = None
    women: int | None = None
    attendances: int | None = None
    union_money: int | None = None
    social_money: int | None = None
    result: str = ""
    pieces: tuple[Piece, ...] = ()

    def activity(self, category: str = "") -> Activity:
        """Return the activity it proposes; a category that is given goes before the guess."""
        return Activity(
            title=self.title,
            category=category or self.category,
            start=self.start,
            end=self.end,
            place=self.place,
            partners=self.partners,
            people=self.people,
            women=self.women,
            attendances=self.attendances,
            union_money=self.union_money,
            social_money=self.social_money,
            result=self.result,
        )


def quick_read(
    line: str, today: date, categories: Mapping[str, ActivityCategory] | None = None
) -> Proposal:
    """Read a line as an activity; a day without a year is one near today."""
    text = nfc(line)
    found = _Found(Line.of(text))
    start, end, told = _days(found, today)
    _take_money(found)
    _take_counts(found)
    _take_words(found)
    title = _rest(found)
    names = (categories or {}).values()
    return Proposal(
        title=title[:1].upper() + title[1:],
        start=start,
        end=end,
        told=told,
        category=guess_category(_spoken(found), names),
        pieces=tuple(sorted(found.pieces, key=lambda piece: piece.start)),
        **found.values,
    )


def reading(proposal: Proposal, categories: Mapping[str, ActivityCategory]) -> str:
    """Return the proposal in one line, for showing under the entry while it is typed."""
    days = short_date(proposal.start)
    if proposal.end != proposal.start:
        days += f" – {short_date(proposal.end)}"
    people = ""
    if proposal.people is not None:
        people = _("{n} người").format(n=vi_number(proposal.people))
    if proposal.women is not None:
        people = _("{people} ({n} nữ)").format(people=people, n=vi_number(proposal.women)).strip()
    category = categories.get(proposal.category)
    parts = [
        days,
        proposal.title,
        category.name if category else _("chưa rõ loại"),
        _("tại {place}").format(place=proposal.place) if proposal.place else "",
        ", ".join(proposal.partners),
        people,
        _counted(proposal.attendances, _("{n} lượt")),
        _counted(proposal.union_money, _("{n} đồng")),
        _counted(proposal.social_money, _("xã hội hóa {n} đồng")),
        proposal.result,
    ]
    return " · ".join(part for part in parts if part)


def guess_category(text: str, categories: Iterable[ActivityCategory]) -> str:
    """Return the code of the category whose name the text speaks of most, "" for none."""
    listed = list(categories)
    said = " ".join(re.findall(r"\w+", bare(nfc(text))))
    owners: dict[str, set[str]] = {}
    for category in listed:
        for word in re.findall(r"\w+", bare(nfc(category.name))):
            owners.setdefault(word, set()).add(category.code)
    words = set(said.split())
    best, code = 0, ""
    for category in listed:
        score = sum(
            3 * len(phrase.split())
            for phrase in {p for words in (category.name, *category.said) for p in _phrases(words)}
            if f" {phrase} " in f" {said} "
        )
        score += sum(1 for word in words if owners.get(word) == {category.code})
        if score > best:
            best, code = score, category.code
    return code


@dataclass(slots=True)
class _Found:
    line: Line
    values: dict[str, Any] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)  # starts of pieces that stay in the title

    @property
    def text(self) -> str:
        return self.line.text

    def take(self, name: str, match: Found, value: Any, *, keep: bool = False) -> None:
        if name and value is not None and name not in self.values:
            self.values[name] = value
        self.mark(name, match.start(), match.end(), keep=keep)

    def mark(self, name: str, start: int, end: int, *, keep: bool = False) -> None:
        self.pieces.append(Piece(name, start, end))
        if keep:
            self.kept.add(start)

    def free(self, match: Found) -> bool:
        return all(match.end() <= p.start or p.end <= match.start() for p in self.pieces)

    @property
    def title_end(self) -> int:
        match = _SEPARATOR.search(self.text)
        return match.start() if match else len(self.text)


_SEPARATOR: Final = re.compile(r"[;,](?=\s|$)|\s[-–·]\s")
_STOP: Final = r"[;,](?:\s|$)|\s[-–·]\s"
_AMOUNT: Final = r"(\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d{1,3})?)"
_SPAN: Final = rule(
    r"(?<![\d/.,])(\d{1,2})(?:/(\d{1,2}))?(?:/(\d{4}))?\s*(?:-|–|đến)\s*"
    r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/])"
)
_DAY: Final = rule(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])")
_LEAD: Final = rule(
    r"\s*(?:(?:sáng|chiều|tối|từ|thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s+)*(?:ngày\s+)?"
)
_RELATIVE: Final = rule(r"\s*hôm\s+(nay|qua|kia)\b[:,]?")
_MONEY: Final = rule(
    # "2 ngan hang" are banks, and a single letter d is money only behind thousands.
    _AMOUNT + r"\s*(tỷ|tỉ|triệu|tr|nghìn|ngàn(?!\s+hàng)|k|đồng|vnđ|(?<=\d{3})\s?đ)(\d{1,3})?"
    r"(?!\w)(?:\s*đồng\b)?(?:\s*/\s*(người|suất|phần|đoàn viên))?"
)
_FAR: Final = 240  # days
_FACTORS: Final = {
    "ty": 10**9, "ti": 10**9, "trieu": 10**6, "tr": 10**6, "nghin": 10**3, "ngan": 10**3,
    "k": 10**3, "dong": 1, "vnd": 1, "d": 1,
}  # fmt: skip
_SOCIAL: Final = rule(r"xã hội hóa|xã hội hoá|xhh|tài trợ|ủng hộ|vận động")
_UNION: Final = rule(r"kinh phí|công đoàn chi|\bchi\b|\bcđ\b")
_PURPOSE: Final = rule(
    # What may stand before an amount and says no more than whose money it is.
    r"(?:(?:kinh phí|công đoàn|cđ|chi|xã hội hóa|xã hội hoá|xhh|tài trợ|ủng hộ|vận động|nguồn|từ"
    r"|được|hết|tổng|số tiền|tiền|là|khoảng)\b[\s:]*)+"
)
_WOMEN: Final = rule(
    r"(?:trong đó\s+)?(?:" + _AMOUNT + r"\s*(?:là\s+)?nữ(?!\s*công)|nữ\s*:?\s*" + _AMOUNT + r")\b"
)
_ATTENDED: Final = rule(_AMOUNT + r"\s*lượt(?:\s+(?:người|đoàn viên))?\b")
_PEOPLE: Final = rule(
    _AMOUNT + r"\s*(?:người lao động|người|đoàn viên|công nhân|đại biểu|học viên|cán bộ|lao động"
    r"|cnlđ|nlđ|cnvclđ|đv)(?:\s+(?:tham gia|tham dự|dự))?(?!\w)"
)
_SHARES: Final = rule(r"(\d+)\s*(?:suất|phần)\b")
_PLACE: Final = rule(r"\s*\btại\s+(.+?)(?=" + _STOP + r"|$)", free=(1,))
_PLACE_BARE: Final = re.compile(
    # "tai" without marks: not tai nạn, tài trợ, tái định cư; nor vận tải, đề tài, hiện tại.
    r"(?<!\bvan )(?<!\bhien )(?<!\bton )(?<!\btrong )(?<!\bthien )(?<!(?<!chuyen )\bde )\btai\s+"
    r"(?!(?:nan|tro|lieu|chinh|khoan|nang|dinh cu|san xuat|co cau|che|ky ket|che xuat)\b"
    r"|san\b(?!\s+(?:van|bong|ubnd|truong|nha|the|khau))"
    r"|bien\s+(?:mach|chung)\b|nguyen\s*(?:$|[;,]|(?:moi truong|va|nuoc|thien)\b))"
)
_PARTNER: Final = rule(
    r"\s*\bphối hợp\s+(?:với|cùng)\s+(.+?)(?=" + _STOP + r"|\s+tại\s|$)", free=(1,)
)
_RESULT: Final = rule(r"\bkết quả\s*:?\s+(.+)$", free=(1,))


def _days(found: _Found, today: date) -> tuple[date, date, bool]:
    line = found.line
    relative = _RELATIVE.match(line)
    if relative:
        found.mark("start", *relative.span())
        day = today - timedelta({"nay": 0, "qua": 1, "kia": 2}[relative[1] or "nay"])
        return day, day, True
    lead = _LEAD.match(line)
    at = lead.end() if lead else 0
    for pattern, read in ((_SPAN, _span_of), (_DAY, _day_of)):
        match = pattern.match(line, at)
        days = read(match, today) if match else None
        if match and days:
            found.mark("start", 0, match.end())
            return *days, True
    for match in _DAY.finditer(line, at):
        days = _day_of(match, today)
        if days:
            inside = match.start() < found.title_end
            found.take("", match, None, keep=inside)
            return *days, True
    return today, today, False


def _span_of(match: Found, today: date) -> tuple[date, date] | None:
    first, month, year, last, last_month, last_year = match.groups()
    end = _near(int(last or 0), int(last_month or 0), last_year, today)
    if end is None:
        return None
    start = _near(int(first or 0), int(month or last_month or 0), year or str(end.year), today)
    return (start, end) if start and start <= end else None


def _day_of(match: Found, today: date) -> tuple[date, date] | None:
    day = _near(int(match[1] or 0), int(match[2] or 0), match[3], today)
    return (day, day) if day else None


def _near(day: int, month: int, year: str | None, today: date) -> date | None:
    """Return the day; without a year it is this year's unless another lies far nearer."""
    if year:
        return _date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    found = [_date(today.year + step, month, day) for step in (0, -1, 1)]
    near = [d for d in found if d and abs((d - today).days) <= _FAR]
    return near[0] if near else found[0]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _take_money(found: _Found) -> None:
    line = found.line
    shares, people = _SHARES.search(line), _PEOPLE.search(line)
    for match in _MONEY.finditer(line):
        if not found.free(match):
            continue
        amount = _amount(match)
        if match[4]:
            each = people if match[4] in ("nguoi", "doan vien") else shares or people
            count = _whole(each[1] or "") if each else None
            amount = amount * count if amount is not None and count is not None else None
        if amount is None:
            continue
        start = _segment_start(found.text, match.start())
        social = _SOCIAL.search(line, start, match.start())
        inside = match.start() < found.title_end
        name = "social_money" if social else "union_money"
        if name in found.values:
            continue  # a second amount stays in the title rather than being lost
        found.take(name, match, amount, keep=inside)
        purpose = _PURPOSE.match(line, start, match.start())
        told = social or _UNION.search(line, start, match.start())
        if told and not inside and purpose and purpose.end() == match.start():
            found.mark(name, start, match.start())


def _amount(match: Found) -> int | None:
    digits, unit, rest = match[1] or "", (match[2] or "").strip(), match[3]
    number = _decimal(digits)
    if rest:
        if unit not in ("tr", "trieu", "ty", "ti"):
            return None
        number += Decimal(f"0.{rest}")
    amount = number * _FACTORS[unit]
    return int(amount) if amount == int(amount) and amount < 10**15 else None


def _take_counts(found: _Found) -> None:
    for name, pattern in (("attendances", _ATTENDED), ("women", _WOMEN), ("people", _PEOPLE)):
        for match in pattern.finditer(found.line):
            count = _whole(next(g for g in match.groups() if g))
            if count is not None and found.free(match) and name not in found.values:
                found.take(name, match, count, keep=match.start() < found.title_end)


def _take_words(found: _Found) -> None:
    for name, pattern in (("result", _RESULT), ("partners", _PARTNER)):
        match = pattern.search(found.line)
        if match and found.free(match):
            value = match.typed(1).strip()
            found.take(name, match, (value,) if name == "partners" else value)
    match = next((m for m in _places(found.line) if found.free(m)), None)
    if match:
        found.take("place", match, match.typed(1).strip())


def _places(line: Line) -> Iterator[Found]:
    """Yield what follows the word for "at", left to right."""
    at = 0
    while match := _PLACE.search(line, at):
        word = match.start() + len(match.typed(0)) - len(match.typed(0).lstrip())
        if line.text[word : word + 3].casefold() != "tai" or _PLACE_BARE.match(line.bare, word):
            yield match
        at = word + 3


def _rest(found: _Found) -> str:
    gone = [p for p in found.pieces if p.start not in found.kept]
    chars = list(found.text)
    for piece in gone:
        chars[piece.start : piece.end] = "\0" * (piece.end - piece.start)
    text = "".join(chars)
    parts = [" ".join(part.replace("\0", " ").split()) for part in _SEPARATOR.split(text)]
    joined = ", ".join(part.strip(" .,:;-–()") for part in parts if part.strip(" .,:;-–()"))
    return joined.strip()


def _segment_start(text: str, place: int) -> int:
    starts = [match.end() for match in _SEPARATOR.finditer(text, 0, place)]
    start = starts[-1] if starts else 0
    return start + len(text[start:place]) - len(text[start:place].lstrip())


def _whole(digits: str) -> int | None:
    number = _decimal(digits)
    return int(number) if number == int(number) and number < 10**9 else None


def _decimal(digits: str) -> Decimal:
    """Return a Vietnamese number: dots group by three, a comma (or odd dot) is decimal."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", digits):
        return Decimal(digits.replace(".", ""))
    return Decimal(digits.replace(",", "."))


def _spoken(found: _Found) -> str:
    """Return the line without its counts: "15 người lao động" says nothing of the kind of work."""
    said = found.text
    for piece in found.pieces:
        if piece.field in ("people", "women", "attendances"):
            said = said[: piece.start] + " " * (piece.end - piece.start) + said[piece.end :]
    return said


def _phrases(name: str) -> list[str]:
    parts = re.split(r"[,()]", bare(nfc(name)))
    found = (" ".join(re.findall(r"\w+", part)) for part in parts)
    return [phrase for phrase in found if len(phrase) > 1]


def _counted(count: int | None, pattern: str) -> str:
    return pattern.format(n=vi_number(count)) if count is not None else ""
