"""Below the grid: problems are reached, explained and looked through by keys alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, figures, grid, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]
CONTROL = Qt.KeyboardModifier.ControlModifier


def warned(open_commune: Open, workers: str = "900") -> tuple[Shell, FiguresPage]:
    """A page whose first row has a warning; or, with fewer workers, something worth a look."""
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for code, typed in (("A03", "80"), ("A01", workers)):
        view.go_to(*at(page, code))
        type_cell(view, typed)
    shell.settle()
    return shell, page


def test_a_warning_is_explained_by_its_key_and_typing_goes_on(open_commune: Open) -> None:
    shell, page = warned(open_commune)
    view = grid(page)
    view.go_to(0, 0)
    press(view, KEY.Key_F8, CONTROL)
    assert page.reasons.asking
    type_text(page.reasons.line, "Tiếp nhận lao động thời vụ")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    assert view.hasFocus()
    assert not any(one.open for one in page.problems() if one.row == 0)
    press(view, KEY.Key_F8, CONTROL)
    assert not page.reasons.asking
    assert shell.messages.strips()[0].message.text == "Dòng này không có cảnh báo nào cần lý do."


def test_what_is_worth_a_look_comes_into_sight_and_is_put_away(open_commune: Open) -> None:
    shell, page = warned(open_commune, "130")
    page.quality.draw()
    assert page.quality.look.text().startswith("Điều nên xem (")
    page.show_notices()
    chosen = page.problem_list.table.current()
    assert chosen is not None
    assert chosen.finding.severity == "I"
    assert page.quality.look.text() == "Ẩn điều nên xem"
    page.show_notices()
    shell.settle()
    assert not any(one.finding.severity == "I" for one in page.problem_list.table.rows())


def test_confirming_the_estimates_leaves_the_keys_in_the_grid(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.quality.look.setFocus()
    page.entering.confirm_all()
    shell.settle()
    assert page.grid is not None
    assert page.grid.cells.hasFocus()


def test_a_cell_of_a_locked_return_hands_the_keys_to_the_reason(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view = grid(page)
    view.go_to(*at(page, "A01"))
    type_cell(view, "105")
    shell.settle()
    asked = page.window().focusWidget()
    press(page.reasons.line, KEY.Key_Escape)
    assert asked is page.reasons.line
    assert page.window().focusWidget() is view
    page.mending.mend()
    assert "gõ số đúng vào ô" in shell.messages.strips()[0].message.text


def test_the_list_of_problems_leaves_a_low_window_to_the_grid(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for row in range(len(units)):
        view.go_to(*at(page, "A03", row))
        type_cell(view, "85")
    heights = []
    for height in (900, 560):
        shell.resize(1100, height)
        shell.settle()
        QApplication.processEvents()
        heights.append(page.problem_list.table.height())
    assert heights[1] < heights[0]
    assert page.grid is not None
    assert page.grid.height() > page.problem_list.table.height()
