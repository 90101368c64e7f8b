"""What others wrote meanwhile, kind by kind: read off the journal by a connection that only reads.

SQLite tells such a connection that something changed and not what. A number typed every second
would then make the whole register of units be read again each time.
"""

import sqlite3
from collections.abc import Hashable

from desktop.models.store.held import Ask

LEFT = "left"
"""The meta fact that lines left the journal: it names the step in which they last did."""

_MANY = 2_000
"""New lines that are looked through for their kinds; a bundle with more may concern anything."""

_LEFT = "SELECT value FROM meta WHERE name = ?"
_TOP = "SELECT ifnull(max(seq), 0) FROM op"
# Asked for distinct ones, SQLite goes through the whole index of kinds instead.
_KINDS = "SELECT kind FROM op NOT INDEXED WHERE seq > ?"


def note_left(execute: Ask, step: str) -> None:
    """Tell, in the open step, those who only read that what they know of the journal is over."""
    execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (LEFT, step))


class Heard:
    """Counts, by kind of register, the writes of others that one connection has heard of."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._version: int | None = None
        self._top, self._left = 0, ""
        self._looks = self._everything = 0
        self._last: dict[str, int] = {}
        self._marks: dict[tuple[str, ...], Hashable] = {}

    def marks(self, version: int, kinds: tuple[str, ...]) -> Hashable:
        """Return what stays the same for as long as nobody writes one of these kinds.

        `version` is the database's own count of changes. An alias moves registers of every kind.
        """
        if version != self._version:
            self._look(version)
        mark = self._marks.get(kinds)
        if mark is None:
            mark = self._marks[kinds] = (self._everything, *map(self._last.get, kinds))
        return mark

    def _look(self, version: int) -> None:
        # What is written between these questions is asked about again: the version is from before.
        self._looks += 1
        row = self._db.execute(_LEFT, (LEFT,)).fetchone()
        left = row[0] if row else ""
        (top,) = self._db.execute(_TOP).fetchone()
        known = self._version is not None and left == self._left
        if known and self._top <= top <= self._top + _MANY:
            kinds = {kind for (kind,) in self._db.execute(_KINDS, (self._top,))}
            self._last |= dict.fromkeys(kinds, self._looks)
            known = "alias" not in kinds
        else:
            known = False
        if not known:
            self._everything = self._looks
        self._version, self._top, self._left = version, top, left
        self._marks.clear()
