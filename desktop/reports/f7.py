"""F7: the members of one union by name, for use within it; a blank form where none are kept.

Names are never in the figures: whoever keeps them in their own store hands the rows over.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from desktop.formats.document import Document
from desktop.formats.table import Align, Cell, CellKind, Column, Role, Row, Table, counted_marks
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.revisions import entry_form
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.units.ceased import top_of
from desktop.models.units.units import tree_on
from desktop.reports import frame
from desktop.reports.registry import Report

BLANK_ROWS = 26
"""As many as are written by hand on two pages with their signatures."""
_AMOUNT = re.compile(
    r"(?:[0-9]{1,12}|[0-9]{1,3}(?:([. ,])[0-9]{3})(?:\1[0-9]{3}){0,3})(?: ?(?:đ|đồng))?"
)
"""An amount in đồng, with or without marks between its thousands."""
Member = Mapping[str, str | int | None]
"""One member: a form column's `source` → what is printed; `group` names the union group."""
_ALIGN = {"left": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT}


def build(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> Document:
    """Return F7 as a blank form to be filled in by hand.

    Refuses a day it should have been known on: who was a member then nobody keeps (decision
    0083).
    """
    if known_on is not None:
        raise Refusal(
            _("Biểu F7 không lập lại được như đã biết vào một ngày: danh sách đoàn viên là dữ liệu"
              " cá nhân, sửa hoặc xóa là hết, không giữ bản cũ."),
            next_step=_("Bỏ ngày đó đi để lập theo danh sách hiện có."), code="E_DAY",
        )  # fmt: skip
    return member_list(reader, period_id, unit)


def member_list(
    reader: Reader, period_id: str, unit: str = "", members: Iterable[Member] = (), *, gone: int = 0
) -> Document:
    """Return F7 of a unit with these members, under their groups in the order given.

    `gone` of them left within the period: they are listed, and not counted at its end.
    """
    form = entry_form(reader, "F7")
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    top = top_of(reader, tree, unit)
    issuer = frame.issuer_of(reader, tree)
    listed = list(members)
    counted = _("{n} đoàn viên").format(n=len(listed) - gone) if listed else ""
    if gone:
        counted += _("; {n} người chuyển đi trong kỳ").format(n=gone)
    subtitle = (frame.as_of(period), frame.scope_line(issuer, top, None), counted)
    warning = (_("Có thông tin cá nhân, chỉ dùng nội bộ"),) if listed else ()
    columns = tuple(
        Column(c.title, c.width, CellKind.TEXT, _ALIGN[c.align], c.group, code=c.id)
        for c in form.columns
    )
    sources = [column.source for column in form.columns]
    rows = _rows(listed, sources) if listed else _blank(len(columns))
    table = Table(columns, tuple(rows), marks=counted_marks(len(columns), texts=2), name=form.id)
    head = frame.form_head(issuer, form, period, subtitle, *warning)
    blocks = (head, table, frame.closing(issuer, period))
    return frame.form_document(issuer, form, period, blocks)


def _rows(members: Iterable[Member], sources: list[str]) -> list[Row]:
    rows: list[Row] = []
    group: object = None
    for number, member in enumerate(members, start=1):
        if member.get("group") and member.get("group") != group:
            group = member.get("group")
            rows.append(Row((str(group),), Role.GROUP))
        rows.append(Row(tuple(_cell(member, source, number) for source in sources)))
    return rows


def _cell(member: Member, source: str, number: int) -> Cell:
    if source == "row_number":
        return number
    told = member.get(source)
    if source == "dues" and isinstance(told, str) and _AMOUNT.fullmatch(told):
        return int("".join(filter(str.isdecimal, told)))
    return told


def _blank(columns: int) -> list[Row]:
    blank = [None] * (columns - 1)
    return [Row((str(n), *blank), by_hand=True) for n in range(1, BLANK_ROWS + 1)]


NOTE = _(
    "Biểu F7 này để trống {n} dòng để điền tay; danh sách có tên thì xuất bằng members export, hoặc"
    " ở Cài đặt, mục Danh sách đoàn viên, nút Xuất biểu F7."
).format(n=BLANK_ROWS)
REPORT = Report("F7", build, note=NOTE)
