"""The union that signs a sheet: “TM. BAN CHẤP HÀNH – CĐCS Trường THCS Số 1 – Chủ tịch”."""

import re
from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.title_names import names_in_title
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty, is_number, shown
from desktop.models.text import fold

_LONGEST: Final = 200
_SIGNED: Final = re.compile(
    r"\b(?:tm|t/m|thay mat)\b|\bchu tich\b|\bban chap hanh\b|\bbch\b|\bky ten\b|\bky,|\bnguoi lap\b"
    r"|\bhieu truong\b|\bgiam doc\b|\bthu truong\b|\bdai dien\b"
)
_SIGNS: Final = re.compile(
    r"^\s*(?:T/?M\.?|thay mặt)\s*(?:ban chấp hành|BCH|ban thường vụ|BTV)?[\s:–-]*", re.IGNORECASE
)
_OTHERS: Final = re.compile(r"\W*(?:noi nhan|kinh gui|gui|luu|-|–|\+)")


def unit_below(grid: Grid, book: NameBook) -> tuple[Match, str] | None:
    """Return the one base union named where a sheet is signed, to be looked at, with its name as
    read; None where none is, or several are."""
    last = max((at for at, row in enumerate(grid.rows) if any(map(is_number, row))), default=-1)
    rows = grid.rows[last + 1 :] if last >= 0 else []
    if not any(_SIGNED.search(fold(text)) for row in rows for text in _texts(row)):
        return None
    found: dict[str, tuple[Match, str]] = {}
    for text in (text for row in rows for text in _texts(row)):
        if not _OTHERS.match(fold(text)):
            found |= dict(names_in_title(_SIGNS.sub("", text), book))
    if len(found) != 1:
        return None
    ((match, name),) = found.values()
    said = _("Trên bảng không ghi đơn vị; lấy theo phần ký tên “{name}”.").format(name=name[:80])
    return Match(match.unit, said=said), name


def _texts(row: Row) -> Sequence[str]:
    return [shown(cell) for cell in row
            if isinstance(cell, str) and not is_empty(cell) and len(cell) < _LONGEST]  # fmt: skip
