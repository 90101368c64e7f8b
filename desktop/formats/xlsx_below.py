"""Room for a line below everything on a sheet of somebody's workbook, and its printing.

Works on the bytes as they are: only the last row of a print area is written anew.
"""

import re
import zipfile
from collections.abc import Iterable
from html import unescape
from posixpath import dirname, join, normpath
from textwrap import wrap
from typing import Final

from desktop.formats.xlsx_scan import Sheet, split_reference

_APART: Final = 2
"""A line below everything leaves a row free: no table takes it for a row of its own."""
_MOST_FORMATTED: Final = 60
"""More rows than these that are formatted and empty are no part of a table."""
_USUAL_WIDTH: Final = 8.43
_LEAST_WIDTH: Final = 40
_LINK: Final = re.compile(rb'<(?:\w+:)?Relationship\b[^>]*?\bTarget="([^"]+)"')
_TABLE: Final = re.compile(rb'<(?:\w+:)?table\b[^>]*?\bref="\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?(\d+)"')
_ANCHOR: Final = re.compile(
    rb"<xdr:from>\s*<xdr:col>(\d+)</xdr:col>.*?<xdr:to>.*?<xdr:row>(\d+)</xdr:row>", re.DOTALL
)
_CONTROL: Final = re.compile(
    rb'<x:ClientData\b[^>]*ObjectType="(\w+)".*?<x:Anchor>([^<]+)</x:Anchor>', re.DOTALL
)
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_NAME: Final = re.compile(rb'\bname="([^"]*)"')
_DEFINED: Final = re.compile(rb"(<(?:\w+:)?definedName\b[^>]*>)([^<]*)(?=<)")
_LAST_ROW: Final = re.compile(rb"(:\$?[A-Z]+\$?)(\d+)$")


def lines_below(
    archive: zipfile.ZipFile, part: str, sheet: Sheet, filled: Iterable[str], text: str
) -> dict[tuple[int, int], str]:
    """Return (row, column) → line of a text below everything on a sheet, also cells to be filled.

    Lines are no longer than the columns in use are wide: paper shows no more.
    """
    used = _Used(sheet, [split_reference(one) for one in filled])
    shown = used.shown()
    row = max(used.last_row, _last_drawn_row(archive, part, used.last_column)) + _APART
    lines = wrap(text, max(_LEAST_WIDTH, int(sum(used.width(column) for column in shown))))
    return {(row + at, shown[0]): line for at, line in enumerate(lines)}


class _Used:
    """The rows and columns of a sheet that hold something."""

    def __init__(self, sheet: Sheet, filled: list[tuple[int, int]]) -> None:
        self._sheet = sheet
        rows = sheet.rows
        told = [(n, at) for n, row in rows.items() for at, c in row.cells.items() if c.told]
        formatted = max((n for n, row in rows.items() if row.cells), default=0)
        last = max((row for row, _column in [*told, *filled]), default=0)
        last = formatted if last < formatted <= last + _MOST_FORMATTED else last
        merged = [bottom for top, _left, bottom, _right in sheet.merged if top <= last]
        self.last_row = max([last, *merged])
        self.last_column = max((column for _row, column in [*told, *filled]), default=1)

    def shown(self) -> list[int]:
        """Return the columns in use that are not hidden, the next one where all of them are."""
        hidden = self._sheet.hidden
        columns = [at for at in range(1, self.last_column + 1)
                   if not any(first <= at <= last for first, last in hidden)]  # fmt: skip
        return columns or [self.last_column + 1]

    def width(self, column: int) -> float:
        """Return how many letters a column takes."""
        return next((w for a, b, w in self._sheet.widths if a <= column <= b), _USUAL_WIDTH)


def _last_drawn_row(archive: zipfile.ZipFile, part: str, last_column: int) -> int:
    """Return the last row that a chart, picture, button or table of a sheet reaches, 0 for none.

    Comments float above whatever stands there and take no room; neither does what lies wholly
    to the right of the last column in use.
    """
    folder, _slash, name = part.rpartition("/")
    try:
        links = archive.read(f"{folder}/_rels/{name}.rels")
    except KeyError:
        return 0
    found = [0]
    for link in _LINK.findall(links):
        target = link.decode()
        place = target.lstrip("/") if target.startswith("/") else normpath(
            join(dirname(part), target))  # fmt: skip
        try:
            data = archive.read(place)
        except KeyError:  # a link to another file or to the web
            continue
        found += [int(row) for row in _TABLE.findall(data)]
        drawn = [(int(left), int(row)) for left, row in _ANCHOR.findall(data)]
        controls = [anchor.split(b",") for kind, anchor in _CONTROL.findall(data)
                    if kind != b"Note" and anchor.count(b",") == 7]  # fmt: skip
        drawn += [(int(ends[0]), int(ends[6])) for ends in controls]
        found += [row + 1 for left, row in drawn if left < last_column]
    return max(found)


def print_down_to(workbook: bytes, sheet: str, row: int) -> bytes:
    """Return the workbook part with a sheet's print area, if it has one, reaching down to a row.

    One of several ranges stays as it is: nobody knows which of them a line belongs to.
    """
    names = [_NAME.search(tag) for tag in _SHEET.findall(workbook)]
    told = [unescape(found[1].decode()) if found else "" for found in names]
    if sheet not in told:
        return workbook
    mine = f'localSheetId="{told.index(sheet)}"'.encode()

    def stretched(found: re.Match[bytes]) -> bytes:
        if b"_xlnm.Print_Area" not in found[1] or mine not in found[1]:
            return found[0]
        last = _LAST_ROW.search(found[2])
        if last is None or int(last[2]) >= row or found[2].count(b"!") > 1:
            return found[0]
        return found[1] + found[2][: last.start()] + last[1] + str(row).encode()

    return _DEFINED.sub(stretched, workbook)
