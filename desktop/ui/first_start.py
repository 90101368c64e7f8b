"""The first screen: make an office, receive one, or look around in the sample.

A choice may bring a form or a piece of work to the front; *Quay lại* leads back to the three.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.message_bar import MessageBar
from desktop.ui.messages import Message, MessageKind
from desktop.ui.widgets.labels import IconLabel, PlainLabel, restyle
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.pressed import Pressed


@dataclass(frozen=True, slots=True)
class FirstChoices:
    """What each choice does; each may raise a Refusal, shown above the choices."""

    create: Callable[[], object]
    receive: Callable[[], object]
    sample: Callable[[], object]


class FirstStart(QWidget):
    """Three ways to begin, one below the other."""

    def __init__(self, choices: FirstChoices, *, sample_there: bool = False) -> None:
        super().__init__()
        self.setWindowTitle(_("Sổ Công đoàn"))
        self.setProperty("look", "first")
        self._sample_there = sample_there
        self.messages = MessageBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._first(choices))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.messages)
        box.addWidget(self._stack, 1)

    def bring(self, part: QWidget) -> None:
        """Show a form or a piece of work in place of the three choices."""
        self.messages.clear()
        self.back()
        self._stack.addWidget(part)
        self._stack.setCurrentWidget(part)
        part.setFocus()

    def back(self) -> None:
        """Show the three choices again."""
        self._stack.setCurrentIndex(0)
        while self._stack.count() > 1:
            part = self._stack.widget(1)
            self._stack.removeWidget(part)
            part.deleteLater()

    def told(self, refusal: Refusal) -> None:
        """Show why something cannot be done."""
        self.messages.show_message(Message(str(refusal), MessageKind.BLOCKED))

    def _first(self, choices: FirstChoices) -> QWidget:
        inside = QVBoxLayout()
        inside.setSpacing(space("m"))
        inside.addStretch(2)
        inside.addWidget(PlainLabel(_("Sổ Công đoàn"), level="display", tone="brand"))
        inside.addWidget(
            PlainLabel(
                _("Kế hoạch, hoạt động và số liệu của công đoàn, làm ngay trên máy này."),
                level="normal",
                tone="muted",
                wrap=True,
            )
        )
        inside.addSpacing(space("l"))
        self.choices = [
            self._choice(*line)
            for line in (
                (
                    "units",
                    _("Lập sổ của đơn vị tôi"),
                    _("Ghi tên đơn vị, rồi làm ngay kế hoạch hoặc số liệu tháng này."),
                    choices.create,
                ),
                (
                    "receive",
                    _("Nhận cấp phép từ cấp trên"),
                    _("Gửi cấp trên một tệp đăng ký, nhận lại danh sách đơn vị và chỉ tiêu."),
                    choices.receive,
                ),
                ("sample", *self._sample_words(), choices.sample),
            )
        ]
        for choice in self.choices:
            inside.addWidget(choice)
        inside.addStretch(3)
        return in_the_middle(inside)

    def _sample_words(self) -> tuple[str, str]:
        if self._sample_there:
            return (
                _("Mở lại sổ mẫu"),
                _("Sổ mẫu lần trước vẫn còn trên máy này, cùng những gì đã sửa thử trong đó."),
            )
        return (
            _("Mở sổ mẫu"),
            _("Một tỉnh mẫu có đủ đơn vị, số liệu và kế hoạch; không ảnh hưởng sổ thật."),
        )

    def _choice(self, icon: str, title: str, hint: str, run: Callable[[], object]) -> BigChoice:
        return BigChoice(icon, title, hint, lambda: self._guarded(run))

    def _guarded(self, run: Callable[[], object]) -> None:
        try:
            run()
        except Refusal as refusal:
            self.told(refusal)


def in_the_middle(inside: QVBoxLayout) -> QWidget:
    """Return a layout in a column of readable width, in the middle of the room."""
    column = QWidget()
    column.setMaximumWidth(space("xxl") * 24)
    inside.setContentsMargins(space("l"), 0, space("l"), 0)
    column.setLayout(inside)
    result = QWidget()
    middle = QHBoxLayout(result)
    middle.setContentsMargins(0, 0, 0, 0)
    middle.addStretch(1)
    middle.addWidget(column, 8)
    middle.addStretch(1)
    return result


class BigChoice(Pressed):
    """A large line to click, or to reach with Tab and press Enter or Space."""

    def __init__(self, icon: str, title: str, hint: str, run: Callable[[], object]) -> None:
        super().__init__("choice", title, hint, run)
        words = QVBoxLayout()
        words.setSpacing(space("xs"))
        words.addWidget(PlainLabel(title, level="large", tone="strong"))
        words.addWidget(PlainLabel(hint, tone="muted", wrap=True))
        box = QHBoxLayout(self)
        box.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        box.setSpacing(space("l"))
        box.addWidget(IconLabel(icon, "brand", 28), 0)
        box.addLayout(words, 1)
        box.addWidget(IconLabel("chevron-right", "ink.muted"), 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow being enabled or not."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            restyle(self)
