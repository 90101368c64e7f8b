"""The grid's column titles: group titles above, wrapped titles below, codes at the foot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygon,
)
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from desktop.i18n import _
from desktop.ui import theme as themes
from desktop.ui.grid.source import GridGroup, GridSource

MOST_LINES = 5
MOST_GROUP_LINES = 2
_WRAPPED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class GroupedHeader(QHeaderView):
    """Paints itself from the source; resizing and clicking stay the toolkit's.

    Where `orders` is set the column the mouse is over offers ▲▼ at its foot: a click there tells
    `asked_order(int)`, one elsewhere selects the column.
    """

    asked_order = Signal(int)

    def __init__(self, source: GridSource, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._source = source
        self._groups_high: int | None = None
        self.orders = False
        self._ordered: tuple[int | None, bool] = (None, False)
        self._over = -1
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sectionResized.connect(self._measure_again)
        self.sectionCountChanged.connect(self._measure_again)
        themes.current().changed.connect(self._measure_again)

    @property
    def source(self) -> GridSource:
        """Whose titles are shown."""
        return self._source

    @source.setter
    def source(self, source: GridSource) -> None:
        self._source = source
        self._measure_again()

    def _measure_again(self) -> None:
        self._groups_high = None
        self.viewport().update()

    def dataChanged(self, *_what: object) -> None:
        """Titles do not change with the cells: they are not drawn again."""

    def sizeHint(self) -> QSize:
        """Room for the groups, the wrapped titles and the codes."""
        theme = themes.current()
        metrics = QFontMetrics(theme.font("small", bold=True))
        tallest = max((self._title_height(metrics, n) for n in range(self._known())), default=0)
        body = min(max(tallest, metrics.height()), metrics.lineSpacing() * MOST_LINES)
        height = self._group_height() + body + self._code_height() + theme.tokens.space["s"]
        return QSize(super().sizeHint().width(), height)

    def _code_height(self) -> int:
        """Room for the codes; where no column has one, the titles stand in the middle."""
        coded = any(column.code for column in self.source.columns)
        return QFontMetrics(themes.current().font("small")).height() if coded else 0

    def _known(self) -> int:
        """While another source is being taken, sections and columns differ for a moment."""
        return min(self.count(), len(self.source.columns))

    def _title_height(self, metrics: QFontMetrics, number: int) -> int:
        room = self.sectionSize(number) - 2 * themes.current().tokens.space["xs"]
        title = self.source.columns[number].title
        return metrics.boundingRect(0, 0, room, 10_000, _WRAPPED, title).height()

    def _group_height(self) -> int:
        """Room for the groups' titles: one line, two where a title is longer than its columns."""
        if self._groups_high is None:
            self._groups_high = self._measured_height()
        return self._groups_high

    def _measured_height(self) -> int:
        if not self.source.groups:
            return 0
        metrics = QFontMetrics(themes.current().font("small", bold=True))
        lines = max(self._group_lines(metrics, group) for group in self.source.groups)
        return metrics.lineSpacing() * lines + themes.current().tokens.space["s"]

    def _group_lines(self, metrics: QFontMetrics, group: GridGroup) -> int:
        last = min(group.first + group.count, self._known())
        room = sum(self.sectionSize(n) for n in range(group.first, last))
        room -= themes.current().tokens.space["s"]
        height = metrics.boundingRect(0, 0, max(room, 1), 10_000, _WRAPPED, group.title).height()
        return min(max(round(height / metrics.lineSpacing()), 1), MOST_GROUP_LINES)

    def show_order(self, column: int | None, *, falling: bool) -> None:
        """Mark the column the rows are ordered by; None for none."""
        self._ordered = (column, falling)
        self.viewport().update()

    def order_mark(self, number: int) -> QRect:
        """Return where a column's ▲▼ stand."""
        size = themes.current().tokens.space["l"]
        right = self.sectionViewportPosition(number) + self.sectionSize(number)
        pad = themes.current().tokens.space["xs"]
        return QRect(right - size - pad, self.height() - size - pad // 2, size, size)

    def _mark_at(self, place: QPoint) -> int:
        """Return the column whose ▲▼ are there, -1 for none."""
        number = self.logicalIndexAt(place)
        within = self.orders and number >= 0 and self.order_mark(number).contains(place)
        return number if within else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Order by the column whose ▲▼ were pressed; else select or draw it, as ever."""
        column = self._mark_at(event.position().toPoint())
        if column >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.asked_order.emit(column)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Offer ▲▼ at the column the mouse is over."""
        self._offer(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Offer them nowhere."""
        self._offer(-1)
        super().leaveEvent(event)

    def _offer(self, column: int) -> None:
        if column != self._over:
            self._over = column
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say at ▲▼ what they do."""
        if isinstance(event, QHelpEvent) and self._mark_at(event.pos()) >= 0:
            QToolTip.showText(
                event.globalPos(),
                _(
                    "Sắp xếp theo cột này; bấm lần nữa để đổi chiều,"
                    " lần thứ ba để về thứ tự danh sách"
                ),
                self,
            )
            return True
        return super().viewportEvent(event)

    def _draw_order(self, painter: QPainter, number: int) -> None:
        ordered, falling = self._ordered
        if not self.orders or number not in (ordered, self._over):
            return
        theme, place = themes.current(), self.order_mark(number)
        half, high = place.width() // 4, place.height() // 4
        middle = place.center()
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("brand" if number == ordered else "ink.muted"))
        for way in (-1, 1):
            if number == ordered and (way == 1) is not falling:
                continue
            foot = middle.y() + 2 * way
            painter.drawPolygon(QPolygon([
                QPoint(middle.x() - half, foot), QPoint(middle.x() + half, foot),
                QPoint(middle.x(), foot + way * high),
            ]))  # fmt: skip
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        theme = themes.current()
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        painter.fillRect(room, theme.colour("surface.sunken"))
        top = self._group_height()
        for number in self._in_sight(event.rect()):
            self._draw_title(painter, number, top)
        for group in self.source.groups:
            self._draw_group(painter, group, top, event.rect())
        painter.setPen(theme.colour("line.strong"))
        painter.drawLine(0, room.bottom(), room.right(), room.bottom())

    def _in_sight(self, area: QRect) -> range:
        first = self.logicalIndexAt(area.left())
        last = self.logicalIndexAt(area.right())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.count() - 1) + 1)

    def _draw_title(self, painter: QPainter, number: int, top: int) -> None:
        theme = themes.current()
        left, width = self.sectionViewportPosition(number), self.sectionSize(number)
        column = self.source.columns[number]
        line = self._code_height()
        pad = theme.tokens.space["xs"]
        painter.setPen(theme.colour("line.hair"))
        painter.drawLine(left + width - 1, top, left + width - 1, self.height())
        foot = QRect(left, self.height() - line - pad // 2, width, line)
        body = QRect(left + pad, top, width - 2 * pad, foot.top() - top)
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.colour("ink.normal"))
        painter.save()
        painter.setClipRect(body)
        painter.drawText(body, _WRAPPED, column.title)
        painter.restore()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("ink.muted"))
        # of a figure told by type the type alone: the whole stands beside it
        painter.drawText(foot, _MIDDLE, column.code.rpartition("=")[2])
        self._draw_order(painter, number)

    def _draw_group(self, painter: QPainter, group: GridGroup, height: int, area: QRect) -> None:
        theme = themes.current()
        last = min(group.first + group.count, self.count()) - 1
        if last < group.first:
            return
        left = self.sectionViewportPosition(group.first)
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        room = QRect(left, 0, right - left, height)
        seen = room.intersected(self.viewport().rect())
        if not seen.intersects(area):
            return
        painter.setPen(theme.colour("line.hair"))
        painter.drawLine(left, height - 1, right - 1, height - 1)
        painter.drawLine(right - 1, 0, right - 1, height)
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.colour("ink.strong"))
        metrics = painter.fontMetrics()
        inside = seen.adjusted(2, 0, -2, 0)
        wrapped = metrics.boundingRect(inside, _WRAPPED, group.title)
        if metrics.horizontalAdvance(group.title) > inside.width() and inside.contains(wrapped):
            painter.drawText(inside, _WRAPPED, group.title)
            return
        text = metrics.elidedText(
            group.title, Qt.TextElideMode.ElideRight, seen.width() - theme.tokens.space["s"]
        )
        painter.drawText(seen, _MIDDLE, text)
