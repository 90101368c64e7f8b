"""The work programme of a plan: a grouped table, as an appendix and as a sheet of its own."""

import re
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
from desktop.models.outline.outline import Outline
from desktop.models.packs.pack_types import DocumentType
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow, base_mark
from desktop.models.plans.work_views import group_of, grouped, period_text, total_cost
from desktop.models.text import long_date, nfc, short_date

_BLANK: Final = "\N{HORIZONTAL ELLIPSIS}"
_LONGEST_GROUP: Final = 90
_WHEN: Final = re.compile(
    r"(?:quý\s+(IV|I{1,3}|[1-4])|tháng\s+(0?[1-9]|1[0-2]))(?:\s*(?:/|năm\s+)\s*\d{4})?$",
    re.IGNORECASE,
)
_QUARTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}


def programme_table(rows: Sequence[WorkRow], view: str = "month", *, codes: bool = False) -> Table:
    """Return the rows as a table: a heading per month, quarter or task group, its cost, a total.

    With `codes` the table carries what a workbook needs to be read back: the field of every
    column, the id of every row and a mark of what it says now.
    """
    groups = grouped(rows, view)
    whole = total_cost(rows)
    body: list[Row] = []
    number = 0
    for group in groups:
        body.append(Row((nfc(group.title),), Role.GROUP))
        for row in group.rows:
            number += 1
            body.append(Row(_cells(number, row, view), code=_code(row) if codes else ""))
        if group.cost is not None:
            body.append(_sum_row(_("Cộng"), group.cost, Role.SUBTOTAL))
    if whole is not None:
        body.append(_sum_row(_("Tổng cộng"), whole, Role.TOTAL))
    name = _("Chương trình công tác")
    return Table(columns=_columns(codes=codes), rows=tuple(body), name=name)


def _code(row: WorkRow) -> str:
    """Return what a row is known by when it comes home, and what it said when it went out."""
    return f"{row.id}+{base_mark(row)}" if row.id else ""


def appendix(head: PlanHead, kind: DocumentType, rows: Sequence[WorkRow]) -> list[Block]:
    """Return the table as the landscape appendix of a paper, its pages numbered apart."""
    title = head.table_title or _("Nhiệm vụ cụ thể năm {year}").format(year=head.year or _BLANK)
    return [
        SectionBreak(landscape=True),
        AppendixTitle("Phụ lục", nfc(title), reference(head, kind)),
        programme_table(rows, head.table_view),
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
        blocks=(form, programme_table(rows, head.table_view, codes=True)),
        title=nfc(title),
        author=head.issuer,
        landscape=True,
    )


def programme_appendix(head: PlanHead, kind: DocumentType, rows: Sequence[WorkRow]) -> Document:
    """Return the landscape appendix alone, to be printed apart from its paper."""
    _break, title, table = appendix(head, kind, rows)
    return Document(
        kind=PaperKind.FORM,
        blocks=(title, table),
        title=title.title if isinstance(title, AppendixTitle) else "",
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
        month, quarter, due = _when(item.due)
        yield WorkRow(
            task=item.plain,
            month=month,
            quarter=quarter,
            due=due,
            lead=item.owner,
            partner=item.partner,
            cost=item.cost,
            group=_heading(outline, item.id),
            id=item.id,
            index=f"{outline.at(item.id):06d}",
        )


def _heading(outline: Outline, item_id: str) -> str:
    """Return the nearest heading over an item that is short enough to name a task group."""
    above = (row.item.plain.strip(" .:;") for row in outline.ancestors(item_id))
    short = [text for text in above if 0 < len(text) <= _LONGEST_GROUP]
    if not short:
        return ""
    return short[0].capitalize() if short[0].isupper() else short[0]


def _when(due: str) -> tuple[int | None, int | None, str]:
    """Return month, quarter and the words of a deadline: a day, "Tháng 3/2027", "Quý II"."""
    from datetime import date

    try:
        day = date.fromisoformat(due)
    except ValueError:
        found = _WHEN.match(due)
        if found is None:
            return None, None, due
        if found[2]:
            return int(found[2]), None, due
        return None, _QUARTERS.get(found[1].upper()) or int(found[1]), due
    return day.month, None, short_date(day)


def _columns(*, codes: bool) -> tuple[Column, ...]:
    center, left, right = Align.CENTER, Align.LEFT, Align.RIGHT
    text, money = CellKind.TEXT, CellKind.MONEY
    listed = (
        ("", _("STT"), 10, text, center),
        ("task", _("Nội dung công việc"), 92, text, left),
        ("due", _("Thời gian"), 28, text, center),
        ("lead", _("Chủ trì, thực hiện"), 34, text, center),
        ("partner", _("Phối hợp"), 36, text, center),
        ("cost", _("Kinh phí (đồng)"), 28, money, right),
        ("note", _("Ghi chú"), 22, text, left),
    )
    return tuple(
        Column(title, width, kind, align=align, code=code if codes else "")
        for code, title, width, kind, align in listed
    )


def _cells(number: int, row: WorkRow, view: str) -> tuple[Cell, ...]:
    """Return a row's cells; under a heading that does not tell the month, the time does."""
    due = row.due
    if not due and row.in_quarter and group_of(row, view) != group_of(row, "month"):
        due = period_text(row)
    texts = tuple(nfc(text) or None for text in (row.task, due, row.lead, row.partner))
    return (str(number), *texts, row.cost, nfc(row.note) or None)


def _sum_row(name: str, cost: int, role: Role) -> Row:
    return Row((name, None, None, None, None, cost, None), role, label_span=5)
