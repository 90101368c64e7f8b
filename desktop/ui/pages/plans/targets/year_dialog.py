"""The plan's targets as the year's own, and one of them split among the units below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import split_target
from desktop.models.outline.targets import Target, format_target
from desktop.models.plans.unit_targets import (
    Base,
    Part,
    by_formula,
    dealt_evenly,
    not_whole_years,
    remainder,
    remainder_words,
    split,
    spread_words,
    weights_of,
)
from desktop.models.text import vi_number
from desktop.models.units.units import Unit
from desktop.tasks.figures.target_shares import factor_of_text, without_last_year
from desktop.tasks.figures.targets import Offer
from desktop.ui.dialogs.base import Dialog
from desktop.ui.half_typed import HalfTyped, wait_in
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice, KeyWatch, NumberField, TextField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, column, row, scrolled, space
from desktop.ui.widgets.table import Column, ListTable

_BY_FORMULA = "formula:"
"""Marks the ways that reckon each part by itself, without a whole to add up to."""
_DECIMALS = 2
"""How finely a level is typed."""
_SEEN_AT_LEAST, _SEEN = 6, 14
"""How many units' lines a low screen shows, and a tall one."""


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
                Column(_("Mã"), lambda one: split_target(one.code)[0], 8),
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


class _LevelField(NumberField):
    """A level every unit is to reach: 85 or 76,5."""

    def __init__(self) -> None:
        super().__init__(decimals=_DECIMALS)

    def written(self, value: Any) -> str:
        """Return the number without zeros that say nothing."""
        text = super().written(value)
        return text.rstrip("0").removesuffix(",") if "," in text else text


class SplitDialog(Dialog):
    """Deals one target out: split by weights, reckoned by a formula, or typed; the sum is told.

    `units` are those below with what their part is reckoned from; `alike` gives each the level
    itself (`dealt_alike`). `keep(unit id → part)` is called when it adds up, or when the
    difference was seen once.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        target: Target,
        units: Sequence[tuple[Unit, Base]],
        keep: Callable[[dict[str, Part], dict[str, int]], object],
        *,
        alike: bool,
    ) -> None:
        self._total, self._target = target.value, target
        self._same = alike
        self._bases = {unit.id: base for unit, base in units}
        self._keep, self._seen = keep, False
        known_before = any(base.last_year is not None for _unit, base in units)
        self.way = Choice(_ways(self._total is not None, known_before), name=_("Cách phân bổ"))
        self.way.chosen.connect(lambda _way: self._deal())
        self.factor = TextField("1")
        self.factor.setAccessibleName(_("Hệ số"))
        self.factor.setToolTip(_("Như 2, 0,05, 5%, 110%"))
        self.factor.setFixedWidth(self.factor.fontMetrics().averageCharWidth() * 10)
        self.factor.committed.connect(lambda _text: self._deal())
        KeyWatch(self.factor, self._reckon_first)
        self.factor_label = PlainLabel(_("hệ số"), tone="muted")
        self.left = PlainLabel("")
        self.unknown = PlainLabel("", tone="attention", wrap=True)
        self.fields: dict[str, NumberField] = {}
        body = QWidget()
        top = row(self.way, self.factor_label, self.factor, STRETCH, self.left, gap="m")
        inner = column(top, self._units(units, known_before), self.unknown, gap="s")
        inner.setStretch(1, 1)
        body.setLayout(inner)
        super().__init__(
            parent,
            title,
            _("Chỉ tiêu {target}. Số của từng đơn vị gửi xuống cùng gói.").format(
                target=format_target(target)
            )
            if self._total is not None
            else _("Số của từng đơn vị gửi xuống cùng gói."),
            body,
            deed_text=_("Giao chỉ tiêu"),
            deed=self._deed,
        )
        self.setMinimumWidth(space("xxl") * 22)
        lines = max(0, min(len(units), _SEEN) - _SEEN_AT_LEAST)
        self.resize(self.minimumWidth(), self.sizeHint().height() + lines * space("xl") * 2)
        self.way.setVisible(not self._same)
        self._deal()

    def _units(self, units: Sequence[tuple[Unit, Base]], known_before: bool) -> QWidget:
        heads = [_("Đơn vị"), _("Đoàn viên"), _("CĐCS"), _("Được giao")]
        if known_before:
            heads.insert(3, _("Năm trước"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("l"))
        for place, text in enumerate(heads):
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(PlainLabel(text, tone="muted"), 0, place, side)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, (unit, base) in enumerate(units, 1):
            field = _LevelField() if self._same else NumberField()
            field.setAccessibleName(unit.name)
            field.setFixedWidth(field.fontMetrics().averageCharWidth() * 14)
            field.number_committed.connect(lambda _value: self.tell_sum())
            field.refused.connect(lambda _sentence: self._tell())
            self.fields[unit.id] = field
            name = PlainLabel(unit.name, wrap=True)
            name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            grid.addWidget(name, line, 0)
            numbers = [base.members, base.unions, *([base.last_year] if known_before else [])]
            for place, number in enumerate(numbers, 1):
                shown = vi_number(number) if number is not None else "–"
                grid.addWidget(PlainLabel(shown), line, place, right)
            grid.addWidget(field, line, len(heads) - 1)
        grid.setColumnStretch(0, 1)
        holder = column(gap="none")
        holder.addLayout(grid)
        holder.addStretch(1)
        area = scrolled(holder)
        area.setMinimumHeight(min(len(units) + 2, _SEEN_AT_LEAST) * space("xl") * 2)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        return area

    def wait_in(self, kept: HalfTyped, year: int, code: str) -> None:
        """Let the parts typed so far wait till they are handed over or given up."""
        wait_in(self, kept, f"split/{year}/{code}", self.fields)
        self.tell_sum()

    def parts(self) -> dict[str, Part]:
        """Return the parts typed or dealt out; None for a unit that is to have none."""
        found = {unit: field.value() for unit, field in self.fields.items()}
        if any(value is not None and value < 0 for value in found.values()):
            raise Refusal(
                _("Số giao cho đơn vị không thể là số âm."), next_step=_("Sửa số ấy, hoặc xóa đi.")
            )
        return {
            unit: None if value is None
            else int(value) if value == int(value)
            else value.normalize()
            for unit, value in found.items()
        }  # fmt: skip

    def _reckon_first(self, key: int) -> bool:
        """Enter behind the factor reckons the parts; they are seen before they are given."""
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self.factor.commit()
        return True

    def _weights(self) -> dict[str, int]:
        """Return what the parts were reckoned from, {} where no way weighs them."""
        return {} if self._by_formula() else weights_of(self.way.value(), self._bases)

    def _deal(self) -> None:
        way = self.way.value()
        self.factor.setVisible(self._by_formula())
        self.factor_label.setVisible(self._by_formula())
        try:
            reckoned = self._reckoned(way)
        except Refusal as refusal:
            self.factor.mark(str(refusal))
            self._tell_odd(refusal)
            return
        self.factor.mark("")
        for unit, field in self.fields.items():
            field.show_number(reckoned.get(unit))
        self._tell_unknown(way)
        self.tell_sum()

    def _by_formula(self) -> bool:
        return self.way.value().startswith(_BY_FORMULA) and not self._same

    def _reckoned(self, way: str) -> Mapping[str, Decimal | int | None]:
        if self._same:
            return dict.fromkeys(self._bases, self._total)
        if self._by_formula():
            factor = factor_of_text(self.factor.typed())
            return by_formula(way.removeprefix(_BY_FORMULA), factor, self._bases)
        return split(int(self._total or 0), weights_of(way, self._bases))

    def _tell_unknown(self, way: str) -> None:
        """Name the units that last year says nothing of, and say where nothing is weighed by."""
        told = []
        if way.endswith("last_year"):
            names = {unit: field.accessibleName() for unit, field in self.fields.items()}
            missing = [names[unit] for unit, one in self._bases.items() if one.last_year is None]
            told = [not_whole_years(self._bases, names), without_last_year(missing)]
        told.append(spread_words(self._target))
        if not self._by_formula():
            told.append(dealt_evenly(way, self._bases))
        shown = any(told) and not self._same
        self.unknown.setVisible(shown)
        if shown:
            self.unknown.setText(" ".join(filter(None, told)))
            if self.isVisible():
                self.fit()

    def tell_sum(self) -> None:
        """Tell what the parts add up to, and what is left of the whole."""
        self._seen = False
        self._tell()

    def _tell_odd(self, refusal: Refusal) -> None:
        self.left.setText(refusal.message)
        self.left.set_tone("blocked")

    def _tell(self) -> None:
        try:
            parts = self.parts()
        except Refusal as refusal:  # a number that cannot be read stands in its field
            self._tell_odd(refusal)
            return
        self.left.set_tone("normal")
        if self._same:
            self.left.setText(_("Mức như nhau cho mọi đơn vị."))
        elif self._total is None:
            self.left.setText(_("Tổng {n}.").format(n=vi_number(_sum(parts))))
        else:
            self.left.setText(remainder_words(self._total, parts))
            self.left.set_tone("attention" if remainder(self._total, parts) else "done")

    def _deed(self) -> None:
        if self._by_formula():
            factor_of_text(self.factor.typed())
        parts = self.parts()
        whole = Decimal(0) if self._same or self._total is None else self._total
        left = remainder(whole, parts) if whole else Decimal(0)
        if left and not self._seen:
            self._seen = True
            raise Refusal(
                remainder_words(whole, parts),
                next_step=_("Sửa lại, hoặc bấm “Giao chỉ tiêu” lần nữa để giao như vậy."),
            )
        self._keep(parts, self._weights())


def _sum(parts: Mapping[str, Part]) -> Decimal:
    return -remainder(0, parts)


def _ways(whole: bool, known_before: bool) -> list[tuple[str, str]]:
    """Return the ways offered: a whole to split comes first, then formulas."""
    splits = [
        (_("Chia theo số đoàn viên"), "members"),
        (_("Chia đều"), "equal"),
        (_("Chia theo số công đoàn cơ sở"), "base_unions"),
        (_("Chia theo kết quả năm trước"), "last_year"),
    ]
    formulas = [
        (_("Mỗi đoàn viên"), "per_member"),
        (_("Mỗi công đoàn cơ sở"), "per_union"),
        (_("Mỗi đơn vị"), "per_unit"),
        (_("Kết quả năm trước"), "last_year"),
    ]
    found = splits if whole else []
    found += [(f"{text} ×", _BY_FORMULA + formula) for text, formula in formulas]
    return [one for one in found if known_before or not one[1].endswith("last_year")]


def _now(offer: Offer) -> str:
    return format_target(offer.now) if offer.now is not None else _("chưa ghi")


def _tone(offer: Offer) -> str:
    return "attention" if offer.differs else "done"
