"""Small pictures of the pages beside a preview: where one is, and where to go."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.i18n import _
from desktop.ui import theme as themes
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.pdf_pages import PdfPages, Wanted

_WIDE = 84
_FINE = 3
"""Times the size a page is drawn at before it is made small: rules do not black out a table."""
_SMOOTH = Qt.TransformationMode.SmoothTransformation


class PdfThumbs(QAbstractScrollArea):
    """The pages one below the other, small; `chosen(page)` counts from 1.

    A picture stays until the newer one of its page is drawn, so that writing does not flicker.
    """

    chosen = Signal(int)

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Các trang"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDE + 2 * space("m") + space("l"))
        self._pages = pages
        self._sizes: list[tuple[float, float]] = []
        self._pictures: dict[int, tuple[Wanted, QImage]] = {}
        self._current = 0
        pages.opened.connect(self._opened)
        pages.drawn.connect(self._drawn)

    def show_current(self, page: int) -> None:
        """Mark the page that is read, and bring it into sight."""
        if page == self._current:
            return
        self._current = page
        areas = self._areas()
        if 1 <= page <= len(areas):
            bar, area = self.verticalScrollBar(), areas[page - 1]
            if area.top() < bar.value() or area.bottom() > bar.value() + self.viewport().height():
                bar.setValue(area.top() - self.viewport().height() // 3)
        self.viewport().update()

    def page_at(self, height: int) -> int:
        """Return the page at a height of the room in sight, 0 where there is none."""
        down = height + self.verticalScrollBar().value()
        return next((n for n, area in enumerate(self._areas(), 1) if down <= area.bottom()), 0)

    def is_drawn(self) -> bool:
        """Say whether every small page in sight is drawn."""
        wanted = [self._wanted(page) for page in self._seen()]
        kept = [self._pictures[one.page][0] for one in wanted if one.page in self._pictures]
        return bool(wanted) and kept == wanted

    def sizeHint(self) -> QSize:
        """Return a narrow strip."""
        return QSize(self.width(), space("xxl") * 8)

    # inside

    def _opened(self, sizes: list[tuple[float, float]]) -> None:
        self._sizes = sizes
        self._pictures = {page: kept for page, kept in self._pictures.items() if page < len(sizes)}
        self._measure()
        self.viewport().update()

    def _drawn(self, one: Wanted) -> None:
        if one.page < len(self._sizes) and one == self._wanted(one.page):
            picture = self._pages.picture(one)
            if picture is not None:
                small = QSize(picture.width() // _FINE, picture.height() // _FINE)
                self._pictures[one.page] = (one, picture.scaled(small, mode=_SMOOTH))
                self.viewport().update()

    def _wanted(self, page: int) -> Wanted:
        width = self._sizes[page][0] or 1.0
        scale = _FINE * _WIDE / width * self.devicePixelRatioF()
        return Wanted(self._pages.version, page, round(scale, 4))

    def _areas(self) -> list[QRect]:
        """Return each page's place with its number under it."""
        found, top = [], space("s")
        line = self.fontMetrics().height()
        for width, height in self._sizes:
            tall = round(_WIDE * height / (width or 1.0))
            found.append(QRect(space("m"), top, _WIDE, tall + line + space("xs")))
            top += tall + line + space("xs") + space("s")
        return found

    def _seen(self) -> list[int]:
        place = self.viewport().rect().translated(0, self.verticalScrollBar().value())
        return [page for page, area in enumerate(self._areas()) if area.intersects(place)]

    def _measure(self) -> None:
        areas = self._areas()
        height = areas[-1].bottom() + space("s") if areas else 0
        self.verticalScrollBar().setRange(0, max(height - self.viewport().height(), 0))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(space("xxl"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure anew."""
        self._measure()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the page that is clicked."""
        page = self.page_at(round(event.position().y()))
        if event.button() == Qt.MouseButton.LeftButton and page:
            self.chosen.emit(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and page keys go page by page, Home and End to the ends."""
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Home: -len(self._sizes), Qt.Key.Key_End: len(self._sizes),
        }  # fmt: skip
        by = steps.get(Qt.Key(event.key()))
        if by is None or not self._sizes:
            super().keyPressEvent(event)
            return
        self.chosen.emit(min(max(self._current + by, 1), len(self._sizes)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight, the one that is read with a frame."""
        theme = themes.current()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface.page"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shift = self.verticalScrollBar().value()
        areas = self._areas()
        line = self.fontMetrics().height()
        for page in self._seen():
            place = areas[page].translated(0, -shift)
            paper = place.adjusted(0, 0, 0, -line - space("xs"))
            self._draw(painter, page, paper)
            here = page + 1 == self._current
            painter.setPen(theme.colour("brand" if here else "ink.muted"))
            below = QRect(place.left(), paper.bottom() + space("xs"), place.width(), line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(page + 1))

    def _draw(self, painter: QPainter, page: int, paper: QRect) -> None:
        theme = themes.current()
        wanted = self._wanted(page)
        kept = self._pictures.get(page)
        if kept is None or kept[0] != wanted:
            picture = self._pages.picture(wanted)
            if picture is not None:
                kept = self._pictures[page] = (wanted, picture)
        painter.fillRect(paper, Qt.GlobalColor.white)
        if kept is not None:
            painter.drawImage(paper, kept[1])
        here = page + 1 == self._current
        painter.setPen(theme.colour("brand" if here else "line.hair"))
        painter.drawRect(paper.adjusted(-1, -1, 0, 0))
        if here:
            painter.drawRect(paper.adjusted(-2, -2, 1, 1))
