"""The page Số liệu: period and form, the grid, what stands in the way of locking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Pasted
from desktop.models.entry.entry import EntrySheet, Problem
from desktop.models.entry.entry_flags import FLAG
from desktop.models.entry.entry_row import EntryRow
from desktop.models.entry.entry_words import cell_history, set_note
from desktop.models.store.store import ChangeSet
from desktop.models.units.former import what_became_of
from desktop.models.units.units import Unit
from desktop.ui.desk import Desk
from desktop.ui.grid.view import GridView
from desktop.ui.page import Action, Page
from desktop.ui.pages.figures import by_type, cell_menu
from desktop.ui.pages.figures.columns import Columns
from desktop.ui.pages.figures.deeds import actions
from desktop.ui.pages.figures.details import CellDetails
from desktop.ui.pages.figures.entering import Entering
from desktop.ui.pages.figures.export import export
from desktop.ui.pages.figures.filtering import Filtering
from desktop.ui.pages.figures.finding import FindRow
from desktop.ui.pages.figures.flags import FlagsDialog
from desktop.ui.pages.figures.following import Following
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.figures.import_parts import DropTarget
from desktop.ui.pages.figures.locking import Locking
from desktop.ui.pages.figures.mending import Mending
from desktop.ui.pages.figures.months import typed_forms
from desktop.ui.pages.figures.nothing import nothing_here
from desktop.ui.pages.figures.pickers import AD_HOC, Pickers, newest, scheme_of
from desktop.ui.pages.figures.problems import ProblemList, next_problem
from desktop.ui.pages.figures.quality_line import QualityLine
from desktop.ui.pages.figures.source import SheetSource
from desktop.ui.pages.figures.strip import EquationStrip, ReasonBar
from desktop.ui.pages.figures.telling import nothing_left, telling_key
from desktop.ui.pages.figures.tracing import open_trace
from desktop.ui.pages.figures.turned import TurnedSource
from desktop.ui.pages.figures.turning_back import go_to_changed
from desktop.ui.widgets.soon import soon

_FIGURES = frozenset(
    {"cell", "submit", "review", "closing", "bundle", "reason", "note", FLAG, "activity"}
)
_UNITS = frozenset({"unit", "assign", "alias", "event", "enrol", "period"})
_QUIET = frozenset({"cell", "reason", "note", FLAG, "activity"})


class FiguresPage(Page):
    """One form of one period; everything typed is stored the moment the cell is left."""

    reads_late = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet: EntrySheet | None = None
        self.grid: GridView | None = None
        self.period, self.form = "", ""
        self.entering, self.columns, self.filtering = Entering(self), Columns(self), Filtering(self)
        self.locking, self.mending, self.following = Locking(self), Mending(self), Following(self)
        self.landed = self.entering.landed
        self._changes: list[ChangeSet] = []
        self.joining: tuple[list[EntryRow], list[Unit]] | tuple[()] = ()
        self._wanted: tuple[str, str] | None = None
        self._refusal = ""

    # surface

    def build(self) -> QWidget:
        """Return the grid with its strip and problem list, or the empty state."""
        self.form = self.desk.state.get("figures:form", "F1")
        self.pickers = Pickers()
        self.months, self.forms = self.pickers.months, self.pickers.forms
        self.months.chosen.connect(lambda period: self._picked(period, self.form))
        self.forms.chosen.connect(lambda form: self._picked(self.period, form))
        self.pickers.kinds.chosen.connect(self._picked_kind)
        self.pickers.money.chosen.connect(self._picked_money)
        self.strip, self.reasons = EquationStrip(self.pickers.money), ReasonBar()
        self.strip.hidden.connect(self.columns.choose)
        self.problem_list = ProblemList(self.locking.explain, self.go_to_next_problem)
        self.problem_list.opened.connect(lambda one: self.go_to(one.row, one.column))
        self.problem_list.looked.connect(self.mending.follow)
        self.problem_list.mended.connect(self.mending.choose)
        self.quality = QualityLine(self.desk.today, lambda: self.desk.open)
        self.quality.asked.connect(self.show_notices)
        self.panel = CellDetails()
        self.panel.appeared.connect(self.show_cursor)
        self.panel.noted.connect(lambda *at: self.desk.do(lambda store: set_note(store, *at)))
        self.panel.left.connect(lambda: self.grid and self.grid.cells.setFocus())
        self.panel.taking.connect(self.entering.confirm_chosen)
        self.panel.opening.connect(lambda one: self.desk.go("activities", one))
        self._main = DropTarget(self.import_file)
        self._main.resized.connect(self.problem_list.fit)
        self._box = QVBoxLayout(self._main)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.finding, above = FindRow(self), (self.strip, self.reasons, self.filtering.build())
        for part in (*above, self.finding, self.problem_list, self.quality):
            self._box.addWidget(part)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._main)
        self.following.build(self._stack)
        self.mending.build(self._stack)
        self._moved = soon(self._stack, lambda: self.desk.open and self.show_cursor())
        self._told = (
            telling_key(self._stack, "Ctrl+L", self.locking.lock_or_tell),
            telling_key(self._stack, "F8", self.next_or_tell),
        )
        return self._stack

    def header_widgets(self) -> Sequence[QWidget]:
        """Return the pickers of period and form."""
        return (self.pickers.some, self.months, self.forms)

    def details(self) -> QWidget:
        """Return the panel with the cell's history."""
        return self.panel

    def actions(self) -> Sequence[Action]:
        """Return what can be done here."""
        return actions(self)

    def window(self) -> QWidget:
        """Return the window dialogs stand in front of."""
        return self._main.window()

    # showing

    def opened(self, argument: Any) -> None:
        """Go to a period, a form, a unit and a code: "2026-10" or up to four of them."""
        if argument is None:
            return
        parts = (argument,) if isinstance(argument, str) else tuple(argument)
        period, form, unit, code = (*parts, "", "", "", "")[:4]
        self.open_sheet(period or self.period, form or self.form)
        self._wanted = (unit, code) if unit else None
        self._go_to_wanted()

    def refresh(self) -> None:
        """Take over what changed; read everything again when nothing is known to have."""
        changes, self._changes = self._changes, []
        self.entering.finish()
        if not changes or self._states_may_change(changes):
            self._show_pickers()
        if self.sheet is None or not changes or by_type.columns_differ(self, changes):
            self._load()
            return
        before = self.filtering.looks_at(self.sheet)
        for change in changes:
            self.sheet.apply(self.desk.read, change)
        if self.filtering.looks_at(self.sheet) != before:
            self._show_sheet()
        self.show_state()
        go_to_changed(self, changes)

    def invite(self, unit: str) -> None:
        """Show a row or column for a unit whose own figures are typed here too, and go there."""
        if self.sheet is not None:
            self.sheet.guests.add(unit)
            self.sheet.reload(self.desk.read)
            self._show_sheet()
            self.show_state()
            place = self.sheet.place_of(unit)
            if place is not None:
                kinds = [one.kind for one in self.sheet.columns]
                self.go_to(place[0], kinds.index("typed") if "typed" in kinds else place[1])

    def _states_may_change(self, changes: Sequence[ChangeSet]) -> bool:
        """Say whether a period may have gone over into another state."""
        told = [one for change in changes for one in change.changes]
        if any(one.kind not in _QUIET for one in told) or self.pickers.state == "none":
            return True
        # What is undone may have been all there was.
        return any(one.kind == "cell" and one.after is None for one in told)

    def touched(self, change: Any) -> bool:
        """Figures, returns, units and what activities tell concern this page."""
        kinds = {one.kind for one in change.changes}
        concerned = bool(kinds & (_FIGURES | _UNITS))
        if concerned:
            self._changes.append(change)
        return concerned

    def leaving(self) -> bool:
        """Commit what is being typed; a reason asked for is given or given up first."""
        if self.reasons.asking:
            self.reasons.insist()
            return False
        self.entering.finish_reading()
        return self.grid is None or self.grid.commit_open()

    def _picked(self, period: str, form: str) -> None:
        """Open what a person picked and let them type there at once."""
        self.open_sheet(period, form)
        if self.grid is not None and not self.reasons.asking:
            self.grid.cells.setFocus()

    def _picked_kind(self, kind: str) -> None:
        if kind == AD_HOC:
            self._show_pickers()
            self.ask_ad_hoc()
            return
        last = self.pickers.last(kind) or newest(self.desk.read, self.form, kind)
        self._picked(last, self.form)

    def ask_ad_hoc(self) -> None:
        """Let an ad-hoc period be given its days."""
        if self.leaving():
            from desktop.ui.pages.figures.ad_hoc_dialog import AdHocDialog

            dialog = AdHocDialog(self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def open_ad_hoc(self, period: str) -> None:
        """Show an ad-hoc period in the form that is typed for it."""
        packs = self.desk.read.packs
        scheme = scheme_of(self.desk.read, period)
        form = next((f.id for f in typed_forms(packs.forms.values()) if scheme in f.schemes), "")
        self._picked(period, form or self.form)

    def _picked_money(self, scale: int) -> None:
        if self.leaving():
            self.desk.state.set("figures:money", scale)
            self._load()
        if self.grid is not None:
            self.grid.cells.setFocus()

    def open_sheet(self, period: str, form: str) -> None:
        """Show another period or form, once what is being typed is stored."""
        if not self.leaving():
            self._show_pickers()
            return
        self.period, self.form = period, form
        self.locking.opened(period, form)
        self.desk.state.set("figures:form", form)
        self._show_pickers()
        self._load()

    def _show_pickers(self) -> None:
        self.period, self.form = self.pickers.show(self.desk.read, self.period, self.form)

    def _load(self) -> None:
        scale = self.desk.state.get("figures:money", 1)
        self.sheet = EntrySheet.load(self.desk.read, self.form, self.period, scale=scale)
        self.sheet.gone = self._became
        self.entering.carry_over(self.sheet)
        money = any(column.money for column in self.sheet.columns)
        self.pickers.show_money(scale, any_money=money)
        self._show_sheet()
        self.following.opened(self.sheet)
        self.show_state()
        self._go_to_wanted()

    def _became(self, name: str) -> str:
        assert self.sheet is not None
        return what_became_of(self.desk.read, self.sheet.period.data_to, name)

    def show_again(self) -> None:
        """Show the same sheet with other columns in sight."""
        if self.sheet is not None and self.sheet.rows:
            self._show_sheet()
            self.show_cursor()

    def _show_sheet(self) -> None:
        sheet = self.sheet
        assert sheet is not None
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            self._stack.removeWidget(old)
            old.deleteLater()
        if not sheet.rows or not sheet.columns:
            self._stack.addWidget(nothing_here(self.desk, sheet))
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)
        turned = sheet.form.scope == "indicator_rows"
        make = TurnedSource if turned else SheetSource
        rows = self.filtering.rows(sheet)
        source = make(sheet, self.entering.enter, self.columns.hidden(), rows)
        source.tell = partial(self.desk.message, of_deed=True)
        self.strip.show_hidden(len(self.columns.out_of_sight()))
        if self.grid is None:
            self._make_grid(source)
        else:
            self.columns.placing()
            self.grid.set_source(source)
        self.columns.restore_widths()
        self.filtering.mark()
        self._step_in()

    def _make_grid(self, source: SheetSource) -> None:
        self.grid = GridView(source, name=_("Bảng số liệu"))
        self.grid.cursor_moved.connect(lambda *_: self._moved.start())
        self.grid.refused.connect(lambda _row, _column, text: self.show_refusal(text))
        self.grid.cells.review_paste = self.entering.review_paste
        self.grid.cells.finish_paste = self.entering.finish
        self.grid.cells.take_file = self.import_file
        self.grid.cells.noting.connect(self.write_note)
        self.grid.cells.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.cells.customContextMenuRequested.connect(lambda at: cell_menu.show(self, at))
        self.grid.asked_total.connect(self.trace)
        self.grid.names_drawn.connect(self.columns.names_drawn)
        self.grid.asked_order.connect(self.filtering.order)
        title = self.grid.cells.grouped
        title.sectionResized.connect(self.columns.resized)
        title.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        title.customContextMenuRequested.connect(self.columns.menu)
        self._box.insertWidget(4, self.grid, 1)
        self._stack.setFocusProxy(self.grid.cells)

    def _step_in(self) -> None:
        """Let the cursor stand where something can be typed."""
        assert self.grid is not None
        source, (row, column) = self.source(), self.grid.cells.cursor_cell()
        row = next((r for r in range(row, source.row_count()) if not source.heading(r)), row)
        ahead = [*range(column, len(source.columns)), *range(column)]
        usable = next((c for c in ahead if source.editable(row, c)), None)
        if usable is not None and (row, usable) != self.grid.cells.cursor_cell():
            self.grid.cells.go_to(row, usable)

    def show_state(self) -> None:
        """The figures changed: everything that follows is shown once, as soon as keys are idle."""
        self.following.show_state()

    def catch_up(self) -> None:
        """Show figures, problems and locking, once for all cells entered since."""
        self.following.catch_up()

    def followed(self) -> None:
        """What follows from the figures is shown: some deeds may be possible now."""
        for key, usable in zip(self._told, (self.locking.possible(), self.has_next()), strict=True):
            key.setEnabled(not usable)
        self.desk.actions_changed()

    def problems(self) -> Sequence[Problem]:
        """Return what the rules say of the sheet."""
        return self.following.problems

    def has_next(self) -> bool:
        """Whether a cell needs a look."""
        return self.following.has_next()

    # the cursor

    def grid_cell(self) -> tuple[int, int]:
        """Return the cursor's row and column of the grid."""
        assert self.grid is not None
        return self.grid.cells.cursor_cell()

    def cursor(self) -> tuple[int, int]:
        """Return the cursor's row and column of the sheet."""
        return self.source().figure_at(*self.grid_cell())

    def source(self) -> SheetSource:
        """Return what the grid shows."""
        assert self.grid is not None
        assert isinstance(self.grid.source, SheetSource)
        return self.grid.source

    def show_cursor(self) -> None:
        """Tell of the cell the cursor is in."""
        sheet = self.sheet
        if sheet is None or self.grid is None or not sheet.rows or not sheet.columns:
            return
        row, place = self.cursor()
        if row >= len(sheet.rows):
            return
        self._moved.stop()
        self.strip.show_refusal("")
        self.strip.show_cell(sheet, row, place)
        self.mending.follow()
        if self.panel.isVisible():
            self._show_details(row, place)

    def _show_details(self, row: int, place: int) -> None:
        assert self.sheet is not None
        unit, code = self.sheet.rows[row].unit.id, self.sheet.columns[place].code
        history = cell_history(self.desk.read, unit, self.period, code) if code else []
        self.panel.show_cell(self.sheet, row, place, history, self.desk.read)

    def show_refusal(self, sentence: str) -> None:
        """Show why something is not taken; "" when it is mended."""
        told, self._refusal = self._refusal, sentence
        if sentence:
            if self._moved.isActive():
                self.show_cursor()
            self.strip.show_refusal(sentence)
        elif told:
            self.show_cursor()

    def _go_to_wanted(self) -> None:
        if self._wanted is None or self.sheet is None:
            return
        cell = self.sheet.place_of(*self._wanted)
        self._wanted = None
        if cell is not None:
            self.go_to(*cell)

    def go_to(self, row: int, place: int) -> None:
        """Put the cursor in a cell of the sheet; its column comes into sight."""
        if self.grid is None or not self.grid.commit_open():
            return
        self.filtering.bring([(row, place)])
        cell = self.source().cell_of(row, place)
        if cell is None:
            self.columns.bring(place)
            cell = self.source().cell_of(row, place)
        self.grid.go_to(*(cell or (row, 0)))

    def go_to_next_problem(self) -> None:
        """Put the cursor in the next cell that needs a look; on a total, tell where it is from."""
        if self.grid is None:
            return
        if self.grid.total_chosen() is not None:
            self.trace()
            return
        self.catch_up()
        problem = next_problem(self.filtering.nearest(self.following.stops), *self.cursor())
        if problem is not None:
            self.problem_list.table.go_to((problem.row, problem.column, problem.finding.rule))
            self.go_to(problem.row, problem.column)

    def show_notices(self) -> None:
        """Show what the rules only inform of below the problems, or put it away again."""
        self.following.show_notices()

    def next_or_tell(self) -> None:
        """Go to the next cell that needs a look; say so when there is none."""
        if not self.leaving():
            return
        self.catch_up()
        if self.has_next() or (self.grid is not None and self.grid.total_chosen() is not None):
            self.go_to_next_problem()
        else:
            self.desk.message(nothing_left())

    def trace(self, column: int | None = None) -> None:
        """Show where the total of a column comes from: the one clicked, else the cursor's."""
        if self.grid is None or self.sheet is None or not self.leaving():
            return
        chosen = self.grid.total_chosen() if column is None else column
        place = self.cursor()[1] if chosen is None else self.source().places[chosen]
        self.traced = open_trace(self.window(), self.desk, self.sheet, place)
        self.traced.finished.connect(lambda _how: self.grid and self.grid.cells.setFocus())

    # notes, columns, export

    def write_note(self) -> None:
        """Open the panel at the cell's comment."""
        if self.grid is None or not self.leaving():
            return
        self.desk.show_details()
        self._show_details(*self.cursor())
        self.panel.write_note()

    def explain_column(self, column: int | None = None) -> None:
        """Open the panel at what a column means."""
        if self.grid is None or self.sheet is None:
            return
        if column is not None:
            self.grid.go_to(self.grid_cell()[0], column)
        self.desk.show_details()
        self._show_details(*self.cursor())

    def show_flags(self) -> None:
        """Show every cell flagged to come back to."""
        if self.leaving():
            dialog = FlagsDialog(self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def import_file(
        self, path: Path | Pasted | None = None, by_place: Callable[[], object] | None = None
    ) -> None:
        """Show how a file or a copied table would be read as the form shown, and take it;
        `by_place` shows a table pasted in the grid as it would lie there instead."""
        if self.sheet is None or not self.sheet.typed_rows or not self.leaving():
            return
        dialog = ImportFigures(self, path, by_place)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _how: self.grid and self.grid.cells.setFocus())
        dialog.open()

    def export(self) -> None:
        """Write the form of the period as a workbook."""
        if self.sheet is not None and self.leaving():
            unseen = len(self.columns.out_of_sight())
            filtered = self.filtering.units() is not None
            export(self.desk, self.sheet.form, self.sheet.period, unseen, filtered)
