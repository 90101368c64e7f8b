"""F3: how members, women among them, and base unions moved within the period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby

from desktop.formats.document import Block, Document, SectionBreak
from desktop.formats.table import Role, Row, Table, counted_marks
from desktop.i18n import _
from desktop.models.figures.revisions import entry_form
from desktop.models.figures.sums.waiting import Waiting
from desktop.models.figures.sums.waiting_words import notes as waiting_notes
from desktop.models.packs.pack_types import Form, FormColumn
from desktop.models.store.reader import Reader
from desktop.reports import differing, frame
from desktop.reports.inner_transfers import inner_rows, transfer_notes
from desktop.reports.registry import Report
from desktop.reports.union_movement import union_rows, who_moved
from desktop.reports.unit_columns import codes_shown, equation_of, form_columns, printed
from desktop.reports.unit_figures import Group, Line, UnitFigures
from desktop.reports.unit_rows import (
    Section,
    asking_under,
    entries_of,
    group_title,
    groups_of,
    printed_rows,
    sum_row,
)

UNIONS = "unions"
"""The equation of base unions; its table has a row per managing unit."""
CAME = "B07"
"""Base unions taken over from another unit."""


def build(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> Document:
    """Return F3: a table of members, one of women, one of base unions."""
    form = entry_form(reader, "F3")
    figures = UnitFigures.read(reader, period_id, unit, known_on)
    period = figures.rollup.period
    issuer = frame.issuer_of(reader, figures.rollup.tree)
    subtitle = (
        frame.over(period),
        frame.to_come(reader, period),
        frame.scope_line(issuer, figures.rollup.top, known_on),
        frame.coverage(figures.rollup, form.id),
        frame.ended_line(reader, figures.rollup, form.id),
        frame.unverified_line(reader, figures.rollup),
    )
    blocks: list[Block] = [frame.form_head(issuer, form, period, subtitle)]
    for number, table in enumerate(movement_tables(figures, form)):
        if number:
            blocks.append(SectionBreak(landscape=True, restart=False))
        blocks.append(table)
    blocks.append(frame.closing(issuer, period))
    return frame.form_document(issuer, form, period, tuple(blocks))


def movement_tables(figures: UnitFigures, form: Form) -> list[Table]:
    """Return the form's tables, one for each leading header group of its columns."""
    columns = form_columns(form, figures.rollup.period.scheme, personal=False)
    lead = [c for c in columns if not c.group and c.source in ("row_number", "name")]
    notes = [c for c in columns if not c.group and c not in lead]
    blocks = [
        (title, list(found))
        for title, found in groupby((c for c in columns if c.group), key=lambda c: c.group[0])
    ]
    equations = figures.packs.equations.values()
    moving = {code for e in equations for code in (*e.stocks, *e.increases, *e.decreases)}
    groups = groups_of(figures, moving, movement=True)
    base_alone = figures.rollup.tree.role(figures.rollup.top) == "base"
    tables = []
    for number, (title, block) in enumerate(blocks):
        equation = equation_of(figures.packs, _stock(block))
        waiting = figures.rollup.waiting_for(figures.packs, codes_shown(block, figures.packs))
        # What waits of women alone changes nothing in the table of members: it is told at theirs.
        told_here = not number or (equation.id != UNIONS and bool(waiting))
        shown = [*lead, *block, *(notes if told_here else ())]
        if equation.id != UNIONS:
            rows = _member_rows(
                figures, groups, shown, _stock(block), noted=not number, waiting=waiting
            )
            said = waiting_notes(figures.packs, waiting, figures.rollup.period.id)
            rows += [Row((note,), Role.NOTE) for note in said]
        elif base_alone:
            continue
        else:
            shown = [*lead, *block]
            rows = union_rows(figures, groups, shown)
            rows += [Row((note,), Role.NOTE) for note in who_moved(figures)]
        tables.append(_table(figures, shown, rows, title, form))
    return tables


def _table(
    figures: UnitFigures, columns: Sequence[FormColumn], rows: Sequence[Row], title: str, form: Form
) -> Table:
    made = tuple(printed(column, figures.packs, drop_groups=1) for column in columns)
    return Table(
        made,
        tuple(rows),
        caption=title.upper(),
        marks=counted_marks(len(made), texts=2),
        name=f"{form.id} {title}",
    )


def _stock(block: Sequence[FormColumn]) -> str:
    """Return the stock that a block of columns speaks of."""
    return next(c.source.partition(":")[2] for c in block if c.source.startswith("closing:"))


def _member_rows(
    figures: UnitFigures,
    groups: Sequence[Group],
    columns: Sequence[FormColumn],
    stock: str,
    *,
    noted: bool,
    waiting: Sequence[Waiting] = (),
) -> list[Row]:
    sections, internal = [], False
    for group in groups:
        moved = _moved_line(figures, group, stock)
        extra = [
            replace(row, asks=asking_under(group, "inside"))
            for row in inner_rows(figures, group.rollup, columns, stock)
        ]
        if moved is not None:
            row = _moved_row(figures, columns, moved)
            extra = [replace(row, asks=asking_under(group, "moved")), *extra]
        made = entries_of(figures, group, "F3", openings=True, waiting=waiting)
        entries = tuple(differing.with_differences(figures, entry, stock) for entry in made)
        subtotal = partial(figures.total, group.rollup, group.was)
        title = group_title(figures, group)
        sections.append(Section(title, entries, subtotal, tuple(extra), asking_under(group)))
        internal = internal or moved is not None
    total = figures.total(figures.rollup, figures.was)
    rows = printed_rows(figures, sections, columns, total)
    if internal and noted:
        rows += [Row((note,), Role.NOTE) for note in _notes(len(groups) > 1)]
    rows += [Row((note,), Role.NOTE) for note in transfer_notes(figures, stock)]
    listed = [entry for section in sections for entry in section.entries]
    rows += [Row((note,), Role.NOTE) for note in differing.notes(figures, listed, stock)]
    equation = equation_of(figures.packs, stock).id
    unknown = _came_unknown(figures, equation)
    if unknown and noted:
        rows.append(Row((_came_unknown_note(list(unknown.values())),), Role.NOTE))
    unopened = [
        entry.unit.name for entry in listed
        if equation in entry.line.unopened and entry.unit.id not in unknown
    ]  # fmt: skip
    if unopened:
        rows.append(Row((_unopened_note(unopened),), Role.NOTE))
    return rows


def _came_unknown(figures: UnitFigures, equation: str) -> dict[str, str]:
    """Return id → name of the unions that came within the period and whose opening is not known."""
    movement = figures.rollup.movement
    came = movement.units.get(CAME, ()) if movement is not None else ()
    known = figures.rollup.tree.units
    return {
        unit: known[unit].name for unit in came
        if unit in known and equation not in figures.opening(unit)
    }  # fmt: skip


def _came_unknown_note(names: Sequence[str]) -> str:
    """Say whose last closing has not come from where they stood before."""
    return _(
        "Chưa có ở đây số cuối kỳ trước của CĐCS chuyển về: {units}; số đầu kỳ và số tiếp nhận còn"
        " thiếu phần này. Xin công đoàn cấp trên gửi gói kèm số liệu cũ của các đơn vị đó rồi nhận"
        " gói."
    ).format(units=differing.listed_names(names))


def _unopened_note(names: Sequence[str]) -> str:
    """Say whose first opening is missing, so that closings by movement are left blank."""
    return _(
        "Chưa có số đầu kỳ của tháng đầu tiên: {units}. Nhập ở cột Đầu kỳ của Biểu F3 thì cuối kỳ,"
        " chênh lệch của các đơn vị này và các dòng cộng mới tính được."
    ).format(units=differing.listed_names(names))


def _moved_row(figures: UnitFigures, columns: Sequence[FormColumn], line: Line) -> Row:
    """Print a row of movements only: a share of its opening would mean nothing."""
    label = _("Tiếp nhận, bàn giao nguyên CĐCS")
    row = sum_row(figures, columns, line, label, Role.BODY)
    blank = {n for n, column in enumerate(columns) if column.source.startswith("growth:")}
    cells = tuple(None if n in blank else cell for n, cell in enumerate(row.cells))
    return replace(row, cells=cells)


def _moved_line(figures: UnitFigures, group: Group, stock: str) -> Line | None:
    """Return the row of members that came or went with whole unions, None when there are none.

    It takes back the openings of the unions taken over (they began the period elsewhere) and
    adds those of the unions handed over, so that every column adds up to the group's sum.
    """
    equation = equation_of(figures.packs, stock)
    counts = group.rollup.movement.counts if group.rollup.movement else {}
    ways = {
        code: counts[code]
        for code in (*equation.increases, *equation.decreases)
        if counts.get(code)
    }
    if not ways:
        return None
    came = sum(ways.get(code, 0) for code in equation.increases)
    left = sum(ways.get(code, 0) for code in equation.decreases)
    sums = {
        indicator.code: sum(ways.get(c, 0) for c in indicator.sum_of)
        for indicator in figures.packs.indicators.values()
        if not indicator.minus and any(c in ways for c in indicator.sum_of)
    }
    return Line({**ways, **sums}, {equation.id: left - came})


def _notes(several: bool) -> list[str]:
    notes = [
        _(
            "Dòng “Tiếp nhận, bàn giao nguyên CĐCS” đưa đoàn viên của CĐCS nhận về hoặc giao đi"
            " vào đúng cột tăng, giảm; số đầu kỳ của các CĐCS đó tính cho đơn vị quản lý đầu kỳ."
        )
    ]
    if several:
        notes.append(
            _("Tiếp nhận, bàn giao giữa các đơn vị trực thuộc không tính vào dòng tổng cộng.")
        )
    return notes


REPORT = Report("F3", build)
