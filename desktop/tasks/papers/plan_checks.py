"""Checking an own plan: its findings and coverage, and the comparison written to a file."""

from datetime import date
from pathlib import Path
from typing import Any

from desktop.documents.coverage import NO_PARENT, Coverage, coverage
from desktop.documents.coverage_lines import Line, coverage_sheet, lines_of
from desktop.documents.duties import Duties
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.plan_checks import Finding, check_plan
from desktop.formats import registry
from desktop.formats.document import Document
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.plans import plans
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_rows import read_rows
from desktop.models.store.reader import Reader
from desktop.tasks.papers.handed import duties_of
from desktop.tasks.papers.layout_settings import sheet_layout
from desktop.tasks.papers.office_facts import office_facts


def findings(reader: Reader, plan_id: str, today: date) -> list[Finding]:
    """Return what a plan still lacks."""
    facts = office_facts(reader, today)
    head, own, parent, duties = _both(reader, plan_id, facts)
    return check_plan(head, own, read_rows(reader, plan_id), facts, parent, duties)


def matrix(reader: Reader, plan_id: str, today: date) -> tuple[list[Line], Coverage]:
    """Return the coverage matrix of a plan and its count; refuses one without an upper paper."""
    facts = office_facts(reader, today)
    head, own, parent, duties = _both(reader, plan_id, facts)
    if parent is None:
        raise Refusal(
            _("Kế hoạch này không soạn từ văn bản cấp trên."),
            next_step=_("Chọn kế hoạch soạn từ văn bản cấp trên."), code="E_NO_PARENT",
        )  # fmt: skip
    covered = coverage(parent, own, duties)
    return lines_of(head, parent, own, covered, duties), covered


def matrix_document(reader: Reader, plan_id: str, today: date) -> Document:
    """Return the coverage matrix as a sheet to print or to open in Excel."""
    lines, covered = matrix(reader, plan_id, today)
    head = plans.read_plan(reader, plan_id)
    return coverage_sheet(head, _source_title(reader, head), lines, covered)


def write_matrix(reader: Reader, plan_id: str, today: date, out: Path) -> Path:
    """Write the coverage matrix to .pdf, .docx or .xlsx; returns the file."""
    registry.write(matrix_document(reader, plan_id, today), out, layout=sheet_layout(reader))
    return out


def check_json(reader: Reader, plan_id: str, today: date) -> dict[str, Any]:
    """Return {"plan", "coverage", "findings": [{"kind", "part", "id", "where", "text"}]}."""
    facts = office_facts(reader, today)
    _head, own, parent, duties = _both(reader, plan_id, facts)
    covered = coverage(parent, own, duties) if parent is not None else NO_PARENT
    return {
        "plan": plan_id,
        "coverage": covered.to_json(),
        "findings": [one.to_json() for one in findings(reader, plan_id, today)],
    }


def matrix_json(reader: Reader, plan_id: str, today: date) -> dict[str, Any]:
    """Return the coverage and a line per item of the upper paper."""
    lines, covered = matrix(reader, plan_id, today)
    return {
        **covered.to_json(),
        "lines": [
            {
                "label": one.path,
                "text": one.duty,
                "state": "left_out" if one.left_out else "covered" if one.answer else "missing",
                "ours": list(one.ours),
                "answer": one.answer or None,
                "who": one.who or None,
                "target": one.target or None,
                "our_target": one.our_target or None,
            }
            for one in lines
        ],
    }


def _both(
    reader: Reader, plan_id: str, facts: OfficeFacts
) -> tuple[PlanHead, Outline, Outline | None, Duties]:
    head, own = plans.read_plan(reader, plan_id), plans.read_outline(reader, plan_id)
    if not head.source_plan:
        return head, own, None, Duties()
    parent = plans.read_outline(reader, head.source_plan)
    return head, own, parent, duties_of(parent, facts)


def _source_title(reader: Reader, head: PlanHead) -> str:
    try:
        source = plans.read_plan(reader, head.source_plan)
    except Refusal:
        return head.parent_ref.number if head.parent_ref is not None else ""
    number = f" ({source.full_number})" if source.full_number else ""
    return f"{source.title or source.subject}{number}"
