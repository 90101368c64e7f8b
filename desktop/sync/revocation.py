"""Ending a store or a key: what it wrote up to a known point stays, what lies behind is void.

The point is a set of chain ends. An operation counts when it is one of them or an ancestor of
one, so the answer depends on the operations held and never on the order they came in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.figures.too_late import keep as keep_to_be_seen
from desktop.models.figures.too_late import void
from desktop.models.store.held import Name, held_ids
from desktop.models.store.keys import LOCAL
from desktop.models.store.ops import Op, member
from desktop.models.store.reader import Reader
from desktop.models.store.store import Step, Store
from desktop.models.store.undone import rebuild, refold, take_out
from desktop.models.store.withdrawing import withdraw
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.messages import BundleRefusal, message
from desktop.sync.trust import ENROL, REVOKED, Ending, Trust

DISOWNED = "disowned"
"""Field of a bundle's record: it was signed after the point from which its store is void."""

_HELD = (
    "SELECT id, raw FROM op WHERE store = ?1 UNION ALL SELECT id, raw FROM rejected"
    " WHERE json_extract(CAST(raw AS TEXT), '$.store') = ?1"
)


@dataclass(frozen=True, slots=True)
class Revoked:
    """A store was ended; `withdrawn` counts operations taken out of the figures again."""

    store: str
    unit: str
    on: str
    withdrawn: int


def covered(reader: Reader, store: str, ending: Ending, also: Iterable[Op] = ()) -> set[str]:
    """Return the ids a store wrote up to its end, by the links held here and in `also`."""
    prev = {op.id: op.prev for op in also if op.store == store}
    for op_id, raw in reader.rows(_HELD, (store,)):
        prev[op_id] = member(raw, "prev")
    found: set[str] = set()
    for head in ending.heads:
        step: str | None = head
        while step is not None and step not in found:
            found.add(step)
            step = prev.get(step)
    return found


def refuse_after_end(
    store: Store, trust: Trust, name: str, key: str, bundle: str, ops: Sequence[Op],
    *, own_save: bool = False,
) -> None:  # fmt: skip
    """Refuse E_REVOKED what an ended key signed that brings anything behind its end.

    `bundle` is the identity of the bundle or sheet. What a revoked machine sent is kept to be seen.
    What an earlier machine of this very unit made is refused as E_OWN_ENDED unless a person says
    that it is theirs (`own_save`), and in any case where the end is final (E_OWN_FINAL).
    """
    ending = trust.ending(name, key)
    if ending is None:
        return
    known = covered(store, name, ending, ops)
    behind = [op for op in ops if op.id not in known]
    held = held_ids(store.rows, behind)
    behind = [op for op in behind if op.id not in held]
    if not behind:
        return
    ender = trust.stores[name]
    if ender.unit == store.own_unit and ender.revoked is not None:
        if own_save and not ender.revoked.final:
            return
        code = "E_OWN_FINAL" if ender.revoked.final else "E_OWN_ENDED"
        raise BundleRefusal(code, behind[0].id, day=ending.told, count=len(behind))
    unit = Scope.of(store).label(ender.unit)
    refusal = BundleRefusal("E_REVOKED", behind[0].id, unit=unit, day=ending.told)
    # A key that was lost ends, and its machine sends the same again.
    if ender.revoked is not None and keep_to_be_seen(store, bundle, name, ops):
        refusal.next_step = message("W_LATE_KEPT").next_step
    raise refusal


def is_revoking(ops: Iterable[Op]) -> bool:
    """Tell whether any of the operations moves the end of a store."""
    return any(op.kind == ENROL and op.field == REVOKED for op in ops)


def sweep(store: Store) -> int:
    """Take out, in the open step, what revoked stores wrote behind their end; return how much.

    What was taken before the revocation was known is treated as if it had come after it. The
    office's own operations stay in its own books.
    """
    step = store.require_step()
    gone = sum(_disown(store, step, bundle) for bundle in _signed_too_late(store))
    while True:
        moved = len(withdraw(store, _void_ops(store), void()))
        gone += moved
        if not moved:
            return gone


def _void_ops(store: Store) -> list[Name]:
    """Return what ended stores wrote too late, and what stores wrote that nobody enrolled."""
    trust, own = Trust.of(store, Scope.of(store)), store.store_id
    found: list[Name] = []
    for (name,) in store.rows("SELECT DISTINCT store FROM op WHERE bundle IS NOT NULL"):
        enrolled = trust.stores.get(name)
        if name == own or (enrolled is not None and enrolled.revoked is None):
            continue
        rows = store.rows("SELECT id FROM op WHERE store = ? AND bundle IS NOT NULL", (name,))
        ending = enrolled.revoked if enrolled else None
        good = covered(store, name, ending) if ending else set()
        found += [Name(name, op) for (op,) in rows if op not in good]
    return found


def _signed_too_late(store: Store) -> list[str]:
    """Return the bundles that a revoked store signed behind its end."""
    trust, found = Trust.of(store, Scope.of(store)), []
    for taken in records.taken(store):
        enrolled = trust.stores.get(taken.store)
        ending = enrolled.revoked if enrolled else None
        if ending is None or store.get(records.BUNDLE, taken.id, DISOWNED) is not None:
            continue
        good = covered(store, taken.store, ending)
        brought = store.rows(
            "SELECT id FROM op WHERE bundle = ? AND store = ?", (taken.id, taken.store)
        )
        if any(op not in good for (op,) in brought):
            found.append(taken.id)
    return found


def _disown(store: Store, step: Step, bundle: str) -> int:
    """Take out all that only this bundle brought: who held the key could sign others' lines."""
    step.put(records.BUNDLE, bundle, DISOWNED, store.now(), stream=LOCAL)
    gone = take_out(store, bundle)
    taken = store.get(records.BUNDLE, bundle, "taken")
    keep_to_be_seen(store, bundle, str(taken["store"]), gone)
    if any(op.kind == "alias" for op in gone):
        rebuild(store)
    else:
        refold(store, gone)
    return len(gone)


def revoke(
    store: Store, name: str, until: date | None = None, *, rehearse: bool = False
) -> Revoked:
    """End a store enrolled below: its id, the first 8 characters of it, or the unit's code.

    What this office took of it up to `until` (that day included; by default up to now) stays;
    later operations leave the figures and are refused from now on. One that has ended may be
    ended again with a day. Refuses E_NO_STORE, E_NONE_ALIVE, E_NOT_MANAGED, E_REVOKED_BEFORE, and
    E_UNTIL_LATER for a day still to come. `rehearse`: told only, nothing is written.
    """
    if until is not None and until > store.clock.now().date():
        raise BundleRefusal("E_UNTIL_LATER")
    scope = Scope.of(store)
    trust = Trust.of(store, scope)
    wanted = find_store(store, trust, scope, name)
    unit = trust.stores[wanted].unit
    if not _may_end(store, scope, unit) or wanted == store.store_id:
        raise BundleRefusal("E_NOT_MANAGED", unit=scope.label(unit))
    ended = trust.stores[wanted].revoked
    if ended is not None and until is None:
        raise BundleRefusal("E_REVOKED_BEFORE", unit=scope.label(unit), day=ended.told)
    on = (until or store.clock.now().date()).isoformat()
    value: dict[str, Any] = {"on": on, "heads": heads_until(store, wanted, until)}
    if until is not None:
        value["final"] = True  # nothing of its unit brings back what came after that day
    label = _("Thu hồi khóa của {unit}").format(unit=scope.label(unit))
    with store.step(label, barrier="enrol", rehearse=rehearse) as step:
        step.put(ENROL, wanted, REVOKED, value)
        gone = 0
        for taken in records.taken(store):
            if taken.store == wanted and until is not None and taken.at[:10] > on:
                gone += _disown(store, step, taken.id)
        gone += sweep(store)
    return Revoked(wanted, scope.label(unit), on, gone)


def find_store(reader: Reader, trust: Trust, scope: Scope, name: str) -> str:
    """Return the enrolled store a person means. Refuses E_NO_STORE when not exactly one is.

    E_NONE_ALIVE of a unit whose machines have all ended.
    """
    unit = scope.by_code(name)
    keyed = [s for s, one in trust.stores.items() if one.public]
    found = [s for s in keyed if s == name or (len(name) >= 8 and s.startswith(name))]
    if not found and unit is not None:
        units = trust.alive_of_units({unit})
        found = [s for s in keyed if s in units]
        if not units and unit is not None and trust.of_units({unit}):
            raise BundleRefusal("E_NONE_ALIVE", unit=scope.label(unit))
    if len(found) != 1:
        raise BundleRefusal("E_NO_STORE", name=name[:64])
    return found[0]


def _may_end(reader: Reader, scope: Scope, unit: str) -> bool:
    own = reader.own_unit
    return scope.is_below(unit, own) or (unit == own and scope.parent(own) is None)


def heads_until(reader: Reader, store: str, until: date | None = None) -> list[dict[str, Any]]:
    """Return the ends of what this office accepted of a store, up to and with a day."""
    rows = reader.rows(
        "SELECT id, stream, n, raw FROM op WHERE store = ? AND (? IS NULL OR"
        " substr(accepted_at, 1, 10) <= ?) ORDER BY stream, n",
        (store, until and until.isoformat(), until and until.isoformat()),
    )
    return ends_of((op, stream, number, member(raw, "prev")) for op, stream, number, raw in rows)


def ends_of(links: Iterable[tuple[str, str, int, str | None]]) -> list[dict[str, Any]]:
    """Return the ends of the chains that (id, stream, n, prev) of one store make; not the local."""
    every = list(links)
    followed = {prev for _id, _stream, _n, prev in every}
    return [
        {"stream": stream, "n": number, "id": op}
        for op, stream, number, _prev in every
        if op not in followed and stream != LOCAL
    ]
