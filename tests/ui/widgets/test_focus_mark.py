"""Of two lists with a chosen row each, the one with the keyboard is known by its mark."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.ui import theme as themes
from desktop.ui.pages.exchange.board_table import BoardTable
from desktop.ui.widgets.table import Column, ListTable


def ink_at(view: ListTable | BoardTable, place: QPoint) -> QColor:
    return view.viewport().grab().toImage().pixelColor(place)


def test_the_keyboard_is_seen_in_the_list_it_is_in(app: QApplication) -> None:
    window = QWidget()
    first, second, empty = (ListTable([Column("Tên", str, 0)], key=str) for _n in range(3))
    board = BoardTable()
    box = QHBoxLayout(window)
    for part in (first, second, empty, board):
        box.addWidget(part)
    for table in (first, second):
        table.set_rows(["Đông", "An"])
        table.go_to("An")
    window.resize(2400, 300)
    window.show()
    window.activateWindow()
    brand = themes.current().colour("brand")
    row = first.visualRect(first.currentIndex()).center().y()
    places = {
        first: QPoint(1, row), second: QPoint(1, row), empty: QPoint(0, 20), board: QPoint(0, 20)
    }  # fmt: skip
    for part in places:
        part.setFocus()
        app.processEvents()
        marked = [one for one, place in places.items() if ink_at(one, place) == brand]
        assert marked == [part]
    window.close()
    window.deleteLater()
