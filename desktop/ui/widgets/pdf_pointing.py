"""Numbers on a printed page that can be pointed at: by the mouse, or by the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from desktop.i18n import _
from desktop.ui.widgets.pdf_search import Box

if TYPE_CHECKING:
    from desktop.ui.widgets.pdf_paper import PdfPaper

_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Place:
    """A number: its page from 0 and its box in points (left, bottom, right, top)."""

    page: int
    box: Box


class Pointing(QObject):
    """`asked(number)` is called for a number that is clicked, or entered with the keyboard.

    Enter marks the first number in sight, the arrows go from number to number, Enter then asks,
    Esc lets go; without a mark the arrows scroll as ever.
    """

    def __init__(self, paper: PdfPaper, asked: Callable[[int], object]) -> None:
        super().__init__(paper)
        self._paper, self._asked = paper, asked
        self.places: Sequence[Place] = ()
        self.marked: int | None = None
        paper.viewport().setMouseTracking(True)
        paper.viewport().installEventFilter(self)
        paper.installEventFilter(self)

    def set_places(self, places: Sequence[Place]) -> None:
        """Say where the numbers of the PDF stand now; the mark stays on the same box."""
        kept = self.places[self.marked] if self.marked is not None else None
        self.places = places
        self.marked = places.index(kept) if kept is not None and kept in places else None
        self._paper.mark(kept if self.marked is not None else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take clicks on numbers and, while one is marked, the arrows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return watched is self._paper and self._key(event)
        if watched is self._paper:
            return False
        match event.type():
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                self._hover(self.at(event.position().toPoint()))
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                return self._click(event)
            case QEvent.Type.ToolTip if isinstance(event, QHelpEvent):
                if self.at(event.pos()) is not None:
                    QToolTip.showText(event.globalPos(), _("Số này ở đâu ra? Bấm để xem."))
                    return True
        return False

    def at(self, point: QPoint) -> int | None:
        """Return the number under a point of the paper's viewport."""
        areas = [self._paper.box_in_sight(one.page, one.box) for one in self.places]
        return next((n for n, area in enumerate(areas) if area.contains(point)), None)

    def _hover(self, number: int | None) -> None:
        hand = Qt.CursorShape.PointingHandCursor
        self._paper.viewport().setCursor(hand if number is not None else Qt.CursorShape.ArrowCursor)

    def _click(self, event: QMouseEvent) -> bool:
        number = self.at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or number is None:
            return False
        self._mark(number)
        self._asked(number)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.places:
            return False
        key = Qt.Key(event.key())
        if key in _ENTER:
            if self.marked is None:
                self._mark(self._first_in_sight())
            else:
                self._asked(self.marked)
            return True
        if self.marked is None:
            return False
        if key == Qt.Key.Key_Escape:
            self._mark(None)
            return True
        if key in _STEPS:
            self._mark(self._next(self.marked, *_STEPS[key]))
            return True
        return False

    def _mark(self, number: int | None) -> None:
        self.marked = number
        self._paper.mark(self.places[number] if number is not None else None)

    def _first_in_sight(self) -> int:
        room = self._paper.viewport().rect()
        seen = (n for n, one in enumerate(self.places)
                if room.contains(self._paper.box_in_sight(one.page, one.box)))  # fmt: skip
        return next(seen, 0)

    def _next(self, number: int, across: int, down: int) -> int:
        """Return the neighbour of a number on the same line, or in the same column."""
        if across:
            beside = number + across
            inside = 0 <= beside < len(self.places)
            same = inside and self._line(beside) == self._line(number)
            return beside if same else number
        here = self.places[number].box
        middle = (here[0] + here[2]) / 2
        order = range(number + down, len(self.places) if down > 0 else -1, down)
        for other in order:
            box = self.places[other].box
            if self._line(other) != self._line(number) and box[0] <= middle <= box[2]:
                return other
        return number

    def _line(self, number: int) -> tuple[int, float]:
        return self.places[number].page, self.places[number].box[3]
