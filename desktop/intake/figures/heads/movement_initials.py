"""Movements headed by first letters alone (“ĐK | KN | NH | CK”), where their stocks prove them.

Letters may stand for many things; a column of them is taken only where every row comes from its
opening stock to its closing one by what they stand for, each of them at work in some row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Formula, Grid
from desktop.intake.figures.wording.numbers import CountReader
from desktop.models.text import fold

_OPEN: Final = frozenset({"", "moved", "unclear"})
_ENDS: Final = ("opening", "closing")
_SUMS: Final = frozenset({"C10", "C20", "C40", "C41"})
_CAME, _WENT = "C1", "C2"
_OTHERS_GO: Final = "C30"
_SAMPLE: Final = 200
_FEWEST: Final = 2


def movements_by_initials(
    header: Header, reader: HeadingReader, codes: frozenset[str], grid: Grid
) -> None:
    """Take columns headed by first letters for the movements their rows' stocks prove."""
    found = _found(header, reader, codes)
    taken = [code for code in found.values() if code not in _ENDS]
    held = {column.code for column in header.columns if column.code[:1] == "C"}
    if (
        not taken
        or len({*held, *taken}) < len(held) + len(taken)
        or len(held) + len(taken) < _FEWEST
    ):
        return
    roles = {column.at: found.get(column.at, _moved_or_stock(column)) for column in header.columns}
    if not _is_proved(list(_rows(grid, header, roles, CountReader(reader.words))), roles, found):
        return
    for at, code in found.items():
        said = _("Cột “{name}” hiểu là chỉ tiêu {code}: đầu kỳ + tăng − giảm khớp với cuối kỳ.")
        column = header.columns[at]
        header.columns[at] = (
            replace(column, role=code) if code in _ENDS else
            replace(column, role=f"code:{code}",
                    guess=said.format(name=column.path[-1], code=code))
        )  # fmt: skip


def _found(header: Header, reader: HeadingReader, codes: frozenset[str]) -> dict[int, str]:
    """Return column → what its first letters stand for, of the form asked."""
    told = {column.at: reader.words.initials.get(fold(column.path[-1]).replace(".", ""), "")
            for column in header.columns if column.path and column.role in _OPEN}  # fmt: skip
    return {at: code for at, code in told.items() if code in codes or code in _ENDS}


def _moved_or_stock(column: Column) -> str:
    """Return a movement's code or a stock's end, "?" for a column nobody knows, "" for others."""
    if column.role in _ENDS:
        return column.role
    if column.role == "aside:A03":
        return "closing"
    if column.code[:1] == "C":
        return "" if column.code.endswith("N") or column.code in _SUMS else column.code
    return "?" if column.path and column.role in _OPEN else ""


def _is_proved(
    rows: Sequence[Mapping[int, int | None]], roles: Mapping[int, str], found: Mapping[int, str]
) -> bool:
    """Whether all rows with both stocks balance, and every column taken is not always nought."""
    ends = [[at for at, role in roles.items() if role == end] for end in _ENDS]
    if [len(one) for one in ends] != [1, 1]:
        return False
    told = [row for row in rows if all(row[at] is not None for (at,) in ends)]
    used = {at for row in told for at, value in row.items() if value}
    strange = any(roles[at] == "?" for at in used)
    moves = {at for at, code in found.items() if code not in _ENDS}
    balanced = all(_balances(row, roles) for row in told)
    return len(told) >= _FEWEST and not strange and moves <= used and balanced


def _balances(row: Mapping[int, int | None], roles: Mapping[int, str]) -> bool:
    return sum(_sign(roles[at]) * (value or 0) for at, value in row.items()) == 0


def _sign(role: str) -> int:
    if role == "opening" or role.startswith(_CAME):
        return 1
    return -1 if role == "closing" or role.startswith(_WENT) or role == _OTHERS_GO else 0


def _rows(
    grid: Grid, header: Header, roles: Mapping[int, str], counts: CountReader
) -> Iterator[dict[int, int | None]]:
    """Yield what each row tells in the columns of movements and stocks; None for a blank."""
    calculator = Calculator(grid)
    asked = [at for at, role in roles.items() if role]
    for row in grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]:
        cells = {at: row[at] if at < len(row) else "" for at in asked}
        yield {at: counts.read(calculator.value(cell) if isinstance(cell, Formula) else cell).value
               for at, cell in cells.items()}  # fmt: skip
