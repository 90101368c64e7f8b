"""The right-hand panel: a unit's attributes with their days, its contacts, its timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.register.decisions import may_be_founded
from desktop.models.register.unit_register import (
    LABELS,
    Moment,
    attribute_since,
    suspension,
    timeline,
    value_text,
    written,
)
from desktop.models.store.reader import Reader
from desktop.models.text import short_date, vi_number
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import Pill, PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, rule, scrolled, space

SHOWN = ("code", "kind", "ownership", "parent", "second", "sector", "area", "commune", "address",
         "founded", "company_form", "country", "note")  # fmt: skip
ALWAYS = frozenset({"code", "kind", "ownership", "parent", "second", "area"})


class UnitDetails(QWidget):
    """`change(attribute)` opens the change of one; `contact(field, text)` keeps a contact.

    `decide(moment)` asks for the decision of an event, or for that of a founding nobody wrote.
    """

    def __init__(
        self,
        change: Callable[[str], object],
        contact: Callable[[str, str], object],
        decide: Callable[[Moment], object],
    ) -> None:
        super().__init__()
        self._change, self._decide = change, decide
        self.name = PlainLabel("", level="large", tone="strong", wrap=True, selectable=True)
        self.state = Pill("")
        self._attributes = QVBoxLayout()
        self._attributes.setSpacing(space("s"))
        self._moments = QVBoxLayout()
        self._moments.setSpacing(space("s"))
        self.chair, self.phone = TextField(), TextField()
        self.chair.committed.connect(lambda text: contact("chair_name", text))
        self.phone.committed.connect(lambda text: contact("chair_phone", text))
        self._body = QWidget()
        inner = column(
            row(self.name), row(self.state, None), self._attributes, rule(),
            section_title(_("Liên hệ")),
            PlainLabel(_("Chỉ lưu ở máy này, không gửi đi."), level="small", tone="muted"),
            FormRow(_("Họ tên chủ tịch"), self.chair),
            FormRow(_("Số điện thoại chủ tịch"), self.phone),
            rule(), section_title(_("Diễn biến")), self._moments, None, gap="s", margin="l",
        )  # fmt: skip
        self._area = scrolled(inner)
        self._empty = PlainLabel(_("Chọn một đơn vị để xem chi tiết."), tone="muted", wrap=True)
        self._empty.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._empty)
        box.addWidget(self._area, 1)
        self.show_unit(None, None, date.min, editable=False)

    def show_unit(
        self,
        reader: Reader | None,
        unit: Unit | None,
        day: date,
        *,
        editable: bool,
        managed: bool = False,
    ) -> None:
        """Show a unit as of a day; None shows that nothing is chosen.

        Of a unit that is `managed` here its events may be told more of, ended or not.
        """
        self._empty.setVisible(unit is None)
        self._area.setVisible(unit is not None)
        if unit is None or reader is None:
            return
        self.name.setText(unit.name)
        ended = unit.valid_to is not None and unit.valid_to < day
        paused = "" if ended else suspension(reader, unit, day)
        told = paused[:1].upper() + paused[1:] or _state(unit, day)
        self.state.show_state(told, "attention" if ended or paused else "done")
        self._show_attributes(reader, unit, day, editable)
        for field, name in ((self.chair, "chair_name"), (self.phone, "chair_phone")):
            field.show_text(str(unit.attributes.get(name, "")))
        founded = managed and may_be_founded(reader, unit)
        self._show_moments(timeline(reader, unit.id), managed, founded)

    def _show_attributes(self, reader: Reader, unit: Unit, day: date, editable: bool) -> None:
        _empty(self._attributes)
        scope = Scope.of(reader)
        for name in SHOWN:
            text = value_text(reader.packs, scope, name, unit.attributes.get(name))
            if not text and name not in ALWAYS:
                continue
            since = written(attribute_since(scope, unit.id, name, day))
            label = PlainLabel(LABELS[name], level="small", tone="muted")
            value = PlainLabel(text or _("chưa ghi"), wrap=True, selectable=True,
                               tone="normal" if text else "muted")  # fmt: skip
            when = PlainLabel(_("từ {day}").format(day=since) if since and text else "",
                              level="small", tone="muted")  # fmt: skip
            head = row(label, when, None)
            if editable:
                head.addWidget(link(_("Sửa"), lambda name=name: self._change(name)))
            part = QWidget()
            box = column(head, value, gap="xs")
            part.setLayout(box)
            self._attributes.addWidget(part)

    def _show_moments(self, moments: Sequence[Moment], managed: bool, founded: bool) -> None:
        """Show what happened, with what may be told of it; a founding nobody wrote as well."""
        _empty(self._moments)
        for moment in moments:
            self._moments.addWidget(PlainLabel(_moment_words(moment), wrap=True))
            deed = ""
            if moment.event and managed:
                deed = _("Sửa quyết định") if moment.decision else _("Ghi quyết định")
                if moment.kind == "split" and moment.members is None:
                    deed = _("Ghi số tách sang")
            elif moment.first and founded:
                deed = _("Ghi thành lập")
            if deed:
                button = link(deed, lambda one=moment: self._decide(one))
                self._moments.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def _moment_words(moment: Moment) -> str:
    told = [f"{short_date(moment.day)}  {moment.text}"]
    if moment.members is not None:
        women = "" if moment.women is None else _(", {n} nữ").format(n=vi_number(moment.women))
        told.append(_("{n} đoàn viên").format(n=vi_number(moment.members)) + women)
    elif moment.kind == "split":
        told.append(_("Chưa ghi số đoàn viên tách sang"))
    if moment.decision:
        told.append(_("Quyết định {number}").format(number=moment.decision))
    elif moment.kind == "found":
        told.append(_("Chưa ghi số quyết định"))
    return "\n".join(told)


def _state(unit: Unit, day: date) -> str:
    if unit.valid_to is not None and unit.valid_to < day:
        return _("Đã kết thúc {day}").format(day=short_date(unit.valid_to))
    return _("Hoạt động từ {day}").format(day=short_date(unit.valid_from))


def _empty(box: QLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        if item.widget() is not None:
            item.widget().hide()
            item.widget().deleteLater()
