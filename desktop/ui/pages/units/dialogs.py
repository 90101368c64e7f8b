"""The small forms of this page: add a unit, change an attribute from a day, end, move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.register.reorganise import Order, Outcome
from desktop.models.register.unit_register import LABELS
from desktop.models.text import nfc, vi_number
from desktop.models.units.units import Unit
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.moved_lines import Ask, late_sentence, moved_lines
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, NumberField, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

WAIT_MS = 150
Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class NewUnit:
    """What was filled in for a unit to be added."""

    name: str
    kind: str
    parent: str | None
    since: date
    attributes: dict[str, str] = field(default_factory=dict)
    decision: str = ""
    members: int | None = None
    women: int | None = None

    def founding(self) -> Order | None:
        """Return the event that founds it; None for one that was there before it was added.

        A unit is founded when its decision or its first members are told; the first unit of an
        office stands under none and begins its book.
        """
        if self.parent is None or not (self.decision or self.members is not None):
            return None
        given = dict(self.attributes)
        code, ownership = given.pop("code", ""), given.pop("ownership", "")
        return Order(
            "found", self.since, (code,), to_parent=self.parent, name=self.name,
            decision=self.decision, unit_kind=self.kind, ownership=ownership,
            members=self.members, women=self.women, attributes=given,
        )  # fmt: skip


def needed(text: str, sentence: str) -> str:
    """Return the text, NFC and stripped; raises a Refusal with the sentence when it is empty."""
    found = nfc(text).strip()
    if not found:
        raise Refusal(sentence)
    return found


def day_of(field: DateField) -> date:
    """Return the date typed; raises a Refusal when there is none or it is no date."""
    day = field.value()
    if day is None:
        raise Refusal(_("Chưa ghi ngày."), next_step=_("Ghi như 01/7/2026."))
    return day


def whole_of(field: NumberField) -> int | None:
    """Return the whole number typed, None when empty; raises a Refusal for anything else."""
    number = field.value()
    return None if number is None else int(number)


def stacked(*parts: QWidget) -> QWidget:
    """Return parts one above the other."""
    body = QWidget()
    box = QVBoxLayout(body)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(space("s"))
    for part in parts:
        box.addWidget(part)
    return body


def pair(one: QWidget, other: QWidget) -> QWidget:
    """Return two fields side by side, each with half of the room."""
    both = QWidget()
    box = QHBoxLayout(both)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(space("m"))
    for part in (one, other):
        part.setMinimumWidth(1)
        box.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return both


class AddUnit(Dialog):
    """Name, kind, ownership, sector, area, since when, code; `kinds` fit the unit above."""

    def __init__(
        self,
        parent: QWidget | None,
        packs: Packs,
        kinds: Callable[[str | None], Options],
        parents: Options,
        chosen: str | None,
        since: date,
        ask: Ask,
        add: Callable[[NewUnit], object],
    ) -> None:
        self._packs, self._ask, self._add = packs, ask, add
        self._asked: Order | None = None
        self.name, self.code = TextField(), TextField(hint=_("để trống: đặt mã tạm"))
        self.area, self.decision = TextField(), TextField()
        self.kind = Choice(kinds(chosen))
        self.above = Choice(parents)
        self.above.show_value(chosen)
        self.above.chosen.connect(lambda unit: self.kind.set_options(kinds(unit)))
        self.ownership = Choice([(_("chưa ghi"), ""), *((o.name, o.code) for o in
                                 packs.ownerships.values() if o.holds_on(since))])  # fmt: skip
        self.sector = Choice([(_("chưa ghi"), ""), *((s.name, s.code) for s in
                              packs.sectors.values())])  # fmt: skip
        self.since = DateField(since)
        self.members, self.women = NumberField(), NumberField()
        self.note = PlainLabel("", tone="muted", wrap=True)
        self.late = PlainLabel("", tone="attention", wrap=True)
        above = FormRow(_("Cấp quản lý"), self.above)
        above.setVisible(bool(parents))
        rows = (
            FormRow(_("Tên đơn vị"), self.name),
            pair(above, FormRow(_("Loại đơn vị"), self.kind)),
            pair(FormRow(_("Loại hình"), self.ownership), FormRow(_("Ngành nghề"), self.sector)),
            pair(FormRow(_("Cụm, địa bàn"), self.area), FormRow(_("Mã"), self.code)),
            pair(
                FormRow(_("Có trong sổ từ ngày"), self.since,
                        hint=_("Đơn vị mới: ngày quyết định có hiệu lực.")),
                FormRow(_("Số quyết định thành lập"), self.decision),
            ),
            pair(FormRow(_("Số đoàn viên khi thành lập"), self.members),
                 FormRow(_("Trong đó nữ"), self.women)),
            self.note, self.late,
        )  # fmt: skip
        super().__init__(parent, _("Thêm đơn vị"), "", stacked(*rows), deed_text=_("Thêm"),
                         deed=self._take)  # fmt: skip
        self.setMinimumWidth(space("xxl") * 24)
        self._listen()
        self.name.setFocus()
        self.look()

    def _listen(self) -> None:
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        for text in (self.name, self.code, self.decision, self.members, self.women):
            text.textChanged.connect(lambda _text: self._wait.start())
        for choice in (self.kind, self.above, self.ownership):
            choice.chosen.connect(lambda _value: self._wait.start())
        self.since.committed.connect(lambda _day: self._wait.start())

    def look(self) -> None:
        """Ask what founding the unit would count and show it; a refusal is shown in its place."""
        self._asked = None
        try:
            new = self._filled()
            order = self._asked = new.founding()
        except Refusal:  # told when it is added
            self._tell("")
            return
        if new.parent is None:
            self._tell("")
        elif order is None:
            self._tell(_("Không ghi quyết định, số đoàn viên: coi là đơn vị có từ trước, không"
                         " tính là mới thành lập."))  # fmt: skip
        else:
            self._ask(
                order,
                lambda done: self._shown(order, done),
                lambda refusal: self._tell(str(refusal)) if order == self._asked else None,
            )

    def _shown(self, order: Order, done: Outcome) -> None:
        if order == self._asked:
            lines = moved_lines(self._packs, done.moved, {})
            told = "; ".join(f"{one.code} {one.what}: {vi_number(one.number)}" for one in lines)
            self._tell(
                _("Sẽ tính {what}.").format(what=told) if told else _("Không chuyển số liệu nào."),
                late_sentence(self._packs, done.late),
            )

    def _tell(self, told: str, late: str = "") -> None:
        self.note.setText(told)
        self.note.setVisible(bool(told))
        self.late.setText(late)
        self.late.setVisible(bool(late))
        self.fit()

    def _filled(self) -> NewUnit:
        """Return what was filled in. Raises Refusal for a name, date or number that is none."""
        given = {
            "code": nfc(self.code.text()).strip(),
            "ownership": self.ownership.value() or "",
            "sector": self.sector.value() or "",
            "area": nfc(self.area.text()).strip(),
        }
        name = needed(self.name.text(), _("Chưa ghi tên đơn vị."))
        return NewUnit(
            name, self.kind.value(), self.above.value(), day_of(self.since),
            {k: v for k, v in given.items() if v}, nfc(self.decision.text()).strip(),
            whole_of(self.members), whole_of(self.women),
        )  # fmt: skip

    def _take(self) -> None:
        self._add(self._filled())


class ChangeUnit(Dialog):
    """One attribute, its new value, from which day, by which decision."""

    def __init__(
        self,
        parent: QWidget | None,
        unit: Unit,
        attribute: str,
        options: Options | None,
        since: date,
        change: Callable[[Any, date, str], object],
    ) -> None:
        self._change, self._name = change, LABELS[attribute]
        held = unit.attributes.get(attribute, "")
        self.text = TextField(str(held))
        self.choice = Choice(options or ())
        self.choice.show_value(held)
        self._chooses = options is not None
        self.since, self.decision = DateField(since), TextField()
        value: QWidget = self.choice if self._chooses else self.text
        body = stacked(
            FormRow(self._name, value),
            FormRow(_("Từ ngày"), self.since, hint=_("Trước ngày này vẫn giữ như cũ.")),
            FormRow(_("Số quyết định (nếu có)"), self.decision),
        )
        super().__init__(parent, _("Sửa {what}").format(what=self._name.lower()), unit.name, body,
                         deed_text=_("Sửa"), deed=self._take)  # fmt: skip

    def _take(self) -> None:
        value = self.choice.value() if self._chooses else nfc(self.text.text()).strip()
        self._change(value, day_of(self.since), nfc(self.decision.text()).strip())
