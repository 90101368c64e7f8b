"""Taking back what a bundle brought: out of the journal and the fold, never out of the log.

An operation counts as long as one bundle that was taken in and not undone carries it, so the
store remembers which bundles brought it again: as ranges of op.seq, for a cumulative bundle
repeats what stands together. What is taken out keeps its line and the times between which it
was in, so that the books as known on a day before do not change.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from desktop.models.store.fold import Change, Leaf, Register
from desktop.models.store.heard import note_left
from desktop.models.store.held import Named, places_of_others, rejected_ids
from desktop.models.store.ops import Op, read_op
from desktop.models.store.store import Store

Snapshot = dict[Register, list[Leaf]]


class Lifted(NamedTuple):
    """A line taken out for judging anew, with where and when it stood."""

    seq: int
    accepted_at: str
    bundle: str
    op: Op


def note_carried(store: Store, known: Iterable[Named], bundle: str) -> None:
    """Remember, in the open step, that a bundle brought these operations once more."""
    for first, last in _ranges(places_of_others(store.rows, known, bundle)):
        store._execute("INSERT OR IGNORE INTO carried VALUES (?, ?, ?)", (first, last, bundle))


def note_rejected_again(store: Store, ops: Iterable[str], bundle: str) -> None:
    """Remember, in the open step, that a bundle brought these rejected operations once more."""
    for op_id in ops:
        store._execute(
            "INSERT OR IGNORE INTO also_rejected SELECT id, ?1 FROM rejected"
            " WHERE id = ?2 AND bundle <> ?1",
            (bundle, op_id),
        )


def note_arrived(store: Store, ops: Iterable[Op]) -> None:
    """What was rejected and is taken in now is carried by all the bundles that had brought it."""
    if not store.rows("SELECT 1 FROM rejected LIMIT 1"):
        return
    arrived = {op.id: op for op in ops}
    for op_id in rejected_ids(store.rows, arrived):
        rows = store.rows(
            "SELECT bundle FROM also_rejected WHERE op = ?1 UNION"
            " SELECT bundle FROM rejected WHERE id = ?1",
            (op_id,),
        )
        for (bundle,) in rows:
            note_carried(store, [arrived[op_id]], bundle)
        if rows:
            store._execute("DELETE FROM also_rejected WHERE op = ?", (op_id,))


def _ranges(places: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def take_out(store: Store, bundle: str) -> list[Op]:
    """Take out of the journal, in the open step, what no other bundle carries; return it.

    What another one carries too is that bundle's from now on. The fold is left to the caller.
    """
    store._execute("DELETE FROM carried WHERE bundle = ?", (bundle,))
    store._execute("DELETE FROM also_rejected WHERE bundle = ?", (bundle,))
    _hand_over(store, bundle)
    at = store.now()
    gone = []
    for accepted_at, raw in store.rows(
        "SELECT accepted_at, raw FROM op WHERE bundle = ? ORDER BY seq", (bundle,)
    ):
        gone.append(read_op(raw))
        _keep(store, gone[-1], bundle, accepted_at, at, None)
    for kept_at, reason, raw in store.rows(
        "SELECT at, reason, raw FROM rejected WHERE bundle = ? ORDER BY id", (bundle,)
    ):
        _keep(store, read_op(raw), bundle, kept_at, at, reason)
    note_left(store._execute, store.require_step().id)
    store._execute("DELETE FROM op WHERE bundle = ?", (bundle,))
    store._execute("DELETE FROM rejected WHERE bundle = ?", (bundle,))
    renew_heads(store, {(op.store, op.stream) for op in gone})
    return gone


def _hand_over(store: Store, bundle: str) -> None:
    for seq, other in store.rows(
        # CROSS JOIN: the ranges first, they are few.
        "SELECT op.seq, min(carried.bundle) FROM carried CROSS JOIN op"
        " ON op.seq BETWEEN carried.first AND carried.last WHERE op.bundle = ? GROUP BY op.seq",
        (bundle,),
    ):
        store._execute("UPDATE op SET bundle = ? WHERE seq = ?", (other, seq))
    for op_id, other in store.rows(
        "SELECT rejected.id, min(also_rejected.bundle) FROM rejected JOIN also_rejected"
        " ON also_rejected.op = rejected.id WHERE rejected.bundle = ? GROUP BY rejected.id",
        (bundle,),
    ):
        store._execute("UPDATE rejected SET bundle = ? WHERE id = ?", (other, op_id))
        store._execute("DELETE FROM also_rejected WHERE op = ? AND bundle = ?", (op_id, other))


def _keep(store: Store, op: Op, bundle: str, accepted_at: str, at: str, reason: str | None) -> None:
    store._execute(
        "INSERT OR IGNORE INTO withdrawn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (op.id, bundle, op.store, op.stream, op.n, op.step, op.kind, op.key, op.field,
         accepted_at, at, reason, op.raw),
    )  # fmt: skip


def renew_heads(store: Store, chains: Iterable[tuple[str, str]]) -> None:
    """Find the ends of chains again, in the open step, after lines left the journal."""
    for name, stream in chains:
        store._execute("DELETE FROM head WHERE store = ? AND stream = ?", (name, stream))
        rows = store.rows(
            "SELECT n, id, json_extract(CAST(raw AS TEXT), '$.prev') FROM op"
            " WHERE store = ? AND stream = ?",
            (name, stream),
        )
        followed = {prev for _n, _id, prev in rows}
        for n, op_id, _prev in rows:
            if op_id not in followed:
                store._execute("INSERT INTO head VALUES (?, ?, ?, ?)", (name, stream, op_id, n))


def refold(store: Store, ops: Sequence[Op]) -> list[Change]:
    """Fold again, in the open step, the registers of operations that left; none is an alias."""
    fold = store._fold
    registers: set[Register] = {(op.kind, fold.key(op.kind, op.key), op.field) for op in ops}
    return _tell(store, fold.again(registers))


def lift(store: Store, kinds: Collection[str], lasting: Collection[str]) -> list[Lifted]:
    """Take lines of these kinds that bundles brought out of the journal, in the open step.

    Those of the bundles `lasting` stay. The fold is built again without them.
    """
    marks = ",".join("?" * len(kinds))
    found = [
        Lifted(seq, at, bundle, read_op(raw))
        for seq, at, bundle, raw in store.rows(
            f"SELECT seq, accepted_at, bundle, raw FROM op WHERE bundle IS NOT NULL"
            f" AND kind IN ({marks}) ORDER BY seq",
            tuple(kinds),
        )
        if bundle not in lasting
    ]
    for one in found:
        store._execute("DELETE FROM op WHERE seq = ?", (one.seq,))
    rebuild(store)
    return found


def rebuild(store: Store) -> None:
    """Build the whole fold again, in the open step."""
    note_left(store._execute, store.require_step().id)
    store._fold.rebuild()


def snapshot(store: Store) -> Snapshot:
    """Return the state of every register."""
    return store._fold.snapshot()


def tell_since(store: Store, before: Snapshot) -> None:
    """Let the open step tell what is different now from a state, and nothing else."""
    step = store.require_step()
    step._changes = store._fold.changes_since(before)
    step._wrote = True


def put_back_times(store: Store, lifted: Iterable[Lifted]) -> None:
    """Give lines that were judged anew and taken again, in the open step, the time they had."""
    for one in lifted:
        store._execute(
            "UPDATE op SET accepted_at = ? WHERE store = ? AND id = ?",
            (one.accepted_at, one.op.store, one.op.id),
        )


def brought_lines(store: Store) -> Iterator[tuple[str, Op]]:
    """Yield (bundle, operation) of all the journal holds that came in bundles."""
    for bundle, raw in store.rows("SELECT bundle, raw FROM op WHERE bundle IS NOT NULL"):
        yield bundle, read_op(raw)


def carriers(store: Store, op: Named) -> list[str]:
    """Return the bundles that brought an operation, the one it is put down to first."""
    rows = store.rows(
        "SELECT bundle, seq FROM op WHERE store = ?1 AND id = ?2"
        " UNION ALL SELECT bundle, 0 FROM rejected WHERE id = ?2",
        (op.store, op.id),
    )
    others = store.rows(
        "SELECT bundle FROM carried WHERE ?1 BETWEEN first AND last UNION"
        " SELECT bundle FROM also_rejected WHERE op = ?2 ORDER BY 1",
        (rows[0][1] if rows else 0, op.id),
    )
    return [bundle for bundle, _seq in rows] + [bundle for (bundle,) in others]


def _tell(store: Store, changes: list[Change]) -> list[Change]:
    step = store.require_step()
    step._changes += changes
    step._wrote = True
    return changes
