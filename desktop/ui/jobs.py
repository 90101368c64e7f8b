"""Long work off the main thread: a function or generator `(store, progress, cancelled)`.

`progress(done, total, text="")` may be called as often as wished; a generator may instead
yield `(done, total)` or `(done, total, text)`, and each yield is a place where cancelling
stops it. The returned value is handed back on the main thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator
from types import GeneratorType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.models.errors import Refusal
from desktop.ui.store_thread import Outcome, StoreThread, attempt

Progress = Callable[..., None]
Work = Callable[[Any, Progress, Callable[[], bool]], Any]

SHOW_AFTER_MS = 600


class Cancelled(Exception):
    """Raised inside work that was cancelled; never shown."""


def part_by_part(report: Progress, cancelled: Callable[[], bool]) -> Callable[[int, int], None]:
    """Return what work of another layer tells of its parts: shown, and where it can stop."""

    def told(done: int, total: int) -> None:
        report(done, total)
        if cancelled():
            raise Cancelled

    return told


class Job(QObject):
    """One piece of long work, seen from the main thread.

    `awaited`: somebody waits for what it reads; it is shown in front of every dialog, and
    gives no answer once it was stopped.
    """

    progressed = Signal()
    shown = Signal()
    ended = Signal()

    def __init__(self, title: str, parent: QObject, *, awaited: bool = False) -> None:
        super().__init__(parent)
        self.title, self.text, self.awaited = title, "", awaited
        self.done, self.total = 0, 0
        self.running = True
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.shown)
        self._timer.start(SHOW_AFTER_MS)
        self._poll = QTimer(self)
        self._poll.timeout.connect(self.progressed)
        self._poll.start(100)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Say whether the job was asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int = 0, text: str = "") -> None:
        """Called by the work, on its own thread: how far it is."""
        self.done, self.total, self.text = done, total, text or self.text

    def finish(self) -> None:
        """Stop the clocks and say that the job ended."""
        self.running = False
        self._timer.stop()
        self._poll.stop()
        self.ended.emit()


def run_work(work: Work, store: Any, report: Progress, cancelled: Callable[[], bool]) -> Any:
    """Run a function or drive a generator to its end; raises `Cancelled` when stopped."""
    try:
        result = work(store, report, cancelled)
        if isinstance(result, GeneratorType):
            result = _drive(result, report, cancelled)
    except Refusal:
        if cancelled():  # what was stopped says why it ended; nobody asked
            raise Cancelled from None
        raise
    return result


def _drive(
    steps: Generator[Any, None, Any], report: Progress, cancelled: Callable[[], bool]
) -> Any:
    while True:
        if cancelled():
            steps.close()
            raise Cancelled
        try:
            at = next(steps)
        except StopIteration as end:
            return end.value
        if isinstance(at, tuple):
            report(*at)


class JobRunner(QObject):
    """Starts jobs and hands their results back; one thread per reading job."""

    started = Signal(object)
    _arrived = Signal()

    def __init__(
        self,
        thread: StoreThread,
        open_reader: Callable[[], Any],
        close_reader: Callable[[Any], None] = lambda store: store.close(),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store_thread, self._open, self._close = thread, open_reader, close_reader
        self._threads: dict[int, threading.Thread] = {}
        self._kept: dict[int, tuple[Job, Work, Callable[[Outcome], None]]] = {}
        self._outcomes: deque[tuple[int, Outcome]] = deque()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Say whether a job has not ended yet."""
        return bool(self._kept)

    def start(
        self,
        title: str,
        work: Work,
        answer: Callable[[Outcome], None],
        *,
        writes: bool = False,
        on_cancelled: Callable[[], object] | None = None,
        awaited: bool = False,
    ) -> Job:
        """Start the work and return its job at once."""
        job = Job(title, self, awaited=awaited)
        ticket = id(job)
        self._kept[ticket] = (job, work, _unless_cancelled(answer, on_cancelled))
        self.started.emit(job)
        if writes:
            self._store_thread.submit(
                lambda store: run_work(work, store, job.report, lambda: job.cancelled),
                lambda outcome: self._end(ticket, outcome),
            )
            return job
        thread = threading.Thread(target=self._run, args=(ticket,), name=f"job-{title}")
        self._threads[ticket] = thread
        thread.start()
        return job

    def stop(self) -> None:
        """Cancel what runs and wait for it."""
        for job, _work, _answer in list(self._kept.values()):
            job.cancel()
        for thread in list(self._threads.values()):
            thread.join()
        self._deliver()

    def _run(self, ticket: int) -> None:
        outcome = attempt(lambda: self._with_reader(ticket))
        self._outcomes.append((ticket, outcome))
        del outcome
        self._arrived.emit()

    def _with_reader(self, ticket: int) -> Any:
        job, work, _answer = self._kept[ticket]
        store = self._open()
        try:
            result = run_work(work, store, job.report, lambda: job.cancelled)
            if job.awaited and job.cancelled:  # it only read, so nothing is lost
                raise Cancelled
            return result
        finally:
            self._close(store)

    def _deliver(self) -> None:
        while self._outcomes:
            ticket, outcome = self._outcomes.popleft()
            self._threads.pop(ticket).join()
            self._end(ticket, outcome)

    def _end(self, ticket: int, outcome: Outcome) -> None:
        job, _work, answer = self._kept.pop(ticket)
        job.finish()
        answer(outcome)
        job.deleteLater()


def _unless_cancelled(
    answer: Callable[[Outcome], None], on_cancelled: Callable[[], object] | None
) -> Callable[[Outcome], None]:
    def checked(outcome: Outcome) -> None:
        if not isinstance(outcome.error, Cancelled):
            answer(outcome)
        elif on_cancelled is not None:
            on_cancelled()

    return checked
