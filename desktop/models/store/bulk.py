"""Inserting thousands of rows: many to a statement, into pages that stay in memory."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

_AT_ONCE = 50
PAGES_KEPT = "PRAGMA cache_size = -16384"
"""16 MiB at most, instead of two: ids are random, so a bundle touches pages all over the index."""


class Inserting(NamedTuple):
    """The statements that insert one row, and many."""

    one: str
    many: str


def inserting(into: str, width: int) -> Inserting:
    """Return the statements for a table of the schema; `into` names it and its columns.

    "OR ROLLBACK": a statement that could fail half-way and leave its transaction open keeps a
    journal of its own, which costs more than the batch saves.
    """
    head = f"INSERT OR ROLLBACK INTO {into} VALUES "
    one = f"({','.join('?' * width)})"
    return Inserting(head + one, head + ",".join([one] * _AT_ONCE))


def insert_rows(
    connection: sqlite3.Connection, into: Inserting, rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows in the open transaction.

    Raises sqlite3.IntegrityError for a row that is there already, the whole transaction rolled
    back then.
    """
    whole = len(rows) // _AT_ONCE * _AT_ONCE
    if whole:
        batches = (rows[begin : begin + _AT_ONCE] for begin in range(0, whole, _AT_ONCE))
        connection.executemany(into.many, (tuple(chain.from_iterable(b)) for b in batches))
    connection.executemany(into.one, rows[whole:])
