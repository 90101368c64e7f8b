"""Small signs on the paper: waves under words, folding arrows, the line where items fall."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from desktop.ui import theme as themes

_LONG, _TALL = 4.0, 4.0


def draw_wave(painter: QPainter, left: float, right: float, foot: float) -> None:
    """Draw a red wavy line under a stretch whose letters stand on `foot`."""
    device = painter.device()
    density = device.devicePixelRatioF() if device is not None else 1.0
    tile = QPixmap.fromImage(_wave(themes.current().tokens.colour("blocked"), density))
    painter.drawTiledPixmap(QRectF(left, foot + 1, right - left, _TALL), tile)


@lru_cache(maxsize=8)
def _wave(colour: str, density: float) -> QImage:
    """Return one wave as a picture: drawn once, laid side by side ever after."""
    size = QSize(round(_LONG * density), round(_TALL * density))
    tile = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    tile.setDevicePixelRatio(density)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.1))
    top, low, middle = 0.8, _TALL - 0.8, _LONG / 2
    corners = [(-middle, low), (0.0, top), (middle, low), (_LONG, top), (_LONG + middle, low)]
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.end()
    return tile


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
