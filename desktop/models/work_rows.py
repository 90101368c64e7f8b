"""The rows of a plan's work programme in the office, and the verbs that change them."""

from collections.abc import Iterable
from typing import Any

from desktop.i18n import _
from desktop.models import fractional, plans
from desktop.models.errors import Refusal
from desktop.models.keys import LOCAL
from desktop.models.reader import Reader
from desktop.models.store import ChangeSet, Store
from desktop.models.text import nfc
from desktop.models.work_row import FIELDS, MONTHS, ROW, WorkRow, in_order, read_row, row_values


def read_rows(reader: Reader, plan_id: str) -> list[WorkRow]:
    """Return the rows of a plan's work programme in order."""
    records = reader.records(ROW, f"{plan_id}.")
    return in_order(
        read_row(key, record) for key, record in records.items() if not record.get("deleted")
    )


def add_rows(store: Store, plan_id: str, rows: Iterable[WorkRow]) -> list[str]:
    """Add rows after those of their months; returns their ids."""
    plans.require_open(plans.read_plan(store, plan_id))
    listed = list(rows)
    last = max((row.index for row in read_rows(store, plan_id)), default="")
    keys = fractional.spread(len(listed), last if fractional.is_key(last) else "")
    new_id = plans.item_ids(plan_id, store.clock)
    added = []
    with store.step(_("Thêm việc vào chương trình")) as step:
        for row, key in zip(listed, keys, strict=True):
            added.append(new_id())
            step.put_fields(ROW, added[-1], row_values(row) | {"index": key}, stream=LOCAL)
    return added


def set_row_field(store: Store, row_id: str, field: str, value: Any) -> ChangeSet:
    """Set one field of a row; None unsets it. Refuses a month or cost that cannot be."""
    plans.require_open(plans.read_plan(store, plans.plan_of(row_id)))
    if field not in FIELDS:
        raise ValueError(f"not a field of a row: {field}")
    wrong = (field == "month" and not (value is None or value in MONTHS)) or (
        field == "cost" and not (value is None or (isinstance(value, int) and value >= 0))
    )
    if wrong or (field == "task" and not value):
        raise Refusal(
            _("Giá trị vừa nhập không hợp lệ."), code="E_ROW",
            next_step=_("Tháng từ 1 đến 12, kinh phí là số đồng, nội dung không để trống."),
        )  # fmt: skip
    with store.step(_("Sửa chương trình công tác")) as step:
        stored = nfc(value) if isinstance(value, str) else value
        step.put(ROW, row_id, field, stored or (0 if value == 0 else None), stream=LOCAL)
    return step.change


def delete_rows(store: Store, row_ids: Iterable[str]) -> ChangeSet:
    """Take rows out of the programme."""
    with store.step(_("Xóa việc khỏi chương trình")) as step:
        for row_id in row_ids:
            plans.require_open(plans.read_plan(store, plans.plan_of(row_id)))
            step.put(ROW, row_id, "deleted", True, stream=LOCAL)
    return step.change
