"""Sending over the network: by what, to where, tried out; and folders watched for bundles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.pages.settings.section import Section, narrow
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from desktop.sync.channels.channel import Channel
    from desktop.sync.channels.parcel import Delivered

BY_HAND = "hand"


class Channels(Section):
    """What is typed is kept when it is tried; a password goes to the system's keyring."""

    id, icon = "channels", "send"
    title = _("Gửi qua mạng")
    sentence = _("Gói luôn gửi được bằng USB, Zalo. Đặt ở đây nếu cấp trên có nơi nhận qua mạng.")

    def fill(self, box: QVBoxLayout) -> None:
        """Add the ways of sending, then the watched folders."""
        self._authority = ""
        self.kind = Choice(
            (
                (_("Trao tay: USB, Zalo"), BY_HAND),
                (_("Máy chủ của cấp trên (WebDAV)"), "webdav"),
                (_("Thư điện tử"), "smtp"),
                (_("Thư mục chung trong mạng nội bộ"), "folder"),
            ),
            name=_("Gửi gói lên cấp trên bằng"),
        )
        self.kind.chosen.connect(self._kind_chosen)
        box.addWidget(narrow(FormRow(_("&Gửi gói lên cấp trên bằng"), self.kind)))
        take = button(_("Nhận tệp kết nối của cấp trên…"), self._take_file, icon="import")
        box.addLayout(row(take, None))
        self.parts = {
            BY_HAND: self._by_hand(), "webdav": self._web(), "smtp": self._mail(),
            "folder": self._folder(),
        }  # fmt: skip
        for part in self.parts.values():
            box.addWidget(narrow(part))
        self.auto = QCheckBox(_("Tạo gói gửi lên xong thì gửi luôn"))
        self.test = button(_("Lưu và gửi thử"), self.save, look="primary", icon="check")
        self.told = PlainLabel("", wrap=True)
        self.allow = button(_("Giữ mật khẩu trong tệp riêng của sổ"), self._save_in_file)
        self.allow.setVisible(False)
        box.addWidget(self.auto)
        box.addLayout(row(self.test, None))
        box.addWidget(self.told)
        box.addLayout(row(self.allow, None))
        box.addSpacing(space("m"))
        self._watching(box)

    # what is typed

    def _by_hand(self) -> QWidget:
        words = _("Tạo gói, mở thư mục, chép ra USB hoặc kéo vào Zalo, rồi đánh dấu đã gửi.")
        return _part(PlainLabel(words, tone="muted", wrap=True))

    def _web(self) -> QWidget:
        self.address = TextField(hint="https://nhan.ldld.example/gui/ma-don-vi/")
        self.user, self.password = TextField(), _secret()
        self.proxy = TextField(hint=_("để trống: theo máy tính"))
        self.authority = PlainLabel("", tone="muted", wrap=True)
        choose = button(_("Chọn tệp chứng chỉ riêng…"), self._choose_authority, icon="key")
        self.no_authority = button(_("Bỏ"), self._drop_authority, look="link")
        return _part(
            FormRow(_("Đị&a chỉ nơi nhận"), self.address),
            FormRow(_("Tên đăng &nhập"), self.user),
            FormRow(_("&Mật khẩu"), self.password, hint=_("Để trống thì giữ mật khẩu đang có.")),
            FormRow(_("Máy chủ trung gian (pro&xy)"), self.proxy,
                    hint=_("Ghi như http://10.0.0.1:3128; ghi none nếu không dùng.")),
            self.authority,
            row(choose, self.no_authority, None),
        )  # fmt: skip

    def _mail(self) -> QWidget:
        self.host = TextField(hint="smtp.example.vn")
        self.security = Choice(
            ((_("TLS (cổng 465)"), "tls"), (_("STARTTLS (cổng 587)"), "starttls")),
            name=_("Bảo mật"),
        )
        self.sender, self.receiver = TextField(), TextField()
        self.mail_user, self.mail_password = TextField(), _secret()
        return _part(
            FormRow(_("Máy &chủ thư"), self.host),
            FormRow(_("&Bảo mật"), self.security),
            FormRow(_("Địa chỉ thư của &mình"), self.sender),
            FormRow(_("Địa chỉ thư của cấ&p trên"), self.receiver),
            FormRow(_("Tên đăng &nhập"), self.mail_user),
            FormRow(
                _("Mật &khẩu"), self.mail_password, hint=_("Để trống thì giữ mật khẩu đang có.")
            ),
        )

    def _folder(self) -> QWidget:
        self.place = TextField()
        choose = button(_("Chọn thư mục…"), self._choose_place, icon="folder")
        return _part(FormRow(_("&Thư mục chung"), self.place), row(choose, None))

    # showing

    def refresh(self) -> None:
        """Show what is set on this computer."""
        from desktop.sync.channels.channel import channels, chosen

        known, used = channels(self.desk.read), chosen(self.desk.read)
        self._show_kind(used.kind if used is not None else BY_HAND)
        self.auto.setChecked(used.auto if used is not None else True)
        web, mail, shared = (known.get(kind) for kind in ("webdav", "smtp", "folder"))
        if web is not None:
            self.address.show_text(web.address)
            self.user.show_text(web.user)
            self.proxy.show_text(web.proxy)
            self._authority = web.ca
        if mail is not None:
            self.host.show_text(mail.address)
            self.security.show_value(mail.security)
            self.sender.show_text(mail.sender)
            self.receiver.show_text(mail.to)
            self.mail_user.show_text(mail.user)
        if shared is not None:
            self.place.show_text(shared.address)
        self._show_authority()
        self._show_watched()

    def _show_kind(self, kind: str) -> None:
        self.kind.show_value(kind)
        for name, part in self.parts.items():
            part.setVisible(name == kind)
        self.auto.setVisible(kind != BY_HAND)
        self.test.setText(_("Lưu") if kind == BY_HAND else _("Lưu và gửi thử"))

    def _kind_chosen(self, kind: str) -> None:
        self._show_kind(kind)
        self._tell("")

    def _show_authority(self) -> None:
        told = _("Dùng thêm chứng chỉ riêng của cấp trên.")
        usual = _("Chứng chỉ: theo máy tính. Máy chủ riêng của cấp trên có thể cần tệp riêng.")
        self.authority.setText(told if self._authority else usual)
        self.no_authority.setVisible(bool(self._authority))

    def _tell(self, text: str, tone: str = "muted") -> None:
        self.told.setText(text)
        self.told.set_tone(tone)
        self.told.setVisible(bool(text))
        self.allow.setVisible(False)

    # keeping and trying

    def save(self) -> None:
        """Keep what is typed, then try it out."""
        self._save(in_file=False)

    def _save_in_file(self) -> None:
        self._save(in_file=True)

    def _save(self, *, in_file: bool) -> None:
        kind = self.kind.value()
        if kind == BY_HAND:
            from desktop.sync.channels.channel import use_none

            self.desk.do(use_none, lambda _none: self._tell(_("Đã lưu."), "done"))
            return
        typed, password = self._typed(), self._password()

        def keep(store: Any) -> Channel:
            from desktop.sync.channels import channel as channels
            from desktop.sync.channels import passwords

            checked = channels.check(typed)
            if password and checked.user:
                passwords.keep(store, checked, password, in_file=in_file)
            return channels.choose(store, checked)

        self._tell(_("Đang gửi thử…"))
        self.desk.do(keep, self._try, on_refusal=self._refused)

    def _typed(self) -> Channel:
        from desktop.sync.channels.channel import Channel

        auto, kind = self.auto.isChecked(), self.kind.value()
        if kind == "webdav":
            return Channel(
                kind="webdav", address=self.address.typed(), user=self.user.typed(),
                proxy=self.proxy.typed(), ca=self._authority, auto=auto,
            )  # fmt: skip
        if kind == "smtp":
            return Channel(
                kind="smtp", address=self.host.typed(), security=self.security.value(),
                sender=self.sender.typed(), to=self.receiver.typed(), user=self.mail_user.typed(),
                ca=self._authority, auto=auto,
            )  # fmt: skip
        return Channel(kind="folder", address=self.place.typed(), auto=auto)

    def _password(self) -> str:
        field = self.password if self.kind.value() == "webdav" else self.mail_password
        return field.text()

    def _try(self, channel: Channel) -> None:
        from desktop.ui.courier import left_at_once

        for field in (self.password, self.mail_password):
            field.clear()
        self.refresh()

        def done(delivered: Delivered) -> None:
            told = _("Đã lưu và gửi thử được qua {name}.").format(name=channel.label)
            self._tell(f"{told} {delivered.note}".strip(), "done")

        def work(store: Any, report: Any, cancelled: Any) -> Any:
            from desktop.sync.channels.delivery import try_out
            from desktop.sync.channels.passwords import password_of

            password = password_of(store, channel)
            return left_at_once(lambda _told: try_out(channel, password))(store, report, cancelled)

        self.desk.job(_("Gửi thử"), work, done, on_refusal=self._refused)

    def _refused(self, refusal: Refusal) -> None:
        self._tell(str(refusal), "blocked")
        self.allow.setVisible(refusal.code == "E_NO_KEYRING")

    def _take_file(self) -> None:
        path = self.desk.choose_file(_("Chọn tệp kết nối"), _("Tệp kết nối (*.json)"))
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path, *, in_file: bool = False) -> None:
        """Set everything a connection file says, and try it."""
        from desktop.tasks.exchange.connection import take_connection

        def refused(refusal: Refusal) -> None:
            self._refused(refusal)
            if refusal.code == "E_NO_KEYRING":
                self.allow.clicked.disconnect()
                self.allow.clicked.connect(lambda: self._take_again(path))

        self.desk.do(
            lambda store: take_connection(store, path, in_file=in_file), self._try,
            on_refusal=refused,
        )  # fmt: skip

    def _take_again(self, path: Path) -> None:
        self.allow.clicked.disconnect()
        self.allow.clicked.connect(self._save_in_file)
        self.take_file(path, in_file=True)

    def _choose_authority(self) -> None:
        from desktop.sync.channels.channel import read_authority

        filters = _("Chứng chỉ (*.crt *.cer *.pem);;Mọi tệp (*)")
        path = self.desk.choose_file(_("Chọn tệp chứng chỉ"), filters)
        if path is None:
            return
        try:
            self._authority = read_authority(path)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._show_authority()

    def _drop_authority(self) -> None:
        self._authority = ""
        self._show_authority()

    def _choose_place(self) -> None:
        folder = self.desk.choose_folder(_("Chọn thư mục chung"), start=self.place.typed())
        if folder is not None:
            self.place.show_text(str(folder))

    # folders where bundles arrive

    def _watching(self, box: QVBoxLayout) -> None:
        box.addWidget(section_title(_("Thư mục theo dõi gói nhận về")))
        words = _("Gói mới trong các thư mục này được báo ở trang Gửi – nhận. Chỉ đọc, không ghi.")
        box.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.folders = ListTable(
            (Column(_("Thư mục"), lambda one: str(one), 0, tooltip=lambda one: str(one)),),
            key=str, name=_("Thư mục theo dõi"), sortable=False,
        )  # fmt: skip
        self.folders.setMinimumHeight(space("xxl") * 3)
        self.folders.setMaximumHeight(space("xxl") * 5)
        self.folders.chosen.connect(lambda one: self.unwatch.setEnabled(one is not None))
        box.addWidget(self.folders)
        add = button(_("Thêm thư mục…"), self._add_folder, icon="folder")
        self.unwatch = button(_("Thôi theo dõi"), self._unwatch)
        self.suggested = row()
        box.addLayout(row(add, self.unwatch, None))
        box.addLayout(self.suggested)
        self.sticks = QCheckBox(_("Xem cả USB đang cắm"))
        self.sticks.toggled.connect(self._sticks_chosen)
        box.addWidget(self.sticks)

    def _show_watched(self) -> None:
        from desktop.sync import watch

        chosen = watch.settings(self.desk.read)
        self.folders.set_rows([Path(one) for one in chosen.folders])
        self.unwatch.setEnabled(self.folders.current() is not None)
        self.sticks.blockSignals(True)
        self.sticks.setChecked(chosen.sticks)
        self.sticks.blockSignals(False)
        while (item := self.suggested.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place in watch.suggestions(Path.home()):
            if str(place.resolve()) not in chosen.folders:
                text = _("Theo dõi {folder}").format(folder=place.name)
                self.suggested.addWidget(link(text, lambda place=place: self.watch(place)))
        self.suggested.addStretch(1)

    def watch(self, folder: Path) -> None:
        """Watch a folder from now on."""
        from desktop.sync import watch

        self.desk.do(lambda store: watch.watch(store, folder), lambda _kept: self._show_watched())

    def _add_folder(self) -> None:
        folder = self.desk.choose_folder(_("Chọn thư mục nơi gói được tải về"))
        if folder is not None:
            self.watch(folder)

    def _unwatch(self) -> None:
        from desktop.sync import watch

        folder = self.folders.current()
        if folder is not None:
            self.desk.do(
                lambda store: watch.unwatch(store, folder), lambda _kept: self._show_watched()
            )

    def _sticks_chosen(self, wanted: bool) -> None:
        from desktop.sync import watch

        self.desk.do(lambda store: watch.watch_sticks(store, wanted))


def _secret() -> QLineEdit:
    """Return a field that shows dots."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def _part(*things: Any) -> QWidget:
    result = QWidget()
    box = column(*things, gap="m")
    box.setContentsMargins(0, 0, 0, 0)
    result.setLayout(box)
    return result
