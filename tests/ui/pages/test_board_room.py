"""The board on a small screen: names that tell units apart, and no window wider than the screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.figures.returns.board import LONGER, RECENT
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from desktop.sync.enrol import request
from desktop.ui.pages.exchange.board_table import NAME_LETTERS
from desktop.ui.pages.exchange.board_view import MOST_NAMES, ROWS, fitting
from tests.ui.pages.offices import SINCE, clock, front, make_commune, make_province, window

pytestmark = pytest.mark.usefixtures("app")
LONG = "Công đoàn các khu công nghiệp Đông Nam mở rộng giai đoạn"


@pytest.fixture
def province(tmp_path: Path) -> Path:
    make_province(tmp_path / "tỉnh")
    with Store.open(tmp_path / "tỉnh", clock=clock(6)) as store:
        for number in range(1, 9):
            found_unit(
                store, name=f"{LONG} {number}", kind="CDX", parent=store.own_unit, since=SINCE,
                code=f"X-{number}",
            )  # fmt: skip
    return tmp_path / "tỉnh"


def test_the_window_fits_a_screen_of_1366_beside_the_panel(province: Path) -> None:
    with window(province, page="exchange") as shell:
        shell.resize(1366, 700)
        page = front(shell)
        page.board.table.go_to(page.shown.board.rows[0].unit.id, "2026-10")
        shell.desk.show_details()
        shell.settle()
        assert page.board.minimumSizeHint().width() <= 700
        assert shell.minimumSizeHint().width() <= 1366


def test_long_names_get_the_room_that_the_marks_do_not_need(province: Path) -> None:
    with window(province, page="exchange") as shell:
        table = front(shell).board.table
        table.resize(1150, 400)
        names = table.verticalHeader()
        assert names.width() > (NAME_LETTERS[0] + 4) * table.fontMetrics().averageCharWidth()
        assert names.textElideMode() is Qt.TextElideMode.ElideMiddle
        months = len(table.board_model.board.months)
        assert names.width() + months * table.columnWidth(0) <= 1150


def test_the_missing_units_named_leave_room_for_the_board() -> None:
    short, long = [f"Xã {n}" for n in range(20)], [f"{LONG} {n}" for n in range(20)]
    assert fitting(short, 240) == short[:MOST_NAMES]
    assert 1 < len(fitting(long, 240)) < MOST_NAMES
    assert sum(map(len, fitting(long, 240))) <= 240
    assert fitting(["x" * 500, "y"], 240) == ["x" * 500]
    assert fitting([], 240) == []


@pytest.mark.parametrize("width", [560, 1100])
def test_the_board_keeps_its_rows_however_narrow_it_is(province: Path, width: int) -> None:
    with window(province, page="exchange") as shell:
        view = front(shell).board
        view.setParent(None)
        try:
            view.resize(width, 430)
            view.show()
            QTest.qWaitForWindowExposed(view)
            QApplication.processEvents()
            rows = view.table.viewport().height() // view.table.rowHeight(0)
            assert rows >= ROWS - 1
            assert view.missing.height() >= view.missing.heightForWidth(view.missing.width())
            assert view.width() == width
        finally:
            view.hide()
            view.deleteLater()


def test_an_office_of_an_unknown_name_is_given_no_unit_by_chance(
    province: Path, tmp_path: Path
) -> None:
    make_commune(tmp_path / "lạ")
    with Store.open(tmp_path / "lạ", clock=clock(4)) as lower:
        with lower.step("Đổi tên") as step:
            step.put("unit", lower.own_unit, "name@2025-07-01", "Công đoàn đặc khu Nơi Xa")
        request(lower, tmp_path / "yeu-cau.json")
    with window(province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview([tmp_path / "yeu-cau.json"])
        shell.settle()
        step, links = page.links.asked, page.links
        assert step.isVisible()
        assert links.unit.value() == ""
        step.tick.setChecked(True)
        assert not step.deed_button.isEnabled()
        links.unit.setCurrentIndex(1)
        links.unit.chosen.emit(links.unit.value())
        assert links.unit.value()
        assert step.deed_button.isEnabled()
        step.tick.setChecked(False)
        assert not step.deed_button.isEnabled()


def test_the_keyboard_comes_to_the_board_in_the_month_that_is_asked_about(province: Path) -> None:
    with window(province, page="exchange") as shell:
        page = front(shell)
        asked = page.board.month.value()
        page.board.span.setFocus()
        QTest.keyClick(page.board.span, Qt.Key.Key_Tab)
        assert shell.focusWidget() is page.board.table
        assert page.board.table.chosen() == (page.shown.board.rows[0].unit.id, asked)
        assert page.board.month.value() == asked
        assert page.board.remind.isEnabled()


def test_longer_periods_have_a_board_of_their_own(province: Path) -> None:
    with window(province, page="exchange") as shell:
        page = front(shell)
        page._span_chosen(LONGER)
        shell.settle()
        view = page.board
        assert view.span.value() == LONGER
        assert {"2026-H1", "2026-M9", "2026"} <= {one.id for one in page.shown.board.months}
        view.show_month("2026-M9")
        assert view.remind.text() == "Nhắc 9 tháng đầu năm 2026"
        model = view.table.board_model
        heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
        assert "9 tháng đầu\n2026" in heads


def test_the_board_comes_in_the_span_of_the_period_that_is_asked_for(province: Path) -> None:
    with window(province, page="exchange") as shell:
        page = front(shell)
        page.opened({"what": "missing", "period": "2026-M9"})
        shell.settle()
        assert page.board.span.value() == LONGER
        assert page.board.chosen_month().id == "2026-M9"
        page.opened({"what": "missing", "period": "2026-10"})
        shell.settle()
        assert page.board.span.value() == RECENT
        assert page.board.chosen_month().id == "2026-10"
