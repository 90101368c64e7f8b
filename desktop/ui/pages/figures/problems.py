"""Below the grid: what the rules say, one line each; takes no room while there is nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet, Problem
from desktop.models.figures.checks.repairs import Repair
from desktop.models.text import vi_number, with_counts
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, rule, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LINES, FEWEST = 5, 2
SHARE = 4
"""The table takes a quarter of the page at most, where two lines have room in it."""
REASON_KEYS = "Ctrl+F8"
OFFERS = 3
LETTERS = 40
"""Of a long name that many letters are shown beside a repair, its end among them."""


class ProblemList(QFrame):
    """`opened(Problem)` goes to its cell, on a click too; `explain` asks for a warning's reason.

    `looked()` follows the line chosen; `mended(Repair)` a repair that was taken.
    """

    opened = Signal(object)
    looked = Signal()
    mended = Signal(object)

    def __init__(
        self, explain: Callable[[Problem], object], next_one: Callable[[], object]
    ) -> None:
        super().__init__()
        self._explain = explain
        self.repairs: tuple[Repair, ...] = ()
        self.mended_unit = ""
        self._first = ("", "", "")
        self._ends = (0, 0)
        self.offers = [link("", partial(self._take, place)) for place in range(OFFERS)]
        self._sheet: EntrySheet | None = None
        self.setProperty("look", "raised")
        self.count = PlainLabel("", tone="strong")
        self.table = ListTable(
            (
                Column(
                    _("Đơn vị"),
                    lambda p: p.unit,
                    36,
                    least=16,
                    middle=True,
                    icon=_icon,
                    tone=_tone,
                    tooltip=lambda p: p.unit,
                ),
                Column(_("Điều cần xem"), _said, 0, tooltip=_said),
                Column(_("Chỉ tiêu"), self._column, 28, least=10, tooltip=self._column),
            ),
            key=lambda p: (p.row, p.column, p.finding.rule),
            name=_("Những chỗ cần xem"),
            sortable=False,
        )
        self._reason = link(_("Ghi lý do ({keys})").format(keys=REASON_KEYS), self._ask)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.opened)
        self.table.clicked.connect(lambda _index: self._go())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(rule())
        head = row(self.count, None, self._reason, link(_("Chỗ tiếp theo (F8)"), next_one), gap="l")
        head.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        box.addLayout(head)
        self._offered = QWidget()
        offered = row(*self.offers, None, gap="l")
        offered.setContentsMargins(space("l"), 0, space("l"), space("xs"))
        self._offered.setLayout(offered)
        self._offered.setMinimumWidth(1)  # words that are too long never widen the window
        box.addWidget(self._offered)
        box.addWidget(self.table)
        self.show_repairs((), "")
        self._chosen(None)
        self.hide()

    def show_problems(self, sheet: EntrySheet, problems: Sequence[Problem]) -> None:
        """Show what stands open first, then what is explained; hide when there is nothing at all.

        The problems come in the order of rows and columns, those that inform behind the others.
        """
        self._sheet = sheet
        still = [one for one in problems if one.open]
        settled = [one for one in problems if not one.open] if len(still) < len(problems) else []
        informing = [one for one in settled if one.finding.severity == "I"]
        explained = len(settled) > len(informing)
        told = _("Các cảnh báo đã ghi lý do") if explained else _("Những điều nên xem")
        self.count.setText(with_counts(_("{n} chỗ cần xem"), n=len(still)) if still else told)
        others = [one for one in settled if one.finding.severity != "I"]
        self._ends = (len(still), len(still) + len(others))
        self.table.set_rows([*still, *others, *informing] if settled else problems)
        self._fit(len(problems))
        self.setVisible(bool(problems))
        self._chosen(self.table.current())

    def of_row(self, row: int) -> Iterator[Problem]:
        """Yield what is shown of a row of the sheet; each part of the list is in their order."""
        listed, first = self.table.rows_model.rows, 0
        for end in (*self._ends, len(listed)):
            begin = bisect_left(listed, row, first, end, key=_row)
            yield from takewhile(lambda one: one.row == row, islice(listed, begin, end))
            first = end

    def show_progress(self, sheet: EntrySheet, looked: int, rows: int) -> None:
        """Tell how far a long look at a sheet is; nothing said of another one stays meanwhile."""
        if sheet is not self._sheet:
            self._sheet, self._ends = sheet, (0, 0)
            self.table.set_rows([])
        self.count.setText(
            _("Đang kiểm tra số liệu: {n}/{all} đơn vị…").format(
                n=vi_number(looked), all=vi_number(rows)
            )
        )
        self.show()

    def reveal(self, severity: str) -> None:
        """Bring the first line of a severity into sight."""
        for problem in self.table.rows():
            if problem.finding.severity == severity:
                self.table.go_to((problem.row, problem.column, problem.finding.rule))
                return

    def fit(self) -> None:
        """Another height of the page has another room to give."""
        self._fit(len(self.table.rows()))

    def _fit(self, lines: int) -> None:
        """Take room for the lines there are, up to a few: the grid above keeps the most."""
        line = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        page = self.parentWidget()
        room = (page.height() if page is not None else 0) // SHARE - head
        most = min(LINES, max(FEWEST, room // line))
        self.table.setFixedHeight(head + line * min(lines, most) + space("xs"))

    def _column(self, problem: Problem) -> str:
        if self._sheet is None or problem.column >= len(self._sheet.columns):
            return ""
        column = self._sheet.columns[problem.column]
        return " – ".join((column.title, *reversed(column.group)))

    def _go(self) -> None:
        problem = self.table.current()
        if problem is not None:
            self.opened.emit(problem)

    def _chosen(self, problem: Problem | None) -> None:
        self._reason.setVisible(problem is not None and problem.finding.severity == "W")
        self.looked.emit()

    def show_repairs(self, repairs: Sequence[Repair], keys: str, unit: str = "") -> None:
        """Offer to mend a row, by the unit's name; the key takes the first."""
        self.repairs, self.mended_unit = tuple(repairs[:OFFERS]), unit
        for place, (offer, repair) in enumerate(zip(self.offers, self.repairs, strict=False)):
            told = repair.told
            if place == 0:
                words = _("Sửa {unit}: {told} ({keys})").format(
                    unit=_with_its_end(unit), told=told.rstrip("."), keys=keys
                )
                lead = _("Sửa {unit} ({keys}):").format(unit=_with_its_end(unit), keys=keys)
                self._first = (words, lead, told.rstrip("."))
            else:
                words = _("hoặc {told}").format(told=repair.told_beside(self.repairs[0]))
            offer.setText(words)
            offer.setToolTip(f"{unit}: {told}")
        self._fit_offers()

    def _fit_offers(self) -> None:
        """Offer the likeliest, and of the others those that have room beside it."""
        gap = space("l")
        room = self.width() - gap
        if self.repairs:
            self._word_first(room - gap)
        for place, offer in enumerate(self.offers):
            room -= offer.sizeHint().width() + gap
            offered = place < len(self.repairs) and (place == 0 or room >= 0)
            offer.setVisible(offered)

    def _word_first(self, room: int) -> None:
        """Where one line has no room for the likeliest, say in two what would be done."""
        first, (words, lead, told) = self.offers[0], self._first
        first.setText(words)
        around = first.sizeHint().width() - first.fontMetrics().horizontalAdvance(words)
        if first.sizeHint().width() > room:
            wide = Qt.TextElideMode.ElideRight
            first.setText(f"{lead}\n{first.fontMetrics().elidedText(told, wide, room - around)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other offers."""
        super().resizeEvent(event)
        self._fit_offers()

    def _take(self, place: int) -> None:
        if place < len(self.repairs):
            self.mended.emit(self.repairs[place])

    def _ask(self) -> None:
        problem = self.table.current()
        if problem is not None:
            self._explain(problem)


def _row(problem: Problem) -> int:
    return problem.row


def _with_its_end(name: str) -> str:
    """Return a name, a long one without its middle: names of schools differ at their end."""
    half = (LETTERS - 1) // 2
    return name if len(name) <= LETTERS else f"{name[:half].rstrip()}…{name[-half:].lstrip()}"


def _said(problem: Problem) -> str:
    if not problem.reason:
        return problem.finding.message
    return _("{message} Lý do: {reason}").format(
        message=problem.finding.message, reason=problem.reason
    )


def _icon(problem: Problem) -> str:
    if problem.finding.severity == "I":
        return "info"
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
