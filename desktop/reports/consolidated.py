"""The upper level's workbook of a period: totals, who is missing, F1 to F6, what was used.

As of any day: `known_on` restates everything as this office knew it then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from desktop.formats.document import Block, Document, FormHead, PaperKind, SectionBreak
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
from desktop.models.figures.frozen import Closings
from desktop.models.figures.returns.returns import ReturnStatus
from desktop.models.figures.revisions import entry_form, short_name
from desktop.models.figures.standing import Standing, standing_returns
from desktop.models.figures.sums.differences import totals_digest
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.sums.second_line import SecondLine, second_line
from desktop.models.figures.sums.total import Total
from desktop.models.figures.sums.trace_words import when
from desktop.models.figures.sums.waiting_words import notes as waiting_notes
from desktop.models.packs.periods import Period
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit
from desktop.reports import frame
from desktop.reports.f3 import movement_tables
from desktop.reports.f4 import REPORT as F4
from desktop.reports.f5 import REPORT as F5
from desktop.reports.f5 import owed
from desktop.reports.f6 import care_table
from desktop.reports.return_states import (
    OPEN_STATES,
    UNVERIFIED,
    is_lacking,
    state_name,
)
from desktop.reports.unit_columns import CODE_WIDTH, NO_WHOLE
from desktop.reports.unit_figures import Group, UnitFigures
from desktop.reports.unit_list import list_table
from desktop.reports.unit_rows import group_title, groups_of

_SUMS = ("A01", "A01N", "A03", "A03N", "A04", "C10", "C20", "C41", "C40", "B10", "B20")
CONSOLIDATED_FORMS = ("F1", "F2", "F3", "F4", "F5", "F6")
"""The forms whose sheets the workbook holds."""
_OP_SHOWN, _BUNDLE_SHOWN = 12, 8


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The workbook's document, and the codes of the units whose figures are lacking.

    `top` is the id of the unit added up, `digest` that of its totals; `lacking` tells of base
    unions alone, as (code, name, forms not locked of which nothing earlier counts); `waiting` of
    those whose returns came after the period was closed and count nothing.
    """

    document: Document
    missing: tuple[str, ...]
    top: str = ""
    digest: str = ""
    lacking: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    waiting: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


Told = Callable[[int, int], object]
"""Is told (steps done, steps in all) while the workbook is drawn up; it may raise to stop."""
STEPS = 12
"""Reading what was reported, then each sheet."""


def consolidate(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    told: Told = lambda _done, _total: None,
) -> Consolidated:
    """Add a unit's tree up (default: our own) into one document of several sheets.

    `missing` names the base unions that have not locked what they owe, and the units all of
    whose base unions are missing. `known_on`: a day (its end), or a `datetime` (that moment).
    """
    with as_known(reader, known_on) as then:
        return _consolidate(then, period_id, unit, known_on, told)


def _consolidate(
    reader: Reader, period_id: str, unit: str, known_on: date | None, told: Told
) -> Consolidated:
    told(0, STEPS)
    figures = UnitFigures.read(reader, period_id, unit)
    period, top = figures.rollup.period, figures.rollup.top
    issuer = frame.issuer_of(reader, figures.rollup.tree)
    groups = groups_of(figures, _SUMS, movement=True)
    listed = owed(reader, period, figures.rollup.tree, top.id)
    asked = [s for s in listed if s.state in OPEN_STATES and s.unit.id != top.id]
    # What was received before and counts is not lacking while the unit mends a later one.
    lacking = [s for s in asked if is_lacking(s)]
    waiting = _not_counted(reader, period, listed)
    scope = frame.scope_line(issuer, top, known_on)
    blocks: list[Block] = []
    drawn = _sheets(figures, groups, listed, (*asked, *waiting), known_on)
    for number, (title, subtitle, tables) in enumerate(drawn, start=2):
        told(min(number, STEPS), STEPS)
        head = frame.form_head(issuer, entry_form(reader, "F1"), period, (scope, *subtitle))
        blocks.append(replace(head, form="", title=title))
        for table in tables:
            blocks += [table, SectionBreak(landscape=True, restart=False)]
        if len(blocks) == 3:
            blocks.insert(-1, frame.closing(issuer, period))
    document = Document(
        PaperKind.FORM,
        tuple(blocks[:-1]),
        _("Tổng hợp số liệu {period}").format(period=period.title),
        issuer.unit.name,
        landscape=True,
    )
    owing = {s.unit.code for s in lacking if reader.packs.forms[s.form].scope == "unit_rows"}
    digest = totals_digest(figures.rollup.totals(reader.packs))
    missing = _missing_codes(groups, owing, top)
    return Consolidated(
        document, missing, top.id, digest, _by_union(reader, lacking), _by_union(reader, waiting)
    )


def _not_counted(
    reader: Reader, period: Period, listed: Sequence[ReturnStatus]
) -> list[ReturnStatus]:
    """Return the returns that came after the period was closed and for which nothing stands."""
    if not Closings.of(reader, period):
        return []
    used = standing_returns(reader, period)
    return [
        one for one in listed
        if one.rev and one.state not in OPEN_STATES and (one.unit.id, one.form) not in used
    ]  # fmt: skip


def _by_union(
    reader: Reader, returns: Sequence[ReturnStatus]
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return (code, name, forms) of the base unions among returns."""
    found: dict[str, tuple[str, list[str]]] = {}
    for one in returns:
        if reader.packs.forms[one.form].scope == "unit_rows":
            found.setdefault(one.unit.code, (one.unit.name, []))[1].append(one.form)
    return tuple((code, name, tuple(forms)) for code, (name, forms) in found.items())


_Sheet = tuple[str, tuple[str, ...], Sequence[Table]]


def _sheets(
    figures: UnitFigures, groups: Sequence[Group], listed: Sequence[ReturnStatus],
    lacking: Sequence[ReturnStatus], known_on: date | None,
) -> Iterator[_Sheet]:  # fmt: skip
    """Yield (title, lines under it, tables) of each sheet; all but F4 and F5 from one roll-up."""
    reader, rollup = figures.reader, figures.rollup
    period = rollup.period
    f1, f2, f3, f6 = (entry_form(reader, form) for form in ("F1", "F2", "F3", "F6"))
    unsure = frame.unverified_line(reader, rollup)
    stocks = (frame.as_of(period), frame.coverage(rollup, f1.id), unsure)
    flows = (frame.over(period), frame.coverage(rollup, f3.id), unsure)
    yield _("Tổng hợp số liệu theo đơn vị"), stocks, [_totals_table(figures, groups)]
    yield _("Đơn vị chưa nộp báo cáo"), stocks, [_missing_table(figures, lacking)]
    yield f1.title, stocks, [list_table(figures, f1)]
    yield f2.title, stocks, [list_table(figures, f2)]
    yield f3.title, flows, movement_tables(figures, f3)
    for report in (F4, F5):
        yield _of(report.build(reader, period.id, rollup.top.id, known_on=known_on))
    yield f6.title, flows, [care_table(reader, f6, rollup)]
    beside = second_line(reader, period.id, rollup.top.id)
    if beside:
        told = (_("Chỉ để theo dõi: do nơi khác quản lý, không cộng vào số nào ở trên"),)
        yield _("Đơn vị tuyến hai"), (stocks[0], *told), [_second_table(figures, beside)]
    yield _("Các bản báo cáo đã dùng"), stocks, [_revisions_table(reader, period, listed)]


def _of(document: Document) -> _Sheet:
    """Return a whole report as a sheet of this workbook, without its signatures."""
    heads = [block for block in document.blocks if isinstance(block, FormHead)]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return heads[0].title, heads[0].subtitle, tables


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
    waiting = figures.rollup.waiting_for(figures.packs, _SUMS)
    said = waiting_notes(figures.packs, waiting, figures.rollup.period.id)
    rows += [Row((note,), Role.NOTE) for note in said]
    marks = counted_marks(len(columns), texts=2)
    return Table(columns, tuple(rows), marks=marks, name=_("Tổng hợp"))


def _totals_row(figures: UnitFigures, rollup: Rollup, first: tuple[Cell, Cell], role: Role) -> Row:
    totals = rollup.totals(figures.packs)
    base = {unit.id for unit in rollup.base}
    months = rollup.told("F1")
    reported = len(base & (months.reported if months else rollup.reported.get("F1", set())))
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
        owed_forms = "; ".join(f"{s.form}: {_why_lacking(s)}" for s in statuses)
        cells = (number, unit.name, above.name if above else None, owed_forms)
        rows.append(Row(cells, code=unit.code))
    none = Row((_("Tất cả các đơn vị đã nộp báo cáo."),), Role.NOTE)
    return Table(columns, tuple(rows) or (none,), name=_("Chưa nộp"))


def _why_lacking(status: ReturnStatus) -> str:
    if status.stands:
        return _("đang sửa, số đã nhận vẫn tính")
    if status.state in OPEN_STATES:
        return state_name(status.state)
    return _("đến sau khi khóa sổ, chưa được tính")


def _second_table(figures: UnitFigures, beside: Sequence[SecondLine]) -> Table:
    """List the unions that are coordinated but managed elsewhere; no row adds them up."""
    indicators = figures.packs.indicators
    columns = (
        Column(_("STT"), 5, align=Align.CENTER),
        Column(_("Đơn vị"), 34),
        Column(_("Đơn vị quản lý"), 30),
        Column(_("Phối hợp"), 30),
        *(
            Column(indicators[code].name, 11, CellKind.COUNT, Align.RIGHT, code=code)
            for code in _SUMS
        ),
    )
    rows = tuple(
        Row((number, one.unit.name, one.managed_by, one.by,
             *(_cell(one.totals.get(code)) for code in _SUMS)), code=one.unit.code)
        for number, one in enumerate(beside, start=1)
    )  # fmt: skip
    return Table(columns, rows, name=_("Tuyến hai"))


def _revisions_table(reader: Reader, period: Period, listed: Sequence[ReturnStatus]) -> Table:
    """List which revision of which return the totals hold, who locked it, what brought it."""
    columns = (
        Column(_("Mã đơn vị"), CODE_WIDTH),
        Column(_("Tên đơn vị"), 36),
        Column(_("Biểu"), 7, align=Align.CENTER),
        Column(_("Lần nộp"), 15, align=Align.CENTER),
        Column(_("Tình trạng"), 12, align=Align.CENTER),
        Column(_("Chốt lúc"), 15, align=Align.CENTER),
        Column(_("Nơi chốt"), 28),
        Column(_("Gói nhận của"), 28),
        Column(_("Mã gói"), 11, align=Align.CENTER),
        Column(_("Người gửi"), 14, align=Align.CENTER),
        Column(_("Dấu nhận dạng"), 16, align=Align.CENTER),
    )
    used, scope = standing_returns(reader, period), Scope.of(reader)
    rows = []
    for status in listed:
        one = used.get((status.unit.id, status.form))
        if one is None:
            continue
        cells = (
            status.unit.code, status.unit.name, status.form, short_name(one.rev),
            _state_of(status, one), when(one.at), scope.label(one.office or reader.own_unit),
            scope.label(one.sender) if one.sender else None, one.bundle[:_BUNDLE_SHOWN] or None,
            _vouched(one), one.op[:_OP_SHOWN],
        )  # fmt: skip
        rows.append(Row(cells, code=status.unit.code))
    none = Row((_("Chưa có báo cáo nào được chốt."),), Role.NOTE)
    return Table(columns, tuple(rows) or (none,), name=_("Bản báo cáo"))


def _vouched(one: Standing) -> str | None:
    """Return whether whoever sent a return signed for it; None for this office's own."""
    if not one.verified:
        return UNVERIFIED
    return _("đã xác thực") if one.bundle else None


def _state_of(status: ReturnStatus, used: Standing) -> str:
    """Return the state of the revision that counts, and of a newer one that waits."""
    if status.rev == used.rev and not status.stands:
        return state_name(status.state)
    stands = _("đã duyệt") if used.state == "accepted" else _("đã chốt")
    if status.rev == used.rev:  # accepted further above than where it was sent back
        return f"{stands}; {state_name(status.state)}"
    return f"{stands}; {short_name(status.rev)} {state_name(status.state)}"


def _missing_codes(groups: Sequence[Group], owing: set[str], top: Unit) -> tuple[str, ...]:
    above = {
        group.parent.code
        for group in groups
        if group.parent and group.parent.id != top.id and group.now
        and owing.issuperset(unit.code for unit in group.now)
    }  # fmt: skip
    return tuple(sorted(owing | above))
