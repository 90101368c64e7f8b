"""Below the grid: what the rules say, one line each; takes no room while there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet, Problem
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, rule, space
from desktop.ui.widgets.table import Column, ListTable

LINES = 5


class ProblemList(QFrame):
    """`opened(Problem)` goes to its cell; `explain` asks for the reason of a warning."""

    opened = Signal(object)

    def __init__(
        self, explain: Callable[[Problem], object], next_one: Callable[[], object]
    ) -> None:
        super().__init__()
        self._explain = explain
        self._sheet: EntrySheet | None = None
        self.setProperty("look", "raised")
        self.count = PlainLabel("", tone="strong")
        self.table = ListTable(
            (
                Column(
                    _("Đơn vị"),
                    lambda p: p.unit,
                    44,
                    icon=_icon,
                    tone=_tone,
                    tooltip=lambda p: p.unit,
                ),
                Column(_("Điều cần xem"), _said, 0, tooltip=_said),
                Column(_("Chỉ tiêu"), self._column, 34, tooltip=self._column),
            ),
            key=lambda p: (p.row, p.column, p.finding.rule),
            name=_("Những chỗ cần xem"),
            sortable=False,
        )
        self._reason = link(_("Ghi lý do"), self._ask)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.opened)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(rule())
        head = row(self.count, None, self._reason, link(_("Chỗ tiếp theo (F8)"), next_one), gap="l")
        head.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        box.addLayout(head)
        box.addWidget(self.table)
        self._chosen(None)
        self.hide()

    def show_problems(self, sheet: EntrySheet, problems: Sequence[Problem]) -> None:
        """Show what stands open first; hide when there is nothing at all."""
        self._sheet = sheet
        ordered = sorted(problems, key=lambda p: (not p.open, p.row, p.column))
        still = sum(1 for p in problems if p.open)
        self.count.setText(
            _("{n} chỗ cần xem").format(n=still) if still else _("Các cảnh báo đã ghi lý do")
        )
        self.table.set_rows(ordered)
        self._fit(len(problems))
        self.setVisible(bool(problems))
        self._chosen(self.table.current())

    def _fit(self, lines: int) -> None:
        """Take room for the lines there are, up to a few."""
        line = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + line * min(lines, LINES) + space("xs"))

    def _column(self, problem: Problem) -> str:
        if self._sheet is None or problem.column >= len(self._sheet.columns):
            return ""
        column = self._sheet.columns[problem.column]
        return " – ".join((*column.group, column.title))

    def _chosen(self, problem: Problem | None) -> None:
        self._reason.setVisible(problem is not None and problem.finding.severity == "W")

    def _ask(self) -> None:
        problem = self.table.current()
        if problem is not None:
            self._explain(problem)


def _said(problem: Problem) -> str:
    if not problem.reason:
        return problem.finding.message
    return _("{message} Lý do: {reason}").format(
        message=problem.finding.message, reason=problem.reason
    )


def _icon(problem: Problem) -> str:
    if not problem.open:
        return "check"
    return "blocked" if problem.finding.severity == "E" else "warning"


def _tone(problem: Problem) -> str:
    if not problem.open:
        return "ink.muted"
    return "blocked" if problem.finding.severity == "E" else "attention"


def next_problem(problems: Sequence[Problem], row: int, column: int) -> Problem | None:
    """Return the first open problem behind a cell, from the top again after the last."""
    standing = sorted((p for p in problems if p.open), key=lambda p: (p.row, p.column))
    behind = [p for p in standing if (p.row, p.column) > (row, column)]
    return next(iter(behind or standing), None)
