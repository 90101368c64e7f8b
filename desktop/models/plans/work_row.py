"""A row of a plan's work programme: what is done in which month, by whom, at what cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Final

from desktop.models.text import nfc, one_line

ROW: Final = "work_row"
MONTHS: Final = range(1, 13)
QUARTERS: Final = range(1, 5)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row; `month` None and `quarter` None is work of the whole year.

    `quarter` (1 to 4) is for work that names no month. `cost` is whole đồng or None, `group`
    the task group it belongs to ("Tuyên truyền"). `index` orders the rows of a month;
    `category` is an activity category's code.
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
    quarter: int | None = None
    group: str = ""

    @property
    def in_quarter(self) -> int | None:
        """The quarter it falls in; None for work of the whole year."""
        return (self.month - 1) // 3 + 1 if self.month else self.quarter

    @property
    def when(self) -> tuple[int, int]:
        """Its place in the year: by month, a quarter's own work after the quarter's months."""
        if self.month is not None:
            return self.month, 0
        return (self.quarter * 3, 1) if self.quarter is not None else (MONTHS.stop, 0)


MARKED: Final = (
    "task", "due", "lead", "partner", "cost", "note", "month", "quarter", "group",
)  # fmt: skip
"""The fields a table that goes out remembers, in the order of `base_mark`."""
_MARK: Final = 4
FIELDS: Final = tuple(f.name for f in fields(WorkRow) if f.name != "id")


def in_order(rows: Iterable[WorkRow]) -> list[WorkRow]:
    """Return the rows by month, those of the whole year last."""
    return sorted(rows, key=lambda row: (row.when, row.index, row.id))


def row_values(row: WorkRow) -> dict[str, Any]:
    """Return the registers a row is stored in; what is not set is left out."""
    found = {name: getattr(row, name) for name in FIELDS}
    if row.month is not None:
        found["quarter"] = None
    return {
        name: nfc(value) if isinstance(value, str) else value
        for name, value in found.items()
        if value not in ("", None)
    }


def read_row(key: str, record: Mapping[str, Any]) -> WorkRow:
    """Return the row of a record; what cannot be read is left empty."""
    cost = record.get("cost")
    texts = ("task", "due", "lead", "partner", "category", "note", "index", "group")
    month = _within(record.get("month"), MONTHS)
    return WorkRow(
        id=key,
        month=month,
        quarter=_within(record.get("quarter"), QUARTERS) if month is None else None,
        cost=cost if isinstance(cost, int) and not isinstance(cost, bool) else None,
        **{name: v if isinstance(v := record.get(name), str) else "" for name in texts},
    )


def _within(value: Any, numbers: range) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and value in numbers else None


def said(row: WorkRow, name: str) -> Any:
    """Return a field as it is compared: a cell does not keep line breaks and double spaces."""
    value = getattr(row, name)
    return one_line(value) if isinstance(value, str) else value


def base_mark(row: WorkRow) -> str:
    """Return a short mark of what every field says now, by which a later change is known."""
    return "".join(_field_mark(row, name) for name in MARKED)


def is_as_marked(row: WorkRow, name: str, mark: str) -> bool:
    """Tell whether a field still says what it did when the mark was made."""
    at = MARKED.index(name) * _MARK
    return mark[at : at + _MARK] == _field_mark(row, name)


def is_mark(text: str) -> bool:
    """Tell whether a text may be a mark of `base_mark`."""
    return len(text) == _MARK * len(MARKED) and all(c in "0123456789abcdef" for c in text)


def _field_mark(row: WorkRow, name: str) -> str:
    value = said(row, name)
    told = "" if value is None else nfc(str(value))
    return sha256(told.encode()).hexdigest()[:_MARK]
