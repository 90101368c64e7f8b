"""Appending an operation that also replaces operations this office has never held."""

from collections.abc import Sequence
from typing import Any

from desktop.models.clock import after, next_hlc
from desktop.models.store.keys import stream_of
from desktop.models.store.ops import make_op
from desktop.models.store.store import Store


def restate(
    store: Store, kind: str, key: str, field: str, value: Any, replaces: Sequence[str]
) -> str:
    """Assign a value, in the open step, over the present leaves and over `replaces`.

    `replaces` are ids of operations of this register in another office's books; wherever
    they arrive they are never leaves again. Returns the op's id, also when the value stood.
    """
    step = store.require_step()
    stream = stream_of(kind)
    leaves = store.leaves(kind, store._fold.key(kind, key), field)
    store._hlc = next_hlc(store._hlc, store.clock.now())
    n, prev = store._heads.get(stream, (0, None))
    body = {
        "base": sorted({*(leaf.op for leaf in leaves), *replaces}), "f": field,
        "hlc": max([store._hlc, *(after(leaf.hlc) for leaf in leaves)]), "k": key,
        "kind": kind, "n": n + 1, "pack": store.pack, "prev": prev, "role": store.role,
        "step": step.id, "store": store.store_id, "stream": stream, "v": value,
        "wall": store.now(), "who": store._who,
    }  # fmt: skip
    op = make_op(body)
    step._changes += store._fold.apply([op])
    store._insert([op], None)
    step._wrote = True
    store._heads[stream] = (op.n, op.id)
    return op.id


def forget_rejected(store: Store) -> None:
    """Take off the rejected list, in the open step, what was accepted after all."""
    store._execute(
        "DELETE FROM rejected WHERE EXISTS (SELECT 1 FROM op WHERE op.id = rejected.id"
        " AND op.store = json_extract(CAST(rejected.raw AS TEXT), '$.store'))"
    )
