"""Columns whose headings leave open what they hold, concluded from those around them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.movement_signs import (
    is_certain,
    is_turned,
    movement_told,
    place_moved,
    without_signs,
)
from desktop.intake.figures.heads.union_columns import BY_UNIONS, MEMBERS_OF
from desktop.intake.figures.wording.heading_words import tells_part
from desktop.intake.figures.wording.senses import NOT_OF_PERIOD
from desktop.intake.figures.wording.vocabulary import words_of

_STOCKS: Final = ("code:A01", "code:A03")
_COUNTED: Final = ("A", "B", "C")
_AREA: Final = "dia ban"
_ELSEWHERE: Final = re.compile(
    r"^(?:so )?(?:doan vien |dv )?chuyen (?:den|ve) (?:cdcs|cong doan co so|cong doan|"
    r"cd|don vi|co quan|noi|cong ty|truong) khac\b"
)
_NO_AMOUNT: Final = NOT_OF_PERIOD - {"scale"}
_IN_PERIOD: Final = frozenset({"of_period", "of_month", "of_quarter", "of_year", "since_new_year"})
_STOCK_BEFORE: Final = frozenset({"member", "other_time", "total"})
_OF_A_DAY: Final = frozenset({"this_time", "closing"})
_FEWEST_MOVEMENTS: Final = 2
_WHERE: Final = (("trong tinh", "C13", "C21"), ("noi tinh", "C13", "C21"),
                 ("ngoai tinh", "C14", "C22"))  # fmt: skip
_COME: Final = frozenset({"C13", "C14"})


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
    if all(at > 1 and columns[at - 2].role.startswith("men") for at in wholes):
        return  # "Nam | Nữ | Cộng": the usual order
    if any(columns[at].path[:-1] != columns[at - 1].path[:-1] for at in wholes):
        return  # "Ủy viên BCH > Nữ | Số CNLĐ": of what stands above it
    for at in wholes:
        whole = columns[at].path
        if len(whole) > 1 and reader.sense(whole[-1]).concepts == {"total"}:
            # "Đoàn viên > Nữ | Tổng": the heading above says whose they are.
            columns[at - 1] = replace(columns[at - 1], role=f"{columns[at].role}N")
            continue
        said = _("Cột “{name}” đứng trước “{whole}”; hiểu là nữ của cột đó.").format(
            name=columns[at - 1].path[-1], whole=columns[at].path[-1])  # fmt: skip
        columns[at - 1] = replace(columns[at - 1], role=f"{columns[at].role}N", guess=said)


def workers_of_the_area(header: Header, codes: frozenset[str]) -> None:
    """Take “Lao động trên địa bàn” for A02 where a form asks for it, and never for the workers of
    unions (A01) that another column tells: “Lao động nơi có công đoàn”."""
    told = [column for column in header.columns if column.role.endswith((":A01", ":A01N"))]
    wide = [column for column in told if _AREA in " ".join(words_of(column.heading))]
    for column in wide:
        if "A02" in codes and "A02" not in header.codes() and column.role.endswith("A01"):
            header.columns[column.at] = replace(column, role="code:A02")
        elif column.role.startswith("double:") and any(
            other.role == column.role and other not in wide for other in told
        ):
            header.columns[column.at] = replace(column, role="other")
    _single(header)


def moved_elsewhere(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take “Chuyển đến CĐCS khác trong tỉnh”, and “Thuyên chuyển trong tỉnh” which tells no
    direction, for leaving where those who come are told apart."""
    held = set(header.codes())
    come = held & _COME
    for column in header.columns:
        if not column.path or column.role not in ("", "moved", "unclear"):
            continue
        words = " ".join(words_of(column.path[-1]))
        for where, come_here, gone in _WHERE:
            elsewhere = _ELSEWHERE.match(words) and where in words and come_here in held
            either_way = come and place_moved(column.path, reader.words) == gone
            if (elsewhere or either_way) and gone not in held and gone in codes:
                said = _("Cột “{name}”: người đến đã có cột riêng; hiểu là chỉ tiêu {code}.")
                said = said.format(name=column.path[-1][:60], code=gone)
                header.columns[column.at] = replace(column, role=f"code:{gone}", guess=said)
                held.add(gone)


def told_by_signs(
    header: Header, reader: HeadingReader, codes: frozenset[str], holds_words: Callable[[int], bool]
) -> None:
    """Take “Nghỉ việc theo nguyện vọng” among movements for the one whose words it holds.

    A column of words, as `holds_words` tells by its place, holds none.
    Where a table tells no movement for sure, two headings must hold the words of one.
    """
    _leave_sums(header, reader)
    found: dict[int, str] = {}
    turned = []
    for column in header.columns:
        beside = reader.sense(without_signs(column.path, reader.words)).concepts - {"change"}
        if column.relation not in ("", "same") or beside & _NO_AMOUNT:
            continue
        if not _is_open(column, reader):
            continue
        if code := _told_by_signs(header, column, found, reader, codes):
            found[column.at] = code
        elif column.code[:1] in ("B", "C") and is_turned(column.path, column.code, reader.words):
            turned.append(column)
    for column in turned:
        header.columns[column.at] = replace(column, role="moved", guess="")
    found = {at: code for at, code in found.items() if not holds_words(at)}
    _leave_doubles(header, found)
    held = {column.role.partition(":")[2] for column in header.columns if column.at not in found}
    told = list(found.values())
    of_members = {code for code in told if code[0] == "C"} - BY_UNIONS
    if not any(code[:1] == "C" for code in held) and len(of_members) < _FEWEST_MOVEMENTS:
        return
    for at, code in found.items():
        column = header.columns[at]
        if code in held and _is_sum(header, code, column, reader):
            held.discard(code)
        if code in held and told.count(code) == 1:
            _tell_of_another(header, code, column, reader)
        if code in held or told.count(code) > 1:
            continue
        said = _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
            name=column.path[-1][:60], code=code)  # fmt: skip
        sure = is_certain(column.path, reader.words) and "2025" not in column.path[-1]
        header.columns[at] = replace(column, role=f"code:{code}", guess="" if sure else said)
    _single(header)


def _tell_of_another(header: Header, code: str, other: Column, reader: HeadingReader) -> None:
    """Warn of the column taken for a movement beside another that tells the same one: “Buộc thôi
    việc | Thôi việc theo nguyện vọng” are that only together."""
    if any(map(tells_part, other.path)) or reader.sense(other.path[-1]).concepts == {"total"}:
        return
    for column in header.columns:
        if column.code == code and not column.guess and column.path[:-1] == other.path[:-1]:
            said = _("Cột “{other}” có thể cũng là chỉ tiêu {code}; xem cột “{name}” đã đủ chưa.")
            said = said.format(other=other.path[-1][:60], code=code, name=column.path[-1][:60])
            header.columns[column.at] = replace(column, guess=said)


def women_of_movements(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take “Trong đó nữ ĐVCĐ” right behind a movement for the women of it.

    “CĐCS giải thể | Trong đó nữ” are then the members of those unions.
    """
    if sum(column.code[:1] == "C" for column in header.columns) < _FEWEST_MOVEMENTS:
        return
    columns, held = header.columns, set(header.codes())
    for at in range(1, len(columns)):
        before, column = columns[at - 1], columns[at]
        if column.path[:-1] != before.path[:-1] or not _says_women_of_it(
            header, column, before, reader
        ):  # fmt: skip
            continue
        whole = before.code if before.code[:1] == "C" else MEMBERS_OF.get(before.code, "")
        if not whole or f"{whole}N" not in codes or f"{whole}N" in held:
            continue
        if whole != before.code:
            if whole in held:
                continue
            said = _("Cột “{name}” có cột nữ đứng sau; hiểu là chỉ tiêu {code}.").format(
                name=before.path[-1][:60], code=whole)  # fmt: skip
            columns[at - 1] = replace(before, role=f"code:{whole}", guess=said)
        columns[at] = replace(column, role=f"code:{whole}N", guess="")
        held |= {whole, f"{whole}N"}
    _single(header)


def _says_women_of_it(
    header: Header, column: Column, before: Column, reader: HeadingReader
) -> bool:
    """Whether a column not understood, or taken for all women, is of what stands before it.

    It may say the words of that one again: “Hết hợp đồng, thôi dạy | Trong đó: nữ thôi dạy”.
    """
    sense = reader.sense(column.path[-1]) if column.path else None
    if sense is None or "women" not in sense.concepts or sense.codes or sense.span:
        return False
    if sense.left and not (
        tells_part(column.path[-1]) and set(sense.left) <= set(words_of(before.path[-1]))
    ):
        return False
    of_another = column.role.partition(":")[2]
    if column.role not in ("", "moved", "unclear", "other") and not of_another.endswith("N"):
        return False
    if of_another[:1] == "C" and column.role.startswith("code:"):
        return False
    if not sense.concepts <= {"women", "member", "total"} or column.relation not in ("", "same"):
        return False
    again = sum(other.path[-1:] == column.path[-1:] for other in header.columns) > 1
    return again or "member" not in sense.concepts or tells_part(column.path[-1])


def _leave_sums(header: Header, reader: HeadingReader) -> None:
    """Leave out “Kết nạp mới > Cộng” beside “Kết nạp mới > CĐCS đã có” and “… > CĐCS mới”."""
    for column in header.columns:
        if column.role.partition(":")[0] not in ("code", "double") or len(column.path) < 2 or (
            reader.sense(column.path[-1]).concepts != {"total"}
        ):  # fmt: skip
            continue
        code = column.role.partition(":")[2]
        beside = [other for other in header.columns if other.path[:-1] == column.path[:-1]
                  and other.at != column.at]  # fmt: skip
        parts = [reader.sense(other.path[-1]) for other in beside]
        told = any(other.role in (f"code:{code}", f"double:{code}") for other in beside)
        if code[:1] == "C" and told and any("women" not in part.concepts for part in parts):
            header.columns[column.at] = replace(column, role="other")
    _single(header)


def _is_open(column: Column, reader: HeadingReader) -> bool:
    """Whether a column's meaning is not settled, or of unions under a heading of members."""
    if column.role.startswith("double:C") or (column.guess and column.code[:1] in ("B", "C")):
        return True
    if column.role.startswith(("code:", "double:")):
        return is_turned(column.path, column.role.partition(":")[2], reader.words)
    return bool(column.path) and column.role in ("", "moved", "unclear", "other", "note")


def _leave_doubles(header: Header, found: dict[int, str]) -> None:
    """Forget what was told of columns of one meaning that signs do not tell apart."""
    for role in {header.columns[at].role for at in found}:
        same = [column.at for column in header.columns if column.role == role]
        if role.startswith("double:") and len({found.get(at) for at in same}) < len(same):
            for at in same:
                if found.get(at) == role[7:]:
                    del found[at]


def _told_by_signs(
    header: Header, column: Column, found: Mapping[int, str], reader: HeadingReader,
    codes: frozenset[str],
) -> str:  # fmt: skip
    """Return the movement a column's signs tell; of a bare “nữ” the women of the one before."""
    if (code := movement_told(column.path, reader.words, codes)) or not column.at:
        return code
    before = header.columns[column.at - 1]
    whole = found.get(before.at) or before.code
    if not _says_women_alone(column, reader) or before.path[:-1] != column.path[:-1]:
        return ""
    return f"{whole}N" if whole[:1] == "C" and f"{whole}N" in codes else ""


def _is_sum(header: Header, code: str, part: Column, reader: HeadingReader) -> bool:
    """Leave out a column of all whose parts are told beside it: “Kết nạp mới > Tổng số”."""
    for column in header.columns:
        if (
            column.code == code and len(column.path) > 1 and column.path[:-1] == part.path[:-1]
            and reader.sense(column.path[-1]).concepts == {"total"}
        ):  # fmt: skip
            header.columns[column.at] = replace(column, role="other")
            return True
    return False


def _single(header: Header) -> None:
    """Take a column for its code again where the other ones of that code were told apart."""
    for role in {c.role for c in header.columns if c.role.startswith("double:")}:
        same = [column for column in header.columns if column.role == role]
        if len(same) == 1 and role[7:] not in header.codes():
            header.columns[same[0].at] = replace(same[0], role=f"code:{role[7:]}")


def money_beside(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take “KP công đoàn”, “XHH” for the money of what the column before them counts.

    Only under one heading with it, and where no other column holds that money.
    """
    for column in header.columns:
        if len(column.path) < 2 or column.role not in ("", "unclear", "other"):
            continue
        if column.relation not in ("", "same"):
            continue
        if reader.sense(column.path[-1]).concepts & _NO_AMOUNT:
            continue
        for counted in _counts_before(header, column):
            code, _sure = reader.meant((counted.path[-1], column.path[-1]), codes)
            if code not in (f"{counted.code[:3]}D", f"{counted.code[:3]}X") or (
                code in header.codes()
            ):  # fmt: skip
                continue
            said = _("Cột “{name}” đứng sau “{counted}”; hiểu là chỉ tiêu {code}.").format(
                name=column.path[-1][:60], counted=counted.path[-1][:60], code=code)  # fmt: skip
            header.columns[column.at] = replace(column, role=f"code:{code}", guess=said)
            break


_STOCK_BEHIND: Final = frozenset({"closing", "of_month", "of_period", "this_time"})
_UNTOLD_STOCK: Final = frozenset({"", "moved", "unclear", "total", "women", "men"})
_CLOSING_OF: Final = {frozenset({"total"}): "aside:A03", frozenset({"women"}): "aside:A03N",
                      frozenset({"men"}): "men:A03"}  # fmt: skip


def stocks_around(header: Header, reader: HeadingReader) -> None:
    """Take “ĐV tháng trước” before movements for the opening, “Hiện có” behind them for the stock
    they end with: both only compared, never taken."""
    moved = [column.at for column in header.columns if column.role.startswith("code:C")]
    if len(moved) < 2:
        return
    for column in header.columns:
        # "Cuối kỳ > TS | Nữ": no heading says of whom, the movements before it do
        group = reader.sense(" ".join(column.path[:-1])) if len(column.path) > 1 else None
        if column.at > max(moved) and group is not None and not group.left and (
            "closing" in group.concepts and group.concepts <= _STOCK_BEHIND
            and column.role in _UNTOLD_STOCK
            and (role := _CLOSING_OF.get(reader.sense(column.path[-1]).concepts, ""))
        ):  # fmt: skip
            header.columns[column.at] = replace(column, role=role)
    ends = header.with_role("closing") or any(c.role.endswith(":A03") for c in header.columns)
    for column in header.columns:
        sense = reader.sense(column.path[-1]) if column.path else None
        if sense is None or sense.left or sense.codes:
            continue
        if column.at < min(moved) and column.role == "other" and not header.with_role("opening"):
            day_before = reader.is_day_before(sense)
            before = day_before or "other_time" in sense.concepts
            if before and sense.concepts - (_OF_A_DAY if day_before else set()) <= _STOCK_BEFORE:
                header.columns[column.at] = replace(column, role="opening")
        elif (
            column.at > max(moved) and column.role in ("", "moved") and not ends
            and sense.concepts == {"this_time"}
        ):  # fmt: skip
            header.columns[column.at] = replace(column, role="closing")
            ends = True
        elif (
            column.at > max(moved)
            and column.role in ("", "moved", "unclear")
            and (_is_women_of_stock(sense.concepts, header.columns[column.at - 1].role))
        ):
            header.columns[column.at] = replace(column, role="aside:A03N")


def _is_women_of_stock(concepts: frozenset[str], before: str) -> bool:
    """Whether a heading is of the women of the stock that movements end with: “Trong đó nữ cuối
    tháng”, or “Nữ” right behind it."""
    told = "women" in concepts and concepts - {"women"} <= _STOCK_BEHIND
    return told and ("closing" in concepts or before in ("closing", "aside:A03"))


def admitted_so_far(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take “ĐV đã kết nạp (tính đến 31/10)” for the members where a form asks for no admissions
    and no other column tells the members."""
    if "C11" in codes or "A03" not in codes or any(
        column.role.partition(":")[2] == "A03" for column in header.columns
    ):  # fmt: skip
        return
    found = [column for column in header.columns if _tells_all_admitted(column, reader)]
    if len(found) == 1:
        said = _("Hiểu cột “{name}” là chỉ tiêu {code}.").format(
            name=found[0].path[-1][:60], code="A03")  # fmt: skip
        header.columns[found[0].at] = replace(found[0], role="code:A03", guess=said)


def _tells_all_admitted(column: Column, reader: HeadingReader) -> bool:
    if not column.path or column.role not in ("", "other", "aside:C11"):
        return False
    sense = reader.sense(" ".join(column.path))
    told = words_of(column.path[-1])
    return (
        sense.time != "other" and not sense.concepts & (NOT_OF_PERIOD | {"women", "men"})
        and set(sense.codes) == {"C11"} and set(sense.left) <= {"da"} and "da" in told
        and not sense.concepts & _IN_PERIOD
    )  # fmt: skip


def ask_for_unclear(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Mark columns nobody understands that may hold an indicator the header lacks: "unclear"."""
    told = {column.role.partition(":")[2] for column in header.columns if column.is_asked}
    missing = codes - told - {f"{column.role[5:]}N" for column in header.columns
                              if column.role.startswith("both:")}  # fmt: skip
    acts = frozenset(code for code in missing if code[0] not in _COUNTED)
    for column in header.columns:
        unknown = not column.role or _tells_a_missing_whole(column, reader, missing)
        if column.path and (
            (unknown and reader.may_be_asked(column.path, missing))
            or (_is_part(column, reader) and reader.may_be_asked(column.path, acts))
        ):
            header.columns[column.at] = replace(column, role="unclear")


def _is_part(column: Column, reader: HeadingReader) -> bool:
    """Whether a column is left out for what it is a part of: officers, firms. As an activity it
    may be the one that is missing: “Thỏa ước > DN thuộc diện ký”."""
    if column.role != "other" or column.relation not in ("", "same"):
        return False
    sense = reader.sense(" ".join(column.path))
    return sense.time != "other" and not sense.concepts & NOT_OF_PERIOD


def _tells_a_missing_whole(column: Column, reader: HeadingReader, missing: frozenset[str]) -> bool:
    """Whether a column left out speaks of workers or members whom no column tells.

    “Đoàn viên doanh nghiệp” beside no other members: all of them, or some?
    """
    if column.role != "other" or not column.path:
        return False
    sense = reader.sense(" ".join(column.path))
    if sense.time == "other" or sense.concepts & NOT_OF_PERIOD or sense.codes:
        return False
    return bool(set(sense.subjects) & missing)


def _counts_before(header: Header, column: Column) -> Iterator[Column]:
    """Yield the columns under one heading with another that are before it, the nearest first."""
    for other in reversed(header.columns[: column.at]):
        if other.path[:-1] != column.path[:-1]:
            return
        if other.code:
            yield other


def _says_women_alone(column: Column, reader: HeadingReader) -> bool:
    sense = reader.sense(column.path[-1]) if column.path else None
    return sense is not None and sense.concepts == {"women"} and not (
        sense.left or sense.codes or sense.span)  # fmt: skip
