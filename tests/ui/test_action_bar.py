"""Buttons of a page stand side by side as far as there is room; the menu has the others."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from desktop.ui.action_bar import ActionBar, ActionButton, MoreButton
from desktop.ui.theme import Theme

WORDS = ("Chốt số liệu", "Xác nhận số tạm tính", "Nhập từ Excel", "Xuất Excel")


def action(text: str, *, header: bool = True, primary: bool = False) -> QAction:
    made = QAction(text)
    made.setProperty("header", header)
    made.setProperty("menu", True)
    made.setProperty("primary", primary)
    return made


def opened(actions: list[QAction], app: QApplication) -> ActionBar:
    bar = ActionBar()
    bar.show_actions(actions)
    bar.show()
    bar.resize(2_000, bar.sizeHint().height())
    app.processEvents()
    return bar


def seen(bar: ActionBar) -> list[str]:
    return [one.text() for one in bar.findChildren(ActionButton) if one.isVisible()]


def more(bar: ActionBar) -> MoreButton:
    (found,) = bar.findChildren(MoreButton)
    return found


def in_menu(bar: ActionBar) -> list[str]:
    (menu,) = bar.findChildren(QMenu)
    return [one.text() for one in menu.actions() if one.text()]


def test_with_room_every_button_stands_and_no_menu(theme: Theme, app: QApplication) -> None:
    bar = opened([action(words) for words in WORDS], app)
    assert seen(bar) == list(WORDS)
    assert not more(bar).isVisible()
    bar.close()


def test_what_has_no_room_is_in_the_menu_the_primary_one_never(
    theme: Theme, app: QApplication
) -> None:
    rest = action("Ẩn cột", header=False)
    actions = [action(words) for words in WORDS[1:]]
    bar = opened([*actions, action(WORDS[0], primary=True), rest], app)
    for width in range(bar.sizeHint().width(), bar.minimumSizeHint().width() - 1, -20):
        bar.resize(width, bar.height())
        app.processEvents()
        shown, held = seen(bar), in_menu(bar)
        assert shown[0] == WORDS[0]
        assert [*shown, *held] == [*WORDS, "Ẩn cột"]
        assert max(one.geometry().right() for one in (*bar._buttons, more(bar))
                   if one.isVisible()) <= width  # fmt: skip
    assert held == [*WORDS[1:], "Ẩn cột"]
    bar.resize(2_000, bar.height())
    app.processEvents()
    assert (seen(bar), in_menu(bar)) == (list(WORDS), ["Ẩn cột"])
    bar.close()


def test_a_button_that_comes_back_takes_its_place_among_those_that_fit(
    theme: Theme, app: QApplication
) -> None:
    actions = [action(words) for words in WORDS]
    bar = opened(actions, app)
    bar.resize(bar.sizeHint().width() - 1, bar.height())
    actions[1].setVisible(False)
    app.processEvents()
    assert seen(bar) == [WORDS[0], *WORDS[2:]]
    actions[1].setVisible(True)
    app.processEvents()
    assert seen(bar)[:2] == list(WORDS[:2])
    assert in_menu(bar) == [words for words in WORDS if words not in seen(bar)]
    assert more(bar).isVisible()
    bar.close()
