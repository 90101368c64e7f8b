"""Where an opening comes from: the closing before, a first opening, whom events brought since.

An opening is no figure of its own period: it is the closing of an earlier return, a first
opening typed once, or a closing typed and not locked, plus whom events brought since
(opening.py). That of base unions is counted from the register.
"""

from collections.abc import Container, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.figures.cells import number_of, period_cells
from desktop.models.figures.opening import Opening, closing_revisions
from desktop.models.figures.sums.parts import Part, months_in
from desktop.models.figures.sums.register_counts import window_openings
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.sums.trace_parts import Teller, TracePart, Waits, waits_of
from desktop.models.figures.sums.waiting import waiting_of
from desktop.models.figures.told import told_before
from desktop.models.figures.views import PartState
from desktop.models.packs.pack_types import Equation
from desktop.models.store.reader import Reader
from desktop.models.units.units import Unit


def opening_parts(told: Teller, equation: Equation, units: Sequence[Unit]) -> Iterator[TracePart]:
    """Yield what the units that open the period (`opening_units`) open an equation with.

    A union founded within the period opens with nothing, and is told as such.
    """
    if len(equation.stocks) > 1:
        counted = tuple(told.parts(equation.baseline, 1, ""))
        none = told.rolled.movement is not None and not counted
        yield from (told.nothing(equation.baseline),) if none else counted
        return
    for parts in openings_of(told, equation, units).values():
        yield from parts or (told.nothing(equation.baseline),)


def openings_of(
    told: Teller, equation: Equation, units: Sequence[Unit]
) -> dict[str, tuple[TracePart, ...]]:
    """Return unit → what it opens an equation of members with; without those that open nothing."""
    opened = window_openings(told.reader, told.rolled.period, units)
    sources = _Sources(told.reader, told.rolled, equation, {unit.id for unit in units})
    found = {}
    for unit in units:
        opening = opened.get(unit.id, {}).get(equation.id)
        if opening is not None and opening.value is not None:
            found[unit.id] = tuple(sources.parts(told, unit.id, opening))
    return found


class _Sources:
    """Finds the return or cell that an opening was taken from; each period is read once."""

    def __init__(
        self, reader: Reader, rolled: Rollup, equation: Equation, units: Container[str]
    ) -> None:
        self.reader, self.equation, self.period = reader, equation, rolled.period
        months = months_in(reader.packs, rolled.period)
        self._earlier = told_before(reader, months[0])
        self._periods = [*months, *self._earlier]
        self._units = units
        self._locked: dict[str, dict[str, str]] = {}
        self._cells: dict[str, dict[str, dict[str, Any]]] = {}

    def parts(self, told: Teller, unit: str, opening: Opening) -> Iterator[TracePart]:
        """Yield what one unit opens with, then whom events brought or took since."""
        stock, baseline = self.equation.stocks[0], self.equation.baseline
        if opening.locked is not None:
            state: PartState = "accepted" if opening.accepted else "submitted"
            period, op = self._revision(unit)
            part = told.part(Part(unit, opening.locked, state, period, op), stock, 1, "")
            yield replace(part, waits=self._waits(told, unit, period)) if op else part
        elif opening.baseline is not None:
            period = self._typed(unit, baseline)
            yield told.part(Part(unit, opening.baseline, "live", period, ""), baseline, 1, "")
        elif opening.live is not None:
            period = self._typed(unit, stock)
            yield told.part(Part(unit, opening.live, "live", period, ""), stock, 1, "")
        if opening.since:
            code, name = told.named(unit)
            yield TracePart(
                code, name, stock, opening.since, "event", "accepted", self.period.id,
                note=_("đến, đi cùng CĐCS theo sự kiện từ sau báo cáo ấy"),
            )  # fmt: skip

    def _revision(self, unit: str) -> tuple[str, str]:
        for period in self._earlier:
            if period.id not in self._locked:
                self._locked[period.id] = {
                    one: listed[-1].op
                    for (one, _form), listed in closing_revisions(
                        self.reader, period, self._units, counted=True
                    ).items()
                    if any(number_of(listed[-1].values.get(c)) is not None
                           for c in self.equation.stocks)
                }  # fmt: skip
            if unit in self._locked[period.id]:
                return period.id, self._locked[period.id][unit]
        return self.period.id, ""

    def _waits(self, told: Teller, unit: str, period: str) -> Waits | None:
        """Return the correction of the return before that would open the period otherwise."""
        stock = self.equation.stocks[0]
        home = self.reader.packs.indicators[stock].home
        waiting = waiting_of(self.reader, told.scope, period, [(unit, home)])
        changes = (waits_of(one, stock, 1) for one in waiting if stock in one.changes)
        return next(changes, None)

    def _typed(self, unit: str, code: str) -> str:
        codes = (self.equation.baseline, *self.equation.stocks)
        for period in self._periods:
            if period.id not in self._cells:
                self._cells[period.id] = period_cells(self.reader, period.id, codes)
            if number_of(self._cells[period.id].get(unit, {}).get(code)) is not None:
                return period.id
        return self.period.id
