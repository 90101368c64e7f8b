"""Stocks of units that have not reported: the last ones known, with who came and left since.

They are carried however long ago they were told, as long as the unit lives, and marked so that
a total says "tạm tính" (figures.md, 5.3). Of a row that is begun and not locked each stock is
carried that nobody entered. Flows are never carried; those told of the month are reckoned into
the members carried, as in the sheet (decision 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from msgspec.structs import replace

from desktop.models.figures.cells import is_na, number_of, split_code
from desktop.models.figures.moves import (
    CARRIED_FORM,
    EQUATIONS,
    born_within,
    moves_between,
    net_moved,
    workers_moved,
)
from desktop.models.figures.own_members import never_told
from desktop.models.figures.sums.parts import Part
from desktop.models.figures.told import told_before
from desktop.models.figures.views import View, form_views
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on

NOTHING: Final[Mapping[str, Any]] = {}
Views = Mapping[str, Mapping[str, Mapping[str, View]]]
"""Period → unit → form → view."""


def begun_rows(
    views: Views, periods: Iterable[Period], last: date, states: Mapping[str, str]
) -> dict[str, Mapping[str, Any]]:
    """Return unit → what is entered of the stocks at a window's end and not locked yet.

    `states` is the state of their form by unit.
    """
    ending = [period.id for period in periods if period.data_to == last]
    return {
        unit: {
            code: raw for period in ending
            if (view := views[period].get(unit, {}).get(CARRIED_FORM)) is not None
            for code, raw in view.values.items()
        }
        for unit, state in states.items() if state == "live"
    }  # fmt: skip


def carried_stocks(
    reader: Reader,
    last: Period,
    base: Iterable[str],
    upper: Iterable[str],
    begun: Mapping[str, Mapping[str, Any]] = NOTHING,
) -> dict[str, dict[str, Part]]:
    """Return unit → code → part of units that gave no stocks for a window ending with `last`.

    Those of base unions, and of the `upper` units that ever gave some of their own. Of units
    that have `begun` (code → what they entered) the stocks that are missing: looked for up to
    the last row that was locked. Who came and left by what is told of the month is not in them
    yet (`reckon`).
    """
    if last.scheme != "THANG":
        return {}
    months = told_before(reader, last)
    ever = set(upper) - never_told(reader)
    stocks = {one.code for one in reader.packs.indicators.values()
              if one.home == CARRIED_FORM and one.type == "S"}  # fmt: skip
    waiting = {unit for unit in (*base, *ever) if not stocks <= begun.get(unit, NOTHING).keys()}
    found: dict[str, dict[str, Part]] = {}
    known = {unit: dict(begun.get(unit, NOTHING)) for unit in waiting}
    for period in months:
        if not waiting:
            break
        for unit, view in form_views(reader, period.id, waiting, CARRIED_FORM).items():
            values = _moved_on(reader, view.values, unit, period.data_to, last.data_to)
            values = _retyped(reader, values, unit, period.data_to, last.data_to)
            parts = _parts(reader, unit, _missing(values, known[unit]), period.id, view.op)
            if parts or view.state != "live":
                found.setdefault(unit, {}).update(parts)
            known[unit] |= view.values
            if view.state != "live" or stocks <= known[unit].keys():
                waiting.discard(unit)
    for unit, (values, event) in _begun(reader, waiting - ever, last).items():
        parts = _parts(reader, unit, _missing(values, known[unit]), last.id, event)
        made = {code: replace(part, event=bool(event)) for code, part in parts.items()}
        found[unit] = {**made, **found.get(unit, {})}
    return found


def _missing(values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values nobody entered since; the types of a lump together, or none of them."""
    told = {split_code(code)[0] for code in known}
    return {
        code: raw for code, raw in values.items()
        if (split_code(code)[0] not in told if split_code(code)[1] else code not in known)
    }  # fmt: skip


def reckon(
    packs: Packs,
    last: Period,
    found: dict[str, dict[str, Part]],
    begun: Mapping[str, Mapping[str, Any]],
    flows: Mapping[str, Sequence[Part]],
) -> None:
    """Add to the members carried who came and left by what was told of the last month.

    `flows` are the parts of the window by code. Beside figures entered no part stays that is
    beyond its whole.
    """
    equations = packs.equations
    for name, _ending in EQUATIONS:
        equation = equations.get(name)
        signed = [(code, 1) for code in equation.increases] if equation is not None else []
        signed += [(code, -1) for code in equation.decreases] if equation is not None else []
        net: dict[str, int] = {}
        for code, sign in signed:
            for part in flows.get(code, ()):
                if part.period == last.id and not part.event:
                    net[part.unit] = net.get(part.unit, 0) + sign * part.value
        for unit in net.keys() & found.keys():
            for stock in equation.stocks if equation is not None else ():
                held = found[unit].get(stock)
                if held is not None:
                    number = max(held.value + net[unit], 0)
                    found[unit][stock] = replace(held, value=number)
    for unit, entered in begun.items():
        if unit in found:
            found[unit] = _within(packs, found[unit], entered)


def _within(packs: Packs, parts: dict[str, Part], entered: Mapping[str, Any]) -> dict[str, Part]:
    """Return what is carried beside figures entered, without a part beyond its whole, or of a
    whole that cannot arise."""
    indicators, found = packs.indicators, {}
    for code, part in parts.items():
        name, kind = split_code(code)
        indicator = indicators.get(name)
        whole = (indicator.part_of if indicator is not None else None) or ""
        whole = f"{whole};{kind}" if kind and whole else whole
        held = parts[whole].value if whole in parts else number_of(entered.get(whole))
        none_arises = whole not in parts and is_na(entered.get(whole))
        if not none_arises and (held is None or part.value <= held):
            found[code] = part
    return found


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


def _retyped(
    reader: Reader, values: Mapping[str, Any], unit: str, since: date, last: date
) -> Mapping[str, Any]:
    """Return the figures of a lump with those of its own type under what that is by now."""
    if not any(split_code(code)[1] for code in values):
        return values
    then, now = (tree_on(reader, day).units.get(unit) for day in (since, last))
    if then is None or now is None or then.ownership == now.ownership:
        return values
    old, new = f"LH={then.ownership}", f"LH={now.ownership}"
    found: dict[str, Any] = {}
    for code, raw in values.items():
        name, part = split_code(code)
        number, to = number_of(raw), f"{name};{new}"
        if part != old or number is None:
            found.setdefault(code, raw)
            continue
        found[to] = number + (number_of(values.get(to)) or 0)
    return found


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
