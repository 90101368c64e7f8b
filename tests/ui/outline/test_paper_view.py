"""A long paper: the lines in sight are broken first, the others in later turns."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.ui.outline.paper_row import PaperRow
from desktop.ui.outline.paper_view import PaperView

ROWS = [
    PaperRow(f"r{n}", f"{n}.", (("đoàn viên người lao động " * (1 + n % 9), ""),), n % 3)
    for n in range(400)
]


@pytest.fixture
def paper(app: QApplication) -> Iterator[PaperView]:
    """A paper of 400 paragraphs, shown, no event heard yet."""
    view = PaperView("Thử")
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    view.resize(700, 500)
    view.show()
    app.processEvents()
    view.set_rows(ROWS)
    yield view
    view.close()
    view.deleteLater()


def _broken(view: PaperView) -> int:
    return sum(laid.broken for laid in view._laid)


def _wait(view: PaperView) -> None:
    for _turn in range(100_000):
        if _broken(view) == len(ROWS):
            return
        QApplication.processEvents()
    pytest.fail("the lines are never all broken")


def test_a_paper_is_painted_before_all_its_lines_are_broken(paper: PaperView) -> None:
    assert _broken(paper) == 0
    paper.repaint()
    assert 0 < _broken(paper) < 60
    _wait(paper)
    foot = paper._tops[-1] + paper._laid[-1].height
    assert foot == pytest.approx(paper._tops[0] + sum(laid.height for laid in paper._laid))
    assert paper.verticalScrollBar().maximum() >= int(foot) - paper.viewport().height()


def test_a_place_gone_to_stays_where_it_is_while_the_lines_above_are_broken(
    paper: PaperView,
) -> None:
    paper.go_to("r300")
    before = paper.row_area("r300")
    assert paper.viewport().rect().contains(before)
    assert _broken(paper) < len(ROWS)
    _wait(paper)
    assert abs(paper.row_area("r300").top() - before.top()) <= 1


def test_a_row_asked_for_its_lines_breaks_them(paper: PaperView) -> None:
    last = paper._laid[-1]
    assert not last.broken
    assert last.line_count >= 1
    assert last.broken
