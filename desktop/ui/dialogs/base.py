"""The few dialogs there are: destroying, signing, a small form. Buttons say what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStyle, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.job_strip import JobStrip
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import scrolled, space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from desktop.ui.jobs import Job


class Dialog(QDialog):
    """A title, a sentence, a body, and two buttons: the deed by name, and *Thôi*.

    `deed` may raise a `Refusal`: it is shown above the buttons and the dialog stays.
    A `grave` deed, as one of `danger`, cannot be taken back by undo: Enter never does it, but
    where the keyboard is at its button.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str = "",
        body: QWidget | None = None,
        *,
        deed_text: str = "",
        deed: Callable[[], object] | None = None,
        danger: bool = False,
        grave: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setMinimumWidth(space("xxl") * 14)
        self._deed, self._over = deed, False
        self._job: Job | None = None
        self._strips: list[Job] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(space("xl"), space("l"), space("xl"), space("l"))
        box.setSpacing(space("m"))
        box.addWidget(PlainLabel(title, level="title", tone="strong", wrap=True))
        self.sentence = PlainLabel(sentence, wrap=True)
        self.sentence.setVisible(bool(sentence))
        box.addWidget(self.sentence)
        self._body, self._scrolls = body, False
        if body is not None:
            box.addWidget(body, 1)
        else:
            box.addStretch(1)  # the sentence stays below its title
        self.error = PlainLabel("", tone="blocked", wrap=True)
        self.error.hide()
        box.addWidget(self.error)
        box.addLayout(self._buttons(deed_text, danger, grave))

    def _buttons(self, deed_text: str, danger: bool, grave: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, space("s"), 0, 0)
        row.setSpacing(space("s"))
        row.addStretch(1)  # a long job is shown before it
        self._foot = row
        self.cancel_button = button(_("Thôi") if self._deed else _("Đóng"), self.reject)
        self.deed_button = button(deed_text, self.perform, look="danger" if danger else "primary")
        row.addWidget(self.cancel_button)
        if self._deed is not None:
            row.addWidget(self.deed_button)
            if not (danger or grave):
                self.deed_button.setDefault(True)
            elif self._body is None:
                self.cancel_button.setDefault(True)
            # Else none: Enter behind a note neither does the deed nor puts the note away.
        else:
            self.deed_button.hide()
            self.cancel_button.setDefault(True)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """Open tall enough for sentences that take several lines."""
        super().showEvent(event)
        self.fit()
        QTimer.singleShot(0, self, self.fit)  # its labels know their letters once they are shown

    def fit(self) -> None:
        """Grow until nothing in it is cut, as far as the screen reaches; shrink only to that.

        A body taller than the screen is scrolled, so that the buttons are always in reach.
        """
        box = self.layout()
        if box is None:
            return
        box.activate()
        least, room = self.minimumSizeHint(), self.screen().availableGeometry()
        # The toolkit opens a window no wider than two thirds of the screen, whatever it holds.
        width = min(max(self.width(), least.width()), room.width())
        # A table that gives way asks for nothing, and yet has a least height.
        sums = (box.totalHeightForWidth(width), box.minimumHeightForWidth(width))
        wanted = max(*sums, least.height())
        height = room.height() - self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        if wanted > height and self._body is not None and not self._scrolls:
            self._scroll_body(self._body)
            box.activate()
        # A question alone is as tall as its words: the toolkit reckons with narrower lines.
        tall = wanted if self._body is None else max(self.height(), wanted)
        self.resize(width, min(tall, height))
        below = self.geometry().bottom() - room.bottom()
        if self.isVisible() and below > 0:
            self.move(self.x(), max(room.top(), self.y() - below))

    def _scroll_body(self, body: QWidget) -> None:
        """Let the body scroll from now on; the keyboard stays where it is."""
        box, keyboard = self.layout(), self.focusWidget()
        assert box is not None
        self._scrolls = True
        area = scrolled(QVBoxLayout())
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(body.minimumSizeHint().width() + bar)
        box.replaceWidget(body, area)
        body.setProperty("look", "scrolled")
        area.setWidget(body)
        body.show()
        if keyboard is not None:
            keyboard.setFocus()

    def while_open(self, answer: Callable[..., object]) -> Callable[..., None]:
        """Return `answer` for a job: what comes after the dialog was closed is dropped."""

        def heard(*told: Any) -> None:
            if not self._over:
                answer(*told)

        return heard

    def follow(self, job: Job) -> Job:
        """Show what this dialog waits for beside its buttons, once it has lasted a while.

        The window's own line stands behind: it cannot be reached. Esc and the cross stop the
        job and leave the dialog; closing the dialog stops it too. Only for what reads.
        """
        if self._job is not None:
            self._job.cancel()  # nobody waits for that any more
        self._job = job
        job.shown.connect(lambda: self._show_job(job))
        job.ended.connect(lambda: self._forget(job))
        return job

    def _show_job(self, job: Job) -> None:
        if job is self._job:
            self.show_job(job)

    def show_job(self, job: Job) -> None:
        """Show a job beside the buttons, with its cross: what lies behind cannot be reached."""
        if job.running and job not in self._strips:
            self._strips.append(job)
            job.ended.connect(lambda: self._strips.remove(job))
            self._foot.insertWidget(0, JobStrip(job), 100)  # its name before empty room

    def _forget(self, job: Job) -> None:
        if job is self._job:
            self._job = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what is being read; where nothing is, it closes."""
        if event.key() == Qt.Key.Key_Escape and self._job is not None:
            self._job.cancel()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Close, and let the keys go to the window below again, whoever else manages windows."""
        self._over = True
        if self._job is not None:
            self._job.cancel()
        super().done(result)
        below = self.parentWidget()
        if below is not None and below.isVisible():
            below.window().activateWindow()

    def perform(self) -> None:
        """Do the deed and close; stay with a sentence when it is refused."""
        try:
            if self._deed is not None:
                self._deed()
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        self.accept()

    def show_refusal(self, refusal: Refusal) -> None:
        """Say above the buttons why it was not done."""
        self.error.setText(str(refusal))
        self.error.show()
        if self.isVisible():
            self.fit()


def confirm(
    parent: QWidget | None, title: str, sentence: str, deed_text: str, *, danger: bool = True
) -> bool:
    """Ask before something that cannot be undone; True when it is to be done."""
    asked = Dialog(parent, title, sentence, deed_text=deed_text, deed=lambda: None, danger=danger)
    agreed = asked.exec() == QDialog.DialogCode.Accepted
    asked.deleteLater()
    return agreed
