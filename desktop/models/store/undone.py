"""Taking back what a bundle brought: out of the journal and the fold, never out of the log.

An operation counts as long as one bundle that was taken in and not undone carries it, so the
store remembers which bundles brought it again: as ranges of op.seq, for a cumulative bundle
repeats what stands together. What is taken out keeps its line and the times between which it
was in, so that the books as known on a day before do not change.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from desktop.models.store.fold import Change, Fold, Register
from desktop.models.store.ops import Op, read_op
from desktop.models.store.store import Store


class Lifted(NamedTuple):
    """A line taken out for judging anew, with where and when it stood."""

    seq: int
    accepted_at: str
    bundle: str
    op: Op


def note_carried(store: Store, known: Iterable[str], bundle: str) -> None:
    """Remember, in the open step, that a bundle brought these operations once more."""
    places: list[int] = []
    for op_id in known:
        rows = store.rows(
            "SELECT seq FROM op WHERE id = ? AND bundle IS NOT NULL AND bundle <> ?",
            (op_id, bundle),
        )
        places += [seq for (seq,) in rows]
    for first, last in _ranges(sorted(places)):
        store._execute("INSERT OR IGNORE INTO carried VALUES (?, ?, ?)", (bundle, first, last))


def note_rejected_again(store: Store, ops: Iterable[str], bundle: str) -> None:
    """Remember, in the open step, that a bundle brought these rejected operations once more."""
    for op_id in ops:
        store._execute(
            "INSERT OR IGNORE INTO also_rejected SELECT id, ?1 FROM rejected"
            " WHERE id = ?2 AND bundle <> ?1",
            (bundle, op_id),
        )


def note_arrived(store: Store, ops: Iterable[str]) -> None:
    """What was rejected and is taken in now is carried by all the bundles that had brought it."""
    for op_id in ops:
        rows = store.rows("SELECT bundle FROM also_rejected WHERE op = ?", (op_id,))
        for (bundle,) in rows:
            note_carried(store, [op_id], bundle)
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
    store._fold.rebuild()
    # A new fold: nothing that was remembered of the old one holds.
    store._fold = Fold(store._db)


def put_back_times(store: Store, lifted: Iterable[Lifted]) -> None:
    """Give lines that were judged anew and taken again the place and time they had."""
    # Out of the way first: a line taken again may stand where another one stood.
    for one in lifted:
        store._execute("UPDATE op SET seq = ? WHERE id = ?", (-one.seq, one.op.id))
    for one in lifted:
        store._execute(
            "UPDATE op SET seq = ?, accepted_at = ?, bundle = ? WHERE id = ?",
            (one.seq, one.accepted_at, one.bundle, one.op.id),
        )


def carriers(store: Store, place: int) -> list[str]:
    """Return the bundles that brought the line at a place of the journal once more."""
    rows = store.rows(
        "SELECT DISTINCT bundle FROM carried WHERE ? BETWEEN first AND last ORDER BY bundle",
        (place,),
    )
    return [bundle for (bundle,) in rows]


def set_aside(store: Store, place: int, op: Op, bundle: str, reason: str) -> None:
    """Keep, in the open step, a line of the journal as a rejected one; the fold is the caller's."""
    others = carriers(store, place)
    store._execute("DELETE FROM op WHERE id = ?", (op.id,))
    store.require_step().reject(op, bundle, reason)
    for other in others:
        note_rejected_again(store, [op.id], other)
    for first, last, other in store.rows(
        "SELECT first, last, bundle FROM carried WHERE ? BETWEEN first AND last", (place,)
    ):
        store._execute(
            "DELETE FROM carried WHERE first = ? AND last = ? AND bundle = ?", (first, last, other)
        )
        for part in ((first, place - 1), (place + 1, last)):
            if part[0] <= part[1]:
                store._execute("INSERT OR IGNORE INTO carried VALUES (?, ?, ?)", (other, *part))


def _tell(store: Store, changes: list[Change]) -> list[Change]:
    step = store.require_step()
    step._changes += changes
    step._wrote = True
    return changes
