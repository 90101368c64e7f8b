"""The review queue in the window: what came late is listed, accepted or turned back there."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept
from desktop.models.store.store import Store
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.ui.shell import Shell
from tests.ui.pages.offices import (
    BASES,
    PERIOD,
    clock,
    front,
    make_connected,
    unit_id,
    window,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """A province that accepted two returns of which corrections came afterwards."""
    province, commune, files = tmp_path / "tỉnh", tmp_path / "xã", tmp_path / "gói"
    files.mkdir()
    make_connected(province, commune, files)
    deliver(commune, province, files, 6)
    with Store.open(province, clock=clock(7)) as upper:
        for code in BASES[:2]:
            accept(upper, "F1", PERIOD, code)
    with Store.open(commune, clock=clock(8)) as store:
        units = [unit_id(store, code) for code in BASES[:2]]
        cells = {(unit, "A01"): Entry(51) for unit in units}
        set_cells(store, PERIOD, cells, reason="kiểm tra lại")
        assert lock(store, "F1", PERIOD, reason="kiểm tra lại").blocked == ()
    deliver(commune, province, files, 9)
    return province


def messages(shell: Shell) -> str:
    """Return what the messages above the page say."""
    return "\n".join(label.text() for label in shell.findChildren(QLabel) if label.isVisible())


def deliver(commune: Path, province: Path, files: Path, number: int) -> None:
    with Store.open(commune, clock=clock(number)) as store:
        made = make_bundle(store, files).path
    with Store.open(province, clock=clock(number)) as upper:
        import_bundle(upper, made)


def test_what_came_late_waits_in_its_own_list_for_yes_or_no(province: Path) -> None:
    with window(province, page="exchange") as shell:
        page = front(shell)
        place = page._names.index("late")
        assert page.tabs.tabText(place) == "Chờ duyệt (2)"
        page.show_tab("late")
        shell.settle()
        view = page.late
        assert [one.name for one in view.table.rows()] == [
            "CĐCS Trường số 1", "CĐCS Trường số 2",
        ]  # fmt: skip
        assert not view.yes.isEnabled()
        view.table.selectRow(0)
        assert "50 → 51 (kiểm tra lại)" in view.detail.text()
        view.yes.setFocus()
        view.yes.click()
        shell.settle()
        assert page.tabs.tabText(place) == "Chờ duyệt (1)"
        assert shell.focusWidget() is view.table  # not on what comes next in the window
        assert view.table.current().name == "CĐCS Trường số 2"
        assert "Đã duyệt F1 tháng 10/2026 của CĐCS Trường số 1" in messages(shell)
        view.table.selectRow(0)
        view.back.click()
        view.back_now.click()
        assert "Chưa ghi lý do" in view.error.text()
        assert shell.focusWidget() is view.reason
        view.reason.setPlainText("Xem lại ô A01")
        view.back_now.click()
        shell.settle()
        assert page.tabs.tabText(place) == "Chờ duyệt"
        assert shell.focusWidget() is page.tabs
        assert "Đã trả lại F1 tháng 10/2026 của CĐCS Trường số 2" in messages(shell)
        assert page.shown.late == ()
        assert view.asking.isHidden()
