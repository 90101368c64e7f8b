"""The menu of the cells: what the clipboard's keys do, then what can be done with a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.i18n import _
from desktop.ui.pages.figures import by_type
from desktop.ui.widgets.menu_line import add_line

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage


def show(page: FiguresPage, at: QPoint) -> QMenu | None:
    """Open the menu where it was asked for; what is being typed is stored first."""
    if page.grid is None or not page.leaving():
        return None
    menu = made(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(page.grid.cells.viewport().mapToGlobal(at))
    return menu


def made(page: FiguresPage) -> QMenu:
    """Return the menu for the cells selected."""
    assert page.grid is not None
    cells, entering = page.grid.cells, page.entering
    menu = QMenu(page.grid)
    add_line(menu, _("Cắt"), cells.cut, "Ctrl+X")
    add_line(menu, _("Sao chép"), cells.copy, "Ctrl+C")
    add_line(menu, _("Dán"), cells.paste, "Ctrl+V")
    add_line(menu, _("Xóa số"), cells.clear_selected, "Del")
    menu.addSeparator()
    add_line(menu, _("Xác nhận, lấy số đề nghị"), entering.confirm_chosen, "Ctrl+Return")
    add_line(menu, _("Không phát sinh"), entering.mark_na, "Ctrl+Shift+X")
    add_line(menu, _("Đánh dấu, bỏ dấu theo dõi"), entering.flag_chosen, "Ctrl+Shift+F")
    add_line(menu, _("Ghi chú, lịch sử của ô"), page.write_note, "Shift+F2")
    menu.addSeparator()
    add_line(menu, _("Số cộng của cột này ở đâu ra?"), page.trace, "Shift+F8")
    add_line(menu, _("Giải thích cột"), page.explain_column, "Shift+F1")
    add_line(menu, _("Ẩn cột này"), page.columns.hide_current, "Ctrl+0")
    by_type.add_lines(page, menu)
    return menu
