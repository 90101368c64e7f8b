"""The window is tested offscreen; whatever the toolkit complains of fails the test."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false")

from collections.abc import Iterator  # noqa: E402

import pytest  # noqa: E402
from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler  # noqa: E402
from PySide6.QtGui import QInputMethodEvent, QKeyEvent  # noqa: E402
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from desktop.ui.app import make_app  # noqa: E402
from desktop.ui.theme import Theme, ThemeChoice, current  # noqa: E402

complaints: list[str] = []
HARMLESS = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")


def _note(kind: QtMsgType, _context: object, text: str) -> None:
    if kind is not QtMsgType.QtDebugMsg and text not in HARMLESS:
        complaints.append(text)


@pytest.fixture(scope="session")
def app() -> Iterator[QApplication]:
    """The one application of the test process, in the light theme."""
    qInstallMessageHandler(_note)
    made = make_app(["test"])
    current().choose(ThemeChoice.LIGHT)
    yield made
    qInstallMessageHandler(None)


@pytest.fixture(autouse=True)
def quiet_toolkit(app: QApplication) -> Iterator[None]:
    """Fail the test that made the toolkit complain."""
    complaints.clear()
    yield
    app.processEvents()
    assert complaints == []


@pytest.fixture
def theme(app: QApplication) -> Iterator[Theme]:
    """The theme, back in light afterwards."""
    yield current()
    current().choose(ThemeChoice.LIGHT, text_scale=1.0)


def press(
    widget: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    text: str = "",
) -> None:
    """Press and release one key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def type_text(widget: QWidget, text: str) -> None:
    """Type text letter by letter, as a keyboard with Vietnamese letters sends it."""
    for letter in text:
        press(widget, Qt.Key.Key_unknown, text=letter)


def compose(widget: QWidget, *stages: str) -> None:
    """Type one word through an input method: stages of composing, the last one committed."""
    for stage in stages[:-1]:
        QApplication.sendEvent(widget, QInputMethodEvent(stage, []))
    done = QInputMethodEvent("", [])
    done.setCommitString(stages[-1])
    QApplication.sendEvent(widget, done)
