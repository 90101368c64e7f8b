"""Which figure a printed number asks about: "Số này ở đâu ra?" of any cell of a report."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.formats.pdf_flow import PlacedNumber
from desktop.formats.table import Column, Role, Row
from desktop.models.errors import Refusal
from desktop.models.figures.cells import split_code
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, same_last_year
from desktop.models.units.units import Tree, Unit

_SINCE = frozenset({"cumulative", "plan_percent", "plan"})
_BEFORE = frozenset({"last_year", "change"})
_MONEY = frozenset({"union_money", "social_money"})
_GREW = "C41"


@dataclass(frozen=True, slots=True)
class Question:
    """A total of a unit (a code, "" the report's own); `parts` are the units whose part it is."""

    code: str
    period: str
    unit: str = ""
    parts: tuple[str, ...] = ()
    since_year_began: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Knows the report: its form and period, and the tree it was drawn up from."""

    packs: Packs
    tree: Tree
    form: Form
    period: Period
    top: str

    def questions(self, numbers: Iterable[PlacedNumber]) -> Iterator[Question | None]:
        """Yield what each number asks about, in the order of the page; None for none."""
        section: dict[str, Unit] = {}
        beside: set[str] = set()
        closed = False
        for one in numbers:
            unit = self.tree.find(one.row.code) if one.row.code else None
            if one.row.role is Role.BODY and unit is not None:
                section, beside = ({}, set()) if closed else (section, beside)
                section[one.row.code] = unit
            elif one.row.role is Role.BODY and not closed:
                beside.add(one.column.code)
            closed = one.row.role in (Role.SUBTOTAL, Role.TOTAL)
            known = one.column.code not in beside
            yield self._question(one.row, one.column, unit, section if known else {})

    def _question(
        self, row: Row, column: Column, unit: Unit | None, section: Mapping[str, Unit]
    ) -> Question | None:
        if self.form.scope == "indicator_rows":
            return _of_indicator(self.packs, self.form, self.period, row.code, column.code)
        found = self._of_column(column.code) if self.form.scope == "unit_rows" else None
        if found is None:
            return None
        if row.role is Role.TOTAL:
            return Question(found, self.period.id)
        if row.role is Role.SUBTOTAL:
            return self._of_section(found, section)
        if row.role is not Role.BODY or unit is None:
            return None
        if self.tree.role(unit) == "base" or not self._counts_unions(found):
            return Question(found, self.period.id, parts=(row.code,))
        if unit.id != self.top:
            return Question(found, self.period.id, unit=row.code)
        return self._of_own_unions(found)

    def _of_own_unions(self, code: str) -> Question | None:
        """Ask about the unions that stand under the top itself, as its row counts them.

        Only for a stock: those that ended or left within the period stand under nobody any more.
        """
        known = self.packs.indicators.get(code)
        if known is None or known.type != "S" or code in self._first_openings():
            return None
        own = [u.code for u in self.tree.base_unions(self.top) if u.parent == self.top]
        return Question(code, self.period.id, parts=tuple(own)) if own else None

    def _of_section(self, code: str, section: Mapping[str, Unit]) -> Question | None:
        """Ask about a managing unit, or about the parts of those under none but the top itself.

        The `section` is empty where a row beside the units' own takes something out of the sum,
        so that their parts do not add up to it.
        """
        above = {u.parent if self.tree.role(u) == "base" else u.id for u in section.values()}
        parent = self.tree.units.get(above.pop() or "") if len(above) == 1 else None
        if parent is not None and parent.id != self.top:
            return Question(code, self.period.id, unit=parent.code)
        return Question(code, self.period.id, parts=tuple(section)) if section else None

    def _of_column(self, column: str) -> str | None:
        """Return the code behind a column of a form with a row for each unit."""
        if split_code(column)[0] in self.packs.indicators:
            return column
        formula, _line, stock = column.partition("_")
        if formula == "men" and stock in self.packs.indicators:
            return stock
        equation = next((e for e in self.packs.equations.values() if stock in e.stocks), None)
        if equation is None:
            return None
        if formula in ("opening", "closing") and len(equation.stocks) == 1:
            return f"{formula}:{stock}"
        if formula == "opening":
            return equation.baseline
        grew = _GREW + stock[3:]
        moved = formula in ("net", "growth") and stock[:3] == "A03"
        return grew if moved and grew in self.packs.indicators else stock

    def _counts_unions(self, code: str) -> bool:
        known = self.packs.indicators.get(code)
        parts = (code, *known.sum_of, *known.minus) if known is not None else ()
        counted = any(self.packs.indicators[part].from_register for part in parts)
        return counted or code in self._first_openings()

    def _first_openings(self) -> set[str]:
        return {e.baseline for e in self.packs.equations.values() if len(e.stocks) > 1}


def _of_indicator(
    packs: Packs, form: Form, period: Period, code: str, column: str
) -> Question | None:
    known = packs.indicators.get(code)
    if known is None or column in ("stt", "row_number"):
        return None
    if column in _MONEY or (column == "persons" and known.unit != "người"):
        measured = (
            one.code for one in packs.indicators.values()
            if one.measure == column and code in (one.line, one.part_of)
        )  # fmt: skip
        code = next(measured, code)
    if column in _BEFORE:
        try:
            return Question(code, same_last_year(period, packs.schemes).id)
        except Refusal:
            return None
    return Question(code, period.id, since_year_began=column in _SINCE)
