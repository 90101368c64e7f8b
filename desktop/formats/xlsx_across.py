"""A form too wide for one page: which columns each page shows, beside the repeated first two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from desktop.formats.faces import face, width_pt
from desktop.formats.layout import Layout
from desktop.formats.table import CellKind, Column
from desktop.formats.table_across import LEAD
from desktop.formats.xlsx_paging import POINTS_PER_MM
from desktop.formats.xlsx_sheet import CHARACTER_PT, EDGE_PT, SPARE_PT

_LEAD_CHARACTERS: Final = (4.5, 28.0)
"""How wide the first two columns are at most where every page repeats them."""
_NARROWEST: Final = 6.2
"""Characters that "123.456" needs."""
_LEAST_PT: Final = 6.5
"""A form is filled in on the screen: on paper its letters may be smaller than a report's."""
_SURE: Final = 0.94
"""The part of a page's width counted on: by the program a column is up to 5 % wider."""


@dataclass(frozen=True, slots=True)
class Across:
    """The columns of each page, from the first to the last, and the scale they are printed at."""

    pages: tuple[tuple[int, int], ...]
    scale: float


def narrowed(columns: Sequence[Column], size: float) -> tuple[Column, ...]:
    """Return the columns with those of figures no wider than their titles' longest word needs.

    The first two, which every page repeats, are narrow too.
    """
    name = face(bold=True)
    made = []
    for number, column in enumerate(columns):
        if number < LEAD:
            column = replace(column, width=min(column.width, _LEAD_CHARACTERS[number]))
        elif column.kind is not CellKind.TEXT:
            longest = max((width_pt(word, name, size) for word in column.title.split()), default=0)
            needed = max((longest + 2 * SPARE_PT) / CHARACTER_PT, _NARROWEST)
            column = replace(column, width=min(column.width, needed))
        made.append(column)
    return tuple(made)


def across(columns: Sequence[Column], layout: Layout, size: float, *, landscape: bool) -> Across:
    """Return which columns are printed together; one page where they can be read on it.

    A page holds whole groups of the head, outermost first; where their letters would be too
    small, the groups within.
    """
    paper = layout.text_width_mm(landscape=landscape) * POINTS_PER_MM
    shown = paper * _SURE
    widths = [column.width * CHARACTER_PT + EDGE_PT for column in columns]
    everything = ((0, len(columns) - 1),)
    if sum(widths) <= paper * size / _LEAST_PT:
        return Across(everything, min(paper / sum(widths), 1.0))
    lead = sum(widths[:LEAD])
    for level in range(1, max(len(column.groups) for column in columns) + 2):
        runs = list(_runs(columns, level))
        widest = max(sum(widths[a : b + 1]) for a, b in runs)
        scale = min(shown / (lead + widest), 1.0)
        if scale * size >= _LEAST_PT:
            break
    return Across(tuple(_joined(runs, widths, shown / scale - lead)), scale)


def filled(
    columns: Sequence[Column], across: Across, layout: Layout, check: int, *, landscape: bool
) -> tuple[Column, ...]:
    """Return the columns with those of words widened where they have the last page to themselves.

    What is wrong with a row, in column `check`, is longest and gets two thirds of it.
    """
    first, last = across.pages[-1]
    own = columns[first : last + 1]
    if len(across.pages) == 1 or any(column.kind is not CellKind.TEXT for column in own):
        return tuple(columns)
    shown = layout.text_width_mm(landscape=landscape) * POINTS_PER_MM * _SURE / across.scale
    shown -= sum(column.width * CHARACTER_PT + EDGE_PT for column in columns[:LEAD])
    room = (shown - len(own) * EDGE_PT) / CHARACTER_PT
    shares = [2.0 * len(own) if first + n == check else 2.0 for n in range(len(own))]
    made = [
        replace(column, width=max(column.width, room * share / sum(shares)))
        for column, share in zip(own, shares, strict=True)
    ]
    fits = sum(column.width for column in made) <= room + 0.01
    return (*columns[:first], *(made if fits else own), *columns[last + 1 :])


def _runs(columns: Sequence[Column], level: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of columns that stand under one title of the head at that level."""
    deepest = max(len(column.groups) for column in columns)
    numbers = range(LEAD, len(columns))
    if level > deepest:
        yield from ((number, number) for number in numbers)
        return
    for _group, found in groupby(numbers, key=lambda number: columns[number].groups[:level]):
        run = list(found)
        yield run[0], run[-1]


def _joined(
    runs: Sequence[tuple[int, int]], widths: Sequence[float], room: float
) -> Iterator[tuple[int, int]]:
    """Yield neighbours as one where a page holds them together."""
    first, last = runs[0]
    for start, end in runs[1:]:
        if sum(widths[first : end + 1]) > room + 0.01:
            yield first, last
            first = start
        last = end
    yield first, last
