"""The lines of a work programme's table: headings with their cost, rows, and one to type in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.i18n import _
from desktop.models.plans.work_row import WorkRow
from desktop.models.plans.work_views import RowGroup, grouped
from desktop.models.text import vi_number
from desktop.ui import theme as themes
from desktop.ui.pages.plans.programme import rows as cells
from desktop.ui.widgets.table import ALIGN, DISPLAY, INK, LEFT, RIGHT, TOOLTIP

Index = QModelIndex | QPersistentModelIndex
EDIT = int(Qt.ItemDataRole.EditRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_GROUND = int(Qt.ItemDataRole.BackgroundRole)
_COST = cells.FIELDS.index("cost")
_TASK = cells.FIELDS.index("task")


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or a row; both None is the line a new row is typed in."""

    row: WorkRow | None = None
    group: RowGroup | None = None


class ProgrammeModel(QAbstractTableModel):
    """`put(row, field, text)` takes what was typed, `start(field, text)` begins a new row."""

    def __init__(
        self,
        put: Callable[[WorkRow, str, str], bool],
        start: Callable[[str, str], bool],
    ) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.writable = True
        self.refused = False
        """Whether what was typed last could not be taken."""
        self.view = "month"
        self._put, self._start = put, start

    @property
    def rows(self) -> list[WorkRow]:
        """The rows in the order shown."""
        return [line.row for line in self.lines if line.row is not None]

    def set_rows(self, rows: Sequence[WorkRow], view: str, *, writable: bool) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.view, self.writable = view, writable
        self.lines = []
        for group in grouped(rows, view):
            self.lines.append(Line(group=group))
            self.lines += [Line(row=row) for row in group.rows]
        if writable:
            self.lines.append(Line())
        self.endResetModel()

    def place_of(self, row_id: str) -> int:
        """Return the line of a row, -1 when it is not there."""
        found = (n for n, line in enumerate(self.lines) if line.row and line.row.id == row_id)
        return next(found, -1)

    def headings(self) -> list[int]:
        """Return the lines that are headings."""
        return [n for n, line in enumerate(self.lines) if line.group is not None]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return len(cells.FIELDS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a column's title."""
        if role == DISPLAY and way is Qt.Orientation.Horizontal:
            return cells.titles()[section]
        if role == ALIGN:
            return RIGHT if section == _COST else LEFT
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text, side, face or ground."""
        line, column = self.lines[index.row()], index.column()
        if role == ALIGN:
            return RIGHT if column == _COST else LEFT
        if line.group is not None:
            return self._heading(line.group, column, role)
        if line.row is None:
            return self._new(column, role)
        if role in (DISPLAY, EDIT, TOOLTIP):
            text = cells.cell_text(line.row, cells.FIELDS[column])
            return text if role != TOOLTIP or len(text) > 20 else None
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        """Take what was typed in a cell."""
        line, field = self.lines[index.row()], cells.FIELDS[index.column()]
        if role != EDIT or line.group is not None:
            return False
        if line.row is not None:
            taken = self._put(line.row, field, str(value))
        elif not str(value).strip():
            return False
        else:
            taken = self._start(field, str(value))
        self.refused = not taken
        return taken

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that cells can be typed in; headings are only read."""
        if self.lines[index.row()].group is not None:
            return Qt.ItemFlag.ItemIsEnabled
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if self.writable else found

    def _heading(self, group: RowGroup, column: int, role: int) -> Any:
        if role in (DISPLAY, TOOLTIP) and column == 0:
            return _("{title} ({n} việc)").format(title=group.title, n=len(group.rows))
        if role == DISPLAY and column == _COST:
            return "" if group.cost is None else vi_number(group.cost)
        if role == _FONT:
            return themes.current().font(bold=True)
        return themes.current().colour("surface.sunken") if role == _GROUND else None

    def _new(self, column: int, role: int) -> Any:
        if role == DISPLAY and column == _TASK:
            return _("Gõ việc mới vào đây")
        if role == EDIT:
            return ""
        return themes.current().colour("ink.muted") if role == INK else None
