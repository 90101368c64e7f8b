"""A part of the settings: built when it is first looked at, read again when it may have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import scrolled, space

if TYPE_CHECKING:
    from desktop.ui.desk import Desk

READABLE = 22


class Section:
    """Override `fill` and, where something is shown that changes, `refresh`."""

    id = ""
    title = ""
    icon = ""
    sentence = ""
    stretches = False
    """Whether a list in it takes the height there is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def build(self) -> QWidget:
        """Return the part with its title. Called once."""
        box = QVBoxLayout()
        box.setSpacing(space("m"))
        edge = space("xl")
        box.setContentsMargins(edge, space("l"), edge, edge)
        box.addWidget(PlainLabel(self.title, level="title"))
        if self.sentence:
            box.addWidget(PlainLabel(self.sentence, tone="muted", wrap=True))
        box.addSpacing(space("xs"))
        self.fill(box)
        if not self.stretches:
            box.addStretch(1)
        return scrolled(box)  # also what stretches, in a window that is too low for it

    def fill(self, box: QVBoxLayout) -> None:
        """Add the fields."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what is so now."""

    def touched(self, change: Any) -> bool:
        """Say whether a step's change concerns this part."""
        return False


def narrow(part: QWidget) -> QWidget:
    """Return a field kept to a width that reads well."""
    part.setMaximumWidth(space("xxl") * READABLE)
    return part
