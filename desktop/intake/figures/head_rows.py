"""Which rows belong to the head of a table, and which of them are its title."""

from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.grid import Grid

_NARROW, _LOW = 2, 2
_FEWEST: Final = 3


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
