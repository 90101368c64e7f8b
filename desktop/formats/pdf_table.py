"""Tables on the page: fitted to the width, heads repeated, rows never split."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.formats.cells import cell_align, cell_text, is_number, spans_all, stays_whole, whole
from desktop.formats.cleaning import clean
from desktop.formats.document import Run
from desktop.formats.faces import break_lines, face, width_pt, word_size
from desktop.formats.pdf_flow import Sheet, Spot, Strip
from desktop.formats.pdf_text import DESCENT, draw_string, text_strips
from desktop.formats.table import HAND_PT, Align, Cell, Column, Figure, Role, Row, Table
from desktop.formats.table_head import HeadCell, head_cells
from desktop.formats.table_turned import turned_lines
from desktop.formats.table_widths import column_widths

_BOLD = frozenset({Role.GROUP, Role.SUBTOTAL, Role.TOTAL})


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell ready to draw: lines in a face, in a box from x of the given width."""

    lines: tuple[str, ...]
    name: str
    size: float
    x: float
    width: float
    align: Align
    turned: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    """Measures of one table in points."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    size: float
    leading: float
    pad: float
    line: float
    head_fill: str
    group_fill: str
    tallest: float

    def box(
        self, text: str, name: str, first: int, count: int, align: Align, *, shrink: bool
    ) -> _Box:
        """Return the text laid out over `count` columns from `first`.

        `shrink`: what is too wide is set smaller, never broken; other text wraps.
        """
        width = sum(self.widths[first : first + count])
        room = width - 2 * self.pad
        size = word_size(text, name, self.size, room) if shrink else self.size
        lines = tuple(break_lines(text, name, size, room)) if text else ()
        return _Box(lines, name, size, self.lefts[first], width, align)

    def turned(self, text: str, first: int) -> _Box:
        """Return a title that runs from bottom to top in one column."""
        lines = tuple(turned_lines(text, self.size))
        left, width = self.lefts[first], self.widths[first]
        return _Box(lines, face(bold=True), self.size, left, width, Align.CENTER, turned=True)

    def height(self, box: _Box) -> float:
        """Return how high a row must be for the box."""
        if box.turned:
            return max(width_pt(line, box.name, box.size) for line in box.lines) + 2 * self.pad
        return len(box.lines) * self.leading + 2 * self.pad * 0.6


def _grid(table: Table, sheet: Sheet) -> _Grid:
    look = sheet.layout.table
    size = look.size(len(table.columns))
    edges = 2 * look.padding_pt(size)
    widths = tuple(column_widths(table.columns, sheet.width, size, edges, table.rows))
    lefts = tuple(sum(widths[:n]) for n in range(len(widths)))
    return _Grid(
        lefts,
        widths,
        size,
        size * look.single_line,
        look.padding_pt(size),
        look.line_pt,
        look.head_fill,
        look.group_fill,
        sheet.height * 0.6,
    )


def _draw_boxes(
    canvas: Any,
    boxes: Sequence[_Box],
    grid: _Grid,
    x: float,
    y: float,
    height: float,
    *,
    top: bool = False,
) -> None:
    for box in boxes:
        high = len(box.lines) * grid.leading
        start = y - (grid.pad * 0.6 if top else (height - high) / 2)
        for line in box.lines:
            base = start - grid.leading + DESCENT * box.size + (grid.size - box.size) * 0.3
            start -= grid.leading
            if not line:
                continue
            left = x + box.x + grid.pad
            if box.align in (Align.CENTER, Align.RIGHT):
                room = box.width - 2 * grid.pad - width_pt(line, box.name, box.size)
                left += room / 2 if box.align is Align.CENTER else room
            draw_string(canvas, left, base, line, box.name, box.size)


def _draw_turned(canvas: Any, box: _Box, grid: _Grid, x: float, y: float, height: float) -> None:
    """Draw a title from bottom to top, its lines from left to right, in the middle of its cell."""
    left = x + box.x + (box.width - len(box.lines) * grid.leading) / 2
    canvas.saveState()
    canvas.translate(left, y - height)
    canvas.rotate(90)
    for number, line in enumerate(box.lines, start=1):
        start = (height - width_pt(line, box.name, box.size)) / 2
        base = DESCENT * box.size - number * grid.leading
        draw_string(canvas, start, base, line, box.name, box.size)
    canvas.restoreState()


def _draw_frame(
    canvas: Any, boxes: Sequence[_Box], grid: _Grid, x: float, y: float, height: float, fill: str
) -> None:
    canvas.setLineWidth(grid.line)
    if fill and fill != "FFFFFF":
        canvas.setFillColorRGB(*(int(fill[n : n + 2], 16) / 255 for n in (0, 2, 4)))
        width = grid.lefts[-1] + grid.widths[-1]
        canvas.rect(x, y - height, width, height, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
    right = x + grid.lefts[-1] + grid.widths[-1]
    edges = [x + box.x for box in boxes] + [right]
    canvas.lines(
        [
            (x, y, right, y),
            (x, y - height, right, y - height),
            *((edge, y, edge, y - height) for edge in edges),
        ]
    )


def _cell_box(cell: Cell, number: int, table: Table, row: Row, grid: _Grid) -> _Box:
    column = table.columns[number]
    text = cell_text(cell, column)
    italic = isinstance(cell, Figure) and cell.italic
    name = face(bold=row.role in _BOLD, italic=italic or row.role is Role.NOTE)
    count = row.label_span if number == 0 else 1
    align = cell_align(cell, column, row)
    return grid.box(text, name, number, count, align, shrink=stays_whole(cell))


def _row_boxes(table: Table, row: Row, grid: _Grid) -> list[_Box]:
    if spans_all(row):
        name = face(bold=row.role is Role.GROUP, italic=row.role is Role.NOTE)
        whole = Column("", 1.0)
        text = cell_text(row.cells[0], whole)
        return [grid.box(text, name, 0, len(grid.widths), Align.LEFT, shrink=False)]
    covered = range(1, row.label_span)
    return [
        _cell_box(cell, n, table, row, grid) for n, cell in enumerate(row.cells) if n not in covered
    ]


def _cut_tall(boxes: list[_Box], grid: _Grid) -> list[list[_Box]]:
    """Return the row in pieces no higher than a good part of a page (normally one)."""
    most = max(int(grid.tallest / grid.leading), 1)
    longest = max((len(box.lines) for box in boxes), default=0)
    if longest <= most:
        return [boxes]
    return [
        [
            _Box(box.lines[at : at + most], box.name, box.size, box.x, box.width, box.align)
            for box in boxes
        ]
        for at in range(0, longest, most)
    ]


def _row_strip(boxes: list[_Box], grid: _Grid, fill: str, *, by_hand: bool = False) -> Strip:
    least = max(grid.leading + 2 * grid.pad * 0.6, HAND_PT * by_hand)
    height = max([least, *(grid.height(box) for box in boxes)])

    def draw(canvas: Any, x: float, y: float) -> None:
        _draw_frame(canvas, boxes, grid, x, y, height, fill)
        _draw_boxes(canvas, boxes, grid, x, y, height)

    return Strip(height, draw)


def _title_box(cell: HeadCell, grid: _Grid) -> _Box:
    text = clean(cell.text)
    if cell.turned:
        return grid.turned(text, cell.column)
    name = face(bold=True)
    return grid.box(text, name, cell.column, cell.columns, Align.CENTER, shrink=True)


def _head_strip(table: Table, grid: _Grid) -> Strip:
    """Return the head: grouped titles merged, then the row of marks."""
    cells = head_cells(table.columns)
    boxes = [(cell, _title_box(cell, grid)) for cell in cells]
    heights = _level_heights(boxes, grid)
    tops = [sum(heights[:n]) for n in range(len(heights) + 1)]
    marks = [
        grid.box(whole(clean(mark)), face(italic=True), n, 1, Align.CENTER, shrink=True)
        for n, mark in enumerate(table.marks)
    ]
    mark_height = grid.leading + 2 * grid.pad * 0.6 if marks else 0.0

    def draw(canvas: Any, x: float, y: float) -> None:
        for cell, box in boxes:
            top, foot = tops[cell.level], tops[cell.level + cell.levels]
            _draw_head_box(canvas, box, grid, x, y - top, foot - top)
        if marks:
            _draw_frame(canvas, marks, grid, x, y - tops[-1], mark_height, "")
            _draw_boxes(canvas, marks, grid, x, y - tops[-1], mark_height)

    return Strip(tops[-1] + mark_height, draw, glued=True)


def _draw_head_box(canvas: Any, box: _Box, grid: _Grid, x: float, y: float, height: float) -> None:
    canvas.setLineWidth(grid.line)
    if grid.head_fill != "FFFFFF":
        canvas.setFillColorRGB(*(int(grid.head_fill[n : n + 2], 16) / 255 for n in (0, 2, 4)))
        canvas.rect(x + box.x, y - height, box.width, height, stroke=1, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
    else:
        canvas.rect(x + box.x, y - height, box.width, height, stroke=1, fill=0)
    if box.turned:
        _draw_turned(canvas, box, grid, x, y, height)
    else:
        _draw_boxes(canvas, [box], grid, x, y, height)


def _level_heights(boxes: Sequence[tuple[HeadCell, _Box]], grid: _Grid) -> list[float]:
    levels = max((cell.level + cell.levels for cell, _ in boxes), default=0)
    heights = [grid.leading + 2 * grid.pad * 0.6] * levels
    for cell, box in sorted(boxes, key=lambda pair: pair[0].levels):
        last = cell.level + cell.levels - 1
        lacking = grid.height(box) - sum(heights[cell.level : last + 1])
        heights[last] += max(lacking, 0.0)
    return heights


def _spots(table: Table, row: Row, grid: _Grid) -> tuple[Spot, ...]:
    """Return where the row shows numbers."""
    if spans_all(row):
        return ()
    return tuple(
        Spot(grid.lefts[n], grid.widths[n], row, table.columns[n], cell)
        for n, cell in enumerate(row.cells)
        if is_number(cell)
    )


def table_strips(table: Table, sheet: Sheet) -> list[Strip]:
    """Return the table's caption, head and rows."""
    layout = sheet.layout
    strips: list[Strip] = []
    if table.caption:
        strips += text_strips((Run(table.caption),), layout.style("table_caption"), sheet, line=1.0)
    if table.unit_note:
        strips += text_strips((Run(table.unit_note),), layout.style("table_unit"), sheet, line=1.0)
    if not table.columns:
        return strips
    grid = _grid(table, sheet)
    head = _head_strip(table, grid)
    head.before = 4.0
    strips.append(head)
    for row in table.rows:
        fill = grid.group_fill if row.role is Role.GROUP else ""
        for boxes in _cut_tall(_row_boxes(table, row, grid), grid):
            strip = _row_strip(boxes, grid, fill, by_hand=row.by_hand)
            strip.head = head if table.repeat_head else None
            strip.glued = row.role is Role.GROUP
            strip.spots = _spots(table, row, grid)
            strips.append(strip)
    return strips
