"""F7 out of the open list: Excel, Word or PDF with a watermark, a name that says what is inside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.formats import registry as formats
from desktop.formats.document import Document
from desktop.formats.table import Table, counted_marks
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.reports.f7 import member_list
from desktop.tasks.members.book import check_name, listed_in
from desktop.tasks.members.person import FIELDS
from desktop.tasks.members.vault import Vault
from desktop.tasks.papers.layout_settings import sheet_layout

KINDS = (".xlsx", ".docx", ".pdf")
_ALWAYS = frozenset({"stt"})


def export(
    vault: Vault, reader: Reader, period: str, out: Path, now: datetime, unit: str = ""
) -> Path:
    """Write F7 of a union; the log of access tells that it was. Returns the file."""
    if out.suffix.lower() not in KINDS:
        raise Refusal(
            _("Danh sách đoàn viên chỉ ghi ra Excel, Word hoặc PDF."),
            next_step=_("Đặt tên tệp có đuôi .xlsx, .docx hoặc .pdf."), code="E_SUFFIX",
        )  # fmt: skip
    document = document_of(vault, reader, period, unit)
    target = check_name(out)
    vault.note("export", now, len(listed_in(vault, reader, period, unit)[0]))
    formats.write(document, target, layout=sheet_layout(reader))
    return target


def printed(vault: Vault, reader: Reader, period: str, unit: str = "") -> tuple[bytes, int]:
    """Return F7 as a PDF for a printer, and how many people are on it; no file is written.

    Whoever prints it has it logged: `vault.note("print", …)`.
    """
    document = document_of(vault, reader, period, unit)
    pdf = formats.render(document, ".pdf", layout=sheet_layout(reader))
    return pdf, len(listed_in(vault, reader, period, unit)[0])


def printed_blank(reader: Reader, period: str) -> bytes:
    """Return F7 without names as a PDF, to be filled in by hand."""
    return formats.render(member_list(reader, period), ".pdf", layout=sheet_layout(reader))


def document_of(vault: Vault, reader: Reader, period: str, unit: str = "") -> Document:
    """Return F7 as it is printed, with the columns that are kept.

    Who left before the period, or comes after it, is not in it.
    """
    listed, gone = listed_in(vault, reader, period, unit)
    rows = [{name: getattr(one, name) or None for name in FIELDS} for one in listed]
    document = member_list(reader, period, unit, rows, gone=gone)
    blocks = tuple(
        _only(block, vault.book.fields) if isinstance(block, Table) else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks, watermark=_("CÓ THÔNG TIN CÁ NHÂN – DÙNG NỘI BỘ"))


def _only(table: Table, fields: Sequence[str]) -> Table:
    """Return the table without the columns of fields that are off."""
    codes = [column.code for column in table.columns]
    kept = [place for place, code in enumerate(codes) if code in (*_ALWAYS, *fields)]
    rows = tuple(
        replace(row, cells=tuple(row.cells[place] for place in kept))
        if len(row.cells) == len(codes)
        else row
        for row in table.rows
    )
    columns = tuple(table.columns[place] for place in kept)
    marks = counted_marks(len(kept), texts=2)
    return replace(table, columns=columns, rows=rows, marks=marks)
