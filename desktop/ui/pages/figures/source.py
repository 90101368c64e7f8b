"""The entry sheet as the grid asks for it: the same cells, a fold of columns, the grid's marks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.cell_marks import CellMark
from desktop.models.entry.column_words import column_note
from desktop.models.entry.entry import Assignments, EntrySheet
from desktop.models.entry.entry_columns import EntryColumn
from desktop.models.entry.entry_money import SCALES, money_text
from desktop.models.entry.entry_own import row_title
from desktop.models.entry.entry_paste import read_paste, reading_paste
from desktop.models.entry.entry_returns import asked_words
from desktop.models.entry.entry_words import cell_words
from desktop.models.entry.paste_cells import Odd, PasteReading
from desktop.models.errors import Refusal
from desktop.models.text import short_date, vi_number
from desktop.models.units.ceased import ceased_before
from desktop.ui.grid.laid_lines import plain
from desktop.ui.grid.source import Block, Cell, GridColumn, GridGroup, Mark

if TYPE_CHECKING:
    from desktop.tasks.figures.pasted_heads import PastedHeads

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
    (CellMark.CLEARED, Mark.CLEARED),
    (CellMark.PROPOSED, Mark.PROPOSED),
    (CellMark.MOVED_ON, Mark.MOVED_ON),
    (CellMark.FLAGGED, Mark.FLAGGED),
)


class SheetSource:
    """Shows a sheet; `enter` is handed what was typed and stores it (or asks why first).

    `hidden` are the columns put out of sight, by their ids or outermost groups; `rows` those of
    the sheet that are shown, in their order (None: all). `tell`, once set, is handed what is to be
    said of something done.
    """

    def __init__(
        self,
        sheet: EntrySheet,
        enter: Callable[[Assignments], None],
        hidden: frozenset[str] = frozenset(),
        rows: Sequence[int] | None = None,
    ) -> None:
        self.sheet, self._enter = sheet, enter
        self.rows: Sequence[int] = range(len(sheet.rows)) if rows is None else rows
        self.tell: Callable[[str], object] = lambda _said: None
        self.places = tuple(
            n for n, column in enumerate(sheet.columns) if not {column.block, column.id} & hidden
        )
        self.columns: Sequence[GridColumn] = tuple(
            GridColumn(shown_code(c), titled(sheet, c), c.width, c.left, column_note(sheet, c))
            for c in (sheet.columns[n] for n in self.places)
        )
        self.groups: Sequence[GridGroup] = tuple(_groups(sheet, self.places))
        self._known: dict[CellMark, Mark] = {}
        self._heads: PastedHeads | None = None

    def column_of(self, place: int) -> int | None:
        """Return the grid column of a sheet column; None while it is out of sight."""
        return self.places.index(place) if place in self.places else None

    def cell_of(self, row: int, place: int) -> Cell | None:
        """Return where a unit's figure stands in the grid; None while it is out of sight."""
        column = self.column_of(place)
        shown = column is not None and self.shows(row)
        return (self.rows.index(row), column) if column is not None and shown else None

    def shows(self, row: int) -> bool:
        """Say whether a row of the sheet is shown, some cell of it at least."""
        return row in self.rows

    def shows_figure(self, row: int, place: int) -> bool:
        """Say whether a figure of the sheet is in one of the rows shown."""
        return self.shows(row)

    def shown_of(self) -> tuple[int, int]:
        """Return how many rows are shown of how many."""
        return len(self.rows), len(self.sheet.rows)

    @property
    def filtered(self) -> bool:
        """Whether rows are out of sight."""
        shown, every = self.shown_of()
        return shown < every

    def figure_at(self, row: int, column: int) -> Cell:
        """Return the sheet's row and column behind a cell of the grid."""
        return self.rows[row], self.places[column]

    def width_key(self, column: int) -> str:
        """Return what a column's width is remembered by."""
        return self.sheet.columns[self.places[column]].id

    def heading(self, row: int) -> bool:
        """No row is a heading: each is a unit."""
        return False

    def hint(self, row: int, column: int) -> str:
        """Return what activities propose for a cell."""
        return proposed(self.sheet, *self.figure_at(row, column))

    def name_title(self) -> str:
        """What stands over the names."""
        return _("Đơn vị")

    def name_letters(self) -> int:
        """Names of units are cut at this width."""
        return 40

    def whole_names(self) -> bool:
        """The columns beside them have more need of the room."""
        return False

    def row_count(self) -> int:
        """Return how many units are shown."""
        return len(self.rows)

    def row_name(self, row: int) -> str:
        """Return the unit's name, and that it types for itself or until when it stood."""
        line = self.sheet.rows[self.rows[row]]
        unit = line.unit
        if line.elsewhere:
            return _("{unit} (tự nhập)").format(unit=unit.name)
        if unit.valid_to is not None and ceased_before(unit, self.sheet.period.data_to):
            return _("{unit} (đến {day})").format(unit=unit.name, day=short_date(unit.valid_to))
        return row_title(self.sheet.facts.packs, self.sheet.form.id, unit)

    def row_words(self, row: int) -> str:
        """Return what a row is found by: the unit's name and code."""
        return f"{self.row_name(row)} {self.sheet.rows[self.rows[row]].unit.code}"

    def row_note(self, row: int) -> str:
        """Return why nothing can be typed in the row, what is typed of a union that ended, or why
        its report came back."""
        line = self.rows[row]
        back = asked_words(self.sheet.rows[line])
        return "\n".join(filter(None, (back, self.sheet.row_note(line))))

    def row_mark(self, row: int) -> Mark:
        """Return the worst mark of a row."""
        return self._mark(self.sheet.row_mark(self.rows[row]))

    def text(self, row: int, column: int) -> str:
        """Return what is shown."""
        return self.sheet.rows[self.rows[row]].texts[self.places[column]]

    def edit_text(self, row: int, column: int) -> str:
        """Return what an editor starts with."""
        return self.sheet.edit_text(*self.figure_at(row, column))

    def mark(self, row: int, column: int) -> Mark:
        """Return what is special about the cell."""
        return self._mark(self.sheet.rows[self.rows[row]].marks[self.places[column]])

    def line(self, row: int, columns: Sequence[int]) -> tuple[Sequence[str], Sequence[int]]:
        """Return the texts and marks of some cells of a row."""
        found, mark = self.sheet.rows[self.rows[row]], self._mark
        places = [self.places[column] for column in columns]
        texts, marks = found.texts, found.marks
        return [texts[place] for place in places], [int(mark(marks[place])) for place in places]

    def note(self, row: int, column: int) -> str:
        """Return the words for the marks."""
        return cell_words(self.sheet, *self.figure_at(row, column))

    def editable(self, row: int, column: int) -> bool:
        """Say whether the cell may be typed in."""
        return self.sheet.may_type(*self.figure_at(row, column))

    def total(self, column: int) -> str:
        """Return the column's total."""
        return self.sheet.total(self.places[column])

    def total_waits(self, column: int) -> str:
        """Return what a total holds that no report counts yet."""
        return self.sheet.total_waits(self.places[column])

    def total_name(self) -> str:
        """Return whom the totals are of: of all units, those out of sight too."""
        if not self.filtered:
            return self.sheet.total_name
        return _("Đang lọc {n}/{all}. {name}").format(
            name=self.sheet.total_name, n=vi_number(len(self.rows)),
            all=vi_number(len(self.sheet.rows)),
        )  # fmt: skip

    def total_note(self) -> str:
        """Return what the totals leave out, and that they do not leave out what is out of sight."""
        told = _("Số cộng là của cả {n} đơn vị, không chỉ của các đơn vị đang hiện.")
        whole = told.format(n=vi_number(len(self.sheet.rows))) if self.filtered else ""
        return " ".join(filter(None, (whole, self.sheet.total_note)))

    def commit(self, row: int, column: int, text: str) -> None:
        """Take what was typed."""
        self._enter(self.sheet.read(*self.figure_at(row, column), text))

    def read(self, row: int, column: int, block: Block, *, own: bool = False) -> PasteReading:
        """Read a block whose corner is here, without taking it."""
        first, block, targets = self.rows[row], plain(block), self.places[column:]
        return read_paste(
            self.sheet, first, block, targets, own=own, judge=self._judge, shown=self.rows
        )

    def reading(
        self, row: int, column: int, block: Block, *, own: bool = False
    ) -> Generator[None, None, PasteReading]:
        """Read a block whose corner is here, a few lines at a time, without taking it."""
        first, block, targets = self.rows[row], plain(block), self.places[column:]
        return reading_paste(
            self.sheet, first, block, targets, own=own, judge=self._judge, shown=self.rows
        )

    def _judge(self, block: Block, heads: int, named: int, targets: Sequence[int]) -> Odd:
        """Read the heads of a block as those of a file: what reads them is loaded then."""
        if self._heads is None:
            from desktop.tasks.figures.pasted_heads import PastedHeads

            self._heads = PastedHeads(self.sheet)
        return self._heads(block, heads, named, targets)

    def fill(self, cells: Sequence[Cell], text: str) -> None:
        """Take one typed text for several cells."""
        found: Assignments = {}
        for row, column in cells:
            found |= self.sheet.read(*self.figure_at(row, column), text)
        self._enter(found)

    def paste(
        self, row: int, column: int, block: Block, cut: Sequence[Sequence[Cell]] = ()
    ) -> None:
        """Take a block of our own when nothing in it is refused."""
        read = self.read(row, column, block, own=True)
        self._enter(moved(self.sheet, read, self.cut(cut), unrefused(read)))

    def cut(self, lines: Sequence[Sequence[Cell]]) -> list[list[Assignments]]:
        """Return what clearing each cell of a block comes to."""
        return [
            [
                self.sheet.clear([self.figure_at(*one)] if self.editable(*one) else [])
                for one in line
            ]
            for line in lines
        ]

    def clear(self, cells: Sequence[Cell]) -> None:
        """Clear cells by an explicit act; raises Refusal where estimates alone stand in them."""
        self._clear([self.figure_at(row, column) for row, column in cells])

    def _clear(self, figures: Sequence[Cell]) -> None:
        found = cleared(self.sheet, figures)
        stayed = words_of_kept(self.sheet, figures, found)
        self._enter(found)
        if stayed:
            self.tell(stayed)

    def _mark(self, mark: CellMark) -> Mark:
        known = self._known.get(mark)
        if known is None:
            known = Mark.NONE
            for one, shown in _MARKS:
                if mark & one:
                    known |= shown
            self._known[mark] = known
        return known


def cleared(sheet: EntrySheet, cells: Sequence[Cell]) -> Assignments:
    """Return what clearing cells of the sheet comes to.

    Raises Refusal when nobody entered anything in them and an estimate stands in one: it cannot
    be taken away.
    """
    found = sheet.clear(cells)
    if not found and any(sheet.mark(*cell) & CellMark.ESTIMATED for cell in cells):
        raise Refusal(
            _("Không có gì để xóa: số này là tạm tính, chưa ai nhập."),
            next_step=_("Bấm Ctrl+Enter để xác nhận, hoặc gõ số khác."), code="E_ESTIMATED",
        )  # fmt: skip
    return found


def words_of_kept(sheet: EntrySheet, cells: Sequence[Cell], emptied: Assignments) -> str:
    """Return what is said of cells that still show a figure after others were emptied; "": none."""
    kept = [
        (row, place)
        for row, place in cells
        if sheet.may_type(row, place) and sheet.text(row, place)
        and (sheet.rows[row].unit.id, sheet.columns[place].code) not in emptied
    ]  # fmt: skip
    if not kept or not emptied:
        return ""
    return _(
        "Xóa {n} ô đã nhập; {k} ô số xám vẫn còn vì chưa ai nhập ở đó. Gõ số khác để thay, hoặc"
        " bấm Ctrl+Enter để xác nhận."
    ).format(n=vi_number(len(emptied)), k=vi_number(len(kept)))


def moved(
    sheet: EntrySheet,
    read: PasteReading,
    cut: Sequence[Sequence[Assignments]],
    landing: Assignments,
) -> Assignments:
    """Return what lands together with the clearing of what was cut.

    Nothing is cleared where something landed on it, nor what found no place; a block pasted over
    several times its size repeats itself.
    """
    gone: Assignments = {}
    for cell in read.of("same", "lands", "doubtful") if cut else ():
        if cell.row >= 0 and cell.column >= 0:
            line = cut[(cell.line - 1) % len(cut)]
            gone |= line[(cell.cell - 1) % len(line)]
    taken = {
        (sheet.rows[cell.row].unit.id, sheet.columns[cell.column].code)
        for cell in read.of("same", "lands", "doubtful")
        if cell.row >= 0 and cell.column >= 0
    }
    return {at: entry for at, entry in gone.items() if at not in taken} | landing


def unrefused(read: PasteReading) -> Assignments:
    """Return what a block comes to; raises Refusal when anything in it has no place."""
    bad = read.of("refused")
    if bad:
        raise Refusal(
            _("Dòng {line}, ô {cell}: {note}").format(
                line=bad[0].line, cell=bad[0].cell, note=bad[0].note
            )
        )
    return read.assignments


def titled(sheet: EntrySheet, column: EntryColumn) -> str:
    """Return a column's title; money names the unit it is shown in."""
    if not column.money or sheet.facts.scale == 1:
        return column.title
    return f"{column.title} ({SCALES[sheet.facts.scale]})"


def proposed(sheet: EntrySheet, row: int, place: int) -> str:
    """Return the number activities propose for a cell, as it would be shown; "" for none."""
    column = sheet.columns[place]
    proposal = sheet.rows[row].proposal(column.code)
    if proposal is None:
        return ""
    number = proposal.value
    text = money_text(number, sheet.facts.scale) if column.money else vi_number(number)
    return f"[{text}]"


def shown_code(column: EntryColumn) -> str:
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
