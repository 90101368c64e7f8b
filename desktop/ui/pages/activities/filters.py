"""Which activities are shown: words, kind, time, plan item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.activities import Filter
from desktop.ui.pages.activities import words
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import Choice, SearchField
from desktop.ui.widgets.layout import row

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.pages.activities.verbs import ActivityVerbs


class Filters(QWidget):
    """`changed` follows each choice."""

    changed = Signal()

    def __init__(self, desk: Desk, verbs: ActivityVerbs) -> None:
        super().__init__()
        self._desk, self._verbs, self._item = desk, verbs, ""
        letter = self.fontMetrics().averageCharWidth()
        self.search = SearchField(_("Tìm hoạt động"))
        self.search.setMinimumWidth(letter * 10)
        self.search.setMaximumWidth(letter * 26)
        self.search.searched.connect(lambda _text: self._change())
        categories = desk.read.packs.activity_categories.values()
        listed = [(one.name, one.code) for one in categories]
        self.category = Choice([(_("Mọi loại"), ""), *listed], name=_("Loại hoạt động"))
        self.category.setMinimumWidth(letter * 10)
        self.category.setMaximumWidth(letter * 24)
        self.time = Choice(words.spans(desk.today()), name=_("Thời gian"))
        self.item = button(_("Mọi mục kế hoạch"), self._pick, icon="target")
        self.all = link(_("Bỏ lọc"), self.clear)
        self.all.hide()
        self.time.setMinimumWidth(letter * 10)
        for choice in (self.category, self.time):
            choice.chosen.connect(lambda _value: self._change())
        self.setLayout(row(self.search, self.category, self.time, self.item, self.all))

    def wanted(self) -> Filter:
        """Return the filter that is chosen."""
        since, until = self.time.value() or (None, None)
        category = self.category.value()
        return Filter(
            words=self.search.text().strip(),
            since=since,
            until=until,
            categories=frozenset([category]) if category else frozenset(),
            plan_item=self._item,
        )

    def clear(self) -> None:
        """Show everything again."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.category.show_value("")
        self.time.setCurrentIndex(0)
        self._item = ""
        self._change()

    def show_item(self, item: str) -> None:
        """Show the activities of a plan item."""
        self.clear()
        self._item = item
        self._change()

    def _pick(self) -> None:
        if self._item:
            self.show_item("")
            return
        item = self._verbs.pick_item()
        if item:
            self.show_item(item)

    def _change(self) -> None:
        self.item.setText(_("Một mục kế hoạch") if self._item else _("Mọi mục kế hoạch"))
        self.all.setVisible(self.wanted() != Filter())
        self.changed.emit()
