"""A month of activities: seven columns of days, each activity a line that opens it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.ui.pages.activities.words import month_later
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.labels import PlainLabel, restyle
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent

    from desktop.models.activities.activities import Activity

WEEKS, DAYS = 6, 7
NAMES = (_("Thứ hai"), _("Thứ ba"), _("Thứ tư"), _("Thứ năm"), _("Thứ sáu"), _("Thứ bảy"),
         _("Chủ nhật"))  # fmt: skip


class MonthView(QWidget):
    """`chosen(activity)` follows a click on one; `wanted(date)` a double click on a day."""

    chosen = Signal(object)
    wanted = Signal(object)
    moved = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today, self._first = today, today.replace(day=1)
        self._activities: Sequence[Activity] = ()
        self.title = PlainLabel("", level="large")
        top = row(
            icon_button("chevron-left", _("Tháng trước"), lambda: self._turn(-1)),
            icon_button("chevron-right", _("Tháng sau"), lambda: self._turn(1)),
            self.title,
            None,
            button(_("Tháng này"), lambda: self.show_month(self._today)),
        )
        grid = QGridLayout()
        grid.setSpacing(1)
        for column, name in enumerate(NAMES):
            label = PlainLabel(name, level="small", tone="muted")
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(label, 0, column)
            grid.setColumnStretch(column, 1)
        self.days = [DayCell(self) for _place in range(WEEKS * DAYS)]
        for place, cell in enumerate(self.days):
            grid.addWidget(cell, 1 + place // DAYS, place % DAYS)
        for line in range(WEEKS):
            grid.setRowStretch(1 + line, 1)
        box = QVBoxLayout(self)
        edge = space("l")
        box.setContentsMargins(edge, 0, edge, space("s"))
        box.addLayout(top)
        box.addLayout(grid, 1)
        self.show_month(today)

    @property
    def first(self) -> date:
        """The first day of the month shown."""
        return self._first

    def show_activities(self, activities: Sequence[Activity]) -> None:
        """Show these where they fall into the month."""
        self._activities = activities
        begin = self._first - timedelta(self._first.weekday())
        for place, cell in enumerate(self.days):
            day = begin + timedelta(place)
            found = [one for one in reversed(activities) if one.start <= day <= one.end]
            cell.show_day(day, found, inside=day.month == self._first.month, today=self._today)

    def show_month(self, day: date) -> None:
        """Turn to the month of a day."""
        self._first = day.replace(day=1)
        self.title.setText(_("Tháng {n}").format(n=f"{self._first:%m/%Y}"))
        self.show_activities(self._activities)
        self.moved.emit()

    def _turn(self, months: int) -> None:
        self.show_month(month_later(self._first, months))


class DayCell(QFrame):
    """One day: its number, as many activities as there is room for, and how many more.

    Where no line fits below the number the first activity stands beside it: a low window
    tells what there is, not only how much.
    """

    def __init__(self, month: MonthView) -> None:
        super().__init__()
        self._month, self._day = month, date.min
        self._found: list[Activity] = []
        self._stale = False
        self.setProperty("look", "boxed")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.number = PlainLabel("", level="small")
        self._box = QVBoxLayout(self)
        edge = space("xs")
        self._box.setContentsMargins(edge, 0, edge, 0)
        self._box.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.setSpacing(edge)
        self._head.addWidget(self.number)
        self._box.addLayout(self._head)
        self._box.addStretch(1)
        self._lines: list[QWidget] = []

    def show_day(self, day: date, found: list[Activity], *, inside: bool, today: date) -> None:
        """Show a day and its activities."""
        self._day, self._found = day, found
        self.number.setText(f"{day.day}" if inside else f"{day.day}/{day.month}")
        tone = "brand" if day == today else "normal" if inside else "muted"
        self.number.set_tone(tone)
        look = "boxed" if inside else "raised"
        if self.property("look") != look:
            self.setProperty("look", look)
            restyle(self)
        self._stale = True
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Fill in what came while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many lines as fit now."""
        super().resizeEvent(event)
        self._fill()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click begins a line for the day."""
        self._month.wanted.emit(self._day)

    def _fill(self) -> None:
        self._stale = False
        for line in self._lines:
            line.hide()
            line.deleteLater()
        height = self.fontMetrics().lineSpacing() + space("xs")
        room = max((self.height() - height) // height, 0)
        shown = self._found[: max(room, 1)]
        left = len(self._found) - len(shown)
        told = _("+ {n} nữa") if room else _("+ {n}")  # beside the title there is little room
        more = PlainLabel(told.format(n=left), level="small", tone="muted")
        more.setToolTip("\n".join(one.title for one in self._found[len(shown) :]))
        wide = self.width() - 2 * space("s")
        beside = self.number.sizeHint().width() + space("xs")
        beside += more.sizeHint().width() + space("xs") if left else 0
        lines = [self._line(one, wide if room else wide - beside) for one in shown]
        for place, line in enumerate(lines):
            if room:
                self._box.insertWidget(1 + place, line)
            else:
                self._head.addWidget(line, 1)
        if room:
            more.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if left:
            self._head.addWidget(more, 1 if room else 0)
        self._lines = [*lines, more]

    def _line(self, activity: Activity, room: int) -> QPushButton:
        title = self.fontMetrics().elidedText(activity.title, Qt.TextElideMode.ElideRight, room)
        line = button(title, lambda: self._month.chosen.emit(activity), look="link")
        line.setToolTip(activity.title)
        line.setAccessibleName(activity.title)
        line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return line
