"""Sheets with the units side by side and an indicator in each row, turned to be read as others are.

A column of the file becomes a row, so that the number of a row read is that of its column. Only
small sheets are turned: whoever lays units side by side has few of them and few indicators.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.plans_beside import names_ways
from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import (
    Cell,
    CellError,
    Formula,
    Grid,
    is_empty,
    is_number,
    letter,
    shown,
)
from desktop.intake.figures.wording.scales import scale_alone, scales_in
from desktop.models.text import fold

_MOST_ROWS: Final = 400
_MOST_COLUMNS: Final = 200
_REST: Final = "khac"
_MARKS: Final = " :+-–—•*."
_MEASURES: Final = frozenset({"dvt", "don vi tinh", "dv tinh", "don vi"})
_TITLES: Final = 0
"""The number of the row that holds what stands above the table."""


def turned(grids: Sequence[Grid]) -> list[Grid]:
    """Return the sheets that may hold units side by side, each turned."""
    return [made for grid in grids if (made := _turned(grid)) is not None]


def _turned(grid: Grid) -> Grid | None:
    """Return a sheet turned; None for one too large, or with no table in it.

    What stands above the table comes first, in one row; what stands below it is left out.
    """
    if len(grid.rows) > _MOST_ROWS or grid.width > _MOST_COLUMNS or grid.places:
        return None
    wide = [at for at, row in enumerate(grid.rows) if sum(not is_empty(c) for c in row) > 1]
    counted = [at for at in wide if any(_is_count(cell) for cell in grid.rows[at])]
    if len(counted) < 2:
        return None
    first, last = wide[0], counted[-1]
    heads = range(first, max(counted[0], first + 1))
    names = max(heads, key=lambda at: (not names_ways(grid.rows[at]), _words_in(grid.rows[at])))
    calculator = Calculator(grid)
    table = [[_plain(cell, calculator) for cell in row] for row in grid.rows[first : last + 1]]
    _name_the_rest(table)
    width = max(map(len, table))
    titles = [shown(cell) for row in grid.rows[:first] for cell in row if not is_empty(cell)]
    rows: list[list[Cell]] = [list(titles)]
    rows += [[row[at] if at < len(row) else "" for row in table] for at in range(width)]
    head = max(rows[1:], key=_words_in)
    _tell_scales(head, [row for row in rows[1:] if row is not head], names - first)
    head[names - first] = _("Tên đơn vị")  # the corner says "Chỉ tiêu", or nothing
    spans = tuple(
        ((left + 1, top - first), (right + 1, bottom - first))
        for (top, left), (bottom, right) in grid.spans if first <= top and bottom <= last
    )  # fmt: skip
    return replace(
        grid, rows=rows, lines=list(range(width + 1)), spans=spans, special={},
        turned=tuple(grid.lines[first : last + 1]),
    )  # fmt: skip


def _tell_scales(labels: list[Cell], others: Sequence[Sequence[Cell]], names: int) -> None:
    """Put what a row is told in behind its words: “Kinh phí | triệu đồng”.

    “1.000 đồng” is a measure under “ĐVT” alone: in a unit's column it is what the unit spent.
    """
    for at, label in enumerate(labels):
        told = [scale for row in others if isinstance(row[at], str)
                and (scale := scale_alone(row[at]))
                and (not scale[0].isdigit() or fold(shown(row[names])).strip(_MARKS) in _MEASURES)
                ]  # fmt: skip
        if told and isinstance(label, str) and label.strip() and not scales_in(label):
            labels[at] = f"{shown(label)} ({told[0]})"


def _name_the_rest(table: list[list[Cell]]) -> None:
    """Write “Khác” out as the rest of the group it stands in: “Giảm:” above makes “Giảm khác”."""
    group = ""
    for row in table:
        at = next((n for n, cell in enumerate(row) if isinstance(cell, str) and any(
            map(str.isalpha, cell))), -1)  # fmt: skip
        label = fold(shown(row[at])).strip(_MARKS) if at >= 0 else ""
        if label and not any(_is_count(cell) for cell in row[at + 1 :]):
            group = shown(row[at]).strip(_MARKS)
        elif label == _REST and group:
            row[at] = f"{group} {shown(row[at]).strip(_MARKS).lower()}"


def _is_count(cell: Cell) -> bool:
    if is_number(cell) or isinstance(cell, Formula):
        return True
    return isinstance(cell, str) and any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))


def _words_in(row: Sequence[Cell]) -> int:
    return sum(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in row)


def _plain(cell: Cell, calculator: Calculator) -> Cell:
    """Return a formula's result while its places still mean what they say."""
    if not isinstance(cell, Formula):
        return cell
    worked = calculator.value(cell)
    return worked if worked is not None else CellError(shown(cell)[:40])


def told_as_turned(
    reading: FiguresReading, grids: Sequence[Grid], others: Mapping[str, str]
) -> FiguresReading | None:
    """Return a reading of a turned sheet, None where no row of it is a known unit's figures.

    `others` is sheet → what is said of its tables of other times. No row of it counts as sound
    before a person has seen how it was read.
    """
    if not any(row.unit_id and row.values for row in reading.rows):
        return None
    said = (
        _("Bảng ghi đơn vị theo cột, chỉ tiêu theo dòng: đã đọc xoay, mỗi cột thành một dòng."),
        *filter(None, (others.get(reading.sheet),)),
    )
    rows = tuple(
        replace(row, reasons=(*row.reasons, *said), turned=True,
                status="warned" if row.status == "accepted" else row.status)
        for row in reading.rows
    )  # fmt: skip
    ignored = tuple(replace(row, turned=True) for row in reading.ignored_rows
                    if row.source_row != _TITLES)  # fmt: skip
    totals = tuple(replace(one, turned=True) for one in reading.control_totals)
    return replace(reading, rows=rows, ignored_rows=ignored, control_totals=totals,
                   layout="turned", names_row=_names_row(reading, grids),
                   remarks=(*reading.remarks, *said))  # fmt: skip


def _names_row(reading: FiguresReading, grids: Sequence[Grid]) -> int:
    """Return the number of the row that names the units, 0 where it is not known."""
    lines = next((grid.turned for grid in grids if grid.name == reading.sheet), ())
    named = [column.letter for column in reading.columns if column.role == "unit"]
    return next((line for at, line in enumerate(lines) if letter(at) in named), 0)
