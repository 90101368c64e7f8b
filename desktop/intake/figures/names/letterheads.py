"""The office a sheet names at its head or above a group: what is another commune's is not ours."""

import re
from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.sheets.grid import Row, shown
from desktop.models.text import fold

_COMMUNE: Final = re.compile(
    r"(?:(?:bch|ban chap hanh)\s+)?(?:cong doan|cd|ldld|lien doan lao dong)\s+"
    r"(phuong|xa|dac khu|thi tran)\s+(.+)"
)
_GROUP: Final = re.compile(
    r"(?:(?:[ivx]{1,4}|[a-h]|\d{1,2}) )?"
    r"(?:(?:cac|khoi|nhom|cum|don vi|cdcs|cong doan co so|truc thuoc|thuoc|cua|tai) )*"
)
"""“II. Các CĐCS thuộc” before the name of an office that heads a group."""
_LONGEST: Final = 120


def other_office(titles: Sequence[Row], own: Known | None) -> str:
    """Say that the lines above a table name the union of another commune than the office `own`.

    Empty where they name none or the own one too, and for an office that is no commune's.
    """
    ours = commune(own.name) if own is not None else []
    if own is None or not ours:
        return ""
    named = ""
    for text in (shown(cell) for row in titles for cell in row if isinstance(cell, str)):
        theirs = commune(text)
        if not theirs:
            continue
        if is_same(theirs, ours):
            return ""
        named = named or text
    if not named:
        return ""
    said = _("Đầu bảng ghi “{name}”, không phải {own}.")
    return said.format(name=named, own=own.name)


def commune(text: str) -> list[str]:
    """Return the words from phường, xã on of a union of a commune; none for another name."""
    if len(text) >= _LONGEST:
        return []
    return _commune(" ".join(re.findall(r"\w+", fold(text))))


def commune_of_group(text: str) -> list[str]:
    """Return the words of the commune whose unions a heading says stand below it, else none."""
    if len(text) >= _LONGEST:
        return []
    folded = " ".join(re.findall(r"\w+", fold(text)))
    return _commune(folded) or _commune(_GROUP.sub("", folded, count=1))


def is_same(told: Sequence[str], own: Sequence[str]) -> bool:
    """Whether the words of a commune, and what may follow them, are of the own one."""
    return list(told[: len(own)]) == list(own)


def _commune(folded: str) -> list[str]:
    found = _COMMUNE.match(folded)
    return [found[1], *found[2].split()] if found is not None else []
