"""The tables of an office's database and their migrations, as frozen text.

A migration never calls live code: a database of any age opens for ever.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x53434431  # "SCD1"
SCHEMA_MAJOR = 1
"""A file of a higher major version is refused; of a higher minor one it is read all the same."""

PAGE_SIZE = 8192
"""Bytes; of a new office's file."""

REFOLD = "refold"
"""The meta fact a migration leaves that changed the fold's tables: they are built again."""

REREAD = "reread"
"""The meta fact of a migration since which fewer lines read: those taken are looked through."""

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


class Migration(NamedTuple):
    """One step of the schema; `version` (major × 1000 + minor) is the file's after it."""

    name: str
    version: int
    run: Callable[["Database"], None]


def _first(db: "Database") -> None:
    for statement in _FIRST:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _by_bundle(db: "Database") -> None:
    db.execute("CREATE INDEX op_bundle ON op (bundle) WHERE bundle IS NOT NULL")


_WITHDRAWN = (
    # What an undone bundle alone had brought: out of the books, never out of the log. `reason`
    # tells of an operation that had been kept as rejected.
    """CREATE TABLE withdrawn (
        id TEXT NOT NULL, bundle TEXT NOT NULL, store TEXT NOT NULL, stream TEXT NOT NULL,
        n INTEGER NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
        field TEXT NOT NULL, accepted_at TEXT NOT NULL, at TEXT NOT NULL, reason TEXT,
        raw BLOB NOT NULL, PRIMARY KEY (id, at)) STRICT, WITHOUT ROWID""",
    # Ranges of op.seq that a later bundle brought once more. Columns stand in the key's order:
    # PRAGMA quick_check of SQLite 3.40 finds faults that are none where they do not.
    """CREATE TABLE carried (
        first INTEGER NOT NULL, last INTEGER NOT NULL, bundle TEXT NOT NULL,
        PRIMARY KEY (first, last, bundle)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX carried_bundle ON carried (bundle)",
    # Rejected operations that a later bundle brought once more.
    """CREATE TABLE also_rejected (
        op TEXT NOT NULL, bundle TEXT NOT NULL, PRIMARY KEY (op, bundle)) STRICT, WITHOUT ROWID""",
    # Whatever leaves the journal while other bundles carry it keeps them, and frees its place.
    """CREATE TRIGGER op_leaves AFTER DELETE ON op BEGIN
        INSERT OR IGNORE INTO also_rejected SELECT OLD.id, bundle FROM carried
            WHERE OLD.seq BETWEEN first AND last;
        INSERT OR IGNORE INTO carried SELECT first, OLD.seq - 1, bundle FROM carried
            WHERE OLD.seq BETWEEN first AND last AND first < OLD.seq;
        INSERT OR IGNORE INTO carried SELECT OLD.seq + 1, last, bundle FROM carried
            WHERE OLD.seq BETWEEN first AND last AND last > OLD.seq;
        DELETE FROM carried WHERE OLD.seq BETWEEN first AND last;
        END""",
)


def _withdrawn(db: "Database") -> None:
    for statement in _WITHDRAWN:
        db.execute(statement)


def _own_steps(db: "Database") -> None:
    # A step is looked up to be taken back or told: what bundles bring belongs to nobody's here.
    db.execute("DROP INDEX op_step")
    db.execute("CREATE INDEX op_step ON op (step) WHERE bundle IS NULL")


_IDS_BY_STORE = (
    # Ids are hashes: in one index over all of them each line of a bundle lands on a page of its
    # own, and an import grows dearer with the file. Those of one store lie close together.
    """CREATE TABLE journal (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL, store TEXT NOT NULL,
        stream TEXT NOT NULL, n INTEGER NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL,
        key TEXT NOT NULL, field TEXT NOT NULL, accepted_at TEXT NOT NULL, bundle TEXT,
        raw BLOB NOT NULL) STRICT""",
    "INSERT INTO journal SELECT seq, id, store, stream, n, step, kind, key, field, accepted_at,"
    " bundle, raw FROM op ORDER BY seq",
    "DROP TABLE op",  # and its indexes and its trigger with it
    "ALTER TABLE journal RENAME TO op",
    "CREATE UNIQUE INDEX op_id ON op (store, id)",
    "CREATE INDEX op_chain ON op (store, stream, n)",
    "CREATE INDEX op_register ON op (kind, key, field)",
    "CREATE INDEX op_bundle ON op (bundle) WHERE bundle IS NOT NULL",
    "CREATE INDEX op_step ON op (step) WHERE bundle IS NULL",
    _WITHDRAWN[-1],
    # An id without its store is looked for under each: SQLite skips from one to the next (a
    # "skip-scan") only where these figures, which it reads here, say that a store has many ids.
    "ANALYZE sqlite_schema",
    "DELETE FROM sqlite_stat1 WHERE tbl = 'op'",
    "INSERT INTO sqlite_stat1 VALUES ('op', 'op_id', '1000000 10000 1')",
    "ANALYZE sqlite_schema",
)


def _ids_by_store(db: "Database") -> None:
    for statement in _IDS_BY_STORE:
        db.execute(statement)


def _lines_that_read(db: "Database") -> None:
    # Earlier programs took lines of other offices that stop every page; a new file has none.
    db.execute("INSERT OR REPLACE INTO meta SELECT 'reread', '1' WHERE EXISTS (SELECT 1 FROM op)")


MIGRATIONS: tuple[Migration, ...] = (
    Migration("0001_first", 1000, _first),
    Migration("0002_by_bundle", 1001, _by_bundle),
    Migration("0003_withdrawn", 1002, _withdrawn),
    Migration("0004_own_steps", 1003, _own_steps),
    Migration("0005_ids_by_store", 1004, _ids_by_store),
    Migration("0006_lines_that_read", 1005, _lines_that_read),
)
"""In order. One that changes a table of the fold also writes the meta fact REFOLD."""


def newest() -> int:
    """Return the version of a file that has every migration."""
    return MIGRATIONS[-1].version


def outdated(connection: sqlite3.Connection) -> bool:
    """Tell whether migrations, or the rebuilding after one, still wait."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return version < newest() or _work_waits(connection)


def is_older(file: Path) -> bool:
    """Tell from a database's header alone whether migrations wait; False where it has none.

    SQLite keeps `user_version` in bytes 60 to 63, the most significant first.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(64)
    except OSError:
        return False
    return len(head) == 64 and 0 < int.from_bytes(head[60:], "big") < newest()


def _work_waits(connection: sqlite3.Connection) -> bool:
    found = connection.execute(
        "SELECT 1 FROM meta WHERE name IN (?, ?)", (REFOLD, REREAD)
    ).fetchone()
    return found is not None


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the present schema.

    Each migration is one transaction together with its version number: a process cut off at
    any moment leaves the file before or after it.
    """
    import sqlite_utils
    from sqlite_utils import Migrations

    migrations = Migrations("socongdoan")
    for one in MIGRATIONS:
        migrations(name=one.name)(_with_version(one))
    migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))


def in_memory() -> sqlite3.Connection:
    """Return a new database in memory with every table and no row.

    What the migrations make of nothing is worked out once, for all the offices of a process.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(_tables(MIGRATIONS))
    return connection


@lru_cache(maxsize=1)
def _tables(_migrations: tuple[Migration, ...]) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        migrate(connection)
        return connection.serialize()


def _with_version(migration: Migration) -> Callable[["Database"], None]:
    def run(db: "Database") -> None:
        migration.run(db)
        db.execute(f"PRAGMA user_version = {migration.version}")

    return run


FOLD_TABLES = ("leaf", "dangling", "alias")
"""The rebuildable cache of the journal."""
