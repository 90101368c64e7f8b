"""What is selected, as rows and columns counted from 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection

    from desktop.ui.grid.source import Cell


def bounds(selection: QItemSelection, cursor: Cell) -> tuple[int, int, int, int]:
    """Return top, left, bottom, right of a selection, the cursor's cell where it is empty."""
    ranges = list(selection)
    if not ranges:
        return (*cursor, *cursor)
    return (
        min(r.top() for r in ranges),
        min(r.left() for r in ranges),
        max(r.bottom() for r in ranges),
        max(r.right() for r in ranges),
    )


def areas(selection: QItemSelection) -> list[tuple[int, int, int, int]]:
    """Return top, left, bottom, right of each area of a selection, in the order chosen."""
    return [(r.top(), r.left(), r.bottom(), r.right()) for r in selection]


def cells_in(selection: QItemSelection, cursor: Cell) -> list[Cell]:
    """Return every cell of a selection, the cursor's where it is empty."""
    cells = [
        (row, column)
        for r in selection
        for row in range(r.top(), r.bottom() + 1)
        for column in range(r.left(), r.right() + 1)
    ]
    return cells or [cursor]
