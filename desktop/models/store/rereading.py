"""Lines an earlier program took although they do not read: set aside when the file is upgraded.

Every reader of a register then finds what it can read, as if the line had been refused on arrival.
"""

import sqlite3

import msgspec

from desktop.models.store.heard import note_left
from desktop.models.store.ops import member
from desktop.models.store.schema import REFOLD, REREAD
from desktop.models.store.shapes import KINDS, reads, unreadable
from desktop.models.store.withdrawing import mend_heads

_TAKEN = (
    "SELECT seq, store, stream, kind, key, field, raw FROM op WHERE bundle IS NOT NULL"
    f" AND kind IN ({', '.join('?' * len(KINDS))})"
)
_ASIDE = (
    "INSERT OR IGNORE INTO rejected SELECT id, bundle, accepted_at, ?1, raw FROM op WHERE seq = ?2"
)


def reread(connection: sqlite3.Connection) -> None:
    """Move, in one transaction, what does not read from the journal to the rejected list.

    Only what came in a bundle is looked at, once after a migration that asks for it. The tables
    are to be built again where anything was moved.
    """
    if connection.execute("SELECT 1 FROM meta WHERE name = ?", (REREAD,)).fetchone() is None:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        gone = [
            (seq, (store, stream))
            for seq, store, stream, *line in connection.execute(_TAKEN, KINDS)
            if not _reads(*line)
        ]
        for seq, _chain in gone:
            connection.execute(_ASIDE, (unreadable(), seq))
            connection.execute("DELETE FROM op WHERE seq = ?", (seq,))
        mend_heads(connection.execute, {chain for _seq, chain in gone})
        if gone:
            note_left(connection.execute, REREAD)
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (REFOLD,))
        connection.execute("DELETE FROM meta WHERE name = ?", (REREAD,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _reads(kind: str, key: str, field: str, raw: bytes) -> bool:
    try:
        value = member(raw, "v")
    except (msgspec.MsgspecError, ValueError):
        return True  # a damaged line, which the doctor names
    return reads(kind, key, field, value)
