"""Which units above base unions hold members of their own: those they manage directly.

What such a unit tells of them is its own, never a total (model.md), and is added to what the unions
below it hold (figures.md, 5.3). It owes what a union owes, but only where there are any: most
offices manage unions alone.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import cell_of, number_of, split_code
from desktop.models.figures.revisions import read_revision
from desktop.models.figures.told import told_periods
from desktop.models.figures.views import PartState
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import cell_key, return_key, split_cell_key, split_return_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit

_AT_ONCE = 400
_BELOW = ("base", "part")
_EQUATION = "members"


class _Told(msgspec.Struct, frozen=True):
    """What a unit told of a period: in which forms, and whether that leaves it any members.

    `stock` is None where no stock was told, `last` the period's last day.
    """

    forms: frozenset[str]
    stock: bool | None
    last: date


class _Known(msgspec.Struct, frozen=True):
    """The units `above` base unions, and what those that ever told something told by period."""

    above: frozenset[str]
    told: Mapping[str, Mapping[str, _Told]]


def is_above(tree: Tree, unit: Unit) -> bool:
    """Tell whether a unit stands above base unions."""
    return tree.role(unit) not in _BELOW


def never_told(reader: Reader) -> frozenset[str]:
    """Return the units above base unions that never told a figure of a form of unions."""
    known = _known(reader)
    return known.above - known.told.keys()


def owing_above(reader: Reader, form: Form, day: date, period: str = "") -> frozenset[str]:
    """Return the units above base unions that owe a form of unions for a period ending on a day.

    They told something of it in that `period`, or hold members: they told of some in it, or their
    last stock before was not nothing.
    """
    return frozenset(
        unit for unit, told in _known(reader).told.items()
        if (period in told and form.id in told[period].forms)
        or _holds(reader.packs, told, day, period)
    )  # fmt: skip


def states_above(
    reader: Reader, asked: Period, last: date, newest: Mapping[str, Mapping[str, PartState]],
    told: Container[str],
) -> dict[str, dict[str, PartState]]:  # fmt: skip
    """Return form → state by unit above base unions, of the forms of unions that are asked for.

    `newest` is the state of what was given by form and unit; of what was `told` of a form others
    that are not asked for in such a period count, too.
    """
    return {
        form.id: {unit: newest.get(form.id, {}).get(unit, "missing")
                  for unit in owing_above(reader, form, last, asked.id)}
        for form in reader.packs.forms.values()
        if form.entry and form.scope == "unit_rows"
        and (form.id in told or asked.scheme in form.schemes)
    }  # fmt: skip


def owing_among(
    reader: Reader, tree: Tree, form: Form, units: Iterable[Unit], period: str = ""
) -> list[Unit]:
    """Return those of some units that owe a form with a row for each union on the tree's day."""
    above = owing_above(reader, form, tree.on, period)
    return [unit for unit in units if tree.role(unit) == "base" or unit.id in above]


def row_name(tree: Tree, unit: Unit) -> str:
    """Return what the row of a unit's own figures is called among those of unions."""
    if not is_above(tree, unit):
        return unit.name
    return _("{unit} (trực tiếp quản lý)").format(unit=unit.name)


def _holds(packs: Packs, told: Mapping[str, _Told], day: date, period: str) -> bool:
    forms = _member_forms(packs)
    if period in told and told[period].forms & forms:
        return True
    before = [
        one for name, one in told.items()
        if name != period and one.last <= day and one.forms & forms
    ]  # fmt: skip
    before.sort(key=lambda one: one.last, reverse=True)
    known = next((one.stock for one in before if one.stock is not None), None)
    return bool(before) if known is None else known


def _member_forms(packs: Packs) -> frozenset[str]:
    equation = packs.equations.get(_EQUATION)
    codes = (*equation.stocks, *equation.increases, *equation.decreases) if equation else ()
    return frozenset(packs.indicators[code].home for code in codes if code in packs.indicators)


def _forms(packs: Packs) -> list[str]:
    return [form.id for form in packs.forms.values() if form.entry and form.scope == "unit_rows"]


def _known(reader: Reader) -> _Known:
    def renewed(known: _Known, changed: Mapping[str, set[str]]) -> _Known:
        if changed["unit"]:
            return _read(reader)  # another unit may stand above unions now
        pairs = {split_cell_key(key) for key in changed["cell"]}
        pairs |= {split_return_key(key)[::2] for key in changed["submit"]}
        mine = [pair for pair in pairs if pair[0] in known.above]
        return _Known(known.above, _told(reader, mine, known.told)) if mine else known

    return reader.remembered_of(
        ("cell", "submit", "unit"), "told above unions", lambda: _read(reader), renewed
    )


def _read(reader: Reader) -> _Known:
    kinds, scope = reader.packs.unit_kinds, Scope.of(reader)
    roles = {name: kind.role for name, kind in kinds.items()}
    above = frozenset(
        unit for unit in scope.units
        if roles.get(str(scope.attribute(unit, "kind")), "base") not in _BELOW
    )  # fmt: skip
    pairs = [(unit, period) for period in told_periods(reader) for unit in above]
    return _Known(above, _told(reader, pairs, {}))


def _told(
    reader: Reader, pairs: Collection[tuple[str, str]], known: Mapping[str, Mapping[str, _Told]]
) -> dict[str, dict[str, _Told]]:
    """Return what is known with what these (unit, period) tell now."""
    found = {unit: dict(told) for unit, told in known.items()}
    asked: dict[str, list[str]] = {}
    homes = _homes(reader.packs)
    for unit, period in sorted(pairs):
        found.get(unit, {}).pop(period, None)
        asked.setdefault(period, []).append(unit)
    for period, units in asked.items():
        try:
            last = parse_period(period, reader.packs.schemes).data_to
        except Refusal:
            continue  # of a scheme that no pack has any more
        for unit, told in _told_of(reader, homes, period, units, last):
            found.setdefault(unit, {})[period] = told
    return {unit: told for unit, told in found.items() if told}


def _homes(packs: Packs) -> dict[str, str]:
    """Return the form of each indicator that stands in a form of unions."""
    forms = frozenset(_forms(packs))
    return {one.code: one.home for one in packs.indicators.values() if one.home in forms}


def _told_of(
    reader: Reader, homes: Mapping[str, str], period: str, units: list[str], last: date
) -> Iterator[tuple[str, _Told]]:
    """Yield what units told of a period: what is entered, before that what was locked last."""
    packs = reader.packs
    forms = _forms(packs)
    locked: dict[str, dict[str, tuple[int, Mapping[str, Any]]]] = {}
    keys = [return_key(unit, form, period) for unit in units for form in forms]
    for key, field, value, op in _leaves(reader, "submit", keys):
        one = read_revision(key, field, value, op)
        mine = locked.setdefault(one.unit, {})
        if one.rev > mine.get(one.form, (0,))[0]:
            mine[one.form] = one.rev, one.values
    held: dict[str, dict[str, Any]] = {
        unit: {code: raw for _rev, values in mine.values() for code, raw in values.items()}
        for unit, mine in locked.items()
    }
    for key, code, value, _op in _leaves(reader, "cell", [cell_key(u, period) for u in units]):
        held.setdefault(split_cell_key(key)[0], {})[code] = load(value)
    for unit, values in held.items():
        live = {
            code: raw for code, raw in values.items()
            if split_code(code)[0] in homes and cell_of(raw).state != "cleared"
        }  # fmt: skip
        told = {homes[split_code(code)[0]] for code in live} | locked.get(unit, {}).keys()
        if told:
            yield unit, _Told(frozenset(told), _leaves_some(packs, live), last)


def _leaves_some(packs: Packs, values: Mapping[str, Any]) -> bool | None:
    """Tell whether the stocks among figures are more than nothing; None where there are none.

    A first opening is one only where no closing was told.
    """
    equation = packs.equations[_EQUATION]
    home = packs.indicators[equation.stocks[0]].home
    closing: list[int] = []
    opening: list[int] = []
    for code, raw in values.items():
        one, number = packs.indicators[split_code(code)[0]], number_of(raw)
        if number is not None and one.type == "S" and one.home == home:
            closing.append(number)
        elif number is not None and one.code == equation.baseline:
            opening.append(number)
    known = closing or opening
    return any(known) if known else None


def _leaves(reader: Reader, kind: str, keys: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield (key, field, value, operation) of the registers of some keys that hold something."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        yield from reader.rows(
            "SELECT key, field, value, op FROM leaf WHERE kind = ?"
            f" AND key IN ({', '.join('?' * len(some))}) AND winner = 1 AND value <> 'null'",
            (kind, *some),
        )
