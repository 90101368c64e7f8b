"""What people write in brackets behind the name of a unit."""

import re
from typing import Final

from desktop.models.text import fold, nfc, one_line

_PERSON: Final = re.compile(
    r"(?:đ[/.]c|đồng chí|chủ tịch|hiệu trưởng|giám đốc|thầy|cô|chị|anh|ông|bà|ct|ht|gđ|bs"
    r"|sđt|đt|tel|c\.?(?= *[^\W\d_][^\W_])|a\.?(?= *[^\W\d_][^\W_]))(?!\w)", re.IGNORECASE,
)  # fmt: skip
_TELEPHONE: Final = re.compile(r"[\d .]{9,}")
_PLACE: Final = re.compile(
    r"(?:(?:[hpxq]|tt|tx|tp)[. ] *|(?:huyện|phường|xã|quận|thị trấn|thị xã|thành phố|tỉnh) )"
    r"(?=[^\W\d_]{2})", re.IGNORECASE,
)  # fmt: skip
_DISTRICT: Final = re.compile(
    r"(?:\s*,\s*|\s+[-–—]\s+)(?:huyện|h\.|thị xã|tx\.?|quận|q\.)\s*"
    r"([^\W\d_]{2,}(?: [^\W\d_]+){0,3})$", re.IGNORECASE,
)  # fmt: skip
"""Districts ended on 1/7/2025; people still write which one a place was of."""
_NUMBER: Final = re.compile(r"\d")
_APART: Final = re.compile(
    r"\b(?:chi nhanh|cn|co so|cs|phan hieu|xuong|phan xuong|px|nha may|nm|kho|van phong|vp|cum"
    r"|so (?:mot|hai|ba|bon)|diem truong|phan truong|khu [a-z0-9]|[a-z])\b"
)


def is_person(text: str) -> bool:
    """Whether a remark only names a person or a telephone: “đ/c Hùng”, “c. Mai 0908 123 456”."""
    said = one_line(nfc(text)).strip()
    return bool(_PERSON.match(said) or _TELEPHONE.fullmatch(said))


def names_place(text: str) -> bool:
    """Whether a remark begins as names of places do: “H. Long Thành”, “phường Nam Đông Hà”."""
    return bool(_PLACE.match(nfc(one_line(text))))


def district_apart(text: str) -> tuple[str, str]:
    """Return a name without the district of former days behind it, and that: “huyện Phù Cát”;
    "" without one."""
    found = _DISTRICT.search(said := nfc(one_line(text)))
    return (said[: found.start()], found[1]) if found is not None else (said, "")


def tells_apart(text: str) -> bool:
    """Whether a remark may tell a unit from another of its name: a number, a branch, a letter."""
    if is_person(text):
        return False
    return bool(_NUMBER.search(text) or _APART.search(fold(one_line(text))))


def is_former(text: str) -> bool:
    """Whether a remark tells what or where a unit once was: “quận Cầu Giấy cũ”."""
    return nfc(one_line(text)).lower().endswith((" cũ", " trước đây"))
