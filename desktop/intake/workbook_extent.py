"""How many cells the sheets of a workbook span, told before any of them is laid out.

A sheet with one word in its last cell spans seventeen thousand million cells: the library that
lays sheets out asks for the memory of all of them and takes the program down with it.
"""

import re
import zipfile
from typing import Final

MOST_CELLS: Final = 4_000_000

# A cell that is not closed at once holds something; an empty one with a colour alone does not.
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,9})"[^>]*(?<!/)>')
_ROW = re.compile(rb"<table:table-row\b([^>]*)(?<!/)>(.*?)</table:table-row>|"
                  rb"<table:table-row\b([^>]*)/>|<table:table\s", re.DOTALL)  # fmt: skip
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>(\s*<)?")
_ROWS = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,9})"')


def is_too_wide(archive: zipfile.ZipFile) -> bool:
    """Return whether a sheet of the archive (.xlsx, .ods) spans more cells than can be held."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            if _span(archive.read(name)) > MOST_CELLS:
                return True
        elif name == "content.xml" and _open_span(archive.read(name)) > MOST_CELLS:
            return True
    return False


def _span(sheet: bytes) -> int:
    rows = columns = 0
    for found in _CELL.finditer(sheet):
        rows, columns = max(rows, int(found[2])), max(columns, _column(found[1]))
    return rows * columns


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at


def _open_span(content: bytes) -> int:
    most = rows = columns = passed = 0
    for found in _ROW.finditer(content):
        if found[0].startswith(b"<table:table "):
            rows = columns = passed = 0
            continue
        passed += _repeated(_ROWS, found[1] or found[3] or b"")
        width = _width(found[2] or b"")
        if width:
            rows, columns = passed, max(columns, width)
            most = max(most, rows * columns)
    return most


def _width(row: bytes) -> int:
    passed = width = 0
    for found in _ODS_CELL.finditer(row):
        passed += _repeated(_COLUMNS, found[1])
        if b"value" in found[1] or (found[2] and not found[1].endswith(b"/")):
            width = passed
    return width


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
