"""Which window is open: an office, the first screen, or the words why an office cannot open."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.places import default_folder
from desktop.models.store.schema import is_older
from desktop.tasks import moment
from desktop.tasks.offices import last_seen, offices
from desktop.ui.app import Collector, make_app, office_at, open_window, thaw
from desktop.ui.hook import install_hook
from desktop.ui.keeper import Keeper
from desktop.ui.machine_state import MachineState, place_window
from desktop.ui.messages import Message, MessageKind
from desktop.ui.shell import Shell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Program(QObject):
    """Keeps one window in front and follows what is chosen in it.

    `default` is where an office is made when somebody makes one.
    """

    def __init__(self, default: Path, display: MachineState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.default, self.display = default, display
        self.window: QWidget | None = None
        self.keeper = Keeper(self)

    def start(self) -> None:
        """Open the office, or the first screen where there is none."""
        if (self.default / "office.db").is_file():
            self.open_office(self.default)
        else:
            self.begin()

    def open_office(self, folder: Path) -> None:
        """Open an office in the present window's place; say why when it cannot be opened."""
        if isinstance(self.window, Shell) and _same(self.window, folder):
            return
        if is_older(folder / "office.db"):
            self._bring_up_to_date(folder)
            return
        self._open(folder)

    def _bring_up_to_date(self, folder: Path) -> None:
        """Show that an older file is being changed, then open it."""
        from desktop.ui.upgrading import Upgrading

        def ended(refusal: Refusal | None) -> None:
            if refusal is None:
                self._open(folder)
            else:
                self._told(folder, refusal)

        if self._leave():
            window = Upgrading(folder, ended)
            self._place(window)
            window.start()

    def _open(self, folder: Path) -> None:
        try:
            shell = open_window(office_at(folder, around=self))
        except Refusal as refusal:
            self._told(folder, refusal)
            return
        if not self._leave():
            shell.close()
            return
        offices.remember(folder)
        self._show(shell)
        self.keeper.watch(shell)
        shell.desk.courier.start()
        doubt = last_seen.doubt(shell.desk.read)
        if doubt:
            shell.desk.message(doubt, kind=MessageKind.ATTENTION)
        if offices.is_sample(folder):
            self._say_sample(shell)

    def restore(self, file: Path) -> None:
        """Close the office, put the backup in its place, open it again."""
        folder = self.default
        if isinstance(self.window, Shell):
            folder = self.window.desk.read.folder
        self.restore_into(file, folder)

    def restore_into(self, file: Path, folder: Path) -> None:
        """Put a backup in the place of an office; what was there is kept beside it."""
        from desktop.tasks.offices.restoring import left_to_do, restore_in_place

        if not self._leave(keep_backup=False):
            return
        problem = None
        try:
            former = restore_in_place(file, folder, moment.now())
        except Refusal as refusal:
            problem, former = refusal, None
        self.open_office(folder)
        if not isinstance(self.window, Shell):
            return
        if problem is not None:
            self.tell(problem)
            return
        told = _("Đã khôi phục từ {file}.").format(file=file.name)
        if former is not None:
            told += " " + _("Sổ trước đó được giữ ở {folder}.").format(folder=former)
        told = f"{told} {left_to_do(self.window.desk.read)}".strip()
        self.window.desk.message(told, kind=MessageKind.DONE)

    def begin(self) -> None:
        """Show the first screen."""
        from desktop.ui.first_steps import first_window

        first = first_window(self)
        if not self._leave():
            first.close()
            return
        self._place(first)

    def tell(self, refusal: Refusal) -> None:
        """Show a refusal in the office's window."""
        if isinstance(self.window, Shell):
            self.window.desk.refused(refusal)

    # inside

    def _told(self, folder: Path, refusal: Refusal) -> None:
        """Say in the present office's window why another cannot open, else in one of its own."""
        if isinstance(self.window, Shell) and self.window.isVisible():
            self.window.desk.refused(refusal)
            return
        from desktop.ui.trouble import Trouble

        if self._leave():
            self._place(Trouble(self, folder, refusal))

    def _place(self, window: QWidget) -> None:
        install_hook(window)
        place_window(MachineState(None), window)
        self._show(window)

    def _show(self, window: QWidget) -> None:
        self.window = window
        window.show()

    def _leave(self, *, keep_backup: bool = True) -> bool:
        """Close the present window; False when what is typed in it keeps it open."""
        if self.window is None:
            return True
        if not keep_backup:
            self.keeper.forget()
        if not self.window.close():
            return False
        self.window.deleteLater()
        self.window = None
        thaw()
        return True

    def _say_sample(self, shell: Shell) -> None:
        shell.show_message(
            Message(
                _("Đây là sổ mẫu: số liệu bịa ra để xem thử, sửa thoải mái."),
                MessageKind.INFO,
                _("Đổi sổ"),
                lambda: shell.go("settings", "office"),
            )
        )


def _same(shell: Shell, folder: Path) -> bool:
    return shell.isVisible() and shell.desk.read.folder == folder.resolve()


def run(folder: Path) -> int:
    """Run the program on an office's folder until its window is closed; returns the exit code."""
    home = default_folder()
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    display = MachineState(home / "display.json")
    app = make_app(sys.argv[:1], display)
    Collector(app)
    app.setQuitOnLastWindowClosed(False)
    program = Program(folder, display, app)
    # Windows take each other's place, so the program ends when one is closed and none follows.
    app.lastWindowClosed.connect(lambda: QTimer.singleShot(0, lambda: _end(program, app)))
    program.start()
    from desktop.ui.warming import Warming  # after the window: a start loads what it shows

    warming = Warming(app)
    code = app.exec()
    warming.stop()
    program.keeper.finish()
    return code


def _end(program: Program, app: QObject) -> None:
    if program.window is None or not program.window.isVisible():
        app.quit()  # type: ignore[attr-defined]
