"""A table whose uppermost row is whole at the very end too, as in Excel."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView


class WholeRows(QTableView):
    """Scrolled by rows. At its end the toolkit would let the last row touch the bottom and cut the
    row under the title; here the blank rest is below the last row."""

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; whatever the toolkit does at the end, a row begins under the title."""
        super().scrollContentsBy(dx, dy)
        if dy:
            self._stand_whole()

    def updateGeometries(self) -> None:
        """Stay so in another height."""
        super().updateGeometries()
        self._stand_whole()

    def _stand_whole(self) -> None:
        rows, place = self.verticalHeader(), self.verticalScrollBar().value()
        before = rows.offset()
        if rows.count() and self.verticalScrollMode() is self.ScrollMode.ScrollPerItem:
            rows.setOffsetToSectionPosition(place)
        if rows.offset() != before:
            self.updateEditorGeometries()
            self.viewport().update()
