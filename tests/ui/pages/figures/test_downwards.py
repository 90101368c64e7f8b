"""Blocks over the titles of groups in F4: line by line where they carry the titles' lines."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.grid.cells import CellsView
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.pages.figures.turned import TurnedSource
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, at, figures, grid, paste_dialog

CONTROL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[Shell, Reader, list[str]]]
FIRST = ("C42", "C42N", "C43", "D04", "D05", "D06", "D18")
Held = Callable[[], dict[str, int | None]]


@pytest.fixture
def opened(open_commune: Open) -> tuple[Shell, FiguresPage, CellsView, Held]:
    """F4 of October; what the store holds of it."""
    shell, reader, _units = open_commune()
    page = figures(shell, form="F4")
    view = grid(page)
    source = page.source()
    assert isinstance(source, TurnedSource)
    first = at(page, "C42")[0]
    kinds = [source.heading(row) for row in range(first, first + 8)]
    assert kinds == [False] * 3 + [True] + [False] * 4

    def held() -> dict[str, int | None]:
        shell.settle()
        found = cells(reader, reader.own_unit, "2026-10")
        return {code: cell.value for code, cell in found.items() if cell.state != "cleared"}

    return shell, page, view, held


def paste(page: FiguresPage, view: CellsView, code: str, *lines: str) -> None:
    QApplication.clipboard().setText("\n".join(lines))
    view.go_to(*at(page, code))
    press(view, KEY.Key_V, CONTROL)
    page.entering.finish_reading()


def type_first(page: FiguresPage, held: Held, **numbers: str) -> None:
    for code, text in numbers.items():
        page.source().commit(*at(page, code), text)
    held()


def choose(view: CellsView, page: FiguresPage, first: str, last: str) -> None:
    view.go_to(*at(page, first))
    row, column = at(page, last)
    view.go_to(row, column, extend=True)


@pytest.mark.parametrize("title", ["", "D. Đại diện, quan hệ lao động"])
def test_a_block_with_the_titles_lines_lands_line_by_line(opened, title: str) -> None:
    _shell, page, view, held = opened
    said = page.source().row_name(at(page, "D04")[0] - 1) if title else ""
    paste(page, view, "C42", "1", "2", "3", said, "4", "5", "6")
    assert held() == dict(zip(FIRST, range(1, 7), strict=False))


def test_a_block_without_them_passes_the_titles_over(opened) -> None:
    _shell, page, view, held = opened
    paste(page, view, "C42", "1", "2", "3", "4", "5", "6", "7")
    assert held() == dict(zip(FIRST, range(1, 8), strict=False))


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (["1", "", "3", "", "5", "6"], {"C42": 1, "C43": 3, "D04": 5, "D05": 6}),
        (["1", "2", "3", "4", "", "6"], {"C42": 1, "C42N": 2, "C43": 3, "D04": 4, "D06": 6}),
    ],
)
def test_where_blank_lines_may_be_either_the_reading_is_shown_first(
    opened, lines: list[str], meant: dict[str, int]
) -> None:
    _shell, page, view, held = opened
    paste(page, view, "C42", *lines)
    assert held() == {}
    dialog = paste_dialog()
    assert "dòng tên nhóm" in dialog.table.rows()[0].note
    dialog.deed_button.click()
    assert held() == meant


def test_cells_of_our_own_land_line_by_line_in_another_month(opened) -> None:
    _shell, page, view, held = opened
    type_first(page, held, C42="1", C42N="2", C43="3", D04="4", D05="5", D06="6")
    choose(view, page, "C42", "D06")
    view.copy()
    assert QApplication.clipboard().text().split("\n")[3] == ""
    for code in FIRST[:6]:
        page.source().clear([at(page, code)])
    page.source().commit(*at(page, "D18"), "9")
    assert held() == {"D18": 9}
    view.go_to(*at(page, "C42"))
    view.paste()
    page.entering.finish_reading()
    assert held() == dict(zip(FIRST, (1, 2, 3, 4, 5, 6, 9), strict=True))


def test_cells_of_our_own_whose_titles_meet_none_are_shown_first(opened) -> None:
    _shell, page, view, held = opened
    type_first(page, held, C42="1", C42N="2", C43="3", D04="4")
    choose(view, page, "C42", "D04")
    view.copy()
    before = held()
    view.go_to(*at(page, "C42N"))
    view.paste()
    page.entering.finish_reading()
    assert held() == before
    dialog = paste_dialog()
    assert "dòng tên nhóm" in dialog.table.rows()[0].note
    dialog.reject()


@pytest.mark.parametrize("start", ["C42N", "C43"])
def test_filling_down_over_a_title_stays_within_the_selection(opened, start: str) -> None:
    _shell, page, view, held = opened
    type_first(page, held, **{start: "2", "D18": "9"})
    choose(view, page, start, "D06")
    view.fill(down=True)
    page.entering.finish_reading()
    within = FIRST[FIRST.index(start) : 6]
    assert held() == {**dict.fromkeys(within, 2), "D18": 9}


def test_filling_from_a_title_repeats_the_first_figure_below_it(opened) -> None:
    _shell, page, view, held = opened
    type_first(page, held, D04="4", D05="5")
    row, column = at(page, "D04")
    view.choose(row - 1, column, row + 2, column, (row, column))
    view.fill(down=True)
    page.entering.finish_reading()
    assert held() == {"D04": 4, "D05": 4, "D06": 4}


def test_one_figure_pasted_over_a_selection_stays_within_it(opened) -> None:
    _shell, page, view, held = opened
    for ours in (False, True):
        page.source().commit(*at(page, "D18"), "9")
        if ours:
            page.source().commit(*at(page, "C42"), "8")
            view.go_to(*at(page, "C42"))
            view.copy()
        else:
            QApplication.clipboard().setText("7")
        choose(view, page, "C42N", "D06")
        view.paste()
        page.entering.finish_reading()
        number = 8 if ours else 7
        found = held()
        assert [found[code] for code in FIRST[1:]] == [number] * 5 + [9]


def test_a_cut_over_a_title_moves_what_it_held(opened) -> None:
    _shell, page, view, held = opened
    type_first(page, held, C42="1", C42N="2", C43="3", D04="4")
    choose(view, page, "C43", "D04")
    view.cut()
    view.go_to(*at(page, "D06"))
    view.paste()
    page.entering.finish_reading()
    paste_dialog().deed_button.click()
    assert held() == {"C42": 1, "C42N": 2, "D06": 3, "D18": 4}


def test_clearing_over_a_title_clears_what_is_selected(opened) -> None:
    _shell, page, view, held = opened
    type_first(page, held, C43="3", D04="4", D05="5")
    choose(view, page, "C43", "D04")
    view.clear_selected()
    assert held() == {"D05": 5}


def test_names_with_a_head_over_their_figures_land_by_name(opened) -> None:
    _shell, page, view, held = opened
    paste(page, view, "C42", "Mã\tĐơn vị tính\tKỳ này", "D05\tbản\t5", "C43\tthẻ\tx")
    assert held() == {"D05": 5, "C43": None}


def test_nothing_lands_from_the_column_of_the_period_before(opened) -> None:
    _shell, page, view, held = opened
    titles = [one.title for one in page.source().columns]
    assert "Kỳ trước" in titles
    QApplication.clipboard().setText("5")
    view.go_to(at(page, "C42")[0], titles.index("Kỳ trước"))
    view.paste()
    page.entering.finish_reading()
    assert held() == {}
    dialog = paste_dialog()
    assert "chỉ để xem" in dialog.table.rows()[0].note
    dialog.reject()
