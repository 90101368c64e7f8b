"""Looking something up in the lists of the packs."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.packs.packs import Packs
from desktop.models.text import fold
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.templates.catalogue import Cell, Listing, listings
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, row, space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable


class ListsTab(QWidget):
    """One list at a time, searched in all its columns."""

    def __init__(self, packs: Packs, state: MachineState) -> None:
        super().__init__()
        self._lists = listings(packs)
        self._state = state
        self._tables: dict[str, ListTable] = {}
        self.which = Choice([(one.name, one.name) for one in self._lists], name=_("Danh mục"))
        self.which.chosen.connect(lambda _name: self.show_list())
        self.search = SearchField(_("Tìm mã, tên"))
        self.search.setFixedWidth(self.fontMetrics().averageCharWidth() * 34)
        self.search.searched.connect(lambda _text: self.show_list())
        self.count = PlainLabel("", tone="muted")
        copy = button(_("Sao chép bảng"), lambda: self.table().copy(), icon="copy")
        bar = row(self.which, self.search, STRETCH, self.count, copy)
        bar.setContentsMargins(space("xl"), space("m"), space("xl"), space("m"))
        self._stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self._stack, 1)

    def listing(self) -> Listing:
        """Return the list that is chosen."""
        return next(one for one in self._lists if one.name == self.which.value())

    def table(self) -> ListTable:
        """Return the table of the chosen list, made when first needed."""
        chosen = self.listing()
        if chosen.name not in self._tables:
            made = ListTable(
                [_column(cell) for cell in chosen.columns], name=chosen.name, state=self._state
            )
            self._tables[chosen.name] = made
            self._stack.addWidget(made)
        return self._tables[chosen.name]

    def show_list(self) -> None:
        """Show the chosen list, as far as it matches the search."""
        chosen, needle = self.listing(), self.search.needle()
        table = self.table()
        self._stack.setCurrentWidget(table)
        found = [
            record
            for record in chosen.records
            if needle in fold(" ".join(text(record) for _title, _width, text in chosen.columns))
        ]
        table.set_rows(found)
        self.count.setText(_("{n} dòng").format(n=len(found)))


def _column(cell: Cell) -> Column:
    title, width, text = cell
    return Column(title, text, width, tooltip=text if width == 0 else None)
