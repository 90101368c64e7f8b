"""Driving the page Số liệu by its keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.store.store import Store
from desktop.ui.grid.cells import CellsView
from desktop.ui.pages.figures.paste_dialog import PasteDialog
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text

KEY = Qt.Key


def figures(shell: Shell, period: str = "2026-10", form: str = "F3") -> FiguresPage:
    """The page in front, at a period and form."""
    shell.go("figures", (period, form))
    shell.settle()
    front = shell._host.front
    assert front is not None
    assert isinstance(front.page, FiguresPage)
    return front.page


def grid(page: FiguresPage) -> CellsView:
    """The cells with the keyboard in them."""
    assert page.grid is not None
    page.grid.window().activateWindow()
    page.grid.setFocus()
    QApplication.processEvents()
    return page.grid.cells


def at(page: FiguresPage, code: str, unit: int = 0) -> tuple[int, int]:
    """The grid cell of an indicator of the n-th unit."""
    assert page.sheet is not None
    place = next(
        n for n, one in enumerate(page.sheet.columns)
        if one.code == code and one.kind in ("typed", "shown")
    )  # fmt: skip
    found = page.source().cell_of(unit, place)
    assert found is not None
    return found


def column_at(page: FiguresPage, name: str) -> int:
    """The grid column of a sheet column's id."""
    assert page.sheet is not None
    place = next(n for n, one in enumerate(page.sheet.columns) if one.id == name)
    found = page.source().column_of(place)
    assert found is not None
    return found


def type_cell(view: CellsView, text: str, leave: Qt.Key = KEY.Key_Return) -> None:
    """Type over the cell of the cursor and leave it by a key."""
    type_text(view, text[0])
    editor = view._cell_delegate.open_editor
    assert editor is not None
    type_text(editor, text[1:])
    press(editor, leave)


def in_store(shell: Shell, verb: object) -> object:
    """Run a verb on the window's own store and let the pages take it over."""
    found: list[object] = []
    shell.desk.do(verb, found.append)  # type: ignore[arg-type]
    shell.settle()
    return found[0]


def by_key(shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier) -> list[str]:
    """Press a key in the window; returns the messages shown then, newest first."""
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    shell.settle()
    return [strip.message.text for strip in shell.messages.strips()]


def paste_dialog() -> PasteDialog:
    """The preview that is open."""
    (found,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, PasteDialog)]
    return found


__all__ = [
    "KEY", "Store", "at", "by_key", "column_at", "figures", "grid", "in_store", "paste_dialog",
    "type_cell",
]  # fmt: skip
