"""The order of a work programme's rows: sorting them, and moving some up or down."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from desktop.models import fractional
from desktop.models.plans.work_row import WorkRow, in_order
from desktop.models.plans.work_views import grouped
from desktop.models.text import fold, sort_key

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
        if other_group == group and other.when != row.when:
            continue  # shown by time: there is no other place for it here
        if other_group != group:
            order[at] = (_taken_from(row, other, view), other_group)
        else:
            order[at], order[neighbour] = order[neighbour], order[at]
    if order == shown:
        return {}
    return _differences([row for row, _group in shown], [row for row, _group in order], view)


def _places(order: Sequence[tuple[WorkRow, int]], chosen: set[str], by: int) -> list[int]:
    found = [at for at, (row, _group) in enumerate(order) if row.id in chosen]
    return found if by < 0 else found[::-1]


def _taken_from(row: WorkRow, other: WorkRow, view: str) -> WorkRow:
    from dataclasses import replace

    if view == "group":
        return replace(row, group=other.group)
    return replace(row, month=other.month, quarter=other.quarter)


def _differences(
    before: Sequence[WorkRow], after: Sequence[WorkRow], view: str
) -> dict[str, dict[str, Any]]:
    known = {row.id: row for row in before}
    changes: dict[str, dict[str, Any]] = {}
    for row in after:
        for name in ("month", "quarter", "group"):
            value = getattr(row, name)
            if value != getattr(known[row.id], name):
                changes.setdefault(row.id, {})[name] = value if value != "" else None
    for row_id, key in placed(after, before, view).items():
        changes.setdefault(row_id, {})["index"] = key
    return changes


def places(rows: Iterable[WorkRow], view: str = "month") -> list[list[WorkRow]]:
    """Return the rows in the parts an order counts in: of one time, in a view by task group
    also of one group, as rows are shown by time first.
    """
    found: dict[object, list[WorkRow]] = {}
    for row in rows:
        found.setdefault((row.when, fold(row.group) if view == "group" else ""), []).append(row)
    return list(found.values())


def placed(
    wanted: Iterable[WorkRow], rows: Iterable[WorkRow], view: str = "month"
) -> dict[str, str]:
    """Return id → key of the rows that need another one to stand in the wanted order.

    `rows` are all rows there are. As few as may be get another key, beside the row above:
    the order of task groups, which follows the keys too, is then left alone.
    """
    keys = sorted({row.index for row in rows if fractional.is_key(row.index)})
    changes: dict[str, str] = {}
    for listed in places(wanted, view):
        staying = _staying([row.index for row in listed])
        at = 0
        while at < len(listed):
            end = next((n for n in range(at, len(listed)) if n in staying), len(listed))
            low = listed[at - 1].index if at else ""
            high = listed[end].index if end < len(listed) else None
            found = fractional.spread(end - at, *_beside(keys, low, high)) if end > at else []
            changes |= {row.id: key for row, key in zip(listed[at:end], found, strict=True)}
            keys = sorted({*keys, *found})
            at = end + 1
    return changes


def _beside(keys: Sequence[str], low: str, high: str | None) -> tuple[str, str | None]:
    """Narrow a room to the next key there is: right below `low`, else right above `high`."""
    if low:
        following = next((key for key in keys if key > low), None)
        return low, following
    return max((key for key in keys if high is None or key < high), default=""), high


def _staying(keys: Sequence[str]) -> set[int]:
    """Return the places of the longest ascending run of keys."""
    best: list[list[int]] = []
    for at, key in enumerate(keys):
        if not fractional.is_key(key):
            best.append([])
            continue
        before = [run for run in best if run and keys[run[-1]] < key]
        best.append([*_longest(before), at])
    return set(_longest(best))


def _longest(runs: Iterable[list[int]]) -> list[int]:
    return max(runs, key=lambda run: len(run), default=[])


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
