"""The marks of the board are told apart without colour, and the board by ear."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.models.figures.returns.board import BoardCell
from desktop.models.figures.returns.board_words import cell_words, state_words
from desktop.ui.pages.exchange import glyphs
from desktop.ui.pages.exchange.legend import LEGEND

pytestmark = pytest.mark.usefixtures("app")

EDGE = 24


def shape(state: str) -> frozenset[tuple[int, int]]:
    """Return the pixels a mark darkens, whatever its colour."""
    image = QImage(EDGE, EDGE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    glyphs.draw(painter, QRectF(0, 0, EDGE, EDGE), state)
    painter.end()
    return frozenset(
        (x, y)
        for x in range(EDGE)
        for y in range(EDGE)
        if QColor(image.pixel(x, y)).lightness() < 180
    )


def test_every_state_has_a_shape_of_its_own() -> None:
    shapes = {state: shape(state) for state in LEGEND}
    assert all(shapes.values())
    for first, second in combinations(LEGEND, 2):
        assert len(shapes[first] ^ shapes[second]) >= 6, (first, second)


def test_the_legend_explains_every_state() -> None:
    assert set(LEGEND) == set(state_words())


def test_the_legend_draws_and_names_the_corner_of_a_changed_return() -> None:
    mark = glyphs.CornerMark(glyphs.changed_words(), glyphs.draw_changed)
    mark.resize(EDGE, EDGE)
    picture = mark.grab().toImage()
    corner, middle = picture.pixelColor(EDGE - 2, 1), picture.pixelColor(4, EDGE - 4)
    assert corner != middle
    assert mark.accessibleName() == "góc vàng: sửa sau khi duyệt, hoặc chưa xác thực"


def test_the_lock_of_a_closed_month_stands_at_the_left_below() -> None:
    mark = glyphs.CornerMark(glyphs.closed_words(), glyphs.draw_closed)
    mark.resize(EDGE, EDGE)
    picture = mark.grab().toImage()
    assert picture.pixelColor(7, EDGE - 5) != picture.pixelColor(EDGE - 4, 4)
    assert mark.accessibleName() == "ổ khóa: đã khóa sổ"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (BoardCell("2026-10", "ahead", 4), "chưa đến kỳ"),
        (BoardCell("2026-10", "overdue", 4), "quá hạn chưa gửi, có 0 trên 4 báo cáo"),
        (
            BoardCell("2026-10", "partial", 4, reported=2, late=1),
            "mới nhận một phần, có 2 trên 4 báo cáo, 1 muộn",
        ),
        (
            BoardCell("2026-10", "received", 2, reported=2, revised=1, warned=2, unverified=1),
            "đã nhận đủ, chờ duyệt, có 2 trên 2 báo cáo, 1 bản bổ sung, 2 có cảnh báo đã giải"
            " trình, 1 chưa xác thực",
        ),
        (
            BoardCell("2026-10", "returned", 4, reported=4, returned=1),
            "1 báo cáo trả lại để sửa, có 3 trên 4 báo cáo",
        ),
    ],
)
def test_a_cell_says_its_state_in_words(cell: BoardCell, words: str) -> None:
    assert cell_words(cell) == words
