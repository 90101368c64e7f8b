"""Inserting thousands of rows: many to a statement, into pages that stay in memory."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

_AT_ONCE = 50
PAGES_KEPT = "PRAGMA cache_size = -16384"
"""16 MiB at most, instead of two: ids are random, so a bundle touches pages all over the index."""


def insert_rows(
    connection: sqlite3.Connection, into: str, width: int, rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of `width` columns in the open transaction; `into` names table and columns.

    Raises sqlite3.IntegrityError for a row that is there already, the whole transaction rolled
    back then. That is what "OR ROLLBACK" says: a statement that could fail half-way and leave
    its transaction open keeps a journal of its own, which costs more than the batch saves.
    """
    head = f"INSERT OR ROLLBACK INTO {into} VALUES "
    one = f"({','.join('?' * width)})"
    whole = len(rows) // _AT_ONCE * _AT_ONCE
    if whole:
        many = head + ",".join([one] * _AT_ONCE)
        connection.executemany(
            many,
            (
                tuple(chain.from_iterable(rows[begin : begin + _AT_ONCE]))
                for begin in range(0, whole, _AT_ONCE)
            ),
        )
    connection.executemany(head + one, rows[whole:])
