"""Bringing an older office file to the present schema, with a backup of it as it was."""

import sqlite3
from pathlib import Path

from desktop.models.store import schema
from desktop.models.store.backup import backup
from desktop.models.store.fold import Fold
from desktop.models.store.reader import Reader
from desktop.models.store.rereading import reread


def upgrade(folder: Path, connection: sqlite3.Connection) -> None:
    """Back up, migrate, and fold the journal again where a migration asks for it.

    The caller holds the office's lock. Each migration and the rebuilding are one transaction
    each: cut off anywhere, the next opening goes on where this one stopped. The journal's
    raw lines are never touched by it, so the tables can always be built again.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < schema.newest():
        (folder / "backups").mkdir(exist_ok=True)
        backup(Reader(folder, connection), backup_before(folder, version))
    connection.execute("PRAGMA query_only = OFF")
    try:
        schema.migrate(connection)
        reread(connection)
        _refold(connection)
    finally:
        connection.execute("PRAGMA query_only = ON")


def backup_before(folder: Path, version: int) -> Path:
    """Return where the backup of a file of this version lies."""
    return folder / "backups" / f"truoc-nang-cap-{version}.zip"


def _refold(connection: sqlite3.Connection) -> None:
    waits = "SELECT 1 FROM meta WHERE name = ?"
    if connection.execute(waits, (schema.REFOLD,)).fetchone() is None:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        Fold(connection).rebuild()
        connection.execute("DELETE FROM meta WHERE name = ?", (schema.REFOLD,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
