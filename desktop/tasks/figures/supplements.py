"""Printing a supplementary return: what it changed and why, as a paper to be signed."""

from pathlib import Path

from desktop.formats import registry as formats
from desktop.formats.document import Document
from desktop.models.store.reader import Reader
from desktop.reports.supplement import supplement_document
from desktop.tasks.figures.small_cells import when_hidden
from desktop.tasks.papers.layout_settings import sheet_layout


def supplement_as_chosen(
    reader: Reader, form: str, period: str, unit: str, rev: int = 0
) -> Document:
    """Return a unit's supplementary return as it is looked at, printed and saved."""
    hide = when_hidden(reader) == "all"
    return supplement_document(reader, form, period, unit, rev, hide_small=hide)


def make_supplement(
    reader: Reader, form: str, period: str, unit: str, out: Path, rev: int = 0
) -> Path:
    """Write a unit's supplementary return as .xlsx, .pdf, .docx or .txt, by the suffix of `out`.

    `rev` 0 takes the newest revision. Raises Refusal where there is none, and for a file that
    cannot be written; then nothing is left behind.
    """
    document = supplement_as_chosen(reader, form, period, unit, rev)
    formats.write(document, out, layout=sheet_layout(reader))
    return out
