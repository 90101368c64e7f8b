"""Signs that stand for no number, “-” and “x”, pasted from elsewhere where a figure is known."""

from dataclasses import replace

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.paste_cells import CellReading
from desktop.models.figures.cell_words import is_dash
from desktop.models.figures.cells import NOT_APPLICABLE
from desktop.models.text import vi_number


def sign_told(sheet: EntrySheet, cell: CellReading) -> CellReading:
    """Return a cell as it is looked at first, where its sign would mean another figure.

    A dash changes nothing, though Excel shows 0 so; “x” takes the figure away.
    """
    if cell.row < 0 or cell.column < 0 or cell.entry != NOT_APPLICABLE:
        return cell
    number = sheet.rows[cell.row].numbers[cell.column]
    if not number or not sheet.may_type(cell.row, cell.column):
        return cell
    if cell.outcome == "skipped" and is_dash(cell.source):
        note = _(
            "Dấu “-” đọc là ô trống, số {n} đang có vẫn giữ; là số 0 thì gõ 0, không phát sinh thì"
            " gõ x."
        )
        return replace(cell, outcome="doubtful", entry=None, note=note.format(n=vi_number(number)))
    if cell.outcome == "lands":
        note = _(
            "Thay số {n} đang có bằng “không phát sinh”; nếu “{text}” chỉ là dấu đánh thì sửa ô đó"
            " rồi dán lại."
        )
        told = note.format(n=vi_number(number), text=cell.source.strip())
        return replace(cell, outcome="doubtful", note=told)
    return cell
