"""Days above a table: months that a spreadsheet took for dates, and a period told in four cells."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, Grid, Row, is_empty, is_number, shown

_LOOKED_AT: Final = 40
_FEWEST: Final = 2
_BELOW: Final = 2
_FROM_TO: Final = re.compile(r"(?:từ|đến|tới)\s*(?:ngày)?\s*:?", re.IGNORECASE)


def dated_heads(grids: Iterable[Grid]) -> list[Grid]:
    """Return the sheets with the days above their figures in words; those among them stay days.

    “10/2026” typed over a column becomes the first of that month, and stands for it. “Từ ngày |
    01/10/2026 | đến ngày | 31/10/2026” is one line of a title, and dates no column.
    """
    return [_in_words(grid) for grid in grids]


def _in_words(grid: Grid) -> Grid:
    rows = list(grid.rows)
    for at, row in enumerate(grid.rows[:_LOOKED_AT]):
        if any(map(is_number, row)):
            break
        if _is_stretch(row):
            said = " ".join(_day(cell) for cell in row if not is_empty(cell))
            rows[at] = [said, *([""] * (len(row) - 1))]
        elif _is_head(grid, at):
            rows[at] = [_month(cell) for cell in row]
            break
    return replace(grid, rows=rows)


def _is_stretch(row: Row) -> bool:
    """Whether a row tells a first and a last day, its words in cells of their own."""
    words = [cell for cell in row if isinstance(cell, str) and not is_empty(cell)]
    return any(isinstance(cell, date) for cell in row) and bool(words) and all(
        _FROM_TO.fullmatch(word.strip()) for word in words)  # fmt: skip


def _is_head(grid: Grid, at: int) -> bool:
    """Whether a row dates columns: two or more of its cells are days with figures below."""
    dated = [n for n, cell in enumerate(grid.rows[at]) if isinstance(cell, date)]
    below = grid.rows[at + 1 : at + 1 + _BELOW]
    counted = any(n < len(row) and is_number(row[n]) for row in below for n in dated)
    return len(dated) >= _FEWEST and counted


def _month(cell: Cell) -> Cell:
    if not isinstance(cell, date):
        return cell
    return f"tháng {cell.month}/{cell.year}" if cell.day == 1 else f"ngày {_day(cell)}"


def _day(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    return shown(cell).rstrip(" :")
