"""The page in a small window: nothing lies over anything, nothing falls off the edge."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from desktop.ui.messages import MessageKind
from desktop.ui.pages.exchange import exchange_page
from desktop.ui.shell import Shell
from tests.ui.pages.exchange.ways import Ways, send_bundle, take_in
from tests.ui.pages.offices import front, unit_id, window

SMALL = (1093, 543)
"""1366 × 768 at 125 %, without title bar and task bar."""


def place(shell: Shell, part: QWidget) -> QRect:
    """Return where a part lies in the window."""
    return QRect(part.mapTo(shell, QPoint(0, 0)), part.size())


def test_the_board_with_panel_and_messages_fits(connected: Ways) -> None:
    bundle = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        shell.resize(*SMALL)
        page = front(shell)
        take_in(shell, [bundle]).close_button.click()
        page.show_tab(exchange_page.BOARD)
        shell.settle()
        page.board.table.go_to(unit_id(shell.desk.read, "X-A"), "2026-10")
        shell.settle()
        long = "Đã nhận 3 báo cáo tháng 10/2026 của Công đoàn xã An Thử, còn chờ duyệt. " * 2
        shell.desk.message(long, kind=MessageKind.ATTENTION, action_text="Xem", action=print)
        shell.desk.message(long + "Hai.", kind=MessageKind.BLOCKED)
        shell.resize(*SMALL)
        shell.settle()
        assert (shell.width(), shell.height()) == SMALL
        assert page._panels.isVisible()
        assert shell.rect().contains(place(shell, shell.status))
        legend = page.board.legend
        assert not place(shell, legend).intersects(place(shell, page.board.table))
        assert page.board.table.height() >= page.board.table.minimumHeight()
