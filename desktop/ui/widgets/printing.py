"""Printing a PDF: how is asked for, then the pages are drawn on a thread of their own.

A page of ours goes to the printer as text and lines, any other as a picture.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressDialog, QWidget

from desktop.i18n import _
from desktop.models.pdfium import PDFIUM
from desktop.models.print_job import PrintJob
from desktop.ui.widgets.print_page import POINTS_PER_INCH, PrintPage, can_draw, print_page

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 300
"""Of a page that is sent as a picture."""
SHOWN_AFTER_MS = 400
Told = Callable[[int], bool]
"""Is told how many pages are done; False stops."""


def ask_and_print(
    parent: QWidget | None,
    data: bytes,
    title: str,
    *,
    current: int = 1,
    mirrored: Callable[[], bytes] | None = None,
    to_file: bool = True,
) -> bool:
    """Ask how to print and do it; False when it was called off.

    `current` is the page in sight; `mirrored()` returns the paper with its margins swapped
    on the backs of the sheets. Without `to_file` only a printer is asked for: raises Refusal
    where there is none.
    """
    from desktop.ui.dialogs.print_dialog import PrintDialog

    dialog = PrintDialog(
        parent, title, page_count(data), current=current, can_mirror=mirrored is not None,
        to_file=to_file,
    )  # fmt: skip
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    job, name = (dialog.job(), dialog.printer()) if agreed else (None, "")
    if agreed and dialog.mirrored and mirrored is not None:
        data = mirrored()
    dialog.deleteLater()
    printer = _printer(parent, name, title) if agreed else None
    if job is None or printer is None:
        return False
    return print_all(parent, printer, data, job)


def _printer(parent: QWidget | None, name: str, title: str) -> QPrinter | None:
    """Return the printer of that name; without a name a PDF file, asked for."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    if name:
        printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    else:
        chosen, _filter = QFileDialog.getSaveFileName(
            parent, _("In ra tệp PDF"), f"{title[:80].replace('/', '-')}.pdf", "PDF (*.pdf)"
        )
        if not chosen:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(Path(chosen).with_suffix(".pdf")))
    printer.setDocName(title)
    return printer


def prepare(printer: QPrinter, job: PrintJob) -> list[int | None]:
    """Set copies and sides on the printer; return the pages to send, None for an empty one."""
    from PySide6.QtPrintSupport import QPrinter as Printer

    modes = Printer.DuplexMode
    printer.setDuplex(
        {"long": modes.DuplexLongSide, "short": modes.DuplexShortSide}.get(
            job.sides, modes.DuplexNone
        )
    )
    to_file = printer.outputFormat() is Printer.OutputFormat.PdfFormat
    own = printer.supportsMultipleCopies() and not to_file
    printer.setCopyCount(job.copies if own else 1)
    printer.setCollateCopies(job.collate)
    return job.order(printer_copies=own)


class _Work(QObject):
    """Draws on a thread and tells how far it is."""

    moved = Signal(int)
    ended = Signal()

    def __init__(self, printer: QPrinter, data: bytes, order: Sequence[int | None]) -> None:
        super().__init__()
        self.stopped = False
        self._thread = threading.Thread(
            target=self._run, args=(printer, data, order), name="print", daemon=False
        )

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self) -> None:
        """Wait for the page being drawn."""
        self._thread.join()

    def _run(self, printer: QPrinter, data: bytes, order: Sequence[int | None]) -> None:
        try:
            send(printer, data, order, self._told)
        finally:
            self.ended.emit()

    def _told(self, done: int) -> bool:
        self.moved.emit(done)
        return not self.stopped


def print_all(parent: QWidget | None, printer: QPrinter, data: bytes, job: PrintJob) -> bool:
    """Print in the background behind a bar that can be stopped; False when it was."""
    order = prepare(printer, job)
    can_draw()  # fonts are made known on this thread
    bar = QProgressDialog(_("Đang gửi tới máy in …"), _("Dừng"), 0, len(order), parent)
    bar.setWindowTitle(_("In"))
    bar.setWindowModality(Qt.WindowModality.WindowModal)
    bar.setMinimumDuration(SHOWN_AFTER_MS)
    bar.setAutoClose(False)
    bar.setAutoReset(False)
    work = _Work(printer, data, order)
    work.moved.connect(bar.setValue)
    work.ended.connect(bar.accept)
    bar.canceled.connect(lambda: setattr(work, "stopped", True))
    work.start()
    bar.exec()
    work.join()
    bar.deleteLater()
    return not work.stopped


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        return len(document)


def send(
    printer: QPrinter,
    data: bytes,
    order: Sequence[int | None] | None = None,
    told: Told = lambda _done: True,
) -> int:
    """Draw pages on the printer, each in its own format; returns how many were sent.

    `order` counts pages from 1, None is an empty page; without it the printer's own range.
    """
    if order is None:
        order = list(_numbers(printer, page_count(data)))
    painter = QPainter()
    sent = 0
    for size, drawing in _drawings(data, order):
        printer.setPageLayout(_layout(size))
        if not sent:
            painter.begin(printer)
        else:
            printer.newPage()
        if isinstance(drawing, PrintPage):
            drawing.draw(painter, printer.resolution())
        elif drawing is not None:
            painter.drawImage(QRectF(0, 0, printer.width(), printer.height()), drawing)
        sent += 1
        if not told(sent):
            printer.abort()
            break
    if painter.isActive():
        painter.end()
    return sent


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


def _drawings(
    data: bytes, order: Sequence[int | None]
) -> Iterator[tuple[tuple[float, float], PrintPage | QImage | None]]:
    """Yield each page's size and what is on it; one page is held at a time."""
    size = (595.0, 842.0)
    for number in order:
        if number is None:
            yield size, None
            continue
        size, drawing = _drawing(data, number)
        yield size, drawing


def _drawing(data: bytes, number: int) -> tuple[tuple[float, float], PrintPage | QImage]:
    import pypdfium2

    # The library is let go between pages: the preview draws with it too.
    with (
        PDFIUM,
        closing(pypdfium2.PdfDocument(data)) as document,
        closing(document[number - 1]) as page,
    ):
        drawing = print_page(page) if can_draw() else None
        return page.get_size(), drawing or _picture(page)


def _picture(page: Any) -> QImage:
    bitmap = page.render(scale=PRINT_DPI / POINTS_PER_INCH)
    return QImage(
        bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride,
        QImage.Format.Format_BGR888,
    ).copy()  # fmt: skip
