"""Who owes a form of a period in an office's scope, and whose returns a person may name."""

from collections.abc import Iterable

from desktop.models.figures.own_members import owing_among
from desktop.models.figures.revisions import units_with
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.reader import Reader
from desktop.models.units.ceased import ceased_in_scope, unit_within
from desktop.models.units.units import Tree, Unit


def owing_units(reader: Reader, tree: Tree, form: Form, period: str = "") -> list[Unit]:
    """Return the units in the office's scope that owe a form on the tree's day.

    A form with a row for each union is owed by them, and by units above them that hold members of
    their own (`own_members`). The form of an office's own work is owed by the office; with a
    `period` also by the base unions it types for of which anything of that form is known, for that
    must not stay behind. So it is with the movements of unions that ended within the period.
    """
    if form.scope != "unit_rows":
        own = reader.own_unit
        known = units_with(reader, period, form.id) if period else frozenset()
        return [
            unit for unit in tree.scope(own)
            if unit.id == own or (unit.id in known and tree.role(unit) == "base")
        ]  # fmt: skip
    found = owing_among(reader, tree, form, tree.scope(reader.own_unit), period)
    if period and form.entry and tells_movements(reader, form):
        when = parse_period(period, reader.packs.schemes)
        gone = ceased_in_scope(reader, when.data_from, when.data_to)
        known = units_with(reader, period, form.id) if gone else frozenset()
        found += [unit for unit in gone if unit.id in known]
    return found


def tells_movements(reader: Reader, form: Form) -> bool:
    """Tell whether a form of a row per unit asks what moved, not only what stands at the end."""
    indicators = reader.packs.indicators.values()
    return form.scope == "unit_rows" and any(
        one.home == form.id and one.type == "F" for one in indicators
    )


def asked_units(
    reader: Reader, tree: Tree, form: Form, period: Period, codes: Iterable[str]
) -> tuple[list[Unit], set[str]]:
    """Return the units named by code or id (default: those that owe the form) and the ids named.

    In the tree's order, each once, whatever order they were named in; a union that ended within
    the period may be named, too. Raises Refusal for any other.
    """
    chosen = [unit_within(reader, period.data_from, period.data_to, code) for code in codes]
    named = {unit.id for unit in chosen}
    if not named:
        return owing_units(reader, tree, form, period.id), named
    ended = {unit.id: unit for unit in chosen if unit.id not in tree.units}
    return [*(u for u in tree.units.values() if u.id in named), *ended.values()], named
