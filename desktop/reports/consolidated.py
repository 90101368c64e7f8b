"""The upper level's workbook of a period: totals, who is missing, F1 and F3, what was used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from desktop.formats.document import Block, Document, PaperKind, SectionBreak
from desktop.formats.table import (
    Align,
    Cell,
    CellKind,
    Column,
    Figure,
    Role,
    Row,
    Table,
    counted_marks,
)
from desktop.i18n import _
from desktop.models.figures.returns import ReturnStatus
from desktop.models.figures.revisions import entry_form, revisions
from desktop.models.figures.rollup import Rollup, Total
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.units.units import Unit
from desktop.reports import frame
from desktop.reports.f3 import movement_tables
from desktop.reports.f5 import owed
from desktop.reports.return_states import OPEN_STATES, state_name
from desktop.reports.unit_columns import NO_WHOLE
from desktop.reports.unit_figures import Group, UnitFigures
from desktop.reports.unit_list import list_table
from desktop.reports.unit_rows import group_title, groups_of

_SUMS = ("A01", "A01N", "A03", "A03N", "A04", "C10", "C20", "C41", "C40", "B10", "B20")
_OP_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The workbook's document, and the codes of the units whose figures are lacking."""

    document: Document
    missing: tuple[str, ...]


def consolidate(reader: Reader, period_id: str, unit: str = "") -> Consolidated:
    """Add a unit's tree up (default: our own) into one document of several sheets.

    `missing` names the base unions that have not locked what they owe, and the units all of
    whose base unions are missing.
    """
    figures = UnitFigures.read(reader, period_id, unit)
    period, top = figures.rollup.period, figures.rollup.top
    issuer = frame.issuer_of(reader, figures.rollup.tree)
    groups = groups_of(figures, movement=True)
    listed = owed(reader, period, figures.rollup.tree, top.id)
    lacking = [s for s in listed if s.state in OPEN_STATES and s.unit.id != top.id]
    f1, f3 = entry_form(reader, "F1"), entry_form(reader, "F3")
    stocks = (frame.as_of(period), frame.coverage(figures.rollup, f1.id))
    flows = (frame.over(period), frame.coverage(figures.rollup, f3.id))
    sheets: list[tuple[str, tuple[str, ...], Sequence[Table]]] = [
        (_("Tổng hợp số liệu theo đơn vị"), stocks, [_totals_table(figures, groups)]),
        (_("Đơn vị chưa nộp báo cáo"), stocks, [_missing_table(figures, lacking)]),
        (f1.title, stocks, [list_table(figures, f1)]),
        (f3.title, flows, movement_tables(figures, f3)),
        (_("Các bản báo cáo đã dùng"), stocks, [_revisions_table(reader, period, listed)]),
    ]
    blocks: list[Block] = []
    for number, (title, subtitle, tables) in enumerate(sheets):
        head = frame.form_head(issuer, f1, period, subtitle)
        blocks.append(replace(head, form="", title=title))
        for table in tables:
            blocks += [table, SectionBreak(landscape=True, restart=False)]
        if not number:
            blocks.insert(-1, frame.closing(issuer, period))
    document = Document(
        PaperKind.FORM,
        tuple(blocks[:-1]),
        _("Tổng hợp số liệu {period}").format(period=period.title),
        issuer.unit.name,
        landscape=True,
    )
    owing = {s.unit.code for s in lacking if reader.packs.forms[s.form].scope == "unit_rows"}
    return Consolidated(document, _missing_codes(groups, owing, top))


def _totals_table(figures: UnitFigures, groups: Sequence[Group]) -> Table:
    indicators = figures.packs.indicators
    columns = (
        Column(_("STT"), 5, align=Align.CENTER),
        Column(_("Đơn vị"), 34),
        Column(_("Số CĐCS"), 9, CellKind.COUNT, Align.RIGHT),
        Column(_("CĐCS đã báo cáo"), 9, CellKind.COUNT, Align.RIGHT),
        *(
            Column(indicators[code].name, 11, CellKind.COUNT, Align.RIGHT, code=code)
            for code in _SUMS
        ),
    )
    rows = []
    for number, group in enumerate(groups, start=1):
        first = (number, group_title(figures, group))
        rows.append(_totals_row(figures, group.rollup, first, Role.BODY))
    rows.append(_totals_row(figures, figures.rollup, (_("TỔNG CỘNG"), None), Role.TOTAL))
    marks = counted_marks(len(columns), texts=2)
    return Table(columns, tuple(rows), marks=marks, name=_("Tổng hợp"))


def _totals_row(figures: UnitFigures, rollup: Rollup, first: tuple[Cell, Cell], role: Role) -> Row:
    totals = rollup.totals(figures.packs)
    base = {unit.id for unit in rollup.base}
    reported = len(base & rollup.reported.get("F1", set()))
    cells = (*first, len(base), reported, *(_cell(totals.get(code)) for code in _SUMS))
    return Row(cells, role, label_span=2 if role is Role.TOTAL else 1)


def _cell(total: Total | None) -> Cell:
    if total is None:
        return None
    if total.numerator is None:
        return Figure(total.value)
    if not total.denominator:
        return NO_WHOLE
    return Figure(Fraction(total.numerator, total.denominator), CellKind.PERCENT, 2)


def _missing_table(figures: UnitFigures, lacking: Sequence[ReturnStatus]) -> Table:
    """List whom to remind: each unit, who manages it, and what it still owes."""
    columns = (
        Column(_("STT"), 5, align=Align.CENTER),
        Column(_("Tên đơn vị"), 40),
        Column(_("Đơn vị quản lý"), 34),
        Column(_("Còn thiếu"), 34),
    )
    owing: dict[str, list[ReturnStatus]] = {}
    for status in lacking:
        owing.setdefault(status.unit.id, []).append(status)
    rows = []
    for number, statuses in enumerate(owing.values(), start=1):
        unit = statuses[0].unit
        above = figures.rollup.tree.units.get(unit.parent or "")
        owed_forms = "; ".join(f"{s.form}: {state_name(s.state)}" for s in statuses)
        cells = (number, unit.name, above.name if above else None, owed_forms)
        rows.append(Row(cells, code=unit.code))
    none = Row((_("Tất cả các đơn vị đã nộp báo cáo."),), Role.NOTE)
    return Table(columns, tuple(rows) or (none,), name=_("Chưa nộp"))


def _revisions_table(reader: Reader, period: Period, listed: Sequence[ReturnStatus]) -> Table:
    """List which revision of which return the totals hold, by the operation that locked it."""
    columns = (
        Column(_("Mã đơn vị"), 12),
        Column(_("Tên đơn vị"), 40),
        Column(_("Biểu"), 8, align=Align.CENTER),
        Column(_("Bản"), 6, CellKind.COUNT, Align.CENTER),
        Column(_("Tình trạng"), 14, align=Align.CENTER),
        Column(_("Dấu nhận dạng"), 16, align=Align.CENTER),
    )
    ops = {
        (unit, form, revision.rev): revision.op
        for (unit, form), found in revisions(reader, period.id).items()
        for revision in found
    }
    rows = tuple(
        Row(
            (
                status.unit.code,
                status.unit.name,
                status.form,
                status.rev,
                state_name(status.state),
                ops.get((status.unit.id, status.form, status.rev), "")[:_OP_SHOWN],
            ),
            code=status.unit.code,
        )
        for status in listed
        if status.rev
    )
    none = Row((_("Chưa có báo cáo nào được chốt."),), Role.NOTE)
    return Table(columns, rows or (none,), name=_("Bản báo cáo"))


def _missing_codes(groups: Sequence[Group], owing: set[str], top: Unit) -> tuple[str, ...]:
    above = {
        group.parent.code
        for group in groups
        if group.parent and group.parent.id != top.id and group.now
        and owing.issuperset(unit.code for unit in group.now)
    }  # fmt: skip
    return tuple(sorted(owing | above))
