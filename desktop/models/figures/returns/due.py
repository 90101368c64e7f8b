"""What is due of a period: which forms, and which units owe each of them (figures.md, 2.2 and 4).

Every reader asks here: board, reminder, status line, first page, F5 and closing (decision 70).
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from desktop.models.errors import Refusal
from desktop.models.figures.own_members import owing_above
from desktop.models.figures.returns.returns import ReturnStatus
from desktop.models.figures.revisions import units_with
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import split_return_key
from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree

_OFTEN = ("month", "quarter")
"""The kinds of periods whose report of an office's own work is due only from who gives one."""
_GATHERS = ("national", "province")

Due = Mapping[str, frozenset[str]]
"""Form → ids of the units that owe it, in the order of the forms."""


def due(reader: Reader, tree: Tree, period: Period) -> Due:
    """Return who owes which form of a period, of all units of the tree on its last day.

    A form with a row for each union is owed by base unions, and by units above them that hold
    members of their own. The form of an office's own work is owed at 6, 9 and 12 months and for a
    fast report by the offices: communes, industries, base unions with an office of their own; a
    province gathers. Of a month or quarter, and of a province, it is owed by an office that has
    given one for such a period, from then on. Any other unit owes the one it has locked, and of
    the longer periods the one it has begun: that must not stay behind.
    """
    return {
        form.id: _owing(reader, tree, form, period)
        for form in reader.packs.forms.values()
        if form.entry and period.scheme in form.schemes
    }


def forms_due_from(reader: Reader, tree: Tree, period: Period, unit: str) -> list[Form]:
    """Return the forms of unions of a period, and those of its own work that a unit owes."""
    return [
        reader.packs.forms[form] for form, units in due(reader, tree, period).items()
        if reader.packs.forms[form].scope == "unit_rows" or unit in units
    ]  # fmt: skip


def due_among(
    reader: Reader, tree: Tree, period: Period, found: Iterable[ReturnStatus]
) -> list[ReturnStatus]:
    """Return which of a period's returns are due; those locked all the same are among them.

    So is what is known of units that ended within it: they stand on the tree of no later day.
    """
    asked = due(reader, tree, period)
    return [
        one for one in found
        if one.rev or one.unit.id not in tree.units or one.unit.id in asked.get(one.form, ())
    ]  # fmt: skip


def _owing(reader: Reader, tree: Tree, form: Form, period: Period) -> frozenset[str]:
    known = (unit for unit in tree.units.values() if tree.role(unit) != "part")
    if form.scope == "unit_rows":
        above = owing_above(reader, form, tree.on, period.id)
        return frozenset(u.id for u in known if tree.role(u) == "base" or u.id in above)
    often = reader.packs.scheme(period.scheme, period.data_from).kind in _OFTEN
    gave, own = _given(reader, form.id), reader.own_unit
    begun = frozenset[str]() if often else units_with(reader, period.id, form.id)
    return frozenset(
        unit.id for unit in known
        if unit.id in begun
        or period.data_from in (days := gave.get((unit.id, period.scheme), ()))
        or ((unit.id == own or unit.id in tree.assigned)
            and ((not often and tree.role(unit) not in _GATHERS)
                 or min(days, default=date.max) <= period.data_from))
    )  # fmt: skip


def _given(reader: Reader, form: str) -> Mapping[tuple[str, str], set[date]]:
    """Return (unit, scheme) → first days of the periods that it locked a form for."""

    def read() -> dict[tuple[str, str], set[date]]:
        found: dict[tuple[str, str], set[date]] = {}
        periods: dict[str, Period] = {}
        for (key,) in reader.rows(
            "SELECT DISTINCT key FROM leaf WHERE kind = 'submit' AND winner = 1"
            " AND value <> 'null' AND key LIKE ?",
            (f"%|{form}|%",),
        ):
            unit, _form, name = split_return_key(key)
            with suppress(Refusal):  # of a pack that is not here any more
                period = periods.get(name) or parse_period(name, reader.packs.schemes)
                periods[name] = period
                found.setdefault((unit, period.scheme), set()).add(period.data_from)
        return found

    return reader.remembered_of(("submit",), ("gives", form), read)
