"""Before locking: how complete, timely and consistent the figures are, in a line below the grid."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_quality import drawing_card
from desktop.models.figures.returns.quality import QualityCard
from desktop.models.text import with_counts
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import row, rule, space

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LATER_MS = 250
TURN_SECONDS = 0.008
"""How long the card is drawn up before the window gets its turn."""


class QualityLine(QFrame):
    """`asked()` wants the things worth a look shown or put away; nothing entered, nothing shown.

    What stands here is brief, the tooltips tell all. The card is drawn up a moment after the last
    cell, so that typing never waits for it.
    """

    asked = Signal()

    def __init__(self, today: Callable[[], date], office_open: Callable[[], bool]) -> None:
        super().__init__()
        self._today, self._office_open = today, office_open
        self._sheet: EntrySheet | None = None
        self._drawing: Generator[None, None, QualityCard] | None = None
        self._told, self._notices = False, 0
        self.setProperty("look", "raised")
        self.complete, self.timely = ElidedLabel(tone="muted"), ElidedLabel(tone="muted")
        self.consistent = ElidedLabel(tone="muted")
        self.look = link("", self.asked.emit)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(lambda: self._draw_on(TURN_SECONDS))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(rule())
        self._begin = PlainLabel(_("Trước khi chốt"), tone="strong")
        inner = row(
            self._begin, self.complete, self.timely,
            self.consistent, None, self.look, gap="l",
        )  # fmt: skip
        inner.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        box.addLayout(inner)
        self.hide()

    def show_sheet(self, sheet: EntrySheet) -> None:
        """Draw the card of a sheet up again, a moment later."""
        self._sheet, self._drawing = sheet, None
        self._later.start(LATER_MS)

    def show_judging(self) -> None:
        """Say that another sheet is looked at: the card of the one before does not stay."""
        self._sheet, self._drawing = None, None
        self._later.stop()
        for label in (self.complete, self.timely, self.consistent):
            label.say("")
            label.set_tone("muted")
        self.complete.say(_("Đang kiểm tra…"))
        self.look.hide()

    def show_notices(self, told: bool) -> None:
        """Say what a press of the link does: show what is worth a look, or put it away."""
        self._told = told
        words = _("Ẩn điều nên xem") if told else _("Điều nên xem ({n})")
        self.look.setText(with_counts(words, n=self._notices))

    def draw(self) -> None:
        """Show the card now."""
        self._draw_on(inf)

    def _draw_on(self, seconds: float) -> None:
        """Draw the card up for so long, and show it or go on in the window's next turn."""
        self._later.stop()
        sheet = self._sheet
        if not self._office_open():
            return  # the window closes: the months before are not there to be read any more
        if sheet is None or not sheet.begun:
            self.hide()
            return
        self._drawing = self._drawing or drawing_card(sheet, self._today())
        until = perf_counter() + seconds
        try:
            next(self._drawing)
            while perf_counter() < until:
                next(self._drawing)
        except StopIteration as drawn:
            self._drawing = None
            self._show(drawn.value)
            return
        self._later.start(0)

    def _show(self, card: QualityCard) -> None:
        labels = (self.complete, self.timely, self.consistent)
        for label, brief, words in zip(labels, card.brief(), card.lines(), strict=True):
            label.say(brief, words)
        self.timely.set_tone(
            "attention" if card.days_left < 0 and card.locked < card.units else "muted"
        )
        self.consistent.set_tone("attention" if card.errors or card.warnings_open else "muted")
        self._notices = card.notices
        self.show_notices(self._told)
        self.look.setVisible(bool(card.notices))
        self._fit()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for more words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is wrong is told whole; where there is little room its neighbours are cut."""
        told = self.consistent
        told.setMinimumWidth(told.fontMetrics().horizontalAdvance(told.text()))
        shown = [self._begin, self.complete, self.timely, told]
        shown += [self.look] if self._notices else []
        wanted = sum(one.sizeHint().width() for one in shown) + space("l") * (len(shown) + 1)
        self._begin.setVisible(wanted <= self.width())
