"""Words for what a plan is and how far it has come. No toolkit here."""

from __future__ import annotations

from desktop.i18n import _
from desktop.models.packs.packs import Packs
from desktop.models.plans import plan_head
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.plan_life import stage_names
from desktop.models.text import short_date

_KINDS = {
    plan_head.DRAFT: "brand", plan_head.ASKED: "attention", plan_head.ISSUED: "done",
    plan_head.AMENDED: "plain", plan_head.REPLACED: "plain", plan_head.WITHDRAWN: "blocked",
}  # fmt: skip
ROLES = (plan_head.OWN, plan_head.PARENT, plan_head.TEMPLATE)


def role_name(role: str) -> str:
    """Return what a plan is to this office."""
    names = {
        plan_head.OWN: _("Của đơn vị"),
        plan_head.PARENT: _("Văn bản cấp trên"),
        plan_head.TEMPLATE: _("Mẫu của đơn vị"),
    }
    return names[role]


def state_name(head: PlanHead) -> str:
    """Return how far the paper has come."""
    if head.role != plan_head.OWN:
        return _("Đã có bản mới") if head.replaced_by else role_name(head.role)
    return stage_names()[head.stage]


def state_kind(head: PlanHead) -> str:
    """Return the kind of pill the state is shown as."""
    if head.role != plan_head.OWN:
        return "plain"
    return _KINDS[head.stage]


def type_name(head: PlanHead, packs: Packs) -> str:
    """Return the name of the paper's type."""
    known = packs.document_types.get(head.doc_type)
    return known.name if known is not None else head.doc_type


def number_and_date(head: PlanHead) -> str:
    """Return "05/KH-LĐLĐ · 05/01/2027", or what is known of it."""
    day = short_date(head.day) if head.day else ""
    return " · ".join(part for part in (head.full_number, day) if part) or "–"
