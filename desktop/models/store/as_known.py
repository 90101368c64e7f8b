"""An office as it was known at the end of a day: the same reading, over what was accepted by then.

The day is of acceptance here (model.md, Returns), not the day a figure speaks of. Everything
that reads an office reads it restated: figures, returns and verdicts, the unit tree, events,
openings, targets. Only what a unit is called in the journal stays as now: an alias names the
same unit for ever.
"""

import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from desktop.models.store.fold import Leaf, Register, spellings
from desktop.models.store.ops import dump, load
from desktop.models.store.reader import Reader, connect, known_errors

_VIEWS = (
    # What was known then: also what an undone bundle had brought and took away only later.
    """CREATE TEMP VIEW op AS
        SELECT * FROM main.op WHERE accepted_at < (SELECT moment FROM temp.known_end)
        UNION ALL
        SELECT -1 AS seq, id, store, stream, n, step, kind, key, field, accepted_at, bundle, raw
        FROM main.withdrawn AS w WHERE reason IS NULL
        AND accepted_at < (SELECT moment FROM temp.known_end)
        AND at >= (SELECT moment FROM temp.known_end)
        AND NOT EXISTS (SELECT 1 FROM main.op AS o WHERE o.store = w.store AND o.id = w.id
                        AND o.accepted_at < (SELECT moment FROM temp.known_end))""",
    "CREATE TEMP VIEW step AS SELECT * FROM main.step WHERE at <"
    " (SELECT moment FROM temp.known_end)",
    "CREATE TEMP VIEW rejected AS SELECT * FROM main.rejected WHERE at <"
    " (SELECT moment FROM temp.known_end)",
    """CREATE TEMP VIEW leaf AS
        SELECT kind, key, field, op, hlc, store, value, winner FROM main.leaf
        WHERE NOT EXISTS (SELECT 1 FROM temp.later AS l WHERE l.kind = main.leaf.kind
                          AND l.key = main.leaf.key AND l.field = main.leaf.field)
        UNION ALL
        SELECT kind, key, field, op, hlc, store, value, winner FROM temp.then_leaf""",
)
_TABLES = (
    "CREATE TEMP TABLE known_end (moment TEXT)",
    "CREATE TEMP TABLE later (kind TEXT, key TEXT, field TEXT, PRIMARY KEY (kind, key, field))"
    " WITHOUT ROWID",
    "CREATE TEMP TABLE then_leaf (kind TEXT, key TEXT, field TEXT, op TEXT, hlc TEXT, store TEXT,"
    " value TEXT, winner INTEGER, PRIMARY KEY (kind, key, field, op)) WITHOUT ROWID",
)


class KnownReader(Reader):
    """A reader of what the office had accepted by the end of the day `known_on`.

    `now` reads the office as it is.
    """

    known_on = date.max
    now: Reader

    def heard_later(self, kind: str, key: str) -> date | None:
        """Return the day on which the office first heard of what it did not know by then, if so."""
        if self.fields(kind, key):
            return None
        found = [
            moment
            for spelled in _spellings(self.now, key)
            for (moment,) in self.now.rows(
                "SELECT min(accepted_at) FROM op WHERE kind = ? AND key = ?", (kind, spelled)
            )
            if moment is not None
        ]
        return date.fromisoformat(min(found)[:10]) if found else None

    def _changes_of(self, kinds: Iterable[str]) -> Hashable:
        return self._version()  # the journal it shows is cut off: nothing is heard from its end


@contextmanager
def as_known(reader: Reader, day: date | None) -> Iterator[Reader]:
    """Yield the office as known at the end of a day; None, or a day nothing followed, as it is.

    Whether anything changed is asked once for the block.
    """
    if day is None or (isinstance(reader, KnownReader) and reader.known_on <= day):
        with reader.asking_once():
            yield reader
        return
    end = f"{day.isoformat()}T99"
    later = "SELECT 1 FROM op WHERE accepted_at >= ?1 UNION SELECT 1 FROM withdrawn WHERE at >= ?1"
    if not reader.rows(later + " LIMIT 1", (end,)):
        with reader.asking_once():
            yield reader
        return
    then = _open(reader, day, end)
    try:
        with then.asking_once():
            yield then
    finally:
        then.close()


def _open(reader: Reader, day: date, end: str) -> KnownReader:
    with known_errors(reader.folder):
        connection = connect(reader.folder, readonly=True)
        try:
            _restate(connection, reader, end)
        except BaseException:
            connection.close()
            raise
    found = KnownReader(reader.folder, connection)
    found.known_on, found.now = day, reader.now if isinstance(reader, KnownReader) else reader
    return found


def _restate(connection: sqlite3.Connection, reader: Reader, end: str) -> None:
    """Lay the fold of that day over the tables; the file itself is open for reading only."""
    connection.execute("PRAGMA query_only = OFF")
    for table in _TABLES:
        connection.execute(table)
    connection.execute("INSERT INTO temp.known_end VALUES (?)", (end,))
    written: set[Register] = set()
    for kind, key, field in connection.execute(
        "SELECT kind, key, field FROM op WHERE accepted_at >= ?1 AND kind <> 'alias' UNION"
        " SELECT kind, key, field FROM withdrawn WHERE at >= ?1 AND kind <> 'alias'",
        (end,),
    ):
        written.add((kind, key, field))
    later = {(kind, _resolved(reader, key), field) for kind, key, field in written}
    connection.executemany("INSERT OR IGNORE INTO temp.later VALUES (?, ?, ?)", later)
    connection.executemany(
        "INSERT INTO temp.then_leaf VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [row for register in later for row in _fold(connection, reader, register, end)],
    )
    for view in _VIEWS:
        connection.execute(view)
    connection.execute("PRAGMA query_only = ON")


def _resolved(reader: Reader, key: str) -> str:
    return "|".join(reader.unit(part) for part in key.split("|"))


def _fold(
    connection: sqlite3.Connection, reader: Reader, register: Register, end: str
) -> list[tuple[str | int, ...]]:
    """Return the leaves one register had: the ops none of those known by then replaces."""
    kind, key, field = register
    bodies = [
        load(raw)
        for spelled in _spellings(reader, key)
        for (raw,) in connection.execute(
            "SELECT raw FROM main.op WHERE kind = ?1 AND key = ?2 AND field = ?3"
            " AND accepted_at < ?4 UNION SELECT raw FROM main.withdrawn WHERE kind = ?1"
            " AND key = ?2 AND field = ?3 AND accepted_at < ?4 AND at >= ?4 AND reason IS NULL",
            (kind, spelled, field, end),
        )
    ]
    replaced = {base for body in bodies for base in body["base"]}
    leaves = sorted(
        Leaf(body["hlc"], body["store"], body["id"], dump(body["v"]))
        for body in bodies
        if body["id"] not in replaced
    )
    last = len(leaves) - 1
    return [
        (kind, key, field, leaf.op, leaf.hlc, leaf.store, leaf.value, int(n == last))
        for n, leaf in enumerate(leaves)
    ]


def _spellings(reader: Reader, key: str) -> set[str]:
    """Return the key with each unit under every id that offices gave it."""
    owns: dict[str, list[str]] = reader.remembered("own ids", lambda: _own_ids(reader))
    return spellings(key, owns)


def _own_ids(reader: Reader) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for own, _unit in reader.rows("SELECT own, unit FROM alias"):
        found.setdefault(reader.unit(own), []).append(own)
    return found
