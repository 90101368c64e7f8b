"""The mouse on the outline: putting the caret, choosing, folding, dragging items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.models.outline import outline_edits as edits
from desktop.models.outline import rich_text
from desktop.models.outline.outline_drop import Drop, drop_at, drops
from desktop.models.outline.outline_folds import Folds
from desktop.ui.outline import marks, places
from desktop.ui.outline.caret_view import CaretView

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPainter

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_EDGE = 24
"""How near to the upper or lower edge dragging scrolls."""
_SCROLL_MS = 60
"""How often it scrolls while the mouse rests there."""


class MouseView(CaretView):
    """Items are chosen and dragged by their labels, text by its letters. `remarked(id)` follows
    a click on the sign of comments.
    """

    remarked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.folds = Folds()
        self.writable = True
        self._selecting = False
        self._held: QPoint | None = None
        self._drop: Drop | None = None
        self._gap = 0
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        self._last = QPoint()
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    def toggle_fold(self, item_ids: list[str]) -> None:
        """Fold or unfold items; see `Folds`."""

    def fall(self, drop: Drop, *, copy: bool) -> None:
        """Items were dragged to a place."""

    # pressing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret; on a label take the item, on an arrow fold it."""
        if self.editor is None or not self._rows or event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        place, top = self._place_under(point)
        row, laid = self._rows[place], self._laid[place]
        if row.fold and self.fold_area(laid, top).contains(event.position()):
            self.toggle_fold([row.id])
        elif row.remarks and self.remark_area(top).contains(event.position()):
            self._place(row.id, 0)
            self.remarked.emit(row.id)
        elif event.modifiers() & _CONTROL:
            self._pick(row.id)
        elif event.modifiers() & _SHIFT:
            self._place(*self._under(point), extend=True)
            self._selecting = True
        elif point.x() < laid.left - 4:
            self._take(row.id, point)
        else:
            self._place(*self._under(point))
            self._selecting = True
        self.viewport().update()

    def _pick(self, item_id: str) -> None:
        assert self.editor is not None
        self.leave_item()
        self.editor.pick(item_id)
        self._follow(scroll=False)

    def _take(self, item_id: str, point: QPoint) -> None:
        """Choose a whole item; those chosen already stay so, to be dragged together."""
        assert self.editor is not None
        if self.editor.first is None or item_id not in self.editor.selected():
            self._place(item_id, 0)
            self.editor.first = item_id
            self.moved.emit()
        self._held = point

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging selects text, or carries the chosen items."""
        point = event.position().toPoint()
        pressed = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if pressed and self._held is not None and self._rows:
            far = (point - self._held).manhattanLength() >= QApplication.startDragDistance()
            if self.writable and (far or self._scrolling.isActive()):
                self._last = point
                self._scrolling.start()
                self._carry(point)
        elif pressed and self._selecting and self._rows:
            self._place(*self._under(point), extend=True)
        elif not pressed and self._rows:
            place, _top = self._place_under(point)
            beside = point.x() < self._laid[place].left - 4
            shape = Qt.CursorShape.ArrowCursor if beside else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    def _carry(self, point: QPoint) -> None:
        """Work out where the items would fall, and show it."""
        assert self.editor is not None
        bar = self.verticalScrollBar()
        if point.y() < _EDGE:
            bar.setValue(bar.value() - _EDGE)
        elif point.y() > self.viewport().height() - _EDGE:
            bar.setValue(bar.value() + _EDGE)
        if not self.viewport().rect().contains(point):
            # Let go beside the paper, nothing falls: there is no line to see where.
            self._drop = None
            self.viewport().setCursor(Qt.CursorShape.ForbiddenCursor)
            self.viewport().update()
            return
        place, top = self._place_under(point)
        below = point.y() > top + self._laid[place].height / 2
        self._gap = place + (1 if below else 0)
        shown = [row.id for row in self._rows]
        outline = self.editor.outline
        found = drops(outline, shown, self._gap, self.editor.selected())
        self._drop = drop_at(found, self._depth_at(point.x()))
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def _scroll_on(self) -> None:
        """Go on scrolling while what is carried rests near an edge."""
        inner = self.viewport().rect().adjusted(0, _EDGE, 0, -_EDGE)
        if self._rows and not inner.top() <= self._last.y() <= inner.bottom():
            self._carry(self._last)

    def _depth_at(self, x: int) -> int:
        assert self._measures is not None
        return round((x - self._measures.left) / self._measures.indent)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the items fall, or stop selecting."""
        drop, held = self._drop, self._held
        carried = self.stop_carrying()
        self._selecting = False
        if drop is not None:
            self.fall(drop, copy=bool(event.modifiers() & _CONTROL))
        elif held is not None and not carried and self.editor is not None and self._rows:
            # A click on one of several chosen items chooses it alone.
            place, _top = self._place_under(event.position().toPoint())
            item_id = self._rows[place].id
            if len(self.editor.selected()) > 1 and item_id in self.editor.selected():
                self._place(item_id, 0)
                self.editor.first = item_id
                self.moved.emit()
                self.viewport().update()

    def stop_carrying(self) -> bool:
        """Put down what is being dragged where it was; tells whether anything was."""
        carried = self._scrolling.isActive()
        self._scrolling.stop()
        self._drop = self._held = None
        if carried:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
            self.viewport().update()
        return carried

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        editor = self.editor
        if editor is not None and editor.item is not None:
            start, end = places.word_at(rich_text.plain(editor.text), editor.caret)
            self._place(editor.item, start)
            self._place(editor.item, end, extend=True)

    # where

    def _place_under(self, point: QPoint) -> tuple[int, float]:
        place = self.place_at(point.y())
        return place, self._tops[place] - self.verticalScrollBar().value()

    def _under(self, point: QPoint) -> tuple[str, int]:
        place, top = self._place_under(point)
        return self._rows[place].id, self._laid[place].place_at(point.x(), point.y() - top)

    def finish(self, painter: QPainter) -> None:
        """Draw the line where the items would fall, and how many there are."""
        if self._drop is None or self._measures is None or self.editor is None:
            return
        shift = self.verticalScrollBar().value()
        if self._gap < len(self._tops):
            y = self._tops[self._gap] - shift
        else:
            y = self._tops[-1] + self._laid[-1].height - shift
        left = self._measures.left + self._drop.depth * self._measures.indent
        right = self._measures.left + self._measures.width
        marks.draw_drop(painter, left, right, y - 3)

    def carried(self) -> list[str]:
        """Return the items that are being dragged."""
        if self.editor is None:
            return []
        tops = edits.top_rows(self.editor.outline, self.editor.selected())
        return [row.id for row in tops]
