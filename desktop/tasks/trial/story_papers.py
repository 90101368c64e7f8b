"""The story's papers: the province's document is read, answered, printed; work is logged."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.intake.documents import read_document
from desktop.models.activities.activities import Activity, add_activity
from desktop.models.activities.quick_entry import quick_read
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.plans.plan_issue import issue_plan, next_number
from desktop.tasks.papers.draft import draft, plan_from_template
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.print_plan import print_plan

if TYPE_CHECKING:
    from desktop.tasks.trial.story import Story

UPPER_TEMPLATE = "viec-lam-ben-vung"
PROGRAMME = "chuong-trinh-cong-tac-nam"


def read_and_draft(story: "Story") -> None:
    """The province issues a paper in Word; the commune reads it and draws up its own plan."""
    paper = _province_paper(story)
    reading = read_document(paper).to_json()
    reading_out = story.out("1-van-ban-cap-tren/doc-duoc.json")
    reading_out.write_text(json.dumps(reading, ensure_ascii=False, indent=1), encoding="utf-8")
    story.tell(
        _("Đọc văn bản số {number} của {issuer}: {items} mục, {targets} chỉ tiêu.").format(
            number=reading["number"], issuer=reading["issuer"], items=len(reading["outline"]),
            targets=len(reading["targets"]),
        )
    )  # fmt: skip
    store = story.commune
    facts = office_facts(store, story.today)
    outs = [story.out(f"2-ke-hoach/ke-hoach{suffix}") for suffix in (".docx", ".pdf")]
    made = draft(
        str(paper), store.packs, facts, story.today, year=story.today.year + 1, store=store,
    )  # fmt: skip
    assert made.plan is not None
    issue_plan(store, made.plan, next_number(store, story.today.year), story.today)
    for out in outs:
        print_plan(store, made.plan, out)
    _print_programme(story)
    covered = made.coverage
    story.tell(
        _("Soạn kế hoạch {n} mục, trả lời {covered}/{parent} nhiệm vụ; in Word và PDF.").format(
            n=made.items, covered=covered.covered, parent=len(covered.duties)
        )
    )
    story.facts |= {"plan": made.to_json()}


def _province_paper(story: "Story") -> Path:
    store = story.province
    facts = office_facts(store, story.today)
    plan = plan_from_template(store, UPPER_TEMPLATE, story.today.year + 1, facts)
    issue_plan(store, plan, next_number(store, story.today.year), story.today)
    return print_plan(store, plan, story.out("1-van-ban-cap-tren/ke-hoach-cua-tinh.docx"))


def _print_programme(story: "Story") -> None:
    """Print the year's work programme as a workbook."""
    store = story.commune
    programme = next(h for h in plans.list_plans(store) if h.template.startswith(PROGRAMME))
    print_plan(store, programme.id, story.out("2-ke-hoach/chuong-trinh-cong-tac.xlsx"))


def read_corpus(story: "Story", documents: Sequence[Path]) -> None:
    """Read more documents where a folder of them was named, and draft a plan from each."""
    facts = office_facts(story.commune, story.today)
    packs = story.commune.packs
    read: dict[str, dict[str, int]] = {}
    for number, document in enumerate(documents):
        outline = len(read_document(document).outline)
        out = story.out(f"2-ke-hoach/them-{number + 1}.docx")
        try:
            made = draft(str(document), packs, facts, story.today, outs=[out])
        except Refusal as refusal:
            story.files.remove(out)
            story.tell(f"{document.name}: {refusal}")
            continue
        read[document.name] = {"outline": outline, "items": made.items}
        story.tell(
            _("Đọc thêm {name}: {n} mục, soạn {m} mục.").format(
                name=document.name, n=outline, m=made.items
            )
        )
    if documents:
        story.facts |= {"corpus": read}


def log_activity(story: "Story") -> None:
    """Log an activity of the month as one typed line, linked to an item of the plan."""
    store = story.commune
    day = story.month.data_to - timedelta(days=9)
    line = _("{day} Thăm hỏi công nhân ốm đau tại Công ty May, 12 người (8 nữ), 6 triệu").format(
        day=f"{day:%d/%m/%Y}"
    )
    categories = store.packs.activity_categories
    proposal = quick_read(line, story.today, categories)
    activity = proposal.activity(proposal.category or "CL")
    plan = story.facts["plan"]["plan"]
    items = [row.id for row in plans.read_outline(store, plan) if row.style != "none"]
    linked = _with_items(activity, items[:1])
    key = add_activity(store, linked, categories, store.packs.indicators)
    story.facts |= {"activity": key}
    story.tell(_("Ghi hoạt động: {line}").format(line=line))


def _with_items(activity: Activity, items: Sequence[str]) -> Activity:
    return replace(activity, plan_items=tuple(items))
