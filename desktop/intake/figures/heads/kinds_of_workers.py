"""All who work somewhere, told as the sum of their kinds: “Biên chế | Hợp đồng | Tổng cộng”."""

import re
from dataclasses import replace
from itertools import groupby
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.models.text import fold, one_line

_ALL: Final = "A01"
_KINDS: Final = {"some_workers"}
_FEWEST_KINDS: Final = 2
_DEEPEST: Final = 2
"""A third heading above them may say whose kinds they are: “Đoàn viên > Biên chế > Nữ”."""
_JOINED: Final = re.compile(
    r"(?:tong |so |tong so )?(?:bien che{and_}{hired}|{hired}{and_}bien che)".format(
        and_=r"\s*(?:\+|&|,|\bva\b)\s*", hired=r"(?:hop dong|hd|hdld)(?: lao dong| ld)?")
)  # fmt: skip
"""“Biên chế + HĐ”: all who are on the payroll, for good or by contract; “HĐ 68” are only some."""
_ROLES: Final = {"total": "code:A01", "women": "code:A01N", "men": "men:A01"}


def sum_of_kinds(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take a bare total right behind two kinds of workers or more for all who work there.

    Only where no other column tells them, and none of members stands right before the kinds.
    """
    if _ALL not in codes or any(one.role.endswith((":A01", ":A01N")) for one in header.columns):
        return
    for column in header.columns:
        if len(column.path) == 1 and _JOINED.fullmatch(fold(one_line(column.path[0]))):
            _take_joined(header, column, reader)
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


def _take_joined(header: Header, column: Column, reader: HeadingReader) -> None:
    """Take one column of both kinds for all, and a bare “nữ” right behind it for their women."""
    guess = _("Cột “{name}” ghi cả hai loại lao động; hiểu là tất cả CNVCLĐ.").format(
        name=column.heading[:60])  # fmt: skip
    header.columns[column.at] = replace(column, role=f"code:{_ALL}", guess=guess)
    for women in header.columns[column.at + 1 : column.at + 2]:
        if len(women.path) == 1 and reader.sense(women.path[0]).concepts == {"women"}:
            header.columns[women.at] = replace(women, role=_ROLES["women"], guess=guess)


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
