"""A union's own word goes before what the office above had entered for it from an unsigned bundle.

Nobody vouched for those figures; now the union signs. It writes its own word over them itself, so
that every office it reaches counts that one, and what was there before stays in the history.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from desktop.models.figures.standing import is_unverified
from desktop.models.store.fold import Leaf
from desktop.models.store.keys import OFFICE, return_key, split_cell_key
from desktop.models.store.ops import load, member
from desktop.models.store.store import Step, Store
from desktop.sync.ownership import Judge
from desktop.sync.totals import SUBMIT

_KINDS = (SUBMIT, "cell")


def supersede_unverified(store: Store, step: Step, last_day: Callable[[str], date]) -> int:
    """Write, in the open step, our word over others' unverified one; return how many registers.

    Only what is this office's to write, and where its own machines say one thing.
    """
    disputed = [register for register in store.conflicts() if register[0] in _KINDS]
    if not disputed:
        return 0
    judge, written = Judge.of(store, last_day), 0
    own = judge.trust.of_units({store.own_unit}) | {store.store_id}
    for kind, key, field in disputed:
        leaves = store.leaves(kind, key, field)
        mine = {leaf.value for leaf in leaves if leaf.store in own}
        others = [leaf for leaf in leaves if leaf.store not in own]
        unsure = all(_is_unverified(store, kind, key, field, one) for one in others)
        if len(mine) != 1 or not others or not unsure:
            continue
        if judge.objection_here(kind, key, field) is None:
            step.put(kind, key, field, load(mine.pop()), stream=OFFICE)
            written += 1
    return written


def _is_unverified(store: Store, kind: str, key: str, field: str, leaf: Leaf) -> bool:
    """Tell whether a value was entered from a bundle nobody vouches for."""
    if kind == SUBMIT:
        return is_unverified(load(leaf.value))
    unit, period = split_cell_key(key)
    said = [value for form in store.packs.forms
            for value in _said(store, return_key(unit, form, period), leaf.store)]  # fmt: skip
    return any(field in values and values[field] == load(leaf.value) for values in said)


def _said(store: Store, key: str, by: str) -> list[dict[str, Any]]:
    """Return the values of the unverified returns that a store locked under a key."""
    query = "SELECT raw FROM op WHERE kind = ? AND key = ? AND store = ?"
    bodies = [member(raw, "v") for (raw,) in store.rows(query, (SUBMIT, key, by))]
    return [body["values"] for body in bodies if is_unverified(body) and "values" in body]


__all__ = ["supersede_unverified"]
