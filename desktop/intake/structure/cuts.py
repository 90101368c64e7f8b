"""Fixed pieces of a letterhead cut out of a line, wherever they stand in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from desktop.intake.words import LOWER, UPPER, any_of, is_caps, plain, squeeze, tables

Kind = Literal["motto", "number", "date", "type", "about", "to", "rule", "note", "rest"]


def slack(pattern: str) -> str:
    """Let a pattern of words also match a scanner's slips: 0 for o, 1 or l for i and back."""
    table = {"o": "[o0]", "i": "[il1]", "l": "[li1]"}
    kept = re.split(r"(\\.|\[[^\]]*\]|\(\?[^\w]*)", pattern)
    return "".join(
        part if index % 2 else "".join(table.get(char, char) for char in part)
        for index, part in enumerate(kept)
    )


_MOTTO = re.compile(
    slack(
        r"cong\s*ho[aà]\s*xa\s*hoi\s*chu\s*nghia(?:\s*viet\s*nam)?|"
        r"doc\s*lap\s*[-–—−.*]?\s*tu\s*do\s*[-–—−.*]?\s*hanh\s*phuc"
        r"|dang\s+cong\s+san\s+viet\s+nam$"
    )
)
# A capital counts unless a word in small letters begins with it ("…LĐLĐQuảng Trị").
_PART = (
    rf"(?:Ctr|[{UPPER}&](?![{LOWER}]{{2}}|[^\W\da-z_{UPPER}])|"
    rf"(?<=[A-ZĐ])[a-zđ](?![{LOWER}])|\d|\.(?=[A-ZĐ]))+"
)
_CODE = re.compile(
    r"(?P<n>[\dOoIl]{1,5}[a-zA-Z]?(?![a-z])|[.…_\s]*)\s*(?:/\s*(?P<y>(?:19|20)\d\d)\s*)?"
    r"(?P<s>/{1,2}|-|–|(?<=\d)\s(?=[A-ZĐ]{2,5}[-/]))\s*"
    r"(?P<c>" + _PART + r"(?:\s?[-–/]\s?" + _PART + r"){0,3})"
)
_NUMBER = re.compile(r"(?:^|(?<=[^\w]))s[o0]\s*[:.;]?\s*")
_DAY = re.compile(
    r"ngay\s*(?P<d>[\dol]{1,2}(?!\w)|[.…_\s]*)\s*thang\s*(?P<m>[\dol]{1,2}(?!\w)|"
    r"[.…_\s]*)\s*nam\s*(?P<y>(?:19|20)\d\d|2[0o][\dol]{2}|20[.…_\s]*|[.…_]+)"
)
_DAY_SHORT = re.compile(
    r"ngay\s*(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>(?:19|20)\d\d)\s*$"
)
# What a scanner reads as a letter within a number; a last "a", "b" is part of it.
_DIGITS = str.maketrans("OoIl", "0011")
_LAST_DIGIT = str.maketrans("OoI", "001")
_CITES = re.compile(
    r"(?:chi thi|nghi quyet|quyet dinh|ke hoach|huong dan|cong van|chuong trinh|thong bao|"
    r"ket luan|nghi dinh|thong tu|thong tri|quy dinh|luat|quy che|de an)\s*$"
)
_ABOUT = re.compile(r"^[\s“\"'(*]*(?:v\s?/\s?v|ve viec)\b\s*[:.]?")
_TO = re.compile(r"^[\s*]*kinh gui\s*[:;]?")
_NOTE = re.compile(
    r"^[\s(*\[]*(?:du thao|hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|"
    r"luu hanh noi bo|ban sao|sao y|sao luc)(?:\s+(?:lan|ngay|so)?\s*[\w/]*)?[\s)*\].]*$"
)
# The room left for a number or a day to be written in by hand.
_BLANK = re.compile(r"((?:ngày|tháng|năm|số\s*:?|20))[\s.…_]{2,}(?=tháng|năm|/|-)", re.IGNORECASE)
_RUN_ON = re.compile(
    rf"(?<=[{UPPER}])(?=(?:TỔNG LIÊN ĐOÀN|LIÊN ĐOÀN LAO ĐỘNG|CÔNG ĐOÀN|BAN CHẤP HÀNH|"
    rf"ĐẢNG ỦY|ĐẢNG BỘ)\b|Số\s?:|[Vv]/v\s)"
)
# "KẾ HOẠCHHoạt động công đoàn": the type in capitals, the subject right behind it.
_TYPE_GLUED = re.compile(rf"([{UPPER}][{UPPER} ]{{3,40}}(?<! ))(?=[{UPPER}][{LOWER}])")
_RULE = re.compile(r"^[\s*_~=\-–—•.|:+]+$")


# Pieces of a letterhead never stand in a line longer than this.
_MAX_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A recognised piece of a line, or what was left between pieces."""

    kind: Kind
    text: str
    value: str = ""


def segments(text: str) -> list[str]:
    """Split a line into its columns: tabs or at least three spaces apart."""
    if len(text) > _MAX_LINE:
        return [text]
    text = _BLANK.sub(r"\1 ", text)
    return [part for part in re.split(r"\t+|\s{3,}", text) if part.strip()]


def cuts(text: str) -> list[Cut]:
    """Return the pieces of one column of a line, in the order they stand."""
    return list(_cuts(text))


def _cuts(text: str) -> Iterator[Cut]:
    if _RULE.match(text):
        yield Cut("rule", text)
        return
    if len(text) > _MAX_LINE:
        yield Cut("rest", text)
        return
    at = 0
    for found in _MOTTO.finditer(plain(text)):
        yield from _apart(text[at : found.start()])
        yield Cut("motto", text[found.start() : found.end()])
        at = found.end()
    yield from _apart(text[at:])


def _apart(text: str) -> Iterator[Cut]:
    """Cut text where two pieces run together without a space: "…VIỆT NAMLIÊN ĐOÀN …Số: 5"."""
    places = [found.start() for found in _RUN_ON.finditer(text)]
    for start, end in pairwise([0, *places, len(text)]):
        yield from _dated(text[start:end])


def _dated(text: str) -> Iterator[Cut]:
    """Cut the number, then dates, out of text that holds no motto any more."""
    at = 0
    bare = plain(text)
    for found in _NUMBER.finditer(bare):
        code = _CODE.match(text, found.end())
        if not code or found.start() < at or not text[found.start()].isupper():
            continue
        if ":" not in found[0] and _CITES.search(bare[: found.start()]):
            continue  # "… CHỈ THỊ SỐ 37-CT/TW" names another document
        yield from _days(text[at : found.start()])
        yield Cut("number", text[found.start() : code.end()], _number(code))
        at = code.end()
    yield from _days(text[at:])


def _days(text: str) -> Iterator[Cut]:
    at = 0
    for day, start, end, placed in days(text):
        if not placed:
            continue
        yield from _rest(text[at:start])
        yield Cut("date", text[start:end], day)
        at = end
    yield from _rest(text[at:])


def days(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Return (ISO date, start, end, whether a place or nothing stands before it) of each
    written-out date; the start takes the place in. Dates of cited documents are left out.
    """
    at = 0
    bare = plain(text)
    found = [match for pattern in (_DAY, _DAY_SHORT) for match in pattern.finditer(bare)]
    for match in sorted(found, key=lambda match: match.start()):
        # "… ngày 05 tháng 02 năm 2024 của …" cites another document.
        if match.start() < at or re.match(r"[\s,]*(?:cua|ve|va)\b", bare[match.end() :]):
            continue
        start = _place_start(text[at:], match.start() - at)
        placed = start is not None
        yield _date(match), at + start if start is not None else match.start(), match.end(), placed
        if placed:
            at = match.end()


def code_after(text: str, start: int) -> tuple[str, int] | None:
    """Return the document number that begins at `start` and where it ends, None without one."""
    found = _CODE.match(text, start)
    if not found or not any(char.isdigit() for char in found["n"]):
        return None
    return _number(found), found.end()


def _number(code: re.Match[str]) -> str:
    number = re.sub(r"[^\w]", "", code["n"])
    if any(char.isdigit() for char in number):
        number = number[:-1].translate(_DIGITS) + number[-1:].translate(_LAST_DIGIT)
    year = f"/{code['y']}" if code["y"] else ""
    return number + year + code["s"] + re.sub(r"\s+", "", code["c"])


def _date(found: re.Match[str]) -> str:
    try:
        year, month, day = (int(found[part].translate(_DIGITS)) for part in "ymd")
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


_PLACE = re.compile(
    rf"(?:^|(?<=[\s/.;:|)\d]))((?:TP\.?\s?|"
    rf"T\.P\.?\s?)?[{UPPER}][\w.'’]*(?:[\s-]+(?:[{UPPER}][\w'’]*|phố|xã|huyện|tỉnh|trấn|"
    rf"khu|\d{{1,2}})){{0,6}})\s*,?\s*$"
)
_GLUED = re.compile(rf"(?<=[A-ZĐ])([{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{0,4}})\s*,\s*$")


def _place_start(text: str, end: int) -> int | None:
    """Return where the place before "ngày …" begins; None inside a sentence.

    The place is a name directly before, or nothing when the line begins with the date.
    """
    before = text[:end]
    stripped = before.strip(" ,.…|")
    if not stripped:
        return 0
    found = _PLACE.search(before) or _GLUED.search(before)
    if not found:
        return None
    start = found.start(1)
    head = before[:start].strip()
    capital = before[start:end]
    if is_caps(capital) and len(capital) > 12 and head:
        return None
    if "," not in capital and head:
        return None
    return start


def place_of(written: str) -> str | None:
    """Return the place name of a "place, date" piece."""
    found = re.search(r"ngay\s*[\d.…_\s]", plain(written))
    name = squeeze(written[: found.start()] if found else written).strip(" ,.;:-–…*_\"“”'()|")
    return name or None


def _rest(text: str) -> Iterator[Cut]:
    text = text.strip().strip("|").strip()
    if not text or _RULE.match(text):
        if text:
            yield Cut("rule", text)
        return
    bare = plain(text)
    if _NOTE.match(bare) and len(text) < 40:
        yield Cut("note", text)
    elif _ABOUT.match(bare):
        yield Cut("about", text)
    elif found := _TO.match(bare):
        yield Cut("to", text, text[found.end() :].strip())
    else:
        yield from _typed(text, bare)


def _typed(text: str, bare: str) -> Iterator[Cut]:
    found = type_at(text)
    if found:
        name, end = found
        yield Cut("type", text[:end], name)
        if text[end:].strip():
            yield Cut("rest", text[end:].strip(" :.-–"))
        return
    glued = _TYPE_GLUED.match(text)
    if glued and type_at(glued[1]):
        yield from _typed(glued[1], plain(glued[1]))
        yield Cut("rest", text[glued.end() :])
        return
    inner = _inner_type(text, bare)
    if inner:
        yield Cut("rest", text[:inner].strip())
        yield from _typed(text[inner:], bare[inner:])
        return
    yield Cut("rest", text)


def type_at(text: str) -> tuple[str, int] | None:
    """Return (type name, end) when the text begins with a document type in capitals, or
    is nothing but a type word.
    """
    lead = len(text) - len(text.lstrip(" “\"'*("))
    bare = plain(text)
    spaced = re.match(r"^(?:\w\s{1,2}){4,}\w$", bare)
    if spaced:
        bare = re.sub(r"\s", "", bare)
        name = next(
            (k.name for k in tables().document_types if plain(k.name).replace(" ", "") == bare),
            None,
        )
        return (name, len(text)) if name else None
    found = _types().match(bare, lead)
    if not found or not found.lastgroup:
        return None
    name = tables().document_types[int(found.lastgroup[1:])].name
    written = text[lead : found.end()]
    alone = not text[found.end() :].strip(' .:*"”)')
    if is_caps(written, 0.9) or (alone and written[:1].isupper()):
        return name, found.end()
    return None


@lru_cache(maxsize=1)
def _types() -> re.Pattern[str]:
    """One group per document type, longer names first in the table."""
    names = (slack(plain(kind.name)).replace(" ", r"\s+") for kind in tables().document_types)
    groups = "|".join(f"(?P<t{index}>{name})" for index, name in enumerate(names))
    return re.compile(rf"(?:du thao\s+)?(?:{groups})\b")


def _inner_type(text: str, bare: str) -> int | None:
    """Find a type in capitals after an issuer's name in capitals on the same line."""
    names = any_of(tuple(plain(kind.name) for kind in tables().document_types[:14]))
    for found in re.finditer(r"(?<=\s)" + names + r"\b", bare):
        written = text[found.start() : found.end()]
        ahead = bare[: found.start()].rstrip()
        if is_caps(written, 1.0) and is_caps(text[: found.start()]):
            if re.search(r"(?:\bso|\bphong|\bban|\bbo|\bvu|\bcuc)$", ahead):
                continue
            return found.start()
    return None
