"""Taking QR sheets: a field a scanner types into, pictures and PDFs, then the usual preview."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from weakref import finalize

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.formats.qr_reading import SUFFIXES
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.sync.digits import MARK, missing, typed_sheets
from desktop.sync.sheet_messages import SheetRefusal
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.exchange.receiving import stop_by_escape
from desktop.ui.widgets.drop_area import DropArea
from desktop.ui.widgets.fields import TextArea
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.exchange_page import ExchangePage

LAST = "exchange.scanned_from"


class Scanning:
    """The page's verbs about QR sheets that come in."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page
        self._spread = False

    @cached_property
    def _folder(self) -> Path:
        """Where the codes read lie until they are taken in; gone with the page."""
        folder = mkdtemp(prefix="socongdoan-phieu-")
        finalize(self, rmtree, folder, ignore_errors=True)
        return Path(folder)

    def open(self) -> None:
        """Show the field and the place for pictures."""
        self.sheets = SheetField(self._take_files, self._choose)
        self.dialog = Dialog(
            self._desk.window, _("Nhận từ phiếu QR"),
            _("Bấm vào ô rồi quét lần lượt từng phiếu bằng máy quét, hoặc mở ảnh, tệp PDF."),
            self.sheets, deed_text=_("Xem trước"), deed=self._take_typed,
        )  # fmt: skip
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()
        self.sheets.field.setFocus()

    def takes(self, paths: Sequence[Path]) -> bool:
        """Read pictures and PDFs among the files beside the window, then show the preview.

        False, and nothing done, where there is none.
        """
        if self._spread or not any(path.suffix.lower() in SUFFIXES for path in paths):
            return False
        folder = self._folder

        def show(found: Sequence[Path]) -> None:
            self._spread = True  # a picture without a sheet is among them still
            try:
                self._page.receiving.preview(found)
            finally:
                self._spread = False

        stopped = _("Đã dừng đọc. Chưa có gì thay đổi.")
        job = self._desk.job(
            _("Đọc phiếu QR"), lambda _store, *_rest: spread(paths, folder), show,
            on_cancelled=lambda: self._desk.message(stopped), awaited=True,
        )  # fmt: skip
        stop_by_escape(self._desk, job, job.cancel)
        return True

    def _choose(self) -> None:
        start = self._desk.state.get(LAST, "")
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        filters = _("Ảnh, tệp PDF của phiếu ({kinds})").format(kinds=kinds)
        paths = self._desk.choose_files(_("Chọn ảnh hoặc tệp PDF của phiếu"), filters, start=start)
        if paths:
            self._desk.state.set(LAST, str(paths[0].parent))
            self._take_files(paths)

    def _take_files(self, paths: Sequence[Path]) -> None:
        self.dialog.accept()
        self._page.receiving.preview(paths)

    def _take_typed(self) -> None:
        texts = typed_sheets(self.sheets.typed())
        if not texts:
            raise Refusal(_("Chưa quét phiếu nào."))
        if not any(text.startswith(MARK) for text in texts):
            raise SheetRefusal("E_QR_NONE")  # what was typed stays to be looked at
        paths = [self._folder / _("phiếu quét {n}").format(n=n) for n, _text in enumerate(texts, 1)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        self._page.receiving.preview(paths)


class SheetField(QWidget):
    """The field for a scanner with a count of what it has typed, and a place for files."""

    def __init__(
        self, take: Callable[[Sequence[Path]], object], choose: Callable[[], object]
    ) -> None:
        super().__init__()
        self.field = TextArea(hint=_("Mã của phiếu: toàn chữ số, bắt đầu bằng 2807"), lines=5)
        self.field.setAccessibleName(_("Mã của phiếu"))
        self.field.textChanged.connect(self._count)
        self.told = PlainLabel("", tone="muted", wrap=True)
        self.drop = DropArea(
            _("Thả ảnh chụp, ảnh quét hoặc tệp PDF của phiếu vào đây"), take,
            _("Mở ảnh hoặc tệp PDF"), choose,
        )  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        box.addWidget(self.field)
        box.addWidget(self.told)
        box.addWidget(self.drop)
        self._count()

    def typed(self) -> str:
        """Return the text just as the keys came: what a keyboard garbles is undone later."""
        return self.field.toPlainText()

    def _count(self) -> None:
        self.told.setText(told_of(self.typed()))


def told_of(text: str) -> str:
    """Return how many sheets have been typed, and how far the last one is."""
    sheets = typed_sheets(text)
    if not sheets:
        return _("Chưa quét phiếu nào.")
    got, of = missing(sheets[-1])
    if of and got >= of:
        return _("Đã quét {n} phiếu. Quét tiếp, hoặc bấm Xem trước.").format(n=len(sheets))
    if not of:
        return _("Phiếu thứ {n}: đang nhận.").format(n=len(sheets))
    return _("Phiếu thứ {n}: {got} trên {of} chữ số.").format(n=len(sheets), got=got, of=of)


def spread(paths: Sequence[Path], folder: Path) -> Iterator[Any]:
    """Yield progress; return the files with each picture replaced by the sheets on it.

    A picture no sheet was found on stays in its place, so that the preview says why.
    """
    from desktop.tasks.exchange.scanning import texts_in

    found: list[Path] = []
    for place, path in enumerate(paths):
        yield place, len(paths), _("Đang đọc {file}").format(file=path.name)
        if path.suffix.lower() not in SUFFIXES:
            found.append(path)
            continue
        try:
            texts = texts_in(path)
        except Refusal:
            found.append(path)
            continue
        for number, text in enumerate(texts, 1):
            sheet = folder / _("{file}, mã {n}").format(file=path.name, n=number)
            sheet.write_text(text, encoding="utf-8")
            found.append(sheet)
    return found


__all__ = ["Scanning", "SheetField", "spread", "told_of"]
