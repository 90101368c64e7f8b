"""The strip for finding and replacing has room in every window."""

from itertools import pairwise

from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.models.plans.plan_draft import draft_item
from desktop.ui.outline.find_bar import FindBar
from desktop.ui.theme import Theme, ThemeChoice
from tests.ui.outline.test_outline_view import Sheet


def test_in_a_narrow_window_with_large_letters_nothing_in_the_strip_overlaps(
    theme: Theme,
) -> None:
    theme.choose(ThemeChoice.LIGHT, text_scale=1.25)
    sheet = Sheet(draft_item("Đoàn viên thực hiện", "arabic"))
    bar = FindBar(sheet.view)
    bar.open_bar(replacing=True)
    bar.wanted.setText("đoàn viên")
    bar.resize(700, bar.sizeHint().height())
    QApplication.processEvents()
    assert bar.minimumSizeHint().width() <= 700
    parts = [bar.wanted, *bar.findChildren(QAbstractButton), bar.count]
    shown = [p for p in parts if p.isVisible() and p.parent() is bar]
    shown.sort(key=lambda part: part.x())
    assert len(shown) == 7
    for one, following in pairwise(shown):
        assert one.geometry().right() < following.x()
    for part in (bar, sheet.view):
        part.close()
        part.deleteLater()
