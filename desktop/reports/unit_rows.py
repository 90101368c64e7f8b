"""Rows of a unit-by-unit form: base unions under their managing units, subtotals, the total."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from desktop.formats.table import Cell, Role, Row
from desktop.i18n import _
from desktop.models.packs.pack_types import FormColumn
from desktop.models.packs.packs import Packs
from desktop.models.register.unit_register import suspension
from desktop.models.text import lowered, short_date
from desktop.models.units.units import Unit
from desktop.reports.return_states import UNVERIFIED
from desktop.reports.unit_columns import attribute_text, figure_of, stock
from desktop.reports.unit_figures import Group, Line, UnitFigures

UNDER = "under "
"""Begins what a row asks about that sums what stands directly under a unit: then its code."""
BAND = "band "
"""Begins what a row asks about that sums a band of ownership types: then the band."""
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
          (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit's row before it is printed: who, which figures, and a remark."""

    unit: Unit
    line: Line
    remark: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """The entries under one managing unit, and what adds them up when it is printed."""

    title: str
    entries: tuple[Entry, ...]
    subtotal: Callable[[], Line]
    extra: tuple[Row, ...] = ()
    asks: str = ""
    """What its subtotal asks about (`asking`)."""


def roman(number: int) -> str:
    """Return a positive number in Roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def groups_of(figures: UnitFigures, *, movement: bool = False) -> list[Group]:
    """Return the groups of the tree, in tree order; a base union alone is one group."""
    rollup = figures.rollup
    if rollup.tree.role(rollup.top) == "base":
        rolled = figures.subset({rollup.top.id}, rollup.base)
        return [Group(None, rollup.base, [rollup.top], [], rolled)]
    parents = [
        u.id for u in rollup.tree.walk(rollup.top.id) if rollup.tree.role(u) not in ("base", "part")
    ]
    # a managing unit may itself have ended within the period
    ended = {u.parent for u in rollup.leavers} - set(parents)
    found = [figures.group(p, movement=movement) for p in (*parents, *sorted(filter(None, ended)))]
    return [
        group
        for group in found
        if group.now or group.leavers or (group.parent and group.parent.id in figures.values)
    ]


def group_title(figures: UnitFigures, group: Group) -> str:
    """Return what stands above a group's rows."""
    if group.parent is None:
        return ""
    if group.parent.id == figures.rollup.top.id:
        return _("Trực thuộc {unit}").format(unit=group.parent.name)
    return group.parent.name


def asking_under(group: Group, only: str = "") -> str:
    """Return what a row that sums a group asks about: all of it, or `only` a kind of parts."""
    return f"{UNDER}{group.parent.code} {only}".rstrip() if group.parent is not None else ""


def entries_of(
    figures: UnitFigures, group: Group, form: str, *, openings: bool = False
) -> list[Entry]:
    """Return a group's rows: the managing unit's own figures first, if any, then its unions.

    With `openings`, also the unions that ended within the period: their members left.
    """
    found = []
    parent = group.parent
    if parent is not None and parent.id in figures.values:
        line = figures.line(parent.id, openings=openings)
        remark = _with_doubt(figures, parent, form, _("trực tiếp quản lý, không tính là CĐCS"))
        found.append(Entry(parent, line, remark, counted=False))
    for unit in group.now:
        line = figures.line(unit.id, openings=openings)
        paused = suspension(figures.reader, unit, figures.rollup.period.data_to)
        said = "; ".join(filter(None, (paused, _remark(figures, unit, form))))
        found.append(Entry(unit, line, _with_doubt(figures, unit, form, said)))
    for unit in group.leavers if openings else ():
        line = figures.line(unit.id, openings=True)
        day = short_date(unit.valid_to or unit.valid_from)
        remark = _("hoạt động đến hết ngày {day}").format(day=day)
        found.append(Entry(unit, line, remark, counted=False))
    return found


def _with_doubt(figures: UnitFigures, unit: Unit, form: str, remark: str) -> str:
    """Return a remark that also says when nobody has signed for the row's figures."""
    if form not in figures.unverified.get(unit.id, ()):
        return remark
    return "; ".join(filter(None, (remark, UNVERIFIED)))


def _remark(figures: UnitFigures, unit: Unit, form: str) -> str:
    """Say what an unfirm row is taken from; not that it is not locked when nothing is.

    A row that shows figures of other forms though its own is missing names the form it lacks,
    and says where the stocks of members come from when they are an earlier period's.
    """
    states = figures.rollup.states.get(form, {})
    state = states.get(unit.id, "missing")
    if state == "missing" and figures.values.get(unit.id):
        lacking = _("chưa có {form}").format(form=lowered(figures.packs.forms[form].label))
        stocks = figures.rollup.states.get("F1", {}).get(unit.id)
        return "; ".join((lacking, _("số kỳ trước"))) if stocks == "carried" else lacking
    said = {
        "carried": _("số kỳ trước"),
        "missing": _("chưa có số liệu"),
        "live": _("chưa chốt"),
    }
    if state == "live" and not figures.rollup.reported.get(form):
        return ""
    return said.get(state, "")


def printed_rows(
    figures: UnitFigures,
    sections: Sequence[Section],
    columns: Sequence[FormColumn],
    total: Line,
) -> list[Row]:
    """Return the rows of a table; group headings and subtotals only for several groups."""
    span = label_span(columns)
    makers = [_maker(column, figures.packs) for column in columns]
    rows: list[Row] = []
    number = 0
    several = len(sections) > 1
    for place, section in enumerate(sections, start=1):
        if several:
            rows.append(Row((f"{roman(place)}. {section.title}",), Role.GROUP))
        for entry in section.entries:
            number += entry.counted
            shown = number if entry.counted else None
            cells = tuple([make(entry, shown) for make in makers])
            rows.append(Row(cells, code=entry.unit.code))
        rows += section.extra
        if several:
            label = _("Cộng mục {number}").format(number=roman(place))
            row = sum_row(figures, columns, section.subtotal(), label, Role.SUBTOTAL, span)
            rows.append(replace(row, asks=section.asks))
    rows.append(sum_row(figures, columns, total, _("TỔNG CỘNG"), Role.TOTAL, span))
    return rows


def sum_row(
    figures: UnitFigures,
    columns: Sequence[FormColumn],
    line: Line,
    label: str,
    role: Role,
    span: int = 2,
) -> Row:
    """Return a row of sums whose label runs over the first columns."""
    cells: list[Cell] = [label, *[None] * (span - 1)]
    cells += [
        None if column.kind == "attribute" else figure_of(column, figures.packs)(line)
        for column in columns[span:]
    ]
    return Row(tuple(cells), role, label_span=span)


def label_span(columns: Sequence[FormColumn]) -> int:
    """Return how many text columns lead the table."""
    span = 0
    for column in columns:
        if column.kind != "attribute" and column.source != "row_number":
            break
        span += 1
    return max(span, 1)


_Maker = Callable[[Entry, int | None], Cell]


def _maker(column: FormColumn, packs: Packs) -> _Maker:
    """Return what makes a column's cell of an entry and its number: settled once a column."""
    source = column.source
    if source == "row_number":
        return lambda _entry, number: number
    if column.kind == "indicator":
        return partial(_stock_cell, source)
    if column.kind != "attribute":
        figure = figure_of(column, packs)
        return lambda entry, _number: figure(entry.line)
    if source == "note":
        return lambda entry, _number: _note(entry, packs)
    if source == "name":
        return lambda entry, _number: entry.unit.name or None
    if source == "sector":
        return lambda entry, _number: attribute_text(entry.unit, source, packs) or None
    return partial(_attribute_cell, source)


def _stock_cell(source: str, entry: Entry, _number: int | None) -> Cell:
    line = entry.line
    return stock(line, source) if line.carried else line.numbers.get(source) or stock(line, source)


def _attribute_cell(source: str, entry: Entry, _number: int | None) -> Cell:
    value = entry.unit.attributes.get(source)
    return None if value is None else str(value) or None


def _note(entry: Entry, packs: Packs) -> str | None:
    told = (attribute_text(entry.unit, "note", packs), entry.remark)
    return "; ".join(part for part in told if part) or None
