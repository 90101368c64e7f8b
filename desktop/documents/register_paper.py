"""The register of documents out as a paper: a landscape table of a year."""

from collections.abc import Sequence
from datetime import date

from desktop.formats.document import Document, FormHead, PaperKind
from desktop.formats.table import Align, CellKind, Column, Row, Table
from desktop.i18n import _
from desktop.models.plans.register_out import RegisterLine
from desktop.models.text import nfc, short_date


def register_paper(
    lines: Sequence[RegisterLine], year: int | None, issuer: str, parent: str = ""
) -> Document:
    """Return the register of a year as a paper of its own, a line per document."""
    title = _("Sổ văn bản đi năm {year}").format(year=year) if year else _("Sổ văn bản đi")
    head = FormHead(
        parent=parent,
        issuer=issuer,
        form="",
        title=title,
        subtitle=(_("(Tổng số: {n} văn bản)").format(n=len(lines)),),
    )
    return Document(
        kind=PaperKind.FORM,
        blocks=(head, register_table(lines)),
        title=title,
        author=issuer,
        landscape=True,
    )


def register_table(lines: Sequence[RegisterLine]) -> Table:
    """Return the lines as a table."""
    center, left = Align.CENTER, Align.LEFT
    columns = (
        Column(_("STT"), 9, align=center),
        Column(_("Số, ký hiệu"), 30, align=center),
        Column(_("Ngày, tháng"), 24, align=center),
        Column(_("Loại"), 24, align=center),
        Column(_("Trích yếu nội dung"), 74, align=left),
        Column(_("Người ký"), 32, align=center),
        Column(_("Nơi nhận"), 48, align=left),
        Column(_("Số bản"), 14, CellKind.COUNT, align=center),
        Column(_("Tình trạng"), 26, align=center),
        Column(_("Ghi chú"), 20, align=left),
    )
    rows = tuple(
        Row((
            str(number), line.full_number or None, _day(line.date), line.kind or None,
            nfc(line.subject), line.signer or None, "; ".join(map(_bare, line.recipients)) or None,
            line.copies, line.state, line.note or None,
        ))
        for number, line in enumerate(lines, start=1)
    )  # fmt: skip
    return Table(columns=columns, rows=rows, name=_("Sổ văn bản đi"))


def _day(text: str) -> str | None:
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return None


def _bare(name: str) -> str:
    return nfc(name).strip().lstrip("-–•* ").rstrip(" ;.,")
