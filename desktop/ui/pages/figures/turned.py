"""A form with a row per indicator: the entry sheet laid on its side, units as columns."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Literal

from desktop.i18n import _
from desktop.models.entry.column_words import column_lines
from desktop.models.entry.entry import Assignments, EntrySheet
from desktop.models.entry.entry_columns import EntryColumn
from desktop.models.entry.entry_money import SCALES, money_text
from desktop.models.entry.entry_rows import BEFORE, BY_CODE, BY_MEASURE
from desktop.models.entry.entry_words import cell_words
from desktop.models.entry.paste_cells import PasteReading
from desktop.models.errors import Refusal
from desktop.models.figures.cells import number_of
from desktop.models.text import vi_number
from desktop.ui.grid.source import Block, Cell, GridColumn, GridGroup, Mark
from desktop.ui.pages.figures.downwards import beside_figures, named_lines, read_downwards
from desktop.ui.pages.figures.source import SheetSource, proposed

Part = Literal["code", "measure", "figure", "before"]
AMOUNT, COUNT = 18, 12
_ORDERS = {"code": BY_CODE, "measure": BY_MEASURE}


class TurnedSource(SheetSource):
    """The same sheet: indicators downwards under the titles of their groups."""

    def __init__(
        self,
        sheet: EntrySheet,
        enter: Callable[[Assignments], None],
        hidden: frozenset[str] = frozenset(),
        rows: Sequence[int] | None = None,
    ) -> None:
        super().__init__(sheet, enter, hidden)  # units are columns here: none is out of sight
        self._every = len(self.places)
        if rows is not None:  # of this form's rows, which are columns of the sheet
            blocks = list(dict.fromkeys(column.block for column in sheet.columns))
            shown = sorted((n for n in rows if n in self.places),
                           key=lambda n: blocks.index(sheet.columns[n].block))  # fmt: skip
            self.places = tuple(shown) or self.places
        self._lines = _lines(sheet, self.places)
        units = range(len(sheet.typed_rows))
        self._parts: list[tuple[Part, int]] = [("figure", unit) for unit in units]
        self._parts += [("measure", -1)]
        self._parts += [("before", unit) for unit in units if len(units) == 1]
        self._parts += [("code", -1)]
        self.columns = tuple(self._column(part, unit) for part, unit in self._parts)
        self.groups: Sequence[GridGroup] = ()

    def _column(self, part: Part, unit: int) -> GridColumn:
        if part == "code":
            return GridColumn("", _("Mã"), 7, left=True)
        if part == "measure":
            return GridColumn("", _("Đơn vị tính"), 14, left=True)
        money = any(self.sheet.columns[place].money for place in self.places)
        width = AMOUNT if money else COUNT
        if part == "before":
            return GridColumn("", _("Kỳ trước"), width)
        rows = self.sheet.typed_rows
        return GridColumn("", rows[unit].unit.short if len(rows) > 1 else _("Kỳ này"), width)

    # where things are

    def order_of(self, column: int) -> str:
        """Return what the rows are ordered by at a column; see `ordered_indicators`."""
        part, unit = self._parts[column]
        if part in _ORDERS:
            return _ORDERS[part]
        name = self.sheet.typed_rows[unit].unit.id
        return f"{BEFORE}{name}" if part == "before" else name

    def cell_of(self, row: int, place: int) -> Cell | None:
        """Return where a unit's figure stands in the grid; None while it is out of sight."""
        if place not in self._lines or ("figure", row) not in self._parts:
            return None
        return self._lines.index(place), self._parts.index(("figure", row))

    def figure_at(self, row: int, column: int) -> Cell:
        """Return the sheet's row and column behind a cell, of the nearest figure."""
        unit = max(self._parts[column][1], 0)
        line = self._lines[row] if row < len(self._lines) else 0
        if isinstance(line, str):
            after = [one for one in self._lines[row:] if isinstance(one, int)]
            line = after[0] if after else 0
        return unit, line

    def shows_figure(self, row: int, place: int) -> bool:
        """Say whether a figure of the sheet is in one of the rows shown."""
        return place in self.places

    def shown_of(self) -> tuple[int, int]:
        """Return how many indicators are shown of how many."""
        return len(self.places), self._every

    def width_key(self, column: int) -> str:
        """Return what a column's width is remembered by."""
        part, unit = self._parts[column]
        return f"~{part}" if unit < 0 else f"~{part}{unit}"

    def name_title(self) -> str:
        """What stands over the names."""
        return _("Chỉ tiêu")

    def name_letters(self) -> int:
        """Indicators have long names."""
        return 46

    def whole_names(self) -> bool:
        """Two indicators may differ at their end alone: “… – nữ”."""
        return True

    def row_count(self) -> int:
        """Return how many lines there are, titles of groups among them."""
        return len(self._lines)

    def heading(self, row: int) -> bool:
        """Say whether a line is the title of a group."""
        return isinstance(self._lines[row], str)

    def row_name(self, row: int) -> str:
        """Return the indicator's name, or the group's."""
        line = self._lines[row]
        return line if isinstance(line, str) else self.sheet.columns[line].title

    def row_words(self, row: int) -> str:
        """Return what a line is found by: the indicator's name and code; "" for a title."""
        line = self._lines[row]
        return "" if isinstance(line, str) else f"{self.row_name(row)} {self.text(row, -1)}"

    def row_note(self, row: int) -> str:
        """Return what the indicator means."""
        line = self._lines[row]
        return "" if isinstance(line, str) else "\n".join(
            column_lines(self.sheet, self.sheet.columns[line]))  # fmt: skip

    def row_mark(self, row: int) -> Mark:
        """Return STRONG for a title, else the worst mark of the indicator's cells."""
        line = self._lines[row]
        if isinstance(line, str):
            return Mark.STRONG
        edges = Mark.ERROR | Mark.WARNING
        found = Mark.NONE
        for one in self.sheet.typed_rows:
            found |= self._mark(one.marks[line]) & edges
        return found

    # cells

    def _figure(self, row: int, column: int) -> tuple[int, int] | None:
        line, (part, unit) = self._lines[row], self._parts[column]
        return None if isinstance(line, str) or part != "figure" else (unit, line)

    def text(self, row: int, column: int) -> str:
        """Return what is shown."""
        line, (part, unit) = self._lines[row], self._parts[column]
        if isinstance(line, str):
            return ""
        found = self.sheet.columns[line]
        if part == "figure":
            return self.sheet.rows[unit].texts[line]
        if part == "code":
            return found.code
        if part == "measure":
            return SCALES[self.sheet.facts.scale] if found.money else found.unit
        return self._before(found, unit)

    def _before(self, column: EntryColumn, unit: int) -> str:
        number = number_of(self.sheet.rows[unit].before.get(column.code))
        if number is None:
            return ""
        return money_text(number, self.sheet.facts.scale) if column.money else vi_number(number)

    def edit_text(self, row: int, column: int) -> str:
        """Return what an editor starts with."""
        figure = self._figure(row, column)
        return self.text(row, column) if figure is None else self.sheet.edit_text(*figure)

    def mark(self, row: int, column: int) -> Mark:
        """Return what is special about the cell."""
        figure = self._figure(row, column)
        if figure is not None:
            return self._mark(self.sheet.mark(*figure))
        grey = Mark.ELSEWHERE if self._parts[column][0] != "figure" else Mark.NONE
        return Mark.COMPUTED | grey

    def line(self, row: int, columns: Sequence[int]) -> tuple[Sequence[str], Sequence[int]]:
        """Return the texts and marks of some cells of a line."""
        marks = [int(self.mark(row, column)) for column in columns]
        return [self.text(row, column) for column in columns], marks

    def note(self, row: int, column: int) -> str:
        """Return the words for the marks."""
        figure = self._figure(row, column)
        if figure is not None:
            return cell_words(self.sheet, *figure)
        looking = _("Cột này để xem; nhập số ở cột đầu bên trái.")
        if isinstance(self._lines[row], str):
            looking = _("Dòng tên nhóm, không có số; nhập ở các dòng dưới.")
        elif self._parts[column][0] == "before":
            looking = _("Số kỳ trước để so sánh; sai thì chọn kỳ trước ở trên rồi sửa ở đó.")
        return "\n".join(filter(None, (looking, self.row_note(row))))

    def hint(self, row: int, column: int) -> str:
        """Return what activities propose for a cell."""
        figure = self._figure(row, column)
        return "" if figure is None else proposed(self.sheet, *figure)

    def editable(self, row: int, column: int) -> bool:
        """Say whether the cell may be typed in."""
        figure = self._figure(row, column)
        return figure is not None and self.sheet.may_type(*figure)

    def total(self, column: int) -> str:
        """Indicators of different kinds are never added."""
        return ""

    def total_waits(self, column: int) -> str:
        """There are no totals."""
        return ""

    def total_name(self) -> str:
        """There are no totals."""
        return ""

    # writing

    def commit(self, row: int, column: int, text: str) -> None:
        """Take what was typed."""
        figure = self._figure(row, column)
        if figure is None:
            raise Refusal(_("Cột này chỉ để xem."), next_step=_("Nhập ở cột Kỳ này."))
        self._enter(self.sheet.read(*figure, text))

    def clear(self, cells: Sequence[Cell]) -> None:
        """Clear cells by an explicit act; raises Refusal where estimates alone stand in them."""
        figures = [self._figure(row, column) for row, column in cells]
        self._clear([one for one in figures if one is not None])

    def read(self, row: int, column: int, block: Block, *, own: bool = False) -> PasteReading:
        """Read a block: by indicator where its lines name them, else downwards from here."""
        part, unit = self._parts[column]
        above = self._lines[row - 1] if row else ""
        over = above if isinstance(above, str) else ""
        read = read_downwards(
            self.sheet, max(unit, 0), self._lines[row:], block, over=over, own=own
        )
        aside = part == "before" and named_lines(self.sheet, block) is None
        return beside_figures(read) if aside else read

    def reading(
        self, row: int, column: int, block: Block, *, own: bool = False
    ) -> Generator[None, None, PasteReading]:
        """Read a block at once: it has no more lines than there are indicators."""
        yield
        return self.read(row, column, block, own=own)


def _lines(sheet: EntrySheet, places: Sequence[int]) -> list[int | str]:
    found: list[int | str] = []
    last = ""
    for place in places:
        group = sheet.columns[place].block
        if group != last:
            found.append(group)
            last = group
        found.append(place)
    return found
