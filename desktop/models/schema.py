"""The tables of an office's database and their migrations, as frozen text.

A migration never calls live code: a database of any age opens for ever.
"""

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x53434431  # "SCD1"
SCHEMA_MAJOR = 1
SCHEMA_MINOR = 0
USER_VERSION = SCHEMA_MAJOR * 1000 + SCHEMA_MINOR

_FIRST = (
    """CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # The journal: raw lines byte for byte, in the order this office accepted them.
    """CREATE TABLE op (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, store TEXT NOT NULL,
        stream TEXT NOT NULL, n INTEGER NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL,
        key TEXT NOT NULL, field TEXT NOT NULL, accepted_at TEXT NOT NULL, bundle TEXT,
        raw BLOB NOT NULL) STRICT""",
    "CREATE INDEX op_chain ON op (store, stream, n)",
    "CREATE INDEX op_register ON op (kind, key, field)",
    "CREATE INDEX op_step ON op (step)",
    # The steps: what each transaction was called; undo and redo are read off these rows.
    """CREATE TABLE step (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, at TEXT NOT NULL,
        role TEXT NOT NULL, who TEXT NOT NULL, barrier TEXT, target TEXT,
        state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dead', 'undo', 'redo'))
        ) STRICT""",
    # The fold: one row per leaf of a register. Everything below can be rebuilt from op.
    """CREATE TABLE leaf (
        kind TEXT NOT NULL, key TEXT NOT NULL, field TEXT NOT NULL, op TEXT NOT NULL,
        hlc TEXT NOT NULL, store TEXT NOT NULL, value TEXT NOT NULL, winner INTEGER NOT NULL,
        PRIMARY KEY (kind, key, field, op)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX leaf_loser ON leaf (kind, key, field) WHERE winner = 0",
    # Replaced ops whose replacement arrived first.
    """CREATE TABLE dangling (
        op TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, field TEXT NOT NULL,
        PRIMARY KEY (op, kind, key, field)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE alias (own TEXT PRIMARY KEY, unit TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # Last op of each chain this office holds.
    """CREATE TABLE head (
        store TEXT NOT NULL, stream TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (store, stream, id)) STRICT, WITHOUT ROWID""",
    # Operations that came in a genuine bundle but were not their sender's to write.
    """CREATE TABLE rejected (
        id TEXT PRIMARY KEY, bundle TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL,
        raw BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    # Machine state: outbox tries, window layout, caches. Not part of the office's truth.
    "CREATE TABLE machine (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the present schema; each migration is one transaction."""
    import sqlite_utils
    from sqlite_utils import Migrations

    migrations = Migrations("socongdoan")

    @migrations(name="0001_first")
    def first(db: "Database") -> None:
        for statement in _FIRST:
            db.execute(statement)

    migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")


FOLD_TABLES = ("leaf", "dangling", "alias")
"""The rebuildable cache of the journal."""
