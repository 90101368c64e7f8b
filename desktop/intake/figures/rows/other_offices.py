"""Rows of another commune's unions in a table of several communes: their schools have our names."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.letterheads import commune, commune_of_group, is_same
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.rows.groups import is_sum
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, leading_words
from desktop.intake.figures.wording.row_kinds import is_group_numbered
from desktop.models.text import fold, one_line

_SUM: Final = re.compile(r"^\W*(?:tong(?: cong| so)?|cong)\W+(?!doan\b)(.+)$")
_GROUP: Final = re.compile(r"^\s*(?:[IVX]{1,4}|[A-H]|\d{1,2})(?:[.)/:]\s*|\s+)(?=\w{2})")
_LEVEL: Final = re.compile(
    r"^\W*(?:(?:cong doan|cd|dia ban|khu vuc|cum)\s+)*"
    r"(?:xa|phuong|thi tran|dac khu|p\.|x\.)\s*(?=\w)"
)
_WITHIN: Final = frozenset((
    "thon", "to", "ap", "ban", "buon", "xom", "lang", "khom", "khu", "kcn", "kcx", "ccn", "so",
    "duong", "pho", "ql",
))  # fmt: skip
"""Begin what lies within a commune: no name of another."""


def names_own(grid: Grid, lines: Sequence[Line], own: Known | None) -> bool:
    """Whether a group of a table of several communes is headed, or summed up, as the office's."""
    ours = commune(own.name) if own is not None else []
    if not ours:
        return False
    groups = (place for place, line in enumerate(lines) if line.kind != "title")
    return any(
        told and is_same(told, ours)
        for told in (_headed(grid, lines, at) or _summed(lines[at]) for at in groups)
    )


def leave_other_offices(
    grid: Grid, lines: Sequence[Line], own: Known | None, units: Sequence[Known]
) -> Mapping[int, str]:
    """Leave the rows of other communes out of a table whose groups are communes' unions.

    What may as well be a commune of before a merger is read, and what to look at is returned by
    number of the row: where no group is the office's own, and where only places are named.
    """
    ours = commune(own.name) if own is not None else []
    if own is None or not ours:
        return {}
    theirs = _of_others(grid, lines, ours, titles=names_own(grid, lines, own))
    if not theirs:
        return _of_other_places(grid, lines, ours[1:], units)
    if not names_own(grid, lines, own):
        said = _("Nằm dưới “{name}”, không phải {own}; xem có đúng đơn vị của mình không.")
        return {grid.lines[line.at]: said.format(name=name, own=own.name)
                for line, name in theirs if line.kind == "data"}  # fmt: skip
    for line, name in theirs:
        line.theirs = line.kind == "data" and line.has_figures
        line.kind = "outside"
        line.why = _("của “{name}”, không phải {own}").format(name=name, own=own.name)
    kept = [line for line in lines if line.kind == "data"]
    for line in lines:
        if line.kind == "total" and not is_sum(line, kept):
            line.kind, line.why = "outside", _("dòng cộng cả các xã, phường khác")
    return {}


def _of_other_places(
    grid: Grid, lines: Sequence[Line], home: Sequence[str], units: Sequence[Known]
) -> Mapping[int, str]:
    """Say of which rows a cell or a heading names a place that no unit of the register lies in or
    is called after, beside the office's own: “Xã Tân Lập” beside “Xã Đồi Chè”."""
    told: list[tuple[Line, str]] = []
    heading = beside = ""
    for line in lines:
        name = _name(grid, line)
        if line.kind in ("heading", "subtotal") or not line.has_figures:
            heading = name if _LEVEL.match(fold(_GROUP.sub("", name))) else heading
        elif line.kind == "data":
            beside = line.area or beside
            told.append((line, beside or heading))
    if not any(_place(text) == list(home) for _line, text in told):
        return {}
    known = " | ".join(fold(f"{unit.name} | {unit.area}") for unit in units)
    said = _("Ghi là ở “{place}”; xem có đúng đơn vị của mình không.")
    return {
        grid.lines[line.at]: said.format(place=text) for line, text in told
        if (place := _place(text)) and place != list(home) and not re.search(
            rf"\b{re.escape(' '.join(place))}\b", known)
    }  # fmt: skip


def _place(text: str) -> list[str]:
    """Return the words of a place's name without its number of a group and its level."""
    bare = fold(_GROUP.sub("", one_line(text)))
    words = re.findall(r"\w+", _LEVEL.sub("", bare))
    within = _WITHIN.isdisjoint(words[:1]) and all(map(str.isalpha, words))
    return words if within else []


def _of_others(
    grid: Grid, lines: Sequence[Line], ours: Sequence[str], *, titles: bool
) -> list[tuple[Line, str]]:
    """Return the rows that stand under, or above the sum of, another commune, with its name.

    `titles` tells whether the lines above the table head its first group.
    """
    found: list[tuple[Line, str]] = []
    since: list[Line] = []
    current = ""
    for place, line in enumerate(lines):
        if line.kind == "title" and not titles:
            continue
        if told := _headed(grid, lines, place):
            current, since = "" if is_same(told, ours) else _name(grid, line), []
            if current and line.kind in ("data", "subtotal"):
                found.append((line, current))
            elif line.kind == "data" and not line.has_figures:
                line.kind, line.why = "heading", _("dòng tên nhóm")
            elif line.kind == "data" and is_sum(line, _below(grid, lines, place)):
                line.kind, line.why = "subtotal", _("dòng cộng nhóm")
        elif told := _summed(line):
            if not is_same(told, ours):
                name = current or one_line(line.name)
                found += [(one, name) for one in (*since, line)]
            elif line.kind == "data":
                line.kind, line.why = "subtotal", _("dòng cộng nhóm")
            current, since = "", []
        elif line.kind == "total":
            current, since = "", []
        elif line.kind in ("data", "subtotal"):
            if current:
                found.append((line, current))
            else:
                since.append(line)
    return found


def _headed(grid: Grid, lines: Sequence[Line], place: int) -> list[str]:
    """Return the words of the commune whose unions stand below a row, none without one."""
    line = lines[place]
    if line.kind in ("title", "heading", "subtotal"):
        return commune_of_group(_name(grid, line))
    if line.kind != "data" or not (told := commune_of_group(line.name)):
        return []
    if not line.has_figures or is_group_numbered(line.number, line.name):
        return told
    below = next((one for one in lines[place + 1 :] if one.kind == "data"), None)
    if below is None or commune_of_group(below.name):
        return []
    return told if bool(below.number) != bool(line.number) or not line.number else []


def _below(grid: Grid, lines: Sequence[Line], place: int) -> list[Line]:
    """Return the rows of data under a heading, up to that of another commune or a total."""
    ends = (at for at in range(place + 1, len(lines))
            if lines[at].kind == "total" or _headed(grid, lines, at))  # fmt: skip
    end = next(ends, len(lines))
    return [line for line in lines[place + 1 : end] if line.kind == "data"]


def _summed(line: Line) -> list[str]:
    """Return the words of the commune that a row below its unions sums up: “Cộng CĐ xã …”."""
    if line.kind not in ("data", "subtotal", "total"):
        return []
    found = _SUM.match(fold(one_line(line.name)))
    return commune_of_group(found[1]) if found is not None else []


def _name(grid: Grid, line: Line) -> str:
    return one_line(line.name or leading_words(grid.rows[line.at]))
