"""A living machine's word for what an earlier one of its unit wrote and nobody above had seen.

A backup that is opened on another computer is a new store over the operations of the old one.
When the old one is ended as the level above knows it, what it had not sent would be void for
ever, though its own office still stands by it. The new machine says so in the register, with the
ends of the chains it means (bundle-format, 3.2).
"""

from collections.abc import Sequence
from typing import Any

from desktop.i18n import _
from desktop.models.store.ops import Op, member
from desktop.models.store.store import Step, Store
from desktop.models.units.scope import Scope
from desktop.sync.revocation import covered, ends_of, heads_until
from desktop.sync.trust import ENROL, REVOKED, VOUCHED, Trust, enrolled_key

_BORN = "SELECT id, stream, n, raw FROM op WHERE store = ? AND bundle IS NULL ORDER BY stream, n"


def vouch_for_earlier(store: Store) -> list[str]:
    """Vouch, as a step, for what this office held when it was restored; return the stores meant.

    Only for stores of its unit that have ended, and for those that nobody ever enrolled. What is
    covered already, or was ended for good, is left alone; a machine that is not enrolled itself
    says nothing.
    """
    if enrolled_key(store) is None:
        return []
    trust = Trust.of(store, Scope.of(store))
    due = {name: ends for name in _earlier(store, trust) if (ends := _due(store, trust, name))}
    if not due:
        return []
    with store.step(_("Xác nhận số liệu của máy cũ"), barrier="enrol") as step:
        for name, ends in due.items():
            _say(store, step, name, ends)
    return sorted(due)


def vouch_for_held(store: Store, step: Step, taken: Sequence[Op]) -> None:
    """Vouch, in the open step, for what is held of machines of this unit that have just ended.

    `taken` are operations taken now. As with an office above, what was accepted in good faith
    before it heard of the end stays; where it was ended for good, nothing is said.
    """
    ended = {op.key for op in taken if op.kind == ENROL and op.field == REVOKED}
    trust = Trust.of(store, Scope.of(store))
    for name in sorted(ended - {store.store_id}):
        enrolled = trust.stores.get(name)
        ending = enrolled.revoked if enrolled is not None else None
        if enrolled is None or ending is None or enrolled.unit != store.own_unit or ending.final:
            continue
        ends = heads_until(store, name)
        good = covered(store, name, ending)
        if enrolled_key(store) is not None and not all(end["id"] in good for end in ends):
            _say(store, step, name, ends)


def vouch_for_bundle(store: Store, step: Step, ender: str, ops: Sequence[Op]) -> None:
    """Vouch, in the open step, for all that a bundle of an ended machine of this unit brings."""
    links = [(op.id, op.stream, op.n, op.prev) for op in ops if op.store == ender]
    ends = ends_of(links)
    before = store.get(ENROL, ender, VOUCHED + store.store_id)
    known = before.get("heads") if isinstance(before, dict) else None
    said = list(known) if isinstance(known, list) else []
    _say(store, step, ender, said + [end for end in ends if end not in said])


def _say(store: Store, step: Step, name: str, ends: Sequence[dict[str, Any]]) -> None:
    word = {"on": store.clock.now().date().isoformat(), "heads": list(ends)}
    step.put(ENROL, name, VOUCHED + store.store_id, word)


def _earlier(store: Store, trust: Trust) -> list[str]:
    """Return the stores whose operations may have been here before any bundle came."""
    own, found = store.store_id, []
    for (name,) in store.rows("SELECT DISTINCT store FROM head ORDER BY store"):
        enrolled = trust.stores.get(name)
        if name == own or store.get(ENROL, name, VOUCHED + own) is not None:
            continue  # what was restored grows no more: it was said once
        if enrolled is None or (
            enrolled.unit == store.own_unit
            and enrolled.revoked is not None
            and not enrolled.revoked.final
        ):
            found.append(name)
    return found


def _due(store: Store, trust: Trust, name: str) -> list[dict[str, Any]]:
    ends = ends_of(
        (op, stream, number, member(raw, "prev"))
        for op, stream, number, raw in store.rows(_BORN, (name,))
    )
    enrolled = trust.stores.get(name)
    ending = enrolled.revoked if enrolled is not None else None
    good = covered(store, name, ending) if ending is not None and ends else set()
    return [] if all(end["id"] in good for end in ends) else ends


__all__ = ["vouch_for_bundle", "vouch_for_earlier", "vouch_for_held"]
