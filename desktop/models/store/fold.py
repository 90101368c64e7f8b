"""The fold: how a set of operations becomes the registers an office reads.

A register's leaves are the ops no other op of that register replaces; the winner is the
greatest (hlc, store, id) among them. The result depends on the set alone, never on the order
of arrival. More than one leaf with different values is a conflict; both stay.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from desktop.models.single_line import clean_value
from desktop.models.store.bulk import insert_rows, inserting
from desktop.models.store.held import awaited_ids, leaves_of_keys
from desktop.models.store.ops import Op, dump, load, read_op
from desktop.models.store.schema import FOLD_TABLES

Register = tuple[str, str, str]
_CHUNK = 20_000
_TRAIL = 64
"""For how many writes, each of one kind, the keys are known that they touched."""
_LEAVES = inserting("leaf", 8)
_PLAIN = frozenset({str, bool, type(None)})
"""What JSON gives back as it was."""
_FORGET_AWAITED = "DELETE FROM dangling WHERE kind = ? AND key = ? AND field = ?"
_WRITTEN = "SELECT raw FROM op WHERE kind = ? AND key = ? AND field = ?"


class Leaf(NamedTuple):
    """One leaf; tuples compare as versions do: (hlc, store, id)."""

    hlc: str
    store: str
    op: str
    value: str


class Change(msgspec.Struct, frozen=True):
    """What an op set did to one register; values are None where the register is unset.

    `beaten` is what it brought beside a value that stays in use (`conflict`); `settled` tells that
    it ended a conflict, also where the value in use was the one chosen.
    """

    kind: str
    key: str
    field: str
    before: Any
    after: Any
    conflict: bool
    beaten: Any = None
    settled: bool = False

    @property
    def register(self) -> Register:
        """The (kind, key, field) that changed."""
        return self.kind, self.key, self.field


class Fold:
    """Folds operations into the tables of one writing connection.

    `touched` tells, by kind of register, the number of this fold's last write of it. One that
    stands still says that nothing of the kind changed; none ever comes twice, not even after
    a write taken back. `rebuilt` is the number of the last building of everything.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.touched: dict[str, int] = {}
        self.rebuilt = 0
        self._writes = 0
        self._trail: dict[tuple[str, int], tuple[int | None, set[str]]] = {}
        self._alias: dict[str, str] = dict(connection.execute("SELECT own, unit FROM alias"))

    def unit(self, unit: str) -> str:
        """Return the register's id of a unit that may be known by an office's own id."""
        seen = set()
        while unit in self._alias and unit not in seen:
            seen.add(unit)
            unit = self._alias[unit]
        return unit

    def key(self, kind: str, key: str) -> str:
        """Return the key with every unit in it resolved."""
        if not self._alias or kind == "alias":
            return key
        return "|".join(self.unit(part) for part in key.split("|"))

    def taken_back(self, touched: dict[str, int]) -> None:
        """Forget a transaction that was rolled back; `touched` is what was so before it."""
        self.touched = touched
        self._alias = dict(self._db.execute("SELECT own, unit FROM alias"))

    def apply(self, ops: Sequence[Op]) -> list[Change]:
        """Fold ops that are not in the journal yet; return the registers that changed."""
        # Aliases first: they name the registers everything else in the batch belongs to.
        named = _Batch(self, [op for op in ops if op.kind == "alias"]).run()
        for change in named:
            self._realias(change)
        changes = named + _Batch(self, [op for op in ops if op.kind != "alias"]).run()
        self._touch(changes)
        return changes

    def _touch(self, changes: Iterable[Change]) -> None:
        self._writes += 1
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for change in changes:
            keys[change.kind].add(change.key)
        for kind, names in keys.items():
            self._trail[kind, self._writes] = (self.touched.get(kind), names)
            self.touched[kind] = self._writes
        while len(self._trail) > _TRAIL:
            del self._trail[next(iter(self._trail))]

    def keys_since(self, kind: str, write: int | None) -> set[str] | None:
        """Return the keys of a kind written since a number of `touched`; None when not known.

        It is not where the write was taken back meanwhile, or lies too far behind.
        """
        found: set[str] = set()
        at = self.touched.get(kind)
        while at != write:
            if at is None or (kind, at) not in self._trail:
                return None
            at, keys = self._trail[kind, at]
            found |= keys
        return found

    def rebuild(self) -> None:
        """Empty the fold and build it again from the journal's raw lines."""
        self._writes += 1
        self.rebuilt = self._writes
        for table in FOLD_TABLES:
            self._db.execute("DELETE FROM " + table)
        self._alias.clear()
        self._again("SELECT raw FROM op WHERE kind = 'alias' ORDER BY seq", ())
        self._again("SELECT raw FROM op WHERE kind <> 'alias' ORDER BY seq", ())
        self._forget_arrived()

    def again(self, registers: Iterable[Register]) -> list[Change]:
        """Fold these registers anew from the journal, ops having left it; return the changes.

        Keys are resolved ones; the changes come in the order of their registers.
        """
        wanted = set(registers)
        if any(kind == "alias" for kind, _key, _field in wanted):
            return self._all_again()  # what an own id stands for decides where everything lies
        owns: dict[str, list[str]] = {}
        for own in self._alias:
            owns.setdefault(self.unit(own), []).append(own)
        ops: list[Op] = []
        for kind, key, field in wanted:
            self._db.execute(_FORGET_AWAITED, (kind, key, field))
            for spelled in spellings(key, owns):
                rows = self._db.execute(_WRITTEN, (kind, spelled, field))
                ops += [read_op(raw) for (raw,) in rows]
        changes = sorted(_Batch(self, ops, wanted).run(), key=lambda change: change.register)
        self._touch(changes)
        return changes

    def _all_again(self) -> list[Change]:
        before = self.snapshot()
        self.rebuild()
        changes = self.changes_since(before)
        self._touch(changes)
        return changes

    def snapshot(self) -> dict[Register, list[Leaf]]:
        """Return the leaves of every register, to be compared with later ones."""
        found: dict[Register, list[Leaf]] = {}
        for kind, key, field, *leaf in self._db.execute(
            "SELECT kind, key, field, hlc, store, op, value FROM leaf"
        ):
            found.setdefault((kind, key, field), []).append(Leaf(*leaf))
        return {register: sorted(leaves) for register, leaves in found.items()}

    def changes_since(self, before: Mapping[Register, Sequence[Leaf]]) -> list[Change]:
        """Return what is different now from a snapshot, register by register."""
        now = self.snapshot()
        return [
            _change(register, before.get(register, ()), now.get(register, ()))
            for register in sorted({*before, *now})
            if list(before.get(register, ())) != now.get(register, [])
        ]

    def _realias(self, change: Change) -> None:
        own, unit = change.key, change.after
        if unit is None:
            self._alias.pop(own, None)
            self._db.execute("DELETE FROM alias WHERE own = ?", (own,))
        else:
            self._alias[own] = unit
            self._db.execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (own, unit))
        names = (own, change.before or own, unit or own)
        self._db.execute(
            "DELETE FROM leaf WHERE kind <> 'alias'"
            " AND (instr(key, ?) OR instr(key, ?) OR instr(key, ?))", names
        )  # fmt: skip
        self._again(
            "SELECT raw FROM op WHERE kind <> 'alias'"
            " AND (instr(key, ?) OR instr(key, ?) OR instr(key, ?)) ORDER BY seq", names
        )  # fmt: skip
        self._forget_arrived()

    def _again(self, query: str, parameters: Sequence[str]) -> None:
        cursor = self._db.execute(query, parameters)
        while rows := cursor.fetchmany(_CHUNK):
            batch = _Batch(self, [read_op(raw) for (raw,) in rows])
            for change in batch.run():
                if change.kind == "alias" and change.after is not None:
                    self._alias[change.key] = change.after
                    self._db.execute(
                        "INSERT OR REPLACE INTO alias VALUES (?, ?)", (change.key, change.after)
                    )

    def _forget_arrived(self) -> None:
        self._db.execute(
            "DELETE FROM dangling WHERE EXISTS (SELECT 1 FROM op WHERE op.id = dangling.op)"
        )


class _Batch:
    """One run of the fold: load the touched registers, replay, write what differs."""

    def __init__(
        self, fold: Fold, ops: Sequence[Op], afresh: Collection[Register] = frozenset()
    ) -> None:
        self._db = fold._db
        self._afresh = afresh
        self._fold = fold
        self._ops = ops
        self._ids = {op.id for op in ops}
        self._before: dict[Register, list[Leaf]] = {}
        self._awaited: set[str] = set()
        self._rows: list[tuple[str | int, ...]] = []
        self._gone: list[Register] = []
        self._changes: list[Change] = []

    def run(self) -> list[Change]:
        touched: dict[Register, Op] = {}
        more: dict[Register, list[Op]] = {}  # few registers have several in one run
        key, plain = self._fold.key, not self._fold._alias
        for op in self._ops:
            register = (op.kind, op.key if plain else key(op.kind, op.key), op.field)
            first = touched.setdefault(register, op)
            if first is not op:
                more.setdefault(register, [first]).append(op)
        left = [register for register in self._afresh if register not in touched]
        self._load({*touched, *left})
        for register, op in touched.items():
            if op.base or register in self._before or register in more or op.id in self._awaited:
                self._replay(register, more.get(register, [op]))
            else:
                self._first(register, op)  # nothing there, nothing to replace: the usual case
        for register in left:
            self._replay(register, ())
        self._db.executemany(
            "DELETE FROM leaf WHERE kind = ? AND key = ? AND field = ?", self._gone
        )
        insert_rows(self._db, _LEAVES, self._rows)
        return self._changes

    def _load(self, wanted: Collection[Register]) -> None:
        """Read the leaves these registers have now."""
        keys: dict[str, dict[str, None]] = {}
        for kind, key, _field in wanted:
            keys.setdefault(kind, {})[key] = None
        for kind, names in keys.items():
            for key, field, *leaf in leaves_of_keys(self._db.execute, kind, names):
                register = (kind, key, field)
                if register in wanted:
                    self._before.setdefault(register, []).append(Leaf(*leaf))
        for found in self._before.values():
            found.sort()
        if self._db.execute("SELECT EXISTS (SELECT 1 FROM dangling)").fetchone()[0]:
            self._awaited = awaited_ids(self._db.execute, self._ids)

    def _first(self, register: Register, op: Op) -> None:
        """Take the one op of a register that has no leaf yet."""
        kind, key, field = register
        shown = op.value
        if type(shown) is int:
            value = str(shown)
        else:
            value = dump(shown)
            shown = clean_value(kind, field, shown if type(shown) in _PLAIN else load(value))
        self._rows.append((kind, key, field, op.id, op.hlc, op.store, value, 1))
        self._changes.append(Change(kind, key, field, None, shown, False))

    def _replay(self, register: Register, ops: Sequence[Op]) -> None:
        """Let the ops of one register replace its leaves and each other."""
        before = self._before.get(register, [])
        kept = () if register in self._afresh else before
        leaves = {leaf.op: leaf for leaf in kept}
        replaced = {base for op in ops for base in op.base}
        for op in ops:
            for base in op.base:
                if leaves.pop(base, None) is None and base not in self._ids:
                    self._note_missing(base, register)
            if op.id in replaced or (op.id in self._awaited and self._was_awaited(op.id, register)):
                continue
            leaves[op.id] = Leaf(op.hlc, op.store, op.id, dump(op.value))
        after = sorted(leaves.values())
        if before == after:
            return
        if before:
            self._gone.append(register)
        last = len(after) - 1
        self._rows += [
            (*register, leaf.op, leaf.hlc, leaf.store, leaf.value, int(i == last))
            for i, leaf in enumerate(after)
        ]
        self._changes.append(_change(register, before, after))

    def _note_missing(self, base: str, register: Register) -> None:
        """Remember a replaced op that has not arrived, so that it never becomes a leaf."""
        known = self._db.execute("SELECT 1 FROM op WHERE id = ?", (base,)).fetchone()
        if known is None:
            self._db.execute(
                "INSERT OR IGNORE INTO dangling VALUES (?, ?, ?, ?)", (base, *register)
            )

    def _was_awaited(self, op_id: str, register: Register) -> bool:
        cursor = self._db.execute(
            "DELETE FROM dangling WHERE op = ? AND kind = ? AND key = ? AND field = ?",
            (op_id, *register),
        )
        return cursor.rowcount > 0


def _change(register: Register, before: Sequence[Leaf], after: Sequence[Leaf]) -> Change:
    return Change(
        *register,
        before=_shown(register, before),
        after=_shown(register, after),
        conflict=differ(after),
        beaten=_beaten(register, before, after) if len(after) > 1 else None,
        settled=len(before) > 1 and differ(before) and not differ(after),
    )


def _beaten(register: Register, before: Sequence[Leaf], after: Sequence[Leaf]) -> Any:
    new = [leaf for leaf in after if leaf not in before]
    return _shown(register, new) if new and new[-1] != after[-1] else None


def _shown(register: Register, leaves: Sequence[Leaf]) -> Any:
    kind, _key, field = register
    return clean_value(kind, field, load(leaves[-1].value)) if leaves else None


def spellings(key: str, owns: Mapping[str, Sequence[str]]) -> set[str]:
    """Return a key with each unit under every id that offices gave it; `owns` tells which."""
    found = {""}
    for number, part in enumerate(key.split("|")):
        names = [part, *owns.get(part, ())]
        found = {f"{head}|{name}" if number else name for head in found for name in names}
    return found


def differ(leaves: Iterable[Leaf]) -> bool:
    """Tell whether these leaves of one register disagree."""
    return len({leaf.value for leaf in leaves}) > 1
