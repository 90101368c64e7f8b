"""The header's buttons come and go with the page and its actions."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from desktop.ui.header import ActionButton, Header
from desktop.ui.theme import Theme


def action(text: str) -> QAction:
    made = QAction(text)
    made.setProperty("header", True)
    return made


def test_a_button_on_its_way_out_never_comes_back(theme: Theme, app: QApplication) -> None:
    header, first, second = Header(), action("Một"), action("Hai")
    header.show()
    header.show_page("Trang", [], [first, second], has_details=False)
    app.processEvents()
    second.setVisible(False)
    header.show_page("Trang", [], [first], has_details=False)
    second.setVisible(True)
    app.processEvents()
    shown = [b.text() for b in header.findChildren(ActionButton) if b.isVisible()]
    assert shown == ["Một"]
    header.close()
