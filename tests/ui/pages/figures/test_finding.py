"""Ctrl+F goes to a unit or a column of the grid by its name."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, by_key, figures, grid

Open = Callable[..., tuple[Shell, Reader, list[str]]]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def sought(page: FiguresPage, text: str) -> tuple[int, int]:
    """Type in the row and press Enter; returns the cell of the cursor."""
    page.finding.wanted.clear()
    type_text(page.finding.wanted, text)
    press(page.finding.wanted, KEY.Key_Return)
    assert page.grid is not None
    return page.grid.cells.cursor_cell()


def test_a_unit_is_found_by_its_name_without_tone_marks(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C11")
    view.go_to(row, column)
    by_key(shell, KEY.Key_F, CONTROL)
    assert page.finding.wanted.hasFocus()
    names = [page.source().row_name(n) for n in range(page.source().row_count())]
    assert sought(page, names[1].lower()) == (1, column)
    assert page.finding.count.text() == "1/1"
    assert page.finding.wanted.hasFocus()  # the next name may be typed at once
    press(page.finding.wanted, KEY.Key_Escape)
    assert not page.finding.isVisible()
    assert view.hasFocus()


def test_enter_and_f3_go_on_and_back_round_and_round(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(0, at(page, "C11")[1])
    by_key(shell, KEY.Key_F, CONTROL)
    assert sought(page, "truong")[0] == 0
    press(page.finding.wanted, KEY.Key_Return)
    assert view.cursor_cell()[0] == 1
    by_key(shell, KEY.Key_F3, SHIFT)
    by_key(shell, KEY.Key_F3, SHIFT)
    assert view.cursor_cell()[0] == len(units) - 1
    view.setFocus()
    by_key(shell, KEY.Key_F3, NONE)
    assert view.cursor_cell()[0] == 0


def test_a_column_is_found_by_its_title_or_code(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11", 2))
    by_key(shell, KEY.Key_F, CONTROL)
    assert sought(page, "C23") == at(page, "C23", 2)


def test_what_is_nowhere_is_said_and_the_cursor_stays(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11", 1))
    by_key(shell, KEY.Key_F, CONTROL)
    assert sought(page, "không ai cả") == at(page, "C11", 1)
    assert "Không có đơn vị" in page.finding.count.text()
    QApplication.processEvents()


def test_an_indicator_is_found_where_indicators_are_lines(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F4")
    view = grid(page)
    by_key(shell, KEY.Key_F, CONTROL)
    last = page.source().row_count() - 1
    assert sought(page, page.source().row_name(last)) == view.cursor_cell()
    assert view.cursor_cell()[0] == last
