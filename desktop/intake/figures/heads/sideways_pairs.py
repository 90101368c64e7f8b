"""Labels and values side by side, several in a row: “Lao động | 31 | Nữ | 22”.

They are written out as a list with a label and its value in each row, which is read as such; of
a union's own row (“THCS Số 1 | Lao động | 31 | Nữ | 22”) as a row of a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.told_pairs import pairs_in, role_of, says_women
from desktop.intake.figures.sheets.grid import (
    Cell,
    Formula,
    Grid,
    Place,
    Row,
    is_empty,
    is_number,
    shown,
)
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.text import fold

_MOST_ROWS: Final = 120
_FEWEST_PAIRS: Final = 2
_FEWEST: Final = 3
"""Pairs a sheet must hold for its cells to be taken for such."""
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class _Told:
    """A label and its value with its place; `role` is what the label says, "" for what nobody
    knows, or a bare “nữ”, which is of `women`."""

    row: int
    at: int
    label: str
    value: Cell
    role: str
    women: bool


def pairs_as_lists(
    grids: Sequence[Grid], headings: HeadingReader, names: IndicatorNames, words: Vocabulary
) -> list[Grid]:
    """Return the sheets, those of labels and values side by side as lists."""
    finder = _Finder(headings, names, words)
    return [finder.as_list(grid) for grid in grids]


class _Finder:
    def __init__(self, headings: HeadingReader, names: IndicatorNames, words: Vocabulary) -> None:
        self._headings, self._names = headings, names
        self._none = frozenset({*words.zero, *words.unknown})

    def as_list(self, grid: Grid) -> Grid:
        """Return a sheet of such rows as a list of two columns, any other as it is."""
        if len(grid.rows) > _MOST_ROWS or grid.told:
            return grid
        told = {at: found for at, row in enumerate(grid.rows) if (found := self._pairs(at, row))}
        pairs = [one for row in told.values() for one in row]
        if max(map(len, told.values()), default=0) < _FEWEST_PAIRS or len(pairs) < _FEWEST:
            return grid
        if sum(bool(one.role or one.women) for one in pairs) * 2 <= len(pairs):
            return grid
        if any(sum(is_number(cell) for cell in row) > 1 for at, row in enumerate(grid.rows)
               if at not in told):  # fmt: skip
            return grid  # a table stands beside them
        if self._are_of_other_times(grid, pairs):
            return grid
        ordered = _in_order(pairs)
        return grid if ordered is None else self._written(grid, told, ordered)

    def _are_of_other_times(self, grid: Grid, pairs: Sequence[_Told]) -> bool:
        """Whether a heading right above the values tells another time: “Tăng | Tháng 9”."""
        first = min(one.row for one in pairs)
        heads = grid.rows[first - 1] if first else []
        said = [self._headings.sense(shown(heads[one.at])) for one in pairs
                if one.row == first and one.at < len(heads)]  # fmt: skip
        return any(one.time == "other" for one in said)

    def _pairs(self, at: int, row: Row) -> list[_Told]:
        """Return what a row tells: nothing but labels, each with its value right behind it."""
        cells = [(n, cell) for n, cell in enumerate(row) if not is_empty(cell)]
        if len(cells) == 1 and isinstance(cells[0][1], str):
            return self._in_words(at, *cells[0])
        found = []
        for (_at, cell), (place, value) in zip(cells[::2], cells[1::2], strict=False):
            if not self._is_label(cell) or not self._is_value(value):
                return []
            found.append(self._told(at, place, shown(cell), value))
        return found if len(cells) % 2 == 0 else []

    def _in_words(self, at: int, column: int, text: str) -> list[_Told]:
        told = pairs_in(text, self._headings)
        return [replace(self._told(at, column, one.label, one.number), role=one.role)
                for one in told]  # fmt: skip

    def _told(self, row: int, at: int, text: str, value: Cell) -> _Told:
        label = text.strip(" :.-–•*+")
        value = int(value) if isinstance(value, str) and value.isdigit() else value
        women = says_women(label, self._headings)
        role = role_of(label, self._headings) or self._names.find(label).code
        return _Told(row, at, label, value, "" if women else role, women)

    def _is_label(self, cell: Cell) -> bool:
        return isinstance(cell, str) and any(map(str.isalpha, cell)) and len(cell) < _LONGEST

    def _is_value(self, cell: Cell) -> bool:
        if not isinstance(cell, str):
            return is_number(cell) or isinstance(cell, Formula)
        return shown(cell)[:1].isdigit() or fold(shown(cell)) in self._none

    def _written(self, grid: Grid, told: dict[int, list[_Told]], pairs: Sequence[_Told]) -> Grid:
        """Return the grid with a row for each pair, in the place of its own row, or all in that of
        the first where they go on downwards; there a name above a column stands above its pairs."""
        down = [*pairs] != [one for row in told.values() for one in row]
        rows: list[Row] = []
        lines: list[int] = []
        places: dict[Place, str] = {}
        for at, row in enumerate(grid.rows):
            own = told.get(at, []) if not down else pairs if at == min(told) else []
            for before, one in zip((None, *own), own, strict=False):
                name = _above(grid, min(told), one.at - 1) if down and before else ""
                if before is not None and name and before.at != one.at:
                    rows.append([name])
                    lines.append(grid.lines[min(told) - 1])
                places[len(rows), 1] = grid.place(one.row, one.at)
                rows.append([one.label, one.value])
                lines.append(grid.lines[one.row])
            if at not in told:
                rows.append(row)
                lines.append(grid.lines[at])
        return replace(grid, rows=rows, lines=lines, spans=(), special={}, places=places)


def _above(grid: Grid, first: int, at: int) -> str:
    """Return what names a column of pairs alone, in the row above them."""
    row = grid.rows[first - 1] if first else []
    told = [shown(cell) for cell in row if isinstance(cell, str) and not is_empty(cell)]
    own = shown(row[at]) if at < len(row) and isinstance(row[at], str) else ""
    return own if told.count(own) == 1 else ""


def _in_order(pairs: Sequence[_Told]) -> list[_Told] | None:
    """Return the pairs with bare “nữ” behind their whole: by rows, or by columns where such a
    label begins a row; None where both may be meant."""
    first = min(one.at for one in pairs)
    down = any(one.women and one.at == first for one in pairs)
    across = any(one.women and before.row == one.row and not before.women
                 for before, one in pairwise(pairs))  # fmt: skip
    if down and any(one.women and one.at != first for one in pairs):
        by_column = sorted(pairs, key=lambda one: (one.at, one.row))
        wholes = [before for before, one in pairwise(by_column)
                  if one.women and before.at == one.at and not before.women]  # fmt: skip
        return by_column if len(wholes) == sum(one.women for one in pairs) else None
    if down:
        return sorted(pairs, key=lambda one: (one.at, one.row))
    return list(pairs) if across or not any(one.women for one in pairs) else None
