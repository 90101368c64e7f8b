"""Opening Gửi – nhận: views are loaded beside the window and made one by one, when shown."""

import threading
from pathlib import Path

import pytest

from desktop.models.store.store import Store
from desktop.sync.enrol import request
from desktop.ui.pages.exchange import views
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import PlainLabel
from tests.ui.pages.offices import clock, front, make_commune, make_province, window

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
    monkeypatch.setattr(views, "load", lambda *_names: threads.append(threading.current_thread()))
    with window(tmp_path / "tỉnh") as shell:
        shell.go("exchange")
        shell.settle()
    assert threads
    assert threading.main_thread() not in threads


def test_the_page_says_at_once_what_it_reads_and_loads_the_front_view_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_province(tmp_path / "tỉnh")
    loaded: list[tuple[str, ...]] = []
    whole = views.load
    monkeypatch.setattr(views, "load", lambda *names: (loaded.append(names), whole(*names)))
    with window(tmp_path / "tỉnh") as shell:
        shell.go("exchange")
        stack = front(shell)._stack
        assert isinstance(stack.currentWidget(), EmptyState)
        told = [label.text() for label in stack.currentWidget().findChildren(PlainLabel)]
        assert "Đang đọc các gói và báo cáo…" in told
        shell.settle()
        assert stack.currentWidget() is front(shell).board
    assert loaded == [(views.BOARD_FIRST,), ()]


def test_what_another_page_asks_for_is_shown_once_it_has_been_read(tmp_path: Path) -> None:
    make_province(tmp_path / "tỉnh")
    with window(tmp_path / "tỉnh") as shell:
        shell.go("exchange", {"what": "missing", "period": "2026-09"})
        page = front(shell)
        shell.settle()
        assert page.current_tab() == "board"
        assert page.board.month.value() == "2026-09"


def test_digits_to_compare_get_their_box_when_there_are_any_behind_its_button(
    tmp_path: Path,
) -> None:
    make_province(tmp_path / "tỉnh")
    make_commune(tmp_path / "xã")
    with Store.open(tmp_path / "xã", clock=clock(4)) as lower:
        request(lower, tmp_path / "yeu-cau.json")
    with window(tmp_path / "tỉnh") as shell:
        shell.go("exchange")
        shell.settle()
        page = front(shell)
        page.show_tab("links")
        assert not {"asked", "grant"} & vars(page.links).keys()
        page.receiving.preview([tmp_path / "yeu-cau.json"])
        shell.settle()
        assert page.links.asked.isVisible()
        assert "grant" not in vars(page.links)
        links = page.links
        chain = [
            links.give_button, links.unit, links.what, *links.since.stops, links.asked.tick,
        ]  # fmt: skip
        assert [before.nextInFocusChain() for before in chain[:-1]] == chain[1:]
        page.links.close_steps()
        assert not page.links.asked.isVisible()
