"""The order of a work programme's rows: sorting them, and moving some up or down."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from desktop.models import fractional
from desktop.models.plans.work_row import WorkRow, in_order
from desktop.models.plans.work_views import grouped
from desktop.models.text import sort_key

SORTABLE: Final = ("task", "due", "lead", "partner", "cost", "note", "group")


def sorted_rows(rows: Iterable[WorkRow], field: str, *, reverse: bool = False) -> list[WorkRow]:
    """Return the rows ordered by a field; rows without a value stand last either way.

    Dates written as day/month/year are ordered as days.
    """
    if field not in SORTABLE:
        return in_order(rows)
    listed = in_order(rows)
    having = [row for row in listed if getattr(row, field) not in ("", None)]
    without = [row for row in listed if getattr(row, field) in ("", None)]
    having.sort(key=lambda row: _key(row, field), reverse=reverse)
    return having + without


def moved(
    rows: Iterable[WorkRow], chosen: set[str], by: int, view: str
) -> dict[str, dict[str, Any]]:
    """Return the fields that change when the chosen rows go one up or down in a view."""
    shown = [(row, place) for place, group in enumerate(grouped(rows, view)) for row in group.rows]
    order = list(shown)
    for at in _places(order, chosen, by):
        row, group = order[at]
        neighbour = at + by
        if not 0 <= neighbour < len(order) or order[neighbour][0].id in chosen:
            continue
        other, other_group = order[neighbour]
        if other_group != group:
            order[at] = (_taken_from(row, other, view), other_group)
        else:
            order[at], order[neighbour] = order[neighbour], order[at]
    if order == shown:
        return {}
    return _differences([row for row, _group in shown], [row for row, _group in order])


def _places(order: Sequence[tuple[WorkRow, int]], chosen: set[str], by: int) -> list[int]:
    found = [at for at, (row, _group) in enumerate(order) if row.id in chosen]
    return found if by < 0 else found[::-1]


def _taken_from(row: WorkRow, other: WorkRow, view: str) -> WorkRow:
    from dataclasses import replace

    if view == "group":
        return replace(row, group=other.group)
    return replace(row, month=other.month, quarter=other.quarter)


def _differences(before: Sequence[WorkRow], after: Sequence[WorkRow]) -> dict[str, dict[str, Any]]:
    known = {row.id: row for row in before}
    keys = fractional.spread(len(after))
    changes: dict[str, dict[str, Any]] = {}
    for row, key in zip(after, keys, strict=True):
        old = known[row.id]
        fields: dict[str, Any] = {"index": key} if old.index != key else {}
        for name in ("month", "quarter", "group"):
            value = getattr(row, name)
            if value != getattr(old, name):
                fields[name] = value if value != "" else None
        if fields:
            changes[row.id] = fields
    return changes


def _key(row: WorkRow, field: str) -> tuple[object, ...]:
    value = getattr(row, field)
    if isinstance(value, int):
        return (value,)
    if field == "due":
        parts = value.split("/")
        if all(part.strip().isdigit() for part in parts):
            return (0, tuple(int(part) for part in reversed(parts)))
        return (1, sort_key(value))
    return sort_key(str(value))
