"""Deeds with the plan in the editor: a new version of the upper paper, wording, targets."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.documents.plan_update import Action as Take
from desktop.i18n import _
from desktop.intake.documents import SUFFIXES
from desktop.models.figures.kinds import measured_by, target_title
from desktop.models.plans import plan_head, plans
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.plans.unit_targets import Part, dealt_alike
from desktop.tasks.figures import target_shares
from desktop.tasks.figures import targets as year_targets
from desktop.tasks.papers import plan_update as updating
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.plan_checks import write_matrix
from desktop.tasks.papers.rewording import choose_wording
from desktop.ui.dialogs.base import confirm
from desktop.ui.half_typed import wait_in
from desktop.ui.jobs import part_by_part
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action
from desktop.ui.pages.plans.export import KINDS, file_name, tell_written
from desktop.ui.pages.plans.targets.year_dialog import SplitDialog, YearTargetsDialog
from desktop.ui.pages.plans.writing.wording_dialog import WordingDialog

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.pages.plans.comparing.update_view import UpdateView
    from desktop.ui.pages.plans.editor.editor import PlanEditor


class PlanDeeds:
    """`show(view)` brings the update's view to the front, `reopen(plan)` the editor again."""

    def __init__(
        self,
        desk: Desk,
        editor: PlanEditor,
        show: Callable[[], object],
        reopen: Callable[[str], object],
    ) -> None:
        self._desk, self._editor, self._show, self._reopen = desk, editor, show, reopen
        self._plan = ""
        self._source: PlanDraft | str = ""

    @cached_property
    def view(self) -> UpdateView:
        """What a new version changes, made when it is first shown."""
        from desktop.ui.pages.plans.comparing.update_view import UpdateView

        return UpdateView(self.apply, lambda: self._reopen(self._plan))

    @property
    def compiled(self) -> bool:
        """Whether the plan in front was drawn up from an upper paper."""
        head = self._editor.head
        return head is not None and bool(head.source_plan)

    # a new version of the upper paper

    def choose(self) -> None:
        """Ask for the file of the new version and show what it changes."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        filters = _("Văn bản ({kinds});;Mọi tệp (*)").format(kinds=kinds)
        found = self._desk.choose_file(_("Chọn bản mới của văn bản cấp trên"), filters)
        if found is not None:
            self.compare(self._editor.plan, found)

    def compare(self, plan: str, source: Path | str) -> None:
        """Read a file, or take a paper kept here, and show what it changes for a plan."""
        self._editor.leave()
        today = self._desk.today()

        def work(store: Any, progress: Any, cancelled: Any) -> Any:
            yield (0, 0)
            facts = office_facts(store, today)
            draft = (
                updating.read_version(store, str(source), cancelled)
                if isinstance(source, Path)
                else None
            )
            paper = draft or updating.kept_paper(store, str(source))
            told = part_by_part(progress, cancelled)
            planned = updating.plan_update(store, plan, updating.as_paper(paper), facts, told)
            yield (1, 1)
            return draft or str(source), planned

        self._desk.job(_("So bản mới với kế hoạch"), work, self._compared)

    def _compared(self, found: tuple[PlanDraft | str, updating.Planned]) -> None:
        source, planned = found
        if planned.nothing:
            self._desk.message(_("Bản này giống hệt bản đã nhận; kế hoạch giữ nguyên."))
            return
        self._plan, self._source = planned.plan, source
        head = plans.read_plan(self._desk.read, planned.plan)
        self.view.show_planned(planned, head.title or head.subject)
        self._show()

    def apply(self, choices: dict[str, Take]) -> None:
        """Take the update over, as one step; a paper quite unlike the old one asks first."""
        plan, source, today = self._plan, self._source, self._desk.today()
        if self.view.is_another and not confirm(
            self.view.window(),
            _("Có thể không phải bản mới của văn bản này"),
            _("Văn bản vừa chọn rất khác bản đã nhận. Nếu đúng là bản mới thì cập nhật; kế "
              "hoạch đổi theo, Ctrl+Z để trở lại."),
            _("Vẫn cập nhật"),
        ):  # fmt: skip
            return

        def work(store: Any, progress: Any, cancelled: Any) -> int:
            facts = office_facts(store, today)
            told = part_by_part(progress, cancelled)
            planned = updating.update_plan(
                store, plan, source, facts, choices, sure=True, told=told
            )
            return len(planned.update.changes)

        def done(count: int) -> None:
            self._reopen(plan)
            self._desk.message(
                _("Đã cập nhật kế hoạch theo bản mới ({n} thay đổi). Ctrl+Z để trở lại.").format(
                    n=count
                ),
                kind=MessageKind.DONE,
            )

        self._desk.job(_("Cập nhật kế hoạch theo bản mới"), work, done, writes=True)

    def offer_update(self, parent: str) -> bool:
        """Offer to bring drafts of the version before to a paper just received."""
        late = updating.outdated_plans(self._desk.read, parent)
        if not late:
            return False
        plan = late[0]
        self._desk.message(
            _("Đây là bản mới của văn bản đã nhận; “{title}” soạn theo bản cũ.").format(
                title=plan.title
            ),
            action_text=_("Xem thay đổi"),
            action=lambda: self.compare(plan.id, parent),
        )
        return True

    # wording

    def wording(self) -> None:
        """Choose how the office writes the standing parts."""
        reader, head = self._desk.read, self._editor.head
        facts = office_facts(reader, self._desk.today())
        plan = head.id if head is not None else ""

        def remember(ways: dict[str, str], share: str) -> None:
            self._desk.do(
                lambda store: choose_wording(store, facts, ways, share, plan),
                lambda _change: self._desk.message(_("Đã nhớ cách viết của đơn vị.")),
            )

        dialog = WordingDialog(
            self._editor.window(),
            facts,
            str(reader.get("setting", "plan", "share") or ""),
            remember,
            own_draft=head is not None and bool(head.source_plan),
        )
        wait_in(dialog, self._desk.half_typed, "wording", {"share": dialog.share})
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    # targets of the year

    def targets(self) -> None:
        """Show the plan's targets beside the year's."""
        head = self._editor.head
        if head is None:
            return
        self._editor.leave()
        reader = self._desk.read
        found = year_targets.offers(reader, head.id)
        names = {one.code: target_title(reader.packs, one.code) for one in found}
        dialog = YearTargetsDialog(
            self._editor.window(),
            head.year or self._desk.today().year,
            found,
            names,
            lambda codes: self._write(head.id, codes),
            lambda offer: self._split(head, offer),
        )
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _write(self, plan: str, codes: list[str]) -> None:
        self._desk.do(
            lambda store: year_targets.write_offers(store, plan, codes),
            lambda _change: self._desk.message(
                _("Đã ghi {n} chỉ tiêu cho năm.").format(n=len(codes)), kind=MessageKind.DONE
            ),
        )

    def offer_targets(self, plan: str) -> None:
        """After issuing: offer to make the plan's targets the year's."""
        differing = [one for one in year_targets.offers(self._desk.read, plan) if one.differs]
        if differing:
            self._desk.message(
                _("Kế hoạch có {n} chỉ tiêu chưa ghi cho năm.").format(n=len(differing)),
                action_text=_("Xem và ghi"),
                action=self.targets,
            )

    def _split(self, head: plan_head.PlanHead, offer: year_targets.Offer) -> None:
        today = self._desk.today()
        year = head.year or today.year
        packs = self._desk.read.packs
        units = target_shares.bases_below(self._desk.read, year, today, offer.code, before=False)
        name = target_title(packs, offer.code)
        alike = dealt_alike(offer.target, measured_by(packs, offer.code))
        if not units:
            self._desk.message(_("Chưa có đơn vị trực thuộc nào để phân bổ."))
            return

        def keep(parts: dict[str, Part], weights: dict[str, int]) -> None:
            self._desk.do(
                lambda store: target_shares.split_year(
                    store, year, offer.code, "manual", today,
                    target=offer.target, manual=parts, exact=False, weights=weights,
                ),
                lambda told: self._desk.message(
                    _("Đã giao {name} cho {n} đơn vị.").format(
                        name=name, n=sum(one["value"] is not None for one in told["parts"])
                    ),
                    kind=MessageKind.DONE,
                ),
            )  # fmt: skip

        title = _("Phân bổ: {name}, năm {year}").format(name=name, year=year)
        dialog = SplitDialog(self._editor.window(), title, offer.target, units, keep, alike=alike)
        dialog.wait_in(self._desk.half_typed, year, offer.code)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    # the comparison on paper

    def export_matrix(self, suffix: str) -> None:
        """Ask where, and write the comparison with the upper paper."""
        head, today = self._editor.head, self._desk.today()
        if head is None:
            return
        name = _("Bảng đối chiếu {title}").format(title=file_name(head, suffix))
        kind = _("Bảng tính Excel (*.xlsx)") if suffix == ".xlsx" else KINDS[suffix]
        target = self._desk.choose_target(_("Xuất bảng đối chiếu"), name, kind)
        if target is not None:
            self._desk.job(
                _("Ghi tệp {name}").format(name=target.name),
                lambda store, _progress, _cancelled: write_matrix(store, head.id, today, target),
                lambda written: tell_written(self._desk, written),
            )


def board_action(desk: Desk, here: Callable[[], bool]) -> Action:
    """Return the action that opens the year's targets of the office and its units."""

    def show() -> None:
        from desktop.ui.pages.plans.targets.board import TargetsBoard

        board = TargetsBoard(desk)
        board.finished.connect(lambda _result: board.deleteLater())
        board.open()

    tip = _("Chỉ tiêu được giao, tự đặt, đã đạt của đơn vị mình và trực thuộc")
    return Action("targets-board", _("Chỉ tiêu năm"), show, "", "target", shown=here, tooltip=tip)


def deed_actions(
    deeds: Callable[[], PlanDeeds], own: Callable[[], bool], issued: Callable[[], bool]
) -> list[Action]:
    """Return the actions; `own` says that an own plan is in front, `issued` how far it is."""
    return [
        Action("update-parent", _("Cập nhật theo bản mới của cấp trên"),
               lambda: deeds().choose(), "", "receive", header=False,
               group=_("Nội dung và bản in"),
               shown=lambda: own() and not issued() and deeds().compiled,
               tooltip=_("Mở tệp bản mới của văn bản cấp trên, xem từng thay đổi rồi lấy")),
        Action("wording", _("Cách viết của đơn vị"), lambda: deeds().wording(), "", "edit",
               header=False, group=_("Nội dung và bản in"), shown=own,
               tooltip=_("Chọn câu mở đầu, mục đích, tổ chức thực hiện, kết thúc")),
        Action("year-targets", _("Chỉ tiêu năm"), lambda: deeds().targets(), "", "target",
               header=False, group=_("Nội dung và bản in"), shown=own,
               tooltip=_("Ghi chỉ tiêu của kế hoạch cho năm, phân bổ cho đơn vị trực thuộc")),
    ]  # fmt: skip
