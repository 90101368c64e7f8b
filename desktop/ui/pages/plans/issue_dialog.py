"""Issuing: the number, the date, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plan_head import PlanHead
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row


class IssueDialog(Dialog):
    """Asks for number and date; `issue(number, day)` is called when both can be read, and
    answers later with `accept()` or `show_refusal`.
    """

    def __init__(
        self,
        parent: QWidget | None,
        head: PlanHead,
        number: int,
        today: date,
        issue: Callable[[str, date], object],
    ) -> None:
        self.number = TextField(f"{number:02d}")
        self.day = DateField(head.day or today, today=lambda: today, name=_("Ngày ban hành"))
        self._issue = issue
        body = QWidget()
        symbol = PlainLabel(f"/{head.symbol}", tone="strong")
        self.number.setFixedWidth(self.number.fontMetrics().averageCharWidth() * 12)
        body.setLayout(
            column(
                FormRow(_("Số văn bản"), _beside(self.number, symbol)),
                FormRow(_("Ngày ban hành"), self.day),
                gap="m",
            )
        )
        super().__init__(
            parent,
            _("Ban hành văn bản"),
            _(
                "Sau khi ban hành, nội dung được giữ nguyên như đã ký và gửi lên cấp trên; "
                "không hoàn tác được. Muốn sửa thì lập bản sửa đổi."
            ),
            body,
            deed_text=_("Ban hành"),
            deed=lambda: None,
        )

    def perform(self) -> None:
        """Hand number and date over; stay until the office has answered."""
        try:
            day = self.day.value()
            if day is None:
                raise Refusal(_("Chưa có ngày ban hành."), next_step=_("Điền ngày ký văn bản."))
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        self._issue(self.number.typed(), day)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say above the buttons why it was not done."""
        self.error.setText(str(refusal))
        self.error.show()


def _beside(field: QWidget, other: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(field, other, None, gap="xs"))
    holder.setFocusProxy(field)
    return holder
