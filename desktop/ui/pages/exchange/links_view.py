"""Connections: our own key and the level above, and the offices below that were enrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QScrollArea, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.agenda.news import written_day
from desktop.models.text import fold
from desktop.ui.pages.exchange.bundle_panel import written_moment
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, frame, row, rule, scrolled, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.sync.enrol import EnrolRequest, Grant
    from desktop.tasks.exchange.exchange_view import ExchangeView
    from desktop.tasks.exchange.machines import Machine
    from desktop.ui.pages.exchange.keys import Keys

ADDED, REPLACES, LOST_KEY = "added", "replaces", "lost_key"

MOST_LINES = 10
"""Rows of the list of offices shown at once; it scrolls beyond."""


@dataclass(frozen=True, slots=True)
class LinkVerbs:
    """What the page does when asked here."""

    make_request: Callable[[], object]
    request_anew: Callable[[], object]
    choose_grant: Callable[[], object]
    accept_grant: Callable[[Path], object]
    choose_request: Callable[[], object]
    give_grant: Callable[[Path, str, str, Callable[[], date | None]], object]
    compare: Callable[[], object]
    keys: Keys
    today: Callable[[], date] = date.today


class LinksView(QWidget):
    """Each step says whose digits to read to whom; nothing is believed before that."""

    def __init__(self, verbs: LinkVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self._known: dict[str, str] = {}
        self.parent_words = PlainLabel("", tone="strong", wrap=True)
        self.own_key = PlainLabel("", level="title", tone="strong", selectable=True)
        self.request_button = button(_("Tạo tệp yêu cầu cấp phép"), verbs.make_request, icon="key")
        self.grant_button = button(_("Nhận tệp cấp phép"), verbs.choose_grant, icon="receive")
        keys = verbs.keys
        self.unlock_button = button(_("Mở khóa…"), keys.unlock, look="primary", icon="key")
        self.anew_button = button(_("Quên cụm mật khẩu: tạo khóa mới…"), verbs.request_anew)
        self.rotate_button = button(_("Đổi khóa…"), keys.rotate)
        self.keep_button = button(_("Cất khóa…"), keys.keep)
        self.linked = ListTable(_columns(), key=lambda one: one.store,
                                name=_("Máy đã cấp phép"))  # fmt: skip
        self.linked.chosen.connect(self._machine_chosen)
        self.revoke_button = button(_("Thu hồi khóa…"), self._revoke, icon="key")
        self.back_button = button(_("Nhận lại việc nhập số liệu…"), self._take_back, icon="receive")
        self.digest = PlainLabel("", level="title", tone="strong", selectable=True, wrap=True)
        self.digest_words = PlainLabel("", tone="muted", wrap=True)
        self._below = self._below_part()
        whole = column(self._above_part(), self._below, self._digest_part(), None, gap="xl")
        whole.setContentsMargins(space("xl"), space("l"), space("xl"), space("xl"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(whole))

    # the digits to compare: boxes that are rarely wanted, each made when it is

    @cached_property
    def grant(self) -> _Compared:
        """The digits of a grant, before it is taken."""
        box = _Compared(_("Nhận cấp phép"))
        self._above_box.addWidget(box)
        box.come_behind(self.keep_button)
        return box

    @cached_property
    def asked(self) -> _Compared:
        """The digits of a request, with the unit and the sort of machine it is for."""
        box = _Compared(_("Cấp phép và lưu tệp"))
        unit = FormRow(_("Đơn vị trong danh sách của cơ quan mình"), self.unit)
        # Beside each other, so that the whole of it is seen on a small screen.
        box.add(frame(row(unit, FormRow(_("Máy này là"), self.what)), ""))
        hint = _("Để trống: ngay sau kỳ cuối đã chốt ở đây, hoặc như đã giao.")
        box.add(FormRow(_("Tự quản số liệu từ ngày"), self.since, hint=hint), 3)
        self._below_box.insertWidget(self._below_box.indexOf(self.linked), box)
        box.come_behind(self.give_button)
        box.wants(lambda: bool(self.unit.value()))
        self.unit.chosen.connect(lambda _code: box.offer())
        return box

    @cached_property
    def unit(self) -> Choice:
        """The unit that asks."""
        return Choice(name=_("Đơn vị trong danh sách của cơ quan mình"))

    @cached_property
    def what(self) -> Choice:
        """What the machine that asks is to the unit."""
        return Choice(
            [
                (_("Máy của đơn vị, máy đầu hay máy thêm"), ADDED),
                (_("Máy mới thay máy cũ; khóa máy cũ bị thu hồi"), REPLACES),
                (_("Vẫn máy đã cấp phép, nhưng đã mất khóa"), LOST_KEY),
            ],
            name=_("Máy này là"),
        )

    @cached_property
    def since(self) -> DateField:
        """The first day whose figures are the unit's own."""
        return DateField(today=self._verbs.today, name=_("Tự quản số liệu từ ngày"))

    def _above_part(self) -> QWidget:
        told = _("Dãy số khóa của máy này. Đọc qua điện thoại khi cấp trên hoặc đơn vị hỏi:")
        self._above_words = PlainLabel(told, tone="muted", wrap=True)
        self._above_title = section_title(_("Với cấp trên"))
        self._above_box = column(
            self._above_title, rule(), self.parent_words, self._above_words, self.own_key,
            row(self.request_button, self.grant_button, None),
            row(self.unlock_button, self.anew_button, self.rotate_button, self.keep_button, None),
        )  # fmt: skip
        return frame(self._above_box, "")

    def _below_part(self) -> QWidget:
        text = _("Cấp phép cho đơn vị")
        self.give_button = button(text, self._verbs.choose_request, icon="plus")
        told = _("Chọn tệp yêu cầu đơn vị gửi lên, đối chiếu dãy số khóa rồi cấp phép.")
        self._below_box = column(
            section_title(_("Các đơn vị gửi gói về đây")), rule(),
            row(PlainLabel(told, tone="muted", wrap=True)), row(self.give_button, None),
            self.linked, row(self.revoke_button, self.back_button, None),
        )  # fmt: skip
        return frame(self._below_box, "")

    def _digest_part(self) -> QWidget:
        compute = button(_("Tính mã đối chiếu"), self._verbs.compare, icon="eye")
        told = _(
            "Hai máy đã nhập cùng các gói thì ra cùng một mã. Đọc qua điện thoại để đối chiếu."
        )
        return frame(
            column(
                section_title(_("Đối chiếu toàn sổ")),
                rule(),
                PlainLabel(told, tone="muted", wrap=True),
                row(compute, None),
                self.digest,
                self.digest_words,
            ),
            "",
        )

    def show_view(self, view: ExchangeView) -> None:
        """Show who is connected."""
        top = view.role in ("national", "province")
        told = _("Chưa kết nối. Tạo tệp yêu cầu, gửi lên cấp trên, rồi nhận tệp cấp phép.")
        if view.parent:
            told = _("Đã kết nối với {unit}.").format(unit=view.parent)
        if view.ungranted or view.ended:
            from desktop.sync.messages import message

            code = "E_NOT_GRANTED_TOP" if top else "E_NOT_GRANTED"
            said = message("E_OWN_REVOKED" if view.ended else code, unit=view.own, day=view.ended)
            told = f"{said.text} {said.next_step}"
        self._above_title.setText(_("Khóa của máy này") if top else _("Với cấp trên"))
        self.parent_words.setVisible(not top or view.ungranted)
        self.parent_words.setText(told)
        alone = view.ungranted or view.ended
        self.parent_words.set_tone("attention" if alone else "strong")
        self.own_key.setText(view.fingerprint or _("chưa có khóa"))
        for part in (self.request_button, self.grant_button):
            part.setVisible(not top)
        self._below.setVisible(view.role in ("national", "province", "upper"))
        shown = [one for one in view.machines if one.ours and not one.own]
        for part in (self.rotate_button, self.keep_button):
            part.setVisible(bool(view.fingerprint) and not view.locked and not view.ungranted)
        self.unlock_button.setVisible(view.locked)
        self.anew_button.setVisible(view.locked and not top)
        self.linked.set_rows(shown)
        self.linked.setVisible(bool(shown))
        self.revoke_button.setVisible(any(one.manages for one in shown))
        self.back_button.setVisible(any(one.types for one in shown))
        self._machine_chosen(self.linked.current())
        self._known = {one.store: one.fingerprint for one in view.machines}
        lines = min(len(shown), MOST_LINES) + 1
        self.linked.setFixedHeight(
            lines * self.linked.verticalHeader().defaultSectionSize() + space("m")
        )

    def show_grant(self, path: Path, found: Grant) -> None:
        """Show a grant to be compared before it is taken."""
        origin = found.bundle.manifest.origin
        told = _("{unit} cấp phép. Gọi điện cho {unit}, nghe đọc dãy số khóa và so với:").format(
            unit=origin.name
        )
        self.grant.show_digits(told, found.fingerprint, lambda: self._verbs.accept_grant(path))

    def show_request(
        self, path: Path, asked: EnrolRequest, units: Sequence[tuple[str, str]]
    ) -> None:
        """Show a request to be compared, with the unit it most likely is."""
        name = asked.unit.name or asked.unit.code or _("Đơn vị không ghi tên")
        told = _("{unit} xin cấp phép ({at}). Gọi điện cho đơn vị, nghe đọc dãy số và so với:")
        likely = [code for text, code in units if fold(asked.unit.name) and
                  fold(asked.unit.name) in fold(text)]  # fmt: skip
        same = [code for _text, code in units if code in (asked.unit.code, asked.unit.id)]
        found = next(iter(same + likely), "")
        # Nobody is proposed by chance: a key given to the wrong unit writes its figures.
        self.unit.set_options(units if found else [(_("Chọn đơn vị…"), ""), *units])
        self.unit.show_value(found)
        lost = self._known.get(asked.store, asked.fingerprint) != asked.fingerprint
        self.what.show_value(LOST_KEY if lost else ADDED)
        self.since.show_date(None)
        self.asked.show_digits(
            told.format(unit=name, at=written_moment(asked.created)),
            asked.fingerprint,
            lambda: self._verbs.give_grant(
                path, str(self.unit.value()), str(self.what.value()), self.since.value
            ),
        )

    def _machine_chosen(self, machine: Machine | None) -> None:
        self.revoke_button.setEnabled(machine is not None and machine.manages)
        self.back_button.setEnabled(machine is not None and machine.types)

    def _revoke(self) -> None:
        machine = self.linked.current()
        if machine is not None and machine.manages:
            self._verbs.keys.revoke(machine)

    def _take_back(self) -> None:
        machine = self.linked.current()
        if machine is not None and machine.types:
            self._verbs.keys.take_back(machine)

    def show_digest(self, digits: str, ops: str) -> None:
        """Show the computed digest."""
        self.digest.setText(digits)
        self.digest_words.setText(_("Tính trên {n} lần ghi.").format(n=ops))

    def close_steps(self) -> None:
        """Put away what was being compared."""
        for name in ("grant", "asked"):
            if name in self.__dict__:
                getattr(self, name).hide()


class _Compared(QWidget):
    """Digits to compare, a tick that it was done, and only then the deed."""

    def __init__(self, deed_text: str) -> None:
        super().__init__()
        self._deed: Callable[[], object] = lambda: None
        self.told = PlainLabel("", wrap=True)
        self.digits = PlainLabel("", level="title", tone="brand", selectable=True)
        self.tick = QCheckBox(_("Tôi đã nghe đọc dãy số này qua điện thoại và thấy khớp"))
        self.deed_button = button(deed_text, lambda: self._deed(), look="primary")
        self._complete: Callable[[], bool] = lambda: True
        self.tick.toggled.connect(lambda _on: self.offer())
        self._inner = column(self.told, self.digits, gap="s", margin="m")
        self._inner.addWidget(self.tick)
        self.leave_button = button(_("Thôi"), self.hide)
        self._inner.addLayout(row(self.deed_button, self.leave_button, None))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame(self._inner, "boxed"))
        self.hide()

    def add(self, part: QWidget, place: int = 2) -> None:
        """Put something between the digits and the tick."""
        self._inner.insertWidget(place, part)

    def wants(self, complete: Callable[[], bool]) -> None:
        """Offer the deed only while `complete` tells that nothing else is to be chosen."""
        self._complete = complete

    def offer(self) -> None:
        """Let the deed be done once everything is chosen and the digits were compared."""
        self.deed_button.setEnabled(self.tick.isChecked() and self._complete())

    def come_behind(self, before: QWidget) -> None:
        """Let the Tab key go on from `before` to this box, from its top to its end."""
        dates = (stop for one in self.findChildren(DateField) for stop in one.stops)
        asked = (*self.findChildren(Choice), *dates)
        for after in (*asked, self.tick, self.deed_button, self.leave_button):
            QWidget.setTabOrder(before, after)
            before = after

    def show_digits(self, told: str, digits: str, deed: Callable[[], object]) -> None:
        """Show digits that have not been compared yet."""
        self._deed = deed
        self.told.setText(told)
        self.digits.setText(digits)
        self.tick.setChecked(False)
        self.deed_button.setEnabled(False)
        self.show()
        QTimer.singleShot(0, self, self._show_whole)  # laid out first

    def _show_whole(self) -> None:
        """Scroll what it stands in until its buttons are seen, and its top where there is room."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            for part in (self.told, self.leave_button):
                area.ensureWidgetVisible(part, 0, space("xl"))


def _since(one: Machine) -> str:
    if not one.since:
        return ""
    return _("từ đầu") if one.since <= "2000-01-01" else written_day(one.since)


def _state(one: Machine) -> str:
    if one.revoked:
        return _("thu hồi {day}").format(day=written_day(one.revoked))
    return _("đang dùng")


def _whole_state(one: Machine) -> str:
    told = _state(one)
    if one.typist:
        told += "; " + _("{office} nhập số liệu từ {day}").format(
            office=one.typist, day=written_day(one.typed_from)
        )
    return told


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Đơn vị"), lambda one: one.name, 29, tooltip=lambda one: one.name),
        Column(_("Mã"), lambda one: one.code, 13, tooltip=lambda one: one.code),
        Column(_("Tình trạng"), _state, 16,
               tone=lambda one: "attention" if one.revoked else "ink.muted", tooltip=_whole_state),
        Column(_("Gói mới nhất"), lambda one: written_day(one.last) if one.last else _("chưa có"),
               12, order=lambda one: one.last),
        Column(_("Số liệu từ"), _since, 11, order=lambda one: one.since),
        # Last, in the room that is left: on a small screen names go first, and the whole of it is
        # in its tooltip.
        Column(_("Dãy số khóa"), lambda one: one.fingerprint, 0,
               tooltip=lambda one: one.fingerprint),
    )  # fmt: skip
