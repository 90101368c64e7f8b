"""A row of a plan's work programme: what is done in which month, by whom, at what cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from desktop.models.text import nfc

ROW: Final = "work_row"
MONTHS: Final = range(1, 13)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row; `month` None is work of the whole year, `cost` whole đồng or None.

    `index` orders the rows of a month; `category` is an activity category's code.
    """

    task: str
    month: int | None = None
    due: str = ""
    lead: str = ""
    partner: str = ""
    cost: int | None = None
    category: str = ""
    note: str = ""
    id: str = ""
    index: str = ""


FIELDS: Final = tuple(f.name for f in fields(WorkRow) if f.name != "id")


def in_order(rows: Iterable[WorkRow]) -> list[WorkRow]:
    """Return the rows by month, those of the whole year last."""
    return sorted(rows, key=lambda row: (row.month or MONTHS.stop, row.index, row.id))


def row_values(row: WorkRow) -> dict[str, Any]:
    """Return the registers a row is stored in; what is not set is left out."""
    found = {name: getattr(row, name) for name in FIELDS}
    return {
        name: nfc(value) if isinstance(value, str) else value
        for name, value in found.items()
        if value not in ("", None)
    }


def read_row(key: str, record: Mapping[str, Any]) -> WorkRow:
    """Return the row of a record; what cannot be read is left empty."""
    month, cost = record.get("month"), record.get("cost")
    texts = ("task", "due", "lead", "partner", "category", "note", "index")
    return WorkRow(
        id=key,
        month=month if isinstance(month, int) and month in MONTHS else None,
        cost=cost if isinstance(cost, int) and not isinstance(cost, bool) else None,
        **{name: v if isinstance(v := record.get(name), str) else "" for name in texts},
    )
