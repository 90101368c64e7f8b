"""Buttons under a hand that clicks twice."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.ui.widgets.buttons import button, link

pytestmark = pytest.mark.usefixtures("theme")


def double_click(target: QPushButton) -> None:
    """Press, release, press again within the time of a double click, release."""
    kinds = QEvent.Type
    for kind in (
        kinds.MouseButtonPress, kinds.MouseButtonRelease,
        kinds.MouseButtonDblClick, kinds.MouseButtonRelease,
    ):  # fmt: skip
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        held = none if kind is kinds.MouseButtonRelease else left
        place = QPointF(target.rect().center())
        QApplication.sendEvent(
            target,
            QMouseEvent(kind, place, place, left, held, Qt.KeyboardModifier.NoModifier),
        )


def test_a_double_click_on_a_button_is_one_wish() -> None:
    done: list[int] = []
    deed = button("Duyệt dòng đã chọn", lambda: done.append(1), look="primary")
    deed.show()
    double_click(deed)
    assert done == [1]
    QApplication.processEvents()
    double_click(deed)
    assert done == [1, 1]


def test_a_link_leads_on_as_often_as_it_is_pressed() -> None:
    done: list[int] = []
    lead = link("Chỗ tiếp theo", lambda: done.append(1))
    lead.show()
    double_click(lead)
    assert done == [1, 1]
