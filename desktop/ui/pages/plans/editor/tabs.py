"""The parts of the editor beside the outline: each is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.documents.coverage import Coverage
from desktop.documents.plan_checks import Finding
from desktop.models.outline.outline import Outline
from desktop.models.plans.plan_head import ISSUED, PlanHead
from desktop.ui.desk import Desk
from desktop.ui.pages.plans.comparing.compare_tab import CompareTab
from desktop.ui.pages.plans.comparing.coverage_tab import CoverageTab
from desktop.ui.pages.plans.editor.checks_tab import ChecksTab
from desktop.ui.pages.plans.editor.parts import (
    CHECKS,
    COMPARE,
    COVERAGE,
    HEAD,
    PREVIEW,
    PROGRAMME,
)
from desktop.ui.pages.plans.editor.preview_tab import PreviewTab
from desktop.ui.pages.plans.programme.tab import ProgrammeTab

if TYPE_CHECKING:
    from desktop.ui.pages.plans.editor.head_tab import HeadTab

_NAMES = {COVERAGE: "coverage", HEAD: "form", PROGRAMME: "programme", PREVIEW: "preview",
          COMPARE: "compare", CHECKS: "checks"}  # fmt: skip


class EditorTabs(QWidget):
    """What the editor has in front one of: opening a plan makes no more than its outline."""

    _desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.head: PlanHead | None = None
        self.export_matrix: Callable[[str], object] = lambda _suffix: None
        self._coverage: Coverage | None = None
        self._findings: Sequence[Finding] = ()
        self.stack = QStackedWidget()

    def stack_parts(self, outline: QWidget) -> None:
        """Keep a place for every part."""
        self.stack.addWidget(outline)
        for _part in _NAMES:
            place = QWidget()
            QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
            self.stack.addWidget(place)

    def is_made(self, part: str) -> bool:
        """Say whether a part, by its name here, was shown yet."""
        return part in self.__dict__

    def is_issued(self) -> bool:
        """Say whether the paper is issued and not open for a revision."""
        return self.head is not None and self.head.state == ISSUED

    def make_part(self, part: int) -> None:
        """Make a part that comes to the front."""
        if part in _NAMES:
            getattr(self, _NAMES[part])

    @cached_property
    def coverage(self) -> CoverageTab:
        """The comparison with the upper paper."""
        tab = CoverageTab(
            self.go_item, self.take_missing, lambda suffix: self.export_matrix(suffix)
        )
        self._place(COVERAGE, tab)
        if self._coverage is not None:
            tab.show_share(self._coverage)
        return tab

    @cached_property
    def form(self) -> HeadTab:
        """The head's fields."""
        from desktop.ui.pages.plans.editor.head_tab import HeadTab

        desk = self._desk
        form = HeadTab(self.put_head, desk.read.packs, desk.half_typed, self.stack.widget(HEAD))
        self._place(HEAD, form)
        if self.head is not None:
            form.show_head(self.head)
        return form

    @cached_property
    def programme(self) -> ProgrammeTab:
        """The work programme."""
        tab = ProgrammeTab(self._desk)
        self._place(PROGRAMME, tab)
        if self.head is not None:
            tab.show_plan(self.head)
        return tab

    @cached_property
    def preview(self) -> PreviewTab:
        """The printed page."""
        tab = PreviewTab(self._desk, self.show_departures)
        self._place(PREVIEW, tab)
        if self.head is not None:
            tab.show_plan(self.head.id, self.head.title or self.head.subject)
        return tab

    @cached_property
    def compare(self) -> CompareTab:
        """The plan beside another state of it."""
        tab = CompareTab(self._desk, self.outline_now, self.go_item)
        self._place(COMPARE, tab)
        if self.head is not None:
            tab.show_plan(self.head)
        return tab

    @cached_property
    def checks(self) -> ChecksTab:
        """What the plan still lacks."""
        tab = ChecksTab(self.go_finding)
        self._place(CHECKS, tab)
        tab.show_findings(self._findings, issued=self.is_issued())
        return tab

    def _place(self, part: int, tab: QWidget) -> None:
        place = self.stack.widget(part).layout()
        assert place is not None
        place.addWidget(tab)

    # what the parts ask for

    def go_item(self, item_id: str) -> None:
        """Show an item in the outline."""
        raise NotImplementedError

    def go_finding(self, found: Finding) -> None:
        """Show the place a finding speaks of."""
        raise NotImplementedError

    def take_missing(self, parent_item: str) -> None:
        """Take over a duty nobody carries out."""
        raise NotImplementedError

    def put_head(self, field: str, value: Any) -> None:
        """Keep a field of the head."""
        raise NotImplementedError

    def show_departures(self, count: int) -> None:
        """Tell how many places of the printed page depart from the rules."""
        raise NotImplementedError

    def outline_now(self) -> Outline | None:
        """Return the outline as it is."""
        raise NotImplementedError
