"""Milestones: an outline as it was kept under a name, to compare with later.

A milestone holds the items as they were; keeping one is a step and can be undone, and the
plan itself is never changed by one.
"""

from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline, item_values, read_item
from desktop.models.plans import plans
from desktop.models.plans.plan_issue import revisions
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line

MILESTONE: Final = "milestone"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A kept state of a plan's outline; `at` is ISO 8601 text.

    `id` is a milestone's own, or "issued:<n>" for what was issued as revision n.
    """

    id: str
    name: str
    at: str


def list_milestones(reader: Reader, plan_id: str) -> list[Milestone]:
    """Return the milestones of a plan and its issued revisions, the newest first."""
    found = [
        Milestone(key, str(fields.get("name", "")), str(fields.get("at", "")))
        for key, fields in reader.records(MILESTONE, f"{plan_id}.").items()
        if not fields.get("deleted") and "items" in fields
    ]
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    issued = [
        Milestone(f"issued:{n}", _("Bản đã ban hành lần {n}").format(n=n), _issued_on(body))
        for n, body in revisions(reader, plan_id).items()
    ]
    return [*found, *reversed(issued)]


def keep_milestone(store: Store, plan_id: str, name: str = "") -> str:
    """Keep the outline as it is now under a name ("": its date); returns the milestone's id."""
    outline = plans.read_outline(store, plan_id)
    plans.read_plan(store, plan_id)
    now = store.now()
    milestone = f"{plan_id}.{store.clock.random_bits(48):012x}"
    written = one_line(name) or _unlike(
        _("Mốc {day} {time}").format(day=f"{now[8:10]}/{now[5:7]}", time=now[11:16]),
        {one.name for one in list_milestones(store, plan_id)},
    )
    with store.step(_("Lưu mốc để so sánh")) as step:
        fields = {"name": written, "at": now, "items": _items(outline)}
        step.put_fields(MILESTONE, milestone, fields)
        step.put(MILESTONE, milestone, "heading_set", outline.heading_set)
    return milestone


def rename_milestone(store: Store, milestone_id: str, name: str) -> ChangeSet:
    """Call a milestone something else; refuses an empty name."""
    if not one_line(name):
        raise Refusal(_("Mốc cần có tên."), next_step=_("Ghi tên rồi lưu."), code="E_EMPTY")
    return _put(store, milestone_id, "name", one_line(name), _("Đổi tên mốc"))


def delete_milestone(store: Store, milestone_id: str) -> ChangeSet:
    """Take a milestone off the list; undoing the step brings it back."""
    return _put(store, milestone_id, "deleted", True, _("Xóa mốc"))


def read_milestone(reader: Reader, plan_id: str, milestone_id: str) -> Outline:
    """Return the outline a milestone keeps; refuses one that is not there."""
    if milestone_id.startswith("issued:"):
        number = milestone_id.partition(":")[2]
        body = revisions(reader, plan_id).get(int(number) if number.isdigit() else 0, {})
        items, heading_set = body.get("items"), body.get("head", {}).get("heading_set", "A")
    else:
        fields = reader.fields(MILESTONE, milestone_id)
        items, heading_set = fields.get("items"), fields.get("heading_set", "A")
        if fields.get("deleted"):
            items = None
    if not isinstance(items, list):
        raise _gone()
    return Outline([read_item(str(one.get("id")), one) for one in items], str(heading_set))


def _items(outline: Outline) -> list[dict[str, Any]]:
    return [{"id": row.id, **item_values(row.item)} for row in outline]


def _unlike(name: str, known: set[str]) -> str:
    """Return the name, with a number where it is taken: two of one minute are told apart."""
    names = chain([name], (f"{name} ({n})" for n in count(2)))
    return next(one for one in names if one not in known)


def _issued_on(body: dict[str, Any]) -> str:
    head = body.get("head")
    return str(head.get("date") or "") if isinstance(head, dict) else ""


def _put(store: Store, milestone_id: str, field: str, value: Any, label: str) -> ChangeSet:
    known = store.fields(MILESTONE, milestone_id)
    if not known or known.get("deleted"):
        raise _gone()
    with store.step(label) as step:
        step.put(MILESTONE, milestone_id, field, value)
    return step.change


def _gone() -> Refusal:
    return Refusal(
        _("Không có mốc này trong kế hoạch."), next_step=_("Chọn một mốc trong danh sách."),
        code="E_MILESTONE",
    )  # fmt: skip
