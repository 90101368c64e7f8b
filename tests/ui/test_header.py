"""The header's buttons come and go with the page and its actions."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from desktop.ui.action_bar import ActionButton, MoreButton
from desktop.ui.header import Header
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


def in_menu(text: str, group: str) -> QAction:
    made = QAction(text)
    made.setProperty("menu", True)
    made.setProperty("group", group)
    return made


def test_the_menu_keeps_groups_together_with_lines_between(theme: Theme, app: QApplication) -> None:
    header = Header()
    lines = [in_menu("Một", "a"), in_menu("Hai", "b"), in_menu("Ba", "a")]
    header.show_page("Trang", [], lines, has_details=False)
    (menu,) = header.findChildren(QMenu)
    assert [one.text() for one in menu.actions()] == ["Một", "Ba", "", "Hai"]
    assert menu.actions()[2].isSeparator()


def test_a_long_menu_folds_its_groups(theme: Theme, app: QApplication) -> None:
    header = Header()
    lines = [in_menu(f"Việc {number}", "") for number in range(12)]
    lines += [in_menu(f"Cột {number}", "Cột") for number in range(5)]
    header.show_page("Trang", [], lines, has_details=False)
    header.show()
    app.processEvents()
    (button,) = header.findChildren(MoreButton)
    button.click()
    menu = next(one for one in button.findChildren(QMenu) if one.isVisible())
    folded = menu.actions()[-1]
    assert (len(menu.actions()), folded.text()) == (14, "Cột")
    assert [one.text() for one in folded.menu().actions()] == [f"Cột {n}" for n in range(5)]
    menu.close()
    header.close()


def test_without_anything_in_it_the_menu_has_no_button(theme: Theme, app: QApplication) -> None:
    header, line = Header(), in_menu("Một", "a")
    header.show()
    line.setVisible(False)
    header.show_page("Trang", [], [line], has_details=False)
    app.processEvents()
    (button,) = header.findChildren(MoreButton)
    assert not button.isVisible()
    line.setVisible(True)
    assert button.isVisible()
    header.close()


def test_a_deed_that_rests_hands_the_keyboard_to_no_other(theme: Theme, app: QApplication) -> None:
    header, first, second = Header(), action("Chốt"), action("Nhập từ Excel")
    header.show()
    header.activateWindow()
    header.show_page("Trang", [], [first, second], has_details=False)
    app.processEvents()
    lock = next(one for one in header.findChildren(ActionButton) if one.text() == "Chốt")
    lock.setFocus()
    assert lock.hasFocus()
    first.setEnabled(False)
    assert not isinstance(header.focusWidget(), ActionButton)
    header.close()
