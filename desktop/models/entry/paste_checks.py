"""What a pasted block says of numbers that are reckoned, beside what is reckoned: its lines of
totals, and its cells over columns that nobody types in."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_numbers import EMPTIED, read_number
from desktop.models.entry.entry_row import EntryRow
from desktop.models.entry.paste_cells import CellReading, Line
from desktop.models.figures.cell_words import is_dash
from desktop.models.text import fold, vi_number

TURN = 25
"""Rows worked out at a time: a few milliseconds."""


def totals_compared(line: Line, lines: Sequence[Line], skipped: int) -> list[CellReading]:
    """Compare a line of totals with the lines above it."""
    found = []
    for place, text in enumerate(line.cells):
        read = read_number(text)
        at = (-1, -1, line.number, place + 1 + skipped, text)
        if read.entry is None or read.entry.value is None:
            found.append(CellReading(*at, "skipped"))
            continue
        added = sum(
            entry.value or 0
            for above in lines
            if not above.total and above.row >= 0 and place < len(above.cells)
            if (entry := read_number(above.cells[place]).entry) is not None
        )
        if added == read.entry.value and line.guessed:
            note = _("Bằng tổng các dòng trên: đọc là dòng cộng, không dán.")
            found.append(CellReading(*at, "doubtful", None, note))
            continue
        if added == read.entry.value:
            found.append(CellReading(*at, "skipped", None, _("Dòng cộng, khớp.")))
            continue
        note = _("Dòng cộng ghi {a}, cộng các dòng được {b}.").format(
            a=vi_number(read.entry.value), b=vi_number(added)
        )
        found.append(CellReading(*at, "doubtful", None, note))
    return found


def computed_compared(
    sheet: EntrySheet, cells: list[CellReading]
) -> Generator[None, None, list[CellReading]]:
    """Compare what was pasted where nothing is typed in with what stands there after landing."""
    over = [cell for cell in cells if _is_over(sheet, cell)]
    if not over:
        return cells
    after = yield from _rows_after(sheet, cells)
    mended = {cell: _compared(sheet, cell, after[cell.row]) for cell in over}
    return [mended.get(cell, cell) for cell in cells]


def _is_over(sheet: EntrySheet, cell: CellReading) -> bool:
    """Say whether a cell tells something where nothing is typed in."""
    told = cell.source.strip()
    if cell.row < 0 or cell.column < 0 or not told or told == EMPTIED or is_dash(told):
        return False
    return cell.outcome == "skipped" and not sheet.may_type(cell.row, cell.column)


def _compared(sheet: EntrySheet, cell: CellReading, after: EntryRow) -> CellReading:
    column, told = sheet.columns[cell.column], cell.entry.value if cell.entry else None
    computed, shown = after.numbers[cell.column], after.texts[cell.column]
    silent = replace(cell, entry=None)
    if _same_words(cell.source, shown) or cell.source == sheet.edit_text(cell.row, cell.column):
        return silent
    if cell.entry is not None and (computed if told is None else told) == (computed or 0):
        return silent
    if cell.entry is not None and told is None and computed is None:
        return silent
    attribute = column.kind == "attribute"
    if told is None or attribute or computed is None:
        words = _("Cột “{title}” không nhập ở đây; {what} của khối dán không được nhận.")
        what = (
            f"“{cell.source.strip()[:30]}”"
            if told is None
            else _("số {a}").format(a=vi_number(told))
        )
        note = words.format(title=column.title, what=what)
    else:
        words = _("Khối dán ghi {a}, chương trình tính được {b}.")
        if sheet.rows[cell.row].elsewhere:
            words = _("Khối dán ghi {a}, đơn vị tự nhập ghi {b}.")
        note = words.format(a=vi_number(told), b=vi_number(computed))
    return replace(silent, outcome="doubtful", note=note, unheard=True)


def _same_words(text: str, shown: str) -> bool:
    """Say whether two texts say the same: “11,05 %” is 11,05."""
    return fold(text).rstrip("% ") == fold(shown).rstrip("% ")


def _rows_after(
    sheet: EntrySheet, cells: Sequence[CellReading]
) -> Generator[None, None, dict[int, EntryRow]]:
    after = {}
    for place in {cell.row for cell in cells if cell.row >= 0}:
        row = sheet.rows[place]
        after[place] = replace(row, values=dict(row.values), pending={}, known={}, comparing=None)
    for cell in cells:
        if cell.entry is not None and cell.outcome in ("lands", "doubtful") and cell.row >= 0:
            code = sheet.columns[cell.column].code
            after[cell.row].values[code] = cell.entry.register()
    yield
    for place, row in enumerate(after.values()):
        row.work_out()
        if place % TURN == TURN - 1:
            yield
    return after
