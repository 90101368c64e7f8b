"""What words beside a list of persons tell of them all: “Tổng số lao động: 21 người, nữ: 9”."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.sideways_pairs import pairs_as_lists
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty

_MOST_CELLS: Final = 2


def sums_beside_lists(
    grids: Sequence[Grid], headings: HeadingReader, names: IndicatorNames
) -> list[Grid]:
    """Return sheets whose rows of several cells are left out, their words written out as lists;
    none without such words."""
    bare = [_without_lists(grid) for grid in grids]
    told = pairs_as_lists(bare, headings, names, headings.words)
    return [made for one, made in zip(bare, told, strict=True) if made is not one]


def _without_lists(grid: Grid) -> Grid:
    rows: list[Row] = [row if sum(not is_empty(cell) for cell in row) <= _MOST_CELLS else []
                       for row in grid.rows]  # fmt: skip
    return replace(grid, rows=rows)
