"""The panel at the side takes what its details need, and no more where the window is narrow."""

from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.ui.details_panel import DetailsPanel
from desktop.ui.widgets.labels import PlainLabel


class Beside:
    """A window with a page and the panel, whose details hold one widget of a given width."""

    def __init__(self, width: int) -> None:
        self.split = QSplitter()
        self.panel = DetailsPanel()
        self.split.addWidget(QWidget())
        self.split.addWidget(self.panel)
        self.split.resize(width, 500)
        details, self.field = QWidget(), QLabel("")
        QVBoxLayout(details).addWidget(self.field)
        self.panel.show_details(details)
        self.split.show()
        self.settle()

    def settle(self) -> None:
        for _turn in range(3):
            QApplication.processEvents()

    def needs(self, width: int) -> int:
        """Let the details need so much; returns how wide the panel is then."""
        self.field.setMinimumWidth(width)
        self.settle()
        return self.panel.width()


def test_in_a_narrow_window_the_panel_gives_way(theme: object) -> None:
    narrow, wide = Beside(1093), Beside(1366)
    assert narrow.panel.width() < wide.panel.width()
    assert narrow.needs(100) == narrow.panel.minimumWidth()


def test_what_comes_to_need_more_is_shown_whole_and_nothing_jumps_back(theme: object) -> None:
    beside = Beside(1093)
    grown = beside.needs(320)
    assert grown >= 320
    assert beside.needs(100) == grown
    assert beside.needs(900) <= 1093 // 3, "the page keeps its room"


def test_a_width_drawn_by_hand_stays(theme: object) -> None:
    beside = Beside(1093)
    beside.split.setSizes([793, 300])
    beside.split.splitterMoved.emit(793, 1)
    drawn = beside.panel.width()
    assert beside.needs(340) == drawn
    other = PlainLabel("khác")
    beside.panel.show_details(other)
    beside.settle()
    assert beside.panel.width() == drawn
