"""Starting the window: the application, its theme and language, then the office or the first
screen."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui import icons, page, translate
from desktop.ui.first_start import FirstChoices, FirstStart
from desktop.ui.hook import install_hook
from desktop.ui.machine_state import MachineState, place_window
from desktop.ui.office import Office
from desktop.ui.shell import Shell
from desktop.ui.theme import Theme, ThemeChoice

COLLECT_EVERY_MS = 5_000


def make_app(argv: Sequence[str], state: MachineState | None = None) -> QApplication:
    """Return the application, in Vietnamese and in the theme chosen on this computer."""
    app = QApplication(list(argv))
    app.setApplicationName("SoCongDoan")
    app.setDesktopFileName("socongdoan")
    translate.install(app)
    kept = state or MachineState(None)
    choice = kept.get("theme", ThemeChoice.SYSTEM.value)
    known = choice in [one.value for one in ThemeChoice]
    scale = kept.get("text_scale", 1.0)
    theme = Theme(
        app,
        ThemeChoice(choice) if known else ThemeChoice.SYSTEM,
        text_scale=min(max(scale, 1.0), 1.5),
    )
    app.setWindowIcon(QIcon(icons.pixmap("figures", theme.tokens.brand.colour, 64)))
    return app


def state_of(office: Office) -> MachineState:
    """Return what this computer remembers of the office's window."""
    return MachineState(office.folder / "window.json" if office.folder is not None else None)


class Collector(QObject):
    """Collects garbage on the main thread only, so no widget is ever destroyed elsewhere."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(COLLECT_EVERY_MS)

    def collect(self) -> None:
        """Collect the generations that are due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return


def show_office(office: Office) -> Shell:
    """Open the office's window; raises the Refusal that opening its store raised."""
    shell = Shell(office, page.entries(), state_of(office))
    install_hook(shell)
    shell.show()
    return shell


def show_first_start(choices: FirstChoices) -> FirstStart:
    """Show the first screen."""
    first = FirstStart(choices)
    install_hook(first)
    place_window(MachineState(None), first)
    first.show()
    return first


def run(
    argv: Sequence[str],
    office: Office | None,
    first_choices: Callable[[Callable[[Office], None]], FirstChoices],
) -> int:
    """Run the program until its window is closed; returns the exit code.

    Without an office the first screen is shown; its choices are handed a function that goes on
    to the office they made.
    """
    app = make_app(argv, state_of(office) if office is not None else None)
    Collector(app)
    windows: list[QWidget] = []

    def enter(chosen: Office) -> None:
        windows.append(show_office(chosen))
        for older in windows[:-1]:
            older.close()
        del windows[:-1]

    if office is not None:
        enter(office)
    else:
        windows.append(show_first_start(first_choices(enter)))
    return app.exec()


def office_at(folder: Path, name: str = "") -> Office:
    """Return the office in a folder as the window needs it; `name` is the folder's if empty."""
    from desktop.models import history
    from desktop.models.reader import Reader
    from desktop.models.store import Store
    from desktop.ui.store_watch import StoreWatch

    watch = StoreWatch()
    return Office(
        name=name or folder.name,
        folder=folder,
        open_writer=lambda: watch.start(Store.open(folder)),
        open_reader=lambda: Reader.open_reader(folder),
        change_of=watch.change_of,
        undo=lambda store: history.undo(store).label,
        redo=lambda store: history.redo(store).label,
    )
