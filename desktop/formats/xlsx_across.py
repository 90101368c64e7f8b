"""A form too wide for one page: which columns each page shows, beside the repeated first ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from desktop.formats.layout import Layout
from desktop.formats.table import CellKind, Column, Row
from desktop.formats.table_turned import title_width, turn
from desktop.formats.table_widths import widest_kept
from desktop.formats.xlsx_paging import POINTS_PER_MM
from desktop.formats.xlsx_sheet import CHARACTER_PT, EDGE_PT, SPARE_PT

_LEAD_CHARACTERS: Final = (4.5, 26.0, 0.0)
"""How wide the first columns are at most where every page repeats them."""
_NAMES: Final = 38.0
"""How wide the names get where a page has room left."""
_NARROWEST: Final = 3.5
"""Characters that "999" needs, and "9.999" nearly; what is longer is shown smaller."""
_WORDS: Final = 9.0
"""Characters a column of words needs at least."""
_LEAST_PT: Final = 9.0
"""The smallest letters on paper: who signs a form reads it, too."""
_SURE: Final = 0.94
"""The part of a page's width counted on: by the program a column is up to 5 % wider."""


@dataclass(frozen=True, slots=True)
class Across:
    """The columns of each page, from the first to the last, and the scale they are printed at."""

    pages: tuple[tuple[int, int], ...]
    scale: float


def narrowed(
    columns: Sequence[Column], rows: Sequence[Row], size: float, lead: int
) -> tuple[Column, ...]:
    """Return the columns no wider than their figures need, titles wider than those turned.

    The first ones, which every page repeats, are narrow too, and so are those of words.
    """
    kept = widest_kept(columns, rows, size)
    made = []
    for number, column in enumerate(turn(columns, rows, size, 2 * SPARE_PT)):
        if number < lead:
            width = min(column.width, _LEAD_CHARACTERS[number])
        elif column.kind is CellKind.TEXT:
            width = min(column.width, _WORDS)
        else:
            needed = max(title_width(column, size, 1.22), kept[number]) + SPARE_PT
            width = max(needed / CHARACTER_PT, _NARROWEST)
        made.append(replace(column, width=width))
    return tuple(made)


def across(
    columns: Sequence[Column], layout: Layout, size: float, lead: int, *, landscape: bool
) -> Across:
    """Return which columns are printed together; one page where they can be read on it.

    A page holds whole groups of the head, outermost first; where their letters would be too
    small, the groups within.
    """
    paper = layout.text_width_mm(landscape=landscape) * POINTS_PER_MM
    shown = paper * _SURE
    widths = [_wide(column) for column in columns]
    everything = ((0, len(columns) - 1),)
    if sum(widths) <= paper * size / _LEAST_PT:
        return Across(everything, min(paper / sum(widths), 1.0))
    first = sum(widths[:lead])
    for level in range(1, max(len(column.groups) for column in columns) + 2):
        runs = list(_runs(columns, level, lead))
        widest = max(sum(widths[a : b + 1]) for a, b in runs)
        scale = min(shown / (first + widest), 1.0)
        if scale * size >= _LEAST_PT:
            break
    return Across(tuple(_joined(runs, widths, shown / scale - first)), scale)


def filled(
    columns: Sequence[Column], asked: Sequence[Column], across: Across, layout: Layout, lead: int,
    *, landscape: bool,
) -> tuple[Column, ...]:  # fmt: skip
    """Return the columns with the names, then the words of the last page, in the room left.

    Columns of words share it as their widths `asked` for are to each other.
    """
    paper = layout.text_width_mm(landscape=landscape) * POINTS_PER_MM * _SURE / across.scale
    widths = [_wide(column) for column in columns]
    taken = [sum(widths[max(a, lead) : b + 1]) for a, b in across.pages]
    names = min(columns[1].width + (paper - sum(widths[:lead]) - max(taken)) / CHARACTER_PT, _NAMES)
    made = list(columns)
    made[1] = replace(columns[1], width=max(names, columns[1].width))
    first, last = across.pages[-1]
    words = [n for n in range(max(first, lead), last + 1) if columns[n].kind is CellKind.TEXT]
    room = paper - sum(_wide(column) for column in made[:lead]) - taken[-1]
    room = max(room / CHARACTER_PT, 0.0) + sum(columns[n].width for n in words)
    shares = sum(asked[n].width for n in words) or 1.0
    for number in words:
        width = max(room * asked[number].width / shares, _WORDS)
        made[number] = replace(columns[number], width=width)
    return tuple(made)


def _wide(column: Column) -> float:
    return column.width * CHARACTER_PT + EDGE_PT if column.width else 0.0


def _runs(columns: Sequence[Column], level: int, lead: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of columns that stand under one title of the head at that level."""
    deepest = max(len(column.groups) for column in columns)
    numbers = range(lead, len(columns))
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
    start, last = runs[0]
    for first, end in runs[1:]:
        if sum(widths[start : end + 1]) > room + 0.01:
            yield start, last
            start = first
        last = end
    yield start, last
