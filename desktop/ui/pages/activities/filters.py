"""Which activities are shown: words, kind, time, unit, plan item, what is still lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.activities.activities import Filter
from desktop.models.errors import Refusal
from desktop.ui.pages.activities import words
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.ui.desk import Desk
    from desktop.ui.pages.activities.verbs import ActivityVerbs

OWN = object()
"""The choice of days of one's own."""


class Filters(QWidget):
    """`changed` follows each choice."""

    changed = Signal()

    def __init__(self, desk: Desk, verbs: ActivityVerbs) -> None:
        super().__init__()
        self._desk, self._verbs, self._item = desk, verbs, ""
        self._offered: list[str] = []
        letter = self.fontMetrics().averageCharWidth()
        self.search = SearchField(_("Tìm hoạt động"))
        self.search.setMinimumWidth(letter * 16)
        self.search.setMaximumWidth(letter * 40)
        self.search.searched.connect(lambda _text: self._change())
        categories = desk.read.packs.activity_categories.values()
        listed = [(one.name, one.code) for one in categories]
        self.category = Choice([(_("Mọi loại"), ""), *listed], name=_("Loại hoạt động"))
        self.category.setMinimumWidth(letter * 10)
        self.category.setMaximumWidth(letter * 24)
        spans: list[tuple[str, object]] = [*words.spans(desk.today()), (_("Tự chọn ngày…"), OWN)]
        self.time = Choice(spans, name=_("Thời gian"))
        self.since = DateField(today=desk.today, name=_("Từ ngày"))
        self.until = DateField(today=desk.today, name=_("Đến ngày"))
        self.days = QWidget()
        self.days.setLayout(
            row(PlainLabel(_("Từ ngày")), self.since, PlainLabel(_("đến ngày")), self.until, None)
        )
        self.days.hide()
        for field in (self.since, self.until):
            field.committed.connect(lambda _day: self._change())
        self.item = button(_("Mọi mục kế hoạch"), self._pick, icon="target")
        self.all = link(_("Bỏ lọc"), self.clear)
        self.all.hide()
        self.unit = Choice([(_("Mọi đơn vị"), "")], name=_("Đơn vị chủ trì hoặc phối hợp"))
        self.unit.setMaximumWidth(letter * 24)
        self.unit.hide()
        self.lacking = Choice(
            [(_("Mọi tình trạng"), ""), *words.lacking()], name=_("Hoạt động còn thiếu gì")
        )
        for choice in (self.time, self.unit, self.lacking):
            choice.setMinimumWidth(letter * 10)
        for choice in (self.category, self.time, self.unit, self.lacking):
            choice.chosen.connect(lambda _value: self._change())
        line = row(self.search, self.category, self.time, None)
        line.setStretch(0, 1)
        self.second = row(self.unit, self.lacking, self.item, self.all)
        """The second line; what stands at its right end is the page's."""
        box = column(line, self.days, self.second)
        self.setLayout(box)

    def wanted(self) -> Filter:
        """Return the filter that is chosen."""
        since, until = self._span()
        category = self.category.value()
        return Filter(
            words=self.search.text().strip(),
            since=since,
            until=until,
            categories=frozenset([category]) if category else frozenset(),
            plan_item=self._item,
            unit=self.unit.value() or "",
            lacking=self.lacking.value() or "",
        )

    def offer_units(self, units: Sequence[tuple[str, str]]) -> None:
        """Offer the (name, id) of who leads or helps; one alone is nothing to choose from."""
        offered = units if len(units) > 1 else ()
        if [name for name, _id in offered] != self._offered:
            self._offered = [name for name, _id in offered]
            self.unit.set_options([(_("Mọi đơn vị"), ""), *offered])
        self.unit.setVisible(bool(offered))

    def clear(self) -> None:
        """Show everything again."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.category.show_value("")
        for choice in (self.time, self.unit, self.lacking):
            choice.setCurrentIndex(0)
        self._item = ""
        self._change()

    def show_item(self, item: str) -> None:
        """Show the activities of a plan item."""
        self.clear()
        self._item = item
        self._change()

    def _span(self) -> tuple[date | None, date | None]:
        """Return the first and last day wanted; a day that cannot be read does not limit."""
        chosen = self.time.value()
        if chosen is not OWN:
            return chosen or (None, None)
        days: list[date | None] = []
        for field in (self.since, self.until):
            try:
                days.append(field.value())
            except Refusal:
                days.append(None)
        return days[0], days[1]

    def _pick(self) -> None:
        if self._item:
            self.show_item("")
            return
        item = self._verbs.pick_item()
        if item:
            self.show_item(item)

    def _change(self) -> None:
        self.item.setText(_("Một mục kế hoạch") if self._item else _("Mọi mục kế hoạch"))
        self.days.setVisible(self.time.value() is OWN)
        self.all.setVisible(self.wanted() != Filter())
        self.changed.emit()
