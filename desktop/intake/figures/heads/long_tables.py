"""Lists with a row for each thing counted of a unit, laid side by side to be read as others are.

“Đơn vị | Đối tượng | Tổng số | Nữ” with a row “Lao động” and a row “Đoàn viên” for each unit, or
“Ngày | Đơn vị | Nội dung biến động | Số đoàn viên” with a row for each movement. One row is made
of all that a unit has; a figure keeps its place in the file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.figure_roles import TEXT_ROLES
from desktop.intake.figures.heads.heading_paths import heading_paths
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import SENTENCE
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import (
    Cell,
    CellError,
    Formula,
    Grid,
    Row,
    is_empty,
    is_number,
    letter,
    shown,
)
from desktop.intake.figures.wording.senses import NOT_OF_PERIOD
from desktop.intake.figures.wording.times import PERIODS, day_alone, month_alone
from desktop.intake.figures.wording.vocabulary import words_of
from desktop.models.text import fold

_LOOKED_AT: Final = 40
_MOST_ROWS: Final = 3_000
_MOST_LABELS: Final = 30
_FEWEST: Final = 2
_FIGURES: Final = ("code:", "men", "women", "total", "opening", "closing", "time:")
_NO_LABELS: Final = frozenset({"number", "phone", "person", "address", "code", "area", "unit"})
_WHO: Final = frozenset({"member", "worker", "total"})
_STOCK: Final = frozenset({"this_time", "closing", "opening"})
_OF_A_DAY: Final = re.compile(r"\b(?:cuoi|dau|hien|den|toi|con lai)\b")
_NEARLY: Final = 0.8
_MONTHS: Final = frozenset({"thang", "thang so lieu", "thang bao cao"})
_OF_WHICH: Final = re.compile(r"(?:trong đó|tr\.?\s?đó|trđ)\s*:?\s*", re.IGNORECASE)
_NOTHING: Final = frozenset({"khong bien dong", "khong", "khong co bien dong", "-", "–"})


@dataclass(frozen=True, slots=True)
class LongTable:
    """A list laid out anew: `rows` tells which lines a line was made of, `other` those that say
    another time, `untold` those whose matter nobody knows. `certain` where nearly every row says
    what it counts, and units have several: such a list is no table of units. `assumed` is a
    heading that may as well count all members of a union; `heads` are lines of a head of two."""

    grid: Grid
    rows: Mapping[int, tuple[int, ...]]
    other: tuple[int, ...] = ()
    untold: tuple[int, ...] = ()
    certain: bool = False
    assumed: str = ""
    heads: tuple[int, ...] = ()


@dataclass(slots=True)
class _Columns:
    """The columns of such a list: of units, of what is counted, of figures, of days (-1: none)."""

    head: int
    unit: int
    label: int
    values: list[int]
    day: int = -1


@dataclass(slots=True)
class _Unit:
    """What a unit's rows tell: `cells` of label and column, with the lines they stand on."""

    row: Row
    lines: list[int]
    cells: dict[tuple[str, int], list[tuple[int, Cell]]] = field(default_factory=dict)


def long_tables(grids: Sequence[Grid], headings: HeadingReader) -> list[LongTable]:
    """Return the sheets that are such lists, each laid out anew; other sheets are left out."""
    found = (_LongReader(grid, headings).read() for grid in grids
             if len(grid.rows) <= _MOST_ROWS)  # fmt: skip
    return [one for one in found if one is not None]


class _LongReader:
    """Lays one sheet out anew."""

    def __init__(self, grid: Grid, headings: HeadingReader) -> None:
        self._grid, self._headings = grid, headings
        self._calculator = Calculator(grid)
        self._over: list[str] = []
        self._other: list[int] = []
        self._untold: list[int] = []

    def read(self) -> LongTable | None:
        whole = self._grid
        for at in range(min(len(whole.rows), _LOOKED_AT)):
            if (joined := _joined_heads(whole, at, self._headings)) is not None:
                self._grid = joined
                self._over = [shown(cell) for cell in whole.rows[at]]
                columns, below = self._columns(at + 1), whole.rows[at + 1]
                if columns is not None and all(is_empty(below[n]) for n in (
                    columns.unit, columns.label) if n < len(below)):  # fmt: skip
                    made = self._laid_out(columns)
                    return made and replace(made, heads=(whole.lines[at],))
                self._grid, self._over = whole, []
            columns = self._columns(at)
            if columns is not None:
                return self._laid_out(columns)
        return None

    def _columns(self, head: int) -> _Columns | None:
        """Return the columns of a list headed by a row, None where it heads none."""
        texts = {at: shown(cell) for at, cell in enumerate(self._grid.rows[head])
                 if isinstance(cell, str) and not is_empty(cell)}  # fmt: skip
        roles = {at: self._headings.role((text,))[0] for at, text in texts.items()}
        unit = next((at for at, role in roles.items() if role == "unit"), -1)
        if unit < 0 or len(texts) < _FEWEST + 1:
            return None
        labels = [at for at in texts if at != unit and not roles[at].startswith(_FIGURES)
                  and roles[at] not in _NO_LABELS and self._names_figures(head, at)]  # fmt: skip
        if len(labels) != 1:
            return None
        days = [at for at in texts if at not in (unit, labels[0]) and self._tells_days(head, at)]
        values = [at for at, role in roles.items()
                  if at > unit and at not in (*labels, *days) and role not in TEXT_ROLES
                  and not self._headings.sense(texts[at]).concepts & NOT_OF_PERIOD
                  and self._headings.sense(texts[at]).time != "other"
                  and self._holds_figures(head, at)
                  and not self._is_stock(head, labels[0], texts[at])]  # fmt: skip
        if not values or len(days) > 1:
            return None
        return _Columns(head, unit, labels[0], values, days[0] if days else -1)

    def _is_stock(self, head: int, label: int, heading: str) -> bool:
        """Whether figures beside movements are not of those: “Nghỉ hưu | Hiện có”."""
        concepts = self._headings.sense(heading).concepts
        of_members = "member" in concepts and _OF_A_DAY.search(fold(heading))
        stock = concepts & _STOCK or concepts >= {"total", "member"} or of_members
        told = {self._code(shown(cell)) for cell in self._cells(head, label)}
        return bool(stock) and not told.isdisjoint(self._headings.words.flows)

    def _cells(self, head: int, at: int) -> list[Cell]:
        rows = self._grid.rows[head + 1 :]
        return [row[at] for row in rows if at < len(row) and not is_empty(row[at])]

    def _names_figures(self, head: int, at: int) -> bool:
        """Whether most cells below a heading name what is counted: few things, again and again."""
        cells = self._cells(head, at)
        words = [fold(shown(cell)) for cell in cells if isinstance(cell, str)]
        known = [word for word in words if word in _NOTHING or self._code(word)]
        return len(cells) >= _FEWEST and len(known) * 2 > len(cells) and (
            len(set(known)) <= _MOST_LABELS)  # fmt: skip

    def _code(self, label: str) -> str:
        role = self._headings.role((label,))[0]
        if SENTENCE.search(fold(label)):
            return ""  # "Tăng 3 (kết nạp mới)": the figure stands in the words
        return role[5:] if role.startswith("code:") else ""

    def _tells_days(self, head: int, at: int) -> bool:
        cells = self._cells(head, at)
        name = _plain_name(self._grid.rows[head][at])
        told = [cell for cell in cells if day_alone(cell)
                or (name in _MONTHS and self._day(cell, name))
                or (name in PERIODS and self._tells_months(cell, name))]  # fmt: skip
        return bool(told) and len(told) * 2 > len(cells)

    def _tells_months(self, cell: Cell, name: str) -> bool:
        span = self._headings.sense(self._day(cell, name)).span
        return span is not None and not span.is_year

    def _day(self, cell: Cell, name: str) -> str:
        """Return a cell of days in words; a number below “Tháng” is a month, and so are “2026-10”
        and a date below “Kỳ”."""
        if name in _MONTHS | PERIODS and (month := month_alone(cell)):
            return month
        if day := day_alone(cell):
            return day
        text = shown(cell)
        return f"tháng {text}" if name in _MONTHS and text.isdigit() else text

    def _holds_figures(self, head: int, at: int) -> bool:
        cells = self._cells(head, at)
        return bool(cells) and sum(map(self._is_count, cells)) * 2 > len(cells)

    def _is_count(self, cell: Cell) -> bool:
        return is_number(cell) or isinstance(cell, Formula) or (
            isinstance(cell, str) and cell.strip()[:1].isdigit())  # fmt: skip

    def _laid_out(self, columns: _Columns) -> LongTable | None:
        units: list[_Unit] = []
        for at in range(columns.head + 1, len(self._grid.rows)):
            self._take(at, columns, units)
        labels = list(dict.fromkeys(label for one in units for label, _column in one.cells))
        if not labels:
            return None
        taken = (columns.label, columns.day, *columns.values)
        kept = [at for at in range(self._grid.width) if at not in taken]
        places = [(label, at) for label in labels for at in columns.values]
        return self._made(columns, units, kept, places)

    def _take(self, at: int, columns: _Columns, units: list[_Unit]) -> None:
        """Put a row to those of its unit; one that names no unit is of the unit before it."""
        row = self._grid.rows[at]
        label = shown(row[columns.label]) if columns.label < len(row) else ""
        name = shown(row[columns.unit]) if columns.unit < len(row) else ""
        counted = any(value < len(row) and not is_empty(row[value]) for value in columns.values)
        if not label and not (name and counted):
            if any(not is_empty(cell) for cell in row):
                units.append(_Unit(row, [at]))
            return
        if columns.day >= 0 and not self._is_of_period(row, columns, label):
            self._other.append(self._grid.lines[at])
            return
        if counted and not self._code(label):
            self._untold.append(self._grid.lines[at])
        unit = self._unit(name, units, columns)
        if unit is None:
            unit = _Unit(row, [])
            units.append(unit)
        unit.lines.append(at)
        for value in columns.values:
            cell = row[value] if value < len(row) else ""
            if not is_empty(cell):
                unit.cells.setdefault((label, value), []).append((at, cell))

    def _unit(self, name: str, units: Sequence[_Unit], columns: _Columns) -> _Unit | None:
        if not name:
            return units[-1] if units and units[-1].cells else None
        return next((one for one in units if one.lines and columns.unit < len(one.row)
                     and one.cells and shown(one.row[columns.unit]) == name), None)  # fmt: skip

    def _is_of_period(self, row: Row, columns: _Columns, label: str) -> bool:
        cell = row[columns.day] if columns.day < len(row) else ""
        name = _plain_name(self._grid.rows[columns.head][columns.day])
        sense = self._headings.sense(self._day(cell, name))
        code = self._code(label)
        if sense.span is None:
            return False
        if code and code not in self._headings.words.flows:
            return self._headings.is_of_period(code, sense)
        return sense.relation in ("same", "part")

    def _made(
        self, columns: _Columns, units: Sequence[_Unit], kept: Sequence[int],
        places: Sequence[tuple[str, int]],
    ) -> LongTable:  # fmt: skip
        """Return the sheet with a column for each thing counted, headed by it and its own."""
        grid, head = self._grid, self._grid.rows[columns.head]
        rows: list[Row] = [list(row) for row in grid.rows[: columns.head]]
        lines = [*grid.lines[: columns.head + 1]]
        heads = (f"{label} {self._told_of(shown(head[at]))}".strip() for label, at in places)
        rows.append([*(head[at] if at < len(head) else "" for at in kept), *heads])
        where: dict[tuple[int, int], str] = {}
        made: dict[int, tuple[int, ...]] = {}
        for unit in units:
            row: Row = [unit.row[at] if at < len(unit.row) else "" for at in kept]
            for place in places:
                told = unit.cells.get(place, [])
                where[len(rows), len(row)] = "+".join(
                    grid.place(at, place[1]) for at, _cell in told
                )
                row.append(self._added(place[0], told, columns))
            rows.append(row)
            lines.append(grid.lines[unit.lines[0]])
            made[lines[-1]] = tuple(grid.lines[at] for at in unit.lines)
        laid = replace(
            grid,
            rows=rows,
            lines=lines,
            spans=(),
            special={},
            places=where,
            heads=tuple(map(letter, (*kept, *(at for _label, at in places)))),
        )
        return LongTable(laid, made, tuple(self._other), tuple(self._untold),
                         self._is_certain(columns, units), self._assumed(columns))  # fmt: skip

    def _told_of(self, heading: str) -> str:
        """Return what a heading of figures says of them, "" for no more than “Giá trị”."""
        alone = " ".join(words_of(heading)) in self._headings.words.row_values
        return "" if alone and self._headings.sense(heading).left else _OF_WHICH.sub("", heading)

    def _assumed(self, columns: _Columns) -> str:
        """Return the heading of members beside movements, of whom it does not say: “Số ĐV”."""
        head = self._grid.rows[columns.head]
        over = [text for at, text in enumerate(self._over) if at in columns.values]
        texts = [*over, *(shown(head[at]) for at in columns.values)]
        told = {self._code(shown(cell)) for cell in self._cells(columns.head, columns.label)}
        flows = not told.isdisjoint(self._headings.words.flows)
        return next((text for text in texts if flows
                     and self._headings.sense(text).concepts == {"member"}), "")  # fmt: skip

    def _is_certain(self, columns: _Columns, units: Sequence[_Unit]) -> bool:
        """Whether nearly every row with figures says what it counts, and units have several."""
        below = self._grid.rows[columns.head + 1 :]
        rows = [row for row in below if any(
            at < len(row) and self._is_count(row[at]) for at in columns.values)]  # fmt: skip
        told = sum(columns.label < len(row) and bool(self._code(shown(row[columns.label])))
                   for row in rows)  # fmt: skip
        several = any(len(unit.lines) > 1 for unit in units if unit.cells)
        return several and told >= len(rows) * _NEARLY

    def _added(self, label: str, told: Sequence[tuple[int, Cell]], columns: _Columns) -> Cell:
        """Return what the rows of one thing come to: movements of several days are added."""
        worked = [self._plain(cell) for _at, cell in told]
        if len(worked) < _FEWEST:
            return worked[0] if worked else ""
        numbers = list(self._numbers(worked))
        flow = self._code(label) in self._headings.words.flows
        unlike = len({*numbers}) == len(worked) or self._on_days_of_their_own(told, columns)
        if flow and unlike and len(numbers) == len(worked):
            return sum(numbers)  # the same figure again may be the same movement
        if not flow and len(set(map(shown, worked))) == 1:
            return worked[0]
        return _(" hoặc ").join(map(shown, worked))[:60]

    def _on_days_of_their_own(self, told: Sequence[tuple[int, Cell]], columns: _Columns) -> bool:
        rows = [self._grid.rows[at] for at, _cell in told]
        days = [shown(row[columns.day]) if 0 <= columns.day < len(row) else "" for row in rows]
        return all(days) and len(set(days)) == len(days)

    def _numbers(self, cells: Sequence[Cell]) -> Iterator[int]:
        for cell in cells:
            if (is_number(cell) and cell == int(cell)) or (
                isinstance(cell, str) and cell.strip().isdecimal()
            ):
                yield int(cell)

    def _plain(self, cell: Cell) -> Cell:
        if not isinstance(cell, Formula):
            return cell
        value = self._calculator.value(cell)
        return CellError(shown(cell)[:40]) if value is None else value


def _plain_name(heading: Cell) -> str:
    return fold(shown(heading)).replace("_", " ").strip(" :.")


def _joined_heads(grid: Grid, at: int, headings: HeadingReader) -> Grid | None:
    """Return a sheet whose head of two rows stands in the lower one, the upper one blank; None
    where the row below is no part of a head."""
    if at + 1 >= len(grid.rows):
        return None
    below = [shown(cell) for cell in grid.rows[at + 1] if not is_empty(cell)]
    if not below or any(is_number(cell) for cell in grid.rows[at + 1]) or not all(
        headings.is_known(text) or headings.sense(text).span is not None for text in below
    ):  # fmt: skip
        return None
    rows = list(grid.rows)
    rows[at], rows[at + 1] = [], [_joined_head(path, headings)
                                  for path in heading_paths(grid, at, at + 1)]  # fmt: skip
    return replace(grid, rows=rows)


def _joined_head(path: Sequence[str], headings: HeadingReader) -> str:
    """Return the headings over a column as one: what says no more than who is counted is left to
    the row that names it."""
    kept = [text for text in path[:-1] if (sense := headings.sense(text)).span is not None
            or sense.left or sense.concepts - _WHO]  # fmt: skip
    return " ".join((*kept, *path[-1:]))
