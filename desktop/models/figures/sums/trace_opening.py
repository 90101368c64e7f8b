"""Where an opening or a closing by movement comes from: the closing before, then what moved.

An opening is no figure of its own period: it is the closing of an earlier return, a first
opening typed once, or a closing typed and not locked, plus whom events brought since
(opening.py). A closing by movement is that opening and every movement of the period.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import number_of, period_cells
from desktop.models.figures.opening import LOOK_BACK, Opening
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.parts import Part
from desktop.models.figures.sums.register_counts import entered_within, window_openings
from desktop.models.figures.sums.rollup import Rollup, Total
from desktop.models.figures.sums.trace import Teller, Trace, TracePart
from desktop.models.figures.views import WORST, PartState
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import previous
from desktop.models.store.reader import Reader
from desktop.models.units.units import Unit

OPENING: Final = "opening:"
CLOSING: Final = "closing:"


def is_movement(packs: Packs, code: str) -> bool:
    """Tell whether a code asks about an opening or closing: "opening:A03", "closing:A03N"."""
    return _equation(packs, code) is not None


def movement_title(packs: Packs, code: str) -> str:
    """Return what an opening or closing is called."""
    name = packs.indicators[code.partition(":")[2]].name
    told = (
        _("{name} – đầu kỳ") if code.startswith(OPENING) else _("{name} – cuối kỳ theo biến động")
    )
    return told.format(name=name)


def trace_movement(reader: Reader, rolled: Rollup, code: str) -> Trace:
    """Return the trace of a unit's opening, or of its opening and every movement.

    Raises Refusal where nothing is known of it.
    """
    equation = _equation(reader.packs, code)
    assert equation is not None
    told = Teller(reader, rolled)
    parts = list(_opened(reader, rolled, told, equation))
    if code.startswith(CLOSING):
        for sign, codes in ((1, equation.increases), (-1, equation.decreases)):
            parts += [part for one in codes for part in told.parts(one, sign, "")]
    if not parts:
        raise Refusal(
            _("Chưa đơn vị nào có số “{name}” trong kỳ này.").format(
                name=movement_title(reader.packs, code)
            ),
            next_step=_("Chọn kỳ hoặc chỉ tiêu khác."), code="E_NOTHING",
        )  # fmt: skip
    known = {part.unit for part in parts}
    base = [unit for unit in rolled.base if unit.code in known]
    total = Total(sum(part.value for part in parts), _firmness(parts), len(base), len(rolled.base))
    title = movement_title(reader.packs, code)
    return Trace(
        rolled.top.code, rolled.top.name, code, title, rolled.period.id, total, tuple(parts)
    )


def opening_units(reader: Reader, rolled: Rollup) -> list[Unit]:
    """Return the base unions that open the period: of its eve, or older than the register knows."""
    top, tree = rolled.top.id, rolled.tree
    then = rolled.before.base_unions(top) if top in rolled.before.units else []
    listed = [*rolled.base, *(unit for unit in rolled.leavers if tree.role(unit) == "base")]
    return then + entered_within(reader, rolled.period, rolled.before, listed)


def _firmness(parts: Sequence[TracePart]) -> PartState:
    """Return the least firm state of the parts."""
    return max((part.state for part in parts), key=WORST.index)


def _equation(packs: Packs, code: str) -> Equation | None:
    kind, colon, stock = code.partition(":")
    if f"{kind}{colon}" not in (OPENING, CLOSING):
        return None
    known = (one for one in packs.equations.values() if one.stocks == (stock,))
    return next(known, None)


def _opened(
    reader: Reader, rolled: Rollup, told: Teller, equation: Equation
) -> Iterator[TracePart]:
    units = opening_units(reader, rolled)
    found = window_openings(reader, rolled.period, units)
    sources = _Sources(reader, rolled, equation)
    for unit in units:
        opening = found.get(unit.id, {}).get(equation.id)
        if opening is not None and opening.value is not None:
            yield from sources.parts(told, unit.id, opening)


class _Sources:
    """Finds the return or cell that an opening was taken from; each period is read once."""

    def __init__(self, reader: Reader, rolled: Rollup, equation: Equation) -> None:
        self.reader, self.equation, self.period = reader, equation, rolled.period
        self._periods = [rolled.period]
        for _step in range(LOOK_BACK):
            self._periods.append(previous(self._periods[-1], reader.packs.schemes))
        self._locked: dict[str, dict[str, str]] = {}
        self._cells: dict[str, dict[str, dict[str, Any]]] = {}

    def parts(self, told: Teller, unit: str, opening: Opening) -> Iterator[TracePart]:
        """Yield what one unit opens with, then whom events brought or took since."""
        stock, baseline = self.equation.stocks[0], self.equation.baseline
        if opening.locked is not None:
            state: PartState = "accepted" if opening.accepted else "submitted"
            period, op = self._revision(unit)
            yield told.part(Part(unit, opening.locked, state, period, op), stock, 1, "")
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
        for period in self._periods[1:]:
            if period.id not in self._locked:
                self._locked[period.id] = {
                    one: listed[-1].op
                    for (one, _form), listed in revisions(self.reader, period.id).items()
                    if any(number_of(listed[-1].values.get(c)) is not None
                           for c in self.equation.stocks)
                }  # fmt: skip
            if unit in self._locked[period.id]:
                return period.id, self._locked[period.id][unit]
        return self.period.id, ""

    def _typed(self, unit: str, code: str) -> str:
        codes = (self.equation.baseline, *self.equation.stocks)
        for period in self._periods:
            if period.id not in self._cells:
                self._cells[period.id] = period_cells(self.reader, period.id, codes)
            if number_of(self._cells[period.id].get(unit, {}).get(code)) is not None:
                return period.id
        return self.period.id
