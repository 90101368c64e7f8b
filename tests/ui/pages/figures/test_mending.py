"""Women above the whole, in the window: what is offered, and the key that takes it."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from desktop.models.store.reader import Reader
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, at, column_at, figures, grid, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]


def test_women_above_the_whole_are_mended_with_one_key(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for code, typed in (("A01", "90"), ("A01N", "270")):
        view.go_to(*at(page, code))
        type_cell(view, typed)
    shell.settle()
    page.go_to_next_problem()
    assert page.problem_list.offers[0].isVisible()
    assert "270 → 27 (thừa số 0)" in page.problem_list.offers[0].text()
    press(view, KEY.Key_Period, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    row, _column = at(page, "A01N")
    assert page.source().text(row, column_at(page, "A01N")) == "27"
    assert reader.get("cell", f"{page.period}|{units[row]}", "A01N") == 27


def test_workers_with_a_zero_too_many_are_suggested_their_number_with_the_reason(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for code, typed in (("A01", "840"), ("A03", "80")):
        view.go_to(*at(page, code))
        type_cell(view, typed)
    shell.settle()
    page.go_to_next_problem()
    said = page.problem_list.offers[0].text()
    assert "840 → 84 (thừa số 0; kỳ trước 100)" in said
    view.go_to(*at(page, "A01"))
    press(view, KEY.Key_Period, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    assert reader.get("cell", f"{page.period}|{units[0]}", "A01") == 84
    press(view, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    assert reader.get("cell", f"{page.period}|{units[0]}", "A01") == 840
