"""Which rows belong to the head of a table, and which of them are its title."""

from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.heads.header import Header
from desktop.intake.figures.sheets.grid import Grid, is_empty, shown
from desktop.models.text import fold

_NARROW, _LOW = 2, 2
_FEWEST: Final = 3
_NEAR: Final = 3
_TITLE: Final = 2
"""Cells of a title at most: what it says, and the measure at its right."""


def is_cut(grid: Grid, first: int, last: int) -> bool:
    """Whether headings merged over rows of a head go on beside it: one of its rows is left out."""
    upright = [(top, bottom) for (top, left), (bottom, right) in grid.spans
               if top < bottom and right - left < _NARROW]  # fmt: skip
    above = any(top < first <= bottom <= last for top, bottom in upright)
    below = [one for one in upright if first <= one[0] <= last < one[1] <= last + _LOW]
    return above or len(below) > 1


def shared_headings(paths: Sequence[tuple[str, ...]]) -> int:
    """Return how many headings all columns of a table have in common: its title."""
    told = [path for path in paths if path]
    alike = 0
    while told and all(len(path) > alike + 1 and path[alike] == told[0][alike] for path in told):
        alike += 1
    return alike if len(told) >= _FEWEST else 0


def repeated_rows(grid: Grid, head: Header, at: int, last: int) -> int:
    """Return how many rows from `at` on are a head again, without its title or with it; 0 where
    none are."""
    for first in range(head.first, head.last + 1):
        rows = head.last + 1 - first
        if any(len(_words(grid, over)) > _TITLE for over in range(head.first, first)):
            return 0
        if at + rows - 1 <= last and all(
            _words(grid, first + row) == _words(grid, at + row) for row in range(rows)
        ):
            return rows
    return 0


def is_above_repeated(grid: Grid, head: Header, at: int, last: int) -> bool:
    """Whether a head comes again right below a row: who signs a page is none of its headings."""
    below = range(at + 1, at + 1 + _NEAR)
    return not repeated_rows(grid, head, at, last) and any(
        repeated_rows(grid, head, row, last) for row in below
    )


def _words(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(at, fold(shown(cell))) for at, cell in enumerate(grid.rows[row]) if not is_empty(cell)]
