"""Figures told as labels and numbers in words: “LĐ 34 (nữ 17), ĐV 30, kết nạp 2”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.models.text import nfc

_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+|\d+"
_COUNTED: Final = r"(?:\s*(?:người|ng|đ/c|đc|đồng chí|đ\.c|bạn)(?!\w)\.?)?"
_ASIDE: Final = r"(?:\s*[(\[]\s*(?P<aside>[^()\[\]]*)[)\]])?"
_WOMEN: Final = rf"(?:\s*/\s*(?:nữ\s*)?(?P<women>{_NUMBER})(?!\d))?"
_LABEL_FIRST: Final = re.compile(
    rf"(?P<label>[^\d(:=]*[^\W\d_][^\d(:=]*?)\s*[:=–-]?\s*(?:là|có|đạt|được)?\s*"
    rf"(?P<number>{_NUMBER}){_WOMEN}{_COUNTED}{_ASIDE}", re.IGNORECASE,
)  # fmt: skip
_NUMBER_FIRST: Final = re.compile(
    rf"(?P<number>{_NUMBER}){_WOMEN}{_COUNTED}\s*(?P<label>[^\W\d_][^\d()]*?)\s*{_ASIDE}",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    r"(?:(?:không|chưa)(?: có)?\s+(?P<label>[^\d()]+)|(?P<named>[^\d():]+)\s*:\s*(?:không|ko|0))",
    re.IGNORECASE,
)
_WOMEN_ASIDE: Final = re.compile(
    rf"(?:trong đó|tr\.?\s?đó|trđ|trong đo|gồm)?\s*:?\s*(?:có\s*)?"
    rf"(?:(?:số\s*)?nữ\s*(?:là|có)?\s*[:=]?\s*(?P<one>{_NUMBER})|(?P<two>{_NUMBER}){_COUNTED}\s*nữ)"
    rf"{_COUNTED}", re.IGNORECASE,
)  # fmt: skip
_BETWEEN: Final = re.compile(
    r"\s*[,;|\n]+\s*(?![^()]*\))|\s+[-–—+]\s+|\.\s+(?=\D)|\s+và\s+(?=[^()]*\d)", re.IGNORECASE
)
_OPENING: Final = re.compile(
    r"^[\s•*+–—-]*(?:(?:\d{1,2}|[a-zđ]|[IVX]{1,4})\s*[.)/]\s+)?[\s+–—-]*"
    r"(?:(?:tổng số|tổng|số|có|hiện có)(?=\s*:?\s*\d))?"
)
_CLOSED: Final = re.compile(r"[\s.…!]*(?:ạ|nhé|nha|em gửi|cảm ơn|ok)?[\s.…!]*$", re.IGNORECASE)
_BEFORE_LABELS: Final = re.compile(r"(?<=[\d)])\s+(?=[^\W\d])")
_BEFORE_NUMBERS: Final = re.compile(r"(?<=[^\W\d]|\))\s+(?=\d)")
_FEWEST_PARTS: Final = 2
_BETWEEN_LABELS: Final = ("code:", "time:", "men:")
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its number as written; `role` is what the label says, `women` of whom where
    the label says no more than that: the label before it."""

    label: str
    number: str
    role: str = ""
    women: str = ""


def pairs_in(text: str, headings: HeadingReader) -> list[Pair]:
    """Return the labels and numbers a text consists of; none where a number in it is no such, or
    fewer than half of the labels are known."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return []
    found: list[Pair] = []
    for piece in _BETWEEN.split(_CLOSED.sub("", _OPENING.sub("", nfc(text)))):
        told = _told(_OPENING.sub("", piece).strip(" .:"), found, headings)
        if not told and any(map(str.isdigit, piece)) and not _is_time(piece, headings):
            return []
        found += told
    roles = [one.role for one in found if one.role]
    return found if len(roles) * 2 > len(found) and len(set(roles)) == len(roles) else []


def _told(piece: str, before: Sequence[Pair], headings: HeadingReader) -> list[Pair]:
    """Return what a piece tells; nothing but blanks may part what it consists of."""
    told = list(_of_piece(piece, before, headings))
    parted = _BEFORE_NUMBERS if piece[:1].isdigit() else _BEFORE_LABELS
    parts = [] if told else parted.split(piece)
    if len(parts) < _FEWEST_PARTS:
        return told
    for part in parts:
        more = list(_of_piece(part, [*before, *told], headings))
        if not more:
            return []
        told += more
    return told


def women_alone(text: str) -> str:
    """Return the number of words that tell no more than women: “nữ: 2”, “(trong đó 2 nữ)”."""
    found = _WOMEN_ASIDE.fullmatch(nfc(text).strip().strip("()[]- "))
    return (found["one"] or found["two"]) if found is not None else ""


def role_of(label: str, headings: HeadingReader) -> str:
    """Return what a label says: a figure's role, "opening", "closing"; "" for any other words."""
    role = headings.role((label,))[0]
    known = role.startswith(_BETWEEN_LABELS) or role in ("opening", "closing", "other")
    return role if known else ""


def says_women(label: str, headings: HeadingReader) -> bool:
    """Whether a label only says that women follow: “Nữ”, “Trong đó: nữ”."""
    sense = headings.sense(label)
    return sense.concepts == {"women"} and not (sense.left or sense.codes)


def _of_piece(piece: str, before: Sequence[Pair], headings: HeadingReader) -> Iterator[Pair]:
    women = _WOMEN_ASIDE.fullmatch(piece)
    if women is not None:
        yield from _women(women, before)
        return
    none = _NONE.fullmatch(piece)
    if none is not None:
        label = (none["label"] or none["named"]).strip(" :")
        if role := role_of(label, headings):
            yield Pair(label, "0", role)
        return
    found = _NUMBER_FIRST.fullmatch(piece) or _LABEL_FIRST.fullmatch(piece)
    if found is None:
        return
    label = found["label"].strip(" :-–=.")
    aside = _WOMEN_ASIDE.fullmatch(found["aside"].strip()) if found["aside"] else None
    if found["aside"] and aside is None:
        return
    whole = Pair(label, found["number"], role_of(label, headings))
    yield whole
    if found["women"]:
        yield _women_of(whole, found["women"])
    elif aside is not None:
        yield from _women(aside, [whole])


def _women(found: re.Match[str], before: Sequence[Pair]) -> Iterator[Pair]:
    whole = next((one for one in reversed(before) if not one.women), None)
    if whole is not None:
        yield _women_of(whole, found["one"] or found["two"])


def _women_of(whole: Pair, number: str) -> Pair:
    role = f"{whole.role}N" if whole.role.startswith("code:") else ""
    return Pair(f"{whole.label} nữ", number, role, whole.label)


def _is_time(piece: str, headings: HeadingReader) -> bool:
    """Whether a piece with digits only dates the rest: “tháng 10/2026”."""
    sense = headings.sense(piece)
    return sense.span is not None and not (sense.codes or sense.subjects)
