"""A cell that tells how far a plan covers the upper paper: a number and a thin bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.documents.coverage import Coverage
from desktop.ui import theme as themes
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


class CoverageBar(QStyledItemDelegate):
    """Draws the bar of `coverage_of(row)` beside the cell's text; None draws no bar."""

    def __init__(self, owner: Any, coverage_of: Any) -> None:
        super().__init__(owner)
        self._coverage_of = coverage_of

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the text as usual, then the bar under it."""
        super().paint(painter, option, index)
        found: Coverage | None = self._coverage_of(index.row())
        if found is None or not found.duties:
            return
        theme = themes.current()
        area: QRect = option.rect  # type: ignore[attr-defined]
        tall = space("xs") - 1
        left = area.left() + space("s") - 3
        bar = QRect(left, area.bottom() - tall - 2, area.width() - space("l"), tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(bar, theme.colour("line.hair"))
        share = found.covered / len(found.duties)
        colour = "done" if share == 1 else "brand"
        painter.fillRect(
            QRect(bar.left(), bar.top(), round(bar.width() * share), tall), theme.colour(colour)
        )
