"""A paper made elsewhere, typed into the register of documents out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.outgoing import Outgoing, checked
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, TextArea, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column, row


class EntryDialog(Dialog):
    """`keep(entry)` is called with what was typed and answers with `accept` or `show_refusal`."""

    def __init__(
        self,
        parent: QWidget | None,
        entry: Outgoing,
        types: Sequence[tuple[str, str]],
        today: Callable[[], date],
        keep: Callable[[Outgoing], object],
    ) -> None:
        self._entry, self._keep = entry, keep
        self.number = TextField(entry.full_number, hint=_("12/QĐ-CĐX"))
        day = date.fromisoformat(entry.date) if entry.date else None
        self.day = DateField(day, today=today, name=_("Ngày ký"))
        self.type = Choice([(_("Chưa rõ loại"), ""), *types], name=_("Loại văn bản"))
        self.type.show_value(entry.doc_type)
        self.subject = TextArea(lines=2)
        self.subject.show_text(entry.subject)
        self.signer = TextField(entry.signer)
        self.recipients = TextArea(lines=3)
        self.recipients.show_text("\n".join(entry.recipients))
        self.copies = TextField("" if entry.copies is None else str(entry.copies))
        self.note = TextField(entry.note)
        body = QWidget()
        body.setLayout(
            column(
                row(FormRow(_("Số, ký hiệu"), self.number), FormRow(_("Ngày ký"), self.day)),
                FormRow(_("Loại văn bản"), self.type),
                FormRow(_("Trích yếu"), self.subject),
                FormRow(_("Người ký"), self.signer),
                FormRow(_("Nơi nhận (mỗi dòng một nơi)"), self.recipients),
                row(FormRow(_("Số bản"), self.copies), FormRow(_("Ghi chú"), self.note)),
                None,
                gap="m",
            )
        )
        super().__init__(
            parent, _("Ghi sổ văn bản đi"), "", body,
            deed_text=_("Ghi sổ"), deed=lambda: None,
        )  # fmt: skip

    def fields(self) -> dict[str, QWidget]:
        """Return the fields that are typed in, by name."""
        return {
            "number": self.number, "day": self.day, "subject": self.subject,
            "signer": self.signer, "recipients": self.recipients, "copies": self.copies,
            "note": self.note,
        }  # fmt: skip

    def entry(self) -> Outgoing:
        """Return what is typed; raises Refusal for what cannot be."""
        day, copies = self.day.value(), self.copies.typed()
        if copies and not (copies.isascii() and copies.isdigit()):
            raise Refusal(
                _("Số bản phải là một số."),
                next_step=_("Ghi như 5, hoặc để trống."),
                code="E_COPIES",
            )
        places = (line.strip() for line in self.recipients.toPlainText().splitlines())
        return checked(
            replace(
                self._entry,
                number=self.number.typed(),
                symbol="",
                date=day.isoformat() if day else "",
                doc_type=self.type.value() or "",
                subject=" ".join(self.subject.toPlainText().split()),
                signer=self.signer.typed(),
                recipients=tuple(filter(None, places)),
                copies=int(copies) if copies else None,
                note=self.note.typed(),
            )
        )

    def perform(self) -> None:
        """Hand the paper over; stay until the office has answered."""
        try:
            made = self.entry()
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        self._keep(made)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say above the buttons why it was not done."""
        self.error.setText(str(refusal))
        self.error.show()
        self.fit()
