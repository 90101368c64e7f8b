"""The bottom line: what is saved, when last backed up, what was received above; and the jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.i18n import _
from desktop.ui.jobs import Job
from desktop.ui.widgets.job_strip import JobStrip
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.widgets.layout import rule, space

UNBOUND = 16_777_215
"""The toolkit's QWIDGETSIZE_MAX."""


class Truths(msgspec.Struct, frozen=True):
    """The sentences of the status line about backup and exchange; `worry` ones in amber.

    `office` is what the office is called by now, "" where that is not asked.
    """

    backup: str = ""
    exchange: str = ""
    backup_worry: bool = False
    exchange_worry: bool = False
    office: str = ""


class SavedLabel(ElidedLabel):
    """Says when something was saved, or that it is being: both words have the same room.

    They change places with each cell; what stands beside them does not move, nor is the window
    laid out anew.
    """

    def setText(self, text: str) -> None:
        """Show a text; a longer one takes the room it needs."""
        self._hold(text)
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters need other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._hold(self.text())

    def _hold(self, text: str) -> None:
        width = self.fontMetrics().horizontalAdvance
        room = max(width(_saved("00:00")), width(_("Đang lưu…"))) + 2 * self.margin()
        if text and width(text) <= room:
            self.setFixedSize(room, self.fontMetrics().height())
        else:
            self.setMinimumSize(0, 0)
            self.setMaximumSize(UNBOUND, UNBOUND)


def _saved(time: str) -> str:
    return _("Đã lưu {time}").format(time=time)


class StatusLine(QFrame):
    """Three truths on the left, long jobs on the right."""

    def __init__(self, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._now, self._busy = now, False
        self.setProperty("look", "sunken")
        self._before = _("Chưa có thay đổi")
        self.saved = SavedLabel(self._before, level="small", tone="muted")
        self.backup = ElidedLabel("", level="small", tone="muted")
        self.exchange = ElidedLabel("", level="small", tone="muted")
        self.setAccessibleName(_("Tình trạng"))
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(space("m"), space("xs"), space("m"), space("xs"))
        self._box.setSpacing(space("s"))
        for number, part in enumerate((self.saved, self.backup, self.exchange)):
            if number:
                self._box.addWidget(rule(upright=True))
            self._box.addWidget(part)
        self._box.addStretch(1)
        self.setMinimumHeight(space("xl") + space("xs"))

    def show_saving(self, busy: bool) -> None:
        """Say "đang lưu" while the store works; what only looked leaves the words of before."""
        self._busy = busy
        if busy:
            self._before = self.saved.text()
            self.saved.setText(_("Đang lưu…"))
        else:
            self.saved.setText(self._before)

    def show_saved(self) -> None:
        """Say when something was saved, once the store has done all it was asked."""
        self._before = _saved(f"{self._now():%H:%M}")
        if not self._busy:
            self.saved.setText(self._before)

    def show_truths(self, truths: Truths) -> None:
        """Show the state of backup and exchange."""
        for label, text, worry in (
            (self.backup, truths.backup, truths.backup_worry),
            (self.exchange, truths.exchange, truths.exchange_worry),
        ):
            label.setText(text)
            label.set_tone("attention" if worry else "muted")

    def follow(self, job: Job) -> None:
        """Show a job once it has lasted a while."""
        job.shown.connect(lambda: self._add(job))

    def jobs(self) -> list[JobStrip]:
        """Return the jobs shown."""
        return [child for child in self.findChildren(JobStrip) if not child.over]

    def _add(self, job: Job) -> None:
        if job.running:
            self._box.addWidget(JobStrip(job))
