"""Locked returns whose opening was corrected in a month before, so that they no longer add up."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.models.figures.cells import period_cells
from desktop.models.figures.opening import Opening, openings
from desktop.models.figures.returns.earlier import OpeningChanged, opening_changed
from desktop.models.figures.returns.returns import ReturnStatus
from desktop.models.figures.revisions import revisions
from desktop.models.packs.periods import Period
from desktop.models.store.keys import split_return_key
from desktop.models.store.reader import Reader


def returns_off(
    reader: Reader, period: Period, locked: Sequence[ReturnStatus]
) -> list[ReturnStatus]:
    """Return the locked returns of a period whose movement does not close from the opening that
    stands now, one a unit; those locked anew with it are not among them."""
    if not locked or not (corrected := _corrected_before(reader, period)):
        return []
    wanted = [one for one in locked if one.unit.id in corrected]
    return _not_closing(reader, period, wanted) if wanted else []


def _not_closing(
    reader: Reader, period: Period, wanted: Sequence[ReturnStatus]
) -> list[ReturnStatus]:
    units = {one.unit.id for one in wanted}
    listed, values = revisions(reader, period.id, units=units), period_cells(reader, period.id)
    opened = openings(reader, period, units, values)
    found: dict[str, ReturnStatus] = {}
    for one in wanted:
        unit = one.unit.id
        known, told = opened.get(unit, {}), listed.get((unit, one.form))
        changed = opening_changed(told[-1], known) if told and unit not in found else []
        if changed and _differs(reader, one, values.get(unit, {}), known, changed):
            found[unit] = one
    return list(found.values())


def _differs(
    reader: Reader, one: ReturnStatus, values: Mapping[str, Any], opened: dict[str, Opening],
    changed: Sequence[OpeningChanged],
) -> bool:  # fmt: skip
    """Tell whether the movement does not close in any of the equations whose opening changed."""
    # Rare: what judges a movement is not loaded with every start.
    from desktop.models.figures.checks.facts import Facts
    from desktop.models.figures.checks.moves import difference

    facts = Facts(one.unit, one.form, one.period, reader.packs, values, opened)
    equations = reader.packs.equations
    return any(difference(facts, equations[each.equation]) for each in changed)


def _corrected_before(reader: Reader, period: Period) -> set[str]:
    """Return the units of which a return of another period was locked more than once."""
    keys = reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = 'submit' AND winner = 1"
        " AND field <> '1' AND value <> 'null'"
    )
    told = (split_return_key(key) for (key,) in keys)
    return {unit for unit, _form, name in told if name != period.id}
