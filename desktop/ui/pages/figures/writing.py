"""What the store thread is asked to write: queued cells of one period go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.entry.entry import Assignments
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import ChangeSet, Store


@dataclass(frozen=True, slots=True)
class Write:
    """Cells to store in a period, with the reason when a locked return is changed."""

    period: str
    assignments: Assignments
    reason: str = ""


def write_cells(store: Store, items: Sequence[Write]) -> ChangeSet | None:
    """Store what waits: one step, so that all of it is kept or none."""
    if len(items) == 1:
        (only,) = items
        return set_cells(store, only.period, only.assignments, reason=only.reason)
    cells = sum(len(item.assignments) for item in items)
    with store.step(_("Nhập {n} ô số liệu").format(n=cells)) as step:
        for item in items:
            set_cells(store, item.period, item.assignments, reason=item.reason)
    return step.change
