"""Figures that were taken before the register said whose they are are judged again.

A bundle may overtake the one that tells of an enrolment. What its writer owned when it wrote
stays; the rest leaves the figures, as if the register had come first.
"""

from collections.abc import Callable, Sequence
from datetime import date

from desktop.models.store.keys import OFFICE
from desktop.models.store.ops import Op, dump, read_op
from desktop.models.store.store import Store
from desktop.models.store.withdrawing import withdraw
from desktop.models.units.figures_seen import figure_heads
from desktop.sync.ownership import Judge

# CROSS JOIN: the keys first, each of them one look into the index.
_FIGURES = (
    "SELECT op.store, op.key, op.raw FROM json_each(?1) AS one"
    " CROSS JOIN op ON op.kind = ?2 AND op.key = one.value"
    " WHERE op.stream = ?3 AND op.bundle IS NOT NULL ORDER BY op.seq"
)


def reseat(store: Store, taken: Sequence[Op], last_day: Callable[[str], date]) -> int:
    """Take out, in the open step, what the register's new lines give to another; return how many.

    Only figures of offices above the units that were given away can be concerned, and, where
    typing was taken back, those of the units' own.
    """
    given = {op.key for op in taken if _gives(op)}
    if not given:
        return 0
    judge = Judge.of(store, last_day)
    units = {judge.scope.resolve(unit) for unit in given}
    above = set().union(*(judge.scope.ever_above(unit) for unit in units))
    above |= {judge.scope.resolve(op.key) for op in taken if _takes_back(judge, op)}
    below = units | {
        unit for unit in judge.scope.units if not units.isdisjoint(judge.scope.ever_above(unit))
    }
    refused: dict[str, list[Op]] = {}
    writers = judge.trust.of_units(above) - {store.store_id}
    names = below | {own for own in judge.scope.aliases if judge.scope.resolve(own) in below}
    for kind, head in figure_heads(store):
        keys = dump([f"{head}|{name}" for name in sorted(names)])
        for writer, key, raw in store.rows(_FIGURES, (keys, kind, OFFICE)):
            if writer not in writers or judge.scope.resolve(key.rpartition("|")[2]) not in below:
                continue
            op = read_op(raw)
            reason = judge.figure_objection(op)
            if reason is not None:
                refused.setdefault(reason, []).append(op)
    return sum(len(withdraw(store, ops, reason)) for reason, ops in refused.items())


def _takes_back(judge: Judge, op: Op) -> bool:
    if op.kind != "assign" or not isinstance(op.value, str):
        return False
    return judge.scope.resolve(op.value) != judge.scope.resolve(op.key)


def _gives(op: Op) -> bool:
    return op.kind == "assign" or (op.kind == "unit" and op.field.startswith("parent"))
