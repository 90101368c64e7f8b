"""The member list in the settings: off, locked, or open; it locks itself when left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from desktop.i18n import _
from desktop.tasks.members import book, vault
from desktop.tasks.members.intake import Intake, read_file, read_text, take
from desktop.tasks.members.paper import export
from desktop.tasks.members.person import Member
from desktop.ui.dialogs.base import Dialog, confirm
from desktop.ui.messages import MessageKind
from desktop.ui.pages.settings.members_dialogs import (
    FieldsDialog,
    IntakeDialog,
    MemberDialog,
    PassphraseDialog,
    log_of,
    notice,
)
from desktop.ui.pages.settings.members_paper import print_blank, print_list, this_month
from desktop.ui.pages.settings.section import Section
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, column, row, space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from desktop.models.errors import Refusal
    from desktop.tasks.members.vault import Vault
    from desktop.ui.desk import Desk
    from desktop.ui.jobs import Work

OFF, LOCKED, OPEN = range(3)
MOST_NAMED = 5
_LOOK_MS = 15_000
_FILES = _("Danh sách (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv)")


class Members(Section):
    """Everything slow (drawing a key from a passphrase, files) is done off the main thread.

    `locked` are told when the list is locked, to forget what they show of it.
    """

    id, icon = "members", "people"
    title = _("Danh sách đoàn viên")
    sentence = _(
        "Mặc định tắt. Tên đoàn viên nằm trong một tệp mã hóa riêng trên máy này, không có trong "
        "gói gửi, nhật ký và bản sao lưu sổ."
    )
    stretches = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.vault: Vault | None = None
        self._dialogs: list[Dialog] = []
        self.locked: list[Callable[[], object]] = []
        self._last = desk.now()

    def fill(self, box: QVBoxLayout) -> None:
        """Add the three states, one above the other."""
        self.stack = QStackedWidget()
        for part in (self._off(), self._locked(), self._open()):
            self.stack.addWidget(part)
        box.addWidget(self.stack, 1)
        self.clock = QTimer(self.stack)
        self.clock.setInterval(_LOOK_MS)
        self.clock.timeout.connect(self.lock_when_idle)
        self.watch = _Watch(self.stack, self._used)
        app = QGuiApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self.lock)
        self.refresh()

    def _off(self) -> QWidget:
        return _page(
            PlainLabel(
                _("Danh sách đang tắt. Số liệu báo cáo không cần tên ai; chỉ bật khi công đoàn cơ "
                  "sở thật sự quản lý đoàn viên bằng sổ này."),
                wrap=True,
            ),
            row(button(_("Bật danh sách…"), self.switch_on, look="primary", icon="lock"),
                link(_("Đọc thông báo về dữ liệu cá nhân"), self._notice), None),
            row(button(_("Lấy lại từ bản đã chép…"), self._restore),
                button(_("In biểu F7 trống…"), lambda: print_blank(self.desk), icon="print"), None),
            STRETCH,
        )  # fmt: skip

    def _locked(self) -> QWidget:
        self.key = TextField()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.returnPressed.connect(self.unlock)
        self.key.setMaximumWidth(space("xxl") * 12)
        return _page(
            PlainLabel(_("Danh sách đang khóa."), level="large", tone="strong"),
            FormRow(_("&Mật khẩu"), self.key),
            row(button(_("Mở danh sách"), self.unlock, look="primary", icon="unlock"), None),
            row(link(_("Quên mật khẩu: hủy danh sách…"), self.destroy), None),
            STRETCH,
        )

    def _open(self) -> QWidget:
        self.search = SearchField(_("Tìm tên, tổ, số thẻ"))
        self.search.textChanged.connect(lambda _text: self._show())
        self.count = PlainLabel("", tone="muted")
        self.idle = Choice(
            [(_("Tự khóa sau {n} phút").format(n=n), n) for n in (5, 10, 20, 30)],
            name=_("Tự khóa danh sách"),
        )
        self.idle.chosen.connect(self._choose_idle)
        self.table = ListTable(
            (
                Column(_("Họ và tên"), lambda one: one.full_name, 0),
                Column(_("Chức vụ"), lambda one: one.union_post, 12),
                Column(_("Tổ công đoàn"), lambda one: one.group, 13),
                Column(_("Nam, nữ"), lambda one: one.sex, 7),
                Column(_("Ngày vào"), lambda one: one.joined, 10),
                Column(_("Số thẻ"), lambda one: one.card, 9),
            ),
            key=lambda one: one.id,
            name=_("Đoàn viên"),
            many=True,
        )
        self.table.opened.connect(self._edit)
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._buttons())
        self.edit = button(_("Sửa…"), lambda: self._edit(self.table.current()), icon="edit")
        self.remove = button(_("Xóa hẳn…"), self._delete, icon="trash")
        self.proposal = PlainLabel("", tone="muted", wrap=True)
        return _page(
            row(self.search, self.count, STRETCH, self.idle,
                button(_("Khóa lại"), self.lock, icon="lock"), gap="m"),
            self.table,
            row(button(_("Thêm…"), self._add, look="primary", icon="plus"), self.edit, self.remove,
                None),
            row(button(_("Dán từ Excel"), self._paste, icon="paste"),
                button(_("Nhận từ tệp…"), self._from_file, icon="import"),
                button(_("Xuất biểu F7…"), self._export, icon="export"),
                button(_("In biểu F7…"), lambda: print_list(self.desk, self.vault, self._do),
                       icon="print"), None),
            self.proposal,
            row(link(_("Các mục được giữ…"), self._fields),
                link(_("Đổi mật khẩu…"), self._passphrase),
                link(_("Chép danh sách ra tệp…"), self._backup), None, gap="l"),
            row(link(_("Nhật ký"), self._log), link(_("Thông báo"), self._notice),
                link(_("Hủy danh sách…"), self.destroy), None, gap="l"),
        )  # fmt: skip

    def refresh(self) -> None:
        """Show the state there is now."""
        folder = self.desk.read.folder
        state = OPEN if self.vault is not None and self.vault.is_open else LOCKED
        self.stack.setCurrentIndex(state if vault.is_on(folder) else OFF)
        if self.stack.currentIndex() == OPEN:
            self._show()

    # on, open, locked, gone

    def switch_on(self) -> None:
        """Show the notice, ask for a passphrase, make an empty list."""
        asked = PassphraseDialog(self.desk.window, self._create, first=True)
        _opened(asked)

    def _create(self, key: str) -> None:
        vault.check_passphrase(key)
        folder, now = self.desk.read.folder, self.desk.now()
        self.desk.job(_("Bật danh sách"), lambda *_a: vault.create(folder, key, now), self._got)

    def unlock(self) -> None:
        """Open the list with what was typed; the field is emptied at once."""
        key, folder, now = self.key.typed(), self.desk.read.folder, self.desk.now()
        self.key.show_text("")
        if key:
            self.desk.job(
                _("Mở danh sách"), lambda *_a: vault.unlock(folder, key, now), self._got,
                on_refusal=self._not_opened,
            )  # fmt: skip

    def _not_opened(self, refusal: Refusal) -> None:
        """Say why below the field; the next word typed there is another try."""
        self.key.mark(str(refusal))
        self.key.setFocus()

    def _got(self, opened: Vault) -> None:
        self.vault = opened
        self.key.show_text("")
        self._used()
        self.clock.start()
        self.refresh()

    def lock(self) -> None:
        """Forget key and names; nothing of them stays on the screen."""
        for dialog in list(self._dialogs):
            dialog.reject()
        if self.vault is not None:
            self.vault.lock()
        self.vault = None
        self.clock.stop()
        self.table.set_rows([])
        self.search.clear()
        self.proposal.setText("")
        for forget in self.locked:
            forget()
        self.refresh()

    def lock_when_idle(self) -> None:
        """Lock the list once nobody has worked in it for the minutes set."""
        if self.vault is not None:
            limit = timedelta(minutes=self.vault.book.idle_minutes)
            if self.desk.now() - self._last >= limit:
                left = bool(self._dialogs)
                self.lock()
                if left:
                    told = _("Danh sách đoàn viên đã tự khóa; việc đang làm dở chưa được ghi.")
                    self.desk.message(told)

    def _ask(self, dialog: Dialog) -> None:
        """Open a dialog on the list: what is done in it is use, and it goes when the list locks."""
        _Watch(dialog, self._used)
        self._dialogs.append(dialog)
        dialog.finished.connect(lambda _result: self._dialogs.remove(dialog))
        _opened(dialog)

    def _used(self) -> None:
        self._last = self.desk.now()

    def destroy(self) -> None:
        """Destroy the key, when that is really wanted."""
        told = _("Khóa của danh sách bị hủy; không ai đọc lại được các tên trong đó, kể cả từ bản "
                 "sao của thư mục sổ.")  # fmt: skip
        if confirm(self.desk.window, _("Hủy danh sách đoàn viên"), told, _("Hủy danh sách")):
            folder = self.desk.read.folder
            self.lock()
            self.desk.job(_("Hủy danh sách"), lambda *_a: vault.destroy(folder), self._gone)

    def _gone(self, _none: object) -> None:
        self.refresh()
        self.desk.message(_("Đã hủy danh sách đoàn viên."), kind=MessageKind.DONE)

    # the list

    def _show(self) -> None:
        if self.vault is None:
            return
        listed = book.members_of(self.vault, self.search.text().strip())
        self.table.set_rows(listed)
        everybody = len(self.vault.book.members)
        self.idle.show_value(self.vault.book.idle_minutes)
        self.count.setText(_("{n} trên {of} đoàn viên").format(n=len(listed), of=everybody))
        self._propose()
        self._buttons()

    def _propose(self) -> None:
        """Tell what the list counts beside the figures; nothing is written."""
        assert self.vault is not None
        period, told = this_month(self.desk), []
        for one in book.count(self.vault, self.desk.read, period.id):
            line = _("Danh sách đếm được {n} đoàn viên, {women} nữ").format(
                n=one.members, women=one.women
            )
            if one.unknown_sex:
                line += _(" ({n} người chưa ghi nam, nữ)").format(n=one.unknown_sex)
            if one.typed_members is not None:
                line += _("; số liệu {period} đang ghi {n}").format(
                    period=period.title.lower(), n=one.typed_members
                )
            told.append(line + ".")
        self.proposal.setText(" ".join(told[:3]))

    def _buttons(self) -> None:
        chosen = bool(self.table.selected())
        self.edit.setEnabled(chosen)
        self.remove.setEnabled(chosen)

    def _do(self, title: str, work: Callable[[Vault], Any]) -> None:
        """Run work on the list off the main thread, then show it again."""
        kept = self.vault
        if kept is not None:
            self._used()
            self.desk.job(title, lambda *_a: work(kept), lambda _done: self.refresh())

    def _add(self) -> None:
        assert self.vault is not None
        now = self.desk.now

        def keep(texts: dict[str, str]) -> None:
            self._do(_("Thêm đoàn viên"), lambda kept: book.add(kept, texts, now()))

        fields, today = self.vault.book.fields, self.desk.today()
        self._ask(MemberDialog(self.desk.window, None, fields, keep, today))

    def _edit(self, one: Member | None) -> None:
        if one is None or self.vault is None:
            return
        now = self.desk.now

        def keep(texts: dict[str, str]) -> None:
            self._do(_("Sửa đoàn viên"), lambda kept: book.correct(kept, one.id, texts, now()))

        fields, today = self.vault.book.fields, self.desk.today()
        self._ask(MemberDialog(self.desk.window, one, fields, keep, today))

    def _delete(self) -> None:
        gone = list(self.table.selected())
        chosen = [one.id for one in gone]
        told = _("{names} bị xóa hẳn khỏi danh sách, không lấy lại được.").format(
            names=_named([one.full_name for one in gone])
        )
        if chosen and confirm(self.desk.window, _("Xóa hẳn đoàn viên"), told, _("Xóa hẳn")):
            now = self.desk.now()
            self._do(_("Xóa đoàn viên"), lambda kept: book.delete(kept, chosen, now))

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        kept = self.vault
        if kept is not None:
            work = lambda *_a: read_text(kept, text)  # noqa: E731
            self._read(work)

    def _from_file(self) -> None:
        path = self.desk.choose_file(_("Nhận danh sách đoàn viên"), _FILES)
        kept = self.vault
        if path is not None and kept is not None:
            work = lambda *_a: read_file(kept, path)  # noqa: E731
            self._read(work)

    def _read(self, work: Work) -> None:
        stopped = _("Đã dừng đọc danh sách, chưa nhận ai.")
        self.desk.job(
            _("Đọc danh sách"), work, self._preview,
            on_cancelled=lambda: self.desk.message(stopped), awaited=True,
        )  # fmt: skip

    def _preview(self, found: Intake) -> None:
        now = self.desk.now

        def land(again: bool) -> None:
            self._do(_("Thêm đoàn viên"), lambda kept: take(kept, found, now(), again=again))

        self._ask(IntakeDialog(self.desk.window, found, land))

    def _export(self) -> None:
        kept, today = self.vault, self.desk.today()
        suggested = book.file_name(f"F7 danh sach doan vien {today:%Y-%m-%d}", ".xlsx")
        kinds = _("Bảng tính Excel (*.xlsx);;Word (*.docx);;PDF (*.pdf)")
        out = self.desk.choose_target(_("Xuất biểu F7"), suggested, kinds)
        if out is None or kept is None:
            return
        period, now = this_month(self.desk).id, self.desk.now()
        self.desk.job(_("Xuất biểu F7"), lambda store, *_a: export(kept, store, period, out, now),
                      self._written)  # fmt: skip

    def _written(self, path: Path) -> None:
        told = _("Đã ghi {file}. Tệp có tên người, chỉ dùng nội bộ.").format(file=path.name)
        self.desk.message(told, kind=MessageKind.DONE)

    def _fields(self) -> None:
        assert self.vault is not None
        now = self.desk.now

        def keep(chosen: list[str]) -> None:
            self._do(_("Chọn các mục"), lambda kept: book.choose_fields(kept, chosen, now()))

        self._ask(FieldsDialog(self.desk.window, self.vault.book.optional, keep))

    def _passphrase(self) -> None:
        now = self.desk.now

        def keep(key: str) -> None:
            vault.check_passphrase(key)
            self._do(_("Đổi mật khẩu"), lambda kept: kept.change_passphrase(key, now()))

        self._ask(PassphraseDialog(self.desk.window, keep))

    def _choose_idle(self, minutes: int) -> None:
        now = self.desk.now()
        self._do(_("Chọn giờ tự khóa"), lambda kept: book.choose_idle(kept, minutes, now))

    def _backup(self) -> None:
        suggested = f"danh-sach-{self.desk.today():%Y-%m-%d}.niem"
        out = self.desk.choose_target(_("Chép danh sách ra tệp"), suggested, "(*.niem)")
        now = self.desk.now()
        if out is not None:
            self._do(_("Chép danh sách"), lambda kept: kept.backup(out, now))

    def _restore(self) -> None:
        path = self.desk.choose_file(_("Lấy lại danh sách đoàn viên"), "(*.niem)")
        if path is not None:
            self._restore_from(path)

    def _restore_from(self, path: Path, said: str = "") -> None:
        """Ask for the copy's passphrase; one that does not open it is asked for again."""
        folder, now = self.desk.read.folder, self.desk.now()

        def again(refusal: Refusal) -> None:
            if refusal.code == "E_PASSPHRASE":
                self._restore_from(path, str(refusal))
            else:
                self.desk.refused(refusal)

        def bring(key: str) -> None:
            work = lambda *_a: vault.restore(folder, path, key, now)  # noqa: E731
            self.desk.job(_("Lấy lại danh sách"), work, self._got, on_refusal=again)

        asked = PassphraseDialog(self.desk.window, bring, known=True)
        asked.error.setText(said)
        asked.error.setVisible(bool(said))
        _opened(asked)

    def _log(self) -> None:
        if self.vault is not None:
            self._ask(log_of(self.desk.window, self.vault.book.log))

    def _notice(self) -> None:
        _opened(notice(self.desk.window))


class _Watch(QObject):
    """Tells of keys and clicks within a widget."""

    def __init__(self, widget: QWidget, told: Callable[[], object]) -> None:
        super().__init__(widget)
        self._told = told
        for part in (widget, *widget.findChildren(QWidget)):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys and clicks go by."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self._told()
        return False


def _page(*parts: Any) -> QWidget:
    page = QWidget()
    page.setLayout(column(*parts, gap="m"))
    return page


def _opened(dialog: Any) -> None:
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()


def _named(names: Sequence[str]) -> str:
    """Return the first names of several people, and how many more there are."""
    told, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return _("{names} và {n} người khác").format(names=told, n=more) if more > 0 else told
