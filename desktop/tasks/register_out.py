"""The register of documents out headless: list, export, add a paper made elsewhere."""

from datetime import date
from pathlib import Path
from typing import Any

from desktop.documents.kinds import document_type
from desktop.documents.register_paper import register_paper
from desktop.formats import registry
from desktop.models.plans.outgoing import Outgoing, add_outgoing, list_outgoing
from desktop.models.plans.plan_numbers import series_of, year_remarks
from desktop.models.plans.register_out import RegisterLine, filtered, register_lines
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.layout_settings import office_layout
from desktop.tasks.office_facts import office_facts


def list_register(
    reader: Reader, year: int | None, *, words: str = "", kind: str = "", stage: str = ""
) -> dict[str, Any]:
    """Return {"year", "series", "documents": [...], "remarks": [gaps and repeated numbers]}."""
    name = document_type(reader.packs, kind).name if kind else ""
    lines = filtered(register_lines(reader, year), words=words, kind=name, stage=stage)
    return {
        "year": year,
        "series": series_of(reader),
        "documents": [_line(line) for line in lines],
        "remarks": year_remarks(reader, year) if year else [],
    }


def export_register(
    reader: Reader, lines: list[RegisterLine], year: int | None, out: Path, day: date
) -> Path:
    """Write lines of the register to .xlsx, .pdf or .docx; returns the file."""
    facts = office_facts(reader, day)
    paper = register_paper(lines, year, facts.name, facts.parent)
    registry.write(paper, out, layout=office_layout(reader))
    return out


def add_paper(store: Store, entry: Outgoing) -> dict[str, Any]:
    """Add a paper made elsewhere; returns {"id", "number"}."""
    known = entry.doc_type and document_type(store.packs, entry.doc_type)
    if known and known.code in store.packs.document_types:
        from dataclasses import replace

        entry = replace(entry, doc_type=known.code)
    key = add_outgoing(store, entry)
    kept = next(one for one in list_outgoing(store) if one.id == key)
    return {"id": key, "number": kept.full_number}


def _line(line: RegisterLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "number": line.full_number or None,
        "date": line.date or None,
        "type": line.kind or None,
        "subject": line.subject,
        "signer": line.signer or None,
        "recipients": list(line.recipients),
        "copies": line.copies,
        "state": line.stage,
        "by": line.by or None,
        "made_here": bool(line.plan),
        "note": line.note or None,
    }
