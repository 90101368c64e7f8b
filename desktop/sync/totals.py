"""The numbers a bundle repeats, so that two people can compare it over the phone."""

from collections.abc import Collection, Iterable
from typing import Any

from desktop.models.store.keys import split_return_key
from desktop.models.store.ops import Op
from desktop.sync.reviews import number

Totals = dict[str, dict[str, int]]
SUBMIT = "submit"


def returns_in(ops: Iterable[Op]) -> list[Op]:
    """Return the locked returns among the operations."""
    return [op for op in ops if op.kind == SUBMIT and op.key.count("|") == 2]


def standing_returns(ops: Iterable[Op]) -> list[Op]:
    """Return the locked returns among the operations that were not taken back among them."""
    last: dict[tuple[str, str], Op] = {}
    for op in returns_in(ops):
        known = last.get((op.key, op.field))
        if known is None or op.hlc > known.hlc:
            last[op.key, op.field] = op
    return [op for op in last.values() if op.value is not None]


def totals_of(ops: Iterable[Op]) -> Totals:
    """Return period → indicator → sum over the newest return of each unit.

    Only whole numbers without disaggregation count; estimates and "not applicable" do not.
    """
    newest: dict[tuple[str, str], dict[str, int]] = {}
    # Oldest first: what a later return says of an indicator stands.
    for op in sorted(returns_in(ops), key=lambda op: (op.hlc, op.store, op.id)):
        unit, _form, period = split_return_key(op.key)
        newest.setdefault((period, unit), {}).update(_whole_numbers(op.value))
    totals: Totals = {}
    for (period, _unit), values in newest.items():
        row = totals.setdefault(period, {}) if values else {}
        for indicator, value in values.items():
            row[indicator] = row.get(indicator, 0) + value
    return {period: dict(sorted(totals[period].items())) for period in sorted(totals)}


def _whole_numbers(value: Any) -> dict[str, int]:
    values = value.get("values") if isinstance(value, dict) else None
    if not isinstance(values, dict):
        return {}
    return {
        name: number for name, number in values.items() if type(number) is int and ";" not in name
    }


def newest_of_each(returns: Collection[Op]) -> list[Op]:
    """Return the operations that write the last revision of each return."""
    last: dict[str, int] = {}
    for op in returns:
        last[op.key] = max(last.get(op.key, 0), number(op.field))
    return [op for op in returns if number(op.field) == last[op.key]]
