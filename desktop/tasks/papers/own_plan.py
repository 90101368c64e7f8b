"""Starting an own plan from a paper the office keeps: an upper paper or a template of its own."""

from dataclasses import replace
from datetime import date

from desktop.i18n import _
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import PlanDraft, trees, without_ids
from desktop.models.plans.plan_head import PARENT
from desktop.models.plans.work_rows import read_rows
from desktop.models.store.store import Store
from desktop.tasks.going_on import Told, unheard
from desktop.tasks.papers.draft import draft_from_parent
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.own_head import own_head


def own_plan_from(store: Store, plan_id: str, today: date, told: Told = unheard) -> str:
    """Start an own plan from an upper paper or an own template; returns its id.

    The year is the paper's when it is still to come, otherwise the one being planned.
    """
    head = plans.read_plan(store, plan_id)
    facts = office_facts(store, today)
    if head.role == PARENT:
        year = head.year if head.year and head.year >= today.year else planned_year(today)
        return draft_from_parent(store, plan_id, year, facts, told)
    items = without_ids(trees(plans.read_outline(store, plan_id)))
    rows = tuple(replace(row, id="", index="") for row in read_rows(store, plan_id))
    own = own_head(head, store.packs, planned_year(today), facts)
    return plans.save_draft(store, PlanDraft(own, items, rows), _("Soạn kế hoạch từ mẫu"))


def planned_year(today: date) -> int:
    """Return the year that is being planned: from September on, the next one."""
    return today.year + 1 if today.month >= 9 else today.year
