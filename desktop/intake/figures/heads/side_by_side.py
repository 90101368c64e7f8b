"""Several tables beside each other on one sheet, told apart so that each is read as on its own.

A part keeps the places of its cells: what stands in other parts' columns is left blank in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Formula, Grid, Row, is_empty, letter, shown

_LOOKED_AT: Final = 60
_SAMPLE: Final = 60
_COUNTED: Final = frozenset(("worker", "member", "women", "men", "total", "increase", "decrease"))


def apart(
    grids: Sequence[Grid], headings: HeadingReader, book: NameBook
) -> tuple[list[Grid], Mapping[str, tuple[str, ...]]]:
    """Return the sheets, those with tables side by side in parts, and part → all its sheet's."""
    found: list[Grid] = []
    beside: dict[str, tuple[str, ...]] = {}
    for grid in grids:
        parts = _parts(grid, headings, book)
        found += parts or [grid]
        names = tuple(part.name for part in parts)
        beside |= dict.fromkeys(names, names)
    return found, beside


def _parts(grid: Grid, headings: HeadingReader, book: NameBook) -> list[Grid]:
    for at, row in enumerate(grid.rows[:_LOOKED_AT]):
        starts = _starts(row, headings)
        if len(starts) < 2:
            continue
        names = [_names(grid, at, unit) for _first, unit in starts]
        if all(names) and any(book.find(name).is_name for one in names for name in one):
            return _cut(grid, at, [first for first, _unit in starts])
    return []


def _starts(row: Row, headings: HeadingReader) -> list[tuple[int, int]]:
    """Return where tables begin in a row of headings, and their columns of units.

    A table names its units once and has figures behind them; its running number stands before.
    """
    said = [headings.sense(shown(cell)) if isinstance(cell, str) and 0 < len(cell) < 200 else None
            for cell in row]  # fmt: skip
    units = [
        at
        for at, sense in enumerate(said)
        if sense is not None
        and not (sense.left or sense.codes)
        and "unit" in sense.concepts
        and not sense.concepts & (_COUNTED | {"code", "kind"})
    ]
    if len(units) < 2:
        return []
    ends = [*units[1:], len(row)]
    for unit, end in zip(units, ends, strict=True):
        figures = (sense for sense in said[unit + 1 : end] if sense is not None)
        if not any(sense.codes or sense.concepts & _COUNTED for sense in figures):
            return []
    return [(_first(said, unit), unit) for unit in units]


def _first(said: Sequence[object], unit: int) -> int:
    before = said[unit - 1] if unit else None
    numbered = before is not None and "number" in getattr(before, "concepts", ())
    return unit - 1 if numbered else unit


def _names(grid: Grid, head: int, column: int) -> list[str]:
    """Return the words below a heading of units; none where figures stand there: “II. CÔNG ĐOÀN
    CƠ SỞ” may head how many there are."""
    rows = grid.rows[head + 1 : head + 1 + _SAMPLE]
    cells = [cell for row in rows if column < len(row) and not is_empty(cell := row[column])]
    names = [shown(cell) for cell in cells if isinstance(cell, str) and len(shown(cell)) > 3]
    return names if len(names) * 2 > len(cells) else []


def _cut(grid: Grid, head: int, starts: Sequence[int]) -> list[Grid]:
    """Return the parts from each start to the next; lines above the head stand in all."""
    calculator = Calculator(grid)
    rows = [[_plain(cell, calculator) for cell in row] for row in grid.rows]
    bounds = [*pairwise([0, *starts[1:], max(grid.width, starts[-1] + 1)])]
    made = []
    for first, end in bounds:
        kept = [
            row if at < head and not _is_wide(row) else
            [cell if first <= place < end else "" for place, cell in enumerate(row)]
            for at, row in enumerate(rows)
        ]  # fmt: skip
        last = max((place for row in kept[head:] for place, cell in enumerate(row)
                    if not is_empty(cell)), default=first)  # fmt: skip
        spans = tuple(span for span in grid.spans if first <= span[0][1] and span[1][1] < end)
        name = f"{grid.name} ({letter(first)}–{letter(last)})".strip()
        made.append(replace(grid, name=name, rows=kept, spans=spans, special={}))
    return made


def _is_wide(row: Row) -> bool:
    """Whether a row above is of the tables' heads and not a title: several cells are filled."""
    return sum(not is_empty(cell) for cell in row) > 3


def _plain(cell: Cell, calculator: Calculator) -> Cell:
    if not isinstance(cell, Formula):
        return cell
    value = calculator.value(cell)
    return cell if value is None else value
