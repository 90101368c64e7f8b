"""The buttons above the text of a plan have room on a small screen."""

from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.theme import Theme, ThemeChoice
from tests.ui.pages.plans.conftest import Desk


def test_with_large_letters_the_buttons_stand_on_two_lines_and_none_is_cut(
    desk: Desk, theme: Theme
) -> None:
    theme.choose(ThemeChoice.LIGHT, text_scale=1.25)
    desk.page.open_plan(desk.draft)
    desk.settle()
    content = desk.page.editor.content
    desk.shell.resize(1150, 768)
    QApplication.processEvents()
    parts: list[QWidget] = [*content.tools, content.count]
    for part in parts:
        assert part.width() >= part.sizeHint().width(), part.toolTip()
    assert content.count.y() > min(part.y() for part in content.tools)
    theme.choose(ThemeChoice.LIGHT, text_scale=1.0)
    desk.shell.resize(1800, 768)
    desk.settle()
    QApplication.processEvents()
    lines = {part.geometry().center().y() // 8 for part in parts}
    assert len(lines) == 1
