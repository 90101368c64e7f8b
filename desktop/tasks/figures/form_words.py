"""Which words stood beside and above a form's cells when they were named, and where they are now.

A province's form changes: a row is put in, columns change places. Cells named earlier are then
found again by the words around them, or nobody fills them unasked. The words themselves are not
kept, only a short hash of each: a form may hold names, and what is kept travels.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from typing import Final

from desktop.formats.xlsx_scan import column_name, split_reference
from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Grid, shown
from desktop.models.text import fold
from desktop.reports.own_form import FormMapping, UnitRows

Place = tuple[int, int]
"""(row, column) counted from 1."""
Kept = Mapping[str, Mapping[str, str]]
"""Sheet → cell → hash of its words."""

_PERIODS: Final = re.compile(
    r"\b(thang|quy|nam|ngay|ky)\W*([0-9]+|[ivx]+\b)([/.-][0-9]+)*"
    r"|\b[0-9]+(?= thang\b)|\b[0-9]{1,2}[/.-][0-9]{1,2}([/.-][0-9]+)?\b|\b(19|20)[0-9]{2}\b"
)
"""“Tháng 10/2026”, “Quý IV”, “9 tháng”, “31/5”: these change with the period."""
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_PERIOD: Final = "~"
_HASHED: Final = 10
_FARTHEST: Final = 2_000
_BELOW: Final = 3
"""Rows kept below the last one named: they say where a list of units ends."""


@dataclass(slots=True)
class Moves:
    """What became of named cells in a newer form.

    `named` are those of then; `mapping` names them where they are now, without those found
    nowhere (`lost`: cell, what it takes). `moved` are old and new place; `doubted` stand below
    other words than before.
    """

    named: FormMapping
    mapping: FormMapping
    moved: list[tuple[str, str]] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)

    @property
    def none(self) -> bool:
        """Whether every cell stands beside its words as before."""
        return not (self.moved or self.lost or self.doubted)

    def told(self) -> str:
        """Return the first of these cells in words, and how many more there are."""
        said = [
            *(_("{old} ({source}) không thấy").format(old=old, source=source)
              for old, source in self.lost),
            *(_("{old} nay ở {new}").format(old=old, new=new) for old, new in self.moved),
            *(_("trên {old} đã đổi chữ").format(old=old) for old in self.doubted),
        ]  # fmt: skip
        more = _(" và {n} chỗ khác").format(n=len(said) - 3) if len(said) > 3 else ""
        return "; ".join(said[:3]) + more


def words_of(grids: Iterable[Grid], mapping: FormMapping) -> dict[str, dict[str, str]]:
    """Return what is kept of a form to know its named cells again, without words they replace."""
    grids = list(grids)
    found = {}
    for grid, named in _by_sheet(grids, mapping):
        if not named.cells and not named.blocks:
            continue
        marks = _marks(grid)
        _take_out(marks, grid, named.texts, named.blocks)
        ends = [*named.cells, *((b.last, _column(b.name)) for b in named.blocks)]
        last = max(row for row, _column in ends) + _BELOW
        found[grid.name] = {_cell(at): mark for at, mark in sorted(marks.items()) if at[0] <= last}
    return found


def follow(grids: Iterable[Grid], mapping: FormMapping, kept: Kept) -> Moves:
    """Find the cells of a mapping in a form by the words they stood beside and below.

    A sheet nothing was kept of keeps its cells as they are; so do those of a sheet that is no
    more: filling tells that.
    """
    grids = list(grids)
    found = Moves(mapping, mapping)
    cells: dict[str, str] = {}
    units: list[UnitRows] = []
    known = set()
    for grid, named in _by_sheet(grids, mapping):
        if grid.name not in kept:
            continue
        known.add(grid.name)
        old = {split_reference(cell): mark for cell, mark in kept[grid.name].items()}
        sheet = _Follower(old, grid)
        for block in named.blocks:
            units += sheet.block(block, found)
        for at, (place, source) in sorted(
            named.cells.items(), key=lambda one: "{" not in one[1][1]
        ):  # texts first: the words they replace are then nobody's heading
            new = sheet.cell(at, source, found)
            if new is not None:
                cells[place if new == at else f"{grid.name}!{_cell(new)}"] = source
    if found.none:
        return found
    for grid, named in _by_sheet(grids, mapping):
        if grid.name not in known:
            cells |= dict(named.cells.values())
            units += named.blocks
    found.mapping = FormMapping(sheet=mapping.sheet, cells=cells, units=tuple(units))
    return found


class _Words:
    """The words of a sheet by place."""

    def __init__(self, marks: Mapping[Place, str]) -> None:
        self.rows: dict[int, dict[int, str]] = {}
        self.columns: dict[int, dict[int, str]] = {}
        for (row, column), mark in sorted(marks.items()):
            self.rows.setdefault(row, {})[column] = mark
            self.columns.setdefault(column, {})[row] = mark
        self.width = max(self.columns, default=0)
        self.heads = cache(self._heads)

    def lines(self, column: int) -> list[tuple[int, tuple[str, ...]]]:
        """Return the rows that have words up to a column, with those words."""
        read = (
            (row, tuple(m for at, m in cells.items() if at <= column and m[0] != _PERIOD))
            for row, cells in self.rows.items()
        )
        return [(row, words) for row, words in read if words]

    def _heads(self, row: int, column: int) -> tuple[str, ...]:
        """Return the two nearest different words above a cell, the nearest first."""
        above = [mark for at, mark in self.columns.get(column, {}).items() if at < row]
        return tuple(dict.fromkeys(reversed(above)))[:2]

    def only(self, row: int, column: int) -> bool:
        """Tell whether no other column has the same word nearest above."""
        head = self.heads(row, column)[:1]
        return sum(self.heads(row, one)[:1] == head for one in self.columns) == 1


@dataclass(frozen=True, slots=True)
class _Row:
    """A row in the newer form; `doubted`: the words above it are others now."""

    row: int
    doubted: bool = False


class _Follower:
    """Finds the named cells of one sheet in its newer form."""

    def __init__(self, old: Mapping[Place, str], grid: Grid) -> None:
        self._grid = grid
        self._marks = _marks(grid)
        self._old = _Words(old)
        self._read()

    def _read(self) -> None:
        self._new = _Words(self._marks)
        self._matching = cache(self._matched)

    def cell(self, at: Place, source: str, found: Moves) -> Place | None:
        """Return where a cell is now; note what became of it."""
        text = "{" in source
        new, doubted = self._found(at, text=text)
        name = self._named(at)
        if new is None:
            found.lost.append((name, source))
        elif new != at:
            found.moved.append((name, self._named(new)))
        elif doubted:
            found.doubted.append(name)
        if text and new is not None:
            _take_out(self._marks, self._grid, [new], ())
            self._read()
        return new

    def _found(self, at: Place, *, text: bool) -> tuple[Place | None, bool]:
        row, column = at
        new = self._row(row, column, column)
        if new is not None and (text or self._same_head(at, (new.row, column))):
            return (new.row, column), new.doubted
        others = [
            (there.row, one)
            for one in self._new.columns
            if not text and self._old.heads(*at)
            and (there := self._row(row, column, one)) is not None
            and self._same_head(at, (there.row, one))
        ]  # fmt: skip
        return (others[0] if len(others) == 1 else None), False

    def block(self, rows: UnitRows, found: Moves) -> list[UnitRows]:
        """Return where rows of units are now, none when that is unknown; note what became of it."""
        new = self._block(rows)
        old = _("{sheet}, dòng {first}–{last}").format(
            sheet=self._grid.name, first=rows.first, last=rows.last)  # fmt: skip
        if new is None:
            found.lost.append((old, ", ".join(rows.columns.values())))
            return []
        if new != rows:
            columns = ", ".join(new.columns)
            found.moved.append((old, _("dòng {first}–{last}, cột {columns}").format(
                first=new.first, last=new.last, columns=columns)))  # fmt: skip
        _take_out(self._marks, self._grid, (), [new])
        self._read()
        return [new]

    def _block(self, rows: UnitRows) -> UnitRows | None:
        name = _column(rows.name)
        lines = [row for row, _words in self._old.lines(name)]
        matching = self._matching(name, name)
        above = max((row for row in lines if row < rows.first), default=0)
        below = min((row for row in lines if row > rows.last), default=0)
        if above and above not in matching:
            return None
        first = matching[above].row + rows.first - above if above else rows.first
        last = first + rows.last - rows.first
        if below in matching and matching[below].row - (below - rows.last) >= first:
            last = matching[below].row - (below - rows.last)
        columns = {}
        for column, source in rows.columns.items():
            there = self._column((rows.first, _column(column)), first)
            if there is None:
                return None
            same = there == _column(column)
            columns[column if same else column_name(there)] = source
        return UnitRows(first, last, rows.name, columns, rows.sheet)

    def _column(self, at: Place, row: int) -> int | None:
        """Return the column of a row that has a cell's head: its own, or the only other one."""
        if self._same_head(at, (row, at[1])):
            return at[1]
        found = [one for one in self._new.columns if self._same_head(at, (row, one))]
        return found[0] if self._old.heads(*at) and len(found) == 1 else None

    def _same_head(self, at: Place, new: Place) -> bool:
        before, now = self._old.heads(*at), self._new.heads(*new)
        if before == now:
            return True
        nearest = before[:1] == now[:1]
        return nearest and self._old.only(*at) and self._new.only(*new)

    def _row(self, row: int, column: int, new_column: int) -> "_Row | None":
        """Return the row a row is now.

        One without words goes with those around it, if these go together.
        """
        matching = self._matching(column, new_column)
        if row in matching:
            return matching[row]
        lines = [one for one, _words in self._old.lines(column)]
        if row in lines:
            return None
        near = {max((one for one in lines if one < row), default=0),
                min((one for one in lines if one > row), default=0)} - {0}  # fmt: skip
        shifts = {matching[one].row - one if one in matching else None for one in near}
        shift = 0 if not near else shifts.pop() if len(shifts) == 1 else None
        return None if shift is None else _Row(row + shift)

    def _matched(self, column: int, new_column: int) -> "dict[int, _Row]":
        """Return old row → new row.

        "Trong đó: nữ" means another thing below another line. Below changed words one of several
        rows of the same words is found nowhere.
        """
        old, new = self._old.lines(column), self._new.lines(new_column)
        before, now = [words for _row, words in old], [words for _row, words in new]
        found = {}
        for a, b, size in SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks():
            for at, to in zip(range(a, a + size), range(b, b + size), strict=True):
                above = (at == to == 0) or (at > 0 < to and before[at - 1] == now[to - 1])
                if above or before.count(before[at]) == now.count(now[to]) == 1:
                    found[old[at][0]] = _Row(new[to][0], doubted=not above)
        return found

    def _named(self, at: Place) -> str:
        return f"{self._grid.name}!{_cell(at)}"


@dataclass(slots=True)
class _Named:
    """What is named of a sheet: cell → (as the mapping writes it, its source), rows of units."""

    cells: dict[Place, tuple[str, str]] = field(default_factory=dict)
    blocks: list[UnitRows] = field(default_factory=list)

    @property
    def texts(self) -> list[Place]:
        """The cells that take a text instead of the words in them."""
        return [at for at, (_place, source) in self.cells.items() if "{" in source]


def _by_sheet(grids: list[Grid], mapping: FormMapping) -> list[tuple[Grid, _Named]]:
    """Return each sheet with what is named of it; without a name the first visible is meant."""
    named = [_Named() for _grid in grids]
    usual = next((at for at, grid in enumerate(grids) if not grid.hidden), 0)

    def of(name: str) -> _Named:
        wanted = fold(name) or fold(mapping.sheet)
        return next((n for g, n in zip(grids, named, strict=True) if wanted == fold(g.name)),
                    _Named() if wanted else named[usual])  # fmt: skip

    for place, source in mapping.cells.items():
        sheet, _mark, cell = place.rpartition("!")
        of(sheet.strip("'")).cells[split_reference(cell)] = place, source
    for rows in mapping.units:
        of(rows.sheet).blocks.append(rows)
    return list(zip(grids, named, strict=True))


def _marks(grid: Grid) -> dict[Place, str]:
    """Return the words of a sheet, hashed; what stands in merged cells stands in all of them."""
    marks = {
        (line, at): mark
        for line, row in zip(grid.lines, grid.rows, strict=True)
        if line <= _FARTHEST
        for at, cell in enumerate(row, 1)
        if isinstance(cell, str) and (mark := _mark(shown(cell)))
    }
    for places in map(_merged, grid.spans):
        if places and places[0] in marks:
            marks |= dict.fromkeys(places, marks[places[0]])
    return marks


def _mark(text: str) -> str:
    """Return the hash of a text, "" for one without words; numbers of periods do not count.

    What is a period and nothing else ("~thang") may head a column, but makes no row another.
    """
    words = " ".join(_PERIODS.sub(r"\1", fold(text)).split())
    if not _LETTERS.search(words):
        return ""
    if not _LETTERS.search(_PERIODS.sub("", fold(text))):
        return _PERIOD + words
    return sha256(words.encode()).hexdigest()[:_HASHED]


def _merged(span: tuple[Place, Place]) -> list[Place]:
    (top, left), (bottom, right) = span
    if (bottom - top + 1) * (right - left + 1) > _FARTHEST:
        return []
    return [(row + 1, at + 1) for row in range(top, bottom + 1) for at in range(left, right + 1)]


def _take_out(
    marks: dict[Place, str], grid: Grid, cells: Iterable[Place], blocks: Iterable[UnitRows]
) -> None:
    """Leave out the words in cells and in rows of units: these are to be filled."""
    gone = set(cells)
    for places in map(_merged, grid.spans):
        if places and places[0] in gone:
            gone.update(places)
    taken = [(rows.first, rows.last) for rows in blocks]
    for at in list(marks):
        if at in gone or any(first <= at[0] <= last for first, last in taken):
            del marks[at]


def _column(name: str) -> int:
    return split_reference(f"{name.strip()}1")[1]


def _cell(at: Place) -> str:
    return f"{column_name(at[1])}{at[0]}"
