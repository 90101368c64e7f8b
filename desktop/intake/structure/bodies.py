"""Names of issuing bodies: pieces of a letterhead put together to parent and issuer."""

import re
from collections.abc import Sequence

from desktop.intake.words import any_of, plain, squeeze, tables

_LEADING = (
    r"(?:ban chap hanh|ban thuong vu|uy ban kiem tra|ban nu cong(?: quan chung)?|"
    r"dang bo|dang uy|dang doan|ban can su dang|chi bo|van phong|doan chu tich|hoi dong|"
    r"ban chi dao|dai hoi)"
)
_LEADS = re.compile(_LEADING + r"\s*$")
# "CÔNG ĐOÀN CƠ SỞ" says what a body is, the next line whose it is: "CÔNG TY …", "TRƯỜNG …".
_KIND_ALONE = re.compile(r"\s*(?:cong doan|nghiep doan|cd)(?:\s*co so)?\s*|\s*cdcs\s*")


_DASHED = re.compile(r"[^\W_]\s?[-–]$")
# Codes of joint documents: KHLT, NQLT, CTrPH, QCPH and their like.
_JOINT = re.compile(r"[\d\s]*[a-z]?\s*[/\-]\s*(?:[a-z]{2,4}(?:lt|ph)\b)")


def starts_body(text: str) -> bool:
    """Whether the text begins with the name of a kind of body."""
    return bool(re.match(any_of(tables().body_words), plain(text).strip(" *-“\"'") + " "))


def name_bodies(
    pieces: Sequence[str], columns: Sequence[int] = (), code: str = ""
) -> tuple[str | None, str | None]:
    """Return (parent, issuer) from the letterhead's name pieces in reading order.

    `columns` tells in which column each piece stands: names side by side issue together, as
    do names one above the other when the number's code names a joint document.
    """
    if len(set(columns)) > 1:
        sides = [_groups([p for p, c in zip(pieces, columns, strict=True) if c == column])
                 for column in sorted(set(columns))]  # fmt: skip
        if all(sides):
            parents = [side[-2] for side in sides if len(side) > 1]
            return (parents[0] if parents else None), " - ".join(side[-1] for side in sides)
    groups = _groups(pieces)
    if not groups:
        return None, None
    if len(groups) > 1 and _JOINT.match(plain(code)):
        return (groups[-3] if len(groups) > 2 else None), " - ".join(groups[-2:])
    return (groups[-2] if len(groups) > 1 else None), groups[-1]


def _groups(pieces: Sequence[str]) -> list[str]:
    """Put wrapped names together; what stands before the first name is left out."""
    groups: list[str] = []
    printed = [squeeze(piece) for piece in _split(pieces)]
    parts = [piece.strip(" *-–.|:;") for piece in printed]
    for index, text in enumerate(parts):
        if not text:
            continue
        if not groups and len(pieces) > 1 and not starts_body(" ".join(parts[index:])):
            continue
        joins = groups and (not starts_body(text) or _is_open(groups[-1], text))
        if joins:
            # "LIÊN ĐOÀN LAO ĐỘNG -" / "LIÊN MINH HỢP TÁC XÃ TỈNH": the dash between two is kept.
            dash = " -" if _DASHED.search(printed[index - 1]) else ""
            groups[-1] = f"{groups[-1]}{dash} {text}"
        else:
            groups.append(text)
    return groups


def _is_open(group: str, following: str) -> bool:
    """Whether the name so far cannot stand alone: "BAN CHẤP HÀNH", "… TỈNH" before a place."""
    bare = plain(group)
    if _LEADS.fullmatch(bare.strip() + " ") or _LEADS.fullmatch(bare):
        return True
    if _KIND_ALONE.fullmatch(bare) and not re.match(_KIND_ALONE.pattern, plain(following)):
        return True
    if re.search(r"(?:\bcua|\bva|[-–&,])\s*$", bare):
        return True
    place = re.search(r"(?:\btinh|\bhuyen|\bthanh pho|\bxa|\bphuong)\s*$", bare)
    named = re.match(rf"(?:{_owners()}|{_LEADING})\b", plain(following))
    return bool(place) and not named


def _owners() -> str:
    return any_of(tables().body_owners[:6])


def _split(pieces: Sequence[str]) -> list[str]:
    """Split pieces where a second body's name begins inside one line."""
    owners = re.compile(r"(?<=\s)" + _owners() + r"\b")
    parts: list[str] = []
    for piece in pieces:
        bare = plain(piece)
        at = 0
        for found in owners.finditer(bare):
            ahead = bare[at : found.start()].rstrip()
            if not ahead or _LEADS.search(ahead) or re.search(r"(?:tong|cua|[-–&])$", ahead):
                continue
            if not starts_body(piece[at:]):
                continue
            parts.append(piece[at : found.start()])
            at = found.start()
        parts.append(piece[at:])
    return parts
