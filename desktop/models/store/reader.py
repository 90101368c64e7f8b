"""Reading an office: registers and rows, over a connection that cannot write."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs, load_packs, shipped_folder
from desktop.models.single_line import clean_value, cleaner
from desktop.models.store.bulk import PAGES_KEPT
from desktop.models.store.fold import Leaf, Register
from desktop.models.store.heard import Heard
from desktop.models.store.keys import ENTERING, prefix_range
from desktop.models.store.ops import load
from desktop.models.store.own_windows import PERIOD, packs_with
from desktop.models.store.schema import APPLICATION_ID, SCHEMA_MAJOR, outdated

_T = TypeVar("_T")


@contextmanager
def known_errors(folder: Path) -> Iterator[None]:
    """Tell the database errors a person can act on in one sentence each."""
    try:
        yield
    except sqlite3.Error as error:
        raise _refusal(error, folder) from error


def _refusal(error: sqlite3.Error, folder: Path) -> Exception:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL":
        return Refusal(
            _("Ổ đĩa chứa sổ đã đầy. Chưa ghi gì."),
            next_step=_("Xóa bớt tệp không cần hoặc chọn ổ khác rồi làm lại."), code="E_DISK_FULL",
        )  # fmt: skip
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Refusal(
            _("Tệp sổ trong {folder} bị hỏng hoặc không phải sổ của chương trình.").format(
                folder=folder
            ),
            next_step=_("Khôi phục từ bản sao lưu gần nhất."), code="E_CORRUPT",
        )  # fmt: skip
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Refusal(
            _("Sổ đang bận ghi ở một cửa sổ khác."), next_step=_("Chờ giây lát rồi làm lại."),
            code="E_BUSY",
        )  # fmt: skip
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return Refusal(
            _("Không đọc ghi được tệp sổ trong {folder}.").format(folder=folder),
            next_step=_("Kiểm tra ổ đĩa và quyền ghi vào thư mục."), code="E_IO",
        )  # fmt: skip
    return error


def connect(folder: Path, *, readonly: bool) -> sqlite3.Connection:
    """Open the database of an office with every safety setting on, and read each back.

    WAL only from SQLite 3.51.3 on (older ones can corrupt it: exchange.md, D9).
    """
    path = folder / "office.db"
    if not path.is_file():
        raise Refusal(
            _("Không thấy sổ nào trong {folder}.").format(folder=folder),
            next_step=_("Kiểm tra lại đường dẫn, hoặc lập sổ mới."), code="E_NO_OFFICE",
        )  # fmt: skip
    if readonly:
        _finish_what_was_cut_off(path)
    connection = _opened(path, "ro" if readonly else "rw")
    try:
        _prepare(connection, readonly=readonly)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, *, readonly: bool) -> None:
    connection.execute("PRAGMA busy_timeout = 5000")
    for pragma in ("foreign_keys = ON", "cell_size_check = ON", "trusted_schema = OFF"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("PRAGMA temp_store = MEMORY")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise sqlite3_notadb()
    if version // 1000 > SCHEMA_MAJOR:
        raise Refusal(
            _("Sổ này do phiên bản mới hơn của chương trình lập."),
            next_step=_("Cập nhật chương trình rồi mở lại."), code="E_NEWER_FORMAT",
        )  # fmt: skip
    if not readonly:
        _set_durable(connection)
    connection.execute("PRAGMA query_only = ON")


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, isolation_level=None)


def _finish_what_was_cut_off(path: Path) -> None:
    """Let SQLite undo a write that a power cut or a kill interrupted.

    A connection that may only read cannot do it and refuses the file until somebody has.
    """
    try:
        if path.with_name(path.name + "-journal").stat().st_size == 0:
            return
    except OSError:
        return
    connection = _opened(path, "rw")
    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA application_id").fetchone()
    finally:
        connection.close()


def _bring_up_to_date(folder: Path) -> None:
    """Let a writer migrate the file: what only reads cannot, and would not find its tables."""
    from desktop.models.store.store import Store

    Store.open(folder).close()


def sqlite3_notadb() -> sqlite3.DatabaseError:
    """Return the error SQLite itself gives for a file that is not a database of ours."""
    error = sqlite3.DatabaseError("not an office database")
    error.sqlite_errorname = "SQLITE_NOTADB"
    return error


def _set_durable(connection: sqlite3.Connection) -> None:
    wanted = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "truncate"
    (mode,) = connection.execute("PRAGMA journal_mode = " + wanted).fetchone()
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(PAGES_KEPT)
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    if mode != wanted or synchronous != 2:
        raise sqlite3.OperationalError(f"journal_mode {mode}, synchronous {synchronous}")


def pack_folders(folder: Path) -> list[Path]:
    """Return the packs of an office, lowest layer first: shipped, province's, its own."""
    layers = [folder / "packs" / name for name in ("province", "office")]
    return [shipped_folder(), *(layer for layer in layers if (layer / "manifest.json").exists())]


_LASTING = 16
"""How many values that outlast other changes are kept: trees of a few days, each of any size."""


class Reader:
    """An office as it is now, read through a connection of its own."""

    _counts_changes = False  # whether `_changes_of` tells changes that a step may take back

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = connection
        self._packs: Packs | None = None
        self._packs_now: tuple[Hashable, Packs] | None = None
        self._remembered: tuple[Any, dict[Hashable, Any]] = (None, {})
        self._lasting: dict[Hashable, tuple[Any, Any]] = {}
        self._asked: int | None = None
        self._heard = Heard(connection)

    @property
    def packs(self) -> Packs:
        """The packs in force in this office: shipped, then those kept in its folder.

        Their schemes know the days that were set for single ad-hoc periods.
        """
        if self._packs is None:
            self._packs = load_packs(pack_folders(self.folder))
        mark = (id(self._packs), self._changes_of((PERIOD,)))
        if self._packs_now is None or self._packs_now[0] != mark:
            self._packs_now = (mark, packs_with(self._packs, self.registers(PERIOD)))
        return self._packs_now[1]

    @classmethod
    def open_reader(cls, folder: Path) -> "Reader":
        """Open an office for reading only; raises Refusal when it is not one."""
        folder = Path(folder).resolve()
        with known_errors(folder):
            connection = connect(folder, readonly=True)
            try:
                late = outdated(connection)
            except BaseException:
                connection.close()
                raise
            if late:
                connection.close()
                _bring_up_to_date(folder)
                connection = connect(folder, readonly=True)
            return Reader(folder, connection)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self._db.execute(query, parameters).fetchall()

    @property
    def entering(self) -> str:
        """The opaque id of the person who enters on this computer."""
        chosen = self.machine(ENTERING)
        return chosen if isinstance(chosen, str) and chosen else self.meta("who") or ""

    def meta(self, name: str) -> str | None:
        """Return one fact about this file: store, unit, who, created …"""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    @contextmanager
    def asking_once(self) -> Iterator[None]:
        """Ask the database once, for a piece of reading, whether anything changed.

        What is remembered meanwhile is of the moment it began, and read again after it if that
        has passed. No lock is held: writing goes on beside. A piece within a piece is of the
        moment the outer one began.
        """
        if self._asked is not None:
            yield
            return
        self._asked = self._version()
        try:
            yield
        finally:
            self._asked = None

    def remembered(self, name: Hashable, read: Callable[[], _T]) -> _T:
        """Return what `read` once returned under a name, read again after any change.

        For values that nobody alters. The database itself tells of changes: those of others by
        its version, our own by their count. Within a step, which may be taken back, nothing is
        remembered.
        """
        if self._db.in_transaction:
            return read()
        mark = (self._version(), self._db.total_changes)
        if self._remembered[0] != mark:
            self._remembered = (mark, {})
        known = self._remembered[1]
        if name not in known:
            # Kept with the mark from before reading: a change meanwhile discards it.
            known[name] = read()
        value: _T = known[name]
        return value

    def remembered_of(
        self,
        kinds: Sequence[str],
        name: Hashable,
        read: Callable[[], _T],
        renew: Callable[[_T, Mapping[str, set[str]]], _T] | None = None,
    ) -> _T:
        """Return what `remembered` does, for a value that depends on these kinds alone.

        It is kept while only other kinds change, by whomever: a number typed does not make the
        tree of units be read again, nor does a step that only takes figures in.
        `renew` makes the value out of the last one and kind → the keys that changed since,
        where the office knows them.
        """
        if self._db.in_transaction and not self._counts_changes:
            return read()
        mark = self._changes_of(kinds)
        # Taken out and put back: what is asked for time and again is never the one let go.
        known = self._lasting.pop(name, None)
        if known is None or known[0] != mark:
            value = None
            if renew is not None and known is not None:
                keys = self._keys_changed(kinds, known[0])
                value = renew(known[1], keys) if keys is not None else None
            known = (mark, read() if value is None else value)
        self._lasting.pop(name, None)
        self._lasting[name] = known
        if len(self._lasting) > _LASTING:
            del self._lasting[next(iter(self._lasting))]
        found: _T = known[1]
        return found

    def _version(self) -> int:
        if self._asked is not None:
            return self._asked
        (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _changes_of(self, kinds: Iterable[str]) -> Hashable:
        # A connection that only reads changes nothing itself: it hears of others.
        return self._heard.marks(self._version(), tuple(kinds))

    def _keys_changed(self, _kinds: Sequence[str], _mark: Any) -> dict[str, set[str]] | None:
        """Return kind → the keys changed since an answer of `_changes_of`; None: not known."""
        return None

    @property
    def store_id(self) -> str:
        """The id of this installation of the office."""
        return self.meta("store") or ""

    @property
    def own_unit(self) -> str:
        """The id of the unit this office belongs to, as the register above knows it."""
        return self.remembered("own unit", lambda: self.unit(self.meta("unit") or ""))

    def unit(self, unit: str) -> str:
        """Return the register's id of a unit; ids an office gave itself stay valid for ever."""
        for _hop in range(8):
            row = self._db.execute("SELECT unit FROM alias WHERE own = ?", (unit,)).fetchone()
            if row is None:
                break
            unit = row[0]
        return unit

    def get(self, kind: str, key: str, field: str) -> Any:
        """Return the value of a register, None where it is unset."""
        row = self._db.execute(
            "SELECT value FROM leaf WHERE kind = ? AND key = ? AND field = ? AND winner = 1",
            (kind, key, field),
        ).fetchone()
        return clean_value(kind, field, load(row[0])) if row else None

    def fields(self, kind: str, key: str) -> dict[str, Any]:
        """Return the set registers of one key: field → value."""
        rows = self._db.execute(
            "SELECT field, value FROM leaf"
            " WHERE kind = ? AND key = ? AND winner = 1 AND value <> 'null'",
            (kind, key),
        )
        return {field: clean_value(kind, field, load(value)) for field, value in rows}

    def registers(self, kind: str, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
        """Yield (key, field, value) of the set registers of a kind, in key order."""
        query = "SELECT key, field, value FROM leaf WHERE kind = ? AND winner = 1"
        parameters: tuple[str, ...] = (kind,)
        if prefix:
            query += " AND key >= ? AND key < ?"
            parameters = (kind, *prefix_range(prefix))
        clean = cleaner(kind)
        for key, field, value in self._db.execute(query, parameters):
            if value != "null":
                yield key, field, clean(field, load(value)) if clean else load(value)

    def records(self, kind: str, prefix: str = "") -> dict[str, dict[str, Any]]:
        """Return key → field → value of the set registers of a kind."""
        found: dict[str, dict[str, Any]] = {}
        for key, field, value in self.registers(kind, prefix):
            found.setdefault(key, {})[field] = value
        return found

    def known_records(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """Return what `records` does, read once between two changes.

        The bundles of some years, with the returns in each, are asked for by many at once.
        """
        return self.remembered(("records", kind), lambda: self.records(kind))

    def leaves(self, kind: str, key: str, field: str) -> list[Leaf]:
        """Return the leaves of a register, the winner last."""
        rows = self._db.execute(
            "SELECT hlc, store, op, value FROM leaf WHERE kind = ? AND key = ? AND field = ?",
            (kind, key, field),
        )
        return sorted(Leaf(*row) for row in rows)

    def conflicts(self) -> list[Register]:
        """Return the registers whose leaves disagree."""
        return [
            (kind, key, field)
            for kind, key, field in self.rows(
                "SELECT kind, key, field FROM leaf"
                " WHERE (kind, key, field) IN (SELECT kind, key, field FROM leaf WHERE winner = 0)"
                " GROUP BY kind, key, field HAVING count(DISTINCT value) > 1"
            )
        ]

    def machine(self, name: str) -> Any:
        """Return a piece of machine state (never part of the office's truth), or None."""
        row = self._db.execute("SELECT value FROM machine WHERE name = ?", (name,)).fetchone()
        return load(row[0]) if row else None
