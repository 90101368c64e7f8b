"""Mending a row whose figures cannot all be right: what is offered, and taking it as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry import Problem
from desktop.models.entry.entry_repairs import assignments, proposals
from desktop.models.figures.checks.facts import Finding
from desktop.models.figures.checks.moves import lock_first
from desktop.models.figures.checks.repairs import Repair, is_mendable, mended_by

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage

KEYS = "Ctrl+."
MOST = 8
"""Proposals worked out for a row, of which those about the problem looked at come first."""


class Mending:
    """Knows the repairs of the row looked at: the cursor's, or the one of the problem chosen."""

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self._shown: tuple[object, ...] = ()

    def look(self) -> None:
        """Offer what would mend the row looked at, the cells of the problem chosen before others.

        That is the row the cursor is in, where a repair is to be had for it: the list of problems
        offers for its own line while the keys are in it, or while the cursor's row needs none.
        """
        page = self._page
        problem = page.problem_list.table.current()
        row = self._row(problem)
        looked_at = (page.sheet, page.sheet.edition if page.sheet else 0, row, problem)
        if looked_at == self._shown:
            return  # the cursor went along a row: nothing is worked out again
        self._shown = looked_at
        found: list[Repair] = []
        if page.sheet is not None and 0 <= row < len(page.sheet.rows):
            found = proposals(page.desk.read, page.sheet, row, MOST)
            if problem is not None and problem.row == row and self._mendable(problem.finding):
                codes = mended_by(page.desk.read.packs, problem.finding)
                found.sort(key=lambda one: not any(c in codes for _unit, c, _value in one.changes))
        page.problem_list.show_repairs(found, KEYS, self._name(row) if found else "")

    def _row(self, problem: Problem | None) -> int:
        """Return the row repairs are offered for, -1 where there is none."""
        page, chosen = self._page, -1
        if problem is not None and self._mendable(problem.finding):
            chosen = problem.row
        if problem is not None and page.problem_list.table.hasFocus():
            return chosen
        here = page.cursor()[0] if page.grid is not None and page.sheet is not None else -1
        told = page.problem_list.table.rows()
        own = (one for one in told if one.row == here and not one.reason)
        return here if any(self._mendable(one.finding) for one in own) else chosen

    def _mendable(self, finding: Finding) -> bool:
        return is_mendable(self._page.desk.read.packs, finding)

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
            page.desk.message(
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
