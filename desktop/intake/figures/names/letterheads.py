"""The office a sheet names at its head: a sheet of another commune is no sheet of ours."""

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
_LONGEST: Final = 120


def other_office(titles: Sequence[Row], own: Known | None) -> str:
    """Say that the lines above a table name the union of another commune than the office `own`.

    Empty where they name none or the own one too, and for an office that is no commune's.
    """
    ours = _commune(own.name) if own is not None else []
    if own is None or not ours:
        return ""
    named = ""
    for text in (shown(cell) for row in titles for cell in row if isinstance(cell, str)):
        theirs = _commune(text) if len(text) < _LONGEST else []
        if not theirs:
            continue
        if theirs[: len(ours)] == ours:
            return ""
        named = named or text
    if not named:
        return ""
    said = _("Đầu bảng ghi “{name}”, không phải {own}.")
    return said.format(name=named, own=own.name)


def _commune(text: str) -> list[str]:
    """Return the words from phường, xã on; none for another name."""
    found = _COMMUNE.match(" ".join(re.findall(r"\w+", fold(text))))
    return [found[1], *found[2].split()] if found is not None else []
