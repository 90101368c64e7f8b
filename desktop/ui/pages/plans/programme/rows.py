"""The rows of a work programme as cells that are read, typed and pasted. No toolkit here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.work.work_table import read_work_text
from desktop.intake.work.work_words import money_of, whole_period
from desktop.models.errors import Refusal
from desktop.models.plans.work_row import WorkRow
from desktop.models.plans.work_views import period_text
from desktop.models.text import fold, one_line, vi_number

FIELDS: Final = ("period", "task", "due", "lead", "partner", "cost", "note", "group")
_PASTED: Final = FIELDS
SORT_FIELDS: Final = {name: "index" if name == "period" else name for name in FIELDS}


def titles() -> tuple[str, ...]:
    """Return the columns' titles."""
    return (
        _("Tháng"), _("Nội dung công việc"), _("Thời gian"), _("Chủ trì"), _("Phối hợp"),
        _("Kinh phí (đồng)"), _("Ghi chú"), _("Nhóm nhiệm vụ"),
    )  # fmt: skip


def cell_text(row: WorkRow, field: str) -> str:
    """Return a cell as it is shown."""
    if field == "period":
        return str(row.month) if row.month else period_text(row)
    value = getattr(row, field)
    if field == "cost":
        return "" if value is None else vi_number(value)
    return str(value)


def cell_values(field: str, text: str) -> dict[str, Any]:
    """Return the fields that what was typed sets; raises Refusal for what cannot be."""
    bare = one_line(text)
    if field == "period":
        return _period(bare)
    if field == "cost":
        return {"cost": _cost(bare)}
    if field == "task" and not bare:
        raise Refusal(_("Nội dung công việc không để trống."))
    return {field: bare or None}


def pasted(text: str, year: int | None = None) -> list[WorkRow]:
    """Return the rows of a block copied from Excel; a single column is the work itself.

    With a line of titles the columns may stand in any order; without one they are those of
    the table. Raises Refusal, naming the line, when a month or a cost cannot be read or a
    line has no work; then nothing is taken.
    """
    table = read_work_text(text, year)
    if table is not None:
        refused = next((line for line in table.lines if line.verdict == "refused"), None)
        if refused is not None:
            raise _line(refused.line, refused.why)
        return table.rows
    found: list[WorkRow] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or _is_title(cells):
            continue
        try:
            found.append(row_of(cells))
        except Refusal as refusal:
            raise _line(number, refusal.message) from refusal
    return found


def row_of(cells: Sequence[str]) -> WorkRow:
    """Return the row of cells in the table's order; one cell alone is the work."""
    if len(cells) == 1:
        cells = ("", *cells)
    values: dict[str, Any] = {"task": ""}
    for field, cell in zip(_PASTED, cells, strict=False):
        values |= cell_values(field, cell)
    kept = {name: value for name, value in values.items() if value is not None}
    if not kept["task"]:
        raise Refusal(_("Nội dung công việc không để trống."))
    return replace(WorkRow(""), **kept)


def block_changes(
    rows: Sequence[WorkRow], first: int, block: Sequence[Sequence[str]]
) -> dict[str, dict[str, Any]]:
    """Return what a block of cells changes in rows, its first column landing in `first`.

    Raises Refusal, naming the line, when a cell cannot be what its column holds.
    """
    changes: dict[str, dict[str, Any]] = {}
    for number, (row, cells) in enumerate(zip(rows, block, strict=False), start=1):
        for field, cell in zip(FIELDS[first:], cells, strict=False):
            try:
                changes.setdefault(row.id, {}).update(cell_values(field, cell))
            except Refusal as refusal:
                raise _line(number, refusal.message) from refusal
    return changes


def _line(number: int, why: str) -> Refusal:
    return Refusal(
        _("Dòng {n}: {why}").format(n=number, why=why),
        next_step=_("Sửa dòng đó rồi dán lại; chưa có dòng nào được thêm."),
    )


def _is_title(cells: Sequence[str]) -> bool:
    known = {fold(title) for title in titles()}
    return len(cells) > 1 and sum(fold(cell) in known for cell in cells) >= 2


def _period(text: str) -> dict[str, Any]:
    bare = fold(text)
    if not bare:
        return {"month": None, "quarter": None}
    if bare.isascii() and bare.isdigit() and 1 <= int(bare) <= 12:
        return {"month": int(bare), "quarter": None}
    time = whole_period(text)
    if time is None:
        raise Refusal(
            _("“{text}” không phải là tháng.").format(text=text),
            next_step=_("Ghi số từ 1 đến 12, “quý II”, hoặc để trống cho việc cả năm."),
        )
    return {"month": time.month, "quarter": time.quarter}


def _cost(text: str) -> int | None:
    try:
        return 0 if text == "0" else money_of(text)
    except ValueError:
        raise Refusal(
            _("“{text}” không phải là số tiền.").format(text=text),
            next_step=_("Ghi số đồng, ví dụ 5.000.000 hoặc 5 triệu."),
        ) from None
