"""What a target speaks of: the part of the whole, what a share is taken of, an average's unit."""

import re
from dataclasses import dataclass

from desktop.intake.facts.quantities import Quantity, figures
from desktop.intake.words import squeeze

_NUMBERING = re.compile(r"^\s*(?:trong tong so|tong so|so luong|so|cac|nhung|tren tong so)\s+")
_UP = re.compile(r"^\s*tro len\s+(?:so\s+|cac\s+)?")
_OF = re.compile(
    r"\b(?:so voi|tren)\s+((?:tong so|so|tong)\b[^,;.()]{2,60})|"
    r"^\s*((?:so )?(?:du toan|ke hoach|chi tieu|so phai thu|tong thu|tong chi)\b"
    r"(?:(?!\s(?:vao|trong|truoc|den)\s)[^,;.()]){0,40})"
)
_RATIO = re.compile(
    r"\bty le\s+[^,;.%]{2,80}?\s+(?:tren|so voi)\s+((?:tong )?(?:so )?[^,;.%]{3,70}?)\s+"
    r"(?:dat|tu|la|chiem|duy tri|khong (?:duoi|qua|thap hon)|it nhat|toi thieu)\b"
)
_RATE = re.compile(
    r"\bty le\s+([^,;.%:]{2,90}?)\s+(?:tren (?:tong|so)|so voi|dat|tu|chiem|"
    r"khong (?:duoi|qua|thap hon)|duoi|tren|la|duy tri|it nhat|toi thieu)\b"
)
_PER = re.compile(
    r"\b(?:moi|tung|1|01)\s+"
    r"((?:[a-z]+(?:, )?\s?){1,7}?)\s*(?:(?:co(?! so\b)|phai|to chuc|gioi thieu|ket nap|"
    r"phat trien|boi duong|"
    r"dat|xay dung|chon|thuc hien|dang ky|ky|ho tro|it nhat|toi thieu|tu|van dong|thanh lap|tham|"
    r"binh quan|trung binh|phan dau|ra mat|lua chon|duy tri|nhan|moi nam|hang nam)\b|"
    r",|\d|(?<=co so )$)"
)
# A verb that says what the part is to do or become ends the noun phrase.
_VERB = re.compile(
    r"\s(?:so voi|duoc|phan dau|to chuc|thanh lap|ky|ky ket|dat|tham gia|xay dung|"
    r"hoan thanh|thuc hien|xep loai|hang nam|moi nam|"
    r"phat dong|phoi hop|phai|hoc tap|dang ky|gui|bao dam|dam bao|trien khai|ban hanh|cap nhat|"
    r"cong khai|kien toan|cai dat|su dung|tang|giam|nop|trich nop|danh gia|lam|vao|hai long|"
    r"gia nhap|ket nap|gioi thieu|tro len|tuyen truyen|sinh hoat|bo tri|hoat dong|tiep can|"
    r"co (?:tu sach|quy che|ban|to chuc|trinh do|it nhat|thoa uoc|sang kien|tai khoan|viec|don|"
    r"trang|nhom|mo hinh)|qua dao tao|nam|hieu)\b"
)
_SIZED = re.compile(
    r"\b(?:co|su dung|quy mo|tu|tren|duoi)\s+(?:so\s+)?(?:tu\s+|tren\s+|duoi\s+|du\s+)*"
    r"\d[\d.]*\s+(?:[a-z]+[ ,]*){1,6}?(?:tro len|tro xuong)"
)
_WITH_UNION = re.compile(r"\s\(?co (?:to chuc )?cong doan\)?(?! co so)")
_ANOTHER = re.compile(r"(?:,| va)\s+(?:(?:tren|duoi|it nhat|toi thieu|tu)\s+)?\d[\d,]*\s?%")
# "bình quân 40-50 người dự/buổi": the average is taken of each of what is held.
_SLASHED = re.compile(
    r"^(?:\s[a-z]+){0,2}\s*/\s*(?:1 |01 |mot )?(buoi|cuoc|lop|hoi nghi|dot|phien|cdcs|"
    r"cong doan co so|don vi|doanh nghiep|xa|phuong|nguoi)\b"
)
_TIMES = re.compile(r"(?:nam|thang|quy|tuan|ngay|ky|nhiem ky|dot|lan)\b")
_NEAR = 500
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Parts:
    """The words around a figure that say what it is taken of; None where nothing is said."""

    population: str | None = None
    denominator: str | None = None
    per: str | None = None


def parts_of(text: str, quantity: Quantity) -> Parts:
    """Return population, denominator and "for each" of a figure in its text."""
    bare = figures(text)
    near = max(0, quantity.start - _NEAR)
    marks = re.finditer(r"[;:]\s|\.\s", bare[near : quantity.start])
    start = near + max((mark.end() for mark in marks), default=0)
    before, after = bare[start : quantity.start], bare[quantity.end : quantity.end + _NEAR]
    stop = re.search(r"[;]\s|\.\s|\.$", after)
    after = after[: stop.start()] if stop else after
    slashed = _SLASHED.match(after)
    each = (
        text[quantity.end + slashed.start(1) : quantity.end + slashed.end(1)]
        if slashed
        else _each(text, start, before)
    )
    if quantity.unit != "%":
        noun = text[quantity.start : quantity.end].split()[1:]
        whole = f"{quantity.whole} {' '.join(noun)}" if quantity.whole else None
        return Parts(denominator=whole, per=_clean(each))
    return Parts(
        _population(text, quantity, start, before, after),
        _denominator(text, quantity, start, before, after),
        _clean(each),
    )


def _each(text: str, start: int, before: str) -> str | None:
    """Return whom an average is for; without tones "mới" and "mọi" only look like "mỗi", and the
    end of "ưu tú" like "từ".
    """
    for found in reversed([*_PER.finditer(before)]):
        said = text[start + found.start() : start + found.start(1)].lower()
        if text[start + found.end(1) : start + found.end()].strip().lower() == "tú":
            continue
        if _TIMES.match(found[1]) or not re.search(r"mỗi|từng|1", said):
            continue
        return text[start + found.start(1) : start + found.end(1)]
    return None


def _population(text: str, quantity: Quantity, start: int, before: str, after: str) -> str | None:
    rate = _last(_RATE, before)
    if rate:
        return _clean(text[start + rate.start(1) : start + rate.end(1)])
    if re.match(r"\s*(?:tro len\s+)?(?:so voi|(?:so )?du toan|ke hoach|chi tieu)\b", after):
        return None
    skipped = _UP.match(after) or _NUMBERING.match(after)
    begin = skipped.end() if skipped else 0
    again = _NUMBERING.match(after[begin:])
    begin += again.end() if again else 0
    end = min(_noun_end(after, begin), _next_share(after))
    found = text[quantity.end + begin : quantity.end + end] if end > begin else ""
    return _clean(found) if re.match(r"\s*[^\W\d_]", found) else None


def _next_share(after: str) -> int:
    """Return where the next share of a list begins: "100% cán bộ và 70% đoàn viên"."""
    found = _ANOTHER.search(after)
    return found.start() if found else len(after)


def _noun_end(after: str, begin: int) -> int:
    """Return where the noun phrase ends: before its verb, past what narrows it."""
    place = begin
    while True:
        verb = _VERB.search(after, place)
        end = verb.start() if verb else len(after)
        narrowing = next(
            (m for p in (_SIZED, _WITH_UNION) for m in [p.search(after, place)]
             if m and (m.start() <= end and m.end() > end)),
            None,
        )  # fmt: skip
        if narrowing is None:
            comma = None if verb else re.search(r",\s|\s[-–]\s", after[place:])
            return place + comma.start() if comma and place == begin else end
        place = narrowing.end()


def _denominator(text: str, quantity: Quantity, start: int, before: str, after: str) -> str | None:
    ratio = _last(_RATIO, before)
    if ratio:
        return _clean(text[start + ratio.start(1) : start + ratio.end(1)])
    found = _OF.search(after[:_LONGEST])
    if not found:
        return None
    group = 1 if found[1] else 2
    first, last = found.span(group)
    return _clean(text[quantity.end + first : quantity.end + last])


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter([*pattern.finditer(text)][::-1]), None)


def _clean(text: str | None) -> str | None:
    shown = squeeze(text or "").strip(" ,;.:")
    return shown if 2 <= len(shown) <= _LONGEST else None
