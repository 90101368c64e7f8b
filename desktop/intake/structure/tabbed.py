"""Tables typed with tabs or wide gaps in plain text: their lines as rows with cells."""

import re
from collections.abc import Sequence

from desktop.intake.words import plain

_FEWEST_LINES = 3
_FEWEST_CELLS = 3
_COUNTED = re.compile(r"^(?:so )?s?\.?t\.?t\.?$")
_GAP = re.compile(r"\t+| {2,}")
_GOES_ON = re.compile(r"^(?:\d{1,3}|[ivx]{1,5}|[a-z])[.)]?$|^(?:tong|cong)\b")


def with_rows(rows: Sequence[str]) -> list[str]:
    """Return the lines, those of a typed table written as "| a | b | c |".

    A table begins with a line headed by a number column, or is three lines in a row with
    two tabs or more; a letterhead in two columns has one tab and stays as it is.
    """
    done: list[str] = []
    place = 0
    while place < len(rows):
        length = _counted(rows, place) or _tabbed(rows, place)
        for row in rows[place : place + length]:
            done.append("| " + " | ".join(_cells(row)) + " |")
        if not length:
            done.append(rows[place])
        place += length or 1
    return done


def _cells(row: str) -> list[str]:
    if "\t" in row:
        return [cell.strip() for cell in row.rstrip("\t ").split("\t")]
    return [cell.strip() for cell in _GAP.split(row.strip())]


def _counted(rows: Sequence[str], place: int) -> int:
    head = _cells(rows[place]) if "\t" in rows[place] or "  " in rows[place] else []
    if len(head) < _FEWEST_CELLS or "|" in rows[place] or not _COUNTED.match(plain(head[0])):
        return 0
    length = 1
    for row in rows[place + 1 :]:
        cells = _cells(row)
        first = plain(next((cell for cell in cells if cell), ""))
        if len(cells) < 2 or "|" in row or not _GOES_ON.match(first):
            break
        length += 1
    return length if length > 1 else 0


def _tabbed(rows: Sequence[str], place: int) -> int:
    length = 0
    for row in rows[place:]:
        if row.strip().count("\t") < 2 or "|" in row:
            break
        length += 1
    return length if length >= _FEWEST_LINES else 0
