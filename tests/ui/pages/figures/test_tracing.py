"""A total below the grid tells where it comes from, by a click and F8 or by a key alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.tracing import traced_figure
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, at, figures, grid, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_f8_on_a_total_opens_the_trace_of_its_column(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for unit, typed in enumerate(("81", "64")):
        view.go_to(*at(page, "A01", unit))
        type_cell(view, typed)
    shell.settle()
    assert page.grid is not None
    column = at(page, "A01")[1]
    totals = page.grid._totals
    where = totals.visualRect(totals.model().index(0, column)).center()
    QTest.mouseClick(totals.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert page.grid.total_chosen() == column
    press(totals, KEY.Key_F8)
    shell.settle()
    found = page.traced.found
    assert found is not None
    assert (page.traced.asked.code, found.total.value) == ("A01", sum(p.value for p in found.parts))
    assert {81, 64} <= {part.value for part in found.parts}
    page.traced.reject()
    shell.settle()
    assert page.window().focusWidget() is view
    assert page.grid.total_chosen() is None


def test_a_key_traces_the_total_of_the_column_the_cursor_is_in(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    view.go_to(*at(page, "A03"))
    press(view, KEY.Key_F8, SHIFT)
    shell.settle()
    assert page.traced.asked.code == "A03"
    page.traced.reject()


def test_an_opening_is_traced_to_the_closing_of_the_month_before(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F3")
    assert page.sheet is not None
    month = parse_period("2026-10", reader.packs.schemes)
    opening = next(c for c in page.sheet.columns if c.kind == "opening")
    net = next(c for c in page.sheet.columns if c.formula == "net")
    assert traced_figure(reader.packs, month, opening) == ("2026-09", "A03")
    assert traced_figure(reader.packs, month, opening, typed=True) == ("2026-10", "C00")
    assert traced_figure(reader.packs, month, net) == ("2026-10", "C41")
