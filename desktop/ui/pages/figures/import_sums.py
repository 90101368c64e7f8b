"""Rows of a file that are one unit's by now: two unions that merged, still told of apart.

Nothing is added up unasked: the rows stay refused until a person has seen what the sum would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.intake.figures.result import Corrections, FiguresReading, ReadRow
from desktop.models.text import fold


def to_add(
    reading: FiguresReading, chosen: ReadRow | None, corrections: Corrections, name: str
) -> tuple[ReadRow, ...]:
    """Return the rows that would be added up with the chosen one, it among them; () for none.

    They bear different names, and one of them at least is not the unit's own (`name`): the same
    union told of twice is no sum. Every cell of theirs has been read for sure.
    """
    if chosen is None or not chosen.unit_id or chosen.status != "refused":
        return ()
    rows = tuple(one for one in reading.rows
                 if one.unit_id == chosen.unit_id and one.sheet == chosen.sheet)  # fmt: skip
    names = {fold(one.unit) for one in rows}
    foreign = [one for one in rows if one.key in corrections.units or not _akin(one.unit, name)]
    same = len({tuple(cell.code for cell in one.cells) for one in rows}) == 1
    sure = all(cell.taken for one in rows for cell in one.cells)
    if len(rows) < 2 or len(names) < len(rows) or not foreign or not (same and sure):
        return ()
    return rows


def added(rows: Sequence[ReadRow], corrections: Corrections) -> Corrections:
    """Return corrections with the sum of the rows in the first of them, the others left out."""
    first, *others = rows
    values = dict(corrections.values)
    for place, cell in enumerate(first.cells):
        given = [n for one in rows if (n := one.cells[place].value) is not None]
        values[first.key, cell.code] = sum(given) if given else None
    skip = corrections.skip | {one.key for one in others}
    return replace(corrections, values=values, skip=skip)


def _akin(one: str, other: str) -> bool:
    a, b = fold(one), fold(other)
    return bool(a) and (a in b or b in a)
