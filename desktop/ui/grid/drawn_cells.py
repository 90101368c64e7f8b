"""How the cells of the grid look: their widths, their titles, and one pass of drawing."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from desktop.ui import theme as themes
from desktop.ui.grid import in_sight
from desktop.ui.grid.brush import CellBrush
from desktop.ui.grid.cutting import Cutting
from desktop.ui.grid.header import GroupedHeader
from desktop.ui.grid.model import GridModel
from desktop.ui.grid.seen import Seen
from desktop.ui.grid.source import GridSource
from desktop.ui.grid.whole_rows import WholeRows


class DrawnCells(WholeRows):
    """Shows a model's cells, what is selected and what was cut; knows no keys."""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid_model = model
        self.cutting = Cutting(self)
        self._brush, self._seen = CellBrush(model.source), Seen()
        self.setModel(model)
        self.grouped = GroupedHeader(model.source, self)
        self.setHorizontalHeader(self.grouped)
        # Titles look alike wherever the cursor is: they are not drawn again at each move.
        self.grouped.setSelectionModel(QItemSelectionModel(model, self.grouped))
        model.told.connect(self._show_differing)
        model.modelReset.connect(self._seen.forget)
        self._set_up()
        themes.current().changed.connect(self._restyle)

    def _set_up(self) -> None:
        tokens = themes.current().tokens
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(tokens.type["normal"] + tokens.space["m"] + 2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        # All of it is drawn here: nothing of what lies behind is drawn first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)  # else Tab leaves the grid before it is a key here
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # A row under the title is whole, as in Excel.
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.set_widths()

    def set_widths(self) -> None:
        """Give each column its width in letters."""
        letter = self.fontMetrics().averageCharWidth()
        for number, column in enumerate(self.grid_model.source.columns):
            self.setColumnWidth(number, letter * column.width)

    def expect(self, source: GridSource) -> None:
        """The model is about to be given another source: measure and draw from it already."""
        self._brush.source = self.grouped.source = source
        self._seen.forget()
        self.cutting.forget()

    def use_source(self) -> None:
        """The model was given another source: take its widths."""
        self.set_widths()
        self.grouped.updateGeometry()
        self.updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells in sight in one pass."""
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, self._brush.pens.page)
        rows, columns = in_sight.rows(self, area), in_sight.columns(self, area)
        lines = self._brush.lines(rows, columns)
        self._seen.drawn(self._brush.source, rows, columns, lines)
        self._brush.cells(painter, rows, columns, lines, in_sight.chosen(self))
        if self.currentIndex().isValid():
            self._brush.frame(painter, self.visualRect(self.currentIndex()))
        if self.cutting.area is not None:
            self._brush.dashes(painter, in_sight.room(self, self.cutting.area))

    def _show_differing(self) -> None:
        """Have those cells drawn again that look different from what was last told."""
        if not self.isVisible():
            self._seen.forget()  # all of it is drawn when it is shown
            return
        area = self.viewport().rect()
        rows, columns = in_sight.rows(self, area), in_sight.columns(self, area)
        lines = self._brush.lines(rows, columns)
        for run in self._seen.differing(self._brush.source, rows, columns, lines):
            self.grid_model.differ(*run)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cursor stays in sight when less room is left, as when problems are told below."""
        super().resizeEvent(event)
        if in_sight.was_seen(self, event.oldSize()):
            self.scrollTo(self.currentIndex())

    def _restyle(self) -> None:
        self._brush.restyle()
        self.viewport().update()
