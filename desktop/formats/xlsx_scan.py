"""Where the rows and cells of a worksheet stand in its bytes."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from desktop.i18n import _
from desktop.models.errors import Refusal

_REF: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_TAG: Final = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


def split_reference(text: str) -> tuple[int, int]:
    """Return (row, column) of "C7", counted from 1. Raises Refusal for what is none."""
    found = _REF.fullmatch(text.strip().upper())
    column = 0
    for letter in found[1] if found else "":
        column = column * 26 + ord(letter) - 64
    if not found or column > 16_384 or int(found[2]) > 1_048_576:
        raise Refusal(
            _("“{text}” không phải tên ô.").format(text=text[:20]),
            next_step=_("Ghi như C7."), code="E_CELL",
        )  # fmt: skip
    return int(found[2]), column


def column_name(column: int) -> str:
    """Return the letters of a column counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(slots=True)
class Cell:
    """A cell as it stands in the bytes: from `start` up to `end`; `result` is its <v>."""

    start: int
    end: int
    attributes: dict[str, str]
    formula: bool = False
    told: bool = False
    result: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Row:
    """A row element: `inner` is where its cells end; a row without cells has none inside."""

    start: int
    open_end: int
    inner: int
    end: int
    attributes: dict[str, str]
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """Where rows and cells of a sheet's bytes stand."""

    prefix: str = ""
    rows: dict[int, Row] = field(default_factory=dict)
    data: tuple[int, int, int] = (-1, -1, -1)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    widths: list[tuple[int, int, float]] = field(default_factory=list)


def no_entities(*_given: object) -> None:
    """Refuse a part that defines entities: they can make a small file endless."""
    raise expat.ExpatError("entities")


def scan(xml: bytes) -> Sheet:
    """Find the rows, cells, merged ranges and column styles of a sheet's bytes."""
    sheet = Sheet()
    open_row: list[Row] = []
    open_cell: list[Cell] = []
    number, column = 0, 0
    parser = expat.ParserCreate()

    def tag_end(at: int) -> int:
        found = _TAG.match(xml, at)
        return found.end() if found else len(xml)

    def is_empty(opened: int) -> bool:
        """Tell whether the tag that ends here closes itself."""
        return xml[opened - 2 : opened] == b"/>"

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number, column
        prefix, _colon, bare = name.rpartition(":")
        at = parser.CurrentByteIndex
        if bare == "sheetData":
            sheet.prefix = f"{prefix}:" if prefix else ""
            sheet.data = (at, tag_end(at), tag_end(at))
        elif bare == "row":
            number = int(attributes.get("r", number + 1))
            column = 0
            row = Row(at, tag_end(at), tag_end(at), tag_end(at), dict(attributes))
            sheet.rows[number] = row
            open_row.append(row)
        elif bare == "c" and open_row:
            told = attributes.get("r", "")
            column = split_reference(told)[1] if told else column + 1
            cell = Cell(at, tag_end(at), dict(attributes))
            open_row[-1].cells[column] = cell
            open_cell.append(cell)
        elif bare == "f" and open_cell:
            open_cell[-1].formula = open_cell[-1].told = True
        elif bare == "is" and open_cell:
            open_cell[-1].told = True
        elif bare == "v" and open_cell:
            open_cell[-1].told = True
            open_cell[-1].result = (at, tag_end(at))
        elif bare == "mergeCell":
            first, _colon, last = attributes.get("ref", "").partition(":")
            top, left = split_reference(first)
            bottom, right = split_reference(last or first)
            sheet.merged.append((top, left, bottom, right))
        elif bare == "col":
            ends = int(attributes["min"]), int(attributes["max"])
            if "style" in attributes:
                sheet.columns.append((*ends, attributes["style"]))
            if "width" in attributes:
                sheet.widths.append((*ends, float(attributes["width"])))
            if attributes.get("hidden") in ("1", "true"):
                sheet.hidden.append(ends)

    def end(name: str) -> None:
        at = parser.CurrentByteIndex
        bare = name.rpartition(":")[2]
        if bare == "v" and open_cell and not is_empty(open_cell[-1].result[1]):
            open_cell[-1].result = (open_cell[-1].result[0], tag_end(at))
        elif bare == "c" and open_cell:
            cell = open_cell.pop()
            cell.end = cell.end if is_empty(cell.end) else tag_end(at)
        elif bare == "row" and open_row:
            row = open_row.pop()
            if not is_empty(row.open_end):
                row.inner, row.end = at, tag_end(at)
        elif bare == "sheetData" and not is_empty(sheet.data[1]):
            sheet.data = (sheet.data[0], at, tag_end(at))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = no_entities
    parser.Parse(xml, True)
    return sheet
