"""Estimates: stocks nobody has entered yet, carried until a person confirms them."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.models.figures import number_of, period_cells
from desktop.models.opening import Opening, openings
from desktop.models.pack_types import Form
from desktop.models.periods import Period, previous
from desktop.models.reader import Reader


def estimated_stocks(
    reader: Reader,
    form: Form,
    period: Period,
    units: Sequence[str],
    values: Mapping[str, Mapping[str, Any]],
) -> dict[str, dict[str, int]]:
    """Return unit → code → estimate for the stocks of a form that nobody entered.

    A stock with a movement equation is its opening plus what came less what left; any other
    is that of the period before, entered or locked. Flows are never estimated.
    """
    stocks = [
        i.code
        for i in reader.packs.indicators.values()
        if i.home == form.id and i.type == "S" and not i.from_register
        and i.code in {c.source for c in form.columns}
    ]  # fmt: skip
    opened = openings(reader, period, units, values)
    before = _stocks_before(reader, period)
    found: dict[str, dict[str, int]] = {}
    for unit in units:
        held = values.get(unit, {})
        for code in stocks:
            if code in held:
                continue
            estimate = _moved(reader, code, held, opened[unit])
            if estimate is None:
                estimate = number_of(before.get(unit, {}).get(code))
            if estimate is not None:
                found.setdefault(unit, {})[code] = estimate
    return found


def _moved(
    reader: Reader, code: str, held: Mapping[str, Any], opened: Mapping[str, Opening]
) -> int | None:
    for equation in reader.packs.equations.values():
        if equation.stocks != (code,) or equation.id not in opened:
            continue
        start = opened[equation.id].value
        if start is None:
            return None
        came = sum(number_of(held.get(c)) or 0 for c in equation.increases)
        left = sum(number_of(held.get(c)) or 0 for c in equation.decreases)
        return max(start + came - left, 0)
    return None


def _stocks_before(reader: Reader, period: Period) -> dict[str, dict[str, Any]]:
    from desktop.models.returns import revisions

    before = previous(period, reader.packs.schemes)
    known = period_cells(reader, before.id)
    for (unit, _form), listed in revisions(reader, before.id).items():
        known[unit] = {**listed[-1].values, **known.get(unit, {})}
    return known
