"""All who work somewhere, told as the sum of their kinds: “Biên chế | Hợp đồng | Tổng cộng”."""

from dataclasses import replace
from itertools import groupby
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader

_ALL: Final = "A01"
_KINDS: Final = {"some_workers"}
_FEWEST_KINDS: Final = 2
_DEEPEST: Final = 2
"""A third heading above them may say whose kinds they are: “Đoàn viên > Biên chế > Nữ”."""
_ROLES: Final = {"total": "code:A01", "women": "code:A01N", "men": "men:A01"}


def sum_of_kinds(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take a bare total right behind two kinds of workers or more for all who work there.

    Only where no other column tells them, and none of members stands right before the kinds.
    """
    if _ALL not in codes or any(one.role.endswith((":A01", ":A01N")) for one in header.columns):
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
