"""What the library that reads .xls leaves out: errors, percents, links, how far its sheets reach.

Records of the BIFF8 stream are walked without laying a sheet out (Excel 97–2003 file format).
"""

import struct
from dataclasses import dataclass, field
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, CellError, Linked, Marked, Percent, Place
from desktop.intake.figures.sheets.xls_links import EXTERNSHEET, SUPBOOK, LinkReader
from desktop.intake.figures.sheets.xls_marks import FONT, TEXT_CELL, TEXTS, XlsMarks

_END: Final = 0xFFFFFFFA
_CELLS: Final = {0x0203, 0x00FD, 0x027E, 0x0006, 0x0204, 0x0205, 0x0406}
_BUILT_IN_PERCENT: Final = (9, 10)
_FORMULAS: Final = (0x0006, 0x0406)
_SMALL: Final = 4096  # streams below this lie in the container's small sectors
_WANTED: Final = ("Workbook", "EncryptedPackage", "EncryptionInfo")


@dataclass(slots=True)
class OldBook:
    """What was found: whether it is locked, its sheets' reach and their odd cells by name."""

    locked: bool = False
    cells: int = 0
    special: dict[str, dict[Place, Cell]] = field(default_factory=dict)


def look(data: bytes) -> OldBook | None:
    """Return what the records of an .xls tell; None when the stream cannot be found.

    Raises struct.error, IndexError or ValueError where the file is cut.
    """
    streams = dict(_streams(data))
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        return OldBook(locked=True)
    stream = streams.get("Workbook")
    if stream is None:
        return None
    return walk(stream)


def walk(stream: bytes) -> OldBook:
    """Return what the records of a workbook's stream tell."""
    book = OldBook()
    percents: set[int] = set(_BUILT_IN_PERCENT)
    formats: list[int] = []
    marks = XlsMarks()
    sheets: dict[int, str] = {}
    here: dict[Place, Cell] = {}
    links = LinkReader()
    at, rows, columns, inside = 0, 0, 0, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body, begin, at = at + 4, at, at + 4 + size
        if kind == 0x0809:
            inside += 1
            if begin in sheets:
                here, rows, columns = book.special.setdefault(sheets[begin], {}), 0, 0
        elif kind == 0x000A:
            inside -= 1
            book.cells = max(book.cells, rows * columns)
        elif kind == 0x002F:
            book.locked = True
            return book
        elif kind == 0x041E:
            _format(stream, body, percents)
        elif kind == 0x00E0:
            formats.append(struct.unpack_from("<H", stream, body + 2)[0])
            marks.format(stream[body:at])
        elif kind == FONT:
            marks.font(stream[body:at])
        elif kind == TEXTS:
            marks.note_texts(stream[body:at])
        elif kind in (SUPBOOK, EXTERNSHEET):
            links.note(kind, stream[body:at])
        elif kind == 0x0085:
            place, name = _sheet(stream, body, size)
            sheets[place] = name
        elif kind in _CELLS and size >= 6:
            row, column, style = struct.unpack_from("<HHH", stream, body)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            special = _cell(stream, kind, body, size)
            if kind == TEXT_CELL and size >= 10:
                told = marks.cell(style, struct.unpack_from("<I", stream, body + 6)[0])
                here |= {(row, column): told} if told is not None else {}
            elif special is not None and not isinstance(special, CellError) and (
                marks.is_struck(style)
            ):  # fmt: skip
                here[row, column] = Marked(f"{special:g}", "", struck=True)
            elif special is not None:
                if isinstance(special, CellError):
                    here[row, column] = special
                elif kind in _FORMULAS and links.leads_away(stream[body:at]):
                    here[row, column] = Linked(special)
                elif style < len(formats) and formats[style] in percents:
                    here[row, column] = Percent(special)
        elif kind == 0x00BD and size >= 6:
            row, first = struct.unpack_from("<HH", stream, body)
            last = struct.unpack_from("<H", stream, body + size - 2)[0]
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            for number in range(first, last + 1):
                style, rk = struct.unpack_from("<HI", stream, body + 4 + (number - first) * 6)
                if marks.is_struck(style):
                    here[row, number] = Marked(f"{_rk(rk):g}", "", struck=True)
                elif style < len(formats) and formats[style] in percents:
                    here[row, number] = Percent(_rk(rk))
    return book


def _cell(stream: bytes, kind: int, body: int, size: int) -> CellError | float | None:
    """Return an error, or the number in a cell, None for anything else."""
    if kind == 0x0205 and size >= 8:
        return CellError() if stream[body + 7] else None
    if kind in _FORMULAS and size >= 14:
        if stream[body + 12 : body + 14] == b"\xff\xff":
            return CellError() if stream[body + 6] == 2 else None
        return float(struct.unpack_from("<d", stream, body + 6)[0])
    if kind == 0x0203 and size >= 14:
        return float(struct.unpack_from("<d", stream, body + 6)[0])
    if kind == 0x027E and size >= 10:
        return _rk(struct.unpack_from("<I", stream, body + 6)[0])
    return None


def _rk(raw: int) -> float:
    if raw & 2:
        value = float((raw if raw < 0x80000000 else raw - 0x100000000) >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))[0])
    return value / 100 if raw & 1 else value


def _format(stream: bytes, body: int, percents: set[int]) -> None:
    number, length = struct.unpack_from("<HH", stream, body)
    wide = stream[body + 4] & 1
    text = stream[body + 5 : body + 5 + length * (2 if wide else 1)]
    if "%" in text.decode("utf-16-le" if wide else "latin-1", "replace"):
        percents.add(number)


def _sheet(stream: bytes, body: int, size: int) -> tuple[int, str]:
    place = struct.unpack_from("<I", stream, body)[0]
    length, flags = stream[body + 6], stream[body + 7]
    raw = stream[body + 8 : body + size]
    if flags & 1:
        return place, raw[: length * 2].decode("utf-16-le", "replace")
    return place, raw[:length].decode("latin-1")


def _streams(data: bytes) -> list[tuple[str, bytes]]:
    """Return the container's streams by name; small ones lie together in a stream of their own."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    table = _table(data, size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    entries = []
    small = b""
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if not (2 <= length <= 64 and kind in (2, 5)):
            continue
        name = directory[at : at + length - 2].decode("utf-16-le", "replace")
        start, count = struct.unpack_from("<II", directory, at + 116)
        if kind == 5:
            small = _chain(data, table, start, size)
        else:
            entries.append((name, start, count))
    first = struct.unpack_from("<I", data, 60)[0]
    packed = _chain(data, table, first, size)
    small_table = list(struct.unpack(f"<{len(packed) // 4}I", packed))
    return [
        (name, _chain(data, table, start, size)[:count] if count >= _SMALL
         else _chain(small, small_table, start, 64, before=0)[:count])
        for name, start, count in entries
        if name in _WANTED
    ]  # fmt: skip


def _table(data: bytes, size: int) -> list[int]:
    places = list(struct.unpack_from("<109I", data, 76))
    further, count = struct.unpack_from("<II", data, 68)
    while further < _END and count > 0 and len(places) < 40_000:
        begin = (further + 1) * size
        block = struct.unpack_from(f"<{size // 4}I", data, begin)
        places += block[:-1]
        further, count = block[-1], count - 1
    table: list[int] = []
    for place in places:
        if place < _END:
            begin = (place + 1) * size
            if begin + size > len(data) + size - 1:
                raise ValueError(place)
            block_bytes = data[begin : begin + size].ljust(size, b"\xff")
            table.extend(struct.unpack(f"<{size // 4}I", block_bytes))
    return table


def _chain(data: bytes, table: list[int], sector: int, size: int, *, before: int = 1) -> bytes:
    """Return the sectors that follow one another; `before` sectors stand before the first."""
    parts: list[bytes] = []
    for _count in range(len(table) + 1):
        if sector >= _END:
            return b"".join(parts)
        begin = (sector + before) * size
        if begin >= len(data) or sector >= len(table):
            raise ValueError(sector)
        parts.append(data[begin : begin + size])
        sector = table[sector]
    raise ValueError(sector)
