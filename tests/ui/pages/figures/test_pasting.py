"""A pasted block that needs a look: what the window says of it, and how a table is read."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.entry.entry_numbers import Outcome
from desktop.models.entry.paste_cells import CellReading, PasteReading
from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures import entering
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.figures.paste_dialog import PasteDialog, reasons, summary
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, figures, grid, paste_dialog, type_cell
from tests.ui.test_store_thread import until

CONTROL = Qt.KeyboardModifier.ControlModifier
OCTOBER = "2026-10"
Open = Callable[..., tuple[Shell, Reader, list[str]]]


def cell(line: int, outcome: Outcome, note: str) -> CellReading:
    return CellReading(0, 0, line, 1, "1", outcome, None, note)


def test_what_is_said_of_one_cell_is_not_lost_among_what_is_said_of_many() -> None:
    many = [cell(line, "doubtful", "Khối dán ghi cột khác.") for line in range(1, 31)]
    odd = [cell(line, "doubtful", f"Điều {word}.") for line, word in enumerate("abc", 40)]
    date = cell(31, "refused", "“5/11” không phải số.")
    read = PasteReading((*many, *odd, date, cell(32, "lands", "")), {})
    assert reasons(read) == [
        "1 ô: “5/11” không phải số.", "1 ô: Điều a.", "1 ô: Điều b.", "1 ô: Điều c.",
        "Và 1 điều khác trong bảng dưới đây.",
    ]  # fmt: skip
    assert reasons(PasteReading((*many, date), {}))[-1] == "30 ô: Khối dán ghi cột khác."


def test_many_cells_are_counted_by_threes() -> None:
    many = tuple(cell(line, "doubtful", "Xem lại.") for line in range(1, 1242))
    assert summary(PasteReading(many, {})).startswith("1.241 ô cần xem.")
    assert reasons(PasteReading(many, {})) == ["1.241 ô: Xem lại."]


def test_sentences_that_differ_in_their_numbers_are_one_reason() -> None:
    cells = [cell(n, "doubtful", f"Dòng cộng ghi {n}.") for n in (1234, 5, 6)]
    assert reasons(PasteReading(tuple(cells), {})) == ["3 ô, như: Dòng cộng ghi 1234."]


def test_a_table_whose_names_nobody_knows_is_read_as_one(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    view.go_to(*at(page, "A01"))
    QApplication.clipboard().setText("Đơn vị Trường 1\t80\t60\t20\nĐơn vị Trường 2\t70\t40\t30")
    press(view, KEY.Key_V, CONTROL)
    page.entering.finish_reading()
    shell.settle()
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert not [one for one in shown if isinstance(one, PasteDialog)]
    (table,) = [one for one in shown if isinstance(one, ImportFigures)]
    until(lambda: table.reading is not None)
    assert table.reading is not None
    assert [(row.values.get("A01"), row.values.get("A01N")) for row in table.reading.rows] == [
        (80, 20),
        (70, 30),
    ]
    # Counted as they were copied: the heading before them is not theirs.
    assert [row.source_row for row in table.reading.rows] == [1, 2]
    assert table.reading.rows[0].cells[0].place.endswith("1")


def test_a_cut_that_is_pasted_is_undone_with_one_key(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C11")
    view.go_to(row, column)
    QApplication.clipboard().setText("3\t4")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    before = [(unit, code) for unit in units for code in cells(reader, unit, OCTOBER)]
    view.go_to(row, column)
    view.go_to(row, column + 1, extend=True)
    press(view, KEY.Key_X, CONTROL)
    shell.settle()
    assert [view.grid_model.source.text(row, column + n) for n in (0, 1)] == ["3", "4"]
    view.go_to(row + 1, column)
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    assert [view.grid_model.source.text(row + 1, column + n) for n in (0, 1)] == ["3", "4"]
    assert all(cells(reader, units[0], OCTOBER)[code].value is None for code in ("C11", "C12"))
    shell.undo()
    shell.settle()
    texts = [view.grid_model.source.text(r, column + n) for r in (row, row + 1) for n in (0, 1)]
    assert texts == ["3", "4", "", ""]
    assert [(unit, code) for unit in units for code in cells(reader, unit, OCTOBER)] == before


@pytest.mark.parametrize("turn", [0.02, -1.0])  # -1: as on a machine that has no time
def test_what_was_cut_is_pasted_again_as_a_copy(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch, turn: float
) -> None:
    monkeypatch.setattr(entering, "TURN_SECONDS", turn)
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C11")
    view.go_to(row, column)
    QApplication.clipboard().setText("3")
    press(view, KEY.Key_V, CONTROL)
    press(view, KEY.Key_X, CONTROL)
    for further in (1, 2):
        view.go_to(row + further, column)
        press(view, KEY.Key_V, CONTROL)
        page.entering.finish()
        shell.settle()
    shell.undo()
    shell.settle()
    source = view.grid_model.source
    assert [source.text(row + n, column) for n in (1, 2)] == ["3", ""]


def test_a_cut_block_that_moves_by_one_row_over_itself_loses_nothing(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C11")
    view.go_to(row, column)
    QApplication.clipboard().setText("5\n5")
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    view.go_to(row, column)
    view.go_to(row + 1, column, extend=True)
    press(view, KEY.Key_X, CONTROL)
    view.go_to(row + 1, column)
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    assert [cells(reader, unit, OCTOBER)["C11"].value for unit in units[:3]] == [None, 5, 5]


def test_a_cut_moves_in_a_form_of_indicators_too_and_is_never_doubled(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    page = figures(shell, form="F4")
    view = grid(page)
    own, source = reader.own_unit, page.source()
    view.go_to(*at(page, "F01"))
    type_cell(view, "5")
    shell.settle()
    view.go_to(*at(page, "F01"))
    press(view, KEY.Key_X, CONTROL)
    code = next(n for n, one in enumerate(source.columns) if one.title == "Mã")
    view.go_to(at(page, "F05")[0], code)
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    first = cells(reader, own, OCTOBER)
    assert [one.value for one in first.values() if one.value is not None] == [5]
    shell.undo()
    shell.settle()
    view.go_to(*at(page, "F01"))
    press(view, KEY.Key_X, CONTROL)
    view.go_to(*at(page, "F05"))
    press(view, KEY.Key_V, CONTROL)
    shell.settle()
    held = cells(reader, own, OCTOBER)
    assert (held["F01"].value, held["F05"].value) == (None, 5)
    shell.undo()
    shell.settle()
    assert {code: one.value for code, one in cells(reader, own, OCTOBER).items()} == {"F01": 5}


def test_control_enter_types_one_figure_for_several_units_in_one_step(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C11")
    view.go_to(row, column)
    view.go_to(row + 2, column, extend=True)
    type_text(view, "2")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return, CONTROL)
    shell.settle()
    assert [cells(reader, unit, OCTOBER)["C11"].value for unit in units[:3]] == [2, 2, 2]
    assert view.selected_area() == (row, column, row + 2, column)
    shell.undo()
    shell.settle()
    assert all("C11" not in cells(reader, unit, OCTOBER) for unit in units)


def test_what_waits_to_be_shown_is_let_go_when_the_window_closes(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C11"))
    shell.show()
    page.show_state()
    shell.close()
    assert not page.desk.open
    page.following.turn()


def test_a_copied_figure_that_meets_a_column_not_typed_in_is_shown_first(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C24")
    for number, text in enumerate(("3", "4", "5")):
        page.source().commit(row, column + number, text)
    shell.settle()
    view.go_to(row, column)
    view.go_to(row, column + 2, extend=True)
    press(view, KEY.Key_C, CONTROL)
    view.go_to(row + 1, at(page, "C26")[1])
    press(view, KEY.Key_V, CONTROL)
    page.entering.finish_reading()
    shell.settle()
    assert cells(reader, units[1], OCTOBER) == {}
    dialog = paste_dialog()
    assert "số 4 của khối dán không được nhận" in dialog.table.rows()[0].note
    dialog.deed_button.click()
    shell.settle()
    found = {code: cell.value for code, cell in cells(reader, units[1], OCTOBER).items()}
    assert found == {"C26": 3, "C28": 5}


def test_filling_leaves_out_columns_not_typed_in(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C26")
    page.source().commit(row, column, "3")
    view.go_to(row, column)
    view.go_to(row, column + 2, extend=True)
    view.fill(down=False)
    page.entering.finish_reading()
    shell.settle()
    found = {code: cell.value for code, cell in cells(reader, units[0], OCTOBER).items()}
    assert found == {"C26": 3, "C28": 3}


def test_a_block_still_being_read_is_the_step_that_is_undone(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "TURN_SECONDS", -1.0)
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    row, column = at(page, "C11")
    view.go_to(row, column)
    QTest.keyClick(view, "7")
    press(view._cell_delegate.open_editor, KEY.Key_Return)
    shell.settle()
    view.go_to(row, column + 1)
    QApplication.clipboard().setText("3\n4\n5")
    press(view, KEY.Key_V, CONTROL)
    shell.undo()
    shell.settle()
    texts = [view.grid_model.source.text(row + n, column + 1) for n in range(3)]
    assert (view.grid_model.source.text(row, column), texts) == ("7", ["", "", ""])
    shell.redo()
    shell.settle()
    assert view.grid_model.source.text(row + 1, column + 1) == "4"


def test_undone_while_a_reason_is_asked_nothing_typed_before_goes(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "TURN_SECONDS", -1.0)
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    before = cells(reader, units[0], OCTOBER)
    view = grid(page)
    view.go_to(*at(page, "A01"))
    QApplication.clipboard().setText("71\n72")
    press(view, KEY.Key_V, CONTROL)
    shell.undo()
    shell.settle()
    assert page.reasons.asking
    assert cells(reader, units[0], OCTOBER) == before
    assert page.sheet is not None
    assert {row.state for row in page.sheet.rows} == {"locked"}
