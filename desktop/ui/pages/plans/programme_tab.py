"""The editor's work programme: a table by month, typed in as in Excel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.work_programme import rows_of_items
from desktop.i18n import _
from desktop.models import plans, work_rows
from desktop.models.errors import Refusal
from desktop.models.plan_head import ISSUED, PlanHead
from desktop.models.text import vi_number
from desktop.models.work_row import WorkRow
from desktop.ui import theme as themes
from desktop.ui.desk import Desk
from desktop.ui.pages.plans import programme_rows as cells
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, row, space
from desktop.ui.widgets.table import ALIGN, DISPLAY, LEFT, RIGHT, TOOLTIP

Index = QModelIndex | QPersistentModelIndex
_EDIT = int(Qt.ItemDataRole.EditRole)
_WIDTHS = (9, 0, 20, 20, 20, 16, 18)


class ProgrammeModel(QAbstractTableModel):
    """Work rows as cells; `put(row, field, text)` takes what was typed."""

    def __init__(self, put: Callable[[WorkRow, str, str], bool]) -> None:
        super().__init__()
        self.rows: list[WorkRow] = []
        self.writable = True
        self._put = put

    def set_rows(self, rows: list[WorkRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return len(cells.FIELDS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a column's title."""
        if role == DISPLAY and way is Qt.Orientation.Horizontal:
            return cells.titles()[section]
        if role == ALIGN:
            return RIGHT if cells.FIELDS[section] == "cost" else LEFT
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text or side."""
        field = cells.FIELDS[index.column()]
        if role in (DISPLAY, _EDIT, TOOLTIP):
            text = cells.cell_text(self.rows[index.row()], field)
            return text if role != TOOLTIP or len(text) > 20 else None
        if role == ALIGN:
            return RIGHT if field == "cost" else LEFT
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Take what was typed in a cell."""
        if role != _EDIT:
            return False
        return self._put(self.rows[index.row()], cells.FIELDS[index.column()], str(value))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that cells can be typed in."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if self.writable else found


class _Table(QTableView):
    """The table; Delete takes rows out, Ctrl+V pastes rows from Excel, Ctrl+C copies."""

    def __init__(self, model: ProgrammeModel, deeds: dict[str, Callable[[], object]]) -> None:
        super().__init__()
        self._deeds = deeds
        self.setModel(model)
        self.setAccessibleName(_("Chương trình công tác"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.verticalHeader().hide()
        tokens = themes.current().tokens
        self.verticalHeader().setDefaultSectionSize(tokens.type["normal"] + 2 * tokens.space["s"])
        letter = self.fontMetrics().averageCharWidth()
        for number, width in enumerate(_WIDTHS):
            if width:
                self.horizontalHeader().resizeSection(number, width * letter + tokens.space["l"])
            else:
                mode = QHeaderView.ResizeMode.Stretch
                self.horizontalHeader().setSectionResizeMode(number, mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of Excel."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._deeds["paste"]()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._deeds["copy"]()
        elif event.key() == Qt.Key.Key_Delete:
            self._deeds["delete"]()
        else:
            super().keyPressEvent(event)


class ProgrammeTab(QWidget):
    """Edits the work programme of one plan."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._plan = desk, ""
        self.model = ProgrammeModel(self._put)
        deeds: dict[str, Callable[[], object]] = {
            "paste": self.paste,
            "copy": self.copy,
            "delete": self.delete,
        }
        self.table = _Table(self.model, deeds)
        self.add_button = button(_("Thêm việc"), self.add, icon="plus")
        self.fetch_button = button(
            _("Lấy từ nội dung kế hoạch"),
            self.fetch,
            icon="list",
            tooltip=_("Thêm các mục đã ghi người thực hiện hoặc thời hạn"),
        )
        self.delete_button = button(_("Xóa việc"), self.delete, icon="trash")
        self.total = PlainLabel("", tone="muted")
        self.error = PlainLabel("", tone="blocked", wrap=True)
        self.error.hide()
        bar = row(self.add_button, self.fetch_button, self.delete_button, STRETCH, self.total)
        bar.setContentsMargins(space("xl"), space("s"), space("xl"), space("s"))
        self.error.setContentsMargins(space("xl"), 0, space("xl"), space("s"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "table",
                _("Bảng việc theo tháng, in kèm kế hoạch làm phụ lục và xuất ra Excel"),
                _("Lấy từ nội dung kế hoạch"),
                self.fetch,
                hint=_("Hoặc thêm từng việc, dán bảng đã có trong Excel."),
            )
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.error)
        box.addWidget(self._stack, 1)

    def show_plan(self, head: PlanHead) -> None:
        """Show the rows of a plan."""
        writable = head.state != ISSUED
        self.model.writable = writable
        for part in (self.add_button, self.fetch_button, self.delete_button):
            part.setEnabled(writable)
        rows = work_rows.read_rows(self._desk.read, head.id)
        if head.id == self._plan and rows == self.model.rows:
            return
        self._plan = head.id
        current = self.table.currentIndex()
        place = self.table.verticalScrollBar().value()
        self.model.set_rows(rows)
        if current.isValid() and current.row() < len(rows):
            self.table.setCurrentIndex(self.model.index(current.row(), current.column()))
            self.table.verticalScrollBar().setValue(place)
        self._stack.setCurrentIndex(0 if rows else 1)
        cost = sum(one.cost or 0 for one in rows)
        told = _("{n} việc").format(n=len(rows))
        self.total.setText(
            told + (_(" · {money} đồng").format(money=vi_number(cost)) if cost else "")
        )
        self._refuse(None)

    def chosen(self) -> list[WorkRow]:
        """Return the rows that hold a chosen cell."""
        places = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self.model.rows[place] for place in places]

    def add(self) -> None:
        """Add an empty row to type in."""
        self._add([WorkRow(task=_("Việc mới"))], then=self._edit_last)

    def fetch(self) -> None:
        """Add the items that say who does them or by when, and are not in the table yet."""
        known = {one.task for one in self.model.rows}
        outline = plans.read_outline(self._desk.read, self._plan)
        found = [one for one in rows_of_items(outline) if one.task not in known]
        if not found:
            self._refuse(
                Refusal(
                    _("Không có mục nào mới ghi người thực hiện hay thời hạn."),
                    next_step=_("Điền người thực hiện, thời hạn cho mục ở thẻ Nội dung."),
                )
            )
            return
        self._add(found)

    def paste(self) -> None:
        """Add the rows on the clipboard."""
        if not self.model.writable:
            return
        try:
            found = cells.pasted(QGuiApplication.clipboard().text())
        except Refusal as refusal:
            self._refuse(refusal)
            return
        if found:
            self._add(found)

    def copy(self) -> None:
        """Copy the chosen rows, all when none is, as Excel takes them."""
        wanted = self.chosen() or self.model.rows
        lines = ["\t".join(cells.titles())]
        lines += ["\t".join(cells.cell_text(one, f) for f in cells.FIELDS) for one in wanted]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def delete(self) -> None:
        """Take the chosen rows out."""
        ids = [one.id for one in self.chosen()]
        if ids and self.model.writable:
            self._desk.do(lambda store: work_rows.delete_rows(store, ids), on_refusal=self._refuse)

    def _add(self, rows: list[WorkRow], then: Callable[[Any], object] | None = None) -> None:
        plan = self._plan
        self._desk.do(
            lambda store: work_rows.add_rows(store, plan, rows), then, on_refusal=self._refuse
        )

    def _edit_last(self, ids: list[str]) -> None:
        for place, one in enumerate(self.model.rows):
            if one.id == ids[-1]:
                index = self.model.index(place, cells.FIELDS.index("task"))
                self.table.setCurrentIndex(index)
                self.table.setFocus()
                self.table.edit(index)

    def _put(self, line: WorkRow, field: str, text: str) -> bool:
        if text == cells.cell_text(line, field):
            return True
        try:
            value = cells.cell_value(field, text)
        except Refusal as refusal:
            self._refuse(refusal)
            return False
        self._refuse(None)
        self._desk.do(
            lambda store: work_rows.set_row_field(store, line.id, field, value),
            on_refusal=self._refuse,
        )
        return True

    def _refuse(self, refusal: Refusal | None) -> None:
        self.error.setText(str(refusal) if refusal is not None else "")
        self.error.setVisible(refusal is not None)
