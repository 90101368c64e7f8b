"""What the letters of an .xls cell look like: digits struck out, a raised mark of a footnote.

Fonts, cell formats and the table of texts of the BIFF8 stream (Excel 97–2003 file format). A
table of texts that goes on in further records is left alone.
"""

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, Marked
from desktop.intake.figures.sheets.xlsx_marks import is_count

FONT: Final = 0x0031
TEXTS: Final = 0x00FC
TEXT_CELL: Final = 0x00FD
_STRUCK: Final = 0x0008
_RAISED: Final = 1


@dataclass(slots=True)
class XlsMarks:
    """What fonts strike out or raise; `texts` are the parts (text, font) of marked texts."""

    struck: list[bool] = field(default_factory=list)
    raised: list[bool] = field(default_factory=list)
    fonts: list[int] = field(default_factory=list)
    texts: dict[int, list[tuple[str, int]]] = field(default_factory=dict)

    def font(self, body: bytes) -> None:
        """Note a font."""
        _height, options = struct.unpack_from("<HH", body)
        raised = struct.unpack_from("<H", body, 8)[0] if len(body) >= 10 else 0
        self.struck.append(bool(options & _STRUCK))
        self.raised.append(raised == _RAISED)

    def format(self, body: bytes) -> None:
        """Note a cell format: its font."""
        self.fonts.append(struct.unpack_from("<H", body)[0])

    def note_texts(self, body: bytes) -> None:
        """Note the texts of the workbook, where any letter may be marked."""
        if not (any(self.struck) or any(self.raised)):
            return
        at, count = 8, struct.unpack_from("<I", body, 4)[0]
        try:
            for number in range(count):
                parts, at = _parts(body, at)
                self.texts[number] = parts
        except (struct.error, IndexError, UnicodeDecodeError):
            return

    def is_struck(self, style: int) -> bool:
        """Tell whether cells of a format are struck out."""
        return style < len(self.fonts) and _is(self.struck, self.fonts[style])

    def cell(self, style: int, number: int) -> Cell | None:
        """Return a cell of text whose marks change what it says, None for any other."""
        parts = self.texts.get(number)
        if not parts:
            return None
        whole = "".join(text for text, _font in parts)
        struck = self.is_struck(style) or any(
            text.strip() and _is(self.struck, font) for text, font in parts)  # fmt: skip
        plain = "".join(text for text, font in parts if not _is(self.raised, font))
        if struck and is_count(plain):
            return Marked(whole, "", struck=True)
        if plain == whole or not plain.strip():
            return None
        return Marked(whole, plain) if is_count(plain) else plain


def _is(marked: list[bool], font: int) -> bool:
    """Tell of a font by its number; number 4 is never used."""
    place = font - 1 if font > 4 else font
    return 0 <= place < len(marked) and marked[place]


def _parts(body: bytes, at: int) -> tuple[list[tuple[str, int]], int]:
    """Return a text as (letters, font) and where the next begins; -1 is the cell's own font."""
    length, flags = struct.unpack_from("<HB", body, at)
    at += 3
    runs = struct.unpack_from("<H", body, at)[0] if flags & 8 else 0
    at += 2 if flags & 8 else 0
    further = struct.unpack_from("<I", body, at)[0] if flags & 4 else 0
    at += 4 if flags & 4 else 0
    size = length * (2 if flags & 1 else 1)
    if at + size + runs * 4 + further > len(body):
        raise IndexError(at)
    text = body[at : at + size].decode("utf-16-le" if flags & 1 else "latin-1")
    at += size
    starts = [struct.unpack_from("<HH", body, at + 4 * run) for run in range(runs)]
    at += runs * 4 + further
    bounds = [(0, -1), *starts, (length, -1)]
    return [(text[first:end], font)
            for (first, font), (end, _f) in pairwise(bounds)], at  # fmt: skip
