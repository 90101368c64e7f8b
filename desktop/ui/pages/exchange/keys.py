"""The page's verbs about keys: ending a machine's, changing and keeping one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLayout, QLineEdit, QWidget

from desktop.i18n import _
from desktop.models.agenda.news import written_day
from desktop.models.errors import Refusal
from desktop.models.text import nfc, vi_number
from desktop.ui.dialogs.base import Dialog
from desktop.ui.messages import MessageKind
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.sync.revocation import Revoked
    from desktop.sync.take_back import TakenBack
    from desktop.tasks.exchange.machines import Machine
    from desktop.ui.desk import Desk

FILE, PHRASE, KEYRING = "file", "passphrase", "keyring"


class Keys:
    """Each dialog stays at hand as an attribute while it is open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def revoke(self, machine: Machine) -> None:
        """Ask until when a machine is believed, then end its key."""
        from desktop.sync.messages import BundleRefusal
        from desktop.sync.revocation import revoke

        today = self._desk.today
        self.until = DateField(today=today, name=_("Tin đến hết ngày"))
        hint = _("Để trống: giữ mọi số liệu đã nhận cho đến bây giờ.")

        def deed() -> None:
            day = self.until.value()
            if day is not None and day > today():
                raise BundleRefusal("E_UNTIL_LATER")
            self._desk.do(lambda store: revoke(store, machine.store, day), self._told)

        body = column(FormRow(_("Tin đến hết ngày"), self.until, hint=hint), None)
        self.revoking = self._dialog(
            _("Thu hồi khóa của {unit}").format(unit=machine.name),
            _("Gói ký bằng khóa này sẽ bị từ chối. Số liệu nhận đến hết ngày dưới đây giữ nguyên;"
              " số liệu nhận sau ngày đó ra khỏi sổ. Để trống ngày thì giữ mọi số liệu đã nhận."
              " Không hoàn tác được; đơn vị làm lại yêu cầu cấp phép trên máy mới."),
            body, _("Thu hồi khóa"), deed, danger=True,
        )  # fmt: skip

    def _told(self, done: Revoked) -> None:
        told = _("Đã thu hồi khóa của {unit}, tính từ {day}.").format(
            unit=done.unit, day=written_day(done.on)
        )
        if done.withdrawn:
            told += " " + _("{n} nội dung nhận sau đó đã ra khỏi số liệu.").format(
                n=vi_number(done.withdrawn)
            )
        told += " " + _("Tạo gói trả lời để các đơn vị bên dưới cùng biết.")
        self._desk.message(told, kind=MessageKind.DONE)

    def take_back(self, machine: Machine) -> None:
        """Ask from when the figures of a unit without a machine are typed here again."""
        from desktop.models.units.scope import Scope
        from desktop.sync.messages import BundleRefusal
        from desktop.sync.take_back import EVER, first_day_back, take_back
        from desktop.sync.trust import Trust

        read = self._desk.read
        scope = Scope.of(read)
        first = first_day_back(read, scope, machine.unit)
        before = written_day((first - timedelta(days=1)).isoformat())
        living = len(Trust.of(read, scope).alive_of_units({machine.unit}))
        self.since = DateField(today=self._desk.today, name=_("Nhập thay từ ngày"))
        self.since.show_date(first)
        self.revoke_too = QCheckBox(
            _("Đồng thời thu hồi khóa {n} máy còn lại của đơn vị").format(n=living)
        )
        rows: list[object] = [FormRow(_("Nhập thay từ ngày"), self.since)]
        rows += [self.revoke_too] if living else []

        def deed() -> None:
            day, revoking = self.since.value(), self.revoke_too.isChecked()
            if living and not revoking:
                raise BundleRefusal("E_STILL_ENROLLED", unit=machine.name, count=living)
            if day is not None and day < first:
                raise BundleRefusal("E_LOCKED_UNTIL", unit=machine.name, day=before)
            self._desk.do(
                lambda store: take_back(store, machine.unit, since=day, revoking=revoking),
                self._taken_back,
            )

        told = _("Dùng khi đơn vị không còn máy nào và sẽ không tự nhập nữa.")
        if first > EVER:
            told += " " + _("Số liệu của đơn vị đến hết ngày {day} giữ nguyên.").format(day=before)
        told += " " + _("Không hoàn tác được; cấp phép cho một máy mới thì đơn vị lại tự nhập.")
        self.taking_back = self._dialog(
            _("Nhận lại việc nhập số liệu của {unit}").format(unit=machine.name), told,
            column(*rows, None), _("Nhận lại việc nhập"), deed, danger=True,
        )  # fmt: skip

    def _taken_back(self, done: TakenBack) -> None:
        told = _("{office} nhập số liệu của {unit} từ ngày {day}.").format(
            office=done.office, unit=done.unit, day=written_day(done.since)
        )
        told += " " + _("Các gói tạo từ nay báo cho nơi nhận cùng biết.")
        self._desk.message(told, kind=MessageKind.DONE)

    def rotate(self) -> None:
        """Ask, then change this machine's key."""
        from desktop.sync.rotation import rotate

        def done(digits: str) -> None:
            told = _("Đã đổi khóa. Dãy số khóa mới: {digits}. Các gói sau tự mang bằng chứng.")
            self._desk.message(told.format(digits=digits), kind=MessageKind.DONE)

        self.rotating = self._dialog(
            _("Đổi khóa ký của máy này"),
            _("Nên đổi khi người giữ máy thay đổi. Khóa cũ xác nhận khóa mới nên không phải xin"
              " cấp phép lại. Nếu máy bị mất hay khóa bị lộ thì không dùng cách này: báo cấp trên"
              " thu hồi khóa."),
            None, _("Đổi khóa"), lambda: self._desk.do(rotate, done), grave=True,
        )  # fmt: skip

    def keep(self) -> None:
        """Ask where the key shall be kept, with a passphrase where it needs one."""
        from desktop.sync.keys import KeyFile, has_keyring

        file = KeyFile(self._desk.read.folder / "keys")
        options = [
            (_("Trong tệp của sổ, chỉ tài khoản Windows này đọc được"), FILE),
            (_("Trong tệp khóa bằng cụm mật khẩu"), PHRASE),
        ]
        if has_keyring():
            options.append((_("Trong kho khóa của hệ điều hành"), KEYRING))
        self.how = Choice(options, name=_("Cất khóa"))
        self.how.show_value(file.kept())
        self.first, self.second = (
            secret_field(_("Cụm mật khẩu")),
            secret_field(_("Gõ lại cụm mật khẩu")),
        )
        rows = [FormRow(_("Cụm mật khẩu"), self.first), FormRow(_("Gõ lại"), self.second)]

        def shown() -> None:
            for one in rows:
                one.setVisible(self.how.value() == PHRASE)

        self.how.currentIndexChanged.connect(lambda: (shown(), self.keeping.fit()))
        shown()

        def deed() -> None:
            phrase = nfc(self.first.text().strip())
            if self.how.value() == PHRASE and phrase != nfc(self.second.text().strip()):
                raise Refusal(_("Hai lần gõ cụm mật khẩu không giống nhau."))
            file.keep(str(self.how.value()), new_phrase=phrase or None)
            self._desk.message(_("Đã cất khóa."), kind=MessageKind.DONE)

        self.keeping = self._dialog(
            _("Cất khóa ký"),
            _("Quên cụm mật khẩu thì phải xin cấp phép lại. Bản sao lưu không chứa khóa."),
            column(FormRow(_("Cất khóa"), self.how), *rows, None), _("Cất khóa"), deed,
        )  # fmt: skip

    def unlock(self) -> None:
        """Ask for the passphrase and open the key until the program ends."""
        from desktop.sync.keys import KeyFile

        file = KeyFile(self._desk.read.folder / "keys")
        self.phrase = secret_field(_("Cụm mật khẩu"))

        def deed() -> None:
            file.load(nfc(self.phrase.text().strip()))
            self._desk.message(_("Đã mở khóa cho đến khi đóng chương trình."),
                               kind=MessageKind.DONE)  # fmt: skip

        self.unlocking = self._dialog(
            _("Mở khóa ký"), "", column(FormRow(_("Cụm mật khẩu"), self.phrase), None),
            _("Mở khóa"), deed,
        )  # fmt: skip

    def _dialog(
        self, title: str, sentence: str, body: QLayout | None, deed_text: str,
        deed: Callable[[], object], *, danger: bool = False, grave: bool = False,
    ) -> Dialog:  # fmt: skip
        return open_dialog(
            self._desk.window, title, sentence, body, deed_text, deed, danger=danger, grave=grave
        )


def open_dialog(
    parent: QWidget | None, title: str, sentence: str, body: QLayout | None, deed_text: str,
    deed: Callable[[], object], *, danger: bool = False, grave: bool = False,
) -> Dialog:  # fmt: skip
    """Open a small form that goes away by itself when it is finished."""
    inner = None
    if body is not None:
        inner = QWidget()
        body.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(body)
    made = Dialog(
        parent, title, sentence, inner, deed_text=deed_text, deed=deed, danger=danger, grave=grave
    )
    made.finished.connect(made.deleteLater)
    made.open()
    return made


def secret_field(name: str) -> TextField:
    """Return a line that shows dots for what is typed."""
    field = TextField()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field
