import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from desktop.models.pdfium import PDFIUM
from desktop.ui.widgets.pdf_pages import PdfPages, Wanted
from desktop.ui.widgets.pdf_preview import PdfPreview
from desktop.ui.widgets.printing import page_count, send
from tests.ui.test_store_thread import until

LEFT = Qt.MouseButton.LeftButton


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


def ruled() -> bytes:
    """Two pages full of thin lines, as those of a table of many rows."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    for _page in range(2):
        canvas.setLineWidth(0.5)
        for at in range(100, 700, 12):
            canvas.line(50, at, 550, at)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


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
    assert (preview.page_box.text(), preview._where.text()) == ("1", "/ 3")
    assert preview._where.toolTip() == "Trang 1/3"


def test_going_to_a_page_and_back_by_keys(preview: PdfPreview) -> None:
    preview.set_pdf(pdf("MOT", "HAI", "BA"))
    until(lambda: preview.paper.page_count() == 3)
    preview.paper.go_to_page(3)
    assert preview.paper.current_page() == 3
    preview.paper.set_zoom(2.0)
    assert preview.paper.current_page() == 3


def test_small_pages_beside_show_where_one_is_and_go_there(preview: PdfPreview) -> None:
    preview.resize(900, 500)
    preview.set_pdf(pdf("một", "hai", "ba", "bốn", "năm", "sáu"))
    until(lambda: preview.paper.page_count() == 6)
    assert preview.thumbs.isVisible()
    until(lambda: preview.thumbs.is_drawn())
    QTest.mouseClick(preview.thumbs.viewport(), LEFT, pos=QPoint(40, 200))
    assert preview.paper.current_page() == 2
    QTest.keyClick(preview.thumbs, Qt.Key.Key_End)
    assert preview.paper.current_page() == 6
    assert preview.thumbs.verticalScrollBar().value() > 0
    until(lambda: preview.thumbs.is_drawn())
    preview.thumbs_button.click()
    assert not preview.thumbs.isVisible()
    preview.thumbs_button.click()
    assert preview.thumbs.isVisible()


def test_the_rules_of_a_table_do_not_black_out_its_small_page(preview: PdfPreview) -> None:
    preview.resize(900, 500)
    preview.set_pdf(ruled())
    until(lambda: preview.paper.page_count() == 2)
    until(lambda: preview.thumbs.is_drawn())
    small = preview.thumbs._pictures[0][1]
    assert small.width() == round(84 * preview.thumbs.devicePixelRatioF())
    light = sum(
        small.pixelColor(x, y).lightness() for x in range(30, 54) for y in range(40, 80)
    ) / (24 * 40)
    assert light > 170


def test_a_paper_of_one_page_or_a_narrow_place_has_no_small_pages(preview: PdfPreview) -> None:
    preview.resize(900, 500)
    preview.set_pdf(pdf("một"))
    until(lambda: preview.paper.page_count() == 1)
    assert not preview.thumbs.isVisible()
    preview.set_pdf(pdf("một", "hai"))
    until(lambda: preview.paper.page_count() == 2)
    assert preview.thumbs.isVisible()
    preview.resize(400, 500)
    until(lambda: not preview.thumbs.isVisible())


def test_where_the_paper_has_little_room_small_pages_wait_to_be_asked_for(
    preview: PdfPreview,
) -> None:
    preview.resize(640, 500)
    preview.set_pdf(pdf("một", "hai"))
    until(lambda: preview.paper.page_count() == 2)
    assert not preview.thumbs.isVisible()
    preview.thumbs_button.click()
    assert preview.thumbs.isVisible()


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


CLOSED_AT_ONCE = """
import sys, time, weakref
from pathlib import Path
from desktop.ui.app import make_app
from desktop.ui.machine_state import MachineState
from desktop.ui.widgets.pdf_preview import PdfPreview

app = make_app(["shown"], MachineState(None))
if sys.argv[3]:
    weakref.finalize(app, int)  # what is left to Python's own end then runs after the library's
preview = PdfPreview()
preview.resize(700, 600)
preview.show()
preview.set_pdf(Path(sys.argv[1]).read_bytes())
until = time.monotonic() + 20
while not (preview.paper.page_count() and (sys.argv[2] == "early" or preview.paper.is_drawn())):
    app.processEvents()
    assert time.monotonic() < until
preview.close()
print("closed")
"""


@pytest.mark.parametrize("before", ["", "finalizers"])
@pytest.mark.parametrize("when", ["early", "drawn"])
def test_a_program_that_ends_with_a_preview_open_leaves_no_document_open(
    tmp_path: Path, when: str, before: str
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(pdf("MOT", "HAI", "BA"))
    command = [sys.executable, "-c", CLOSED_AT_ONCE, str(paper), when, before]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout == "closed\n"
    assert "still open" not in ended.stderr
    assert ended.returncode == 0


def test_between_two_pages_no_document_stays_open(preview: PdfPreview) -> None:
    from pypdfium2.internal import bases

    preview.set_pdf(pdf("MOT", "HAI", "BA"))
    until(lambda: preview.paper.page_count() == 3)
    until(preview.paper.is_drawn)
    with PDFIUM:
        opened = [ref() for refs in bases.ObjectTracker.values() for ref in refs]
    assert opened == []


def test_a_preview_that_is_gone_ends_its_thread() -> None:
    made = PdfPreview()
    made.set_pdf(pdf("MOT"))
    until(lambda: made.paper.page_count() == 1)
    thread = made.paper._pages._thread
    assert thread is not None
    shiboken6.delete(made)
    until(lambda: not thread.is_alive())


def test_what_is_drawn_while_the_window_goes_is_told_to_nobody() -> None:
    pages = PdfPages()
    shiboken6.delete(pages)
    pages._post(lambda: None)
    assert not pages._inbox  # what emitted would have been taken away meanwhile
