"""What differs between two consolidations: which unit, which cell, from what to what, by what.

Both sides are roll-ups of the same unit and period, of the office as it was known at two
moments; the changes of the cells of an indicator add up to the change of its total.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import split_code
from desktop.models.figures.sums.parts import Part
from desktop.models.figures.sums.rollup import Rollup, roll_up
from desktop.models.figures.sums.total import Total
from desktop.models.figures.sums.trace_parts import Teller, TracePart, components
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import parse_period
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on

Moment = date
"""A day, meaning its end; a `datetime` means that very moment; None where it is asked for: now."""

_Cell = tuple[str, str, str, str]
"""(code, unit, period, kind) of what one unit adds to a total."""


class CellChange(msgspec.Struct, frozen=True):
    """One unit's figure that differs; None where it was not there.

    `before` and `after` say who vouches for either side: revision, role, office, bundle.
    """

    unit: str
    name: str
    indicator: str
    title: str
    period: str
    was: int | None
    now: int | None
    before: TracePart | None = None
    after: TracePart | None = None


class TotalChange(msgspec.Struct, frozen=True):
    """A total that differs, by value or by how many have reported."""

    indicator: str
    title: str
    was: Total | None
    now: Total | None

    @property
    def moved(self) -> bool:
        """Tell whether the number itself differs."""
        return _value(self.was) != _value(self.now)


class Differences(msgspec.Struct, frozen=True):
    """Everything that differs for a unit and period; `None` as a moment means as known now.

    `joined` and `left` name the base unions only one side counts. Totals stand in the order
    of the catalogue, cells by total and then by unit. `digests` are `totals_digest` of both.
    """

    unit: str
    name: str
    period: str
    first: Moment | None
    second: Moment | None
    totals: tuple[TotalChange, ...]
    cells: tuple[CellChange, ...]
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    digests: tuple[str, str] = ("", "")

    def cells_of(self, packs: Packs, code: str) -> tuple[CellChange, ...]:
        """Return the changed cells behind one total, also of a ratio or a sum of others."""
        wanted = {one for _side, _sign, one in components(packs, code)}
        return tuple(cell for cell in self.cells if cell.indicator in wanted)


def differences(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    first: Moment | None,
    second: Moment | None = None,
) -> Differences:
    """Return what changed in a unit's consolidation between two moments; None means now.

    Raises Refusal for a period or unit that is not there at the later one.
    """
    period = parse_period(period_id, reader.packs.schemes)
    with ExitStack() as open_readers:
        then = open_readers.enter_context(as_known(reader, first))
        now = open_readers.enter_context(as_known(reader, second))
        after = roll_up(now, period.id, unit)
        before = _rolled(then, period.id, after.top.id)
        if before is None:
            raise Refusal(
                _("Khi đó sổ chưa có đơn vị nào."),
                next_step=_("Chọn thời điểm muộn hơn."), code="E_NOTHING",
            )  # fmt: skip
        return Differences(
            after.top.code, after.top.name, period.id, first, second,
            tuple(_totals(reader.packs, before, after)),
            tuple(_cells(reader.packs, (then, before), (now, after))),
            _names(after, before), _names(before, after),
            (totals_digest(before.totals(then.packs)), totals_digest(after.totals(now.packs))),
        )  # fmt: skip


def _rolled(reader: Reader, period: str, unit: str) -> Rollup | None:
    """Return the roll-up of a unit, None where the office did not know it yet."""
    day = parse_period(period, reader.packs.schemes).data_to
    if not reader.rows("SELECT 1 FROM leaf WHERE kind = 'unit' LIMIT 1"):
        return None
    return roll_up(reader, period, unit) if unit in tree_on(reader, day).units else None


def _names(one: Rollup, other: Rollup) -> tuple[str, ...]:
    """Return the base unions that only the first counts."""
    known = {unit.id for unit in other.base}
    return tuple(unit.name for unit in one.base if unit.id not in known)


def _value(total: Total | None) -> int | Decimal | None:
    return None if total is None else total.value


def _totals(packs: Packs, before: Rollup, after: Rollup) -> Iterator[TotalChange]:
    was, now = before.totals(packs), after.totals(packs)
    for code in in_order(packs, {*was, *now}):
        one = TotalChange(code, packs.indicators[split_code(code)[0]].name,
                          was.get(code), now.get(code))  # fmt: skip
        if one.moved or _firmness(one.was) != _firmness(one.now):
            yield one


def _firmness(total: Total | None) -> tuple[Any, ...]:
    return () if total is None else (total.state, total.reported, total.of)


def in_order(packs: Packs, codes: Iterable[str]) -> list[str]:
    """Return codes in the order of the catalogue; those no pack knows are left out."""
    place = {code: n for n, code in enumerate(packs.indicators)}
    known = [code for code in codes if split_code(code)[0] in place]
    return sorted(known, key=lambda code: (place[split_code(code)[0]], code))


def _cells(
    packs: Packs, first: tuple[Reader, Rollup], second: tuple[Reader, Rollup]
) -> Iterator[CellChange]:
    was, now = _parts(packs, first[1]), _parts(packs, second[1])
    changed = [cell for cell in {**was, **now} if _sum(was.get(cell)) != _sum(now.get(cell))]
    if not changed:
        return
    place = {code: n for n, code in enumerate(in_order(packs, {cell[0] for cell in changed}))}
    tellers = Teller(*first), Teller(*second)
    rank = {unit.id: n for n, unit in enumerate(second[1].tree.walk(second[1].top.id))}
    for cell in sorted(changed, key=lambda c: (place.get(c[0], -1), rank.get(c[1], -1), c)):
        code, unit, period, kind = cell
        if code not in place:
            continue
        sides = [_told(teller, cell, parts.get(cell)) for teller, parts in
                 zip(tellers, (was, now), strict=True)]  # fmt: skip
        before, after = sides
        named = tellers[1].named(unit)
        if kind == "inside":
            named = (second[1].top.code, _("chuyển trong nội bộ"))
        yield CellChange(
            *named, code, packs.indicators[split_code(code)[0]].name, period,
            _sum(was.get(cell)), _sum(now.get(cell)), before, after,
        )  # fmt: skip


_Parts = dict[_Cell, list[Part]]


def _sum(parts: list[Part] | None) -> int | None:
    return None if parts is None else sum(part.value for part in parts)


def _parts(packs: Packs, rolled: Rollup) -> _Parts:
    """Return what each unit adds: reported or by events, by the register, taken out inside."""
    found: _Parts = {}
    for code, parts in rolled.parts.items():
        for part in parts:
            cell = (code, part.unit, part.period, "event" if part.event else "")
            found.setdefault(cell, []).append(part)
    period, movement = rolled.period.id, rolled.movement
    for code, units in movement.units.items() if movement is not None else ():
        numbers = movement.numbers.get(code, ()) if movement is not None else ()
        for unit, number in zip(units, numbers, strict=True):
            part = Part(unit, number, "accepted", period, "")
            found.setdefault((code, unit, period, "register"), []).append(part)
    for code, number in rolled.inside(packs).items():
        part = Part(rolled.top.id, -number, "accepted", period, "")
        found.setdefault((code, rolled.top.id, period, "inside"), []).append(part)
    return found


def _told(teller: Teller, cell: _Cell, parts: list[Part] | None) -> TracePart | None:
    if not parts:
        return None
    code, unit, _period, kind = cell
    if kind == "inside":
        return teller.inside_part(code, 1, "")
    if kind == "register":
        return teller.register(unit, code, parts[0].value, "")
    return teller.part(parts[-1], code, 1, "")


def totals_digest(found: Mapping[str, Total]) -> str:
    """Return the SHA-256 over every total with how many reported: what a saved one must say."""
    lines = [
        f"{code} {total.value} {total.state} {total.reported}/{total.of}"
        for code, total in sorted(found.items())
    ]
    return sha256("\n".join(lines).encode()).hexdigest()


def as_json(found: Differences) -> dict[str, Any]:
    """Return differences in the shape of the command line's answer."""
    return {
        "unit": found.unit, "name": found.name, "period": found.period,
        "totals": [
            {"indicator": one.indicator, "title": one.title, "was": _number(one.was),
             "now": _number(one.now), "reported": [_reported(one.was), _reported(one.now)]}
            for one in found.totals
        ],
        "cells": [_cell_json(one) for one in found.cells],
        "joined": list(found.joined), "left": list(found.left),
    }  # fmt: skip


def _number(total: Total | None) -> int | float | None:
    value = _value(total)
    return float(value) if isinstance(value, Decimal) else value


def _reported(total: Total | None) -> int:
    return total.reported if total is not None else 0


def _cell_json(one: CellChange) -> dict[str, Any]:
    return {
        "unit": one.unit, "name": one.name, "indicator": one.indicator, "title": one.title,
        "period": one.period, "was": one.was, "now": one.now,
        "before": _side(one.before), "after": _side(one.after),
    }  # fmt: skip


def _side(part: TracePart | None) -> Mapping[str, Any] | None:
    if part is None:
        return None
    return {
        "kind": part.kind, "state": part.state, "form": part.form, "rev": part.rev, "op": part.op,
        "bundle": part.bundle, "sender": part.sender, "origin": part.origin, "role": part.role,
        "at": part.at,
    }  # fmt: skip
