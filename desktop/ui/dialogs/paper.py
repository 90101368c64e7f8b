"""A paper in a window of its own: its pages as they print, then printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.i18n import _
from desktop.ui.dialogs.base import Dialog
from desktop.ui.messages import MessageKind
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, frame, space
from desktop.ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.formats.document import Document
    from desktop.models.errors import Refusal
    from desktop.ui.desk import Desk

_WIDE, _TALL = 30, 16
"""Size it opens with, in widest gaps of the theme; a smaller screen makes it smaller."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is looked at before it leaves.

    `name` says what it is, within a sentence; `file_name` with its suffix is suggested for saving,
    `filters` as Qt writes them. `draw(store)` returns the document, `save(store, path)` writes it,
    `printed(store)`, where something is to be remembered, follows printing. `writes`: all three
    need the writing store. `saved_words` tells of the file as {file}.
    """

    name: str
    file_name: str
    filters: str
    draw: Callable[[Any], Document]
    save: Callable[[Any, Path], object]
    printed: Callable[[Any], object] | None = None
    writes: bool = False
    saved_words: str = ""


def show_paper(
    desk: Desk,
    paper: Paper,
    above: Dialog | None = None,
    *,
    on_shown: Callable[[PaperDialog], object] = lambda _dialog: None,
    on_refusal: Callable[[Refusal], object] | None = None,
) -> None:
    """Draw a paper beside the window, then show it; without one a sentence says why.

    `above` is the dialog it stands over; once that is closed nothing is shown any more.
    """

    def show(drawn: tuple[Document, bytes]) -> None:
        dialog = PaperDialog(above or desk.window, desk, paper, *drawn)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        on_shown(dialog)

    desk.job(
        _("Dựng trang in"), lambda store, *_rest: _drawn(store, paper),
        show if above is None else above.while_open(show),
        writes=paper.writes, on_refusal=on_refusal, awaited=above is not None,
    )  # fmt: skip


def _drawn(store: Any, paper: Paper) -> tuple[Document, bytes]:
    from desktop.tasks.papers.pages import one_side

    document = paper.draw(store)
    return document, one_side(store, document)


class PaperDialog(Dialog):
    """The pages with their bar; Ctrl+P prints, Ctrl+S saves, Esc closes."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, paper: Paper, document: Document, pdf: bytes
    ) -> None:
        self._desk, self._paper, self._document, self._pdf = desk, paper, document, pdf
        self.title = document.title
        self.preview = PdfPreview(keepable=True)
        self.preview.setMinimumSize(space("xxl") * 14, space("xxl") * 8)
        self.preview.print_wanted.connect(self.print)
        self.preview.keep_wanted.connect(self.save)
        self.told = PlainLabel("", tone="done", wrap=True)
        self.told.hide()
        super().__init__(parent, self.title, body=frame(column(self.preview, self.told), ""))
        self.finished.connect(lambda _result: self.preview.paper.stop())
        for keys, deed in (("Ctrl+P", self.print), ("Ctrl+S", self.save)):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)
        room = self.screen().availableGeometry()
        self.resize(
            min(space("xxl") * _WIDE, room.width()),
            max(space("xxl") * _TALL, room.height() * 9 // 10),
        )
        self.preview.set_pdf(pdf)
        self.preview.paper.setFocus()

    def keyPressEvent(self, event: Any) -> None:
        """Enter behind a page number or a text goes there; it closes nothing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and self.preview.isAncestorOf(self.focusWidget() or self)):
            super().keyPressEvent(event)

    def print(self) -> None:
        """Make the pages for both sides of the sheets too, then ask how to print."""
        from desktop.tasks.papers.pages import both_sides

        self._desk.job(
            _("Dựng trang in"), lambda store, *_rest: both_sides(store, self._document),
            self.while_open(self._print), awaited=True,
        )  # fmt: skip

    def _print(self, backs: bytes) -> None:
        from desktop.ui.widgets.printing import ask_and_print

        done = ask_and_print(
            self, self._pdf, self.title, current=self.preview.paper.current_page(),
            mirrored=lambda: backs,
        )  # fmt: skip
        if done and self._paper.printed is not None:
            self._desk.do(self._paper.printed, on_refusal=self.while_open(self.show_refusal))

    def save(self) -> None:
        """Ask for a file and write the paper to it."""
        paper = self._paper
        out = self._desk.choose_target(
            _("Lưu {name}").format(name=paper.name), paper.file_name, paper.filters
        )
        if out is not None:
            self.error.hide()
            self.told.hide()
            self._desk.job(
                _("Lưu {name}").format(name=paper.name),
                lambda store, *_rest: paper.save(store, out),
                self.while_open(lambda _done: self._tell(out)),
                writes=paper.writes, on_refusal=self.while_open(self.show_refusal), awaited=True,
            )  # fmt: skip

    def _tell(self, out: Path) -> None:
        """Say where it lies now, here and in the window behind."""
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        told = (self._paper.saved_words or _("Đã lưu {file}.")).format(file=out.name)
        self.told.setText(told)
        self.told.show()
        self._desk.message(
            told, kind=MessageKind.DONE, action_text=_("Mở thư mục"),
            action=lambda: open_folder(out.parent),
        )  # fmt: skip
