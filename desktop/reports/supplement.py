"""The paper of a supplementary return: its number, the explanation, and what it changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop.formats.document import Block, Document, FormHead
from desktop.formats.table import Align, Cell, CellKind, Column, Role, Row, Table, counted_marks
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import number_of
from desktop.models.figures.returns.return_history import RevisionTold, return_history
from desktop.models.figures.returns.supplements import Difference, value_words
from desktop.models.figures.revisions import title_of
from desktop.models.store.reader import Reader
from desktop.models.text import short_date
from desktop.models.units.units import tree_on
from desktop.reports import frame
from desktop.reports.small_counts import hides, left_out, note_of_change


def supplement_document(
    reader: Reader,
    form_id: str,
    period_id: str,
    unit: str,
    rev: int = 0,
    *,
    hide_small: bool = False,
) -> Document:
    """Return a unit's "Báo cáo bổ sung lần n" of a form (default: its newest revision).

    With `hide_small`, of a sensitive count that was or is small neither number is told.

    Raises Refusal where nothing was locked, and for the first revision, which supplements none.
    """
    found = return_history(reader, form_id, period_id, unit)
    chosen = next((one for one in found.revisions if one.rev == (rev or one.rev)), None)
    if not rev:
        chosen = found.revisions[-1]
    if chosen is None or chosen.rev == found.revisions[0].rev:
        raise Refusal(
            _("{unit} chưa có báo cáo bổ sung nào như vậy.").format(unit=found.unit.name),
            next_step=_("Xem các lần chốt bằng return history."), code="E_NO_RETURN",
        )  # fmt: skip
    form, period = reader.packs.forms[found.form], found.period
    issuer = frame.issuer_of(reader, tree_on(reader, period.data_to))
    about = f"{form.label} – {form.title}"
    unit_line = _("Đơn vị: {unit}").format(unit=found.unit.name)
    # In the head, not under it: a workbook has a place for heads and tables alone.
    explained = _("Giải trình: {reason}").format(reason=chosen.reason or "…")
    head = FormHead(
        issuer.parent, issuer.unit.name, form.label, title_of(chosen.rev).upper(),
        (_("Kỳ báo cáo: {period}").format(period=period.title),),
        (about, unit_line, _locked(chosen), explained),
    )  # fmt: skip
    office = chosen.origin or issuer.unit.name
    blocks: tuple[Block, ...] = (
        head, _table(form.id, chosen.changes, office, hide_small=hide_small),
        frame.closing(issuer, period),
    )  # fmt: skip
    made = frame.form_document(issuer, form, period, blocks)
    title = f"{title_of(chosen.rev)} – {form.label}, {period.title}"
    return replace(made, title=title)


def _locked(chosen: RevisionTold) -> str:
    day = short_date(date.fromisoformat(chosen.at[:10]))
    told = _("Chốt ngày {day}").format(day=day)
    return _("{told}, sau ngày khóa của kỳ").format(told=told) if chosen.late else told


def _table(name: str, changes: Sequence[Difference], office: str, *, hide_small: bool) -> Table:
    columns = (
        Column(_("TT"), 5, CellKind.COUNT, Align.CENTER),
        Column(_("Mã"), 9, align=Align.CENTER),
        Column(_("Chỉ tiêu"), 34),
        Column(_("Đã báo cáo"), 13, CellKind.COUNT),
        Column(_("Nay là"), 13, CellKind.COUNT),
        Column(_("Chênh lệch"), 12, CellKind.COUNT),
        Column(_("Lý do"), 28),
        Column(_("Người sửa"), 20),
        Column(_("Thời điểm, nguồn"), 24),
    )
    hidden = [hide_small and hides(o.code, number_of(o.was), number_of(o.now)) for o in changes]
    told = zip(changes, hidden, strict=True)
    rows = [_row(n, one, office, hidden=hide) for n, (one, hide) in enumerate(told, start=1)]
    rows += [Row((note_of_change(),), Role.NOTE)] if any(hidden) else []
    rows = rows or [Row((_("Không có số nào thay đổi."), *[None] * 8), label_span=9)]
    return Table(columns, tuple(rows), marks=counted_marks(len(columns), texts=3), name=name)


def _row(number: int, one: Difference, office: str, *, hidden: bool) -> Row:
    when = f"{one.at[8:10]}/{one.at[5:7]}/{one.at[:4]} {one.at[11:16]}" if one.at else ""
    told: tuple[Cell, ...] = (_cell(one.was), _cell(one.now), one.step)
    told = (left_out(),) * 3 if hidden else told
    return Row(
        (
            number, one.code, one.name, *told, one.reason,
            _by(one.role, office), "; ".join(part for part in (when, one.source) if part),
        )
    )  # fmt: skip


def _cell(value: object) -> Cell:
    number = number_of(value)
    return number if number is not None else value_words(value)


def _by(role: str, office: str) -> str:
    """Return who changed a figure: the role, and the office it was done in."""
    said = {"office": _("cán bộ nhập liệu")}.get(role, role)
    return f"{said}, {office}" if said else office
