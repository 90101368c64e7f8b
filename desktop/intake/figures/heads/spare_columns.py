"""Empty columns that stand between those of a table: for its head they are not there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.heading_paths import is_numbering
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty

_LOOKED_AT: Final = 60
_FEWEST: Final = 3
_NUMBERED: Final = 2

ReadHead = Callable[[Grid], Header]


def spare_columns(grid: Grid, first: int, last: int) -> frozenset[int]:
    """Return the columns with no heading of their own in rows [first, last], nothing below it and
    other columns on both sides."""
    filled: set[int] = set()
    seen = 0
    for place in range(first, min(last + 1 + _LOOKED_AT, len(grid.rows))):
        here = _filled(grid.rows[place])
        if place <= last + _NUMBERED and is_numbering(grid, place):
            continue  # numbers go on over empty columns
        if place <= last:
            filled.update(here)
            continue
        if not here and seen >= _FEWEST:
            break  # signatures below a table stand in columns of no meaning
        seen += bool(here)
        filled.update(here)
    return frozenset(range(min(filled, default=0), max(filled, default=0))) - filled


def read_without(grid: Grid, last: int, spare: frozenset[int], read: ReadHead) -> Header:
    """Return what a head says that is read as if the spare columns were not there; there they
    have no heading and no role."""
    kept = [at for at in range(grid.width) if at not in spare]
    header = read(_narrowed(grid, last, kept))
    own = {kept[column.at]: column for column in header.columns}
    header.columns = [
        replace(own[at], at=at) if at in own else Column(at, ())
        for at in range(max(own, default=-1) + 1)
    ]
    return header


def _filled(row: Row) -> list[int]:
    return [at for at, cell in enumerate(row) if not is_empty(cell)]


def _narrowed(grid: Grid, last: int, kept: Sequence[int]) -> Grid:
    """Return the top of a grid with some of its columns alone."""
    rows = [[row[at] for at in kept if at < len(row)]
            for row in grid.rows[: last + 1 + _LOOKED_AT]]  # fmt: skip
    spans = []
    for (top, left), (bottom, right) in grid.spans:
        within = [place for place, at in enumerate(kept) if left <= at <= right]
        if within:
            spans.append(((top, within[0]), (bottom, within[-1])))
    return replace(grid, rows=rows, lines=grid.lines[: len(rows)], spans=tuple(spans), special={})
