"""Cells that say the same in English and in Vietnamese: “Employees / Người lao động”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, Grid

_FEWEST: Final = 3
_LONGEST: Final = 200
_LOOKED_AT: Final = 200
_ENGLISH: Final = frozenset((
    "total", "male", "males", "female", "females", "men", "women", "employee", "employees",
    "staff", "worker", "workers", "headcount", "labor", "labour", "foreign", "trade", "union",
    "unions", "member", "members", "item", "items", "no", "month", "monthly", "date", "name",
    "unit", "company", "department", "remark", "remarks", "note", "notes", "new", "newly",
    "joined", "left", "retired", "resigned", "report", "number", "quantity", "of", "and", "in",
    "the", "which", "period", "code", "address", "phone", "party", "description", "content",
    "indicator", "indicators", "grassroots", "opening", "closing", "beginning", "end", "increase",
    "decrease", "admitted", "full", "time", "part", "contract", "age", "under", "figures", "s",
    "this", "year", "current", "active", "officials", "committee", "activity", "activities",
))  # fmt: skip
_BETWEEN: Final = (
    re.compile(r"\s*\n\s*"), re.compile(r"\s*/\s*"), re.compile(r"\s+[-–—|]\s+"),
    re.compile(r"\s*\((?=[^()]*\)\s*$)"),
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")


def in_vietnamese(grids: Sequence[Grid]) -> list[Grid]:
    """Return the sheets; of those in two languages the Vietnamese half of each cell alone."""
    return [_in_vietnamese(grid) for grid in grids]


def _in_vietnamese(grid: Grid) -> Grid:
    told = {(at, place): half for at, row in enumerate(grid.rows[:_LOOKED_AT])
            for place, cell in enumerate(row) if (half := _half(cell))}  # fmt: skip
    if len(told) < _FEWEST:
        return grid
    rows = [[told.get((at, place), cell) for place, cell in enumerate(row)]
            for at, row in enumerate(grid.rows)]  # fmt: skip
    return replace(grid, rows=rows)


def _half(cell: Cell) -> str:
    """Return the half of a cell that is no English where the other one is, "" for others."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return ""
    for one, other in _halves(cell):
        if _is_english(one) != _is_english(other):
            return other if _is_english(one) else one
    return ""


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part a text in two, at the first or the last mark between."""
    for mark in _BETWEEN:
        found = list(mark.finditer(text))
        for one in found[:1] + found[-1:]:
            first, second = text[: one.start()].strip(), text[one.end() :].strip()
            second = second.rstrip(" )") if one[0].strip() == "(" else second
            if _WORD.search(first) and _WORD.search(second):
                yield first, second


def _is_english(text: str) -> bool:
    return all(word.lower() in _ENGLISH for word in _WORD.findall(text))
