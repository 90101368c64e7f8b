"""Taking the operations of a genuine bundle into the journal, each only if it may be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from desktop.models.store.foreign import forget_rejected
from desktop.models.store.held import held_ids, held_ops
from desktop.models.store.ops import Op, read_op
from desktop.models.store.shapes import all_read, is_readable, unreadable
from desktop.models.store.store import Step, Store
from desktop.models.store.undone import note_arrived, note_carried, note_rejected_again
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.ownership import TREE_KINDS, Direction, Judge, Sender
from desktop.sync.reseat import reseat
from desktop.sync.revocation import DISOWNED, is_revoking, sweep
from desktop.sync.trust import Trust
from desktop.sync.vouching import vouch_for_held

_STORE_AND_KEY = attrgetter("store", "stream", "kind", "key")


@dataclass(frozen=True, slots=True)
class Rejected:
    """An operation kept outside the figures, with the reason in Vietnamese."""

    op: Op
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a bundle's operations."""

    known: int
    taken: tuple[Op, ...]
    rejected: tuple[Rejected, ...]


def absorb(
    store: Store,
    step: Step,
    ops: Sequence[Op],
    sender: Sender,
    bundle: str,
    last_day: Callable[[str], date],
) -> Outcome:
    """Take what the sender may write, keep the rest as rejected; in the open step.

    The register goes first and is read again until nothing more of it fits, so that the
    result does not depend on the order of the lines.
    """
    held = held_ops(store.rows, ops)
    unknown = [op for op in ops if op.id not in held]
    note_carried(store, [op for op in ops if op.id in held], bundle)
    taken: list[Op] = []
    waiting = [op for op in unknown if op.kind in TREE_KINDS]
    while waiting:
        fits, refused = _judged(store, waiting, sender, last_day, ops)
        if not fits:
            break
        take_in_order(step, fits, bundle)
        taken += fits
        waiting = [rejected.op for rejected in refused]
    reseat(store, taken, last_day)
    rest = waiting + [op for op in unknown if op.kind not in TREE_KINDS]
    fits, refused = _judged(store, rest, sender, last_day, ops)
    step.take(fits, bundle, all_new=True)
    for rejected in refused:
        step.reject(rejected.op, bundle, rejected.reason)
    note_rejected_again(store, [rejected.op.id for rejected in refused], bundle)
    note_arrived(store, (*taken, *fits))
    forget_rejected(store)
    return Outcome(len(ops) - len(unknown), (*taken, *fits), tuple(refused))


def settle(store: Store, step: Step, taken: Sequence[Op], last_day: Callable[[str], date]) -> None:
    """Let what was just taken have its say over what came before: revocations, the register."""
    if is_revoking(taken):
        vouch_for_held(store, step, taken)
        sweep(store)
    ended = any(one.revoked for one in Trust.of(store, Scope.of(store)).stores.values())
    if ended or any(op.kind in TREE_KINDS for op in taken):
        absorb_rejected(store, step, last_day)


def absorb_rejected(store: Store, step: Step, last_day: Callable[[str], date]) -> int:
    """Try once more what earlier bundles brought too soon; return how many were taken.

    As long as the register grows by it, for what one bundle brings may wait for another's.
    """
    if not store.rows("SELECT 1 FROM rejected LIMIT 1"):
        return 0
    senders, taken = senders_of(store), 0
    while True:
        waiting: dict[str, list[Op]] = {}
        for bundle, raw in store.rows(
            "SELECT bundle, raw FROM rejected UNION SELECT also_rejected.bundle, raw FROM rejected"
            " JOIN also_rejected ON also_rejected.op = rejected.id ORDER BY 1, 2"
        ):
            if bundle in senders:
                waiting.setdefault(bundle, []).append(read_op(raw))
        again: list[Op] = []
        for bundle, ops in waiting.items():
            again += absorb(store, step, ops, senders[bundle], bundle, last_day).taken
        taken += len(again)
        if not any(op.kind in TREE_KINDS for op in again):
            return taken


def senders_of(store: Store) -> dict[str, Sender]:
    """Return bundle → who signed it, of those taken in that count, in the order they came."""
    return {
        taken.id: Sender(store.unit(taken.unit), Direction(taken.direction), taken.full)
        for taken in records.taken(store)
        if store.get(records.BUNDLE, taken.id, DISOWNED) is None
    }


def take_in_order(step: Step, ops: Sequence[Op], bundle: str) -> None:
    """Take operations, aliases first: the fold then knows every unit by its lasting id."""
    step.take([op for op in ops if op.kind == "alias"], bundle)
    step.take([op for op in ops if op.kind != "alias"], bundle)


def holds(store: Store, op: Op) -> bool:
    """Tell whether the journal has the operation."""
    return bool(held_ids(store.rows, [op]))


def _judged(
    store: Store,
    ops: Iterable[Op],
    sender: Sender,
    last_day: Callable[[str], date],
    beside: Sequence[Op],
) -> tuple[list[Op], list[Rejected]]:
    judge = Judge.of(store, last_day, beside)
    fits: list[Op] = []
    refused: list[Rejected] = []
    for _mark, run in groupby(ops, _STORE_AND_KEY):
        of_one_key = list(run)
        for number, op in enumerate(of_one_key, 1):
            objection = judge.objection(op, sender)
            if objection is not None:
                refused.append(Rejected(op, objection))
                continue
            fits.append(op)
            if judge.fits_whole_key(op):
                rest = of_one_key[number:]
                if not all_read(rest):
                    refused += [Rejected(o, unreadable()) for o in rest if not is_readable(o)]
                    rest = [o for o in rest if is_readable(o)]
                fits += rest
                break
    return fits, refused
