"""The grid as a page shows it: names that stay, cells that scroll, totals pinned below."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPolygon, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHeaderView,
    QScrollBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.i18n import _
from desktop.ui import theme as themes
from desktop.ui.grid import in_sight
from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.model import DISPLAY, LEFT, RIGHT, GridModel, Index
from desktop.ui.grid.names import FONT, INK, TOOLTIP, Edge, Names, SideTable
from desktop.ui.grid.source import GridSource

ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)


class _Totals(QAbstractTableModel):
    """The one row of totals."""

    def __init__(self, cells: GridModel) -> None:
        super().__init__()
        self._cells = cells
        self._told = self._sums()
        cells.modelReset.connect(self._reset)
        cells.told.connect(self._changed)

    def rowCount(self, parent: Index | None = None) -> int:
        return 1

    def columnCount(self, parent: Index | None = None) -> int:
        return self._cells.columnCount(parent)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        column = index.column()
        if role == DISPLAY:
            return self._cells.source.total(column)
        if role == ALIGN:
            return LEFT if self._cells.source.columns[column].left else RIGHT
        if role == FONT:
            return themes.current().font(bold=True)
        if role == INK:
            return QColor(themes.current().tokens.colour("ink.strong"))
        if role == TOOLTIP:
            source = self._cells.source
            told = (source.total_waits(column), source.total_note())
            return "\n".join(part for part in told if part) or None
        return self._cells.source.total_waits(column) or None if role == DESCRIPTION else None

    def _reset(self) -> None:
        self.beginResetModel()
        self._told = self._sums()
        self.endResetModel()

    def _sums(self) -> list[tuple[str, str]]:
        source = self._cells.source
        return [(source.total(n), source.total_waits(n)) for n in range(self.columnCount())]

    def _changed(self) -> None:
        """Tell of the sums that differ: a cell typed in changes its own column's and a few more."""
        before, self._told = self._told, self._sums()
        for column, (was, now) in enumerate(zip(before, self._told, strict=False)):
            if was != now:
                self.dataChanged.emit(self.index(0, column), self.index(0, column))


class _WaitingMark(QStyledItemDelegate):
    """An amber corner on a total that holds what no report counts yet."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not index.data(DESCRIPTION):
            return
        theme, area = themes.current(), option.rect  # type: ignore[attr-defined]
        size, right, top = theme.tokens.space["s"], area.right() - 1, area.top()
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("attention"))
        corner = [QPoint(right - size, top), QPoint(right, top), QPoint(right, top + size)]
        painter.drawPolygon(QPolygon(corner))
        painter.restore()


class _TotalTable(SideTable):
    """The totals, where one may be clicked to ask about it."""

    def __init__(self, model: QAbstractTableModel) -> None:
        super().__init__(model, "totals")
        self.setItemDelegate(_WaitingMark(self))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(_("Số cộng"))

    def chosen(self) -> int | None:
        """Return the column of the total that was clicked, while the keyboard is there."""
        index = self.currentIndex()
        return index.column() if self.hasFocus() and index.isValid() else None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.clearSelection()
        super().focusOutEvent(event)


class GridView(QWidget):
    """The whole grid. `cells` is its keyboard and clipboard; `source_changed()` after the source
    changed by itself; `set_source()` for another period or form. `names_drawn` tells how wide
    the names were drawn by hand, in pixels, 0 for their usual width; `asked_order` the column the
    rows are to be ordered by, -1 for their names.
    """

    cursor_moved = Signal(int, int)
    refused = Signal(int, int, str)
    asked_total = Signal(int)
    names_drawn = Signal(int)
    asked_order = Signal(int)

    def __init__(self, source: GridSource, *, name: str = "") -> None:
        super().__init__()
        self._model = GridModel(source)
        self.cells = CellsView(self._model)
        self.cells.setAccessibleName(name or _("Bảng số liệu"))
        self._names = Names(self._model)
        self._totals = _TotalTable(_Totals(self._model))
        self._sum = SideTable(_TotalName(self._model), "totals")
        self._edge = Edge(self._names, self)
        self._lay_out()
        self._tie()
        self.setFocusProxy(self.cells)
        if source.row_count() and source.columns:
            self.cells.go_to(0, 0)

    @property
    def source(self) -> GridSource:
        """The figures shown."""
        return self._model.source

    def set_source(self, source: GridSource) -> None:
        """Show other figures; the cursor stays in the same row and column where it can."""
        row, column = self.cells.cursor_cell()
        self.cells.expect(source)
        self._model.set_source(source)
        self.cells.use_source()
        self._match_widths()
        self._fit_names()
        if source.row_count() and source.columns:
            rows, columns = self.cells.size_of_grid
            self.cells.go_to(min(row, rows - 1), min(column, columns - 1))

    def source_changed(self) -> None:
        """Draw again: the source changed by itself (a commit confirmed, another page's step)."""
        self._model.tell()

    def show_order(self, column: int | None, *, falling: bool, offered: bool = True) -> None:
        """Mark what the rows are ordered by: a column, -1 their names, None nothing."""
        self.cells.grouped.orders = offered
        self.cells.grouped.show_order(column, falling=falling)
        self._names.show_order(column == -1, falling=falling, offered=offered)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor in a cell and the keyboard in the grid."""
        self.cells.setFocus()
        self.cells.go_to(row, column)

    def total_chosen(self) -> int | None:
        """Return the column of the total that was clicked, None when the keyboard is elsewhere."""
        return self._totals.chosen()

    def commit_open(self) -> bool:
        """Commit what is being typed; False when it was refused and the editor stays."""
        return self.cells.commit_open()

    def draw_names(self, width: int) -> None:
        """Make the names so many pixels wide where there is room; 0 for their usual width."""
        self._names.draw_to(width)
        self._share_width()

    def minimumSizeHint(self) -> QSize:
        """However long the names are, they leave the window its width."""
        bar = self.cells.verticalScrollBar().sizeHint().width()
        return QSize(self._names.least() + bar, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width there is between names and cells."""
        super().resizeEvent(event)
        self._share_width()

    def _fit_names(self) -> None:
        """Give the names their width, and the totals their line where there are any."""
        self._share_width()
        for below in (self._sum, self._totals):
            below.setVisible(bool(self.source.total_name()))

    def _share_width(self) -> None:
        bar = self.cells.verticalScrollBar().sizeHint().width()
        width = self._names.fitting(self.width() - bar)
        for side in (self._names, self._sum):
            side.setFixedWidth(width)
        self._grid.activate()
        self._edge.place()

    def _drawn(self, width: int) -> None:
        self.draw_names(width)
        self.names_drawn.emit(self._names.width() if width else 0)

    def _lay_out(self) -> None:
        line = self.cells.verticalHeader().defaultSectionSize()
        foot = line + themes.current().tokens.space["xs"]
        bar = self.cells.verticalScrollBar().sizeHint().width()
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._below_names = QFrame()
        self._below_names.setProperty("look", "sunken")
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._names, 1)
        left.addWidget(self._below_names)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self.cells, 0, 1, 1, 2)
        grid.addWidget(self._sum, 1, 0)
        grid.addWidget(self._totals, 1, 1)
        grid.setColumnMinimumWidth(2, bar)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        self._sum.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for below in (self._sum, self._totals):
            below.setFixedHeight(foot)
            below.horizontalHeader().hide()
            below.verticalHeader().setDefaultSectionSize(foot - 1)
        self._sum.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._names.verticalHeader().setDefaultSectionSize(line)
        self._match_widths()
        self._fit_names()

    def _tie(self) -> None:
        cells = self.cells
        for one, other in (
            (cells.verticalScrollBar(), self._names.verticalScrollBar()),
            (cells.horizontalScrollBar(), self._totals.horizontalScrollBar()),
        ):
            one.valueChanged.connect(other.setValue)
            other.valueChanged.connect(one.setValue)
            # Laid out later, the other may have had no room yet for where the first one went.
            other.rangeChanged.connect(partial(_follow, one, other))
        cells.grouped.sectionResized.connect(self._resized)
        cells.grouped.geometriesChanged.connect(self._match_header)
        cells.horizontalScrollBar().rangeChanged.connect(self._match_header)
        self._names.drawn.connect(self._drawn)
        cells.grouped.asked_order.connect(self.asked_order)
        self._names.horizontalHeader().sectionClicked.connect(lambda _n: self.asked_order.emit(-1))
        self._names.clicked.connect(lambda index: self._choose_row(index.row()))
        self._totals.doubleClicked.connect(lambda index: self.asked_total.emit(index.column()))
        cells.cursor_moved.connect(self.cursor_moved)
        cells.refused.connect(self.refused)
        self._match_header()

    def _resized(self, number: int, _old: int, width: int) -> None:
        self._totals.setColumnWidth(number, width)

    def _match_widths(self) -> None:
        for number in range(self._model.columnCount()):
            self._totals.setColumnWidth(number, self.cells.columnWidth(number))

    def _match_header(self) -> None:
        height = self.cells.grouped.sizeHint().height()
        self._names.horizontalHeader().setFixedHeight(height)
        self._names.updateGeometries()
        self._edge.place()
        bar = self.cells.horizontalScrollBar()
        shown = bar.maximum() > bar.minimum()
        self._below_names.setFixedHeight(bar.sizeHint().height())
        self._below_names.setVisible(shown)

    def _choose_row(self, row: int) -> None:
        if self.cells.commit_open():
            self.cells.setFocus()
            first = in_sight.first_column(self.cells)
            self.cells.choose(row, 0, row, self._model.columnCount() - 1, (row, first))


def _follow(one: QScrollBar, other: QScrollBar, *_range: int) -> None:
    if not isValid(one):
        return  # the window is being taken down
    if other.maximum() >= one.value():  # else it would lead the first one back
        other.setValue(one.value())


class _TotalName(QAbstractTableModel):
    """The single cell before the totals."""

    def __init__(self, cells: GridModel) -> None:
        super().__init__()
        self._cells, self._told = cells, ""
        cells.modelReset.connect(self._changed)
        cells.told.connect(self._changed)

    def rowCount(self, parent: Index | None = None) -> int:
        return 1

    def columnCount(self, parent: Index | None = None) -> int:
        return 1

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        source = self._cells.source
        if role == DISPLAY:
            return source.total_name()
        if role == TOOLTIP:
            told = (source.total_name(), source.total_note())
            return "\n".join(part for part in told if part) or None
        return themes.current().font(bold=True) if role == FONT else None

    def _changed(self) -> None:
        before, self._told = self._told, self._cells.source.total_name()
        if before != self._told:
            self.dataChanged.emit(self.index(0, 0), self.index(0, 0))
