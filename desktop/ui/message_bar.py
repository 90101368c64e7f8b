"""Messages above the page: each stays until it is read, the newest on top, three at a time.

A result is read by the time the person has the next one: only the latest result is shown, and
a sentence said in passing (nothing to do about it) gives way to the next one or to a result.
In a low window the page keeps its room: the newest message is seen whole, the others by scrolling.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.ui.messages import Message, MessageKind
from desktop.ui.widgets.buttons import icon_button, link
from desktop.ui.widgets.labels import IconLabel, PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.yielding import Yielding

MOST = 3
LOOKS = {
    MessageKind.INFO: ("info", "brand"),
    MessageKind.ATTENTION: ("warning", "attention"),
    MessageKind.BLOCKED: ("blocked", "blocked"),
    MessageKind.DONE: ("done", "done"),
}


class MessageBar(Yielding):
    """The stack of messages; takes no room while there is none."""

    def __init__(self) -> None:
        stack = QWidget()
        self._box = QVBoxLayout(stack)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(1)
        super().__init__(stack, self._newest)
        self.setVisible(False)

    def _newest(self) -> int:
        return next((strip.heightForWidth(self.width()) for strip in self.strips()), 0)

    def show_message(self, message: Message) -> None:
        """Add a message; the same sentence is not shown twice, a result ends the one before."""
        for strip in self.strips():
            passed = _passing(message) and _passing(strip.message)
            if passed or strip.message.text == message.text:
                self._drop(strip)
        self._box.insertWidget(0, _Strip(message, self))
        for strip in self.strips()[MOST:]:
            self._drop(strip)
        self.setVisible(True)
        self.verticalScrollBar().setValue(0)

    def strips(self) -> list[_Strip]:
        """Return the messages shown, newest first."""
        parts = (self._box.itemAt(i).widget() for i in range(self._box.count()))
        return [part for part in parts if isinstance(part, _Strip)]

    def withdraw(self, message: Message) -> None:
        """Take a message away, if it is still shown."""
        for strip in self.strips():
            if strip.message is message:
                self._drop(strip)

    def forget_passing(self) -> None:
        """What was told of the last deed is no longer so: take it away."""
        for strip in self.strips():
            if _passing(strip.message) or strip.message.of_deed:
                self._drop(strip)

    def clear(self) -> None:
        """Take all messages away."""
        for strip in self.strips():
            self._drop(strip)

    def _drop(self, strip: _Strip) -> None:
        self._box.removeWidget(strip)
        strip.hide()
        strip.deleteLater()
        self.setVisible(bool(self.strips()))


def _passing(message: Message) -> bool:
    """Say whether a message is read by the time the next such one comes."""
    told = message.kind is MessageKind.INFO and message.action is None
    return told or message.kind is MessageKind.DONE


class _Strip(QFrame):
    """One message."""

    def __init__(self, message: Message, bar: MessageBar) -> None:
        super().__init__()
        self.message, self._bar = message, bar
        icon, ink = LOOKS[message.kind]
        self.setProperty("look", "message")
        self.setProperty("kind", message.kind.value)
        self.setAccessibleName(message.text)
        box = QHBoxLayout(self)
        box.setContentsMargins(space("m"), space("s"), space("s"), space("s"))
        box.setSpacing(space("m"))
        top = Qt.AlignmentFlag.AlignVCenter
        box.addWidget(IconLabel(icon, ink), 0, top)
        text = PlainLabel(message.text, tone="strong", wrap=True, selectable=True)
        box.addWidget(text, 1)
        if message.action is not None:
            box.addWidget(link(message.action_text, self._act), 0, top)
        box.addWidget(icon_button("close", _("Đã đọc"), self._close), 0, top)

    def _act(self) -> None:
        action = self.message.action
        self._close()
        if action is not None:
            action()

    def _close(self) -> None:
        self._bar._drop(self)
