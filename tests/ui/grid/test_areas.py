from PySide6.QtCore import QCoreApplication, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy

from desktop.models.entry.entry_numbers import EMPTIED
from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.source import Block
from desktop.ui.grid.view import GridView
from tests.support.keyboard import press, type_text
from tests.ui.grid.sheet import Sheet

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_copy_and_paste_speak_excels_language(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells |= {(0, 2): 1234, (0, 3): 5, (1, 2): 6}
    cells.go_to(0, 2)
    cells.go_to(1, 3, extend=True)
    press(cells, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "1234\t5\n6\t"
    cells.go_to(2, 2)
    press(cells, KEY.Key_V, CONTROL)
    assert (sheet.cells[2, 2], sheet.cells[2, 3], sheet.cells[3, 2]) == (1234, 5, 6)
    assert sheet.steps == ["paste"]
    assert cells.selected_area() == (2, 2, 3, 3)


def test_a_paste_tells_the_views_once(grid: GridView, cells: CellsView) -> None:
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    cells.go_to(0, 2)
    changes = QSignalSpy(grid._model.told)
    cells.paste()
    QCoreApplication.processEvents()
    assert changes.count() == 1


def test_a_refused_paste_changes_nothing(cells: CellsView, sheet: Sheet) -> None:
    refusals = QSignalSpy(cells.refused)
    QGuiApplication.clipboard().setText("1\tx")
    cells.paste()
    assert sheet.cells == {}
    assert "không phải là số" in refusals.at(0)[2]


def test_one_copied_cell_fills_the_selection(cells: CellsView, sheet: Sheet) -> None:
    QGuiApplication.clipboard().setText("8")
    cells.go_to(0, 2)
    cells.go_to(2, 3, extend=True)
    cells.paste()
    assert sorted(sheet.cells.values()) == [8] * 6


def test_a_page_may_review_a_paste_before_it_lands(cells: CellsView, sheet: Sheet) -> None:
    seen = []
    cells.review_paste = lambda row, column, block, _own: seen.append((row, column, block))
    QGuiApplication.clipboard().setText("475.962")
    cells.paste()
    assert seen == [(0, 0, [["475.962"]])]
    assert sheet.steps == []


def test_fill_down_and_right(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells |= {(0, 2): 4, (0, 3): 5}
    cells.go_to(0, 2)
    cells.go_to(2, 3, extend=True)
    press(cells, KEY.Key_D, CONTROL)
    assert [sheet.cells[r, c] for r in (1, 2) for c in (2, 3)] == [4, 5, 4, 5]
    cells.go_to(0, 3)
    cells.go_to(0, 5, extend=True)
    press(cells, KEY.Key_R, CONTROL)
    assert [sheet.cells[0, c] for c in (4, 5)] == [5, 5]
    cells.go_to(3, 2)
    press(cells, KEY.Key_D, CONTROL)
    assert sheet.cells[3, 2] == 4


def test_an_empty_cell_filled_down_or_right_empties(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells |= {(1, 2): 4, (3, 3): 5, (4, 2): 6}
    cells.go_to(0, 2)
    cells.go_to(1, 2, extend=True)
    press(cells, KEY.Key_D, CONTROL)
    cells.go_to(3, 2)
    cells.go_to(3, 3, extend=True)
    press(cells, KEY.Key_R, CONTROL)
    assert sheet.cells == {(4, 2): 6}
    assert sheet.steps == ["paste", "paste"]


def test_an_empty_cell_copied_empties_and_a_blank_of_others_does_not(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells |= {(1, 2): 4, (1, 3): 5, (0, 3): 7}
    cells.go_to(0, 2)
    cells.go_to(0, 3, extend=True)
    cells.copy()
    cells.go_to(1, 2)
    cells.paste()
    assert sheet.cells == {(0, 3): 7, (1, 3): 7}
    QGuiApplication.clipboard().setText("\t9")
    cells.go_to(0, 3)
    cells.paste()
    assert sheet.cells == {(0, 3): 7, (0, 4): 9, (1, 3): 7}


def test_delete_clears_the_selection_as_one_step(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells |= {(0, 2): 4, (1, 2): 5}
    cells.go_to(0, 2)
    cells.go_to(1, 2, extend=True)
    press(cells, KEY.Key_Delete)
    assert sheet.cells == {}
    assert sheet.steps == ["clear"]


def test_what_is_cut_stays_until_it_is_pasted_and_moves_in_one_step(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells |= {(0, 2): 4, (1, 2): 5}
    cells.go_to(0, 2)
    cells.go_to(1, 2, extend=True)
    press(cells, KEY.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "4\n5"
    assert sheet.cells == {(0, 2): 4, (1, 2): 5}
    assert cells.cutting.area == (0, 2, 1, 2)
    cells.go_to(1, 2)
    press(cells, KEY.Key_V, CONTROL)
    assert sheet.cells == {(1, 2): 4, (2, 2): 5}
    assert sheet.steps == ["paste"]
    assert cells.cutting.area is None


def test_a_single_cut_cell_is_framed_otherwise_than_the_cursor(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells[0, 0] = 4
    before = cells.grab().toImage()
    press(cells, KEY.Key_X, CONTROL)
    assert cells.grab().toImage() != before
    press(cells, KEY.Key_Escape)
    assert cells.grab().toImage() == before


def test_escape_gives_up_a_cut_and_nothing_is_pasted(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[0, 0] = 4
    press(cells, KEY.Key_X, CONTROL)
    press(cells, KEY.Key_Escape)
    cells.go_to(2, 0)
    press(cells, KEY.Key_V, CONTROL)
    assert sheet.cells == {(0, 0): 4}
    assert sheet.steps == []


def test_typing_after_a_cut_makes_its_paste_a_copy(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[0, 0] = 4
    press(cells, KEY.Key_X, CONTROL)
    cells.go_to(3, 0)
    type_text(cells, "7")
    editor = cells._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Return)
    cells.go_to(2, 0)
    press(cells, KEY.Key_V, CONTROL)
    assert sheet.cells == {(0, 0): 4, (2, 0): 4, (3, 0): 7}


def test_a_cut_figure_that_finds_no_place_stays(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[0, 0] = 4
    press(cells, KEY.Key_X, CONTROL)
    cells.go_to(2, Sheet.COMPUTED)
    press(cells, KEY.Key_V, CONTROL)
    assert sheet.cells == {(0, 0): 4}


def test_control_enter_fills_the_selection_with_what_is_typed(
    cells: CellsView, sheet: Sheet
) -> None:
    cells.go_to(0, 0)
    cells.go_to(1, 2, extend=True)
    type_text(cells, "7")
    editor = cells._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Return, CONTROL)
    assert sheet.cells == {(0, 0): 7, (1, 0): 7, (0, 2): 7, (1, 2): 7}
    assert sheet.steps == ["fill"]
    assert not cells.typing
    assert cells.selected_area() == (0, 0, 1, 2)
    assert cells.cursor_cell() == (0, 0)


def test_control_enter_of_what_is_no_number_stays_and_says_so(
    cells: CellsView, sheet: Sheet
) -> None:
    cells.go_to(0, 0)
    cells.go_to(1, 0, extend=True)
    type_text(cells, "x")
    editor = cells._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Enter, CONTROL)
    assert cells.typing
    assert editor.toolTip() == "“x” không phải là số."
    assert sheet.cells == {}


def test_cells_copied_here_land_as_they_are_and_are_handed_over_as_our_own(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells[0, 0] = 412
    cells.go_to(0, 0)
    cells.copy()
    cells.go_to(2, 0)
    cells.paste()
    assert sheet.cells[2, 0] == 412
    reviewed: list[tuple[Block, bool]] = []
    cells.review_paste = lambda _row, _column, block, own: reviewed.append((block, own))
    cells.paste()
    press(cells, KEY.Key_D, CONTROL)
    QGuiApplication.clipboard().setText("7")
    cells.paste()
    assert reviewed == [([["412"]], True), ([[EMPTIED]], True), ([["7"]], False)]


def choose(cells: CellsView, *areas: tuple[int, int, int, int]) -> None:
    """Select areas (top, left, bottom, right) as Ctrl and the mouse do."""
    flags = QItemSelectionModel.SelectionFlag
    cells.go_to(*areas[0][:2])
    model = cells.grid_model
    for top, left, bottom, right in areas:
        area = QItemSelection(model.index(top, left), model.index(bottom, right))
        cells.selectionModel().select(area, flags.Select)


def test_fill_over_areas_apart_leaves_the_cells_between_alone(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells |= {(0, 2): 4, (1, 3): 9, (0, 5): 6}
    choose(cells, (0, 2, 2, 2), (0, 5, 1, 5))
    press(cells, KEY.Key_D, CONTROL)
    assert [sheet.cells.get((r, 2)) for r in range(3)] == [4, 4, 4]
    assert [sheet.cells.get((r, 5)) for r in range(3)] == [6, 6, None]
    assert [sheet.cells.get((r, 3)) for r in range(3)] == [None, 9, None]
    assert len(sheet.steps) == 1


def test_areas_apart_are_not_copied_cut_or_pasted_over(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells |= {(0, 2): 4, (1, 3): 9, (2, 2): 5}
    QGuiApplication.clipboard().setText("7")
    refused = QSignalSpy(cells.refused)
    for key in (KEY.Key_C, KEY.Key_X, KEY.Key_V):
        choose(cells, (0, 2, 0, 2), (2, 2, 2, 3))
        press(cells, key, CONTROL)
    assert refused.count() == 3
    assert QGuiApplication.clipboard().text() == "7"
    assert sheet.cells == {(0, 2): 4, (1, 3): 9, (2, 2): 5}
    choose(cells, (0, 2, 0, 2), (1, 2, 1, 2), (2, 2, 2, 2))  # neighbours are one area
    press(cells, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "4\n\n5"
