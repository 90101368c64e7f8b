"""The Tab key goes through the page as it is read: top, verbs, tabs, what they show, the panel."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.header import ActionButton
from desktop.ui.shell import Shell
from tests.ui.pages.exchange.ways import Ways, press, remembering
from tests.ui.pages.offices import front, window

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
