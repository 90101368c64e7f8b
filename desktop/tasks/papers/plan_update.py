"""Bringing an own plan to a new version of the upper paper: told item by item, one step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from desktop.documents.duties import Duties
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.plan_compiler import compile_head, drafter
from desktop.documents.plan_update import Action, Update, Version, apply, compare
from desktop.i18n import _
from desktop.intake.documents import read_document
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.packs.packs import Packs
from desktop.models.plans import plan_head, plans
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.plans.plan_head import PARENT, PlanHead
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.going_on import Told, unheard
from desktop.tasks.papers.handed import duties_of
from desktop.tasks.papers.plan_from_reading import plan_of_reading
from desktop.tasks.papers.upper_papers import keep_parent, require_items, same_items

_HEAD = ("subject", "title", "opening", "closing", "parent_issuer")

# Under this share of the old items a paper is hardly a new version.
_SHARE_KEPT = 0.25


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of an upper paper: its head and outline."""

    head: PlanHead
    outline: Outline


@dataclass(frozen=True, slots=True)
class Planned:
    """What an update would do: the changes, and the words of our head that would follow.

    `version` is the new paper as it was compared, `own` our outline as it stands. `head` maps
    a field to (ours now, what it would become); `left_out` is the new list.
    """

    plan: str
    update: Update
    old: Paper
    new: Paper
    version: Version
    own: Outline
    head: Mapping[str, tuple[Any, Any]]
    left_out: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether both versions say the same."""
        return not self.update.changes and same_paper(self.old, self.new)


def read_version(
    reader: Reader, source: str, stopped: Callable[[], bool] = lambda: False
) -> PlanDraft | None:
    """Return the paper of a file, None where `source` is no file but a paper kept here."""
    path = Path(source)
    if not path.is_file():
        return None
    draft = plan_of_reading(read_document(path, stopped), reader.packs)
    require_items(draft)
    return draft


def as_paper(paper: "PlanDraft | Paper") -> Paper:
    """Return a draft's head and outline as a version of the paper."""
    return paper if isinstance(paper, Paper) else Paper(paper.head, paper.outline())


def kept_paper(reader: Reader, plan_id: str) -> Paper:
    """Return an upper paper the office keeps; refuses an own plan or a template."""
    if plans.read_plan(reader, plan_id).role != PARENT:
        raise Refusal(
            _("Đây không phải văn bản của cấp trên."),
            next_step=_("Chọn văn bản cấp trên đã nhận, hoặc tệp của bản mới."), code="E_PARENT",
        )  # fmt: skip
    return Paper(plans.read_plan(reader, plan_id), plans.read_outline(reader, plan_id))


def plan_update(
    reader: Reader, plan_id: str, new: Paper, facts: OfficeFacts, told: Told = unheard
) -> Planned:
    """Return what a new version of its upper paper changes for an own plan.

    Refuses a plan that was not drawn up from an upper paper kept here.
    """
    head, own = plans.read_plan(reader, plan_id), plans.read_outline(reader, plan_id)
    old = _source(reader, head)
    told(1, 6)
    was = version(old, head, reader.packs, facts)
    told(2, 6)
    now = version(new, head, reader.packs, facts)
    told(3, 6)
    update = compare(was, now, own, (old.head, new.head))
    told(4, 6)
    before = _compiled(old, head, reader.packs, facts, was.duties)
    after = _compiled(new, head, reader.packs, facts, now.duties)
    follows = {
        name: (getattr(head, name), getattr(after, name))
        for name in _HEAD
        if getattr(before, name) != getattr(after, name)
        and getattr(head, name) == getattr(before, name)
    }
    return Planned(plan_id, update, old, new, now, own, follows, after.left_out)


def update_plan(
    store: Store,
    plan_id: str,
    source: PlanDraft | str,
    facts: OfficeFacts,
    chosen: Mapping[str, Action] | None = None,
    *,
    sure: bool = False,
    told: Told = unheard,
) -> Planned:
    """Keep the new version and bring the own plan to it, as one step.

    `source` is a paper that was read, or the id of one kept here. `chosen` maps the place of
    a change in the list (1, 2 …, as text) to what to do with ours. Unless one is `sure`, a
    paper that shares little with the old one is refused.
    """
    head = plans.read_plan(store, plan_id)
    plans.require_open(head)
    with store.step(_("Cập nhật theo bản mới của kế hoạch cấp trên")) as step:
        old_id = head.source_plan
        if isinstance(source, PlanDraft):
            offered = Paper(source.head, source.outline())
            if same_paper(_source(store, head), offered):
                return plan_update(store, plan_id, offered, facts, told)
            new_id = keep_parent(store, source)
        else:
            new_id = source
        planned = plan_update(store, plan_id, kept_paper(store, new_id), facts, told)
        if not sure and is_another(planned):
            raise Refusal(
                _("Văn bản này rất khác bản đã nhận, có thể không phải bản mới của nó."),
                next_step=_("Xem lại tệp; nếu đúng là bản mới, chạy lại với --yes."),
                code="E_ANOTHER",
            )
        actions = _by_key(planned.update, chosen or {})
        new_item = plans.item_ids(plan_id, store.clock)
        note = _("Bản mới của văn bản cấp trên không còn giao việc này.")
        fields: dict[str, dict[str, Any]] = {}
        for item, field, value in apply(
            planned.update, planned.version, planned.own, actions, new_item, dropped_note=note
        ):
            fields.setdefault(item, {})[field] = value
        told(5, 6)
        step.put_all(plans.ITEM, fields)
        for name, (_was, after) in planned.head.items():
            step.put(plans.PLAN, plan_id, name, plan_head.stored(after))
        step.put(plans.PLAN, plan_id, "left_out", list(planned.left_out))
        step.put(plans.PLAN, plan_id, "source_plan", new_id)
        reference = planned.new.head.parent_ref
        if reference is not None:
            step.put(plans.PLAN, plan_id, "parent_ref", plan_head.stored(reference))
        if new_id != old_id:
            step.put(plans.PLAN, old_id, "replaced_by", new_id)
    return planned


def is_another(planned: Planned) -> bool:
    """Tell whether few of the old paper's items are in the new one: it may be another paper."""
    stayed = sum(len(one.old) for one in planned.update.matches if one.old and one.new)
    return stayed < _SHARE_KEPT * len(planned.old.outline)


def version(paper: Paper, own: PlanHead, packs: Packs, facts: OfficeFacts) -> Version:
    """Return a paper with what of it is ours and how each of its items would be drafted."""
    duties = duties_of(paper.outline, facts)
    year = own.year or paper.head.year or 0

    draft = drafter(paper.outline, paper.head, packs, year, facts, duties)
    return Version(paper.outline, duties, cache(draft))


def same_paper(one: Paper, other: Paper) -> bool:
    """Tell whether two versions say the same: head, items, their numbering and targets."""
    names = ("issuer", "number", "symbol", "date", "subject")
    heads = all(getattr(one.head, name) == getattr(other.head, name) for name in names)
    return heads and same_items(one.outline, other.outline)


def outdated_plans(reader: Reader, parent_id: str) -> list[PlanHead]:
    """Return the own drafts that were drawn up from an older version of a paper."""
    older = {
        one.id
        for one in plans.list_plans(reader, role=PARENT)
        if reader.get(plans.PLAN, one.id, "replaced_by") == parent_id
    }
    return [
        head
        for head in plans.list_plans(reader)
        if head.source_plan in older and head.state == plan_head.DRAFT
    ]


def to_json(reader: Reader, planned: Planned, *, applied: bool) -> dict[str, Any]:
    """Return {"plan", "applied", "counts", "changes": […], "head": […]}."""
    own = plans.read_outline(reader, planned.plan)
    counts: dict[str, int] = {}
    for found in planned.update.matches:
        counts[found.kind] = counts.get(found.kind, 0) + 1
    return {
        "plan": planned.plan,
        "applied": applied,
        "counts": counts,
        "changes": [
            {
                "n": place,
                "kind": one.kind,
                "where": one.where,
                "old": one.old_text or None,
                "new": one.new_text or None,
                "ours": [
                    {"id": i, "label": own.path(i), "text": own.row(i).item.plain}
                    for i in one.ours
                    if i in own
                ],
                "edited": one.edited,
                "action": one.action,
                "actions": list(one.actions),
            }
            for place, one in enumerate(planned.update.changes, 1)
        ],
        "head": [
            {"field": name, "old": _plain(was), "new": _plain(now)}
            for name, (was, now) in planned.head.items()
        ],
    }


def _source(reader: Reader, head: PlanHead) -> Paper:
    if not head.source_plan:
        raise Refusal(
            _("Kế hoạch này không soạn từ văn bản cấp trên."),
            next_step=_("Chọn kế hoạch soạn từ văn bản cấp trên."), code="E_NO_PARENT",
        )  # fmt: skip
    return kept_paper(reader, head.source_plan)


def _compiled(
    paper: Paper, own: PlanHead, packs: Packs, facts: OfficeFacts, duties: Duties
) -> PlanHead:
    year = own.year or paper.head.year or 0
    return compile_head(paper.head, paper.outline, packs, year, facts, duties)


def _by_key(update: Update, chosen: Mapping[str, Action]) -> dict[str, Action]:
    """Return change key → action, of choices made by place in the list or "all"."""
    found: dict[str, Action] = {}
    for place, one in enumerate(update.changes, 1):
        action = chosen.get(str(place), chosen.get("all"))
        if action is not None and action in one.actions:
            found[one.key] = action
    return found


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
