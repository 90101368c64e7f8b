"""The columns of an entry sheet: what a form shows, and how each one gets its number."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from desktop.i18n import _
from desktop.models.figures.cells import TREE_CAUSED
from desktop.models.figures.checks.estimates import stock_codes
from desktop.models.figures.kinds import target_code, target_title, told_by_kind
from desktop.models.packs.pack_types import Equation, Form, FormColumn, Indicator
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, has_whole_months

ColumnKind = Literal["typed", "opening", "computed", "shown", "attribute"]

SMALLEST = 9
MONEY = 16
MONTHLY = "THANG"
STOCKS = "F1"
"""The form that holds the stocks of members and workers."""
_WIDTHS = {"ownership": 24}
"""Attributes shown in words where a printed form has room for a code only."""


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column of the sheet.

    `kind`: typed in; the opening, typed only as the first ever (`code` is then the baseline);
    computed from other columns; shown from another form; or an attribute of the unit.
    `formula` names how a computed number comes about (men, opening, closing, net, growth,
    difference, sum) and `code` the figure it speaks of. `block` is the outermost group.
    """

    id: str
    title: str
    kind: ColumnKind
    code: str
    formula: str = ""
    group: tuple[str, ...] = ()
    width: int = SMALLEST
    left: bool = False
    note: str = ""
    money: bool = False
    unit: str = ""

    @property
    def block(self) -> str:
        """The outermost header above the column, "" for none."""
        return self.group[0] if self.group else ""


def entry_columns(
    packs: Packs,
    form: Form,
    period: Period,
    role: str = "",
    aims: Collection[str] = (),
    types: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[EntryColumn, ...]:
    """Return a form's columns for typing: figures first, attributes of the unit last.

    Left out are the row number and the name (they stand beside the grid), personal columns,
    columns of other schemes, and what is counted from the unit register. Of a form with one
    row per indicator, its rows are the columns: those asked of an office of this `role`. What an
    office counts itself is asked for by sector too where one of `aims`, the codes of its year's
    targets, is of a sector. `types` are the ownership types that unions tell a figure by, each in a
    column beside the whole.
    """
    if form.scope == "indicator_rows":
        return tuple(_asked(packs, form, period, role, told_by_kind(packs, aims)))
    found = [
        built
        for column in form.columns
        if not column.schemes or period.scheme in column.schemes
        if (built := _built(packs, form, column, period)) is not None
    ]
    wide = [one for column in found for one in (column, *_by_type(packs, column, types))]
    return tuple(sorted(wide, key=lambda column: column.kind == "attribute"))


def _by_type(
    packs: Packs, whole: EntryColumn, types: Mapping[str, Sequence[str]]
) -> Iterator[EntryColumn]:
    for kind in types.get(whole.code, ()) if whole.kind == "typed" else ():
        code = target_code(whole.code, kind)
        title = f"{whole.title} – {packs.ownerships[kind].short}"
        yield replace(whole, id=code, code=code, title=title, note="")


def _asked(
    packs: Packs, form: Form, period: Period, role: str, kinds: Mapping[str, Sequence[str]]
) -> Iterator[EntryColumn]:
    scheme = packs.scheme(period.scheme, period.data_from)
    level = "base" if role == "base" else "upper"
    for indicator in packs.asked(form.id, scheme):
        if indicator.computed or indicator.from_register or not indicator.holds_on(period.data_to):
            continue
        if indicator.asked_of not in ("all", level):
            continue
        group = packs.groups.get(indicator.group)
        yield EntryColumn(
            indicator.code, indicator.name, _typed_here(packs, indicator, period), indicator.code,
            group=(group.name if group else indicator.group,),
            width=MONEY if indicator.money else SMALLEST,
            note=indicator.note, money=indicator.money, unit=indicator.unit,
        )  # fmt: skip
        for kind in kinds.get(indicator.code, ()) if level == "upper" else ():
            code = target_code(indicator.code, kind)
            yield EntryColumn(
                code, target_title(packs, code), "typed", code,
                group=(group.name if group else indicator.group,), unit=indicator.unit,
            )  # fmt: skip


def carried_codes(packs: Packs, form: Form, columns: Sequence[EntryColumn]) -> tuple[str, ...]:
    """Return the stocks that are carried over until confirmed: those typed in this period."""
    if form.scope == "unit_rows":
        return stock_codes(packs, form)
    return tuple(
        column.code for column in columns
        if column.kind == "typed" and column.code in packs.indicators
        and packs.indicators[column.code].type == "S"
    )  # fmt: skip


def _typed_here(packs: Packs, indicator: Indicator, period: Period) -> ColumnKind:
    return "shown" if held_by_months(packs, indicator, period) else "typed"


def held_by_months(packs: Packs, indicator: Indicator, period: Period) -> bool:
    """Say whether a longer period does not ask again, since its months hold the figure; one that
    cuts months does ask."""
    home = packs.forms.get(indicator.home)
    monthly = indicator.frequency == "T" and home is not None and MONTHLY in home.schemes
    return monthly and period.scheme != MONTHLY and has_whole_months(period)


def _built(packs: Packs, form: Form, column: FormColumn, period: Period) -> EntryColumn | None:
    if column.personal or column.source in ("row_number", "name"):
        return None
    if column.kind == "attribute":
        return _attribute(column)
    if column.kind == "indicator":
        return _figure(packs, form, column, period)
    formula, _sep, code = column.source.partition(":")
    indicator = packs.indicators.get(code)
    if indicator is None or indicator.from_register:
        return None
    equation = equation_of(packs.equations, code)
    if formula == "opening" and equation is not None:
        return _column(column, "opening", equation.baseline, formula)
    return _column(column, "computed", code, formula)


def _figure(packs: Packs, form: Form, column: FormColumn, period: Period) -> EntryColumn | None:
    indicator = packs.indicators[column.source]
    if indicator.from_register or indicator.type == "R":
        return None
    if indicator.sum_of:
        counted = all(packs.indicators[code].from_register for code in indicator.sum_of)
        return None if counted else _column(column, "computed", indicator.code, "sum")
    if indicator.home != form.id or indicator.code in TREE_CAUSED:
        return _column(column, "shown", indicator.code, note=indicator.home)
    kind = _typed_here(packs, indicator, period)
    found = _column(column, kind, indicator.code, note=indicator.note)
    return replace(found, money=indicator.money, unit=indicator.unit)


def _attribute(column: FormColumn) -> EntryColumn:
    return EntryColumn(
        id=column.id,
        title=column.title,
        kind="attribute",
        code="",
        formula=column.source,
        group=column.group,
        width=max(column.width, _WIDTHS.get(column.source, SMALLEST)),
        left=column.align != "right",
    )


def _column(
    column: FormColumn, kind: ColumnKind, code: str, formula: str = "", note: str = ""
) -> EntryColumn:
    width = max(column.width, SMALLEST)
    return EntryColumn(column.id, column.title, kind, code, formula, column.group, width, note=note)


def line_title(packs: Packs, column: EntryColumn) -> str:
    """Return what a computed line is called where no header stands above it."""
    women = column.code.endswith("N")
    tail = _(" – nữ") if women else ""
    indicator = packs.indicators.get(column.code)
    if column.formula in ("sum", "") and indicator is not None:
        return indicator.name
    if column.formula == "men":
        return _("Trong đó nam")
    return f"{column.title}{tail}"


def equation_of(equations: Mapping[str, Equation], stock: str) -> Equation | None:
    """Return the movement equation whose closing is this one stock."""
    return next((e for e in equations.values() if e.stocks == (stock,)), None)


@dataclass(frozen=True)
class SheetFacts:
    """What every line of a sheet shares; `stocks` are the codes that are carried over and
    `scale` how many đồng one unit of money on the screen is."""

    packs: Packs
    form: str
    period: Period
    columns: Sequence[EntryColumn]
    stocks: tuple[str, ...]
    scale: int = 1

    @cached_property
    def _of_stocks(self) -> frozenset[str]:
        indicators = self.packs.indicators.values()
        return frozenset(one.code for one in indicators if one.home == STOCKS)

    def is_stock(self, code: str) -> bool:
        """Tell whether a figure is of the form whose stocks are carried while nobody tells any."""
        return code.partition(";")[0] in self._of_stocks

    @cached_property
    def equations(self) -> Mapping[str, Equation]:
        """The movement equation each column speaks of, by the column's id."""
        known = self.packs.equations
        found = {}
        for one in self.columns:
            equation = (
                next((e for e in known.values() if e.baseline == one.code), None)
                if one.formula == "opening" else equation_of(known, one.code)
            )  # fmt: skip
            if equation is not None:
                found[one.id] = equation
        return found
