"""Plans as they are kept in the office: heads and outlines, read only.

A plan's head is one record, each item another; an item's id begins with its plan's, so that
all items of a plan are one range.
"""

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline, read_item
from desktop.models.plans import plan_head
from desktop.models.plans.plan_head import PlanHead
from desktop.models.store.reader import Reader

PLAN, ITEM, ISSUED_PLAN = "plan", "item", "issued_plan"


def list_plans(
    reader: Reader, *, role: str | None = plan_head.OWN, year: int | None = None
) -> list[PlanHead]:
    """Return the plans, newest year first; `role` None lists all roles."""
    found = [
        head
        for plan_id, record in reader.known_records(PLAN).items()
        if not (head := plan_head.read_head(plan_id, record)).deleted
        and (role is None or head.role == role)
        and (year is None or head.year == year)
    ]
    return sorted(found, key=lambda h: (-(h.year or 0), h.id))


def read_plan(reader: Reader, plan_id: str) -> PlanHead:
    """Return a plan's head; refuses a plan that is not there."""
    record = reader.fields(PLAN, plan_id) if plan_id else {}
    head = plan_head.read_head(plan_id, record)
    if not record or head.deleted:
        raise Refusal(
            _("Không có kế hoạch “{id}” trong sổ.").format(id=plan_id[:40]),
            next_step=_("Chọn một kế hoạch trong danh sách."), code="E_PLAN",
        )  # fmt: skip
    return head


def read_outline(reader: Reader, plan_id: str) -> Outline:
    """Return a plan's outline, labels computed."""
    heading_set = reader.get(PLAN, plan_id, "heading_set") or "A"
    records = reader.records(ITEM, f"{plan_id}.")
    return Outline((read_item(key, fields) for key, fields in records.items()), heading_set)


def issued_once(reader: Reader, plan_id: str) -> PlanHead | None:
    """Return the head a paper was last issued with, None when it never was."""
    found = reader.fields(ISSUED_PLAN, plan_id)
    last = max((int(name) for name in found if name.isdigit()), default=0)
    body = found.get(str(last)) or {}
    return plan_head.read_head(plan_id, body.get("head") or {}) if last else None


def find_parent_copy(reader: Reader, reference: plan_head.ParentRef) -> PlanHead | None:
    """Return the office's copy of an upper paper, known by issuer, number and date.

    Of several versions it is the one that no newer one replaced.
    """
    heads = list_plans(reader, role=plan_head.PARENT)
    for head in sorted(heads, key=lambda one: bool(reader.get(PLAN, one.id, "replaced_by"))):
        if head.parent_ref == reference or (
            head.issuer == reference.issuer
            and head.full_number == reference.number
            and head.date == reference.date
            and reference.number
        ):
            return head
    return None
