"""Headings that a spreadsheet took for dates: “10/2026” typed over a column becomes a day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.intake.figures.grid import Cell, Grid, is_number

_LOOKED_AT: Final = 40
_FEWEST: Final = 2


def dated_heads(grids: Iterable[Grid]) -> list[Grid]:
    """Return the sheets with the dates of a head in words, those among figures as they are.

    Only the first row of dates above all numbers is a head. The first of a month stands for it.
    """
    return [_in_words(grid) for grid in grids]


def _in_words(grid: Grid) -> Grid:
    for at, row in enumerate(grid.rows[:_LOOKED_AT]):
        if any(map(is_number, row)):
            return grid
        if sum(isinstance(cell, date) for cell in row) >= _FEWEST:
            rows = [*grid.rows[:at], [_told(cell) for cell in row], *grid.rows[at + 1 :]]
            return replace(grid, rows=rows)
    return grid


def _told(cell: Cell) -> Cell:
    if not isinstance(cell, date):
        return cell
    month = f"{cell.month}/{cell.year}"
    return f"tháng {month}" if cell.day == 1 else f"ngày {cell.day}/{month}"
