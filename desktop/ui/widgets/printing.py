"""Printing a PDF: the printer, page range and copies are asked for, then the pages are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.i18n import _
from desktop.models.pdfium import PDFIUM

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 300
POINTS_PER_INCH = 72


def ask_and_print(parent: QWidget | None, data: bytes, title: str) -> bool:
    """Ask how to print and do it; False when it was called off."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    count = page_count(data)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("In {title}").format(title=title))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, max(count, 1))
    dialog.setFromTo(1, max(count, 1))
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    if agreed:
        send(printer, data)
    dialog.deleteLater()
    return agreed


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        return len(document)


def send(printer: QPrinter, data: bytes) -> int:
    """Draw the pages asked for on the printer, each in its own format; returns how many."""
    numbers = list(_numbers(printer, page_count(data)))
    painter = QPainter()
    for place, (size, picture) in enumerate(_pictures(data, numbers)):
        printer.setPageLayout(_layout(size))
        if place == 0:
            painter.begin(printer)
        else:
            printer.newPage()
        room = QRectF(0, 0, printer.width(), printer.height())
        painter.drawImage(room, picture)
    painter.end()
    return len(numbers)


def _numbers(printer: QPrinter, count: int) -> Iterator[int]:
    first = printer.fromPage() or 1
    last = min(printer.toPage() or count, count)
    return iter(range(first, last + 1))


def _layout(size: tuple[float, float]) -> QPageLayout:
    width, height = size
    wide = width > height
    page = QPageSize(QSizeF(min(size), max(size)), QPageSize.Unit.Point)
    way = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(page, way, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _pictures(data: bytes, numbers: list[int]) -> Iterator[tuple[tuple[float, float], QImage]]:
    import pypdfium2

    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        for number in numbers:
            page = document[number - 1]
            bitmap = page.render(scale=PRINT_DPI / POINTS_PER_INCH)
            picture = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_BGR888,
            ).copy()
            yield page.get_size(), picture
            page.close()
