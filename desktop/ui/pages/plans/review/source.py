"""The source beside a proposal: its lines, and below them everything that is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.review.kept import LeftOut
from desktop.intake.review.sheet import ReviewSheet
from desktop.models.outline.rich_text import tidy
from desktop.ui.outline.paper_row import PaperRow
from desktop.ui.pages.plans.review.paper import LinkedPaper
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, rule, space, splitter
from desktop.ui.widgets.pdf_paper import PdfPaper
from desktop.ui.widgets.table import Column, ListTable

_SOUGHT = 40
"""Letters of a line that are looked for on a page."""


class SourcePane(QWidget):
    """`bring_back(row ids)` takes in again what was left out; `look(left out)` shows its place."""

    def __init__(
        self,
        bring_back: Callable[[Sequence[str]], object],
        look: Callable[[LeftOut | None], object],
    ) -> None:
        super().__init__()
        self._bring_back = bring_back
        self.heading = PlainLabel(_("Văn bản gốc"), tone="muted")
        self.heading.setContentsMargins(space("xl"), space("s"), 0, space("s"))
        self.paper = LinkedPaper(_("Văn bản gốc"), margin=False)
        self.paper.hovered.connect(self._hovered)
        self.told = PlainLabel("", level="small")
        self.out_title = PlainLabel("", tone="muted")
        self.back = button(_("Lấy lại"), self.take_back, icon="undo")
        self.back.setToolTip(_("Đưa dòng đang chọn trở lại dàn ý (Enter)"))
        self.table = ListTable(
            [
                Column(_("Dòng không nhận"), lambda one: one.text, 0, tooltip=lambda one: one.text),
                Column(_("Vì sao"), lambda one: one.why, 16, tone=lambda _one: "ink.muted"),
            ],
            key=lambda one: (one.id, one.whole),
            name=_("Dòng không nhận"),
            many=True,
            sortable=False,
        )
        self.table.horizontalHeader().hide()
        self.table.chosen.connect(look)
        self.table.opened.connect(lambda _one: self.take_back())
        self.table.clicked.connect(lambda _index: look(self.table.current()))
        self.pdf_button = button(_("Trang PDF"), self._turn, icon="document")
        self.pdf_button.setToolTip(_("Xem trang giấy thay cho từng dòng chữ"))
        self.pdf_button.setCheckable(True)
        self.pdf_button.hide()
        self._pdf: PdfPaper | None = None
        self._load: Callable[[Callable[[bytes], object]], object] | None = None
        self._seek = ("", 0)
        self._pages: Sequence[int] = ()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.paper)
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        bar = row(self.heading, None, self.pdf_button)
        bar.setContentsMargins(0, 0, space("m"), 0)
        upper.addLayout(bar)
        upper.addWidget(rule())
        upper.addWidget(self.stack, 1)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        lower.addWidget(rule())
        bar = row(self.out_title, None, self.told, self.back)
        bar.setContentsMargins(space("xl"), space("xs"), space("m"), space("xs"))
        lower.addLayout(bar)
        lower.addWidget(self.table, 1)
        below.setMinimumHeight(space("xxl") * 3)
        split = splitter(above, below, upright=True, shares=(4, 1))
        split.setSizes([4000, 1000])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(split)
        self.setMinimumWidth(space("xxl") * 7)

    def show_lines(self, lines: Sequence[str], pages: Sequence[int] = ()) -> None:
        """Show another source; `pages` are those its lines begin on, where it has pages."""
        self._pages = pages
        self.tell_page(0, 0)
        self.paper.viewport().setToolTip("")
        self.paper.set_rows(
            [
                PaperRow(str(n), str(n), tidy([(line, "")]), 0, "recipients")
                for n, line in enumerate(lines, start=1)
                if line.strip()
            ]
        )
        self.paper.mark_words({})

    def _hovered(self, row_id: str) -> None:
        """Tell under the mouse on which page of the source a line stands."""
        number = int(row_id) if row_id else 0
        page = self._pages[number - 1] if 0 < number <= len(self._pages) else 0
        told = _("Dòng {line}, trang {page}").format(line=number, page=page) if page else ""
        self.paper.viewport().setToolTip(told)

    def offer_pages(self, load: Callable[[Callable[[bytes], object]], object] | None) -> None:
        """Offer the pages of a PDF; `load(show)` hands its bytes over. None: there are none."""
        self._load = load
        self.pdf_button.setVisible(load is not None)
        self.pdf_button.setChecked(False)
        self.stack.setCurrentWidget(self.paper)
        if self._pdf is not None:
            self.stack.removeWidget(self._pdf)
            self._pdf.deleteLater()
            self._pdf = None

    def tell_page(self, page: int, pages: int) -> None:
        """Tell the page of the source that is looked at, where it has pages; 0: not known."""
        told = _("trang {n}/{all}").format(n=page, all=pages) if page else ""
        self.heading.setText(" · ".join(one for one in (_("Văn bản gốc"), told) if one))

    def seek(self, line: str, page: int = 0) -> None:
        """Show where a line of the source stands on the pages, when these are shown.

        `page`, from 1, is the one it begins on: the same words may stand on others.
        """
        self._seek = (line, page)
        if self._pdf is not None and self.stack.currentWidget() is self._pdf:
            self._pdf.find(_beginning(line), page)

    def pages(self) -> PdfPaper | None:
        """Return the pages, when they are shown."""
        return self._pdf if self.stack.currentWidget() is self._pdf else None

    def _turn(self) -> None:
        if not self.pdf_button.isChecked() or self._load is None:
            self.stack.setCurrentWidget(self.paper)
            return
        if self._pdf is None:
            self._pdf = made = PdfPaper()
            made.setAccessibleName(_("Trang PDF của văn bản gốc"))
            self.stack.addWidget(made)
            self._load(lambda data: self._open(made, data))
        self.stack.setCurrentWidget(self._pdf)
        self.seek(*self._seek)

    def _open(self, pages: PdfPaper, data: bytes) -> None:
        if pages is self._pdf:
            pages.set_pdf(data)
            self.seek(*self._seek)

    def show_left_out(self, sheet: ReviewSheet) -> None:
        """Show what is left out now, and whether every word is accounted for."""
        found = sheet.left_out()
        self.table.set_rows(found)
        self.out_title.setText(_("Không nhận ({n})").format(n=len(found)))
        self.back.setEnabled(bool(found))
        missing = sum(sheet.missing_words().values())
        if missing:
            self.told.setText(_("Thiếu {n} chữ của bản gốc").format(n=missing))
        else:
            self.told.setText(_("Đã giữ đủ lời văn"))
        self.told.setToolTip(
            _("Mọi chữ của bản gốc đều nằm trong dàn ý, phần đầu hoặc danh sách dưới đây.")
        )
        self.told.set_tone("blocked" if missing else "done")

    def take_back(self) -> None:
        """Take the chosen lines in again."""
        wanted = [one.id for one in self.table.selected() if one.id]
        if wanted:
            self._bring_back(list(dict.fromkeys(wanted)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C in the list copies what is left out."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.table.copy()
        else:
            super().keyPressEvent(event)


def _beginning(line: str) -> str:
    """Return as much of a line as one printed line surely holds."""
    words = line.split()
    while len(words) > 1 and len(" ".join(words)) > _SOUGHT:
        words.pop()
    return " ".join(words)
