"""The panel of one unit's month: what came, on time or late, and the word to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.returns.board import BoardCell, BoardReturn, BoardRow
from desktop.models.figures.returns.board_words import cell_words
from desktop.models.figures.returns.reasons import reason_to_reopen, reason_to_send_back
from desktop.models.figures.returns.supplements import value_words
from desktop.models.figures.returns.words_said import said_words
from desktop.models.figures.revisions import name_of, short_name
from desktop.models.packs.periods import Period
from desktop.models.text import sort_key, with_counts
from desktop.ui.half_typed import HalfTyped, WaitingWords
from desktop.ui.pages.exchange.board_table import last_words
from desktop.ui.pages.exchange.bundle_panel import written_moment
from desktop.ui.pages.exchange.glyphs import Glyph
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import TextArea, given
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, frame, row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

Chosen = Sequence[BoardReturn]
_ORDER = ("returned", "received", "missing", "accepted")
_TONES = {
    "accepted": "done",
    "returned": "attention",
    "missing": "ink.muted",
    "received": "ink.normal",
}
_ICONS = {"accepted": "done", "returned": "undo", "received": "receive", "missing": "minus"}


LEAST_LINES, MOST_LINES = 2, 6
"""Rows of the list shown at once; it scrolls beyond, and never grows or shrinks by a choice."""

MOST_CHANGES = 8
"""Changed figures told of one return in the panel; its paper holds them all."""


class BoardPanel(QWidget):
    """`accept(returns)`, `send_back(returns, reason)`, `reopen(returns, reason)`,
    `supplement(return)`, `remind(unit, month)`, `check(unit, month)` and `reply()` are the
    page's verbs.
    """

    def __init__(
        self,
        kept: HalfTyped,
        accept: Callable[[Chosen], object],
        send_back: Callable[[Chosen, str], object],
        reply: Callable[[], object],
        reopen: Callable[[Chosen, str], object] = lambda _chosen, _reason: None,
        supplement: Callable[[BoardReturn], object] = lambda _one: None,
        remind: Callable[[str, Period], object] = lambda _unit, _month: None,
        check: Callable[[str, Period], object] = lambda _unit, _month: None,
    ) -> None:
        super().__init__()
        self._accept, self._send_back = accept, send_back
        self._reopen, self._supplement = reopen, supplement
        self._opening = False
        self.returns: tuple[BoardReturn, ...] = ()
        self._answerable = self._owing = False
        self.title = PlainLabel("", level="large", tone="strong", wrap=True)
        self.month = PlainLabel("", tone="muted", wrap=True)
        self.glyph, self.state = Glyph("none"), PlainLabel("", wrap=True)
        self.table = ListTable(_columns(), key=lambda one: (one.unit, one.form), many=True,
                               name=_("Báo cáo của đơn vị"))  # fmt: skip
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._update())
        self.detail = PlainLabel("", level="small", tone="muted", wrap=True)
        self.accept_all = button("", self._do_accept_all, look="primary", icon="check")
        self.accept_some = button(_("Duyệt dòng đã chọn"), self._do_accept, icon="check")
        self.back = button(_("Trả lại để sửa"), self._ask_reason, icon="undo")
        self.open_again = button(_("Mở lại kỳ đã khóa"), self._ask_opening, icon="undo")
        self.paper = button(_("Xem bản bổ sung"), self._do_supplement, icon="document")
        self.reply = button(_("Tạo gói trả lời đơn vị này"), reply, icon="send")
        self._cell: tuple[str, Period] | None = None
        self.remind = button(_("Chép lời nhắc đơn vị này"), lambda: self._with(remind), icon="copy")
        self.check = button(_("Đối chiếu qua điện thoại"), lambda: self._with(check), icon="eye")
        self.reason = TextArea(hint=_("Ghi điều cần sửa, ví dụ: số đoàn viên nữ dòng 12"), lines=3)
        self._typed = WaitingWords(kept, self.reason)
        self._asked = PlainLabel(tone="muted", wrap=True)
        self.error = PlainLabel("", level="small", tone="blocked", wrap=True)
        self.back_now = button(_("Trả lại"), self._do_send_back, look="primary")
        self._asking = frame(
            column(
                self._asked,
                self.reason,
                self.error,
                row(self.back_now, button(_("Thôi"), self._stop_asking), None),
            ),
            "",
        )
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        edge = space("l")
        box = QVBoxLayout(self)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(space("s"))
        said = row(self.glyph, self.state)
        said.setStretch(1, 1)
        self._parts = [self.table, self.accept_all, self.accept_some, self.back, self.reply,
                       self.open_again, self.paper, self.remind, self.check]  # fmt: skip
        for part in (self.title, self.month):
            box.addWidget(part)
        box.addLayout(said)
        # What is told of a chosen line stands below the deeds: a button that moved away under the
        # mouse would let another be pressed, and an acceptance cannot be taken back.
        deeds = (self.accept_all, self.accept_some, self.back, self.open_again)
        for part in (self.table, *deeds, self.detail, self._asking):
            box.addWidget(part)
        for part in (self.paper, self.remind, self.reply, self.check):
            box.addWidget(part)
        box.addStretch(1)
        # Names of unions are long: the whole width is theirs, the state stands below.
        two_lines = 2 * self.table.fontMetrics().lineSpacing() + space("s")
        self.table.verticalHeader().setDefaultSectionSize(two_lines)

    def show_nothing(self) -> None:
        """Say what will be here."""
        self.returns = ()
        self.title.setText("")
        self.month.setText(_("Chọn một ô của bảng để xem báo cáo của đơn vị trong tháng đó."))
        self.state.setText("")
        self.glyph.hide()
        for part in (*self._parts, self.detail, self._asking):
            part.hide()

    def show_cell(
        self, line: BoardRow, cell: BoardCell, period: Period, returns: Sequence[BoardReturn]
    ) -> None:
        """Show a unit's month."""
        # What asks for something stands first; the order of the tree stays within a state.
        self.returns = tuple(sorted(returns, key=lambda one: _ORDER.index(one.state)))
        self.title.setText(line.unit.name)
        due = f"{period.due:%d/%m/%Y}"
        self.month.setText(_("{period}, hạn nộp {due}").format(period=period.title, due=due))
        told = cell_words(cell) + last_words(line)
        self.state.setText(told[:1].upper() + told[1:])
        self._typed.leave()
        self._cell = (line.unit.id, period)
        self.glyph.show_state(cell.state)
        self.glyph.show()
        self.table.set_rows(self.returns)
        lines = min(max(len(self.returns), LEAST_LINES), MOST_LINES)
        self.table.setFixedHeight(
            self.table.horizontalHeader().sizeHint().height()
            + lines * self.table.verticalHeader().defaultSectionSize() + space("xs")
        )  # fmt: skip
        for part in self._parts:
            part.show()
        self._answerable = line.enrolled
        self._owing = cell.state not in ("ahead", "none") and (not cell.complete or cell.awaited)
        self.reply.setVisible(line.enrolled)
        self.remind.setVisible(self._owing)
        self._asking.hide()
        self._update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up asking for a reason."""
        if event.key() == Qt.Key.Key_Escape and self._asking.isVisible():
            self._stop_asking()
        else:
            super().keyPressEvent(event)

    def _with(self, verb: Callable[[str, Period], object]) -> None:
        if self._cell is not None:
            verb(*self._cell)

    def _chosen(self) -> list[BoardReturn]:
        return list(self.table.selected())

    def _waiting(self, returns: Chosen) -> list[BoardReturn]:
        return [one for one in returns if one.state == "received"]

    def _update(self) -> None:
        chosen, waiting = self._chosen(), self._waiting(self.returns)
        text = _("Duyệt tất cả đã nhận ({n})").format(n=len(waiting))
        self.accept_all.setText(text)
        self.accept_all.setVisible(bool(waiting))
        self.accept_some.setEnabled(bool(self._waiting(chosen)))
        self.accept_some.setVisible(bool(waiting))
        self.back.setEnabled(any(one.rev for one in chosen))
        self.back.setToolTip("" if chosen else _("Chọn dòng cần trả lại ở danh sách trên."))
        one = chosen[0] if len(chosen) == 1 else None
        self.detail.setText(_told(one) if one is not None else "")
        self.detail.setVisible(one is not None)
        self.paper.setVisible(one is not None and one.rev > 1)
        self.open_again.setVisible(any(one.shut for one in chosen))

    def _do_accept_all(self) -> None:
        self._accept(self._waiting(self.returns))
        self.table.setFocus()  # the button goes away: not on to the next, which sends back

    def _do_accept(self) -> None:
        self._accept(self._waiting(self._chosen()))
        self.table.setFocus()

    def _do_supplement(self) -> None:
        for one in self._chosen()[:1]:
            self._supplement(one)

    def _ask_reason(self) -> None:
        self._ask(_("Lý do trả lại (đơn vị sẽ đọc được)"), _("Trả lại"), opening=False)

    def _ask_opening(self) -> None:
        self._ask(_("Lý do mở lại (đơn vị sẽ đọc được)"), _("Mở lại"), opening=True)

    def _ask(self, sentence: str, deed: str, *, opening: bool) -> None:
        self._opening = opening
        self._asked.setText(sentence)
        self.reason.setAccessibleName(sentence)
        self.back_now.setText(deed)
        self.error.setText("")
        if self._cell is not None:
            unit, month = self._cell
            self._typed.ask(f"board/{unit}/{month.id}", "reopen" if opening else "send-back")
        for part in self._parts[1:]:
            part.hide()
        self._asking.show()
        self.reason.setFocus()

    def _stop_asking(self) -> None:
        if self._asking.isAncestorOf(self._asking.window().focusWidget()):
            self.table.setFocus()  # to the row it was about, not on to whatever comes next
        self._typed.forget()
        self._asking.hide()
        for part in (self.back, self.check):
            part.show()
        self.reply.setVisible(self._answerable)
        self.remind.setVisible(self._owing)
        self._update()

    def _do_send_back(self) -> None:
        needed = reason_to_reopen if self._opening else reason_to_send_back
        try:
            reason = given(self.reason, self.reason.value(), needed)
        except Refusal as refusal:
            self.error.setText(str(refusal))
            return
        if self._opening:
            shut = [one for one in self._chosen() if one.shut]
            self._stop_asking()
            self._reopen(shut, reason)
            return
        chosen = [one for one in self._chosen() if one.rev]
        self._stop_asking()
        self._send_back(chosen, reason)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Báo cáo"), lambda one: f"{one.name}\n{one.form}, {_state(one)}", 0,
               tone=lambda one: _TONES[one.state], icon=lambda one: _ICONS[one.state],
               order=lambda one: (sort_key(one.name), one.form), tooltip=_told),
    )  # fmt: skip


def _state(one: BoardReturn) -> str:
    words = {
        "missing": _("chưa có"), "received": _("chờ duyệt"), "returned": _("đã trả lại"),
        "accepted": _("đã duyệt"),
    }  # fmt: skip
    told = [_("cấp dưới đã trả lại") if one.back_at else words[one.state]]
    if one.vetted and one.state == "received":
        told.append(_vetted(one))
    if one.rev > 1:
        again = short_name(one.rev)
        changed = _("{n} số đổi").format(n=len(one.changes))
        told.append(f"{again} ({changed})" if one.accepted else again)
    if one.after_closing:
        told.append(_("nộp sau khi khóa sổ"))
    if one.shut:
        told.append(_("đã khóa"))
    if not one.verified:
        told.append(_("chưa xác thực"))
    return ", ".join(told)


def _vetted(one: BoardReturn) -> str:
    if one.vetted_rev == one.rev:
        return _("{office} đã duyệt").format(office=one.vetted)
    return _("{office} mới duyệt {what}").format(office=one.vetted, what=name_of(one.vetted_rev))


def _told(one: BoardReturn) -> str:
    if not one.rev:
        told = _("{unit}, {form}: chưa gửi.").format(unit=one.name, form=one.form)
        return "\n".join([told, *_beside(one)])
    time = _("đúng hạn") if one.on_time else _("muộn")
    told = _("{unit}, {form}: {title}, chốt {at} ({time}).").format(
        unit=one.name, form=one.form, title=name_of(one.rev),
        at=written_moment(one.locked_at), time=time,
    )  # fmt: skip
    reason = [_("Lý do trả lại: {r}").format(r=one.reason)] if one.reason else []
    return "\n".join([told, *reason, *_beside(one), *_said(one)])


def _said(one: BoardReturn) -> Iterator[str]:
    """Yield every word on a return, with the revision it was said of where there were several."""
    if one.said:
        yield _("Các lần duyệt và trả lại:")
    for word in one.said:
        which = f"{name_of(word.rev)}: " if one.rev > 1 else ""
        yield f"• {which}{said_words(word)}"


def _beside(one: BoardReturn) -> Iterator[str]:
    if one.back_at:
        yield _("{office} đã trả lại, chờ nộp lại.").format(office=one.back_at)
    if one.stands:
        yield _("Số tổng còn tính {what}.").format(what=name_of(one.stands))
    if one.after_closing:
        yield _("Nộp sau khi khóa sổ: chưa tính vào số tổng cho đến khi duyệt.")
    if one.vetted and one.vetted_rev < one.rev and one.state == "received":
        yield _("{office} mới duyệt {what}, nên tổng hợp còn tính báo cáo đó.").format(
            office=one.vetted, what=name_of(one.vetted_rev)
        )
    if one.accepted and one.changes:
        yield _("Thay đổi so với {what} đã duyệt:").format(what=name_of(one.accepted))
    elif one.changes:
        yield _("Thay đổi so với lần trước:")
    if one.answer:
        yield _("Không đổi số nào. Giải thích: {reason}").format(reason=one.answer)
    for change in one.changes[:MOST_CHANGES]:
        reason = f" ({change.reason})" if change.reason else ""
        yield f"• {change.name}: {value_words(change.was)} → {value_words(change.now)}{reason}"
    if len(one.changes) > MOST_CHANGES:
        yield _("và {n} số khác").format(n=len(one.changes) - MOST_CHANGES)
    if one.warned:
        yield with_counts(_("{n} cảnh báo đã có lý do:"), n=len(one.warned))
        yield from (f"• {told}: {why}" for told, why in one.warned)
    if not one.verified:
        yield _("Nhập từ gói chưa ký: chưa xác thực được người gửi.")
    if one.opening:
        yield _("Cuối kỳ trước đã đổi sau khi báo cáo này chốt.")
    if one.shut:
        yield _("Không sửa được: {why}.").format(why=one.shut)
