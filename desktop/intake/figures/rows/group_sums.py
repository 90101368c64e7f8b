"""Sums of groups that only arithmetic tells: rows no unit bears, "Cộng" under every group."""

from collections.abc import Iterable, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.rows.lines import Line
from desktop.models.text import fold

_FEWEST_ROWS: Final = 2
_TELLING: Final = 20
"""What the figures of a sum come to at least: smaller ones agree by chance."""


def settle_sums_of_groups(lines: Sequence[Line]) -> None:
    """Tell rows of nobody that add up their neighbours, and totals of one group alone."""
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if _may_be_sum(line) and (
            _adds_up(line, _units(lines[place + 1 :]))
            or _adds_up(line, _units(reversed(lines[:place])))
        ):
            line.kind, line.why = "subtotal", _("dòng cộng nhóm")
    for table in _tables(lines):
        _totals_of_groups([line for line in lines if line.table is table])


def sums_of_whole_tables(lines: Sequence[Line]) -> list[Line]:
    """Return the one sum of each table without a total that ends it and is of no part of it."""
    found = []
    for table in _tables(lines):
        own = [line for line in lines if line.table is table]
        kinds = [line.kind for line in own if line.kind in ("data", "heading", "subtotal", "total")]
        sums = [line for line in own if line.kind == "subtotal" and line.has_figures]
        units = kinds.count("data")
        if len(sums) != 1 or units < _FEWEST_ROWS or "total" in kinds:
            continue
        start, end = kinds.index("data"), kinds.index("subtotal")
        if "heading" not in kinds[start:end] and "data" not in kinds[end:]:
            found += sums
    return found


def _may_be_sum(line: Line) -> bool:
    return (line.kind == "data" and bool(line.name) and line.has_figures
            and line.match.unit is None and line.match.why != "two")  # fmt: skip


def _units(lines: Iterable[Line]) -> Iterable[Line]:
    """Yield the rows of units next to a row, over headings and sums, up to a total."""
    for line in lines:
        if line.kind == "total":
            return
        if line.kind == "data" and line.has_figures:
            yield line


def _adds_up(line: Line, near: Iterable[Line]) -> bool:
    """Whether a row is the sum of the rows nearest to it, however many: two or more."""
    told = {role: count.value for role, count in line.counts.items()
            if role.startswith("code:") and count.value is not None}  # fmt: skip
    if sum(map(bool, told.values())) < _FEWEST_ROWS or sum(told.values()) < _TELLING:
        return False
    added = dict.fromkeys(told, 0)
    for rows, one in enumerate(near, 1):
        for role in told:
            count = one.counts.get(role)
            added[role] += (count.value or 0) if count is not None else 0
        if rows >= _FEWEST_ROWS and added == told:
            return True
        if any(added[role] > value for role, value in told.items()):
            return False
    return False


def _tables(lines: Sequence[Line]) -> list[object]:
    """Return each table the lines stand in, once."""
    return list({id(one.table): one.table for one in lines if one.table is not None}.values())


def _totals_of_groups(lines: Sequence[Line]) -> None:
    """“Cộng” under each group of a table is the group's; one that adds up all rows stays."""
    totals = [line for line in lines if line.kind == "total" and line.has_figures]
    if len(totals) < _FEWEST_ROWS:
        return
    every = [line for line in lines if line.kind == "data"]
    since: list[Line] = []
    proven: set[str] = set()
    parts: list[Line] = []
    for line in lines:
        if line.kind == "data":
            since.append(line)
        elif line.kind in ("heading", "subtotal"):
            since = []
        elif line in totals:
            part = 0 < len(since) < len(every)
            if part and _sums(line, since) and not _sums(line, every):
                proven.add(fold(line.name))
            if part:
                parts.append(line)
            since = []
    for line in parts:
        if fold(line.name) in proven and not _sums(line, every):
            line.kind, line.why = "subtotal", _("dòng cộng nhóm")


def _sums(line: Line, rows: Sequence[Line]) -> bool:
    """Whether the figures of a total are those of the rows together, and any of them counts."""
    told = {role: count.value for role, count in line.counts.items()
            if role.startswith("code:") and count.value is not None}  # fmt: skip
    return any(told.values()) and all(
        value == sum(row.counts[role].value or 0 for row in rows if role in row.counts)
        for role, value in told.items()
    )
