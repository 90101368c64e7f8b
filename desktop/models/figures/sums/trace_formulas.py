"""Figures that a report reckons from others, and the parts that make them up.

A movement has an opening, a closing, a net change, a growth and a difference from the stock
itself ("opening:A03" …); "men:A01" is the whole less the women where a unit gave both;
"E07K+E07X" is a sum of several figures.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.figures.cells import split_code
from desktop.models.figures.sums.trace_opening import opening_parts
from desktop.models.figures.sums.trace_parts import Teller, TracePart, components
from desktop.models.figures.sums.type_entries import TURNED
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.units.units import Unit

MEN: Final = "men"
PLUS: Final = "+"


def equation_of(packs: Packs, stock: str) -> Equation | None:
    """Return the movement equation of a stock, None where it has none."""
    return next((one for one in packs.equations.values() if stock in one.stocks), None)


def is_formula(packs: Packs, code: str) -> bool:
    """Tell whether a code asks about what is reckoned from others: "opening:A03", "A+B"."""
    if PLUS in code:
        return all(split_code(one)[0] in packs.indicators for one in code.split(PLUS))
    formula, _colon, stock = code.partition(":")
    if formula == MEN:
        return _women(packs, stock) is not None
    return formula in _TITLES and equation_of(packs, stock) is not None


def codes_of(packs: Packs, code: str) -> list[str]:
    """Return the figures of the very period that one reckoned from others is as firm as.

    None for an opening: it is what earlier periods closed with.
    """
    if PLUS in code:
        return [leaf for one in code.split(PLUS) for leaf in codes_of(packs, one) or [one]]
    formula, colon, stock = code.partition(":")
    if not colon or formula in ("opening", TURNED):
        return []
    if formula == MEN:
        return [one for one in (stock, _women(packs, stock)) if one]
    equation = equation_of(packs, stock)
    assert equation is not None
    stocks = equation.stocks if formula == "difference" else ()
    return [*equation.increases, *equation.decreases, *stocks]


def title_of(packs: Packs, code: str) -> str:
    """Return what a figure is called, reckoned ones by what they are reckoned from."""
    if PLUS in code:
        return f" {PLUS} ".join(title_of(packs, one) for one in code.split(PLUS))
    formula, colon, stock = code.partition(":")
    name = packs.indicators[split_code(stock if colon else code)[0]].name
    return _TITLES[formula].format(name=name) if colon else name


def formula_parts(
    told: Teller, code: str, opened: Sequence[Unit], *, moved: bool = False
) -> Iterator[TracePart]:
    """Yield the parts of a figure, plain or reckoned; `opened` are the unions that open it.

    With `moved`, an opening takes back whom whole unions brought: they opened elsewhere.
    """
    packs = told.reader.packs
    if not is_formula(packs, code):
        for side, sign, one in components(packs, code):
            yield from told.parts(one, sign, side)
    elif PLUS in code:
        for one in code.split(PLUS):
            yield from formula_parts(told, one, opened, moved=moved)
    else:
        formula, _colon, stock = code.partition(":")
        if formula == MEN:
            yield from _men(told, stock)
            return
        equation = equation_of(packs, stock)
        assert equation is not None
        made = _Moving(told, equation, opened, moved=moved)
        yield from _FORMULAS[formula](made)


def _women(packs: Packs, whole: str) -> str | None:
    found = (i.code for i in packs.indicators.values() if i.women and i.part_of == whole)
    return next(found, None)


def _men(told: Teller, whole: str) -> Iterator[TracePart]:
    """Yield the whole, then the women taken out, of the units that gave both."""
    women = _women(told.reader.packs, whole) or ""
    parts = told.rolled.parts
    none = {unit for unit, codes in told.rolled.na.items() if women in codes}
    both = {p.unit for p in parts.get(whole, ())} & ({p.unit for p in parts.get(women, ())} | none)
    for code, sign in ((whole, 1), (women, -1)):
        for part in parts.get(code, ()):
            if part.unit in both:
                yield told.part(part, code, sign, "")


class _Moving:
    """The parts of one equation, each read when it is asked for."""

    def __init__(
        self, told: Teller, equation: Equation, opened: Sequence[Unit], *, moved: bool
    ) -> None:
        self.told, self.equation, self.opened, self.moved = told, equation, opened, moved

    def opening(self) -> Iterator[TracePart]:
        if self.moved:
            yield from (replace(part, value=-part.value) for part in self.net())
        else:
            yield from opening_parts(self.told, self.equation, self.opened)

    def net(self) -> Iterator[TracePart]:
        sides = ((1, self.equation.increases), (-1, self.equation.decreases))
        found = [
            part for sign, codes in sides for code in codes
            for part in self.told.parts(code, sign, "")
        ]  # fmt: skip
        if not found and not self.moved and any(self.opening()):
            found = [self.told.nothing(self.equation.increases[0])]
        yield from found

    def closing(self) -> Iterator[TracePart]:
        yield from self.opening()
        yield from self.net()

    def growth(self) -> Iterator[TracePart]:
        yield from (replace(part, side="numerator") for part in self.net())
        yield from (replace(part, side="denominator") for part in self.opening())

    def turned(self) -> Iterator[TracePart]:
        yield self.told.nothing(self.equation.stocks[0])  # of all types, changes add nothing

    def difference(self) -> Iterator[TracePart]:
        yield from self.closing()
        for stock in self.equation.stocks:
            yield from self.told.parts(stock, -1, "")


_FORMULAS: Mapping[str, Callable[[_Moving], Iterator[TracePart]]] = {
    "opening": _Moving.opening,
    "closing": _Moving.closing,
    "net": _Moving.net,
    "growth": _Moving.growth,
    "difference": _Moving.difference,
    TURNED: _Moving.turned,
}
_TITLES: Mapping[str, str] = {
    "opening": _("{name} – đầu kỳ"),
    "closing": _("{name} – cuối kỳ theo biến động"),
    "net": _("{name} – thực tăng"),
    "growth": _("{name} – tỷ lệ tăng"),
    "difference": _("{name} – cuối kỳ theo biến động trừ số đã báo"),
    TURNED: _("{name} – đổi loại hình"),
    MEN: _("{name} – nam"),
}
