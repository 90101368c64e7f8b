"""The page as it will print, with a small bar: size, page, search, print."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.pdf_paper import PdfPaper
from desktop.ui.widgets.pdf_thumbs import PdfThumbs
from desktop.ui.widgets.search_field import SearchField

__all__ = ["PdfPaper", "PdfPreview"]
_ROOM, _AMPLE = 17, 26
"""Widest gaps of the theme: the least width to show small pages in, and to show them unasked."""


class PdfPreview(QWidget):
    """The paper with its bar; Ctrl+F searches, a number typed in the page box goes there."""

    print_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, *, printable: bool = True, keepable: bool = False) -> None:
        super().__init__()
        self.paper = PdfPaper()
        self.thumbs = PdfThumbs(self.paper.pages)
        self.thumbs.hide()
        self.thumbs_button = icon_button(
            "list", _("Các trang thu nhỏ ở bên trái"), self._turn_thumbs
        )
        self.thumbs_button.setCheckable(True)
        self._thumbs_wanted: bool | None = None
        self._where = ElidedLabel("", level="small", tone="muted")
        self.page_box = self._make_page_box()
        self.search = SearchField(_("Tìm trong trang in"))
        self.search.setMaximumWidth(space("xxl") * 6)
        self.search.searched.connect(self._look_for)
        self._sought = ""
        self._told = PlainLabel("", level="small", tone="muted")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._bar(printable, keepable))
        pages = QHBoxLayout()
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.thumbs)
        pages.addWidget(self.paper, 1)
        box.addLayout(pages, 1)
        self.thumbs.chosen.connect(self.paper.go_to_page)
        self.paper.page_shown.connect(self._show_page)
        self.paper.found.connect(self._show_found)
        self.setFocusProxy(self.paper)
        for keys, run in (
            ("Ctrl+F", self._search_here),
            ("F3", lambda: self.paper.step_found(1)),
            ("Shift+F3", lambda: self.paper.step_found(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _make_page_box(self) -> QLineEdit:
        box = QLineEdit()
        box.setAccessibleName(_("Đến trang"))
        box.setToolTip(_("Gõ số trang rồi Enter"))
        box.setValidator(QIntValidator(1, 99999, box))
        box.setFixedWidth(box.fontMetrics().averageCharWidth() * 8)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.returnPressed.connect(lambda: self.paper.go_to_page(int(box.text() or 0)))
        return box

    def _bar(self, printable: bool, keepable: bool) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(space("s"), space("xs"), space("s"), space("xs"))
        bar.setSpacing(space("xs"))
        parts: list[QWidget] = [
            self.thumbs_button,
            icon_button("zoom-out", _("Thu nhỏ"), lambda: self.paper.step_zoom(-1)),
            icon_button("zoom-in", _("Phóng to"), lambda: self.paper.step_zoom(1)),
            icon_button("fit-width", _("Vừa chiều rộng"), lambda: self.paper.set_zoom(None)),
            icon_button("document", _("Vừa cả trang"), self.paper.fit_page),
        ]
        for part in parts:
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self.page_box)
        bar.addWidget(self._where)
        bar.addStretch(1)
        bar.addWidget(self._told)
        bar.addWidget(self.search)
        if printable:
            bar.addWidget(button(_("In"), self.print_wanted.emit, icon="print"))
        if keepable:
            bar.addWidget(button(_("Lưu tệp"), self.keep_wanted.emit, icon="export"))
        return bar

    def set_pdf(self, data: bytes) -> None:
        """Show another PDF."""
        self.paper.set_pdf(data)

    def _look_for(self, text: str) -> None:
        """Look for another text; the same again goes on to its next place."""
        if text and text == self._sought:
            self.paper.step_found(1)
        else:
            self._sought = text
            self.paper.find(text)

    def _search_here(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _turn_thumbs(self) -> None:
        self._thumbs_wanted = not self.thumbs.isVisibleTo(self)
        self._show_thumbs()

    def _show_thumbs(self) -> None:
        """Show the small pages where there are several and the paper keeps its room."""
        several = self.paper.page_count() > 1 and self.width() >= space("xxl") * _ROOM
        wanted = self._thumbs_wanted
        if wanted is None:
            wanted = self.width() >= space("xxl") * _AMPLE
        self.thumbs_button.setEnabled(several)
        self.thumbs_button.setChecked(several and wanted)
        self.thumbs.setVisible(several and wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the small pages up where the paper needs their room."""
        super().resizeEvent(event)
        self._show_thumbs()

    def _show_page(self, number: int, count: int) -> None:
        self._show_thumbs()
        self.thumbs.show_current(number)
        told = _("Trang {n}/{count}").format(n=number, count=count) if count else ""
        self._where.say(f"/ {count}" if count else "", told)  # the number stands in the box before
        if not self.page_box.hasFocus():
            self.page_box.setText(str(number) if count else "")

    def _show_found(self, place: int, count: int) -> None:
        if not self.search.text().strip():
            self._told.setText("")
            return
        found = _("{n}/{count} chỗ").format(n=place, count=count)
        self._told.setText(found if count else _("Không thấy"))
