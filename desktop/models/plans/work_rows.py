"""The rows of a plan's work programme in the office, and the verbs that change them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from desktop.i18n import _
from desktop.models import fractional
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.plans.work_row import (
    FIELDS,
    MONTHS,
    QUARTERS,
    ROW,
    WorkRow,
    in_order,
    read_row,
    row_values,
)
from desktop.models.plans.work_sort import moved, placed, sorted_rows
from desktop.models.store.keys import LOCAL, plan_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Step, Store
from desktop.models.text import nfc

Changes = Mapping[str, Mapping[str, Any]]
"""Row id → field → value; None unsets."""
_MOST_COST: Final = 10**15


def read_rows(reader: Reader, plan_id: str) -> list[WorkRow]:
    """Return the rows of a plan's work programme in order."""
    records = reader.records(ROW, f"{plan_id}.")
    return in_order(
        read_row(key, record) for key, record in records.items() if not record.get("deleted")
    )


def add_rows(
    store: Store, plan_id: str, rows: Iterable[WorkRow], *, after: str = "", label: str = ""
) -> list[str]:
    """Add rows at the end, or after another row; returns their ids. One step."""
    plans.require_open(plans.read_plan(store, plan_id))
    listed = list(rows)
    with store.step(label or _("Thêm việc vào chương trình")) as step:
        return _add(store, step, plan_id, listed, after)


def change_rows(
    store: Store,
    plan_id: str,
    changes: Changes,
    *,
    added: Sequence[WorkRow] = (),
    removed: Iterable[str] = (),
    label: str = "",
) -> ChangeSet:
    """Change, add and take out rows in one step; a wrong value refuses it all."""
    plans.require_open(plans.read_plan(store, plan_id))
    foreign = [row for row in (*changes, *removed) if plan_of(row) != plan_id]
    if foreign:
        raise ValueError(f"rows of another plan: {foreign[:3]}")
    clean = {
        row: {field: checked(field, value) for field, value in fields.items()}
        for row, fields in changes.items()
    }
    with store.step(label or _("Sửa chương trình công tác")) as step:
        for row, fields in clean.items():
            step.put_fields(ROW, row, fields, stream=LOCAL)
        for row in removed:
            step.put(ROW, row, "deleted", True, stream=LOCAL)
        _add(store, step, plan_id, added)
    return step.change


def set_row_field(store: Store, row_id: str, field: str, value: Any) -> ChangeSet:
    """Set one field of a row; None unsets it. Refuses a month or cost that cannot be."""
    return change_rows(store, plan_of(row_id), {row_id: {field: value}})


def delete_rows(store: Store, row_ids: Iterable[str]) -> ChangeSet:
    """Take rows out of the programme."""
    with store.step(_("Xóa việc khỏi chương trình")) as step:
        for row_id in row_ids:
            plans.require_open(plans.read_plan(store, plan_of(row_id)))
            step.put(ROW, row_id, "deleted", True, stream=LOCAL)
    return step.change


def move_rows(
    store: Store, plan_id: str, row_ids: Iterable[str], by: int, view: str = "month"
) -> ChangeSet:
    """Move rows one up (-1) or down (+1) as a view shows them.

    Past the end of its heading a row goes under the neighbouring one and takes its month,
    quarter or group.
    """
    rows = read_rows(store, plan_id)
    changes = moved(rows, set(row_ids), by, view)
    if not changes:
        raise Refusal(
            _("Việc này không chuyển thêm được: các việc xếp theo thời gian, hoặc đã hết bảng."),
            next_step=_("Muốn đổi thời gian thì sửa ô Tháng."), code="E_PLACE",
        )  # fmt: skip
    return change_rows(store, plan_id, changes, label=_("Chuyển chỗ việc trong chương trình"))


def sort_rows(store: Store, plan_id: str, field: str, *, reverse: bool = False) -> ChangeSet:
    """Order the rows under each heading by a field; the order is kept."""
    rows = read_rows(store, plan_id)
    ordered = sorted_rows(rows, field, reverse=reverse)
    changes = {row_id: {"index": key} for row_id, key in placed(ordered, rows).items()}
    return change_rows(store, plan_id, changes, label=_("Sắp xếp chương trình công tác"))


def checked(field: str, value: Any) -> Any:
    """Return a field's value as it is stored; refuses one that cannot be."""
    if field not in FIELDS:
        raise ValueError(f"not a field of a row: {field}")
    whole = isinstance(value, int) and not isinstance(value, bool)
    wrong = (
        (field == "month" and not (value is None or (whole and value in MONTHS)))
        or (field == "quarter" and not (value is None or (whole and value in QUARTERS)))
        or (field == "cost" and not (value is None or (whole and 0 <= value < _MOST_COST)))
        or (field == "task" and not (isinstance(value, str) and value.strip()))
    )
    if wrong:
        raise Refusal(
            _("Giá trị vừa nhập không hợp lệ."), code="E_ROW",
            next_step=_("Tháng từ 1 đến 12, quý từ 1 đến 4, kinh phí là số đồng, nội dung không "
                        "để trống."),
        )  # fmt: skip
    stored = nfc(value) if isinstance(value, str) else value
    return stored or (0 if value == 0 else None)


def _add(
    store: Store, step: Step, plan_id: str, rows: Sequence[WorkRow], after: str = ""
) -> list[str]:
    for row in rows:
        for field in ("task", "month", "quarter", "cost"):
            checked(field, getattr(row, field))
    there = {row.id: row.index for row in read_rows(store, plan_id)}
    places = sorted(filter(None, there.values()))
    low = there.get(after) or (places[-1] if places else "")
    high = next((place for place in places if place > low), None)
    if not fractional.is_key(low):
        low, high = "", None
    new_id = plans.item_ids(plan_id, store.clock)
    added = []
    for row, key in zip(rows, fractional.spread(len(rows), low, high), strict=True):
        added.append(new_id())
        step.put_fields(ROW, added[-1], row_values(replace(row, index=key)), stream=LOCAL)
    return added
