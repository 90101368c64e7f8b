"""Opening Gửi – nhận: views are loaded beside the window and made one by one, when shown."""

import threading
from pathlib import Path

import pytest

from desktop.ui.pages.exchange import views
from tests.ui.pages.offices import front, make_province, window

pytestmark = pytest.mark.usefixtures("app")

VIEWS = ("bundles", "board", "conflicts", "links", "receive")


def made(page: object) -> set[str]:
    """Return the views that have been made."""
    return {name for name in VIEWS if name in vars(page)}


def test_a_view_is_made_when_its_tab_is_shown_and_has_what_was_read(tmp_path: Path) -> None:
    make_province(tmp_path / "tỉnh")
    with window(tmp_path / "tỉnh") as shell:
        shell.go("exchange")
        page = front(shell)
        assert made(page) == set()
        shell.settle()
        assert made(page) == {"board"}
        page.show_tab("links")
        assert made(page) == {"board", "links"}
        assert page.links.own_key.text() == page.shown.view.fingerprint
        page.show_tab("bundles")
        assert page.bundles.isVisible()


def test_the_views_are_loaded_off_the_main_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_province(tmp_path / "tỉnh")
    threads: list[threading.Thread] = []
    monkeypatch.setattr(views, "load", lambda: threads.append(threading.current_thread()))
    with window(tmp_path / "tỉnh") as shell:
        shell.go("exchange")
        shell.settle()
    assert threads
    assert threading.main_thread() not in threads


def test_what_another_page_asks_for_is_shown_once_it_has_been_read(tmp_path: Path) -> None:
    make_province(tmp_path / "tỉnh")
    with window(tmp_path / "tỉnh") as shell:
        shell.go("exchange", {"what": "missing", "period": "2026-09"})
        page = front(shell)
        shell.settle()
        assert page.current_tab() == "board"
        assert page.board.month.value() == "2026-09"
