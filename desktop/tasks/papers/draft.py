"""Drafting a plan: from a template, from a document that was read, from the upper paper."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.documents import coverage as covering
from desktop.documents.coverage import Coverage
from desktop.documents.duties import Duties
from desktop.documents.from_template import draft_from_template
from desktop.documents.kinds import skeleton
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.plan_compiler import compile_plan
from desktop.i18n import _
from desktop.intake.documents import read_document
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.outline.targets import format_target, to_value
from desktop.models.packs.packs import Packs
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import PlanDraft, trees, without_ids
from desktop.models.plans.plan_head import PARENT, PlanHead
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.going_on import Told, unheard
from desktop.tasks.papers.handed import duties_of
from desktop.tasks.papers.own_head import own_head
from desktop.tasks.papers.plan_from_reading import plan_of_reading
from desktop.tasks.papers.print_plan import write_draft
from desktop.tasks.papers.upper_papers import keep_parent, kept_paper, require_items
from desktop.tasks.papers.upper_papers import plan_from_reading as plan_from_reading


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and how far it covers the upper paper; `plan` is its id once it is saved.

    `left_out` are (path, text) of what only other bodies must do, `targets` the numbers
    proposed.
    """

    plan: str | None
    items: int
    coverage: Coverage
    left_out: tuple[tuple[str, str], ...] = ()
    targets: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the shape of the headless contract, and what is left to other bodies."""
        return {
            "plan": self.plan,
            "items": self.items,
            "coverage": self.coverage.to_json(),
            "left_out": [{"label": path, "text": text} for path, text in self.left_out],
            "targets": list(self.targets),
        }


def plan_from_template(store: Store, template_id: str, year: int, facts: OfficeFacts) -> str:
    """Start an own plan from a template; returns its id."""
    packs = store.packs
    draft = draft_from_template(packs.template(template_id), packs, year, facts)
    return plans.save_draft(store, draft, _("Soạn kế hoạch từ mẫu"))


def plan_of_kind(store: Store, kind: str, year: int, facts: OfficeFacts) -> str:
    """Start an own paper of a kind from its skeleton; returns its id."""
    template = skeleton(store.packs, kind)
    if template is None:
        raise Refusal(
            _("Chưa có khung soạn cho loại văn bản này."),
            next_step=_("Chọn loại khác hoặc soạn từ mẫu."), code="E_KIND",
        )  # fmt: skip
    draft = draft_from_template(template, store.packs, year, facts)
    return plans.save_draft(store, draft, _("Soạn văn bản mới"))


def draft_from_parent(
    store: Store, parent_id: str, year: int, facts: OfficeFacts, told: Told = unheard
) -> str:
    """Start an own plan that answers every duty of an upper paper; returns its id."""
    head, outline = plans.read_plan(store, parent_id), plans.read_outline(store, parent_id)
    told(1, 4)
    duties = duties_of(outline, facts)
    told(2, 4)
    draft = compile_plan(head, outline, store.packs, year, facts, duties)
    told(3, 4)
    return plans.save_draft(store, draft, _("Soạn kế hoạch từ văn bản cấp trên"))


def coverage_of(reader: Reader, plan_id: str, facts: OfficeFacts) -> Coverage:
    """Return how far a plan covers the upper paper it was drawn up from."""
    head = plans.read_plan(reader, plan_id)
    if not head.source_plan:
        return covering.NO_PARENT
    parent = plans.read_outline(reader, head.source_plan)
    own = plans.read_outline(reader, plan_id)
    return covering.coverage(parent, own, duties_of(parent, facts))


def draft(
    source: str,
    packs: Packs,
    facts: OfficeFacts,
    today: date,
    *,
    year: int | None = None,
    store: Store | None = None,
    reader: Reader | None = None,
    outs: Sequence[Path] = (),
) -> Drafted:
    """Draft from a template's id, a file or a paper kept here; write it to `outs`, keep it.

    A kept paper is named by its id in `store`, or in `reader` where nothing is to be kept.
    Without a store nothing is kept. Everything happens or nothing: a file that cannot be
    written leaves the office as it was.
    """
    template = packs.template(source) if source in packs.template_files else None
    if template is None and len(source) < 40 and not Path(source).is_file():
        template = skeleton(packs, source.removeprefix("loai-"))
    if template is not None:
        made = draft_from_template(template, packs, year or _next(today), facts)
        return _finish(made, covering.NO_PARENT, packs, store, outs)
    kept = kept_paper(store or reader, source)
    if kept is not None:
        return _from_kept(kept, packs, facts, today, year, store, outs)
    upper = plan_of_reading(read_document(_file(source)), packs)
    require_items(upper)
    chosen = year or _year_for(upper.head, today)
    if store is None:
        outline = upper.outline()
        duties = duties_of(outline, facts)
        own = compile_plan(upper.head, outline, packs, chosen, facts, duties)
        covered = covering.coverage(outline, own.outline(), duties)
        return _finish(own, covered, packs, None, outs, _left(outline, duties))
    with store.step(_("Soạn kế hoạch từ văn bản cấp trên")):
        parent_id = keep_parent(store, upper)
        parent = plans.read_outline(store, parent_id)
        head = plans.read_plan(store, parent_id)
        duties = duties_of(parent, facts)
        own = compile_plan(head, parent, packs, chosen, facts, duties)
        covered = covering.coverage(parent, own.outline(), duties)
        return _finish(own, covered, packs, store, outs, _left(parent, duties))


def _from_kept(
    kept: tuple[PlanHead, Outline],
    packs: Packs,
    facts: OfficeFacts,
    today: date,
    year: int | None,
    store: Store | None,
    outs: Sequence[Path],
) -> Drafted:
    head, outline = kept
    chosen = year or _year_for(head, today)
    if head.role != PARENT:
        own = PlanDraft(own_head(head, packs, chosen, facts), without_ids(trees(outline)))
        return _finish(own, covering.NO_PARENT, packs, store, outs)
    duties = duties_of(outline, facts)
    own = compile_plan(head, outline, packs, chosen, facts, duties)
    covered = covering.coverage(outline, own.outline(), duties)
    return _finish(own, covered, packs, store, outs, _left(outline, duties))


def _left(outline: Outline, duties: Duties) -> tuple[tuple[str, str], ...]:
    """Return what is left to other bodies: (path, text)."""
    return tuple((outline.path(one), outline.row(one).item.plain) for one in duties.left_out)


def _finish(
    made: PlanDraft,
    covered: Coverage,
    packs: Packs,
    store: Store | None,
    outs: Sequence[Path],
    left: tuple[tuple[str, str], ...] = (),
) -> Drafted:
    if not left:
        left = tuple(("", text) for text in made.head.left_out)
    numbers = _numbers(made)
    if store is None:
        _write_all(made, outs, packs)
        return Drafted(None, made.count(), covered, left, numbers)
    name = (made.head.title or made.head.subject)[:80]
    with store.step(_("Soạn kế hoạch: {name}").format(name=name)):
        plan_id = plans.save_draft(store, made)
        _write_all(made, outs, packs)
    return Drafted(plan_id, made.count(), covered, left, numbers)


def _numbers(made: PlanDraft) -> tuple[dict[str, Any], ...]:
    """Return the targets proposed, each with the item it stands at and its basis."""
    outline = made.outline()
    return tuple(
        {
            "item": outline.path(row.id),
            "target": format_target(one),
            "value": (to_value(one) or {}).get("value"),
            "unit": one.unit,
            "basis": one.basis,
        }
        for row in outline
        for one in row.item.targets
    )


def _write_all(made: PlanDraft, outs: Sequence[Path], packs: Packs) -> None:
    """Write every file; when one cannot be written, the others made here go again."""
    new = [out for out in outs if not out.exists()]
    try:
        for out in outs:
            write_draft(made, out, packs)
    except BaseException:
        for out in new:
            with suppress(OSError):
                out.unlink()
        raise


def _file(source: str) -> Path:
    path = Path(source)
    if not path.is_file():
        raise Refusal(
            _("Không có mẫu hay tệp “{source}”.").format(source=source[:200]),
            next_step=_("Chọn một mẫu có trong danh sách hoặc một tệp văn bản."), code="E_SOURCE",
        )  # fmt: skip
    return path


def _year_for(head: PlanHead, today: date) -> int:
    """Return the year an upper paper speaks of when it is still to come, else the next."""
    return head.year if head.year and head.year >= today.year else _next(today)


def _next(today: date) -> int:
    """Return the year that is being planned: from September on, the next one."""
    return today.year + 1 if today.month >= 9 else today.year
