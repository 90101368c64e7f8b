"""One mark per state of a month: told apart by shape as well as by colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.figures.returns.board_words import state_words
from desktop.ui import theme as themes

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

SIZE = 16


def changed_words() -> str:
    """Return what the corner of a cell means."""
    return _("góc vàng: sửa sau khi duyệt, hoặc chưa xác thực")


def closed_words() -> str:
    """Return what the lock in a cell means."""
    return _("ổ khóa: đã khóa sổ")


def draw(painter: QPainter, area: QRectF, state: str) -> None:
    """Draw the mark of a state in the middle of an area."""
    theme = themes.current()
    edge = SIZE * theme.tokens.type["normal"] / 13
    box = QRectF(0, 0, edge, edge)
    box.moveCenter(area.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = theme.colour(_INKS.get(state, "ink.muted"))
    _SHAPES[state](painter, box.adjusted(1, 1, -1, -1), ink)
    painter.restore()


def draw_changed(painter: QPainter, area: QRectF) -> None:
    """Draw the corner that says a figure was corrected after it was accepted, as in the grid."""
    theme = themes.current()
    edge = 7 * theme.tokens.type["normal"] / 13
    right, top = area.right(), area.top()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("attention"))
    corners = [QPointF(right - edge, top), QPointF(right, top), QPointF(right, top + edge)]
    painter.drawPolygon(QPolygonF(corners))
    painter.restore()


def draw_closed(painter: QPainter, area: QRectF) -> None:
    """Draw a small lock at the left, below: the month is closed."""
    theme = themes.current()
    edge = 8 * theme.tokens.type["normal"] / 13
    left, low = area.left() + edge * 0.4, area.bottom() - edge * 0.3
    ink = theme.colour("ink.muted")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, max(edge / 7, 1.0)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bow = QRectF(left + edge * 0.2, low - edge, edge * 0.6, edge * 0.8)
    painter.drawArc(bow, 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRect(QRectF(left, low - edge * 0.6, edge, edge * 0.6))
    painter.restore()


def _accepted(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _disc(painter, box, ink)
    _tick(painter, box, themes.current().colour("done.on"))


def _received(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _disc(painter, box, ink)


def _partial(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPie(box, 90 * 16, 180 * 16)
    _ring(painter, box, ink)


def _returned(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_pen(ink, box))
    left, right = box.left() + 1, box.right() - 1
    middle, low = box.center().y() - box.height() * 0.15, box.bottom() - 2
    painter.drawPolyline(
        QPolygonF([QPointF(left, middle), QPointF(right, middle), QPointF(right, low)])
    )
    reach = box.width() * 0.28
    head = [QPointF(left + reach, middle - reach), QPointF(left, middle)]
    painter.drawPolyline(QPolygonF([*head, QPointF(left + reach, middle + reach)]))


def _missing(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _ring(painter, box, ink)


def _overdue(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_pen(ink, box))
    top = QPointF(box.center().x(), box.top() + 0.5)
    corners = [top, QPointF(box.right(), box.bottom() - 1), QPointF(box.left(), box.bottom() - 1)]
    painter.drawPolygon(QPolygonF(corners))
    across = box.center().x()
    painter.drawLine(
        QPointF(across, box.top() + box.height() * 0.38),
        QPointF(across, box.top() + box.height() * 0.62),
    )
    painter.drawPoint(QPointF(across, box.bottom() - box.height() * 0.2))


def _ahead(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    small = QRectF(0, 0, 3, 3)
    small.moveCenter(box.center())
    painter.drawEllipse(small)


def _none(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_pen(ink, box))
    half = box.width() * 0.22
    middle = box.center()
    painter.drawLine(QPointF(middle.x() - half, middle.y()), QPointF(middle.x() + half, middle.y()))


def _disc(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(box)


def _ring(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_pen(ink, box))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_pen(ink, box))
    wide, tall, left, top = box.width(), box.height(), box.left(), box.top()
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(left + wide * 0.26, top + tall * 0.53),
                QPointF(left + wide * 0.44, top + tall * 0.70),
                QPointF(left + wide * 0.75, top + tall * 0.33),
            ]
        )
    )


def _pen(ink: QColor, box: QRectF) -> QPen:
    pen = QPen(ink, max(box.width() / 9, 1.4))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


_SHAPES = {
    "accepted": _accepted,
    "received": _received,
    "partial": _partial,
    "returned": _returned,
    "missing": _missing,
    "overdue": _overdue,
    "ahead": _ahead,
    "none": _none,
}
_INKS = {
    "accepted": "done",
    "received": "brand",
    "partial": "brand",
    "returned": "attention",
    "overdue": "attention",
}


class CornerMark(QWidget):
    """What is drawn beside a mark by itself, with its words: in the legend."""

    def __init__(self, words: str, draw: Callable[[QPainter, QRectF], None]) -> None:
        super().__init__()
        self._draw = draw
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        themes.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As large as the mark and a little air."""
        edge = themes.current().tokens.type["normal"] + 5
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        self._draw(QPainter(self), QRectF(self.rect()))


class Glyph(QWidget):
    """A mark by itself: in the legend and in the panel."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(state_words()[state])
        themes.current().changed.connect(self.update)

    def show_state(self, state: str) -> None:
        """Change the mark."""
        self.state = state
        self.setAccessibleName(state_words()[state])
        self.update()

    def sizeHint(self) -> QSize:
        """As large as the mark and a little air."""
        edge = themes.current().tokens.type["normal"] + 5
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        draw(QPainter(self), QRectF(self.rect()), self.state)
