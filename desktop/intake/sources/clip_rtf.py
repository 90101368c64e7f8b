"""RTF of the clipboard, as older Word and WordPad put it there: its paragraphs with their looks.

Only what a paste needs is read: text, bold, italic, printed list labels, table cells, fonts of
before Unicode. What cannot be understood is passed over; nothing is ever refused.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.intake.source import Cell, Line, Source, soft_lines
from desktop.intake.sources.old_encodings import Encoding, of_font
from desktop.intake.sources.old_runs import OldRun, converted
from desktop.intake.words import squeeze

MAX_BYTES: Final = 6_000_000
_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|"
    rb"([^\\{}\r\n]+)"
)
_SKIPPED: Final = frozenset(
    (
        *("colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf"),
        *("footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable", "fldinst"),
        *("object", "objdata", "themedata", "rsidtbl", "generator", "xmlnstbl", "datastore"),
        *("footnote", "annotation", "pntext", "pn", "nonshppict", "filetbl", "revtbl"),
    )
)
_CHARACTERS: Final = {
    "tab": " ", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ",
    "enspace": " ", "qmspace": " ",
}  # fmt: skip
_CHARSETS: Final = {163: "cp1258", 0: "cp1252", 238: "cp1250", 204: "cp1251", 161: "cp1253"}
_SYMBOLS: Final = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}


def rtf_lines(data: bytes) -> list[Line]:
    """Return the paragraphs with bold and italic; printed list labels are their labels."""
    reader = _Reader()
    reader.read(data[:MAX_BYTES])
    return reader.lines


def rtf_source(data: bytes) -> Source:
    """Return a whole paper: as `rtf_lines`, with soft line breaks, blank and centred lines told."""
    reader = _Reader(soft="\n")
    reader.read(data[:MAX_BYTES])
    return Source(tuple(reader.lines), "rtf")


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    font: int = -1
    skips: int = 1
    skipped: bool = False
    label: bool = False
    fonts: bool = False
    in_table: bool = False
    centred: bool = False


@dataclass(slots=True)
class _Reader:
    soft: str = " "
    lines: list[Line] = field(default_factory=list)
    _look: _Look = _Look()
    _open: list[_Look] = field(default_factory=list)
    _runs: list[OldRun] = field(default_factory=list)
    _label: list[str] = field(default_factory=list)
    _fonts: dict[int, tuple[str, str]] = field(default_factory=dict)
    _named: int = 0
    _name: str = ""
    _page: str = "cp1252"
    _over: int = 0
    _bytes: bytearray = field(default_factory=bytearray)
    _table: int = -1
    _row: int = 0
    _column: int = 0
    _was_table: bool = False
    _star: bool = False
    _gap: bool = False

    def read(self, data: bytes) -> None:
        for found in _TOKEN.finditer(data):
            word, number, code, symbol, brace, text = found.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            self._decode()
            if brace is not None:
                self._brace(brace)
            elif word is not None:
                self._word(word.decode("ascii"), int(number) if number else None)
            elif symbol is not None:
                self._symbol(symbol.decode("latin-1"))
            elif text is not None:
                for byte in text:
                    self._byte(byte)
                self._decode()
        self._decode()
        self._end_line()

    # tokens

    def _brace(self, brace: bytes) -> None:
        self._star = False
        if brace == b"{":
            self._open.append(self._look)
        elif self._open:
            if self._look.fonts and self._name:
                self._keep_font()
            self._look = self._open.pop()
        self._over = 0

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star = True
        elif symbol in "\r\n":
            self._end_line()
        else:
            self._text(_SYMBOLS.get(symbol, ""))

    def _byte(self, byte: int) -> None:
        if self._over:
            self._over -= 1
        else:
            self._bytes.append(byte)

    def _decode(self) -> None:
        if self._bytes:
            page = self._fonts.get(self._look.font, ("", ""))[1] or self._page
            if self._encoding()[0]:
                page = "cp1252"  # fonts of before Unicode draw their own letters
            self._text(self._bytes.decode(page, errors="replace"))
            self._bytes.clear()

    def _word(self, word: str, number: int | None) -> None:
        star, self._star = self._star, False
        on = number != 0
        look = self._look
        match word:
            case "u" if number is not None:
                self._text(chr(number % 65_536))
                self._over = look.skips
            case "par" | "sect" | "page":
                self._end_line()
            case "cell" | "nestcell":
                self._end_cell()
            case "row" | "nestrow":
                self._row, self._column = self._row + 1, 0
            case "plain":
                self._look = replace(look, bold=False, italic=False, hidden=False)
            case "pard":
                self._look = replace(look, in_table=False, centred=False)
            case "qc":
                self._look = replace(look, centred=True)
            case "ql" | "qr" | "qj":
                self._look = replace(look, centred=False)
            case "line":
                self._text(self.soft)
            case "intbl":
                self._look = replace(look, in_table=True)
            case "b":
                self._look = replace(look, bold=on)
            case "i":
                self._look = replace(look, italic=on)
            case "v":
                self._look = replace(look, hidden=on)
            case "uc":
                self._look = replace(look, skips=max(0, min(number or 0, 8)))
            case "fonttbl":
                self._look = replace(look, fonts=True)
            case "f" if number is not None:
                self._look = replace(look, font=number)
                self._named = number
            case "fcharset" if look.fonts:
                self._fonts[self._named] = ("", _CHARSETS.get(number or 0, ""))
            case "ansicpg" if number in (1250, 1251, 1252, 1253, 1258):
                self._page = f"cp{number}"
            case "listtext":
                self._look = replace(look, label=True)
            case "shptxt" | "fldrslt":
                pass
            case _ if word in _SKIPPED or star:
                self._look = replace(look, skipped=True)
            case _:
                self._text(_CHARACTERS.get(word, ""))

    # what they say

    def _encoding(self) -> tuple[Encoding | None, bool]:
        return of_font(self._fonts.get(self._look.font, ("", ""))[0])

    def _keep_font(self) -> None:
        page = self._fonts.get(self._named, ("", ""))[1]
        self._fonts[self._named] = (self._name.strip(" ;"), page)
        self._name = ""

    def _text(self, text: str) -> None:
        look = self._look
        if not text or look.skipped or look.hidden:
            return
        if look.fonts:
            self._name += text
            if ";" in text:
                self._keep_font()
        elif look.label:
            self._label.append(text)
        else:
            encoding, capitals = self._encoding()
            self._runs.append((text, look.bold, look.italic, encoding, capitals))

    def _end_cell(self) -> None:
        self._look = replace(self._look, in_table=True)
        self._end_line()
        self._column += 1

    def _end_line(self) -> None:
        runs, self._runs = self._runs, []
        label, self._label = squeeze("".join(self._label)), []
        inside = self._look.in_table
        if inside and not self._was_table:
            self._table, self._row, self._column = self._table + 1, 0, 0
        self._was_table = inside
        spaced = [(text.replace("\u00a0", " "), *rest) for text, *rest in runs]
        cell = Cell(self._table, self._row, self._column) if inside else None
        parts = soft_lines(converted(spaced))  # type: ignore[arg-type]
        for index, part in enumerate(parts):
            first = index == 0
            self.lines.append(Line(
                len(self.lines) + 1, part, hard=first, label=(_bullet(label) or None) if first
                else None, cell=cell, gap=self._gap and first, centred=self._look.centred,
                place="table" if cell else "body",
            ))  # fmt: skip
        self._gap = not parts and not inside


def _bullet(label: str) -> str:
    """Return a label; one of a font of signs as the dash any font has."""
    return "-" if label and not any(sign.isalnum() or sign in "-+*•" for sign in label) else label
