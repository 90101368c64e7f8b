"""The window: navigation, header, one surface, one panel, the status line. It knows no page."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.commands import Command
from desktop.ui.desk import Desk
from desktop.ui.details_panel import DetailsPanel
from desktop.ui.header import Header
from desktop.ui.jobs import JobRunner
from desktop.ui.jobs_in_front import JobsInFront
from desktop.ui.machine_state import MachineState, place_window, remember_window
from desktop.ui.message_bar import MessageBar
from desktop.ui.messages import Message
from desktop.ui.navigation import Navigation
from desktop.ui.office import Office
from desktop.ui.page import PageEntry
from desktop.ui.page_host import Hosted, PageHost
from desktop.ui.status_line import StatusLine, Truths
from desktop.ui.store_thread import StoreThread
from desktop.ui.surfaces import Surfaces
from desktop.ui.widgets.layout import rule, space, splitter

if TYPE_CHECKING:
    from desktop.ui.palette import Palette


TRUTHS_AFTER_MS = 120
FIRST_TRUTHS_AFTER_MS = 400
"""What a page shows comes before the status line, above all while the window comes up."""


class Shell(QMainWindow):
    """Owns the store thread and the pages for as long as the office is open.

    `closed` follows when the store has finished and is closed.
    """

    closed = Signal()

    def __init__(self, office: Office, entries: Sequence[PageEntry], state: MachineState) -> None:
        super().__init__()
        self.setAnimated(False)  # nothing glides here, and each layout would make its animation
        self._office, self._entries, self._state = office, tuple(entries), state
        self.thread_of_store = StoreThread(
            office.open_writer,
            collect_change=office.change_of,
            close_store=office.close,
            parent=self,
        )
        self.thread_of_store.begin()  # opens while the window is put together
        self._runner = JobRunner(self.thread_of_store, office.open_reader, office.close, self)
        self._reader = self._opened_for_reading()
        self.desk = Desk(self._reader, self.thread_of_store, self._runner, state, office.now, self)
        self.desk.place_in(self, self, office)
        self.setWindowTitle(_("Sổ Công đoàn – {office}").format(office=office.name))
        self._compose()
        self._wait_for_store()
        self._host = PageHost(self.desk, self, self._guard)
        self._host.settled = focus_first
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._read_truths)
        self._connect()
        place_window(state, self)
        self._asking.start(FIRST_TRUTHS_AFTER_MS)
        self.go(state.get("page", ""))

    def _opened_for_reading(self) -> Any:
        try:
            return self._office.open_reader()
        except BaseException:
            self.thread_of_store.wait_until_open()  # its own refusal says more
            self.thread_of_store.stop()
            raise

    def _wait_for_store(self) -> None:
        try:
            self.thread_of_store.wait_until_open()
        except BaseException:
            self._office.close(self._reader)
            raise

    # parts

    def _compose(self) -> None:
        self.navigation = Navigation(self._entries, self._office.name)
        self.navigation.set_narrow(self._state.get("narrow", False))
        self.header, self.messages = Header(), MessageBar()
        self.status = StatusLine(self._office.now)
        self._surfaces, self._panel = Surfaces(), DetailsPanel()
        self._panel.hide()
        self._split = splitter(self._surfaces, self._panel, shares=(1, 0))
        self._split.setSizes([space("xxl") * 40, space("xxl") * 11])
        right = QVBoxLayout()
        for part in (self.header, self.messages):
            right.addWidget(part)
        right.addWidget(self._split, 1)
        for line in (rule(), self.status):
            right.addWidget(line)
        whole = QHBoxLayout()
        whole.addWidget(self.navigation)
        whole.addWidget(rule(upright=True))
        whole.addLayout(right, 1)
        for box in (right, whole):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        middle = QWidget()
        middle.setLayout(whole)
        self.setCentralWidget(middle)

    @cached_property
    def palette_list(self) -> Palette:
        """The list below the search box, made when something is first sought."""
        from desktop.ui.palette import Palette

        return Palette(self.header.search, self, self.commands, self._search)

    def _connect(self) -> None:
        self.navigation.wanted.connect(self.go)
        self.navigation.narrowed.connect(lambda narrow: self._state.set("narrow", narrow))
        self.header.search.textChanged.connect(lambda text: self.palette_list.look_for(text))
        self.header.panel_toggled.connect(self._toggle_panel)
        self.thread_of_store.busy_changed.connect(self.status.show_saving)
        self.thread_of_store.changed.connect(lambda _change: self.status.show_saved())
        self.thread_of_store.changed.connect(self.show_truths)
        self._runner.started.connect(self.status.follow)
        JobsInFront(self._runner)
        for keys, run in self._keys():
            QShortcut(QKeySequence(keys), self, run)
        for number, entry in enumerate(self._entries, start=1):
            QShortcut(QKeySequence(f"Alt+{number}"), self, lambda to=entry.id: self.go(to))

    def _keys(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            ("Ctrl+K", lambda: self.palette_list.open()),
            ("F4", self._toggle_panel),
            ("F1", self.show_guide),
            ("F5", self.refresh),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
        ]

    # what the desk asks for

    def go(self, page_id: str, argument: Any = None) -> None:
        """Bring a page to the front; an unknown name brings the first."""
        entry = next((e for e in self._entries if e.id == page_id), None)
        entry = entry or next(iter(self._entries), None)
        front = self._host.front
        if entry is None or (front is not None and not front.page.leaving()):
            return
        self._guard(lambda: self._bring(entry, argument))
        if self._host.front is not None:
            self.navigation.show_current(self._host.front.entry.id)

    def front_id(self) -> str:
        """Return the id of the page in front; "" while there is none."""
        front = self._host.front
        return front.entry.id if front is not None else ""

    def show_message(self, message: Message) -> None:
        """Show a message above the page until it is read."""
        self.messages.show_message(message)

    def withdraw_message(self, message: Message) -> None:
        """Take a message away: what it offers has been done."""
        self.messages.withdraw(message)

    def show_crash(self, error: BaseException) -> None:
        """Tell of a defect; the program goes on."""
        from desktop.ui.dialogs.crash import CrashDialog

        CrashDialog(self, error).open()

    def show_details(self, shown: bool) -> None:
        """Open or close the right-hand panel."""
        front = self._host.front
        if front is not None and front.details is not None:
            self._panel.setVisible(shown)
            self._state.set(f"panel:{front.entry.id}", shown)

    def actions_changed(self) -> None:
        """Ask the front page's actions again whether they are enabled."""
        self._host.update_actions()

    # verbs of the window

    def undo(self) -> None:
        """Take back the last step; what was told of it goes with it."""
        if self._landed():
            self.desk.do(self._office.undo, self._undone, on_refusal=self._not_undone)

    def _landed(self) -> bool:
        """Let what the page in front was handed become the last step; False where it asks."""
        front = self._host.front
        return front is None or front.page.landed()

    def _undone(self, told: str) -> None:
        self.messages.forget_passing()
        self.status.saved.setText(told)

    def redo(self) -> None:
        """Do again what was taken back."""
        show = self.status.saved.setText
        if self._landed():
            self.desk.do(self._office.redo, show, on_refusal=self._not_undone)

    def _not_undone(self, refusal: Refusal) -> None:
        """Nothing to take back is no trouble: said where what was taken back is said."""
        if refusal.code == "E_NOTHING":
            self.status.saved.setText(refusal.message)
        else:
            self.desk.refused(refusal)

    def show_guide(self) -> None:
        """Show the one-page guide beside the window."""
        from desktop.ui.dialogs.guide import Guide

        Guide(self).show()

    def refresh(self) -> None:
        """Read the front page again."""
        if self._host.front is not None:
            self._host.front.stale = True
            self._guard(lambda: self._host.freshen(self._host.front))  # type: ignore[arg-type]

    def commands(self) -> list[Command]:
        """Return everything Ctrl+K offers: pages, then the actions of every page."""
        found = [
            Command(e.title, lambda to=e.id: self.go(to), _("Trang"), e.icon, f"Alt+{n}")
            for n, e in enumerate(self._entries, start=1)
        ]
        for entry in self._entries:
            hosted = self._host.get(entry)
            found += [
                Command(a.words, self._runner_of(hosted, a.id), entry.title, a.icon, a.shortcut)
                for a, _made in hosted.declared
            ]
        found.append(Command(_("Hướng dẫn một trang"), self.show_guide, "", "help", "F1"))
        found.append(Command(_("Hoàn tác"), self.undo, "", "undo", "Ctrl+Z"))
        found.append(Command(_("Làm lại"), self.redo, "", "redo", "Ctrl+Y"))
        return found

    def settle(self) -> None:
        """Wait until verbs, jobs and painting are done: for pictures and tests."""
        for _round in range(200):
            self.thread_of_store.finish()
            QCoreApplication.processEvents()
            if not self._runner.running and not self.thread_of_store.busy:
                if not self._asking.isActive():
                    break
                self._asking.stop()
                self._read_truths()
            time.sleep(0.01)
        for _round in range(3):
            QCoreApplication.processEvents()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Commit what is being typed, remember the window, let the store finish."""
        front = self._host.front
        if front is not None and not front.page.leaving():
            event.ignore()
            return
        remember_window(self._state, self)
        if front is not None:
            self._state.set("page", front.entry.id)
        self._state.save()
        self.desk.keep_typed()
        for dialog in self.findChildren(QDialog):
            dialog.hide()  # not given up: what is typed in it waits for the next run
        self._runner.stop()
        self.thread_of_store.stop()
        for timer in self.findChildren(QTimer):
            timer.stop()  # what waits for the keys to rest would find the office closed
        self._office.close(self._reader)
        event.accept()
        self.closed.emit()

    # inside

    def _bring(self, entry: PageEntry, argument: Any) -> None:
        hosted = self._host.get(entry)
        stays = hosted is self._host.front
        surface = self._host.build(hosted)
        if self._surfaces.indexOf(surface) < 0:
            self._surfaces.addWidget(surface)
        self._surfaces.setCurrentWidget(surface)
        details = hosted.details
        self._panel.show_details(details)
        self._panel.setVisible(details is not None and self._state.get(f"panel:{entry.id}", False))
        self._host.bring(hosted, argument)
        if not (stays and _has_keyboard(surface)):
            focus_first(surface)
        self.header.show_page(
            hosted.page.title,
            hosted.pickers,
            hosted.toolkit_actions,
            has_details=details is not None,
        )

    def _runner_of(self, hosted: Hosted, action_id: str) -> Callable[[], None]:
        def run() -> None:
            self.go(hosted.entry.id)
            for action, made in hosted.declared:
                if action.id == action_id:
                    self._run_or_explain(action.why_not, made.isEnabled(), made.trigger)

        return run

    def _run_or_explain(
        self, why_not: Callable[[], str] | None, enabled: bool, run: Callable[[], None]
    ) -> None:
        if enabled:
            run()
        else:
            sentence = why_not() if why_not is not None else ""
            self.show_message(Message(sentence or _("Việc này chưa làm được lúc này.")))

    def _search(self, text: str) -> list[Command]:
        hits = self._office.search(self._reader, text)
        return [
            Command(h.text, lambda h=h: self.go(h.page_id, h.argument), h.where, h.icon, how=h.how)
            for h in hits
        ]

    def _guard(self, run: Callable[[], object]) -> None:
        try:
            run()
        except Refusal as refusal:
            self.desk.refused(refusal)
        except Exception as error:
            self.show_crash(error)

    def _toggle_panel(self) -> None:
        self.show_details(not self._panel.isVisible())

    def show_truths(self) -> None:
        """Read the status line's truths again soon; many changes in a row ask once."""
        if not self._asking.isActive():
            self._asking.start(TRUTHS_AFTER_MS)

    def _read_truths(self) -> None:
        if self.thread_of_store.alive:  # beside the window: a province's month is long to count
            self.desk.job(
                _("Đọc tình trạng"),
                lambda reader, *_rest: self._office.truths(reader),
                self._show_truths,
            )

    def _show_truths(self, truths: Truths) -> None:
        self.status.show_truths(truths)
        if truths.office:  # a grant may name another unit than the one this office began as
            self._show_name(truths.office)

    def _show_name(self, office: str) -> None:
        self.setWindowTitle(_("Sổ Công đoàn – {office}").format(office=office))
        self.navigation.show_office(office)


def focus_first(surface: QWidget) -> None:
    """Put the keyboard in the part a page names as its focus proxy, or the first that takes it."""
    able = [one for one in (surface, *surface.findChildren(QWidget)) if _takes_keys(one, surface)]
    if not able:
        return
    part = surface.focusProxy() or surface
    while part not in able:
        part = part.nextInFocusChain() if able[1:] else able[0]
    part.setFocus(Qt.FocusReason.OtherFocusReason)


def _has_keyboard(surface: QWidget) -> bool:
    """Whether the keyboard is in the page already: asking for the page leaves it there."""
    now = QApplication.focusWidget()
    return now is not None and (now is surface or surface.isAncestorOf(now))


def _takes_keys(part: QWidget, surface: QWidget) -> bool:
    if part is not surface and not surface.isAncestorOf(part):
        return False
    wants = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wants and part.isEnabled() and part.isVisibleTo(surface)
