"""Printing plans: the paper as PDF, Word or text, the work programme as a workbook."""

from pathlib import Path

from msgspec.structs import replace

from desktop.documents.compose import compose, layout_for
from desktop.documents.kinds import document_type
from desktop.documents.work_programme import (
    programme_appendix,
    programme_sheet,
    rows_of_items,
)
from desktop.formats import registry
from desktop.formats.document import Document
from desktop.formats.layout import Layout, shipped_layout
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.packs.packs import Packs, load_packs
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow, in_order
from desktop.models.plans.work_rows import read_rows
from desktop.models.store.reader import Reader
from desktop.tasks.papers.layout_settings import office_layout

WORKBOOK = ".xlsx"


def plan_document(reader: Reader, plan_id: str) -> tuple[Document, Layout]:
    """Return a plan's paper and the layout it is printed with, for preview and printing."""
    head = plans.read_plan(reader, plan_id)
    outline = plans.read_outline(reader, plan_id)
    paper = compose(head, outline, reader.packs, read_rows(reader, plan_id))
    return paper, layout_for(head, office_layout(reader))


def print_plan(reader: Reader, plan_id: str, out: Path) -> Path:
    """Write a plan to .pdf, .docx or .txt, its work programme to .xlsx; returns the file."""
    head = plans.read_plan(reader, plan_id)
    outline = plans.read_outline(reader, plan_id)
    rows = read_rows(reader, plan_id)
    _write(head, outline, rows, reader.packs, out, office_layout(reader))
    return out


def write_draft(
    draft: PlanDraft, out: Path, packs: Packs | None = None, layout: Layout | None = None
) -> Path:
    """Write a draft that may not be saved anywhere, as `print_plan` does."""
    rows = list(draft.rows)
    packs, layout = packs or load_packs(), layout or shipped_layout()
    _write(draft.head, draft.outline(), rows, packs, out, layout)
    return out


def programme_document(reader: Reader, plan_id: str) -> Document:
    """Return a plan's work programme; from the items' owners and deadlines where none is kept."""
    head = plans.read_plan(reader, plan_id)
    return _programme(head, plans.read_outline(reader, plan_id), read_rows(reader, plan_id))


def print_programme(reader: Reader, plan_id: str, out: Path, view: str | None = None) -> Path:
    """Write the work programme alone: a workbook to edit, or the landscape appendix."""
    head = plans.read_plan(reader, plan_id)
    head = replace(head, table_view=view or head.table_view)
    outline, rows = plans.read_outline(reader, plan_id), read_rows(reader, plan_id)
    sheet = _programme(head, outline, rows)
    if out.suffix.lower() != WORKBOOK:
        kind = document_type(reader.packs, head.doc_type)
        sheet = programme_appendix(head, kind, in_order(rows) or rows_of_items(outline))
    registry.write(sheet, out, layout=layout_for(head, office_layout(reader)))
    return out


def _write(
    head: PlanHead,
    outline: Outline,
    rows: list[WorkRow],
    packs: Packs,
    out: Path,
    layout: Layout,
) -> None:
    workbook = out.suffix.lower() == WORKBOOK
    paper = _programme(head, outline, rows) if workbook else compose(head, outline, packs, rows)
    registry.write(paper, out, layout=layout_for(head, layout))


def _programme(head: PlanHead, outline: Outline, rows: list[WorkRow]) -> Document:
    shown = in_order(rows) or rows_of_items(outline)
    if not shown:
        raise Refusal(
            _("Kế hoạch này chưa có việc nào ghi người làm hay thời hạn."),
            next_step=_("Điền người thực hiện, thời hạn, rồi xuất lại."), code="E_NO_ROWS",
        )  # fmt: skip
    return programme_sheet(head, shown)
