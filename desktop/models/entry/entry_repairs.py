"""Repairs of an entry sheet's row: proposals, and the cells one of them stores as one step."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from desktop.models.entry.entry import Assignments, EntrySheet
from desktop.models.figures.cells import CLEARED, Entry
from desktop.models.figures.checks.repairs import Repair, Row, is_mendable, propose
from desktop.models.figures.checks.surroundings import whole_history
from desktop.models.figures.revisions import closed_units, form_codes
from desktop.models.packs.packs import Packs
from desktop.models.store.reader import Reader


def proposals(reader: Reader, sheet: EntrySheet, row: int, most: int = 3) -> list[Repair]:
    """Return repairs of a row: of a movement that does not close, of a part above its whole,
    and suggestions for a stock that rules or hints doubt.

    The likeliest comes first. Of a locked return only what follows from a correction of the period
    before is proposed: taking it makes a supplementary return, with a reason.
    """
    line, packs = sheet.rows[row], sheet.facts.packs
    if line.elsewhere or not any(is_mendable(packs, one) for one in (*line.findings, *line.hints)):
        return []
    near = [sheet.rows[n] for n in (row - 1, row + 1) if 0 <= n < len(sheet.rows)]
    past = whole_history(reader, sheet.period, line.unit.id)
    facts = line.facts()  # which form is open tells nothing of what is likely
    facts = replace(facts, around=replace(facts.around, history=past))
    return propose(
        Row.of(facts),
        [Row.of(other.facts()) for other in near if not other.elsewhere and not other.closed],
        columns=columns_in_order(packs),
        closed=_closed_codes(reader, sheet, line.unit.id),
        late=form_codes(reader, sheet.form.id),
        most=most,
    )


def columns_in_order(packs: Packs) -> Sequence[str]:
    """Return the codes of the typed columns as they stand side by side, form after form."""
    return [
        column.source
        for form in packs.forms.values()
        if form.entry and form.scope == "unit_rows"
        for column in form.columns
        if column.kind == "indicator" and not packs.indicators[column.source].computed
        and packs.indicators[column.source].home == form.id
    ]  # fmt: skip


def _closed_codes(reader: Reader, sheet: EntrySheet, unit: str) -> Iterable[str]:
    """Return the codes of forms that are locked for a unit: they are corrected otherwise."""
    indicators = sheet.facts.packs.indicators.values()
    homes = {indicator.home for indicator in indicators}
    locked = {f for f in homes if unit in closed_units(reader, f, sheet.period.id)}
    return [indicator.code for indicator in indicators if indicator.home in locked]


def assignments(repair: Repair) -> Assignments:
    """Return the cells a repair stores."""
    return {
        (unit, code): CLEARED if value is None else Entry(value)
        for unit, code, value in repair.changes
    }
