"""Backups: made by themselves or now, to a second place, checked, and given back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desktop.i18n import _
from desktop.models.store import backup, doctor
from desktop.models.text import vi_number
from desktop.tasks import moment
from desktop.tasks.offices import safekeeping
from desktop.ui.dialogs.base import confirm
from desktop.ui.messages import MessageKind
from desktop.ui.pages.settings.section import Section
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from desktop.tasks.offices.safekeeping import Kept

FILTER = _("Bản sao lưu (*.zip)")


class Backups(Section):
    """The list of what is kept, and the four things to do."""

    id, icon = "backups", "backup"
    title = _("Sao lưu và kiểm tra")
    sentence = _(
        "Sổ tự sao lưu mỗi ngày và khi đóng, nếu có thay đổi. Máy giữ bản của 7 ngày, 4 tuần và "
        "12 tháng gần nhất."
    )
    stretches = True

    def fill(self, box: QVBoxLayout) -> None:
        """Add buttons, the second place, the list."""
        self.state = PlainLabel("", level="large", tone="strong", wrap=True)
        box.addWidget(self.state)
        box.addLayout(
            row(
                button(_("Sao lưu ngay"), self.back_up, look="primary", icon="backup"),
                button(_("Sao lưu ra tệp…"), self._to_file, icon="export"),
                button(_("Kiểm tra sổ"), self.check, icon="check"),
                None,
            )
        )
        self.second = PlainLabel("", wrap=True)
        self.forget = button(_("Thôi chép"), lambda: self._choose_place(None), look="link")
        box.addSpacing(space("s"))
        box.addWidget(section_title(_("Nơi thứ hai")))
        box.addWidget(self.second)
        choose = button(_("Chọn USB hoặc ổ khác…"), self._ask_place, icon="usb")
        box.addLayout(row(choose, self.forget, None, gap="m"))
        box.addSpacing(space("s"))
        box.addWidget(section_title(_("Các bản đang giữ")))
        self.list = ListTable(
            (
                Column(_("Lúc"), lambda one: f"{one.at:%d/%m/%Y %H:%M}", 22, order=_moment),
                Column(_("Tệp"), lambda one: one.file.name, 0),
                Column(_("Dung lượng"), size_of, 16, right=True, order=_bytes),
            ),
            key=lambda one: one.file,
            name=_("Các bản sao lưu đang giữ"),
        )
        self.list.chosen.connect(lambda _one: self._show_buttons())
        box.addWidget(self.list, 1)
        self.verify = button(_("Kiểm tra bản này"), self._verify)
        self.restore = button(_("Khôi phục bản này…"), self._restore_chosen)
        box.addLayout(
            row(
                self.verify,
                self.restore,
                None,
                button(_("Khôi phục từ tệp khác…"), self._restore_file),
            )
        )

    def refresh(self) -> None:
        """Show the list and the second place."""
        kept = safekeeping.kept_backups(self.desk.read.folder)
        self.list.set_rows(kept)
        if kept:
            self.state.setText(
                _("Lần gần nhất: {when}").format(when=f"{kept[0].at:%H:%M %d/%m/%Y}")
            )
        else:
            self.state.setText(_("Chưa có bản sao lưu nào."))
        place = safekeeping.second_place(self.desk.read)
        self.forget.setVisible(place is not None)
        if place is None:
            text = _("Chưa chọn. Nên chép thêm ra USB hoặc ổ khác, phòng khi hỏng máy.")
        elif place.is_dir():
            text = _("Mỗi bản được chép thêm vào {place}.").format(place=place)
        else:
            text = _("{place} hiện không cắm vào máy.").format(place=place)
        self.second.setText(text)
        self._show_buttons()

    # what can be done

    def back_up(self) -> None:
        """Make a backup now."""
        self.desk.job(_("Sao lưu"), keep_now, self._kept)

    def check(self) -> None:
        """Examine the whole office; say what is wrong, or that all is well."""
        self.desk.job(_("Kiểm tra sổ"), lambda store, *_rest: doctor.examine(store), self._examined)

    def _kept(self, file: Path) -> None:
        self.refresh()
        self.desk.truths_changed()
        self.desk.message(
            _("Đã sao lưu và đọc lại được: {file}").format(file=file.name), kind=MessageKind.DONE
        )

    def _examined(self, findings: list[str]) -> None:
        if not findings:
            self.desk.message(
                _("Sổ lành lặn: tệp, nhật ký và các bảng đều khớp nhau."), kind=MessageKind.DONE
            )
            return
        told = _("Sổ có {n} chỗ hỏng: {what} Nên khôi phục từ bản sao lưu gần nhất.")
        self.desk.message(
            told.format(n=len(findings), what=" ".join(findings[:3])), kind=MessageKind.BLOCKED
        )

    def _to_file(self) -> None:
        suggested = f"sao-luu-{moment.now():%Y-%m-%d-%H%M}.zip"
        file = self.desk.choose_target(_("Sao lưu ra tệp"), suggested, FILTER)
        if file is not None:
            self.desk.job(
                _("Sao lưu"),
                lambda store, *_rest: backup.backup(store, file),
                lambda _file: self.desk.message(
                    _("Đã sao lưu ra {file}.").format(file=file), kind=MessageKind.DONE
                ),
            )

    def _ask_place(self) -> None:
        folder = self.desk.choose_folder(_("Chọn nơi chép thêm bản sao lưu"))
        if folder is not None:
            self._choose_place(folder)

    def _choose_place(self, folder: Path | None) -> None:
        self.desk.do(
            lambda store: safekeeping.choose_second_place(store, folder),
            lambda _none: self.refresh(),
        )

    def _verify(self) -> None:
        chosen = self.list.current()
        if chosen is None:
            return
        self.desk.job(
            _("Kiểm tra bản sao lưu"),
            lambda _store, *_rest: backup.verify(chosen.file),
            lambda findings: self._verified(chosen, findings),
        )

    def _verified(self, kept: Kept, findings: list[str]) -> None:
        name = kept.file.name
        if findings:
            told = _("Bản {file} bị hỏng: {what}").format(file=name, what=" ".join(findings[:3]))
            self.desk.message(told, kind=MessageKind.BLOCKED)
        else:
            told = _("Bản {file} lành lặn, khôi phục được.").format(file=name)
            self.desk.message(told, kind=MessageKind.DONE)

    def _restore_chosen(self) -> None:
        chosen = self.list.current()
        if chosen is not None:
            self._restore(chosen.file)

    def _restore_file(self) -> None:
        file = self.desk.choose_file(_("Khôi phục từ bản sao lưu"), FILTER)
        if file is not None:
            self._restore(file)

    def _restore(self, file: Path) -> None:
        """Look into the file first: for one that is damaged the office need not close."""

        def looked(findings: list[str]) -> None:
            if findings:
                told = _("Bản {file} bị hỏng: {what}").format(
                    file=file.name, what=" ".join(findings[:3])
                )
                self.desk.message(told, kind=MessageKind.BLOCKED)
            else:
                # once the job is over: restoring closes the window the job belongs to
                QTimer.singleShot(0, self.list, lambda: self._ask_restore(file))

        self.desk.job(_("Kiểm tra bản sao lưu"), lambda _store, *_rest: backup.verify(file), looked)

    def _ask_restore(self, file: Path) -> None:
        office = self.desk.office
        around = office.around if office is not None else None
        if around is None:
            return
        asked = _(
            "Sổ trở lại như trong bản {file}. Sổ hiện nay không bị xóa: nó được giữ nguyên trong "
            "một thư mục bên cạnh. Nếu sổ đã nối với cấp trên, cần đăng ký lại một lần."
        )
        title = _("Khôi phục sổ từ bản sao lưu")
        if confirm(self.desk.window, title, asked.format(file=file.name), _("Khôi phục")):
            around.restore(file)

    def _show_buttons(self) -> None:
        chosen = self.list.current() is not None
        self.verify.setEnabled(chosen)
        self.restore.setEnabled(chosen)


def keep_now(store: Any, _progress: Any, _cancelled: Any) -> Path:
    """A job: back the office up now."""
    return safekeeping.keep(store, moment.now())


def size_of(kept: Kept) -> str:
    """Return a backup's size in words."""
    size = _bytes(kept)
    if size < 1 << 20:
        return _("{n} KB").format(n=vi_number(max(size >> 10, 1)))
    return _("{n} MB").format(n=vi_number(size >> 20))


def _bytes(kept: Kept) -> int:
    try:
        return kept.file.stat().st_size
    except OSError:
        return 0


def _moment(kept: Kept) -> Any:
    return kept.at
