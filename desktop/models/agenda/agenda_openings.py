"""Locked returns whose opening was corrected in a month before, so that they no longer add up."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from desktop.models.figures.cells import number_of, period_cells
from desktop.models.figures.opening import Opening, openings
from desktop.models.figures.returns.earlier import OpeningChanged, opening_changed
from desktop.models.figures.returns.returns import ReturnStatus
from desktop.models.figures.revisions import Revision, revisions, revisions_of
from desktop.models.packs.periods import Period, months_between
from desktop.models.store.keys import return_key, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

_YEAR = timedelta(days=366)
_MOST_KEYS = 500
"""How many keys are asked for at once."""


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
    told = (split_return_key(key) for key in _locked_again(reader))
    return {unit for unit, _form, name in told if name != period.id}


def _locked_again(reader: Reader) -> Mapping[str, str]:
    """Return key → when its newest revision was locked, of returns locked more than once."""
    query = (
        "SELECT key, max(hlc) FROM leaf WHERE kind = 'submit' AND winner = 1"
        " AND field <> '1' AND value <> 'null' GROUP BY key"
    )
    return reader.remembered_of(("submit",), "locked again", lambda: dict(reader.rows(query)))


def months_to_look_at(reader: Reader, today: date, known: Container[str]) -> list[Period]:
    """Return the months of a year back in which `returns_off` may find something, oldest first:
    a return of ours there opens with another closing than a month before was corrected to.

    The months `known` are left out: they are looked at anyway.
    """
    again = _locked_again(reader)
    if not again:
        return []
    months = months_between(today - _YEAR, today, reader.packs.schemes)
    forms = _forms(reader)
    after = {one: _months_after(reader, one, months) for one in again}
    keys = (return_key(_unit(one), form, month.id)
            for one, listed in after.items() for month in listed for form in forms)  # fmt: skip
    locked = _locked_at(reader, sorted(set(keys)))
    found = {
        split_return_key(key)[2]
        for one, listed in after.items()
        for key in _opening_from(_unit(one), listed, forms, locked)
        if locked[key] < again[one] and split_return_key(key)[2] not in known
        and _opened_otherwise(reader, key, one)
    }  # fmt: skip
    return [month for month in months if month.id in found]


def _unit(key: str) -> str:
    return split_return_key(key)[0]


def _forms(reader: Reader) -> dict[str, bool]:
    """Return the forms of the movements, with whether they hold the closing."""
    found: dict[str, bool] = {}
    for equation in reader.packs.equations.values():
        codes = (*equation.increases, *equation.decreases)
        found |= {reader.packs.indicators[code].home: False for code in codes}
    for equation in reader.packs.equations.values():
        found |= {reader.packs.indicators[code].home: True for code in equation.stocks}
    return found


def _months_after(reader: Reader, key: str, months: Sequence[Period]) -> list[Period]:
    """Return the months after a corrected one that are ours, none where it is not among them."""
    unit, _form, name = split_return_key(key)
    place = next((n for n, month in enumerate(months, 1) if month.id == name), len(months))
    scope = Scope.of(reader)
    return [one for one in months[place:] if scope.owner(unit, one.data_to) == reader.own_unit]


def _opening_from(
    unit: str, months: Sequence[Period], forms: Mapping[str, bool], locked: Container[str]
) -> Iterator[str]:
    """Yield the locked returns that open with the closing before some months: those up to the
    first that tells a closing of its own."""
    for month in months:
        keys = {return_key(unit, form, month.id): closes for form, closes in forms.items()}
        yield from (key for key in keys if key in locked)
        if any(closes and key in locked for key, closes in keys.items()):
            return


def _locked_at(reader: Reader, keys: Sequence[str]) -> dict[str, str]:
    """Return key → when its newest revision was locked, of those there are."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), _MOST_KEYS):
        some = keys[start : start + _MOST_KEYS]
        found |= reader.rows(
            "SELECT key, max(hlc) FROM leaf WHERE kind = 'submit' AND winner = 1"
            f" AND value <> 'null' AND key IN ({', '.join('?' * len(some))}) GROUP BY key",
            some,
        )
    return found


def _opened_otherwise(reader: Reader, key: str, corrected: str) -> bool:
    """Tell whether a return was locked with another opening than the closing of a corrected one."""
    closing, opening = _newest(reader, corrected).values, _newest(reader, key).opening
    for name, equation in reader.packs.equations.items():
        known = [n for code in equation.stocks if (n := number_of(closing.get(code))) is not None]
        if known and name in opening and sum(known) != opening[name]:
            return True
    return False


def _newest(reader: Reader, key: str) -> Revision:
    unit, form, period = split_return_key(key)
    return revisions_of(reader, unit, form, period)[-1]
