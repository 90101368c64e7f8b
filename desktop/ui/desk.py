"""What a page has at hand: reading, verbs, jobs, messages, the way to other pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.models.errors import Refusal
from desktop.ui.jobs import Job, JobRunner, Work
from desktop.ui.machine_state import MachineState
from desktop.ui.messages import Message, MessageKind
from desktop.ui.office import Office
from desktop.ui.store_thread import Batch, Outcome, StoreThread, Verb

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.courier import Courier
    from desktop.ui.file_chooser import FileChooser
    from desktop.ui.half_typed import HalfTyped

OnDone = Callable[[Any], object]
OnRefusal = Callable[[Refusal], object]


class Guide(Protocol):
    """What the desk asks of the window around it."""

    def go(self, page_id: str, argument: Any = None) -> None:
        """Bring a page to the front."""

    def show_message(self, message: Message) -> None:
        """Show a message until it is read."""

    def withdraw_message(self, message: Message) -> None:
        """Take a message away: what it offers has been done."""

    def show_crash(self, error: BaseException) -> None:
        """Tell of a defect; the program goes on."""

    def show_details(self, shown: bool) -> None:
        """Open or close the right-hand panel."""

    def actions_changed(self) -> None:
        """Ask the front page's actions again whether they are enabled."""

    def show_truths(self) -> None:
        """Read the status line's truths again."""


class Desk(QObject):
    """Handed to every page; never a global.

    `read` is a read-only store for the main thread; `state` remembers what concerns this
    computer only (widths, choices of view). `changed(change)` is emitted once after each step,
    whoever made it.
    """

    changed = Signal(object)

    def __init__(
        self,
        read: Any,
        thread: StoreThread,
        runner: JobRunner,
        state: MachineState,
        now: Callable[[], datetime] = datetime.now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.read, self.state, self.now = read, state, now
        self._thread, self._runner = thread, runner
        self.office: Office | None = None
        self._guide: Guide | None = None
        self._window: QWidget | None = None
        thread.changed.connect(self.changed)

    def place_in(self, guide: Guide, window: QWidget, office: Office | None = None) -> None:
        """Tell the desk which window it belongs to, and which office that shows."""
        self._guide, self._window, self.office = guide, window, office

    @cached_property
    def courier(self) -> Courier:
        """Who carries queued bundles to their channel; one per office."""
        from desktop.ui.courier import Courier

        return Courier(self)

    @cached_property
    def half_typed(self) -> HalfTyped:
        """The words typed in this window and not handed over yet."""
        from desktop.ui.half_typed import HalfTyped

        return HalfTyped(self)

    def keep_typed(self) -> None:
        """Write what is half typed: the window closes."""
        if "half_typed" in self.__dict__:
            self.half_typed.keep()

    def today(self) -> date:
        """Return the day it is in this office."""
        return self.now().date()

    # verbs

    def do(
        self,
        verb: Verb,
        on_done: OnDone | None = None,
        *,
        on_refusal: OnRefusal | None = None,
    ) -> None:
        """Run `verb(store)` on the store thread; `on_done(value)` follows on the main thread.

        A `Refusal` goes to `on_refusal` (show it beside its cause) or, without one, to the
        message bar. Anything else is a defect and opens the crash dialog.
        """
        self._thread.submit(verb, self._answer(on_done, on_refusal))

    def gather(
        self,
        batch: Batch,
        item: Any,
        on_done: OnDone | None = None,
        *,
        on_refusal: OnRefusal | None = None,
    ) -> None:
        """Queue an item for `batch(store, items)`; items waiting in a row are taken together."""
        self._thread.gather(batch, item, self._answer(on_done, on_refusal))

    def job(
        self,
        title: str,
        work: Work,
        on_done: OnDone | None = None,
        *,
        writes: bool = False,
        on_refusal: OnRefusal | None = None,
        on_cancelled: Callable[[], object] | None = None,
        awaited: bool = False,
    ) -> Job:
        """Run long work off the main thread, shown in the status line after 600 ms.

        What a person waits for is `awaited`: a dialog over the window shows it too.

        `work(store, progress, cancelled)` is a function or a generator. It gets a read-only
        store of its own, or the writing one when `writes` (editing then waits meanwhile).
        """
        return self._runner.start(
            title,
            work,
            self._answer(on_done, on_refusal),
            writes=writes,
            on_cancelled=on_cancelled,
            awaited=awaited,
        )

    @property
    def open(self) -> bool:
        """Say whether the store still takes work: an answer may come while the window closes."""
        return self._thread.alive

    # the window

    def go(self, page_id: str, argument: Any = None) -> None:
        """Open another page, at the thing `argument` names."""
        if self._guide is not None:
            self._guide.go(page_id, argument)

    def message(
        self,
        text: str,
        *,
        kind: MessageKind = MessageKind.INFO,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        of_deed: bool = False,
    ) -> Message:
        """Show a sentence above the page; it stays until read, or until it is withdrawn.

        What is told `of_deed` goes too when the last step is taken back.
        """
        message = Message(text, kind, action_text, action, of_deed)
        if self._guide is not None:
            self._guide.show_message(message)
        return message

    def withdraw(self, message: Message) -> None:
        """Take a sentence away, unless it was read meanwhile: what it offers has been done."""
        if self._guide is not None:
            self._guide.withdraw_message(message)

    def refused(self, refusal: Refusal) -> None:
        """Show a refusal in the message bar: what could not be done, and what to do next."""
        self.message(str(refusal), kind=MessageKind.BLOCKED)

    def crashed(self, error: BaseException) -> None:
        """Open the crash dialog for a defect."""
        if self._guide is not None:
            self._guide.show_crash(error)

    def show_details(self, shown: bool = True) -> None:
        """Open or close the right-hand panel."""
        if self._guide is not None:
            self._guide.show_details(shown)

    def actions_changed(self) -> None:
        """Say that what is selected changed, so actions may have become (un)available."""
        if self._guide is not None:
            self._guide.actions_changed()

    def truths_changed(self) -> None:
        """Say that a backup was made: the status line has news that no step tells."""
        if self._guide is not None:
            self._guide.show_truths()

    @property
    def window(self) -> QWidget | None:
        """The window, for dialogs to stand in front of."""
        return self._window

    def choose_file(self, title: str, filters: str, *, start: str = "") -> Path | None:
        """Ask for a file to read; `filters` as Qt writes them. None when cancelled."""
        return self._chooser.file(title, filters, start)

    def choose_files(self, title: str, filters: str, *, start: str = "") -> Sequence[Path]:
        """Ask for files to read; empty when cancelled."""
        return self._chooser.files(title, filters, start)

    def choose_target(self, title: str, suggested: str, filters: str) -> Path | None:
        """Ask where to write; the suggested name's suffix is added when left out."""
        return self._chooser.target(title, suggested, filters)

    def choose_folder(self, title: str, *, start: str = "") -> Path | None:
        """Ask for a folder; None when cancelled."""
        return self._chooser.folder(title, start)

    @cached_property
    def _chooser(self) -> FileChooser:
        from desktop.ui.file_chooser import FileChooser

        return FileChooser(self._window, self.state)

    def _answer(
        self, on_done: OnDone | None, on_refusal: OnRefusal | None
    ) -> Callable[[Outcome], None]:
        def answer(outcome: Outcome) -> None:
            match outcome.error:
                case None:
                    if on_done is not None:
                        on_done(outcome.value)
                case Refusal() as refusal:
                    (on_refusal or self.refused)(refusal)
                case error:
                    self.crashed(error)

        return answer
