"""Before locking: how complete, timely and consistent the figures are, in a line below the grid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_quality import sheet_card
from desktop.models.text import with_counts
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import row, rule, space

LATER_MS = 250
AT_ONCE = 50
"""How many rows are looked through for what is unusual before the window gets its turn."""


class QualityLine(QFrame):
    """`asked()` wants the things worth a look shown or put away; nothing entered, nothing shown.

    What stands here is brief, the tooltips tell all. The card is drawn up a moment after the last
    cell, so that typing never waits for it.
    """

    asked = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._sheet: EntrySheet | None = None
        self._told, self._notices = False, 0
        self.setProperty("look", "raised")
        self.complete, self.timely = ElidedLabel(tone="muted"), ElidedLabel(tone="muted")
        self.consistent = ElidedLabel(tone="muted")
        self.look = link("", self.asked.emit)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.draw)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(rule())
        inner = row(
            PlainLabel(_("Trước khi chốt"), tone="strong"), self.complete, self.timely,
            self.consistent, None, self.look, gap="l",
        )  # fmt: skip
        inner.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        box.addLayout(inner)
        self.hide()

    def show_sheet(self, sheet: EntrySheet) -> None:
        """Draw the card of a sheet up again, a moment later."""
        self._sheet = sheet
        self._later.start(LATER_MS)

    def show_notices(self, told: bool) -> None:
        """Say what a press of the link does: show what is worth a look, or put it away."""
        self._told = told
        words = _("Ẩn điều nên xem") if told else _("Điều nên xem ({n})")
        self.look.setText(with_counts(words, n=self._notices))

    def draw(self) -> None:
        """Show the card now."""
        self._later.stop()
        sheet = self._sheet
        if sheet is None or not sheet.entered():
            self.hide()
            return
        waiting = [row for row in sheet.typed_rows if not row.hinted]
        for one in waiting[:AT_ONCE]:
            _read = one.hints
        if len(waiting) > AT_ONCE:
            self._later.start(0)
            return
        card = sheet_card(sheet, self._today())
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
        self.show()
