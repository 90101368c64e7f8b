"""The rows of a work programme as cells that are read, typed and pasted. No toolkit here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import fold, nfc, vi_number
from desktop.models.work_row import WorkRow

FIELDS: Final = ("month", "task", "due", "lead", "partner", "cost", "note")
ALL_YEAR: Final = "cả năm"


def titles() -> tuple[str, ...]:
    """Return the columns' titles."""
    return (
        _("Tháng"), _("Nội dung công việc"), _("Thời gian"), _("Chủ trì"), _("Phối hợp"),
        _("Kinh phí (đồng)"), _("Ghi chú"),
    )  # fmt: skip


def cell_text(row: WorkRow, field: str) -> str:
    """Return a cell as it is shown."""
    value = getattr(row, field)
    if field == "month":
        return ALL_YEAR if value is None else str(value)
    if field == "cost":
        return "" if value is None else vi_number(value)
    return str(value)


def cell_value(field: str, text: str) -> Any:
    """Return the value of what was typed; raises Refusal for what cannot be."""
    bare = nfc(text).strip()
    if field == "month":
        return _month(bare)
    if field == "cost":
        return _cost(bare)
    if field == "task" and not bare:
        raise Refusal(_("Nội dung công việc không để trống."))
    return " ".join(bare.split()) or None


def pasted(text: str) -> list[WorkRow]:
    """Return the rows of a block copied from Excel; a single column is the work itself.

    A line of titles and empty lines are passed over. Raises Refusal, naming the line, when a
    month or a cost cannot be read; then nothing is taken.
    """
    found: list[WorkRow] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or _is_title(cells):
            continue
        try:
            found.append(_row(cells))
        except Refusal as refusal:
            raise Refusal(
                _("Dòng {n}: {why}").format(n=number, why=refusal.message),
                next_step=_("Sửa dòng đó rồi dán lại; chưa có dòng nào được thêm."),
            ) from refusal
    return found


def _row(cells: Sequence[str]) -> WorkRow:
    if len(cells) == 1:
        return WorkRow(task=str(cell_value("task", cells[0])))
    values = {field: cell_value(field, cell) for field, cell in zip(FIELDS, cells, strict=False)}
    texts = {
        field: value or "" for field, value in values.items() if field not in ("month", "cost")
    }
    return WorkRow(month=values.get("month"), cost=values.get("cost"), **texts)


def _is_title(cells: Sequence[str]) -> bool:
    known = {fold(title) for title in titles()}
    return len(cells) > 1 and sum(fold(cell) in known for cell in cells) >= 2


def _month(text: str) -> int | None:
    bare = fold(text).removeprefix("thang").strip()
    if not bare or bare in (fold(ALL_YEAR), "thuong xuyen"):
        return None
    if bare.isascii() and bare.isdigit() and 1 <= int(bare) <= 12:
        return int(bare)
    raise Refusal(
        _("“{text}” không phải là tháng.").format(text=text),
        next_step=_("Ghi số từ 1 đến 12, hoặc để trống cho việc cả năm."),
    )


def _cost(text: str) -> int | None:
    bare = text.replace(".", "").replace(" ", "").replace("\u00a0", "").removesuffix("đ")
    if not bare:
        return None
    if bare.isascii() and bare.isdigit():
        return int(bare)
    raise Refusal(
        _("“{text}” không phải là số tiền.").format(text=text),
        next_step=_("Ghi số đồng, ví dụ 5.000.000."),
    )
