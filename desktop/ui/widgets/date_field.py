"""A date as it is written in Vietnam, typed or picked from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QWidget, QWidgetAction

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui import theme as themes
from desktop.ui.typed import parse_date
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.today_key import TodayKey

VIETNAMESE = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)


class _DateLine(TextField):
    """The typed part."""

    date_committed = Signal(object)
    calendar_wanted = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(hint=_("ngày/tháng/năm"))
        self._today = today
        TodayKey(self, today, whole=True)

    def value(self) -> date | None:
        """Return the date typed; None when empty; raises Refusal."""
        return parse_date(self.typed(), self._today())

    def written(self, value: Any) -> str:
        """Return the date as 05/01/2027."""
        return "" if value is None else f"{value:%d/%m/%Y}"

    def handed_over(self, value: Any) -> None:
        """Emit the date."""
        self.date_committed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar, as in a choice."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down:
            self.calendar_wanted.emit()
            return
        super().keyPressEvent(event)


class DateField(QWidget):
    """A date field; `committed(date | None)` follows typing or picking, never `show_date`."""

    committed = Signal(object)
    refused = Signal(str)

    def __init__(
        self, day: date | None = None, *, today: Callable[[], date] = date.today, name: str = ""
    ) -> None:
        super().__init__()
        self._today = today
        self.line = _DateLine(today)
        self.line.setAccessibleName(name or _("Ngày"))
        self.line.setFixedWidth(self.line.fontMetrics().averageCharWidth() * 18)
        self._open = icon_button("calendar", _("Chọn ngày trên lịch (Alt+↓)"), self.open_calendar)
        self.line.setAccessibleDescription(_("Alt+↓: chọn trên lịch; Ctrl+;: hôm nay"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(themes.current().tokens.space["xs"])
        box.addWidget(self.line)
        box.addWidget(self._open)
        box.addStretch(1)
        self.setFocusProxy(self.line)
        self.line.date_committed.connect(self.committed)
        self.line.refused.connect(self.refused)
        self.line.calendar_wanted.connect(self.open_calendar)
        self.show_date(day)

    @property
    def stops(self) -> tuple[QWidget, QWidget]:
        """Where the Tab key stops: the typed part, then its calendar."""
        return self.line, self._open

    def value(self) -> date | None:
        """Return the date typed; None when empty; raises Refusal."""
        return self.line.value()

    def show_date(self, day: date | None) -> None:
        """Show a date, or nothing for None."""
        self.line.show_text(self.line.written(day))

    def open_calendar(self) -> None:
        """Let the date be picked from a month."""
        menu = QMenu(self)
        shown = self._shown()
        month = calendar(shown)
        part = QWidgetAction(menu)
        part.setDefaultWidget(month)
        menu.addAction(part)
        month.clicked.connect(lambda day: self._picked(menu, day))
        month.activated.connect(lambda day: self._picked(menu, day))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        month.setFocus()

    def _shown(self) -> date:
        try:
            return self.value() or self._today()
        except Refusal:
            return self._today()

    def _picked(self, menu: QMenu, day: QDate) -> None:
        menu.close()
        picked = date(day.year(), day.month(), day.day())
        self.show_date(picked)
        self.committed.emit(picked)


def calendar(day: date) -> QCalendarWidget:
    """Return a month in Vietnamese, the week beginning on Monday."""
    month = QCalendarWidget()
    month.setLocale(VIETNAMESE)
    month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    month.setSelectedDate(QDate(day.year, day.month, day.day))
    theme = themes.current()
    weekend = QTextCharFormat()
    weekend.setForeground(theme.colour("ink.muted"))
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        month.setWeekdayTextFormat(weekday, weekend)
    heading = QTextCharFormat()
    heading.setForeground(theme.colour("ink.muted"))
    heading.setBackground(theme.colour("surface.sunken"))
    month.setHeaderTextFormat(heading)
    return month
