"""A target as a thin bar: how far it is, where the plan wanted it, where it will end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import theme as themes


class ThinBar(QWidget):
    """Shares of the target, 0–1 (more is drawn full): `done`, `planned` mark, `forecast`."""

    def __init__(
        self, done: float, *, planned: float | None = None, forecast: float | None = None
    ) -> None:
        super().__init__()
        self._done, self._planned, self._forecast = done, planned, forecast
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.current().changed.connect(self.update)

    def show_shares(
        self, done: float, *, planned: float | None = None, forecast: float | None = None
    ) -> None:
        """Change what is shown."""
        self._done, self._planned, self._forecast = done, planned, forecast
        self.update()

    def sizeHint(self) -> QSize:
        """As thin as a line of small type is tall."""
        space = themes.current().tokens.space
        return QSize(space["xxl"] * 4, space["m"])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, forecast, done, and the plan's mark."""
        theme = themes.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tall = theme.tokens.space["xs"]
        top = (self.height() - tall) / 2
        behind = self._planned is not None and self._done + 1e-9 < self._planned
        for share, colour in (
            (1.0, theme.colour("line.hair")),
            (self._forecast or 0.0, theme.colour("line.strong")),
            (self._done, theme.colour("attention" if behind else "brand")),
        ):
            painter.setBrush(colour)
            width = self.width() * min(max(share, 0.0), 1.0)
            if width:
                painter.drawRoundedRect(QRectF(0, top, width, tall), tall / 2, tall / 2)
        if self._planned is not None:
            at = (self.width() - 2) * min(max(self._planned, 0.0), 1.0)
            painter.fillRect(QRectF(at, 0, 2, self.height()), theme.colour("ink.strong"))
