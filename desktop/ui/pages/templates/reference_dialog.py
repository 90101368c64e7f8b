"""What is known of a cited paper, to be put right."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.plans.reference import Reference, slip_words
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column, space


class ReferenceDialog(Dialog):
    """Number, day, issuer and subject; `values()` gives them once it is accepted."""

    def __init__(self, parent: QWidget | None, one: Reference) -> None:
        self.number = TextField(one.number)
        self.day = DateField(one.day, name=_("Ngày ban hành"))
        self.day.show_date(one.day)
        self._day: date | None = one.day
        self.day.committed.connect(self._take_day)
        self.issuer = TextField(one.issuer)
        self.subject = TextField(one.subject)
        body = QWidget()
        body.setLayout(column(
            FormRow(_("&Số, ký hiệu"), self.number), FormRow(_("&Ngày ban hành"), self.day),
            FormRow(_("&Cơ quan ban hành"), self.issuer), FormRow(_("&Trích yếu"), self.subject),
            None, gap="s",
        ))  # fmt: skip
        notes = "; ".join(slip_words(one.slips))
        super().__init__(
            parent, _("Sửa văn bản viện dẫn"),
            _("Cần xem lại: {what}.").format(what=notes) if notes else "", body,
            deed_text=_("Ghi lại"), deed=lambda: None,
        )  # fmt: skip
        self.setMinimumWidth(space("xxl") * 18)

    def values(self) -> dict[str, str]:
        """Return what was typed, the date as YYYY-MM-DD."""
        return {
            "number": self.number.typed(),
            "date": self._day.isoformat() if self._day else "",
            "issuer": self.issuer.typed(),
            "subject": self.subject.typed(),
        }

    def _take_day(self, day: date | None) -> None:
        self._day = day
