"""What an empty page says: what will be here, and the first step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import IconLabel, PlainLabel
from desktop.ui.widgets.layout import space


class EmptyState(QWidget):
    """An icon, a sentence, and one thing to do, in the middle of the room."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        *,
        hint: str = "",
    ) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setSpacing(space("m"))
        box.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(IconLabel(icon, "ink.muted", 40), 0, middle)
        box.addWidget(_centred(sentence, "large", "strong"), 0)
        if hint:
            box.addWidget(_centred(hint, "normal", "muted"), 0)
        if action is not None:
            box.addSpacing(space("xs"))
            box.addWidget(button(action_text, action, look="primary"), 0, middle)
        box.addStretch(3)


def _centred(text: str, level: str, tone: str) -> PlainLabel:
    label = PlainLabel(text, level=level, tone=tone, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label
