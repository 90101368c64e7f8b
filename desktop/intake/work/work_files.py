"""Files that hold a table of work, as plain cells: workbooks, Word tables, CSV and TSV."""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.i18n import _
from desktop.intake.sources import files, table_refusals, workbook
from desktop.intake.sources.docx_package import Package, W
from desktop.intake.sources.read_docx import Walker, inside
from desktop.intake.sources.read_text import MAX_BYTES, decode
from desktop.intake.sources.workbook import MOST_ROWS, Cells, SheetCells, read_workbook
from desktop.intake.work.work_words import whole_period
from desktop.models.errors import Refusal
from desktop.models.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES: Final = (*workbook.SUFFIXES, ".docx", ".docm", ".csv", ".tsv", ".txt")
_SEPARATORS: Final = ";\t,|"
_SAMPLE: Final = 40
_MOST_COLUMNS: Final = 60
_MOST_HEADING: Final = 120


def read_sheets(path: Path) -> tuple[SheetCells, ...]:
    """Return the tables of a file, by what it holds; its name does not matter.

    Raises `Refusal` for what cannot be read or holds no table.
    """
    try:
        kind = files.kind(files.check(path))
        if kind == "text":
            return (_separated(path),)
        if kind == "zip" and _is_word(path):
            return _word_tables(path)
        return read_workbook(path)
    except Refusal as refusal:
        raise table_refusals.about_tables(refusal) from None


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        return False  # the reader of workbooks says what is wrong with it


# text with separators


def _separated(path: Path) -> SheetCells:
    if path.stat().st_size > MAX_BYTES:
        raise files.too_large()
    text = decode(path.read_bytes())
    first, _end, rest = text.partition("\n")
    told = first.strip().casefold()
    if told.startswith("sep=") and len(told) <= 5:  # Excel's own first line
        text, separator = rest, first.strip()[4:] or "\t"
    else:
        separator = _separator(text)
    try:
        rows = [tuple(map(str.strip, row)) for row in _rows(text, separator)]
    except csv.Error:
        raise _no_table() from None
    if sum(1 for row in rows if any(row)) > MOST_ROWS:
        raise files.too_large()
    if max(map(len, rows), default=0) > _MOST_COLUMNS:
        rows = [row[:_MOST_COLUMNS] for row in rows]
    return SheetCells("", tuple(rows))


def _separator(text: str) -> str:
    """Return the mark that cuts the first lines into the most even columns; refuses none."""
    best, most = "", 0.0
    for mark in _SEPARATORS:
        try:
            widths = [len(row) for row, _n in zip(_rows(text, mark), range(_SAMPLE), strict=False)]
        except csv.Error:
            continue
        cut = [width for width in widths if width > 1]
        if not cut:
            continue
        usual = max(set(cut), key=cut.count)
        score = cut.count(usual) + min(usual, 12) / 100
        if score > most:
            best, most = mark, score
    if not best:
        raise _no_table()
    return best


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


# tables of a Word file


def _word_tables(path: Path) -> tuple[SheetCells, ...]:
    """Return the tables of the body, outermost ones; each is called by the line above it."""
    with Package(path) as package:
        document = package.part("word/document.xml")
        body = document.find(W + "body") if document is not None else None
        if body is None:
            raise files.broken()
        walker = Walker(package.part("word/styles.xml"), package.part("word/numbering.xml"))
        found = _tables(walker, body)
    if not found:
        raise _no_table()
    return _joined(found)


def _tables(walker: Walker, body: "_Element") -> list[SheetCells]:
    found: list[SheetCells] = []
    above = ""
    for node in _blocks(body):
        if node.tag != W + "tbl":
            lines = [line.printed for line in walker.blocks([node], "body", None, 0)]
            above = next((text for text in reversed(lines) if text), above)
            continue
        rows, wide = _cells(walker, node)
        if len(rows) > MOST_ROWS:
            raise files.too_large()
        name = one_line(above)[:_MOST_HEADING]
        found.append(SheetCells(name, tuple(rows), wide, heading=True))
        above = ""
    return found


def _blocks(parent: "_Element") -> "Iterator[_Element]":
    """Yield paragraphs and tables, through content controls."""
    for node in parent:
        if node.tag in (W + "p", W + "tbl"):
            yield node
        elif node.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _blocks(node)


def _cells(walker: Walker, table: "_Element") -> tuple[list[Cells], frozenset[int]]:
    """Return the rows of a table as its grid has them, and which of them are one wide cell.

    A cell over several rows stands in each; one over several columns stands in each too,
    unless it goes over three or more: that is a heading.
    """
    rows: list[Cells] = []
    wide: set[int] = set()
    for row in inside(table, W + "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells: list[str] = [""] * _whole(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in inside(row, W + "tc"):
            shape = cell.find(W + "tcPr")
            span = _whole(shape.find(W + "gridSpan") if shape is not None else None, 1)
            merge = shape.find(W + "vMerge") if shape is not None else None
            goes_on = merge is not None and merge.get(W + "val") in (None, "continue")
            lines = [line.printed for line in walker.blocks(cell, "table", None, 1)]
            text = one_line(" ".join(lines))
            if goes_on and rows and len(cells) < len(rows[-1]):
                text = str(rows[-1][len(cells)])
            if span > 2 and text:
                wide.add(len(rows))
            cells += [text] * min(span, _MOST_COLUMNS)
        rows.append(tuple(cells[:_MOST_COLUMNS]))
    return rows, frozenset(wide)


def _joined(tables: Sequence[SheetCells]) -> tuple[SheetCells, ...]:
    """Join a table to the one before where it goes on without words between, at a page's end."""
    found: list[SheetCells] = []
    for table in tables:
        before = found[-1] if found else None
        if before is not None and not table.name and _width(before) == _width(table):
            wide = {*before.wide, *(len(before.rows) + place for place in table.wide)}
            rows = (*before.rows, *table.rows)
            found[-1] = SheetCells(before.name, rows, frozenset(wide), heading=True)
        else:
            found.append(table)
    named = len(found) > 1 or any(whole_period(one.name) is not None for one in found)
    return tuple(
        SheetCells(one.name or _("Bảng {n}").format(n=place), one.rows, one.wide, heading=named)
        for place, one in enumerate(found, 1)
    )


def _width(table: SheetCells) -> int:
    return max(map(len, table.rows), default=0)


def _whole(node: "_Element | None", usual: int) -> int:
    text = node.get(W + "val") if node is not None else None
    return int(text) if text and text.isascii() and text.isdigit() and int(text) < 100 else usual


def _no_table() -> Refusal:
    return Refusal(
        _("Tệp này không có bảng nào."),
        next_step=_("Chọn tệp Excel, Word có bảng, hoặc CSV có cột cách nhau bằng dấu ; hay tab."),
        code="E_NO_TABLE",
    )
