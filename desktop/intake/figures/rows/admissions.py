"""Admissions an upper office tells in one figure: they may hold the members of its new unions.

A base union admits into what it is. An office above several tells “Kết nạp mới đoàn viên” of
unions it had (C11), of those it founded (C12), or of both; where it tells of new ones too, the
one who typed it is asked.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.result import ReadRow
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.rows.read_rows import warned
from desktop.intake.figures.sheets.grid import Grid
from desktop.models.text import fold, vi_number

_ADMITTED: Final = "C11"
_AT_NEW: Final = ("C12",)
_MEMBERS_OF_NEW: Final = ("B01M", "B02M")
_NEW: Final = ("B01", "B02")
_OF_PEOPLE: Final = re.compile(
    r"\b(?:ket nap|kn|dv|dvcd|doan vien|nguoi|cong nhan|gia nhap|tu|khi|tai|o)\b"
)
_FEWEST_MEMBERS: Final = 5
"""A base union is founded with that many."""
_OF_EARLIER: Final = re.compile(
    r"\b(?:da|hien|san) (?:co|tl|thanh lap|hoat dong)\b|\bcu\b|\bhien (?:huu|tai)\b"
    r"|\bc11\b|\bkhong (?:ke|tinh|gom|bao gom)\b"
)
"""“Tại CĐCS đã có”, “không kể CĐCS mới”: not those of new unions."""


@dataclass(frozen=True, slots=True)
class Admissions:
    """What a row's admissions are called; `holds_new` where a row below tells those of new unions
    as a part of them: “Trong đó: tại CĐCS mới thành lập”."""

    label: str
    holds_new: bool = False


def may_hold_new(label: str) -> bool:
    """Whether words of admissions leave open whether those of new unions are among them."""
    return _OF_EARLIER.search(fold(label)) is None


def names_unions(label: str) -> bool:
    """Whether words told as members of new unions may as well count those: “Thành lập CĐCS”."""
    return _OF_PEOPLE.search(fold(label)) is None


def founded(count: int) -> bool:
    """Whether so few cannot be the members of a new union, and so are unions."""
    return 0 < count < _FEWEST_MEMBERS


def members_or_unions(label: str) -> str:
    """Say that a figure was taken for members and may count unions."""
    words = _("“{label}”: hiểu là số đoàn viên của CĐCS mới (C12); xem có phải số CĐCS không.")
    return words.format(label=label[:60])


def admitted(grid: Grid, lines: Sequence[Line]) -> Mapping[int, Admissions]:
    """Return row → its admissions, where their heading leaves that open."""
    headings = {grid.lines[line.at]: line.section.header.codes().get(_ADMITTED)
                for line in lines if line.section is not None}  # fmt: skip
    return {number: Admissions(column.path[-1]) for number, column in headings.items()
            if column is not None and column.path and may_hold_new(column.heading)}  # fmt: skip


def ask_for_new_unions(
    rows: Sequence[ReadRow], open_rows: Mapping[int, Admissions], is_upper: Callable[[str], bool]
) -> Iterator[ReadRow]:
    """Yield the rows, those of upper units asked whether their admissions hold new unions' members.

    `open_rows` are the rows whose admissions leave that open, by number.
    """
    told: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.unit_id and is_upper(row.unit_id):
            own = told.setdefault(row.unit_id, {})
            own |= {code: value for code, value in row.values.items() if value and (
                row.status != "refused" or code in _NEW)}  # fmt: skip
    for row in rows:
        one = open_rows.get(row.source_row)
        known = told.get(row.unit_id, {})
        asked = one is not None and any(cell.code == _ADMITTED for cell in row.cells)
        yield _asked(row, one, known) if one is not None and asked else row


def _asked(row: ReadRow, one: Admissions, told: Mapping[str, int]) -> ReadRow:
    """Return an office's admissions with what is asked of them: nothing where they cannot hold
    those of new unions; refused where they do."""
    joined = sum(told.get(code, 0) for code in _AT_NEW)
    joined = joined or sum(told.get(code, 0) for code in _MEMBERS_OF_NEW)
    unions = any(told.get(code) for code in _NEW)
    if not (joined or unions) or joined > told.get(_ADMITTED, 0):
        return row
    of_new = (_("{count} đoàn viên của CĐCS mới thành lập").format(count=vi_number(joined))
              if joined else _("đoàn viên của CĐCS mới thành lập"))  # fmt: skip
    words = (_("“{label}” ghi {all}, gồm cả {of_new}: C11 chỉ ghi phần kết nạp ở CĐCS đã có.")
             if one.holds_new else
             _("“{label}” ghi {all}: có gồm {of_new} không? Nếu có thì C11 chỉ ghi phần kết nạp ở "
               "CĐCS đã có, phần kia ghi ở C12."))  # fmt: skip
    said = words.format(
        label=one.label[:60], all=vi_number(told.get(_ADMITTED, 0)), of_new=of_new)  # fmt: skip
    if one.holds_new:
        return replace(row, status="refused", reasons=(said, *row.reasons))
    return warned(row, [said])
