"""The application with its theme and language, and an office as the window needs it."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop.i18n import _
from desktop.ui import icons, page, translate
from desktop.ui.hook import install_hook
from desktop.ui.machine_state import MachineState
from desktop.ui.office import Around, Office
from desktop.ui.shell import Shell
from desktop.ui.theme import Theme, ThemeChoice

if TYPE_CHECKING:
    from desktop.models.store.reader import Reader

COLLECT_EVERY_MS = 5_000
_WITHOUT_A_DESKTOP = ("offscreen", "minimal")


def make_app(argv: Sequence[str], state: MachineState | None = None) -> QApplication:
    """Return the application, in Vietnamese and in the theme chosen on this computer."""
    # Asked for at once, the style of the system is never loaded.
    app = QApplication([*argv, "-style", "Fusion"])
    app.setApplicationName("SoCongDoan")
    app.setDesktopFileName("socongdoan")
    translate.install(app)
    atexit.register(empty_private_clipboard)
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


def empty_private_clipboard() -> None:
    """Let go of what was copied where no desktop has a clipboard of its own to keep it.

    There the toolkit holds it in a variable of the process, which dies after the interpreter it
    was made by: freed then, it takes the process down. A desktop's clipboard is left alone: what
    was copied is still pasted elsewhere once the window is closed.
    """
    app = QGuiApplication.instance()
    if app is not None and QGuiApplication.platformName() in _WITHOUT_A_DESKTOP:
        QGuiApplication.clipboard().clear()


def state_of(office: Office) -> MachineState:
    """Return what this computer remembers of the office's window."""
    return MachineState(office.folder / "window.json" if office.folder is not None else None)


class Collector(QObject):
    """Collects garbage on the main thread only, so no widget is ever destroyed elsewhere.

    What stands once an office is open is not looked through (50,000 to 100,000 things, 30 to
    50 ms in which no window answers) until `thaw`, when another office takes its place.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(COLLECT_EVERY_MS)

    def collect(self) -> None:
        """Collect the generations that are due; the first time set aside what stands."""
        if not gc.get_freeze_count():
            gc.freeze()
            return
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return


def thaw() -> None:
    """Collect what an office that was closed leaves, as soon as its window is gone."""
    gc.unfreeze()
    QTimer.singleShot(0, gc.collect)


def open_window(office: Office) -> Shell:
    """Make the office's window, not shown yet; raises the Refusal of opening its store."""
    shell = Shell(office, page.entries(), state_of(office))
    install_hook(shell)
    return shell


def office_at(folder: Path, name: str = "", around: Around | None = None) -> Office:
    """Return the office in a folder as the window needs it; its unit's name when none is given.

    Raises Refusal when the folder holds no office that can be read.
    """
    from desktop.models.store import history
    from desktop.models.store.reader import Reader
    from desktop.models.store.store import Store
    from desktop.tasks import moment
    from desktop.tasks.offices.offices import is_sample, office_name
    from desktop.ui.shell_questions import Questions
    from desktop.ui.store_watch import StoreWatch

    def name_of(reader: Reader) -> str:
        own = office_name(reader, moment.today())
        return _("{name} (sổ mẫu)").format(name=own) if is_sample(folder) else own

    watch, questions = StoreWatch(), Questions() if name else Questions(name_of)
    if not name:
        with Reader.open_reader(folder) as reader:
            name = name_of(reader)
    return Office(
        name=name,
        folder=folder,
        open_writer=lambda: watch.start(Store.open(folder)),
        open_reader=lambda: Reader.open_reader(folder),
        change_of=watch.change_of,
        truths=questions.truths,
        search=questions.search,
        now=moment.now,
        undo=lambda store: history.undo(store).label,
        redo=lambda store: history.redo(store).label,
        around=around,
    )
