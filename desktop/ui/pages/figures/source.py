"""The entry sheet as the grid asks for it: the same cells, a fold of columns, the grid's marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.i18n import _
from desktop.models.entry.entry import Assignments, EntrySheet
from desktop.models.entry.entry_columns import EntryColumn
from desktop.models.entry.entry_paste import PasteReading, read_paste
from desktop.models.entry.entry_row import CellMark
from desktop.models.entry.entry_words import cell_words
from desktop.models.errors import Refusal
from desktop.ui.grid.source import Block, Cell, GridColumn, GridGroup, Mark

_MARKS = (
    (CellMark.ESTIMATED, Mark.ESTIMATED),
    (CellMark.NOT_APPLICABLE, Mark.NOT_APPLICABLE),
    (CellMark.READ_ONLY, Mark.COMPUTED),
    (CellMark.CHANGED, Mark.CHANGED),
    (CellMark.CONFLICT, Mark.CONFLICT),
    (CellMark.COMMENTED, Mark.COMMENTED),
    (CellMark.WARNING, Mark.WARNING),
    (CellMark.ERROR, Mark.ERROR),
    (CellMark.SAVING, Mark.SAVING),
    (CellMark.ELSEWHERE, Mark.ELSEWHERE),
)


class SheetSource:
    """Shows a sheet; `enter` is handed what was typed and stores it (or asks why first).

    `hidden` are the outermost column groups that are folded away.
    """

    def __init__(
        self,
        sheet: EntrySheet,
        enter: Callable[[Assignments], None],
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.sheet, self._enter = sheet, enter
        self.places = tuple(
            n for n, column in enumerate(sheet.columns) if column.block not in hidden
        )
        self.columns: Sequence[GridColumn] = tuple(
            GridColumn(_shown_code(c), c.title, c.width, c.left)
            for c in (sheet.columns[n] for n in self.places)
        )
        self.groups: Sequence[GridGroup] = tuple(_groups(sheet, self.places))
        self._known: dict[CellMark, Mark] = {}

    def column_of(self, place: int) -> int | None:
        """Return the grid column of a sheet column; None while it is folded away."""
        return self.places.index(place) if place in self.places else None

    def row_count(self) -> int:
        """Return how many units there are."""
        return len(self.sheet.rows)

    def row_name(self, row: int) -> str:
        """Return the unit's name, and that it types for itself."""
        line = self.sheet.rows[row]
        return (
            _("{unit} (tự nhập)").format(unit=line.unit.name) if line.elsewhere else line.unit.name
        )

    def row_note(self, row: int) -> str:
        """Return why nothing can be typed in the row."""
        return self.sheet.row_note(row)

    def row_mark(self, row: int) -> Mark:
        """Return the worst mark of a row."""
        return self._mark(self.sheet.row_mark(row))

    def text(self, row: int, column: int) -> str:
        """Return what is shown."""
        return self.sheet.rows[row].texts[self.places[column]]

    def edit_text(self, row: int, column: int) -> str:
        """Return what an editor starts with."""
        return self.sheet.edit_text(row, self.places[column])

    def mark(self, row: int, column: int) -> Mark:
        """Return what is special about the cell."""
        return self._mark(self.sheet.rows[row].marks[self.places[column]])

    def note(self, row: int, column: int) -> str:
        """Return the words for the marks."""
        return cell_words(self.sheet, row, self.places[column])

    def editable(self, row: int, column: int) -> bool:
        """Say whether the cell may be typed in."""
        return self.sheet.may_type(row, self.places[column])

    def total(self, column: int) -> str:
        """Return the column's total."""
        return self.sheet.total(self.places[column])

    def total_name(self) -> str:
        """Return whom the totals are of."""
        return self.sheet.total_name

    def total_note(self) -> str:
        """Return what the totals leave out."""
        return self.sheet.total_note

    def commit(self, row: int, column: int, text: str) -> None:
        """Take what was typed."""
        self._enter(self.sheet.read(row, self.places[column], text))

    def read(self, row: int, column: int, block: Block) -> PasteReading:
        """Read a block whose corner is here, without taking it."""
        return read_paste(self.sheet, row, block, self.places[column:])

    def paste(self, row: int, column: int, block: Block) -> None:
        """Take a block when nothing in it is refused."""
        read = self.read(row, column, block)
        bad = read.of("refused")
        if bad:
            raise Refusal(
                _("Dòng {line}, ô {cell}: {note}").format(
                    line=bad[0].line, cell=bad[0].cell, note=bad[0].note
                )
            )
        self._enter(read.assignments)

    def clear(self, cells: Sequence[Cell]) -> None:
        """Clear cells by an explicit act."""
        self._enter(self.sheet.clear([(row, self.places[column]) for row, column in cells]))

    def _mark(self, mark: CellMark) -> Mark:
        known = self._known.get(mark)
        if known is None:
            known = Mark.NONE
            for one, shown in _MARKS:
                if mark & one:
                    known |= shown
            self._known[mark] = known
        return known


def _shown_code(column: EntryColumn) -> str:
    """A computed number has no code of its own, unless the catalogue gives the sum one."""
    own = column.kind in ("typed", "shown") or column.formula == "sum"
    return column.code if own else ""


def _groups(sheet: EntrySheet, places: Sequence[int]) -> list[GridGroup]:
    """Return titles over runs of neighbouring columns of the same group."""
    found: list[GridGroup] = []
    first, last = 0, None
    for number, place in enumerate([*places, None]):
        group = sheet.columns[place].group if place is not None else None
        if group == last and number:
            continue
        if last:
            found.append(GridGroup(" – ".join(last), first, number - first))
        first, last = number, group
    return found
