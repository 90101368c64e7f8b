"""A scrolled paper of paragraphs: drawing, choosing and scrolling, without editing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop.models.outline import rich_text
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.outline import marks
from desktop.ui.outline.laid_row import LaidRow, Measures
from desktop.ui.outline.paper_font import body_pixels
from desktop.ui.outline.paper_row import PaperRow
from desktop.ui.widgets.layout import space

_LONGEST_LINE = 46
"""Letters' heights in the longest line: about the width of the printed text block."""
_TURN = 0.008
"""Seconds in which lines out of sight are broken before keys and mouse are heard again."""


class PaperView(QAbstractScrollArea):
    """Paragraphs one below the other. `chosen(id)` follows the cursor, `opened(id)` Enter or a
    double click. Rows are known by their ids; the place stays when rows are replaced.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, *, margin: bool = True, many: bool = False) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._margin, self._many = margin, many
        self._rows: list[PaperRow] = []
        self._laid: list[LaidRow] = []
        self._kept: dict[str, tuple[PaperRow, LaidRow]] = {}
        self._tops: list[float] = []
        self._at: dict[str, int] = {}
        self._measures: Measures | None = None
        self._current: str = ""
        self._first: str = ""
        self._lit: frozenset[str] = frozenset()
        self._next = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._break_more)
        themes.current().changed.connect(self._restyle)

    # what is shown

    def rows(self) -> list[PaperRow]:
        """Return the paragraphs shown."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[PaperRow]) -> None:
        """Show other paragraphs; the place and the cursor stay where they can."""
        self._rows = list(rows)
        self._at = {row.id: place for place, row in enumerate(self._rows)}
        self._lay_out()
        if self._current not in self._at:
            self._current = self._first = ""

    def current(self) -> str:
        """Return the id of the row with the cursor, "" when there is none."""
        return self._current

    def selected(self) -> list[str]:
        """Return the ids of the chosen rows in order."""
        if self._current not in self._at:
            return []
        ends = sorted((self._at[self._current], self._at.get(self._first, self._at[self._current])))
        return [row.id for row in self._rows[ends[0] : ends[1] + 1]]

    def go_to(self, row_id: str, *, extend: bool = False, tell: bool = True) -> bool:
        """Put the cursor on a row and bring it into sight; False when it is not there."""
        if row_id not in self._at:
            return False
        self._first = (self._first or self._current or row_id) if extend and self._many else row_id
        moved, self._current = self._current != row_id, row_id
        self.show_row(row_id)
        self.setAccessibleDescription(self._told(row_id))
        self.viewport().update()
        if moved and tell:
            self.chosen.emit(row_id)
        return True

    def light(self, row_ids: Sequence[str]) -> None:
        """Tint rows that belong to what is chosen elsewhere, and bring the first into sight."""
        self._lit = frozenset(row_ids)
        first = next((row_id for row_id in row_ids if row_id in self._at), None)
        if first is not None:
            self.show_row(first)
        self.viewport().update()

    def show_row(self, row_id: str) -> None:
        """Scroll so far that the row is in sight."""
        place = self._at[row_id]
        self._break_near(place)
        self.show_span(self._tops[place], self._tops[place] + self._laid[place].height)

    def show_span(self, top: float, bottom: float) -> None:
        """Scroll so far that a stretch of the paper is in sight."""
        bar, room, air = self.verticalScrollBar(), self.viewport().height(), space("s")
        if top - air < bar.value():
            bar.setValue(int(top - air))
        elif bottom + air > bar.value() + room:
            bar.setValue(int(min(bottom + air - room, top - air)))

    def row_area(self, row_id: str) -> QRect:
        """Return where a row is drawn in the viewport."""
        self._settle()
        place = self._at[row_id]
        top = self._tops[place] - self.verticalScrollBar().value()
        return QRect(0, int(top), self.viewport().width(), int(self._laid[place].height))

    def copied(self) -> str:
        """Return what Ctrl+C copies: the chosen rows, or all, with their labels."""
        wanted = set(self.selected()) or set(self._at)
        lines = (
            f"{row.label} {rich_text.plain(row.text)}".strip()
            for row in self._rows
            if row.id in wanted
        )
        return "\n".join(lines)

    # measuring

    def _restyle(self) -> None:
        self._kept.clear()
        self._lay_out()

    def _measure(self) -> Measures:
        size, room = body_pixels(), self.viewport().width()
        left = space("xl") + (space("m") if self._margin else 0)
        aside = size * 9 if self._margin and room > size * 44 else 0
        right = space("l") + (space("xl") if self._margin else 0)
        width = min(room - left - right, size * _LONGEST_LINE + aside)
        spare = max(room - left - right - width, 0) if self._margin else 0
        return Measures(
            left + spare // 2, max(width, size * 8), aside, round(size * 1.7), size // 2
        )

    def _lay_out(self) -> None:
        measures = self._measure()
        if measures != self._measures:
            self._measures = measures
            self._kept.clear()
        known, self._kept = self._kept, {}
        self._laid = []
        for row in self._rows:
            before = known.get(row.id)
            same = before is not None and (before[0] is row or before[0] == row)
            laid = before[1] if before is not None and same else self.lay(row)
            self._kept[row.id] = (row, laid)
            self._laid.append(laid)
        self._next = 0
        self._stack()

    def lay(self, row: PaperRow) -> LaidRow:
        """Return a paragraph that breaks into lines when they are needed."""
        assert self._measures is not None
        return LaidRow(row, self._measures)

    def replace_row(self, row: PaperRow) -> None:
        """Show one paragraph anew, as it is being typed."""
        place = self._at[row.id]
        self._rows[place] = row
        before = self._laid[place].height
        self._laid[place] = self.lay(row)
        self._laid[place].break_lines()
        self._kept[row.id] = (row, self._laid[place])
        if self._laid[place].height != before:
            self._stack()
        else:
            self.renew_row(row.id)

    def renew_row(self, row_id: str) -> None:
        """Draw one row again, with the air around it."""
        air = space("s")
        self.viewport().update(self.row_area(row_id).adjusted(0, -air, 0, air))

    def _stack(self) -> None:
        top = float(space("l"))
        self._tops = []
        for laid in self._laid:
            self._tops.append(top)
            top += laid.height
        room = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(int(top + space("xl")) - room, 0))
        bar.setPageStep(room)
        bar.setSingleStep(space("xxl"))
        self.viewport().update()

    def _settle(self) -> None:
        """Break the lines in sight; those of the other rows follow while nobody waits."""
        if self._next >= len(self._laid) or not self.isVisible():
            return
        foot = self.verticalScrollBar().value() + self.viewport().height()
        place = PaperView.place_at(self, 0)
        top, changed = self._tops[place], False
        while place < len(self._laid) and top < foot:
            changed |= self._laid[place].break_lines()
            top += self._laid[place].height
            place += 1
        if changed:
            self._stack()
        if not self._rest.isActive():
            self._rest.start()

    def _break_near(self, place: int) -> None:
        """Break the lines of a row and of as many around it as fit in sight with it."""
        room, changed = self.viewport().height(), False
        for way in (range(place, -1, -1), range(place, len(self._laid))):
            high = 0.0
            for at in way:
                changed |= self._laid[at].break_lines()
                high += self._laid[at].height
                if high > room:
                    break
        if changed:
            self._stack_again()

    def _break_more(self) -> None:
        """Break some more lines, the rows in sight staying where they are."""
        until, changed = perf_counter() + _TURN, False
        while self._next < len(self._laid) and perf_counter() < until:
            changed |= self._laid[self._next].break_lines()
            self._next += 1
        if changed:
            self._stack_again()
        if self._next < len(self._laid):
            self._rest.start()

    def _stack_again(self) -> None:
        first = self._top_row()
        self._stack()
        if first is not None:
            row_id, offset = first
            self.verticalScrollBar().setValue(int(self._tops[self._at[row_id]] + offset))

    def place_at(self, y: float) -> int:
        """Return the number of the row at a height of the viewport; -1 when there is none."""
        at = y + self.verticalScrollBar().value()
        if not self._laid:
            return -1
        return max(bisect_right(self._tops, at) - 1, 0)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight."""
        self._settle()
        theme = themes.current()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface.page"))
        shift = self.verticalScrollBar().value()
        chosen = set(self.selected())
        first = max(self.place_at(event.rect().top()) - 1, 0)
        for place in range(first, len(self._laid)):
            top = self._tops[place] - shift
            if top > event.rect().bottom():
                break
            self._draw_row(painter, place, top, chosen)
        self.finish(painter)

    def _draw_row(self, painter: QPainter, place: int, top: float, chosen: set[str]) -> None:
        laid = self._laid[place]
        row = laid.row
        air = body_pixels() * 0.225
        area = QRectF(0, top - air, self.viewport().width(), laid.height)
        theme = themes.current()
        if self.lights(row.id, chosen):
            painter.fillRect(area, theme.colour("brand.soft"))
        elif row.id in self._lit:
            painter.fillRect(area, theme.colour("attention.soft"))
        if row.edge:
            painter.fillRect(QRectF(0, area.top() + 1, space("xs"), area.height() - 2),
                             theme.colour(row.edge))  # fmt: skip
        if row.mark:
            size = 16
            ink = theme.tokens.colour(row.mark_tone)
            picture = icons.pixmap(row.mark, ink, size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(space("s"), top + 2), picture)
        laid.draw(painter, top, self.marked(row.id), self.washed(row.id))
        if row.fold:
            marks.draw_fold(painter, self.fold_area(laid, top), closed=row.fold == "closed")
        if row.remarks:
            self._draw_remarks(painter, row.remarks, top)
        if row.aside and self._measures is not None and self._measures.aside:
            self._draw_aside(painter, row.aside, top, laid)
        if row.id == self._current and self.hasFocus() and not self.has_caret():
            painter.setPen(theme.colour("brand"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        self.finish_row(painter, place, top)

    def fold_area(self, laid: LaidRow, top: float) -> QRectF:
        """Return where a row's folding arrow is, its paragraph beginning at a height."""
        size = space("l")
        return QRectF(laid.label_left - size - 1, top, size, laid.line_height)

    def remark_area(self, top: float) -> QRectF:
        """Return where the sign of comments is, right of the text."""
        assert self._measures is not None
        left = self._measures.left + self._measures.width
        return QRectF(left + space("xs"), top + 2, space("l") + space("m"), space("l") + 2)

    def _draw_remarks(self, painter: QPainter, count: int, top: float) -> None:
        ink = themes.current().tokens.colour("brand")
        picture = icons.pixmap("comment", ink, 16, self.devicePixelRatioF())
        marks.draw_remarks(painter, self.remark_area(top), picture, count)

    def _draw_aside(self, painter: QPainter, text: str, top: float, laid: LaidRow) -> None:
        assert self._measures is not None
        theme, size = themes.current(), body_pixels()
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.colour("ink.muted"))
        left = self._measures.left + self._measures.width - self._measures.aside + size
        lines = max(int(laid.height // (font.pixelSize() * 1.45)), 1)
        room = QRectF(left, top + 2, self._measures.aside - size, laid.height)
        shown = _cut(painter, text, room.width(), lines)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.drawText(room, flags | int(Qt.TextFlag.TextWordWrap), shown)

    # what an editor adds

    def lights(self, row_id: str, chosen: set[str]) -> bool:
        """Say whether a row is shown as chosen."""
        return row_id in chosen

    def marked(self, row_id: str) -> tuple[int, int] | None:
        """Return the ends of the selected characters of a row."""
        return None

    def washed(self, row_id: str) -> Sequence[tuple[int, int]]:
        """Return the stretches of a row that were looked for."""
        return ()

    def has_caret(self) -> bool:
        """Say whether a caret is shown instead of a frame."""
        return False

    def finish_row(self, painter: QPainter, place: int, top: float) -> None:
        """Draw what comes on top of a row."""

    def finish(self, painter: QPainter) -> None:
        """Draw what comes on top of all rows."""

    # hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew; the row at the top stays there."""
        first = self._top_row()
        self._lay_out()
        if first is not None and event.oldSize().width() != event.size().width():
            row_id, offset = first
            self.verticalScrollBar().setValue(int(self._tops[self._at[row_id]] + offset))
        super().resizeEvent(event)

    def _top_row(self) -> tuple[str, float] | None:
        if not self._laid or not self.verticalScrollBar().value():
            return None
        place = self.place_at(0)
        return self._rows[place].id, self.verticalScrollBar().value() - self._tops[place]

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw at the new place."""
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse."""
        place = self.place_at(event.position().y())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.go_to(self._rows[place].id, extend=shift)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row under the mouse."""
        if self._current:
            self.opened.emit(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, pages, ends; Enter opens, Ctrl+C copies."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.opened.emit(self._current)
        elif (step := self._step_of(event.key())) is not None and self._rows:
            at = self._at.get(self._current, -1 if step > 0 else len(self._rows))
            place = min(max(at + step, 0), len(self._rows) - 1)
            self.go_to(self._rows[place].id, extend=shift)
        else:
            super().keyPressEvent(event)

    def _step_of(self, key: int) -> int | None:
        page = max(self.viewport().height() // (body_pixels() * 3), 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -len(self._rows),
            Qt.Key.Key_End: len(self._rows),
        }
        return steps.get(Qt.Key(key))

    def focusInEvent(self, event: object) -> None:
        """Give the cursor a place."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        """Draw without the frame."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def _told(self, row_id: str) -> str:
        row = self._rows[self._at[row_id]]
        return f"{row.label} {rich_text.plain(row.text)} {row.aside}".strip()


def _cut(painter: QPainter, text: str, width: float, lines: int) -> str:
    """Return the text cut to what some lines of a width hold, roughly."""
    metrics = painter.fontMetrics()
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width * lines * 0.92))
