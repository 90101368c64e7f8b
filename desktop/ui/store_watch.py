"""Noticing what a verb changed, whatever it returned: the journal's new lines tell."""

from __future__ import annotations

from typing import Any

from desktop.models.store.fold import Change
from desktop.models.store.store import ChangeSet, Store


class StoreWatch:
    """Remembers how far the journal was; used on the store thread only."""

    def __init__(self) -> None:
        self._seen: tuple[int, int] | None = None

    def start(self, store: Store) -> Store:
        """Begin at the present end of the journal; returns the store."""
        self._seen = _ends(store)
        return store

    def change_of(self, store: Store, value: Any) -> ChangeSet | None:
        """Return what was journaled since last asked; None when nothing was.

        A verb's own ChangeSet is preferred: it knows the values before and after.
        """
        before, self._seen = self._seen or (0, 0), _ends(store)
        if self._seen == before:
            return None
        if isinstance(value, ChangeSet):
            return value
        return _since(store, *before)


def _ends(store: Store) -> tuple[int, int]:
    ((op_end, step_end),) = store.rows(
        "SELECT (SELECT coalesce(max(seq), 0) FROM op), (SELECT coalesce(max(seq), 0) FROM step)"
    )
    return op_end, step_end


def _since(store: Store, op_end: int, step_end: int) -> ChangeSet:
    changes = tuple(
        Change(kind, key, field, None, store.get(kind, key, field), False)
        for kind, key, field in store.rows(
            "SELECT DISTINCT kind, key, field FROM op WHERE seq > ?", (op_end,)
        )
    )
    steps = store.rows("SELECT id, label FROM step WHERE seq > ? ORDER BY seq DESC", (step_end,))
    step, label = steps[0] if steps else ("", "")
    return ChangeSet(step, label, changes)
