"""The first page: three columns, or the three first steps of a new office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import _
from desktop.models.agenda.agenda import Agenda, read_agenda
from desktop.ui.desk import Desk
from desktop.ui.page import Page
from desktop.ui.pages.today import parts
from desktop.ui.pages.today.columns import Column, Columns
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, scrolled

if TYPE_CHECKING:
    from desktop.ui.pages.today.first_steps import FirstStepsView

_QUIET = frozenset({"note", "setting", "person", "template"})
"""Kinds of registers that this page shows nothing of."""


class TodayPage(Page):
    """Shows the agenda; every line opens its place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = 0
        self._day: date | None = None
        self.agenda: Agenda | None = None

    def build(self) -> QWidget:
        """Lay the columns out, empty until the office has been read."""
        self.todo = Column(_("Cần làm"))
        self.followed = Column(_("Đang theo dõi"))
        self.news = Column(_("Mới"))
        columns = scrolled(column(Columns([self.todo, self.followed, self.news]), gap="none"))
        self._stack = QStackedWidget()
        for surface in (QWidget(), columns):
            self._stack.addWidget(surface)
        return self._stack

    @cached_property
    def first_steps(self) -> FirstStepsView:
        """What an office with nothing in it sees instead of the columns; others never need it."""
        from desktop.ui.pages.today.first_steps import FirstStepsView

        view = FirstStepsView(self.desk.go)
        self._stack.addWidget(view)
        return view

    def header_widgets(self) -> Sequence[QWidget]:
        """Return the day it is."""
        self._today = PlainLabel("", tone="muted")
        return [self._today]

    def touched(self, change: Any) -> bool:
        """Notes and settings show nowhere here."""
        return any(one.kind not in _QUIET for one in change.changes)

    def opened(self, argument: Any) -> None:
        """Read again when another day has begun."""
        if self._day not in (None, self.desk.today()):
            self.refresh()

    def refresh(self) -> None:
        """Read the agenda beside the window; an answer overtaken by a newer question is dropped."""
        self._asked += 1
        asked, today = self._asked, self.desk.today()
        self._day = today
        self._today.setText(parts.day_in_words(today))

        def show(agenda: Agenda) -> None:
            if asked == self._asked:
                self._show(agenda)

        self.desk.job(_("Đọc việc hôm nay"), lambda store, *_rest: read_agenda(store, today), show)

    def _show(self, agenda: Agenda) -> None:
        self.agenda = agenda
        if agenda.first is not None:
            self.first_steps.show_steps(agenda.first)
            self._stack.setCurrentWidget(self.first_steps)
            return
        go, today = self.desk.go, self.desk.today()
        todo = parts.todo_parts(agenda, go, today)
        self.todo.show_parts(todo, len(agenda.tasks))
        self.followed.show_parts(parts.tracked_parts(agenda, go), 0)
        self.news.show_parts(parts.news_parts(agenda, go, today), 0)
        self._stack.setCurrentIndex(1)
