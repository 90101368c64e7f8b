"""Choosing a period by its title: first its kind, then which one, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import period_containing, previous
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import space

LISTED = {"month": 60, "quarter": 20, "half": 10, "nine_months": 5, "year": 5}
"""Kinds of period offered, and how many of each: five years."""
_KINDS = {
    "month": _("Tháng"), "quarter": _("Quý"), "half": _("6 tháng"),
    "nine_months": _("9 tháng"), "year": _("Năm"),
}  # fmt: skip


class PeriodChoice(QWidget):
    """A kind of period and one field for each label; `changed()` follows a person's choice.

    Periods up to that of a day are offered; the last field begins at the one `until` lies in (the
    newest without it), the one before it `back` periods earlier.
    """

    changed = Signal()

    def __init__(
        self,
        packs: Packs,
        day: date,
        labels: Sequence[str],
        back: int = 0,
        until: date | None = None,
    ) -> None:
        super().__init__()
        self._packs, self._day, self._back = packs, day, back
        self._until = min(until or day, day)
        schemes = {one.kind: one for one in packs.schemes if one.holds_on(day)}
        self.kind = Choice([(_KINDS[kind], schemes[kind].id) for kind in LISTED if kind in schemes])
        self.fields = tuple(Choice() for _label in labels)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("m"))
        box.addWidget(FormRow(_("Loại kỳ"), self.kind), 1)
        for label, field in zip(labels, self.fields, strict=True):
            box.addWidget(FormRow(label, field), 2)
            field.chosen.connect(lambda _period: self.changed.emit())
        self.kind.chosen.connect(lambda _kind: self._turn())
        self._fill()

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the periods chosen, one for each label."""
        return tuple(str(field.value()) for field in self.fields)

    def _turn(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        scheme = self._packs.scheme(str(self.kind.value()), self._day)
        listed = [period_containing(self._day, scheme)]
        while len(listed) < LISTED[scheme.kind]:
            listed.append(previous(listed[-1], self._packs.schemes))
        last = sum(period.data_from > self._until for period in listed[:-1])
        back = min(last + self._back, len(listed) - 1)
        for field in self.fields:
            field.set_options([(one.title, one.id) for one in listed])
            field.show_value(listed[last if field is self.fields[-1] else back].id)
