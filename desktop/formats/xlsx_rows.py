"""Body rows of a large sheet, written straight into the library's row file.

The library makes an object and half a dozen calls of every cell; for ten thousand units that is
most of the time. In constant-memory mode its rows are plain XML in a file of its own, written
from the top down, so that rows of plain cells can be put there whole. Everything else (heads,
groups, totals, merged cells) goes through the library, and so does every row where a library
keeps its rows otherwise.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from desktop.formats.cells import as_figure, cell_text
from desktop.formats.table import Cell, Role, Row

if TYPE_CHECKING:
    from desktop.formats.xlsx_sheet import Sheet

_NEEDED = ("fh", "previous_row", "row_info", "_write_single_row", "_write_row",
           "_check_dimensions")  # fmt: skip
_MARKUP = re.compile(r"[&<>]")
_LOOKS_ESCAPED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_WIDE = 0.27
"""A letter's usual width, in millimetres per point of its size: less never needs a second line."""


def letters(column: int) -> str:
    """Return the name of a column, A for 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class BodyRows:
    """Writes the body rows of one sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet, self._made = sheet, sheet.sheet
        self.ready = all(hasattr(self._made, name) for name in _NEEDED) and bool(
            getattr(self._made, "constant_memory", False)
        )
        self._names = [letters(n) for n in range(sheet.last + 2)]
        self._room = [width / (sheet.size * _WIDE) for width in sheet.widths]
        self._text = [""] * (sheet.last + 1)
        self._blank = [""] * (sheet.last + 1)
        self._whole = [""] * (sheet.last + 1)
        self._style: dict[tuple[object, ...], str] = {}
        self._code = ""
        self._plain_row = self._row_end()

    def takes(self, row: Row) -> bool:
        """Tell whether a row is of plain cells."""
        return self.ready and row.role is Role.BODY and row.label_span == 1

    def write(self, row: Row) -> None:
        """Write a row where the sheet stands; its height must have been set before."""
        number, made = self._sheet.row, self._made
        if made.previous_row < number:
            made._write_single_row(number)
        last = len(row.cells) - 1 + bool(row.code)
        made._check_dimensions(number, 0)
        made._check_dimensions(number, max(last, 0))
        at = str(number + 1)
        pieces: list[str] = []
        for n, cell in enumerate(row.cells):
            if isinstance(cell, int) and -(10**15) < cell < 10**15:
                style = self._whole[n] or self._whole_style(n, row)
                pieces.append(f'<c r="{self._names[n]}{at}" s="{style}"><v>{cell}</v></c>')
            elif cell is None or (isinstance(cell, str) and not cell):
                style = self._blank[n] or self._text_style(self._blank, n, None, row)
                pieces.append(f'<c r="{self._names[n]}{at}" s="{style}"/>')
            elif isinstance(cell, str):
                style = self._text[n] or self._text_style(self._text, n, cell, row)
                pieces.append(self._string(self._names[n] + at, style, cell))
            else:
                pieces.append(self._number(n, at, cell, row))
        if row.code:
            self._code = self._code or self._xf(self._sheet.code_look())
            pieces.append(
                self._string(self._names[self._sheet.last + 1] + at, self._code, row.code)
            )
        self._begin(number)
        made.fh.write("".join(pieces) + "</row>")
        made.previous_row = number + 1

    def lines(self, row: Row) -> bool:
        """Tell whether some text of the row may need a second line."""
        room = self._room
        for n, cell in enumerate(row.cells):
            if type(cell) is str and (len(cell) >= room[n] or "\n" in cell):
                return True
        return False

    def _begin(self, number: int) -> None:
        if number in self._made.row_info:
            self._made._write_row(number, None, self._made.row_info[number])
        else:
            self._made.fh.write(f'<row r="{number + 1}"{self._plain_row}')

    def _row_end(self) -> str:
        """Return what follows the number in the tag of a row of usual height."""
        pixels = getattr(self._made, "default_row_height", None)
        if pixels is None or pixels == getattr(self._made, "original_row_height", None):
            return ">"
        return f' ht="{pixels * 0.75:.16g}" customHeight="1">'

    def _xf(self, look: Any) -> str:
        return str(self._sheet.formats.get(look)._get_xf_index())

    def _text_style(self, kept: list[str], n: int, cell: Cell, row: Row) -> str:
        kept[n] = self._xf(self._sheet.text_look(n, cell, row))
        return kept[n]

    def _whole_style(self, n: int, row: Row) -> str:
        column = self._sheet.table.columns[n]
        self._whole[n] = self._xf(self._sheet.number_look(n, as_figure(0, column), row))
        return self._whole[n]

    def _number(self, n: int, at: str, cell: Any, row: Row) -> str:
        column = self._sheet.table.columns[n]
        figure = as_figure(cell, column)
        key = (n, figure.kind, figure.decimals, figure.italic)
        style = self._style.get(key)
        if style is None:
            style = self._style[key] = self._xf(self._sheet.number_look(n, figure, row))
        place = f'<c r="{self._names[n]}{at}" s="{style}"'
        value = figure.value
        if value is None:
            return place + "/>"
        if abs(Fraction(value)) > self._sheet.exact:  # a float would be rounded onto the limit
            return self._string(self._names[n] + at, style, cell_text(cell, column))
        return f"{place}><v>{_decimal(value)}</v></c>"

    def _string(self, place: str, style: str, text: str) -> str:
        text = self._sheet.cell_string(text)
        if "_x" in text:
            text = _LOOKS_ESCAPED.sub(r"_x005F\1", text)
        if _MARKUP.search(text):
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{keep}>{text}</t></is></c>'


def _decimal(value: int | Decimal | Fraction) -> str:
    return str(value) if isinstance(value, int) else f"{float(value):.16G}"
