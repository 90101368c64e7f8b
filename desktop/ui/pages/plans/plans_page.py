"""The page: which of its views is in front, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import _
from desktop.models.outline.spelling import WORD
from desktop.models.plans import plan_head, plans
from desktop.models.plans.comments import COMMENT
from desktop.models.plans.milestones import MILESTONE
from desktop.models.plans.outgoing import OUTGOING
from desktop.models.plans.plan_head import PARENT, TEMPLATE
from desktop.models.plans.readings import READING
from desktop.models.plans.snippets import SNIPPET
from desktop.models.plans.work_row import ROW
from desktop.tasks.papers.draft import plan_of_kind
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.own_plan import own_plan_from, planned_year
from desktop.ui.desk import Desk
from desktop.ui.jobs import part_by_part
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action, Page
from desktop.ui.pages.plans.beside import Beside
from desktop.ui.pages.plans.deeds.life import LifeDeeds, life_actions
from desktop.ui.pages.plans.deeds.plan import PlanDeeds, board_action, deed_actions
from desktop.ui.pages.plans.deeds.writing import writing_actions
from desktop.ui.pages.plans.editor.parts import CONTENT, COVERAGE, PREVIEW
from desktop.ui.pages.plans.export import export_plan
from desktop.ui.pages.plans.listing.kind_dialog import KindDialog
from desktop.ui.pages.plans.listing.plan_list import ListDeeds, PlanLine, PlanList
from desktop.ui.pages.plans.listing.summary_panel import SummaryPanel
from desktop.ui.pages.plans.received.receiving import Receiving, asking_actions, review_actions
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from desktop.ui.pages.plans.editor.editor import PlanEditor
    from desktop.ui.pages.plans.life.register_view import RegisterView
    from desktop.ui.pages.plans.received.view import ReceiveView
    from desktop.ui.pages.plans.review.view import ReviewView

LIST, EDITOR, RECEIVE, REVIEW, UPDATE, REGISTER = range(6)
_IDLE_MS = 400
"""After the list is shown, before a plan is chosen in it: the editor is made meanwhile."""


class _Views(QStackedWidget):
    """One view above the other; the window is never made larger for the sake of one of them."""

    def minimumSizeHint(self) -> QSize:
        """Return the least room a view is given."""
        return QSize(space("xxl") * 16, space("xxl") * 10)


class PlansPage(Page):
    """Kế hoạch."""

    reads_late = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view = LIST
        self._built = False
        self._line: PlanLine | None = None
        self._review_stale = self._just_read = False

    def build(self) -> QWidget:
        """Return the views, one above the other; all but the list are made when first needed."""
        desk = self.desk
        deeds = ListDeeds(
            open=self.open_plan,
            compose=self.compose,
            receive=self.receive_files,
            choose_file=lambda: self.receiving.choose_file(),
            paste=lambda: self.receiving.receive_text(),
            chosen=self._chosen,
            show_coverage=lambda: desk.show_details(True),
        )
        self.summary = SummaryPanel(self.open_plan, self.compare)
        self.list = PlanList(desk, deeds)
        self.receiving = Receiving(desk, self)
        self.list.offer(self.receiving.waiting)
        self.stack = _Views()
        self.stack.addWidget(self.list)
        self.stack.setFocusProxy(self.list.table)
        self._panels = Beside(desk, self.summary)
        self._built = True
        self._early = QTimer(self.stack)
        self._early.setSingleShot(True)
        self._early.setInterval(_IDLE_MS)
        self._early.timeout.connect(self._make_early)
        return self.stack

    # views, each made when it is first needed

    @cached_property
    def editor(self) -> PlanEditor:
        """Edits a plan."""
        from desktop.ui.pages.plans.editor.editor import PlanEditor

        editor = PlanEditor(self.desk, self.back)
        editor.export_matrix = lambda suffix: self.deeds.export_matrix(suffix)
        editor.issued = lambda plan: self.deeds.offer_targets(plan)
        editor.turning = self._turned
        self.place(editor)
        return editor

    def _make_early(self) -> None:
        if self.stack.isVisible() and not self._part_made():
            self._early.start()

    def _part_made(self) -> bool:
        """Make the next part that opening a plan needs; tell whether all are made."""
        if not self._is_made("editor"):
            return bool(self.editor.is_made("panel"))
        if self.editor.is_made("panel"):
            return True
        self._panels.add(self.editor.panel)
        return False

    @cached_property
    def deeds(self) -> PlanDeeds:
        """What is done with the plan in the editor."""
        return PlanDeeds(self.desk, self.editor, lambda: self._show(UPDATE), self.open_plan)

    @cached_property
    def life(self) -> LifeDeeds:
        """What happens to the paper in the editor."""
        return LifeDeeds(self.desk, self.editor, self.open_plan)

    @cached_property
    def register(self) -> RegisterView:
        """The register of documents out."""
        from desktop.ui.pages.plans.life.register_view import RegisterDeeds, RegisterView

        view = RegisterView(self.desk, RegisterDeeds(self.back, self.open_plan))
        self.place(view)
        return view

    @property
    def receiver(self) -> ReceiveView:
        """Reads a paper from above."""
        return self.receiving.receiver

    @property
    def review(self) -> ReviewView:
        """Checks what was read."""
        return self.receiving.review

    def place(self, view: QWidget, panel: QWidget | None = None) -> None:
        """Take in a view that was just made, and what is shown beside it."""
        self.stack.addWidget(view)
        if panel is not None:
            self._panels.add(panel)

    def _is_made(self, view: str) -> bool:
        return view in self.__dict__

    def details(self) -> QWidget:
        """Return the panel: the chosen plan, or the chosen item."""
        return self._panels

    def actions(self) -> Sequence[Action]:
        """Return what can be done, by view."""
        return (*self._list_actions(), *self._editor_actions(), *self._review_actions())

    def _list_actions(self) -> list[Action]:
        here = lambda: self.view == LIST  # noqa: E731
        return [
            Action("compose", _("Soạn từ mẫu"), self.compose, "Ctrl+N", "plus", primary=True,
                   tooltip=_("Chọn một mẫu và soạn kế hoạch của đơn vị"), shown=here),
            Action("new", _("Soạn văn bản mới"), self.new_paper, "Ctrl+Alt+N", "document",
                   shown=here,
                   tooltip=_("Công văn, quyết định, tờ trình, báo cáo… theo khung của từng loại")),
            *asking_actions(self._way, here),
            Action("register", _("Sổ văn bản đi"), self.show_register, "", "list", shown=here,
                   tooltip=_("Số, ngày, trích yếu, người ký của văn bản đã ban hành")),
            board_action(self.desk, here),
            Action("open", _("Mở"), lambda: self._line and self.open_plan(self._line.head.id), "",
                   "edit", header=False, shown=here, enabled=self._has_line, why_not=_choose_first),
            Action("delete", _("Xóa"), self.delete, "", "trash", header=False, shown=here,
                   enabled=self._deletable, why_not=self._why_kept),
        ]  # fmt: skip

    def _editor_actions(self) -> list[Action]:
        def here() -> bool:
            return self.view == EDITOR

        def role(*roles: str) -> bool:
            return here() and self._head_role() in roles

        own = plan_head.OWN
        return [
            Action("issue", _("Ban hành"), lambda: self.editor.issue(), "", "sign", primary=True,
                   shown=lambda: role(own) and not self._issued(),
                   tooltip=_("Ghi số, ngày và giữ nguyên bản đã ký")),
            Action("amend", _("Lập bản sửa đổi"), lambda: self.editor.amend(), "", "edit",
                   shown=lambda: role(own) and self._in_force(),
                   tooltip=_("Sửa chính văn bản này rồi ban hành lại, vẫn số cũ")),
            Action("draft-own", _("Soạn kế hoạch của đơn vị"), self.draft_own, "", "plus",
                   primary=True, shown=lambda: role(PARENT, TEMPLATE)),
            Action("print", _("In"), lambda: self.editor.preview.print_paper(), "Ctrl+P", "print",
                   shown=here),
            Action("word", _("Xuất Word"), lambda: self._export(".docx"), "", "export",
                   shown=here),
            Action("pdf", _("Xuất PDF"), lambda: self._export(".pdf"), "", "export", shown=here),
            Action("excel", _("Xuất Excel"), lambda: self._export(".xlsx"), "", "table",
                   shown=lambda: role(own), tooltip=_("Bảng chương trình công tác")),
            Action("preview", _("Xem trang in"), self._preview, "Ctrl+Shift+P", "eye",
                   header=False, shown=here, group=_("Nội dung và bản in")),
            *deed_actions(lambda: self.deeds, lambda: role(own), self._issued),
            *life_actions(lambda: self.life, lambda: role(own)),
            *writing_actions(self.editor_of, here),
            Action("back", _("Về danh sách"), self.back, "", "list", header=False,
                   menu=False, shown=lambda: self.view == EDITOR),
        ]  # fmt: skip

    def editor_of(self) -> PlanEditor:
        """Return the editor; it is there as soon as any of its actions can be run."""
        return self.editor

    def _review_actions(self) -> list[Action]:
        return [
            *review_actions(self._way, lambda: self.view == REVIEW),
            Action("cancel", _("Về danh sách"), self.back, "", "list",
                   header=False, menu=False,
                   tooltip=_("Trở về danh sách; việc đang soát được giữ lại"),
                   shown=lambda: self.view in (RECEIVE, REVIEW)),
        ]  # fmt: skip

    def _way(self) -> Receiving:
        return self.receiving

    # the frame

    def ready(self, argument: Any) -> bool:
        """Make what a plan opened from elsewhere is edited with, a part a turn."""
        plan = isinstance(argument, str) and argument not in ("receive", "register")
        return not plan or self._part_made()

    def opened(self, argument: Any) -> None:
        """Open a plan by its id; "receive" opens receiving; None stays where it was."""
        if argument == "receive":
            self.receive()
        elif argument == "register":
            self.show_register()
        elif isinstance(argument, str):
            self.open_plan(argument)
            self._just_read = True

    def touched(self, change: Any) -> bool:
        """Plans, their items, work programmes, comments and milestones concern this page."""
        self._just_read = False
        aids = any(change.keys(kind) for kind in (COMMENT, SNIPPET, WORD, "unit"))
        if self._is_made("editor"):
            self.editor.content.saw(change.step)
            self.editor.content.aids_stale |= aids
        kinds = (plans.PLAN, plans.ITEM, ROW, "setting", MILESTONE, OUTGOING)
        if self._built and self.view == REVIEW and self.review.keeper.outdated(change):
            self._review_stale = True
        stale = self._review_stale or (self.view == LIST and bool(change.keys(READING)))
        return aids or stale or any(change.keys(kind) for kind in kinds)

    def refresh(self) -> None:
        """Read again what is in front."""
        just_read, self._just_read = self._just_read, False
        if self.view == EDITOR:
            if not just_read and not self.editor.refresh():
                self.back()
        elif self.view == LIST:
            self.list.refresh()
            self.receiving.show_waiting()
            if not self._is_made("editor"):
                self._early.start()
        elif self.view == REGISTER:
            self.register.refresh()
        elif self.view == REVIEW and self._review_stale:
            self.receiving.again()
        self._review_stale = False

    def leaving(self) -> bool:
        """Keep what is being typed."""
        if self._built and self.view == EDITOR:
            self.editor.leave()
        elif self._built and self.view == REVIEW:
            self.receiving.leave()
        return True

    def _show(self, view: int) -> None:
        self._note_panel()
        self.view = view
        # The panel takes its room first: a view is laid out once, at the width it will have.
        shown, panel = self._part(view)
        if self.stack.indexOf(shown) < 0:
            self.stack.addWidget(shown)
        self._panels.bring(panel)
        self._show_panel()
        self.stack.setCurrentWidget(shown)
        self.stack.setFocusProxy(self.list.table if view == LIST else None)
        self.desk.actions_changed()

    def _part(self, view: int) -> tuple[QWidget, QWidget]:
        """Return what is shown of a view, and beside it."""
        if view == EDITOR:
            return self.editor, self.editor.panel
        if view == REVIEW:
            return self.review, self.review.panel
        others: dict[int, Callable[[], QWidget]] = {
            LIST: lambda: self.list, RECEIVE: lambda: self.receiver,
            UPDATE: lambda: self.deeds.view, REGISTER: lambda: self.register,
        }  # fmt: skip
        return others[view](), self.summary

    def _turned(self, part: int) -> None:
        """Another part of the plan comes to the front: only the outline has a panel."""
        if self.view == EDITOR:
            self._note_panel()
            self._show_panel(part)

    def _place(self, part: int | None = None) -> str:
        name = f"panel:plans:{self.view}"
        if self.view != EDITOR:
            return name
        return name + (
            ":outline" if (self.editor.tab() if part is None else part) == CONTENT else ""
        )

    def _note_panel(self) -> None:
        """Remember for each view whether its panel stands open."""
        if self.stack.isVisible():
            self._panels.note(self._place())

    def _show_panel(self, part: int | None = None) -> None:
        place = self._place(part)
        usual = place.endswith(":outline") or self.view == REVIEW
        self._panels.show_at(place, self.stack.window(), usual=usual)

    def back(self) -> None:
        """Return to the list."""
        self.leaving()
        if self.view == RECEIVE:
            self.receiver.cancel()
        self._show(LIST)
        self.list.refresh()
        self.receiving.show_waiting()
        self.list.table.setFocus()

    # the list

    def _chosen(self, line: PlanLine | None) -> None:
        self._line = line
        self.summary.show_line(line)
        self.desk.actions_changed()

    def _has_line(self) -> bool:
        return self._line is not None

    def _deletable(self) -> bool:
        return self._line is not None and self._line.head.state != plan_head.ISSUED

    def _why_kept(self) -> str:
        if self._line is None:
            return _choose_first()
        return _("Văn bản đã ban hành thì giữ lại, không xóa.")

    def compose(self) -> None:
        """Choose a template where templates are seen as pages."""
        self.desk.go("templates", "compose")

    def show_register(self) -> None:
        """Bring the register of documents out to the front."""
        self.register.refresh()
        self._show(REGISTER)
        self.register.table.setFocus()

    def new_paper(self) -> None:
        """Ask for a kind of paper and begin it."""
        today = self.desk.today()

        def start(kind: str, year: int) -> None:
            self.desk.do(
                lambda store: plan_of_kind(store, kind, year, office_facts(store, today)),
                self.open_plan,
            )

        dialog = KindDialog(self.stack.window(), planned_year(today), start, this_year=today.year)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def delete(self) -> None:
        """Take the chosen plan off the list; it can be brought back."""
        line = self._line
        if line is None:
            return
        plan, title = line.head.id, line.head.title

        def bring_back() -> None:
            self.desk.do(lambda store: plans.restore_plan(store, plan))

        def told(_change: Any) -> None:
            self.desk.message(
                _("Đã xóa “{title}”.").format(title=title),
                action_text=_("Lấy lại"),
                action=bring_back,
            )

        self.desk.do(lambda store: plans.delete_plan(store, plan), told)

    def open_plan(self, plan_id: str, *, tab: int = 0) -> None:
        """Edit a plan."""
        self.editor.open_plan(plan_id, tab=tab)
        self._show(EDITOR)
        if tab == 0:
            self.editor.content.view.setFocus()
        elif tab == COVERAGE:
            self.editor.coverage.table.setFocus()

    def compare(self, plan_id: str) -> None:
        """Open a plan at its comparison with the upper paper."""
        self.open_plan(plan_id, tab=COVERAGE)

    # receiving

    def receive(self) -> None:
        """Ask for a paper from above."""
        self.receiving.receive()

    def receive_files(self, paths: Sequence[Path]) -> None:
        """Read dropped files."""
        self.receiving.receive_files(paths)

    def show_receiver(self) -> None:
        """Bring the view that reads to the front; a text can be pasted at once."""
        self._show(RECEIVE)
        self.receiver.text.setFocus()

    def show_review(self) -> None:
        """Bring the view that checks to the front."""
        self._show(REVIEW)
        self.review.paper.setFocus()
        QTimer.singleShot(0, self.review.come_into_sight)

    def accepted(self, plan_id: str, told: str, kind: MessageKind) -> None:
        """Open what was accepted."""
        self.open_plan(plan_id)
        if not self.deeds.offer_update(plan_id):
            self.desk.message(told, kind=kind)

    def draft_own(self) -> None:
        """Start an own plan from the paper in the editor."""
        plan, today = self.editor.plan, self.desk.today()
        self.editor.leave()

        def work(store: Any, progress: Any, cancelled: Any) -> str:
            return own_plan_from(store, plan, today, part_by_part(progress, cancelled))

        self.desk.job(_("Soạn kế hoạch của đơn vị"), work, self.drafted, writes=True)

    def drafted(self, plan_id: str) -> None:
        """Open the own plan that was begun."""
        self.open_plan(plan_id, tab=COVERAGE)
        head = self.editor.head
        if head is not None and head.source_plan and self.deeds.offer_update(head.source_plan):
            return
        self.desk.message(
            _("Đã soạn bản dự thảo. Xem bảng đối chiếu, rồi sửa nội dung cho sát đơn vị."),
            kind=MessageKind.DONE,
        )

    # the editor

    def _head_role(self) -> str:
        head = self.editor.head if self._is_made("editor") else None
        return head.role if head is not None else ""

    def _issued(self) -> bool:
        head = self.editor.head if self._is_made("editor") else None
        return head is not None and head.state == plan_head.ISSUED

    def _in_force(self) -> bool:
        head = self.editor.head if self._is_made("editor") else None
        return head is not None and head.stage in (plan_head.ISSUED, plan_head.AMENDED)

    def _preview(self) -> None:
        self.editor.show_tab(PREVIEW)

    def _export(self, suffix: str) -> None:
        self.editor.leave()
        export_plan(self.desk, self.editor.plan, suffix)


def _choose_first() -> str:
    return _("Chọn một văn bản trong danh sách trước.")
