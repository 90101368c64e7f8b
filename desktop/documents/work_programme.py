"""The work programme of a plan: a table by month, as an appendix and as a sheet of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.formats.document import (
    AppendixTitle,
    Block,
    Document,
    FormHead,
    PaperKind,
    SectionBreak,
)
from desktop.formats.table import Align, Cell, CellKind, Column, Role, Row, Table
from desktop.i18n import _
from desktop.models.outline import Outline
from desktop.models.pack_types import DocumentType
from desktop.models.plan_head import PlanHead
from desktop.models.text import long_date, nfc, short_date
from desktop.models.work_row import WorkRow, in_order

_BLANK: Final = "\N{HORIZONTAL ELLIPSIS}"


def programme_table(rows: Sequence[WorkRow]) -> Table:
    """Return the rows as a table: a heading per month, subtotals and a total where it costs."""
    ordered = in_order(rows)
    costs = any(row.cost is not None for row in ordered)
    columns = _columns()
    body: list[Row] = []
    number = 0
    for month in dict.fromkeys(row.month for row in ordered):
        group = [row for row in ordered if row.month == month]
        body.append(Row((_month(month),), Role.GROUP))
        for row in group:
            number += 1
            body.append(Row(_cells(number, row)))
        if costs and len(group) > 1:
            body.append(_sum_row(_("Cộng"), group, Role.SUBTOTAL, len(columns)))
    if costs:
        body.append(_sum_row(_("Tổng cộng"), ordered, Role.TOTAL, len(columns)))
    return Table(columns=columns, rows=tuple(body), name=_("Chương trình công tác"))


def appendix(head: PlanHead, kind: DocumentType, rows: Sequence[WorkRow]) -> list[Block]:
    """Return the table as the landscape appendix of a paper, its pages numbered apart."""
    title = head.table_title or _("Nhiệm vụ cụ thể năm {year}").format(year=head.year or _BLANK)
    return [
        SectionBreak(landscape=True),
        AppendixTitle("Phụ lục", nfc(title), reference(head, kind)),
        programme_table(rows),
    ]


def programme_sheet(head: PlanHead, rows: Sequence[WorkRow]) -> Document:
    """Return the work programme as a paper of its own, for a workbook or a landscape page."""
    title = head.table_title or _("Nhiệm vụ cụ thể năm {year}").format(year=head.year or _BLANK)
    form = FormHead(
        parent=head.parent_issuer,
        issuer=head.issuer,
        form="",
        title=nfc(title),
        subtitle=(f"({head.subject})",) if head.subject else (),
    )
    return Document(
        kind=PaperKind.FORM,
        blocks=(form, programme_table(rows)),
        title=nfc(title),
        author=head.issuer,
        landscape=True,
    )


def rows_of_items(outline: Outline) -> list[WorkRow]:
    """Return the items that say who does them or by when, as rows of a work programme."""
    return list(_item_rows(outline))


def reference(head: PlanHead, kind: DocumentType) -> str:
    """Return "(Kèm theo Kế hoạch số 05/KH-… ngày … của …)", blanks before issue."""
    number = head.number or " " * 6
    day = head.day
    written = long_date(day) if day else f"ngày {_BLANK} tháng {_BLANK} năm {_BLANK}"
    text = f"Kèm theo {kind.name} số {number}/{head.symbol} {written}"
    return f"({text} của {head.issuer})" if head.issuer else f"({text})"


def _item_rows(outline: Outline) -> Iterator[WorkRow]:
    for row in outline:
        item = row.item
        if not (item.owner or item.due):
            continue
        month, due = _month_of(item.due)
        yield WorkRow(
            task=item.plain,
            month=month,
            due=due,
            lead=item.owner,
            partner=item.partner,
            cost=item.cost,
            id=item.id,
            index=f"{outline.at(item.id):06d}",
        )


def _month_of(due: str) -> tuple[int | None, str]:
    from datetime import date

    try:
        day = date.fromisoformat(due)
    except ValueError:
        return None, due
    return day.month, short_date(day)


def _columns() -> tuple[Column, ...]:
    center = Align.CENTER
    return (
        Column(_("STT"), 10, align=center),
        Column(_("Nội dung công việc"), 92, align=Align.LEFT),
        Column(_("Thời gian"), 28, align=center),
        Column(_("Chủ trì, thực hiện"), 34, align=center),
        Column(_("Phối hợp"), 36, align=center),
        Column(_("Kinh phí (đồng)"), 28, CellKind.MONEY, align=Align.RIGHT),
        Column(_("Ghi chú"), 22, align=Align.LEFT),
    )


def _cells(number: int, row: WorkRow) -> tuple[Cell, ...]:
    texts = tuple(nfc(text) or None for text in (row.task, row.due, row.lead, row.partner))
    return (str(number), *texts, row.cost, nfc(row.note) or None)


def _sum_row(name: str, rows: Sequence[WorkRow], role: Role, width: int) -> Row:
    cells: list[Cell] = [None] * width
    cells[0] = name
    cells[5] = sum(row.cost or 0 for row in rows)
    return Row(tuple(cells), role, label_span=5)


def _month(month: int | None) -> str:
    if month is None:
        return _("Công việc thường xuyên")
    return _("Tháng {month:02d}").format(month=month)
