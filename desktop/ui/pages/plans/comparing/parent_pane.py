"""The upper paper beside the own plan: covered items ticked, any of them taken over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.documents.coverage import Coverage
from desktop.i18n import _
from desktop.models.outline.outline import Outline
from desktop.ui.outline.outline_view import ITEM_MIME
from desktop.ui.outline.paper_row import PaperRow, paper_rows
from desktop.ui.outline.paper_view import PaperView
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.folding_row import FoldingRow
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import column, row, rule, space


class _Source(PaperView):
    """The upper paper's items; one can be dragged across."""

    def __init__(self) -> None:
        super().__init__(_("Văn bản cấp trên"), margin=False)
        self._pressed: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose; remember where, in case it becomes a drag."""
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the item."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance() and self.current():
            self._pressed = None
            drag, data = QDrag(self), QMimeData()
            data.setData(ITEM_MIME, self.current().encode())
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)


class ParentPane(QWidget):
    """`insert(item id)` takes an item over as answered by ours; `go(item id)` shows our answer."""

    def __init__(self, insert: Callable[[str], object], go: Callable[[str], object]) -> None:
        super().__init__()
        self.outline: Outline | None = None
        self._coverage: Coverage | None = None
        self.paper = _Source()
        self.paper.opened.connect(insert)
        self.paper.chosen.connect(go)
        self.title = ElidedLabel("", level="normal", tone="strong")
        self.state = PlainLabel("", level="small", tone="muted", wrap=True)
        self.take = button(_("Đưa vào kế hoạch"), lambda: insert(self.paper.current()), icon="plus")
        self.take.setToolTip(
            _("Thêm mục này vào kế hoạch tại con trỏ, có nối với văn bản cấp trên")
        )
        self.next = button(_("Mục còn thiếu"), self.next_missing, icon="chevron-down")
        deeds = FoldingRow(row(self.take, None), row(self.next, None))
        top = column(self.title, self.state, deeds, gap="xs")
        top.setContentsMargins(space("m"), space("s"), space("s"), space("s"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(rule())
        box.addWidget(self.paper, 1)

    def show_parent(self, title: str, outline: Outline, coverage: Coverage) -> None:
        """Show the upper paper and what of it is carried out."""
        self.outline, self._coverage = outline, coverage
        self.title.setText(title)
        total = len(coverage.duties)
        missing = len(coverage.missing)
        told = _("Đã có {n}/{all} nhiệm vụ.").format(n=coverage.covered, all=total)
        if missing:
            told += " " + _("Còn thiếu {m}.").format(m=missing)
        self.state.setText(told)
        self.state.set_tone("attention" if missing else "done")
        self.next.setEnabled(bool(missing))
        duties = set(coverage.duties)
        self.paper.set_rows(
            [
                _shown(one, one.id in duties, one.id in coverage.answered)
                for one in paper_rows(outline)
            ]
        )

    def missing(self) -> list[str]:
        """Return the duties that are not carried out yet, in order."""
        if self._coverage is None:
            return []
        return [one for one in self._coverage.duties if one not in self._coverage.answered]

    def next_missing(self) -> None:
        """Go to the next duty that is not carried out."""
        found = self.missing()
        if not found or self.outline is None:
            return
        current = self.paper.current()
        at = self.outline.at(current) if current in self.outline else -1
        after = [one for one in found if self.outline.at(one) > at]
        self.paper.go_to((after or found)[0])


def _shown(one: PaperRow, duty: bool, answered: bool) -> PaperRow:
    if not duty:
        return PaperRow(one.id, one.label, one.text, one.depth, one.style)
    mark, tone = ("check", "done") if answered else ("flag", "attention")
    return PaperRow(one.id, one.label, one.text, one.depth, one.style, mark=mark, mark_tone=tone)
