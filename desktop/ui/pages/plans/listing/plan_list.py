"""The list of plans: own ones, papers from above, own templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.documents.coverage import Coverage
from desktop.i18n import _
from desktop.intake.documents import SUFFIXES
from desktop.models.plans import plan_head, plans
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import fold
from desktop.tasks.papers.draft import coverage_of
from desktop.tasks.papers.office_facts import office_facts
from desktop.ui.desk import Desk
from desktop.ui.pages.plans import words
from desktop.ui.pages.plans.listing.coverage_bar import CoverageBar
from desktop.ui.widgets.drop_area import DropArea
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, column, row, space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable

COVERAGE_COLUMN = 5


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the list; coverage None is not known yet or has no upper paper."""

    head: PlanHead
    type: str
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class ListDeeds:
    """What the list asks of the page."""

    open: Callable[[str], object]
    compose: Callable[[], object]
    receive: Callable[[Sequence[Path]], object]
    choose_file: Callable[[], object]
    paste: Callable[[], object]
    chosen: Callable[[PlanLine | None], object]
    show_coverage: Callable[[], object]


class PlanList(QWidget):
    """Year, title, kind, state, number and date, coverage; filters above, a drop area below."""

    def __init__(self, desk: Desk, deeds: ListDeeds) -> None:
        super().__init__()
        self._desk, self._deeds = desk, deeds
        self._lines: list[PlanLine] = []
        self._covered: dict[str, Coverage] = {}
        self.year = Choice([(_("Mọi năm"), None)], name=_("Năm"))
        roles = [(words.role_name(role), role) for role in words.ROLES]
        self.role = Choice([(_("Mọi loại"), None), *roles], name=_("Loại văn bản"))
        self.search = SearchField(_("Tìm trong tên, số văn bản"))
        self.search.setFixedWidth(self.fontMetrics().averageCharWidth() * 26)
        self.count = PlainLabel("", tone="muted")
        for picker in (self.year, self.role):
            picker.chosen.connect(lambda _value: self._show())
        self.search.searched.connect(lambda _text: self._show())
        self.table = self._make_table()
        self.setFocusProxy(self.table)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._make_empty())
        self._none = PlainLabel(_("Không có văn bản nào khớp."), tone="muted")
        self._none.setContentsMargins(space("xl"), space("l"), 0, 0)
        self._none.setAlignment(self._none.alignment())
        self._stack.addWidget(_top(self._none))
        self._filters = QWidget()
        self._filters.setLayout(row(self.year, self.role, self.search, STRETCH, self.count))
        inside = column(self._filters, gap="m")
        inside.setContentsMargins(space("xl"), space("m"), space("xl"), 0)
        below = column(self._drop_area())
        below.setContentsMargins(space("xl"), space("m"), space("xl"), space("m"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        self._top = column()
        self._top.setContentsMargins(space("xl"), 0, space("xl"), 0)
        box.addLayout(self._top)
        box.addLayout(inside)
        box.addWidget(self._stack, 1)
        box.addLayout(below)

    def _make_table(self) -> ListTable:
        columns = [
            Column(_("Năm"), lambda p: str(p.head.year or ""), 6, order=lambda p: p.head.year or 0),
            Column(_("Tên văn bản"), _name, 0, tooltip=_name),
            Column(_("Thể loại"), lambda p: p.type, 11),
            Column(_("Tình trạng"), _state, 15, tone=_state_tone),
            Column(
                _("Số, ngày"),
                lambda p: words.number_and_date(p.head),
                20,
                order=lambda p: (p.head.date, p.head.number),
            ),
            Column(
                _("Đối chiếu"),
                _coverage_text,
                10,
                tone=_coverage_tone,
                tooltip=_coverage_tip,
                order=_coverage_order,
            ),
        ]
        table = ListTable(
            columns, key=lambda p: p.head.id, name=_("Kế hoạch"), state=self._desk.state
        )
        table.opened.connect(lambda line: self._deeds.open(line.head.id))
        table.chosen.connect(self._deeds.chosen)
        table.clicked.connect(self._clicked)
        self._bar = CoverageBar(table, lambda place: table.rows_model.rows[place].coverage)
        table.setItemDelegateForColumn(COVERAGE_COLUMN, self._bar)
        return table

    def _make_empty(self) -> QWidget:
        return EmptyState(
            "plans",
            _("Kế hoạch của đơn vị và văn bản của cấp trên sẽ nằm ở đây"),
            _("Soạn kế hoạch từ mẫu"),
            self._deeds.compose,
            hint=_(
                "Có văn bản của cấp trên thì thả vào ô bên dưới để soạn theo; công văn, quyết "
                "định, báo cáo thì chọn “Soạn văn bản mới”."
            ),
        )

    def _drop_area(self) -> DropArea:
        return DropArea(
            _("Thả văn bản của cấp trên vào đây ({kinds}) để đọc và soạn theo").format(
                kinds=", ".join(SUFFIXES)
            ),
            self._deeds.receive,
            _("Chọn tệp"),
            self._deeds.choose_file,
        )

    def offer(self, part: QWidget) -> None:
        """Show something above the filters: what was begun and waits."""
        self._top.addWidget(part)

    # reading

    def refresh(self) -> None:
        """Read the plans again; coverage follows when it is worked out."""
        packs = self._desk.read.packs
        heads = plans.list_plans(self._desk.read, role=None)
        self._lines = [
            PlanLine(head, words.type_name(head, packs), self._covered.get(head.id))
            for head in heads
        ]
        years = sorted({head.year for head in heads if head.year}, reverse=True)
        self.year.set_options([(_("Mọi năm"), None), *((str(y), y) for y in years)])
        self._show()
        wanted = [head.id for head in heads if head.source_plan]
        if wanted:
            today = self._desk.today()
            self._desk.job(
                _("Tính mức bao quát"),
                lambda store, _progress, _cancelled: _coverages(store, wanted, today),
                self._take_coverages,
            )

    def _take_coverages(self, found: dict[str, Coverage]) -> None:
        self._covered = found
        self._lines = [
            PlanLine(line.head, line.type, found.get(line.head.id)) for line in self._lines
        ]
        self._show()

    def _show(self) -> None:
        needle = self.search.needle()
        shown = [
            line
            for line in self._lines
            if self.year.value() in (None, line.head.year)
            and self.role.value() in (None, line.head.role)
            and needle in fold(f"{line.head.title} {line.head.subject} {line.head.full_number}")
        ]
        self.table.set_rows(shown)
        self._filters.setVisible(bool(self._lines))
        self._stack.setCurrentIndex(0 if shown else 2 if self._lines else 1)
        self.count.setText(_("{n} văn bản").format(n=len(shown)))
        if shown and self.table.current() is None:
            self.table.go_to(shown[0].head.id)
        self._deeds.chosen(self.table.current())

    def _clicked(self, index: Any) -> None:
        line = self.table.rows_model.rows[index.row()]
        if index.column() == COVERAGE_COLUMN and line.coverage is not None:
            self._deeds.show_coverage()


def _top(label: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(label, STRETCH))
    return holder


def _coverages(store: Any, wanted: list[str], today: Any) -> dict[str, Coverage]:
    from desktop.models.errors import Refusal

    facts = office_facts(store, today)
    found: dict[str, Coverage] = {}
    for plan_id in wanted:
        try:
            found[plan_id] = coverage_of(store, plan_id, facts)
        except Refusal:
            continue  # deleted meanwhile
    return found


def _state(line: PlanLine) -> str:
    return words.state_name(line.head)


def _state_tone(line: PlanLine) -> str:
    if line.head.role != plan_head.OWN:
        return "ink.muted"
    return "done" if line.head.state == plan_head.ISSUED else "brand"


def _coverage_text(line: PlanLine) -> str:
    if line.coverage is None or not line.coverage.duties:
        return "" if line.head.role != plan_head.OWN else "–"
    return f"{line.coverage.covered}/{len(line.coverage.duties)}"


def _coverage_tone(line: PlanLine) -> str:
    missing = line.coverage is not None and line.coverage.missing
    return "attention" if missing else "ink.normal"


def _coverage_tip(line: PlanLine) -> str:
    if line.coverage is None or not line.coverage.duties:
        return ""
    if not line.coverage.missing:
        return _("Đủ mọi nhiệm vụ cấp trên giao.")
    return _("Còn thiếu: {list}").format(list=", ".join(line.coverage.missing))


def _coverage_order(line: PlanLine) -> float:
    if line.coverage is None or not line.coverage.duties:
        return -1.0
    return line.coverage.covered / len(line.coverage.duties)


def _name(line: PlanLine) -> str:
    return line.head.title or line.head.subject
