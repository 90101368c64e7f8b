"""The page Số liệu: period and form, the grid, what stands in the way of locking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.entry.entry import Assignments, EntrySheet, Problem
from desktop.models.entry.entry_lock import LockState, give_reason, lock_state, lock_units, names
from desktop.models.entry.entry_words import cell_history, set_note
from desktop.models.errors import Refusal
from desktop.models.figures.returns import Locked
from desktop.models.packs.pack_types import Form
from desktop.models.store.store import ChangeSet
from desktop.ui.desk import Desk
from desktop.ui.grid.source import Block
from desktop.ui.grid.view import GridView
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action, Page
from desktop.ui.pages.figures.details import CellDetails
from desktop.ui.pages.figures.export import export
from desktop.ui.pages.figures.nothing import nothing_here
from desktop.ui.pages.figures.paste_dialog import PasteDialog
from desktop.ui.pages.figures.pickers import Pickers, monthly_forms
from desktop.ui.pages.figures.problems import ProblemList, next_problem
from desktop.ui.pages.figures.source import SheetSource
from desktop.ui.pages.figures.strip import EquationStrip, ReasonBar
from desktop.ui.pages.figures.telling import nothing_left, telling_key, why_not_lock
from desktop.ui.pages.figures.writing import Write, write_cells

WOMEN = "Trong đó nữ"


class FiguresPage(Page):
    """One form of one period; everything typed is stored the moment the cell is left."""

    reads_late = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sheet: EntrySheet | None = None
        self._changes: list[ChangeSet] = []
        self._period, self._form = "", ""
        self._wanted: tuple[str, str] | None = None
        self._hidden: frozenset[str] = frozenset()
        self._lock_state = LockState((), (), 0, ())
        self._problems: list[Problem] = []
        self._placing = False

    # surface

    def build(self) -> QWidget:
        """Return the grid with its strip and problem list, or the empty state."""
        self._form = self.desk.state.get("figures:form", "F1")
        folded = self.desk.state.get("figures:women", True)
        self._hidden = frozenset() if folded else frozenset({WOMEN})
        self.pickers = Pickers()
        self.months, self.forms = self.pickers.months, self.pickers.forms
        self.months.chosen.connect(lambda period: self._picked(period, self._form))
        self.forms.chosen.connect(lambda form: self._picked(self._period, form))
        self.strip, self.reasons = EquationStrip(), ReasonBar()
        self.problem_list = ProblemList(self._explain, self.go_to_next_problem)
        self.problem_list.opened.connect(lambda one: self._go_to(one.row, one.column))
        self.panel = CellDetails()
        self.panel.noted.connect(self._note)
        self.grid: GridView | None = None
        self._main = QWidget()
        self._box = QVBoxLayout(self._main)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        for part in (self.strip, self.reasons, self.problem_list):
            self._box.addWidget(part)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._main)
        self._told = (
            telling_key(self._stack, "Ctrl+L", self.lock_or_tell),
            telling_key(self._stack, "F8", self.next_or_tell),
        )
        return self._stack

    def header_widgets(self) -> Sequence[QWidget]:
        """Return the pickers of period and form."""
        return (self.months, self.forms)

    def details(self) -> QWidget:
        """Return the panel with the cell's history."""
        return self.panel

    def actions(self) -> Sequence[Action]:
        """Return what can be done here."""
        return (
            Action("lock", _("Chốt số liệu"), self.lock_ready, "Ctrl+L", "lock", primary=True,
                   enabled=self._can_lock, why_not=self._why_not_lock),
            Action("confirm", _("Xác nhận số tạm tính"), self.confirm_all, "", "check",
                   enabled=lambda: bool(self._sheet and self._sheet.estimates_left()),
                   why_not=lambda: _("Không còn số tạm tính nào.")),
            Action("export", _("Xuất Excel"), self.export, "", "export",
                   enabled=lambda: bool(self._sheet and self._sheet.rows)),
            Action("women", _("Ẩn, hiện cột nữ"), self.fold_women, "", "people", header=True,
                   enabled=self._has_women),
            Action("lock-ready", _("Chốt các đơn vị đã đủ"), self.lock_ready, header=False,
                   enabled=lambda: bool(self._lock_state.ready),
                   why_not=lambda: _("Chưa có đơn vị nào đủ số liệu để chốt.")),
            Action("confirm-chosen", _("Xác nhận các ô đang chọn"), self.confirm_chosen,
                   "Ctrl+Return", header=False),
            Action("na", _("Ghi không phát sinh cho ô đang chọn"), self.mark_na, "Ctrl+Shift+X",
                   header=False),
            Action("next", _("Chỗ cần xem tiếp theo"), self.go_to_next_problem, "F8",
                   header=False, enabled=self._has_next, why_not=nothing_left),
        )  # fmt: skip

    # showing

    def opened(self, argument: Any) -> None:
        """Go to a period, a form, a unit and a code: "2026-10" or up to four of them."""
        if argument is None:
            return
        parts = (argument,) if isinstance(argument, str) else tuple(argument)
        period, form, unit, code = (*parts, "", "", "", "")[:4]
        self._open(period or self._period, form or self._form)
        self._wanted = (unit, code) if unit else None
        self._go_to_wanted()

    def refresh(self) -> None:
        """Take over what changed; read everything again when nothing is known to have."""
        changes, self._changes = self._changes, []
        if not changes or self._states_may_change(changes):
            self._show_pickers()
        if self._sheet is None or not changes:
            self._load()
            return
        before = len(self._sheet.rows)
        for change in changes:
            self._sheet.apply(self.desk.read, change)
        if len(self._sheet.rows) != before:
            self._show_sheet()
        self._show_state()

    def _states_may_change(self, changes: Sequence[ChangeSet]) -> bool:
        """Say whether a month may have gone over into another state."""
        kinds = {one.kind for change in changes for one in change.changes}
        return bool(kinds - {"cell", "reason", "note"}) or self.pickers.state == "none"

    def touched(self, change: Any) -> bool:
        """Figures, returns and units concern this page."""
        kinds = {one.kind for one in change.changes}
        concerned = bool(
            kinds & {"cell", "submit", "review", "bundle", "reason", "note"}
            or kinds & {"unit", "assign", "alias", "event", "enrol"}
        )
        if concerned:
            self._changes.append(change)
        return concerned

    def leaving(self) -> bool:
        """Commit what is being typed; a reason asked for is given or given up first."""
        if self.reasons.asking:
            self.reasons.line.setFocus()
            return False
        return self.grid is None or self.grid.commit_open()

    def _picked(self, period: str, form: str) -> None:
        """Open what a person picked and let them type there at once."""
        self._open(period, form)
        if self.grid is not None and not self.reasons.asking:
            self.grid.cells.setFocus()

    def _open(self, period: str, form: str) -> None:
        if not self.leaving():
            self._show_pickers()
            return
        self._period, self._form = period, form
        self.desk.state.set("figures:form", form)
        self._show_pickers()
        self._load()

    def _show_pickers(self) -> None:
        self._period, self._form = self.pickers.show(self.desk.read, self._period, self._form)

    def _load(self) -> None:
        self._sheet = EntrySheet.load(self.desk.read, self._form, self._period)
        self._show_sheet()
        self._show_state()
        self._go_to_wanted()

    def _show_sheet(self) -> None:
        sheet = self._sheet
        assert sheet is not None
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            self._stack.removeWidget(old)
            old.deleteLater()
        if not sheet.rows:
            self._stack.addWidget(nothing_here(self.desk, sheet.period))
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)
        source = SheetSource(sheet, self.enter, self._hidden)
        if self.grid is not None:
            self._placing = True
            self.grid.set_source(source)
            self._restore_widths()
            self._step_in()
            return
        self.grid = GridView(source, name=_("Bảng số liệu"))
        self.grid.cursor_moved.connect(lambda *_: self._show_cursor())
        self.grid.refused.connect(lambda _row, _column, text: self._show_refusal(text))
        self.grid.cells.review_paste = self._review_paste
        self.grid.cells.grouped.sectionResized.connect(self._resized)
        self._box.insertWidget(2, self.grid, 1)
        self._stack.setFocusProxy(self.grid.cells)
        self._restore_widths()
        self._step_in()

    def _restore_widths(self) -> None:
        """Give the columns the widths they were drawn to on this computer."""
        assert self.grid is not None
        self._placing = True
        known = self.desk.state.get(f"figures:widths:{self._form}", {})
        for number, place in enumerate(self._source().places):
            width = known.get(self._source().sheet.columns[place].id)
            if isinstance(width, int):
                self.grid.cells.setColumnWidth(number, width)
        self._placing = False

    def _resized(self, number: int, _before: int, width: int) -> None:
        if self._placing or number >= len(self._source().places):
            return
        key = f"figures:widths:{self._form}"
        column = self._source().sheet.columns[self._source().places[number]]
        self.desk.state.set(key, {**self.desk.state.get(key, {}), column.id: width})

    def _step_in(self) -> None:
        """Let the cursor stand where something can be typed."""
        assert self.grid is not None
        source, (row, column) = self._source(), self.grid.cells.cursor_cell()
        ahead = [*range(column, len(source.columns)), *range(column)]
        usable = next((c for c in ahead if source.editable(row, c)), None)
        if usable is not None and usable != column:
            self.grid.cells.go_to(row, usable)

    def _show_state(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self._problems = sheet.problems()
        self._lock_state = lock_state(sheet)
        self.problem_list.show_problems(sheet, self._problems)
        if self.grid is not None and sheet.rows:
            self.grid.source_changed()
            self._show_cursor()
        for key, usable in zip(self._told, (self._can_lock(), self._has_next()), strict=True):
            key.setEnabled(not usable)
        self.desk.actions_changed()

    def _can_lock(self) -> bool:
        return self._lock_state.complete

    def _has_next(self) -> bool:
        return any(problem.open for problem in self._problems)

    def _cursor(self) -> tuple[int, int]:
        """Return the cursor's row and column of the sheet."""
        assert self.grid is not None
        row, column = self.grid.cells.cursor_cell()
        return row, self._source().places[column]

    def _source(self) -> SheetSource:
        assert self.grid is not None
        assert isinstance(self.grid.source, SheetSource)
        return self.grid.source

    def _show_cursor(self) -> None:
        sheet = self._sheet
        if sheet is None or self.grid is None or not sheet.rows:
            return
        row, place = self._cursor()
        if row >= len(sheet.rows):
            return
        self.strip.show_refusal("")
        self.strip.show_cell(sheet, row, place)
        if self.panel.isVisible():
            self._show_details(row, place)

    def _show_details(self, row: int, place: int) -> None:
        assert self._sheet is not None
        unit, code = self._sheet.rows[row].unit.id, self._sheet.columns[place].code
        history = cell_history(self.desk.read, unit, self._period, code) if code else []
        self.panel.show_cell(self._sheet, row, place, history)

    def _show_refusal(self, sentence: str) -> None:
        self.strip.show_refusal(sentence)
        if not sentence:
            self._show_cursor()

    def _go_to_wanted(self) -> None:
        if self._wanted is None or self._sheet is None:
            return
        cell = self._sheet.place_of(*self._wanted)
        self._wanted = None
        if cell is not None:
            self._go_to(*cell)

    def _go_to(self, row: int, place: int) -> None:
        if self.grid is None:
            return
        column = self._source().column_of(place)
        if column is None:
            self.fold_women()
            column = self._source().column_of(place)
        self.grid.go_to(row, column or 0)

    # typing

    def enter(self, assignments: Assignments) -> None:
        """Store what was typed, pasted or cleared; a locked return asks for a reason first."""
        sheet = self._sheet
        if sheet is None or not assignments:
            return
        closed = sheet.closed_rows(assignments)
        if not closed:
            self._store(assignments, "")
            return
        told = names([row.unit for row in closed])
        self.reasons.ask(
            _("{form} {period} của {units} đã chốt. Sửa sẽ lập báo cáo bổ sung; ghi lý do:").format(
                form=sheet.form.label, period=sheet.period.title.lower(), units=told
            ),
            _("Sửa {n} ô").format(n=len(assignments)),
            lambda reason: self._store(assignments, reason),
            self.grid,
        )

    def _store(self, assignments: Assignments, reason: str) -> None:
        sheet = self._sheet
        assert sheet is not None
        sheet.take(assignments)
        item = Write(sheet.period.id, assignments, reason)
        self.desk.gather(
            write_cells,
            item,
            lambda _done: self._stored(sheet, assignments),
            on_refusal=lambda refusal: self._refused(sheet, assignments, refusal),
        )
        self._show_state()

    def _stored(self, sheet: EntrySheet, assignments: Assignments) -> None:
        sheet.stored(assignments)
        if self.grid is not None and sheet is self._sheet:
            self.grid.source_changed()
            self._show_cursor()

    def _refused(self, sheet: EntrySheet, assignments: Assignments, refusal: Refusal) -> None:
        sheet.refused(self.desk.read, assignments)
        self.desk.refused(refusal)
        if sheet is self._sheet:
            self._show_state()

    def _review_paste(self, row: int, column: int, block: Block) -> None:
        assert self._sheet is not None
        assert self.grid is not None
        read = self._source().read(row, column, block)
        if read.certain:
            self.enter(read.assignments)
            return
        dialog = PasteDialog(self._main.window(), self._sheet, read,
                             lambda: self.enter(read.assignments))  # fmt: skip
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # verbs

    def confirm_all(self) -> None:
        """Confirm every estimate as one step."""
        if self._sheet is not None:
            self.enter(self._sheet.confirm_estimates())

    def confirm_chosen(self) -> None:
        """Confirm the estimates among the selected cells."""
        if self._sheet is not None and self.grid is not None:
            self.enter(self._sheet.confirm_estimates(self._chosen()))

    def mark_na(self) -> None:
        """Mark the selected cells as not applicable."""
        if self._sheet is not None and self.grid is not None:
            self.enter(self._sheet.not_applicable(self._chosen()))

    def _chosen(self) -> list[tuple[int, int]]:
        assert self.grid is not None
        top, left, bottom, right = self.grid.cells.selected_area()
        places = self._source().places
        return [
            (row, places[column])
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def lock_ready(self) -> None:
        """Lock the returns that miss nothing."""
        if not self.leaving():
            return
        form, period, ready = self._form, self._period, self._lock_state.ready
        self.desk.do(lambda store: lock_units(store, form, period, ready), self._locked)

    def lock_or_tell(self) -> None:
        """Lock where what is being typed made it possible; else say why it is not."""
        if self.leaving() and not self._can_lock():
            self.desk.message(self._why_not_lock())
        elif self._can_lock():
            self.lock_ready()

    def next_or_tell(self) -> None:
        """Go to the next cell that needs a look; say so when there is none."""
        if self.leaving() and not self._has_next():
            self.desk.message(nothing_left())
        else:
            self.go_to_next_problem()

    def _locked(self, done: Locked) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        told = _("Đã chốt {n} báo cáo {form} {period}.").format(
            n=len(done.locked), form=sheet.form.label, period=sheet.period.title.lower()
        )
        left = self._other_form()
        if left is None:
            self.desk.message(
                told, kind=MessageKind.DONE, action_text=_("Gửi lên cấp trên"),
                action=lambda: self.desk.go("exchange"),
            )  # fmt: skip
        else:
            more = _("Còn {form} chưa chốt.").format(form=left.label)
            self.desk.message(
                f"{told} {more}", kind=MessageKind.DONE,
                action_text=_("Mở {form}").format(form=left.label),
                action=lambda: self._open(self._period, left.id),
            )  # fmt: skip
        for finding in done.blocked[:1]:
            self.desk.message(finding.message, kind=MessageKind.ATTENTION)

    def _other_form(self) -> Form | None:
        """Return another form of the month that is not locked for every unit yet."""
        forms = monthly_forms(self.desk.read.packs.forms.values())
        for form in forms:
            if form.id != self._form:
                other = EntrySheet.load(self.desk.read, form.id, self._period)
                if lock_state(other).done < len(other.typed_rows):
                    return form
        return None

    def _why_not_lock(self) -> str:
        return why_not_lock(self._lock_state)

    def _explain(self, problem: Problem) -> None:
        sheet = self._sheet
        assert sheet is not None
        unit, rule, period = problem.finding.unit, problem.finding.rule, sheet.period.id
        self.reasons.ask(
            f"{problem.unit}: {problem.finding.message}",
            _("Ghi lý do"),
            lambda text: self.desk.do(lambda store: give_reason(store, period, unit, rule, text)),
            self.problem_list.table,
        )

    def go_to_next_problem(self) -> None:
        """Put the cursor in the next cell that needs a look."""
        if self.grid is None:
            return
        problem = next_problem(self._problems, *self._cursor())
        if problem is not None:
            self.problem_list.table.go_to((problem.row, problem.column, problem.finding.rule))
            self._go_to(problem.row, problem.column)

    def fold_women(self) -> None:
        """Fold the women's columns away or show them again."""
        self._hidden = frozenset() if self._hidden else frozenset({WOMEN})
        self.desk.state.set("figures:women", not self._hidden)
        if self._sheet is not None and self._sheet.rows and self.leaving():
            self._show_sheet()
            self._show_cursor()

    def _has_women(self) -> bool:
        return self._sheet is not None and any(c.block == WOMEN for c in self._sheet.columns)

    def export(self) -> None:
        """Write the form of the period as a workbook."""
        if self._sheet is not None and self.leaving():
            export(self.desk, self._sheet.form, self._sheet.period)

    def _note(self, text: str) -> None:
        if self._sheet is None or self.grid is None:
            return
        row, place = self._cursor()
        unit, code = self._sheet.rows[row].unit.id, self._sheet.columns[place].code
        period = self._sheet.period.id
        self.desk.do(lambda store: set_note(store, unit, period, code, text))
