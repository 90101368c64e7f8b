"""The head of a table as cells: group titles over their columns, the rest reaching down."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.formats.table import Column


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A title from `column` over `columns`, from row `level` down over `levels` (from 0).

    `turned`: it runs from bottom to top.
    """

    text: str
    column: int
    columns: int
    level: int
    levels: int
    turned: bool = False


def head_levels(columns: Sequence[Column]) -> int:
    """Return how many rows of titles the head has."""
    return 1 + max((len(column.groups) for column in columns), default=0)


def head_cells(columns: Sequence[Column]) -> list[HeadCell]:
    """Return the titles of the head, row by row and from the left."""
    rows = head_levels(columns)
    cells: list[HeadCell] = []
    for level in range(rows - 1):
        start = 0
        while start < len(columns):
            groups = columns[start].groups[: level + 1]
            end = start + 1
            if len(groups) <= level:
                start = end
                continue
            while end < len(columns) and columns[end].groups[: level + 1] == groups:
                end += 1
            cells.append(HeadCell(groups[-1], start, end - start, level, 1))
            start = end
    for number, column in enumerate(columns):
        level = len(column.groups)
        cells.append(HeadCell(column.title, number, 1, level, rows - level, column.turned))
    return sorted(cells, key=lambda cell: (cell.level, cell.column))
