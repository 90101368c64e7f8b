"""Pages go to the printer as text and lines, looking as they do in the PDF."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter

from desktop.formats.layout import shipped_layout
from desktop.formats.pdf import write_pdf
from desktop.models.pdfium import PDFIUM
from desktop.ui.widgets.print_page import print_page
from desktop.ui.widgets.printing import send
from tests.formats import samples
from tests.formats.test_table_turned import paper as upright
from tests.formats.test_table_turned import wide
from tests.ui.widgets.test_pdf import pdf

SCALE, DARK = 1.5, 128


@pytest.fixture
def paper(tmp_path: Path) -> bytes:
    """A plan with its head, rules and signature."""
    target = tmp_path / "kế hoạch.pdf"
    write_pdf(samples.plan(), shipped_layout(), target)
    return target.read_bytes()


def printed(data: bytes, target: Path) -> bytes:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    send(printer, data)
    return target.read_bytes()


def opened(data: bytes) -> Any:
    import pypdfium2

    return closing(pypdfium2.PdfDocument(data))


def words(data: bytes) -> list[list[str]]:
    """The words of each page in the order of its text."""
    with PDFIUM, opened(data) as document:
        found = []
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                found.append(text.get_text_range().split())
        return found


def dark(data: bytes) -> list[tuple[int, int, bytes]]:
    """Each page drawn: width, height and its grey dots."""
    with PDFIUM, opened(data) as document:
        found = []
        for page in document:
            with closing(page), closing(page.render(scale=SCALE, grayscale=True)) as picture:
                rows = bytes(picture.buffer)
                lines = [
                    rows[n * picture.stride : n * picture.stride + picture.width]
                    for n in range(picture.height)
                ]
                found.append((picture.width, picture.height, b"".join(lines)))
        return found


def centre(page: tuple[int, int, bytes]) -> tuple[float, float, int]:
    """Where the ink of a page lies on average, in points, and how many dots are dark."""
    width, _height, dots = page
    inked = [place for place, dot in enumerate(dots) if dot < DARK]
    count = max(len(inked), 1)
    across = sum(place % width for place in inked) / count / SCALE
    down = sum(place // width for place in inked) / count / SCALE
    return across, down, len(inked)


def test_text_reaches_the_printer_as_text(paper: bytes, tmp_path: Path) -> None:
    sent = printed(paper, tmp_path / "in.pdf")
    assert words(sent) == words(paper)
    assert len(sent) < 4 * len(paper)  # a page as a picture takes a hundred times as much


def test_a_printed_page_looks_as_the_pdf_does(paper: bytes, tmp_path: Path) -> None:
    pairs: Sequence[Any] = [
        *zip(dark(paper), dark(printed(paper, tmp_path / "in.pdf")), strict=True)
    ]
    for before, after in pairs:
        across, down, ink = centre(before)
        across_after, down_after, ink_after = centre(after)
        assert abs(across - across_after) < 0.7
        assert abs(down - down_after) < 0.7
        assert abs(ink - ink_after) < 0.06 * ink


def test_titles_that_run_upwards_are_printed_as_text(tmp_path: Path) -> None:
    target = tmp_path / "biểu.pdf"
    write_pdf(upright(wide()), shipped_layout(), target)
    data = target.read_bytes()
    with PDFIUM, opened(data) as document, closing(document[0]) as page:
        found = print_page(page)
    assert found is not None
    turned = [row for row in found.rows if row.turned]
    assert any("Chuyểnđếnngoàitỉnh3" in row.text for row in turned)
    made = printed(data, tmp_path / "in.pdf")
    for one, other in zip(dark(data), dark(made), strict=True):
        (x, y, ink), (left, top, drawn) = centre(one), centre(other)
        assert abs(x - left) < 2.5  # the hairs of a table are drawn a dot wider or not
        assert abs(y - top) < 2.5
        assert abs(ink - drawn) < ink / 10


def test_a_page_in_other_faces_is_none_of_ours() -> None:
    with PDFIUM, opened(pdf("MOT")) as document, closing(document[0]) as page:
        assert print_page(page) is None


def test_letters_lines_and_areas_are_taken(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    from desktop.formats.faces import font

    target = tmp_path / "hình.pdf"
    canvas = Canvas(str(target), pagesize=(200, 100))
    canvas.setFont(font("Tinos-Bold").fontName, 12)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.drawString(20, 70, "Số 5")
    canvas.setFillColorRGB(0, 0, 1)
    canvas.rect(20, 20, 40, 10, stroke=0, fill=1)
    canvas.setLineWidth(2)
    canvas.line(100, 20, 100, 60)
    canvas.save()
    with PDFIUM, opened(target.read_bytes()) as document, closing(document[0]) as page:
        found = print_page(page)
    assert found is not None
    assert [(one.text, one.face.name, one.face.size, one.base) for one in found.rows] == [
        ("Số5", "Tinos-Bold", 12.0, 30.0),
    ]  # fmt: skip
    assert {one.face.colour for one in found.rows} == {0xFF0000}
    area, line = found.shapes
    assert (area.fill, area.line) == (0x0000FF, None)
    box = area.path.boundingRect()
    assert (box.left(), box.top(), box.width(), box.height()) == (20, 70, 40, 10)
    assert (line.fill, line.line, line.width) == (None, 0x000000, 2.0)
