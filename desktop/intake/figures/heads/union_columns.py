"""Columns of unions' movements told apart from those of their members by what stands beside."""

import re
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.movement_signs import is_certain, union_told, without_signs
from desktop.intake.figures.wording.senses import NOT_OF_PERIOD
from desktop.intake.figures.wording.vocabulary import words_of

MEMBERS_OF: Final = {"B01": "C12", "B03": "C28", "B04": "C29", "B07": "C15", "B08": "C27"}
"""Unions' movements → their members'."""
BY_UNIONS: Final = frozenset({"C12", "C15", "C27", "C28", "C29"})
"""Movements a table of unions alone may be speaking of as well."""
MEMBERS_MOVE: Final = frozenset({"C11", "C13", "C14", "C21", "C22", "C23", "C24", "C25"})
_LEFT: Final = frozenset({"C23", "C24", "C25", "C26"})
_UNIONS_OF: Final = {"C15": "B07", "C27": "B08", "C28": "B03", "C29": "B04"}
_UNIONS: Final = "A05"
_ACTIVITY: Final = "D12"
"""Stands in the form of activities alone."""
_UNTOLD: Final = frozenset({"", "moved", "other", "unclear", "aside:A05", "aside:C12"})
_UNION: Final = re.compile(r"\b(?:cdcs|cong doan co so)\b")
_ADMITTED: Final = re.compile(r"\b(?:ket nap|kn)\b")
_NEW_ALONE: Final = frozenset({"cdcs", "moi"})
"""“CĐCS mới” may as well be their members."""
_COUNTED: Final = re.compile(r"(?:tong )?(?:so luong|so|sl) (?:cdcs|cong doan co so)\b")
_NO_AMOUNT: Final = NOT_OF_PERIOD - {"scale"}
_NO_MORE: Final = frozenset(
    {"duoc", "cong", "tac", "phat", "trien", "to", "chuc", "th", "quy", "thang", "nay", "ky",
     "i", "ii", "iii", "iv"}
)  # fmt: skip
"""Words beside “thành lập CĐCS” that make nothing else of it."""


def unions_beside_their_members(
    header: Header, reader: HeadingReader, codes: frozenset[str]
) -> None:
    """Tell “CĐCS bàn giao” from “ĐV giảm do bàn giao nguyên CĐCS” where both stand there: the
    first counts unions; so does “ĐV tại CĐCS mới” not count those admitted, where they are told."""
    held = set(header.codes())
    of_members = {column.code for column in header.columns
                  if "member" in reader.sense(" ".join(column.path)).concepts}  # fmt: skip
    for column in header.columns:
        words = " ".join(words_of(" ".join(column.path)))
        if not _UNION.search(words) or column.relation not in ("", "same"):
            continue
        if column.code == "C12" and "B01M" in codes - held and not _ADMITTED.search(words) and any(
            other.code == "C12" and _ADMITTED.search(" ".join(words_of(" ".join(other.path))))
            for other in header.columns
        ):  # fmt: skip
            header.columns[column.at] = replace(column, role="code:B01M", guess="")
        elif "member" not in reader.sense(" ".join(column.path)).concepts and (
            column.role in _UNTOLD or column.code in _UNIONS_OF
        ):  # fmt: skip
            code = union_told(column.path, reader.words)
            if code in codes - held and MEMBERS_OF.get(code, "") in of_members:
                header.columns[column.at] = replace(column, role=f"code:{code}", guess="")


def unions_among_members(header: Header) -> None:
    """Take “Giảm > CĐCS giải thể” between members' movements for the members of those unions."""
    moves = [column for column in header.columns if column.code.startswith("C")]
    groups = {column.path[:-1] for column in moves if len(column.path) > 1}
    flat = [column.at for column in moves if len(column.path) == 1]
    ends = [column.at for column in header.columns if column.role == "closing"
            or column.role.endswith(":A03")]  # fmt: skip
    held = set(header.codes())
    for column in header.columns:
        code = MEMBERS_OF.get(column.code, "")
        among = column.path[:-1] in groups or (
            len(column.path) == 1 and len(flat) > 1 and flat[0] < column.at < max(*flat, *ends)
        )
        words = " ".join(words_of(column.path[-1])) if column.path else ""
        if code and code not in held and among and "so cdcs" not in words:
            said = _("Cột “{name}” đứng giữa các cột đoàn viên; hiểu là chỉ tiêu {code}.").format(
                name=column.path[-1], code=code)  # fmt: skip
            header.columns[column.at] = replace(column, role=f"code:{code}", guess=said)


def unions_among_activities(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take “CĐCS thành lập mới” among activities for the unions: nobody's movement is told there
    but admissions."""
    held = set(header.codes())
    if _ACTIVITY not in codes:
        return
    _ask_lone_movement(header, reader, held)
    held = set(header.codes())
    if held & MEMBERS_MOVE - {"C11"}:
        _look_at_new_unions(header)
        return
    told = {column.at: code for column in header.columns
            if (code := _union_among(column, reader)) in codes and code not in held}  # fmt: skip
    for at, code in told.items():
        if list(told.values()).count(code) > 1:
            continue
        column = header.columns[at]
        said = _("Cột “{name}” đứng giữa các cột hoạt động; hiểu là chỉ tiêu {code}.").format(
            name=column.path[-1][:60], code=code)  # fmt: skip
        sure = not column.code and (
            is_certain(column.path, reader.words)
            or _COUNTED.match(" ".join(words_of(column.path[-1]))) is not None
        )
        header.columns[at] = replace(column, role=f"code:{code}", guess="" if sure else said)


def _look_at_new_unions(header: Header) -> None:
    """Warn of a bare “CĐCS mới” between activities and movements: unions, or their members?"""
    for column in header.columns:
        if column.code == "C12" and len(column.path) == 1 and (
            set(words_of(column.path[0])) == _NEW_ALONE and not column.guess
        ):  # fmt: skip
            said = _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
                name=column.path[0][:60], code="C12")  # fmt: skip
            header.columns[column.at] = replace(column, guess=said)


def _ask_lone_movement(header: Header, reader: HeadingReader, held: set[str]) -> None:
    """Leave “Số người chết” among activities open: it need not be of members who died."""
    for column in header.columns:
        if column.code in _LEFT and len(held & _LEFT) == 1 and (
            "member" not in reader.sense(" ".join(column.path)).concepts
        ):  # fmt: skip
            header.columns[column.at] = replace(column, role="unclear", guess="")


def _union_among(column: Column, reader: HeadingReader) -> str:
    """Return the movement of unions a column tells that is taken for their members', or that
    says no more than that: “Thành lập CĐCS trong tháng”."""
    if not column.path or (
        not column.code and set(words_of(column.path[-1])) == _NEW_ALONE
    ):  # fmt: skip
        return ""
    kind, _colon, told_for = column.role.partition(":")
    by_unions = kind in ("code", "aside") and told_for in BY_UNIONS
    if by_unions and (code := union_told(column.path, reader.words)):
        return code
    if not _is_open(column, reader):
        return ""
    for path in (column.path, column.path[-1:]):
        told = " ".join(words_of(" ".join(path)))
        rest = set(without_signs(path, reader.words).split()) - reader.words.neutral - _NO_MORE
        if _UNION.search(told) and not any(map(str.isalpha, rest)):
            return union_told(path, reader.words)
    return ""


def _is_open(column: Column, reader: HeadingReader) -> bool:
    """Whether nothing says yet what a column counts, and it is of this period."""
    if column.role not in _UNTOLD or column.relation not in ("", "same"):
        return False
    sense = reader.sense(" ".join(column.path))
    return sense.time != "other" and not sense.concepts & _NO_AMOUNT


def unions_among_unions(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take “CĐCS tiếp nhận” for the unions where a table tells of unions alone.

    So it does where its stocks are unions, or others of their movements are told and none of
    members. “CĐCS thành lập mới > Số ĐV” are members of such a table; where members' movements
    stand beside them they are the admissions there.
    """
    held = set(header.codes())
    move = held & MEMBERS_MOVE
    unions = {code for code in held if code[0] == "B" and not code.endswith("M")}
    of_unions = not move and bool(unions or _stocks_are_unions(header, reader))
    told = {column.at: code for column in header.columns if of_unions
            if (code := _of_unions(column, reader)) in codes and code not in held}  # fmt: skip
    for column in header.columns:
        code = told.get(column.at, "")
        if code and list(told.values()).count(code) == 1:
            said = _("Cột “{name}” đứng giữa các cột CĐCS; hiểu là chỉ tiêu {code}.").format(
                name=column.path[-1], code=code)  # fmt: skip
            header.columns[column.at] = replace(column, role=f"code:{code}", guess=said)
        elif column.code == "B01M" and move and unions <= {"B01"} and (
            "C12" in codes and "C12" not in held
        ):  # fmt: skip
            said = _("Cột “{name}” đứng giữa các cột đoàn viên; hiểu là chỉ tiêu {code}.").format(
                name=column.path[-1], code="C12")  # fmt: skip
            header.columns[column.at] = replace(column, role="code:C12", guess=said)


def _of_unions(column: Column, reader: HeadingReader) -> str:
    """Return the movement of unions a column tells in a table of unions alone."""
    if column.code in _UNIONS_OF:
        return _UNIONS_OF[column.code]
    return union_told(column.path, reader.words) if _is_open(column, reader) else ""


def _stocks_are_unions(header: Header, reader: HeadingReader) -> bool:
    """Whether “Số CĐCS đầu kỳ” stands there, and neither members nor their movements do."""
    told = [" ".join(column.path) for column in header.columns]
    opening = [text for text in told if "opening" in reader.sense(text).concepts]
    counted = {column.role.partition(":")[2] for column in header.columns}
    return (
        bool(opening)
        and all(_UNION.search(" ".join(words_of(text))) for text in opening)
        and not any(code[:1] in ("A", "C") for code in counted - {_UNIONS, *BY_UNIONS})
    )
