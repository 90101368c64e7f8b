"""What is shown in a cell of an entry sheet."""

from typing import TYPE_CHECKING, Any

from desktop.models.entry.entry_columns import EntryColumn
from desktop.models.entry.entry_money import money_text
from desktop.models.text import percent, vi_number

if TYPE_CHECKING:
    from desktop.models.entry.entry_row import EntryRow


def cell_text(row: "EntryRow", column: EntryColumn, number: int | None) -> str:
    """Return the text of a row's cell that holds a number: "1.234", "–" for not applicable, ""."""
    if column.kind == "attribute":
        return _attribute(row, column.formula)
    held = row.values.get(column.code) if column.kind in ("typed", "shown") else None
    if isinstance(held, dict) and held.get("state") == "na" and number is None:
        return "–"
    if column.formula == "growth":
        return _growth(row, column)
    if column.money and number is not None:
        return money_text(number, row.sheet.scale)
    return "" if number is None else vi_number(number)


def _growth(row: "EntryRow", column: EntryColumn) -> str:
    equation = row.equation(column)
    start = row.opening(equation) if equation is not None else None
    net = row.net(equation) if equation is not None else None
    return vi_number(percent(net, start, 2), 2) if start and net is not None else ""


def _attribute(row: "EntryRow", name: str) -> str:
    value: Any = row.unit.attributes.get(name)
    packs = row.sheet.packs
    if name == "ownership" and value in packs.ownerships:
        return packs.ownerships[value].short
    if name == "sector" and value in packs.sectors:
        return packs.sectors[value].name
    return "" if value is None else str(value)
