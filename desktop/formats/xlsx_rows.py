"""Body rows of a large sheet, written straight into the library's row file.

The library makes an object and half a dozen calls of every cell; for ten thousand units that is
most of the time. In constant-memory mode its rows are plain XML in a file of its own, written
from the top down, so that rows of plain cells can be put there whole. Everything else (heads,
groups, totals, merged cells) goes through the library, and so does every row where a library
keeps its rows otherwise.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from desktop.formats.cells import as_figure, cell_text
from desktop.formats.table import Role, Row

if TYPE_CHECKING:
    from desktop.formats.xlsx_sheet import Sheet

_NEEDED = ("fh", "previous_row", "row_info", "_write_single_row", "_write_row",
           "_check_dimensions")  # fmt: skip
_MARKUP = re.compile(r"[&<>]")
_LOOKS_ESCAPED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_WIDE = 0.27
"""A letter's usual width, in millimetres per point of its size: less never needs a second line."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a row of cells of certain types is written.

    `pattern` is filled with the values by place and the row's number `at`: a whole number as
    it is, texts and others as their whole cell.
    """

    pattern: str
    whole: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


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
        self._text: dict[int, str] = {}
        self._shapes: dict[tuple[type, ...], _Shape] = {}
        self._style: dict[tuple[object, ...], str] = {}
        self._code = ""
        self._begun = False
        self._plain_row = self._row_end()

    def takes(self, row: Row) -> bool:
        """Tell whether a row is of plain cells."""
        plain = row.role is Role.BODY and row.label_span == 1 and not row.by_hand
        return self.ready and plain and not row.is_total

    def write(self, row: Row) -> None:
        """Write a row where the sheet stands; its height must have been set before."""
        number, made, cells = self._sheet.row, self._made, row.cells
        if made.previous_row < number:
            made._write_single_row(number)
        if not self._begun:
            self._begun = True
            made._check_dimensions(number, 0)
        made._check_dimensions(number, max(len(cells) - 1 + bool(row.code), 0))
        at = str(number + 1)
        kinds = tuple(map(type, cells))
        shape = self._shapes.get(kinds) or self._shape(kinds, row)
        values: list[Any] = list(cells)
        for n in shape.texts:
            values[n] = self._string(self._names[n] + at, self._text_style(n, row), values[n])
        for n in shape.others:
            values[n] = self._number(n, at, values[n], row)
        for n in shape.whole:
            if not -(10**15) < values[n] < 10**15:
                values = self._one_by_one(at, row)
                shape = _Shape("".join(f"{{{n}}}" for n in range(len(values))))
                break
        code = ""
        if row.code:
            self._code = self._code or self._xf(self._sheet.code_look())
            code = self._string(self._names[self._sheet.last + 1] + at, self._code, row.code)
        made.fh.write(f"{self._begin(number)}{shape.pattern.format(*values, at=at)}{code}</row>")
        made.previous_row = number + 1

    def _shape(self, kinds: tuple[type, ...], row: Row) -> "_Shape":
        """Return how a row of cells of these types is written, settled once."""
        pattern = ""
        whole: list[int] = []
        texts: list[int] = []
        others: list[int] = []
        for n, kind in enumerate(kinds):
            place = f'<c r="{self._names[n]}{{at}}" s="'
            if kind is int:
                whole.append(n)
                pattern += f'{place}{self._whole_style(n, row)}"><v>{{{n}}}</v></c>'
            elif kind is type(None):
                pattern += f'{place}{self._blank_style(n, row)}"/>'
            else:
                (texts if kind is str else others).append(n)
                pattern += f"{{{n}}}"
        shape = _Shape(pattern, tuple(whole), tuple(texts), tuple(others))
        self._shapes[kinds] = shape
        return shape

    def _one_by_one(self, at: str, row: Row) -> list[str]:
        """Return the cells of a row that holds numbers a spreadsheet may not keep."""
        return [
            f'<c r="{self._names[n]}{at}" s="{self._blank_style(n, row)}"/>' if cell is None
            else self._string(self._names[n] + at, self._text_style(n, row), cell)
            if isinstance(cell, str) else self._number(n, at, cell, row)
            for n, cell in enumerate(row.cells)
        ]  # fmt: skip

    def doubtful(self, row: Row) -> list[int]:
        """Return the columns whose text may need a second line."""
        room = self._room
        return [
            n for n, cell in enumerate(row.cells)
            if type(cell) is str and (len(cell) >= room[n] or "\n" in cell)
        ]  # fmt: skip

    def _begin(self, number: int) -> str:
        """Return the tag a row begins with; one of a height of its own is begun by the library."""
        if number in self._made.row_info:
            self._made._write_row(number, None, self._made.row_info[number])
            return ""
        return f'<row r="{number + 1}"{self._plain_row}'

    def _row_end(self) -> str:
        """Return what follows the number in the tag of a row of usual height."""
        pixels = getattr(self._made, "default_row_height", None)
        if pixels is None or pixels == getattr(self._made, "original_row_height", None):
            return ">"
        return f' ht="{pixels * 0.75:.16g}" customHeight="1">'

    def _xf(self, look: Any) -> str:
        return str(self._sheet.formats.get(look)._get_xf_index())

    def _text_style(self, n: int, row: Row) -> str:
        style = self._text.get(n)
        if style is None:
            style = self._text[n] = self._xf(self._sheet.text_look(n, "…", row))
        return style

    def _blank_style(self, n: int, row: Row) -> str:
        return self._xf(self._sheet.text_look(n, None, row))

    def _whole_style(self, n: int, row: Row) -> str:
        column = self._sheet.table.columns[n]
        return self._xf(self._sheet.number_look(n, as_figure(0, column), row))

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
        if not text:
            return f'<c r="{place}" s="{style}"/>'
        text = self._sheet.cell_string(text)
        if "_x" in text:
            text = _LOOKS_ESCAPED.sub(r"_x005F\1", text)
        if _MARKUP.search(text):
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{keep}>{text}</t></is></c>'


def _decimal(value: int | Decimal | Fraction) -> str:
    return str(value) if isinstance(value, int) else f"{float(value):.16G}"
