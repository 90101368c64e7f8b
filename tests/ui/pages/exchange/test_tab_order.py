"""The Tab key goes through the page as it is read: top, verbs, tabs, what they show, the panel."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.sync.conflicts import Disagreement
from desktop.ui.action_bar import ActionButton
from desktop.ui.pages.exchange.conflicts_view import Worded
from desktop.ui.shell import Shell
from tests.ui.pages.exchange.ways import Ways, press, remembering, send_bundle, take_in
from tests.ui.pages.offices import front, window
from tests.ui.pages.test_conflict_cards import side

pytestmark = pytest.mark.usefixtures("app")


def stops(shell: Shell) -> list[QWidget]:
    """Return what Tab stops at, from the search box once round the window."""
    found: list[QWidget] = []
    one: Any = shell.header.search
    while one not in found:
        if (
            one.isVisibleTo(shell)
            and one.isEnabled()
            and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            found.append(one)
        one = one.nextInFocusChain()
    return found


def unseen(whole: QWidget) -> list[str]:
    """Return the stops of a window that look the same with and without the keyboard."""
    found, begin, at = [], QApplication.focusWidget(), QApplication.focusWidget()
    while at is not None:
        at.clearFocus()
        QApplication.processEvents()
        before = whole.grab().toImage()
        at.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if whole.grab().toImage() == before:
            found.append(f"{type(at).__name__} {at.accessibleName()}")
        QTest.keyClick(at, Qt.Key.Key_Tab)
        QApplication.processEvents()
        at = QApplication.focusWidget()
        if at is begin:
            break
    return found


@pytest.mark.parametrize("tab", ["bundles", "board", "conflicts", "links", "late"])
def test_the_keyboard_is_seen_wherever_tab_stops(connected: Ways, tab: str) -> None:
    bundle = send_bundle(connected)
    with window(connected.province, remembering(connected), "exchange") as shell:
        shell.resize(1093, 614)
        page = front(shell)
        take_in(shell, [bundle]).close_button.click()
        page.show_tab(tab)
        shell.settle()
        page.board.table.go_to(page.shown.board.rows[0].unit.id, "2026-10")
        if tab in ("bundles", "board"):
            shell.desk.show_details()
        one = Worded(
            Disagreement("cell", "2026-10|u", "A10", (side("a", wins=True), side("b", wins=False))),
            "Tổng số đoàn viên", ("262", "261"),
        )  # fmt: skip
        if tab == "conflicts":
            page.conflicts.show_conflicts([one] * 4)
        shell.settle()
        shell.activateWindow()
        page.tabs.setFocus()
        QApplication.processEvents()
        assert unseen(shell) == []


def test_the_keyboard_is_seen_in_the_windows_over_the_page(connected: Ways) -> None:
    with window(connected.province, remembering(connected), "exchange") as shell:
        page = front(shell)
        page.show_tab("board")
        shell.settle()
        for ask, name in (
            (page.reviewing.close, "closing"), (page.reviewing.open_month, "opening"),
            (page.reviewing.check, "checked"), (page.reviewing.consolidate_then, "asked_day"),
        ):  # fmt: skip
            ask()
            shell.settle()
            dialog = getattr(page.reviewing, name)
            dialog.activateWindow()
            dialog.cancel_button.setFocus()
            QApplication.processEvents()
            assert (name, unseen(dialog)) == (name, [])
            dialog.reject()


def test_tab_goes_down_the_page_and_then_into_its_panel(connected: Ways) -> None:
    with window(connected.commune, remembering(connected), "exchange") as shell:
        press(shell, "send")
        page = front(shell)
        for tab in ("bundles", "links", "conflicts", "links", "bundles"):
            page.show_tab(tab)
            shell.settle()
            chain = stops(shell)
            verbs = [place for place, one in enumerate(chain) if isinstance(one, ActionButton)]
            shown = [n for n, one in enumerate(chain) if page._stack.isAncestorOf(one)]
            beside = [n for n, one in enumerate(chain) if page._panels.isAncestorOf(one)]
            at = chain.index(page.tabs)
            assert verbs == list(range(verbs[0], verbs[0] + len(verbs)))
            assert 0 < verbs[0] < verbs[-1] < at, tab
            assert (tab == "conflicts") == (not shown)
            assert [at, *shown, *beside] == sorted([at, *shown, *beside]), tab
            assert bool(beside) == (tab == "bundles")  # it tells of a bundle
