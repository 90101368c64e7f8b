"""The comparison: each duty of the upper paper and the items of ours that carry it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.documents.coverage import Coverage
from desktop.documents.coverage_lines import Line, told
from desktop.i18n import _
from desktop.models.text import fold
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.folding_row import FoldingRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, row, space
from desktop.ui.widgets.list_or_empty import ListOrEmpty
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


_LEAST = 28
"""Letters of a duty that are seen in a narrow window; the other columns give way to it."""


class _Matrix(ListTable):
    """The table; the duty itself keeps room however narrow it is."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the other columns where too little would be left."""
        super().resizeEvent(event)
        letter, gap = self.fontMetrics().averageCharWidth(), 2 * space("s")
        widths = [one.width and one.width * letter + gap for one in self.rows_model.columns]
        share = min(1.0, (self.viewport().width() - _LEAST * letter) / sum(widths))
        for number, width in enumerate(widths):
            if width and share > 0:
                self.horizontalHeader().resizeSection(number, int(width * share))


class CoverageTab(QWidget):
    """`go(our item)` opens ours, `add(their item)` takes a missing duty over, `export(suffix)`
    writes the matrix to a file.
    """

    def __init__(
        self,
        go: Callable[[str], object],
        add: Callable[[str], object],
        export: Callable[[str], object] = lambda _suffix: None,
    ) -> None:
        super().__init__()
        self._go, self._add = go, add
        self._lines: list[Line] = []
        self.told = PlainLabel("", level="large", wrap=True)
        self.which = Choice(
            [(_("Tất cả"), ""), (_("Còn thiếu"), "missing"), (_("Việc của đơn vị khác"), "left")],
            name=_("Lọc"),
        )
        self.search = SearchField(_("Tìm nhiệm vụ"))
        self.search.setFixedWidth(self.fontMetrics().averageCharWidth() * 18)
        self.which.chosen.connect(lambda _value: self._show())
        self.search.searched.connect(lambda _text: self._show())
        self.take = button(_("Đưa vào kế hoạch"), self._take, icon="plus")
        self.copy = button(_("Sao chép"), lambda: self.table.copy(), icon="copy")
        self.out = [
            button(_("Xuất {kind}").format(kind=kind), lambda s=suffix: export(s), icon="export")
            for kind, suffix in (("PDF", ".pdf"), ("Word", ".docx"), ("Excel", ".xlsx"))
        ]
        self.table = _Matrix(
            [
                Column(_("Mục cấp trên"), lambda one: one.path, 12),
                Column(_("Nhiệm vụ"), lambda one: one.duty, 0, tooltip=lambda one: one.duty),
                Column(_("Tình trạng"), lambda one: one.state, 18, tone=_tone),
                Column(
                    _("Mục của đơn vị"), lambda one: one.answer, 32, tooltip=lambda one: one.answer
                ),
                Column(_("Người, thời hạn"), lambda one: one.who, 24),
                Column(_("Chỉ tiêu"), lambda one: one.our_target, 13, tooltip=_target_tip),
            ],
            key=lambda one: (one.path, one.duty),
            name=_("Bảng đối chiếu"),
            many=True,
        )
        self.table.opened.connect(lambda one: one.ours and self._go(one.ours[0]))
        self.table.chosen.connect(lambda _one: self._update())
        tools = FoldingRow(
            row(self.which, self.search, STRETCH), row(STRETCH, *self.out, self.copy, self.take)
        )
        empty = EmptyState(
            "link",
            _("Kế hoạch này không soạn từ văn bản cấp trên"),
            hint=_("Khi soạn từ văn bản của tỉnh, từng nhiệm vụ được đối chiếu ở đây."),
        )
        self._stack = ListOrEmpty(self.told, tools, self.table, empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_lines(self, lines: list[Line], *, writable: bool) -> None:
        """Show the matrix of another plan, or the same one anew."""
        self._lines = lines
        self._writable = writable
        self._show()

    def show_share(self, coverage: Coverage) -> None:
        """Say how much is covered and what is missing."""
        self._stack.show_list(any_line=bool(coverage.duties))
        self.told.setText(told(coverage, 12))

    def _show(self) -> None:
        needle, which = self.search.needle(), self.which.value()
        shown = [
            one
            for one in self._lines
            if needle in fold(f"{one.path} {one.duty} {one.answer}")
            and (
                not which
                or (which == "left" and one.left_out)
                or (which == "missing" and not one.left_out and not one.answer)
            )
        ]
        self.table.set_rows(shown)
        self._update()

    def _missing(self) -> list[Line]:
        return [one for one in self.table.selected() if one.id and not one.answer]

    def _update(self) -> None:
        self.take.setEnabled(self._writable and bool(self._missing()))

    def _take(self) -> None:
        for one in self._missing():
            self._add(one.id)

    _writable = True


def _tone(one: Line) -> str:
    if one.left_out:
        return "ink.muted"
    return "done" if one.answer else "attention"


def _target_tip(one: Line) -> str:
    return _("Cấp trên: {target}").format(target=one.target) if one.target else ""
