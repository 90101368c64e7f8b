"""Upper papers the office keeps: taken from a reading, found again, told apart by version."""

from pathlib import Path

from desktop.i18n import _
from desktop.intake.reading import Reading
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.plans.plan_head import OWN, PARENT, PlanHead
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.papers.plan_from_reading import plan_of_reading


def plan_from_reading(store: Store, reading: Reading, role: str = PARENT) -> str:
    """Keep a checked reading as an upper paper or a template; returns its id.

    A paper already known by issuer, number and date is not kept twice, unless it says
    something else.
    """
    draft = plan_of_reading(reading, store.packs, role)
    require_items(draft)
    if role == PARENT:
        return keep_parent(store, draft)
    return plans.save_draft(store, draft, _("Nhận văn bản cấp trên"))


def keep_parent(store: Store, draft: PlanDraft) -> str:
    """Keep an upper paper; returns its id, that of the copy already kept where it is the same.

    A paper of a known number that says something else is kept beside it as its new version.
    """
    reference = draft.head.parent_ref
    known = plans.find_parent_copy(store, reference) if reference else None
    if known is not None and same_items(plans.read_outline(store, known.id), draft.outline()):
        return known.id
    with store.step(_("Nhận văn bản cấp trên")) as step:
        kept = plans.save_draft(store, draft)
        if known is not None:
            step.put(plans.PLAN, known.id, "replaced_by", kept)
    return kept


def same_items(one: Outline, other: Outline) -> bool:
    """Tell whether two outlines have the same items in the same order."""
    return len(one) == len(other) and all(
        (a.item.plain, a.style, a.depth, a.item.targets)
        == (b.item.plain, b.style, b.depth, b.item.targets)
        for a, b in zip(one, other, strict=True)
    )


def kept_paper(reader: Reader | None, source: str) -> tuple[PlanHead, Outline] | None:
    """Return the paper kept under an id (or the end of one) or number, None where none is."""
    if reader is None or Path(source).is_file():
        return None
    papers = [h for h in plans.list_plans(reader, role=None) if h.role != OWN]
    found = [h for h in papers if h.id == source or (len(source) >= 4 and h.id.endswith(source))]
    if not found:
        parents = [h for h in papers if h.role == PARENT and not _replaced(reader, h)]
        found = [h for h in parents if h.full_number == source]
    if len(found) != 1:
        return None
    return found[0], plans.read_outline(reader, found[0].id)


def _replaced(reader: Reader, head: PlanHead) -> bool:
    return bool(reader.get(plans.PLAN, head.id, "replaced_by"))


def require_items(draft: PlanDraft) -> None:
    """Refuse a document in which no outline was found."""
    if not any(item.style != "none" for item in draft.items):
        raise Refusal(
            _("Không tìm thấy mục nào (I, 1, a, -) trong văn bản này."),
            next_step=_("Chọn văn bản kế hoạch khác, hoặc soạn từ mẫu."), code="E_NO_OUTLINE",
        )  # fmt: skip
