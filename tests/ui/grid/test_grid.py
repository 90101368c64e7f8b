from collections import Counter
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.models.clock import VIETNAM
from desktop.models.text import short_date
from desktop.ui import theme as themes
from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.model import SPOKEN
from desktop.ui.grid.source import GridColumn, Mark
from desktop.ui.grid.view import GridView
from tests.support.keyboard import compose, press, type_text
from tests.ui.grid.sheet import Sheet, editor, enter

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_typing_replaces_the_cell_and_enter_goes_down(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[0, 0] = 99
    enter(cells, "412")
    assert sheet.cells[0, 0] == 412
    assert cells.cursor_cell() == (1, 0)
    assert cells._cell_delegate.open_editor is None


def test_tab_walks_the_cells_without_typing(grid: GridView, cells: CellsView) -> None:
    beside = QPushButton("Khác", grid)
    beside.show()
    press(cells, KEY.Key_Tab)  # column 1 is computed
    press(cells, KEY.Key_Tab)
    assert cells.cursor_cell() == (0, 3)
    press(cells, KEY.Key_Backtab, SHIFT)
    press(cells, KEY.Key_Backtab, SHIFT)
    assert cells.cursor_cell() == (0, 0)
    assert not beside.hasFocus()


def test_typing_in_a_computed_cell_stays_there(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[3, 0] = 41
    cells.go_to(0, Sheet.COMPUTED)
    type_text(cells, "41")
    assert cells.cursor_cell() == (0, Sheet.COMPUTED)
    assert cells._cell_delegate.open_editor is None


def test_tab_goes_right_and_enter_returns_below_the_first(cells: CellsView, sheet: Sheet) -> None:
    cells.go_to(0, 2)
    enter(cells, "1", KEY.Key_Tab)
    enter(cells, "2", KEY.Key_Tab)
    enter(cells, "3", KEY.Key_Return)
    assert [sheet.cells[0, c] for c in (2, 3, 4)] == [1, 2, 3]
    assert cells.cursor_cell() == (1, 2)


def test_shift_enter_and_shift_tab_go_back(cells: CellsView) -> None:
    cells.go_to(2, 2)
    press(cells, KEY.Key_Return, SHIFT)
    assert cells.cursor_cell() == (1, 2)
    press(cells, KEY.Key_Backtab, SHIFT)
    assert cells.cursor_cell() == (1, 0)  # column 1 is computed


def test_escape_gives_the_old_value_back(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[0, 0] = 7
    type_text(cells, "5")
    press(editor(cells), KEY.Key_Escape)
    assert sheet.cells[0, 0] == 7
    assert sheet.steps == []


def test_f2_edits_the_text_and_arrows_stay_inside(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[0, 0] = 1234
    press(cells, KEY.Key_F2)
    assert editor(cells).text() == "1234"
    press(editor(cells), KEY.Key_Left)
    assert cells._cell_delegate.open_editor is not None
    type_text(editor(cells), "5")
    press(editor(cells), KEY.Key_Return)
    assert sheet.cells[0, 0] == 12354


def test_an_arrow_leaves_a_cell_that_is_being_typed_over(cells: CellsView, sheet: Sheet) -> None:
    cells.go_to(1, 2)
    enter(cells, "5", KEY.Key_Right)
    assert sheet.cells[1, 2] == 5
    assert cells.cursor_cell() == (1, 3)


def test_a_refused_text_stays_open_with_the_reason(cells: CellsView, sheet: Sheet) -> None:
    refusals = QSignalSpy(cells.refused)
    type_text(cells, "4")
    type_text(editor(cells), "12a")
    press(editor(cells), KEY.Key_Return)
    assert editor(cells).text() == "412a"
    assert editor(cells).toolTip() == "“412a” không phải là số."
    assert cells.cursor_cell() == (0, 0)
    assert sheet.cells == {}
    assert refusals.at(0)[2] == "“412a” không phải là số."
    assert not cells.commit_open()


def test_a_computed_cell_cannot_be_typed_in(cells: CellsView, sheet: Sheet) -> None:
    told: list[str] = []
    cells.refused.connect(lambda _row, _column, text: told.append(text))
    cells.go_to(0, Sheet.COMPUTED)
    type_text(cells, "5")
    press(cells, KEY.Key_F2)
    assert cells._cell_delegate.open_editor is None
    press(cells, KEY.Key_Delete)
    assert sheet.steps == []
    assert told == ["Ô này không gõ được."] * 3
    press(cells, KEY.Key_Right)
    assert told == ["Ô này không gõ được."] * 3  # moving about asks for nothing


def test_leaving_the_grid_commits(cells: CellsView, sheet: Sheet) -> None:
    type_text(cells, "9")
    assert cells.commit_open()
    assert sheet.cells[0, 0] == 9


def test_composed_letters_reach_the_cell_whole(cells: CellsView) -> None:
    press(cells, KEY.Key_F2)
    compose(editor(cells), "Đ", "Đo", "Đoà", "Đoàn")
    assert editor(cells).text() == "Đoàn"
    press(editor(cells), KEY.Key_Escape)


def test_shift_arrows_select_and_control_a_takes_all(cells: CellsView) -> None:
    cells.go_to(1, 2)
    press(cells, KEY.Key_Down, SHIFT)
    press(cells, KEY.Key_Right, SHIFT)
    assert cells.selected_area() == (1, 2, 2, 3)
    press(cells, KEY.Key_Up, SHIFT)
    assert cells.selected_area() == (1, 2, 1, 3)
    press(cells, KEY.Key_A, CONTROL)
    assert cells.selected_area() == (0, 0, 4, 5)


def test_home_and_end_keys(cells: CellsView, sheet: Sheet) -> None:
    sheet.cells[3, 4] = 1
    press(cells, KEY.Key_End, CONTROL)
    assert cells.cursor_cell() == (4, 4)  # the computed column is filled in every row
    press(cells, KEY.Key_Home)
    assert cells.cursor_cell() == (4, 0)
    press(cells, KEY.Key_Home, CONTROL)
    assert cells.cursor_cell() == (0, 0)


def test_totals_and_computed_cells_follow_a_commit(grid: GridView, cells: CellsView) -> None:
    enter(cells, "10")
    enter(cells, "5")
    assert grid._totals.model().index(0, 0).data() == "15"
    assert cells.model().index(0, 1).data() == "10"


def test_a_total_no_report_counts_yet_is_marked_and_says_so(grid: GridView) -> None:
    model, (area, corner) = grid._totals.model(), (grid._totals.visualRect, QPoint(-3, 2))
    first = model.index(0, 0)
    grid.show()

    def drawn() -> QColor:
        place = area(first).topRight() + corner
        return QColor(grid._totals.viewport().grab().toImage().pixel(place))

    before = drawn()
    assert not first.data(int(Qt.ItemDataRole.ToolTipRole))
    grid.source.waits = "CĐCS A: 113 → 115"  # type: ignore[attr-defined]
    assert first.data(int(Qt.ItemDataRole.ToolTipRole)) == "CĐCS A: 113 → 115"
    assert not model.index(0, 1).data(int(Qt.ItemDataRole.ToolTipRole))
    assert drawn() == QColor(themes.current().colour("attention")) != before


def test_names_and_totals_scroll_with_the_cells(theme: object) -> None:
    grid = GridView(Sheet(200, 40))
    grid.resize(700, 300)
    grid.show()
    QApplication.processEvents()
    grid.go_to(150, 30)
    QApplication.processEvents()
    cells = grid.cells
    assert grid._names.verticalScrollBar().value() == cells.verticalScrollBar().value() > 0
    assert grid._totals.horizontalScrollBar().value() == cells.horizontalScrollBar().value() > 0
    row = cells.rowViewportPosition(150) + cells.viewport().mapTo(grid, cells.rect().topLeft()).y()
    name = grid._names
    beside = name.rowViewportPosition(150) + name.viewport().mapTo(grid, name.rect().topLeft()).y()
    assert row == beside
    assert [cells.columnWidth(c) for c in range(40)] == [
        grid._totals.columnWidth(c) for c in range(40)
    ]
    grid.close()


def test_marks_are_drawn(grid: GridView, cells: CellsView, sheet: Sheet) -> None:
    cells.go_to(4, 5)
    sheet.cells[0, 0] = 5
    plain = cells.grab().toImage()
    for mark in (Mark.ESTIMATED, Mark.CHANGED, Mark.CONFLICT, Mark.ERROR, Mark.WARNING):
        sheet.marks = {(0, 0): mark}
        grid.source_changed()
        assert cells.grab().toImage() != plain, mark
    sheet.marks = {}


def test_a_screen_reader_hears_unit_indicator_value_and_state(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells[0, 0] = 5
    sheet.marks[0, 0] = Mark.ESTIMATED
    assert cells.model().index(0, 0).data(SPOKEN) == "Đơn vị 1, Chỉ tiêu 0, 5, Ước tính"


def test_another_period_keeps_the_cursors_place(grid: GridView) -> None:
    grid.go_to(3, 2)
    grid.set_source(Sheet())
    assert grid.cells.cursor_cell() == (3, 2)
    grid.set_source(Sheet(2, 2))
    assert grid.cells.cursor_cell() == (1, 1)


def test_an_empty_grid_takes_every_key(theme: object) -> None:
    grid = GridView(Sheet(0, 0))
    grid.show()
    for key in (KEY.Key_Return, KEY.Key_Tab, KEY.Key_Down, KEY.Key_F2, KEY.Key_Delete):
        press(grid.cells, key)
    press(grid.cells, KEY.Key_C, CONTROL)
    press(grid.cells, KEY.Key_End, CONTROL)
    grid.close()


class Asked(Sheet):
    """A sheet that counts how often each cell is asked for its text."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.asked: Counter[tuple[int, int]] = Counter()

    def text(self, row: int, column: int) -> str:
        self.asked[row, column] += 1
        return super().text(row, column)


def test_a_large_grid_asks_for_what_it_shows_and_for_each_cell_once(theme: object) -> None:
    sheet = Asked(1000, 60)
    sheet.cells = {(r, c): r * c for r in range(1000) for c in range(60)}
    grid = GridView(sheet)
    grid.resize(1920, 1000)
    grid.show()
    QApplication.processEvents()
    sheet.asked.clear()
    grid.cells.viewport().repaint()
    size = grid.cells.viewport().size()
    last = grid.cells.indexAt(QPoint(size.width() - 1, size.height() - 1))
    grid.close()
    assert 0 < last.row() < 100
    assert set(sheet.asked) == {
        (r, c) for r in range(last.row() + 1) for c in range(last.column() + 1)
    }
    assert set(sheet.asked.values()) == {1}


def test_ctrl_semicolon_types_today_in_a_column_of_dates_and_says_why_not_elsewhere(
    grid: GridView, cells: CellsView, sheet: Sheet
) -> None:
    told: list[str] = []
    written: list[str] = []
    cells.refused.connect(lambda _row, _column, text: told.append(text))
    press(cells, KEY.Key_Semicolon, CONTROL)
    assert told == ["Cột này nhập số, không nhập ngày; gõ số vào ô."]
    type_text(cells, "7")
    editor = cells._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Semicolon, CONTROL)
    assert told[1:] == ["Cột này nhập số, không nhập ngày; gõ số vào ô."]
    assert editor.text() == "7"
    press(editor, KEY.Key_Escape)
    told.clear()
    sheet.columns = (GridColumn("D", "Ngày", date=True), *sheet.columns[1:])
    sheet.commit = lambda _row, _column, text: written.append(text)  # type: ignore[method-assign]
    press(cells, KEY.Key_Semicolon, CONTROL)
    today = short_date(datetime.now(VIETNAM).date())
    assert written == [today]
    type_text(cells, "7")
    editor = cells._cell_delegate.open_editor
    assert editor is not None
    press(editor, KEY.Key_Semicolon, CONTROL)
    assert editor.text() == today
    press(editor, KEY.Key_Return)
    assert written == [today, today]


def test_enter_and_arrows_pass_the_rows_that_only_name_others(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.headings = {1, 2}
    enter(cells, "5")
    assert cells.cursor_cell() == (3, 0)
    press(cells, KEY.Key_Up)
    assert cells.cursor_cell() == (0, 0)
    sheet.headings = {3, 4}
    cells.go_to(2, 0)
    press(cells, KEY.Key_Down)
    assert cells.cursor_cell() == (2, 0)


def test_a_proposal_is_drawn_beside_the_cell(
    grid: GridView, cells: CellsView, sheet: Sheet
) -> None:
    before = cells.viewport().grab().toImage()
    sheet.marks[1, 0] = Mark.PROPOSED
    sheet.hints[1, 0] = "[3]"
    grid.source_changed()
    assert cells.viewport().grab().toImage() != before


def test_marks_of_a_cell_are_all_drawn(grid: GridView, cells: CellsView, sheet: Sheet) -> None:
    seen = [cells.viewport().grab().toImage()]
    for mark in (Mark.CLEARED, Mark.FLAGGED, Mark.MOVED_ON, Mark.COMMENTED):
        sheet.marks[1, 0] = mark
        grid.source_changed()
        picture = cells.viewport().grab().toImage()
        assert picture not in seen
        seen.append(picture)


def test_page_keys_go_on_from_where_the_cursor_is_and_shift_selects(cells: CellsView) -> None:
    cells.go_to(0, 2)
    press(cells, KEY.Key_PageDown)
    assert cells.cursor_cell() == (4, 2)
    press(cells, KEY.Key_Up, SHIFT)
    assert cells.selected_area() == (3, 2, 4, 2)
    cells.go_to(4, 2)
    press(cells, KEY.Key_PageUp, SHIFT)
    assert cells.selected_area() == (0, 2, 4, 2)


def test_space_with_shift_or_control_chooses_rows_or_columns(cells: CellsView) -> None:
    cells.go_to(2, 3)
    press(cells, KEY.Key_Space, SHIFT)
    assert cells.selected_area() == (2, 0, 2, 5)
    assert cells.cursor_cell() == (2, 3)
    cells.go_to(2, 3)
    press(cells, KEY.Key_Space, CONTROL)
    assert cells.selected_area() == (0, 3, 4, 3)


def test_names_that_differ_at_their_end_only_are_shown_whole(
    grid: GridView, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "Kết nạp đoàn viên khu vực phi chính thức, nghiệp đoàn của khu công nghiệp – nữ"
    monkeypatch.setattr(sheet, "row_name", lambda _row: long)
    grid.set_source(sheet)
    width = grid._names.fontMetrics().horizontalAdvance(long)
    assert grid._names.width() < width
    sheet.names_whole = True
    grid.set_source(sheet)
    assert grid._names.width() >= grid._names.sizeHintForColumn(0) > width


def test_the_first_letter_an_input_method_sends_at_once_is_kept(
    cells: CellsView, sheet: Sheet
) -> None:
    compose(cells, "4")
    compose(editor(cells), "1")
    compose(editor(cells), "2")
    press(editor(cells), KEY.Key_Return)
    assert sheet.cells[0, 0] == 412
    cells.go_to(1, 0)
    compose(cells, "không")
    assert editor(cells).text() == "không"
    press(editor(cells), KEY.Key_Escape)
