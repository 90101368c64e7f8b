"""Plans in the office: the verbs that change a plan or its items, and what reading gives them.

Reading stands in `plan_reading` and is offered here too. Every verb is one step. Drafts stay in
the office (stream `local`); only issuing sends something up.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from desktop.i18n import _
from desktop.models import fractional
from desktop.models.clock import Clock, SystemClock, uuid7
from desktop.models.errors import Refusal
from desktop.models.outline import outline_edits as edits
from desktop.models.outline import rich_text, targets
from desktop.models.outline.outline import Outline, item_values
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.rich_text import Runs
from desktop.models.outline.targets import Target
from desktop.models.plans import plan_head, work_row
from desktop.models.plans.plan_draft import PlanDraft, flatten
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.plan_reading import ITEM as ITEM
from desktop.models.plans.plan_reading import PLAN as PLAN
from desktop.models.plans.plan_reading import find_parent_copy as find_parent_copy
from desktop.models.plans.plan_reading import issued_once as issued_once
from desktop.models.plans.plan_reading import list_plans as list_plans
from desktop.models.plans.plan_reading import read_outline as read_outline
from desktop.models.plans.plan_reading import read_plan as read_plan
from desktop.models.plans.reference import put_references
from desktop.models.store.keys import LOCAL, plan_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import nfc


def item_ids(plan_id: str, clock: Clock | None = None) -> Callable[[], str]:
    """Return a source of new item ids of a plan."""
    bits = (clock or SystemClock()).random_bits
    return lambda: f"{plan_id}.{bits(48):012x}"


# plans


def create_plan(store: Store, head: PlanHead) -> str:
    """Add a plan without items and return its id."""
    return save_draft(store, PlanDraft(head))


def save_draft(store: Store, draft: PlanDraft, label: str = "") -> str:
    """Keep a draft with all its items as a new plan, in one step; returns its id."""
    plan_id = uuid7(store.clock)
    new_id = item_ids(plan_id, store.clock)
    with store.step(label or _("Thêm kế hoạch")) as step:
        fields = {"role": draft.head.role, **plan_head.head_values(draft.head)}
        step.put_fields(PLAN, plan_id, fields)
        items: dict[str, dict[str, Any]] = {}
        for item in flatten(draft.items, new_id):
            own = item.id if item.id.startswith(f"{plan_id}.") else new_id()
            items[own] = item_values(item)
        step.put_all(ITEM, items)
        for row, key in zip(draft.rows, fractional.spread(len(draft.rows)), strict=True):
            values = work_row.row_values(row) | {"index": key}
            step.put_fields(work_row.ROW, new_id(), values, stream=LOCAL)
        put_references(step, store, plan_id, draft.cited)
    return plan_id


def set_plan_field(store: Store, plan_id: str, field: str, value: Any) -> ChangeSet:
    """Set one field of a plan's head; None or an empty text unsets it."""
    return set_plan_fields(store, plan_id, {field: value})


def set_plan_fields(store: Store, plan_id: str, values: dict[str, Any]) -> ChangeSet:
    """Set several fields of a plan's head in one step."""
    require_open(read_plan(store, plan_id))
    clean = {field: plan_head.checked(field, value) for field, value in values.items()}
    with store.step(_("Sửa thông tin văn bản")) as step:
        step.put_fields(PLAN, plan_id, clean)
    return step.change


def delete_plan(store: Store, plan_id: str) -> ChangeSet:
    """Take a plan off the list; it can be brought back. An issued plan stays."""
    require_open(read_plan(store, plan_id))
    issued = issued_once(store, plan_id)
    if issued is not None:
        raise Refusal(
            _("Văn bản {number} đã ban hành nên không xóa được.").format(number=issued.full_number),
            next_step=_("Ban hành lại bản sửa đổi, hoặc thu hồi văn bản."), code="E_ISSUED",
        )  # fmt: skip
    with store.step(_("Xóa kế hoạch")) as step:
        step.put(PLAN, plan_id, "deleted", True)
    return step.change


def restore_plan(store: Store, plan_id: str) -> ChangeSet:
    """Bring a deleted plan back."""
    with store.step(_("Lấy lại kế hoạch đã xóa")) as step:
        step.put(PLAN, plan_id, "deleted", None)
    return step.change


def require_open(head: PlanHead) -> None:
    """Refuse changing a plan that has been issued."""
    if head.state == plan_head.ISSUED:
        raise Refusal(
            _("Văn bản {number} đã ban hành nên không sửa được.").format(number=head.full_number),
            next_step=_("Chọn “Lập bản sửa đổi” rồi sửa."), code="E_ISSUED",
        )  # fmt: skip


# items


def write_edit(store: Store, plan_id: str, edit: Edit) -> ChangeSet:
    """Keep an edit of a plan's outline, as one step."""
    require_open(read_plan(store, plan_id))
    foreign = [item for item, _field, _value in edit.values if plan_of(item) != plan_id]
    if foreign:
        raise ValueError(f"items of another plan: {foreign[:3]}")
    fields: dict[str, dict[str, Any]] = {}
    for item, field, value in edit.values:
        fields.setdefault(item, {})[field] = value
    with store.step(edit.label) as step:
        step.put_all(ITEM, fields)
    return step.change


def add_item_after(
    store: Store, plan_id: str, item_id: str | None, text: str | Runs = "", *, new_id: str = ""
) -> str:
    """Add an item after another (None: at the end) and return its id."""
    new_id = new_id or item_ids(plan_id, store.clock)()
    runs = rich_text.runs_of(text)
    write_edit(store, plan_id, edits.add_after(read_outline(store, plan_id), item_id, new_id, runs))
    return new_id


def split_item(store: Store, plan_id: str, item_id: str, at: int, *, new_id: str = "") -> str:
    """Cut an item in two at a character; returns the id of the new item."""
    new_id = new_id or item_ids(plan_id, store.clock)()
    outline = _with_item(store, plan_id, item_id)
    write_edit(store, plan_id, edits.split(outline, item_id, at, new_id))
    return new_id


def merge_with_previous(store: Store, plan_id: str, item_id: str) -> ChangeSet:
    """Join an item to the one above it."""
    outline = _with_item(store, plan_id, item_id)
    return _write(store, plan_id, edits.merge_with_previous(outline, item_id))


def indent_item(store: Store, plan_id: str, *item_ids: str) -> ChangeSet:
    """Make items the last children of the sibling above; refuses the first of its level."""
    return _write(store, plan_id, edits.indent(_with_item(store, plan_id, *item_ids), item_ids))


def outdent_item(store: Store, plan_id: str, *item_ids: str) -> ChangeSet:
    """Raise items one level; refuses an outermost one."""
    return _write(store, plan_id, edits.outdent(_with_item(store, plan_id, *item_ids), item_ids))


def move_item_up(store: Store, plan_id: str, *item_ids: str) -> ChangeSet:
    """Move items before the one above on their level."""
    return _write(store, plan_id, edits.move_up(_with_item(store, plan_id, *item_ids), item_ids))


def move_item_down(store: Store, plan_id: str, *item_ids: str) -> ChangeSet:
    """Move items after the one below on their level."""
    return _write(store, plan_id, edits.move_down(_with_item(store, plan_id, *item_ids), item_ids))


def move_items(
    store: Store,
    plan_id: str,
    item_ids: Sequence[str],
    parent: str | None,
    after: str | None = None,
) -> ChangeSet:
    """Move items under a parent (None: outermost), after one of its children (None: first)."""
    outline = _with_item(store, plan_id, *item_ids, *([parent] if parent else []))
    return _write(store, plan_id, edits.move(outline, item_ids, parent, after))


def delete_items(store: Store, plan_id: str, item_ids: Iterable[str]) -> ChangeSet:
    """Take items out with all under them; `restore_items` brings them back."""
    return _write(store, plan_id, edits.delete(read_outline(store, plan_id), item_ids))


def restore_items(store: Store, plan_id: str, item_ids: Iterable[str]) -> ChangeSet:
    """Bring deleted items back to where they stood."""
    return _write(store, plan_id, edits.restore(read_outline(store, plan_id), item_ids))


def set_item_text(store: Store, plan_id: str, item_id: str, text: str | Runs) -> ChangeSet:
    """Replace an item's text."""
    outline = _with_item(store, plan_id, item_id)
    return _write(store, plan_id, edits.set_text(outline, item_id, rich_text.runs_of(text)))


def toggle_mark(
    store: Store, plan_id: str, item_id: str, start: int, end: int, flag: str
) -> ChangeSet:
    """Make a stretch of an item bold (`b`) or italic (`i`), or plain again."""
    outline = _with_item(store, plan_id, item_id)
    return _write(store, plan_id, edits.toggle(outline, item_id, start, end, flag))


def set_style(store: Store, plan_id: str, item_ids: Iterable[str], style: str) -> ChangeSet:
    """Number items another way (see `outline_labels.STYLES`)."""
    return _write(store, plan_id, edits.set_style(read_outline(store, plan_id), item_ids, style))


_FIELD_STEPS = {
    "owner": "Đặt người thực hiện",
    "partner": "Đặt đơn vị phối hợp",
    "due": "Đặt thời hạn",
    "cost": "Đặt kinh phí",
    "target": "Đặt chỉ tiêu",
    "answers": "Nối với mục của cấp trên",
    "note": "Sửa ghi chú",
}


def set_item_field(
    store: Store, plan_id: str, item_ids: Iterable[str], field: str, value: Any
) -> ChangeSet:
    """Set owner, partner, due, cost (đồng), target, answers or note of items.

    A target is a `Target` or several of them.
    """
    outline = read_outline(store, plan_id)
    return _write(store, plan_id, field_edit(outline, item_ids, field, value))


def field_edit(outline: Outline, item_ids: Iterable[str], field: str, value: Any) -> Edit | None:
    """Return the edit that sets a field of items, the value checked; refuses a wrong one."""
    if field not in _FIELD_STEPS:
        raise ValueError(f"not a field of an item: {field}")
    if field == "target":
        several = (value,) if isinstance(value, Target) else tuple(value or ())
        value = targets.stored_targets([targets.check_target(one) for one in several])
    elif field == "cost":
        value = _cost(value)
    elif isinstance(value, str):
        value = nfc(value).strip() or None
    return edits.set_field(outline, item_ids, field, value, _(_FIELD_STEPS[field]))


def _cost(value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**15:
        raise Refusal(
            _("Kinh phí phải là số đồng, không âm."), next_step=_("Nhập lại kinh phí."),
            code="E_MONEY",
        )  # fmt: skip
    return value


def _with_item(reader: Reader, plan_id: str, *item_ids: str) -> Outline:
    outline = read_outline(reader, plan_id)
    for item_id in item_ids:
        if item_id not in outline:
            raise Refusal(
                _("Mục này không còn trong kế hoạch."),
                next_step=_("Mở lại kế hoạch rồi chọn mục."), code="E_ITEM",
            )  # fmt: skip
    return outline


def _write(store: Store, plan_id: str, edit: Edit | None) -> ChangeSet:
    if edit is None:
        raise Refusal(
            _("Không làm được việc này ở vị trí của mục."),
            next_step=_("Chọn mục khác hoặc chuyển mục trước."), code="E_PLACE",
        )  # fmt: skip
    return write_edit(store, plan_id, edit)
