"""Rows of units that events of the month concern: what is typed there replaces what events moved.

Where somebody types a movement that an event brought, the typed figure counts alone; a row then
opens and closes otherwise than when it was read, and so does that of the other unit.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.models.entry.entry_totals import read_counted
from desktop.models.figures.moves import units_of_events
from desktop.models.figures.opening import openings
from desktop.models.store.fold import Change
from desktop.models.store.keys import split_cell_key
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet


def opened_anew(reader: Reader, sheet: "EntrySheet", cells: Iterable[Change]) -> set[int]:
    """Read again what the rows of the month's events open with and what the events moved; returns
    the rows that changed.

    Nothing is read unless a cell of one of them is among those that changed.
    """
    period, rows = sheet.period, sheet.rows
    keys = {split_cell_key(one.key) for one in cells}
    typed = {unit for unit, at in keys if at == period.id}
    units = units_of_events(reader, period) if typed else frozenset()
    if not units or units.isdisjoint(map(reader.unit, typed)):
        return set()
    places = [n for n, row in enumerate(rows) if row.unit.id in units and not row.elsewhere]
    found = openings(reader, period, [rows[n].unit.id for n in places], {})
    changed = set()
    for place in places:
        row = rows[place]
        opened = found.get(row.unit.id, {})
        if opened != row.opened:
            row.opened = opened
            changed.add(place)
    before = [row.events for row in rows]
    read_counted(reader, sheet, tree_on(reader, period.data_to))
    changed |= {n for n, row in enumerate(rows) if row.events != before[n]}
    return changed
