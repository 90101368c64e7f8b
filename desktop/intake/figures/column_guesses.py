"""Columns whose headings leave open what they hold, concluded from those around them."""

from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.header import Column, Header
from desktop.intake.figures.headings import HeadingReader

_MEMBERS_OF: Final = {"B01": "C12", "B03": "C28", "B04": "C29", "B07": "C15", "B08": "C27"}
_STOCKS: Final = ("code:A01", "code:A03")


def women_in_order(header: Header, reader: HeadingReader) -> None:
    """Take “CNVCLĐ | Đoàn viên | Nữ | Nữ” for the women of the workers, then of the members.

    As many columns that say no more than “nữ” as wholes right before them are theirs in order.
    """
    columns = header.columns
    for at in range(2, len(columns) - 1):
        wholes, women = columns[at - 2 : at], columns[at : at + 2]
        if {one.role for one in wholes} != set(_STOCKS) or not all(
            _says_women_alone(one, reader) and one.path[:-1] == women[0].path[:-1] for one in women
        ):
            continue
        if at + 2 < len(columns) and _says_women_alone(columns[at + 2], reader):
            continue
        for whole, one in zip(wholes, women, strict=True):
            said = _("Cột “{name}” không ghi của ai; hiểu theo thứ tự là nữ của “{whole}”.")
            said = said.format(name=one.path[-1], whole=whole.path[-1])
            columns[one.at] = replace(one, role=f"{whole.role}N", guess=said)


def women_before(header: Header, reader: HeadingReader) -> None:
    """Take “Nữ | CNVCLĐ | Nữ | Đoàn viên” for women that stand before their whole.

    Every whole has one before it, and none stands behind the last.
    """
    columns = header.columns
    wholes = [column.at for column in columns if column.role in _STOCKS]
    women = [column.at for column in columns if _says_women_alone(column, reader)]
    if len(wholes) < len(_STOCKS) or women != [at - 1 for at in wholes]:
        return
    for at in wholes:
        said = _("Cột “{name}” đứng trước “{whole}”; hiểu là nữ của cột đó.").format(
            name=columns[at - 1].path[-1], whole=columns[at].path[-1])  # fmt: skip
        columns[at - 1] = replace(columns[at - 1], role=f"{columns[at].role}N", guess=said)


def unions_among_members(header: Header) -> None:
    """Take “Giảm > CĐCS giải thể” between members' movements for the members of those unions."""
    groups = {column.path[:-1] for column in header.columns
              if len(column.path) > 1 and column.role.startswith("code:C")}  # fmt: skip
    held = set(header.codes())
    for column in header.columns:
        code = _MEMBERS_OF.get(column.code, "")
        if code and code not in held and column.path[:-1] in groups:
            said = _("Cột “{name}” đứng giữa các cột đoàn viên; hiểu là chỉ tiêu {code}.").format(
                name=column.path[-1], code=code)  # fmt: skip
            header.columns[column.at] = replace(column, role=f"code:{code}", guess=said)


def _says_women_alone(column: Column, reader: HeadingReader) -> bool:
    sense = reader.sense(column.path[-1]) if column.path else None
    return sense is not None and sense.concepts == {"women"} and not (
        sense.left or sense.codes or sense.span)  # fmt: skip
