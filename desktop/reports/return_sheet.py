"""The QR sheet of a locked return: its figures for the eye, and the code that carries them."""

from dataclasses import replace
from datetime import date
from typing import Any

from desktop.formats.document import Document, FormHead, QrCode, Run, runs
from desktop.formats.table import Align, CellKind, Column, Role, Row, Table
from desktop.i18n import _
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.returns.return_history import ReturnHistory, RevisionTold
from desktop.models.figures.returns.supplements import value_words
from desktop.models.figures.revisions import title_of
from desktop.models.store.reader import Reader
from desktop.models.text import short_date, vi_number
from desktop.models.units.units import tree_on
from desktop.reports import frame
from desktop.reports.small_counts import HIDDEN, hides


def return_sheet(
    reader: Reader,
    found: ReturnHistory,
    chosen: RevisionTold,
    digits: str,
    sheet_id: str,
    to: str,
    *,
    hide_small: bool = False,
) -> Document:
    """Return the paper of one revision: head, code with its words, table, signatures.

    `digits` are the code's text, `sheet_id` the sheet's identity (hex), `to` who is to have it.
    With `hide_small` the table does not tell sensitive counts of one or two people; the code does.
    """
    form, period = reader.packs.forms[found.form], found.period
    tree = tree_on(reader, period.data_to)
    issuer = frame.issuer_of(reader, tree)
    day = short_date(date.fromisoformat(chosen.at[:10])) if chosen.at else ""
    head = FormHead(
        issuer.parent, issuer.unit.name, form.label, _("PHIẾU QR SỐ LIỆU"),
        (_("Kỳ báo cáo: {period}").format(period=period.title),),
        (
            f"{form.label} – {form.title}",
            _("Đơn vị: {unit} ({code})").format(unit=found.unit.name, code=found.unit.code),
            _("{title}, chốt ngày {day}").format(title=title_of(chosen.rev), day=day),
        ),
    )  # fmt: skip
    code = QrCode(digits, _words(issuer.unit.name, sheet_id, to))
    blocks = (
        head,
        code,
        _table(reader, form.id, chosen, hide_small=hide_small),
        frame.closing(issuer, period),
    )
    made = frame.form_document(issuer, form, period, blocks)
    title = _("Phiếu QR {form}, {period}, {unit}").format(
        form=form.label, period=period.title, unit=found.unit.name
    )
    return replace(made, title=title, landscape=False)


def _words(issuer: str, sheet_id: str, to: str) -> tuple[tuple[Run, ...], ...]:
    return (
        runs(Run(_("Mã QR này chứa đủ số liệu của bảng dưới, có chữ ký số."), bold=True)),
        runs(_("Nơi nhận: {to}").format(to=to)),
        runs(_("Cách nhận: ở trang Gửi – nhận chọn “Nhận từ phiếu QR”, rồi:")),
        runs(_("– quét mã bằng máy quét vào ô trống; hoặc")),
        runs(_("– mở ảnh chụp, ảnh quét hay tệp PDF của phiếu.")),
        runs(_("Giữ phẳng phiếu, không gấp, viết hay đóng dấu lên mã.")),
        runs(_("Mã phiếu: {id}").format(id=sheet_id[:8])),
    )


def _table(reader: Reader, form: str, chosen: RevisionTold, *, hide_small: bool) -> Table:
    columns = (
        Column(_("TT"), 6, CellKind.COUNT, Align.CENTER),
        Column(_("Mã"), 10, align=Align.CENTER),
        Column(_("Chỉ tiêu"), 60),
        Column(_("Đơn vị tính"), 14, align=Align.CENTER),
        Column(_("Số liệu"), 18, CellKind.COUNT),
    )
    known = reader.packs.indicators
    order = {code: place for place, code in enumerate(known)}
    codes = sorted(chosen.values, key=lambda c: (order.get(split_code(c)[0], len(order)), c))
    rows = []
    for number, code in enumerate(codes, start=1):
        bare, part = split_code(code)
        indicator = known.get(bare)
        name = indicator.name if indicator else bare
        told = f"{name} ({part})" if part else name
        unit = indicator.unit if indicator else ""
        value = _cell(chosen.values[code])
        value = HIDDEN if hide_small and hides(code, value) else value
        rows.append(Row((number, code, told, unit, value), code=code))
    if not rows:
        rows.append(Row((_("Không có số nào được nhập."), *[None] * 4), label_span=5))
    said = _("Số ô có số liệu: {n}.").format(n=vi_number(len(codes)))
    told = f"{said} {_('Lý do: {reason}').format(reason=chosen.reason)}" if chosen.reason else said
    rows.append(Row((told,), Role.NOTE))
    return Table(columns, tuple(rows), name=form)


def _cell(value: Any) -> int | str:
    number = number_of(value)
    return number if number is not None else value_words(value)
