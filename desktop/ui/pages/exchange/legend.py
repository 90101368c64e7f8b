"""What the marks of the board mean, in as many columns as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.models.figures.returns.board_words import state_words
from desktop.ui.pages.exchange.glyphs import (
    CornerMark,
    Glyph,
    changed_words,
    closed_words,
    draw_changed,
    draw_closed,
)
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LEGEND = ("accepted", "received", "partial", "returned", "missing", "overdue", "ahead", "none")
_MOST_ACROSS = 4


class Legend(QWidget):
    """The states side by side, and the marks beside them behind or in rows of their own.

    It asks for no width: the window must not grow wider than its screen for its sake.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = state_words()
        self._entries = [(Glyph(state), _words(words[state])) for state in LEGEND]
        self._beside = [
            (CornerMark(changed_words(), draw_changed), _words(changed_words())),
            (CornerMark(closed_words(), draw_closed), _words(closed_words())),
        ]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        self._grid.setSpacing(space("xs"))
        self._placed: tuple[int, bool] = (0, False)
        self._place(_MOST_ACROSS, beside=True)

    def line(self) -> int:
        """Return how much room one line of marks takes, in pixels."""
        mark, told = self._entries[0]
        return max(mark.sizeHint().height(), told.sizeHint().height()) + 2 * space("xs")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the marks out anew where there is more room than before, or less."""
        super().resizeEvent(event)
        self._fill(event.size().width())

    def _fill(self, room: int) -> None:
        corner = max(_width(*entry) for entry in self._beside)
        for across in range(_MOST_ACROSS, 1, -1):
            needed = self._needed(across)
            if across == _MOST_ACROSS and needed + corner <= room:
                return self._place(across, beside=True)
            if needed <= room:
                break
        return self._place(across, beside=False)

    def _needed(self, across: int) -> int:
        columns = [self._entries[place::across] for place in range(across)]
        widest = (max(_width(*entry) for entry in column) for column in columns)
        return sum(widest) + 2 * space("l")

    def _place(self, across: int, *, beside: bool) -> None:
        if self._placed == (across, beside):
            return
        self._grid.setColumnStretch(2 * self._placed[0] + 1 + self._placed[1], 0)
        self._placed = (across, beside)
        for place, (mark, told) in enumerate(self._entries):
            down, column = divmod(place, across)
            self._grid.addWidget(mark, down, 2 * column)
            self._grid.addWidget(told, down, 2 * column + 1)
        rows = -(-len(self._entries) // across)
        (corner, changed), (lock, closed) = self._beside
        if beside:
            places = ((0, 2 * across, 1), (1, 2 * across, 1))
        elif across > 2:  # in one row below: the shorter words under the last column
            places = ((rows, 0, 2 * across - 3), (rows, 2 * across - 2, 1))
        else:
            places = ((rows, 0, 2 * across), (rows + 1, 0, 2 * across))
        for (at, column, wide), mark, told in zip(
            places, (corner, lock), (changed, closed), strict=True
        ):
            self._grid.addWidget(mark, at, column)
            self._grid.addWidget(told, at, column + 1, 1, wide)
        self._grid.setColumnStretch(2 * across + 1 + beside, 1)


def _words(text: str) -> PlainLabel:
    label = PlainLabel(text, level="small", tone="muted")
    label.setContentsMargins(0, 0, space("m"), 0)  # the next mark is not this word's
    return label


def _width(mark: QWidget, told: QWidget) -> int:
    return mark.sizeHint().width() + told.sizeHint().width() + 2 * space("xs")
