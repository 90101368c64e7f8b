"""Opening stock: the closing of the latest locked revision before, or the baseline.

The baseline (C00, B00) is entered once, for the first period ever kept (model.md, Figures).
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.models.figures.cells import number_of, period_cells
from desktop.models.figures.moves import births, born_within, moves_between, net_moved
from desktop.models.figures.own_members import never_told
from desktop.models.figures.revisions import Revision, reviews, revisions
from desktop.models.figures.told import told_before, told_by
from desktop.models.figures.views import form_view
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.periods import Period
from desktop.models.store.keys import return_key
from desktop.models.store.ops import member
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

_NEAR = 24
"""How many periods are read whole; of older ones those alone that tell what is looked for."""


class Corrected(msgspec.Struct, frozen=True):
    """A closing that a supplementary return changed: of which period, from what, on which day."""

    period: Period
    was: int
    day: date


class Skipped(msgspec.Struct, frozen=True):
    """A period typed and not locked, after the one the opening is locked in."""

    period: Period
    locked: Period


class Opening(msgspec.Struct, frozen=True):
    """A unit's opening stock of an equation.

    `locked` is the closing of the latest locked revision before (None: there is none),
    `accepted` whether the level above accepted it; `baseline` what was typed as the first
    opening ever; `live` the closing typed before but not locked yet. `since` is members whom
    events of the register brought after that closing (less those they took), `moved` those
    whom events within the period bring, until the last day of a union that ends; `born` tells
    that an event founded the unit, so that it began with nobody. `corrected` tells that `locked`
    was another number before; `skipped` that `live` is of a period after that of `locked`.
    """

    locked: int | None = None
    accepted: bool = False
    baseline: int | None = None
    live: int | None = None
    since: int = 0
    moved: int = 0
    born: bool = False
    corrected: Corrected | None = None
    skipped: Skipped | None = None

    @property
    def value(self) -> int | None:
        """The opening that counts."""
        for candidate in (self.locked, self.baseline, self.live):
            if candidate is not None:
                return candidate + self.since
        return self.since if self.born else None


_UNKNOWN = Opening()


def openings(
    reader: Reader,
    period: Period,
    units: Iterable[str],
    values: Mapping[str, Mapping[str, Any]],
    *,
    counted: bool = False,
) -> dict[str, dict[str, Opening]]:
    """Return unit → equation id → opening of the period; `values` are the period's cells.

    `counted`: as totals count the closing before, see `closing_revisions`.
    """
    wanted = set(units)
    found = plain_openings(reader, period, wanted, values, counted=counted)
    moves = moves_between(reader, period.data_from, period.data_to)
    for unit in born_within(reader, period.data_from, period.data_to) & wanted:
        for name, opening in found[unit].items():
            found[unit][name] = replace(opening, born=True)
    for unit in {u for move in moves for u in (move.source, move.target)} & wanted:
        for name, opening in found[unit].items():
            mine = [
                m for m in moves
                if not (m.baseline and opening.baseline is not None)
                and not (m.last and m.source == unit)
            ]  # fmt: skip
            found[unit][name] = replace(opening, moved=net_moved(mine, unit, name))
    return found


def plain_openings(
    reader: Reader,
    period: Period,
    units: Iterable[str],
    values: Mapping[str, Mapping[str, Any]],
    *,
    counted: bool = False,
) -> dict[str, dict[str, Opening]]:
    """Return what `openings` does, without what events within the period bring."""
    wanted = set(units)
    closed: dict[tuple[str, str], date] = {}
    equations = reader.packs.equations.values()
    locked: dict[str, dict[str, Opening]] = {unit: {} for unit in wanted}
    live: dict[str, dict[str, int]] = {unit: {} for unit in wanted}
    open_in: dict[tuple[str, str], Period] = {}
    baseline: dict[str, dict[str, int]] = {unit: {} for unit in wanted}
    _note_baselines(equations, values, baseline, live)
    codes = [code for one in equations for code in (*one.stocks, one.baseline)]
    waiting = wanted - never_told(reader)  # to look for them would be to look through all months
    for step, before in enumerate(told_before(reader, period)):
        if not waiting:
            break
        if step >= _NEAR:
            typed_before = {u for u in waiting if live[u] or baseline[u]}
            if not told_by(reader, before.id, waiting - typed_before) and not told_by(
                reader, before.id, typed_before, ("submit",)
            ):
                continue
        verdicts = reviews(reader, before.id)
        closing = closing_revisions(reader, before, waiting, counted=counted)
        for (unit, form), listed in closing.items():
            last = listed[-1]
            ok = any(
                rev == last.rev and verdict.get("state") == "accepted"
                for _hlc, rev, verdict in verdicts.get((unit, form), [])
            )
            for equation in equations:
                stock = _stock(equation, last.values)
                if stock is not None and equation.id not in locked[unit]:
                    corrected = _corrected(reader, equation, listed, stock, before)
                    later = open_in.get((unit, equation.id))
                    skipped = Skipped(later, before) if later is not None else None
                    known = Opening(locked=stock, accepted=ok, corrected=corrected, skipped=skipped)
                    locked[unit][equation.id] = known
                    closed[unit, equation.id] = before.data_to
        typed = period_cells(reader, before.id, codes)
        for unit in waiting & typed.keys():
            for equation in equations:
                stock = _stock(equation, typed[unit])
                if stock is not None and equation.id not in (baseline[unit].keys() | live[unit]):
                    live[unit][equation.id] = stock
                    open_in[unit, equation.id] = before
                    closed.setdefault((unit, equation.id), before.data_to)
        _note_baselines(equations, typed, baseline, live)
        waiting -= {unit for unit in waiting if "members" in locked[unit]}
    found = {
        unit: {
            equation.id: _opening(equation.id, locked[unit], baseline[unit], live[unit])
            for equation in equations
        }
        for unit in wanted
    }
    _add_since(reader, period, found, closed)
    return found


def closing_revisions(
    reader: Reader, period: Period, units: Container[str], *, counted: bool
) -> dict[tuple[str, str], list[Revision]]:
    """Return (unit, form) → revisions of some units up to the one whose closing opens what follows.

    That is the newest, but never one that was sent back while an earlier one stands; `counted`:
    nor one that waits for a word, for totals count what stands.
    """
    found, scope = {}, None
    for (unit, form), listed in revisions(reader, period.id, units=units).items():
        found[unit, form] = listed
        if len(listed) > 1:
            scope = scope or Scope.of(reader)
            view = form_view(reader, period.id, unit, form, scope)
            if view is not None and view.rev and (counted or not view.waits):
                found[unit, form] = [one for one in listed if one.rev <= view.rev]
    return found


def _add_since(
    reader: Reader,
    period: Period,
    found: dict[str, dict[str, Opening]],
    closed: Mapping[tuple[str, str], date],
) -> None:
    """Add what events moved between the closing that is known and the period's first day."""
    last = period.data_from - timedelta(1)
    born = {u: day for u, day in births(reader, found).items() if day <= last}
    begun = {u for u in born if all(one.value is None for one in found[u].values())}
    known_to = min([last, *closed.values()])
    first = min([known_to + timedelta(1), *(born[unit] for unit in begun)])
    if first > last:
        return
    moves = moves_between(reader, first.replace(day=1), last)
    for unit in begun | ({u for m in moves for u in (m.source, m.target)} & found.keys()):
        for name, opening in found[unit].items():
            known = closed.get((unit, name))
            if known is None and unit not in begun:
                continue
            later = [move for move in moves if known is None or move.day > known]
            since = net_moved(later, unit, name)
            found[unit][name] = replace(opening, since=since, born=unit in begun)


def _opening(
    name: str, locked: Mapping[str, Opening], base: Mapping[str, int], live: Mapping[str, int]
) -> Opening:
    known = locked.get(name, _UNKNOWN)
    return replace(known, baseline=base.get(name), live=live.get(name))


def _corrected(
    reader: Reader, equation: Equation, listed: Sequence[Revision], stock: int, period: Period
) -> Corrected | None:
    """Return what the closing of a return was before it last changed, None where it never did."""
    for before, after in zip(reversed(listed[:-1]), reversed(listed), strict=False):
        was = _stock(equation, before.values)
        if was is not None and was != stock:
            return Corrected(period, was, _locked_on(reader, after))
    return None


def _locked_on(reader: Reader, revision: Revision) -> date:
    """Return the day a revision was locked, by the clock on the wall."""
    key = return_key(revision.unit, revision.form, revision.period)
    rows = reader.rows(
        "SELECT raw FROM op WHERE id = ? AND store IN"
        " (SELECT store FROM leaf WHERE kind = 'submit' AND key = ? AND field = ? AND op = ?)",
        (revision.op, key, str(revision.rev), revision.op),
    )
    return datetime.fromisoformat(str(member(rows[0][0], "wall"))).date()


def _note_baselines(
    equations: Iterable[Equation],
    values: Mapping[str, Mapping[str, Any]],
    into: dict[str, dict[str, int]],
    closings: Mapping[str, Mapping[str, int]],
) -> None:
    """Note first openings, except where a later closing is known: that one is nearer."""
    for unit, held in values.items():
        for equation in equations:
            number = number_of(held.get(equation.baseline))
            known = unit in into and equation.id not in closings[unit]
            if number is not None and known:
                into[unit].setdefault(equation.id, number)


def _stock(equation: Equation, values: Mapping[str, Any]) -> int | None:
    numbers = [number_of(values.get(code)) for code in equation.stocks]
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
