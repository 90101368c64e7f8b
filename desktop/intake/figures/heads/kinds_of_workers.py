"""All who work somewhere, told as the sum of their kinds: “Biên chế | Hợp đồng | Tổng cộng”."""

import re
from dataclasses import replace
from itertools import groupby
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.sheets.grid import Grid, is_number
from desktop.models.text import fold, one_line

_ALL: Final = "A01"
_KINDS: Final = {"some_workers"}
_FEWEST_KINDS: Final = 2
_DEEPEST: Final = 2
"""A third heading above them may say whose kinds they are: “Đoàn viên > Biên chế > Nữ”."""
_AND: Final = r"(?:\s*[+&,;/–-]\s*|\s+va\s+)"
_HIRED: Final = r"(?:hop dong|hd|hdld)(?: lao dong| ld)?"
_STAFF: Final = (
    r"(?:bien che|bc|can bo|cong chuc|vien chuc|giao vien|cb|cc|vc|gv|nv|cbcc|ccvc|cbvc|cbccvc|cbgv"
    r"|cbgvnv|gvnv|cbnv)"
)
_OPENED: Final = r"(?:(?:tong|so|ts|cong|tong so|tong cong)[ :]*)?"
_JOINED: Final = re.compile(
    rf"{_OPENED}(?:{_STAFF}(?:{_AND}{_STAFF})*{_AND}{_HIRED}|{_HIRED}{_AND}bien che"
    rf"|(?:xa|thanh) vien{_AND}(?:lao dong|ld|nld|nguoi lao dong)(?: htx)?"
    rf"|(?:lao dong|ld|nld|nguoi lao dong){_AND}(?:xa|thanh) vien(?: htx)?)"
    r"(?: (?:dang )?(?:lam viec|co mat))?(?: thuong xuyen)?"
)
"""“Biên chế + HĐ”, “CC, VC, HĐLĐ”, “Xã viên, lao động”: all who work there, for good or by
contract; “HĐ 68” are only some."""
_ALL_STAFF: Final = re.compile(
    r"(?:ts|tong|tong so|so)[ .]*(?:cb|can bo)(?: nhan vien)?"
    r"|(?:(?:ts|tong|tong so|so|sl)[ .]*)?(?:vc|vien chuc|cc|cong chuc|ccvc)"
)
"""“TSCB” are all of a school or the union's own officers, “Số VC” all of a clinic or some, which
only the figures tell."""
_SAMPLE: Final = 200
_FEWEST_ROWS: Final = 2
_ROLES: Final = {"total": "code:A01", "women": "code:A01N", "men": "men:A01"}


def tells_all_kinds(label: str) -> bool:
    """Whether a label names several kinds of workers: “Xã viên, lao động làm việc thường xuyên”."""
    return _JOINED.fullmatch(fold(one_line(label)).strip(" .:()-+*•")) is not None


def sum_of_kinds(header: Header, reader: HeadingReader, codes: frozenset[str], grid: Grid) -> None:
    """Take a bare total right behind two kinds of workers or more for all who work there, and a
    column that names several of their kinds.

    Only where no other column tells them, and none of members stands right before the kinds.
    """
    if _ALL not in codes or any(one.role.endswith((":A01", ":A01N")) for one in header.columns):
        return
    for column in header.columns:
        if not column.path or any(map(_says_members, column.path)):
            continue
        name = fold(one_line(column.path[0])).strip(" .:()")
        if _JOINED.fullmatch(name):
            said = _("Cột “{name}” ghi nhiều loại lao động; hiểu là tất cả CNVCLĐ.")
            _take_joined(header, column, reader, said)
            return
        if _ALL_STAFF.fullmatch(name) and _are_all(header, column, grid):
            said = _("Cột “{name}” không dòng nào ít hơn đoàn viên; hiểu là tất cả CNVCLĐ.")
            _take_joined(header, column, reader, said)
            return
    groups = [(name, list(columns)) for name, columns in groupby(header.columns, _group)]
    kinds = 0
    for at, (name, columns) in enumerate(groups):
        concepts = reader.sense(name).concepts if name else frozenset()
        if concepts == _KINDS:
            kinds += 1
            continue
        before = groups[at - kinds - 1][1][-1] if at > kinds else None
        if kinds >= _FEWEST_KINDS and concepts == {"total"} and not (before and before.code):
            _take(header, columns, groups[at + 1][1] if at + 1 < len(groups) else [], reader)
            return
        kinds = 0


def _take_joined(header: Header, column: Column, reader: HeadingReader, said: str) -> None:
    """Take one column of all kinds, or the total below it, for all who work there, and a bare
    “nữ” below it or right behind it for their women."""
    guess = said.format(name=column.path[0][:60])
    under = [one for one in header.columns if one.path[:1] == column.path[:1]]
    bare = [one for one in under if len(one.path) == 1]
    behind = header.columns[under[-1].at + 1 : under[-1].at + 2] if bare == under else []
    behind = [one for one in behind if len(one.path) == 1]
    for one in (*under, *behind):
        concepts = {"total"} if one in bare else reader.sense(one.path[-1]).concepts
        role = next((_ROLES[told] for told in concepts if told in _ROLES), "")
        if role and len(concepts) == 1 and (one in under or role != "code:A01"):
            header.columns[one.at] = replace(one, role=role, guess=guess)


def _says_members(text: str) -> bool:
    return "doan vien" in fold(text) or "dv" in fold(text).split()


def _are_all(header: Header, column: Column, grid: Grid) -> bool:
    """Whether no row has fewer in a column than members, and some have both."""
    members = next((one.at for one in header.columns if one.code == "A03"), -1)
    if members < 0:
        return False
    pairs = [(row[column.at], row[members])
             for row in grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]
             if max(column.at, members) < len(row)]  # fmt: skip
    told = [(all_, some) for all_, some in pairs if is_number(all_) and is_number(some)]
    return len(told) >= _FEWEST_ROWS and all(all_ >= some for all_, some in told)


def _group(column: Column) -> str:
    """Return the heading over a column that may name a kind, "" below more of them."""
    return column.path[0] if 0 < len(column.path) <= _DEEPEST else ""


def _take(header: Header, columns: list[Column], behind: list[Column], reader: HeadingReader
          ) -> None:  # fmt: skip
    if all(len(column.path) == 1 for column in columns):
        columns = columns + [one for one in behind[:1] if len(one.path) == 1
                             and reader.sense(one.path[0]).concepts == {"women"}]  # fmt: skip
    for column in columns:
        said = reader.sense(column.path[-1])
        role = next((_ROLES[one] for one in said.concepts if one in _ROLES), "")
        if role and len(said.concepts) == 1 and not said.left:
            guess = _("Cột “{name}” đứng sau các loại lao động; hiểu là tất cả CNVCLĐ.").format(
                name=column.heading[:60])  # fmt: skip
            header.columns[column.at] = replace(column, role=role, guess=guess)
