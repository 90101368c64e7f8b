"""Undo and redo of figures bring the cursor where something changed, as in Excel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.models.entry.entry import Place
from desktop.models.store.history import turns_back
from desktop.models.store.keys import split_cell_key

if TYPE_CHECKING:
    from desktop.models.store.store import ChangeSet
    from desktop.ui.pages.figures.surface import FiguresPage


def go_to_changed(page: FiguresPage, changes: Iterable[ChangeSet]) -> None:
    """Put the cursor in the first cell of the sheet that an undo or redo changed, if any."""
    place = None
    for change in changes:
        cells = any(one.kind == "cell" for one in change.changes)
        if cells and turns_back(page.desk.read, change.step):
            place = _first(page, change) or place
    if place is not None and page.grid is not None and not page.grid.cells.typing:
        page.go_to(*place)


def _first(page: FiguresPage, change: ChangeSet) -> Place | None:
    """Return the uppermost cell of the sheet, in it the leftmost, that a step changed."""
    sheet = page.sheet
    assert sheet is not None
    told: dict[str, list[str]] = {}
    codes = {column.code for column in sheet.columns if column.kind in ("typed", "opening")}
    for one in change.changes:
        if one.kind != "cell" or one.field not in codes:
            continue
        unit, period = split_cell_key(one.key)
        if period == sheet.period.id:
            told.setdefault(unit, []).append(one.field)
    found = [
        place
        for unit, fields in told.items()
        for known in (page.desk.read.unit(unit),)
        for field in fields
        if (place := sheet.place_of(known, field)) is not None
    ]
    return min(found, default=None)
