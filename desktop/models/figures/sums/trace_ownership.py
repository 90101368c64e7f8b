"""Where a number of an ownership type comes from: its opening, what came and left, who turned.

The parts are those that the line of the type was added up from (`by_ownership`), so that they
come to the very number shown there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.figures.sums.by_ownership import by_ownership, lines_of
from desktop.models.figures.sums.ownership_line import sum_of
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.sums.total import Total
from desktop.models.figures.sums.trace_events import event_words
from desktop.models.figures.sums.trace_formulas import MEN, PLUS, equation_of
from desktop.models.figures.sums.trace_opening import openings_of
from desktop.models.figures.sums.trace_parts import Side, Teller, TracePart
from desktop.models.figures.sums.type_entries import OPENING, TURNED, Source, TypeEntry
from desktop.models.packs.ownership_kinds import EVERY, types_of
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.store.reader import Reader
from desktop.models.units.unit_events import all_events

_OUT, _INTO, _TYPE = "C21", "C13", "ownership"
"""Changing the type is the pair of codes of a transfer, flagged (figures.md, 5.2)."""
_NO_FIGURES: Mapping[str, str] = {
    OPENING: _("đầu kỳ không có đoàn viên thuộc loại hình này"),
    TURNED: _("trong kỳ không có đơn vị đổi loại hình"),
}
_OF_ITSELF = (OPENING, TURNED)
"""What is told by earlier periods and by events: no unit reports it for the period."""
_ENDED_BY = ("C27", "C28", "C29")

Column = tuple[int, str, Side]
"""How often a column of entries counts, and on which side of a ratio."""


def columns_of(packs: Packs, code: str) -> tuple[Equation, list[Column]] | None:
    """Return the columns that a code asks about, and of which equation.

    None for what no line of an ownership type holds: workers, money, unions, ratios, and the men,
    who are the whole less the women of another equation.
    """
    if PLUS in code:
        found = [columns_of(packs, one) for one in code.split(PLUS)]
        told = [one for one in found if one is not None]
        if not told or len(told) < len(found) or len({one.id for one, _made in told}) > 1:
            return None
        return told[0][0], [column for _one, made in told for column in made]
    formula, colon, stock = code.partition(":")
    if formula == MEN and colon:
        return None
    if colon:
        known = equation_of(packs, stock)
        return (known, _reckoned(known, formula)) if known is not None and _moves(known) else None
    return _told(packs, code)


def _moves(equation: Equation) -> bool:
    return equation.id in ("members", "members_women")


def _told(packs: Packs, code: str) -> tuple[Equation, list[Column]] | None:
    made = packs.indicators.get(code)
    if made is None:
        return None
    signed = [(1, one) for one in made.sum_of or (code,)] + [(-1, one) for one in made.minus]
    for equation in filter(_moves, packs.equations.values()):
        held = {*equation.stocks, *equation.increases, *equation.decreases}
        if held.issuperset(one for _sign, one in signed):
            return equation, [(sign, one, "") for sign, one in signed]
    return None


def _reckoned(equation: Equation, formula: str) -> list[Column]:
    opening: list[Column] = [(1, OPENING, "")]
    net: list[Column] = [(1, code, "") for code in equation.increases]
    net += [(-1, code, "") for code in equation.decreases]
    net.append((1, TURNED, ""))
    if formula == "growth":
        over: list[Column] = [(times, column, "numerator") for times, column, _side in net]
        return [*over, (1, OPENING, "denominator")]
    stocks: list[Column] = [(-1, code, "") for code in equation.stocks]
    made = {"opening": opening, "turned": net[-1:], "net": net, "closing": opening + net}
    return made.get(formula, opening + net + stocks)


def numbers_of(
    reader: Reader, period: str, unit: str, band: str, *, women: bool
) -> list[tuple[str, Total]]:
    """Return what can be asked about in the line of a type or band: code → what it comes to."""
    kinds = types_of(reader.packs, band)
    found = by_ownership(reader, period, unit, women=women)
    line = sum_of(one for kind, one in found.items() if band == EVERY or kind in kinds)
    (stock,) = reader.packs.equations["members_women" if women else "members"].stocks
    numbers = {
        f"opening:{stock}": line.opening, **line.came, **line.left,
        f"turned:{stock}": line.turned_to - line.turned_from, stock: line.closing,
        f"difference:{stock}": line.expected - line.closing,
    }  # fmt: skip
    firm = line.state, len(line.sent), len(line.units)
    return [
        (code, Total(number, *(("accepted", 0, 0) if code.startswith(_OF_ITSELF) else firm)))
        for code, number in numbers.items()
        if number or ":" not in code or code.startswith(OPENING)
    ]


class TypeParts:
    """The parts of the lines of some ownership types in one roll-up and equation."""

    def __init__(self, told: Teller, whole: Rollup, equation: Equation, band: str) -> None:
        self.told, self.equation = told, equation
        self.kinds = None if band == EVERY else types_of(told.reader.packs, band)
        lines, entries = lines_of(told.reader, whole, equation)
        self.lines = {kind: line for kind, line in lines.items() if self._asked(kind)}
        self.entries = [one for one in entries if self._asked(one.kind)]
        self.ending = "N" if equation.id.endswith("women") else ""

    def _asked(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds

    def of(self, columns: Iterable[Column]) -> Iterator[TracePart]:
        """Yield the parts of some columns; of a type nobody has any more, how it ended."""
        asked, some = list(columns), False
        for times, column, side in asked:
            for entry in self.entries:
                if entry.column == column:
                    some = True
                    yield from self._of_entry(entry, times, side)
            yield from self._awaited(column, side)
        if some or not self.lines:
            return
        if not any(line.units for line in self.lines.values()):
            yield from self._ended(asked[0][1])
        elif {column for _times, column, _side in asked} <= _NO_FIGURES.keys():
            none = self.told.nothing(self.equation.stocks[0])
            yield replace(none, note=_NO_FIGURES[asked[0][1]])

    def _awaited(self, column: str, side: Side) -> Iterator[TracePart]:
        if column in (OPENING, TURNED):
            return
        typed = [f"{column};LH={kind}" for kind in self.kinds or self.lines]
        for code in (column, *typed):
            known = {(part.unit, part.period) for part in self.told.rolled.parts.get(column, ())}
            yield from self.told.awaited(known, code, side)

    def _of_entry(self, entry: TypeEntry, times: int, side: Side) -> Iterator[TracePart]:
        for source in entry.sources:
            for part in self._of_source(entry, source):
                yield replace(part, value=part.value * times, side=side)

    def _of_source(self, entry: TypeEntry, source: Source) -> Iterable[TracePart]:
        told, part = self.told, source.part
        if source.how == "opened":
            return self._openings.get(entry.unit, ())
        if source.how == "rest":
            return (self._rest(entry),)
        if source.how == "whole":
            return (told.register(entry.unit, entry.column, entry.number, ""),)
        if source.how == "turned":
            return (self._turned(entry),)
        if source.how == "apart" and part is not None:
            first = told.part(replace(part, value=entry.number), source.code, 1, "")
            return (replace(first, note=_("lần đầu ghi riêng từng loại hình")),)
        if source.how == "told" and part is not None:
            return (told.part(part, source.code, source.times, ""),)
        return (self._plain(entry, "inside", _("chuyển giữa các đơn vị trong phạm vi")),)

    def _plain(self, entry: TypeEntry, kind: Any, note: str) -> TracePart:
        code, name = self.told.named(entry.unit)
        period = self.told.rolled.period.id
        column = entry.column if entry.column != OPENING else self.equation.stocks[0]
        return TracePart(
            code, name, column, entry.number, kind, "accepted", period, note=note
        )  # fmt: skip

    @cached_property
    def _openings(self) -> Mapping[str, tuple[TracePart, ...]]:
        """Unit → what it opens with, of all units whose opening is asked about."""
        wanted = {
            one.unit for one in self.entries
            if any(source.how in ("opened", "rest") for source in one.sources)
        }  # fmt: skip
        return openings_of(self.told, self.equation, self._units(wanted))

    def _units(self, wanted: Collection[str]) -> list[Any]:
        rolled = self.told.rolled
        known = {**rolled.tree.units, **rolled.before.units}
        known |= {unit.id: unit for unit in rolled.leavers if unit.id not in known}
        return [known[unit] for unit in sorted(wanted) if unit in known]

    def _rest(self, entry: TypeEntry) -> TracePart:
        """Tell of what an opening is more than the types it was told by."""
        told = sum(one.part.value for one in entry.sources if one.part is not None)
        rest = entry.number - told
        parts = self._openings.get(entry.unit, ())
        same = next((one for one in parts if one.kind == "event" and one.value == rest), None)
        if same is not None:
            return same
        note = _("phần đầu kỳ không ghi theo loại hình nào")
        if not parts:
            return replace(self._plain(entry, "typed", note), value=rest)
        return replace(parts[0], value=rest, note=note)

    def _turned(self, entry: TypeEntry) -> TracePart:
        """Tell which event changed a union's type, by which decision, and who wrote it."""
        rolled, told = self.told.rolled, self.told
        column = (_OUT if entry.number < 0 else _INTO) + self.ending
        types = (entry.kind, entry.other) if entry.number < 0 else (entry.other, entry.kind)
        words = _("từ {old} sang {new}").format(old=self._name(types[0]), new=self._name(types[1]))
        events = [
            one for one in all_events(told.reader)
            if one.kind == _TYPE and entry.unit in one.units
            and rolled.before.on < one.day <= rolled.period.data_to
        ]  # fmt: skip
        if events:
            said = "; ".join(event_words(one) for one in events)
            plain = self._plain(entry, "event", "")
            told_of = told.told_event(events[-1]) | {"note": f"{said}; {words}"}
        else:
            plain = self._plain(entry, "register", "")
            note = _("đổi loại hình trong danh sách đơn vị") + f"; {words}"
            told_of = told.written(entry.unit, _TYPE) | {"note": note}
        return replace(plain, indicator=column, **told_of)

    def _name(self, kind: str) -> str:
        known = self.told.reader.packs.ownerships.get(kind)
        return known.short if known is not None else kind or _("chưa ghi")

    def _ended(self, code: str) -> Iterator[TracePart]:
        """Yield, as 0, how the last unions of a type left it."""
        column = code if code not in (OPENING, TURNED) else self.equation.stocks[0]
        gone = {plain + self.ending for plain in _ENDED_BY}
        for entry in self.entries:
            left = entry.column == TURNED and entry.number < 0
            if left or (entry.column in gone and entry.number > 0):
                for source in entry.sources:
                    for part in self._of_source(entry, source):
                        yield replace(part, value=0, indicator=column)
