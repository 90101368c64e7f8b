"""Rows below a union that tell its parts: “- Tổ 1”, “- CĐ bộ phận Kỹ thuật” are counted in it."""

import re
from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.rows.lines import NO_COUNT, Line
from desktop.models.text import fold

_FEWEST: Final = 2
_BULLET: Final = re.compile(r"^\s*[-–—+•*·]\s*\S")
_PART: Final = re.compile(
    r"^\W*(?:\w\s*[.)]\s*)?(?:to|cd bo phan|cong doan bo phan|cdbp|bo phan|phan xuong|px|phong|khoa"
    r"|chuyen|xuong|doi|khoi|ca|nhom|chi nhanh|diem truong)\b"
)


def leave_parts(lines: Sequence[Line]) -> None:
    """Leave out the rows of a union's parts that add up to its own row.

    They stand right below it, are no unit of the register, and say by a dash or a word that they
    are parts; where they do not add up they stay, and are asked about.
    """
    place = 0
    while place < len(lines):
        whole = lines[place]
        place += 1
        if whole.kind != "data" or not whole.has_figures or not _is_unit(whole):
            continue
        parts: list[Line] = []
        while place < len(lines) and _may_be_part(lines[place], whole):
            parts.append(lines[place])
            place += 1
        if len(parts) >= _FEWEST and _add_up(whole, parts):
            for part in parts:
                part.kind, part.why = "outside", _("bộ phận; đã lấy dòng của đơn vị")
            continue
        for part in parts:  # "- Tổ 1" is no “Trường Số 1”
            if _BULLET.match(part.name) and _PART.match(fold(part.name)):
                part.ask = _("Bộ phận của đơn vị ở dòng trên, cộng lại không khớp với dòng đó.")


def _is_unit(line: Line) -> bool:
    return line.match.unit is not None and (line.match.sure or line.match.plain)


def _may_be_part(line: Line, whole: Line) -> bool:
    if line.kind != "data" or line.section is not whole.section or _is_unit(line):
        return False
    if line.number and line.number.strip().isdigit():
        return False  # numbered like the unions
    return bool(_BULLET.match(line.name) or _PART.match(fold(line.name)))


def _add_up(whole: Line, parts: Sequence[Line]) -> bool:
    """Whether every figure the parts tell comes to that of the whole."""
    told = [role for role in whole.counts if role.startswith("code:") and any(
        part.counts.get(role, NO_COUNT).value is not None for part in parts)]  # fmt: skip
    return bool(told) and all(
        whole.counts[role].value
        == sum(part.counts.get(role, NO_COUNT).value or 0 for part in parts)
        for role in told
    )
