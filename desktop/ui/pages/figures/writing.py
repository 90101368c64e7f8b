"""What the store thread is asked to write: queued cells of one period go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from desktop.models.entry.entry import Assignments
from desktop.models.figures.figures import set_cells
from desktop.models.store.history import next_undo, undo
from desktop.models.store.keys import cell_key
from desktop.models.store.store import ChangeSet, Store


@dataclass(frozen=True, slots=True)
class Write:
    """Cells to store in a period, with the reason when a locked return is changed.

    `cut` are the cells these were cut from, cleared by the step before: both become one step.
    """

    period: str
    assignments: Assignments
    reason: str = ""
    cut: Assignments = field(default_factory=dict)


def write_cells(store: Store, items: Sequence[Write]) -> ChangeSet:
    """Store what waits: each a step to undo of its own, all of it kept or none.

    Returns what changed in all, under the last step.
    """
    if len(items) == 1 and not items[0].cut:
        (only,) = items
        return set_cells(store, only.period, only.assignments, reason=only.reason)
    done: list[ChangeSet] = []
    with store.together():
        for one in items:
            assignments = one.assignments
            if _just_cut(store, one):
                done.append(undo(store))
                assignments = one.cut | assignments
            done.append(set_cells(store, one.period, assignments, reason=one.reason))
    return replace(done[-1], changes=tuple(change for one in done for change in one.changes))


def _just_cut(store: Store, one: Write) -> bool:
    """Say whether the last step cleared just the cells that were cut, and may be taken back."""
    last = next_undo(store) if one.cut else None
    if last is None or last.barrier:
        return False
    cleared = store.rows("SELECT key, field FROM op WHERE step = ?", (last.id,))
    cut = {(cell_key(store.unit(unit), one.period), code) for unit, code in one.cut}
    return {(str(key), str(code)) for key, code in cleared} == cut
