"""Units whose own figures are typed here besides those that owe them: who comes next.

In the upper office's own form base unions with results of work, a column each; among the rows of
unions the members that a unit above them manages itself.
"""

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


def guest_actions(page: FiguresPage) -> tuple[Action, Action]:
    """Return the actions that ask which base union's results, and whose own members, come next."""
    return (
        Action(
            "guest", _("Nhập cho một công đoàn cơ sở"), lambda: ask_guest(page), header=False,
            enabled=lambda: bool(_others(page, rows=False)), why_not=lambda: _why_not(page),
            tooltip=_("Thêm một cột cho công đoàn cơ sở có kết quả riêng; nhập rồi thì chốt cùng"),
        ),
        Action(
            "own-members", _("Nhập đoàn viên trực tiếp quản lý"), lambda: ask_own_members(page),
            header=False, enabled=lambda: bool(_others(page, rows=True)),
            why_not=lambda: _why_no_row(page),
            tooltip=_("Thêm một dòng cho đoàn viên do công đoàn cấp trên trực tiếp quản lý, không"
                      " thuộc CĐCS nào"),
        ),
    )  # fmt: skip


def ask_guest(page: FiguresPage) -> None:
    """Ask for a base union, and show a column for it."""
    _ask(page, _others(page, rows=False), rows=False)


def ask_own_members(page: FiguresPage) -> None:
    """Show a row for the members a unit above base unions manages itself; of several, ask which."""
    units = _others(page, rows=True)
    if len(units) == 1:
        page.invite(units[0].id)
    else:
        _ask(page, units, rows=True)


def _ask(page: FiguresPage, units: list[Unit], *, rows: bool) -> None:
    if units:
        page.guest_dialog = GuestDialog(page, units, rows=rows)
        page.guest_dialog.finished.connect(page.guest_dialog.deleteLater)
        page.guest_dialog.open()


class GuestDialog(Dialog):
    """Chooses one unit; its row or column stays once anything was typed in it."""

    def __init__(self, page: FiguresPage, units: list[Unit], *, rows: bool) -> None:
        self._page = page
        label = _("&Công đoàn cấp trên") if rows else _("&Công đoàn cơ sở")
        named = [(one.name, one.id) for one in units]
        self.unit = Choice(named, name=label.replace("&", ""))
        body = QWidget()
        body.setLayout(column(FormRow(label, self.unit), gap="s"))
        told = _(
            "Chỉ ghi đoàn viên không thuộc CĐCS nào, không ghi tổng của cấp dưới."
        ) if rows else _(
            "Số của công đoàn cơ sở cộng vào tổng của đơn vị mình. Đừng ghi một việc hai nơi."
        )  # fmt: skip
        super().__init__(
            page.window(),
            _("Nhập đoàn viên trực tiếp quản lý") if rows else _("Nhập cho một công đoàn cơ sở"),
            told, body, deed_text=_("Thêm dòng") if rows else _("Thêm cột"), deed=self._deed,
        )  # fmt: skip
        self.setMinimumWidth(space("xxl") * 16)

    def _deed(self) -> None:
        self._page.invite(str(self.unit.value()))


def _others(page: FiguresPage, *, rows: bool) -> list[Unit]:
    """Return the units that could get a row (column) in the sheet."""
    sheet = page.sheet
    if sheet is None or (sheet.form.scope == "unit_rows") != rows:
        return []
    if not page.joining or page.joining[0] is not sheet.rows:
        # Asked after each cell; whatever concerns units has the sheet read its rows anew.
        tree = tree_on(page.desk.read, sheet.period.data_to)
        shown = {row.unit.id for row in sheet.rows}
        page.joining = (sheet.rows, could_join(page.desk.read, tree, sheet.form, shown))
    return page.joining[1]


def _why_not(page: FiguresPage) -> str:
    if page.sheet is not None and page.sheet.form.scope == "unit_rows":
        return _("Biểu này đã có dòng cho từng công đoàn cơ sở.")
    return _("Không có công đoàn cơ sở nào do đơn vị mình nhập hộ.")


def _why_no_row(page: FiguresPage) -> str:
    if page.sheet is not None and page.sheet.form.scope != "unit_rows":
        return _("Đoàn viên nhập ở Biểu F1 và Biểu F3.")
    return _("Bảng đã có dòng đó, hoặc ở đây không có công đoàn cấp trên cơ sở.")
