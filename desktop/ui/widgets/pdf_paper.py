"""The paper of a preview: pages scrolled, zoomed, redrawn quickly while it is being written."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.i18n import _
from desktop.ui import theme as themes
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.pdf_pages import PdfPages, Wanted
from desktop.ui.widgets.pdf_pointing import Place
from desktop.ui.widgets.pdf_search import Box, Found

POINTS_PER_INCH = 72
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class PdfPaper(QAbstractScrollArea):
    """The pages one below the other; `page_shown(page, count)` counts from 1.

    `found(place, count)` follows `find` and each step from place to place, from 1; 0 of 0
    when the text is nowhere.
    """

    page_shown = Signal(int, int)
    found = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Trang in"))
        self._pages = PdfPages(self)
        self._pages.opened.connect(self._opened)
        self._pages.drawn.connect(self.viewport().update)
        self._pages.failed.connect(lambda _text: self._opened([]))
        self._pages.found.connect(self._show_found)
        self._text = ""
        self._sought = 0
        self._places: list[Found] = []
        self._place_shown = 0
        self._marked: Place | None = None
        self._sizes: list[tuple[float, float]] = []
        self._zoom: float | None = None
        self._version = 0

    @property
    def pages(self) -> PdfPages:
        """What draws the pages."""
        return self._pages

    def set_pdf(self, data: bytes) -> None:
        """Show another PDF; the place and the pictures stay until the new ones are drawn."""
        self._version = self._pages.set_pdf(data)
        if self._text:
            self._pages.find(self._text)

    def stop(self) -> None:
        """End the drawing thread."""
        self._pages.stop()

    def page_count(self) -> int:
        """Return how many pages the PDF has."""
        return len(self._sizes)

    def current_page(self) -> int:
        """Return the page in the middle of the room, from 1; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        for number, area in enumerate(self._areas(), start=1):
            if middle <= area.bottom() + self._gap():
                return number
        return self.page_count()

    def is_drawn(self) -> bool:
        """Say whether every page in sight is drawn at its present size."""
        place = self.viewport().rect().translated(0, self.verticalScrollBar().value())
        scale = round(self.zoom() * self._dots() * self.devicePixelRatioF(), 3)
        seen = [n for n, area in enumerate(self._areas()) if area.intersects(place)]
        wanted = [Wanted(self._version, number, scale) for number in seen]
        return bool(wanted) and all(self._pages.picture(one) is not None for one in wanted)

    def go_to_page(self, number: int) -> None:
        """Bring the top of a page into sight; pages count from 1."""
        areas = self._areas()
        if 1 <= number <= len(areas):
            self.verticalScrollBar().setValue(areas[number - 1].top() - self._gap())

    def find(self, text: str, page: int = 0) -> None:
        """Mark every place of a text and go to the first from here on; "" marks nothing.

        `page`, from 1, is where the place to go to is known to stand.
        """
        self._text, self._sought = text, page
        if text:
            self._pages.find(text)
        else:
            self._show_found([])

    def step_found(self, by: int) -> None:
        """Go to the next or the previous place of the text."""
        if self._places:
            self._place_shown = (self._place_shown + by) % len(self._places)
            self._reveal()

    def mark(self, place: Place | None) -> None:
        """Mark a number and bring it into sight; None takes the mark away."""
        self._marked = place
        areas = self._areas()
        if place is not None and place.page < len(areas):
            self._bring(self._box(place.box, place.page, areas[place.page]))
        self.viewport().update()

    def box_in_sight(self, page: int, box: Box) -> QRect:
        """Return where a box of a page stands in the viewport; empty for a page not opened."""
        areas = self._areas()
        if page >= len(areas):
            return QRect()
        shift_x, shift_y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return self._box(box, page, areas[page]).translated(-shift_x, -shift_y)

    def set_zoom(self, zoom: float | None) -> None:
        """Set the size (1.0 is the paper's own); None fits the width."""
        place = self._place()
        self._zoom = zoom
        self._measure()
        self.verticalScrollBar().setValue(round(place * self._height()))
        self.viewport().update()

    def zoom(self) -> float:
        """Return the size in use."""
        return self._fit_width() if self._zoom is None else self._zoom

    def _fit_width(self) -> float:
        widest = max((width for width, _height in self._sizes), default=595.0)
        room = self.viewport().width() - 2 * self._gap()
        return min(max(room / (widest * self._dots()), 0.2), 2.0)

    def fit_page(self) -> None:
        """Show a whole page."""
        tallest = max((height for _width, height in self._sizes), default=842.0)
        room = self.viewport().height() - 2 * self._gap()
        self.set_zoom(min(max(room / (tallest * self._dots()), 0.2), self._fit_width()))

    def step_zoom(self, by: int) -> None:
        """Go to the next larger or smaller size."""
        now = self.zoom()
        if by > 0:
            found = next((z for z in ZOOMS if z > now + 0.01), ZOOMS[-1])
        else:
            found = next((z for z in reversed(ZOOMS) if z < now - 0.01), ZOOMS[0])
        self.set_zoom(found)

    # inside

    def _dots(self) -> float:
        return self.logicalDpiX() / POINTS_PER_INCH

    def _gap(self) -> int:
        return space("l")

    def _place(self) -> float:
        return self.verticalScrollBar().value() / max(self._height(), 1)

    def _areas(self) -> list[QRect]:
        scale = self.zoom() * self._dots()
        room, top, areas = self.viewport().width(), self._gap(), []
        for width, height in self._sizes:
            wide, tall = round(width * scale), round(height * scale)
            areas.append(QRect(max((room - wide) // 2, self._gap()), top, wide, tall))
            top += tall + self._gap()
        return areas

    def _height(self) -> int:
        areas = self._areas()
        return areas[-1].bottom() + self._gap() if areas else 0

    def _opened(self, sizes: list[tuple[float, float]]) -> None:
        self._sizes = sizes
        self._measure()
        self.viewport().update()
        self._tell()

    def _measure(self) -> None:
        room = self.viewport().size()
        widest = max((area.width() for area in self._areas()), default=0) + 2 * self._gap()
        self.verticalScrollBar().setRange(0, max(self._height() - room.height(), 0))
        self.verticalScrollBar().setPageStep(room.height())
        self.verticalScrollBar().setSingleStep(space("xxl"))
        self.horizontalScrollBar().setRange(0, max(widest - room.width(), 0))
        self.horizontalScrollBar().setPageStep(room.width())

    def _tell(self) -> None:
        self.page_shown.emit(self.current_page(), self.page_count())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw at the new place."""
        self.viewport().update()
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        place = self._place()
        self._measure()
        self.verticalScrollBar().setValue(round(place * self._height()))
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel changes the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys go page by page, Home and End to the ends; Ctrl and +, -, 0 set the size."""
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key(), held:
            case Qt.Key.Key_PageDown, _:
                self.go_to_page(self.current_page() + 1)
            case Qt.Key.Key_PageUp, _:
                self.go_to_page(self.current_page() - 1)
            case Qt.Key.Key_Home, _:
                self.go_to_page(1)
            case Qt.Key.Key_End, _:
                self.go_to_page(self.page_count())
            case ((Qt.Key.Key_Plus | Qt.Key.Key_Equal), True):
                self.step_zoom(1)
            case Qt.Key.Key_Minus, True:
                self.step_zoom(-1)
            case Qt.Key.Key_0, True:
                self.set_zoom(None)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight; white paper where one is not drawn yet."""
        theme = themes.current()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface.sunken"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shift_x, shift_y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for number, area in enumerate(self._areas()):
            shown = area.translated(-shift_x, -shift_y)
            if shown.intersects(event.rect()):
                self._draw_page(painter, number, shown)

    def _draw_page(self, painter: QPainter, number: int, area: QRect) -> None:
        theme = themes.current()
        density = self.devicePixelRatioF()
        scale = round(self.zoom() * self._dots() * density, 3)
        picture = self._pages.picture(Wanted(self._version, number, scale))
        painter.fillRect(area, Qt.GlobalColor.white)
        if picture is not None:
            painter.drawImage(area, picture)
        self._mark(painter, number, area)
        painter.setPen(theme.colour("line.hair"))
        painter.drawRect(area.adjusted(-1, -1, 0, 0))

    def _show_found(self, places: list[Found]) -> None:
        here = (self._sought or self.current_page()) - 1
        self._places = places
        self._place_shown = next((n for n, one in enumerate(places) if one.page >= here), 0)
        self._reveal()

    def _reveal(self) -> None:
        """Bring the place shown into sight and tell which it is."""
        self.found.emit(self._place_shown + 1 if self._places else 0, len(self._places))
        areas = self._areas()
        if self._places and self._places[self._place_shown].page < len(areas):
            one = self._places[self._place_shown]
            box = self._box(one.boxes[0], one.page, areas[one.page]) if one.boxes else QRect()
            self._bring(box)
        self.viewport().update()

    def _bring(self, box: QRect) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() <= box.top() <= bar.value() + room - 2 * self._gap():
            bar.setValue(box.top() - room // 3)

    def _box(self, box: Box, page: int, area: QRect) -> QRect:
        """Return a box of points on a page drawn in the area."""
        width, height = self._sizes[page]
        across, down = area.width() / width, area.height() / height
        left, bottom, right, top = box
        return QRect(
            round(area.left() + left * across) - 1,
            round(area.top() + (height - top) * down) - 1,
            round((right - left) * across) + 2,
            round((top - bottom) * down) + 2,
        )

    def _mark(self, painter: QPainter, number: int, area: QRect) -> None:
        """Mark the number pointed at and the places of the sought text on a page."""
        if self._marked is not None and self._marked.page == number:
            brand = themes.current().colour("brand")
            brand.setAlpha(50)
            painter.fillRect(self._box(self._marked.box, number, area), brand)
        ink = themes.current().colour("attention")
        for place, one in enumerate(self._places):
            if one.page == number:
                ink.setAlpha(130 if place == self._place_shown else 60)
                for box in one.boxes:
                    painter.fillRect(self._box(box, number, area), ink)
