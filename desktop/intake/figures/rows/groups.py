"""What only the rows around tell of a row: headings that are sums, totals without a name."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.rows.group_sums import settle_sums_of_groups
from desktop.intake.figures.rows.lines import NO_COUNT, Line
from desktop.intake.figures.wording.row_kinds import is_group_name, is_group_numbered, is_numbered
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.text import fold, one_line

_UNIONS: Final = re.compile(r"\b(?:cdcs|cong doan co so|cd co so|don vi|truong)\b")
_SUM: Final = re.compile(r"(?:tổng\s+)?cộng:?\s+(.+)$|tổng(?:\s+số)?:?\s+(.+)$", re.IGNORECASE)
_GROUP_MARK: Final = re.compile(r"^\W*(?:[a-eivx]{1,4}|\d{1,2})\s*[.):/-]\s*", re.IGNORECASE)
_OF_WHICH: Final = re.compile(r"^\W*(?:trong đó|tr\.? ?đó|gồm|bao gồm)?\W*", re.IGNORECASE)


def settle_groups(lines: list[Line], words: Vocabulary, is_upper: Callable[[Line], bool]) -> None:
    """Tell headings with sums, totals without a name, and rows after the table."""
    _groups_named_as_units(lines)
    _groups_numbered_apart(lines)
    _counts_of_unions(lines)
    _sums_of_named_groups(lines)
    _sums_over_groups(lines, words, is_upper)
    _sums_over_sums(lines, words)
    _unnamed_totals(lines)
    settle_sums_of_groups(lines)
    _groups_below_total(lines, words)
    last = max((line.at for line in lines if line.kind == "data"), default=-1)
    _only_sum(lines, last)
    totals = [line.at for line in lines if line.kind == "total"]
    for line in lines:
        if line.kind == "heading" and line.at > last:
            line.kind = "closing" if totals and line.at > totals[-1] else "outside"
            line.why = _("ngoài bảng")


def _groups_named_as_units(lines: list[Line]) -> None:
    """“I. Xã Thanh Lâm” without figures heads a group; the commune's own union is a row of it."""
    counted = {
        line.match.unit.id
        for line in lines
        if line.kind == "data" and line.has_figures and line.match.unit is not None
    }
    for line in lines:
        unit = line.match.unit
        if line.kind != "data" or line.has_figures or unit is None or unit.id not in counted:
            continue
        if is_group_numbered(line.number, line.name):
            line.kind, line.why, line.match = "heading", _("dòng tên nhóm"), Match(None)


def _groups_numbered_apart(lines: Sequence[Line]) -> None:
    """“3. Trung học cơ sở” without figures heads a group where the units below it have numbers in
    a column of their own."""
    for place, line in enumerate(lines):
        if line.kind != "data" or line.has_figures or line.match.unit is not None or line.number:
            continue
        below = next((one for one in lines[place + 1 :] if one.kind == "data"), None)
        if below is None or not below.number or not is_numbered("", line.name) or (
            is_numbered("", below.name)
        ):  # fmt: skip
            continue
        line.kind, line.why, line.match = "heading", _("dòng tên nhóm"), Match(None)


def _counts_of_unions(lines: Sequence[Line]) -> None:
    """“Tổng số CĐCS: 18” under 18 unions counts them, in whatever column it stands."""
    units = sum(line.kind == "data" and bool(line.name) for line in lines)
    for line in lines:
        if line.kind not in ("total", "subtotal") or not _UNIONS.search(fold(line.name)):
            continue
        told = [count.value for role, count in line.counts.items()
                if role.startswith("code:") and count.value is not None]  # fmt: skip
        if told == [units] and units > 1:
            line.why = _("số đơn vị trong bảng")
            line.counts = dict.fromkeys(line.counts, NO_COUNT)


def _sums_of_named_groups(lines: Sequence[Line]) -> None:
    """“Cộng tuyến tỉnh” below “A. Tuyến tỉnh” sums up the group, whatever groups are called."""
    named: set[str] = set()
    for line in lines:
        if line.kind == "heading":
            words = _bare_group(line.name).split()
            # "KCN VSIP" is "VSIP" in its sum
            named |= {" ".join(words[at:]) for at in range(len(words)) if len(words[at]) > 2}
        elif line.kind == "data" and line.match.unit is None and (
            (said := _SUM.match(one_line(line.name))) and _bare_group(said[1] or said[2]) in named
        ):  # fmt: skip
            line.kind, line.why = "subtotal", _("dòng cộng nhóm")


def _bare_group(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(_GROUP_MARK.sub("", one_line(name)))))


def _groups_below_total(lines: list[Line], words: Vocabulary) -> None:
    """Under the total the groups may be told once more: “trong đó: khối trường học”."""
    below = False
    for line in lines:
        below = below or line.kind == "total"
        name = _OF_WHICH.sub("", line.name)
        if below and line.kind == "data" and line.match.unit is None and is_group_name(name, words):
            line.kind, line.why = "subtotal", _("dòng cộng nhóm")


def _only_sum(lines: list[Line], last: int) -> None:
    """The last sum under the rows of data is the grand total where no other row says so."""
    if any(line.kind == "total" for line in lines):
        return
    below = [line for line in lines if line.kind == "subtotal" and line.at > last]
    sums = [line for line in lines if line.kind == "subtotal"]
    data = [line for line in lines if line.kind == "data"]
    if below and (len(sums) == 1 or is_sum(below[-1], data)):
        below[-1].kind = "total"


def _sums_over_groups(
    lines: list[Line], words: Vocabulary, is_upper: Callable[[Line], bool]
) -> None:
    for place, line in enumerate(lines):
        if line.kind != "data" or not line.has_figures:
            continue
        if line.match.sure:
            if is_upper(line) and is_sum(line, list(_members(lines, place))):
                line.kind, line.why = "subtotal", _("dòng cộng nhóm")
            continue
        grouped = is_group_numbered(line.number, line.name)
        named = is_group_name(line.name, words)
        upper = line.match.unit is None
        if not (grouped or named or (upper and not is_numbered(line.number, line.name))):
            continue
        if line.match.unit is not None and not grouped:
            continue
        below = list(_members(lines, place))
        if len(below) >= 1 and is_sum(line, below) and (grouped or named or len(below) > 1):
            line.kind, line.why = "subtotal", _("dòng cộng nhóm")
        elif grouped and below and line.match.unit is None:
            line.kind = "subtotal"
            line.why = _("dòng cộng nhóm, lệch so với các dòng của nhóm")


def _sums_over_sums(lines: Sequence[Line], words: Vocabulary) -> None:
    """Tell headings of several groups: they add up the units of all groups right below them."""
    for place, line in enumerate(lines):
        if line.kind != "data" or not line.has_figures or line.match.unit is not None:
            continue
        if not (is_group_numbered(line.number, line.name) or is_group_name(line.name, words)):
            continue
        units: list[Line] = []
        for below in lines[place + 1 :]:
            if below.kind == "data" and below.match.unit is not None:
                units.append(below)
                if len(units) > 1 and is_sum(line, units):
                    line.kind, line.why = "subtotal", _("dòng cộng nhóm")
                    break
            elif below.kind == "total":
                break


def _members(lines: Sequence[Line], place: int) -> Iterator[Line]:
    """Yield the rows of data under a heading, up to the next heading or total."""
    own_group = is_group_numbered(lines[place].number, lines[place].name)
    for line in lines[place + 1 :]:
        if line.kind in ("heading", "total", "subtotal", "closing"):
            return
        if line.kind == "data":
            other = is_group_numbered(line.number, line.name)
            if line.match.unit is None and (other if own_group else not is_numbered(
                    line.number, line.name)):  # fmt: skip
                return
            yield line


def is_sum(line: Line, rows: Sequence[Line]) -> bool:
    """Whether every figure of a row is the sum of those of other rows."""
    compared = 0
    for role, count in line.counts.items():
        if role.startswith("code:") and count.value is not None:
            added = sum(row.counts[role].value or 0 for row in rows if role in row.counts)
            if added != count.value:
                return False
            compared += 1
    return compared > 0


def _unnamed_totals(lines: list[Line]) -> None:
    """A row of figures without a name that adds up all rows, or those since the last sum.

    One of all rows so far, with more rows of units below it, is the sum of the first group.
    """
    since: list[Line] = []
    everything: list[Line] = []
    whole: Line | None = None
    for line in lines:
        if line.kind == "data" and not line.name and line.has_figures and everything:
            if len(everything) > 1 and is_sum(line, everything):
                line.kind, line.why, since, whole = "total", _("dòng cộng"), [], line
            elif len(since) > 1 and is_sum(line, since):
                line.kind, line.why, since = "subtotal", _("dòng cộng nhóm"), []
            continue
        if line.kind == "data":
            if whole is not None:
                whole.kind, whole.why, whole = "subtotal", _("dòng cộng nhóm"), None
            since.append(line)
            everything.append(line)
        elif line.kind in ("subtotal", "total", "heading"):
            since = []
