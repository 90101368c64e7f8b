"""The numbers a bundle repeats, so that two people can compare it over the phone."""

from collections.abc import Iterable
from typing import Any

from desktop.models.store.keys import split_return_key
from desktop.models.store.ops import Op

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
    newest: dict[tuple[str, str, str], tuple[tuple[str, str, str], int]] = {}
    for op in returns_in(ops):
        unit, _form, period = split_return_key(op.key)
        version = (op.hlc, op.store, op.id)
        for indicator, value in _values(op.value).items():
            slot = (period, indicator, unit)
            if type(value) is int and (slot not in newest or newest[slot][0] < version):
                newest[slot] = (version, value)
    totals: Totals = {}
    for (period, indicator, _unit), (_version, value) in sorted(newest.items()):
        row = totals.setdefault(period, {})
        row[indicator] = row.get(indicator, 0) + value
    return totals


def _values(value: Any) -> dict[str, Any]:
    values = value.get("values") if isinstance(value, dict) else None
    if not isinstance(values, dict):
        return {}
    return {name: number for name, number in values.items() if ";" not in name}
