"""One line serves all cells: nothing of a cell it stood in before is met in the next."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.editor import CellEditor
from desktop.ui.grid.source import GridColumn
from desktop.ui.grid.view import GridView
from desktop.ui.theme import current
from tests.support.keyboard import compose, press, type_text
from tests.ui.grid.sheet import Sheet, editor, enter

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
RIGHT, LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


class Paints(QObject):
    """Counts how often a widget is drawn."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Count a painting."""
        self.count += event.type() is QEvent.Type.Paint
        return False


def test_the_same_line_stands_in_each_cell_and_hides_between(
    cells: CellsView, sheet: Sheet
) -> None:
    type_text(cells, "4")
    first = editor(cells)
    press(first, KEY.Key_Return)
    assert not first.isVisible()
    assert cells.hasFocus()
    type_text(cells, "5")
    assert editor(cells) is first
    assert cells.findChildren(CellEditor) == [first]
    assert first.geometry().intersects(cells.visualRect(cells.grid_model.index(1, 0)))
    press(first, KEY.Key_Return)
    assert (sheet.cells[0, 0], sheet.cells[1, 0]) == (4, 5)


def test_nothing_of_a_refusal_is_met_in_the_next_cell(cells: CellsView, sheet: Sheet) -> None:
    enter(cells, "4x")
    assert editor(cells).property("bad")
    press(editor(cells), KEY.Key_Escape)
    cells.go_to(1, 0)
    type_text(cells, "5")
    line = editor(cells)
    assert (line.text(), line.toolTip(), line.property("bad")) == ("5", "", False)
    press(line, KEY.Key_Return)
    assert sheet.cells == {(1, 0): 5}


def test_a_refused_cell_has_another_edge_than_one_being_typed_in(cells: CellsView) -> None:
    type_text(cells, "4")
    line = editor(cells)
    typed = line.grab().toImage().pixelColor(0, line.height() // 2)
    type_text(line, "x")
    press(line, KEY.Key_Return)
    refused = line.grab().toImage().pixelColor(0, line.height() // 2)
    assert typed.name() == current().tokens.brand.colour.lower()
    assert refused.name() == current().tokens.blocked.colour.lower()


def test_ctrl_z_in_the_line_never_brings_back_another_cells_text(
    cells: CellsView, sheet: Sheet
) -> None:
    sheet.cells[1, 0] = 77
    enter(cells, "412")
    press(cells, KEY.Key_F2)
    line = editor(cells)
    assert (line.text(), line.isUndoAvailable(), line.isRedoAvailable()) == ("77", False, False)
    type_text(line, "8")
    press(line, KEY.Key_Z, CONTROL)
    assert line.text() == "77"
    press(line, KEY.Key_Escape)
    assert sheet.cells[1, 0] == 77


def test_a_cell_left_untouched_writes_nothing_though_the_line_was_typed_in_before(
    cells: CellsView, sheet: Sheet
) -> None:
    enter(cells, "412")
    press(cells, KEY.Key_F2)
    press(editor(cells), KEY.Key_Return)
    assert (sheet.cells, sheet.steps) == ({(0, 0): 412}, ["commit"])


def test_the_line_writes_on_the_side_its_column_has(cells: CellsView, sheet: Sheet) -> None:
    sheet.columns = (*sheet.columns[:2], GridColumn("T", "Ghi chú", left=True), *sheet.columns[3:])
    for column, side in ((0, RIGHT), (2, LEFT), (3, RIGHT)):
        cells.go_to(0, column)
        press(cells, KEY.Key_F2)
        assert editor(cells).alignment() & side
        press(editor(cells), KEY.Key_Escape)


def test_a_word_is_composed_in_the_second_cell_as_in_the_first(
    cells: CellsView, sheet: Sheet
) -> None:
    for row, number in enumerate(("12", "34")):
        compose(cells, number[0], number)
        assert (editor(cells).text(), editor(cells).entering) == (number, True)
        press(editor(cells), KEY.Key_Return)
        assert sheet.cells[row, 0] == int(number)


def test_the_keyboard_elsewhere_takes_what_stands_in_the_line(
    grid: GridView, cells: CellsView, sheet: Sheet
) -> None:
    enter(cells, "4")
    type_text(cells, "5")
    grid._totals.setFocus()
    assert cells._cell_delegate.open_editor is None
    assert sheet.cells[1, 0] == 5


def test_that_nothing_is_refused_is_told_only_after_a_refusal(cells: CellsView) -> None:
    told = QSignalSpy(cells.refused)
    enter(cells, "4")
    assert told.count() == 0
    enter(cells, "5x")
    press(editor(cells), KEY.Key_Backspace)
    press(editor(cells), KEY.Key_Return)
    assert [told.at(n)[2] for n in range(told.count())] == ["“5x” không phải là số.", ""]


def test_titles_and_sums_that_stay_are_not_drawn_again(
    grid: GridView, cells: CellsView, sheet: Sheet
) -> None:
    sums = QSignalSpy(grid._totals.model().dataChanged)
    titles = Paints()
    QApplication.processEvents()
    cells.grouped.viewport().installEventFilter(titles)
    cells.go_to(0, 3)
    enter(cells, "4", KEY.Key_Tab)
    for _turn in range(5):
        QApplication.processEvents()
    assert [sums.at(n)[0].column() for n in range(sums.count())] == [3]
    assert titles.count == 0
    grid.source_changed()
    assert sums.count() == 1
