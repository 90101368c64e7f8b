"""The names at the left of a grid: they stay while the cells scroll, and are drawn as wide as one
likes by the edge of their title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QWidget,
)

from desktop.i18n import _
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.grid import in_sight
from desktop.ui.grid.model import DISPLAY, GridModel, Index
from desktop.ui.grid.source import GridSource, Mark
from desktop.ui.grid.whole_rows import WholeRows

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

INK = int(Qt.ItemDataRole.ForegroundRole)
FONT = int(Qt.ItemDataRole.FontRole)
PICTURE = int(Qt.ItemDataRole.DecorationRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)

LEAST_NAMES, LEAST_CELLS = 14, 24
"""Letters that stay for the names, and for the cells beside them, however narrow the window."""
SHARE = 0.34
"""The part of the room that names which may be cut take at most, unless drawn wider by hand."""


class SideTable(WholeRows):
    """Names or totals: shown beside the cells, moved with them, never typed in."""

    def __init__(self, model: QAbstractTableModel, look: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setProperty("look", look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class Names(SideTable):
    """The row names; `drawn(int)` tells the width in pixels they were drawn to by hand, 0 when
    they take their usual one again."""

    drawn = Signal(int)

    def __init__(self, cells: GridModel) -> None:
        self._titled = _Names(cells)
        super().__init__(self._titled, "names")
        self._cells, self._wanted = cells, 0
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names begin alike
        cells.told.connect(self._show_differing)

    def show_order(self, ordered: bool, *, falling: bool, offered: bool) -> None:
        """Mark the title while the rows are ordered by it; a click there orders where `offered`."""
        title = self.horizontalHeader()
        title.setSectionsClickable(offered)
        self._titled.sign = (" ▼" if falling else " ▲") if ordered else ""
        self._titled.note = _("Bấm để sắp xếp theo tên") if offered else ""
        title.viewport().update()

    def _show_differing(self) -> None:
        """Have those names drawn again that look different from what was last told."""
        rows = in_sight.rows(self, self.viewport().rect()) if self.isVisible() else ()
        self._titled.tell(row for row, _top, _height in rows)

    def draw_to(self, width: int) -> None:
        """Want a width in pixels; 0 for the usual one."""
        self._wanted = width

    def fitting(self, room: int) -> int:
        """Return how wide the names are where so many pixels are shared with the cells."""
        letter = self.fontMetrics().averageCharWidth()
        most = max(room - letter * LEAST_CELLS, letter * LEAST_NAMES)
        usual = self._usual()
        if not self._cells.source.whole_names():
            usual = min(usual, round(room * SHARE))
        return min(max(self._wanted or usual, letter * LEAST_NAMES), most)

    def least(self) -> int:
        """Return the pixels names and cells need at least."""
        return self.fontMetrics().averageCharWidth() * (LEAST_NAMES + LEAST_CELLS)

    def _usual(self) -> int:
        source: GridSource = self._cells.source
        width = self.fontMetrics().averageCharWidth() * source.name_letters()
        if source.whole_names():
            width = max(width, self.sizeHintForColumn(0) + themes.current().tokens.space["s"])
        return width


class _Names(QAbstractTableModel):
    """The row names; `sign` stands behind their title, `note` explains it."""

    def __init__(self, cells: GridModel) -> None:
        super().__init__()
        self._cells = cells
        self._told: dict[int, tuple[str, Mark]] = {}
        self.sign = self.note = ""
        cells.modelReset.connect(self._reset)

    def rowCount(self, parent: Index | None = None) -> int:
        return self._cells.rowCount(parent)

    def columnCount(self, parent: Index | None = None) -> int:
        return 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return self._cells.source.name_title() + self.sign
        if orientation is Qt.Orientation.Horizontal and role == TOOLTIP:
            return self.note or None
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        source, row = self._cells.source, index.row()
        if role == DISPLAY:
            return source.row_name(row)
        if role == TOOLTIP:
            return "\n".join(filter(None, (source.row_name(row), source.row_note(row))))
        if role == INK and source.row_mark(row) & Mark.ELSEWHERE:
            return themes.current().colour("ink.muted")
        if role == FONT and source.row_mark(row) & Mark.STRONG:
            return themes.current().font(bold=True)
        if role == PICTURE:
            self._asked(row)
            return _sign(source.row_mark(row))
        return None

    def tell(self, rows: Iterable[int]) -> None:
        """Tell of those among the rows in sight whose names look different by now."""
        before, self._told = self._told, {row: self._look(row) for row in rows}
        for row, look in self._told.items():
            if before.get(row) != look:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def _look(self, row: int) -> tuple[str, Mark]:
        return self._cells.source.row_name(row), self._cells.source.row_mark(row)

    def _asked(self, row: int) -> None:
        """A name drawn otherwise than it was told, maybe in part only, is drawn once more."""
        if row in self._told and self._told[row] != self._look(row):
            del self._told[row]

    def _reset(self) -> None:
        self.beginResetModel()
        self._told.clear()
        self.endResetModel()


def _sign(mark: Mark) -> Any:
    if mark & Mark.ERROR:
        return icons.icon("blocked", "blocked", 14)
    if mark & Mark.WARNING:
        return icons.icon("warning", "attention", 14)
    return None


class Edge(QWidget):
    """Lies unseen over the right edge of the names' title: dragged, the names grow or shrink.

    A double click gives them their usual width back, as it does at a column of Excel.
    """

    HALF = 4

    def __init__(self, names: Names, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = names
        self._from: tuple[int, int] | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip(_("Kéo để cột tên rộng, hẹp; bấm đúp để trở về như cũ"))

    def place(self) -> None:
        """Lie over the edge as it is now."""
        title = self._names.horizontalHeader()
        corner = self._names.mapTo(self.parentWidget(), QPoint(self._names.width(), 0))
        self.setGeometry(QRect(corner.x() - self.HALF, corner.y(), 2 * self.HALF, title.height()))
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = round(event.globalPosition().x()), self._names.width()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the names along."""
        if self._from is not None:
            begun, width = self._from
            wanted = width + round(event.globalPosition().x()) - begun
            self._names.drawn.emit(max(wanted, 1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Forget what was drawn."""
        self._from = None
        self._names.drawn.emit(0)
