"""Asking the journal and the fold for many things at once: one statement for thousands."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from desktop.models.store.ops import Op, dump

Ask = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]
"""Runs a query: `Reader.rows`, or a connection's `execute`."""


class Named(Protocol):
    """Whatever names an operation and the store that wrote it: itself, the end of a chain."""

    @property
    def store(self) -> str: ...

    @property
    def id(self) -> str: ...


class Name(NamedTuple):
    """An operation named, and nothing more of it."""

    store: str
    id: str


_AT_ONCE = 5_000
# CROSS JOIN: the names asked for first, each of them one look into the index.
_OPS = "SELECT op.id FROM json_each(?1) AS one CROSS JOIN op ON op.store = ?2 AND op.id = one.value"
_LAST = "SELECT max(n) FROM op WHERE store = ? AND stream = ?"
_PLACES = (
    "SELECT op.seq FROM json_each(?1) AS one"
    " CROSS JOIN op ON op.store = ?2 AND op.id = one.value"
    " WHERE op.bundle IS NOT NULL AND op.bundle <> ?3"
)
_REJECTED = (
    "SELECT rejected.id FROM json_each(?1) AS one CROSS JOIN rejected ON rejected.id = one.value"
)
_AWAITED = (
    "SELECT dangling.op FROM json_each(?1) AS one CROSS JOIN dangling ON dangling.op = one.value"
)
_LEAVES = (
    "SELECT leaf.key, leaf.field, leaf.hlc, leaf.store, leaf.op, leaf.value"
    " FROM json_each(?1) AS one CROSS JOIN leaf ON leaf.kind = ?2 AND leaf.key = one.value"
)


def held_ids(ask: Ask, ops: Iterable[Named]) -> set[str]:
    """Return the ids of those operations that the journal has."""
    return {op_id for store, ids in _by_store(ops) for (op_id,) in _asked(ask, _OPS, ids, store)}


def held_ops(ask: Ask, ops: Iterable[Op]) -> set[str]:
    """Return the ids of those operations that the journal has, as `held_ids` does.

    An id is the hash of a line that tells its number in its chain: what comes behind the last
    number the journal has of the chain is new, and nothing of it is looked for.
    """
    last: dict[str, dict[str, int]] = {}
    reached = []
    for op in ops:
        streams = last.setdefault(op.store, {})
        if op.stream not in streams:
            ((number,),) = ask(_LAST, (op.store, op.stream))
            streams[op.stream] = number or 0
        if op.n <= streams[op.stream]:
            reached.append(op)
    return held_ids(ask, reached)


def rejected_ids(ask: Ask, ids: Iterable[str]) -> list[str]:
    """Return which of these operations are kept as rejected, in a fixed order."""
    return sorted(op_id for (op_id,) in _asked(ask, _REJECTED, list(ids)))


def awaited_ids(ask: Ask, ids: Iterable[str]) -> set[str]:
    """Return which of these operations were replaced, somewhere, before they arrived."""
    return {op_id for (op_id,) in _asked(ask, _AWAITED, list(ids))}


def places_of_others(ask: Ask, ops: Iterable[Named], bundle: str) -> list[int]:
    """Return where in the journal those stand that another bundle than this one brought."""
    return sorted(
        seq for store, ids in _by_store(ops) for (seq,) in _asked(ask, _PLACES, ids, store, bundle)
    )


def leaves_of_keys(ask: Ask, kind: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Yield (key, field, hlc, store, op, value) of every leaf of these keys."""
    return _asked(ask, _LEAVES, list(keys), kind)


def _by_store(ops: Iterable[Named]) -> Iterable[tuple[str, list[str]]]:
    """Return store → ids: the journal keeps the ids of each store together."""
    found: dict[str, list[str]] = {}
    for op in ops:
        found.setdefault(op.store, []).append(op.id)
    return found.items()


def _asked(ask: Ask, query: str, names: Sequence[str], *more: str) -> Iterator[tuple[Any, ...]]:
    for begin in range(0, len(names), _AT_ONCE):
        yield from ask(query, (dump(names[begin : begin + _AT_ONCE]), *more))
