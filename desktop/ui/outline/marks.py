"""Small signs on the paper: waves under words, folding arrows, the line where items fall."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from desktop.ui import theme as themes

_WAVE = 2.0


def draw_wave(painter: QPainter, left: float, right: float, foot: float) -> None:
    """Draw a red wavy line under a stretch whose letters stand on `foot`."""
    path = QPainterPath(QPointF(left, foot + _WAVE))
    x, down = left, True
    while x < right:
        step = min(_WAVE, right - x)
        x += step
        path.lineTo(x, foot + _WAVE + (step if down else 0))
        down = not down
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(themes.current().colour("blocked"), 1.2))
    painter.drawPath(path)
    painter.restore()


def draw_fold(painter: QPainter, area: QRectF, *, closed: bool) -> None:
    """Draw the arrow of a branch: to the right when folded, down when open."""
    theme = themes.current()
    middle = QPointF(area.center().x(), area.center().y())
    half = 4.0
    if closed:
        points = [QPointF(-half / 2, -half), QPointF(half / 2 + 1, 0), QPointF(-half / 2, half)]
    else:
        points = [QPointF(-half, -half / 2), QPointF(half, -half / 2), QPointF(0, half / 2 + 1)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("brand" if closed else "ink.disabled"))
    painter.drawPolygon(QPolygonF([middle + point for point in points]))
    painter.restore()


def draw_remarks(painter: QPainter, area: QRectF, picture: QPixmap, count: int) -> None:
    """Draw the sign of comments, with their number where there are several."""
    painter.drawPixmap(area.topLeft(), picture)
    if count > 1:
        painter.setFont(themes.current().font("small"))
        painter.setPen(themes.current().colour("brand"))
        side = area.adjusted(picture.deviceIndependentSize().width() + 1, -3, 0, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.drawText(side, flags | int(Qt.TextFlag.TextDontClip), str(count))


def draw_drop(painter: QPainter, left: float, right: float, y: float) -> None:
    """Draw the line where dragged items would fall, beginning at their level."""
    colour = themes.current().colour("brand")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.setBrush(themes.current().colour("surface.page"))
    painter.drawLine(QPointF(left + 4, y), QPointF(right, y))
    painter.drawEllipse(QPointF(left, y), 4, 4)
    painter.restore()
