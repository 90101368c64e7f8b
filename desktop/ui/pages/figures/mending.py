"""Mending a row whose figures cannot all be right: what is offered, and taking it as one step."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet, Problem
from desktop.models.entry.entry_repairs import assignments, proposals
from desktop.models.figures.checks.facts import Finding
from desktop.models.figures.checks.moves import lock_first
from desktop.models.figures.checks.repairs import Repair, is_mendable, mended_by
from desktop.ui.widgets.soon import soon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.pages.figures.surface import FiguresPage

KEYS = "Ctrl+."
MOST = 8
"""Proposals worked out for a row, of which those about the problem looked at come first."""
REST_MS = 300
"""While cells follow each other sooner, repairs wait: trying them out is most of what follows."""


class Mending:
    """Knows the repairs of the row looked at: the cursor's, or the one of the problem chosen."""

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self._shown: tuple[object, ...] = ()
        self._followed = 0.0

    def build(self, surface: QWidget) -> None:
        """The page has its surface: its turns are counted there."""
        self._late = soon(surface, self._rested)

    def follow(self) -> None:
        """Offer what `look` does, once the keys rest; of a row that was left nothing stays."""
        before, self._followed = self._followed, perf_counter()
        state = self._state()
        if state == self._shown:
            return
        sheet, _edition, row, _problem = state
        if row < 0 or self._followed - before >= REST_MS / 1000:
            self.look()
            return
        if self._shown[:1] != (sheet,) or self._shown[2:3] != (row,):
            self._shown = ()
            self._page.problem_list.show_repairs((), KEYS)
        self._late.start(REST_MS)

    def _rested(self) -> None:
        if self._page.desk.open:
            self.look()

    def look(self) -> None:
        """Offer what would mend the row looked at, the cells of the problem chosen before others.

        That is the row the cursor is in, where a repair is to be had for it: the list of problems
        offers for its own line while the keys are in it, or while the cursor's row needs none.
        """
        page, looked_at = self._page, self._state()
        self._late.stop()
        if looked_at == self._shown:
            return  # the cursor went along a row: nothing is worked out again
        self._shown = looked_at
        _sheet, _edition, row, problem = looked_at
        found: list[Repair] = []
        if page.sheet is not None and 0 <= row < len(page.sheet.rows):
            found = proposals(page.desk.read, page.sheet, row, MOST)
            if problem is not None and problem.row == row and self._mendable(problem.finding):
                codes = mended_by(page.desk.read.packs, problem.finding)
                found.sort(key=lambda one: not any(c in codes for _unit, c, _value in one.changes))
        page.problem_list.show_repairs(found, KEYS, self._name(row) if found else "")

    def _state(self) -> tuple[EntrySheet | None, int, int, Problem | None]:
        """Return what the repairs on offer depend on: sheet, its edition, row and problem."""
        page = self._page
        problem = page.problem_list.table.current()
        return page.sheet, page.sheet.edition if page.sheet else 0, self._row(problem), problem

    def _row(self, problem: Problem | None) -> int:
        """Return the row repairs are offered for, -1 where there is none."""
        page, chosen = self._page, -1
        if problem is not None and self._mendable(problem.finding):
            chosen = problem.row
        if problem is not None and page.problem_list.table.hasFocus():
            return chosen
        here = page.cursor()[0] if page.grid is not None and page.sheet is not None else -1
        own = (one for one in page.problem_list.of_row(here) if not one.reason)
        return here if any(self._mendable(one.finding) for one in own) else chosen

    def _mendable(self, finding: Finding) -> bool:
        sheet = self._page.sheet  # its packs: the reader would ask the database for each finding
        return sheet is not None and is_mendable(sheet.facts.packs, finding)

    def _name(self, row: int) -> str:
        sheet = self._page.sheet
        return sheet.rows[row].unit.short if sheet is not None else ""

    def mend(self) -> None:
        """Take the repair written beside the key.

        Where another one was written there, or none yet, that one is shown first: a key never
        does what nobody could read.
        """
        page = self._page
        if page.grid is None or not page.leaving():
            return
        read = page.problem_list.repairs[:1]
        page.catch_up()
        self.look()
        offered = page.problem_list.repairs[:1]
        if not offered:
            page.desk.message(self._nothing(page.cursor()[0]))
        elif offered == read:
            self.take(offered[0])
        else:
            self._tell_it_changed()

    def _tell_it_changed(self) -> None:
        self._page.desk.message(
            _("Đề nghị sửa vừa hiện dưới bảng: xem rồi bấm {keys} lần nữa.").format(keys=KEYS)
        )

    def _nothing(self, row: int) -> str:
        sheet = self._page.sheet
        if sheet is not None and row < len(sheet.rows) and sheet.rows[row].closed:
            return _("Báo cáo đã chốt: gõ số đúng vào ô, chương trình hỏi lý do.")
        if sheet is not None and row < len(sheet.rows):
            facts = sheet.rows[row].facts()
            first = (lock_first(facts, one) for one in facts.packs.equations.values())
            return next(filter(None, first), "") or _("Dòng này không có cách sửa nào để đề nghị.")
        return _("Dòng này không có cách sửa nào để đề nghị.")

    def choose(self, repair: Repair) -> None:
        """Take a repair that was clicked, where it is still what would be offered."""
        self.look()
        if repair in self._page.problem_list.repairs:
            self.take(repair)
        else:
            self._tell_it_changed()

    def take(self, repair: Repair) -> None:
        """Store a repair as one step; of a locked return the reason is asked for first."""
        page = self._page
        unit, cells = page.problem_list.mended_unit, assignments(repair)
        page.entering.enter(cells)
        if page.sheet is None or page.sheet.closed_rows(cells):
            return
        page.desk.message(
            _("Đã sửa {unit}: {told} Ctrl+Z để lấy lại.").format(unit=unit, told=repair.told)
        )
