"""Choosing how the office writes the standing parts, and writing an open draft that way."""

from collections.abc import Callable, Mapping

from desktop.documents.citing import is_known
from desktop.documents.kinds import document_type
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.plan_compiler import ORGANISATION, PURPOSE, wording_of
from desktop.documents.wording import written
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline import outline_labels as labels
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline, item_values
from desktop.models.outline.outline_places import Assignment, places_after
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import draft_item, flatten
from desktop.models.plans.plan_head import ISSUED, OWN, PlanHead
from desktop.models.store.store import ChangeSet, Store
from desktop.tasks.papers.own_facts import set_facts, with_wording

_ORIGINS = {"purpose": PURPOSE, "organisation": ORGANISATION}


def choose_wording(
    store: Store, facts: OfficeFacts, ways: Mapping[str, str], share: str, plan_id: str = ""
) -> ChangeSet:
    """Remember ways of writing, and rewrite with them what of a draft nobody changed; one step.

    `facts` are those the draft was written with.
    """
    with store.step(_("Chọn cách viết của đơn vị")) as step:
        set_facts(store, {**{f"wording_{p}": w for p, w in ways.items()}, "share": share})
        if plan_id:
            _rewrite(store, plan_id, facts, with_wording(facts, ways))
    return step.change


def _rewrite(store: Store, plan_id: str, before: OfficeFacts, after: OfficeFacts) -> None:
    head = plans.read_plan(store, plan_id)
    if head.role != OWN or head.state == ISSUED or not head.source_plan:
        return
    try:
        source = plans.read_plan(store, head.source_plan)
    except Refusal:
        return  # the upper paper was deleted: there is nothing to cite it by
    for part in ("opening", "closing"):
        old, new = (_texts(store, head, source, facts, part) for facts in (before, after))
        if getattr(head, part) == old != new:
            plans.set_plan_field(store, plan_id, part, list(new))
    step = store.require_step()
    for part, origin in _ORIGINS.items():
        old, new = (_texts(store, head, source, facts, part) for facts in (before, after))
        outline = plans.read_outline(store, plan_id)
        ids = plans.item_ids(plan_id, store.clock)
        for item, field, value in _items(outline, origin, old, new, ids):
            step.put(plans.ITEM, item, field, value)


def _texts(
    store: Store, head: PlanHead, source: PlanHead, facts: OfficeFacts, part: str
) -> tuple[str, ...]:
    named = wording_of(source, store.packs, facts) if is_known(source) else {}
    named = named or {"cited": "", "short": ""}
    kind = document_type(store.packs, head.doc_type)
    spoken = "chương trình công tác" if kind.code == "CTR" else kind.name.lower()
    return written(part, facts, **named, kind=spoken, year=head.year or 0)


def _items(
    outline: Outline,
    origin: str,
    old: tuple[str, ...],
    new: tuple[str, ...],
    new_id: Callable[[], str],
) -> list[Assignment]:
    """Return what brings the written items from the old way to the new one; none if edited."""
    rows = [row for row in outline if row.item.origin == origin and row.depth > 0]
    if tuple(row.item.plain for row in rows) != old or old == new or not rows:
        return []
    values: list[Assignment] = [
        (row.id, "text", rich_text.to_value(rich_text.runs_of(text)))
        for row, text in zip(rows, new, strict=False)
    ]
    values += [(row.id, "deleted", True) for row in rows[len(new) :]]
    last = rows[min(len(rows), len(new)) - 1]
    for text in reversed(new[len(rows) :]):
        places, repairs = places_after(outline, last.parent, last.id, 1)
        made = flatten([draft_item(text, labels.ARABIC)], new_id, last.parent, [places[0][1]])
        values += repairs
        for item in made:
            fields = item_values(item) | {"origin": origin}
            values += [(item.id, name, value) for name, value in fields.items()]
        outline = outline.with_values(values)
    return values
