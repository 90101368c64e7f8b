"""The office that is open: who it is, and the others it can be changed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.units.persons import PERSON, enter_as, name_person, persons
from desktop.tasks.exchange.identity import Identity, read_identity
from desktop.tasks.offices import offices
from desktop.ui.pages.settings.section import Section
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QVBoxLayout

    from desktop.tasks.offices.offices import KnownOffice


class OfficeSection(Section):
    """The facts others ask for over the phone, and "Đổi sổ"."""

    id, icon = "office", "folder"
    title = _("Sổ đang mở")
    stretches = True

    def fill(self, box: QVBoxLayout) -> None:
        """Add the facts and the list of offices."""
        from PySide6.QtWidgets import QGridLayout

        grid = QGridLayout()
        grid.setHorizontalSpacing(space("l"))
        grid.setVerticalSpacing(space("s"))
        grid.setColumnStretch(1, 1)
        self.facts: dict[str, PlainLabel] = {}
        for line, (name, label) in enumerate(
            (
                ("unit", _("Đơn vị")),
                ("kind", _("Loại đơn vị")),
                ("code", _("Mã đơn vị")),
                ("above", _("Cấp trên")),
                ("fingerprint", _("Dãy số khóa")),
                ("store", _("Số hiệu của sổ")),
                ("folder", _("Thư mục")),
            )
        ):
            grid.addWidget(PlainLabel(label, tone="muted"), line, 0)
            self.facts[name] = PlainLabel("", tone="strong", selectable=True, wrap=True)
            grid.addWidget(self.facts[name], line, 1)
        grid.addWidget(PlainLabel(_("Người nhập"), tone="muted"), line + 1, 0)
        self.person = TextField(hint=_("Họ và tên người đang nhập"))
        self.person.setAccessibleName(_("Người nhập"))
        self.person.setMinimumWidth(space("xxl") * 6)
        self.person.setMaximumWidth(space("xxl") * 9)
        self.person.returnPressed.connect(self._enter)
        self.another = button(_("Ghi người nhập"), self._enter)
        self.correct = button(_("Sửa tên"), self._correct)
        grid.addLayout(row(self.person, self.another, self.correct, None), line + 1, 1)
        self.person_hint = PlainLabel("", level="small", tone="muted", wrap=True)
        grid.addWidget(self.person_hint, line + 2, 1)
        box.addLayout(grid)
        box.addSpacing(space("m"))
        box.addWidget(section_title(_("Đổi sổ")))
        self.list = ListTable(
            (
                Column(_("Sổ của"), self._name, 0, tone=_ink, middle=True),
                Column(_("Thư mục"), lambda one: str(one.folder), 0, tone=_muted, middle=True),
            ),
            key=lambda one: one.folder,
            name=_("Các sổ trên máy này"),
        )
        self.list.opened.connect(self._open)
        self.list.chosen.connect(lambda _one: self._show_button())
        box.addWidget(self.list, 1)
        self.enter = button(_("Mở sổ này"), self._open_chosen, look="primary")
        box.addLayout(
            row(
                self.enter,
                button(_("Mở sổ ở thư mục khác…"), self._choose, icon="folder"),
                None,
                button(_("Lập sổ khác hoặc xem sổ mẫu…"), self._begin),
            )
        )

    def refresh(self) -> None:
        """Show who the office is and which others there are."""
        identity = read_identity(self.desk.read, self.desk.today())
        for name, text in self._texts(identity).items():
            self.facts[name].setText(text or "–")
        self._show_person()
        self.list.set_rows(offices.known_offices(self.desk.today()))
        self._show_button()

    def touched(self, change: Any) -> bool:
        """Units, peers and who enters concern it."""
        return any(change.keys(kind) for kind in ("unit", "peer", PERSON))

    def _texts(self, identity: Identity) -> dict[str, str]:
        return {
            "unit": identity.unit,
            "kind": identity.kind,
            "code": identity.code,
            "above": identity.above or _("Chưa kết nối. Tạo tệp yêu cầu ở trang Gửi – nhận."),
            "fingerprint": identity.fingerprint or _("Chưa có khóa; được tạo khi gửi lần đầu."),
            "store": identity.store,
            "folder": str(self.desk.read.folder),
        }

    def _show_person(self) -> None:
        current = persons(self.desk.read)[0]
        if not self.person.hasFocus():
            self.person.show_text(current.name)
        self.correct.setVisible(bool(current.name))
        told = _("Mã {id}. Tên chỉ lưu ở máy này; gói gửi đi và “Số này ở đâu ra?” của cấp trên "
                 "chỉ có mã. Đổi người nhập thì ghi tên người đó trước khi nhập.")  # fmt: skip
        self.person_hint.setText(told.format(id=current.id))

    def _enter(self) -> None:
        name = self.person.text()
        self.desk.do(lambda store: enter_as(store, name), lambda _id: self._entered())

    def _correct(self) -> None:
        name, current = self.person.text(), persons(self.desk.read)[0].id
        self.desk.do(lambda store: name_person(store, current, name), lambda _c: self._entered())

    def _entered(self) -> None:
        self.person.clearFocus()
        self._show_person()
        current = persons(self.desk.read)[0]
        self.desk.message(_("Người nhập: {name}, mã {id}.").format(
            name=current.name or _("chưa ghi tên"), id=current.id
        ))  # fmt: skip

    def _name(self, one: KnownOffice) -> str:
        name = _("{name} (sổ mẫu)").format(name=one.name) if one.sample else one.name
        if one.problem:
            return f"{name} – {one.problem}"
        return _("{name} – đang mở").format(name=name) if self._is_open(one.folder) else name

    def _is_open(self, folder: Path) -> bool:
        return bool(self.desk.read.folder == folder)

    def _open_chosen(self) -> None:
        if self.list.current() is not None:
            self._open(self.list.current())

    def _open(self, one: KnownOffice) -> None:
        self._go(one.folder)

    def _choose(self) -> None:
        folder = self.desk.choose_folder(_("Mở sổ ở thư mục khác"))
        if folder is not None:
            self._go(folder)

    def _go(self, folder: Path) -> None:
        office = self.desk.office
        if office is not None and office.around is not None:
            office.around.open_office(folder)

    def _begin(self) -> None:
        office = self.desk.office
        if office is not None and office.around is not None:
            office.around.begin()

    def _show_button(self) -> None:
        chosen = self.list.current()
        self.enter.setEnabled(chosen is not None and not self._is_open(chosen.folder))


def _ink(one: KnownOffice) -> str:
    return "blocked" if one.problem else "ink.strong"


def _muted(_one: KnownOffice) -> str:
    return "ink.muted"
