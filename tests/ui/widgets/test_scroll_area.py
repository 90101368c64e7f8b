"""What scrolls is a stop of the Tab key only while something is out of sight, and then seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.widgets.layout import scrolled
from tests.ui.test_store_thread import until

TAB = Qt.FocusReason.TabFocusReason


def test_it_is_passed_where_all_is_in_sight_and_framed_where_not(app: QApplication) -> None:
    inner, tall = QVBoxLayout(), QWidget()
    inner.addWidget(tall)
    area = scrolled(inner)
    area.resize(200, 200)
    area.show()
    app.processEvents()
    assert not area.focusPolicy() & Qt.FocusPolicy.TabFocus
    tall.setMinimumHeight(600)
    until(lambda: area.focusPolicy() & Qt.FocusPolicy.TabFocus)
    area.activateWindow()
    without = area.grab().toImage()
    area.setFocus(TAB)
    app.processEvents()
    assert area.grab().toImage() != without
    area.clearFocus()
    assert area.grab().toImage() == without
    area.setFocus(Qt.FocusReason.MouseFocusReason)
    assert area.grab().toImage() == without
    tall.setMinimumHeight(0)
    until(lambda: not area.focusPolicy() & Qt.FocusPolicy.TabFocus)
