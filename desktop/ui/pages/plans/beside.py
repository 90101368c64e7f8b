"""What stands beside the views of plans: one panel at a time, open as each view left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.layout import column

if TYPE_CHECKING:
    from desktop.ui.desk import Desk

_ROOM = 1200
"""Width of the window from which a panel is shown without being asked for."""


class Beside(QWidget):
    """The panels; `place` names a view, under which it is remembered whether one was open."""

    def __init__(self, desk: Desk, first: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._box = column(first, gap="none")
        self.setLayout(self._box)

    def add(self, panel: QWidget) -> None:
        """Take in a panel, not shown yet."""
        if self._box.indexOf(panel) < 0:
            panel.hide()
            self._box.addWidget(panel)

    def bring(self, wanted: QWidget) -> None:
        """Bring a panel to the front; the others take no room, as they would in a stack."""
        self.add(wanted)
        for number in range(self._box.count()):
            panel = self._box.itemAt(number).widget()
            if panel is not None:
                panel.setVisible(panel is wanted)

    def note(self, place: str) -> None:
        """Remember whether the panel stands open at a place."""
        self._desk.state.set(place, self.isVisible())

    def show_at(self, place: str, window: QWidget, *, usual: bool) -> None:
        """Open or close it as it was left at a place; at first as is usual there, given room."""
        roomy = window.width() >= _ROOM
        self._desk.show_details(self._desk.state.get(place, usual and roomy))
