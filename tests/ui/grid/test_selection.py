"""Selections as in Excel: Enter and Tab go round them, names choose rows without scrolling."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.view import GridView
from tests.support.keyboard import press, type_text
from tests.ui.grid.sheet import Sheet

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(columns=20)


@pytest.fixture
def grid(sheet: Sheet) -> Iterator[GridView]:
    view = GridView(sheet)
    view.resize(700, 400)
    view.show()
    view.activateWindow()
    view.cells.setFocus()
    QApplication.processEvents()
    yield view
    view.close()
    view.deleteLater()


@pytest.fixture
def cells(grid: GridView) -> CellsView:
    return grid.cells


def select(cells: CellsView, *areas: tuple[int, int, int, int]) -> None:
    """Select areas (top, left, bottom, right) as Ctrl and the mouse do."""
    cells.go_to(*areas[0][:2])
    model = cells.grid_model
    for top, left, bottom, right in areas:
        area = QItemSelection(model.index(top, left), model.index(bottom, right))
        cells.selectionModel().select(area, QItemSelectionModel.SelectionFlag.Select)


def walk(cells: CellsView, key: Qt.Key, times: int, how: Qt.KeyboardModifier) -> list[object]:
    found = []
    for _time in range(times):
        press(cells, key, how)
        found.append(cells.cursor_cell())
    return found


PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("key", "how", "visited"),
    [
        (KEY.Key_Return, PLAIN, [(2, 2), (1, 3), (2, 3), (1, 2)]),
        (KEY.Key_Return, SHIFT, [(2, 3), (1, 3), (2, 2), (1, 2)]),
        (KEY.Key_Tab, PLAIN, [(1, 3), (2, 2), (2, 3), (1, 2)]),
        (KEY.Key_Backtab, SHIFT, [(2, 3), (2, 2), (1, 3), (1, 2)]),
    ],
)
def test_enter_and_tab_go_round_a_selection(
    cells: CellsView, key: Qt.Key, how: Qt.KeyboardModifier, visited: list[object]
) -> None:
    cells.go_to(1, 2)
    cells.go_to(2, 3, extend=True)
    assert walk(cells, key, 4, how) == visited
    assert cells.selected_area() == (1, 2, 2, 3)


def test_a_selection_is_filled_by_typing_and_enter(cells: CellsView, sheet: Sheet) -> None:
    cells.go_to(0, 0)
    cells.go_to(1, 2, extend=True)  # column 1 between them is computed
    for digit in "1234":
        type_text(cells, digit)
        editor = cells._cell_delegate.open_editor
        assert editor is not None
        press(editor, KEY.Key_Return)
    assert sheet.cells == {(0, 0): 1, (1, 0): 2, (0, 2): 3, (1, 2): 4}
    assert cells.selected_area() == (0, 0, 1, 2)


def test_a_name_chooses_its_row_where_the_columns_stand(grid: GridView, cells: CellsView) -> None:
    place = grid._names.visualRect(grid._names.model().index(3, 0)).center()
    QTest.mouseClick(grid._names.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert cells.selected_area() == (3, 0, 3, 19)
    assert cells.cursor_cell() == (3, 0)
    assert cells.horizontalScrollBar().value() == 0
    cells.go_to(0, 19)
    far = cells.horizontalScrollBar().value()
    assert far > 0
    QTest.mouseClick(grid._names.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert cells.horizontalScrollBar().value() == far
    assert cells.cursor_cell()[0] == 3
    press(cells, KEY.Key_Space, SHIFT)
    assert cells.horizontalScrollBar().value() == far


def test_areas_in_the_same_rows_or_columns_are_copied_as_one(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells |= {(0, 2): 4, (2, 2): 5, (0, 5): 6, (2, 5): 7, (1, 3): 9}
    select(cells, (0, 2, 0, 2), (2, 2, 2, 2), (0, 5, 0, 5), (2, 5, 2, 5))
    press(cells, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "4\t6\n5\t7"


class _X11Key(QKeyEvent):
    """A key as X11 gives it: there Ctrl+D is one of the standard keys that delete."""

    def matches(self, key: QKeySequence.StandardKey) -> bool:
        standard = QKeySequence.StandardKey.Delete
        return key == standard or super().matches(key)


def test_control_d_fills_where_it_is_a_delete_key_too(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[0, 2] = 4
    cells.go_to(0, 2)
    cells.go_to(2, 2, extend=True)
    cells.keyPressEvent(_X11Key(_X11Key.Type.KeyPress, KEY.Key_D, CONTROL))
    assert [sheet.cells.get((row, 2)) for row in range(3)] == [4, 4, 4]


def test_the_cursor_stays_in_sight_when_less_room_is_left(grid: GridView, cells: CellsView) -> None:
    cells.go_to(4, 2)
    grid.resize(700, 180)
    QApplication.processEvents()
    room = cells.viewport().rect()
    assert room.contains(cells.visualRect(cells.currentIndex()).center())
    cells.verticalScrollBar().setValue(0)  # who looks elsewhere is left there
    assert not room.contains(cells.visualRect(cells.currentIndex()).center())
    grid.resize(700, 170)
    QApplication.processEvents()
    assert cells.verticalScrollBar().value() == 0
