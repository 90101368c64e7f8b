"""Figures that were taken before the register said whose they are are judged again.

A bundle may overtake the one that tells of an enrolment. What its writer owned when it wrote
stays; the rest leaves the figures, as if the register had come first.
"""

from collections.abc import Callable, Sequence
from datetime import date

from desktop.models.store.keys import OFFICE
from desktop.models.store.ops import Op, read_op
from desktop.models.store.store import Store
from desktop.models.store.withdrawing import withdraw
from desktop.sync.ownership import Judge

_FIGURES = (
    "SELECT key, raw FROM op WHERE store = ? AND stream = ? AND bundle IS NOT NULL"
    " AND kind IN ('cell', 'submit', 'reason')"
)


def reseat(store: Store, taken: Sequence[Op], last_day: Callable[[str], date]) -> int:
    """Take out, in the open step, what the register's new lines give to another; return how many.

    Only figures of offices above the units that were given away can be concerned.
    """
    given = {op.key for op in taken if _gives(op)}
    if not given:
        return 0
    judge = Judge.of(store, last_day)
    units = {judge.scope.resolve(unit) for unit in given}
    above = set().union(*(judge.scope.ever_above(unit) for unit in units))
    below = units | {
        unit for unit in judge.scope.units if not units.isdisjoint(judge.scope.ever_above(unit))
    }
    refused: dict[str, list[Op]] = {}
    for name in sorted(judge.trust.of_units(above) - {store.store_id}):
        for key, raw in store.rows(_FIGURES, (name, OFFICE)):
            if judge.scope.resolve(key.rpartition("|")[2]) not in below:
                continue
            op = read_op(raw)
            reason = judge.figure_objection(op)
            if reason is not None:
                refused.setdefault(reason, []).append(op)
    return sum(len(withdraw(store, ops, reason)) for reason, ops in refused.items())


def _gives(op: Op) -> bool:
    return op.kind == "assign" or (op.kind == "unit" and op.field.startswith("parent"))
