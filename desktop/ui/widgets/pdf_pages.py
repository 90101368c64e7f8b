"""Pages of a PDF as pictures, drawn on a thread of their own. No window here."""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from desktop.models.pdfium import PDFIUM
from desktop.ui.widgets.pdf_search import Found, Sought, find

KEPT_PICTURES = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page at one size: `version` tells PDFs apart, `scale` is pixels per point."""

    version: int
    page: int
    scale: float


class PdfPages(QObject):
    """Draws pages of the PDF given last. `opened(sizes)` gives (width, height) in points;
    `drawn(Wanted)` says that `picture()` now has it, `found(list)` answers `find()`. A newer
    PDF makes older wishes void.
    """

    opened = Signal(object)
    drawn = Signal(object)
    found = Signal(object)
    failed = Signal(str)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wake = threading.Condition()
        self._data: bytes | None = None
        self._version = 0
        self._wishes: deque[Wanted | Sought] = deque()
        self._stop = [False]
        self._inbox: deque[Callable[[], None]] = deque()
        self._pictures: OrderedDict[Wanted, QImage] = OrderedDict()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = None
        self.destroyed.connect(_stopper(self._wake, self._stop))

    @property
    def version(self) -> int:
        """The number of the PDF given last."""
        return self._version

    def set_pdf(self, data: bytes) -> int:
        """Show another PDF; returns its version."""
        with self._wake:
            self._version += 1
            self._data = data
            self._wishes.clear()
            self._wake.notify_all()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="pdf", daemon=True)
            self._thread.start()
        return self._version

    def picture(self, wanted: Wanted) -> QImage | None:
        """Return the page when it is drawn; otherwise wish for it and return None."""
        known = self._pictures.get(wanted)
        if known is not None:
            self._pictures.move_to_end(wanted)
            return known
        with self._wake:
            if wanted not in self._wishes and wanted.version == self._version:
                self._wishes.append(wanted)
                self._wake.notify_all()
        return None

    def find(self, text: str) -> None:
        """Look for a text; `found` follows."""
        with self._wake:
            # An older search answered later would stand in the place of this one.
            kept = [wish for wish in self._wishes if not isinstance(wish, Sought)]
            self._wishes.clear()
            self._wishes.extend(kept)
            self._wishes.appendleft(Sought(self._version, text))
            self._wake.notify_all()

    def stop(self) -> None:
        """End the thread."""
        with self._wake:
            self._stop[0] = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join()

    # the thread

    def _run(self) -> None:
        import pypdfium2

        # The first document makes the library, and Python for it, register their own ends; ours
        # is registered after them, so it comes first: a page being drawn is drawn to its end.
        with PDFIUM:
            pypdfium2.PdfDocument.new().close()
        end = _stopper(self._wake, self._stop, threading.current_thread())
        atexit.register(end)
        try:
            self._work()
        finally:
            atexit.unregister(end)

    def _work(self) -> None:
        told, data = 0, b""
        while True:
            with self._wake:
                self._wake.wait_for(
                    lambda: self._stop[0] or told != self._version or bool(self._wishes)  # noqa: B023
                )
                if self._stop[0]:
                    return
                if new := told != self._version:
                    data = self._data or b""
                told = self._version
                wishes = [] if new else [self._wishes.popleft()]
            self._use(data, told, wishes)

    def _use(self, data: bytes, version: int, wishes: list[Wanted | Sought]) -> None:
        """Open the PDF, tell its sizes or draw a page, and close it again.

        Nothing stays open between two wishes: whoever closes the window leaves nothing behind.
        """
        import pypdfium2

        try:
            with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
                match wishes:
                    case [Wanted() as wish]:
                        self._draw(document, wish)
                        return
                    case [Sought() as sought]:
                        places = find(document, sought.text)
                        self._post(lambda: self._tell_found(sought, places))
                        return
                sizes = [document.get_page_size(i) for i in range(len(document))]
        except pypdfium2.PdfiumError as error:
            text = str(error)
            self._post(lambda: self.failed.emit(text))
            return
        self._post(lambda: self._tell_sizes(version, sizes))

    def _tell_sizes(self, version: int, sizes: list[tuple[float, float]]) -> None:
        if version == self._version:
            self.opened.emit(sizes)

    def _tell_found(self, sought: Sought, places: list[Found]) -> None:
        if sought.version == self._version:
            self.found.emit(places)

    def _draw(self, document: Any, wish: Wanted) -> None:
        # Until the new sizes are told, the view still asks for pages the old document had.
        if wish.page >= len(document):
            return
        with closing(document[wish.page]) as page:
            bitmap = page.render(scale=wish.scale, rev_byteorder=True)
        with closing(bitmap):
            made = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, _format(bitmap)
            ).copy()
        self._post(lambda: self._keep(wish, made))

    def _keep(self, wish: Wanted, made: QImage) -> None:
        if wish.version != self._version:
            return
        self._pictures[wish] = made
        while len(self._pictures) > KEPT_PICTURES:
            self._pictures.popitem(last=False)
        self.drawn.emit(wish)

    def _post(self, told: Callable[[], None]) -> None:
        # The window may be closed while a page is being drawn: then nobody is left to tell. Under
        # the lock, so that what emits is not taken away by the other thread meanwhile.
        with self._wake:
            if not self._stop[0]:
                self._inbox.append(told)
                self._arrived.emit()

    def _deliver(self) -> None:
        while self._inbox:
            self._inbox.popleft()()


def _format(bitmap: Any) -> QImage.Format:
    channels: int = bitmap.n_channels
    formats = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBX8888,
    }
    return formats[channels]


def _stopper(
    wake: threading.Condition, flag: list[bool], thread: threading.Thread | None = None
) -> Callable[[], None]:
    """Return what ends the work; with the thread, it also waits for the page being drawn."""

    def stop() -> None:
        with wake:
            flag[0] = True
            wake.notify_all()
        if thread is not None:
            thread.join()

    return stop
