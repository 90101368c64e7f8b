"""The menu of the outline: corrections of a questioned word, then what items can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from desktop.i18n import _
from desktop.models.outline import rich_text
from desktop.ui.widgets.menu_line import add_line

if TYPE_CHECKING:
    from desktop.models.outline.spelling import Stretch
    from desktop.ui.outline.outline_view import OutlineView


def show(view: OutlineView, event: QContextMenuEvent) -> None:
    """Open the menu where it was asked for."""
    if view.editor is None or not view.rows():
        return
    if event.reason() == QContextMenuEvent.Reason.Mouse:
        item, caret = view._under(event.pos())
        if item not in view.selected() or not _in_selection(view, item, caret):
            view._place(item, caret)
        open_menu(made(view), event.globalPos())
    else:
        show_at_caret(view)


def show_at_caret(view: OutlineView) -> None:
    """Open the menu below the caret."""
    open_menu(made(view), view.viewport().mapToGlobal(view.caret_area().bottomLeft()))


def next_mistake(view: OutlineView) -> QMenu | None:
    """Go to the next questioned word and offer corrections (F7)."""
    view.commit()
    found = view.next_mistake()
    if found is None:
        view.asked.emit("spelled")
        return None
    item, (start, end) = found
    view.choose_text(item, start, end)
    menu = made(view)
    point = view.viewport().mapToGlobal(view.caret_area().bottomLeft())
    QTimer.singleShot(0, menu, lambda: open_menu(menu, point))
    return menu


def open_menu(menu: QMenu, point: QPoint) -> None:
    """Show a menu without stopping the program; it goes away when closed."""
    menu.popup(point)
    if menu.actions():
        menu.setActiveAction(menu.actions()[0])


def made(view: OutlineView) -> QMenu:
    """Return the menu for where the caret is."""
    menu = QMenu(view)
    menu.aboutToHide.connect(lambda: QTimer.singleShot(0, menu, menu.deleteLater))
    editor = view.editor
    assert editor is not None
    stretch = view.mistake_at(editor.item, editor.caret) if editor.item else None
    if stretch is not None and editor.item is not None and editor.first is None:
        _corrections(view, menu, editor.item, stretch)
    _items(view, menu)
    return menu


def _corrections(view: OutlineView, menu: QMenu, item: str, stretch: Stretch) -> None:
    assert view.editor is not None
    start, end = stretch
    word = rich_text.plain(view.editor.text_of(item))[start:end]
    if view.writable:
        for one in view.suggestions(item, stretch):
            line = menu.addAction(one)
            font = line.font()
            font.setBold(True)
            line.setFont(font)
            line.triggered.connect(lambda _on, w=one: view.correct(item, start, end, w))
        if not menu.actions():
            menu.addAction(_("(không có từ nào gần giống)")).setEnabled(False)
    menu.addSeparator()
    add_line(menu, _("Thêm “{word}” vào từ của đơn vị").format(word=word.lower()),
         lambda: view.word_added.emit(word))  # fmt: skip
    add_line(menu, _("Từ sai tiếp theo"), lambda: next_mistake(view), "F7")
    menu.addSeparator()


def _items(view: OutlineView, menu: QMenu) -> None:
    own = view.writable
    add_line(menu, _("Cắt"), view.cut, "Ctrl+X", enabled=own)
    add_line(menu, _("Sao chép"), view.copy, "Ctrl+C")
    add_line(menu, _("Dán"), view.paste, "Ctrl+V", enabled=own)
    menu.addSeparator()
    add_line(menu, _("Lùi cấp"), lambda: view.perform(lambda e: e.tab()), "Tab", enabled=own)
    add_line(
        menu, _("Nâng cấp"), lambda: view.perform(lambda e: e.backtab()), "Shift+Tab", enabled=own
    )
    add_line(menu, _("Xóa mục"), lambda: view.perform(lambda e: e.delete_selected()), enabled=own)
    menu.addSeparator()
    add_line(menu, _("Gập hoặc mở mục"), lambda: view.toggle_fold(view.selected()), "Ctrl+.")
    add_line(menu, _("Gập hoặc mở tất cả"), view.fold_all, "Ctrl+Shift+.")
    add_line(menu, _("Ghi ý kiến"), lambda: view.asked.emit("remark"), "Ctrl+Alt+M")


def _in_selection(view: OutlineView, item: str, caret: int) -> bool:
    editor = view.editor
    assert editor is not None
    if editor.first is not None:
        return True
    start, end = editor.selection()
    return item == editor.item and start <= caret <= end and start != end
