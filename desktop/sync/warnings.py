"""What an import tells besides its counts: gaps, forks, wrong clocks, late and newer things."""

from collections.abc import Sequence
from datetime import timedelta

from desktop.models.store.ops import Op, member
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync.absorb import Outcome
from desktop.sync.chains import chain
from desktop.sync.messages import message
from desktop.sync.ownership import FIGURE_KINDS, REGISTER_KINDS, Direction, Sender
from desktop.sync.reviews import REVIEW, is_accepted
from desktop.sync.selection import streams_to
from desktop.sync.totals import returns_in

KNOWN_KINDS = FIGURE_KINDS | REGISTER_KINDS | {"activity", "resolve", "issued_plan", "pack"}
"""Kinds this version understands; others are kept, relayed and listed."""


def warnings_about(
    store: Store, ops: Sequence[Op], outcome: Outcome, sender: Sender, late: int
) -> list[str]:
    """Return sentences, worst first; all of them about a bundle that was taken."""
    unit = Scope.of(store).label(sender.unit)
    told: list[str] = []
    if outcome.rejected:
        told.append(_told("W_REJECTED", count=len(outcome.rejected)))
    told += _about_chains(store, ops, sender, unit)
    ahead = [op for op in outcome.taken if op.hlc[:12] > _tomorrow(store)]
    if ahead:
        told.append(_told("W_CLOCK", time=str(member(ahead[-1].raw, "wall"))[:16]))
    if late:
        told.append(_told("W_LATE", count=late))
    newer = sum(op.kind not in KNOWN_KINDS for op in outcome.taken)
    if newer:
        told.append(_told("W_NEWER_OPS", count=newer))
    return told


def late_returns(reader: Reader, ops: Sequence[Op]) -> list[Op]:
    """Return new locked returns for which this office has accepted another revision already."""
    return [
        op
        for op in returns_in(ops)
        if any(
            is_accepted(value) and field != op.field
            for field, value in reader.fields(REVIEW, op.key).items()
        )
    ]


def _about_chains(store: Store, ops: Sequence[Op], sender: Sender, unit: str) -> list[str]:
    gap, forks = False, 0
    whole = streams_to(Scope.of(store), store.own_unit)
    for name, stream in sorted({(op.store, op.stream) for op in ops}):
        if sender.direction is Direction.DOWN and stream not in whole:
            continue  # single lines of the register or relayed verdicts, never a whole chain
        found = chain(store, name, stream)
        gap = gap or len(found.complete()) < len(found.links)
        forks += len(found.heads()) > 1
    told = [_told("W_GAP", unit=unit)] if gap else []
    return told + ([_told("W_FORK", unit=unit, count=forks)] if forks else [])


def _tomorrow(store: Store) -> str:
    moment = store.clock.now() + timedelta(days=1)
    return f"{int(moment.timestamp() * 1000):012x}"


def _told(code: str, **fields: object) -> str:
    found = message(code, **fields)
    return f"{found.text} {found.next_step}"
