"""The indicators of a form's files: those at home there, and those told beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column
from desktop.intake.figures.result import ReadColumn, ReadRow
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.rows.read_rows import warned
from desktop.intake.figures.sheets.grid import Grid, is_empty, letter
from desktop.models.figures.cells import number_of
from desktop.models.packs.packs import Packs
from desktop.models.text import vi_number

_MOST_NAMED: Final = 6
"""So many columns of other forms are named; the others stand among the columns."""


def home_codes(packs: Packs, form: str) -> frozenset[str]:
    """Return the indicators a file of a form may change: typed, and at home there."""
    return frozenset(
        indicator.code
        for indicator in packs.indicators.values()
        if indicator.home == form and not indicator.computed
    )


def form_codes(packs: Packs, form: str) -> frozenset[str]:
    """Return the indicators that are read from a file of a form.

    To those at home there come the ones the form only shows, such as the members in a form of
    the half-year; not the closing stock of a movement, which follows from the rest.
    """
    columns = packs.forms[form].columns
    followed = {c.source.partition(":")[2] for c in columns if c.source.startswith("closing:")}
    shown_too = {c.source for c in columns if c.kind == "indicator"} - followed
    women = {f"{code}N" for code in shown_too}
    return home_codes(packs, form) | {
        code for code in shown_too | women
        if (indicator := packs.indicators.get(code)) is not None and not indicator.computed
        and not indicator.from_register
    }  # fmt: skip


def told_beside(packs: Packs, form: str) -> frozenset[str]:
    """Return what else of a form's groups its sheets may count unit by unit, at home elsewhere.

    The form of activities lists every group: members and the month's admissions stand beside its
    visits. They are read, and told to be of another form; first stocks stand nowhere else.
    """
    groups = packs.forms[form].groups
    first = {one.baseline for one in packs.equations.values()}
    return form_codes(packs, form) | {
        indicator.code for indicator in packs.indicators.values()
        if indicator.group in groups and not indicator.computed and (
            indicator.type == "F" or (
                indicator.type == "S" and not indicator.from_register
                and indicator.code.removesuffix("N") not in first))
    }  # fmt: skip


def home_of(packs: Packs, form: str, code: str) -> str:
    """Return the other form an indicator is entered in, "" for one of this form."""
    indicator = packs.indicators.get(code)
    return indicator.home if indicator is not None and indicator.home != form else ""


def of_other_form(form: str) -> str:
    """Say that figures are read for comparing and entered in another form."""
    said = _("Chỉ tiêu của biểu {form}: đọc để đối chiếu, nhập ở biểu {form}.")
    return said.format(form=form)


def column_at_home(packs: Packs, form: str, column: ReadColumn) -> ReadColumn:
    """Return a column, told that its figures are entered in another form where they are."""
    home = home_of(packs, form, column.role or "")
    return replace(column, note=of_other_form(home)) if home and not column.note else column


def rows_at_home(
    packs: Packs, form: str, rows: Iterable[ReadRow], held: Mapping[str, Mapping[str, Any]]
) -> Iterator[ReadRow]:
    """Yield the rows with the home of figures that are entered in other forms.

    Such a figure is compared with what the office holds of the period; a row of nothing else
    says that it is not taken.
    """
    for row in rows:
        homes = {cell.code: home_of(packs, form, cell.code) for cell in row.cells}
        if not any(homes.values()):
            yield row
            continue
        made = replace(row, cells=tuple(replace(c, home=homes[c.code]) for c in row.cells))
        if all(homes.values()) and row.status != "refused":
            said = dict.fromkeys(of_other_form(home) for home in homes.values())
            made = replace(made, reasons=(*made.reasons, *said))
        known = held.get(row.unit_id, {})
        told = [
            _("{code}: sổ đang ghi {kept} (biểu {form}), tệp ghi {value}.").format(
                code=code, kept=vi_number(kept), form=homes[code], value=vi_number(value))
            for code, value in row.values.items()
            if homes[code] and value is not None
            and (kept := number_of(known.get(code))) is not None and kept != value
        ]  # fmt: skip
        yield warned(made, told)


def told_elsewhere(packs: Packs, form: str, grid: Grid, lines: Iterable[Line]) -> str:
    """Name the columns with figures of units that are entered in other forms, "" for none.

    The sums a form makes itself are not told of; a stock that movements end with is.
    """
    found: dict[tuple[int, str], Column] = {}
    for line in lines:
        if line.kind != "data" or line.section is None:
            continue
        row = grid.rows[line.at]
        for column in line.section.header.columns:
            if column.at < len(row) and not is_empty(row[column.at]):
                found.setdefault((column.at, column.heading), column)
    named = [(column, home) for column in found.values()
             if (home := _home_elsewhere(packs, form, column))]  # fmt: skip
    told = [_("{column} (biểu {form})").format(
                column=f"{_place(grid, one.at)} “{one.heading}”".strip(), form=home)
            for one, home in sorted(named, key=lambda pair: pair[0].at)]  # fmt: skip
    more = [_("{n} cột nữa").format(n=len(told) - _MOST_NAMED)] if len(told) > _MOST_NAMED else []
    words = _("Cột của biểu khác, không nhận ở biểu {form}: {columns}.")
    named_first = (*told[:_MOST_NAMED], *more)
    return words.format(form=form, columns="; ".join(named_first)) if told else ""


def _place(grid: Grid, at: int) -> str:
    """Return where the file has a column, "" where several of its cells make it up."""
    laid_out = bool(grid.turned or grid.told or grid.places)
    return grid.column_place(at) if laid_out else letter(at)


def _home_elsewhere(packs: Packs, form: str, column: Column) -> str:
    """Return the other form a column's figures are entered in, "" for one of this form or a sum."""
    kind, _colon, code = column.role.partition(":")
    if kind == "closing":
        code = next((stock for one in packs.equations.values() for stock in one.stocks), "")
    indicator = packs.indicators.get(code) if kind in ("code", "aside", "closing") else None
    if indicator is None or indicator.computed:
        return ""
    return home_of(packs, form, code)
