"""Numbers with units in a sentence: percentages, counts, ranges, and how they compare."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from desktop.intake.facts.number_words import spelled_numbers, spelled_shares
from desktop.intake.words import any_of, plain, squeeze, tables

Comparator = Literal["=", ">=", ">", "<=", "<", "range"]

_SCALES = {"trieu": 1_000_000, "nghin": 1_000, "ngan": 1_000, "tram": 100, "ty": 1_000_000_000}
_VALUE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d{1,2})?(?!\d)"
_BETWEEN = r"\s*(?:%|phan tram)?\s*(?:den|toi|-|–|—)\s*"
_SKIP = (
    r"(?:\(\s*[a-z ]{2,14}\s*\)\s*)?(?:tro len\s+)?(?:so\s+|cac\s+|nu\s+|"
    r"luot\s+(?=\w+ ba)|truong hop\s+)?"
)
_ABOVE = re.compile(
    r"(?:(?<!cap )(?<!dua )(?<!tinh )\btren|\bhon|\bvuot|\bvuot muc|\bcao hon|>)\s*$"
)
_LEAST = re.compile(
    r"(?:(?:it nhat|toi thieu|khong duoi|khong thap hon|khong it hon|thap nhat)\s*(?:la|tu|"
    r"co|dat|phai co|duoc|cung)?|≥|>=|\btren hoac bang)\s*$"
)
_BELOW = re.compile(r"(?:(?<!cap )\bduoi|\bthap hon|<)\s*$")
_MOST = re.compile(
    r"(?:(?:khong qua|khong [a-z ]{2,40} qua|khong vuot|khong vuot qua|toi da|nhieu nhat|"
    r"khong lon hon|khong cao hon)\s*(?:la)?|≤|<=)\s*$"
)
_FROM = re.compile(r"\btu\s*$")
# "xếp loại B trở lên": what rises there is a grade, not the figure.
_GRADE = re.compile(
    r"\b(?:loai|hang|bac|danh hieu|trinh do|xep|muc|cap|diem)\s+(?:\w+\s+){0,4}?$|"
    r"\b(?:tot|kha|gioi|xuat sac|trung binh|trung cap|cao dang|dai hoc|pho thong|"
    r"(?<!cong doan )co so|[abc]|tinh|xa|phuong|nhiem vu|tien tien)\s*$"
)
_UP = re.compile(r"\btro len\b")
_DOWN = re.compile(r"\btro xuong\b")
_SLIPPED = re.compile(r"\d[ol]|l\d")
_SLIPS = (
    (re.compile(r"(?<=\d)o(?=[\d%])"), "0"),
    (re.compile(r"(?<=\d\.\d)o(?=\d)"), "0"),
    (re.compile(r"(?<![a-z\d])l(?=\d)"), "1"),
    (re.compile(r"(?<=\.\d\d)l(?![a-z])|(?<=\d)l(?=/\d)"), "1"),
)
_OPEN = re.compile(
    rf"(?<![\w/.,\-–])(?P<a>{_VALUE})(?:{_BETWEEN}(?P<b>{_VALUE}))?\s+"
    r"(?P<w>[a-z]{2,}(?: [a-z]{2,}){0,5})(?!\w)"
)
# Words after which a noun has ended, and words that never begin what is counted. Tone marks
# count: "từ" ends a noun, "tú" does not.
_STOP_WORDS = (
    "cho tại về ở của để trong được là với do trên theo từ đến và có thuộc tham đạt mới bị nhằm "
    "trở năm hoặc khi ra qua các những phải vào như sau bằng toàn này chuẩn gồm phục đang đã "
    "mỗi hằng hàng"
)
_NEVER_WORDS = (
    "năm tháng ngày giờ phút giây tuần quý triệu tỷ tỉ nghìn ngàn đồng vnđ km ha mét tuổi tiết "
    "câu tiểu nguyên chương điều khoản mục điểm phần bậc lần cấp nhiệm khóa khoá thứ ban bản"
)
# "2/3 số CĐCS" is a share; "15/20 số CĐCS" counts.
_LARGEST_FRACTION = 10
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_YEAR = re.compile(r"\b(?:nam|giai doan|nhiem ky|khoa|nien khoa)\s*$")
_DATED = re.compile(r"\b(?:ngay|dip|le|tet|thang|truoc|sau|tu|den|va|ky niem)\s*$|[-–]\s*$")
# "Có 8/12 CĐCS đạt …" counts, though a day could be written so.
_COUNTED = re.compile(r"(?:^|[;,.:]\s*)[\W\d]*(?:co|dat|phan dau(?: co)?|it nhat|toi thieu)\s+$")
_DAYS, _MONTHS = 31, 12
# Words taken for the noun where nothing says where it ends.
_SHORT_NOUN = 3
_SHARED = re.compile(
    r"\b(?:xay(?: dung)?(?: moi)?|sua chua|thanh lap(?: moi)?|to chuc|trao|tang|ho tro|ra mat)\s+"
    r"(?P<a>\d{1,4})(?:,| va)\s+(?:xay|sua|thanh lap|to chuc|trao|tang|ho tro|ra mat|nang cap)"
    r"\b(?:\s[a-z]+){0,2}\s+(?=\d)"
)
# "Năm 2026 có 03 nghiệp đoàn, đến 2031 có 07": the thing is named with the figure before.
_SAME_THING = re.compile(
    r"\b(?:den\s+(?:het\s+|cuoi\s+)?(?:nam\s+)?|nam\s+)20\d\d\s+(?:co|dat|la|len|tang len)\s+"
    r"(?P<a>\d{1,3}(?:\.\d{3})+|\d{1,6})(?=\s*(?:[;,](?!\d)|\.(?!\d)|$))"
)
_STOPS = frozenset(_STOP_WORDS.split())
_NEVER = frozenset(_NEVER_WORDS.split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit. `value` is written with a point; offsets count in the text.

    `named` is False when the unit is a noun the tables do not know; `whole` is the number a
    count is taken of ("500/506 đoàn viên"); "2/3 số CĐCS" is a share in %.
    """

    value: str
    value_max: str | None
    comparator: Comparator
    unit: str
    start: int
    end: int
    named: bool = True
    whole: str | None = None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    units = any_of(tuple(pattern for pattern, _name in tables().target_units))
    scale = "|".join(_SCALES)
    return re.compile(
        rf"(?<![\w/.,\-–])(?P<a>{_VALUE})(?:/(?P<of>{_VALUE})|{_BETWEEN}(?P<b>{_VALUE}))?"
        rf"\s*(?P<all>(?:tong )?so\s+)?(?:(?P<s>{scale})\s+(?!dong)|{_SKIP})?{_SKIP}"
        rf"(?P<u>%|phan tram|(?:{units})(?!\w))"
    )


@lru_cache(maxsize=1)
def _after_number() -> re.Pattern[str]:
    units = any_of(tuple(pattern for pattern, _name in tables().target_units))
    return re.compile(rf"\s+{_SKIP}(?P<u>phan tram|(?:{units})(?!\w))")


@lru_cache(maxsize=1)
def _units() -> tuple[tuple[re.Pattern[str], str], ...]:
    ordered = sorted(tables().target_units, key=lambda unit: -len(unit[0]))
    return tuple((re.compile(pattern), name) for pattern, name in ordered)


@lru_cache(maxsize=512)
def figures(text: str) -> str:
    """Return the text tone-less, with letters that a scan put for digits as digits again.

    "2O28" and "l0%" keep their length, so places still agree with the text.
    """
    bare = plain(text)
    if _SLIPPED.search(bare):
        for pattern, digit in _SLIPS:
            bare = pattern.sub(digit, bare)
    return bare


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text in order."""
    bare = figures(text)
    found = list(_pattern().finditer(bare))
    known: list[Quantity] = []
    for index, match in enumerate(found):
        until = found[index + 1].start() if index + 1 < len(found) else len(bare)
        scale = _SCALES.get(match["s"] or "", 1)
        made = _made(bare, match, until, _unit(match["u"]), scale)
        if made:
            made = _of_whole(made, match, bare) if match["of"] else made
        if made:
            known.append(made)
    known += [*_shared(bare, known), *_spelled(text, bare)]
    known += _unnamed(text, bare, known)
    yield from sorted([*known, *_same_thing(bare, known)], key=lambda one: one.start)


def _of_whole(made: Quantity, match: re.Match[str], bare: str) -> Quantity | None:
    """Return a fraction: a share of "số …", else a count of a known whole; None for a date."""
    part, whole = Decimal(made.value), Decimal(_number(match["of"], 1))
    if part > whole or not whole or made.unit == "%":
        return None
    lead = bare[max(0, match.start() - 24) : match.start()]
    if whole <= _LARGEST_FRACTION and (match["all"] or made.comparator != "="):
        share = (part * 100 / whole).quantize(Decimal("0.01")).normalize()
        return replace(made, value=f"{share:f}", unit="%", end=match.end("of"))
    day = part <= _DAYS and whole <= _MONTHS and made.comparator == "="
    if _DATED.search(lead) or (day and not _COUNTED.search(lead)):
        return None
    return replace(made, whole=_number(match["of"], 1))


def _shared(bare: str, known: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield counts whose thing is named with the next one: "xây mới 05 và sửa chữa 07 nhà"."""
    for match in _SHARED.finditer(bare):
        own = next((one for one in known if one.start == match.end()), None)
        if own and own.unit != "%" and own.value_max is None:
            value = _number(match["a"], 1)
            yield Quantity(value, None, own.comparator, own.unit, match.start("a"), match.end("a"))


def _same_thing(bare: str, known: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield counts of a later year whose thing is named with the count before them."""
    for match in _SAME_THING.finditer(bare):
        earlier = [one for one in known if one.end <= match.start()]
        last = max(earlier, key=lambda one: one.end, default=None)
        if last and last.unit != "%" and match.start("a") not in {one.start for one in known}:
            value = _number(match["a"], 1)
            yield Quantity(value, None, "=", last.unit, match.start("a"), match.end("a"))


def _spelled(text: str, bare: str) -> Iterator[Quantity]:
    """Yield counts and shares written in words: "hai mươi công đoàn cơ sở"."""
    for share, start, end in spelled_shares(text):
        sign = _comparator(bare[max(0, start - 40) : start], _clause(bare[end:]))
        yield Quantity(share, None, sign, "%", start, end)
    for value, start, end in spelled_numbers(text):
        unit = _after_number().match(bare, end)
        if unit:
            before, after = bare[max(0, start - 40) : start], _clause(bare[end:])
            sign = _comparator(before, after)
            yield Quantity(str(value), None, sign, _unit(unit["u"]), start, unit.end())


def _made(
    bare: str, match: re.Match[str], until: int, unit: str, scale: int, *, named: bool = True
) -> Quantity | None:
    before = bare[max(0, match.start() - 40) : match.start()]
    after = _clause(bare[match.end("a") : until])
    top = _number(match["b"], scale) if match["b"] else None
    low = _number(match["a"], scale)
    if top is not None and Decimal(top) <= Decimal(low):
        return None
    return Quantity(
        low, top, "range" if top else _comparator(before, after), unit,
        match.start(), match.end(), named,
    )  # fmt: skip


def _unnamed(text: str, bare: str, known: list[Quantity]) -> Iterator[Quantity]:
    """Yield counts of things that the tables do not know: "20.000 túi an sinh"."""
    taken = {one.start for one in known}
    for match in _OPEN.finditer(bare):
        words = match["w"].split()
        start = match.start("w")
        printed = text[start : match.end("w")].split()
        stop = next(
            (n for n in range(len(printed)) if _ends_noun(printed, n)),
            _open_end(words, bare, match),
        )
        if match.start() in taken or not stop or printed[0].lower() in _NEVER:
            continue
        if _YEAR.fullmatch(match["a"]) and (match["b"] or _OF_YEAR.search(bare[: match.start()])):
            continue  # "giai đoạn 2026 - 2030 kết nạp …"
        length = len(" ".join(words[:stop]))
        made = _made(bare, match, len(bare), squeeze(text[start : start + length]), 1, named=False)
        if made:
            yield replace(made, end=start + length)


def _ends_noun(words: Sequence[str], place: int) -> bool:
    """Whether a printed word ends the noun; a capital right after the figure begins a name."""
    word = words[place].lower()
    if word == "dự":  # "dự thi" is done, "dự án" is a thing
        return words[place + 1 : place + 2] not in (["án"], ["thảo"], ["toán"])
    if (word == "ở" and words[place - 1 : place] == ["nhà"]) or (
        word == "toàn" and words[place - 1 : place] == ["an"]
    ):
        return False
    return word in _STOPS and not (place == 0 and words[0][:1].isupper())


def _open_end(words: Sequence[str], bare: str, match: re.Match[str]) -> int:
    """Return how many words name the thing where no word ends the noun: all, up to a mark."""
    ended = not bare[match.end() : match.end() + 2].strip(" .") or bare[match.end()] in ".,;:)"
    return len(words) if ended else min(len(words), _SHORT_NOUN)


def _clause(after: str) -> str:
    cut = re.search(r"[,;:]\s|\.\s|$", after)
    return after[: cut.start()] if cut else after


def canonical_unit(written: str) -> str:
    """Return the unit's usual name; the words themselves when they are not in the table."""
    bare = plain(written).strip(" ./-")
    if "%" in bare:
        return "%"
    found = _unit(bare)
    return written.strip() if found == bare and bare else found


def unit_within(text: str) -> str | None:
    """Return the unit a heading names: "Thành lập mới (CĐCS)", "Số đoàn viên"; None for none."""
    bare = plain(text)
    inside = re.search(r"\(\s*([^()]{1,30}?)\s*\)\s*$", bare)
    if inside and (inside[1] == "%" or _unit(inside[1]) != inside[1]):
        return _unit(inside[1])
    if "%" in bare or re.search(r"\bty le\b", bare):
        return "%"
    found = _unit_word().search(bare)
    return _unit(found[0]) if found else None


@lru_cache(maxsize=1)
def _unit_word() -> re.Pattern[str]:
    units = any_of(tuple(pattern for pattern, _name in tables().target_units))
    return re.compile(rf"\b(?:{units})(?!\w)")


@lru_cache(maxsize=512)
def _unit(written: str) -> str:
    for pattern, name in _units():
        if pattern.fullmatch(written):
            return name
    return written


def _number(written: str, scale: int) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written):
        written = written.replace(".", "")
    exact = Decimal(written.replace(",", ".")) * scale
    return f"{exact.normalize():f}"


def _comparator(before: str, after: str) -> Comparator:
    if _MOST.search(before) or _DOWN.search(after):
        return "<="
    rise = _UP.search(after)
    own = rise and not _GRADE.search(after[: rise.start()])
    if (own and not re.search(r"\btu \d", after)) or _LEAST.search(before):
        return ">="
    if _FROM.search(before) and not re.match(r"\S*\s+(?:len|xuong)\b", after):
        return ">="
    if _ABOVE.search(before):
        return ">"
    if _BELOW.search(before):
        return "<"
    return "="
