"""What a page makes when it is read gets the keyboard."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.shell import Shell
from tests.ui.support import FakePage


class GrowingPage(FakePage):
    """A page whose field is made when it is read: it is shown the turn after."""

    title = "Ba"
    reads_late = True

    def build(self) -> QWidget:
        super().build()
        self.whole = QWidget()
        QVBoxLayout(self.whole)
        return self.whole

    def opened(self, argument: Any) -> None:
        super().opened(argument)
        self.whole.layout().addWidget(self.field)
        self.whole.setFocusProxy(self.field)


def test_what_is_made_when_a_page_is_read_gets_the_keyboard(
    open_shell: Callable[..., Shell],
) -> None:
    shell = open_shell([FakePage, GrowingPage])
    shell.go("ba")
    for _turn in range(3):
        QApplication.processEvents()
    page = shell._host.front.page  # type: ignore[union-attr]
    assert isinstance(page, GrowingPage)
    assert shell.focusWidget() is page.field
