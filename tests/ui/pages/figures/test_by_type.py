"""A union begins to tell its members by ownership type from the menu of its row, and ends it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop.models.store.reader import Reader
from desktop.ui.pages.figures import cell_menu
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import KEY, at, by_key, figures, grid, type_cell
from tests.ui.pages.figures.test_cell_menu import choose

Open = Callable[..., tuple[Shell, Reader, list[str]]]
PARTS = ["A03;LH=SN", "A03;LH=FDI"]


def by_type(page: FiguresPage) -> list[str]:
    assert page.sheet is not None
    return [one.code for one in page.sheet.columns if one.code.startswith("A03;")]


def split(page: FiguresPage, kind: str) -> None:
    menu = cell_menu.made(page)
    (within,) = [one for one in menu.findChildren(QMenu) if "loại hình" in one.title()]
    choose(within, kind)


def texts(page: FiguresPage) -> list[str]:
    view = grid(page)
    return [view.grid_model.source.text(*at(page, code)) for code in ("A03", *PARTS)]


def opened(shell: Shell) -> FiguresPage:
    page = figures(shell, form="F1")
    view = grid(page)
    view.go_to(*at(page, "A03"))
    type_cell(view, "80")
    shell.settle()
    view.go_to(*at(page, "A03"))
    return page


def test_a_row_is_told_by_type_and_as_one_again(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = opened(shell)
    assert by_type(page) == []
    split(page, "DN vốn nước ngoài")
    shell.settle()
    assert by_type(page) == PARTS
    assert texts(page) == ["80", "80", "0"]
    choose(cell_menu.made(page), "Thôi tách theo loại hình")
    shell.settle()
    assert by_type(page) == []
    by_key(shell, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert texts(page) == ["80", "80", "0"]
    by_key(shell, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert by_type(page) == []


def test_nothing_is_split_before_it_is_entered(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    grid(page).go_to(*at(page, "A03"))
    split(page, "DN vốn nước ngoài")
    shell.settle()
    assert by_type(page) == []
    assert any("Nhập hoặc xác nhận" in one.message.text for one in shell.messages.strips())


def test_a_form_without_members_offers_nothing(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    assert [one for one in cell_menu.made(page).findChildren(QMenu) if one.title()] == []
