"""The one-line entry on top, its reading below while it is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.activities.quick_entry import Proposal, quick_read, reading
from desktop.models.text import nfc
from desktop.ui.pages.activities.words import proposal_words
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space
from desktop.ui.widgets.today_key import TodayKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.models.activities.activities import Activity
    from desktop.models.packs.pack_types import ActivityCategory
    from desktop.ui.desk import Desk

EXAMPLE = _("15/5 Thăm hỏi công nhân ốm tại Công ty May, 12 người, 6tr")


class QuickEntry(QWidget):
    """`proposed(Activity)` follows Enter; the words stay until `taken`."""

    proposed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.categories: Mapping[str, ActivityCategory] = {}
        self.line = QLineEdit()
        TodayKey(self.line, desk.today)
        self.line.setPlaceholderText(_("Ghi nhanh, ví dụ: {example}").format(example=EXAMPLE))
        self.line.setAccessibleName(_("Ghi nhanh một hoạt động"))
        self.category = Choice(name=_("Loại hoạt động"))
        letter = self.fontMetrics().averageCharWidth()
        self.category.setMinimumWidth(letter * 14)
        self.category.setMaximumWidth(letter * 26)
        self.told = PlainLabel("", level="small", tone="muted", wrap=True)
        self.told.setAccessibleName(_("Chương trình hiểu dòng trên là"))
        self.add = button(_("Ghi"), self.propose, look="primary", icon="plus")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("xs"))
        entry = row(self.line, self.category, self.add)
        entry.setStretch(0, 1)
        box.addLayout(entry)
        box.addWidget(self.told)
        self.line.textChanged.connect(lambda _text: self.show_reading())
        self.line.returnPressed.connect(self.propose)
        self.category.chosen.connect(lambda _code: self._chosen())
        self.show_reading()

    def show_categories(self, categories: Mapping[str, ActivityCategory]) -> None:
        """Offer the pack's categories; the first choice leaves it to the words."""
        self.categories = categories
        listed = [(one.name, one.code) for one in categories.values()]
        self.category.set_options([(_("Loại: theo lời ghi"), ""), *listed])

    def begin(self, day: date) -> None:
        """Begin a line for a day."""
        self.line.setText(f"{day:%d/%m} ")
        self.line.setFocus()
        self.line.deselect()
        self.line.setCursorPosition(len(self.line.text()))

    def show_reading(self) -> None:
        """Say how the line is understood."""
        if not self._typed():
            hint = _(
                "Gõ ngày, việc, nơi, số người, kinh phí theo thứ tự nào cũng được; Enter để ghi."
            )
            self._tell(hint)
            return
        read = self._read()
        proposed = proposal_words(self._desk.read.packs, read.activity())
        self._tell("\n".join(filter(None, (reading(read, self.categories), proposed))))

    def propose(self) -> None:
        """Hand the activity over, or ask for what is missing."""
        if not self._typed():
            self.line.setFocus()
            return
        read = self._read()
        if not (self.category.value() or read.category):
            self._tell(_("Chưa rõ loại hoạt động: chọn ở ô bên phải, rồi bấm Enter."), "attention")
            self.category.setFocus()
            return
        self.proposed.emit(read.activity(self.category.value() or ""))

    def taken(self, _activity: Activity | None = None) -> None:
        """The activity is in the list: make room for the next line."""
        self.line.clear()
        self.category.show_value("")
        self.line.setFocus()

    def refused(self, sentence: str) -> None:
        """Show why the line was not taken."""
        self._tell(sentence, "blocked")

    def _chosen(self) -> None:
        self.show_reading()
        self.line.setFocus()

    def _typed(self) -> str:
        return nfc(self.line.text()).strip()

    def _read(self) -> Proposal:
        read = quick_read(self._typed(), self._desk.today(), self.categories)
        chosen = self.category.value()
        return replace(read, category=chosen) if chosen else read

    def _tell(self, sentence: str, tone: str = "muted") -> None:
        self.told.setText(sentence)
        self.told.set_tone(tone)
