"""Mending a row whose figures cannot all be right: what is offered, and taking it as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry import Problem
from desktop.models.entry.entry_repairs import assignments, proposals
from desktop.models.figures.checks.repairs import Repair, is_mendable, mended_by

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage

KEYS = "Ctrl+."
MOST = 8
"""Proposals worked out for a row, of which those about the problem looked at come first."""


class Mending:
    """Knows the repairs of the row looked at."""

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self._row = -1

    def look(self, problem: Problem | None) -> None:
        """Offer what would mend the row of a problem, its own cells before others."""
        found: list[Repair] = []
        self._row = problem.row if problem is not None else -1
        if problem is not None and is_mendable(self._page.desk.read.packs, problem.finding):
            codes = mended_by(self._page.desk.read.packs, problem.finding)
            found = self._proposals(problem.row)
            found.sort(key=lambda one: not any(c in codes for _unit, c, _value in one.changes))
        self._page.problem_list.show_repairs(found, KEYS)

    def _proposals(self, row: int) -> list[Repair]:
        sheet = self._page.sheet
        if sheet is None or row >= len(sheet.rows):
            return []
        return proposals(self._page.desk.read, sheet, row, MOST)

    def mend(self) -> None:
        """Take the likeliest repair: of the row the cursor is in, else of the problem chosen.

        Where that is one row, the one that is shown.
        """
        page = self._page
        if page.grid is None or not page.leaving():
            return
        page.catch_up()
        shown, row = list(page.problem_list.repairs), page.cursor()[0]
        found = (shown if row == self._row else []) or self._proposals(row) or shown
        if found:
            self.take(found[0])
        else:
            page.desk.message(self._nothing(page.cursor()[0]))

    def _nothing(self, row: int) -> str:
        sheet = self._page.sheet
        if sheet is not None and row < len(sheet.rows) and sheet.rows[row].closed:
            return _("Báo cáo đã chốt: gõ số đúng vào ô, chương trình hỏi lý do.")
        return _("Dòng này không có cách sửa nào để đề nghị.")

    def take(self, repair: Repair) -> None:
        """Store a repair as one step."""
        page = self._page
        page.entering.enter(assignments(repair))
        page.desk.message(_("Đã sửa: {told} Ctrl+Z để lấy lại.").format(told=repair.told))
