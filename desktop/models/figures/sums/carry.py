"""Stocks of units that have not reported: the last ones known, with what events moved since.

They are carried however long ago they were told, as long as the unit lives, and marked so that
a total says "tạm tính" (figures.md, 5.3). Flows are never carried.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.moves import (
    CARRIED_FORM,
    EQUATIONS,
    born_within,
    moves_between,
    net_moved,
    workers_moved,
)
from desktop.models.figures.sums.parts import Part
from desktop.models.figures.told import told_before
from desktop.models.figures.views import form_views
from desktop.models.packs.periods import Period
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.reader import Reader


def carried_stocks(
    reader: Reader, last: Period, base: Iterable[str], upper: Iterable[str]
) -> dict[str, dict[str, Part]]:
    """Return unit → code → part of units that gave no stocks for a window ending with `last`.

    Those of base unions, and of the `upper` units that ever gave some of their own.
    """
    if last.scheme != "THANG":
        return {}
    months = told_before(reader, last)
    ever = {unit for unit in upper if _gave(reader, unit, months)}
    waiting = {*base, *ever}
    found: dict[str, dict[str, Part]] = {}
    for period in months:
        if not waiting:
            break
        for unit, view in form_views(reader, period.id, waiting, CARRIED_FORM).items():
            waiting.discard(unit)
            values = _moved_on(reader, view.values, unit, period.data_to, last.data_to)
            found[unit] = _parts(reader, unit, values, period.id, view.op)
    for unit, (values, event) in _begun(reader, waiting - ever, last).items():
        parts = _parts(reader, unit, values, last.id, event)
        found[unit] = {code: replace(part, event=bool(event)) for code, part in parts.items()}
    return found


def _gave(reader: Reader, unit: str, months: Iterable[Period]) -> bool:
    return any(
        reader.rows(
            "SELECT 1 FROM leaf WHERE (kind = 'submit' AND key = ?) OR (kind = 'cell' AND key = ?)"
            " LIMIT 1",
            (return_key(unit, CARRIED_FORM, month.id), cell_key(unit, month.id)),
        )
        for month in months
    )


def _parts(
    reader: Reader, unit: str, values: Mapping[str, Any], period: str, op: str
) -> dict[str, Part]:
    found, indicators = {}, reader.packs.indicators
    for code, raw in values.items():
        indicator = indicators.get(split_code(code)[0])
        value = number_of(raw)
        stock = indicator is not None and indicator.home == CARRIED_FORM and indicator.type == "S"
        if stock and value is not None:
            found[code] = Part(unit, value, "carried", period, op)
    return found


def _moved_on(
    reader: Reader, values: Mapping[str, Any], unit: str, since: date, last: date
) -> Mapping[str, Any]:
    """Return carried figures with whom events brought or took since: members, and workers."""
    moves = moves_between(reader, since + timedelta(1), last)
    if not moves:
        return values
    equations = reader.packs.equations
    moved = dict(values)
    for name, _ending in EQUATIONS:
        net = net_moved(moves, unit, name)
        for stock in equations[name].stocks if name in equations and net else ():
            known = number_of(values.get(stock))
            if known is not None:
                moved[stock] = max(known + net, 0)
    for code, number in workers_moved(moves).get(unit, {}).items():
        known = number_of(values.get(code))
        if known is not None:
            moved[code] = known + number
    return moved


def _begun(
    reader: Reader, waiting: set[str], last: Period
) -> dict[str, tuple[dict[str, int], str]]:
    """Return what a founding or split brought new unions that never reported, and the event.

    The event is the first that brought them members; "" where they typed them themselves.
    """
    new = born_within(reader, date.min, last.data_to) & waiting
    moves = moves_between(reader, date.min, last.data_to) if new else []
    workers, equations = workers_moved(moves), reader.packs.equations
    found: dict[str, tuple[dict[str, int], str]] = {}
    for unit in sorted(new):
        values = {
            equations[name].stocks[0]: net_moved(moves, unit, name)
            for name, _ending in EQUATIONS
            if name in equations
        } | workers.get(unit, {})
        made = next((move for move in moves if move.target == unit), None)
        event = made.event if made is not None and not made.baseline else ""
        if any(values.values()):
            found[unit] = {code: number for code, number in values.items() if number}, event
    return found
