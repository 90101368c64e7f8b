"""Which columns a sheet has here: what the form asks, and what the year's targets ask by sector."""

from desktop.models.entry.entry_columns import EntryColumn, entry_columns
from desktop.models.entry.entry_elsewhere import own_role
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period
from desktop.models.plans.year_targets import targets_that_count
from desktop.models.store.reader import Reader


def own_columns(reader: Reader, form: Form, period: Period) -> tuple[EntryColumn, ...]:
    """Return the columns of a form as our own office types it.

    What was told by sector before a target was given up is shown on: it still counts.
    """
    role = own_role(reader, period)
    if form.scope != "indicator_rows" or role == "base":
        return entry_columns(reader.packs, form, period, role)
    aims = targets_that_count(reader, period.calendar_year, reader.own_unit)
    return entry_columns(reader.packs, form, period, role, aims)
