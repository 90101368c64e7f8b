"""The store: one office's file and the only way anything in it changes, the step."""

import sqlite3
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import msgspec

from desktop.i18n import _
from desktop.models.clock import ZERO_HLC, Clock, SystemClock, after, next_hlc, uuid7
from desktop.models.errors import Refusal
from desktop.models.single_line import clean_value
from desktop.models.store.bulk import insert_rows, inserting
from desktop.models.store.fold import Change, Fold, Leaf, Register
from desktop.models.store.held import held_ids
from desktop.models.store.keys import ENTERING, LOCAL, stream_of
from desktop.models.store.ops import (
    MOST_OF_A_CHAIN,
    Op,
    dump,
    is_sound,
    make_op,
    member,
)
from desktop.models.store.places import check_place, make_folders, office_lock
from desktop.models.store.reader import Reader, connect, known_errors
from desktop.models.store.refusals import told_refused
from desktop.models.store.schema import outdated


class ChangeSet(msgspec.Struct, frozen=True):
    """What one step changed; the interface sends it out once, with its initiator."""

    step: str
    label: str
    changes: tuple[Change, ...]

    def keys(self, kind: str) -> set[str]:
        """Return the keys of a kind that this step touched."""
        return {change.key for change in self.changes if change.kind == kind}


_NEWEST_COUNTS = frozenset({"review", "closing"})
"""Kinds of which the newest word under a key counts, whatever field it stands in."""

NO_CHANGE = ChangeSet("", "", ())
_OPS = inserting("op (id, store, stream, n, step, kind, key, field, accepted_at, bundle, raw)", 11)


class Step:
    """An open step: collects assignments, appends them as ops, folds them."""

    def __init__(self, store: "Store", label: str, barrier: str | None) -> None:
        self.label = label
        self.barrier = barrier
        self.id = uuid7(store.clock)
        self.change = NO_CHANGE
        self.target: str | None = None
        self.state = "done"
        self._store = store
        self._changes: list[Change] = []
        self._wrote = False

    def put(
        self, kind: str, key: str, field: str, value: Any, *, stream: str = "", seen: str = "",
        beside: Collection[str] = (),
    ) -> str | None:  # fmt: skip
        """Assign a value (None unsets) and return the op's id.

        Returns None, and appends nothing, when the register already holds just this value,
        unless another office has told that what holds it does not count.
        `seen` is the clock of the newest op of other registers that this one comes after; what
        the installations `beside` wrote in this one is not replaced.
        """
        made = self._store._append(
            self, kind, [(key, field, value)], stream or stream_of(kind), seen, beside
        )
        return made[0].id if made else None

    def put_apart(
        self, kind: str, key: str, field: str, values: Sequence[tuple[Any, str]], *, stream: str
    ) -> None:
        """Assign several values side by side, none replacing another: a conflict.

        Each comes with the id of the op that had brought it; the last one counts meanwhile.
        """
        self._store._append_apart(self, (kind, key, field), values, stream)

    def put_fields(self, kind: str, key: str, fields: dict[str, Any], *, stream: str = "") -> None:
        """Assign several fields of one key."""
        self.put_all(kind, {key: fields}, stream=stream)

    def put_all(
        self, kind: str, keys: Mapping[str, Mapping[str, Any]], *, stream: str = ""
    ) -> None:
        """Assign several fields of many keys at once, as `put` does one after the other."""
        values = [(key, field, v) for key, fields in keys.items() for field, v in fields.items()]
        self._store._append(self, kind, values, stream or stream_of(kind))

    def take(self, ops: Sequence[Op], bundle: str, *, all_new: bool = False) -> list[Change]:
        """Accept operations of other stores that came in a bundle; known ones are skipped.

        `all_new`: the caller asked the journal in this step, and it has none of them.
        """
        return self._store._take(self, ops, bundle, all_new=all_new)

    def reject(self, op: Op, bundle: str, reason: str) -> None:
        """Keep an operation that was not its sender's to write, with the reason."""
        self._wrote = True
        self._store._execute(
            "INSERT OR IGNORE INTO rejected VALUES (?, ?, ?, ?, ?)",
            (op.id, bundle, self._store.now(), reason, op.raw),
        )


class _Whole:
    """What is known of a transaction: whether anything was written and whether it may stand."""

    wrote = rehearsed = failed = False


class Store(Reader):
    """An office open for writing: one process, one connection, owned by one thread."""

    _counts_changes = True

    def __init__(self, folder: Path, connection: sqlite3.Connection, clock: Clock) -> None:
        super().__init__(folder, connection)
        self.clock = clock
        self.role = "office"
        self._closing = ExitStack()
        self._step: Step | None = None
        self._whole: _Whole | None = None
        self._fold = Fold(connection)
        self._before: dict[str, int] = {}
        self._load_caches()
        self.pack = self.packs.ref

    @classmethod
    def open(cls, folder: Path, *, clock: Clock | None = None) -> Self:
        """Open an office's folder for writing, migrating its file when it is older.

        Raises Refusal when the folder is on a network, removable or synced disk, is open
        elsewhere, holds no office, is damaged, or was written by a newer major version.
        """
        folder = Path(folder).resolve()
        check_place(folder)
        with ExitStack() as opening, known_errors(folder):
            if not (folder / "office.db").is_file():
                connect(folder, readonly=True)
            opening.enter_context(office_lock(folder))
            with suppress(Refusal):  # whoever writes into one that cannot be made tells of it
                make_folders(folder)
            connection = connect(folder, readonly=False)
            opening.callback(connection.close)
            if outdated(connection):
                from desktop.models.store.upgrade import upgrade

                upgrade(folder, connection)
            store = cls(folder, connection, clock or SystemClock())
            store._closing = opening.pop_all()
            return store

    def close(self) -> None:
        """Close the file and give up the lock."""
        self._closing.close()

    def now(self) -> str:
        """Return the present moment as ISO 8601 text in Vietnam's time."""
        return self.clock.now().isoformat(timespec="milliseconds")

    @contextmanager
    def step(
        self, label: str, *, barrier: str | None = None, rehearse: bool = False
    ) -> Iterator[Step]:
        """One user verb: one transaction, one undo step, one change notice.

        Verbs may call verbs: an inner step joins the outer one. After the block, `change`
        tells what happened. `barrier` names what cannot be undone past; `rehearse` rolls
        everything back and only tells. Whatever raises inside leaves the office unchanged.
        """
        if self._step is not None:
            yield self._step
            return
        if rehearse and self._whole is not None:
            raise RuntimeError("a rehearsal would take the other verbs back")
        with self.together() as whole:
            self._step = step = Step(self, label, barrier)
            try:
                yield step
                whole.wrote |= self._finish(step)
                whole.rehearsed = rehearse
            except BaseException:
                whole.failed = True
                raise
            finally:
                self._step = None

    @contextmanager
    def together(self) -> Iterator["_Whole"]:
        """Several verbs in one transaction: each an undo step of its own, all kept or none."""
        if self._whole is not None:
            yield self._whole
            return
        self._whole = whole = _Whole()
        self._before = dict(self._fold.touched)
        try:
            with known_errors(self.folder):
                self._db.execute("PRAGMA query_only = OFF")
                self._db.execute("BEGIN IMMEDIATE")
                yield whole
                if whole.failed:
                    raise RuntimeError("a verb failed half way; none of them can be kept")
                if whole.wrote and not whole.rehearsed:
                    self._db.execute("COMMIT")
                else:
                    self._roll_back()
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._whole = None
            self._db.execute("PRAGMA query_only = ON")

    def _finish(self, step: Step) -> bool:
        """Tell what the step changed and write its line; say whether there was anything."""
        step.change = ChangeSet(step.id, step.label, tuple(step._changes))
        if not (step._wrote or step.barrier):
            return False
        if step.state == "done":
            self._db.execute("UPDATE step SET state = 'dead' WHERE state = 'undone'")
        self._db.execute(
            "INSERT INTO step (id, label, at, role, who, barrier, target, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(step.id, step.label, self.now(), self.role, self._who),
                *(step.barrier, step.target, step.state),
            ),
        )
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('hlc', ?)", (self._hlc,))
        return True

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._fold.taken_back(self._before)  # what was read before the step holds on
        self._load_caches()

    def _load_caches(self) -> None:
        self._hlc = self.meta("hlc") or ZERO_HLC
        self._who = self.entering
        self._own = self.store_id
        self._heads: dict[str, tuple[int, str]] = {}
        # Not behind a number that leaves no room for more: see `MOST_OF_A_CHAIN`.
        for stream, n, op in self.rows(
            "SELECT stream, n, id FROM head WHERE store = ? AND n < ? ORDER BY n",
            (self._own, 2 * MOST_OF_A_CHAIN),
        ):
            self._heads[stream] = (n, op)

    def _changes_of(self, kinds: Iterable[str]) -> Hashable:
        # An alias moves registers of every kind.
        touched = self._fold.touched
        written = (touched.get(kind) for kind in ("alias", *kinds))
        return self._version(), self._fold.rebuilt, *written

    def _keys_changed(self, kinds: Sequence[str], mark: Any) -> dict[str, set[str]] | None:
        *whole, alias = mark[:3]
        if whole != [self._version(), self._fold.rebuilt]:
            return None
        if alias != self._fold.touched.get("alias"):
            return None
        found: dict[str, set[str]] = {}
        for kind, write in zip(kinds, mark[3:], strict=True):
            keys = self._fold.keys_since(kind, write)
            if keys is None:
                return None
            found[kind] = keys
        return found

    def _append(
        self, step: Step, kind: str, values: Sequence[tuple[str, str, Any]], stream: str,
        seen: str = "", beside: Collection[str] = (),
    ) -> list[Op]:  # fmt: skip
        """Append an op for each (key, field, value) that changes something; all differ."""
        clean = [(key, field, clean_value(kind, field, value)) for key, field, value in values]
        if not all(is_sound(value) for _key, _field, value in clean):
            raise _not_to_be_kept()
        ops: list[Op] = []
        for key, field, value in clean:
            held = self.leaves(kind, self._fold.key(kind, key), field)
            leaves = [leaf for leaf in held if leaf.store not in beside]
            said = len(leaves) == 1 and leaves[0].value == dump(value)
            # But what another office does not count is said anew.
            if said and (stream == LOCAL or leaves[0].op not in told_refused(self)):
                continue
            if leaves or value is not None:
                ops.append(self._op(step, (kind, key, field), value, leaves, stream, seen=seen))
        self._write(step, ops)
        return ops

    def _append_apart(
        self, step: Step, register: Register, values: Sequence[tuple[Any, str]], stream: str
    ) -> None:
        kind, key, field = register
        leaves = self.leaves(kind, self._fold.key(kind, key), field)
        ops: list[Op] = []
        for value, op in values:
            floor = after(ops[-1].hlc) if ops else ZERO_HLC  # the order they had stays
            ops.append(self._op(step, register, value, leaves, stream, floor=floor, again=op))
        self._write(step, ops)

    def _write(self, step: Step, ops: Sequence[Op]) -> None:
        if ops:
            step._changes += self._fold.apply(ops)
            self._insert(ops, None)
            step._wrote = True

    def _op(
        self, step: Step, register: Register, value: Any, leaves: Sequence[Leaf], stream: str,
        *, seen: str = "", floor: str = ZERO_HLC, again: str = "",
    ) -> Op:  # fmt: skip
        """Make the next op of a stream, replacing the leaves; `again` brings another op back."""
        now = self.clock.now()
        self._hlc = next_hlc(max(self._hlc, seen), now)
        # A value typed after seeing another must beat it under any clock, and only there.
        floors = self._floor(register), floor
        hlc = max([self._hlc, *(after(leaf.hlc) for leaf in leaves), *floors])
        hlc = max(hlc, after(seen)) if seen else hlc
        n, prev = self._heads.get(stream, (0, None))
        kind, key, field = register
        op = make_op({
            "base": sorted(leaf.op for leaf in leaves), "f": field, "hlc": hlc, "k": key,
            "kind": kind, "n": n + 1, "pack": self.pack, "prev": prev, "role": self.role,
            "step": step.id, "store": self._own, "stream": stream, "v": value,
            "wall": now.isoformat(timespec="milliseconds"), "who": self._who,
            **({"again": again} if again else {}),
        })  # fmt: skip
        self._heads[stream] = (op.n, op.id)
        return op

    def _floor(self, register: Register) -> str:
        """Return what a word must beat that goes by the newest of several under one key."""
        kind, key, _field = register
        if kind not in _NEWEST_COUNTS:
            return ZERO_HLC
        row = self._db.execute(
            "SELECT max(hlc) FROM leaf WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        return after(row[0]) if row[0] else ZERO_HLC

    def _take(self, step: Step, ops: Sequence[Op], bundle: str, *, all_new: bool) -> list[Change]:
        held = set() if all_new else held_ids(self._db.execute, ops)
        unknown = [op for op in ops if op.id not in held] if held else ops
        changes = self._fold.apply(unknown)
        self._insert(unknown, bundle)
        step._changes += changes
        step._wrote = step._wrote or bool(unknown)
        return changes

    def _insert(self, ops: Sequence[Op], bundle: str | None) -> None:
        at = self.now()
        insert_rows(
            self._db,
            _OPS,
            [
                (op.id, op.store, op.stream, op.n, op.step, op.kind, op.key, op.field, at, bundle,
                 op.raw)
                for op in ops
            ],
        )  # fmt: skip
        followed = {op.prev for op in ops}
        here = {op.id for op in ops}
        self._db.executemany(
            "DELETE FROM head WHERE store = ? AND stream = ? AND id = ?",
            [(op.store, op.stream, op.prev) for op in ops if op.prev and op.prev not in here],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO head (store, stream, n, id) VALUES (?, ?, ?, ?)",
            [
                (op.store, op.stream, op.n, op.id)
                for op in ops
                if op.id not in followed and (bundle is None or not self._is_followed(op))
            ],
        )

    def _is_followed(self, op: Op) -> bool:
        """Tell whether what comes next in its chain was taken before it."""
        rows = self._db.execute(
            "SELECT raw FROM op WHERE store = ? AND stream = ? AND n = ?",
            (op.store, op.stream, op.n + 1),
        )
        return any(member(raw, "prev") == op.id for (raw,) in rows)

    def _execute(self, query: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Write inside the open step; anywhere else this is a programming error."""
        if self._step is None:
            raise RuntimeError("a write outside a step")
        return self._db.execute(query, parameters)

    def entered_by(self, person: str) -> None:
        """Let another person's id stand in what is written from now on."""
        self.remember(ENTERING, person)
        self._who = self.entering

    def remember(self, name: str, value: Any) -> None:
        """Keep a piece of machine state; None forgets it."""
        with known_errors(self.folder):
            self._db.execute("PRAGMA query_only = OFF")
            try:
                if value is None:
                    self._db.execute("DELETE FROM machine WHERE name = ?", (name,))
                else:
                    self._db.execute(
                        "INSERT OR REPLACE INTO machine VALUES (?, ?)", (name, dump(value))
                    )
            finally:
                if self._step is None:
                    self._db.execute("PRAGMA query_only = ON")

    def require_step(self) -> Step:
        """Return the open step; raises RuntimeError outside one."""
        if self._step is None:
            raise RuntimeError("a write outside a step")
        return self._step


def refuse_unless(condition: object, message: str, next_step: str = "") -> None:
    """Raise a Refusal with the sentence unless the condition holds."""
    if not condition:
        raise Refusal(message, next_step=next_step)


__all__ = ["NO_CHANGE", "Change", "ChangeSet", "Step", "Store", "refuse_unless"]


def _not_to_be_kept() -> Refusal:
    return Refusal(
        _("Có số quá lớn hoặc ký tự lạ nên không ghi được."),
        next_step=_("Xem lại các số và chữ vừa nhập."), code="E_VALUE",
    )  # fmt: skip
