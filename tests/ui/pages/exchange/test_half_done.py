"""What is typed and not handed over, and what is asked for twice."""

from typing import Any

import pytest

from desktop.ui.shell import Shell
from tests.ui.pages.exchange.ways import Ways, remembering, send_bundle, take_in
from tests.ui.pages.offices import PERIOD, front, window

pytestmark = pytest.mark.usefixtures("app")


def test_a_double_click_makes_one_bundle(connected: Ways) -> None:
    with window(connected.commune, remembering(connected), "exchange") as shell:
        page = front(shell)
        page.sending.send_up()
        page.sending.send_up()
        shell.settle()
        assert sum(row.out for row in page.bundles.table.rows()) == 1


def test_a_reason_half_typed_waits_with_the_month_it_is_about(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        take_in(shell, [sent])
        panel = about(shell)
        panel.back.click()
        panel.reason.setPlainText("Kiểm tra số")
    with window(connected.province, page="exchange") as shell:
        panel = about(shell)
        assert panel.reason.toPlainText() == ""
        panel.back.click()
        assert panel.reason.toPlainText() == "Kiểm tra số"
        panel._stop_asking()
        panel.back.click()
        assert panel.reason.toPlainText() == ""  # given up is given up


def about(shell: Shell) -> Any:
    """Go to the first return of the first unit's month on the board."""
    page = front(shell)
    page.show_tab("board")
    page.board.table.go_to(page.shown.board.rows[0].unit.id, PERIOD)
    shell.settle()
    panel = page.board_panel
    panel.table.go_to((panel.returns[0].unit, panel.returns[0].form))
    shell.settle()
    return panel
