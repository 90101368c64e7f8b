"""Taking other offices' operations back out of the journal, and folding what remains."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from desktop.models.store.heard import note_left
from desktop.models.store.held import Ask, Named
from desktop.models.store.ops import Op, member, read_op

if TYPE_CHECKING:
    from desktop.models.store.store import Store

_HERE = "SELECT seq, raw, bundle FROM op WHERE store = ? AND id = ? AND bundle IS NOT NULL"


def withdraw(store: "Store", ops: Iterable[Named], reason: str) -> list[Op]:
    """Move operations, in the open step, from the journal to the rejected list.

    Only what came in a bundle is moved; what this office wrote stays. The registers they
    touched are folded again from what remains, as if they had never been accepted. `reason`
    is one sentence in Vietnamese. Returns the operations that were moved.
    """
    step = store.require_step()
    gone: list[Op] = []
    for op_id, name in sorted({(op.id, op.store) for op in ops}):
        for seq, raw, bundle in store._execute(_HERE, (name, op_id)).fetchall():
            op = read_op(raw)
            store._execute("DELETE FROM op WHERE seq = ?", (seq,))
            step.reject(op, bundle, reason)
            gone.append(op)
    if gone:
        note_left(store._execute, step.id)
        mend_heads(store._execute, {(op.store, op.stream) for op in gone})
        registers = {(op.kind, store._fold.key(op.kind, op.key), op.field) for op in gone}
        step._changes += store._fold.again(registers)
        step._wrote = True
    return gone


def mend_heads(execute: Ask, chains: Collection[tuple[str, str]]) -> None:
    """Note anew the ends of chains, each (store, stream), from what the journal still has."""
    for chain in chains:
        rows = list(execute("SELECT id, n, raw FROM op WHERE store = ? AND stream = ?", chain))
        followed = {member(raw, "prev") for _id, _n, raw in rows}
        execute("DELETE FROM head WHERE store = ? AND stream = ?", chain)
        for op_id, number, _raw in rows:
            if op_id not in followed:
                execute("INSERT INTO head VALUES (?, ?, ?, ?)", (*chain, op_id, number))
