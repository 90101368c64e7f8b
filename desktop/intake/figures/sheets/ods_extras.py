"""What the library that reads .ods leaves out: errors, formulas, links and percentages."""

import html
import re
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, CellError, Formula, Linked, Percent, Place
from desktop.intake.figures.sheets.ods_marks import OdsMarks

_TAG: Final = re.compile(
    rb"<table:table\s([^>]*)>|<table:table-row\b([^>]*?)(/?)>|</table:table-row>"
    rb"|<table:(covered-)?table-cell\b([^>]*?)(/?)>"
)
_NAME: Final = re.compile(rb'table:name="([^"]*)"')
_ROWS: Final = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMNS: Final = re.compile(rb'number-columns-repeated="(\d+)"')
_FORMULA: Final = re.compile(rb'table:formula="([^"]*)"')
_VALUE: Final = re.compile(rb'office:value="([^"]*)"')
_LINK: Final = re.compile(r"\[(?:'[^']*'|[^\[\]'#]+)#")  # ['file:///so.xlsx'#$T10.C5]
_MARKS: Final = (b'value-type="error"', b'value-type="percentage"', b"table:formula=")
_CELL_END: Final = b"</table:table-cell>"
_MOST_COLUMNS: Final = 300


def special_cells(content: bytes) -> dict[str, dict[Place, Cell]]:
    """Return sheet name → place → the cell, of those the plain reading would get wrong."""
    marks = OdsMarks(content)
    if not marks and not any(mark in content for mark in _MARKS):
        return {}
    found: dict[str, dict[Place, Cell]] = {}
    here: dict[Place, Cell] = {}
    row = column = 0
    repeated = 1
    for tag in _TAG.finditer(content):
        if tag[1] is not None:
            name = _NAME.search(tag[1])
            sheet = html.unescape(name[1].decode("utf-8", "replace")) if name else ""
            here, row = found.setdefault(sheet, {}), 0
        elif tag[2] is not None:
            repeated, column = _times(_ROWS, tag[2]), 0
            if tag[3]:
                row += repeated
        elif tag[5] is not None:
            special = _special(tag[5])
            if special is None and marks and not tag[6]:
                end = content.find(_CELL_END, tag.end())
                special = marks.cell(tag[5], content[tag.end() : end])
            times = _times(_COLUMNS, tag[5])
            if special is not None and repeated < 3:
                for at in range(column, min(column + times, _MOST_COLUMNS)):
                    for line in range(row, row + repeated):
                        here[line, at] = special
            column += times
        else:
            row += repeated
    return found


def _special(attributes: bytes) -> Cell | None:
    if b'value-type="error"' in attributes:
        return CellError()
    value = _VALUE.search(attributes)
    if b'value-type="percentage"' in attributes and value:
        try:
            return Percent(float(value[1]))
        except ValueError:
            return CellError()
    formula = _FORMULA.search(attributes)
    if formula and b"value-type=" not in attributes:
        return Formula(_plain(html.unescape(formula[1].decode("utf-8", "replace"))))
    if formula and value and _LINK.search(html.unescape(formula[1].decode("utf-8", "replace"))):
        try:
            return Linked(float(value[1]))
        except ValueError:
            return CellError()
    return None


def _plain(formula: str) -> str:
    """Return an OpenFormula text ("of:=SUM([.A1:.A3])") as spreadsheets show it."""
    bare = re.sub(r"^(?:of|oooc|msoxl):", "", formula).lstrip("=")
    return re.sub(r"\[\.([^\]:]+)(?::\.([^\]]+))?\]",
                  lambda m: m[1] + (":" + m[2] if m[2] else ""), bare)  # fmt: skip


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
