"""Two values of one thing stand beside each other with whose they are and what brought them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.sync.conflicts import Disagreement, Side
from desktop.ui.pages.exchange.conflicts_view import ConflictsView, RefusedWords, Worded
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.table import ListTable
from tests.support.keyboard import press

pytestmark = pytest.mark.usefixtures("app")
AT = "2026-11-22T15:44:00+07:00"


def side(op: str, *, wins: bool) -> Side:
    return Side(op, {}, "office", AT, ours=False, wins=wins, unit="Công đoàn xã A",
                store=op * 8, bundle=op * 64, came=AT)  # fmt: skip


def test_a_card_shows_the_figures_the_machine_and_the_bundle() -> None:
    chosen: list[object] = []
    view = ConflictsView(lambda _found, one: chosen.append(one.op))
    found = Disagreement(
        "submit", "2026-10|F1|u", "2", (side("a", wins=True), side("b", wins=False))
    )
    values = ("262 – Tổng số CNVCLĐ; 3 số còn lại như nhau", "261 – Tổng số CNVCLĐ")
    view.show_conflicts([Worded(found, "Biểu F1 lần 2", values)])
    told = [label.text() for label in view.findChildren(PlainLabel)]
    assert "262 – Tổng số CNVCLĐ\n3 số còn lại như nhau" in told
    assert "đang dùng" in told
    (second,) = [text for text in told if "bbbbbbbb" in text]
    assert second.startswith("Máy của Công đoàn xã A (bbbbbbbb), gói bbbbbbbb nhận 22/11/2026")
    view.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_each_of_the_values_is_chosen_by_the_keyboard_alone(key: Qt.Key) -> None:
    chosen: list[str] = []
    view = ConflictsView(lambda _found, one: chosen.append(one.op))
    found = Disagreement("cell", "2026-10|u", "A10", (side("a", wins=True), side("b", wins=False)))
    view.show_conflicts([Worded(found, "Tổng số đoàn viên", ("262", "261"))])
    view.show()
    view.activateWindow()
    QApplication.processEvents()
    first, second = view.findChildren(QPushButton, "")[-2:]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    press(first, key)
    press(first, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert QApplication.focusWidget() is second
    press(second, key)
    assert chosen == ["a", "b"]
    view.close()


def test_a_figure_of_a_revoked_machine_is_put_aside_and_no_other() -> None:
    gone: list[str] = []
    view = ConflictsView(lambda _found, _side: None, gone.append)
    rows = [
        RefusedWords("Biểu F1", "99", "–", "máy này", "A", "thu hồi", AT, "a", kept=True),
        RefusedWords("Biểu F3", "7", "–", "cấp trên", "A", "sai", AT, "b"),
    ]
    view.show_conflicts([], rows)
    (table,) = view.findChildren(ListTable)
    (deed,) = [one for one in view.findChildren(QPushButton) if "Đã đối chiếu" in one.text()]
    assert not deed.isEnabled()
    table.selectRow(1)
    assert not deed.isEnabled()
    table.selectRow(0)
    deed.click()
    assert gone == ["a"]
    view.close()
