"""Carries queued bundles to their channel while the window is open, and looks for new ones.

The network is never waited for on the store's thread nor on the main one: begin (store), carry
(a thread of its own), settle (store). What the office knows of it lies in the store, so a second
courier, another window or a restart goes on from there.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.jobs import Cancelled, Job, Work
from desktop.ui.messages import Message, MessageKind
from desktop.ui.store_thread import attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.sync.queue import Queued
    from desktop.sync.watch import Found, Watcher
    from desktop.tasks.exchange.outgoing import Errand, Outcome
    from desktop.ui.desk import Desk

AFTER_START_MS, AGAIN_MS = 20_000, 60_000
_LOOK_SECONDS = 0.1
_OF_THE_LINE = frozenset(
    {"E_SEND_NO_NETWORK", "E_SEND_GONE", "E_SEND_CUT", "E_SEND_SLOW", "E_SEND_PORTAL"}
)


class Courier(QObject):
    """`moved()` follows whenever the queue has changed, `found_changed()` when other bundles lie
    in the watched folders than before; `found` are those.
    """

    moved = Signal()
    found_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent or desk)
        self._desk = desk
        self._job: Job | None = None
        self._carrying = ""
        self._waiting: list[tuple[str, bool]] = []
        self.found: Sequence[Found] = ()
        self._watcher: Watcher | None = None
        self._looking = self._listening = False
        self._failures: dict[str, Message] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look for what is due from now on, until the office is closed."""
        self._timer.start(AFTER_START_MS)

    def look(self) -> None:
        """Try what is due; says nothing of what still cannot be sent."""
        from desktop.sync.queue import queued

        self._timer.start(AGAIN_MS)
        if queued(self._desk.read):
            from desktop.tasks.exchange.outgoing import tidy

            self._desk.do(tidy, lambda _none: self._try_due())
        self.look_for_new()

    def _try_due(self) -> None:
        from desktop.models.clock import SystemClock
        from desktop.sync.queue import due

        for row in due(self._desk.read, SystemClock().now()):
            self._add(row.bundle, quiet=True)
        self._listen()

    def _listen(self) -> None:
        """Follow whether there is a network, once a bundle waits for one."""
        if self._listening or not self._for_network():
            return
        self._listening = True
        from PySide6.QtNetwork import QNetworkInformation

        if QNetworkInformation.loadDefaultBackend():
            QNetworkInformation.instance().reachabilityChanged.connect(self._network_changed)

    def _network_changed(self, reachability: Any) -> None:
        """A network that is back ends the wait of what failed for want of one."""
        if getattr(reachability, "name", "") == "Online":
            for bundle in self._for_network():
                self._add(bundle, quiet=True)

    def _for_network(self) -> list[str]:
        from desktop.sync.queue import WAITING, queued

        rows = queued(self._desk.read).values()
        return [one.bundle for one in rows if one.state == WAITING and one.code in _OF_THE_LINE]

    def look_for_new(self) -> None:
        """Look at the watched folders; a bundle that was not there before is told once."""
        if self._looking or not (self._desk.read.machine("watch") or self.found):
            return  # nothing was ever watched here: nothing is loaded for it
        self._looking = True

        def look(store: Any, *_rest: Any) -> Sequence[Found]:
            from desktop.sync.watch import Watcher

            self._watcher = self._watcher or Watcher()
            return self._watcher.look(store)

        def show(found: Sequence[Found]) -> None:
            self._looking = False
            before = {one.id for one in self.found}
            fresh = [one for one in found if one.id not in before]
            if [one.id for one in found] != [one.id for one in self.found]:
                self.found = tuple(found)
                self.found_changed.emit()
            if fresh:
                self._tell(fresh)

        def stopped() -> None:
            self._looking = False

        def refused(_refusal: Refusal) -> None:
            self._looking = False  # the next look may do better

        self._desk.job(_("Tìm gói mới"), look, show, on_cancelled=stopped, on_refusal=refused)

    def _tell(self, fresh: Sequence[Found]) -> None:
        from desktop.sync.watch import senders

        self._desk.message(
            _("Có {n} gói mới nhận về: {names}.").format(
                n=len(fresh), names=senders(fresh)
            ),
            action_text=_("Xem"), action=lambda: self._desk.go("exchange", "bundles"),
        )  # fmt: skip

    def send(self, bundle: str) -> None:
        """Queue a bundle for the channel in use and try it at once; tell what became of it."""
        from desktop.tasks.exchange.outgoing import put_in_queue

        def queued(row: Queued) -> None:
            self.moved.emit()
            self._add(row.bundle, quiet=False)

        self._desk.do(lambda store: put_in_queue(store, bundle), queued)

    def cancel(self, bundle: str) -> None:
        """Take a bundle out of the queue; what is being sent of it stops."""
        from desktop.sync.queue import take_out

        self._waiting = [one for one in self._waiting if one[0] != bundle]
        self._desk.do(lambda store: take_out(store, bundle), lambda _none: self.moved.emit())
        if self._carrying == bundle and self._job is not None:
            self._job.cancel()

    @property
    def carrying(self) -> str:
        """Return the id of the bundle on its way, "" for none."""
        return self._carrying

    def _add(self, bundle: str, *, quiet: bool) -> None:
        if bundle != self._carrying and all(one != bundle for one, _quiet in self._waiting):
            self._waiting.append((bundle, quiet))
        self._next()

    def _next(self) -> None:
        from desktop.sync.queue import queued
        from desktop.tasks.exchange import outgoing

        if self._carrying or not self._waiting:
            return
        self._carrying, quiet = self._waiting.pop(0)
        bundle = self._carrying

        def begin(store: Any) -> Errand:
            row = queued(store).get(bundle)
            if row is None:
                raise Refusal(_("Gói này không còn chờ gửi."), code="E_NOT_QUEUED")
            return outgoing.begin(store, row)

        def refused(refusal: Refusal) -> None:
            self._ended()
            if not quiet:
                self._desk.refused(refusal)

        self._desk.do(begin, lambda errand: self._carry(errand, quiet=quiet), on_refusal=refused)

    def _carry(self, errand: Errand, *, quiet: bool) -> None:
        from desktop.sync import queue
        from desktop.tasks.exchange import outgoing

        self.moved.emit()

        def settle(outcome: Outcome) -> None:
            self._desk.do(
                lambda store: outgoing.settle(store, errand, outcome),
                lambda row: self._settled(row, errand, quiet=quiet),
            )

        def stopped() -> None:
            self._desk.do(
                lambda store: queue.stopped(store, errand.row), lambda _row: self._ended()
            )

        title = _("Gửi {name}").format(name=errand.parcel.name)
        self._job = self._desk.job(title, carrying(errand), settle, on_cancelled=stopped)

    def _settled(self, row: Queued | None, errand: Errand, *, quiet: bool) -> None:
        from desktop.sync.queue import HANDED_OVER

        self._ended()
        if row is not None:
            earlier = self._failures.pop(row.bundle, None)
            if earlier is not None:
                self._desk.withdraw(earlier)
        if row is not None and row.state == HANDED_OVER:
            told = _("Đã gửi {name} qua {channel}.").format(
                name=errand.parcel.name, channel=errand.channel.label
            )
            self._desk.message(f"{told} {row.note}".strip(), kind=MessageKind.DONE)
        elif row is not None and not quiet:
            self._failures[row.bundle] = self._desk.message(row.message, kind=MessageKind.BLOCKED)

    def _ended(self) -> None:
        self._carrying, self._job = "", None
        self.moved.emit()
        self._next()


def carrying(errand: Errand) -> Work:
    """Return the work of handing a bundle over.

    Should one that was left still get through, the receiver has the bundle and the next attempt
    finds it there.
    """

    def carry(told: Callable[[int, int], None]) -> Outcome:
        from desktop.tasks.exchange.outgoing import carry_out

        return carry_out(errand, told)

    return left_at_once(carry)


def left_at_once(call: Callable[[Callable[[int, int], None]], Any]) -> Work:
    """Return work that waits for the network and yet can be stopped, even on a dead line.

    What is left behind ends by itself when the line does.
    """

    def work(_store: Any, report: Any, cancelled: Any) -> Any:
        def told(done: int, total: int) -> None:
            report(done, total)
            if cancelled():
                raise Cancelled

        ended: list[Any] = []
        thread = threading.Thread(
            target=lambda: ended.append(attempt(lambda: call(told))), name="courier", daemon=True
        )
        thread.start()
        while thread.is_alive():
            if cancelled():
                raise Cancelled
            thread.join(_LOOK_SECONDS)
        outcome = ended[0]
        if outcome.error is not None:
            raise outcome.error
        return outcome.value

    return work
