"""The small dialogs of the member list: one member, rows coming in, fields, passphrase, notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.i18n import _
from desktop.models import resources
from desktop.models.errors import Refusal
from desktop.tasks.members.deeds import deed_names, moment_of
from desktop.tasks.members.intake import Intake, Line
from desktop.tasks.members.person import DAYS, OPTIONAL, Member, check_typed, field_names, member_of
from desktop.tasks.members.vault import Entry
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.documents import SafeTextBrowser
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, space
from desktop.ui.widgets.table import Column, ListTable
from desktop.ui.widgets.today_key import TodayKey

_STATES = {"new": _("mới"), "known": _("đã có"), "refused": _("không nhận")}
_TONES = {"new": "done", "known": "attention", "refused": "blocked"}


class MemberDialog(Dialog):
    """One member's fields; `keep(field → text)` is called when they can be kept."""

    def __init__(
        self, parent: QWidget | None, one: Member | None, fields: Sequence[str],
        keep: Callable[[dict[str, str]], object], today: date,
    ) -> None:  # fmt: skip
        names = field_names()
        self._allowed, self._keep, self._today = fields, keep, today
        self.fields = {name: TextField(getattr(one, name) if one else "") for name in fields}
        for name in DAYS:
            if name in self.fields:
                TodayKey(self.fields[name], lambda: today, whole=True)
        body = QWidget()
        rows = [FormRow(names[name], field) for name, field in self.fields.items()]
        body.setLayout(column(*rows, gap="xs"))
        title = _("Sửa đoàn viên") if one else _("Thêm đoàn viên")
        super().__init__(parent, title, "", body, deed_text=_("Ghi"), deed=self._deed)

    def _deed(self) -> None:
        texts = {name: field.typed() for name, field in self.fields.items()}
        check_typed(member_of("", texts, self._allowed), self._today)
        self._keep(texts)


class IntakeDialog(Dialog):
    """What a paste or file gives, row by row, before anything lands."""

    def __init__(
        self, parent: QWidget | None, found: Intake, land: Callable[[bool], object]
    ) -> None:
        self._found, self._land = found, land
        self.table = ListTable(
            (
                Column(_("Dòng"), lambda line: str(line.row), 6, right=True),
                Column(_("Họ và tên"), _name, 0),
                Column(_("Tổ"), lambda line: line.member.group if line.member else "", 11),
                Column(_("Kết quả"), lambda line: _STATES[line.state], 10,
                       tone=lambda line: _TONES[line.state]),
                Column(_("Lý do"), lambda line: line.why, 22, tooltip=lambda line: line.why),
            ),
            name=_("Các dòng"),
            sortable=False,
        )  # fmt: skip
        self.table.setMinimumHeight(space("xxl") * 7)
        self.table.set_rows(list(found.lines))
        self.again = QCheckBox(_("Nhận cả người đã có trong danh sách"))
        self.again.setVisible(bool(found.of("known")))
        body = QWidget()
        body.setLayout(column(*self._told(), self.table, self.again, gap="s"))
        counts = {state: len(found.of(state)) for state in ("new", "known", "refused")}
        told = _("{new} dòng mới, {known} đã có, {refused} không nhận.")
        super().__init__(
            parent, _("Nhận danh sách đoàn viên"), told.format(**counts), body,
            deed_text=_("Thêm vào danh sách"), deed=self._deed,
        )  # fmt: skip
        self.setMinimumWidth(space("xxl") * 25)

    def _told(self) -> list[QWidget]:
        names = field_names()
        found: list[QWidget] = []
        if self._found.off:
            off = ", ".join(names[name] for name in self._found.off)
            found.append(
                PlainLabel(_("Chưa bật nên bỏ qua: {names}.").format(names=off), wrap=True)
            )
        if self._found.never:
            never = ", ".join(self._found.never)
            told = _("Không bao giờ giữ trong danh sách: {names}.").format(names=never)
            found.append(PlainLabel(told, tone="attention", wrap=True))
        return found

    def _deed(self) -> None:
        if not self._found.of("new") and not self.again.isChecked():
            raise Refusal(_("Không có dòng mới nào."), next_step=_("Xem lý do ở từng dòng."))
        self._land(self.again.isChecked())


class FieldsDialog(Dialog):
    """Which fields are kept besides the basic ones, with what that means."""

    def __init__(
        self, parent: QWidget | None, kept: Sequence[str], keep: Callable[[list[str]], object]
    ) -> None:
        self._keep = keep
        names = field_names()
        self.boxes = {name: QCheckBox(names[name]) for name in OPTIONAL}
        for name, box in self.boxes.items():
            box.setChecked(name in kept)
        body = QWidget()
        body.setLayout(column(*self.boxes.values(), gap="s"))
        super().__init__(
            parent,
            _("Các mục được giữ thêm"),
            _("Luôn giữ: họ tên, chức vụ, tổ, nam nữ, ngày vào công đoàn, số thẻ. Mục dưới đây là "
              "dữ liệu cá nhân thêm: chỉ bật khi thật cần và đã báo cho đoàn viên. Bỏ một mục thì "
              "nội dung đã ghi của mục đó bị xóa hẳn."),
            body, deed_text=_("Ghi"), deed=self._deed, danger=True,
        )  # fmt: skip

    def _deed(self) -> None:
        self._keep([name for name, box in self.boxes.items() if box.isChecked()])


class PassphraseDialog(Dialog):
    """Asks for a new passphrase twice, or for a known one once; `first` shows what it is for."""

    def __init__(
        self, parent: QWidget | None, keep: Callable[[str], object], *,
        first: bool = False, known: bool = False,
    ) -> None:  # fmt: skip
        self._keep, self._known = keep, known
        self.key, self.again = TextField(), TextField()
        for field in (self.key, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.agreed = QCheckBox(_("Đơn vị đã đọc thông báo và đã báo cho đoàn viên"))
        parts: list[QWidget] = []
        if first:
            text = _browser()
            text.setMinimumHeight(space("xxl") * 8)
            parts += [text, self.agreed]
        parts.append(FormRow(_("&Mật khẩu"), self.key))
        if not known:
            parts.append(FormRow(_("&Gõ lại mật khẩu"), self.again))
        self._first = first
        body = QWidget()
        body.setLayout(column(*parts, gap="s"))
        title = _("Bật danh sách đoàn viên") if first else _("Mật khẩu của danh sách")
        told = "" if known else _("Ít nhất 8 ký tự. Quên mật khẩu thì không ai mở lại được.")
        deed_text = _("Bật danh sách") if first else _("Tiếp tục")
        super().__init__(parent, title, told, body, deed_text=deed_text, deed=self._deed)
        self.setMinimumWidth(space("xxl") * 18)

    def _deed(self) -> None:
        if self._first and not self.agreed.isChecked():
            raise Refusal(
                _("Chưa xác nhận đã đọc thông báo."), next_step=_("Đọc rồi đánh dấu vào ô.")
            )
        if not self._known and self.key.typed() != self.again.typed():
            raise Refusal(_("Hai lần gõ mật khẩu khác nhau."), next_step=_("Gõ lại cả hai ô."))
        self._keep(self.key.typed())


def notice(parent: QWidget | None) -> Dialog:
    """Return the privacy notice with the record of processing, to read and copy."""
    text = _browser()
    text.setMinimumSize(space("xxl") * 18, space("xxl") * 14)
    return Dialog(parent, _("Dữ liệu cá nhân"), body=text)


def log_of(parent: QWidget | None, log: Sequence[Entry]) -> Dialog:
    """Return who-did-what of the list, the newest first: opened, changed, handed out."""
    table = ListTable(
        (
            Column(_("Lúc"), lambda line: moment_of(line.at), 18, order=lambda line: line.at),
            Column(_("Việc đã làm"), lambda line: deed_names().get(line.deed, line.deed), 0),
            Column(_("Số người"), lambda line: str(line.count), 10, right=True,
                   order=lambda line: line.count),
        ),
        name=_("Nhật ký danh sách đoàn viên"),
    )  # fmt: skip
    table.setMinimumHeight(space("xxl") * 8)
    table.set_rows(list(reversed(log)))
    told = _("Mỗi lần mở, sửa, xuất danh sách đều được ghi; nhật ký nằm trong tệp mã hóa.")
    return Dialog(parent, _("Nhật ký danh sách"), told, table)


def _browser() -> SafeTextBrowser:
    text = SafeTextBrowser()
    text.setAccessibleName(_("Thông báo về dữ liệu cá nhân"))
    text.setHtml(resources.path("help/du-lieu-ca-nhan.html").read_text(encoding="utf-8"))
    return text


def _name(line: Line) -> str:
    return line.member.full_name if line.member else line.name
