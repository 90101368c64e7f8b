"""Rows of a unit-by-unit form: base unions under their managing units, subtotals, the total."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from desktop.formats.table import Cell, Role, Row
from desktop.i18n import _
from desktop.models.figures.sums.direct import by_manager
from desktop.models.figures.sums.months_told import alone_words
from desktop.models.figures.sums.waiting import Waiting
from desktop.models.figures.sums.waiting_words import remark
from desktop.models.packs.pack_types import FormColumn
from desktop.models.packs.packs import Packs
from desktop.models.register.unit_register import suspension
from desktop.models.text import lowered, sort_key
from desktop.models.units.units import Unit
from desktop.reports.frame import last_day
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


def groups_of(
    figures: UnitFigures, shown: Collection[str], *, movement: bool = False
) -> list[Group]:
    """Return the groups of the tree in which anybody stands, in tree order; a base union alone is
    one group.

    A managing unit stands in its own with figures of the codes that are `shown`. With
    `movement`, also units that opened the period or ended within it: last come the groups of
    those that manage nobody any more, for they ended or were moved out of the tree.
    """
    rollup = figures.rollup
    tree = rollup.tree
    if tree.role(rollup.top) == "base":
        rolled = figures.subset({rollup.top.id}, rollup.base)
        return [Group(None, rollup.base, [rollup.top], rollup.leavers, rolled)]
    parents: list[str | None] = [
        u.id for u in tree.walk(rollup.top.id) if tree.role(u) not in ("base", "part")
    ]
    gone: list[Group] = []
    if movement:
        once = by_manager((*figures.was, *rollup.leavers), tree).keys() - {None, *parents}
        gone = [figures.group(p, movement=True) for p in once]
        gone.sort(key=lambda group: _place(group.parent))
    found = [figures.group(p, movement=movement) for p in parents] + gone
    found = [replace(group, own=_counts_itself(figures, group, shown)) for group in found]
    return [
        group for group in found
        if group.now or group.own or (movement and (group.was or group.leavers))
    ]  # fmt: skip


def _counts_itself(figures: UnitFigures, group: Group, shown: Collection[str]) -> bool:
    """Tell whether a managing unit has figures of its own to show, or opened with members."""
    if group.parent is None:
        return False
    held = figures.values.get(group.parent.id, {})
    return not held.keys().isdisjoint(shown) or group.parent in group.was


def _place(unit: Unit | None) -> tuple[tuple[object, ...], str]:
    return (sort_key(unit.name), unit.code) if unit is not None else ((), "")


def group_title(figures: UnitFigures, group: Group) -> str:
    """Return what stands above a group's rows."""
    if group.parent is None:
        return ""
    if group.parent.id == figures.rollup.top.id:
        return _("Trực thuộc {unit}").format(unit=group.parent.name)
    ended = group.parent.valid_to
    if ended is None or ended >= figures.rollup.tree.on:
        return group.parent.name
    return f"{group.parent.name} ({last_day(group.parent)})"


def asking_under(group: Group, only: str = "") -> str:
    """Return what a row that sums a group asks about: all of it, or `only` a kind of parts."""
    return f"{UNDER}{group.parent.code} {only}".rstrip() if group.parent is not None else ""


def entries_of(
    figures: UnitFigures, group: Group, form: str, *, openings: bool = False,
    waiting: Iterable[Waiting] = (),
) -> list[Entry]:  # fmt: skip
    """Return a group's rows: the managing unit's own figures first, if any, then its unions.

    With `openings`, also the unions that ended within the period: their members left. Who has
    something `waiting` for a word says so.
    """
    found = _entries(figures, group, form, openings=openings)
    return [_with_waiting(figures, entry, waiting) for entry in found] if waiting else found


def _with_waiting(figures: UnitFigures, entry: Entry, waiting: Iterable[Waiting]) -> Entry:
    period = figures.rollup.period.id
    told = [remark(figures.packs, one, period) for one in waiting if one.unit == entry.unit.id]
    if not told:
        return entry
    return replace(entry, remark="; ".join(filter(None, (entry.remark, *dict.fromkeys(told)))))


def _entries(
    figures: UnitFigures, group: Group, form: str, *, openings: bool
) -> list[Entry]:  # fmt: skip
    found = []
    parent = group.parent
    if parent is not None and group.own:
        line = figures.line(parent.id, openings=openings)
        remark = _("trực tiếp quản lý, không tính là CĐCS")
        if figures.state(form, parent.id) is not None:
            remark = "; ".join(filter(None, (remark, _remark(figures, parent, form))))
        remark = _with_doubt(figures, parent, form, remark)
        found.append(Entry(parent, line, remark, counted=False))
    for unit in group.now:
        line = figures.line(unit.id, openings=openings)
        paused = suspension(figures.reader, unit, figures.rollup.period.data_to)
        said = "; ".join(filter(None, (paused, _remark(figures, unit, form))))
        found.append(Entry(unit, line, _with_doubt(figures, unit, form, said)))
    for unit in group.leavers if openings else ():
        line = figures.line(unit.id, openings=True)
        found.append(Entry(unit, line, last_day(unit), counted=False))
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
    months = figures.months_of(form, unit.id)
    if months is not None:
        return "; ".join(alone_words(months))
    monthly = figures.months_of("F1", unit.id) if form in figures.stock_forms else None
    if monthly is None:
        return _of_one_return(figures, unit, form)
    # Members and workers come from the months, whatever became of the form of the longer period.
    label = lowered(figures.packs.forms["F1"].label)
    taken = [_("{form}, {said}").format(form=label, said=said) for said in alone_words(monthly)]
    own = _of_one_return(figures, unit, form, carried=not taken)
    return "; ".join(filter(None, (own, *taken)))


def _of_one_return(figures: UnitFigures, unit: Unit, form: str, *, carried: bool = True) -> str:
    """Say what an unfirm row is taken from where one return tells it; with `carried` also that its
    stocks are an earlier period's.
    """
    state = figures.state(form, unit.id) or "missing"
    if unit.id in figures.rollup.returned.get(form, ()):
        return _("đã trả lại, chờ nộp lại")
    if state == "missing" and figures.values.get(unit.id):
        lacking = _("chưa có {form}").format(form=lowered(figures.packs.forms[form].label))
        old = figures.state("F1", unit.id) == "carried" or unit.id in figures.filled
        return "; ".join((lacking, _("số kỳ trước"))) if old and carried else lacking
    said = {
        "carried": _("số kỳ trước"),
        "missing": _("chưa có số liệu"),
        "live": _("chưa chốt"),
    }
    beside = _("ô trống lấy số kỳ trước") if form == "F1" and unit.id in figures.filled else ""
    if state == "live" and not figures.rollup.reported.get(form):
        return beside
    return "; ".join(filter(None, (said.get(state, ""), beside)))


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
