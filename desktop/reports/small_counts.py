"""Which numbers of a table are left out so that nobody reads, or works out, one or two people.

A reader knows that a number left out as small is 1 or 2, and of any other one that it is not. Where
a sum is printed below them, they are safe when the small ones are of both sizes, or when a number
among them that is left out leaves room for either.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from desktop.formats.table import Cell, Figure, Role, Row, Table
from desktop.i18n import _

SENSITIVE: Final = frozenset({"A03T", "A03D"})
LEAST: Final = 3
HIDDEN: Final = "< 3"


def is_small(value: object) -> bool:
    """Tell whether a count is of one or two people."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < LEAST


def left_out() -> str:
    """Return what stands in the place of a number that would betray a small one."""
    return _("ẩn")


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
        rows.append(Row((_note(),), Role.NOTE))
    return replace(table, rows=tuple(rows))


def _note() -> str:
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
    found: dict[int, str] = {}
    unsure: list[int] = []
    for part in parts:
        small = {row: number for row, number in part.numbers.items() if is_small(number)}
        found |= dict.fromkeys(small, HIDDEN)
        if not small or _is_safe(small.values()):
            continue
        other = _covering(part.numbers, set(small.values()))
        if other is not None:
            found[other] = left_out()
            continue
        unsure += small.values()
        if part.below >= 0:
            found[part.below] = left_out()
    if found:  # sums over some of the rows only, by which a single one could be told apart
        found |= dict.fromkeys(beside, left_out())
    if unsure and total >= 0 and not _is_safe(unsure):
        found[total] = left_out()
    return found


def _is_safe(small: Iterable[int]) -> bool:
    """Tell whether small numbers of a known sum stay unknown: there are ones and twos."""
    return len(set(small)) > 1


def _covering(numbers: Mapping[int, int], small: set[int]) -> int | None:
    """Return the row of the least number that hides the small ones, left out with them.

    Between it and a single one or two there must be room: it is not small itself.
    """
    least = LEAST + 1 if small == {1} else LEAST
    found = [(number, row) for row, number in numbers.items() if number >= least]
    return min(found)[1] if found else None


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
