"""Issuing a plan: its number and date, and the snapshot of it that leaves the office."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models import plan_head, plans
from desktop.models.errors import Refusal
from desktop.models.outline import Outline, item_values
from desktop.models.plan_head import PlanHead
from desktop.models.reader import Reader
from desktop.models.store import ChangeSet, Store
from desktop.models.work_row import WorkRow, row_values
from desktop.models.work_rows import read_rows

ISSUED_PLAN = "issued_plan"


def issue_plan(store: Store, plan_id: str, number: int | str, day: date) -> ChangeSet:
    """Give a plan its number and date and write its snapshot to the office's stream.

    Refuses a plan without items, a number that is not 1 or more or is taken by another
    paper of that year and symbol, and a plan already issued. Cannot be undone; `amend_plan`
    opens a new revision.
    """
    head = plans.read_plan(store, plan_id)
    plans.require_open(head)
    written = _number(number)
    _check_free(store, head, written, day)
    outline, rows = plans.read_outline(store, plan_id), read_rows(store, plan_id)
    if not len(outline):
        raise Refusal(
            _("Kế hoạch chưa có mục nào nên chưa ban hành được."),
            next_step=_("Soạn nội dung rồi ban hành."), code="E_EMPTY",
        )  # fmt: skip
    with store.step(_("Ban hành văn bản"), barrier="issue") as step:
        step.put(plans.PLAN, plan_id, "number", written)
        step.put(plans.PLAN, plan_id, "date", day.isoformat())
        step.put(plans.PLAN, plan_id, "state", plan_head.ISSUED)
        if head.year is None:
            step.put(plans.PLAN, plan_id, "year", day.year)
        revision = str(len(store.fields(ISSUED_PLAN, plan_id)) + 1)
        issued = plans.read_plan(store, plan_id)
        step.put(ISSUED_PLAN, plan_id, revision, snapshot(issued, outline, rows))
    return step.change


def amend_plan(store: Store, plan_id: str) -> ChangeSet:
    """Open an issued plan for a new revision; every issued revision is kept."""
    head = plans.read_plan(store, plan_id)
    if head.state != plan_head.ISSUED:
        raise Refusal(
            _("Văn bản này chưa ban hành."), next_step=_("Sửa trực tiếp trong bản dự thảo."),
            code="E_NOT_ISSUED",
        )  # fmt: skip
    with store.step(_("Lập bản sửa đổi")) as step:
        step.put(plans.PLAN, plan_id, "state", None)
    return step.change


def next_number(reader: Reader, year: int, symbol: str = "") -> int:
    """Return the number after the last one issued that year (of one symbol, or of any)."""
    used = [
        int(head.number)
        for head in plans.list_plans(reader)
        if head.number.isdigit()
        and head.date.startswith(f"{year:04d}-")
        and (not symbol or head.symbol == symbol)
    ]
    return max(used, default=0) + 1


def snapshot(head: PlanHead, outline: Outline, rows: Iterable[WorkRow]) -> dict[str, Any]:
    """Return what is written when a plan is issued: its head and the items as printed.

    {"head": {field: value}, "items": [{"id", "label", "depth", …stored fields}],
    "rows": [stored fields]}.
    """
    items = [
        {
            "id": row.id,
            "label": row.label,
            "depth": row.depth,
            **{name: v for name, v in item_values(row.item).items() if name != "note"},
        }
        for row in outline
    ]
    return {
        "head": plan_head.head_values(head),
        "items": items,
        "rows": [row_values(row) for row in rows],
    }


def revisions(reader: Reader, plan_id: str) -> dict[int, dict[str, Any]]:
    """Return the issued snapshots of a plan by revision, the first is 1."""
    found = reader.fields(ISSUED_PLAN, plan_id)
    return {int(name): found[name] for name in sorted(found, key=int)}


def _number(number: int | str) -> str:
    text = str(number).strip()
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 100_000:
        raise Refusal(
            _("Số văn bản “{number}” không hợp lệ.").format(number=text[:20]),
            next_step=_("Ghi một số từ 1 trở lên, không kèm ký hiệu."), code="E_NUMBER",
        )  # fmt: skip
    return f"{int(text):02d}"


def _check_free(reader: Reader, head: PlanHead, number: str, day: date) -> None:
    for other in plans.list_plans(reader):
        same = other.number == number and other.symbol == head.symbol
        if same and other.id != head.id and other.date.startswith(f"{day.year:04d}-"):
            raise Refusal(
                _("Số {number} năm {year} đã dùng cho “{title}”.").format(
                    number=other.full_number, year=day.year, title=other.title
                ),
                next_step=_("Chọn số khác."), code="E_NUMBER_TAKEN",
            )  # fmt: skip
