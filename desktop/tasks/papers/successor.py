"""A new paper that amends an issued one or takes its place."""

from dataclasses import replace
from datetime import date

import msgspec

from desktop.documents.citing import cite, short_cite
from desktop.documents.kinds import document_type
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.plans import plan_head, plans
from desktop.models.plans.plan_draft import PlanDraft, draft_item, trees, without_ids
from desktop.models.plans.plan_head import AMEND, REPLACE, PlanHead
from desktop.models.plans.work_rows import read_rows
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.papers.office_facts import office_facts


def open_successor(reader: Reader, plan_id: str, how: str) -> str:
    """Return the draft that already amends or replaces a paper so, "" when there is none."""
    return next(
        (
            head.id
            for head in plans.list_plans(reader)
            if head.amends == plan_id
            and (head.amends_how == AMEND) == (how == AMEND)
            and head.state != plan_head.ISSUED
            and not head.number
        ),
        "",
    )


def start_successor(store: Store, plan_id: str, how: str, today: date) -> str:
    """Start a draft that amends an issued paper or replaces it; returns its id.

    One that was begun already is returned as it is, rather than a second beside it.
    The old paper holds as it is until the new one is issued. A replacing paper begins as the
    old one's text; an amending one as a short paper that names what is worded anew.
    """
    old = plans.read_plan(store, plan_id)
    if old.state != plan_head.ISSUED or old.stage in (plan_head.REPLACED, plan_head.WITHDRAWN):
        raise Refusal(
            _("Chỉ sửa đổi, thay thế được văn bản đã ban hành và còn hiệu lực."),
            next_step=_("Chọn văn bản khác."), code="E_NOT_ISSUED",
        )  # fmt: skip
    if begun := open_successor(store, plan_id, how):
        return begun
    fresh = msgspec.structs.replace(
        _cleared(old), amends=plan_id, amends_how=how if how in (AMEND, REPLACE) else REPLACE,
        signer_name=old.signer_name or office_facts(store, today).signer_name,
    )  # fmt: skip
    if how == AMEND:
        draft = _amending(old, fresh, store.packs)
        return plans.save_draft(store, draft, _("Soạn văn bản sửa đổi, bổ sung"))
    items = without_ids(trees(plans.read_outline(store, plan_id)))
    rows = tuple(replace(row, id="", index="") for row in read_rows(store, plan_id))
    kind = document_type(store.packs, old.doc_type).name
    sentence = _("{kind} này thay thế {paper}.").format(kind=kind, paper=cite(old, store.packs))
    head = msgspec.structs.replace(fresh, closing=(*old.closing, sentence))
    return plans.save_draft(store, PlanDraft(head, items, rows), _("Soạn văn bản thay thế"))


def _cleared(old: PlanHead) -> PlanHead:
    return msgspec.structs.replace(
        old, id="", state=plan_head.DRAFT, number="", date="", asked_on="", asked_until="",
        amended_by=(), replaced_by="", withdrawn="", withdrawn_why="", source_plan="",
        left_out=(),
    )  # fmt: skip


def _amending(old: PlanHead, fresh: PlanHead, packs: Packs) -> PlanDraft:
    paper, short = cite(old, packs), short_cite(old, packs)
    subject = _("Sửa đổi, bổ sung một số nội dung của {paper}").format(paper=short)
    letter = not document_type(packs, old.doc_type).named
    head = msgspec.structs.replace(
        fresh,
        title=subject,
        subject=f"V/v {subject[:1].lower()}{subject[1:]}" if letter else subject,
        basis=(),
        opening=(
            _("Căn cứ tình hình thực tế, {unit} sửa đổi, bổ sung một số nội dung của {paper} "
              "như sau:").format(unit=old.issuer or "……", paper=paper),
        ),
        closing=(
            _("Các nội dung khác giữ nguyên theo {paper}.").format(paper=short),
        ),
        appendices=(),
    )  # fmt: skip
    items = (
        draft_item(_("Sửa đổi … như sau:"), "arabic", draft_item("“…”", "none")),
        draft_item(_("Bổ sung … như sau:"), "arabic", draft_item("“…”", "none")),
    )
    return PlanDraft(head, items)
