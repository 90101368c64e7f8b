"""A long job where it can be seen and stopped: its name, a bar and a cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.i18n import _
from desktop.ui import theme as themes
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from desktop.ui.jobs import Job


class JobStrip(QWidget):
    """A job's name, bar and cross."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.over = False
        self._job = job
        self._text = ElidedLabel(job.title, level="small", tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(themes.current().tokens.space["xxl"] * 4)
        self._bar.setAccessibleName(job.title)
        self._cross = icon_button("close", _("Dừng"), self._stop)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        for part in (self._text, self._bar, self._cross):
            box.addWidget(part)
        job.progressed.connect(self._progress)
        job.ended.connect(self._end)
        self._progress()

    def _progress(self) -> None:
        self._bar.setUpdatesEnabled(False)  # else it paints, with all around it, on the spot
        self._bar.setRange(0, self._job.total)
        self._bar.setValue(self._job.done)
        self._bar.setUpdatesEnabled(True)
        if not self._job.cancelled:
            self._text.setText(self._job.text or self._job.title)

    def _stop(self) -> None:
        self._job.cancel()
        self._cross.setEnabled(False)
        self._text.setText(_("Đang dừng…"))

    def _end(self) -> None:
        self.over = True
        self.hide()
        self.deleteLater()
