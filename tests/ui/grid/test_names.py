"""The names of a grid are drawn wider and narrower by the edge of their title."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.grid.header import GroupedHeader
from desktop.ui.grid.names import Edge
from desktop.ui.grid.source import GridGroup
from desktop.ui.grid.view import GridView
from tests.ui.grid.sheet import Sheet

LEFT = Qt.MouseButton.LeftButton


def drag(grid: GridView, pixels: int) -> None:
    (edge,) = grid.findChildren(Edge)
    middle = edge.rect().center()
    QTest.mousePress(edge, LEFT, pos=middle)
    QTest.mouseMove(edge, middle + QPoint(pixels, 0))
    QApplication.processEvents()
    QTest.mouseRelease(edge, LEFT, pos=edge.rect().center())
    QApplication.processEvents()


def test_names_are_drawn_by_the_edge_and_go_back_on_a_double_click(grid: GridView) -> None:
    told: list[int] = []
    grid.names_drawn.connect(told.append)
    before = grid._names.width()
    drag(grid, 60)
    assert grid._names.width() == grid._sum.width() == before + 60
    assert told[-1] == before + 60
    (edge,) = grid.findChildren(Edge)
    assert edge.geometry().center().x() in range(before + 56, before + 65)
    QTest.mouseDClick(edge, LEFT)
    assert grid._names.width() == before
    assert told[-1] == 0


def test_in_a_narrow_window_names_leave_the_cells_room_and_come_back(grid: GridView) -> None:
    grid.draw_names(500)
    grid.resize(400, 400)
    QApplication.processEvents()
    assert grid.cells.width() >= 150
    assert grid.minimumSizeHint().width() < 400
    grid.resize(1200, 400)
    QApplication.processEvents()
    assert grid._names.width() == 500


def test_the_row_under_the_title_is_whole(theme: object) -> None:
    grid = GridView(Sheet(200, 4))
    grid.resize(700, 333)
    grid.show()
    QApplication.processEvents()
    for row in (40, 120, 180, 60):
        grid.go_to(row, 0)
        QApplication.processEvents()
        assert grid.cells.rowViewportPosition(grid.cells.rowAt(0)) == 0
        assert grid._names.rowViewportPosition(grid._names.rowAt(0)) == 0
    grid.close()


def test_a_title_longer_than_its_group_takes_a_second_line(theme: object) -> None:
    sheet = Sheet(3, 6)
    sheet.groups = (GridGroup("Đoàn viên", 0, 1),)
    short = GridView(sheet).cells.grouped.sizeHint().height()
    sheet.groups = (GridGroup("Đoàn viên là nữ đầu kỳ", 0, 1),)
    long = GridView(sheet).cells.grouped
    assert isinstance(long, GroupedHeader)
    assert short < long.sizeHint().height() < 2 * short
