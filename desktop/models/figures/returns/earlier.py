"""Later periods whose opening stock changed after they were locked: flagged, never altered."""

import msgspec

from desktop.models.figures.cells import period_cells
from desktop.models.figures.opening import Opening, openings
from desktop.models.figures.revisions import Revision, revisions
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader


class OpeningChanged(msgspec.Struct, frozen=True):
    """A locked return's opening stock of an equation, and what it would be now."""

    unit: str
    form: str
    equation: str
    was: int
    now: int


def changed_openings(
    reader: Reader, period: Period, listed: dict[tuple[str, str], list[Revision]] | None = None,
    *, counted: bool = False,
) -> list[OpeningChanged]:  # fmt: skip
    """Return the returns of a period that were locked with another opening than stands now.

    `counted`: as totals count the closing before, a correction that waits left out.
    """
    known = revisions(reader, period.id) if listed is None else listed
    locked = {key: found[-1] for key, found in known.items() if found[-1].opening}
    if not locked:
        return []
    units = {unit for unit, _form in locked}
    opened = openings(reader, period, units, period_cells(reader, period.id), counted=counted)
    return [
        one for last in locked.values() for one in opening_changed(last, opened.get(last.unit, {}))
    ]


def opening_changed(last: Revision, opened: dict[str, Opening]) -> list[OpeningChanged]:
    """Return the equations whose opening is no longer what a revision was locked with."""
    return [
        OpeningChanged(last.unit, last.form, equation, was, now)
        for equation, was in last.opening.items()
        if equation in opened
        and (now := opened[equation].value) is not None
        and isinstance(was, int)
        and now != was
    ]
