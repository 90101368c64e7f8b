"""The register of documents out headless: list, export, add a paper made elsewhere."""

from datetime import date
from pathlib import Path
from typing import Any

from desktop.documents.kinds import document_type
from desktop.documents.register_paper import register_paper
from desktop.formats import registry
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.outgoing import Outgoing, add_outgoing, list_outgoing
from desktop.models.plans.plan_numbers import series_of, taken_by, year_remarks
from desktop.models.plans.register_out import RegisterLine, filtered, register_lines
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.papers.layout_settings import sheet_layout
from desktop.tasks.papers.office_facts import office_facts


def list_register(
    reader: Reader, year: int | None, *, words: str = "", kind: str = "", stage: str = ""
) -> dict[str, Any]:
    """Return {"year", "series", "documents": [...], "remarks": [gaps and repeated numbers]}."""
    name = _kind(reader, kind) if kind else ""
    lines = filtered(register_lines(reader, year), words=words, kind=name, stage=stage)
    return {
        "year": year,
        "series": series_of(reader),
        "documents": [_line(line) for line in lines],
        "remarks": year_remarks(reader, year) if year else [],
    }


def _kind(reader: Reader, text: str) -> str:
    """Return the name of a kind of paper; refuses one that nobody knows."""
    known = document_type(reader.packs, text)
    used = {line.kind for line in register_lines(reader, None)}
    if known.code not in reader.packs.document_types and known.name not in used:
        raise Refusal(
            _("Không có loại văn bản “{text}”.").format(text=text[:30]),
            next_step=_("Ghi mã hoặc tên loại: KH, CV, Quyết định."), code="E_TYPE",
        )  # fmt: skip
    return known.name


def export_register(
    reader: Reader, lines: list[RegisterLine], year: int | None, out: Path, day: date
) -> Path:
    """Write lines of the register to .xlsx, .pdf or .docx; returns the file."""
    facts = office_facts(reader, day)
    paper = register_paper(lines, year, facts.name, facts.parent)
    registry.write(paper, out, layout=sheet_layout(reader))
    return out


def add_paper(store: Store, entry: Outgoing) -> dict[str, Any]:
    """Add a paper made elsewhere; returns {"id", "number", "remarks": [a number used already]}."""
    known = entry.doc_type and document_type(store.packs, entry.doc_type)
    if known and known.code in store.packs.document_types:
        from dataclasses import replace

        entry = replace(entry, doc_type=known.code)
    key = add_outgoing(store, entry)
    kept = next(one for one in list_outgoing(store) if one.id == key)
    same = taken_by(store, kept.plain_number or 0, kept.symbol, int(kept.date[:4]), key)
    told = [
        _("Số {n} năm {year} đã dùng cho “{title}”.").format(
            n=kept.number, year=kept.date[:4], title=used.title
        )
        for used in same
    ]
    return {"id": key, "number": kept.full_number, "remarks": told}


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
