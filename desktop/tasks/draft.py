"""Drafting a plan: from a template, from a document that was read, from the upper paper."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.documents import coverage as covering
from desktop.documents.coverage import Coverage
from desktop.documents.from_template import draft_from_template
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.plan_compiler import compile_plan
from desktop.i18n import _
from desktop.intake.documents import read_document
from desktop.intake.reading import Reading
from desktop.models import plans
from desktop.models.errors import Refusal
from desktop.models.packs import Packs
from desktop.models.plan_draft import PlanDraft
from desktop.models.plan_head import PARENT, PlanHead
from desktop.models.reader import Reader
from desktop.models.store import Store
from desktop.tasks.handed import duties_of
from desktop.tasks.plan_from_reading import plan_of_reading
from desktop.tasks.print_plan import write_draft


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and how far it covers the upper paper; `plan` is its id once it is saved."""

    plan: str | None
    items: int
    coverage: Coverage

    def to_json(self) -> dict[str, Any]:
        """Return the shape of the headless contract."""
        return {"plan": self.plan, "items": self.items, "coverage": self.coverage.to_json()}


def plan_from_template(store: Store, template_id: str, year: int, facts: OfficeFacts) -> str:
    """Start an own plan from a template; returns its id."""
    packs = store.packs
    draft = draft_from_template(packs.template(template_id), packs, year, facts)
    return plans.save_draft(store, draft, _("Soạn kế hoạch từ mẫu"))


def plan_from_reading(store: Store, reading: Reading, role: str = PARENT) -> str:
    """Keep a checked reading as an upper paper or a template; returns its id.

    A paper already known by issuer, number and date is not kept twice.
    """
    draft = plan_of_reading(reading, store.packs, role)
    require_items(draft)
    reference = draft.head.parent_ref
    known = plans.find_parent_copy(store, reference) if reference and role == PARENT else None
    return known.id if known else plans.save_draft(store, draft, _("Nhận văn bản cấp trên"))


def draft_from_parent(store: Store, parent_id: str, year: int, facts: OfficeFacts) -> str:
    """Start an own plan that answers every duty of an upper paper; returns its id."""
    head, outline = plans.read_plan(store, parent_id), plans.read_outline(store, parent_id)
    draft = compile_plan(head, outline, store.packs, year, facts, duties_of(outline, facts))
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
    outs: Sequence[Path] = (),
) -> Drafted:
    """Draft from a template's id or a file, write it to `outs`, and save it into `store`.

    Without a store nothing is kept. Everything happens or nothing: a file that cannot be
    written leaves the office as it was.
    """
    if source in packs.template_files:
        made = draft_from_template(packs.template(source), packs, year or _next(today), facts)
        return _finish(made, covering.NO_PARENT, packs, store, outs)
    upper = plan_of_reading(read_document(_file(source)), packs)
    require_items(upper)
    chosen = year or _year_for(upper.head, today)
    if store is None:
        outline = upper.outline()
        duties = duties_of(outline, facts)
        own = compile_plan(upper.head, outline, packs, chosen, facts, duties)
        covered = covering.coverage(outline, own.outline(), duties)
        return _finish(own, covered, packs, None, outs)
    with store.step(_("Soạn kế hoạch từ văn bản cấp trên")):
        known = (
            plans.find_parent_copy(store, upper.head.parent_ref) if upper.head.parent_ref else None
        )
        parent_id = known.id if known else plans.save_draft(store, upper)
        parent = plans.read_outline(store, parent_id)
        head = plans.read_plan(store, parent_id)
        duties = duties_of(parent, facts)
        own = compile_plan(head, parent, packs, chosen, facts, duties)
        covered = covering.coverage(parent, own.outline(), duties)
        return _finish(own, covered, packs, store, outs)


def require_items(draft: PlanDraft) -> None:
    """Refuse a document in which no outline was found."""
    if not any(item.style != "none" for item in draft.items):
        raise Refusal(
            _("Không tìm thấy mục nào (I, 1, a, -) trong văn bản này."),
            next_step=_("Chọn văn bản kế hoạch khác, hoặc soạn từ mẫu."), code="E_NO_OUTLINE",
        )  # fmt: skip


def _finish(
    made: PlanDraft, covered: Coverage, packs: Packs, store: Store | None, outs: Sequence[Path]
) -> Drafted:
    if store is None:
        _write_all(made, outs, packs)
        return Drafted(None, made.count(), covered)
    with store.step(_("Soạn kế hoạch")):
        plan_id = plans.save_draft(store, made)
        _write_all(made, outs, packs)
    return Drafted(plan_id, made.count(), covered)


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
