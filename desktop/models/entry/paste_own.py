"""Pasting cells of our own grid: an empty one empties, a dash is the state it shows."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_numbers import EMPTIED
from desktop.models.figures.cell_words import is_dash
from desktop.models.figures.cells import CLEARED, NOT_APPLICABLE

if TYPE_CHECKING:
    from desktop.models.entry.paste_cells import CellReading


def own_cell(sheet: EntrySheet, cell: "CellReading") -> "CellReading":
    """Return a cell of our own as it lands: where something can be entered, or cleared."""
    if cell.row < 0 or cell.column < 0:
        return cell
    if cell.note and is_dash(cell.source) and cell.entry == NOT_APPLICABLE:
        return replace(cell, outcome="lands", note="")
    if cell.source != EMPTIED:
        return cell
    if sheet.clear([(cell.row, cell.column)]):
        return replace(cell, outcome="lands", entry=CLEARED, note="")
    return replace(cell, outcome="skipped", entry=None, note="")
