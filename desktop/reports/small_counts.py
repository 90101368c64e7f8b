"""Which numbers of a table are left out so that nobody reads, or works out, one or two people.

What is left out for the sake of the small ones, and why, is told in `withheld`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from desktop.formats.table import Cell, Figure, Role, Row, Table
from desktop.i18n import _
from desktop.models.figures.cells import split_code
from desktop.reports.withheld import is_small, withheld

SENSITIVE: Final = frozenset({"A03T", "A03D"})
HIDDEN: Final = "< 3"


def left_out() -> str:
    """Return what stands in the place of a number that would betray a small one."""
    return _("ẩn")


def hides(code: str, *values: object) -> bool:
    """Tell whether numbers of a cell, before and after it changed, are hidden: one is small.

    Neither is told then: by what the totals moved the one would follow from the other.
    """
    return split_code(code)[0] in SENSITIVE and any(is_small(value) for value in values)


def note_of_change() -> str:
    """Return what a reader of what changed is told of the numbers that are left out."""
    return _("Ô “{out}”: không ghi số, vì số trước hoặc số sau là 1 hoặc 2 người.").format(
        out=left_out()
    )


def hidden_in(table: Table) -> Table:
    """Return a table without the small counts in its sensitive columns."""
    places = [n for n, column in enumerate(table.columns) if column.code in SENSITIVE]
    shown: dict[tuple[int, int], str] = {}
    for place in places:
        found = _left_out(table, place)
        shown |= {(row, place): text for row, text in found.items()}
    if not shown:
        return table
    rows = [_with(row, {p: text for (at, p), text in shown.items() if at == number})
            for number, row in enumerate(table.rows)]  # fmt: skip
    if left_out() in shown.values():
        rows.append(Row((note_below(),), Role.NOTE))
    return replace(table, rows=tuple(rows))


def note_below() -> str:
    """Return what a reader of a table is told of the numbers that are left out."""
    return _(
        "Ô “{small}”: 1 hoặc 2 người. Ô “{out}”: không ghi số, để không tính ngược ra được ô"
        " “{small}”."
    ).format(small=HIDDEN, out=left_out())


def _with(row: Row, texts: Mapping[int, str]) -> Row:
    cells = tuple(texts.get(place, cell) for place, cell in enumerate(row.cells))
    return replace(row, cells=cells)


@dataclass(frozen=True, slots=True)
class _Summed:
    """Rows of a column (row → number) and the row of the sum below them, -1 where none is."""

    numbers: Mapping[int, int]
    below: int


def _left_out(table: Table, place: int) -> dict[int, str]:
    """Return row → what is written there instead of its number in a column."""
    parts, total, beside = _parts(table, place)
    numbers = {row: number for part in parts for row, number in part.numbers.items()}
    sums = {part.below: part.numbers for part in parts if part.below >= 0}
    sums |= {total: numbers} if total >= 0 else {}
    found = withheld(numbers, sums.values())
    if not found.small:
        return {}
    # With the sums over some of the rows only, by which a single one could be told apart.
    gone = [row for row, made_of in sums.items() if frozenset(made_of) in found.sums]
    others = (row for row in numbers if row in found.others)
    return {row: HIDDEN for row in numbers if row in found.small} | dict.fromkeys(
        [*others, *gone, *beside], left_out()
    )


def _parts(table: Table, place: int) -> tuple[list[_Summed], int, list[int]]:
    """Return a column's rows by the sum they are added up in, the row of the total, -1 without one,
    and the rows that sum others of them.
    """
    total = next((n for n, row in enumerate(table.rows) if row.role is Role.TOTAL), -1)
    parts: list[_Summed] = []
    numbers: dict[int, int] = {}
    for at, row in _counted(table):
        if row.role is Role.BODY:
            value = _number(row.cells[place])
            numbers |= {at: value} if value is not None else {}
        elif total < 0 or at < total:
            parts.append(_Summed(numbers, at))
            numbers = {}
    if numbers or not parts:
        parts.append(_Summed(numbers, -1))
    beside = [at for at, row in _counted(table)
              if 0 <= total < at and row.is_total and _number(row.cells[place])]  # fmt: skip
    return parts, total, beside


def _counted(table: Table) -> Iterator[tuple[int, Row]]:
    """Yield the rows with a cell for each column."""
    for at, row in enumerate(table.rows):
        if len(row.cells) == len(table.columns) and row.role is not Role.GROUP:
            yield at, row


def _number(cell: Cell) -> int | None:
    value = cell.value if isinstance(cell, Figure) else cell
    return value if isinstance(value, int) and not isinstance(value, bool) else None
