"""What follows from the figures of the page: problems, what can be locked, the quality card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from desktop.models.entry.entry import EntrySheet, Problem
from desktop.models.entry.entry_lock import looking
from desktop.models.entry.entry_returns import sent_back_stops
from desktop.ui.widgets.soon import soon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.pages.figures.surface import FiguresPage

NEAR = 3
"""How many periods before most rules look at."""
TURN_SECONDS = 0.01
"""Processor time after which keys are answered while rows and those periods are looked at."""
LONG_SECONDS = 0.5
"""From here on it is told how far the looking is."""


class Following:
    """Shows what follows once for all cells entered since, as soon as keys are idle.

    A thousand rows are looked at a few at a time, so that keys are answered meanwhile; who needs
    to know now asks `catch_up`.
    """

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self.problems: Sequence[Problem] = ()
        self._sent_back: Sequence[Problem] = ()
        self.notices = False
        self._behind, self._drawn = False, False
        self._looked_at = (0, False)
        self._looking: Iterator[int] | None = None
        self._begun = 0.0
        self._of = ("", "")

    def build(self, surface: QWidget) -> None:
        """The page has its surface: its turns are counted there."""
        self._late = soon(surface, self.turn)

    def opened(self, sheet: EntrySheet) -> None:
        """Another period or form is shown: nothing said of the one before stays meanwhile."""
        shown, self._of = self._of, (sheet.period.id, sheet.form.id)
        if shown == self._of:
            return
        page = self._page
        self.problems = self._sent_back = ()
        page.locking.forget()
        page.problem_list.show_problems(sheet, ())
        page.quality.show_judging()
        page.followed()

    def show_state(self) -> None:
        """The figures changed: what follows is shown as soon as keys are idle."""
        if not self._behind:
            self._begun = perf_counter()
        self._behind, self._drawn, self._looking = True, False, None
        if not self._late.isActive():
            self._late.start()

    def draw_soon(self) -> None:
        """The cells look different, though nothing follows from it: draw them in the next turn."""
        self._drawn = False
        if not self._late.isActive():
            self._late.start()

    def turn(self) -> None:
        """Look at some rows, and show what follows once all are looked at.

        While a large block is still being shown, only draw; its last part calls again.
        """
        page = self._page
        if not page.desk.open:
            return  # the window closes before the keys were idle
        if page.entering.showing:
            if page.grid is not None:
                page.grid.source_changed()
        elif not self._behind and page.sheet is not None:
            self._draw(page.sheet)
        elif page.sheet is not None and (_compared(page.sheet) or self._look_on(page.sheet)):
            self._late.start()
        else:
            self.catch_up()

    def _look_on(self, sheet: EntrySheet) -> bool:
        """Look at some rows; returns whether there are others."""
        until = thread_time() + TURN_SECONDS
        self._draw(sheet)
        for _period in sheet.around.read_ahead(NEAR):
            if thread_time() > until:
                return True
        if self._looking is None:
            self._looking = looking(sheet, hints=self.notices)
        for place in self._looking:
            if thread_time() > until:
                if perf_counter() - self._begun > LONG_SECONDS:
                    self._page.problem_list.show_progress(sheet, place + 1, len(sheet.rows))
                return True
        return False

    def _draw(self, sheet: EntrySheet) -> None:
        if self._drawn:
            return
        self._drawn = True
        if self._page.grid is not None and sheet.rows:
            self._page.grid.source_changed()
            self._page.show_cursor()

    def catch_up(self) -> None:
        """Show figures, problems and locking now, once for all cells entered since."""
        page = self._page
        sheet = page.sheet
        if sheet is None or not self._behind:
            return
        if page.entering.showing:
            page.entering.finish()
            self._drawn = False
        self._behind, self._looking = False, None
        self._late.stop()
        self._draw(sheet)
        before, self._looked_at = self._looked_at, (sheet.edition, self.notices)
        if before == self._looked_at:
            return  # what was shown became durable, and is what it was
        self.problems, self._sent_back = sheet.problems(), sent_back_stops(sheet)
        page.locking.look(sheet)
        told = sheet.notices() if self.notices else []
        page.problem_list.show_problems(sheet, [*self.problems, *told])
        page.quality.show_sheet(sheet)
        page.followed()

    def show_notices(self) -> None:
        """Show what the rules only inform of below the problems, or put it away again."""
        self.notices = not self.notices
        self._behind = True
        self._page.quality.show_notices(self.notices)
        self.catch_up()
        if self.notices:
            self._page.problem_list.reveal("I")

    def has_next(self) -> bool:
        """Whether a cell needs a look."""
        return any(problem.open for problem in self.stops)

    @property
    def stops(self) -> Sequence[Problem]:
        """What the rules say, and the returns that came back: where F8 goes."""
        return (*self.problems, *self._sent_back)


def _compared(sheet: EntrySheet) -> bool:
    """Compare the rows where that waits; returns whether they were, here or while being drawn.

    Telling a difference at a thousand rows is a turn of its own: keys are answered after it.
    """
    sheet.comparing.settle()
    fresh, sheet.comparing.fresh = sheet.comparing.fresh, False
    return fresh
