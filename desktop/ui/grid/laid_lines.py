"""Blocks of cells over rows that are titles of groups: such a line holds no figure, and none of a
block that carries it moves into the next. No toolkit here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.ui.grid import moves
from desktop.ui.grid.source import HEADING, Block, Cell, GridSource


def copied(source: GridSource, lines: Sequence[Sequence[Cell]]) -> Block:
    """Return the texts of chosen cells; the line of a title holds HEADING."""
    return [
        [HEADING if source.heading(row) else source.edit_text(row, column) for row, column in line]
        for line in lines
    ]


def plain(block: Block) -> Block:
    """Return a block as other programs take it: the line of a title is blank."""
    return [["" if text == HEADING else text for text in line] for line in block]


def marked(source: GridSource, row: int, block: Block) -> Block:
    """Return a block that covers the rows from one on, its lines over titles as such."""
    last = source.row_count()
    return [
        [HEADING] * len(line) if place < last and source.heading(place) else line
        for place, line in enumerate(block, row)
    ]


def fit(source: GridSource, row: int, block: Block) -> bool:
    """Say whether the titles that a block carries come to stand on titles; True without any."""
    carried = [HEADING in line for line in block]
    return not any(carried) or carried == [
        place < source.row_count() and source.heading(place)
        for place in range(row, row + len(block))
    ]


def over(source: GridSource, block: Block, area: moves.Area, *, own: bool) -> tuple[Block, bool]:
    """Return a block as it is pasted over a selection, and whether it lands as cells of our own.

    Where the selection is filled with a smaller block, its titles are left out as they are by
    typing. Cells of our own whose titles do not meet the grid's are read as those of others.
    """
    top, left, bottom, right = area
    whole = moves.spread(block, bottom - top + 1, right - left + 1)
    if len(whole) > len(block):
        whole = marked(source, top, whole)
    size = source.row_count(), len(source.columns)
    if own and moves.fits((top, left), whole, size) and fit(source, top, whole):
        return moves.emptying(whole), True
    return whole, False


def filled(
    source: GridSource, chosen: Iterable[Cell], *, down: bool
) -> tuple[int, int, Block] | None:
    """Return where a block begins that repeats the first line of chosen cells, and the block.

    Titles among them are passed over; nothing is put in a cell that cannot be typed in.
    """
    rows = [row for row in range(source.row_count()) if not source.heading(row)]
    rank = {row: place for place, row in enumerate(rows)}
    cells = [(rank[row], column) for row, column in chosen if row in rank]
    origins = {
        (rows[row], column): (rows[at], of)
        for (row, column), (at, of) in moves.filled_from(cells, down=down).items()
        if source.editable(rows[row], column)
    }
    if not origins:
        return None
    top, left, block = moves.fill_block(origins, source.edit_text)
    return top, left, marked(source, top, block)
