"""Asking the journal and the fold for many things at once: one statement for thousands."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from desktop.models.store.ops import dump

Ask = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]
"""Runs a query: `Reader.rows`, or a connection's `execute`."""

_AT_ONCE = 5_000
# CROSS JOIN: the names asked for first, each of them one look into the index.
_OPS = "SELECT op.id FROM json_each(?1) AS one CROSS JOIN op ON op.id = one.value"
_PLACES = (
    "SELECT op.seq FROM json_each(?1) AS one CROSS JOIN op ON op.id = one.value"
    " WHERE op.bundle IS NOT NULL AND op.bundle <> ?2"
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


def held_ids(ask: Ask, ids: Iterable[str]) -> set[str]:
    """Return which of these operations the journal has."""
    return {op_id for (op_id,) in _asked(ask, _OPS, list(ids))}


def rejected_ids(ask: Ask, ids: Iterable[str]) -> list[str]:
    """Return which of these operations are kept as rejected, in a fixed order."""
    return sorted(op_id for (op_id,) in _asked(ask, _REJECTED, list(ids)))


def awaited_ids(ask: Ask, ids: Iterable[str]) -> set[str]:
    """Return which of these operations were replaced, somewhere, before they arrived."""
    return {op_id for (op_id,) in _asked(ask, _AWAITED, list(ids))}


def places_of_others(ask: Ask, ids: Iterable[str], bundle: str) -> list[int]:
    """Return where in the journal those stand that another bundle than this one brought."""
    return sorted(seq for (seq,) in _asked(ask, _PLACES, list(ids), bundle))


def leaves_of_keys(ask: Ask, kind: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Yield (key, field, hlc, store, op, value) of every leaf of these keys."""
    return _asked(ask, _LEAVES, list(keys), kind)


def _asked(ask: Ask, query: str, names: Sequence[str], *more: str) -> Iterator[tuple[Any, ...]]:
    for begin in range(0, len(names), _AT_ONCE):
        yield from ask(query, (dump(names[begin : begin + _AT_ONCE]), *more))
