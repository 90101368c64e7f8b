"""Written files read back by other libraries, as text a person can review."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from desktop.formats.document import Document
from desktop.formats.layout import Layout, shipped_layout
from desktop.formats.registry import render


@contextmanager
def opened_pdf(data: bytes) -> Iterator[Any]:
    """Open a PDF with pdfium."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        yield pdf
    finally:
        pdf.close()


def pdf_bytes(document: Document, layout: Layout | None = None) -> bytes:
    """Return the document as PDF."""
    return render(document, ".pdf", layout=layout)


def pdf_pages(data: bytes) -> list[str]:
    """Return the text of each page."""
    with opened_pdf(data) as pdf:
        return [
            page.get_textpage().get_text_range().replace("\r\n", "\n").rstrip() + "\n"
            for page in pdf
        ]


def text_boxes(data: bytes, page: int, text: str) -> list[tuple[float, float, float, float]]:
    """Return (left, bottom, right, top) in points of each place of the text on the page."""
    with opened_pdf(data) as pdf:
        textpage = pdf[page].get_textpage()
        search = textpage.search(text, match_case=True)
        boxes = []
        while (found := search.get_next()) is not None:
            chars = [textpage.get_charbox(found[0] + n) for n in range(found[1])]
            boxes.append(
                (
                    min(c[0] for c in chars),
                    min(c[1] for c in chars),
                    max(c[2] for c in chars),
                    max(c[3] for c in chars),
                )
            )
        return boxes


def opened_docx(document: Document) -> Any:
    """Return the document as python-docx reads it back."""
    import docx

    return docx.Document(BytesIO(render(document, ".docx")))


def part(data: bytes, name: str) -> str:
    """Return a part of a zip container as text."""
    with ZipFile(BytesIO(data)) as container:
        return container.read(name).decode()


def opened_xlsx(document: Document, meta: dict[str, object] | None = None) -> Any:
    """Return the document's workbook as openpyxl reads it back."""
    import openpyxl

    return openpyxl.load_workbook(BytesIO(render(document, ".xlsx", meta=meta)))


def narrow_layout() -> Layout:
    """The preset with the narrower text block."""
    from desktop.documents.layout import with_preset

    return with_preset(shipped_layout(), "decree30")
