"""The month in a low window: what happens is told, not only how much."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.ui.pages.activities.month import MonthView
from desktop.ui.widgets.labels import PlainLabel

DAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("height", "many", "told", "left"),
    [(260, 1, 1, ""), (260, 3, 1, "+ 2"), (800, 3, 3, ""), (800, 30, None, "nữa")],
)
def test_the_first_activity_is_always_told(
    app: QApplication, height: int, many: int, told: int | None, left: str
) -> None:
    view = MonthView(DAY)
    found: list[Any] = [SimpleNamespace(title=f"Thăm hỏi công nhân {n}", start=DAY, end=DAY)
                        for n in range(many)]  # fmt: skip
    view.resize(900, height)
    view.show()
    view.show_activities(found)
    QApplication.processEvents()
    cell = next(one for one in view.days if one._day == DAY)
    shown = [one for one in cell.findChildren(QPushButton) if one.isVisible()]
    assert len(shown) == told or (told is None and 1 < len(shown) < many)
    words = [one.text() for one in cell.findChildren(PlainLabel) if one.isVisible()][1:]
    assert left in "".join(words)
    assert bool(words) == bool(left)
    for one in shown:  # neither cut nor over another
        assert cell.rect().contains(one.geometry())
        assert one.text().startswith("Thăm")
    view.close()
