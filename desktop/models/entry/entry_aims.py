"""Which columns a sheet has here: what the form asks, what the year's targets ask by sector, and
what unions tell by ownership type."""

from contextlib import suppress

from desktop.models.entry.entry_columns import EntryColumn, entry_columns
from desktop.models.entry.entry_elsewhere import own_role
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import split_target
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, previous
from desktop.models.plans.year_targets import targets_that_count
from desktop.models.store.keys import prefix_range
from desktop.models.store.reader import Reader


def own_columns(reader: Reader, form: Form, period: Period) -> tuple[EntryColumn, ...]:
    """Return the columns of a form as our own office types it.

    What was told by sector before a target was given up is shown on: it still counts. A figure that
    a union tells by ownership type, or told so in the period before, has a column for each type.
    """
    role = own_role(reader, period)
    if form.scope != "indicator_rows":
        types = _types_told(reader, form, period)
        return entry_columns(reader.packs, form, period, role, types=types)
    if role == "base":
        return entry_columns(reader.packs, form, period, role)
    aims = targets_that_count(reader, period.calendar_year, reader.own_unit)
    return entry_columns(reader.packs, form, period, role, aims)


def _types_told(reader: Reader, form: Form, period: Period) -> dict[str, list[str]]:
    """Return indicator → the ownership types it has columns for, in the packs' order.

    Those are the types that any union told, of all that such a union told in the form: a whole
    needs every part.
    """
    packs = reader.packs
    told = set[tuple[str, str]]()
    for when in _near(reader, period):
        told |= {split_target(code) for code in _told_with_types(reader, when.id)}
    told = {(bare, kind) for bare, kind in told if bare in packs.indicators}
    known = {kind for bare, kind in told if packs.indicators[bare].asked_of != "upper"}
    kinds = [kind for kind in packs.ownerships if kind in known]
    mine = {bare for bare, _kind in told if packs.indicators[bare].home == form.id}
    return {bare: kinds for bare in mine if kinds and "LH" in packs.indicators[bare].by}


def _near(reader: Reader, period: Period) -> list[Period]:
    found = [period]
    with suppress(Refusal):  # an ad-hoc period nobody set before
        found.append(previous(period, reader.packs.schemes))
    return found


def _told_with_types(reader: Reader, period: str) -> list[str]:
    """Return the codes told in a period by units that tell any by type."""
    return reader.remembered_of(
        ("cell",), ("told with types", period), lambda: _read_with_types(reader, period)
    )


def _read_with_types(reader: Reader, period: str) -> list[str]:
    rows = reader.rows(
        "SELECT field FROM leaf WHERE kind = 'cell' AND winner = 1 AND value <> 'null' AND key IN"
        " (SELECT key FROM leaf WHERE kind = 'cell' AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null' AND instr(field, ';LH=')"
        " AND value NOT LIKE '%\"cleared\"%')",
        prefix_range(period + "|"),
    )
    return [field for (field,) in rows]
