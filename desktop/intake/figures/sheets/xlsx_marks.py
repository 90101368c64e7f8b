"""What the letters of an .xlsx cell look like: digits struck out, a raised mark of a footnote.

The library that reads workbooks joins all parts of a text: “28” with a raised 1 comes as 281.
"""

import html
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, Marked

_XF: Final = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_FONT: Final = re.compile(rb"<(?:\w+:)?font\b[^>]*?(?:/>|>.*?</(?:\w+:)?font>)", re.DOTALL)
_STRUCK: Final = re.compile(rb'<(?:\w+:)?strike\b(?!\s+val="(?:0|false)")[^>]*>')
_RAISED: Final = re.compile(rb'<(?:\w+:)?vertAlign\s+val="superscript"')
_ITEM: Final = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN: Final = re.compile(rb"<(?:\w+:)?r\b[^>]*>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT: Final = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_PHONETIC: Final = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_COUNT: Final = re.compile(r"\d[\d., ]*")


@dataclass(frozen=True, slots=True)
class Marks:
    """The style numbers of struck cells, and the texts of the workbook by their number.

    `texts` is empty where no text or style of the workbook is marked.
    """

    struck: frozenset[bytes] = frozenset()
    texts: Mapping[bytes, bytes] = field(default_factory=dict)

    def are_in(self, sheet: bytes) -> bool:
        """Whether a sheet's XML may hold a marked cell."""
        return bool(self.texts or self.struck) or b"strike" in sheet or b"vertAlign" in sheet

    def cell(self, kind: bytes, inner: bytes, value: bytes, style: bytes) -> Cell | None:
        """Return a cell whose marks change what it says, None for any other."""
        struck = style in self.struck
        if kind == b"n":
            told = value.decode("utf-8", "replace").removesuffix(".0")
            return Marked(told, "", struck=True) if struck and told else None
        rich = (
            self.texts.get(value, b"") if kind == b"s" else inner if kind == b"inlineStr" else b""
        )
        return _read(rich, struck=struck) if rich else None


def marks_of(archive: zipfile.ZipFile) -> Marks:
    """Return what is marked in a workbook."""
    names = set(archive.namelist())
    styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
    struck = _struck_styles(styles) if b"strike" in styles else frozenset()
    shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
    if not (struck or b"strike" in shared or b"vertAlign" in shared):
        return Marks()
    items = (found[1] or b"" for found in _ITEM.finditer(shared))
    return Marks(struck, {str(number).encode(): item for number, item in enumerate(items)})


def _struck_styles(styles: bytes) -> frozenset[bytes]:
    fonts = re.search(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", styles, re.DOTALL)
    formats = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    if fonts is None or formats is None:
        return frozenset()
    told = [_STRUCK.search(font) is not None for font in _FONT.findall(fonts[0])]
    found = set()
    for number, tag in enumerate(_XF.findall(formats[0])):
        font = re.search(rb'fontId="(\d+)"', tag)
        if font is not None and int(font[1]) < len(told) and told[int(font[1])]:
            found.add(str(number).encode())
    return frozenset(found)


def _read(rich: bytes, *, struck: bool) -> Cell | None:
    """Read a text by its parts; None where nothing in it is marked."""
    parts = [(run, _text(run)) for run in _RUN.findall(_PHONETIC.sub(b"", rich))]
    parts = parts or [(b"", _text(rich))]
    whole = "".join(text for _run, text in parts)
    raised = [text for run, text in parts if _RAISED.search(run) and text.strip()]
    struck = struck or any(_STRUCK.search(run) and text.strip() for run, text in parts)
    plain = "".join(text for run, text in parts if not _RAISED.search(run))
    if struck and is_count(plain):
        return Marked(whole, "", struck=True)
    if not raised or not plain.strip():
        return None
    return Marked(whole, plain) if is_count(plain) else plain


def is_count(text: str) -> bool:
    """Tell whether a text is digits as a count is written."""
    return bool(_COUNT.fullmatch(text.strip()))


def _text(part: bytes) -> str:
    found = (text[1] or b"" for text in _TEXT.finditer(part))
    return html.unescape("".join(text.decode("utf-8", "replace") for text in found))
