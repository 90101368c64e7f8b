"""What was read from the chosen row: its targets and whom it hands items to, to correct."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.reading import Target
from desktop.intake.review.doubts import hand_reason, target_reason
from desktop.intake.review.rows import Hand, Row
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import split_target
from desktop.models.outline.targets import number_of
from desktop.models.packs.packs import Packs
from desktop.ui.pages.plans.editor.item_panel import COMPARATORS, AmountField
from desktop.ui.pages.plans.review.paper import target_words
from desktop.ui.pages.plans.targets.part_choice import PartChoice
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import row, space

Apply = Callable[[Edit], object]


def sureness(sure: float) -> str:
    """Return how sure something is, in a word."""
    if sure >= 1.0:
        return _("đã sửa, đã xem")
    if sure >= 0.9:
        return _("chắc")
    return _("khá chắc") if sure >= 0.7 else _("chưa chắc")


class TargetForm(QWidget):
    """The targets of a row, one at a time; `apply(edit)` makes a correction."""

    def __init__(self, packs: Packs, apply: Apply, look: Callable[[Target], object]) -> None:
        super().__init__()
        self._apply, self._look, self._packs = apply, look, packs
        self._row: Row | None = None
        self._at = 0
        self.title = section_title(_("Chỉ tiêu trong mục"), level="normal")
        self.none = PlainLabel(_("Chưa thấy chỉ tiêu nào."), tone="muted", wrap=True)
        self.which = Choice(name=_("Các chỉ tiêu của mục"))
        self.told = PlainLabel("", level="small", tone="muted", wrap=True)
        self.comparator = Choice(COMPARATORS[1:], name=_("So sánh"))
        self.value = AmountField(decimals=4)
        self.value_max = AmountField(decimals=4)
        self.unit = TextField(hint="%")
        self.texts = {
            "stage": TextField(hint=_("Đến năm 2030")),
            "population": TextField(hint=_("doanh nghiệp có từ 25 lao động trở lên")),
            "denominator": TextField(hint=_("tổng số đoàn viên")),
            "per": TextField(hint=_("mỗi công đoàn cơ sở")),
            "for_unit": TextField(),
        }
        self.indicator = Choice(name=_("Tính theo chỉ tiêu số liệu"))
        names = sorted((i.code, i.name) for i in packs.indicators.values())
        self.indicator.set_options(
            [(_("(chưa chọn)"), None), *((f"{code} {name}", code) for code, name in names)]
        )
        self.part = PartChoice()
        for choice in (self.which, self.comparator, self.indicator, self.part):
            choice.setMinimumContentsLength(14)
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        labels = {
            "stage": _("Giai đoạn, mốc"), "population": _("Đối tượng"),
            "denominator": _("Tính trên"), "per": _("Bình quân cho"),
            "for_unit": _("Giao cho đơn vị"),
        }  # fmt: skip
        self.rows = {name: FormRow(labels[name], field) for name, field in self.texts.items()}
        self.rows["indicator"] = FormRow(_("Chỉ tiêu số liệu"), self.indicator)
        self.rows["value"] = FormRow(_("Mức"), self.comparator)
        self.no_target = link(_("Không phải chỉ tiêu"), self._drop)
        self.add = link(_("Thêm chỉ tiêu"), self._add)
        self._form = QWidget()
        inside = QVBoxLayout(self._form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(space("s"))
        inside.addWidget(self.which)
        inside.addWidget(self.told)
        inside.addWidget(self.rows["value"])
        inside.addLayout(row(self.value, self.value_max, self.unit, gap="xs"))
        for name in ("indicator", *self.texts):
            inside.addWidget(self.rows[name])
            if name == "indicator":
                inside.addWidget(self.part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        for part in (self.title, self.none, self._form):
            box.addWidget(part)
        box.addLayout(row(self.no_target, self.add, None, gap="m"))
        self._connect()

    def _connect(self) -> None:
        self.which.chosen.connect(self._turn)
        self.comparator.chosen.connect(lambda value: self._put("comparator", value))
        self.value.number_committed.connect(lambda v: self._put("value", _plain(v)))
        self.value_max.number_committed.connect(lambda v: self._put("value_max", _plain(v)))
        self.unit.committed.connect(lambda text: self._put("unit", text))
        self.indicator.chosen.connect(lambda code: self._put("indicator", code))
        self.part.chosen.connect(lambda _kind: self._put("indicator", self.part.code()))
        for name, field in self.texts.items():
            field.committed.connect(lambda text, n=name: self._put(n, text))

    def show_row(self, one: Row | None) -> None:
        """Show the targets of a row; None: several rows, or none, are chosen."""
        if one is None or self._row is None or one.id != self._row.id:
            self._at = 0
        self._row = one
        targets = one.targets if one is not None else ()
        self._at = min(self._at, max(len(targets) - 1, 0))
        nothing = _("Chưa thấy chỉ tiêu nào.")
        self.none.setText(nothing if one is not None else _("Chọn một dòng để xem chỉ tiêu."))
        self.none.setVisible(not targets)
        self._form.setVisible(bool(targets))
        self.no_target.setVisible(bool(targets))
        self.add.setEnabled(one is not None and not one.in_head)
        if targets:
            self._show(targets, seen=one is not None and one.seen)

    def current(self) -> Target | None:
        """Return the target shown."""
        targets = self._row.targets if self._row is not None else ()
        return targets[self._at] if targets else None

    def _show(self, targets: Sequence[Target], *, seen: bool) -> None:
        """Show the target in front; what a person agreed to is doubted no more."""
        target = targets[self._at]
        self.which.set_options((f"{n + 1}. {target_words(t)}", n) for n, t in enumerate(targets))
        self.which.show_value(self._at)
        self.which.setVisible(len(targets) > 1)
        told = _("“{clause}” – {sure}.").format(
            clause=target.text, sure=sureness(1.0 if seen else target.confidence)
        )
        self.told.setText(told)
        self.told.set_tone("attention" if target_reason(target) and not seen else "muted")
        self.comparator.show_value(target.comparator)
        self.value.show_number(number_of(target.value))
        self.value_max.show_number(number_of(target.value_max))
        self.value_max.setVisible(target.comparator == "range")
        self.unit.show_text(target.unit)
        for name, field in self.texts.items():
            field.show_text(getattr(target, name) or "")
        for name in ("denominator", "per", "for_unit"):
            self.rows[name].setVisible(bool(getattr(target, name)))
        code = target.indicator
        self.indicator.show_value(split_target(code)[0] if code else None)
        self.part.setVisible(self.part.offer(self._packs, code))
        sure = sureness(target.indicator_sure)
        self.rows["indicator"].error.set_tone("muted")
        self.rows["indicator"].show_error(
            _("Máy gợi ý: {sure}.").format(sure=sure)
            if target.indicator and target.indicator_sure < 1.0 and not seen
            else ""
        )

    def _turn(self, number: int) -> None:
        self._at = number
        if self._row is not None:
            self.show_row(self._row)
            self._look(self._row.targets[number])

    def _put(self, name: str, value: Any) -> None:
        if self._row is None or not self._row.targets:
            return
        edit = Edit("target", (self._row.id,), at=self._at, values={name: value})
        try:
            self._apply(edit)
        except Refusal as refusal:
            self.rows["value"].show_error(str(refusal))
        else:
            self.rows["value"].show_error("")

    def _drop(self) -> None:
        if self._row is not None:
            self._apply(Edit("drop_target", (self._row.id,), at=self._at))

    def _add(self) -> None:
        if self._row is not None:
            self._at = len(self._row.targets)
            self._apply(Edit("add_target", (self._row.id,)))


class HandForm(QWidget):
    """Whom a row hands items to, and who was handed the row; `go(row ids)` shows items."""

    def __init__(self, apply: Apply, go: Callable[[Sequence[str]], object]) -> None:
        super().__init__()
        self._apply, self._go = apply, go
        self._hands: list[Hand] = []
        self._sheet: ReviewSheet | None = None
        self._at = 0
        self.title = section_title(_("Giao việc"), level="normal")
        self.which = Choice(name=_("Các việc giao trong mục"))
        self.unit = TextField()
        self.role = Choice(
            [(_("chủ trì"), "chủ trì"), (_("phối hợp"), "phối hợp")], name=_("Vai trò")
        )
        self.items = PlainLabel("", level="small", wrap=True)
        self.show_items = link(_("Xem các mục đó"), self._show_items)
        self.no_hand = link(_("Không phải giao việc"), self._drop)
        self.handed = PlainLabel("", level="small", tone="muted", wrap=True)
        self._form = QWidget()
        inside = QVBoxLayout(self._form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(space("s"))
        inside.addWidget(self.which)
        inside.addWidget(FormRow(_("Ai thực hiện"), self.unit))
        inside.addLayout(row(self.role, None))
        inside.addWidget(self.items)
        inside.addLayout(row(self.show_items, self.no_hand, None, gap="m"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        for part in (self.title, self._form, self.handed):
            box.addWidget(part)
        self.which.chosen.connect(self._turn)
        self.unit.committed.connect(lambda text: self._put("unit", text))
        self.role.chosen.connect(lambda value: self._put("role", value))

    def show_row(self, sheet: ReviewSheet, one: Row | None) -> None:
        """Show what a row hands out and who was handed it."""
        self._sheet = sheet
        self._hands = sheet.hands(one.id) if one is not None else []
        handed = sheet.handed(one.id) if one is not None else []
        self._at = min(self._at, max(len(self._hands) - 1, 0))
        self.setVisible(bool(self._hands or handed))
        self._form.setVisible(bool(self._hands))
        names = "; ".join(dict.fromkeys(f"{h.read.unit} ({h.read.role})" for h in handed))
        self.handed.setText(_("Mục này giao cho: {names}").format(names=names) if handed else "")
        self.handed.setVisible(bool(handed))
        if self._hands:
            self._show()

    def _show(self) -> None:
        sheet = self._sheet
        assert sheet is not None
        hand = self._hands[self._at]
        self.which.set_options((f"{n + 1}. {h.read.unit}", n) for n, h in enumerate(self._hands))
        self.which.show_value(self._at)
        self.which.setVisible(len(self._hands) > 1)
        self.unit.show_text(hand.read.unit)
        self.role.show_value(hand.read.role)
        reason = hand_reason(hand)
        labels = ", ".join(sheet.row(item).block.label.rstrip(".") for item in hand.items)
        self.items.setText(reason or _("Các mục: {labels}").format(labels=labels))
        self.items.set_tone("attention" if reason else "normal")
        self.show_items.setVisible(bool(hand.items))

    def _turn(self, number: int) -> None:
        self._at = number
        self._show()

    def _show_items(self) -> None:
        self._go(self._hands[self._at].items)

    def _put(self, name: str, value: str) -> None:
        if self._hands:
            self._apply(Edit("hand", name=self._hands[self._at].id, values={name: value}))

    def _drop(self) -> None:
        if self._hands:
            self._apply(Edit("drop_hand", name=self._hands[self._at].id))


def _plain(value: Any) -> str | None:
    return None if value is None else f"{value:f}"
