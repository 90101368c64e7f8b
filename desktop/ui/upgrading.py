"""What is shown while an older office's file is brought to the present form.

That takes seconds for a base union, minutes for a province of many years; it cannot be stopped
half-way by the person, and whatever else cuts it off is gone on with at the next start.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.store import Store
from desktop.ui.first_start import in_the_middle
from desktop.ui.jobs import JobRunner
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent


class Upgrading(QWidget):
    """A window of a sentence and a bar; `done` is called with None, or why it did not work."""

    def __init__(self, folder: Path, done: Callable[[Refusal | None], object]) -> None:
        super().__init__()
        self._done = done
        self._runner = JobRunner(None, lambda: None, lambda _none: None, self)  # type: ignore[arg-type]
        self.running = False
        self.setWindowTitle(_("Sổ Công đoàn"))
        self.setProperty("look", "first")
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, 0)
        bar.setAccessibleName(_("Đang chuyển sổ"))
        told = _(
            "Sổ này do bản trước của chương trình ghi. Sổ được sao lưu trước khi chuyển, không số "
            "liệu nào thay đổi. Sổ lớn có thể mất vài phút; xong là mở ngay."
        )
        inside = QVBoxLayout()
        inside.setSpacing(space("m"))
        inside.addStretch(2)
        title = _("Đang chuyển sổ sang dạng mới")
        inside.addWidget(PlainLabel(title, level="display", tone="strong", wrap=True))
        inside.addWidget(PlainLabel(told, tone="muted", wrap=True))
        inside.addSpacing(space("s"))
        inside.addWidget(bar)
        inside.addStretch(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(in_the_middle(inside))
        self._folder = folder

    def start(self) -> None:
        """Begin, beside the window."""
        self.running = True
        folder = self._folder

        def work(_store: Any, _progress: Any, _cancelled: Any) -> None:
            Store.open(folder).close()

        self._runner.start(_("Chuyển sổ sang dạng mới"), work, self._ended)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay until the file is whole."""
        if self.running:
            event.ignore()
            return
        self._runner.stop()
        super().closeEvent(event)

    def _ended(self, outcome: Any) -> None:
        self.running = False
        match outcome.error:
            case None | Refusal() as refusal:
                self._done(refusal)
            case error:
                raise error
