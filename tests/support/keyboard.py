"""Typing as a person does: key events and input methods, letter by letter."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


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
