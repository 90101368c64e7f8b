"""The toolkit's view of a grid source: an adapter, nothing is decided here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.ui.grid.source import GridSource
from desktop.ui.widgets.soon import soon

Index = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TYPED = _FIXED | Qt.ItemFlag.ItemIsEditable


class GridModel(QAbstractTableModel):
    """Cells of the source. `writes` happen through the view, which tells of refusals.

    `told` says that any cell may look different; whoever shows some compares them with what they
    looked like and has those drawn again that `differ`.
    """

    told = Signal()

    def __init__(self, source: GridSource) -> None:
        super().__init__()
        self.source = source
        self._late = soon(self, self._tell)

    def set_source(self, source: GridSource) -> None:
        """Show another source."""
        self.beginResetModel()
        self.source = source
        self.endResetModel()

    def at(self, row: int, column: int) -> QModelIndex:
        """Return the index of a cell that is there: nothing is asked back, as `index` asks."""
        return self.createIndex(row, column)

    def changed(self) -> None:
        """Tell the views once, as soon as keys are idle, that any cell may look different."""
        self._late.start()

    def tell(self) -> None:
        """Tell them now: whoever calls was put off already."""
        self._late.stop()
        self._tell()

    def _tell(self) -> None:
        if self.rowCount() and self.columnCount():
            self.told.emit()

    def differ(self, top: int, left: int, bottom: int, right: int) -> None:
        """Tell of neighbouring cells that look different."""
        self.dataChanged.emit(self.at(top, left), self.at(bottom, right))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many units there are."""
        return 0 if parent is not None and parent.isValid() else self.source.row_count()

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many indicators there are."""
        return 0 if parent is not None and parent.isValid() else len(self.source.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say whether the cell may be typed in."""
        return _TYPED if self.source.editable(index.row(), index.column()) else _FIXED

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return text, editor text, side, tooltip or what a screen reader says."""
        row, column = index.row(), index.column()
        if role == DISPLAY:
            return self.source.text(row, column)
        if role == EDIT:
            return self.source.edit_text(row, column)
        if role == ALIGN:
            return LEFT if self.source.columns[column].left else RIGHT
        if role == TOOLTIP:
            return self.source.note(row, column) or None
        if role == SPOKEN:
            return self._spoken(row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a column's title or a row's name."""
        if role == DISPLAY:
            if orientation is Qt.Orientation.Vertical:
                return self.source.row_name(section)
            return self.source.columns[section].title
        if role == TOOLTIP and orientation is Qt.Orientation.Horizontal:
            column = self.source.columns[section]
            name = f"{column.title} ({column.code})" if column.code else column.title
            return f"{name}\n{column.note}" if column.note else name
        return None

    def _spoken(self, row: int, column: int) -> str:
        parts = (
            self.source.row_name(row),
            self.source.columns[column].title,
            self.source.text(row, column),
            self.source.note(row, column),
        )
        return ", ".join(part for part in parts if part)
