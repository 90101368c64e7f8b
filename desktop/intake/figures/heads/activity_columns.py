"""Columns of activities: by the names of indicators, one that names it before those like it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.counted_in import BRACKETS, COUNTED_APART, measure_alone
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.movement_signs import movement_told, union_told
from desktop.intake.figures.wording.senses import NOT_OF_PERIOD, OF_MEMBERS, Sense
from desktop.intake.figures.wording.vocabulary import words_of

_WHOLES: Final = ("firms", "places")
_DONE: Final = ("events", "letters", "news")
_BY_POLICY: Final = frozenset({"C29", "B04"})
_CROWD: Final = 5
_CARRIED_OUT: Final = (("thuc", "hien"), ("to", "chuc"), ("tham", "gia"))
_OF_PERSONS: Final = ("L", "P")
"""How codes end of those who took part in what another indicator counts."""
_MONEY: Final = frozenset({("so", "tien"), ("so", "tien", "dong"), ("tien", "dong"), ("tien",)})
_MOVEMENTS: Final = ("C1", "C2", "C3")
_OF_PEOPLE: Final = frozenset({"worker", "member", "person", "union"})
"""What the title of a section may speak of without counting it."""


def by_names(
    path: tuple[str, ...], role: str, sense: Sense, reader: HeadingReader, codes: frozenset[str]
) -> tuple[str, str]:
    """Return the role of a column by other words for an indicator, and how it was concluded.

    Where headings are understood otherwise, only an indicator's very name goes before.
    """
    told = role.partition(":")[2] if role.startswith(("code:", "aside:")) else ""
    if told in _BY_POLICY and "2025" in path[-1]:
        # since that year, or those of the period who left by what was decided then
        return role, _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
            name=path[-1][:60], code=told)  # fmt: skip
    if role == "unit" and len(path) > 1 and measure_alone(words_of(path[-1])) == "unions":
        code = union_told((f"{path[-1]} {path[-2]}",), reader.words)
        if code in codes:  # "Thành lập mới > CĐCS"
            said = _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
                name=f"{path[-2][:40]} > {path[-1][:20]}", code=code)  # fmt: skip
            return reader.timed(f"code:{code}", sense), said
    if role == "unit" and _counts_places(path):
        return (f"code:{named[0]}", "") if all(named := reader.meant(path, codes)) else (role, "")
    if role in ("phone", "person") and _counts_what_was_done(path, reader):
        return _as_likely(path, role, sense, reader, codes)
    if not path or told[:1] in ("A", "B", "C") or (role and role not in ("moved", "other")
                                                     and not told):  # fmt: skip
        return role, ""
    if told and _opens_otherwise(path[-1], reader.words.measures[told]):
        role = told = ""
    if role == "other" and (sense.time == "other" or sense.concepts & NOT_OF_PERIOD):
        return role, ""
    if len({code for code in sense.codes if code[0] == "C"}) > 1:
        return role, ""  # “CĐCS đã có và CĐCS mới”: two movements at once are neither
    code, sure = reader.meant(path, codes)
    own = reader.sense(path[-1])
    others = {one[:3] for one in own.codes if one[0] not in COUNTED_APART and not own.left}
    if not sure and others and code[:3] not in others:
        return role, ""  # "Tài chính > Tổng chi" names another, whoever asks for it
    if _tells_all(path) and (code.endswith("T") or f"{told}T" in codes):
        sure, role = False, ""  # "Hội nghị NLĐ > Tổng số DN" are not those that held one
    if code[:3] in ("A01", "A02", "A03") and (code not in OF_MEMBERS or role == "other"):
        return role, ""  # workers and members are told by the words of a heading alone
    moves = code[:2] in _MOVEMENTS
    signs = movement_told(path, reader.words, codes) if moves else code
    if signs[:3] != code[:3] and (signs or not sure):
        return role, ""  # "Phát triển ĐV > Tại CĐCS đã thành lập" are not of the new unions
    if "women" in sense.concepts and code not in reader.words.of_women:
        code = f"{code}N" if f"{code}N" in codes else ""
    if not code or code == told or (not sure and role not in ("", "moved")):
        return role, ""
    if role == "moved" and not (sense.left or sure):
        return role, ""  # "Chuyển đến", "Tiếp nhận": understood, and of several kinds
    if code[0] not in COUNTED_APART and _opens_otherwise(
        path[-1], reader.words.measures[code]
    ):  # fmt: skip
        return role, ""  # "Số CN đình công" are not the strikes
    said = "" if sure else _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
        name=path[-1][:60], code=code)  # fmt: skip
    return reader.timed(f"code:{code}", sense), said


def _counts_what_was_done(path: tuple[str, ...], reader: HeadingReader) -> bool:
    """Whether words that may be a telephone or a name stand beside a count: “Cuộc ĐT theo vụ
    việc”, “Hỗ trợ, đại diện tại tòa (vụ)”."""
    left = reader.sense(path[-1]).left
    return len(left) > 1 and any(measure_alone([word]) in _DONE for word in left)


def _as_likely(
    path: tuple[str, ...], role: str, sense: Sense, reader: HeadingReader, codes: frozenset[str]
) -> tuple[str, str]:
    """Return the activity a heading's words mean, with a warning; the role it had without one."""
    code = reader.meant(path, codes)[0]
    if not code or code[0] in COUNTED_APART:
        return role, ""
    said = _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(name=path[-1][:60], code=code)
    return reader.timed(f"code:{code}", sense), said


def named_before_likely(header: Header) -> None:
    """Leave a code to the one column that names it; those concluded from likeness are asked.

    “Tin bài tuyên truyền” beside “Số đơn vị có tin bài”: two names would be a double.
    """
    by_code: dict[str, list[Column]] = {}
    for column in header.columns:
        if column.code and column.code[0] not in COUNTED_APART:
            by_code.setdefault(column.code, []).append(column)
    for columns in by_code.values():
        named = [column for column in columns if not column.guess]
        times = {(column.this_time, column.span, column.doubtful) for column in columns}
        if len(columns) < 2 or len(named) != 1 or len(times) > 1:
            continue
        for column in columns:
            if column.guess:
                header.columns[column.at] = replace(column, role="", guess="")


def doubt_lone_names(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Warn of a name alone of its kind among many of another, one of which it may be short for:
    “Giám sát (cuộc)” between conferences and dialogues may be “Giám sát, phản biện”."""
    held = header.codes()
    groups = [code[0] for code in held]
    crowd = {group for group in groups if groups.count(group) >= _CROWD} - {*COUNTED_APART}
    for code, column in held.items():
        if code[0] in COUNTED_APART or column.guess or len(column.path) > 1 or (
            groups.count(code[0]) > 1
        ):  # fmt: skip
            continue
        measure = reader.words.measures[code]
        others = frozenset(one for one in codes - held.keys() if one[0] in crowd
                           and reader.words.measures.get(one) == measure)  # fmt: skip
        if others and reader.may_be_asked(column.path, others):
            said = _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
                name=column.path[-1][:60], code=code)  # fmt: skip
            header.columns[column.at] = replace(column, guess=said)


def _tells_all(path: Sequence[str]) -> bool:
    """Whether a heading says no more than “Tổng số DN” under what some of them did."""
    words = words_of(path[-1]) if len(path) > 1 else []
    return words[:1] == ["tong"] and measure_alone(words) in _WHOLES


def below_a_section(path: tuple[str, ...], sense: Sense, reader: HeadingReader) -> tuple[str, str]:
    """Return the role of a column of activities by the headings below its section's title, and how
    it was concluded: “Xây dựng Đảng > ĐV ưu tú GT cho Đảng”.

    Nothing where the title tells a time, a measure or an indicator of its own.
    """
    above = reader.sense(path[0]) if len(path) > 1 else sense
    if len(path) < 2 or sense.time or above.codes or above.concepts - _OF_PEOPLE:
        return "", ""
    role = reader.role(path[1:])[0]
    if not role.startswith("code:") or role[5] in COUNTED_APART:
        return "", ""
    return role, _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
        name=path[-1][:60], code=role[5:])  # fmt: skip


def _counts_places(path: Sequence[str]) -> bool:
    """Whether “Số DN”, “CĐCS thực hiện” stands under a heading, and not over names of units."""
    words = words_of(path[-1]) if len(path) > 1 else []
    if tuple(words[-2:]) in _CARRIED_OUT:
        return measure_alone(words[:-2]) in (*_WHOLES, "unions")
    return words[:1] == ["so"] and measure_alone(words) in _WHOLES


def _opens_otherwise(text: str, measure: Sequence[str]) -> bool:
    """Whether a heading begins with those it counts, and an indicator counts what they did:
    “Số CN đình công”, “CĐCS có hoạt động văn nghệ”."""
    words = words_of(text)
    counted = words[:1] == ["so"] or words[:1] == ["cdcs"]
    opened = measure_alone(words[1:2] if words[:1] == ["so"] else words[:1]) if counted else ""
    own = measure_alone(measure)
    if any(measure_alone(words_of(one)) == own for one in BRACKETS.findall(text)):
        return False  # "CĐCS tổ chức văn nghệ (cuộc)"
    if opened in ("workers", "persons"):
        return own in _DONE
    return opened == "unions" and own in (*_DONE, "persons", "turns")


def turns_of_a_named_group(header: Header) -> None:
    """Warn of no “Lượt người dự” under a heading whose other column names what they came to."""
    for column in header.columns:
        base, ending = column.code[:-1], column.code[-1:]
        if not column.guess or ending not in _OF_PERSONS or len(column.path) < 2:
            continue
        named = any(
            one.path[:-1] == column.path[:-1] and one.code == base and not one.guess
            for one in header.columns
        )
        if named and measure_alone(words_of(column.path[-1])) in ("turns", "persons"):
            header.columns[column.at] = replace(column, guess="")


def money_of_a_named_group(header: Header) -> None:
    """Warn of no “Số tiền (đồng)” under a heading whose other column names what was done.

    Where somebody else's money stands in the table as well, it may be all of it.
    """
    for column in header.columns:
        base, ending = column.code[:-1], column.code[-1:]
        if not column.guess or column.code[:1] != "E" or ending != "D" or len(column.path) < 2:
            continue
        beside = [one for one in header.columns
                  if one.path[:-1] == column.path[:-1] and one is not column]  # fmt: skip
        named = len(beside) == 1 and beside[0].code == base and not beside[0].guess
        if named and f"{base}X" not in header.codes() and (
            tuple(words_of(column.path[-1])) in _MONEY
        ):  # fmt: skip
            header.columns[column.at] = replace(column, guess="")
