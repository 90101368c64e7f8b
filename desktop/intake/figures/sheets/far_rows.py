"""A few cells far below a table (a stray mark in the last row) taken out of a workbook's sheets.

The library lays out every row down to the last one with something in it: a mark in row 1,048,576
beside twenty columns is more than can be held. Such cells are handed over by their places instead.
"""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from desktop.intake.figures.sheets.grid import MOST_COLUMNS, Cell, Place, column_of
from desktop.intake.figures.sheets.xlsx_extras import sheet_parts

_GAP: Final = 1_000
"""Blank rows behind which a row is far from the table."""
_MOST: Final = 200
"""So many far cells are strays; more are another table."""
_ROW: Final = re.compile(rb"<((?:\w+:)?row)\b([^<>]*?)(/?)>")
_CELL: Final = re.compile(rb"<((?:\w+:)?c)\b([^<>]*?)(/?)>")
_SHARED: Final = re.compile(rb"<((?:\w+:)?si)\b([^<>]*?)(/?)>")
_VALUE: Final = re.compile(rb"<((?:\w+:)?v)\b([^<>]*?)(/?)>")
_WORDS: Final = re.compile(rb"<((?:\w+:)?t)\b([^<>]*?)(/?)>")
_TABLE: Final = re.compile(rb"<(table:table)(?=\s)([^<>]*?)(/?)>")
_ODS_ROW: Final = re.compile(rb"<(table:table-row)\b([^<>]*?)(/?)>")
_ODS_CELL: Final = re.compile(rb"<(table:(?:covered-)?table-cell)\b([^<>]*?)(/?)>")
_ODS_WORDS: Final = re.compile(rb"<(text:p)\b([^<>]*?)(/?)>")
_NUMBER: Final = re.compile(rb'\br="(\d{1,7})"')
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})\d{1,7}"')
_FILLED: Final = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_TYPED: Final = re.compile(rb'\bt="(s|str|inlineStr|e|b|d)"')
_NAME: Final = re.compile(rb'table:name="([^"]*)"')
_ODS_VALUE: Final = re.compile(rb'office:value="([^"]*)"')
_ODS_ROWS: Final = re.compile(rb'number-rows-repeated="(\d+)"')
_ODS_COLUMNS: Final = re.compile(rb'number-columns-repeated="(\d+)"')
_ODS_CONTENT: Final = "content.xml"

Cells = dict[Place, Cell]


@dataclass(frozen=True, slots=True)
class Nearer:
    """A workbook without its far cells, and those by sheet and place."""

    data: bytes
    far: Mapping[str, Cells]


def without_far_rows(data: bytes) -> Nearer | None:
    """Return a workbook without the few cells far below its tables; None where it has none such.

    A cell far to the right, too, is not taken out: nothing of a sheet is left out unread.
    """
    far: dict[str, Cells] = {}
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if _ODS_CONTENT in archive.namelist():
            changed[_ODS_CONTENT] = _near_ods(archive.read(_ODS_CONTENT), far)
        else:
            shared = _Shared(archive)
            for sheet, part in sheet_parts(archive).items():
                cut = _near_xlsx(archive.read(part), shared) if part in archive.namelist() else None
                if cut is not None:
                    changed[part], far[sheet] = cut
        return Nearer(_rewritten(archive, changed), far) if far else None


def _rewritten(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as other:
        for info in archive.infolist():
            other.writestr(info.filename, changed.get(info.filename) or archive.read(info))
    return made.getvalue()


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of a page: where it stands, its attributes, what is inside."""

    start: int
    end: int
    given: bytes
    inside: bytes


def _elements(page: bytes, opening: re.Pattern[bytes]) -> Iterator[_Element]:
    """Yield the elements of a kind one behind the other, in one pass; none behind an open end."""
    at = 0
    while tag := opening.search(page, at):
        at = tag.end()
        if tag[3]:
            yield _Element(tag.start(), at, tag[2], b"")
            continue
        closing = b"</" + tag[1] + b">"
        end = page.find(closing, at)
        if end < 0:
            return
        inside, at = page[at:end], end + len(closing)
        yield _Element(tag.start(), at, tag[2], inside)


class _Shared:
    """The texts cells share, read when one is asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._texts: list[str] | None = None

    def __getitem__(self, at: int) -> str:
        if self._texts is None:
            name = "xl/sharedStrings.xml"
            page = self._archive.read(name) if name in self._archive.namelist() else b""
            self._texts = [_words(one.inside, _WORDS) for one in _elements(page, _SHARED)]
        return self._texts[at] if 0 <= at < len(self._texts) else ""


def _near_xlsx(page: bytes, shared: _Shared) -> tuple[bytes, Cells] | None:
    """Return a sheet's XML without its far rows, and what stood there; None where all is near."""
    last = start = end = number = 0
    far: Cells = {}
    for row in _elements(page, _ROW):
        told = _NUMBER.search(row.given)
        number = int(told[1]) if told else number + 1
        end = row.end
        if not _FILLED.search(row.inside):
            continue
        if not start and last and number - last > _GAP:
            start = row.start
        if start and not _take(row.inside, number - 1, shared, far):
            return None
        last = number
    return (page[:start] + page[end:], far) if start and far else None


def _take(row: bytes, line: int, shared: _Shared, far: Cells) -> bool:
    """Keep the cells of a far row; False where they are too many or too far to the right."""
    column = -1
    for cell in _elements(row, _CELL):
        place = _PLACE.search(cell.given)
        column = column_of(place[1].decode()) if place else column + 1
        value = _value(cell, shared)
        if value == "":
            continue
        far[line, column] = value
        if len(far) > _MOST or column >= MOST_COLUMNS:
            return False
    return True


def _value(cell: _Element, shared: _Shared) -> Cell:
    text = _words(cell.inside, _VALUE)
    typed = _TYPED.search(cell.given)
    if typed is None:
        return _number(text)
    if typed[1] == b"s":
        return shared[int(text)] if text.isdecimal() else ""
    return _words(cell.inside, _WORDS) if typed[1] == b"inlineStr" else text


def _number(text: str) -> Cell:
    try:
        return float(text)
    except ValueError:
        return text


def _words(inside: bytes, pattern: re.Pattern[bytes]) -> str:
    told = b"".join(one.inside for one in _elements(inside, pattern)).decode("utf-8", "replace")
    return html.unescape(re.sub(r"<[^<>]*>", "", told))


def _near_ods(page: bytes, far: dict[str, Cells]) -> bytes:
    """Return the XML of open sheets without their far rows; what stood there is kept in `far`."""
    made, at = [], 0
    for table in _elements(page, _TABLE):
        cut = _near_table(table.inside)
        if cut is None:
            continue
        name = _NAME.search(table.given)
        far[html.unescape(name[1].decode("utf-8", "replace")) if name else ""] = cut[1]
        head = page.index(b">", table.start) + 1
        made += [page[at:head], cut[0]]
        at = head + len(table.inside)
    return b"".join([*made, page[at:]])


def _near_table(table: bytes) -> tuple[bytes, Cells] | None:
    """Return a table's rows without the far ones, and what stood there; None where all is near."""
    far: Cells = {}
    start = end = line = last = 0
    for row in _elements(table, _ODS_ROW):
        times, end = _times(_ODS_ROWS, row.given), row.end
        cells = _ods_cells(row.inside)
        if cells:
            if not start and last and line - last > _GAP:
                start = row.start
            if start and (times > 1 or max(cells) >= MOST_COLUMNS):
                return None
            far |= {(line, at): value for at, value in cells.items()} if start else {}
            last = line + times
        line += times
        if len(far) > _MOST:
            return None
    return (table[:start] + table[end:], far) if start and far else None


def _ods_cells(row: bytes) -> Mapping[int, Cell]:
    """Return column → what stands in a row; a cell repeated stands once."""
    found: dict[int, Cell] = {}
    column = 0
    if b"office:value" not in row and b"<text:p" not in row:
        return found
    for cell in _elements(row, _ODS_CELL):
        value, words = _ODS_VALUE.search(cell.given), _words(cell.inside, _ODS_WORDS)
        if value or words:
            found[column] = _number(value[1].decode("utf-8", "replace")) if value else words
        column += _times(_ODS_COLUMNS, cell.given)
    return found


def _times(pattern: re.Pattern[bytes], given: bytes) -> int:
    found = pattern.search(given)
    return int(found[1]) if found else 1
