"""The menu of the cells does what the keys do."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop.models.store.reader import Reader
from desktop.ui.pages.figures import cell_menu
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, figures, grid

Open = Callable[..., tuple[Shell, Reader, list[str]]]


def choose(menu: QMenu, text: str) -> None:
    (line,) = [one for one in menu.actions() if one.text().partition("\t")[0] == text]
    line.trigger()


def test_cells_are_copied_pasted_and_cleared_from_the_menu(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view, (row, column) = grid(page), at(page, "C11")
    view.go_to(row, column)
    QGuiApplication.clipboard().setText("7")
    choose(cell_menu.made(page), "Dán")
    shell.settle()  # what is pasted is read in turns
    assert view.grid_model.source.text(row, column) == "7"
    choose(cell_menu.made(page), "Sao chép")
    view.go_to(row + 1, column)
    choose(cell_menu.made(page), "Dán")
    shell.settle()  # what is pasted is read in turns
    assert view.grid_model.source.text(row + 1, column) == "7"
    choose(cell_menu.made(page), "Xóa số")
    assert view.grid_model.source.text(row + 1, column) != "7"
    choose(cell_menu.made(page), "Không phát sinh")
    assert view.grid_model.source.text(row + 1, column) == "–"


def test_what_is_being_typed_is_stored_before_the_menu_opens(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view, (row, column) = grid(page), at(page, "C11")
    view.go_to(row, column)
    type_text(view, "5")
    view.customContextMenuRequested.emit(view.visualRect(view.currentIndex()).center())
    assert view.grid_model.source.text(row, column) == "5"
    (menu,) = [one for one in view.window().findChildren(QMenu) if one.isVisible()]
    menu.close()
    shell.settle()


def test_no_menu_opens_over_a_text_that_is_refused(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11"))
    type_text(view, "h")
    editor = view._cell_delegate.open_editor
    assert editor is not None
    type_text(editor, "ai")
    assert cell_menu.show(page, view.rect().center()) is None
    press(editor, KEY.Key_Escape)
