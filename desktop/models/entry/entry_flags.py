"""Cells flagged to come back to: on this computer only, listed until the flag is taken off."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import cell_key, split_cell_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import with_counts
from desktop.models.units.scope import Scope

FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flagged cell: where it is, in words too, and the note kept with it."""

    unit: str
    period: str
    code: str
    form: str
    unit_name: str
    period_title: str
    title: str
    note: str


def set_flags(
    store: Store, period: str, cells: Iterable[tuple[str, str]], *, on: bool
) -> ChangeSet:
    """Flag cells, (unit, code), or take their flags off, as one step."""
    listed = list(cells)
    label = _("Đánh dấu theo dõi {n} ô") if on else _("Bỏ dấu theo dõi {n} ô")
    with store.step(with_counts(label, n=len(listed))) as step:
        for unit, code in listed:
            step.put(FLAG, cell_key(unit, period), code, True if on else None)
    return step.change


def flagged(reader: Reader) -> list[Flagged]:
    """Return every flagged cell, the newest period first."""
    scope, packs = Scope.of(reader), reader.packs
    found = []
    for key, code, value in reader.registers(FLAG):
        unit, period = split_cell_key(key)
        indicator = packs.indicators.get(code.partition(";")[0])
        if value is not True or indicator is None:
            continue
        note = reader.get("note", key, code)
        found.append(
            Flagged(
                unit, period, code, indicator.home, scope.label(scope.resolve(unit)),
                parse_period(period, packs.schemes).title, indicator.name,
                note if isinstance(note, str) else "",
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.period, one.form, one.unit_name), reverse=True)
