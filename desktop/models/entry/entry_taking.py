"""Cells of an entry sheet taken from what activities tell of them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from desktop.models.figures.cells import CLEARED, Entry

if TYPE_CHECKING:
    from desktop.models.entry.entry import Assignments, EntrySheet, Place


def taken(sheet: "EntrySheet", cells: Iterable["Place"] | None = None) -> "Assignments":
    """Return the entries that take cells from activities (default: all empty ones).

    A cell that was taken from activities none of which gives it any more is emptied.
    """
    return dict(_taken(sheet, cells))


def any_to_take(sheet: "EntrySheet") -> bool:
    """Say whether activities tell of an empty cell."""
    return next(_taken(sheet, None), None) is not None


def _taken(
    sheet: "EntrySheet", cells: Iterable["Place"] | None
) -> Iterator[tuple[tuple[str, str], Entry]]:
    for row, column in _proposed(sheet) if cells is None else cells:
        line, one = sheet.rows[row], sheet.columns[column]
        if one.kind != "typed" or not sheet.may_type(row, column):
            continue
        proposal, held = line.proposal(one.code), line.values.get(one.code)
        if proposal is not None and (cells is not None or one.code not in line.values):
            yield (line.unit.id, one.code), proposal.entry()
        elif cells is not None and line.told.lost(line.unit.id, one.code, held):
            yield (line.unit.id, one.code), CLEARED


def _proposed(sheet: "EntrySheet") -> Iterator["Place"]:
    """Yield the typed cells that activities tell of."""
    for unit, codes in sheet.told.proposed.items():
        row = sheet.place_of(unit)
        for column, one in enumerate(sheet.columns if row is not None else ()):
            if row is not None and one.kind == "typed" and one.code in codes:
                yield row[0], column
