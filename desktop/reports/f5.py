"""F5: who has sent which return of a period, when, and who is late."""

from collections.abc import Iterable
from datetime import date

from desktop.formats.document import Block, Document, SectionBreak
from desktop.formats.table import Cell, Role, Row, Table, counted_marks
from desktop.i18n import _
from desktop.models.figures.frozen import Closings
from desktop.models.figures.returns.due import due_among
from desktop.models.figures.returns.late import late_returns
from desktop.models.figures.returns.returns import ReturnStatus, statuses
from desktop.models.figures.revisions import entry_form, name_of
from desktop.models.figures.standing import unverified_returns
from desktop.models.figures.sums.waiting import locked_later
from desktop.models.figures.views import period_views
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, months_of, parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import short_date, with_counts
from desktop.models.units.ceased import top_of
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit, tree_on
from desktop.reports import frame
from desktop.reports.f5_groups import by_manager
from desktop.reports.f5_months import month_matrix
from desktop.reports.registry import Report
from desktop.reports.return_states import (
    OPEN_STATES,
    UNVERIFIED,
    is_lacking,
    state_name,
    written_on,
)
from desktop.reports.unit_columns import form_columns, printed


def build(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> Document:
    """Return F5: a row per unit and form that is owed; days left are counted from today."""
    form = entry_form(reader, "F5")
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    top = top_of(reader, tree, unit, period.data_from)
    today = known_on or frame.today_of(reader)
    issuer = frame.issuer_of(reader, tree)
    listed = owed(reader, period, tree, top.id)
    subtitle = (
        _("(Hạn nộp: {due}; tình hình đến ngày {today})").format(
            due=short_date(period.due), today=short_date(today)
        ),
        frame.scope_line(issuer, top, None),
        with_counts(_("{n}/{of} báo cáo đã nộp"), n=sent_of(listed), of=len(listed)),
    )
    matrix = month_matrix(
        reader, period, _owed_by_month(reader, period, top.id), today,
        lambda units: by_manager(reader, tree, top, units),
    )  # fmt: skip

    months: tuple[Block, ...] = (
        () if matrix is None else (SectionBreak(landscape=True, restart=False), matrix)
    )
    blocks = (
        frame.form_head(issuer, form, period, subtitle),
        state_table(reader, form, period, tree, top, listed, today),
        *months,
        frame.closing(issuer, period),
    )
    return frame.form_document(issuer, form, period, blocks)


def _owed_by_month(reader: Reader, period: Period, top: str) -> dict[str, list[ReturnStatus]]:
    """Return month → what was owed in it under a unit, of a period longer than a month."""
    months = months_of(period, reader.packs.schemes)
    if len(months) < 2:
        return {}
    found = {}
    for month in months:
        tree = tree_on(reader, month.data_to)
        if top in tree.units:
            found[month.id] = owed(reader, month, tree, top)
    return found


def owed(reader: Reader, period: Period, tree: Tree, top: str) -> list[ReturnStatus]:
    """Return the states of what is due under a unit, and of what was locked all the same.

    Nobody alters the list: it is remembered, for a workbook of several sheets asks twice.
    """

    def read() -> list[ReturnStatus]:
        return due_among(reader, tree, period, statuses(reader, period.id, top=top))

    return reader.remembered(("owed", period.id, top), read)


def sent_of(listed: Iterable[ReturnStatus]) -> int:
    """Return how many returns count: locked, or sent back while an earlier one stands."""
    return sum(not is_lacking(one) for one in listed)


def state_table(
    reader: Reader,
    form: Form,
    period: Period,
    tree: Tree,
    top: Unit,
    listed: Iterable[ReturnStatus],
    today: date,
) -> Table:
    """Return the table of states, by managing unit with how many came; late ones say so."""
    columns = form_columns(form, period.scheme, personal=False)
    listed = list(listed)
    days, unsure = written_on(reader, period.id), unverified_returns(reader, period)
    after = {(one.unit, one.form) for one in late_returns(reader)
             if one.period.id == period.id and one.is_first}  # fmt: skip
    waits_for = _waiting(reader, period, listed)
    mine: dict[str, list[ReturnStatus]] = {}
    for status in listed:
        mine.setdefault(status.unit.id, []).append(status)
    rows: list[Row] = []
    number = 0
    for title, units in by_manager(reader, tree, top, (each[0].unit for each in mine.values())):
        if title:
            asked = [status for unit in units for status in mine[unit.id]]
            sent = with_counts(_("{n}/{of} báo cáo đã nộp"), n=sent_of(asked), of=len(asked))
            rows.append(Row((f"{title} – {sent}",), Role.GROUP))
        for unit in units:
            number += 1
            for place, status in enumerate(mine[unit.id]):
                late = (unit.id, status.form) in after
                said = _said(status, period, today, after=late)
                said += "" if late else waits_for.get((unit.id, status.form), "")
                said += f"; {_counted(status.stands)}" if status.stands else ""
                said += f", {UNVERIFIED}" if status.form in unsure.get(unit.id, ()) else ""
                texts: dict[str, Cell] = {
                    "row_number": None if place else number,
                    "name": unit.name,
                    "form": status.form,
                    "state": said,
                    "sent_on": _day(days.get((unit.id, status.form, status.rev))),
                    "days_left": (period.due - today).days if is_lacking(status) else None,
                }
                cells = tuple(texts.get(column.source) for column in columns)
                rows.append(Row(cells, code=unit.code))
    note = _("Số ngày âm là số ngày đã quá hạn.")
    made = tuple(printed(column, reader.packs) for column in columns)
    return Table(
        made,
        (*rows, Row((note,), Role.NOTE)),
        marks=counted_marks(len(made), texts=2),
        name=form.id,
    )


def _waiting(
    reader: Reader, period: Period, listed: Iterable[ReturnStatus]
) -> dict[tuple[str, str], str]:
    """Return (unit, form) → what is said of a return that does not count yet."""
    scope = Scope.of(reader)
    if not any(one.rev > 1 for one in listed) and not Closings.of(reader, period):
        return {}
    views = period_views(reader, period.id)
    found = {}
    for unit, form in locked_later(reader, period, views, scope):
        view = views.get(unit, {}).get(form)
        counted = _counted(view.rev) if view else _("chưa được tính")
        found[unit, form] = _(", chờ duyệt; {counted}").format(counted=counted)
    return found


def _counted(rev: int) -> str:
    return _("đang tính {what}").format(what=name_of(rev))


def _said(status: ReturnStatus, period: Period, today: date, *, after: bool) -> str:
    """Return the state, with "quá hạn" or "nộp muộn" where it is so.

    `after`: nothing of it had come when its period was closed, and nothing of it counts yet.
    """
    said = state_name(status.state)
    if status.state in OPEN_STATES:
        late = _("quá hạn") if today > period.due and not status.stands else ""
    elif after:
        late = _("nộp sau khi khóa sổ, chưa được tính")
    else:
        late = _("nộp muộn") if status.on_time is False else ""
    revised = name_of(status.rev) if status.rev > 1 else ""
    parts = (said, revised, late)
    if status.back_at:
        parts = (revised, _("{office} đã trả lại").format(office=status.back_at), late)
    return ", ".join(part for part in parts if part)


def _day(day: date | None) -> str | None:
    return short_date(day) if day else None


REPORT = Report("F5", build)
