"""Journals: lists of one union's movements, each on a day of its own or of somebody by name.

Rows of other days than the period's are left out. Several rows of one movement are its several
times, and are added, where each has its own day or name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.result import CellReading, IgnoredRow, ReadRow
from desktop.intake.figures.rows.read_rows import warned
from desktop.intake.figures.rows.row_times import DAYS
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, leading_words, shown
from desktop.intake.figures.wording.heading_words import tells_part
from desktop.intake.figures.wording.senses import NOT_OF_PERIOD, Sense
from desktop.intake.figures.wording.times import PERIODS, day_alone, month_alone
from desktop.models.text import fold, vi_number

_MONTHS: Final = frozenset({"thang", "thang phat sinh", "thang bien dong"})
_NAMES: Final = re.compile(r"[,;\n]|\s+và\s+")
_NOT_PLAIN: Final = NOT_OF_PERIOD | {"since_new_year", "total", "women", "men"}
_FEWEST: Final = 2
_SEVERAL: Final = 3


class Journal:
    """The days and names beside the rows of a list; `dated` where it tells days."""

    def __init__(self, grid: Grid, head: IndicatorHead, headings: HeadingReader) -> None:
        self._grid, self._headings, self._name = grid, headings, head.name
        self._at = {number: at for at, number in enumerate(grid.lines)}
        counted = {head.name, head.value, head.women, head.men, head.measure,
                   *(one.at for one in head.money), *(at for at, _sense in head.parts)}  # fmt: skip
        named = {at: text for at in range(grid.width) if at not in counted
                 and (text := _heading(grid, head, at))}  # fmt: skip
        self._persons = [at for at, text in named.items()
                         if headings.role((text,))[0] == "person"]  # fmt: skip
        days = {at: fold(text).replace("_", " ").strip(" :.") for at, text in named.items()}
        self._days = {at: text for at, text in days.items()
                      if DAYS.fullmatch(text) or text in _MONTHS | PERIODS}  # fmt: skip
        self._followed: set[int] = set()
        self._told = self._times(head) if len(self._days) == 1 else {}
        self.dated = bool(self._told)

    def settled(self, rows: Sequence[ReadRow]) -> tuple[list[ReadRow], list[IgnoredRow]]:
        """Return the rows of the period, those of one movement as one, and what is left out."""
        own, left = self._of_period(rows) if self.dated else (list(rows), [])
        added, parts = self._added(own)
        return added, [*left, *parts]

    def _times(self, head: IndicatorHead) -> Mapping[int, Sense]:
        """Return row → the day it tells, or the nearest one above it does; empty where fewer than
        half of the filled cells are days."""
        column, name = next(iter(self._days.items()))
        cells = {at: row[column] for at, row in enumerate(self._grid.rows)
                 if at > head.row and column < len(row) and not is_empty(row[column])}  # fmt: skip
        days = {at: self._day(cell, name) for at, cell in cells.items()}
        told = {at: sense for at, sense in days.items() if sense is not None}
        if len(told) * 2 <= len(cells):
            return {}
        merged = {at for (top, left), (bottom, _right) in self._grid.spans if left == column
                  for at in range(top, bottom + 1)}  # fmt: skip
        last = None
        for at in range(head.row + 1, len(self._grid.rows)):
            if at not in cells and last is not None:
                told[at] = last
                self._followed |= {at} - merged
            last = told.get(at)
        return told

    def _day(self, cell: Cell, name: str) -> Sense | None:
        text = (name in PERIODS and month_alone(cell)) or day_alone(cell)
        if not text and name in PERIODS:
            text = shown(cell)
        if not text and name in _MONTHS:
            text = f"tháng {shown(cell)}" if shown(cell).isdigit() else shown(cell)
        sense = self._headings.sense(text)
        if sense.span is None or sense.left or (name in PERIODS and sense.span.is_year):
            return None
        return sense

    def _of_period(self, rows: Sequence[ReadRow]) -> tuple[list[ReadRow], list[IgnoredRow]]:
        others = [row for row in rows if not self._is_of_period(row)]
        if len(others) == len(rows):  # of another time altogether: nothing may pass unseen
            said = _("Ngày ghi ở dòng không thuộc kỳ.")
            return [replace(row, status="refused", reasons=(said, *row.reasons))
                    for row in rows], []  # fmt: skip
        left = {row.source_row for row in others}
        why = _("ngày ghi ở dòng không thuộc kỳ")
        return ([self._as_above(row) for row in rows if row.source_row not in left],
                [self._ignored(row, why) for row in others])  # fmt: skip

    def _as_above(self, row: ReadRow) -> ReadRow:
        """Return a row, told to be of the day above it where it tells none."""
        said = _("Dòng không ghi ngày; hiểu là cùng ngày với dòng trên.")
        return warned(row, [said] if self._at[row.source_row] in self._followed else [])

    def _is_of_period(self, row: ReadRow) -> bool:
        """Whether a row's day is of the period, where it tells one."""
        sense = self._told.get(self._at[row.source_row])
        if sense is None:
            return True
        flows = self._headings.words.flows
        stocks = [cell.code for cell in row.cells if cell.code not in flows]
        if stocks:
            return all(self._headings.is_of_period(code, sense) for code in stocks)
        return sense.relation in ("same", "part")

    def _added(self, rows: Sequence[ReadRow]) -> tuple[list[ReadRow], list[IgnoredRow]]:
        groups: dict[tuple[str, str], list[ReadRow]] = {}
        for row in rows:
            if row.cells and row.cells[0].code in self._headings.words.flows:
                groups.setdefault((row.unit_id, row.cells[0].code), []).append(row)
        summed = {own[0].source_row: own for own in groups.values() if self._are_events(own)}
        parts = {row.source_row: first for first, own in summed.items() for row in own[1:]}
        left = [self._ignored(row, _("đã cộng vào dòng {row}").format(row=parts[row.source_row]))
                for row in rows if row.source_row in parts]  # fmt: skip
        return [_sum(summed[row.source_row]) if row.source_row in summed else row
                for row in rows if row.source_row not in parts], left  # fmt: skip

    def _are_events(self, rows: Sequence[ReadRow]) -> bool:
        """Whether rows of one movement are its several times: each by its own day or name, none
        the sum of the others."""
        if len(rows) < _FEWEST or any(
            row.status == "refused" or not row.cells[0].taken or row.cells[0].value is None
            for row in rows
        ):
            return False
        values = [row.cells[0].value or 0 for row in rows]
        if len(rows) >= _SEVERAL and max(values) * 2 == sum(values):
            return False
        labels = [self._label(row) for row in rows]
        if len(set(labels)) > 1 and not (self.dated and all(map(self._is_plain, labels))):
            return False
        told = [self._event(row) for row in rows]
        own = self.dated or all(map(self._is_named, rows))
        return own and all(any(one) for one in told) and len(set(told)) == len(told)

    def _is_named(self, row: ReadRow) -> bool:
        """Whether a row names as many people as it counts: nobody who is only in charge."""
        cells = self._grid.rows[self._at[row.source_row]]
        told = " ".join(shown(cells[at]) for at in self._persons if at < len(cells))
        return row.cells[0].value == len([*filter(None, map(str.strip, _NAMES.split(told)))])

    def _label(self, row: ReadRow) -> str:
        cells = self._grid.rows[self._at[row.source_row]]
        return fold(shown(cells[self._name])) if self._name < len(cells) else ""

    def _is_plain(self, label: str) -> bool:
        """Whether words name no time and no part of a whole: “Kết nạp (lũy kế)”, “trong đó …”."""
        sense = self._headings.sense(label)
        return sense.span is None and not tells_part(label) and not sense.concepts & _NOT_PLAIN

    def _event(self, row: ReadRow) -> tuple[str, ...]:
        """Return what tells a row from others of its movement: its own day, whom it names."""
        cells = self._grid.rows[self._at[row.source_row]]
        asked = [*(self._days if self.dated else ()), *self._persons]
        return tuple(fold(shown(cells[at])) if at < len(cells) else "" for at in asked)

    def _ignored(self, row: ReadRow, why: str) -> IgnoredRow:
        text = leading_words(self._grid.rows[self._at[row.source_row]])
        return IgnoredRow(row.source_row, why, text[:80])


def _heading(grid: Grid, head: IndicatorHead, at: int) -> str:
    """Return the words over a column nearest to its cells, "" for none."""
    rows = grid.rows[max(head.first, 0) : head.row + 1]
    return next((shown(row[at]) for row in reversed(rows)
                 if at < len(row) and isinstance(row[at], str) and shown(row[at])), "")  # fmt: skip


def _sum(rows: Sequence[ReadRow]) -> ReadRow:
    """Return several times of one movement as one row that says what it was made of."""
    codes = dict.fromkeys(cell.code for row in rows for cell in row.cells)
    cells = tuple(_summed(code, [[cell for cell in row.cells if cell.code == code] for row in rows])
                  for code in codes)  # fmt: skip
    said = _("Cộng các dòng {rows}: {added}.").format(
        rows=", ".join(str(row.source_row) for row in rows), added=cells[0].source)  # fmt: skip
    reasons = _told(rows)
    reasons += [f"{cell.place}: {cell.note}" for cell in cells if cell.note]
    return warned(replace(rows[0], cells=cells), [said, *reasons])


def _told(rows: Iterable[ReadRow]) -> list[str]:
    return list(dict.fromkeys(reason for row in rows for reason in row.reasons))


def _summed(code: str, told: Sequence[Sequence[CellReading]]) -> CellReading:
    """Return what the rows tell of one indicator; nothing where one of them tells none."""
    cells = list(_each(told))
    place, source = "+".join(c.place for c in cells), " + ".join(c.source for c in cells)
    values = [cell.value for cell in cells if cell.taken and cell.value is not None]
    if len(values) < len(told):
        note = _("có dòng để trống hoặc không rõ, chưa cộng được ({told}).").format(
            told=", ".join(map(vi_number, values)))  # fmt: skip
        return CellReading(code, place, source, None, note, taken=False)
    return CellReading(code, place, source, sum(values))


def _each(told: Sequence[Sequence[CellReading]]) -> Iterator[CellReading]:
    for cells in told:
        yield from cells
