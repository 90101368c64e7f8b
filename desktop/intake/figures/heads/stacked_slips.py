"""Slips of several unions pasted below each other on one sheet, each under its union's name and a
head of its own: told apart so that each is read as on a sheet of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.columns import holds_numbers
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import HeadFinder, IndicatorHead
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.sheet_choice import title_sense
from desktop.intake.figures.heads.side_by_side import apart
from desktop.intake.figures.names.title_names import names_in_title
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Formula, Grid, Row, is_empty, shown

_MOST_ROWS: Final = 400
_FEWEST: Final = 2
_LONGEST: Final = 160


def in_parts(
    grids: Sequence[Grid], headings: HeadingReader, names: IndicatorNames, book: NameBook
) -> tuple[list[Grid], Mapping[str, tuple[str, ...]]]:
    """Return the sheets, those of several tables side by side or of slips below each other in
    parts, and part → all its sheet's."""
    finder = HeadFinder(headings.words, headings, names)
    told, beside = apart(grids, headings, book)
    found: list[Grid] = []
    stacked: dict[str, tuple[str, ...]] = {}
    for grid in told:
        parts = [] if grid.name in beside else _slips(grid, finder, headings, book)
        found += parts or [grid]
        of_sheet = tuple(part.name for part in parts)
        stacked |= dict.fromkeys(of_sheet, of_sheet)
    return found, {**beside, **stacked}


def _slips(
    grid: Grid, finder: HeadFinder, headings: HeadingReader, book: NameBook
) -> list[Grid]:  # fmt: skip
    """Return the slips of a sheet; none where one of them names no union surely, or one that
    another names too, or where all have one head: then they are one list."""
    if len(grid.rows) > _MOST_ROWS or _named(grid, book) < _FEWEST:
        return []
    grid = _worked_out(grid)
    if any(isinstance(cell, Formula) for row in grid.rows for cell in row):
        return []
    heads = [*_heads(grid, finder)]
    if len({_words(grid.rows[head.row]) for head in heads}) < _FEWEST:
        return []
    starts = [0, *(_start(grid, head.first) for head in heads[1:])]
    units = [_units(grid.rows[start : head.first], book)
             for start, head in zip(starts, heads, strict=True)]  # fmt: skip
    if any(len(one) != 1 for one in units) or len(set().union(*units)) < len(units):
        return []
    above = next(at for at, row in enumerate(grid.rows) if _units([row], book))
    made = []
    for (first, end), head in zip(pairwise([*starts, len(grid.rows)]), heads, strict=True):
        own = first == 0 or title_sense(grid.rows[first : head.first], headings).time
        made.append(_cut(grid, 0 if own else above, first, end))
    return made


def _named(grid: Grid, book: NameBook) -> int:
    """Return how many rows hold a union's name alone."""
    return len(set().union(*(_units([row], book) for row in grid.rows if _is_title(row))))


def _heads(grid: Grid, finder: HeadFinder) -> Iterator[IndicatorHead]:
    """Yield the heads below each other, from the first to the last."""
    first = 0
    while first < len(grid.rows):
        rest = replace(grid, rows=grid.rows[first:], lines=grid.lines[first:], spans=())
        head = finder.find(rest)
        if head is None:
            return
        if not holds_numbers(rest, head.row):
            yield replace(head, first=head.first + first, row=head.row + first)
        first += head.row + 1


def _start(grid: Grid, head: int) -> int:
    """Return the first of the lines right above a head, blank ones below them let be."""
    at = head
    while at and not any(not is_empty(cell) for cell in grid.rows[at - 1]):
        at -= 1
    while at and _is_title(grid.rows[at - 1]):
        at -= 1
    return at


def _is_title(row: Row) -> bool:
    filled = [cell for cell in row if not is_empty(cell)]
    labelled = len(filled) == 2 and shown(filled[0]).endswith(":")
    return (len(filled) == 1 or labelled) and all(
        isinstance(cell, str) and len(cell) < _LONGEST for cell in filled
    )


def _units(rows: Sequence[Row], book: NameBook) -> set[str]:
    return {unit for row in rows for cell in row if isinstance(cell, str) and cell.strip()
            for unit in names_in_title(shown(cell), book)}  # fmt: skip


def _words(row: Row) -> tuple[str, ...]:
    return tuple(shown(cell) for cell in row if not is_empty(cell))


def _worked_out(grid: Grid) -> Grid:
    calculator = Calculator(grid)
    rows = [[_plain(cell, calculator) for cell in row] for row in grid.rows]
    return replace(grid, rows=rows, special={})


def _plain(cell: Cell, calculator: Calculator) -> Cell:
    if not isinstance(cell, Formula):
        return cell
    value = calculator.value(cell)
    return cell if value is None else value


def _cut(grid: Grid, above: int, first: int, end: int) -> Grid:
    """Return the rows from one on to another as a sheet named by their numbers, below the `above`
    that say the time of the whole sheet."""
    spans = tuple(
        ((top - first + above, left), (bottom - first + above, right))
        for (top, left), (bottom, right) in grid.spans if first <= top and bottom < end
    )  # fmt: skip
    name = _("{sheet} (dòng {first}–{last})").format(
        sheet=grid.name, first=grid.lines[first], last=grid.lines[end - 1]).strip()  # fmt: skip
    return replace(
        grid, name=name, rows=[*grid.rows[:above], *grid.rows[first:end]],
        lines=[*grid.lines[:above], *grid.lines[first:end]], spans=spans,
    )  # fmt: skip
