"""The right side: period, unit, day known, personal columns; and what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.agenda.news import written_day
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import rule, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from datetime import date

    from desktop.models.packs.periods import Period
    from desktop.tasks.figures.report_notes import Printed


class Options(QWidget):
    """`changed()` follows each choice a person makes."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.period = Choice(name=_("Kỳ báo cáo"))
        self.unit = Choice(name=_("Đơn vị"))
        self.known_on = DateField(today=today, name=_("Theo số liệu biết đến ngày"))
        self.personal = QCheckBox(_("Kèm tên, điện thoại chủ tịch"))
        self.at = PlainLabel("", tone="muted", wrap=True)
        self.latest = PlainLabel(
            _("So theo số liệu mới nhất, không theo ngày ghi ở trên."), tone="muted", wrap=True
        )
        self.latest.hide()
        self.table = ListTable(_columns(), key=lambda one: one.name, sortable=False,
                               name=_("Số đã đổi từ lần xuất trước"))  # fmt: skip
        self.table.setMinimumHeight(space("xxl") * 4)
        self.period.chosen.connect(lambda _value: self.changed.emit())
        self.unit.chosen.connect(lambda _value: self.changed.emit())
        self.known_on.committed.connect(lambda _value: self.changed.emit())
        self.personal.toggled.connect(lambda _on: self.changed.emit())
        for choice in (self.period, self.unit):
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(12)
        self._lay_out()
        self.setMinimumWidth(space("xxl") * 9)

    def _lay_out(self) -> None:
        edge = space("l")
        box = QVBoxLayout(self)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(space("m"))
        box.addWidget(FormRow(_("Kỳ báo cáo"), self.period))
        box.addWidget(FormRow(_("Đơn vị"), self.unit))
        hint = _("Để trống: số liệu mới nhất.")
        box.addWidget(FormRow(_("Theo số liệu biết đến ngày"), self.known_on, hint=hint))
        box.addWidget(self.personal)
        box.addWidget(rule())
        box.addWidget(section_title(_("So với lần xuất trước")))
        box.addWidget(self.at)
        box.addWidget(self.latest)
        box.addWidget(self.table, 1)
        box.addStretch(0)

    def show_periods(self, periods: Sequence[Period], chosen: str) -> None:
        """Offer the periods of a scheme, newest first."""
        self.period.set_options([(period.title, period.id) for period in periods])
        self.period.show_value(chosen)

    def show_units(self, units: Sequence[tuple[str, str]]) -> None:
        """Offer the units; the one chosen stays where it is still there."""
        self.unit.set_options(units)

    def show_printed(self, printed: Printed) -> None:
        """Show what changed since the report was last written, by the figures of today."""
        restated = self.known_on.line.text().strip() != ""
        self.latest.setVisible(bool(printed.at) and restated)
        if not printed.at:
            self.at.setText(_("Chưa xuất báo cáo này lần nào."))
        elif printed.changed:
            told = _("Đã xuất ngày {day}. Có {n} số đổi từ đó:")
            self.at.setText(told.format(day=written_day(printed.at), n=len(printed.changed)))
        else:
            told = _("Đã xuất ngày {day}. Không có số nào đổi.")
            self.at.setText(told.format(day=written_day(printed.at)))
        self.at.set_tone("attention" if printed.changed else "muted")
        self.table.set_rows(printed.changed)
        self.table.setVisible(bool(printed.changed))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Chỉ tiêu"), lambda one: one.name, 0, tooltip=lambda one: one.name),
        Column(_("Trước"), lambda one: one.before, 9, right=True),
        Column(_("Nay"), lambda one: one.after, 9, right=True),
    )
