"""What of a table is in sight: the rows, columns and selected areas that have to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from desktop.ui.grid import moves

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QTableView

    from desktop.ui.grid.brush import Span


def rows(view: QTableView, area: QRect) -> list[Span]:
    """Return number, place and height of the rows that meet an area of the viewport."""
    return moves.spans(
        view.rowAt(area.top()), view.rowAt(area.bottom()), view.model().rowCount(),
        view.rowViewportPosition, view.rowHeight,
    )  # fmt: skip


def columns(view: QTableView, area: QRect) -> list[Span]:
    """Return number, place and width of the columns that meet an area of the viewport."""
    return moves.spans(
        view.columnAt(area.left()), view.columnAt(area.right()), view.model().columnCount(),
        view.columnViewportPosition, view.columnWidth,
    )  # fmt: skip


def first_column(view: QTableView) -> int:
    """Return the first column that is wholly in sight (the last one, where none is)."""
    first, last = max(view.columnAt(0), 0), view.model().columnCount() - 1
    return min(first + (view.columnViewportPosition(first) < 0), last)


def was_seen(view: QTableView, size: QSize) -> bool:
    """Say whether the cursor was in sight in a viewport of that size."""
    place = view.visualRect(view.currentIndex())
    return place.isValid() and QRect(QPoint(0, 0), size).contains(place.center())


def chosen(view: QTableView) -> list[QRect]:
    """Return where the selected areas are drawn; a single cell is only framed."""
    areas = []
    for r in view.selectionModel().selection():
        if r.height() == 1 and r.width() == 1:
            continue
        areas.append(room(view, (r.top(), r.left(), r.bottom(), r.right())))
    return areas


def room(view: QTableView, area: moves.Area) -> QRect:
    """Return where an area is drawn."""
    top, left, bottom, right = area
    first = view.visualRect(view.model().index(top, left))
    return first.united(view.visualRect(view.model().index(bottom, right)))
