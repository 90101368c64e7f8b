"""Where the cursor goes: Excel's rules as plain functions. No toolkit here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desktop.models.entry.entry_numbers import EMPTIED
from desktop.models.text import for_spreadsheet
from desktop.ui.grid.source import Block, Cell

Filled = Callable[[int, int], bool]
Area = tuple[int, int, int, int]
"""Top, left, bottom, right; all of them inside."""
_QUOTED = re.compile(r'"(?!\n)((?:[^"\t]|"")+)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")


@dataclass(slots=True)
class Entry:
    """Remembers the column where typing with Tab began: Enter returns there, a row below."""

    column: int | None = None

    def tab(self, column: int) -> None:
        """Tab was pressed in this column."""
        if self.column is None:
            self.column = column

    def enter(self, column: int) -> int:
        """Enter was pressed: the column to go to; the run of Tabs is over."""
        target = column if self.column is None else self.column
        self.column = None
        return target

    def forget(self) -> None:
        """The cursor went elsewhere by arrow or mouse."""
        self.column = None


def stepped(cell: Cell, by: Cell, size: Cell) -> Cell:
    """Return the cell `by` rows and columns further, kept inside the grid."""
    rows, columns = size
    row = min(max(cell[0] + by[0], 0), max(rows - 1, 0))
    column = min(max(cell[1] + by[1], 0), max(columns - 1, 0))
    return row, column


def past(cell: Cell, by: int, size: Cell, heading: Callable[[int], bool]) -> Cell:
    """Return the cell, or the next one up or down whose row is more than a heading.

    Where only headings follow, the way is turned: a cursor never rests on one.
    """
    for way in (by or 1, -(by or 1)):
        here = cell
        while heading(here[0]):
            further = stepped(here, (way, 0), size)
            if further == here:
                break
            here = further
        else:
            return here
    return cell


def upright(cell: Cell, by: int, size: Cell, heading: Callable[[int], bool]) -> Cell:
    """Return the cell below or above, past the rows that only name others."""
    return past(stepped(cell, (by, 0), size), by, size, heading)


def next_typed(cell: Cell, by: int, size: Cell, editable: Filled) -> Cell:
    """Return where Tab goes: as in a protected sheet of Excel, past the computed cells."""
    target = step = next_in_row(cell, by, size)
    while not editable(*step):
        further = next_in_row(step, by, size)
        if further == step:
            return target
        step = further
    return step


def next_in_row(cell: Cell, by: int, size: Cell) -> Cell:
    """Return the cell Tab goes to: past the last column it is the first of the next row."""
    rows, columns = size
    flat = cell[0] * columns + cell[1] + by
    flat = min(max(flat, 0), rows * columns - 1)
    return divmod(flat, columns)


def next_chosen(
    areas: Iterable[Area], cell: Cell, by: int, *, down: bool, usable: Filled
) -> Cell | None:
    """Return where Enter (`down`) or Tab goes inside a selection: round and round its cells.

    As in Excel, down each column of an area (or along each row) and on to the next area; cells
    nothing can be typed in are passed. None when fewer than two cells are chosen, or none usable.
    """
    order: dict[Cell, None] = {}
    for top, left, bottom, right in areas:
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        if down:
            order |= dict.fromkeys((row, column) for column in columns for row in rows)
        else:
            order |= dict.fromkeys((row, column) for row in rows for column in columns)
    cells = list(order)
    if len(cells) < 2 or cell not in order:
        return None
    start = cells.index(cell)
    for step in range(1, len(cells)):
        further = cells[(start + by * step) % len(cells)]
        if usable(*further):
            return further
    return None


def block_of(chosen: Iterable[Cell]) -> list[list[Cell]]:
    """Return chosen cells as the lines of one block, empty when they do not make one.

    Areas apart make one when they lie in the same rows or in the same columns, as in Excel.
    """
    cells = set(chosen)
    rows, columns = sorted({row for row, _c in cells}), sorted({column for _r, column in cells})
    if len(cells) != len(rows) * len(columns):
        return []
    return [[(row, column) for column in columns] for row in rows]


def jump(cell: Cell, by: Cell, size: Cell, filled: Filled) -> Cell:
    """Return where Ctrl+arrow goes: the end of the filled run, or the next filled cell."""
    here = stepped(cell, by, size)
    if here == cell:
        return cell
    if filled(*cell) and filled(*here):
        return _while(here, by, size, filled)
    while not filled(*here):
        further = stepped(here, by, size)
        if further == here:
            return here
        here = further
    return here


def _while(cell: Cell, by: Cell, size: Cell, filled: Filled) -> Cell:
    while (further := stepped(cell, by, size)) != cell and filled(*further):
        cell = further
    return cell


def last_filled(size: Cell, filled: Filled) -> Cell:
    """Return the corner of the used area: where Ctrl+End goes."""
    used = [(r, c) for r in range(size[0]) for c in range(size[1]) if filled(r, c)]
    if not used:
        return 0, 0
    return max(row for row, _column in used), max(column for _row, column in used)


def parse_block(text: str) -> list[list[str]]:
    """Split what Excel put on the clipboard into rows and cells (cells may be quoted).

    A quotation mark that closes nothing, as in a ditto mark or a name cut off, is a letter like
    any other: it never swallows the cells behind it.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not clean:
        return []
    rows, place = [[""]], 0
    while place < len(clean):
        found = _QUOTED.match(clean, place) or _PLAIN.match(clean, place)
        assert found is not None  # a plain cell may be empty
        quoted = found.re is _QUOTED
        rows[-1][-1] = (found[1].replace('""', '"') if quoted else found[0]).strip()
        place = found.end()
        if clean[place : place + 1] == "\t":
            rows[-1].append("")
        elif place < len(clean):
            rows.append([""])
        place += 1
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def write_block(block: Block) -> str:
    """Return the cells as Excel takes them from the clipboard."""
    return "\n".join("\t".join(map(for_spreadsheet, row)) for row in block)


def spread(block: Block, rows: int, columns: int) -> Block:
    """Repeat a block over a selection that is a whole multiple of it, as Excel does."""
    height, width = len(block), len(block[0]) if block else 0
    if not height or not width or rows % height or columns % width:
        return block
    return [[block[r % height][c % width] for c in range(columns)] for r in range(rows)]


def fits(cell: Cell, block: Block, size: Cell) -> bool:
    """Say whether a block with its corner here lies inside the grid."""
    return cell[0] + len(block) <= size[0] and cell[1] + len(block[0]) <= size[1]


def typed(text: str) -> bool:
    """Say whether a key writes something, rather than moving or commanding."""
    return bool(text) and text.isprintable()


def spans(
    first: int, last: int, count: int, place: Callable[[int], int], length: Callable[[int], int]
) -> list[tuple[int, int, int]]:
    """Return number, place and length of the rows or columns shown; `last` -1: to the end."""
    if first < 0:
        return []
    end = last if last >= 0 else count - 1
    return [(number, place(number), length(number)) for number in range(first, end + 1)]


def emptying(block: Block) -> Block:
    """Return cells of our own as they land: an empty one empties."""
    return [[text or EMPTIED for text in line] for line in block]


def filled_from(chosen: Iterable[Cell], *, down: bool) -> dict[Cell, Cell]:
    """Return which cell each cell of a selection is filled from, downwards or to the right.

    In each column (or row) a run of selected cells repeats its first; a cell by itself takes
    after the one before it, as in Excel.
    """
    along = 0 if down else 1
    lines: dict[int, list[int]] = {}
    for cell in set(chosen):
        lines.setdefault(cell[1 - along], []).append(cell[along])
    found: dict[Cell, Cell] = {}
    for line, places in lines.items():
        known, first = set(places), -1
        for place in sorted(places):
            first = first if place - 1 in known else place
            alone = first == place and place + 1 not in known
            origin = place - 1 if alone else first
            if origin >= 0 and origin != place:
                cell, source = (place, line), (origin, line)
                found[cell if down else cell[::-1]] = source if down else source[::-1]
    return found


def fill_block(
    origins: Mapping[Cell, Cell], text: Callable[[int, int], str]
) -> tuple[int, int, Block]:
    """Return where a block of such cells begins and the block: "" changes nothing.

    Where the cell to be repeated is empty, so will be those it is repeated over.
    """
    rows, columns = {row for row, _column in origins}, {column for _row, column in origins}
    top, left = min(rows), min(columns)
    return top, left, [
        [
            text(*origins[row, column]) or EMPTIED if (row, column) in origins else ""
            for column in range(left, max(columns) + 1)
        ]
        for row in range(top, max(rows) + 1)
    ]  # fmt: skip
