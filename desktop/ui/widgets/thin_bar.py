"""A target as a thin bar: how far it is, where the plan wanted it, where it will end."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.ui import theme as themes


class Shares(NamedTuple):
    """Shares of the target, 0–1 (more is drawn full): done, where the plan is, the forecast."""

    done: float
    planned: float | None = None
    forecast: float | None = None


def bar_height() -> int:
    """Return how tall a bar is: as a line of small type."""
    return themes.current().tokens.space["m"]


def draw_bar(painter: QPainter, room: QRect, shares: Shares) -> None:
    """Draw ground, forecast, done, and the plan's mark."""
    theme = themes.current()
    done, planned, forecast = shares
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    tall = theme.tokens.space["xs"]
    top = room.top() + (room.height() - tall) / 2
    behind = planned is not None and done + 1e-9 < planned
    for share, colour in (
        (1.0, theme.colour("line.hair")),
        (forecast or 0.0, theme.colour("line.strong")),
        (done, theme.colour("attention" if behind else "brand")),
    ):
        painter.setBrush(colour)
        width = room.width() * min(max(share, 0.0), 1.0)
        if width:
            painter.drawRoundedRect(QRectF(room.left(), top, width, tall), tall / 2, tall / 2)
    if planned is not None:
        at = room.left() + (room.width() - 2) * min(max(planned, 0.0), 1.0)
        # Not `fillRect`: to tell its many forms apart the toolkit makes the 169 named gradients.
        painter.setBrush(theme.colour("ink.strong"))
        painter.drawRect(QRectF(at, room.top(), 2, room.height()))
    painter.restore()
