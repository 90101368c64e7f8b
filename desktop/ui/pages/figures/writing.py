"""What the store thread is asked to write: queued cells of one period go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from desktop.models.entry.entry import Assignments
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import ChangeSet, Store


@dataclass(frozen=True, slots=True)
class Write:
    """Cells to store in a period, with the reason when a locked return is changed."""

    period: str
    assignments: Assignments
    reason: str = ""


def write_cells(store: Store, items: Sequence[Write]) -> ChangeSet:
    """Store what waits: each a step to undo of its own, all of it kept or none.

    Returns what changed in all, under the last step.
    """
    if len(items) == 1:
        (only,) = items
        return set_cells(store, only.period, only.assignments, reason=only.reason)
    done: list[ChangeSet] = []
    with store.together():
        for one in items:
            done.append(set_cells(store, one.period, one.assignments, reason=one.reason))
    return replace(done[-1], changes=tuple(change for one in done for change in one.changes))
