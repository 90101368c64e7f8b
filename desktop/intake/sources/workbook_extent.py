"""How many cells the sheets of a workbook span, told before any of them is laid out.

A sheet with one word in its last cell spans seventeen thousand million cells: the library that
lays sheets out asks for the memory of all of them and takes the program down with it.
"""

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from xml.parsers import expat

MOST_CELLS: Final = 4_000_000
# No work programme comes near these; laying more out takes too long or too much memory.
_MOST_FILLED: Final = 600_000
_MOST_MERGED: Final = 50_000
_MOST_PARTS: Final = 5_000_000
_MOST_BYTES: Final = 80_000_000
_MOST_FORMATS: Final = 200_000  # a workbook of Excel holds 65,490
_LONGEST_TEXT: Final = 1_000_000  # a cell of Excel holds 32,767 letters
_CHUNK: Final = 1 << 16


def is_too_wide(archive: zipfile.ZipFile) -> bool:
    """Return whether the sheets of an archive (.xlsx, .ods) span more cells than can be held.

    Every part is looked at: a sheet may have any name. Raises ValueError for broken XML.
    """
    parts = [one for one in archive.infolist() if _is_looked_at(one.filename)]
    if sum(one.file_size for one in parts) > _MOST_BYTES:
        return True
    return any(_Extent().of(archive, one) for one in parts)


def _is_looked_at(name: str) -> bool:
    inside = name.startswith("xl/") and name.endswith((".xml", ".rels"))
    return inside or name == "content.xml"


class _TooWideError(Exception):
    """Enough was seen."""


class _Extent:
    """Listens to the elements of one part; a cell that holds nothing does not count."""

    def __init__(self) -> None:
        self._rows = self._columns = self._filled = self._merged = self._parts = 0
        self._row = self._column = self._repeated = self._formats = 0
        self._inside = False
        self._digits = ""

    def of(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
        """Return whether the part is a sheet that spans too much."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse
        try:
            with archive.open(part) as stream:
                silent = 0  # bytes in which no element began: one endless text
                while chunk := stream.read(_CHUNK):
                    before = self._parts
                    parser.Parse(chunk, False)
                    silent = silent + len(chunk) if self._parts == before else 0
                    if silent > _LONGEST_TEXT:
                        return True
                parser.Parse(b"", True)
        except _TooWideError:
            return True
        except expat.ExpatError:
            raise ValueError(part.filename) from None
        return False

    def _start(self, tag: str, given: Mapping[str, str]) -> None:
        self._parts += 1
        if tag == "v" and self._inside:  # nearly all elements are these two
            self._fill(self._column)
        elif tag == "c":
            self._cell(given.get("r", ""))
        else:
            self._other(tag.rpartition(":")[2], given)
        if self._parts > _MOST_PARTS:
            raise _TooWideError

    def _other(self, tag: str, given: Mapping[str, str]) -> None:
        match tag:
            case "c":
                self._cell(given.get("r", ""))
            case "v" | "is" if self._inside:
                self._fill(self._column)
            case "row":
                self._row = _number(given.get("r"), self._row + 1)
                self._digits = ""
                self._column = 0
            case "Relationship" if given.get("Type", "").endswith("/worksheet"):
                if not _is_looked_at(f"xl/{given.get('Target', '')}"):
                    raise _TooWideError  # a sheet where none is looked for
            case "mergeCell":
                self._merged += 1
            case "xf":
                self._formats += 1
            case "table":
                self._row = self._rows = self._columns = 0
            case "table-row":
                self._row += _number(_named(given, "number-rows-repeated"), 1)
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._column += _number(_named(given, "number-columns-repeated"), 1)
                self._inside = True
                if _named(given, "value-type"):
                    self._fill(self._column)
            case "p" if self._inside:
                self._fill(self._column)
        if self._merged > _MOST_MERGED or self._formats > _MOST_FORMATS:
            raise _TooWideError

    def _cell(self, name: str) -> None:
        letters = name.rstrip("0123456789")
        if (digits := name[len(letters) :]) != self._digits:
            self._digits, self._row = digits, _number(digits, self._row)
        self._column = _place(letters) if letters else self._column + 1
        self._inside = True

    def _fill(self, column: int) -> None:
        self._inside = False
        self._filled += 1
        if self._row > self._rows:
            self._rows = self._row
        if column > self._columns:
            self._columns = column
        if self._rows * self._columns > MOST_CELLS or self._filled > _MOST_FILLED:
            raise _TooWideError


def _refuse(*_told: object) -> None:
    raise _TooWideError


@lru_cache(maxsize=1024)
def _place(letters: str) -> int:
    at = 0
    for letter in letters.upper()[:4]:
        at = at * 26 + ord(letter) - 64
    return at


def _number(text: str | None, other: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else other


def _named(given: Mapping[str, str], name: str) -> str | None:
    return next((value for key, value in given.items() if key.endswith(name)), None)
