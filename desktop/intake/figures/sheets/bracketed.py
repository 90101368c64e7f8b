"""What numbers in brackets behind counts mean, where the sheet itself says so.

“(số trong ngoặc là nữ)” above a table makes women of them; a line “(1) Số theo bảng lương” below
it makes them marks. Without such words “12 (3)” stays as it is, and is asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, Grid, shown
from desktop.models.text import fold

_NUMBER: Final = r"\d{1,3}(?:[. ]\d{3})+|\d+"
_BRACKETED: Final = re.compile(rf"\s*({_NUMBER})\s*[(\[]\s*(\d{{1,3}}(?:[. ]\d{{3}})*)\s*[)\]]\s*")
_WOMEN: Final = re.compile(
    r"(?:trong (?:dau |cac )?ngoac(?: don)?|\(\s*\))[^.;()]{0,20}?(?:\b(?:la|chi|ghi)\b|:|=)?"
    r"\s*(?:so )?(?:(?:doan vien|dv|lao dong|ld|cnvcld|nguoi) )?\bnu\b(?! cong)"
)
_FOOTNOTE: Final = re.compile(r"^\s*[(\[]\s*(\d{1,2})\s*[)\]]\s*[:.–-]?\s*[^\W\d]\w*\s+\S")
_LONGEST: Final = 300


def explained(grids: Sequence[Grid]) -> list[Grid]:
    """Return the sheets with such numbers called women, or left out as marks of notes."""
    return [_explained(grid) for grid in grids]


def _explained(grid: Grid) -> Grid:
    told = [(at, number) for at, row in enumerate(grid.rows) for cell in row
            if (number := _bracketed(cell))]  # fmt: skip
    if not told:
        return grid
    if any(_WOMEN.search(fold(text)) for text in _texts(grid.rows)):
        return _with(grid, r"\1 (nữ \2)")
    last = max(at for at, _number in told)
    notes = {found[1] for text in _texts(grid.rows[last + 1 :]) if (found := _FOOTNOTE.match(text))}
    return _with(grid, r"\1 (chú thích \2)") if {number for _at, number in told} <= notes else grid


def _texts(rows: Sequence[Sequence[Cell]]) -> list[str]:
    return [shown(cell) for row in rows for cell in row
            if isinstance(cell, str) and len(cell) < _LONGEST]  # fmt: skip


def _bracketed(cell: Cell) -> str:
    """Return the number in brackets of a cell that holds a count and it alone, "" for others."""
    found = _BRACKETED.fullmatch(cell) if isinstance(cell, str) else None
    return found[2] if found is not None else ""


def _with(grid: Grid, pattern: str) -> Grid:
    rows = [[_BRACKETED.sub(pattern, cell) if _bracketed(cell) else cell for cell in row]
            for row in grid.rows]  # fmt: skip
    return replace(grid, rows=rows)
