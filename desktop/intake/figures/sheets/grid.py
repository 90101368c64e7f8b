"""A sheet as cells of kinds: number, text, date, error, formula without a result, bool, percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, Final

from desktop.i18n import _
from desktop.models.text import one_line

MOST_COLUMNS: Final = 256
_LONGEST: Final = 1_000
"""Letters of a cell: a name, a heading or a remark has fewer."""
_NUMBER_LETTERS: Final = 5


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table copied elsewhere: its text as the clipboard has it, and what it is called here.

    `first` is the number of its first line: 0 for a heading that was put before what was copied.
    """

    text: str
    name: str
    first: int = 1


@dataclass(frozen=True, slots=True)
class CellError:
    """An error such as #REF! or #DIV/0! where a value should stand."""

    text: str = "#"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula the file keeps no result of; `text` is without the leading "="."""

    text: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A number shown as a percentage: 0.85 is 85%."""

    value: float


@dataclass(frozen=True, slots=True)
class Linked:
    """The result a link into another workbook had when the file was saved."""

    value: Any


@dataclass(frozen=True, slots=True)
class Marked:
    """A count that is struck out, or has a raised mark behind it; `left` is it without the mark."""

    text: str
    left: str
    struck: bool = False


Cell = Any
"""str ("" is empty), float, int, bool, date, datetime, time, timedelta, or a class above."""
Row = list[Cell]
Span = tuple[tuple[int, int], tuple[int, int]]
Place = tuple[int, int]


@dataclass(slots=True)
class Grid:
    """One sheet; `rows` begin at its first row and column, `lines` are their numbers.

    `lines[i]` is the sheet's row number (1-based) or the text file's line of `rows[i]`.
    `spans` are merged ranges, first and last place counted from 0. `text_file` grids hold
    text alone. `hidden` sheets are only read when nothing else is there. A grid that was
    `turned` holds the sheet's columns as rows: there it tells the line of each column.
    `book` are the sheets of its workbook, for formulas that add them up. `places` are the file's
    own cells of those that were written out as a table, and `told` is said of all rows of one.
    `heads` are the letters its columns have in the file where they were laid out anew.
    """

    name: str
    rows: list[Row]
    lines: list[int]
    spans: tuple[Span, ...] = ()
    hidden: bool = False
    text_file: bool = False
    special: Mapping[Place, Cell] = field(default_factory=dict)
    turned: tuple[int, ...] = ()
    book: Sequence[Grid] = field(default=(), repr=False, compare=False)
    places: Mapping[Place, str] = field(default_factory=dict)
    told: str = ""
    heads: tuple[str, ...] = ()

    def place(self, row: int, column: int) -> str:
        """Return what the sheet calls a cell: "C12"."""
        if (row, column) in self.places:
            return self.places[row, column]
        if self.turned:
            line = self.turned[column] if column < len(self.turned) else column + 1
            return f"{letter(self.lines[row] - 1)}{line}"
        return f"{letter(column)}{self.lines[row]}"

    def column_place(self, column: int) -> str:
        """Return where the file has a column that was laid out anew: "dòng 7", "D", else ""."""
        if column < len(self.turned):
            return _("dòng {n}").format(n=self.turned[column])
        if column < len(self.heads):
            return self.heads[column]
        told = {_letters(place) for (_row, at), place in self.places.items() if at == column}
        return told.pop() if len(told) == 1 else ""

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def _letters(place: str) -> str:
    """Return the letters a cell's name begins with."""
    return "".join(takewhile(str.isalpha, place))


def with_short_texts(grid: Grid) -> Grid:
    """Return the grid with the texts cut that are no table's: they would take minutes to read."""
    for row in grid.rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > _LONGEST:
                row[at] = cell[:_LONGEST] + "…"
    return grid


def letter(column: int) -> str:
    """Return the spreadsheet's name of a column counted from 0: A, B … Z, AA."""
    name, at = "", column + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """Return the column (from 0) of a spreadsheet's name; -1 for what is none."""
    at = 0
    for char in name.upper():
        if not "A" <= char <= "Z":
            return -1
        at = at * 26 + ord(char) - 64
    return at - 1


def is_empty(cell: Cell) -> bool:
    """Tell whether nothing can be seen in a cell."""
    return cell == "" or cell is None or (isinstance(cell, str) and not one_line(cell))


def is_number(cell: Cell) -> bool:
    """Tell whether a cell holds a number as such."""
    return type(cell) is float or type(cell) is int


def shown(cell: Cell) -> str:
    """Return a cell as one line of text, for names, headings and messages."""
    if isinstance(cell, str):
        return one_line(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return str(cell)
    if isinstance(cell, datetime | date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, Formula):
        return "=" + cell.text
    if isinstance(cell, Percent):
        return f"{cell.value * 100:g}%"
    if isinstance(cell, Linked):
        return shown(cell.value)
    return cell.text if isinstance(cell, CellError | Marked) else ""


def leading_words(row: Row) -> str:
    """Return what a row says first, a number of a group ("I", "A.1") with the name behind it."""
    said = [shown(cell) for cell in row if not is_empty(cell)]
    short = len(said) > 1 and len(said[0]) <= _NUMBER_LETTERS
    return " ".join(said[: 2 if short else 1])
