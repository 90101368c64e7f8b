"""The decision of an event already written and, of a founding or split, with whom it began."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.register.decisions import Told
from desktop.models.text import nfc, short_date
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.dialogs import pair, stacked, whole_of
from desktop.ui.widgets.fields import NumberField, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.models.register.unit_register import Moment
    from desktop.models.units.units import Unit


class DecisionDialog(Dialog):
    """`write` is told what was filled in; an event that is neither founding nor split has no
    numbers."""

    def __init__(
        self, parent: QWidget | None, unit: Unit, moment: Moment, write: Callable[[Told], object]
    ) -> None:
        self._write, self._moment = write, moment
        self.decision = TextField(moment.decision)
        self.members, self.women = NumberField(moment.members), NumberField(moment.women)
        rows: list[QWidget] = [FormRow(_("Số quyết định"), self.decision)]
        self.founds = moment.kind == "found" or moment.first
        splits = moment.kind == "split"
        if self.founds or splits:
            told = _("Số đoàn viên tách sang") if splits else _("Số đoàn viên khi thành lập")
            rows.append(pair(FormRow(told, self.members),
                             FormRow(_("Trong đó nữ"), self.women)))  # fmt: skip
        event = _("Thành lập") if moment.first else moment.text
        sentence = _("{unit}: {event}, ngày {day}.").format(
            unit=unit.name, event=event, day=short_date(moment.day)
        )
        super().__init__(parent, _("Quyết định của sự kiện"), sentence, stacked(*rows),
                         deed_text=_("Ghi"), deed=self._take)  # fmt: skip
        self.setMinimumWidth(space("xxl") * 16)
        self.decision.setFocus()

    def _take(self) -> None:
        members, women = whole_of(self.members), whole_of(self.women)
        self._write(Told(nfc(self.decision.text()).strip(), members, women))
