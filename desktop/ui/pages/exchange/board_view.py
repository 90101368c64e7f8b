"""The board with its legend, and who is missing in a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.agenda.agenda_words import days_named
from desktop.models.figures.returns.board import LONGER, RECENT, Board
from desktop.models.figures.returns.board_words import closed_words
from desktop.models.figures.returns.reviewing import reminder
from desktop.models.listed import first_few
from desktop.models.text import lowered
from desktop.ui.pages.exchange.board_table import BoardTable
from desktop.ui.pages.exchange.legend import Legend
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, frame, row, rule, space
from desktop.ui.widgets.yielding import Yielding

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from desktop.models.packs.periods import Period

MOST_NAMES = 12
LINES = 3
"""How many lines of names are told under the board, which is to keep its room."""
ROWS = 4
"""How many units are always seen."""


class BoardView(QWidget):
    """`picked(unit id, period id)` follows the cursor on the board."""

    picked = Signal(str, str)

    def __init__(
        self,
        years_chosen: Callable[[object], object],
        to_links: Callable[[], object],
        copied: Callable[[str], object],
        month_changed: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__()
        self._copied, self._month_changed = copied, month_changed
        self._board: Board | None = None
        self._own, self._today = "", None
        self._told = ""
        self.table = BoardTable()
        self.table.picked.connect(self._cell_picked)
        self.span = Choice(name=_("Khoảng thời gian"))
        self.span.chosen.connect(years_chosen)
        self.month = Choice(name=_("Tháng đang xem"))
        self.month.chosen.connect(self._month_picked)
        self.missing = PlainLabel("", wrap=True)
        self.dates = PlainLabel("", level="small", tone="muted", wrap=True)
        self.remind = button("", self._copy, icon="copy")
        self.letter = button("", lambda: self._copy(mail=True), icon="copy")
        for copying in (self.remind, self.letter):  # one as wide as the other
            policy = copying.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
            copying.setSizePolicy(policy)
        self.remind.setToolTip(_("Chép một tin cho nhóm Zalo: những đơn vị còn thiếu của tháng"))
        self.letter.setToolTip(_("Chép như một bức thư: có chủ đề, kính gửi"))
        self._stack = QStackedWidget()
        whole = QWidget()
        self._lay_out(whole)
        empty = EmptyState(
            "board", _("Các đơn vị trực thuộc và từng tháng đã gửi sẽ hiện ở đây."),
            _("Cấp phép cho đơn vị"), to_links,
            hint=_("Thêm đơn vị ở trang Đơn vị, rồi nhận tệp yêu cầu cấp phép của họ."),
        )  # fmt: skip
        for surface in (empty, whole):
            self._stack.addWidget(surface)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def _lay_out(self, whole: QWidget) -> None:
        head = row(self.span, None, gap="m")
        head.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        told = frame(column(None, self.missing, self.dates, None, gap="xs"), "sunken")
        texts = column(self.remind, self.letter, gap="xs")
        who = Yielding(
            told, lambda: texts.sizeHint().height()
        )  # as tall as the buttons in a low window
        foot = row(self.month, who, texts, gap="m", margin="m")
        foot.setStretch(1, 1)
        self.table.setMinimumHeight(
            self.table.horizontalHeader().sizeHint().height()
            + ROWS * self.table.verticalHeader().defaultSectionSize() + space("m")
        )  # fmt: skip
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addWidget(rule())
        self.legend = Legend()
        box.addWidget(Yielding(self.legend, self.legend.line))
        box.addWidget(frame(foot, "sunken"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell as many names as there is room for."""
        super().resizeEvent(event)
        self._show_missing()

    def show_spans(self, years: Sequence[int], chosen: object) -> None:
        """Offer the last twelve months, longer periods and the years there are figures of."""
        spans: list[tuple[str, object]] = [
            (_("12 tháng gần đây"), RECENT), (_("6 tháng, 9 tháng, năm"), LONGER),
        ]  # fmt: skip
        spans += [(_("Năm {year}").format(year=year), year) for year in years]
        self.span.set_options(spans)
        self.span.show_value(chosen)

    def show_board(self, board: Board, own: str, month: Period, today: date) -> None:
        """Show a board; `month` is the one asked for first in the list of the missing."""
        first = self._board is None
        self._board, self._own, self._today = board, own, today
        self.table.show_board(board)
        known = self.month.value()
        self.month.set_options([(one.title, one.id) for one in reversed(board.months)])
        _unit, picked = self.table.chosen()
        if first or known not in {one.id for one in board.months}:
            known = month.id if board.column(month.id) >= 0 else board.months[-1].id
        self.month.show_value(picked or known)
        self._stack.setCurrentIndex(1 if board.rows else 0)
        self._show_missing()

    def show_month(self, period: str) -> None:
        """Show who is missing in a month; the cursor on the board goes to it."""
        self.month.show_value(period)
        self._month_picked(period)

    def chosen_month(self) -> Period | None:
        """Return the month all that is done here is about: the cursor and the chooser agree."""
        return self._month()

    def _month_picked(self, period: object) -> None:
        unit, picked = self.table.chosen()
        if unit and picked != period:
            self.table.go_to(unit, str(period))  # comes back as a picked cell
        else:
            self._show_missing()

    def _cell_picked(self, unit: str, period: str) -> None:
        if period:
            self.month.show_value(period)
            self._show_missing()
        self.picked.emit(unit, period)

    def _show_missing(self) -> None:
        board, month = self._board, self._month()
        if board is None or month is None or self._today is None:
            return
        self.table.begins_at = month.id
        sent, of = board.reported(month.id)
        missing = [line.unit.name for line in board.missing(month.id)]
        told = _("{sent} trên {of} đơn vị đã gửi đủ.").format(sent=sent, of=of)
        if missing:
            across = self.missing.width() // self.missing.fontMetrics().averageCharWidth()
            shown = fitting(missing, LINES * across - len(told))
            names = first_few(missing, len(shown))
            told += " " + _("Còn phải gửi: {names}.").format(names=names)
        awaited = len(board.awaited(month.id))
        if awaited:
            told += " " + _("{n} đơn vị đang sửa báo cáo bổ sung.").format(n=awaited)
        self.missing.setText(told)
        dates = days_named(month, self._today, done=not missing)
        self.dates.setText(f"{dates} {closed_words(board, month.id)}".rstrip())
        title = lowered(month.title)
        self.remind.setText(_("Nhắc {period}").format(period=title))
        self.letter.setText(_("Thư nhắc {period}").format(period=title))
        for copying in (self.remind, self.letter):  # before its end nobody is reminded of a month
            copying.setEnabled(bool(missing or awaited) and month.data_to < self._today)
        if month.id != self._told:
            self._told = month.id
            self._month_changed()

    def _month(self) -> Period | None:
        months = self._board.months if self._board is not None else ()
        return next((one for one in months if one.id == self.month.value()), None)

    def _copy(self, *, mail: bool = False) -> None:
        month = self._month()
        if month is not None:
            self.copy_reminder(month, mail=mail)

    def copy_reminder(self, month: Period, unit: str = "", *, mail: bool = False) -> None:
        """Put the reminder of a month on the clipboard: for everybody, or for one unit (id)."""
        if self._board is None or self._today is None:
            return
        text = reminder(self._board, month, self._own, self._today, unit, mail=mail)
        if not text:
            return
        QGuiApplication.clipboard().setText(text)
        where = _("Dán vào thư.") if mail else _("Dán vào Zalo hoặc thư.")
        told = _("Đã chép lời nhắc {period}.").format(period=lowered(month.title))
        self._copied(f"{told} {where}")


def fitting(names: Sequence[str], letters: int) -> list[str]:
    """Return the first names that need no more letters in all, with commas; one at least."""
    shown: list[str] = []
    for name in names[:MOST_NAMES]:
        if shown and sum(len(one) + 2 for one in (*shown, name)) > letters:
            break
        shown.append(name)
    return shown
