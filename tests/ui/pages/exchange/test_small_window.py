"""The page in a small window: nothing lies over anything, nothing falls off the edge."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.messages import MessageKind
from desktop.ui.pages.exchange import exchange_page
from desktop.ui.pages.exchange.conflicts_view import RefusedWords
from desktop.ui.shell import Shell
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import ListTable
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


def test_two_files_of_one_sender_are_told_apart(connected: Ways) -> None:
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        named = {one.title: one.middle for one in page.receive.files.rows_model.columns}
        assert named["Tệp"]


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614)])
def test_what_a_bundle_brings_is_not_cut(connected: Ways, size: tuple[int, int]) -> None:
    """Also on a screen of 1366 × 768 whose letters are drawn larger by a quarter."""
    told = {
        "Nội dung": "Biểu F1 · CĐCS Trường số 1 · tháng 10/2026",
        "Trong gói": "bổ sung lần 1: 14 số đã chốt, 3 đổi",
        "Đang có": "đang có", "Ghi chú": "chưa xác thực",
    }  # fmt: skip
    bundle = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        shell.resize(*size)
        page = front(shell)
        page.receiving.preview([bundle])
        shell.settle()
        table = page.receive.differences
        measure, indent = table.fontMetrics(), 2 * table.indentation()
        for place, column in enumerate(table.tree_model.columns):
            room = table.columnWidth(place) - (indent if place == 0 else space("l"))
            assert measure.horizontalAdvance(told[column.title]) <= room, column.title


def test_what_does_not_count_is_readable_on_a_small_screen(connected: Ways) -> None:
    """Two lines a row, and no column so narrow that a usual value is cut in both."""
    one = RefusedWords(
        "Tổng số đoàn viên, tháng 10/2026, CĐCS Trường Tiểu học số 1", "1 báo cáo F1 lần 2",
        "1 báo cáo F1 lần 1", "Liên đoàn Lao động tỉnh Thử", "Công đoàn xã An Thử",
        "ghi sau khi khóa của máy gửi bị thu hồi", "2026-11-03T08:00:00+07:00",
    )  # fmt: skip
    with window(connected.province, page="exchange") as shell:
        shell.resize(1366, 700)
        page = front(shell)
        page.show_tab(exchange_page.CONFLICTS)
        shell.settle()
        page.conflicts.show_conflicts([], [one] * 3)
        shell.settle()
        (table,) = page.conflicts.findChildren(ListTable)
        measure = table.fontMetrics()
        assert table.wordWrap()
        for column in range(table.model().columnCount()):
            text = str(table.model().index(0, column).data())
            room = QRect(0, 0, table.columnWidth(column) - 2 * space("s"), 1000)
            box = measure.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
            assert box.height() <= table.rowHeight(0), text


def test_one_file_leaves_its_empty_room_to_what_it_would_change(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        shell.resize(*SMALL)
        page = front(shell)
        page.receiving.preview([sent])
        shell.settle()
        view = page.receive
        assert view.files.height() <= view.files.whole_height()
        shown = view.differences.viewport().height() // view.differences.sizeHintForRow(0)
        assert shown >= 4
