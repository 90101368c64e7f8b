"""Names of issuing bodies: pieces of a letterhead put together to parent and issuer."""

import re
from collections.abc import Sequence

from desktop.intake.words import any_of, plain, squeeze, tables

_LEADS = re.compile(
    r"(?:ban chap hanh|ban thuong vu|uy ban kiem tra|ban nu cong(?: quan chung)?|"
    r"dang bo|dang uy|chi bo|van phong|doan chu tich|hoi dong|ban chi dao|dai hoi)\s*$"
)


def starts_body(text: str) -> bool:
    """Whether the text begins with the name of a kind of body."""
    return bool(re.match(any_of(tables().body_words), plain(text).strip(" *-“\"'") + " "))


def name_bodies(pieces: Sequence[str]) -> tuple[str | None, str | None]:
    """Return (parent, issuer) from the letterhead's name pieces in reading order."""
    groups: list[str] = []
    for piece in _split(pieces):
        text = squeeze(piece).strip(" *-–.|:;")
        if not text:
            continue
        if not groups and not starts_body(text) and len(pieces) > 1:
            continue
        joins = groups and (not starts_body(text) or _is_open(groups[-1]))
        if joins:
            groups[-1] = f"{groups[-1]} {text}"
        else:
            groups.append(text)
    if not groups:
        return None, None
    return (groups[-2] if len(groups) > 1 else None), groups[-1]


def _is_open(group: str) -> bool:
    """Whether the name so far cannot stand alone: "BAN CHẤP HÀNH", "… TỈNH"."""
    bare = plain(group)
    return bool(_LEADS.fullmatch(bare.strip() + " ") or _LEADS.fullmatch(bare)) or bool(
        re.search(r"(?:\bcua|\bva|\btinh|\bhuyen|\bthanh pho|\bxa|\bphuong|[-–&,])\s*$", bare)
    )


def _split(pieces: Sequence[str]) -> list[str]:
    """Split pieces where a second body's name begins inside one line."""
    owners = re.compile(r"(?<=\s)" + any_of(tables().body_owners[:6]) + r"\b")
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
