"""A grid on a sheet of its own, shown and with the keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.view import GridView
from tests.ui.grid.sheet import Sheet


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture
def grid(sheet: Sheet) -> Iterator[GridView]:
    view = GridView(sheet)
    view.resize(900, 400)
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
