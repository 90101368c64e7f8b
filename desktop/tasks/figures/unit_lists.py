"""Lists of units in files: the rows of the sheet that speaks of units."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register.bulk_reparent import ParentLine, read_parents
from desktop.models.store.reader import Reader

MOST_LINES = 20_000


def rows_of(path: Path) -> list[list[list[str]]]:
    """Return every sheet of a workbook or text file as rows of texts.

    Raises Refusal for a file that cannot be read.
    """
    from desktop.intake.figures.books import read_grids

    return [[[_text(cell) for cell in row] for row in grid.rows] for grid in read_grids(path)]


def _text(cell: object) -> str:
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def parents_in(reader: Reader, path: Path, day: date, to_parent: str = "") -> list[ParentLine]:
    """Return the lines of the sheet that names most units, as `read_parents` reads them."""
    best: Sequence[ParentLine] = ()
    most = -1
    for rows in rows_of(path):
        if len(rows) > MOST_LINES:
            raise Refusal(
                _("Danh sách dài quá {n} dòng.").format(n=MOST_LINES),
                next_step=_("Chia thành nhiều tệp."), code="E_TOO_LARGE",
            )  # fmt: skip
        lines = read_parents(reader, rows, day, to_parent)
        known = sum(bool(line.unit) or line.state == "asked" for line in lines)
        if known > most:
            best, most = lines, known
    return list(best)
