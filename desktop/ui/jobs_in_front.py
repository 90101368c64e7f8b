"""Jobs somebody waits for are shown in the dialog in front: the status line behind is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from desktop.ui.jobs import Job, JobRunner


class JobsInFront(QObject):
    """Follows the awaited jobs of a runner into whatever dialog opens over the window."""

    def __init__(self, runner: JobRunner) -> None:
        super().__init__(runner)
        self._jobs: list[Job] = []
        runner.started.connect(self._follow)
        app = QCoreApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._bring)

    def _follow(self, job: Job) -> None:
        if job.awaited:
            job.shown.connect(lambda: self._show(job))
            job.ended.connect(lambda: self._forget(job))

    def _show(self, job: Job) -> None:
        if job.running:
            self._jobs.append(job)
            self._bring()

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)

    def _bring(self, *_window: object) -> None:
        if not self._jobs:
            return
        from desktop.ui.dialogs.base import Dialog

        front = QApplication.activeModalWidget()
        if isinstance(front, Dialog):
            for job in self._jobs:
                front.show_job(job)
