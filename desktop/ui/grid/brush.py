"""Drawing cells: one pass over those in sight, straight from the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon

from desktop.i18n import _
from desktop.ui import theme as themes
from desktop.ui.grid.source import GridSource, Mark

Span = tuple[int, int, int]
"""A row or column in sight: its number, where it begins, how long it is (pixels)."""
Line = tuple[Sequence[str], Sequence[int]]
"""The texts and marks of a row's cells in sight."""

_CORNER = int(Mark.CHANGED | Mark.CONFLICT | Mark.COMMENTED)
_EDGE = int(Mark.ERROR | Mark.WARNING)
_GREY = int(Mark.ESTIMATED | Mark.NOT_APPLICABLE | Mark.ELSEWHERE | Mark.CLEARED)
_FONT = int(Mark.SAVING | Mark.STRONG)
_ERROR, _CONFLICT, _COMMENTED = int(Mark.ERROR), int(Mark.CONFLICT), int(Mark.COMMENTED)
_COMPUTED = int(Mark.COMPUTED)
_STRONG = int(Mark.STRONG)
_CLEARED, _PROPOSED = int(Mark.CLEARED), int(Mark.PROPOSED)
_FLAGGED, _MOVED_ON = int(Mark.FLAGGED), int(Mark.MOVED_ON)
_ELIDE = Qt.TextElideMode.ElideRight
_NO_PEN = Qt.PenStyle.NoPen
_NO_BRUSH = Qt.BrushStyle.NoBrush


@dataclass(slots=True)
class Pens:
    """The colours and fonts of one theme, looked up once."""

    ink: QColor
    grey: QColor
    page: QColor
    sunken: QColor
    chosen: QColor
    hair: QColor
    brand: QColor
    attention: QColor
    blocked: QColor
    font: QFont
    bold: QFont
    italic: QFont
    small: QFont
    pad: int

    @classmethod
    def of(cls, theme: themes.Theme) -> Pens:
        """Return the pens of a theme."""
        italic = theme.font()
        italic.setItalic(True)
        chosen = theme.colour("brand")
        chosen.setAlpha(38)
        return cls(
            ink=theme.colour("ink.strong"),
            grey=theme.colour("ink.disabled"),
            page=theme.colour("surface.page"),
            sunken=theme.colour("surface.raised"),
            chosen=chosen,
            hair=theme.colour("line.hair"),
            brand=theme.colour("brand"),
            attention=theme.colour("attention"),
            blocked=theme.colour("blocked"),
            font=theme.font(),
            bold=theme.font(bold=True),
            italic=italic,
            small=theme.font("small"),
            pad=theme.tokens.space["xs"] + 2,
        )


class CellBrush:
    """Draws the cells of a source."""

    def __init__(self, source: GridSource) -> None:
        self.source = source
        self.cleared = _("đã xóa")
        self.restyle()

    def restyle(self) -> None:
        """Look the colours up again."""
        self.pens = Pens.of(themes.current())
        self._metrics = QFontMetrics(self.pens.font)
        self._widths: dict[str, int] = {}

    def width(self, text: str) -> int:
        """Return a text's width, remembered."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) > 20_000:
                self._widths.clear()
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return known

    def cells(
        self,
        painter: QPainter,
        rows: Sequence[Span],
        columns: Sequence[Span],
        lines: Sequence[Line],
        chosen: Sequence[QRect],
    ) -> None:
        """Draw grounds, selection, lines, texts and marks of the cells in sight."""
        if not rows or not columns:
            return
        self._grounds(painter, rows, columns, lines)
        for area in chosen:
            painter.fillRect(area, self.pens.chosen)
        self._lines(painter, rows, columns)
        self._texts(painter, rows, columns, lines)

    def lines(self, rows: Sequence[Span], columns: Sequence[Span]) -> list[Line]:
        """Return what stands in the cells of some rows."""
        shown = [column for column, _left, _width in columns]
        return [self.source.line(row, shown) for row, _top, _height in rows]

    def frame(self, painter: QPainter, room: QRect) -> None:
        """Draw the cursor around a cell."""
        painter.setPen(self.pens.brand)
        painter.drawRect(room.adjusted(0, 0, -2, -2))
        painter.drawRect(room.adjusted(1, 1, -3, -3))

    def dashes(self, painter: QPainter, room: QRect) -> None:
        """Draw the quiet frame around cells that were cut and wait for their paste.

        It breaks the cursor's own frame, which may stand around the very cell.
        """
        dashed = QPen(self.pens.brand)
        dashed.setStyle(Qt.PenStyle.DashLine)
        for inside in (0, 1):
            edge = room.adjusted(inside, inside, -2 - inside, -2 - inside)
            for pen in (QPen(self.pens.page), dashed):
                painter.setPen(pen)
                painter.drawRect(edge)

    def _grounds(
        self,
        painter: QPainter,
        rows: Sequence[Span],
        columns: Sequence[Span],
        lines: Sequence[Line],
    ) -> None:
        sunken = self.pens.sunken
        for (_row, top, height), (_texts, marks) in zip(rows, lines, strict=True):
            for (_column, left, width), mark in zip(columns, marks, strict=True):
                if mark & _COMPUTED:
                    painter.fillRect(left, top, width, height, sunken)

    def _lines(self, painter: QPainter, rows: Sequence[Span], columns: Sequence[Span]) -> None:
        painter.setPen(self.pens.hair)
        right = columns[-1][1] + columns[-1][2] - 1
        bottom = rows[-1][1] + rows[-1][2] - 1
        for _row, top, height in rows:
            painter.drawLine(columns[0][1], top + height - 1, right, top + height - 1)
        for _column, left, width in columns:
            painter.drawLine(left + width - 1, rows[0][1], left + width - 1, bottom)

    def _texts(
        self,
        painter: QPainter,
        rows: Sequence[Span],
        columns: Sequence[Span],
        lines: Sequence[Line],
    ) -> None:
        pens, pad = self.pens, self.pens.pad
        lefts = [column.left for column in self.source.columns]
        painter.setFont(pens.font)
        painter.setPen(pens.ink)
        drop = (rows[0][2] + self._metrics.ascent() - self._metrics.descent()) // 2
        for (row, top, height), (texts, marks) in zip(rows, lines, strict=True):
            baseline = top + drop
            for (column, left, width), text, mark in zip(columns, texts, marks, strict=True):
                if mark & ~_COMPUTED:
                    area = QRect(left, top, width, height)
                    if mark & _PROPOSED:
                        self._hint(painter, area, self.source.hint(row, column), text, baseline)
                    if lefts[column] and not mark & _CLEARED:
                        text = self._cut(text, width - 2 * pad)
                    self._special(painter, area, mark, text, baseline, left=lefts[column])
                    continue
                if not text:
                    continue
                if lefts[column]:
                    shown = self._cut(text, width - 2 * pad)
                    painter.drawText(left + pad, baseline, shown)
                else:
                    painter.drawText(left + width - pad - 1 - self.width(text), baseline, text)

    def _cut(self, text: str, room: int) -> str:
        if self.width(text) <= room:
            return text
        return self._metrics.elidedText(text, _ELIDE, room)

    def _hint(self, painter: QPainter, area: QRect, hint: str, text: str, baseline: int) -> None:
        """Show what could stand here at the left, where there is room for it."""
        painter.setFont(self.pens.small)
        room = area.width() - 3 * self.pens.pad - (self.width(text) if text else 0)
        metrics = painter.fontMetrics()
        painter.setPen(self.pens.brand)
        if metrics.horizontalAdvance(hint) <= room:
            painter.drawText(area.left() + self.pens.pad, baseline, hint)
        else:
            side = self.pens.pad // 2
            painter.fillRect(area.left() + 2, baseline - side, side, side, self.pens.brand)
        painter.setFont(self.pens.font)
        painter.setPen(self.pens.ink)

    def _special(
        self, painter: QPainter, area: QRect, mark: int, text: str, baseline: int, *, left: bool
    ) -> None:
        pens = self.pens
        if mark & _CLEARED and not text:
            painter.setFont(pens.small)
            painter.setPen(pens.grey)
            words = self.cleared
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(area.right() - pens.pad - width, baseline, words)
            painter.setFont(pens.font)
        if mark & _FONT:
            painter.setFont(pens.bold if mark & _STRONG else pens.italic)
        painter.setPen(pens.grey if mark & _GREY else pens.ink)
        width = painter.fontMetrics().horizontalAdvance(text) if mark & _FONT else self.width(text)
        place = area.left() + pens.pad if left else area.right() - pens.pad - width
        painter.drawText(place, baseline, text)
        if mark & _FLAGGED:
            self._flag(painter, area)
        if mark & _MOVED_ON:
            self._lower_corner(painter, area)
        if mark & _EDGE:
            edge = pens.blocked if mark & _ERROR else pens.attention
            painter.setPen(edge)
            painter.drawRect(area.adjusted(0, 0, -2, -2))
            painter.drawRect(area.adjusted(1, 1, -3, -3))
        if mark & _CORNER:
            painter.setPen(_NO_PEN)
            painter.setBrush(self._corner(mark))
            right, top = area.right() - 1, area.top()
            size = pens.pad
            painter.drawPolygon(
                QPolygon([QPoint(right - size, top), QPoint(right, top), QPoint(right, top + size)])
            )
            painter.setBrush(_NO_BRUSH)
        painter.setFont(pens.font)
        painter.setPen(pens.ink)

    def _flag(self, painter: QPainter, area: QRect) -> None:
        """A small flag on its pole at the upper left."""
        size, left, top = self.pens.pad, area.left() + 2, area.top() + 2
        painter.setPen(self.pens.attention)
        painter.drawLine(left, top, left, top + size + 2)
        painter.setPen(_NO_PEN)
        painter.setBrush(self.pens.attention)
        half = size // 2
        painter.drawPolygon(
            QPolygon([QPoint(left, top), QPoint(left + size, top + half), QPoint(left, top + size)])
        )
        painter.setBrush(_NO_BRUSH)

    def _lower_corner(self, painter: QPainter, area: QRect) -> None:
        size, right, bottom = self.pens.pad, area.right() - 1, area.bottom() - 1
        painter.setPen(_NO_PEN)
        painter.setBrush(self.pens.attention)
        painter.drawPolygon(
            QPolygon(
                [QPoint(right - size, bottom), QPoint(right, bottom), QPoint(right, bottom - size)]
            )
        )
        painter.setBrush(_NO_BRUSH)

    def _corner(self, mark: int) -> QColor:
        if mark & _CONFLICT:
            return self.pens.blocked
        return self.pens.attention if mark & _COMMENTED else self.pens.brand
