"""A table pasted cell below cell, told by its ordinals and given its rows and columns back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.intake.source import Cell, Line
from desktop.intake.words import plain

_ORDINAL = re.compile(r"^(?:s\.?t\.?t|t\.?t|so tt)\.?$")
_LONGEST_ORDINAL = 8
_MOST_COLUMNS = 9
_LONGEST_CELL = 160
_FEWEST_ROWS = 2


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of such tables as cells; a table that does not run evenly
    stays as it is.

    The heading begins with "TT" and ends before "1"; each row begins with the next number.
    """
    result = list(lines)
    table = max((line.cell.table for line in lines if line.cell), default=-1)
    index = 0
    while index < len(result):
        width = _width(result, index) if _opens(result[index]) else 0
        rows = _rows(result, index + width, width) if width else 0
        if rows < _FEWEST_ROWS:
            index += 1
            continue
        table += 1
        for place in range((rows + 1) * width):
            cell = Cell(table, place // width, place % width)
            result[index + place] = replace(result[index + place], cell=cell)
        index += (rows + 1) * width
    return result


def _opens(line: Line) -> bool:
    text = line.text
    return len(text) <= _LONGEST_ORDINAL and _plain(line) and bool(_ORDINAL.match(plain(text)))


def _plain(line: Line) -> bool:
    return line.cell is None and line.label is None and line.place == "body"


def _width(lines: Sequence[Line], start: int) -> int:
    """Return how many cells the heading has, 0 when it is none."""
    for place in range(start + 1, min(len(lines), start + _MOST_COLUMNS + 1)):
        if not _plain(lines[place]) or len(lines[place].text) > _LONGEST_CELL:
            return 0
        if lines[place].text.rstrip(".") in ("1", "01"):
            return place - start if place - start > 2 else 0
    return 0


def _rows(lines: Sequence[Line], start: int, width: int) -> int:
    """Return how many rows follow, each begun by the next number."""
    rows = 0
    while (at := start + rows * width) + width <= len(lines):
        cells = lines[at : at + width]
        number = cells[0].text.rstrip(".")
        if not number.isdecimal() or int(number) != rows + 1:
            break
        if any(not _plain(cell) or len(cell.text) > _LONGEST_CELL for cell in cells):
            break
        rows += 1
    return rows
