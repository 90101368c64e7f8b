"""The plan's targets as the year's own, and one of them split among the units below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.targets import PERCENT, format_target
from desktop.models.plans.unit_targets import remainder, remainder_words, split
from desktop.models.text import vi_number
from desktop.models.units.units import Unit
from desktop.tasks.targets import Offer
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice, NumberField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, column, row, scrolled, space
from desktop.ui.widgets.table import Column, ListTable


class YearTargetsDialog(Dialog):
    """`write(codes)` makes targets the year's; `split_up(offer)` hands one out below."""

    def __init__(
        self,
        parent: QWidget | None,
        year: int,
        offers: Sequence[Offer],
        names: Mapping[str, str],
        write: Callable[[list[str]], object],
        split_up: Callable[[Offer], object],
    ) -> None:
        self.table = ListTable(
            [
                Column(_("Mã"), lambda one: one.code, 8),
                Column(_("Chỉ tiêu số liệu"), lambda one: names.get(one.code, ""), 0),
                Column(_("Mục"), lambda one: one.where, 9),
                Column(_("Trong kế hoạch"), lambda one: format_target(one.target), 30),
                Column(_("Đang ghi cho năm"), _now, 18, tone=_tone),
            ],
            key=lambda one: one.code,
            name=_("Chỉ tiêu của kế hoạch"),
            many=True,
            sortable=False,
        )
        self.table.setMinimumHeight(space("xxl") * 5)
        self.table.set_rows(list(offers))
        self._choose([place for place, one in enumerate(offers) if one.of_year])
        self._write = write
        self.split = button(_("Phân bổ cho đơn vị trực thuộc"), self._split)
        self._split_up = split_up
        body = QWidget()
        body.setLayout(column(self.table, row(self.split, STRETCH), gap="s"))
        super().__init__(
            parent,
            _("Chỉ tiêu năm {year}").format(year=year),
            _("Chỉ tiêu ghi cho năm hiện ở cột “Kế hoạch” của báo cáo và đi cùng gói gửi lên.")
            if offers
            else _(
                "Kế hoạch chưa có chỉ tiêu nào gắn với số liệu và có số. Chọn mục, điền chỉ tiêu"
                " và “Tính theo chỉ tiêu số liệu” ở ô bên phải."
            ),
            body,
            deed_text=_("Ghi chỉ tiêu đã chọn"),
            deed=self._deed,
        )
        self.setMinimumWidth(space("xxl") * 28)
        self.deed_button.setEnabled(bool(offers))
        self.split.setEnabled(bool(offers))

    def _choose(self, places: Sequence[int]) -> None:
        """Select rows; what another year is to reach is left to be chosen by hand."""
        self.table.clearSelection()
        rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for place in places:
            self.table.selectionModel().select(self.table.model().index(place, 0), rows)

    def _deed(self) -> None:
        chosen = [one.code for one in self.table.selected()]
        if not chosen:
            raise Refusal(_("Chưa chọn chỉ tiêu nào."), next_step=_("Chọn trong bảng."))
        self._write(chosen)

    def _split(self) -> None:
        offer = self.table.current() or (self.table.rows() or [None])[0]
        if offer is not None:
            self._split_up(offer)


class SplitDialog(Dialog):
    """Splits one target: by members, equally, or typed; the sum is always told.

    `keep(unit id → part)` is called when it adds up, or when the difference was seen once.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        offer: Offer,
        units: Sequence[tuple[Unit, int]],
        keep: Callable[[dict[str, int]], object],
    ) -> None:
        self._total = offer.target.value or Decimal(0)
        self._same = offer.target.unit == PERCENT
        self._weights = {unit.id: members for unit, members in units}
        self._keep, self._seen = keep, False
        ways = [(_("Theo số đoàn viên"), "members"), (_("Chia đều"), "equal")]
        self.way = Choice(ways, name=_("Cách phân bổ"))
        self.way.chosen.connect(lambda way: self._deal(way))
        self.left = PlainLabel("")
        self.fields: dict[str, NumberField] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("l"))
        for place, (text, tone) in enumerate(
            ((_("Đơn vị"), "muted"), (_("Đoàn viên"), "muted"), (_("Được giao"), "muted"))
        ):
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(PlainLabel(text, tone=tone), 0, place, side)
        for line, (unit, members) in enumerate(units, 1):
            field = NumberField()
            field.setAccessibleName(unit.name)
            field.setFixedWidth(field.fontMetrics().averageCharWidth() * 14)
            field.number_committed.connect(lambda _value: self._typed())
            self.fields[unit.id] = field
            name = PlainLabel(unit.name, wrap=True)
            name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            grid.addWidget(name, line, 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(PlainLabel(vi_number(members)), line, 1, right)
            grid.addWidget(field, line, 2)
        grid.setColumnStretch(0, 1)
        holder = column(gap="none")
        holder.addLayout(grid)
        holder.addStretch(1)
        area = scrolled(holder)
        area.setMinimumHeight(min(len(units) + 2, 10) * space("xl") * 2)
        body = QWidget()
        body.setLayout(column(row(self.way, STRETCH, self.left, gap="m"), area, gap="s"))
        super().__init__(
            parent,
            title,
            _("Chỉ tiêu {target}. Số của từng đơn vị gửi xuống cùng gói.").format(
                target=format_target(offer.target)
            ),
            body,
            deed_text=_("Giao chỉ tiêu"),
            deed=self._deed,
        )
        self.setMinimumWidth(space("xxl") * 18)
        self._deal("members")

    def parts(self) -> dict[str, int]:
        """Return the parts typed or dealt out; a unit without one is left out."""
        found = {unit: field.value() for unit, field in self.fields.items()}
        return {unit: int(value) for unit, value in found.items() if value is not None}

    def _deal(self, way: str) -> None:
        total = int(self._total)
        parts = (
            dict.fromkeys(self._weights, total)
            if self._same
            else split(total, self._weights, "equal" if way == "equal" else "members")
        )
        for unit, value in parts.items():
            self.fields[unit].show_number(value)
        self._typed()

    def _typed(self) -> None:
        self._seen = False
        if self._same:
            self.left.setText(_("Tỷ lệ như nhau cho mọi đơn vị."))
            return
        self.left.setText(remainder_words(self._total, dict(self.parts())))
        self.left.set_tone("attention" if remainder(self._total, dict(self.parts())) else "done")

    def _deed(self) -> None:
        parts = self.parts()
        if not self._same and remainder(self._total, dict(parts)) and not self._seen:
            self._seen = True
            raise Refusal(
                remainder_words(self._total, dict(parts)),
                next_step=_("Sửa lại, hoặc bấm “Giao chỉ tiêu” lần nữa để giao như vậy."),
            )
        self._keep(parts)


def _now(offer: Offer) -> str:
    return format_target(offer.now) if offer.now is not None else _("chưa ghi")


def _tone(offer: Offer) -> str:
    return "attention" if offer.differs else "done"
