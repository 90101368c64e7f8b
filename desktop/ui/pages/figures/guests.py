"""Base unions whose results of work are typed in the upper office's sheet, a column each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.entry.entry_elsewhere import could_join
from desktop.models.units.units import Unit, tree_on
from desktop.ui.dialogs.base import Dialog
from desktop.ui.page import Action
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.layout import column, space

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage


def guest_action(page: FiguresPage) -> Action:
    """Return the action that asks which base union's results come next."""
    return Action(
        "guest", _("Nhập cho một công đoàn cơ sở"), lambda: ask_guest(page), header=False,
        enabled=lambda: bool(_others(page)), why_not=lambda: _why_not(page),
        tooltip=_("Thêm một cột cho công đoàn cơ sở có kết quả riêng; nhập rồi thì chốt cùng"),
    )  # fmt: skip


def ask_guest(page: FiguresPage) -> None:
    """Ask for a base union, and show a column for it."""
    units = _others(page)
    if units:
        page.guest_dialog = GuestDialog(page, units)
        page.guest_dialog.finished.connect(page.guest_dialog.deleteLater)
        page.guest_dialog.open()


class GuestDialog(Dialog):
    """Chooses one base union; its column stays once anything was typed in it."""

    def __init__(self, page: FiguresPage, units: list[Unit]) -> None:
        self._page = page
        self.unit = Choice([(one.name, one.id) for one in units], name=_("Công đoàn cơ sở"))
        body = QWidget()
        body.setLayout(column(FormRow(_("&Công đoàn cơ sở"), self.unit), gap="s"))
        super().__init__(
            page.window(), _("Nhập cho một công đoàn cơ sở"),
            _("Số của công đoàn cơ sở cộng vào tổng của đơn vị mình. Đừng ghi một việc hai nơi."),
            body, deed_text=_("Thêm cột"), deed=self._deed,
        )  # fmt: skip
        self.setMinimumWidth(space("xxl") * 16)

    def _deed(self) -> None:
        self._page.invite(str(self.unit.value()))


def _others(page: FiguresPage) -> list[Unit]:
    sheet = page.sheet
    if sheet is None:
        return []
    reader = page.desk.read
    tree = tree_on(reader, sheet.period.data_to)
    return could_join(reader, tree, sheet.form, {row.unit.id for row in sheet.rows})


def _why_not(page: FiguresPage) -> str:
    if page.sheet is not None and page.sheet.form.scope == "unit_rows":
        return _("Biểu này đã có dòng cho từng công đoàn cơ sở.")
    return _("Không có công đoàn cơ sở nào do đơn vị mình nhập hộ.")
