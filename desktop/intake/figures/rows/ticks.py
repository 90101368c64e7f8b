"""Columns of ticks: which unions have what each has once, a women's board, a regulation."""

from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, is_empty, shown
from desktop.intake.figures.wording.numbers import Count
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.text import fold

_TICKS: Final = frozenset({"x", "v", "co", "✓", "✔", "√", "☑", "þ"})
_ONE_EACH: Final = frozenset({"ban", "CĐCS", "DN", "đơn vị", "UBKT"})
_OF_PARTS: Final = ("A05", "A06", "A07", "B")
"""Counts of unions and of their parts: one that has several ticks for none of them."""
_FEWEST: Final = 3


def take_ticks(grid: Grid, lines: Sequence[Line], packs: Packs) -> None:
    """Take each tick of a column that holds nothing else for one, to be looked at.

    Only of what a union has once or not at all, in three rows or more some of which are blank:
    where all are ticked, or others hold numbers, an “x” may as well stand for none. A total that
    counts otherwise leaves the column as it is.
    """
    sections = {id(line.section): line.section for line in lines if line.section is not None}
    for section in sections.values():
        own = [line for line in lines if line.section is section]
        for column in section.figures:
            indicator = packs.indicators.get(column.code or "")
            if indicator is not None and _is_had_once(indicator):
                _take(grid, own, column)


def _is_had_once(indicator: Indicator) -> bool:
    return indicator.unit in _ONE_EACH and not indicator.code.startswith(_OF_PARTS)


def _take(grid: Grid, lines: Sequence[Line], column: Column) -> None:
    rows = [line for line in lines if line.kind == "data" and line.match.unit is not None]
    ticked = [line for line in rows if is_tick(grid, line, column.at)]
    blank = [line for line in rows if _is_blank(grid, line, column.at)]
    if len(rows) < _FEWEST or not ticked or not blank or len(ticked) + len(blank) < len(rows):
        return
    role = f"code:{column.code}"
    sums = [line.counts[role].value for line in lines if line.kind == "total"
            and role in line.counts]  # fmt: skip
    if any(told not in (None, len(ticked)) for told in sums):
        return
    for line in ticked:
        mark = shown(grid.rows[line.at][column.at])
        note = _("dấu “{mark}” đọc là có (1); ô trống giữ trống.").format(mark=mark)
        line.counts[role] = Count(1, "doubtful", note)


def is_tick(grid: Grid, line: Line, at: int) -> bool:
    """Whether a cell of a row holds a tick: x, v, có."""
    row = grid.rows[line.at]
    return at < len(row) and isinstance(row[at], str) and (
        row[at].strip() in _TICKS or fold(shown(row[at])) in _TICKS)  # fmt: skip


def _is_blank(grid: Grid, line: Line, at: int) -> bool:
    row = grid.rows[line.at]
    return at >= len(row) or is_empty(row[at])
