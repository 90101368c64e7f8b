"""What an issued form holds: its head, its rows and columns, its checks and its hidden codes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from desktop.formats.document import Document
from desktop.formats.table import Align, CellKind, Column, Table, counted_marks
from desktop.formats.xlsx_form_body import Calc, Check, Entry, FormBody, FormCell, FormRow
from desktop.i18n import _
from desktop.models.entry.entry_columns import (
    EntryColumn,
    entry_columns,
    equation_of,
    line_title,
)
from desktop.models.figures.cells import most, number_of, period_cells
from desktop.models.figures.checks.estimates import stocks_before
from desktop.models.figures.opening import Opening, openings
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import short_date
from desktop.models.units.collective import collective_of
from desktop.models.units.units import Tree, Unit
from desktop.reports import frame
from desktop.reports.unit_columns import attribute_text

ROW: Final = "row:"
COLUMN: Final = "col:"
PATH: Final = " / "
NAME, VALUE, NOTE, PERIOD = "name", "value", "note", "period"
_LEFT_OUT: Final = frozenset({"growth", "difference"})
_CHOICE: Final = 25
"""How wide a column is that is chosen in: its usual words stand in one line."""
_OCCUPATIONAL: Final = frozenset({"NDCS", "NDBP"})
_NO_SUM: Final = "0"
_UNIONS: Final = "B"


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """A form ready to be written, and what its hidden sheet must say of rows and columns.

    `rows`: token → (unit id, code or "", name); `columns`: token → title.
    """

    document: Document
    body: FormBody
    rows: Mapping[str, tuple[str, str, str]]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the office knows of the units a form is for."""

    packs: Packs
    period: Period
    held: Mapping[str, Mapping[str, Any]]
    before: Mapping[str, Mapping[str, Any]]
    opened: Mapping[str, Mapping[str, Opening]]

    def opening(self, unit: Unit, stock: str) -> int | None:
        equation = equation_of(self.packs.equations, stock)
        found = self.opened.get(unit.id, {}).get(equation.id) if equation else None
        return found.value if found is not None else None


def issued_sheet(
    reader: Reader,
    tree: Tree,
    form: Form,
    period: Period,
    unit: Unit,
    mine: Callable[[Unit], bool],
) -> IssuedSheet:
    """Return the form of a period for a unit; `mine` tells whose figures the office may take.

    A base union, and any form by indicators, gets a row per indicator; an upper unit gets a row
    per base union it manages. Nothing personal is in it.
    """
    base = tree.role(unit) == "base"
    across = form.scope == "unit_rows" and not base
    units = [u for u in tree.base_unions(unit.id) if mine(u)] if across else [unit]
    ids = [one.id for one in units]
    held = period_cells(reader, period.id)
    known = _Known(
        reader.packs, period, held, stocks_before(reader, period, units=ids),
        openings(reader, period, ids, held),
    )  # fmt: skip
    role = "base" if base else "upper"
    columns = [
        c for c in entry_columns(reader.packs, form, period, role)
        if not (c.kind == "typed" and _of_unions(reader.packs, c.code))
    ]  # fmt: skip
    build = _table if across else _list
    table, body, rows, titles = build(known, form, columns, units)
    issuer = _issuer(reader, tree, unit)
    day = _("(Hạn gửi lại: {due})").format(due=short_date(period.due))
    head = frame.form_head(issuer, form, period, (_said(form, period), day))
    document = frame.form_document(
        issuer, form, period, (head, table, frame.closing(issuer, period))
    )
    return IssuedSheet(document, body, rows, titles)


def _of_unions(packs: Packs, code: str) -> bool:
    """Tell whether a figure belongs to the movement of unions: no union counts itself."""
    return packs.indicators[code].group == _UNIONS


def _said(form: Form, period: Period) -> str:
    return frame.over(period) if form.id == "F3" else frame.as_of(period)


def _issuer(reader: Reader, tree: Tree, unit: Unit) -> frame.Issuer:
    """Return the unit that fills the form in as who signs it; without anybody's name."""
    if unit.id == reader.own_unit:
        return frame.issuer_of(reader, tree)
    above = tree.units.get(unit.parent or "")
    return frame.Issuer(
        unit=unit,
        parent=above.printed if above is not None else "",
        place=str(unit.attributes.get("commune") or ""),
        collective=collective_of(None, base=tree.role(unit) == "base"),
        signer_title=_("CHỦ TỊCH"),
        signer_name="",
    )


# a row per base union


def _table(
    known: _Known, form: Form, columns: Sequence[EntryColumn], units: Sequence[Unit]
) -> tuple[Table, FormBody, dict[str, tuple[str, str, str]], dict[str, str]]:
    shown = [c for c in columns if c.kind != "computed" or c.formula not in _LEFT_OUT]
    shown = [c for c in shown if c.kind != "shown" or _is_known(known, c, units)]
    figures = _computable([c for c in shown if c.kind != "attribute"])
    wide = [
        c for c in shown
        if c.kind == "attribute" and c.formula != "note"
        and any(attribute_text(unit, c.formula, known.packs) or _chosen(c) for unit in units)
    ]  # fmt: skip
    notes = [c for c in shown if c.formula == "note"]
    shown = [*figures, *wide, *notes]
    made = [
        Column(_("STT"), 5, align=Align.CENTER),
        Column(_("Tên công đoàn cơ sở"), 34, code=COLUMN + NAME),
        Column("", 0),
        *(_column(c, known.packs) for c in figures),
        *(_column(c, known.packs) for c in [*wide, *notes]),
        Column(_("Kiểm tra"), 34),
    ]
    codes = ("", "", "", *map(_named, figures), *([""] * len([*wide, *notes])), "")
    rows = []
    told: dict[str, tuple[str, str, str]] = {}
    for number, unit in enumerate(units, start=1):
        token = unit.id if not unit.code or unit.code in told else unit.code
        told[token] = (unit.id, "", unit.name)
        cells = (
            number, unit.name, None,
            *(_cell(known, form, c, figures, unit) for c in figures),
            *(_attribute(known.packs, c, unit) for c in [*wide, *notes]),
            None,
        )  # fmt: skip
        rows.append(FormRow(cells, ROW + token))
    total = tuple(n for n, c in enumerate(figures, start=3) if c.kind != "attribute")
    checks = tuple(_checks(known.packs, form, figures, units))
    body = FormBody(
        tuple(rows), codes, True, checks, len(made) - 1, total,
        _guide(form, known.period), _period_mark(known.period), token_column=2,
    )  # fmt: skip
    titles = {c.code.removeprefix(COLUMN): PATH.join((*c.groups, c.title)) for c in made if c.code}
    marks = counted_marks(len(made) - 1, texts=2)
    marks = (*marks[:2], "", *marks[2:])
    return Table(tuple(made), (), marks=marks, name=form.id), body, told, titles


def _computable(columns: Sequence[EntryColumn]) -> list[EntryColumn]:
    """Leave out the men of a whole or of women that the form does not show."""
    present = {c.code for c in columns if c.kind in ("typed", "shown")}
    return [
        c for c in columns
        if c.formula != "men" or {c.code, f"{c.code}N"} <= present
    ]  # fmt: skip


def _named(column: EntryColumn) -> str:
    """Return how formulas call a column: its code, or its id where it holds no code's value."""
    return column.id if column.kind in ("opening", "computed") else column.code


def _is_known(known: _Known, column: EntryColumn, units: Sequence[Unit]) -> bool:
    return any(
        number_of(known.held.get(unit.id, {}).get(column.code)) is not None for unit in units
    )


def _column(column: EntryColumn, packs: Packs) -> Column:
    if column.kind == "attribute":
        token = NOTE if column.formula == "note" else f"@{column.formula}"
        code = COLUMN + token if _chosen(column) or token == NOTE else ""
        width = max(column.width, _CHOICE) if _chosen(column) else column.width
        return Column(column.title, width, groups=column.group, code=code)
    indicator = packs.indicators.get(column.code)
    kind = CellKind.MONEY if indicator is not None and indicator.money else CellKind.COUNT
    code = COLUMN + column.code if column.kind == "typed" else ""
    return Column(column.title, column.width, kind, Align.RIGHT, column.group, code=code)


def _chosen(column: EntryColumn) -> bool:
    """Tell whether an attribute is asked for: the ownership type, from a list."""
    return column.formula == "ownership"


def _attribute(packs: Packs, column: EntryColumn, unit: Unit) -> FormCell:
    if column.formula == "ownership":
        choices = tuple(f"{o.code} – {o.short}" for o in packs.ownerships.values())
        mine = next((c for c in choices if c.startswith(f"{unit.ownership} – ")), "")
        return Entry(choices, value=mine)
    if column.formula == "note":
        return Entry(text=True)
    return attribute_text(unit, column.formula, packs)


def _cell(
    known: _Known, form: Form, column: EntryColumn, figures: Sequence[EntryColumn], unit: Unit
) -> FormCell:
    if column.kind == "typed":
        return Entry(most=most(money=column.money))
    if column.kind == "shown":
        return number_of(known.held.get(unit.id, {}).get(column.code))
    if column.kind == "opening":
        return known.opening(unit, column.id.partition("_")[2])
    shown = known.opening(unit, column.code) if column.formula == "closing" else None
    return Calc(_formula(known.packs, column, {_named(c) for c in figures}), shown)


def _formula(packs: Packs, column: EntryColumn, present: set[str]) -> str:
    """Return how a computed cell follows from the others, with {code} for their cells."""
    code = column.code
    if column.formula == "men":
        women = f"{code}N"
        return f'IF(AND(ISNUMBER({{{code}}}),ISNUMBER({{{women}}})),{{{code}}}-{{{women}}},"")'
    if column.formula == "sum":
        return _sum(packs.indicators[code].sum_of, present)
    equation = equation_of(packs.equations, code)
    if equation is None:
        return _NO_SUM
    net = f"{_sum(equation.increases, present)}-{_sum(equation.decreases, present)}"
    opening = f"opening_{code}"
    start = f"N({{{opening}}})+" if column.formula == "closing" and opening in present else ""
    return start + net


def _sum(codes: Sequence[str], present: set[str]) -> str:
    listed = ",".join(f"{{{code}}}" for code in codes if code in present)
    return f"SUM({listed})" if listed else _NO_SUM


# a row per indicator


def _list(
    known: _Known, form: Form, columns: Sequence[EntryColumn], units: Sequence[Unit]
) -> tuple[Table, FormBody, dict[str, tuple[str, str, str]], dict[str, str]]:
    (unit,) = units
    shown = [
        c for c in columns
        if c.kind != "attribute" and not (c.kind == "computed" and c.formula in _LEFT_OUT)
        and not (c.kind == "shown" and not _is_known(known, c, units))
    ]  # fmt: skip
    shown = _computable(shown)
    made = (
        Column(_("TT"), 5, align=Align.CENTER),
        Column(_("Chỉ tiêu"), 52, code=COLUMN + NAME),
        Column(_("Đơn vị tính"), 9, align=Align.CENTER),
        Column(_("Kỳ trước"), 11, CellKind.COUNT, Align.RIGHT),
        Column(_("Kỳ này"), 13, CellKind.COUNT, Align.RIGHT, code=COLUMN + VALUE),
        Column(_("Kiểm tra"), 30),
        Column(_("Ghi chú"), 22, code=COLUMN + NOTE),
    )
    rows: list[FormRow] = []
    told: dict[str, tuple[str, str, str]] = {}
    number = 0
    for block, group in groupby(shown, key=lambda c: c.block):
        if block:
            rows.append(FormRow(("", block, None, None, None, None, None), bold=True))
        for column in group:
            number += 1
            rows.append(_line(known, form, column, shown, unit, number, told))
    asked = [c for c in columns if c.kind == "attribute" and _chosen(c)]
    for column in asked:
        number += 1
        token = f"@{column.formula}"
        told[token] = (unit.id, token, column.title)
        choice = _attribute(known.packs, column, unit)
        rows.append(
            FormRow((number, column.title, None, None, choice, None, None), ROW + token, token)
        )
    checks = tuple(_checks(known.packs, form, shown, units))
    codes = ("", "", "", "", VALUE, "", "")
    body = FormBody(
        tuple(rows), codes, False, checks, 5, (), _guide(form, known.period),
        _period_mark(known.period),
    )  # fmt: skip
    titles = {c.code.removeprefix(COLUMN): PATH.join((*c.groups, c.title)) for c in made if c.code}
    marks = counted_marks(len(made), texts=3)
    return Table(made, (), marks=marks, name=form.id), body, told, titles


def _line(
    known: _Known, form: Form, column: EntryColumn, shown: Sequence[EntryColumn], unit: Unit,
    number: int, told: dict[str, tuple[str, str, str]],
) -> FormRow:  # fmt: skip
    indicator = known.packs.indicators.get(column.code)
    typed = column.kind == "typed"
    name = indicator.name if typed and indicator is not None else line_title(known.packs, column)
    measured = indicator.unit if indicator is not None else ""
    before = number_of(known.before.get(unit.id, {}).get(column.code)) if typed else None
    cell = _cell(known, form, column, shown, unit)
    if typed:
        told[column.code] = (unit.id, column.code, name)
    cells = (number, name, measured, before, cell, None, Entry(text=True) if typed else None)
    token = ROW + column.code if typed else ""
    return FormRow(cells, token, _named(column), bold=not typed and column.formula != "men")


# checks


def _checks(
    packs: Packs, form: Form, columns: Sequence[EntryColumn], units: Sequence[Unit]
) -> Iterator[Check]:
    typed = {c.code for c in columns if c.kind == "typed"}
    present = typed | {c.code for c in columns if c.kind == "shown"}
    for code in sorted(typed, key=list(packs.indicators).index):
        whole = packs.indicators[code].part_of
        if whole is not None and whole in present:
            says = _("{part} nhiều hơn {whole}.").format(
                part=packs.indicators[code].name, whole=packs.indicators[whole].name
            )
            yield Check(_more(code, whole), says, (code, whole))
    occupational = any(unit.kind in _OCCUPATIONAL for unit in units)
    if {"A01", "A03"} <= typed and not occupational:
        yield Check(_more("A03", "A01"), _("Đoàn viên nhiều hơn lao động."), ("A03", "A01"))
    for ratio in packs.indicators.values():
        parts = (*ratio.numerator, *ratio.denominator)
        if ratio.part_of_whole and len(parts) == 2 and set(parts) <= typed:
            says = _("{part} nhiều hơn {whole}.").format(
                part=packs.indicators[parts[0]].name, whole=packs.indicators[parts[1]].name
            )
            yield Check(_more(*parts), says, parts)
    yield from _equations(packs, columns)


def _more(code: str, whole: str) -> str:
    return f"AND(ISNUMBER({{{code}}}),ISNUMBER({{{whole}}}),{{{code}}}>{{{whole}}})"


def _equations(packs: Packs, columns: Sequence[EntryColumn]) -> Iterator[Check]:
    named = {_named(c): c for c in columns}
    for column in columns:
        if column.kind != "computed" or column.formula != "closing":
            continue
        closing, stock = f"{{{column.id}}}", column.code
        women = stock.endswith("N")
        opening = f"{{opening_{stock}}}"
        if f"opening_{stock}" in named:
            yield Check(
                f"AND(ISNUMBER({opening}),{closing}<0)",
                _("Nữ: giảm nhiều hơn số có.") if women else _("Giảm nhiều hơn số có."),
                (column.id,),
            )  # fmt: skip
            if stock in named:
                yield Check(
                    f"AND(ISNUMBER({opening}),ISNUMBER({{{stock}}}),{closing}<>{{{stock}}})",
                    _("Nữ: đầu kỳ + tăng − giảm khác số cuối kỳ ở biểu F1.") if women
                    else _("Đầu kỳ + tăng − giảm khác số cuối kỳ ở biểu F1."),
                    (column.id,),
                )  # fmt: skip


def _period_mark(period: Period) -> tuple[str, str]:
    return period.title, ROW + PERIOD


def _guide(form: Form, period: Period) -> tuple[str, ...]:
    return (
        _("Cách ghi {form}, kỳ {period}").format(form=form.label, period=period.title),
        _("1. Chỉ ghi vào các ô nền vàng nhạt; các ô khác đã khóa."),
        _("2. Không có thì ghi 0; không phát sinh thì ghi x; chưa có số thì để trống."),
        _("3. Ô chuyển màu đỏ nhạt là số chưa hợp lý; cột Kiểm tra nói vì sao."),
        _("4. Lưu tệp rồi gửi lại chính tệp này; đừng chép số sang tệp khác."),
        _("5. Biểu này chỉ dùng cho đúng đơn vị và kỳ ghi ở đầu biểu."),
    )
