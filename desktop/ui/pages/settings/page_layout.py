"""The numbers papers are printed with: all of them in one list, each can be changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.documents.layout_places import Place
from desktop.i18n import _
from desktop.models.text import fold
from desktop.tasks.papers.layout_settings import chosen, layout_places, reset_layout, set_layout
from desktop.ui.pages.settings.section import Section
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import row, space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable


class PageLayout(Section):
    """A list to search, and under it the field of the line that is chosen."""

    id, icon = "layout", "document"
    title = _("Trình bày văn bản")
    sentence = _(
        "Lề, cỡ chữ, khoảng cách, khung dấu của mọi văn bản in ra. "
        "Dòng có dấu • là số của đơn vị; để trống ô bên dưới thì lấy lại số mặc định."
    )
    stretches = True

    def fill(self, box: QVBoxLayout) -> None:
        """Add the search field, the list and the field under it."""
        self.own: dict[str, str] = {}
        self.places: list[Place] = []
        self.search = SearchField(_("Tìm thông số"))
        self.search.setMaximumWidth(space("xxl") * 10)
        self.search.searched.connect(lambda _text: self._filter())
        self.table = ListTable(
            [
                Column(_("Phần"), lambda p: p.part, 20),
                Column(_("Thông số"), lambda p: p.title, 0, tooltip=lambda p: p.place),
                Column(_("Giá trị"), lambda p: self._shown(p), 16),
            ],
            key=lambda p: p.place,
            name=_("Thông số trình bày"),
            sortable=False,
        )
        self.table.chosen.connect(lambda _place: self._show_field())
        self.table.opened.connect(lambda _place: self.field.setFocus())
        self.field = TextField()
        self.line = FormRow(_("&Giá trị của dòng đang chọn"), self.field)
        self.field.committed.connect(self._put)
        self.reset = button(_("Lấy lại mọi số mặc định"), self._reset)
        foot = QWidget()
        foot.setLayout(row(self.line, None, self.reset, gap="m"))
        box.addWidget(self.search)
        box.addWidget(self.table, 1)
        box.addWidget(foot)

    def refresh(self) -> None:
        """Read the numbers in force."""
        self.own = chosen(self.desk.read)
        self.places = layout_places(self.desk.read)
        self.reset.setEnabled(bool(self.own))
        self._filter()

    def touched(self, change: Any) -> bool:
        """Settings concern it."""
        return bool(change.keys("setting"))

    def chosen_place(self) -> Place | None:
        """Return the line that is chosen."""
        return self.table.current()

    def _shown(self, place: Place) -> str:
        return f"{place.value} •" if place.place in self.own else place.value

    def _filter(self) -> None:
        wanted = self.search.needle().split()
        shown = [p for p in self.places if all(w in fold(f"{p.part} {p.title}") for w in wanted)]
        self.table.set_rows(shown)
        self._show_field()

    def _show_field(self) -> None:
        place = self.chosen_place()
        self.field.setEnabled(place is not None)
        self.line.show_error("")
        if not self.field.hasFocus():
            self.field.show_text(place.value if place else "")

    def _put(self, text: str) -> None:
        place = self.chosen_place()
        if place is None:
            return
        self.desk.do(
            lambda store: set_layout(store, {place.place: text}),
            on_refusal=lambda refusal: self.line.show_error(str(refusal)),
        )

    def _reset(self) -> None:
        self.desk.do(reset_layout)
