"""Figures out of a file: every row with its reading, corrected where needed, taken as one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStackedWidget, QTabWidget, QWidget

from desktop.i18n import _
from desktop.intake.figures.result import (
    TOGETHER,
    CellReading,
    ControlTotal,
    Corrections,
    FiguresReading,
    IgnoredRow,
    ReadColumn,
    ReadRow,
)
from desktop.intake.figures.sheets.grid import Pasted
from desktop.models.errors import Refusal
from desktop.models.text import with_counts
from desktop.models.units.units import tree_on
from desktop.ui.dialogs.base import Dialog
from desktop.ui.grid.clipboard import copied_file, copied_text, nothing_copied
from desktop.ui.jobs import part_by_part
from desktop.ui.pages.figures.import_deeds import (
    Question,
    asks_reason,
    land,
    offered,
    read_beside,
    rows_to_add,
)
from desktop.ui.pages.figures.import_looks import Looks
from desktop.ui.pages.figures.import_other_forms import OtherForms
from desktop.ui.pages.figures.import_parts import (
    OtherTime,
    cells_table,
    column_tabs,
    columns_table,
    first_part,
    go_into,
    ignored_table,
    roles,
    rows_table,
    sheets_to_read,
    summary,
    told_above,
    told_quietly,
    units_for,
)
from desktop.ui.pages.figures.import_room import is_low, least_width, take_room
from desktop.ui.pages.figures.import_sender import SenderChoice
from desktop.ui.pages.figures.issued import came_home
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice, NumberField, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.yielding import Yielding

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from desktop.tasks.figures.issued_home import Homecoming
    from desktop.ui.pages.figures.surface import FiguresPage

FILTERS = _("Bảng số liệu (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt)")


class ImportFigures(Dialog):
    """A drop area first; then rows, columns and what was left out, each open to correction."""

    def __init__(
        self,
        page: FiguresPage,
        path: Path | Pasted | None = None,
        by_place: Callable[[], object] | None = None,
    ) -> None:
        assert page.sheet is not None
        self._page, self._sheet = page, page.sheet
        self.reading: FiguresReading | None = None
        self.corrections = Corrections()
        self._path: Path | Pasted | None = None
        self._asked, self._asks, self._warned = 0, False, False
        self._sent: str | None = None
        self._shown: Question | None = None
        self.looks = Looks()
        self.told = PlainLabel("", wrap=True)
        self.understood = PlainLabel("", tone="muted", wrap=True)
        self.remarks = PlainLabel("", tone="attention", wrap=True)
        self.agreed = OtherTime(self._sheet.period.title)
        self.along = OtherForms()
        self.along.left_out.connect(lambda own: self._correct(own=own))
        self.sender = SenderChoice()
        self.sender.choice.chosen.connect(self._set_sender)
        self.sheets = Choice(name=_("Trang tính"))
        self.sheets.chosen.connect(lambda name: self._correct(sheet=name))
        self.reason = TextField(hint=_("ví dụ: đơn vị gửi lại bảng đã sửa"))
        self._reason_row = FormRow(_("Lý do nhận vào báo cáo đã chốt"), self.reason)
        self._reason_row.hide()
        self.reason.committed.connect(lambda _text: self._read())
        self.tabs = QTabWidget()
        self._add_tabs()
        self._stack = QStackedWidget()
        self._stack.addWidget(first_part(self.open_file, self._choose, self._paste))
        read = QWidget()
        head = row(self.told, self.sheets, button(_("Chọn tệp khác"), self._choose))
        head.setStretch(0, 1)
        read.setLayout(column(
            head, row(self.along, self.agreed, None), self.remarks, self.understood,
            self._reason_row, self.tabs, gap="s",
        ))  # fmt: skip
        self._stack.addWidget(read)
        self._show_part(0)
        period = self._sheet.period.title  # "Quý IV" keeps its numeral
        super().__init__(
            page.window(),
            _("Nhập {form} {period} từ tệp").format(
                form=self._sheet.form.label, period=period[:1].lower() + period[1:]
            ),
            _("Xem cách đọc từng dòng rồi nhận một lần; ô trống trong tệp không xóa số đã có."),
            self._stack,
            deed_text=_("Nhận"),
            deed=self._take,
        )
        self.deed_button.setEnabled(False)
        self._foot.insertWidget(0, self.sender, 50)  # room for it beside the buttons
        if by_place is not None:
            self.by_place = button(_("Dán theo vị trí"), lambda: self._lay(by_place))
            self.by_place.setToolTip(
                _("Xem khối dán nếu để đúng hàng, đúng cột như đã sao chép, từ ô đang đứng.")
            )
            self._foot.insertWidget(1, self.by_place)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._paste)
        self.setMinimumWidth(least_width())
        if path is not None:
            self.open_file(path)

    def _lay(self, by_place: Callable[[], object]) -> None:
        """Leave for the preview of the cells where the block was pasted; nothing has landed."""
        self.reject()
        by_place()

    def _show_part(self, place: int) -> None:
        """Show the drop area or the file; the other one asks for no room."""
        for at in range(self._stack.count()):
            policy = QSizePolicy.Policy.Preferred if at == place else QSizePolicy.Policy.Ignored
            self._stack.widget(at).setSizePolicy(policy, policy)
        self._stack.setCurrentIndex(place)

    def fit(self) -> None:
        """Be as tall with a file in it as rows are easy to read, as far as the screen reaches."""
        if self.reading is not None:
            take_room(self)
        super().fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low, leave out what was said before the file was read: the rows need it."""
        super().resizeEvent(event)
        self.sentence.setVisible(self.reading is None or not is_low(self))

    def _add_tabs(self) -> None:
        self.rows = rows_table(lambda: self.looks)
        self.asking = QCheckBox("")
        self.asking.setToolTip(_("Ẩn các dòng nhận được mà không có gì phải xem (Alt+C)"))
        self.asking.toggled.connect(lambda _on: self._show_rows())
        self.cells = cells_table(self._sheet)
        self.rows.chosen.connect(self._show_row)
        self.cells.chosen.connect(self._show_cell)
        self.units = Choice(name=_("Đơn vị của dòng"))
        self.units.chosen.connect(self._set_unit)
        self._leave_out = button(_("Bỏ dòng này"), self._skip)
        self.heir = button("", self._take_offered)
        self.sum = button("", self._add_up)
        self.number = NumberField()
        self.number.setMaximumWidth(space("xxl") * 6)
        self.number.setAccessibleName(_("Số đúng của ô"))
        self.number.number_committed.connect(self._set_value)
        self.why = PlainLabel("", tone="attention", wrap=True)
        said = QWidget()
        said.setLayout(column(self.why))
        self._said = Yielding(said, lambda: 2 * self.fontMetrics().height())
        self._said.hide()
        first = QWidget()
        lower = row(self.cells, column(
            PlainLabel(_("Số đúng của ô đang chọn:")), self.number, None, gap="xs"
        ))  # fmt: skip
        lower.setStretch(0, 1)
        first.setLayout(column(
            self.rows, self._said, row(
                PlainLabel(_("Đơn vị:")), self.units, self.heir, self.sum, self._leave_out, None
            ),
            lower, gap="s", margin="s",
        ))  # fmt: skip
        self.columns = columns_table(self._sheet)
        self.columns.chosen.connect(self._show_column)
        self.role = Choice(name=_("Cột này là"))
        self.role.set_options(roles(self._sheet))
        self.role.chosen.connect(self._set_role)
        second = QWidget()
        second.setLayout(column(
            row(PlainLabel(_("Cột đang chọn là:")), self.role, None), self.columns,
            gap="s", margin="s",
        ))  # fmt: skip
        self.ignored = ignored_table()
        self.ignored.chosen.connect(self._show_ignored)
        self._again = button(_("Nhận lại dòng này"), self._take_again)
        third = QWidget()
        third.setLayout(column(self.ignored, row(self._again, None), gap="s", margin="s"))
        self.tabs.addTab(first, _("Các dòng"))
        self.tabs.addTab(second, _("Các cột"))
        self.tabs.addTab(third, _("Dòng bỏ qua, dòng cộng"))
        self.tabs.setCornerWidget(self.asking)
        self.tabs.currentChanged.connect(lambda _tab: self._offer_asking())
        self._parts = (
            (self.rows, self.units), (self.cells, self.number), (self.columns, self.role),
            (self.ignored, self._again),
        )  # fmt: skip
        for table, part in self._parts:
            table.opened.connect(lambda _one, part=part: go_into(part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter behind a number or a reason says it; it takes no file. Esc goes back from what
        Enter went into; it asks before what was corrected here is lost."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape and self._stays():
            return
        if not (enter and self.focusWidget() in (self.number, self.reason)):
            super().keyPressEvent(event)

    def _stays(self) -> bool:
        """Whether Esc leaves the dialog open, for now."""
        if self._job is not None:
            return False  # it stops what is being read
        focused = self.focusWidget()
        table = next((table for table, part in self._parts if part is focused), None)
        if table is not None:
            table.setFocus()
            return True
        if self.corrections == Corrections() or self._warned:
            return False
        self._warned = True
        self.error.setText(_("Những chỗ vừa sửa ở đây chưa được nhận. Bấm Esc lần nữa để bỏ."))
        self.error.show()
        self.fit()
        return True

    # reading

    def _choose(self) -> None:
        path = self._page.desk.choose_file(_("Nhập số liệu từ tệp"), FILTERS)
        if path is not None:
            self.open_file(path)

    def _paste(self) -> None:
        """Read the table, or the file, that was copied elsewhere."""
        if (path := copied_file()) is not None:
            self.open_file(path)
        elif (text := copied_text()).strip():
            self.open_file(Pasted(text, _("Bảng đã sao chép")))
        else:
            self.error.setText(nothing_copied())
            self.error.show()

    def open_file(self, path: Path | Pasted) -> None:
        """Read another file or copied table, without the corrections of the one before."""
        self._path, self.corrections, self._sent = path, Corrections(), None
        self._read()

    def _read(self) -> None:
        """Read the file beside the office; only the newest answer is shown."""
        if self._path is None:
            return
        self._asked += 1
        asked, path = self._asked, self._path
        question = Question(path, self.corrections, self.reason.typed(), self._sent)
        form, period = self._sheet.form.id, self._sheet.period.id
        self.deed_button.setEnabled(False)
        self.error.hide()
        self.told.setText(_("Đang đọc {file}…").format(file=path.name))

        def done(read: FiguresReading | Homecoming) -> None:
            if asked != self._asked:
                return
            if job.cancelled:  # behind the last place where it could stop
                self._stopped(path)
                return
            self._shown = question
            self._read_as(read)

        job = self.follow(self._page.desk.job(
            _("Đọc {file}").format(file=path.name),
            lambda store, progress, cancelled: read_beside(
                store, question, form, period, part_by_part(progress, cancelled)
            ),
            self.while_open(done),
            on_refusal=self.while_open(
                lambda refusal: self._refused(refusal) if asked == self._asked else None
            ),
            on_cancelled=self.while_open(lambda: asked == self._asked and self._stopped(path)),
        ))  # fmt: skip

    def _stopped(self, path: Path | Pasted) -> None:
        """Go back to what was shown before this reading began; nothing has been kept of it."""
        told = _("Đã dừng đọc {file}, chưa nhận số nào.")
        if self.reading is None or self._shown is None:
            self._path = None
        else:
            shown = self._shown
            self._path, self.corrections, self._sent = shown.path, shown.corrections, shown.sender
            self.reason.setText(shown.reason)
            self.show_reading(self.reading)
            told = _("Đã dừng đọc {file}. Dưới đây là lần đọc trước đó.")
        self.error.setText(told.format(file=path.name))
        self.error.show()
        self.fit()

    def _read_as(self, read: FiguresReading | Homecoming) -> None:
        """Show a reading; a form this office gave out is shown as what it is."""
        if isinstance(read, FiguresReading):
            self.show_reading(read)
            return
        assert isinstance(self._path, Path)
        self.reject()
        came_home(self._page, read, self._path)

    def _refused(self, refusal: Refusal) -> None:
        told = summary(self.reading, self.looks) if self.reading is not None else ""
        self.told.setText(told)
        self.error.setText(str(refusal))
        self.error.show()

    def show_reading(self, reading: FiguresReading) -> None:
        """Show how the file was read; the keyboard comes to its rows when it is read first."""
        first, self.reading = self.reading is None, reading
        self._show_part(1)
        tree = tree_on(self._page.desk.read, self._sheet.period.data_to)
        self.looks = Looks.of(reading, {one.id: one.name for one in tree.units.values()})
        self.told.setText(summary(reading, self.looks))
        self.understood.setText(told_quietly(reading, self._sheet, self.looks))
        self.understood.setVisible(bool(self.understood.text()))
        self.sender.show_sender(reading, self._sheet)
        self.remarks.setText(told_above(reading, self.looks))
        self.remarks.setVisible(bool(self.remarks.text()))
        self.agreed.ask(reading)
        self.along.ask(reading)
        self.sheets.set_options(sheets_to_read(reading))
        together = reading.alike and reading.sheet not in reading.sheets
        self.sheets.show_value(TOGETHER if together else reading.sheet)
        self.sheets.setVisible(len(reading.sheets) > 1)
        self._reason_row.setVisible(asks_reason(reading) or bool(self.reason.typed()))
        for at, name in enumerate(column_tabs(turned=reading.layout == "turned")):
            self.tabs.setTabText(at, name)
        self._show_rows()
        self.columns.set_rows(reading.columns)
        self.ignored.set_rows([*reading.control_totals, *reading.ignored_rows])
        self._show_column(self.columns.current())
        self._show_ignored(self.ignored.current())
        taken = len(reading.landing())
        self.deed_button.setText(with_counts(_("Nhận {n} dòng"), n=taken))
        self.deed_button.setEnabled(bool(taken))
        if first:
            self.rows.setFocus()
        self.fit()

    def _show_rows(self) -> None:
        """Show the rows, or only those that ask for a look."""
        assert self.reading is not None
        rows = self.reading.rows
        asking = self.looks.count(rows, "refused", "look", "named")
        told = _("&Chỉ xem dòng cần xem ({n} trên {of})")
        self.asking.setText(with_counts(told, n=asking, of=len(rows)))
        self._offer_asking(possible=0 < asking < len(rows))
        only = self.asking.isChecked() and asking > 0
        self.rows.set_rows(self.looks.ordered(rows, asking=only))
        if self.rows.current() is None and self.rows.rows():
            self.rows.go_to(self.rows.rows()[0].key)
        self._show_row(self.rows.current())

    def _offer_asking(self, *, possible: bool | None = None) -> None:
        """Stand beside the tabs while the rows are in front and some of them ask for a look."""
        self._asks = self._asks if possible is None else possible
        self.asking.setVisible(self._asks and self.tabs.currentIndex() == 0)

    # correcting

    def _correct(self, **changes: object) -> None:
        self.corrections = replace(self.corrections, **changes)  # type: ignore[arg-type]
        self._warned = False
        self._read()

    def _set_sender(self, sender: str) -> None:
        """Read the file with what is remembered of another sender; what is said is kept there."""
        self._sent = sender
        self._read()

    def _show_row(self, chosen: ReadRow | None) -> None:
        self.cells.set_rows(chosen.cells if chosen is not None else ())
        self._show_cell(self.cells.current())
        self.units.setEnabled(chosen is not None)
        self._leave_out.setEnabled(chosen is not None)
        heir = offered(chosen)
        self.heir.setVisible(heir is not None)
        self.heir.setText(_("Ghi cho {unit}").format(unit=heir.name) if heir else "")
        rows = self._to_add()
        self.sum.setVisible(bool(rows))
        self.sum.setText(with_counts(_("Cộng {n} dòng này"), n=len(rows)))
        self.sum.setToolTip(_("Cộng các dòng {rows}, ghi vào dòng đầu; xem các ô rồi mới nhận.")
                            .format(rows=", ".join(one.place for one in rows)))  # fmt: skip
        self.why.setText(self.looks.why(chosen) if chosen is not None else "")
        quiet = chosen is not None and self.looks.kind(chosen) == "named"
        self.why.set_tone("muted" if quiet else "attention")
        self._said.setVisible(bool(self.why.text()))
        if chosen is None:
            return
        self.units.set_options(units_for(
            self._sheet, chosen, self.looks.names.get(chosen.unit_id, "")
        ))  # fmt: skip
        self.units.show_value(chosen.unit_id)
        skipped = chosen.key in self.corrections.skip
        self._leave_out.setText(_("Nhận lại dòng này") if skipped else _("Bỏ dòng này"))

    def _show_cell(self, chosen: CellReading | None) -> None:
        self.number.setEnabled(chosen is not None)
        self.number.show_number(chosen.value if chosen is not None else None)

    def _set_value(self, value: Decimal | None) -> None:
        """The number meant by the chosen cell; an empty field leaves the cell out."""
        chosen, cell = self.rows.current(), self.cells.current()
        if chosen is not None and cell is not None:
            number = None if value is None else int(value)
            self._correct(values={**self.corrections.values, (chosen.key, cell.code): number})

    def _set_unit(self, unit: str) -> None:
        chosen = self.rows.current()
        if chosen is not None and unit:
            self._correct(units={**self.corrections.units, chosen.key: unit})

    def _take_offered(self) -> None:
        """The row is of the one unit it may be of: the successor, or the only name like it."""
        heir = offered(self.rows.current())
        if heir is not None:
            self._set_unit(heir.id)

    def _to_add(self) -> tuple[ReadRow, ...]:
        return rows_to_add(self._sheet, self.reading, self.rows.current(), self.corrections)

    def _add_up(self) -> None:
        """The rows of unions that are one by now become one row, shown before it is taken."""
        from desktop.tasks.figures.merged_rows import added

        if rows := self._to_add():
            self.corrections = added(rows, self.corrections)
            self.rows.go_to(rows[0].key)
            self._read()

    def _skip(self) -> None:
        chosen = self.rows.current()
        if chosen is not None:
            self._correct(skip=self.corrections.skip ^ {chosen.key})

    def _show_ignored(self, chosen: IgnoredRow | ControlTotal | None) -> None:
        left_out = isinstance(chosen, IgnoredRow) and chosen.key in self.corrections.skip
        self._again.setEnabled(left_out)

    def _take_again(self) -> None:
        """A row that was left out by hand is read like the others again."""
        chosen = self.ignored.current()
        if isinstance(chosen, IgnoredRow):
            self._correct(skip=self.corrections.skip - {chosen.key})

    def _show_column(self, chosen: ReadColumn | None) -> None:
        by_rows = self.reading is not None and self.reading.layout in ("rows", "guess")
        self.role.setEnabled(chosen is not None and not by_rows)
        self.role.setToolTip(_("Mỗi dòng của bảng này là một chỉ tiêu.") if by_rows else "")
        if chosen is not None:
            self.role.show_value(chosen.role or "")

    def _set_role(self, role: str) -> None:
        chosen = self.columns.current()
        if chosen is not None:
            self._correct(columns={**self.corrections.columns, chosen.letter: role or None})

    # taking

    def _take(self) -> None:
        reading, corrections, reason = self.reading, self.corrections, self.reason.typed()
        assert reading is not None
        self.agreed.require(reading)
        land(self._page.desk, reading, corrections, reason)
