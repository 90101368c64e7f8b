"""Reading beside the figures how far each row's return is, and what people wrote at its cells."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.models.entry.entry_flags import FLAG
from desktop.models.figures.closure import shut_units
from desktop.models.figures.returns.returns import statuses
from desktop.models.figures.revisions import closed_units, revisions
from desktop.models.store.keys import prefix_range, split_cell_key
from desktop.models.store.reader import Reader

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet
    from desktop.models.entry.entry_row import EntryRow


def read_states(
    sheet: "EntrySheet", reader: Reader, cells: Mapping[str, Mapping[str, Any]] | None = None
) -> set[int]:
    """Read how far the returns are; returns the rows of which something differs.

    `cells` are the period's as they are stored, where they are known.
    """
    form, period = sheet.form.id, sheet.period
    closed = closed_units(reader, form, period.id)
    listed = revisions(reader, period.id, form)
    states = {s.unit.id: s for s in statuses(reader, period.id, [form], cells=cells)}
    shut = shut_units(reader, form, period, [row.unit.id for row in sheet.rows])
    touched = set()
    for place, row in enumerate(sheet.rows):
        before = _state(row)
        revised = listed.get((row.unit.id, form))
        row.stand(states.get(row.unit.id))
        row.revisions, row.shut = revised or (), shut.get(row.unit.id, "")
        row.rev = revised[-1].rev if revised else 0
        row.sent = revised[-1].values if revised else None
        row.closed = row.unit.id in closed
        if _state(row) != before:
            touched.add(place)
    return touched


def _state(row: "EntryRow") -> tuple[Any, ...]:
    return (
        row.state, row.on_time, row.asked, row.sent_back, row.revisions, row.shut, row.rev,
        row.sent, row.closed,
    )  # fmt: skip


def read_words(sheet: "EntrySheet", reader: Reader) -> set[int]:
    """Read reasons, notes, flags and what is disputed; returns the rows that differ."""
    prefix = sheet.period.id + "|"
    given = reader.records("reason", prefix)
    noted = reader.records("note", prefix)
    flags = reader.records(FLAG, prefix)
    disputed: dict[str, set[str]] = {}
    for key, code in reader.rows(
        "SELECT DISTINCT key, field FROM leaf WHERE kind = 'cell' AND winner = 0"
        " AND key >= ? AND key < ?",
        prefix_range(prefix),
    ):
        disputed.setdefault(split_cell_key(key)[0], set()).add(code)
    touched = set()
    for place, row in enumerate(sheet.rows):
        key = prefix + row.unit.id
        before = row.reasons, row.comments, row.conflicts, row.flags
        row.reasons, row.comments = given.get(key, {}), noted.get(key, {})
        row.conflicts = frozenset(disputed.get(row.unit.id, ()))
        row.flags = frozenset(flags.get(key, ()))
        if before != (row.reasons, row.comments, row.conflicts, row.flags):
            touched.add(place)
    return touched
