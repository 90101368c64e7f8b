"""Which figure a printed number asks about: "Số này ở đâu ra?" of any cell of a report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from desktop.formats.pdf_flow import PlacedNumber
from desktop.formats.table import Column, Role, Row
from desktop.models.figures.cells import split_code
from desktop.models.figures.kinds import split_target
from desktop.models.figures.sums.trace import WHOLE, Narrow
from desktop.models.figures.sums.trace_formulas import PLUS, is_formula
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.units.units import Tree
from desktop.reports.unit_rows import BAND, UNDER

Beside = Literal["", "last_year", "change", "plan", "plan_percent"]
_BESIDE: frozenset[Beside] = frozenset({"last_year", "change", "plan", "plan_percent"})
_MONEY = ("union_money", "social_money")
_NUMBERS = frozenset({"stt", "row_number"})
_PERSONS = "người"


@dataclass(frozen=True, slots=True)
class Question:
    """A figure of a unit (a code, "" the report's own), or of what a row of it sums (`narrow`).

    `code` may be reckoned from others ("growth:A03", "E07K+E07X"). `beside` asks about what F4
    sets beside it: last year's, the change since, the target, how much of it is reached.
    """

    code: str
    period: str
    unit: str = ""
    narrow: Narrow = WHOLE
    since_year_began: bool = False
    beside: Beside = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Knows the report: its form and period, and the tree it was drawn up from."""

    packs: Packs
    tree: Tree
    form: Form
    period: Period
    top: str

    def questions(self, numbers: Iterable[PlacedNumber]) -> Iterator[Question | None]:
        """Yield what each number asks about, in the order of the page; None for none.

        None are the numbers of lines, and the days that are left of a deadline.
        """
        listed: list[str] = []
        for one in numbers:
            if one.column.code in _NUMBERS or self.form.scope == "matrix":
                yield None
            elif self.form.scope == "unit_rows":
                yield self._of_unit(one.row, one.column)
            else:
                if one.row.code and one.row.code not in listed:
                    listed.append(one.row.code)
                yield self._of_indicator(one.row, one.column, listed)

    def _of_unit(self, row: Row, column: Column) -> Question | None:
        code = self._of_column(column.code)
        if code is None:
            return None
        if row.role is Role.TOTAL:
            return Question(code, self.period.id)
        if row.asks.startswith(UNDER):
            under, _space, only = row.asks.removeprefix(UNDER).partition(" ")
            return Question(code, self.period.id, narrow=Narrow(under=under, only=only))
        if row.asks.startswith(BAND):
            return Question(code, self.period.id, narrow=Narrow(band=row.asks.removeprefix(BAND)))
        unit = self.tree.find(row.code)
        if unit is not None and self.tree.role(unit) == "base":
            return Question(code, self.period.id, unit=row.code)
        # What an upper unit counts itself, and what a union that ended in the period counted.
        return Question(code, self.period.id, narrow=Narrow(units=(row.code,)))

    def _of_column(self, column: str) -> str | None:
        """Return the code behind a column of a form with a row for each unit."""
        if split_code(column)[0] in self.packs.indicators:
            return column
        formula, _line, stock = column.partition("_")
        code = f"{formula}:{stock}"
        return code if is_formula(self.packs, code) else None

    def _of_indicator(self, row: Row, column: Column, listed: list[str]) -> Question | None:
        """Ask of a row of one indicator, or of the sums of money at the foot of all of them."""
        money = _MONEY if column.code == "total_money" else (column.code,)
        if row.role is Role.TOTAL:
            lines = (code for code in listed if self._leads(code))
            found = [m for line in lines for m in self._measures(line, money)]
            return Question(PLUS.join(found), self.period.id) if found else None
        code, kind = split_target(row.code)
        known = self.packs.indicators.get(code)
        if known is None:
            return None
        if column.code == "total_money" or column.code in _MONEY:
            sums = () if known.money else self._measures(code, money)
            code = PLUS.join(sums) or code
        elif column.code == "persons" and known.unit != _PERSONS:
            code = next(iter(self._measures(code, ("persons",))), code)
        # A grade is never summed: only the unit's own is shown.
        own = (
            Narrow(band=kind) if known.additive else Narrow(units=(self.tree.units[self.top].code,))
        )
        beside: Beside = next((one for one in _BESIDE if one == column.code), "")
        since = column.code in ("cumulative", "plan_percent")
        return Question(code, self.period.id, "", own, since, beside)

    def _leads(self, code: str) -> bool:
        known = self.packs.indicators[code]
        return known.line is None and known.part_of is None

    def _measures(self, line: str, wanted: Iterable[str]) -> list[str]:
        """Return the indicators that measure a line: its money, its persons."""
        return [
            one.code for measure in wanted for one in self.packs.indicators.values()
            if one.measure == measure and line in (one.code, one.line, one.part_of)
        ]  # fmt: skip
