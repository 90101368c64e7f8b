"""Sheets described in a few lines of text, written as .xlsx, .xls, .ods or text files for tests.

A row is cells between "|"; after "=>" stands the truth about the row:
    => 42 30 - 29     a row of data with these figures in the order of the case's codes (- null)
    => ! 42 - ? 29    must be flagged (warned or refused); "?" is anything, the rest as above
    => x              left out (rows without "=>" are left out as well)
Cells: digits are numbers, 'text is text, =A1+B1 a formula without a result, =A1+B1@12 one with
its result, #REF! an error, d:2026-05-12 a day, p:0.85 a number shown as a percentage, ~ empty
merged into the cell on its left, ^ merged into the cell above; \\n is a line break.
"""

import io
import re
import struct
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Truth:
    """What a row must come to: its figures, or that it must be flagged, or left out."""

    figures: tuple[int | str | None, ...] = ()
    flagged: bool = False
    data: bool = False


@dataclass
class Sheet:
    """A sheet of raw cells with the truth of each row (by place, from 0)."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    hidden: bool = False


def sheet(text: str, name: str = "Sheet1", *, hidden: bool = False) -> Sheet:
    """Read a description; a leading empty line is dropped, others are blank rows."""
    made = Sheet(name, hidden=hidden)
    for line in text.strip("\n").split("\n"):
        cells, _arrow, told = line.partition("=>")
        made.rows.append([_unescaped(cell) for cell in cells.rstrip().split("|")])
        made.truth.append(_truth(told.split()))
    return made


def _unescaped(cell: str) -> str:
    return cell.strip(" ").replace("\\n", "\n").replace("\\s", "\u00a0").replace("\\p", "|")


def _truth(told: list[str]) -> Truth:
    if not told or told == ["x"]:
        return Truth()
    flagged = told[0] == "!"
    figures = tuple(_figure(word) for word in told[1 if flagged else 0 :])
    return Truth(figures, flagged, data=True)


def _figure(word: str) -> int | str | None:
    return None if word == "-" else "?" if word == "?" else int(word)


def value_of(cell: str) -> Any:
    """Return a described cell as the value a spreadsheet would hold."""
    if cell.startswith("'"):
        return cell[1:]
    if cell.startswith("d:"):
        return date.fromisoformat(cell[2:])
    if _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return "" if cell in ("~", "^") else cell


def spans(rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges (top, left, bottom, right) that ~ and ^ describe."""
    found = []
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell in ("~", "^"):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "~":
                right += 1
            bottom = top
            while (
                bottom + 1 < len(rows)
                and left < len(rows[bottom + 1])
                and (rows[bottom + 1][left] == "^")
            ):
                bottom += 1
            if (bottom, right) != (top, left):
                found.append((top, left, bottom, right))
    return found


# .xlsx


def write_xlsx(path: Path, sheets: list[Sheet]) -> None:
    """Write a workbook with the library the program never reads with."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    day, percent = (
        book.add_format({"num_format": "dd/mm/yyyy"}),
        book.add_format({"num_format": "0%"}),
    )
    for one in sheets:
        page = book.add_worksheet(one.name)
        for top, left, bottom, right in spans(one.rows):
            page.merge_range(top, left, bottom, right, "")
        for at, row in enumerate(one.rows):
            for place, cell in enumerate(row):
                _write(page, at, place, cell, day, percent)
        if one.hidden:
            page.hide()
    book.close()
    _without_results(path)


def _write(page: Any, at: int, place: int, cell: str, day: Any, percent: Any) -> None:
    if cell in ("", "~", "^"):
        return
    if cell.startswith("=") and len(cell) > 1:
        formula, _sign, result = cell.partition("@")
        page.write_formula(at, place, formula, None, float(result) if result else "@none@")
    elif cell.startswith("#"):
        page.write_formula(at, place, "=NA()", None, cell)
    elif cell.startswith("p:"):
        page.write_number(at, place, float(cell[2:]), percent)
    else:
        value = value_of(cell)
        if isinstance(value, date):
            page.write_datetime(at, place, value, day)
        elif isinstance(value, str):
            page.write_string(at, place, value)
        else:
            page.write_number(at, place, value)


def _without_results(path: Path) -> None:
    """Take the results away from formulas that shall have none, as other programs leave them."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            content = re.sub(
                rb' t="str"><f>([^<]*)</f><v>@none@</v>', rb"><f>\1</f><v></v>", content
            )
            parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


# .ods

_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'office:version="1.2"><office:body><office:spreadsheet>'
)


def write_ods(path: Path, sheets: list[Sheet]) -> None:
    """Write an OpenDocument spreadsheet by hand."""
    body = "".join(
        f'<table:table table:name="{escape(one.name)}">'
        + "".join(
            "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>"
            for row in one.rows
        )
        + "</table:table>"
        for one in sheets
    )
    content = _ODS_HEAD + body + "</office:spreadsheet></office:body></office:document-content>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="'
        'application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def _ods_cell(cell: str) -> str:
    if cell in ("", "~", "^"):
        return "<table:table-cell/>"
    if cell.startswith("=") and len(cell) > 1:
        formula, _sign, result = cell.partition("@")
        value = f' office:value-type="float" office:value="{result}"' if result else ""
        dotted = re.sub(
            r"([A-Z]+\d+)(?::([A-Z]+\d+))?",
            lambda m: f"[.{m[1]}" + (f":.{m[2]}" if m[2] else "") + "]",
            formula,
        )
        return f'<table:table-cell table:formula="of:{escape(dotted)}"{value}/>'
    if cell.startswith("#"):
        return (
            '<table:table-cell office:value-type="string" calcext:value-type="error">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    if cell.startswith("p:"):
        return f'<table:table-cell office:value-type="percentage" office:value="{cell[2:]}"/>'
    value = value_of(cell)
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    if isinstance(value, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


# .xls


def write_xls(path: Path, sheets: list[Sheet], *, small: bool = False) -> None:
    """Write a BIFF8 workbook by hand: labels, numbers, errors, percentages, merged cells, links."""
    texts: dict[str, int] = {}
    pages = [_xls_sheet(one, texts) for one in sheets]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    xfs = b"".join(
        _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, number, 0, 0, 0, 0, 0, 0, 0, 0))
        for number in (*([0] * 15), 0, 14, 9)
    )
    strings = struct.pack("<II", len(texts), len(texts)) + b"".join(
        struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts
    )
    sst = _record(0x00FC, strings) if len(strings) < 8000 else _long_strings(texts)
    names = [one.name.encode("utf-16-le") for one in sheets]
    sizes = sum(4 + 8 + len(name) for name in names)
    at = len(head) + len(xfs) + sizes + len(XLS_BOOKS) + len(sst) + 4
    bound = b""
    for name, page in zip(names, pages, strict=True):
        bound += _record(0x0085, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)
        at += len(page)
    stream = head + xfs + bound + XLS_BOOKS + sst + _record(0x000A, b"") + b"".join(pages)
    path.write_bytes(_container(stream, small=small))


def _books() -> bytes:
    """Another workbook and this one, as references by number 0 and 1 mean them."""
    name = "khác.xls"
    other = struct.pack("<HHB", 1, len(name), 1) + name.encode("utf-16-le")
    other += struct.pack("<HB", 2, 0) + b"T9"
    return (
        _record(0x01AE, other) + _record(0x01AE, struct.pack("<HH", 1, 0x0401))
        + _record(0x0017, struct.pack("<HHHHHHH", 2, 0, 0, 0, 1, 0, 0))
    )  # fmt: skip


def _long_strings(texts: dict[str, int]) -> bytes:
    """Strings over several records; none is cut in the middle."""
    made, body, kind = b"", struct.pack("<II", len(texts), len(texts)), 0x00FC
    for text in texts:
        piece = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
        if len(body) + len(piece) > 8000:
            made, body, kind = made + _record(kind, body), b"", 0x003C
        body += piece
    return made + _record(kind, body)


def _xls_sheet(one: Sheet, texts: dict[str, int]) -> bytes:
    width = max(map(len, one.rows), default=0)
    made = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    made += _record(0x0200, struct.pack("<IIHHH", 0, len(one.rows), 0, width, 0))
    for at, row in enumerate(one.rows):
        for place, cell in enumerate(row):
            made += _xls_cell(at, place, cell, texts)
    merged = spans(one.rows)
    if merged:
        ranges = b"".join(struct.pack("<HHHH", t, b, left, r) for t, left, b, r in merged)
        made += _record(0x00E5, struct.pack("<H", len(merged)) + ranges)
    return made + _record(0x000A, b"")


def _xls_cell(at: int, place: int, cell: str, texts: dict[str, int]) -> bytes:
    if cell in ("", "~", "^"):
        return b""
    if cell.startswith("#"):
        return _record(0x0205, struct.pack("<HHHBB", at, place, 15, 0x17, 1))
    if cell.startswith("p:"):
        return _record(0x0203, struct.pack("<HHHd", at, place, 17, float(cell[2:])))
    if cell.startswith("=") and "@" in cell:
        formula, _at, cell = cell.partition("@")
        if "!" in formula:  # of another sheet: of another workbook where that is named
            entry, result = int("[" not in formula), float(value_of(cell))
            tokens = struct.pack("<BHHHB", 0x5A, entry, 0, 0xC000, 0x15)
            return _record(0x0006, struct.pack("<HHHdHIH", at, place, 15, result, 0, 0, len(tokens))
                           + tokens)  # fmt: skip
    value = value_of(cell)
    if isinstance(value, date):
        days = (value - date(1899, 12, 30)).days
        return _record(0x0203, struct.pack("<HHHd", at, place, 16, float(days)))
    if isinstance(value, str):
        number = texts.setdefault(value, len(texts))
        return _record(0x00FD, struct.pack("<HHHI", at, place, 15, number))
    return _record(0x0203, struct.pack("<HHHd", at, place, 15, float(value)))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


XLS_BOOKS = _books()


def _container(stream: bytes, *, small: bool = False) -> bytes:
    """An OLE container with one stream, of sectors of its own or (`small`) of small ones."""
    if small:
        return _small_container(stream)
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    tables = 1
    while tables * 128 < tables + 1 + count:
        tables += 1
    fat = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    fat += [tables + 2 + number for number in range(count - 1)] + [0xFFFFFFFE]
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry(
        "Workbook", 2, tables + 1, len(stream), 0xFFFFFFFF
    )
    head = _head(tables, tables, 0xFFFFFFFE)
    return head + _sectors(fat, tables) + directory.ljust(512, b"\0") + stream


def _small_container(stream: bytes) -> bytes:
    """Sectors: the table, the directory, the table of small sectors, then the small sectors."""
    pieces = -(-len(stream) // 64)
    packed = stream.ljust(-(-len(stream) // 512) * 512, b"\0")
    count = len(packed) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE]
    fat += [4 + number for number in range(count - 1)] + [0xFFFFFFFE]
    chain = [*range(1, pieces), 0xFFFFFFFE]
    directory = _entry("Root Entry", 5, 3, len(packed), 1) + _entry(
        "Workbook", 2, 0, len(stream), 0xFFFFFFFF
    )
    head = _head(1, 1, 2)
    return head + _sectors(fat, 1) + directory.ljust(512, b"\0") + _sectors(chain, 1) + packed


def _head(tables: int, directory: int, small: int) -> bytes:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    told = (tables, directory, 0, 4096, small, int(small != 0xFFFFFFFE), 0xFFFFFFFE, 0)
    struct.pack_into("<IIIIIIII", head, 44, *told)
    struct.pack_into("<109I", head, 76, *(list(range(tables)) + [0xFFFFFFFF] * (109 - tables)))
    return bytes(head)


def _sectors(numbers: list[int], count: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers).ljust(count * 512, b"\xff")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    raw = bytearray(128)
    coded = name.encode("utf-16-le") + b"\0\0"
    raw[: len(coded)] = coded
    struct.pack_into("<HBB", raw, 64, len(coded), kind, 1)
    struct.pack_into("<III", raw, 68, 0xFFFFFFFF, 0xFFFFFFFF, child)
    struct.pack_into("<II", raw, 116, start, size)
    return bytes(raw)


# text


def text_of(one: Sheet, separator: str = ";") -> str:
    """Return a sheet as separated text; quotes where a cell needs them."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in one.rows:
        writer.writerow([_text_cell(cell) for cell in row])
    return out.getvalue()


def _text_cell(cell: str) -> str:
    if cell in ("~", "^"):
        return ""
    if cell.startswith("d:"):
        return date.fromisoformat(cell[2:]).strftime("%d/%m/%Y")
    return cell.removeprefix("'").partition("@")[2] or cell.removeprefix("'")
