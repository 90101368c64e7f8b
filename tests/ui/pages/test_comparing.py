"""Comparing in the window: two consolidations, digits by phone, reminders to one unit."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.models.figures.revisions import revisions
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.tasks.exchange.receive import receive
from desktop.tasks.exchange.send import send
from desktop.ui.shell import Shell
from desktop.ui.widgets.labels import PlainLabel
from tests.ui.pages.offices import (
    COMMUNE,
    PERIOD,
    clock,
    front,
    make_connected,
    unit_id,
    window,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def province(tmp_path: Path, made: Path) -> Path:
    """A province that took October in from its commune, and a correction a day later."""
    return Path(shutil.copytree(made, tmp_path / "tỉnh"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That province, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("nơi")
    upper, lower, files = folder / "tỉnh", folder / "xã", folder / "gói"
    make_connected(upper, lower, files)
    with Store.open(lower, clock=clock(6)) as store:
        first = send(store, files).path
    with Store.open(upper, clock=clock(7)) as store:
        assert receive(store, [first])[0].status == "imported"
    with Store.open(lower, clock=clock(8)) as store:
        unit = unit_id(store, "X-A-02")
        key = return_key(unit, "F1", PERIOD)
        values = dict(revisions(store, PERIOD, "F1")[unit, "F1"][-1].values)
        with store.step("Bổ sung") as step:
            step.put("submit", key, "2", {"values": values | {"A03": 45}})
        second = send(store, files).path
    later = clock(9)
    later.jump_to(date(2026, 11, 4))
    with Store.open(upper, clock=later) as store:
        assert receive(store, [second])[0].status == "imported"
    return upper


@pytest.fixture
def shell(province: Path) -> Iterator[Shell]:
    """The province's window on its board, October of the commune chosen."""
    with window(province, None, "exchange") as opened:
        page = front(opened)
        page.show_tab("board")
        opened.settle()
        page.board.table.go_to(unit_id(opened.desk.read, COMMUNE), PERIOD)
        opened.settle()
        yield opened


def texts(view: Any) -> list[list[str]]:
    """Return the cells of a table as shown."""
    return [[column.text(row) for column in view.rows_model.columns] for row in view.rows()]


def test_what_a_correction_changed_is_found_cell_by_cell(shell: Shell) -> None:
    verbs = front(shell).reviewing
    verbs.differences()
    dialog = verbs.compared
    assert not dialog.paper.isEnabled()
    dialog.first.show_date(date(2026, 11, 3))
    dialog.compare()
    shell.settle()
    (row,) = texts(dialog.cells)
    assert row[:4] == ["CĐCS Trường số 2", "A03", "40", "45"]
    assert row[4].startswith("F1, báo cáo bổ sung lần 1")
    assert "A03" in [one.indicator for one in dialog.totals.rows()]
    dialog.cells.selectRow(0)
    shell.settle()
    assert "Trước: F1, báo cáo lần đầu" in dialog.source.text()
    assert dialog.paper.isEnabled()
    dialog.reject()


def gone() -> None:
    """Let what was closed be taken down, as the event loop does between two events."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_enter_behind_a_day_asks_and_closes_nothing(shell: Shell) -> None:
    verbs = front(shell).reviewing
    verbs.differences()
    dialog = verbs.compared
    dialog.first.line.setFocus()
    QTest.keyClicks(dialog.first.line, "03/11/2026")
    QTest.keyClick(dialog.first.line, Qt.Key.Key_Return)
    shell.settle()
    assert dialog.isVisible()
    assert len(dialog.cells.rows()) == 1
    dialog.reject()


def test_what_differs_fits_beside_the_side_bar_of_a_small_screen(shell: Shell) -> None:
    """1366 × 768 at 125 %: 1,093 points less the side bar, no number cut, nothing sideways."""
    verbs = front(shell).reviewing
    verbs.differences()
    dialog = verbs.compared
    dialog.first.show_date(date(2026, 11, 3))
    dialog.compare()
    shell.settle()
    dialog.resize(dialog.minimumSizeHint())
    QCoreApplication.processEvents()
    assert dialog.width() <= 1093 - shell.navigation.width()
    for label in dialog.findChildren(PlainLabel):
        if label.buddy() is not None:
            assert label.width() >= label.sizeHint().width()
    for table, numbers in ((dialog.totals, (1,)), (dialog.cells, (1, 2, 3))):
        assert table.rows()
        assert table.horizontalHeader().length() <= table.viewport().width()
        for column in numbers:
            assert table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_answers_that_come_after_a_dialog_was_closed_are_dropped(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *told: crashes.append(told))
    verbs = front(shell).reviewing
    for opened, name in ((verbs.check, "checked"), (verbs.trace, "traced")):
        opened()
        getattr(verbs, name).reject()
        gone()
        shell.settle()
    verbs.differences()
    verbs.compared.first.show_date(date(2026, 11, 3))
    verbs.compared.compare()
    verbs.compared.reject()
    gone()
    shell.settle()
    assert not crashes


@pytest.mark.parametrize(("name", "magic"), [("khác.xlsx", b"PK"), ("khác.pdf", b"%PDF")])
def test_a_list_of_differences_is_looked_at_and_kept(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, magic: bytes
) -> None:
    out = tmp_path / name
    monkeypatch.setattr(shell.desk, "choose_target", lambda *_args: out)
    verbs = front(shell).reviewing
    verbs.differences()
    dialog = verbs.compared
    dialog.first.show_date(date(2026, 11, 3))
    dialog.compare()
    shell.settle()
    dialog.paper.click()
    shell.settle()
    assert dialog.shown.isVisible()
    dialog.shown.save()
    shell.settle()
    assert out.read_bytes().startswith(magic)
    assert dialog.shown.told.text() == f"Đã lưu {name}."
    dialog.shown.reject()
    dialog.reject()


def test_a_list_asked_for_and_not_awaited_opens_nothing(shell: Shell) -> None:
    verbs = front(shell).reviewing
    verbs.differences()
    dialog = verbs.compared
    dialog.first.show_date(date(2026, 11, 3))
    dialog.compare()
    shell.settle()
    dialog.paper.click()
    dialog.reject()
    shell.settle()
    assert not hasattr(dialog, "shown")


def test_two_saved_workbooks_are_compared(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbs, one = front(shell).reviewing, tmp_path / "một.xlsx"
    monkeypatch.setattr(shell.desk, "choose_target", lambda *_args: one)
    verbs.consolidate_then()
    verbs.asked_day.perform()  # nothing given yet
    assert "Chưa ghi ngày" in verbs.asked_day.error.text()
    verbs._ask_target(PERIOD, "tháng 10/2026", date(2026, 11, 3))
    shell.settle()
    monkeypatch.setattr(shell.desk, "choose_files", lambda *_args: [one])
    verbs.differences()
    verbs.compared._choose_saved()
    shell.settle()
    assert [row[2:4] for row in texts(verbs.compared.cells)] == [["40", "45"]]
    verbs.compared.reject()


def test_the_digits_of_the_chosen_unit_are_shown_and_copied(shell: Shell) -> None:
    page = front(shell)
    page.board_panel.check.click()
    shell.settle()
    dialog = page.reviewing.checked
    assert [len(group) for group in dialog.digits.text().split()] == [5] * 6
    assert len(dialog.units.rows()) == 3
    dialog.copying.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Công đoàn xã An Thử, 2026-10: ")
    assert dialog.digits.text() in copied
    dialog.reject()


def test_one_unit_is_reminded_from_its_panel(shell: Shell) -> None:
    page = front(shell)
    assert not page.board_panel.remind.isVisible()  # nothing is owed of October
    september = "2026-09"
    page.board.table.go_to(unit_id(shell.desk.read, COMMUNE), september)
    shell.settle()
    assert page.board_panel.remind.isVisible()
    page.board_panel.remind.click()
    text = QGuiApplication.clipboard().text()
    assert "tháng 9/2026" in text
    assert "của Công đoàn xã An Thử: chưa gửi, gói gần nhất nhận ngày 04/11/2026." in text
    page.board.show_month(september)
    page.board.letter.click()
    assert QGuiApplication.clipboard().text().startswith("Chủ đề: Đôn đốc gửi số liệu")
