"""Cells that were cut stay where they are, in a quiet frame, until they are pasted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.ui.grid.clipboard import mark, take_back

if TYPE_CHECKING:
    from desktop.ui.grid.drawn_cells import DrawnCells
    from desktop.ui.grid.moves import Area
    from desktop.ui.grid.source import Block, Cell


class Cutting:
    """Remembers what was cut. As in Excel, writing anything or Esc forgets it."""

    def __init__(self, view: DrawnCells) -> None:
        self._view = view
        self.area: Area | None = None
        self._texts: Block = []
        self._mark = ""

    def begin(self, area: Area) -> None:
        """The area's cells have just been put on the clipboard, to be moved."""
        self.area, self._mark, self._texts = area, mark(), self._shown(area)
        self._view.viewport().update()

    def forget(self) -> None:
        """Nothing is to be moved any more: what lies on the clipboard is pasted as a copy."""
        if self.area is not None:
            self.area = None
            self._view.viewport().update()

    def give_up(self) -> bool:
        """Esc: nothing is moved, and nothing pasted either; False when nothing was cut."""
        if self.area is None:
            return False
        take_back(self._mark)
        self.forget()
        return True

    def cells(self) -> Sequence[Sequence[Cell]]:
        """Return the cells that a paste moves, by lines.

        None once the clipboard or one of the cells holds something else: that figure is not the
        one that moves.
        """
        area = self.area
        if area is None or self._mark != mark() or self._texts != self._shown(area):
            return []
        top, left, bottom, right = area
        return [[(r, c) for c in range(left, right + 1)] for r in range(top, bottom + 1)]

    def _shown(self, area: Area) -> list[list[str]]:
        top, left, bottom, right = area
        text = self._view.grid_model.source.edit_text
        return [[text(r, c) for c in range(left, right + 1)] for r in range(top, bottom + 1)]
