"""Printing from the window: what is asked, and what reaches the printer."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop.models.errors import Refusal
from desktop.models.pdfium import PDFIUM
from desktop.models.print_job import PrintJob
from desktop.ui.dialogs.print_dialog import TO_FILE, PrintDialog
from desktop.ui.widgets.pdf_preview import PdfPreview
from desktop.ui.widgets.printing import prepare, print_all
from tests.ui.test_store_thread import until
from tests.ui.widgets.test_pdf import pdf, preview

__all__ = ["preview"]


def dialog(count: int = 5, **more: bool) -> PrintDialog:
    return PrintDialog(None, "Kế hoạch", count, current=2, printers=lambda: ["Máy A"], **more)


def to_pdf(target: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return printer


def inked(path: Path) -> list[bool]:
    """Return for each printed page whether there is anything on it."""
    import pypdfium2

    told = []
    with PDFIUM, closing(pypdfium2.PdfDocument(path.read_bytes())) as document:
        for page in document:
            with closing(page), closing(page.render(scale=0.3, grayscale=True)) as picture:
                told.append(min(bytes(picture.buffer)) < 100)
    return told


def test_everything_is_printed_once_unless_told_otherwise() -> None:
    asked = dialog()
    assert asked.printer() == "Máy A"
    asked.perform()
    assert asked.job() == PrintJob((1, 2, 3, 4, 5))
    assert not asked.mirrored


def test_pages_copies_sides_and_mirrored_margins_are_taken() -> None:
    asked = dialog(can_mirror=True)
    asked.pages.setText("1-3, 5")
    asked.pages.textEdited.emit("1-3, 5")
    asked.parity.show_value("odd")
    asked.copies.setText("2")
    asked.collate.setChecked(False)
    asked.sides.setCurrentIndex(1)
    asked.mirror.setChecked(True)
    asked.where.show_value(TO_FILE)
    asked.perform()
    assert asked.job() == PrintJob((1, 3, 5), 2, False, "long")
    assert asked.mirrored
    assert asked.printer() == TO_FILE


def test_the_page_in_sight_alone() -> None:
    asked = dialog()
    asked.which.show_value("current")
    asked.perform()
    assert asked.job().pages == (2,)


@pytest.mark.parametrize(("pages", "copies"), [("9", "1"), ("1", "0"), ("1", "1000"), ("1", "x")])
def test_what_cannot_be_printed_is_told_and_the_dialog_stays(pages: str, copies: str) -> None:
    asked = dialog()
    asked.which.show_value("some")
    asked.pages.setText(pages)
    asked.copies.setText(copies)
    asked.perform()
    assert asked.error.text()
    assert not asked.result()


def test_what_is_told_takes_no_room_from_the_fields(app: QApplication) -> None:
    title = "Kế hoạch đổi mới, nâng cao hiệu quả phong trào thi đua yêu nước năm 2027 " * 2
    asked = PrintDialog(None, title, 5, printers=lambda: ["Máy A"], can_mirror=True)
    asked.show()
    app.processEvents()
    fields = (asked.where, asked.pages, asked.parity, asked.copies, asked.sides)
    before = [field.height() for field in fields]
    asked.pages.setText("9")
    asked.which.show_value("some")
    asked.perform()
    app.processEvents()
    assert asked.error.isVisible()
    assert [field.height() for field in fields] == before
    assert all(field.visibleRegion().boundingRect() == field.rect() for field in fields)
    asked.close()


def test_the_pages_are_printed_in_order_with_copies(tmp_path: Path) -> None:
    target = tmp_path / "in.pdf"
    data = pdf("MOT", "", "BA")
    assert print_all(None, to_pdf(target), data, PrintJob((3, 2), 2))
    assert inked(target) == [True, False, True, False]


def test_sides_are_set_on_the_printer(tmp_path: Path) -> None:
    printer = to_pdf(tmp_path / "x.pdf")
    assert prepare(printer, PrintJob((1, 2, 3), 2, sides="short")) == [1, 2, 3, None, 1, 2, 3]
    assert printer.copyCount() == 1


def test_a_text_is_found_and_stepped_through(preview: PdfPreview) -> None:
    preview.set_pdf(pdf("MOT HAI", "BA HAI", "BON"))
    until(lambda: preview.paper.page_count() == 3)
    preview._look_for("hai")
    until(lambda: preview._told.text() == "" and preview.paper._places != [])
    preview.search.setText("hai")
    preview._look_for("hai")
    assert preview._told.text() == "2/2 chỗ"
    assert preview.paper.current_page() == 2
    preview._look_for("không có")
    until(lambda: preview._told.text() == "Không thấy")


def test_a_page_is_gone_to_by_its_number(preview: PdfPreview) -> None:
    preview.set_pdf(pdf("MOT", "HAI", "BA"))
    until(lambda: preview.paper.page_count() == 3)
    preview.page_box.setText("3")
    preview.page_box.returnPressed.emit()
    assert preview.paper.current_page() == 3
    preview.paper.fit_page()
    assert preview.paper.zoom() < 1.0


def test_what_is_for_paper_alone_offers_no_file() -> None:
    asked = dialog(to_file=False)
    assert [asked.where.itemData(place) for place in range(asked.where.count())] == ["Máy A"]
    with pytest.raises(Refusal, match="chưa có máy in"):
        PrintDialog(None, "Biểu F7", 1, printers=list, to_file=False)
