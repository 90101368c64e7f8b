"""Deeds of a paper's life: comment, amend, replace, withdraw, its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.plans import plan_head, plan_life
from desktop.models.plans.plan_head import AMEND, REPLACE, PlanHead
from desktop.tasks.papers.returned_paper import (
    Point,
    read_returned,
    take_returned,
    write_for_comment,
)
from desktop.tasks.papers.successor import open_successor, start_successor
from desktop.ui.dialogs.base import Dialog
from desktop.ui.half_typed import wait_in
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action
from desktop.ui.pages.plans.export import KINDS, file_name, tell_written
from desktop.ui.pages.plans.life.dialogs import (
    AskDialog,
    HistoryDialog,
    ReturnedDialog,
    WithdrawDialog,
)

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.pages.plans.editor.editor import PlanEditor


class LifeDeeds:
    """What can be done with the paper in the editor; `reopen(plan)` opens another."""

    def __init__(self, desk: Desk, editor: PlanEditor, reopen: Callable[[str], object]) -> None:
        self._desk, self._editor, self._reopen = desk, editor, reopen

    @property
    def head(self) -> PlanHead:
        """The head of the paper in front; a bare one when there is none."""
        return self._editor.head or PlanHead()

    def ask(self) -> None:
        """Write the Word file that goes out for comment."""
        head, today = self.head, self._desk.today()
        self._editor.leave()

        def send(until: date | None) -> None:
            name = file_name(head, ".docx").replace(".docx", _(" (lấy ý kiến).docx"))
            target = self._desk.choose_target(_("Bản lấy ý kiến"), name, KINDS[".docx"])
            if target is not None:
                self._desk.do(
                    lambda store: plan_life.send_for_comment(store, head.id, today, until),
                    lambda _change: self._write(head.id, target),
                )

        self._open(AskDialog(self._editor.window(), today, send))

    def _write(self, plan: str, target: Path) -> None:
        self._desk.job(
            _("Ghi tệp {name}").format(name=target.name),
            lambda store, _progress, _cancelled: write_for_comment(store, plan, target),
            lambda written: tell_written(self._desk, written),
        )

    def end_ask(self) -> None:
        """Make it a plain draft again."""
        plan = self.head.id
        self._desk.do(lambda store: plan_life.take_back(store, plan))

    def returned(self) -> None:
        """Read a Word file that came back."""
        plan = self.head.id
        self._editor.leave()
        path = self._desk.choose_file(_("Chọn bản góp ý"), KINDS[".docx"])
        if path is not None:
            self._desk.job(
                _("Đọc {name}").format(name=path.name),
                lambda store, _progress, _cancelled: read_returned(store, plan, path),
                lambda found: self.show_returned(plan, path.name, found),
            )

    def show_returned(self, plan: str, name: str, found: Any) -> None:
        """Show what came back; nothing is written until it is taken."""
        if not found.points:
            self._desk.message(_("Bản này không có ý kiến hay chỗ sửa nào mới."))
            return

        def take(points: list[Point]) -> None:
            self._desk.do(
                lambda store: take_returned(store, plan, points),
                lambda count: self._desk.message(
                    _("Đã nhận {n} ý kiến và chỗ sửa. Ctrl+Z để trở lại.").format(n=count),
                    kind=MessageKind.DONE,
                ),
            )

        self._open(ReturnedDialog(self._editor.window(), name, found, take))

    def successor(self, how: str) -> None:
        """Start a paper that amends or replaces the one in front."""
        plan, today = self.head.id, self._desk.today()
        begun = open_successor(self._desk.read, plan, how)

        def started(new: str) -> None:
            self._reopen(new)
            if new == begun:
                self._desk.message(_("Đã có bản dự thảo này, mở lại để soạn tiếp."))
                return
            self._desk.message(
                _("Đã soạn bản dự thảo. Văn bản cũ giữ hiệu lực đến khi bản này ban hành."),
                kind=MessageKind.DONE,
            )

        self._desk.do(lambda store: start_successor(store, plan, how, today), started)

    def withdraw(self) -> None:
        """Ask for day and reason, then withdraw."""
        plan = self.head.id

        def withdrawn(_change: object) -> None:
            back = plan_life.holds_again(self._desk.read, plan)
            if back is not None:
                told = _("Đã thu hồi. Văn bản {number} có hiệu lực trở lại.")
                self._desk.message(told.format(number=back.full_number), kind=MessageKind.DONE)

        dialog = WithdrawDialog(
            self._editor.window(),
            self._desk.today(),
            lambda day, why: self._desk.do(
                lambda store: plan_life.withdraw_plan(store, plan, day, why), withdrawn
            ),
        )
        fields = {"day": dialog.day, "why": dialog.why}
        wait_in(dialog, self._desk.half_typed, f"withdraw/{plan}", fields)
        self._open(dialog)

    def restore(self) -> None:
        """Take a withdrawal back."""
        plan = self.head.id
        self._desk.do(lambda store: plan_life.restore_force(store, plan))

    def history(self) -> None:
        """Show what happened to the paper."""
        events = plan_life.life_of(self._desk.read, self.head.id)
        if not events:
            self._desk.message(_("Bản dự thảo này chưa gửi đi đâu."))
            return
        self._open(HistoryDialog(self._editor.window(), events, self._reopen))

    def _open(self, dialog: Dialog) -> None:
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()


def life_actions(deeds: Callable[[], LifeDeeds], own: Callable[[], bool]) -> list[Action]:
    """Return the actions; `own` says that an own paper is in front."""

    def at(*stages: str) -> Callable[[], bool]:
        return lambda: own() and deeds().head.stage in stages

    open_stages = (plan_head.DRAFT, plan_head.ASKED)
    in_force = (plan_head.ISSUED, plan_head.AMENDED)
    return [
        Action("ask", _("Gửi lấy ý kiến"), lambda: deeds().ask(), "", "send", header=False,
               group=_("Lấy ý kiến, hiệu lực"), shown=at(*open_stages),
               tooltip=_("Ghi bản Word kèm các ý kiến đang có")),
        Action("returned", _("Nhận bản góp ý"), lambda: deeds().returned(), "", "receive",
               header=False, group=_("Lấy ý kiến, hiệu lực"), shown=at(*open_stages),
               tooltip=_("Đọc ý kiến và chỗ sửa trong bản Word gửi về, chọn chỗ nhận")),
        Action("end-ask", _("Kết thúc lấy ý kiến"), lambda: deeds().end_ask(), "", "check",
               header=False, group=_("Lấy ý kiến, hiệu lực"), shown=at(plan_head.ASKED)),
        Action("replace-paper", _("Soạn văn bản thay thế"), lambda: deeds().successor(REPLACE), "",
               "copy", header=False, group=_("Lấy ý kiến, hiệu lực"), shown=at(*in_force),
               tooltip=_("Văn bản mới thay thế toàn bộ văn bản này")),
        Action("amend-partly", _("Soạn văn bản sửa đổi, bổ sung"),
               lambda: deeds().successor(AMEND), "", "edit", header=False,
               group=_("Lấy ý kiến, hiệu lực"),
               shown=at(*in_force),
               tooltip=_("Văn bản mới sửa một số nội dung của văn bản này")),
        Action("withdraw", _("Thu hồi"), lambda: deeds().withdraw(), "", "undo", header=False,
               group=_("Lấy ý kiến, hiệu lực"), shown=at(*in_force, plan_head.REPLACED)),
        Action("restore-force", _("Bỏ thu hồi"), lambda: deeds().restore(), "", "redo",
               header=False, group=_("Lấy ý kiến, hiệu lực"), shown=at(plan_head.WITHDRAWN)),
        Action("history", _("Lịch sử văn bản"), lambda: deeds().history(), "", "history",
               header=False, group=_("Lấy ý kiến, hiệu lực"), shown=own),
    ]  # fmt: skip
