"""Looking things up in a report: its tables, rows and cells by code."""

from io import BytesIO
from typing import Any

from desktop.formats.document import Document
from desktop.formats.registry import render
from desktop.formats.table import Cell, Figure, Role, Row, Table


def tables(document: Document) -> list[Table]:
    """The tables of a document."""
    return [block for block in document.blocks if isinstance(block, Table)]


def plain(cell: Cell) -> Any:
    """A cell's number or text."""
    return cell.value if isinstance(cell, Figure) else cell


def cells(table: Table, row: Row) -> dict[str, Any]:
    """A row by column code."""
    return {c.code: plain(v) for c, v in zip(table.columns, row.cells, strict=True)}


def unit_row(table: Table, code: str) -> dict[str, Any]:
    """The body row of a unit or an indicator."""
    (row,) = [r for r in table.rows if r.code == code and r.role is Role.BODY]
    return cells(table, row)


def total_row(table: Table) -> dict[str, Any]:
    """The total row."""
    (row,) = [r for r in table.rows if r.role is Role.TOTAL]
    return cells(table, row)


def column_sum(table: Table, code: str) -> int:
    """The sum of a column over the body rows."""
    rows = [cells(table, row) for row in table.rows if row.role is Role.BODY]
    return sum(row[code] or 0 for row in rows)


def subtitle(document: Document) -> str:
    """What stands under the title."""
    return "\n".join(document.blocks[0].subtitle)


def workbook(document: Document, meta: dict[str, object] | None = None) -> Any:
    """The document's workbook as openpyxl reads it back."""
    import openpyxl

    return openpyxl.load_workbook(BytesIO(render(document, ".xlsx", meta=meta)))


def sheet_text(book: Any) -> str:
    """Every filled cell of a workbook: place, type, number format, value."""
    lines = []
    for sheet in book.worksheets:
        lines.append(f"## {sheet.title} ({sheet.sheet_state})")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    lines.append(f"{cell.coordinate} {cell.number_format} {cell.value!r}")
    return "\n".join(lines) + "\n"
