"""Papers that kept documents cite: found, copied in their legal form, opened where cited."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.plans import plans
from desktop.models.plans.reference import Reference, cite_first, cite_later, slip_words
from desktop.models.plans.references import correct_reference, read_references
from desktop.models.text import fold, short_date
from desktop.ui.desk import Desk
from desktop.ui.pages.templates.reference_dialog import ReferenceDialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import STRETCH, column, row, space, splitter
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable


class ReferencesTab(QWidget):
    """The reference library: a list at the left, the chosen paper's citations at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._all: list[Reference] = []
        self.search = SearchField(_("Tìm số, cơ quan, trích yếu"))
        self.search.setFixedWidth(self.fontMetrics().averageCharWidth() * 34)
        self.search.searched.connect(lambda _text: self._show())
        self.count = PlainLabel("", tone="muted")
        self.table = _table(desk)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda one: self._open(one.cited[0][0]))
        copy = button(_("Sao chép bảng"), self.table.copy, icon="copy")
        bar = row(self.search, STRETCH, self.count, copy)
        bar.setContentsMargins(space("xl"), space("m"), space("xl"), space("m"))
        split = splitter(self.table, self._details(), shares=(3, 2))
        split.setSizes([3000, 1800])
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(split, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(EmptyState(
            "templates", _("Văn bản được viện dẫn sẽ hiện ở đây"),
            _("Nhận văn bản"), lambda: desk.go("plans", "receive"),
            hint=_("Mỗi văn bản cấp trên được nhận thêm vào đây những văn bản nó viện dẫn."),
        ))  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _details(self) -> QWidget:
        self.first = PlainLabel("", wrap=True)
        self.later = PlainLabel("", wrap=True)
        for label in (self.first, self.later):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes = PlainLabel("", tone="attention", wrap=True)
        self._cited = QVBoxLayout()
        self._cited.setSpacing(space("xs"))
        self.copy_first = button(_("Sao chép"), lambda: self._copy(cite_first), icon="copy")
        self.copy_later = button(_("Sao chép"), lambda: self._copy(cite_later), icon="copy")
        self.edit = button(_("Sửa"), self.correct, icon="edit",
                           tooltip=_("Sửa số, ngày, cơ quan ban hành, trích yếu"))  # fmt: skip
        self._panel = QWidget()
        box = column(
            section_title(_("Viện dẫn lần đầu")), self.first, self.copy_first,
            section_title(_("Viện dẫn lần sau")), self.later, self.copy_later,
            self.notes, self.edit, section_title(_("Được viện dẫn trong")), self._cited, STRETCH,
            gap="s",
        )  # fmt: skip
        box.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        self._panel.setLayout(box)
        self._panel.setMinimumWidth(space("xxl") * 8)
        return self._panel

    def refresh(self) -> None:
        """Read the library again."""
        self._all = read_references(self._desk.read)
        self._titles = {
            head.id: head.title for head in plans.list_plans(self._desk.read, role=None)
        }
        self._stack.setCurrentIndex(0 if self._all else 1)
        self._show()

    def _show(self) -> None:
        needles = self.search.needle().split()
        found = [one for one in self._all if all(n in fold(cite_first(one)) for n in needles)]
        self.table.set_rows(found)
        self.count.setText(_("{n} văn bản").format(n=len(found)))
        if self.table.current() is None and found:
            self.table.go_to(self.table.rows()[0].id)
        self._choose(self.table.current())

    def _choose(self, one: Reference | None) -> None:
        self._panel.setEnabled(one is not None)
        self.first.setText(cite_first(one) if one else "")
        self.later.setText(cite_later(one) if one else "")
        notes = slip_words(one.slips) if one else []
        self.notes.setText(_("Cần xem lại: {what}.").format(what="; ".join(notes)))
        self.notes.setVisible(bool(notes))
        while self._cited.count():
            taken = self._cited.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for plan, words in one.cited if one else ():
            self._cited.addWidget(self._link(plan, words))

    def _link(self, plan: str, words: str) -> QWidget:
        title = self._titles.get(plan, "")
        shown = title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(' ', 1)[0]} …"
        return button(shown, lambda: self._open(plan), look="link", tooltip=f"{title}\n{words}")

    def correct(self) -> None:
        """Ask for what is known of the chosen paper and keep it."""
        one: Reference | None = self.table.current()
        if one is None:
            return
        dialog = ReferenceDialog(self, one)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            values = dialog.values()
            self._desk.do(lambda store: correct_reference(store, one.id, values))
        dialog.deleteLater()

    def copy_citation(self) -> None:
        """Copy the first citation of the chosen paper."""
        self._copy(cite_first)

    def _open(self, plan: str) -> None:
        self._desk.go("plans", plan)

    def _copy(self, said: object) -> None:
        one = self.table.current()
        if one is None:
            return
        text = cite_first(one) if said is cite_first else cite_later(one)
        QGuiApplication.clipboard().setText(text)
        self._desk.message(_("Đã chép câu viện dẫn."))


_TITLE = 42


def _table(desk: Desk) -> ListTable:
    return ListTable(
        [
            Column(_("Văn bản"), _short, 27, tooltip=cite_first,
                   icon=lambda one: "warning" if one.slips else "",
                   tone=lambda one: "attention" if one.slips else "ink.normal"),
            Column(_("Ngày"), lambda one: short_date(one.day) if one.day else "", 11,
                   order=lambda one: one.date),
            Column(_("Cơ quan ban hành"), lambda one: one.issuer, 20,
                   tooltip=lambda one: one.issuer),
            Column(_("Trích yếu"), _subject, 0, tooltip=_subject),
        ],
        key=lambda one: one.id, name=_("Văn bản viện dẫn"), state=desk.state,
    )  # fmt: skip


def _short(one: Reference) -> str:
    return f"{one.type} {one.number}" if one.number else cite_later(one)


def _subject(one: Reference) -> str:
    return "" if one.is_law and not one.number else one.subject
