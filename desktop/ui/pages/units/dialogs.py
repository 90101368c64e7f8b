"""The small forms of this page: add a unit, change an attribute from a day, end, move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import UnitKind
from desktop.models.packs.packs import Packs
from desktop.models.register.moved_words import MovedLine, moved_lines
from desktop.models.register.new_units import kind_named
from desktop.models.register.orders import Order
from desktop.models.register.outcomes import Outcome
from desktop.models.register.unit_register import LABELS
from desktop.models.text import nfc
from desktop.models.units.units import Unit
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.moved_lines import (
    OnOutcome,
    OnRefusal,
    late_sentence,
    moved_table,
)
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, NumberField, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

WAIT_MS = 150
AskNew = Callable[["NewUnit", OnOutcome, OnRefusal], object]
AddNew = Callable[["NewUnit", bool, Callable[[Any], object], OnRefusal], object]
"""Adds a unit, in spite of a doubt where somebody is sure; then what hears of it, or a refusal."""
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

    @property
    def is_founded(self) -> bool:
        """Tell whether it is an event, not one that was there before it was added.

        A unit is founded when its decision or its first members are told.
        """
        return bool(self.decision) or self.members is not None

    def order(self) -> Order | None:
        """Return what brings it into the register; None for the first unit of an office, which
        stands under none and begins its book.
        """
        if self.parent is None:
            return None
        given = dict(self.attributes)
        code, ownership = given.pop("code", ""), given.pop("ownership", "")
        return Order(
            "found", self.since, (code,), to_parent=self.parent, name=self.name,
            decision=self.decision, unit_kind=self.kind, ownership=ownership,
            members=self.members, women=self.women, attributes=given,
        )  # fmt: skip


def needed(text: str, sentence: str, next_step: str) -> str:
    """Return the text, NFC and stripped; raises a Refusal with the sentence when it is empty."""
    found = nfc(text).strip()
    if not found:
        raise Refusal(sentence, next_step=next_step)
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
    """Return two fields side by side, each with half of the room; spare height is not theirs."""
    both = QWidget()
    both.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    box = QHBoxLayout(both)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(space("m"))
    for part in (one, other):
        part.setMinimumWidth(1)
        box.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return both


class AddUnit(Dialog):
    """Name, kind, ownership, sector, area, since when, code; `kinds` fit the unit above.

    The kind follows the name until somebody chooses it; `usual` is the kind mostly added under a
    unit. `add` answers later: closed once it is done, refused in its place.
    """

    def __init__(
        self,
        parent: QWidget | None,
        packs: Packs,
        kinds: Callable[[str | None], Options],
        usual: Callable[[str | None], str],
        parents: Options,
        chosen: str | None,
        since: date,
        ask: AskNew,
        add: AddNew,
    ) -> None:
        self._packs, self._ask, self._add = packs, ask, add
        self._kinds, self._usual = kinds, usual
        self._asked: NewUnit | None = None
        self._doubted: NewUnit | None = None
        self._kind_chosen, self._odd = False, ""
        self.name, self.code = TextField(), TextField(hint=_("để trống: đặt mã tạm"))
        self.area, self.decision = TextField(), TextField()
        self.kind = Choice(kinds(chosen))
        self.above = Choice(parents)
        self.above.show_value(chosen)
        self.kind.show_value(usual(chosen))
        self.above.chosen.connect(self._moved)
        self.kind.chosen.connect(self._chose_kind)
        self.ownership = Choice([(_("chưa ghi"), ""), *((o.name, o.code) for o in
                                 packs.ownerships.values() if o.holds_on(since))])  # fmt: skip
        self.sector = Choice([(_("chưa ghi"), ""), *((s.name, s.code) for s in
                              packs.sectors.values())])  # fmt: skip
        self.since = DateField(since)
        self.members, self.women = NumberField(), NumberField()
        self.note = PlainLabel("", tone="muted", wrap=True)
        self.late = PlainLabel("", tone="attention", wrap=True)
        self.table = moved_table()
        self.table.hide()
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
            self.note, self.late, self.table,
        )  # fmt: skip
        super().__init__(parent, _("Thêm đơn vị"), "", stacked(*rows), deed_text=_("Thêm"),
                         deed=lambda: None)  # fmt: skip
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

    def _chose_kind(self, _kind: str) -> None:
        self._kind_chosen = True

    def _moved(self, unit: str | None) -> None:
        """Offer the kinds that fit under another unit; one that was chosen stays if it may."""
        kept = self.kind.value()
        self.kind.set_options(self._kinds(unit))
        if not self._kind_chosen or self.kind.value() != kept:
            self._kind_chosen = False
            self._follow_name()

    def _named_kind(self) -> UnitKind | None:
        return kind_named(self._packs.unit_kinds.values(), self.name.typed())

    def _follow_name(self) -> None:
        """Take the kind the name begins with, else the usual one."""
        named = self._named_kind()
        offered = {self.kind.itemData(at) for at in range(self.kind.count())}
        fits = named is not None and named.code in offered
        self.kind.show_value(named.code if named and fits else self._usual(self.above.value()))

    def look(self) -> None:
        """Ask what adding the unit would count and show it; a refusal is shown in its place."""
        if not self._kind_chosen:
            self._follow_name()
        self._asked = None
        self.error.hide()
        self.deed_button.setText(_("Thêm"))
        self.deed_button.setEnabled(True)
        try:
            new = self._asked = self._filled()
        except Refusal:  # told when it is added
            self._tell("")
            return
        if new.parent is None:
            self._tell("")
            return
        self._ask(
            new,
            lambda done: self._shown(new, done),
            lambda refusal: self._not_possible(refusal) if new is self._asked else None,
        )

    def _shown(self, new: NewUnit, done: Outcome) -> None:
        if new is not self._asked:
            return
        lines = moved_lines(self._packs, done.moved, dict.fromkeys(done.moved, new.name))
        told = _("Sẽ tính:") if lines else _("Không chuyển số liệu nào.")
        if not new.is_founded:
            told = _("Không ghi quyết định, số đoàn viên: coi là đơn vị có từ trước, không"
                     " tính là mới thành lập.")  # fmt: skip
        late = late_sentence(self._packs, done.late)
        self._tell(told, " ".join(filter(None, (done.again, done.lacks, late))), lines)

    def _not_possible(self, refusal: Refusal) -> None:
        self._tell(str(refusal))
        self.note.set_tone("blocked")
        self.deed_button.setEnabled(False)

    def _tell(self, told: str, late: str = "", lines: Sequence[MovedLine] = ()) -> None:
        self.note.set_tone("muted")
        self.note.setText(told)
        self.note.setVisible(bool(told))
        self.late.setText(late)
        self.late.setVisible(bool(late))
        self.table.set_rows(list(lines))
        self.table.setVisible(bool(lines))
        self.fit()

    def _filled(self) -> NewUnit:
        """Return what was filled in. Raises Refusal for a name, date or number that is none."""
        given = {
            "code": nfc(self.code.text()).strip(),
            "ownership": self.ownership.value() or "",
            "sector": self.sector.value() or "",
            "area": nfc(self.area.text()).strip(),
        }
        name = needed(self.name.text(), _("Chưa ghi tên đơn vị."),
                      _("Ghi tên đầy đủ theo quyết định."))  # fmt: skip
        return NewUnit(
            name, self.kind.value(), self.above.value(), day_of(self.since),
            {k: v for k, v in given.items() if v}, nfc(self.decision.text()).strip(),
            whole_of(self.members), whole_of(self.women),
        )  # fmt: skip

    def perform(self) -> None:
        """Add it and close; stay, with all that was typed, when it is refused."""
        self._wait.stop()
        if not self._kind_chosen:
            self._follow_name()
        try:
            new = self._filled()
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        odd = self._odd_kind(new)
        if odd and odd != self._odd:
            self._odd = odd
            self.show_refusal(Refusal(odd, next_step=_("Chọn lại loại, hoặc bấm “Vẫn thêm”.")))
            self.deed_button.setText(_("Vẫn thêm"))
            return
        self.deed_button.setEnabled(False)
        sure, added = new == self._doubted, self.while_open(lambda _done: self.accept())
        self._add(new, sure, added, lambda refusal: self._refused(new, refusal))

    def _refused(self, new: NewUnit, refusal: Refusal) -> None:
        self.deed_button.setEnabled(True)
        if refusal.code == "E_DOUBT":
            self._doubted = new
            self.deed_button.setText(_("Vẫn thêm"))
            told = _("Sửa lại; đúng như vậy thì bấm “Vẫn thêm”.")
            refusal = Refusal(refusal.message, next_step=told, code=refusal.code)
        self.show_refusal(refusal)

    def _odd_kind(self, new: NewUnit) -> str:
        """Say that the name speaks of a unit of another level than the kind chosen, "" else."""
        named, kind = self._named_kind(), self._packs.unit_kinds.get(new.kind)
        if named is None or kind is None or named.role == kind.role:
            return ""
        return _("Tên là của một {named}, loại đang chọn là “{kind}”.").format(
            named=named.short, kind=kind.name
        )


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
