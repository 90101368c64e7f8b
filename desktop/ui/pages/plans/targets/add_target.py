"""One target of the year, typed for our own unit or given to one below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.figures.kinds import measured_by, split_target, target_code
from desktop.models.outline.targets import GRADE
from desktop.models.plans.unit_targets import set_unit_targets
from desktop.models.units.units import Unit
from desktop.tasks.figures.target_lines import TargetLine
from desktop.tasks.figures.targets import target_of_text
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.plans.targets.part_choice import PartChoice
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column, space

if TYPE_CHECKING:
    from desktop.ui.desk import Desk


class AddTarget(Dialog):
    """Sets one target of our own unit, or gives one to a unit below."""

    def __init__(
        self, parent: QWidget, desk: Desk, year: int, units: Sequence[Unit],
        line: TargetLine | None, done: Callable[[], object],
    ) -> None:  # fmt: skip
        self._desk, self._year, self._done = desk, year, done
        known = sorted(desk.read.packs.indicators.values(), key=lambda one: one.code)
        self.code = Choice([(f"{one.code} – {one.name}", one.code) for one in known],
                           name=_("Chỉ tiêu số liệu"))  # fmt: skip
        code = line.code if line is not None else "C40"
        self.code.show_value(split_target(code)[0])
        self.part = PartChoice()
        self.part_row = FormRow(_("&Tính cho"), self.part)
        self._offer_parts(code)
        self.unit = Choice([(one.name, one.id) for one in units], name=_("Đơn vị"))
        self.unit.show_value(line.unit.id if line is not None else desk.read.own_unit)
        for field in (self.code, self.part, self.unit):
            field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.setMinimumContentsLength(20)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.text = TextField()
        self._hint()
        self.code.chosen.connect(self._offer_parts)
        self.code.chosen.connect(lambda _code: self._hint())
        self.basis = TextField(hint=_("như Kế hoạch số 05/KH-LĐLĐ ngày 10/01/2027"))
        body = QWidget()
        body.setLayout(
            column(
                FormRow(_("Đơ&n vị"), self.unit),
                FormRow(_("&Chỉ tiêu số liệu"), self.code),
                self.part_row,
                FormRow(_("&Số cần đạt"), self.text),
                FormRow(_("Văn bản &giao"), self.basis),
                gap="s",
            )
        )
        super().__init__(
            parent,
            _("Ghi chỉ tiêu năm {year}").format(year=year),
            _("Ghi cho đơn vị khác là giao: đơn vị đó thấy “được giao” cạnh số tự đặt."),
            body,
            deed_text=_("Ghi"),
            deed=self._deed,
        )
        self.setMinimumWidth(space("xxl") * 18)

    def _offer_parts(self, code: str) -> None:
        """Offer the sectors and types the indicator may be aimed at by; nothing where none is."""
        self.part_row.setVisible(self.part.offer(self._desk.read.packs, code))

    def _hint(self) -> None:
        known = self._desk.read.packs.indicators.get(self.code.value())
        grade = known is not None and known.unit == GRADE
        words = _("HTXS, HTT, HT hoặc KHT") if grade else _("như 120, >=85%, <=3, 2–5")
        self.text.setPlaceholderText(words)

    def _deed(self) -> None:
        code = target_code(self.code.value(), self.part.value() or "")
        unit, year = self.unit.value(), self._year
        indicator = measured_by(self._desk.read.packs, code)
        target = target_of_text(self.text.typed(), indicator)
        target, done = replace(target, basis=self.basis.typed()), self._done
        self._desk.do(
            lambda store: set_unit_targets(store, year, {unit: {code: target}}),
            lambda _change: done(),
        )
