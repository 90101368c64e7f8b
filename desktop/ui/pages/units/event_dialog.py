"""An event of one unit: what, from which day, by which decision, and what it would move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.register.reorganise import Order, Outcome
from desktop.models.register.unit_register import EVENTS
from desktop.models.text import nfc
from desktop.models.units.unit_events import SUSPENDED
from desktop.models.units.units import Unit
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.dialogs import Options, day_of, pair, stacked, whole_of
from desktop.ui.pages.units.moved_lines import late_sentence, moved_lines, moved_table
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, NumberField, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

OnOutcome = Callable[[Outcome], object]
OnRefusal = Callable[[Refusal], object]
Ask = Callable[[Order, OnOutcome, OnRefusal], object]
WAIT_MS = 150
_KINDS = ("merge", "split", "dissolve", "end", "reparent", "ownership", "rename", "area")


@dataclass(frozen=True, slots=True)
class Around:
    """What may be chosen: (name, id) of units to merge into and of parents, names by code."""

    peers: Options
    parents: Options
    names: Mapping[str, str]


class UnitEventDialog(Dialog):
    """`ask` previews an order off the main thread, `write` carries it out."""

    def __init__(
        self,
        parent: QWidget | None,
        packs: Packs,
        unit: Unit,
        kind: str,
        around: Around,
        since: date,
        ask: Ask,
        write: Callable[[Order], object],
    ) -> None:
        self._packs, self._unit, self._around = packs, unit, around
        self._ask, self._write = ask, write
        self._asked: Order | None = None
        self._refusal: Refusal | None = None
        self._make_fields(kind, since)
        self.table = moved_table()
        self.note = PlainLabel("", wrap=True)
        self.late = PlainLabel("", tone="attention", wrap=True)
        self.late.hide()
        body = stacked(
            FormRow(_("Sự kiện"), self.how), *self._rows.values(),
            pair(FormRow(_("Từ ngày"), self.since, hint=_("Ngày đầu tiên theo trạng thái mới.")),
                 FormRow(_("Số quyết định"), self.decision)),
            self.note, self.table, self.late,
        )  # fmt: skip
        sentence = _("{unit}. Số liệu các kỳ trước vẫn giữ nguyên.").format(unit=unit.name)
        super().__init__(parent, _("Sự kiện tổ chức"), sentence, body,
                         deed_text=_("Ghi sự kiện"), deed=self._take)  # fmt: skip
        self.setMinimumWidth(space("xxl") * 26)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        self._listen()
        self._show_rows(kind)

    def _make_fields(self, kind: str, since: date) -> None:
        packs = self._packs
        stopped = self._unit.attributes.get("status") == SUSPENDED
        kinds = (*_KINDS, "resume" if stopped else "suspend")
        self.how = Choice([(EVENTS[one], one) for one in kinds])
        self.how.show_value(kind)
        self.into, self.above = Choice(self._around.peers), Choice(self._around.parents)
        self.ownership = Choice([
            (o.name, o.code) for o in packs.ownerships.values()
            if o.holds_on(since) and o.code != self._unit.ownership
        ])  # fmt: skip
        self.name, self.code, self.area = TextField(), TextField(), TextField()
        self.members, self.women = NumberField(), NumberField()
        self.since, self.decision = DateField(since), TextField()
        hint = _("Để trống: lấy theo số liệu tháng đầu.")
        self._rows: dict[str, QWidget] = {
            "merge": FormRow(_("Sáp nhập vào"), self.into),
            "reparent": FormRow(_("Cấp quản lý mới"), self.above),
            "ownership": FormRow(_("Loại hình mới"), self.ownership),
            "area": FormRow(_("Địa bàn mới"), self.area),
            "name": FormRow(_("Tên mới"), self.name),
            "code": FormRow(_("Mã đơn vị mới, để trống thì đặt mã tạm"), self.code),
            "members": pair(FormRow(_("Số đoàn viên tách sang"), self.members, hint=hint),
                            FormRow(_("Trong đó nữ"), self.women)),
        }  # fmt: skip

    def _listen(self) -> None:
        self.how.chosen.connect(self._show_rows)
        for choice in (self.into, self.above, self.ownership):
            choice.chosen.connect(lambda _value: self._wait.start())
        for field in (self.name, self.code, self.area, self.members, self.women, self.decision):
            field.textChanged.connect(lambda _text: self._wait.start())
        self.since.committed.connect(lambda _day: self._wait.start())

    def _show_rows(self, kind: str) -> None:
        shown = {
            "rename": {"name"}, "split": {"name", "code", "members"},
        }.get(kind, {kind})  # fmt: skip
        for name, row in self._rows.items():
            row.setVisible(name in shown)
        self.look()

    def order(self) -> Order:
        """Return what was filled in. Raises Refusal for a date or number that is none."""
        kind = str(self.how.value())
        into = {"merge": self.into.value(), "area": nfc(self.area.text()).strip(),
                "split": nfc(self.code.text()).strip()}.get(kind)  # fmt: skip
        split = kind == "split"
        return Order(
            kind, day_of(self.since), (self._unit.id,), into=into or "",
            to_parent=(self.above.value() or "") if kind == "reparent" else "",
            name=nfc(self.name.text()).strip() if kind in ("rename", "split") else "",
            decision=nfc(self.decision.text()).strip(),
            ownership=(self.ownership.value() or "") if kind == "ownership" else "",
            members=whole_of(self.members) if split else None,
            women=whole_of(self.women) if split else None,
        )  # fmt: skip

    def look(self) -> None:
        """Ask what the event would move and show it; a refusal is shown in its place."""
        try:
            order = self._asked = self.order()
        except Refusal as refusal:
            self._asked = None
            self._refused(refusal)
            return
        self._ask(
            order,
            lambda done: self._shown(order, done),
            lambda refusal: self._refused(refusal) if order == self._asked else None,
        )

    def _shown(self, order: Order, done: Outcome) -> None:
        if order != self._asked:
            return
        self._refusal = None
        made = {code: order.name for code in done.moved if code not in self._around.names}
        lines = moved_lines(self._packs, done.moved, {**made, **self._around.names})
        self.table.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.note.set_tone("normal")
        self.note.setText(
            _("Sẽ chuyển, theo số liệu đang có:") if lines else _("Không chuyển số liệu nào.")
        )
        self.late.setText(late_sentence(self._packs, done.late))
        self.late.setVisible(bool(done.late))
        self.deed_button.setEnabled(True)
        self.fit()

    def _refused(self, refusal: Refusal) -> None:
        self._refusal = refusal
        self.table.set_rows([])
        self.table.hide()
        self.late.hide()
        self.note.set_tone("muted")
        self.note.setText(str(refusal))
        self.deed_button.setEnabled(False)

    def _take(self) -> None:
        order = self.order()
        if self._refusal is not None and order == self._asked:
            raise self._refusal
        self._write(order)
