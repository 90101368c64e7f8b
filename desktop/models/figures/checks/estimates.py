"""Estimates: stocks nobody has entered yet, carried until a person confirms them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop.models.figures.begun import is_cleared, told_of
from desktop.models.figures.cells import is_na, number_of, period_cells
from desktop.models.figures.moves import CARRIED_FORM, born_within, moves_between, workers_moved
from desktop.models.figures.opening import Opening, openings
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.carry import carried_stocks
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, previous
from desktop.models.store.reader import Reader


def estimated_stocks(
    reader: Reader,
    form: Form,
    period: Period,
    units: Sequence[str],
    values: Mapping[str, Mapping[str, Any]],
    opened: Mapping[str, Mapping[str, Opening]] | None = None,
) -> dict[str, dict[str, int]]:
    """Return unit → code → estimate for the stocks of a form that nobody entered.

    A stock with a movement equation is its opening plus what came less what left; any other
    is that of the period before, entered or locked. Flows are never estimated.
    """
    packs = reader.packs
    codes = stock_codes(packs, form)
    if opened is None:
        opened = openings(reader, period, units, values)
    before = stocks_before(reader, period, codes, units)
    held = _told(reader, period, form.id, units, values)
    found = {}
    for unit in units:
        estimates = unit_estimates(packs, codes, held[unit], opened[unit], before.get(unit, {}))
        if estimates:
            found[unit] = estimates
    return found


def _told(
    reader: Reader, period: Period, form: str, units: Iterable[str],
    values: Mapping[str, Mapping[str, Any]],
) -> dict[str, Mapping[str, Any]]:  # fmt: skip
    """Return unit → its cells, without what was cleared in a return that was never locked."""
    held = {unit: values.get(unit, {}) for unit in units}
    emptied = [unit for unit, mine in held.items() if any(map(is_cleared, mine.values()))]
    if emptied:
        locked = {unit for unit, _form in revisions(reader, period.id, form)}
        held |= {unit: told_of(held[unit]) for unit in emptied if unit not in locked}
    return held


def stock_codes(packs: Packs, form: Form) -> tuple[str, ...]:
    """Return the stocks a form is the home of and shows: those that are carried over."""
    shown = {column.source for column in form.columns}
    return tuple(
        i.code
        for i in packs.indicators.values()
        if i.home == form.id and i.type == "S" and not i.from_register and i.code in shown
    )


def unit_estimates(
    packs: Packs,
    codes: Sequence[str],
    held: Mapping[str, Any],
    opened: Mapping[str, Opening],
    before: Mapping[str, Any],
) -> dict[str, int]:
    """Return code → estimate of one unit; `held` are its cells, `before` its stocks before.

    A part that would exceed its whole is left empty, and that of a whole that cannot arise.
    """
    found = {}
    for code in codes:
        estimate = carried(packs, code, held, opened, before) if code not in held else None
        if estimate is not None:
            found[code] = estimate
    for code in list(found):
        whole = packs.indicators[code].part_of or ""
        known = number_of(held[whole]) if whole in held else found.get(whole)
        if is_na(held.get(whole)) or (known is not None and found[code] > known):
            del found[code]  # what is carried never contradicts a whole: V39 asks for the number
    return found


def carried(
    packs: Packs,
    code: str,
    held: Mapping[str, Any],
    opened: Mapping[str, Opening],
    before: Mapping[str, Any],
) -> int | None:
    """Return what a stock would be carried as, None where nothing is known of it."""
    moved = _moved(packs, code, held, opened)
    return number_of(before.get(code)) if moved is None else moved


def _moved(
    packs: Packs, code: str, held: Mapping[str, Any], opened: Mapping[str, Opening]
) -> int | None:
    for equation in packs.equations.values():
        if equation.stocks != (code,) or equation.id not in opened:
            continue
        start = opened[equation.id].value
        if start is None:
            return None
        came = sum(number_of(held.get(c)) or 0 for c in equation.increases)
        left = sum(number_of(held.get(c)) or 0 for c in equation.decreases)
        return max(start + opened[equation.id].moved + came - left, 0)
    return None


def stocks_before(
    reader: Reader, period: Period, codes: Sequence[str] = (), units: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """Return unit → code → register value of the period before, locked or typed.

    `codes` are those wanted at least; without them all are returned. Workers of a union taken in
    since are added to those of the one that took it in. What the `units` did not tell in that month
    is the last they told, as in the totals.
    """
    before = previous(period, reader.packs.schemes)
    known = period_cells(reader, before.id, codes)
    listed_before = revisions(reader, before.id)
    for unit in known.keys() - {unit for unit, _form in listed_before}:
        known[unit] = told_of(known[unit])
    for (unit, _form), listed in listed_before.items():
        known[unit] = {**listed[-1].values, **known.get(unit, {})}
    born = born_within(reader, period.data_from, period.data_to)
    moves = moves_between(reader, period.data_from, period.data_to)
    for unit, workers in workers_moved(moves).items():
        held = known.get(unit, {})
        for code, number in workers.items():
            value = number_of(held.get(code))
            if value is not None or unit in born:
                held = {**held, code: (value or 0) + number}
        known[unit] = held
    _fill(reader, period, units, known)
    return known


def _fill(
    reader: Reader, period: Period, units: Sequence[str], known: dict[str, dict[str, Any]]
) -> None:
    """Add the stocks of members and workers that units told in an older month only."""
    indicators = reader.packs.indicators.values()
    stocks = [one.code for one in indicators if one.home == CARRIED_FORM and one.type == "S"]
    lacking = [unit for unit in units if not known.get(unit, {}).keys() >= set(stocks)]
    for unit, parts in carried_stocks(reader, period, lacking, ()).items() if lacking else ():
        older = {code: part.value for code, part in parts.items() if code in stocks}
        known[unit] = {**older, **known.get(unit, {})}
