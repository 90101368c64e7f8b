"""A table of too many columns for one page: titles turned, or several parts, names beside each.

Letters would be too small to be read otherwise.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from desktop.formats.document import Block, Document, SectionBreak
from desktop.formats.layout import Layout
from desktop.formats.table import Cell, Column, Role, Row, Table
from desktop.formats.table_turned import beside
from desktop.i18n import _

LEAD: Final = 2
"""Columns that say whose row it is: their number and their name stand in every part."""
_POINTS_PER_MM: Final = 72 / 25.4
Part = tuple[int, int]
"""The first and the last column of a part, without those every part repeats."""


def parts_of(columns: Sequence[Column], most: int) -> tuple[Part, ...]:
    """Return the parts no wider than `most` columns, as few and as even as can be.

    A part holds whole groups of the head; a group wider than a page is parted itself. Only a
    single part begins with the first column.
    """
    if len(columns) <= most or most <= LEAD:
        return ((0, len(columns) - 1),)
    room = most - LEAD
    runs = _runs(columns, room)
    fewest = len(_joined(runs, room))
    least = max(last - first + 1 for first, last in runs)
    even = next(cap for cap in range(least, room + 1) if len(_joined(runs, cap)) == fewest)
    return tuple(_joined(runs, even))


def _runs(columns: Sequence[Column], room: int) -> list[Part]:
    runs: list[Part] = []
    numbers = range(LEAD, len(columns))
    for group, found in groupby(numbers, key=lambda n: columns[n].groups[:1] or n):
        own = list(found)
        whole = isinstance(group, tuple) and len(own) <= room
        runs += [(own[0], own[-1])] if whole else [(n, n) for n in own]
    return runs


def _joined(runs: Sequence[Part], room: int) -> list[Part]:
    """Return neighbours as one where together they have no more than `room` columns."""
    joined = [runs[0]]
    for first, last in runs[1:]:
        start = joined[-1][0]
        if last - start < room:
            joined[-1] = (start, last)
        else:
            joined.append((first, last))
    return joined


def across(table: Table, most: int) -> tuple[Table, ...]:
    """Return the table, or its parts as tables under each other."""
    parts = parts_of(table.columns, most)
    if len(parts) == 1:
        return (table,)
    return tuple(_part(table, n, part, last=part is parts[-1]) for n, part in enumerate(parts))


def _part(table: Table, number: int, part: Part, *, last: bool) -> Table:
    kept = (*range(LEAD), *range(part[0], part[1] + 1))
    rows = (_row(row, kept) for row in table.rows if last or not _is_note(row))
    goes_on = table.caption + _(" (tiếp theo)") if number else table.caption
    return replace(
        table,
        columns=tuple(table.columns[n] for n in kept),
        rows=tuple(rows),
        marks=tuple(table.marks[n] for n in kept) if table.marks else (),
        caption=goes_on.strip(),
    )


def _is_note(row: Row) -> bool:
    return row.role is Role.NOTE and len(row.cells) == 1


def _row(row: Row, kept: Sequence[int]) -> Row:
    if len(row.cells) == 1:
        return row
    cells: tuple[Cell, ...] = tuple(row.cells[n] for n in kept)
    spanned = sum(n < row.label_span for n in kept)
    return replace(row, cells=cells, label_span=max(spanned, 1))


def parted(document: Document, layout: Layout) -> Document:
    """Return the document with its tables as wide as a page: titles turned, else in parts."""
    landscape, blocks = document.landscape, list[Block]()
    for block in document.blocks:
        if isinstance(block, SectionBreak):
            landscape = block.landscape
        if isinstance(block, Table):
            blocks += _on_pages(block, layout, landscape=landscape)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _on_pages(table: Table, layout: Layout, *, landscape: bool) -> tuple[Table, ...]:
    whole = beside(table, layout, layout.text_width_mm(landscape=landscape) * _POINTS_PER_MM)
    return (whole,) if whole is not None else across(table, layout.table.most_columns)
