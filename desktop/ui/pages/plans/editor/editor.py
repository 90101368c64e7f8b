"""The editor of one plan: its tabs, and what each needs to know when something changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabBar, QVBoxLayout

from desktop.documents import coverage as covering
from desktop.documents.coverage_lines import lines_of
from desktop.documents.duties import Duties
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.open_places import OpenPlace, open_places
from desktop.documents.plan_checks import Finding, check_plan
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.plans import comments, plan_head, plan_issue, plans
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_rows import read_rows
from desktop.tasks.papers import issuing
from desktop.tasks.papers.handed import duties_of
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.paper_head import set_head_field
from desktop.ui.desk import Desk
from desktop.ui.messages import MessageKind
from desktop.ui.pages.plans import words
from desktop.ui.pages.plans.being_typed import place_of
from desktop.ui.pages.plans.editor.content_tab import ContentTab
from desktop.ui.pages.plans.editor.item_panel import ItemPanel
from desktop.ui.pages.plans.editor.left_over import tell_left_over
from desktop.ui.pages.plans.editor.parts import (
    CHECKS,
    COMPARE,
    CONTENT,
    COVERAGE,
    HEAD,
    PREVIEW,
    PROGRAMME,
)
from desktop.ui.pages.plans.editor.tabs import EditorTabs
from desktop.ui.pages.plans.life.issue_dialog import IssueDialog
from desktop.ui.pages.plans.writing.lists import WritingLists
from desktop.ui.pages.plans.writing.remarks_box import RemarksBox
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.labels import ElidedLabel, Pill, PlainLabel
from desktop.ui.widgets.layout import row, rule, space

_PAUSE_MS = 700


class PlanEditor(EditorTabs):
    """Edits one plan; `back()` returns to the list."""

    def __init__(self, desk: Desk, back: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self.turning: Callable[[int], object] = lambda _part: None
        self.issued: Callable[[str], object] = lambda _plan: None
        self._departures = 0
        self._duties, self._facts = Duties(), OfficeFacts()
        self._sorted, self._turns = False, 0
        self._source = ""
        self.title = ElidedLabel("", level="large", tone="strong")
        self.state = Pill("")
        self.number = PlainLabel("", tone="muted")
        top = row(link(_("‹ Danh sách"), back), self.title, self.state, self.number, None, gap="m")
        top.setContentsMargins(space("xl"), space("s"), space("l"), 0)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._names = {
            CONTENT: _("Nội dung"),
            COVERAGE: _("Đối chiếu"),
            CHECKS: _("Cần xem"),
            HEAD: _("Thông tin văn bản"),
            PROGRAMME: _("Chương trình công tác"),
            COMPARE: _("So sánh"),
            PREVIEW: _("Trang in"),
        }
        self.tabs.setAccessibleName(_("Các phần của kế hoạch"))
        bar = row(self.tabs)  # all the width: a longer name never brings arrows for a moment
        bar.setContentsMargins(space("xl"), 0, 0, 0)
        self.content = ContentTab(
            desk,
            moved=self._show_items,
            edited=self._edited,
            refused=desk.refused,
            remark=self.write_remark,
        )
        self.late_checks = QTimer(self)
        self.late_checks.setSingleShot(True)
        self.late_checks.setInterval(_PAUSE_MS)
        self.late_checks.timeout.connect(lambda: self.isVisible() and self.check())
        self.stack_parts(self.content)
        self.tabs.currentChanged.connect(self._turn)
        self.content.view.left.connect(self._leave_text)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addLayout(bar)
        box.addWidget(rule())
        box.addWidget(self.stack, 1)

    @cached_property
    def panel(self) -> ItemPanel:
        """What is known of the chosen item, with the comments on it; shown beside the editor."""
        desk = self._desk
        panel = ItemPanel(
            self.content.set_field, self._open_parent, desk.read.packs, desk.today, desk.half_typed
        )
        panel.add_below(self.remarks)
        return panel

    @cached_property
    def remarks(self) -> RemarksBox:
        """The comments on the chosen item."""
        return RemarksBox(
            self._add_remark, self._settle_remark, self._drop_remark, self._edit_remark,
            self._desk.half_typed,
        )  # fmt: skip

    @property
    def plan(self) -> str:
        """The id of the plan being edited, "" when there is none."""
        return self.head.id if self.head is not None else ""

    # opening and refreshing

    def open_plan(self, plan_id: str, *, tab: int = CONTENT) -> None:
        """Edit another plan; raises Refusal when it is not there."""
        self.leave()
        head = plans.read_plan(self._desk.read, plan_id)
        self.head, self._coverage, self._departures, self._findings = head, None, 0, ()
        self._source = self._source_name(head)
        self.content.show_plan(head)
        self._sort_duties()
        if self.is_made("preview"):
            self.preview.show_plan(head.id, head.title or head.subject)
        self._show_head(head)
        self._show_parts(head)
        self._show_coverage()
        self._make_tabs(head)
        self.show_tab(tab)
        outline, remarks = self.outline_now() or Outline(()), self.content.comments
        tell_left_over(
            self._desk, head.id, outline, remarks, self.go_item, self.show_tab, self.write_remark
        )

    def _sort_duties(self) -> None:
        """Tell once what of the upper paper is ours; the paper itself does not change."""
        parent, today = self.content.parent_outline, self._desk.today()
        self._sorted = False
        self._turns += 1
        turn = self._turns

        def work(store: Any, _progress: object, _cancelled: object) -> tuple[OfficeFacts, Duties]:
            facts = office_facts(store, today)
            return facts, duties_of(parent, facts) if parent is not None else Duties()

        def done(found: tuple[OfficeFacts, Duties]) -> None:
            if turn == self._turns:
                self._facts, self._duties = found
                self._sorted = True
                self._show_coverage()

        self._desk.job(_("Đối chiếu với văn bản cấp trên"), work, done)

    def _source_name(self, head: PlanHead) -> str:
        try:
            source = plans.read_plan(self._desk.read, head.source_plan)
        except Refusal:
            return ""  # no upper paper, or it was deleted: its items can still be compared
        return source.title or source.subject

    def _make_tabs(self, head: PlanHead) -> None:
        """Offer the parts this paper has."""
        away = set() if head.source_plan else {COVERAGE}
        if head.role != plan_head.OWN:
            away |= {PROGRAMME, CHECKS}
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for part in self._names:
            if part not in away:
                self.tabs.setTabData(self.tabs.addTab(""), part)
        self.tabs.blockSignals(False)
        self._name_tabs()

    def _name_tabs(self) -> None:
        for place in range(self.tabs.count()):
            part = self.tabs.tabData(place)
            name = self._names[part]
            if part == COVERAGE and self._coverage is not None:
                covered, total = self._coverage.covered, len(self._coverage.duties)
                name = f"{name} {covered}/{total}"
            if part == CHECKS and self._findings and not self.is_issued():
                name = f"{name} ({len(self._findings)})"
            if part == PREVIEW and self._departures:
                name = f"{name} ({self._departures})"
            self.tabs.setTabText(place, name)

    def show_tab(self, part: int) -> None:
        """Bring a part to the front; the outline where the paper has no such part."""
        places = {self.tabs.tabData(place): place for place in range(self.tabs.count())}
        self.tabs.setCurrentIndex(places.get(part, places[CONTENT]))
        self._turn(self.tabs.currentIndex())

    def tab(self) -> int:
        """Return the part in front."""
        return self.stack.currentIndex()

    def refresh(self) -> bool:
        """Read the plan again; False when it is no longer there."""
        if self.head is None:
            return False
        try:
            head = plans.read_plan(self._desk.read, self.head.id)
        except Refusal:
            return False
        state_changed = (head.state, head.source_plan) != (self.head.state, self.head.source_plan)
        renumbered = head.heading_set != self.head.heading_set
        self.head = head
        if state_changed:
            self._source, self._coverage = self._source_name(head), None
            self.content.show_plan(head)
            self._sort_duties()
        else:
            self.content.refresh(force=renumbered)
        self._show_head(head)
        self.content.refresh_aids()
        self._show_parts(head)
        self._show_coverage()
        return True

    def _show_parts(self, head: PlanHead) -> None:
        """Show the plan in the parts that are there."""
        if self.is_made("programme"):
            self.programme.show_plan(head)
        if self.is_made("compare"):
            self.compare.show_plan(head)
        if self.is_made("preview"):
            self.preview.touch()

    def leave(self) -> None:
        """Keep what is being typed."""
        self.content.view.commit()
        if self.is_made("programme"):
            self.programme.commit()
        focused = self.focusWidget()
        for part in (focused, self.panel.focusWidget()):
            commit = getattr(part, "commit", None)
            if callable(commit):
                commit()

    def _leave_text(self) -> None:
        """F6 leads out of the text, where Tab is a level: to the item's fields or the tabs."""
        (self.panel.owner if self.panel.isVisible() else self.tabs).setFocus()

    def go_item(self, item_id: str) -> None:
        """Show an item in the outline."""
        self.show_tab(CONTENT)
        self.content.view.put_caret(item_id)
        self.content.view.setFocus()

    def _show_head(self, head: PlanHead) -> None:
        self.title.setText(head.title or head.subject)
        self.content.show_ways(head)
        self.state.show_state(words.state_name(head), words.state_kind(head))
        self.number.setText(words.number_and_date(head).replace("–", ""))
        if self.is_made("form"):
            self.form.show_head(head)
        self._show_items()

    def _show_items(self) -> None:
        editor = self.content.view.editor
        self.panel.show_items(editor, self.content.parent_outline, self.head)
        item = editor.item if editor is not None else None
        self.remarks.show_item(place_of(self.plan), item or "", self.content.comments)

    def _edited(self) -> None:
        """Our own outline changed: what follows from it follows."""
        if self.is_made("preview"):
            self.preview.touch()
        if self.is_made("compare"):
            self.compare.touch()
        self._show_coverage()
        self._show_items()

    def _show_coverage(self) -> None:
        """Compare with the upper paper; the table is filled when it is in sight."""
        head, parent = self.head, self.content.parent_outline
        editor = self.content.view.editor
        self.late_checks.start()
        if head is None or parent is None or editor is None or not self._sorted:
            return
        found = covering.coverage(parent, editor.outline, self._duties)
        if found != self._coverage:
            self._coverage = found
            self.content.show_coverage(self._source, found)
            self._name_tabs()
        if self.is_made("coverage"):
            self.coverage.show_share(found)
        if self.tab() == COVERAGE:
            self._show_matrix()

    def check(self) -> None:
        """Look for what the plan still lacks; later where the plan is not an own one."""
        head, editor = self.head, self.content.view.editor
        self.late_checks.stop()
        if head is None or editor is None or head.role != plan_head.OWN or not self._sorted:
            return
        rows = read_rows(self._desk.read, head.id)
        found = check_plan(
            head, editor.outline, rows, self._facts, self.content.parent_outline, self._duties
        )
        self._findings = found
        if self.is_made("checks"):
            self.checks.show_findings(found, issued=self.is_issued())
        self._name_tabs()

    def go_finding(self, found: Finding) -> None:
        """Show the place a finding speaks of."""
        if found.part == "parent":
            self._open_parent(found.id)
        else:
            self.go_open_place(OpenPlace(found.part, found.id, found.where, found.text))

    def _show_matrix(self) -> None:
        head, parent = self.head, self.content.parent_outline
        editor = self.content.view.editor
        if head is None or parent is None or editor is None or self._coverage is None:
            return
        lines = lines_of(head, parent, editor.outline, self._coverage, self._duties)
        self.coverage.show_lines(lines, writable=head.state != plan_head.ISSUED)

    def show_departures(self, count: int) -> None:
        """Tell in the tab's name how many places depart from the rules."""
        self._departures = count
        self._name_tabs()

    def _turn(self, place: int) -> None:
        part = self.tabs.tabData(place) if place >= 0 else CONTENT
        if part != CONTENT:
            self.content.view.commit()
        if part != self.stack.currentIndex():
            self.turning(part)
        self.make_part(part)
        self.stack.setCurrentIndex(part)
        if part == COVERAGE:
            self._show_matrix()
        if part == CHECKS:
            self.check()

    def _open_parent(self, item_id: str) -> None:
        self.show_tab(CONTENT)
        self.content.open_parent(item_id)

    def take_missing(self, parent_item: str) -> None:
        """Take over a duty nobody carries out."""
        self.content.take_over(parent_item)

    # writing

    def to_content(self) -> None:
        """Bring the outline to the front, the keyboard in it."""
        self.show_tab(CONTENT)
        self.content.view.setFocus()

    def next_mistake(self) -> None:
        """Go to the next questioned word."""
        self.to_content()
        self.content.next_mistake()

    def show_compare(self) -> None:
        """Bring the comparison to the front."""
        self.show_tab(COMPARE)

    def show_lists(self) -> None:
        """Open the office's abbreviations and words."""
        WritingLists(self.window(), self._desk).show()

    # comments

    def write_remark(self) -> None:
        """Lead to the field where a comment on the chosen item is written."""
        self.show_tab(CONTENT)
        self._desk.show_details(True)
        self.remarks.text.setFocus()
        self.remarks.come_into_sight()

    def _add_remark(self, item: str, text: str) -> None:
        plan, author = self.plan, self._facts.name
        self._desk.do(lambda store: comments.add_comment(store, plan, item, text, author))

    def _settle_remark(self, comment: str, settled: bool) -> None:
        self._desk.do(lambda store: comments.resolve_comment(store, comment, settled))

    def _drop_remark(self, comment: str) -> None:
        self._desk.do(lambda store: comments.delete_comment(store, comment))

    def _edit_remark(self, comment: str, text: str) -> None:
        self._desk.do(lambda store: comments.edit_comment(store, comment, text))

    def outline_now(self) -> Outline | None:
        """Return the outline as it is."""
        editor = self.content.view.editor
        return editor.outline if editor is not None else None

    # verbs

    def put_head(self, field: str, value: Any) -> None:
        """Keep a field of the head."""
        plan = self.plan
        self._desk.do(
            lambda store: set_head_field(store, plan, field, value),
            on_refusal=lambda refusal: self.form.show_refusal(field, refusal),
        )

    def issue(self) -> None:
        """Ask for number and date, then issue."""
        head = self.head
        if head is None:
            return
        self.leave()
        today = self._desk.today()
        number = plan_issue.next_number(self._desk.read, today.year, head.symbol)
        if head.number.isdigit():
            number = int(head.number)
        dialog = IssueDialog(
            self.window(),
            head,
            number,
            today,
            lambda n, day: self._issue(dialog, n, day),
            left_open=self._left_open(head),
            go=self.go_open_place,
            ways=issuing.ways(self._desk.read, today),
            remarks=lambda n, day: issuing.remarks(self._desk.read, head.id, n, day),
        )
        dialog.wait_in(self._desk.half_typed)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _left_open(self, head: PlanHead) -> list[OpenPlace]:
        editor = self.content.view.editor
        outline = editor.outline if editor is not None else Outline(())
        return open_places(head, outline, read_rows(self._desk.read, head.id))

    def go_open_place(self, place: OpenPlace) -> None:
        """Show a place that is not filled in yet."""
        match place.part:
            case "item":
                self.go_item(place.id)
                self.content.view.choose_room()
            case "head":
                self.show_tab(HEAD)
                self.form.fill_in(place.id)
            case "row":
                self.show_tab(PROGRAMME)
                self.programme.go_row(place.id)

    def _issue(self, dialog: IssueDialog, number: str, day: date) -> None:
        plan, signing, repeat = self.plan, dialog.signing(), dialog.repeat

        def issued(_change: Any) -> None:
            dialog.accept()
            head = plans.read_plan(self._desk.read, plan)
            self._desk.message(
                _("Đã ban hành {number}. Văn bản sẽ đi cùng gói gửi lên lần tới.").format(
                    number=head.full_number
                ),
                kind=MessageKind.DONE,
            )
            self.issued(plan)

        self._desk.do(
            lambda store: plan_issue.issue_plan(
                store, plan, number, day, signing=signing, repeat=repeat
            ),
            issued,
            on_refusal=dialog.show_refusal,
        )

    def amend(self) -> None:
        """Open the issued plan for a new revision."""
        plan = self.plan
        self._desk.do(
            lambda store: plan_issue.amend_plan(store, plan),
            lambda _change: self._desk.message(
                _("Đã mở bản sửa đổi; bản đã ban hành vẫn được giữ nguyên."),
                kind=MessageKind.DONE,
            ),
        )
