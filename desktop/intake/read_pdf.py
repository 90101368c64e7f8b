"""PDF files with text: lines page by page. Scanned pages are recognised and refused."""

from pathlib import Path

from desktop.i18n import _
from desktop.intake import files
from desktop.intake.read_text import source_of
from desktop.intake.source import Source
from desktop.intake.words import letters
from desktop.models.errors import Refusal

_MAX_PAGES = 1_000


def read_pdf(path: Path) -> Source:
    """Read the text of a PDF. Raises `Refusal` for scans, passwords and damaged files."""
    import pypdfium2

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
        pages = [_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise files.broken() from None
    finally:
        document.close()
    text = "\n".join(pages)
    if letters(text) < 20 * len(pages):
        raise Refusal(
            _("Tệp PDF này là ảnh chụp, không có chữ để đọc."),
            next_step=_("Dùng bản .docx của văn bản, hoặc gõ lại nội dung."),
            code="E_SCAN",
        )
    return source_of(text, "pdf")


def _page(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]
    try:
        content = page.get_textpage()
        try:
            return str(content.get_text_range()).replace("\r\n", "\n").replace("\ufffe", "-")
        finally:
            content.close()
    finally:
        page.close()
