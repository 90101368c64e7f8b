"""An event of one unit or several: what, from which day, by which decision, what it would move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.register.doubts import doubts
from desktop.models.register.moved_words import moved_lines
from desktop.models.register.orders import Order
from desktop.models.register.outcomes import Outcome
from desktop.models.text import nfc
from desktop.models.units.unit_events import EVENTS, SUSPENDED
from desktop.models.units.units import Unit
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.dialogs import WAIT_MS, Options, day_of, pair, stacked, whole_of
from desktop.ui.pages.units.moved_lines import Ask, moved_table, preview_sentence
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, NumberField, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_KINDS = ("merge", "split", "dissolve", "end", "reparent", "ownership", "rename", "area")
OF_ONE = frozenset({"split", "rename"})
NEW = "+"
"""Stands among the units to merge into for one that the merger makes."""
_NONE = (_("chọn…"), "")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Around:
    """What may be chosen: (name, id) of units to merge into and of parents, names by code."""

    peers: Options
    parents: Options
    names: Mapping[str, str]


class UnitEventDialog(Dialog):
    """`ask` previews an order off the main thread, `write` carries it out.

    `write` hears whether somebody agreed to what it takes the meaning from.
    """

    def __init__(
        self,
        parent: QWidget | None,
        packs: Packs,
        units: Sequence[Unit],
        kind: str,
        around: Around,
        since: date,
        ask: Ask,
        write: Callable[[Order, bool], object],
    ) -> None:
        self._packs, self._units, self._around = packs, tuple(units), around
        self._ask, self._write = ask, write
        self._asked: Order | None = None
        self._refusal: Refusal | None = None
        self._doubt = ""
        self._agreed: Order | None = None
        self._make_fields(kind, since)
        self.table = moved_table()
        self.note = PlainLabel("", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.late = PlainLabel("", tone="attention", wrap=True)
        self.late.hide()
        body = stacked(
            FormRow(_("Sự kiện"), self.how), *self._rows.values(),
            pair(FormRow(_("Từ ngày"), self.since, hint=_("Ngày đầu tiên theo trạng thái mới.")),
                 FormRow(_("Số quyết định"), self.decision)),
            self.late, self.note, self.table,
        )  # fmt: skip
        sentence = _("{unit}. Số liệu các kỳ trước vẫn giữ nguyên.").format(unit=_named(units))
        super().__init__(parent, _("Sự kiện tổ chức"), sentence, body,
                         deed_text=_("Ghi sự kiện"), deed=self._take)  # fmt: skip
        self.setMinimumWidth(space("xxl") * 26)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        self._listen()
        self._show_rows()

    def _make_fields(self, kind: str, since: date) -> None:
        packs = self._packs
        stopped = all(one.attributes.get("status") == SUSPENDED for one in self._units)
        kinds = (*_KINDS, "resume" if stopped else "suspend")
        several = len(self._units) > 1
        self.how = Choice([(EVENTS[one], one) for one in kinds
                           if not (several and one in OF_ONE)])  # fmt: skip
        self.how.show_value(kind)
        made = (_("một đơn vị mới"), NEW)
        self.into = Choice([_NONE, made, *self._around.peers])
        self.above = Choice([_NONE, *self._around.parents])
        held = {one.ownership for one in self._units}
        self._mixed = len(held) > 1
        self.ownership = Choice([_NONE, *((o.name, o.code) for o in packs.ownerships.values()
                                          if o.holds_on(since) and {o.code} != held)])  # fmt: skip
        self.name, self.code, self.area = TextField(), TextField(), TextField()
        self.members, self.women = NumberField(), NumberField()
        self.since, self.decision = DateField(since), TextField()
        hint = _("Để trống: ghi sau, hoặc lấy theo số liệu tháng đầu.")
        self._code_row = FormRow(_("Mã, để trống thì đặt mã tạm"), self.code)
        self._rows: dict[str, QWidget] = {
            "merge": FormRow(_("Sáp nhập vào"), self.into),
            "reparent": FormRow(_("Cấp quản lý mới"), self.above),
            "area": FormRow(_("Địa bàn mới"), self.area),
            "name": pair(FormRow(_("Tên mới"), self.name), self._code_row),
            "ownership": FormRow(_("Loại hình mới"), self.ownership),
            "members": pair(FormRow(_("Số đoàn viên tách sang"), self.members, hint=hint),
                            FormRow(_("Trong đó nữ"), self.women)),
        }  # fmt: skip

    def _listen(self) -> None:
        self.how.chosen.connect(lambda _kind: self._another_kind())
        self.into.chosen.connect(lambda _unit: self._show_rows())
        for choice in (self.above, self.ownership):
            choice.chosen.connect(lambda _value: self._wait.start())
        for field in (self.name, self.code, self.area, self.members, self.women, self.decision):
            field.textChanged.connect(lambda _text: self._wait.start())
        self.since.committed.connect(lambda _day: self._wait.start())

    def _makes(self) -> bool:
        """Tell whether the event makes a unit."""
        kind = self.how.value()
        return kind == "split" or (kind == "merge" and self.into.value() == NEW)

    def _another_kind(self) -> None:
        """What was said of the former kind is not true of this one, however long its look takes."""
        self.error.hide()
        self.table.hide()
        self.late.hide()
        self.note.set_tone("muted")
        self.note.setText(_("Đang tính số liệu sẽ chuyển…"))
        self._show_rows()

    def _show_rows(self) -> None:
        kind = str(self.how.value())
        shown = {"rename": {"name"}, "split": {"name", "members"}}.get(kind, {kind})
        if kind == "merge" and self._makes():
            shown = {"merge", "name", *(("ownership",) if self._mixed else ())}
        for name, row in self._rows.items():
            row.setVisible(name in shown)
        self._code_row.setVisible(self._makes())
        self.look()

    def order(self) -> Order:
        """Return what was filled in. Raises Refusal for a date or number that is none."""
        kind, makes = str(self.how.value()), self._makes()
        code = nfc(self.code.text()).strip()
        into = {"merge": code if makes else self.into.value(), "split": code,
                "area": nfc(self.area.text()).strip()}.get(kind)  # fmt: skip
        name = nfc(self.name.text()).strip()
        if kind == "merge" and makes and not name:
            raise Refusal(_("Chưa ghi tên đơn vị mới."),
                          next_step=_("Ghi tên đầy đủ theo quyết định."))  # fmt: skip
        split, typed = kind == "split", kind == "ownership" or (kind == "merge" and makes)
        return Order(
            kind, day_of(self.since), tuple(one.id for one in self._units), into=into or "",
            to_parent=(self.above.value() or "") if kind == "reparent" else "",
            name=name if kind == "rename" or makes else "",
            decision=nfc(self.decision.text()).strip(),
            ownership=(self.ownership.value() or "") if typed else "",
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
        lines = moved_lines(self._packs, done.moved, {**made, **self._around.names}, done.stocks)
        self.table.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.note.set_tone("normal")
        self.note.setText(
            _("Sẽ chuyển, theo số liệu đang có:") if lines else _("Không chuyển số liệu nào.")
        )
        self._doubt = doubts(self._packs, done)
        told = " ".join(filter(None, (preview_sentence(self._packs, done), done.lacks)))
        self.late.setText(told)
        self.late.setVisible(bool(told))
        self.deed_button.setText(_("Vẫn ghi") if self._agreed == order else _("Ghi sự kiện"))
        self.deed_button.setEnabled(True)
        self.fit()

    def _refused(self, refusal: Refusal) -> None:
        self._refusal, self._doubt = refusal, ""
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
        if self._doubt and order != self._agreed:
            self._agreed = order
            self.deed_button.setText(_("Vẫn ghi"))
            raise Refusal(
                _("Xem lại điều nhắc ở trên trước khi ghi."),
                next_step=_("Sửa ngày hoặc loại sự kiện; đúng như vậy thì bấm “Vẫn ghi”."),
            )
        self._write(order, order == self._agreed)


def _named(units: Sequence[Unit]) -> str:
    """Return the units in words: the first few by name."""
    if len(units) == 1:
        return units[0].name
    names = ", ".join(unit.name for unit in units[:_NAMED])
    more = "…" if len(units) > _NAMED else ""
    return _("{n} đơn vị: {names}").format(n=len(units), names=names + more)
