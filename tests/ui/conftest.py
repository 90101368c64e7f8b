"""The window is tested offscreen; whatever the toolkit complains of fails the test."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.models.store.reader import Reader
from desktop.ui.app import make_app
from desktop.ui.machine_state import MachineState
from desktop.ui.office import Office
from desktop.ui.pages.figures import mending
from desktop.ui.shell import Shell
from desktop.ui.theme import Theme, ThemeChoice, current
from tests.support.qt_messages import no_errors_in_slots, no_qt_warnings
from tests.ui.support import FakeEntry, FakePage, new_office

HARMLESS = (r"This plugin does not support (propagateSizeHints|raise|grabbing)",)


@pytest.fixture(scope="session")
def app() -> QApplication:
    """The one application of the test process, in the light theme."""
    made = make_app(["test"])
    current().choose(ThemeChoice.LIGHT)
    return made


@pytest.fixture(autouse=True)
def quiet_toolkit(app: QApplication) -> Iterator[None]:
    """Fail the test that made the toolkit complain, or raised where the toolkit called it.

    The windows it closed go at once: each switch of the theme would style them all anew.
    """
    before = set(app.topLevelWidgets())
    with no_qt_warnings(allowed=HARMLESS), no_errors_in_slots():
        yield
        app.processEvents()
        for window in set(app.topLevelWidgets()) - before:
            if window.parent() is None and not window.isVisible():
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def keys_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have repairs offered at once: keys of a test follow each other faster than a clerk's."""
    monkeypatch.setattr(mending, "REST_MS", 0)


@pytest.fixture
def theme(app: QApplication) -> Iterator[Theme]:
    """The theme, back in light afterwards."""
    before = current().tokens
    yield current()
    if current().tokens is not before:
        current().choose(ThemeChoice.LIGHT, text_scale=1.0)


@pytest.fixture
def office(tmp_path: Any) -> Office:
    """A new office on disk, as the window takes it."""
    return new_office(tmp_path / "Sổ Công đoàn")


@pytest.fixture
def open_shell(office: Office) -> Iterator[Callable[..., Shell]]:
    """Open the window of the office on the given pages; closed after the test."""
    opened: list[Shell] = []

    def make(pages: Sequence[type[FakePage]], state: MachineState | None = None) -> Shell:
        entries = [FakeEntry(page.title.lower(), page.title, page.icon, "", page) for page in pages]
        shell = Shell(office, entries, state or MachineState(None))
        opened.append(shell)
        shell.show()
        shell.settle()
        return shell

    yield make
    for shell in opened:
        shell.close()
        shell.deleteLater()


@pytest.fixture
def reading(office: Office) -> Iterator[Reader]:
    """The office, read beside the window."""
    reader = office.open_reader()
    yield reader
    reader.close()
