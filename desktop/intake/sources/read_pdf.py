"""PDF files with text: lines put in order page by page. Scanned pages are recognised."""

import time
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.intake.source import Source
from desktop.intake.sources import files
from desktop.intake.sources.pdf_lines import lines_of
from desktop.intake.sources.pdf_page import Page, arrange
from desktop.intake.sources.pdf_streams import check_streams
from desktop.intake.sources.pdf_words import has_pictures, rules, words
from desktop.intake.words import letters
from desktop.models.errors import Refusal

_MAX_PAGES = 400
_SECONDS = 8.0
_MAX_LINES = 15_000


def read_pdf(path: Path) -> Source:
    """Read the text of a PDF. Raises `Refusal` for scans, passwords and damaged files."""
    import pypdfium2

    check_streams(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refusal(
                _("Tệp PDF này đặt mật khẩu."),
                next_step=_("Bỏ mật khẩu, hoặc dùng bản .docx của văn bản."),
                code="E_PASSWORD",
            ) from None
        raise files.broken() from None
    try:
        if len(document) > _MAX_PAGES:
            raise files.too_large()
        pages, pictures = _pages(document)
    except pypdfium2.PdfiumError:
        raise files.broken() from None
    finally:
        document.close()
    _check(pages, pictures)
    lines = lines_of(pages)
    if len(lines) > _MAX_LINES:
        raise files.too_large()
    return Source(tuple(lines), "pdf")


def _pages(document: Any) -> tuple[list[Page], int]:
    until = time.monotonic() + _SECONDS
    pages: list[Page] = []
    pictures = 0
    for number in range(len(document)):
        if time.monotonic() > until:
            raise files.too_large()
        page = document[number]
        try:
            width, height = page.get_size()
            drawn = rules(page)
            found = words(page, drawn)
            pictures += not found and has_pictures(page)
            pages.append(arrange(found, drawn if found else (), width, height))
        finally:
            page.close()
    return pages, pictures


def _check(pages: list[Page], pictures: int) -> None:
    """Refuse pictures of pages; a few pictures among pages of text are no scan."""
    told = letters(" ".join(row.text for page in pages for row in page.rows))
    if told and not pictures:
        return
    if told < 20 * max(len(pages), 1) or pictures * 2 > len(pages):
        raise Refusal(
            _("Tệp PDF này là ảnh chụp, không có chữ để đọc."),
            next_step=_("Dùng bản .docx của văn bản, hoặc gõ lại nội dung."),
            code="E_SCAN",
        )
