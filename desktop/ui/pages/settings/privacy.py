"""Personal data: a person found everywhere, small counts that leave, contacts kept for long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.tasks.figures import small_cells
from desktop.tasks.members.book import file_name
from desktop.tasks.offices import people
from desktop.tasks.offices.one_person import told
from desktop.tasks.offices.people import Place
from desktop.ui.dialogs.base import Dialog, confirm
from desktop.ui.messages import MessageKind
from desktop.ui.pages.settings.members_dialogs import notice
from desktop.ui.pages.settings.section import Section, narrow
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QVBoxLayout

    from desktop.tasks.members.vault import Vault
    from desktop.ui.desk import Desk

MOST_STALE = 5
MOST_NAMED = 10


class Privacy(Section):
    """`vault` gives the member list while it is open, to be looked through as well."""

    id, icon = "privacy", "eye"
    title = _("Dữ liệu cá nhân")
    sentence = _("Tìm, sửa, xóa, đưa bản sao dữ liệu của một người khi người đó yêu cầu.")

    def __init__(self, desk: Desk, vault: Callable[[], Vault | None]) -> None:
        super().__init__(desk)
        self._vault = vault
        self._places: list[Place] = []

    def fill(self, box: QVBoxLayout) -> None:
        """Add the search, its places, and the choices."""
        self.name = TextField(hint=_("Họ tên hoặc số điện thoại"))
        self.name.returnPressed.connect(self.find)
        self.name.setMinimumWidth(space("xxl") * 9)
        self.name.setAccessibleName(_("Người cần tìm"))
        find = button(_("Tìm mọi chỗ"), self.find, look="primary", icon="search")
        box.addLayout(row(self.name, find, None))
        self.told = PlainLabel("", tone="muted", wrap=True)
        box.addWidget(self.told)
        self.table = ListTable(
            (
                Column(_("Nơi có tên"), lambda one: one.where, 0),
                Column(_("Nội dung"), lambda one: one.value, 22, tooltip=lambda one: one.value),
                Column(_("Là ai"), lambda one: one.about, 34, tooltip=lambda one: one.about),
                Column(_("Sửa ở đây"), _changeable, 14),
            ),
            key=lambda one: (one.kind, one.key, one.field),
            name=_("Nơi có tên người này"),
            many=True,
        )
        self.table.setMinimumHeight(space("xxl") * 4)
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._deeds())
        box.addWidget(self.table)
        self.correct = button(_("Sửa…"), self._correct, icon="edit")
        self.delete = button(_("Xóa…"), self._delete, icon="trash")
        self.hand = button(_("Ghi ra tệp đưa cho người đó…"), self._hand_over, icon="export")
        box.addLayout(row(self.correct, self.delete, self.hand, None))
        box.addWidget(section_title(_("Số rất nhỏ khi gửi đi")))
        self.small = Choice(
            (
                (_("Che trong bảng gửi kèm gói"), "sheets"),
                (_("Che trong mọi tệp xuất ra"), "all"),
                (_("Không che"), "off"),
            ),
            name=_("Số 1, 2 người"),
        )
        self.small.chosen.connect(self._choose_small)
        hint = _("Cột dân tộc thiểu số và đảng viên của từng đơn vị: 1 hoặc 2 người ghi là < 3.")
        box.addWidget(narrow(FormRow(_("Số 1, 2 người"), self.small, hint=hint)))
        box.addWidget(section_title(_("Liên hệ để lâu")))
        self.stale = PlainLabel("", wrap=True)
        box.addWidget(self.stale)
        self.log = PlainLabel("", tone="muted", wrap=True)
        box.addWidget(self.log)
        box.addLayout(row(link(_("Thông báo và mẫu ghi nhận xử lý dữ liệu"), self._notice), None))
        self._show([])

    def refresh(self) -> None:
        """Show the choice, what is old, what was done last."""
        reader = self.desk.read
        self.small.show_value(small_cells.when_hidden(reader))
        old = people.stale_contacts(reader, self.desk.today())
        months = people.retention_months(reader)
        if old:
            names = "; ".join(one.place.where for one in old[:MOST_STALE])
            told = _("{n} liên hệ không đụng đến từ {months} tháng trở lên, nên xem còn cần không:"
                     " {names}.")  # fmt: skip
            self.stale.setText(told.format(n=len(old), months=months, names=names))
        else:
            self.stale.setText(
                _("Không có liên hệ nào để quá {months} tháng.").format(months=months)
            )
        log = people.access_log(reader)
        deeds = {"find": _("tìm"), "correct": _("sửa"), "delete": _("xóa"), "export": _("xuất")}
        last = ", ".join(
            f"{deeds.get(one['deed'], one['deed'])} {one['at'][8:10]}/{one['at'][5:7]}"
            for one in log[-5:]
        )
        told = _("Nhật ký: {n} lần, gần nhất {last}.").format(n=len(log), last=last)
        self.log.setText(told if log else _("Nhật ký: chưa có lần nào."))

    def touched(self, change: Any) -> bool:
        """Contacts and settings concern it."""
        return bool(change.keys("contact") or change.keys("setting"))

    def find(self) -> None:
        """Look everywhere; the log tells that somebody did."""
        name, vault, now = self.name.typed(), self._vault(), self.desk.now()

        def work(store: Any) -> list[Place]:
            places = people.find(store, name, vault)
            people.note(store, "find", len(places), now)
            return places

        self.desk.do(work, self._show, on_refusal=lambda refusal: self.told.setText(str(refusal)))

    def _show(self, places: list[Place]) -> None:
        self._places = places
        self.table.clearSelection()  # what was chosen was chosen among other rows
        self.table.set_rows(places)
        self.table.setVisible(bool(places))
        self._deeds()
        if places:
            found = _("{n} chỗ có tên này. Chọn các dòng của đúng người đó (giữ Ctrl để chọn nhiều"
                      " dòng) rồi sửa, xóa hoặc ghi ra tệp.")  # fmt: skip
            self.told.setText(found.format(n=len(places)))
        elif self.name.typed():
            self.told.setText(_("Sổ không giữ thông tin nào của người này."))
        if self._vault() is None:
            said = _("Danh sách đoàn viên đang khóa hoặc tắt nên chưa tìm ở đó.")
            self.told.setText(f"{self.told.text()} {said}".strip())
        self.refresh()

    def forget_members(self) -> None:
        """The member list was locked: nothing of it stays on the screen."""
        if any(one.kind == "member" for one in self._places):
            self._show([one for one in self._places if one.kind != "member"])
            self.told.setText(_("Danh sách đoàn viên vừa khóa; mở danh sách rồi tìm lại."))

    def _deeds(self) -> None:
        """Offer changing only what is chosen: a name found may be somebody else's."""
        chosen = self.table.selected()
        free = any(one.can_change for one in chosen)
        self.correct.setEnabled(free)
        self.delete.setEnabled(free)
        self.hand.setEnabled(bool(chosen))

    def _correct(self) -> None:
        dialog = _Correct(self.desk.window, self._write)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _write(self, text: str) -> None:
        chosen, vault, now = self.table.selected(), self._vault(), self.desk.now()
        self.desk.do(
            lambda store: people.correct(store, chosen, text, now, vault), lambda _n: self.find()
        )

    def _delete(self) -> None:
        vault, now = self._vault(), self.desk.now()
        free = [one for one in self.table.selected() if one.can_change]
        named = "\n".join(told(one) for one in free[:MOST_NAMED])
        more = "\n…" if len(free) > MOST_NAMED else ""
        asked = _("Xóa ở {n} chỗ. Trong danh sách đoàn viên thì không lấy lại được; nhật ký trên "
                  "máy này còn giữ liên hệ cũ. Văn bản có tên thì sửa trong văn bản.")  # fmt: skip
        asked = f"{asked.format(n=len(free))}\n{named}{more}"
        if free and confirm(self.desk.window, _("Xóa dữ liệu của một người"), asked, _("Xóa")):
            self.name.setFocus()  # the button goes off: not on to a setting that keys change
            self.desk.do(
                lambda store: people.delete(store, free, now, vault), lambda _n: self.find()
            )

    def _hand_over(self) -> None:
        chosen, vault, now = self.table.selected(), self._vault(), self.desk.now()
        suggested = file_name("Du lieu cua mot nguoi", ".txt")
        out = self.desk.choose_target(_("Ghi dữ liệu của một người"), suggested, "(*.txt)")
        if out is not None:
            self.desk.do(
                lambda store: people.hand_over(store, chosen, out, now, vault), self._written
            )

    def _written(self, path: Path) -> None:
        told = _("Đã ghi {file}.").format(file=path.name)
        self.desk.message(told, kind=MessageKind.DONE)
        self.refresh()

    def _choose_small(self, when: str) -> None:
        self.desk.do(lambda store: small_cells.choose_when(store, when))

    def _notice(self) -> None:
        dialog = notice(self.desk.window)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()


class _Correct(Dialog):
    """Asks what is to stand instead."""

    def __init__(self, parent: Any, keep: Callable[[str], object]) -> None:
        self._keep = keep
        self.text = TextField()
        super().__init__(
            parent, _("Sửa thông tin một người"),
            _("Ghi nội dung đúng; các chỗ đang chọn được sửa trong một lần, Ctrl+Z lấy lại được."),
            FormRow(_("&Nội dung đúng"), self.text), deed_text=_("Sửa"), deed=self._deed,
        )  # fmt: skip

    def _deed(self) -> None:
        if not self.text.typed():
            raise Refusal(_("Chưa ghi nội dung."), next_step=_("Muốn bỏ thì dùng nút Xóa."))
        self._keep(self.text.typed())


def _changeable(one: Place) -> str:
    return _("được") if one.can_change else _("trong văn bản")
