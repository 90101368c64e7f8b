"""The first page through the real window: steps, lines that lead somewhere, columns that fold."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.ui.pages.today.line import Line
from desktop.ui.widgets.labels import PlainLabel
from tests.support.keyboard import press
from tests.ui.pages.offices import (
    PERIOD,
    connect,
    enter_month,
    front,
    make_commune,
    make_province,
    window,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    """A commune that was connected but has no figures yet."""
    (tmp_path / "tệp").mkdir()
    make_province(tmp_path / "tỉnh")
    make_commune(tmp_path / "xã")
    connect(tmp_path / "tỉnh", tmp_path / "xã", tmp_path / "tệp")
    return tmp_path / "xã"


def lines(column: Any) -> list[Line]:
    """Return the lines of a column."""
    return [part for part in column.parts() if isinstance(part, Line)]


def wanted(monkeypatch: pytest.MonkeyPatch, shell: Any) -> list[tuple[str, Any]]:
    """Collect where the page wants to go instead of going."""
    asked: list[tuple[str, Any]] = []
    monkeypatch.setattr(shell, "go", lambda page, argument=None: asked.append((page, argument)))
    return asked


def test_a_new_office_sees_three_steps_with_the_next_one_filled(tmp_path: Path) -> None:
    make_commune(tmp_path / "xã")
    with window(tmp_path / "xã") as shell:
        page = front(shell)
        assert page.first_steps.isVisible()
        told = [one.text() for one in page.first_steps.findChildren(PlainLabel)]
        for title in ("Đơn vị của tôi", "Kế hoạch năm", "Số liệu tháng này"):
            assert title in told
        filled = [
            one.text()
            for one in page.first_steps.findChildren(QPushButton)
            if one.property("look") == "primary"
        ]
        assert filled == ["Thêm đơn vị"]
        next(b for b in page.first_steps.findChildren(QPushButton) if b.text() == filled[0]).click()
        shell.settle()


def test_a_line_opens_the_place_by_click_and_by_key(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_month(commune)
    with window(commune) as shell:
        page = front(shell)
        send = next(one for one in lines(page.todo) if "Gửi lên cấp trên" in one.title)
        assert "Hạn nộp 05/11/2026" in send.detail
        assert "ngày khóa 15/11/2026" in send.detail
        asked = wanted(monkeypatch, shell)
        press(send, Qt.Key.Key_Return)
        assert asked == [("exchange", {"period": PERIOD, "what": "send"})]


def test_figures_not_locked_lead_to_the_figures(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_month(commune, locked=False)
    with window(commune) as shell:
        lock = next(one for one in lines(front(shell).todo) if "chốt số liệu" in one.title)
        asked = wanted(monkeypatch, shell)
        lock.open()
        assert asked == [("figures", (PERIOD, "F1", "", ""))]


def test_a_change_anywhere_is_shown_at_once(commune: Path) -> None:
    enter_month(commune, locked=False)
    with window(commune) as shell:
        before = [one.title for one in lines(front(shell).todo)]
        assert any("chốt số liệu" in title for title in before)
        shell.desk.do(lock_all)
        shell.settle()
        after = [one.title for one in lines(front(shell).todo)]
        assert not any("chốt số liệu" in title for title in after)
        assert any("Gửi lên cấp trên" in title for title in after)


def lock_all(store: Any) -> None:
    """Lock both forms of the month."""
    from desktop.models.figures.returns.returns import lock

    for form in ("F1", "F3"):
        lock(store, form, PERIOD, reason="đã kiểm tra")


def test_the_province_sees_how_many_have_sent(commune: Path) -> None:
    with window(commune.parent / "tỉnh") as shell:
        first = lines(front(shell).todo)[0]
        assert first.title == "Tháng 10/2026: 0 trên 1 đơn vị đã gửi đủ"
        assert first.detail.startswith("Còn phải gửi: Công đoàn xã An Thử.")


def test_three_columns_become_one_when_narrow(commune: Path) -> None:
    enter_month(commune)
    with window(commune) as shell:
        page = front(shell)
        shell.setWindowState(Qt.WindowState.WindowNoState)
        shell.resize(1600, 900)
        shell.settle()
        tops = {column.mapTo(shell, column.rect().topLeft()).y() for column in columns(page)}
        assert len(tops) == 1
        shell.resize(900, 700)
        shell.settle()
        lefts = {column.mapTo(shell, column.rect().topLeft()).x() for column in columns(page)}
        assert len(lefts) == 1


def columns(page: Any) -> list[Any]:
    """Return the three columns."""
    return [page.todo, page.followed, page.news]
