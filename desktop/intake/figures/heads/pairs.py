"""Columns that tell a whole and its women in one cell: “CNVCLĐ (tổng/nữ)” over 56/25, 56 (25)."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, shown
from desktop.intake.figures.wording.numbers import EMPTY, Count, CountReader
from desktop.models.text import nfc, vi_number

ROLE: Final = "both:"
"""Stands before the code of the whole in the role of such a column."""

_WHOLES: Final = ("A01", "A03")
_MOVEMENTS: Final = "C"
_SAMPLE: Final = 200
_FEWEST: Final = 2
_NUMBER: Final = r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+"
_PAIR: Final = re.compile(
    rf"({_NUMBER})\s*(?:người|ng|đv|lđ)?\s*"
    rf"(?:[/;|–-]\s*(?:nữ\s*:?\s*)?({_NUMBER})|[(,]\s*(?:trong đó|tr\.?\s?đó|trđ)?\s*(?:có\s*)?"
    rf"(?:nữ\s*:?\s*)?({_NUMBER}))\s*(?:người|đ/c)?\s*(?:nữ|người)?\s*\)?",
    re.IGNORECASE,
)


_WOMEN: Final = re.compile(r"\bnữ\b")
_IN_BRACKETS: Final = re.compile(r"\(\s*(?:trong đó\s*)?(?:có\s*)?nữ\s*\)\s*$", re.IGNORECASE)


def told_with_women(grid: Grid, header: Header) -> Header:
    """Return a header with the columns of a whole as pairs where most cells tell their women too,
    “31 (nữ 22)”, and no column does; of those who came or went, where any cell does."""
    header = _women_in_brackets(grid, header)
    codes = header.codes()
    columns = [
        replace(column, role=ROLE + column.code)
        if column.code and (column.code in _WHOLES or column.code[0] == _MOVEMENTS)
        and f"{column.code}N" not in codes and not column.code.endswith("N")
        and _tells_women(grid, header.last, column) else column for column in header.columns
    ]  # fmt: skip
    return header if columns == header.columns else replace(header, columns=columns)


def _women_in_brackets(grid: Grid, header: Header) -> Header:
    """Return a header with “BCH (nữ)” over “5 (3)” as pairs, no women alone."""
    codes = header.codes()
    columns = [
        replace(column, role=ROLE + column.code.removesuffix("N"))
        if column.code.endswith("N") and column.code.removesuffix("N") not in codes
        and column.path and _IN_BRACKETS.search(column.path[-1])
        and _tells_pairs(grid, header.last, column.at) else column for column in header.columns
    ]  # fmt: skip
    return header if columns == header.columns else replace(header, columns=columns)


def in_doubt(grid: Grid, header: Header, column: Column) -> bool:
    """Whether a lone number under “BCH (nữ)” may be the whole or the women: other cells tell two,
    “5/2”, as a date too, and no column tells the whole."""
    if not column.code.endswith("N") or column.code.removesuffix("N") in header.codes():
        return False
    if not column.path or not _IN_BRACKETS.search(column.path[-1]):
        return False
    rows = grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]
    cells = [row[column.at] for row in rows if column.at < len(row)]
    return any(isinstance(cell, date) or _pair(cell) is not None for cell in cells)


class EitherReader(CountReader):
    """Reads the cells of such a column: a number alone is asked about."""

    def read(self, cell: Cell) -> Count:
        """Return what a cell means; nought is nought either way."""
        if (told := _pair(cell)) is not None and "nữ" in nfc(shown(cell)).lower():
            women = super().read(told[1])
            note = _("“{text}”: lấy {value} là số nữ.").format(text=shown(cell)[:40], value=told[1])
            return replace(women, sureness="doubtful", note=note)
        count = super().read(cell)
        return Count(None, "flagged", _not_told(cell)) if count.value else count


def _not_told(cell: Cell) -> str:
    return _("“{text}”: không rõ là tổng số hay số nữ.").format(text=shown(cell)[:40])


def _tells_pairs(grid: Grid, head: int, at: int) -> bool:
    """Whether most filled cells below a heading tell two numbers, the second in brackets."""
    rows = grid.rows[head + 1 : head + 1 + _SAMPLE]
    filled = [row[at] for row in rows if at < len(row) and not is_empty(row[at])]
    told = [cell for cell in filled
            if isinstance(cell, str) and "(" in cell and _pair(cell) is not None]  # fmt: skip
    return len(told) >= _FEWEST and len(told) * 2 > len(filled)


def _tells_women(grid: Grid, head: int, column: Column) -> bool:
    rows, at = grid.rows[head + 1 : head + 1 + _SAMPLE], column.at
    filled = [row[at] for row in rows if at < len(row) and not is_empty(row[at])]
    told = sum(bool(women_within(cell)) for cell in filled)
    if column.code[0] == _MOVEMENTS:
        return told > 0  # most unions have nobody who came or went, or no women among them
    return told >= _FEWEST and told * 2 > len(filled)


class PairReader:
    """Reads the cells of such a column as (whole, women).

    A number alone is the whole only where the heading names a total, or other cells are pairs;
    it is so as in any other column where the heading, of which `said` are the concepts, names no
    women and most cells do not.
    """

    def __init__(self, counts: CountReader, cells: Sequence[Cell], said: Set[str]) -> None:
        self._counts = counts
        pairs = [cell for cell in cells if _pair(cell) is not None]
        self._alone = "total" in said or bool(pairs)
        few = len(pairs) * 2 <= sum(not is_empty(cell) for cell in cells)
        self._seldom = few and "women" not in said and all(map(women_within, pairs))

    def read(self, cell: Cell) -> tuple[Count, Count]:
        """Return the counts of the whole and of its women; a cell of one tells no women,
        but where it says that nobody is counted."""
        if is_empty(cell):
            return EMPTY, EMPTY
        told = _pair(cell)
        if told is None:
            count = self._counts.read(cell)
            if count.value is None or count.sureness == "flagged":
                return count, EMPTY
            if self._seldom and self._alone:
                return count, EMPTY
            if not self._alone:
                return Count(None, "flagged", _not_told(cell)), EMPTY
            if not count.value:
                return count, count  # none at all: no women either
            note = _("“{text}” chỉ có một số, hiểu là tổng số.").format(text=shown(cell)[:40])
            return Count(count.value, "doubtful", note), EMPTY
        whole, women = (self._counts.read(part) for part in told)
        if whole.value is None or women.value is None or women.value > whole.value:
            note = _("“{text}” không phải số đếm.").format(text=shown(cell)[:40])
            return Count(None, "flagged", note), Count(None, "flagged", note)
        if _WOMEN.search(nfc(shown(cell)).lower()):
            return whole, women  # "3 (nữ 2)" says so itself
        note = _("“{text}”: tổng số {whole}, nữ {women}.").format(
            text=shown(cell)[:40], whole=vi_number(whole.value), women=vi_number(women.value)
        )
        return Count(whole.value, "doubtful", note), women


def women_within(cell: Cell) -> str:
    """Return the number of women a cell tells behind a whole and calls so: “2 (nữ 1)”; else ""."""
    found = _pair(cell) if isinstance(cell, str) and "nữ" in nfc(cell).lower() else None
    return found[1] if found is not None else ""


def _pair(cell: Cell) -> tuple[str, str] | None:
    found = _PAIR.fullmatch(shown(cell)) if isinstance(cell, str) else None
    return (found[1], found[2] or found[3]) if found is not None else None
