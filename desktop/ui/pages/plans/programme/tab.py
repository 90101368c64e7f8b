"""The editor's work programme: a table by month, quarter or group, typed in as in Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.documents.work_programme import rows_of_items
from desktop.i18n import _
from desktop.intake.work.work_files import SUFFIXES
from desktop.models.errors import Refusal
from desktop.models.plans import plans, work_rows
from desktop.models.plans.plan_head import ISSUED, PlanHead
from desktop.models.plans.work_row import WorkRow
from desktop.models.plans.work_views import total_cost, view_names
from desktop.models.text import fold, vi_number
from desktop.tasks.papers import programme
from desktop.tasks.papers.print_plan import print_programme
from desktop.ui.desk import Desk
from desktop.ui.grid.moves import parse_block
from desktop.ui.messages import MessageKind
from desktop.ui.pages.plans.being_typed import CELL, place_of
from desktop.ui.pages.plans.export import file_name, tell_written
from desktop.ui.pages.plans.programme import rows as cells
from desktop.ui.pages.plans.programme.dialogs import EventsDialog
from desktop.ui.pages.plans.programme.model import ProgrammeModel
from desktop.ui.pages.plans.programme.table_dialog import TableDialog
from desktop.ui.pages.plans.programme.view import ProgrammeView
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, row, space

_NEW = "new"
"""What stands for the row that is only begun, among the half-typed cells."""
_TABLES = " ".join(f"*{suffix}" for suffix in SUFFIXES)


class ProgrammeTab(QWidget):
    """Edits the work programme of one plan."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._plan = desk, ""
        self._head: PlanHead | None = None
        self._shown: object = None
        self._going = ""
        self._descending: str = ""
        self.model = ProgrammeModel(self._put, self._start)
        deeds: dict[str, Callable[..., object]] = {
            "paste": self.paste, "copy": self.copy, "delete": self.delete,
            "up": lambda: self.move(-1), "down": lambda: self.move(1), "fill": self.fill_down,
            "sort": self.sort,
        }  # fmt: skip
        self.table = ProgrammeView(self.model, deeds)
        names = [(name, view) for view, name in view_names().items()]
        self.view = Choice(names, name=_("Xem chương trình theo"))
        self.view.chosen.connect(self._turn)
        self.add_button = button(_("Thêm việc"), self.add, icon="plus")
        self.fetch_button = button(
            _("Từ nội dung"), self.fetch,
            tooltip=_("Thêm các mục đã ghi người thực hiện hoặc thời hạn"),
        )  # fmt: skip
        self.events_button = button(
            _("Việc hằng năm"), self.events,
            tooltip=_("Chọn từ lịch: Tết Sum vầy, Tháng Công nhân, 28/7, sơ kết, tổng kết…"),
        )  # fmt: skip
        self.out_button = button(
            _("Ra Excel"), self.export,
            tooltip=_("Ghi bảng ra Excel để sửa, rồi nhận lại")
        )  # fmt: skip
        self.in_button = button(
            _("Nhận bảng"), self.take,
            tooltip=_("Nhận bảng đã sửa, hoặc bảng của nơi khác, từ Excel, Word, CSV; xem trước "
                      "rồi mới ghi"),
        )  # fmt: skip
        self.up_button = icon_button("move-up", _("Chuyển lên (Alt+↑)"), lambda: self.move(-1))
        self.down_button = icon_button("move-down", _("Chuyển xuống (Alt+↓)"),
                                       lambda: self.move(1))  # fmt: skip
        self.delete_button = icon_button("trash", _("Xóa việc"), self.delete_rows)
        self.total = PlainLabel("", tone="muted")
        self.error = PlainLabel("", tone="blocked", wrap=True)
        self.error.hide()
        self._lay_out()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._show_late)
        self._missed, self._typing = False, ""
        self.table.typed.connect(self._note)
        self.table.left.connect(self._left)
        self.table.selectionModel().selectionChanged.connect(lambda *_ranges: self._enable())
        self._enable()

    def _lay_out(self) -> None:
        bar = row(
            self.view, self.add_button, self.fetch_button, self.events_button, self.out_button,
            self.in_button, self.up_button, self.down_button, self.delete_button, STRETCH,
        )  # fmt: skip
        bar.setContentsMargins(space("xl"), space("s"), space("xl"), space("s"))
        self.error.setContentsMargins(space("xl"), 0, space("xl"), space("s"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "table",
                _("Bảng việc cả năm, in kèm văn bản làm phụ lục và xuất ra Excel"),
                _("Chọn việc hằng năm"),
                self.events,
                hint=_(
                    "Chọn từ lịch việc hằng năm, lấy từ nội dung kế hoạch, nhận bảng Excel, Word, "
                    "hoặc thêm từng việc."
                ),
            )
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.error)
        box.addWidget(self._stack, 1)
        foot = row(STRETCH, self.total)
        foot.setContentsMargins(space("xl"), space("xs"), space("xl"), space("xs"))
        box.addLayout(foot)

    # showing

    def show_plan(self, head: PlanHead) -> None:
        """Show the rows of a plan; what is typed in a cell is left in peace until it is kept."""
        other = self._head is None or head.id != self._head.id
        self._head = head
        self._missed = self.table.is_typing()
        if self._missed:
            return
        writable = head.state != ISSUED
        for part in (self.add_button, self.fetch_button, self.events_button, self.in_button,
                     self.view):  # fmt: skip
            part.setEnabled(writable)
        rows = work_rows.read_rows(self._desk.read, head.id)
        shown = (head.id, rows, head.table_view, writable)
        if shown == self._shown:
            return
        self._shown, self._plan = shown, head.id
        self.view.show_value(head.table_view)
        self.out_button.setEnabled(bool(rows))
        current, chosen = self.table.currentIndex(), self._current_id()
        scrolled = self.table.verticalScrollBar().value()
        self.model.set_rows(rows, head.table_view, writable=writable)
        self._stack.setCurrentIndex(0 if rows else 1)
        place = self.model.place_of(self._going or chosen)
        if current.isValid():
            at = place if place >= 0 else min(current.row(), len(self.model.lines) - 1)
            self.table.setCurrentIndex(self.model.index(at, current.column()))
            self.table.verticalScrollBar().setValue(scrolled)
        self._going = ""
        cost = total_cost(rows)
        told = _("{n} việc").format(n=len(rows))
        self.total.setText(
            told + (_(" · {money} đồng").format(money=vi_number(cost)) if cost else "")
        )
        self._refuse(None)
        self._enable()
        if other and writable:
            self._give_back()

    def commit(self) -> None:
        """Keep what is being typed in a cell."""
        self.table.commit()

    def _left(self) -> None:
        """A cell was left: show what happened meanwhile, when the keys of it are through."""
        self._desk.half_typed.note(place_of(self._plan), self._typing, "")
        self._late.start()

    def _show_late(self) -> None:
        if self._missed and self._head is not None and self._desk.open:
            self.show_plan(self._head)

    def _note(self, index: QModelIndex, text: str) -> None:
        line = self.model.lines[index.row()].row
        row_id = line.id if line is not None else _NEW
        self._typing = f"{CELL}{row_id}/{cells.FIELDS[index.column()]}"
        self._desk.half_typed.note(place_of(self._plan), self._typing, text)

    def _give_back(self) -> None:
        """Put in the cell an earlier run of the program left half typed."""
        place = place_of(self._plan)
        rows = {one.id: one for one in self.model.rows}
        for name, text in list(self._desk.half_typed.at(place).items()):
            row_id, _slash, field = name.removeprefix(CELL).partition("/")
            if name.startswith(CELL):
                self._desk.half_typed.note(place, name, "")
                if row_id in rows:
                    self._put(rows[row_id], field, text)
                elif row_id == _NEW:
                    self._start(field, text)

    def _enable(self) -> None:
        """Moving and deleting need a chosen row."""
        able = self.model.writable and (bool(self._current_id()) or bool(self.chosen()))
        for part in (self.up_button, self.down_button, self.delete_button):
            part.setEnabled(able)

    def _current_id(self) -> str:
        index = self.table.currentIndex()
        if not index.isValid() or index.row() >= len(self.model.lines):
            return ""
        line = self.model.lines[index.row()]
        return line.row.id if line.row is not None else ""

    def chosen(self) -> list[WorkRow]:
        """Return the rows that hold a chosen cell."""
        places = sorted({index.row() for index in self.table.selectedIndexes()})
        return [found for place in places if (found := self.model.lines[place].row) is not None]

    def go_row(self, row_id: str) -> None:
        """Show a row, the keyboard in it."""
        place = self.model.place_of(row_id)
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, cells.FIELDS.index("task")))
            self.table.setFocus()

    # rows

    def add(self) -> None:
        """Add an empty row to type in."""
        self._add([WorkRow(task=_("Việc mới"))], then=self._edit_last)

    def fetch(self) -> None:
        """Add the items that say who does them or by when, and are not in the table yet."""
        plan = self._plan
        known = {fold(one.task) for one in self.model.rows}
        outline = plans.read_outline(self._desk.read, plan)
        if not any(fold(one.task) not in known for one in rows_of_items(outline)):
            self._refuse(
                Refusal(
                    _("Không có mục nào mới ghi người thực hiện hay thời hạn."),
                    next_step=_("Điền người thực hiện, thời hạn cho mục ở thẻ Nội dung."),
                )
            )
            return
        self._do(lambda store: programme.add_from_items(store, plan))

    def events(self) -> None:
        """Offer the year's recurring events."""
        plan = self._plan
        dialog = EventsDialog(
            self.window(),
            programme.offered_events(self._desk.read, plan),
            lambda rows: self._do(lambda store: programme.add_events(store, plan, rows)),
        )
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def delete(self) -> None:
        """Empty the chosen cells; where the work itself is chosen, take its row out."""
        if not self.model.writable:
            return
        task = cells.FIELDS.index("task")
        indexes = self.table.selectedIndexes()
        if any(index.column() == task for index in indexes):
            self.delete_rows()
            return
        changes: dict[str, dict[str, Any]] = {}
        for index in indexes:
            found = self.model.lines[index.row()].row
            if found is not None:
                empty = cells.cell_values(cells.FIELDS[index.column()], "")
                changes.setdefault(found.id, {}).update(empty)
        self._change(changes)

    def delete_rows(self) -> None:
        """Take the chosen rows out."""
        ids = [one.id for one in self.chosen()]
        if ids and self.model.writable:
            self._do(lambda store: work_rows.delete_rows(store, ids))

    def move(self, by: int) -> None:
        """Move the chosen rows one up or down."""
        ids = [one.id for one in self.chosen()] or [self._current_id()]
        plan, view = self._plan, self.model.view
        if ids != [""] and self.model.writable:
            self._going = ids[0]
            self._do(lambda store: work_rows.move_rows(store, plan, ids, by, view))

    def sort(self, field: str) -> None:
        """Order the rows under each heading by a column; again the other way."""
        if not self.model.writable or not self.model.rows:
            return
        plan, name = self._plan, cells.SORT_FIELDS[field]
        reverse = self._descending == field
        self._descending = "" if reverse else field
        self._do(lambda store: work_rows.sort_rows(store, plan, name, reverse=reverse))

    # the clipboard

    def paste(self) -> None:
        """Land a block in the cells from the cursor on; on the last line it adds rows."""
        if not self.model.writable:
            return
        text, index = QGuiApplication.clipboard().text(), self.table.currentIndex()
        year = self._head.year if self._head is not None else None
        try:
            line = self.model.lines[index.row()] if index.isValid() else None
            titled = cells.read_work_text(text, year) is not None
            if line is None or line.row is None or titled:
                if found := cells.pasted(text, year):
                    self._add(found)
                return
            block = parse_block(text)
            rows = self.model.rows[self.model.rows.index(line.row) :]
            changes = cells.block_changes(rows, index.column(), block)
            padding = [""] * index.column()
            added = [cells.row_of([*padding, *one]) for one in block[len(rows) :] if any(one)]
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._change(changes, added)

    def copy(self) -> None:
        """Copy the chosen cells; whole rows with their titles when none is chosen."""
        indexes = self.table.selectedIndexes()
        chosen = [i for i in indexes if self.model.lines[i.row()].row is not None]
        if len(chosen) > 1 or (chosen and len(indexes) == 1):
            columns = sorted({index.column() for index in chosen})
            lines = []
            for place in sorted({index.row() for index in chosen}):
                found = self.model.lines[place].row
                assert found is not None
                lines.append("\t".join(cells.cell_text(found, cells.FIELDS[c]) for c in columns))
        else:
            lines = ["\t".join(cells.titles())]
            lines += [
                "\t".join(cells.cell_text(one, f) for f in cells.FIELDS) for one in self.model.rows
            ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def fill_down(self) -> None:
        """Fill the chosen cells with the topmost of their column."""
        by_column: dict[int, list[WorkRow]] = {}
        for index in sorted(self.table.selectedIndexes(), key=lambda one: one.row()):
            found = self.model.lines[index.row()].row
            if found is not None:
                by_column.setdefault(index.column(), []).append(found)
        changes: dict[str, dict[str, Any]] = {}
        for column, rows in by_column.items():
            field = cells.FIELDS[column]
            value = cells.cell_values(field, cells.cell_text(rows[0], field))
            for one in rows[1:]:
                changes.setdefault(one.id, {}).update(value)
        self._change(changes)

    # Excel

    def export(self) -> None:
        """Write the table to a workbook."""
        head, plan, view = self._head, self._plan, self.model.view
        if head is None:
            return
        name = file_name(head, ".xlsx")
        target = self._desk.choose_target(_("Ghi bảng ra Excel"), name, "Excel (*.xlsx)")
        if target is not None:
            self._desk.job(
                _("Ghi tệp {name}").format(name=target.name),
                lambda store, _progress, _cancelled: print_programme(store, plan, target, view),
                lambda written: tell_written(self._desk, written),
            )

    def take(self) -> None:
        """Read a table from Excel, Word or CSV, show what it changes, take it when agreed."""
        filters = _("Bảng công việc ({kinds});;Mọi tệp (*)").format(kinds=_TABLES)
        path = self._desk.choose_file(_("Chọn bảng chương trình công tác"), filters)
        if path is not None:
            plan = self._plan
            self._desk.job(
                _("Đọc {name}").format(name=path.name),
                lambda store, _progress, _cancelled: programme.read_table(
                    store, plan, path, guess=True
                ),
                lambda told: self.show_table(path.name, told),
                on_refusal=self._refuse,
                awaited=True,
            )

    def show_table(self, name: str, told: programme.TableImport) -> None:
        """Show a table that was read; nothing is written until it is taken."""
        plan = self._plan

        def again(whole: bool, chosen: Mapping[int, str], then: Any, refused: Any) -> None:
            self._desk.job(
                _("Đọc lại bảng"),
                lambda store, _progress, _cancelled: programme.table_of(
                    store, plan, told.sheets, replace_all=whole, chosen=chosen, guess=True
                ),
                then,
                on_refusal=refused,
            )

        def taken(count: int) -> None:
            self._desk.message(
                _("Đã nhận bảng: {n} việc thay đổi. Ctrl+Z để trở lại.").format(n=count),
                kind=MessageKind.DONE,
            )

        dialog = TableDialog(
            self.window(), name, told, again,
            lambda chosen: self._do(
                lambda store: programme.take_table(store, plan, chosen.merge), taken
            ),
        )  # fmt: skip
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    # writing

    def _turn(self, view: str) -> None:
        plan = self._plan
        self._do(lambda store: plans.set_plan_field(store, plan, "table_view", view))

    def _do(self, verb: Callable[[Any], Any], then: Callable[[Any], object] | None = None) -> None:
        self._desk.do(verb, then, on_refusal=self._refuse)

    def _add(self, rows: list[WorkRow], then: Callable[[Any], object] | None = None) -> None:
        plan = self._plan
        self._do(lambda store: work_rows.add_rows(store, plan, rows), then)

    def _change(self, changes: dict[str, dict[str, Any]], added: Any = ()) -> None:
        plan = self._plan
        if changes or added:
            self._do(lambda store: work_rows.change_rows(store, plan, changes, added=added))

    def _edit_last(self, ids: list[str]) -> None:
        place = self.model.place_of(ids[-1])
        if place >= 0:
            index = self.model.index(place, cells.FIELDS.index("task"))
            self.table.setCurrentIndex(index)
            self.table.setFocus()
            self.table.edit(index)

    def _start(self, field: str, text: str) -> bool:
        """Begin a new row with what was typed on the last line."""
        try:
            values = cells.cell_values(field, text)
        except Refusal as refusal:
            self._refuse(refusal)
            return False
        kept = {name: value for name, value in values.items() if value is not None}
        self._add([WorkRow(**{"task": _("Việc mới"), **kept})], then=self._went)
        return True

    def _went(self, ids: list[str]) -> None:
        place = self.model.place_of(ids[-1])
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, self.table.currentIndex().column()))

    def _put(self, line: WorkRow, field: str, text: str) -> bool:
        if text == cells.cell_text(line, field):
            return True
        try:
            values = cells.cell_values(field, text)
        except Refusal as refusal:
            self._refuse(refusal)
            return False
        self._refuse(None)
        self._change({line.id: values})
        return True

    def _refuse(self, refusal: Refusal | None) -> None:
        self.error.setText(str(refusal) if refusal is not None else "")
        self.error.setVisible(refusal is not None)
