"""The review queue: returns that came into what was accepted or closed, each waiting for a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.returns.late import Late
from desktop.models.figures.returns.late_words import changes_words, counts_words, why_words
from desktop.models.figures.returns.reasons import reason_to_send_back
from desktop.models.figures.returns.supplements import value_words
from desktop.models.figures.revisions import short_name
from desktop.models.text import sort_key
from desktop.ui.half_typed import HalfTyped, WaitingWords
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import TextArea, given
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, frame, row, space
from desktop.ui.widgets.table import Column, ListTable

Chosen = Sequence[Late]
MOST_CHANGES = 12


class LateView(QWidget):
    """`accept(returns)` and `send_back(returns, reason)` are the page's verbs."""

    def __init__(
        self,
        kept: HalfTyped,
        accept: Callable[[Chosen], object],
        send_back: Callable[[Chosen, str], object],
    ) -> None:
        super().__init__()
        self._accept, self._send_back = accept, send_back
        self.told = PlainLabel("", tone="muted", wrap=True)
        self.table = ListTable(
            _columns(), key=_key, many=True,
            name=_("Báo cáo chờ duyệt"),
        )  # fmt: skip
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._update())
        self.detail = PlainLabel("", level="small", wrap=True, selectable=True)
        self.yes = button(_("Duyệt dòng đã chọn"), self._do_accept, look="primary", icon="check")
        self.back = button(_("Trả lại để sửa"), self._ask, icon="undo")
        self.reason = TextArea(hint=_("Ghi điều cần sửa, ví dụ: số đoàn viên nữ dòng 12"), lines=3)
        self._typed = WaitingWords(kept, self.reason)
        self.reason.setAccessibleName(_("Lý do trả lại (đơn vị sẽ đọc được)"))
        self.error = PlainLabel("", level="small", tone="blocked", wrap=True)
        self.back_now = button(_("Trả lại"), self._do_send_back, look="primary")
        self.asking = frame(
            column(
                PlainLabel(_("Lý do trả lại (đơn vị sẽ đọc được)"), tone="muted", wrap=True),
                self.reason, self.error,
                row(self.back_now, button(_("Thôi"), self.asking_ended), None),
            ),
            "",
        )  # fmt: skip
        whole = QWidget()
        edge = space("l")
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(space("xl"), edge, space("xl"), edge)
        inside.addWidget(self.told)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.detail)
        inside.addWidget(self.asking)
        inside.addLayout(row(self.yes, self.back, None))
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "check", _("Không có báo cáo nào gửi vào kỳ đã duyệt hoặc đã khóa."),
                hint=_("Khi có, báo cáo chờ ở đây; số tổng không đổi cho đến khi duyệt."),
            )
        )  # fmt: skip
        self._stack.addWidget(whole)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self.asking_ended()

    def show_late(self, returns: Chosen) -> None:
        """Show what waits; the keyboard goes on to the line after one that is done."""
        self.told.setText(_told(returns))
        place = self.table.currentIndex().row()
        self.table.set_rows(returns)
        if place >= 0 and returns and self.table.current() is None and self.table.hasFocus():
            self.table.go_to(_key(self.table.rows()[min(place, len(returns) - 1)]))
        self._stack.setCurrentIndex(1 if returns else 0)
        self._update()

    def asking_ended(self) -> None:
        """Put the question for the reason away; the keyboard goes back to the line."""
        if self.asking.isAncestorOf(self.asking.window().focusWidget()):
            self.table.setFocus()
        self._typed.forget()
        self.error.setText("")
        self.asking.hide()
        self._show_verbs(True)

    def _chosen(self) -> list[Late]:
        return list(self.table.selected())

    def _update(self) -> None:
        chosen = self._chosen()
        self.yes.setEnabled(bool(chosen))
        self.back.setEnabled(bool(chosen))
        self.back.setToolTip("" if chosen else _("Chọn dòng cần trả lại ở danh sách trên."))
        self.detail.setText(_detail(chosen[0]) if len(chosen) == 1 else "")
        self.detail.setVisible(len(chosen) == 1)

    def _do_accept(self) -> None:
        chosen = self._chosen()
        self.table.setFocus()  # the button goes off: not on to whatever comes next
        self._accept(chosen)

    def _ask(self) -> None:
        self._typed.ask("late", "/".join(_key(self._chosen()[0])))
        self.asking.show()
        self._show_verbs(False)
        self.reason.setFocus()

    def _show_verbs(self, shown: bool) -> None:
        for part in (self.yes, self.back):
            part.setVisible(shown)

    def _do_send_back(self) -> None:
        try:
            reason = given(self.reason, self.reason.value(), reason_to_send_back)
        except Refusal as refusal:
            self.error.setText(str(refusal))
            return
        chosen = self._chosen()
        self.asking_ended()
        self._send_back(chosen, reason)


def _key(one: Late) -> tuple[str, str, str]:
    return one.unit, one.form, one.period.id


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Đơn vị"), lambda one: one.name, 0, order=lambda one: sort_key(one.name),
               tooltip=lambda one: one.name),
        Column(_("Biểu"), lambda one: one.form, 6),
        Column(_("Kỳ"), lambda one: one.period.title, 13, order=lambda one: one.period.data_to),
        Column(_("Báo cáo"), lambda one: short_name(one.rev), 12, order=lambda one: one.rev),
        Column(_("Vì sao chờ"), why_words, 25, tooltip=why_words),
        Column(_("Thay đổi"), changes_words, 10, order=lambda one: len(one.changes)),
    )  # fmt: skip


def _detail(one: Late) -> str:
    told = f"{why_words(one)}; {counts_words(one)}."
    lines = [
        f"• {change.name}: {value_words(change.was)} → {value_words(change.now)}"
        + (f" ({change.reason})" if change.reason else "")
        for change in one.changes[:MOST_CHANGES]
    ]
    if len(one.changes) > MOST_CHANGES:
        lines.append(_("và {n} số khác").format(n=len(one.changes) - MOST_CHANGES))
    nothing = _("{unit}: không có số nào khác.").format(unit=one.name)
    return "\n".join([told[:1].upper() + told[1:], *(lines or [nothing])])


def _told(returns: Chosen) -> str:
    """Say how many wait, and which of them the totals hold all the same."""
    early = sum(one.provisional for one in returns)
    told = []
    if len(returns) > early:
        told.append(
            _("{n} báo cáo đến sau khi đã duyệt hoặc đã khóa sổ: số tổng không đổi cho đến khi"
              " được duyệt; trả lại thì giữ số cũ.").format(n=len(returns) - early)
        )  # fmt: skip
    if early:
        told.append(
            _("{n} báo cáo đến sau khi khóa sổ bằng bản chương trình cũ: số tổng đang tính tạm"
              " số mới.").format(n=early)
        )  # fmt: skip
    return " ".join(told)
