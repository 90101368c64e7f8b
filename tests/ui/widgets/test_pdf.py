import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from desktop.models.pdfium import PDFIUM
from desktop.ui.widgets.pdf_pages import PdfPages, Wanted
from desktop.ui.widgets.pdf_preview import PdfPreview
from desktop.ui.widgets.printing import page_count, send
from tests.ui.test_store_thread import until


def pdf(*texts: str, wide: bool = False) -> bytes:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=landscape(A4) if wide else A4)
    for text in texts:
        canvas.setFont("Helvetica", 40)
        canvas.drawString(60, 400, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def preview() -> Iterator[PdfPreview]:
    made = PdfPreview()
    made.resize(700, 600)
    made.show()
    yield made
    made.paper.stop()
    made.close()
    made.deleteLater()


def dark_pixels(preview: PdfPreview) -> int:
    drawn = preview.paper.viewport().grab().toImage()
    return sum(
        drawn.pixelColor(x, y).lightness() < 100
        for x in range(0, drawn.width(), 2)
        for y in range(0, drawn.height(), 2)
    )


def test_the_first_page_is_drawn_and_counted(preview: PdfPreview) -> None:
    preview.set_pdf(pdf("MOT", "HAI", "BA"))
    until(lambda: preview.paper.page_count() == 3)
    until(lambda: dark_pixels(preview) > 20)
    assert preview._where.text() == "Trang 1/3"


def test_going_to_a_page_and_back_by_keys(preview: PdfPreview) -> None:
    preview.set_pdf(pdf("MOT", "HAI", "BA"))
    until(lambda: preview.paper.page_count() == 3)
    preview.paper.go_to_page(3)
    assert preview.paper.current_page() == 3
    preview.paper.set_zoom(2.0)
    assert preview.paper.current_page() == 3


def test_rewriting_keeps_the_place(preview: PdfPreview) -> None:
    preview.set_pdf(pdf("MOT", "HAI", "BA"))
    until(lambda: preview.paper.page_count() == 3)
    preview.paper.go_to_page(2)
    preview.set_pdf(pdf("MOT", "HAI", "BA", "BON"))
    until(lambda: preview.paper.page_count() == 4)
    assert preview.paper.current_page() == 2


def test_a_newer_pdf_makes_older_wishes_void() -> None:
    pages = PdfPages()
    drawn: list[Wanted] = []
    pages.drawn.connect(drawn.append)
    old = pages.set_pdf(pdf("CU"))
    pages.picture(Wanted(old, 0, 1.0))
    new = pages.set_pdf(pdf("MOI"))
    pages.picture(Wanted(new, 0, 1.0))
    until(lambda: any(one.version == new for one in drawn))
    assert all(one.version == new for one in drawn)
    pages.stop()


def test_a_page_only_the_longer_document_before_had_is_void() -> None:
    pages = PdfPages()
    drawn: list[Wanted] = []
    pages.drawn.connect(drawn.append)
    pages.set_pdf(pdf("MOT", "HAI", "BA"))
    new = pages.set_pdf(pdf("MOT"))
    pages.picture(Wanted(new, 2, 1.0))
    pages.picture(Wanted(new, 0, 1.0))
    until(lambda: bool(drawn))
    assert drawn == [Wanted(new, 0, 1.0)]
    pages.stop()


def test_what_is_no_pdf_shows_no_page(preview: PdfPreview) -> None:
    preview.set_pdf(b"not a pdf")
    preview.set_pdf(pdf("MOT"))
    until(lambda: preview.paper.page_count() == 1)


def test_printing_sends_the_pages_asked_for_in_their_format(tmp_path: Path) -> None:
    import pypdfium2

    target = tmp_path / "bản in.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setFromTo(2, 3)
    assert send(printer, pdf("MOT", "HAI", "BA", wide=True)) == 2
    with PDFIUM, closing(pypdfium2.PdfDocument(target.read_bytes())) as document:
        assert [document.get_page_size(i) for i in range(len(document))] == [(842.0, 595.0)] * 2


def test_pages_are_counted() -> None:
    assert page_count(pdf("MOT", "HAI")) == 2
