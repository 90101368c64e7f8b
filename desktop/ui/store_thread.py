"""The thread that owns the only writing store: a queue of verbs, answers on the main thread.

Nothing here knows what a store is: `open_store` makes one on the thread, verbs are callables
taking it, `collect_change` asks it afterwards what changed.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, Signal

from desktop.ui.widgets.soon import soon

Verb = Callable[[Any], Any]
Batch = Callable[[Any, Sequence[Any]], Any]


class Outcome(msgspec.Struct):
    """What a verb gave: a value, or the exception it raised; and the change it made."""

    value: Any = None
    error: BaseException | None = None
    change: Any = None


class _Errand(msgspec.Struct):
    """One queued verb. Kept on the main thread until answered, so that nothing it refers to
    is ever destroyed on the worker."""

    ticket: int
    verb: Verb | None
    batch: Batch | None
    items: list[Any]
    answers: list[Callable[[Outcome], None]]


def attempt(verb: Callable[[], Any]) -> Outcome:
    """Call the verb and catch whatever it raises; no reference stays behind in the caller."""
    try:
        return Outcome(value=verb())
    except Exception as error:
        return Outcome(error=error)


class StoreThread(QObject):
    """Runs verbs one after another on a thread of its own.

    `busy_changed(bool)` tells "đang lưu", of what is still to be done a turn later. An item that
    is gathered wakes the thread in the window's next turn: woken in the very key it would take
    the interpreter from it for some milliseconds.
    `changed(object)` follows each verb that changed something, once. Answers and signals arrive
    on the main thread.
    """

    busy_changed = Signal(bool)
    changed = Signal(object)
    _arrived = Signal()

    def __init__(
        self,
        open_store: Callable[[], Any],
        *,
        collect_change: Callable[[Any, Any], Any] = lambda store, value: value,
        close_store: Callable[[Any], None] = lambda store: store.close(),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open, self._close, self._collect = open_store, close_store, collect_change
        self._wake = threading.Condition()
        self._queueing = threading.Lock()
        # Rings once for each errand; telling a condition would cost each key more than the rest.
        self._bell: SimpleQueue[None] = SimpleQueue()
        self._waiting: deque[_Errand] = deque()
        self._kept: dict[int, _Errand] = {}
        self._outcomes: deque[tuple[int, Outcome]] = deque()
        self._tickets, self._unrung = 0, 0
        self._stopping = False
        self._told_busy = False
        self._late = soon(self, self._look_after)
        self._opened: Outcome | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="store", daemon=False)

    # main thread

    def start(self) -> None:
        """Open the store on its thread; raises here what opening raised there."""
        self.begin()
        self.wait_until_open()

    def begin(self) -> None:
        """Let the thread open the store; `wait_until_open` must follow."""
        self._thread.start()

    def wait_until_open(self) -> None:
        """Return once the store is open; raises here what opening raised there."""
        with self._wake:
            self._wake.wait_for(lambda: self._opened is not None)
        if self._opened is not None and self._opened.error is not None:
            self._thread.join()
            raise self._opened.error

    @property
    def busy(self) -> bool:
        """Say whether a verb is waiting, running or unanswered."""
        return bool(self._kept)

    @property
    def alive(self) -> bool:
        """Say whether the store is still open."""
        return self._thread.is_alive()

    def submit(self, verb: Verb, answer: Callable[[Outcome], None]) -> None:
        """Queue one verb; `answer` gets its outcome on the main thread."""
        self._queue(_Errand(0, verb, None, [], [answer]))
        self._ring()

    def gather(self, batch: Batch, item: Any, answer: Callable[[Outcome], None]) -> None:
        """Queue an item; items of the same batch still waiting in a row are taken together."""
        with self._queueing:
            last = self._waiting[-1] if self._waiting else None
            if last is not None and last.batch == batch:
                last.items.append(item)
                last.answers.append(answer)
                return
        self._queue(_Errand(0, None, batch, [item], [answer]))

    def stop(self) -> None:
        """Finish everything queued, close the store, deliver the last answers."""
        if not self._thread.is_alive():
            return
        self._stopping = True
        self._ring()
        self._bell.put(None)
        self._thread.join()
        self._deliver()

    def finish(self) -> None:
        """Wait until all that is queued now has been done, and deliver the answers."""
        self._ring()
        with self._wake:
            self._wake.wait_for(lambda: len(self._outcomes) >= len(self._kept))
        self._deliver()

    def _queue(self, errand: _Errand) -> None:
        if self._stopping:
            raise RuntimeError("the store thread is closed")
        if not self._unrung:
            self._late.start()  # a cell that is left does not wait for this
        self._tickets += 1
        self._unrung += 1
        errand.ticket = self._tickets
        self._kept[errand.ticket] = errand
        self._waiting.append(errand)
        del errand

    def _ring(self) -> None:
        """Let the thread take what is queued."""
        unrung, self._unrung = self._unrung, 0
        for _errand in range(unrung):
            self._bell.put(None)

    def _look_after(self) -> None:
        self._ring()
        self._tell_busy()

    def _tell_busy(self) -> None:
        if self._kept and not self._told_busy:
            self._told_busy = True
            self.busy_changed.emit(True)

    def _tell_idle(self) -> None:
        self._late.stop()
        if self._told_busy:
            self._told_busy = False
            self.busy_changed.emit(False)

    def _deliver(self) -> None:
        while self._outcomes:
            ticket, outcome = self._outcomes.popleft()
            errand = self._kept.pop(ticket)
            if not self._kept:
                self._tell_idle()
            if outcome.change is not None:
                self.changed.emit(outcome.change)
            for answer in errand.answers:
                answer(outcome)

    # store thread

    def _run(self) -> None:
        opened = attempt(self._open)
        with self._wake:
            self._opened = Outcome(error=opened.error)
            self._wake.notify_all()
        if opened.error is not None:
            return
        while (errand := self._next()) is not None:
            ticket = errand.ticket
            outcome = self._perform(opened.value, errand)
            del errand
            with self._wake:
                self._outcomes.append((ticket, outcome))
                del outcome
                self._wake.notify_all()
            self._arrived.emit()
        self._close(opened.value)

    def _next(self) -> _Errand | None:
        self._bell.get()
        with self._queueing:
            return self._waiting.popleft() if self._waiting else None

    def _perform(self, store: Any, errand: _Errand) -> Outcome:
        if errand.batch is not None:
            batch, items = errand.batch, tuple(errand.items)
            outcome = attempt(lambda: batch(store, items))
        else:
            verb = errand.verb
            assert verb is not None
            outcome = attempt(lambda: verb(store))
        if outcome.error is None:
            outcome.change = self._collect(store, outcome.value)
        else:  # work stopped half way: the steps it finished stand, and pages show them
            outcome.change = attempt(lambda: self._collect(store, None)).value
        return outcome
