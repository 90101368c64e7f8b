"""A sheet of whole numbers that stands for the domain's entry object, and typing into it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from desktop.models.entry.entry_numbers import EMPTIED
from desktop.models.errors import Refusal
from desktop.models.text import vi_number
from desktop.ui.grid.cells import CellsView
from desktop.ui.grid.editor import CellEditor
from desktop.ui.grid.source import Block, Cell, GridColumn, GridGroup, Mark
from tests.support.keyboard import press, type_text


class Sheet:
    """Column 1 is computed (the sum of its neighbours) and cannot be typed in."""

    COMPUTED = 1

    def __init__(self, rows: int = 5, columns: int = 6) -> None:
        self.columns = tuple(GridColumn(f"A{n:02d}", f"Chỉ tiêu {n}") for n in range(columns))
        self.groups: Sequence[GridGroup] = (GridGroup("Đoàn viên", 0, 3),)
        self.cells: dict[Cell, int] = {}
        self.marks: dict[Cell, Mark] = {}
        self.steps: list[str] = []
        self.headings: set[int] = set()
        self.hints: dict[Cell, str] = {}
        self.names_whole = False
        self.waits = ""
        self._rows = rows

    def name_title(self) -> str:
        return "Đơn vị"

    def name_letters(self) -> int:
        return 40

    def whole_names(self) -> bool:
        return self.names_whole

    def row_count(self) -> int:
        return self._rows

    def row_name(self, row: int) -> str:
        return f"Đơn vị {row + 1}"

    def row_mark(self, row: int) -> Mark:
        return Mark.NONE

    def heading(self, row: int) -> bool:
        return row in self.headings

    def hint(self, row: int, column: int) -> str:
        return self.hints.get((row, column), "")

    def row_note(self, row: int) -> str:
        return ""

    def text(self, row: int, column: int) -> str:
        if column == self.COMPUTED:
            return vi_number(self.cells.get((row, 0), 0) + self.cells.get((row, 2), 0))
        value = self.cells.get((row, column))
        return "" if value is None else vi_number(value)

    def edit_text(self, row: int, column: int) -> str:
        return self.text(row, column).replace(".", "")

    def mark(self, row: int, column: int) -> Mark:
        base = Mark.COMPUTED if column == self.COMPUTED else Mark.NONE
        return self.marks.get((row, column), Mark.NONE) | base

    def line(self, row: int, columns: Sequence[int]) -> tuple[list[str], list[int]]:
        return [self.text(row, c) for c in columns], [int(self.mark(row, c)) for c in columns]

    def note(self, row: int, column: int) -> str:
        return "Ước tính" if self.mark(row, column) & Mark.ESTIMATED else ""

    def editable(self, row: int, column: int) -> bool:
        return column != self.COMPUTED

    def commit(self, row: int, column: int, text: str) -> None:
        self._write(row, column, text)
        self.steps.append("commit")

    def fill(self, cells: Sequence[Cell], text: str) -> None:
        self._check(text)
        for cell in cells:
            self._write(*cell, text)
        self.steps.append("fill")

    def paste(
        self, row: int, column: int, block: Block, cut: Sequence[Sequence[Cell]] = ()
    ) -> None:
        landing = {
            (row + r, column + c): text
            for r, line in enumerate(block)
            for c, text in enumerate(line)
        }
        emptied = [cell for cell, text in landing.items() if text == EMPTIED]
        landing = {cell: text for cell, text in landing.items() if text != EMPTIED}
        for (at_row, at_column), text in landing.items():
            if at_row >= self._rows or at_column >= len(self.columns):
                raise Refusal("Khối dán rộng hơn bảng.")
            self._check(text)
        for r, line in enumerate(cut):
            for c, cell in enumerate(line):
                if self.editable(*cell) and self.editable(row + r, column + c):
                    self.cells.pop(cell, None)
        for (at_row, at_column), text in landing.items():
            if text and self.editable(at_row, at_column):
                self._write(at_row, at_column, text)
        for cell in emptied:
            self.cells.pop(cell, None)
        self.steps.append("paste")

    def clear(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self.cells.pop(cell, None)
        self.steps.append("clear")

    def total(self, column: int) -> str:
        return vi_number(sum(v for (_r, c), v in self.cells.items() if c == column))

    def total_waits(self, column: int) -> str:
        return self.waits if column == 0 else ""

    def total_name(self) -> str:
        return "Tổng cộng"

    def total_note(self) -> str:
        return ""

    def _check(self, text: str) -> None:
        if text and not text.isdigit():
            raise Refusal(f"“{text}” không phải là số.")

    def _write(self, row: int, column: int, text: str) -> None:
        self._check(text)
        if text:
            self.cells[row, column] = int(text)
        else:
            self.cells.pop((row, column), None)


def editor(cells: CellsView) -> CellEditor:
    """The open editor."""
    found = cells._cell_delegate.open_editor
    assert found is not None
    return found


def enter(cells: CellsView, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the cell and leave it by the key."""
    type_text(cells, text[0])
    type_text(editor(cells), text[1:])
    press(editor(cells), key)
