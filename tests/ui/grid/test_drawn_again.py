"""After an edit only what looks different is drawn again."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.source import Mark
from desktop.ui.grid.view import GridView
from tests.support.keyboard import press
from tests.ui.grid.sheet import Sheet, editor
from tests.ui.grid.test_one_line import KEY


class Drawn(QObject):
    """Remembers where a widget was drawn."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.region = QRegion()
        self.settle()
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Note a painting."""
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False

    def settle(self) -> QRegion:
        """Let the window draw; returns where it did since it was asked last."""
        for _turn in range(5):
            QApplication.processEvents()
        before, self.region = self.region, QRegion()
        return before


@pytest.fixture
def drawn(grid: GridView) -> Drawn:
    grid.source_changed()
    watch = Drawn(grid.cells.viewport())
    watch.settle()
    return watch


def room(cells: CellsView, *places: tuple[int, int]) -> QRegion:
    """Where some cells stand, with the edge of a line that lay over them."""
    found = QRegion()
    for place in places:
        area: QRect = cells.visualRect(cells.grid_model.index(*place))
        found += area.adjusted(-1, -1, 1, 1)
    return found


def test_of_an_edit_its_cell_is_drawn_and_what_follows_from_it(
    grid: GridView, cells: CellsView, sheet: Sheet, drawn: Drawn
) -> None:
    names = Drawn(grid._names.viewport())
    names.settle()
    sheet.commit(0, 0, "4")
    grid.source_changed()
    where = drawn.settle()
    assert (where - room(cells, (0, 0), (0, 1))).isEmpty()  # column 1 is a sum of its neighbours
    assert where.contains(cells.visualRect(cells.grid_model.index(0, 1)).center())
    assert names.settle().isEmpty()


def test_what_stays_is_not_drawn_again(grid: GridView, drawn: Drawn) -> None:
    grid.source_changed()
    assert drawn.settle().isEmpty()


def test_whatever_looks_different_is_drawn_wherever_it_stands(
    grid: GridView, cells: CellsView, sheet: Sheet, drawn: Drawn
) -> None:
    for change in (
        lambda: sheet.cells.update({(3, 4): 7}),
        lambda: sheet.marks.update({(3, 4): Mark.ERROR}),
        lambda: (sheet.marks.update({(3, 4): Mark.PROPOSED}), sheet.hints.update({(3, 4): "[3]"})),
        lambda: sheet.hints.update({(3, 4): "[5]"}),
    ):
        change()
        grid.source_changed()
        where = drawn.settle()
        assert not where.isEmpty()
        assert (where - room(cells, (3, 4))).isEmpty()


def test_a_cell_drawn_in_between_is_drawn_again_with_the_rest(
    grid: GridView, cells: CellsView, sheet: Sheet, drawn: Drawn
) -> None:
    sheet.cells[3, 4] = 7
    cells.viewport().grab()  # drawn elsewhere, or only a part of it on the screen
    grid.source_changed()
    assert not drawn.settle().isEmpty()
    sheet.cells[3, 4] = 8
    cells.viewport().grab()
    sheet.cells[3, 4] = 7
    grid.source_changed()
    assert not drawn.settle().isEmpty()


def test_many_cells_that_differ_are_drawn_as_one_area(
    grid: GridView, cells: CellsView, sheet: Sheet, drawn: Drawn
) -> None:
    sheet.cells |= {(row, column): 5 for row in range(5) for column in (0, 3, 5)}
    grid.source_changed()
    where = drawn.settle()
    for row in range(5):
        for column in range(6):
            assert where.contains(cells.visualRect(cells.grid_model.index(row, column)).center())


def test_a_name_is_drawn_again_when_its_sign_changes(
    grid: GridView, sheet: Sheet, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Drawn(grid._names.viewport())
    names.settle()
    monkeypatch.setattr(sheet, "row_mark", lambda row: Mark.ERROR if row == 2 else Mark.NONE)
    grid.source_changed()
    where = names.settle()
    assert where.contains(grid._names.visualRect(grid._names.model().index(2, 0)).center())
    assert not where.contains(grid._names.visualRect(grid._names.model().index(0, 0)).center())


def test_another_source_is_drawn_whole(grid: GridView, cells: CellsView, drawn: Drawn) -> None:
    grid.set_source(Sheet())
    grid.source_changed()
    assert drawn.settle().boundingRect() == cells.viewport().rect()


def test_an_open_line_shows_what_its_cell_holds_by_now_until_something_is_typed(
    grid: GridView, cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells[0, 0] = 4
    press(cells, KEY.Key_F2)
    sheet.cells[0, 0] = 5
    grid.source_changed()
    assert editor(cells).text() == "5"
    editor(cells).insert("6")
    sheet.cells[0, 0] = 7
    grid.source_changed()
    assert editor(cells).text() == "56"
