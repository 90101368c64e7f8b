"""The backups that make themselves while an office is open, and when it is closed."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.tasks import moment
from desktop.tasks.offices import last_seen, safekeeping
from desktop.ui.shell import Shell

AFTER_START_MS = 4_000
AGAIN_MS = 30 * 60_000


class Keeper(QObject):
    """Watches the open office; everything is written beside the main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell: Shell | None = None
        self._closing: list[threading.Thread] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def watch(self, shell: Shell) -> None:
        """Look after an office from now on until its window closes."""
        self._shell = shell
        folder = shell.desk.read.folder
        shell.closed.connect(lambda: self._closed(shell, folder))
        self._timer.start(AFTER_START_MS)

    def forget(self) -> None:
        """Make no backup when the present office closes."""
        self._shell = None

    def look(self) -> None:
        """Make the day's first backup when it is due."""
        self._timer.start(AGAIN_MS)
        shell = self._shell
        if shell is not None and safekeeping.is_due(shell.desk.read, moment.now()):
            shell.desk.job(_("Sao lưu"), keep_now, lambda _file: shell.desk.truths_changed())

    def finish(self) -> None:
        """Wait for the backups of closed offices."""
        for thread in self._closing:
            thread.join()
        self._closing.clear()

    def _closed(self, shell: Shell, folder: Path) -> None:
        if self._shell is not shell:
            return
        self._shell = None
        self._timer.stop()
        thread = threading.Thread(target=keep_after, args=(folder,), name="backup")
        self._closing.append(thread)
        thread.start()


def keep_now(reader: Any, _progress: Any, _cancelled: Any) -> Path:
    """A job: back the office up now."""
    return safekeeping.keep(reader, moment.now())


def keep_after(folder: Path) -> None:
    """Note where an office that was closed has got to, and back it up if anything changed.

    A refusal is no longer told: the window is gone; the status line of the next start warns.
    """
    with suppress(Refusal), Reader.open_reader(folder) as reader:
        last_seen.note(reader, moment.now())
        if safekeeping.changed_since_backup(reader):
            safekeeping.keep(reader, moment.now())
