"""Asking the journal and the fold for many things at once: one statement for thousands."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from desktop.models.store.ops import dump

_AT_ONCE = 5_000
# CROSS JOIN: the names asked for first, each of them one look into the index.
_OPS = "SELECT op.id FROM json_each(?1) AS one CROSS JOIN op ON op.id = one.value"
_LEAVES = (
    "SELECT leaf.key, leaf.field, leaf.hlc, leaf.store, leaf.op, leaf.value"
    " FROM json_each(?1) AS one CROSS JOIN leaf ON leaf.kind = ?2 AND leaf.key = one.value"
)


def held_ids(connection: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """Return which of these operations the journal has."""
    return {op_id for (op_id,) in _asked(connection, _OPS, list(ids))}


def leaves_of_keys(
    connection: sqlite3.Connection, kind: str, keys: Iterable[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield (key, field, hlc, store, op, value) of every leaf of these keys."""
    return _asked(connection, _LEAVES, list(keys), kind)


def _asked(
    connection: sqlite3.Connection, query: str, names: Sequence[str], *more: str
) -> Iterator[tuple[Any, ...]]:
    for begin in range(0, len(names), _AT_ONCE):
        part = dump(names[begin : begin + _AT_ONCE])
        yield from connection.execute(query, (part, *more))
