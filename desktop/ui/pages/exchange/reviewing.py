"""Reviewing: accepting, sending back, and the workbook that adds a month up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.returns import reviewing as verbs
from desktop.models.text import lowered
from desktop.ui.jobs import part_by_part
from desktop.ui.messages import Message, MessageKind
from desktop.ui.page import Action
from desktop.ui.supplement import show_supplement

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from desktop.models.figures.returns.board import BoardReturn
    from desktop.models.figures.returns.closing import Outlook
    from desktop.models.figures.returns.late import Late
    from desktop.models.packs.periods import Period
    from desktop.tasks.figures.reports import ConsolidatedFile
    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.exchange_page import ExchangePage


class Reviewing:
    """The page's verbs about returns that came from below."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page
        self._told: Message | None = None

    def accept(self, returns: Sequence[BoardReturn]) -> None:
        """Accept returns of the month chosen on the board."""
        _unit, period = self._page.board.table.chosen()
        if period and returns:
            self._desk.do(lambda store: verbs.accept_all(store, period, returns))

    def send_back(self, returns: Sequence[BoardReturn], reason: str) -> None:
        """Send returns of the month chosen on the board back for correction."""
        _unit, period = self._page.board.table.chosen()
        if period and returns:
            self._desk.do(lambda store: verbs.send_back_all(store, period, returns, reason))

    def accept_late(self, returns: Sequence[Late]) -> None:
        """Accept returns of the review queue."""
        told = _("Đã duyệt {which}; số tổng đã tính số mới.").format(which=_which(returns))
        self._desk.do(
            lambda store: verbs.accept_late(store, returns),
            lambda _done: self._desk.message(told, kind=MessageKind.DONE),
        )

    def send_back_late(self, returns: Sequence[Late], reason: str) -> None:
        """Turn returns of the review queue back."""
        told = _("Đã trả lại {which}; số cũ giữ nguyên. Gửi gói xuống để đơn vị biết.").format(
            which=_which(returns)
        )
        self._desk.do(
            lambda store: verbs.send_back_late(store, returns, reason),
            lambda _done: self._desk.message(told, kind=MessageKind.DONE),
        )

    def trace(self) -> None:
        """Show where the totals of the unit and month chosen on the board come from."""
        from desktop.ui.dialogs.trace import Asked, TraceDialog

        period, _title, unit = self._asked()
        if not period:
            return
        window = self._page.board.window()
        self.traced = TraceDialog(window, self._desk, Asked(period, unit))
        self.traced.finished.connect(self.traced.deleteLater)
        self.traced.open()

    def actions(self) -> list[Action]:
        """Return the verbs about the board's month, each named with it."""

        def month(words: str) -> Callable[[], str]:
            return lambda: self._named(words)

        return [
            Action(
                "consolidate", _("Tổng hợp"), self.consolidate, "", "table",
                tooltip=_("Bảng Excel tổng hợp của tháng đang chọn"),
                text_now=month(_("Tổng hợp {period}")),
            ),
            Action(
                "trace", _("Số này ở đâu ra?"), self.trace, "F8", "search", header=False,
                tooltip=_("Số tổng hợp của tháng và đơn vị đang chọn lấy từ đâu"),
            ),
            Action(
                "consolidate-then", _("Tổng hợp như đã biết vào một ngày"),
                self.consolidate_then, "", "clock", header=False,
                tooltip=_("Bảng tổng hợp của tháng đang chọn, như sổ đã biết vào cuối ngày ấy"),
                text_now=month(_("Tổng hợp {period} như đã biết vào một ngày")),
            ),
            Action(
                "differences", _("So hai lần tổng hợp"), self.differences, "", "history",
                header=False, text_now=month(_("So hai lần tổng hợp {period}")),
                tooltip=_("Đơn vị nào, ô nào khác, từ mấy thành mấy, do gói nào"),
            ),
            Action(
                "phone", _("Đối chiếu qua điện thoại"), self.check, "", "eye", header=False,
                tooltip=_("Nhóm số để hai nơi đọc cho nhau, từng đơn vị và tháng"),
            ),
            Action(
                "close-period", _("Khóa sổ tháng đang chọn"), self.close, header=False,
                tooltip=_("Các đơn vị bên dưới không sửa được số liệu nữa, trừ khi được mở lại"),
                text_now=month(_("Khóa sổ {period}")),
            ),
            Action(
                "open-period", _("Mở lại cả tháng đang chọn"), self.open_month, header=False,
                tooltip=_("Mở lại kỳ đã khóa sổ cho mọi đơn vị bên dưới, kèm lý do"),
                text_now=month(_("Mở lại cả {period}")),
            ),
        ]  # fmt: skip

    def _named(self, words: str) -> str:
        """Return words with the month they are about, "" before the board was read."""
        month = self._page.board_month()
        return words.format(period=lowered(month.title)) if month is not None else ""

    def _asked(self) -> tuple[str, str, str]:
        """Return (period, its title, unit) of what is chosen on the board; "" for none."""
        month = self._page.board_month()
        if month is None:
            return "", "", ""
        unit, _period = self._page.board.table.chosen()
        return month.id, lowered(month.title), unit

    def differences(self) -> None:
        """Compare two consolidations of the month chosen on the board."""
        from desktop.ui.pages.exchange.comparing import DifferencesDialog

        period, title, _unit = self._asked()
        if period:
            window = self._page.board.window()
            self.compared = DifferencesDialog(window, self._desk, period, title, "")
            self.compared.finished.connect(self.compared.deleteLater)
            self.compared.open()

    def check(self, unit: str = "", month: Period | None = None) -> None:
        """Show the digits of a unit's month (default: what is chosen) to read out by phone."""
        from desktop.ui.pages.exchange.comparing import PhoneDialog

        period, title, chosen = self._asked()
        if month is not None:
            period, title, chosen = month.id, lowered(month.title), unit
        if period:
            window = self._page.board.window()
            self.checked = PhoneDialog(window, self._desk, period, title, chosen)
            self.checked.finished.connect(self.checked.deleteLater)
            self.checked.open()

    def remind(self, unit: str, month: Period) -> None:
        """Put the reminder to one unit on the clipboard."""
        self._page.board.copy_reminder(month, unit)

    def consolidate_then(self) -> None:
        """Ask for a day, then write the workbook as it was known at its end."""
        from desktop.ui.pages.exchange.comparing import ask_day

        period, title, _unit = self._asked()
        if period:
            told = _("Tổng hợp {period} như đã biết").format(period=title)
            self.asked_day = ask_day(
                self._desk, self._page.board.window(), told,
                lambda day: self._ask_target(period, title, day),
            )  # fmt: skip

    def reopen(self, returns: Sequence[BoardReturn], reason: str) -> None:
        """Open returns of the month chosen on the board again, though it is closed."""
        _unit, period = self._page.board.table.chosen()
        if period and returns:
            self._desk.do(
                lambda store: verbs.reopen_all(store, period, returns, reason),
                on_refusal=self._refused,
            )

    def _refused(self, refusal: Refusal) -> None:
        """Say why a month is neither closed nor opened, as long as its board is in sight."""
        self.forget()
        self._told = self._desk.message(str(refusal), kind=MessageKind.BLOCKED)

    def forget(self) -> None:
        """Take away what was said of a month: another part of the page is in front."""
        told, self._told = self._told, None
        if told is not None:
            self._desk.withdraw(told)

    def close(self) -> None:
        """Tell what is lacking of the month chosen on the board, then ask and close it."""
        from desktop.models.figures.returns.closing import outlook

        period, title, _unit = self._asked()
        if period:
            self._desk.job(
                _("Xem trước khi khóa sổ {period}").format(period=title),
                lambda store, *_rest: outlook(store, period),
                lambda found: self._ask_closing(found, title),
                on_refusal=self._refused,
            )

    def _ask_closing(self, found: Outlook, title: str) -> None:
        from desktop.models.figures.returns.closing import close
        from desktop.models.figures.returns.closing_words import consequence, outlook_words
        from desktop.ui.dialogs.base import Dialog
        from desktop.ui.widgets.fields import TextField
        from desktop.ui.widgets.labels import PlainLabel
        from desktop.ui.widgets.layout import column, frame

        told = _("Đã khóa sổ {period} cho {n} đơn vị. Tạo gói trả lời để các đơn vị biết.").format(
            period=title, n=len(found.units)
        )
        note = TextField(hint=_("Ghi chú cho các đơn vị, không bắt buộc"))
        lines = [PlainLabel(line, wrap=True) for line in outlook_words(found)]
        self.closing = Dialog(
            self._page.board.window(),
            _("Khóa sổ {period} cho {n} đơn vị").format(period=title, n=len(found.units)),
            consequence(), frame(column(*lines, note, None), ""), deed_text=_("Khóa sổ"),
            deed=lambda: self._desk.do(
                lambda store: close(store, found.period.id, reason=note.typed()),
                lambda _done: self._desk.message(told, kind=MessageKind.DONE),
                on_refusal=self._refused,
            ),
            grave=True,
        )  # fmt: skip
        self.closing.finished.connect(self.closing.deleteLater)
        self.closing.open()

    def open_month(self) -> None:
        """Ask why, then open the month chosen on the board again for every unit below."""
        from desktop.models.figures.returns.closing import open_month
        from desktop.models.figures.returns.reasons import reason_to_reopen
        from desktop.ui.dialogs.base import Dialog
        from desktop.ui.widgets.fields import TextField, given

        period, title, _unit = self._asked()
        if not period:
            return
        told = _("Đã mở lại {period}. Tạo gói trả lời để các đơn vị biết.").format(period=title)
        self.why = TextField(hint=_("Vì sao cần sửa số liệu của kỳ đã khóa"))

        def deed() -> None:
            reason = given(self.why, self.why.typed(), reason_to_reopen)
            self._desk.do(
                lambda store: open_month(store, period, reason),
                lambda _done: self._desk.message(told, kind=MessageKind.DONE),
                on_refusal=self._refused,
            )

        self.opening = Dialog(
            self._page.board.window(), _("Mở lại {period}").format(period=title),
            _("Các đơn vị bên dưới sửa được số liệu của kỳ này cho đến khi khóa sổ lại."),
            self.why, deed_text=_("Mở lại cả tháng"), deed=deed, grave=True,
        )  # fmt: skip
        self.opening.finished.connect(self.opening.deleteLater)
        self.opening.open()
        self.why.setFocus()

    def supplement(self, one: BoardReturn) -> None:
        """Show a supplementary return of the month chosen on the board as a paper."""
        _unit, period = self._page.board.table.chosen()
        if period:
            show_supplement(self._desk, one.form, period, one.unit, one.rev)

    def consolidate(self) -> None:
        """Write the workbook of the month chosen on the board, or of the last one."""
        period, title, _unit = self._asked()
        if not period:
            return
        self._ask_target(period, title, None)

    def _ask_target(self, period: str, title: str, known_on: date | None) -> None:
        day = f"-{known_on.isoformat()}" if known_on is not None else ""
        out = self._desk.choose_target(
            _("Lưu bảng tổng hợp {period}").format(period=title),
            f"tong-hop-{period}{day}.xlsx", _("Bảng tính Excel (*.xlsx)"),
        )  # fmt: skip
        if out is not None:
            self._write(period, title, out, known_on)

    def _write(self, period: str, title: str, out: Path, known_on: date | None) -> None:
        from desktop.tasks.figures.reports import make_consolidated
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        def done(made: ConsolidatedFile) -> None:
            told = _("Đã lập bảng tổng hợp {period}: {file}.").format(
                period=title, file=made.path.name
            )
            if made.missing:
                told += " " + _("Còn thiếu số liệu của {n} công đoàn cơ sở.").format(
                    n=len(made.missing)
                )
            if made.waiting:
                told += " " + _("{n} công đoàn cơ sở gửi sau khi khóa sổ, chưa được tính.").format(
                    n=len(made.waiting)
                )
            lacks = made.missing or made.waiting
            kind = MessageKind.ATTENTION if lacks else MessageKind.DONE
            self._desk.message(
                told, kind=kind, action_text=_("Mở thư mục"),
                action=lambda: open_folder(made.path.parent),
            )  # fmt: skip

        def work(store: Any, progress: Any, cancelled: Any) -> ConsolidatedFile:
            told = part_by_part(progress, cancelled)
            return make_consolidated(store, period, out, known_on=known_on, told=told)

        self._desk.job(_("Tổng hợp {period}").format(period=title), work, done)


def _which(returns: Sequence[Late]) -> str:
    """Name a return, or say how many there are."""
    if len(returns) != 1:
        return _("{n} báo cáo").format(n=len(returns))
    one = returns[0]
    return _("{form} {period} của {unit}").format(
        form=one.form, period=lowered(one.period.title), unit=one.name
    )
