"""One worksheet, written from the top row down: texts as texts, numbers as numbers."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from desktop.formats.cells import as_figure, cell_align, cell_text, spans_all
from desktop.formats.cleaning import clean
from desktop.formats.faces import break_lines, face
from desktop.formats.layout import Layout
from desktop.formats.table import HAND_PT, Align, Cell, CellKind, Column, Figure, Role, Row, Table
from desktop.formats.table_head import HeadCell, head_cells, head_levels
from desktop.formats.table_turned import turned_height
from desktop.formats.table_widths import column_widths
from desktop.formats.xlsx_formats import Formats, Look, number_format
from desktop.formats.xlsx_rows import BodyRows

MOST_CHARACTERS = 32_767  # what a cell of a workbook can hold
LAST_COLUMN = 16_383
EXACT = 2**53  # integers beyond it would lose digits as a spreadsheet number
_CUT = " […]"
_PT_PER_MM = 72 / 25.4
_LEAST_CHARACTERS = 3.5
CHARACTER_PT = 5.25
"""What a column has for its text, for each character of its width: seven pixels of 96 an inch."""
EDGE_PT = 3.75
"""What a column has beside that, at its edges; a merged cell has all but one of them too."""
SPARE_PT = 1.5
"""What letters drawn in whole pixels may need more than the printed face does."""
CELL_PT = EDGE_PT + SPARE_PT
_MEASURED = 500
"""Rows a table may have to be measured for its widths: a large one is read on the screen."""
_BOLD = frozenset({Role.GROUP, Role.SUBTOTAL, Role.TOTAL})


def cell_string(text: str) -> str:
    """Return the text as a cell can hold it; what is too long ends in "[…]"."""
    text = clean(text)
    if 2 * len(text) <= MOST_CHARACTERS:  # at most two units a character
        return text
    units = len(text.encode("utf-16-le")) // 2
    if units <= MOST_CHARACTERS:
        return text
    kept = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT


def _characters(width_mm: float) -> float:
    """Return how many characters wide a column of that width is on paper, its edges and all."""
    return max((width_mm * _PT_PER_MM - EDGE_PT) / CHARACTER_PT, _LEAST_CHARACTERS)


def row_height(lines: int, size: float) -> float:
    """Return how many points high a row of that many lines is."""
    return max(lines, 1) * size * 1.22 + 3


class Sheet:
    """Writes downwards only, as the constant-memory mode of the library requires."""

    exact = EXACT
    cell_string = staticmethod(cell_string)

    def __init__(
        self, sheet: Any, formats: Formats, layout: Layout, table: Table, width_mm: float,
        *, characters: Sequence[float] = (),
    ) -> None:  # fmt: skip
        self.sheet = sheet
        self.formats = formats
        self.look = layout.table
        self.table = table
        self.row = 0
        self._made: dict[tuple[object, ...], Any] = {}
        self.size = self.size_of(layout, len(table.columns) or 1)
        points = column_widths(
            table.columns or (Column("", 1.0),),
            width_mm * _PT_PER_MM,
            self.size,
            CELL_PT,
            table.rows if len(table.rows) <= _MEASURED else (),
        )
        self.widths = [width / _PT_PER_MM for width in points]
        self._characters = tuple(characters) or tuple(map(_characters, self.widths))
        self.last = len(self.widths) - 1
        self.notes = (0, self.last)
        """The columns a note runs over: those of the first page where several are side by side."""
        self.heights: dict[int, float] = {}
        """Of the rows that are not of the usual height, in points."""
        self.titles: set[int] = set()
        """The rows that are titles of those below them."""
        self.breaks: list[int] = []
        """The rows that begin a page."""
        self.usual = row_height(1, self.size)
        sheet.set_default_row(self.usual)
        free = formats.get(Look(11, sides=(), wrap=False)) if formats.totals_locked else None
        for number, width in enumerate(self._characters):
            sheet.set_column(number, number, width, free)
        if free is not None:
            sheet.set_column(self.last + 1, LAST_COLUMN, None, free)

    @staticmethod
    def size_of(layout: Layout, columns: int) -> float:
        """Return the type size of a sheet of that many columns, in points."""
        return max(layout.table.size(columns), 9.0)

    def text(self, column: int, text: str, look: Look) -> None:
        """Write a text cell, never a formula or a link."""
        made = self.formats.get(look)
        if text:
            self.sheet.write_string(self.row, column, cell_string(text), made)
        else:
            self.sheet.write_blank(self.row, column, None, made)

    def wide(self, first: int, last: int, text: str, look: Look) -> None:
        """Write a text over several columns of this row, merged."""
        self.text(first, text, look)
        for column in range(first + 1, last + 1):
            self.text(column, "", look)
        if last > first:
            self.sheet.merge.append([self.row, first, self.row, last])

    def lines_needed(self, text: str, first: int, last: int, look: Look) -> int:
        """Return how many lines the text takes over those columns."""
        width = self.room_pt(first, last) - SPARE_PT
        name = face(bold=look.bold, italic=look.italic)
        return len(break_lines(clean(text), name, look.size, max(width, look.size * 2)))

    def room_pt(self, first: int, last: int) -> float:
        """Return what those columns, merged, have for a text."""
        wide = sum(self._characters[first : last + 1])
        return wide * CHARACTER_PT + (last - first) * EDGE_PT

    def width_pt(self, first: int = 0, last: int | None = None) -> float:
        """Return how wide the columns are together."""
        end = len(self._characters) if last is None else last + 1
        return sum(width * CHARACTER_PT + EDGE_PT for width in self._characters[first:end])

    def height(self, lines: int, size: float) -> None:
        """Set the height of this row for that many lines."""
        self.tall(row_height(lines, size))

    def tall(self, points: float) -> None:
        """Set the height of this row, in points."""
        self.heights[self.row] = points
        self.sheet.set_row(self.row, points)

    def heights_of(self, first: int, last: int) -> list[float]:
        """Return how high the rows from first up to last, without it, are in points."""
        return [self.heights.get(row, self.usual) for row in range(first, last)]

    def head(self) -> tuple[int, int]:
        """Write titles, marks and hidden codes; return the first and last row to repeat."""
        first = self.row
        cells = head_cells(self.table.columns)
        levels = head_levels(self.table.columns)
        look = Look(self.size, bold=True, align=Align.CENTER, fill=self.look.head_fill)
        heights = self._head_lines(cells, levels, look)
        for level in range(levels):
            self.height(heights[level], self.size)
            if level == levels - 1:
                self._room_for_turned(cells)
            here = [c for c in cells if c.level <= level < c.level + c.levels]
            for cell in here:
                for column in range(cell.column, cell.column + cell.columns):
                    shown = cell.level == level and column == cell.column
                    own = replace(look, turned=True) if cell.turned else look
                    self.text(column, cell.text if shown else "", own)
            self.row += 1
        for cell in cells:
            if cell.columns > 1 or cell.levels > 1:
                top = first + cell.level
                self.sheet.merge.append(
                    [top, cell.column, top + cell.levels - 1, cell.column + cell.columns - 1]
                )
        if self.table.marks:
            mark = Look(self.size, italic=True, align=Align.CENTER)
            for column, text in enumerate(self.table.marks):
                self.text(column, text, mark)
            self.row += 1
        last = self.row - 1
        self._codes()
        return first, last

    def _room_for_turned(self, cells: Sequence[HeadCell]) -> None:
        """Make the last row of titles as high as those need that run from bottom to top."""
        wanted = max((turned_height(c.text, self.size) for c in cells if c.turned), default=0.0)
        if wanted:
            room = wanted + self.size + 2 * SPARE_PT
            self.tall(max(self.heights[self.row], room))

    def _head_lines(self, cells: Sequence[HeadCell], levels: int, look: Look) -> list[int]:
        lines = [1] * levels
        for cell in sorted((c for c in cells if not c.turned), key=lambda c: c.levels):
            last = cell.level + cell.levels - 1
            needed = self.lines_needed(cell.text, cell.column, cell.column + cell.columns - 1, look)
            lines[last] += max(needed - sum(lines[cell.level : last + 1]), 0)
        return lines

    def _codes(self) -> None:
        """Write the hidden row of indicator codes, by which the sheet is read again."""
        if not any(column.code for column in self.table.columns):
            return
        self.sheet.set_row(self.row, None, None, {"hidden": True})
        self.heights[self.row] = 0.0
        look = Look(self.size, sides=())
        for number, column in enumerate(self.table.columns):
            if column.code:
                self.text(number, column.code, look)
        self.row += 1

    def rows(self) -> None:
        """Write the rows of the table; indicator codes of rows go to a hidden column."""
        coded = any(row.code for row in self.table.rows)
        if coded:
            look = self.formats.get(self.code_look())
            self.sheet.set_column(self.last + 1, self.last + 1, 8, look, {"hidden": True})
        body = BodyRows(self)
        for row in self.table.rows:
            if row.role is Role.GROUP:
                self.titles.add(self.row)
            if body.takes(row) and not spans_all(row):
                doubtful = body.doubtful(row)
                if doubtful:
                    self._fit_row(row, doubtful)
                body.write(row)
                self.row += 1
                continue
            if spans_all(row):
                self._whole(row)
            else:
                self._fit_row(row)
                for number, cell in enumerate(row.cells):
                    self._cell(number, cell, row)
            if row.code:
                self.text(self.last + 1, row.code, self.code_look())
            self.row += 1

    def code_look(self) -> Look:
        """Return how a row's hidden code looks."""
        return Look(self.size, sides=())

    def text_look(self, number: int, cell: Cell, row: Row) -> Look:
        """Return how a text or blank cell of a row looks."""
        bold, italic = row.role in _BOLD, row.role is Role.NOTE
        fill = self.look.group_fill if row.role is Role.GROUP else ""
        align = cell_align(cell, self.table.columns[number], row)
        return Look(self.size, bold, italic, align, fill=fill, total=row.is_total)

    def _fit_row(self, row: Row, doubtful: Sequence[int] | None = None) -> None:
        """Make the row high enough for its longest text; readers do not do it reliably.

        `doubtful` are the cells that may need a second line, all of them when None.
        """
        look, most = Look(self.size, bold=row.role in _BOLD), 1
        for number in range(len(row.cells)) if doubtful is None else doubtful:
            cell = row.cells[number]
            plainly_fits = not isinstance(cell, str) or (
                len(cell) * self.size * 0.27 < self.widths[number] and "\n" not in cell
            )
            if not plainly_fits and (number or row.label_span == 1):
                most = max(most, self.lines_needed(str(cell), number, number, look))
        if most > 1:
            self.height(min(most, 400 // int(self.size)), self.size)
        elif row.by_hand:
            self.tall(HAND_PT)

    def _open_sides(self, number: int, first: int, last: int) -> tuple[str, ...]:
        """Return the borders of a cell in a stretch that looks like one cell."""
        ends = (("left",) if number == first else ()) + (("right",) if number == last else ())
        return (*ends, "top", "bottom")

    def _whole(self, row: Row) -> None:
        """Write a row of one text; its cells stay unmerged so that data can be sorted.

        A note longer than its line is broken within the table: running on beyond the last column
        it would be printed too, and the whole sheet made smaller for it.
        """
        group = row.role is Role.GROUP
        note = Look(self.size, italic=True)
        words = cell_text(row.cells[0], self.table.columns[0])
        lines = 1 if group else self.lines_needed(words, *self.notes, note)
        if lines > 1 or (self.notes[0] and not group):
            self.height(lines, self.size)
            self.wide(*self.notes, words, note)
            return
        for column in range(self.last + 1):
            text = cell_text(row.cells[0], self.table.columns[0]) if column == 0 else ""
            look = Look(
                self.size,
                bold=group,
                italic=not group,
                wrap=False,
                fill=self.look.group_fill if group else "",
                sides=self._open_sides(column, 0, self.last),
            )
            self.text(column, text, look)

    def _cell(self, number: int, cell: Cell, row: Row) -> None:
        column = self.table.columns[number]
        bold, italic = row.role in _BOLD, row.role is Role.NOTE
        fill = self.look.group_fill if row.role is Role.GROUP else ""
        if number < row.label_span and row.label_span > 1:
            look = Look(
                self.size,
                bold,
                italic,
                Align.CENTER,
                fill=fill,
                wrap=False,
                across=True,
                sides=self._open_sides(number, 0, row.label_span - 1),
                total=row.is_total,
            )
            self.text(number, cell_text(cell, column), look)
            return
        if cell is None or isinstance(cell, str):
            self.text(number, cell_text(cell, column), self.text_look(number, cell, row))
            return
        self._number(number, cell, row)

    def _number(self, number: int, cell: int | Decimal | Fraction | Figure, row: Row) -> None:
        column = self.table.columns[number]
        figure = as_figure(cell, column)
        value = figure.value
        if value is None:
            self.text(number, "", self.number_look(number, figure, row))
        elif isinstance(value, int) and abs(value) <= EXACT:
            self.sheet.write_number(self.row, number, value, self._format(number, figure, row))
        elif abs(Fraction(value)) > EXACT:
            self.text(number, cell_text(cell, column), self.number_look(number, figure, row))
        else:
            exact = float(Fraction(value))
            self.sheet.write_number(self.row, number, exact, self._format(number, figure, row))

    def number_look(self, number: int, figure: Figure, row: Row) -> Look:
        """Return how a number of a row looks."""
        code = number_format(figure.kind or CellKind.TEXT, figure.decimals or 0)
        italic = row.role is Role.NOTE or figure.italic
        fill = self.look.group_fill if row.role is Role.GROUP else ""
        align = cell_align(figure, self.table.columns[number], row)
        bold = row.role in _BOLD
        return Look(
            self.size, bold, italic, align, code, fill, wrap=False, shrink=True, total=row.is_total
        )

    def _format(self, number: int, figure: Figure, row: Row) -> Any:
        """Return the format of a number; asked for every cell, so kept by what decides it."""
        key = (number, row.role, row.summed, figure.kind, figure.decimals, figure.italic)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self.formats.get(self.number_look(number, figure, row))
        return made
