"""The plan beside another state of it, the upper paper, or another year's plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_compare import Comparison, compare
from desktop.models.plans import milestones
from desktop.models.plans.plan_head import PlanHead
from desktop.tasks.papers.compare import Side, other_outline, sides
from desktop.ui.desk import Desk
from desktop.ui.dialogs.base import Dialog
from desktop.ui.half_typed import wait_in
from desktop.ui.messages import MessageKind
from desktop.ui.outline.paper_view import PaperView
from desktop.ui.pages.plans.comparing import compare_rows
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, rule, space


class CompareView(PaperView):
    """The comparison; copying gives the differences as text."""

    lines: Callable[[], list[str]] = staticmethod(list)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the differences in words and signs."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\n".join(self.lines()))
        else:
            super().keyPressEvent(event)


class CompareTab(QWidget):
    """Compares the plan; `outline()` gives it as it is now, `go(item)` shows an item."""

    def __init__(
        self, desk: Desk, outline: Callable[[], Outline | None], go: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._desk, self._outline, self._go = desk, outline, go
        self._plan = ""
        self._sides: dict[str, Side] = {}
        self._wanted: str | None = None
        self.found = Comparison(())
        self._stale, self._turn = True, 0
        self.choice = Choice(name=_("So với"))
        self.choice.setMinimumContentsLength(34)
        self.choice.chosen.connect(lambda _id: self.show_now())
        self.told = PlainLabel("", tone="muted")
        self.all = QCheckBox(_("Hiện cả mục không đổi"))
        self.all.setChecked(True)
        self.all.toggled.connect(lambda _on: self._show_rows())
        self.keep = button(_("Lưu mốc để so sánh"), self.keep_milestone, icon="flag",
                           tooltip=_("Giữ nội dung lúc này để so sánh về sau"))  # fmt: skip
        self.rename = link(_("Đổi tên mốc"), self._rename)
        self.drop = link(_("Xóa mốc"), self._drop)
        self.paper = CompareView(_("So sánh"))
        self.paper.lines = lambda: compare_rows.plain_lines(self.found)
        self.paper.opened.connect(self._open)
        top = row(PlainLabel(_("So với"), tone="muted"), self.choice, self.rename, self.drop, None,
                  self.keep, gap="m")  # fmt: skip
        below = row(
            self.told, None, self.all,
            link(_("Chỗ khác trước"), partial(self.step, -1)),
            link(_("Chỗ khác sau (F8)"), partial(self.step, 1)), gap="m",
        )  # fmt: skip
        for line in (top, below):
            line.setContentsMargins(space("xl"), space("s"), space("xl"), space("xs"))
        self.empty = PlainLabel(
            _("Chưa có gì để so sánh. Chọn “Lưu mốc để so sánh” để giữ nội dung lúc này; lần sau "
              "so bản đang soạn với mốc ấy, với kế hoạch năm trước hoặc với văn bản cấp trên."),
            tone="muted", wrap=True,
        )  # fmt: skip
        self.empty.setContentsMargins(space("xl"), space("l"), space("xl"), space("l"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addLayout(below)
        box.addWidget(rule())
        box.addWidget(self.empty)
        box.addWidget(self.paper, 1)

    # what is compared

    def show_plan(self, head: PlanHead) -> None:
        """Compare another plan, or the same one when what it can be compared with changed."""
        if head.id != self._plan:
            self._plan = head.id
            self._wanted = None
        self._sides = {}
        self.touch()

    def _read_sides(self) -> None:
        """Offer what there is; the choice stays where it can."""
        known = self._wanted or self.choice.value()
        self._wanted = None
        self._sides = {side.id: side for side in sides(self._desk.read, self._plan)}
        self.choice.set_options([(side.name, side.id) for side in self._sides.values()])
        chosen = known if known in self._sides else next(iter(self._sides), None)
        self.choice.show_value(chosen)

    def touch(self) -> None:
        """The plan changed: compare anew, at once when it is in sight."""
        self._stale = True
        if self.isVisible():
            self.show_now()

    def showEvent(self, event: Any) -> None:
        """Compare what is due."""
        super().showEvent(event)
        if self._stale:
            self.show_now()

    def show_now(self) -> None:
        """Compare with what is chosen."""
        if not self._sides and self._plan:
            self._read_sides()
        side = self._sides.get(self.choice.value() or "")
        now, plan = self._outline(), self._plan
        self._stale = False
        self._turn += 1
        turn = self._turn
        if side is None or now is None:
            self._show(side, Comparison(()))
            return

        def work(reader: Any, _progress: object, _cancelled: object) -> Comparison:
            return compare(other_outline(reader, plan, side), now)

        def done(found: Comparison) -> None:
            if turn == self._turn:
                self._show(side, found)

        self._desk.job(_("So sánh"), work, done)

    def _show(self, side: Side | None, found: Comparison) -> None:
        self.found = found
        own = side is not None and side.kind == "milestone"
        self.rename.setVisible(own)
        self.drop.setVisible(own)
        self.empty.setVisible(side is None)
        self.paper.setVisible(side is not None)
        self.told.setText(compare_rows.summary(found) if side is not None else "")
        self._show_rows()

    def _show_rows(self) -> None:
        self.paper.set_rows(compare_rows.rows_of(self.found, all_rows=self.all.isChecked()))

    def step(self, by: int) -> None:
        """Go to the next difference (1) or the one before (-1)."""
        rows = self.paper.rows()
        numbers = [n for n, line in enumerate(self.found.lines) if line.differs]
        shown = {one.id for one in rows}
        current = self.paper.current()
        here = int(current) if current.isdigit() else -1 if by > 0 else len(self.found.lines)
        ahead = [n for n in numbers if (n > here if by > 0 else n < here) and str(n) in shown]
        if ahead:
            self.paper.go_to(str(ahead[0] if by > 0 else ahead[-1]))
            self.paper.setFocus()

    def _open(self, row_id: str) -> None:
        if item := compare_rows.item_of(self.found, row_id):
            self._go(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 goes to the next difference, Shift+F8 back."""
        if event.key() == Qt.Key.Key_F8:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    # milestones

    def keep_milestone(self) -> None:
        """Ask for a name, then keep the outline as it is."""
        plan = self._plan
        name = TextField(hint=_("Ví dụ: Bản trình Ban Thường vụ"))

        def kept(milestone: str) -> None:
            self._wanted = milestone
            self._sides = {}
            self.touch()
            self._desk.message(_("Đã lưu mốc; xem ở phần “So sánh”."), kind=MessageKind.DONE)

        def keep() -> None:
            words = name.typed()
            self._desk.do(lambda store: milestones.keep_milestone(store, plan, words), kept)

        self._ask(
            f"milestone/{plan}", _("Lưu mốc để so sánh"),
            _("Đặt tên cho mốc, hoặc để trống để lấy ngày giờ."), name, _("Lưu mốc"), keep,
        )  # fmt: skip

    def _rename(self) -> None:
        side = self._sides.get(self.choice.value() or "")
        if side is None:
            return
        name = TextField(side.bare)

        def rename() -> None:
            words = name.typed()
            self._desk.do(lambda store: milestones.rename_milestone(store, side.id, words))

        self._ask(f"milestone/{side.id}", _("Đổi tên mốc"), "", name, _("Đổi tên"), rename)

    def _drop(self) -> None:
        side = self._sides.get(self.choice.value() or "")
        if side is not None:
            self._desk.do(lambda store: milestones.delete_milestone(store, side.id))

    def _ask(
        self, place: str, title: str, sentence: str, body: QWidget, deed: str,
        run: Callable[[], object],
    ) -> None:  # fmt: skip
        dialog = Dialog(self.window(), title, sentence, body, deed_text=deed, deed=run)
        wait_in(dialog, self._desk.half_typed, place, {"name": body})
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()
        body.setFocus()
