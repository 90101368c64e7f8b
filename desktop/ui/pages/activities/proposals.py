"""Which figures the chosen activity proposes of itself; each can be left out with its tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.models.activities.giving import WRITTEN, Given, gifts
from desktop.models.text import vi_number
from desktop.ui.pages.activities.words import given_words
from desktop.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.models.activities.activities import Activity
    from desktop.ui.pages.activities.verbs import ActivityVerbs
    from desktop.ui.pages.activities.words import Names


class Tick(QCheckBox):
    """A tick whose words take the room there is; whole they stand in the tooltip."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words in their middle: their number stands at the end."""
        super().resizeEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        element = QStyle.SubElement.SE_CheckBoxContents
        room = self.style().subElementRect(element, option, self).width()
        elided = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideMiddle, room)
        if elided != self.text():
            self.setText(elided)


class ProposalRows(QWidget):
    """A tick for each figure; without it the month's sheet is not offered that number."""

    def __init__(self, verbs: ActivityVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self._activity: Activity | None = None
        self.ticks: dict[str, QCheckBox] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.told = PlainLabel("", level="small", tone="muted", wrap=True)
        self._box.addWidget(self.told)

    def show_proposals(self, activity: Activity, names: Names) -> None:
        """Show what an activity proposes beside the figures written with it."""
        self._activity = activity
        packs = self._verbs.desk.read.packs
        found = [one for one in gifts(packs, activity) if one.source != WRITTEN]
        for tick in self.ticks.values():
            self._box.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self.ticks = {one.code: self._tick(one, activity, names) for one in found}
        for place, tick in enumerate(self.ticks.values()):
            self._box.insertWidget(place, tick)
        self.told.setText(_said(activity, bool(found)))

    def _tick(self, given: Given, activity: Activity, names: Names) -> QCheckBox:
        words = given_words(given.code, given.value, names.indicators)
        tick = Tick(words)
        tick.setToolTip(f"{given.code}: {names.indicators.get(given.code, '')}"
                        f" = {vi_number(given.value)}")  # fmt: skip
        tick.setChecked(given.code not in activity.declined)
        tick.clicked.connect(lambda checked, code=given.code: self._put(code, wanted=checked))
        return tick

    def _put(self, code: str, *, wanted: bool) -> None:
        if self._activity is None:
            return
        left = tuple(one for one in self._activity.declined if one != code)
        declined = left if wanted else (*left, code)
        self._verbs.update(self._activity.id, {"declined": declined})


def _said(activity: Activity, found: bool) -> str:
    if found:
        return _(
            "Trang Số liệu đề nghị các số này ở tháng có ngày kết thúc; bỏ dấu nếu không tính."
        )
    if activity.figures:
        return _("Đã ghi số riêng ở dưới nên không đề nghị thêm số nào.")
    return _("Không có: tên và loại chưa nói rõ chỉ tiêu nào; ghi số ở dưới nếu cần.")
