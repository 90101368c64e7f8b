"""Rows of a file that are one unit's by now: two unions that merged, still told of apart.

Nothing is added up unasked: the rows stay refused until a person has seen what the sum would be,
or asked for all such sums at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.intake.figures.result import Corrections, FiguresReading, ReadRow
from desktop.models.text import fold


@dataclass(frozen=True, slots=True)
class Added:
    """Rows that were added up: where they stand, the first of which holds the sum."""

    unit_id: str
    rows: tuple[ReadRow, ...]


def with_sums(
    read: Callable[[Corrections], FiguresReading],
    names: Mapping[str, str],
    corrections: Corrections,
) -> tuple[FiguresReading, tuple[Added, ...]]:
    """Read a file with the rows of merged unions added to that of the union they went into.

    `names` are the units' names by id. A row stays refused where several units took its union
    over, or where the file has no row of the one that did: half of a sum is no figure.
    """
    first = read(corrections)
    heirs = {
        row.key: row.candidates[0].id for row in first.rows
        if row.status == "refused" and row.taken_over and len(row.candidates) == 1
    }  # fmt: skip
    tried = replace(corrections, units={**heirs, **corrections.units})
    reading = read(tried) if heirs else first
    summed, told = tried, list[Added]()
    for unit in dict.fromkeys(row.unit_id for row in reading.of("refused") if row.unit_id):
        one = next(row for row in reading.of("refused") if row.unit_id == unit)
        rows = to_add(reading, one, tried, names.get(unit, ""))
        if rows:
            summed = added(rows, summed)
            told.append(Added(unit, rows))
    known = {row.key for one in told for row in one.rows}
    kept = {key: unit for key, unit in summed.units.items() if key in known or key not in heirs}
    return read(replace(summed, units=kept)) if heirs or told else first, tuple(told)


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
