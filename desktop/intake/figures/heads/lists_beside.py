"""Lists beside each other in one table, each of labels before their figures: what came, what went.

“Lý do tăng | Số người | Lý do giảm | Số người” is written out as one list, each of its own under a
line that says of whom it is, and is read as such; the places of the figures stay the file's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.heading_paths import heading_paths
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.movement_reasons import REASON
from desktop.intake.figures.heads.told_pairs import says_women
from desktop.intake.figures.sheets.grid import (
    Cell,
    Formula,
    Grid,
    Row,
    is_empty,
    is_number,
    letter,
    shown,
)
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.row_kinds import total_kind
from desktop.intake.figures.wording.vocabulary import words_of
from desktop.models.text import fold

_LOOKED_AT: Final = 40
_MOST_ROWS: Final = 60
_FEWEST: Final = 2
_SIDES: Final = {"tang": "Đoàn viên tăng", "giam": "Đoàn viên giảm"}
_SUMS: Final = {"tang": "Tổng số đoàn viên tăng", "giam": "Tổng số đoàn viên giảm"}
_PLAIN: Final = frozenset({"total", "plain", "member", "this_time", "of_period", "measure"})
_STOCKS: Final = ("opening", "closing")
_MEASURE, _VALUE, _WOMEN, _NOTE = 1, 2, 3, 4


def _side(title: Sequence[str]) -> str:
    """Return “tang” or “giam” where headings say one of them alone, else ""."""
    told = set(fold(" ".join(title)).split()) & _SIDES.keys()
    return next(iter(told)) if len(told) == 1 else ""


@dataclass(frozen=True, slots=True)
class _List:
    """The columns of one list, -1 for none, and the headings over its labels; `of_men`, that its
    value is only theirs, to be added to the women's."""

    label: int
    value: int
    measure: int
    women: int
    title: tuple[str, ...]
    of_men: bool = False

    @property
    def side(self) -> str:
        return _side(self.title)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows [first, last] of a sheet below a head of [top, first), and the columns in it."""

    top: int
    first: int
    last: int
    lists: tuple[_List, ...]
    notes: tuple[int, ...]
    stocks: tuple[tuple[int, str], ...]


def lists_in_one(
    grids: Iterable[Grid], headings: HeadingReader, names: IndicatorNames
) -> list[Grid]:
    """Return the sheets, lists that stand beside each other in one table written out as one."""
    finder = _Finder(headings, names)
    return [_written(grid, table, headings) if (table := finder.find(grid)) else grid
            for grid in grids]  # fmt: skip


class _Finder:
    def __init__(self, headings: HeadingReader, names: IndicatorNames) -> None:
        self._headings, self._names = headings, names
        self._counts = CountReader(headings.words)

    def find(self, grid: Grid) -> _Table | None:
        """Return the table of a sheet with lists beside each other, None for any other sheet."""
        if len(grid.rows) > _MOST_ROWS or grid.told or grid.places:
            return None
        for at, row in enumerate(grid.rows[:_LOOKED_AT]):
            if sum(not is_empty(cell) for cell in row) >= _FEWEST and not any(map(is_number, row)):
                found = self._below(grid, at)
                if found is not None:
                    return found
        return None

    def _below(self, grid: Grid, head: int) -> _Table | None:
        """Return the table below a row of headings, the groups above them included."""
        above = [cell for cell in grid.rows[head - 1] if not is_empty(cell)] if head else []
        top = head - 1 if len(above) > 1 and not any(map(is_number, above)) else head
        paths = [tuple(map(str, path)) for path in heading_paths(grid, top, head)]
        width = max(grid.width, len(paths))
        paths += [()] * (width - len(paths))
        last = self._last(grid, head + 1)
        return self._table(top, head + 1, last, paths, grid.rows) if last > head else None

    def _last(self, grid: Grid, first: int) -> int:
        """Return the last row that holds a figure: only words may stand below the table."""
        rows = range(first, len(grid.rows))
        return max((at for at in rows if any(map(self._is_figure, grid.rows[at]))),
                   default=first - 1)  # fmt: skip

    def _table(self, top: int, first: int, last: int, paths: Sequence[tuple[str, ...]],
               below: Sequence[Row]) -> _Table | None:  # fmt: skip
        rows = below[first : last + 1]
        columns = [[row[at] for row in rows if not is_empty(_at(row, at))]
                   for at in range(len(paths))]  # fmt: skip
        lists, stocks, notes = list[_List](), list[tuple[int, str]](), list[int]()
        open_list: _List | None = None
        for at, (path, cells) in enumerate(zip(paths, columns, strict=True)):
            kind = self._kind(path, cells)
            if kind == "note" and self._heads_reasons(path, cells):
                kind = "label"
            if kind == "label":
                open_list = _List(at, -1, -1, -1, path)
                lists.append(open_list)
            elif kind == "measure" and open_list is not None and open_list.measure < 0:
                open_list = lists[-1] = replace(open_list, measure=at)
            elif kind in ("value", "men") and open_list is not None and open_list.value < 0:
                open_list = lists[-1] = replace(open_list, value=at, of_men=kind == "men")
            elif kind == "women" and open_list is not None and open_list.value == at - 1:
                open_list = lists[-1] = replace(open_list, women=at)
            elif kind == "note":
                notes.append(at)
            elif kind == "stock" and len(cells) == 1:
                stocks.append((at, path[-1]))
            elif kind:
                return None
        sides = [one.side for one in lists]
        told = len({*filter(None, sides)}) == len(sides) or not any(sides)
        counted = all(one.value >= 0 and one.of_men is lists[0].of_men
                      and (one.women >= 0 or not one.of_men) for one in lists)  # fmt: skip
        whole = len(lists) >= _FEWEST and counted and told
        table = _Table(top, first, last, tuple(lists), tuple(notes), tuple(stocks))
        return table if whole and self._are_lists(rows, lists) else None

    def _kind(self, path: Sequence[str], cells: Sequence[Cell]) -> str:
        """Return what a column is by its heading and its cells, "" for a blank one, "?" for one
        that has no place among lists."""
        if not cells:
            return ""
        sense = self._headings.sense(path[-1]) if path else None
        concepts = sense.concepts if sense is not None else frozenset()
        figures = sum(map(self._is_figure, cells))
        if "number" in concepts:
            return ""
        if "note" in concepts:
            return "note"
        if not figures:
            measured = concepts == {"measure"} or (not path and self._are_measures(cells))
            return "measure" if measured else "label"
        return self._of_figures(path) if figures * 2 >= len(cells) else "?"

    def _are_measures(self, cells: Sequence[Cell]) -> bool:
        """Whether cells say in what is counted: “người” behind each figure."""
        known = self._headings.words.measures.values()
        return all(tuple(words_of(shown(cell))) in known for cell in cells)

    def _of_figures(self, path: Sequence[str]) -> str:
        """Return what a column of figures is: a list's, its women's, a stock's."""
        if not path or self._headings.words.row_values & {" ".join(words_of(path[-1]))}:
            return "value"
        sense, role = self._headings.sense(path[-1]), self._headings.role((path[-1],))[0]
        if role in _STOCKS:
            return "stock"
        for sex in ("women", "men"):
            if sense.concepts == {sex} and not (sense.left or sense.codes):
                return sex
        moved = sense.concepts <= _PLAIN | {"increase", "decrease"}
        return "value" if moved and not (sense.left or sense.codes or sense.time == "other") else (
            "?")  # fmt: skip

    def _is_figure(self, cell: Cell) -> bool:
        if is_empty(cell):
            return False
        if not isinstance(cell, str):
            return is_number(cell) or isinstance(cell, Formula)
        return self._counts.read(cell).value is not None

    def _are_lists(self, rows: Sequence[Row], lists: Sequence[_List]) -> bool:
        """Whether most labels before a figure are known, and some of each list; none of the first
        ones “nữ”: whose they are its own list must tell. Beside such, others may be of matters
        nobody counts here."""
        known = told = 0
        own_lists = [one for one in lists if not _is_of_else(one, self._headings)]
        if len(own_lists) < _FEWEST:
            return False
        for one in own_lists:
            labels = [shown(row[one.label]) for row in rows if not is_empty(_at(row, one.value))
                      and not is_empty(_at(row, one.label))]  # fmt: skip
            if not labels or says_women(labels[0], self._headings) or not self._says_what(one):
                return False
            labels = [text for text in labels if not total_kind(text, self._headings.words)]
            own = sum(self._is_known(text, one.title) for text in labels)
            if labels and not own:
                return False
            known, told = known + own, told + len(labels)
        return known * 2 >= told > 0

    def _heads_reasons(self, path: Sequence[str], cells: Sequence[Cell]) -> bool:
        """Whether a column of “Lý do” holds what is counted beside it."""
        known = sum(self._is_known(shown(cell), path) for cell in cells)
        return known * 2 > len(cells) and bool(REASON.match(fold(path[-1])))

    def _says_what(self, one: _List) -> bool:
        """Whether the headings of a list are of members who came or went, of one thing counted or
        of anything (“Nội dung”): not of those who work, nor whose it is."""
        concepts = self._headings.sense(" ".join(one.title)).concepts
        if one.side:
            return "worker" not in concepts or "member" in concepts
        words = [" ".join(words_of(text)) for text in one.title]
        return all(text in self._headings.words.row_names or _is_code(own, self._headings)
                   for text, own in zip(words, one.title, strict=True))  # fmt: skip

    def _is_known(self, text: str, title: Sequence[str]) -> bool:
        if says_women(text, self._headings) or self._names.find(text).code:
            return True
        over = (_SIDES[side],) if (side := _side(title)) else ()
        role = self._headings.role((*over, text))[0]
        return role.startswith("code:") or role in _STOCKS


def _written(grid: Grid, table: _Table, headings: HeadingReader) -> Grid:
    """Return the grid with one list below the other in the place of the table."""
    rows: list[Row] = list(grid.rows[: table.top])
    lines = list(grid.lines[: table.top])
    places: dict[tuple[int, int], str] = {}
    told = {name: [at for one in table.lists if (at := getattr(one, name)) >= 0]
            for name in ("label", "measure", "value", "women")}  # fmt: skip
    told["note"] = [*table.notes]
    counted = _("Nam") if table.lists[0].of_men else _("Số lượng")
    named = (_("Nội dung"), _("Đơn vị tính"), counted, _("Nữ"), _("Ghi chú"))
    head: Row = [name if own else "" for name, own in zip(named, told.values(), strict=True)]
    rows.append(head)
    lines.append(grid.lines[table.first - 1])
    for line, made, of in _rows(grid, table, headings):
        places |= {(len(rows), at): place for at, place in of.items()}
        rows.append(made)
        lines.append(line)
    rows += grid.rows[table.last + 1 :]
    lines += grid.lines[table.last + 1 :]
    heads = tuple(", ".join(map(letter, own)) for own in told.values())
    return replace(grid, rows=rows, lines=lines, spans=(), special={}, places=places, heads=heads)


def _rows(
    grid: Grid, table: _Table, headings: HeadingReader
) -> Iterator[tuple[int, Row, dict[int, str]]]:
    """Yield the number of each row of the list with its cells and the places they stood at."""
    for at, label in table.stocks:
        for row in range(table.first, table.last + 1):
            if not is_empty(cell := _at(grid.rows[row], at)):
                yield grid.lines[row], [label, "", cell], {_VALUE: grid.place(row, at)}
    for one in table.lists:
        if one.side:
            yield grid.lines[table.top], [_SIDES[one.side]], {}
        whole = _SUMS.get(one.side) or one.title[0]
        for row in range(table.first, table.last + 1):
            made, of = _row(grid, row, one, table.notes)
            if not all(map(is_empty, made[: _WOMEN + 1])):
                if _is_of_else(one, headings):
                    made[0] = f"{one.title[0]}: {shown(made[0])}"
                elif total_kind(shown(made[0]), headings.words):
                    made[0] = whole if one.side or _is_code(whole, headings) else made[0]
                yield grid.lines[row], made, of


def _row(grid: Grid, row: int, one: _List, notes: Sequence[int]) -> tuple[Row, dict[int, str]]:
    cells = grid.rows[row]
    told = " ".join(shown(cell) for at in notes if not is_empty(cell := _at(cells, at)))
    made: Row = [_at(cells, at) for at in (one.label, one.measure, one.value, one.women)]
    stood = ((_MEASURE, one.measure), (_VALUE, one.value), (_WOMEN, one.women))
    places = {at: grid.place(row, own) for at, own in stood if own >= 0}
    return [*made, told], places


def _is_code(text: str, headings: HeadingReader) -> bool:
    return headings.role((text,))[0].startswith("code:")


def _is_of_else(one: _List, headings: HeadingReader) -> bool:
    """Whether the headings of a list tell a matter nobody counts here: “Cơ sở vật chất”."""
    sense = headings.sense(" ".join(one.title))
    return bool(sense.left) and not (one.side or sense.codes or sense.subjects)


def _at(row: Row, at: int) -> Cell:
    return row[at] if 0 <= at < len(row) else ""
