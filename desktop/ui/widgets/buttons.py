"""Buttons: with words, with an icon and words, and the few that are an icon with a tooltip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton

from desktop.ui import icons

ICON_INK = {"primary": "brand.on", "danger": "blocked.on", "link": "brand"}


class PushButton(QPushButton):
    """Enter presses the button the keyboard is at, not another that is the dialog's own.

    A double click is one wish: what was done has moved another line below the mouse by then.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses like Space, once however long it is held."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press for the first; links lead on as often as they are pressed."""
        if self.property("look") == "link":
            super().mouseDoubleClickEvent(event)
        else:
            event.accept()


def button(
    text: str,
    run: Callable[[], object],
    *,
    look: str = "",
    icon: str = "",
    tooltip: str = "",
) -> QPushButton:
    """Return a push button; `look`: "" (outlined), primary, danger or link."""
    result = PushButton(text)
    result.setProperty("look", look)
    result.setAutoDefault(False)
    result.setToolTip(tooltip)
    result.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if icon:
        icons.set_icon(result, icon, ICON_INK.get(look, "ink.normal"), 18)
    if look == "link":
        result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.clicked.connect(lambda: run())
    return result


def link(text: str, run: Callable[[], object]) -> QPushButton:
    """Return words that lead somewhere; every number of a summary is one."""
    return button(text, run, look="link")


def icon_button(
    icon: str, name: str, run: Callable[[], object], *, shortcut: str = ""
) -> QToolButton:
    """Return a small icon; `name` is its tooltip and what a screen reader says."""
    result = QToolButton()
    icons.set_icon(result, icon)
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    result.setToolTip(f"{name} ({keys})" if keys else name)
    result.setAccessibleName(name)
    result.clicked.connect(lambda: run())
    return result
