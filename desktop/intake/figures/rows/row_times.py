"""Rows of several months in one table, where a column tells the time of each row."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, is_number, shown
from desktop.intake.figures.wording.numbers import Count
from desktop.intake.figures.wording.senses import Sense
from desktop.intake.figures.wording.times import day_alone
from desktop.models.text import fold

_FEWEST: Final = 2
_HEADINGS: Final = frozenset(
    ("thang", "ky", "quy", "ky bao cao", "thang bao cao", "quy bao cao", "thoi gian", "thoi diem",
     "thang nam", "thoi ky", "ky so lieu", "thang so lieu", "ky bc", "thang bc")
)  # fmt: skip
DAYS: Final = re.compile(
    r"(?:ngay(?:,? thang)?(?:,? nam)?|thoi gian|thoi diem)"
    r"(?: (?:phat sinh|bien dong|tang giam|thuc hien|to chuc|dien ra|ket nap|co hieu luc"
    r"|hieu luc|(?:ra |ky )?(?:quyet dinh|qd)))?"
)
"""Headings of when something happened; “Ngày nộp”, “Ngày sinh” are none."""


def leave_other_times(grid: Grid, lines: Sequence[Line], headings: HeadingReader) -> None:
    """Leave out rows whose own cell says another time, where the unit's other row is the period's.

    The figures of a unit that has no other row are not taken.

    A column does so whose heading names a time (“Tháng”, “Kỳ báo cáo”) and whose cells do.
    """
    sections = {id(line.section): line.section for line in lines if line.section is not None}
    for section in sections.values():
        rows = [line for line in lines if line.section is section and line.kind == "data"]
        for column in section.header.columns:
            name = fold(column.path[-1]).strip(" :.") if column.path else ""
            if name not in _HEADINGS:
                continue
            told = {line.at: _time(grid, line.at, column.at, name, headings) for line in rows}
            _go_on(grid, rows, told)
            said = [one for one in told.values() if one is not None]
            if len(said) * 2 < len(rows) or not any(one.relation == "same" for one in said):
                continue
            section.times.add(column.at)
            own = {_whose(line) for line in rows if _is_of_period(told[line.at])}
            for line in rows:
                if told[line.at] is None or _is_of_period(told[line.at]):
                    continue
                line.elsewhen = dict(line.counts)
                if _whose(line) in own:
                    line.kind, line.why = "outside", _("dòng của kỳ khác")
                    continue
                note = _("dòng này ghi kỳ khác.")
                filled = [role for role, count in line.counts.items() if count.value is not None]
                line.counts |= dict.fromkeys(filled, Count(None, "flagged", note))


def leave_other_days(grid: Grid, lines: Sequence[Line], headings: HeadingReader) -> None:
    """Leave out rows of movements whose own day is not the period's; where none is, their figures
    are not taken. Stocks may be counted on any day."""
    sections = {id(line.section): line.section for line in lines if line.section is not None}
    for section in sections.values():
        days = [column.at for column in section.header.columns
                if column.path and DAYS.fullmatch(fold(column.path[-1]).strip(" :."))]  # fmt: skip
        flows = all(column.code in headings.words.flows for column in section.figures)
        if len(days) != 1 or not flows:
            continue
        rows = [line for line in lines if line.section is section and line.kind == "data"]
        told = {line.at: _day(grid, line.at, days[0], headings) for line in rows}
        said = [one for one in told.values() if one is not None]
        if len(said) * 2 <= len(rows):
            continue
        others = [line for line in rows if (one := told[line.at]) is not None
                  and one.relation not in ("same", "part")]  # fmt: skip
        for line in others:
            if len(others) < len(said):
                line.kind, line.why = "outside", _("ngày ghi ở dòng không thuộc kỳ")
                continue
            filled = [role for role, count in line.counts.items() if count.value is not None]
            note = _("ngày ghi ở dòng không thuộc kỳ.")
            line.counts |= dict.fromkeys(filled, Count(None, "flagged", note))


def _day(grid: Grid, row: int, at: int, headings: HeadingReader) -> Sense | None:
    text = day_alone(grid.rows[row][at]) if at < len(grid.rows[row]) else ""
    sense = headings.sense(text) if text else None
    return sense if sense is not None and sense.span is not None else None


def _go_on(grid: Grid, rows: Sequence[Line], told: Mapping[int, Sense | None]) -> None:
    """Give rows that tell a time and no name to the union named above them."""
    for above, line in pairwise(rows):
        unit = line.section.unit if line.section is not None else -1
        named = 0 <= unit < len(grid.rows[line.at]) and not is_empty(grid.rows[line.at][unit])
        follows = line.at == above.at + 1 and above.match.unit is not None
        if follows and not named and told[above.at] and told[line.at]:
            line.name, line.match = above.name, above.match


def leave_other_months(
    grid: Grid, lines: Sequence[Line], whole: Match, headings: HeadingReader
) -> bool:
    """Give the row of the period to the unit named above a table of its months, the others to
    nobody; tell whether it is one: nothing but times stands where others name units.
    """
    told = {line.at: _leading_time(grid, line, headings) for line in lines if line.kind == "data"}
    of_period = [at for at, sense in told.items() if _is_of_period(sense)]
    if len(told) < _FEWEST or None in told.values() or len(of_period) != 1:
        return False
    for line in lines:
        if line.at == of_period[0]:
            line.match = whole
        elif line.at in told:
            line.kind, line.why = "outside", _("dòng của kỳ khác")
        elif line.kind in ("total", "subtotal"):
            line.kind, line.why = "outside", _("dòng cộng của nhiều kỳ")
    return True


def _leading_time(grid: Grid, line: Line, headings: HeadingReader) -> Sense | None:
    """Return the time the first filled cell of a row tells; a number counts under its heading."""
    row = grid.rows[line.at]
    at = next((at for at, cell in enumerate(row) if not is_empty(cell)), -1)
    columns = line.section.header.columns if line.section is not None else ()
    path = next((column.path for column in columns if column.at == at and column.path), ("",))
    name = fold(path[-1]).strip(" :.").replace("/", " ")
    if at < 0 or (name not in _HEADINGS and (is_number(row[at]) or shown(row[at]).isdigit())):
        return None
    return _time(grid, line.at, at, name, headings)


def _whose(line: Line) -> str:
    return line.match.unit.id if line.match.unit is not None else fold(line.name)


def _is_of_period(sense: Sense | None) -> bool:
    return sense is not None and sense.relation == "same"


def _time(grid: Grid, row: int, at: int, name: str, headings: HeadingReader) -> Sense | None:
    cell: Cell = grid.rows[row][at] if at < len(grid.rows[row]) else ""
    if is_empty(cell):
        return None
    text = shown(cell)
    if isinstance(cell, datetime | date):
        text = f"tháng {cell.month}/{cell.year}"
    elif is_number(cell) or text.isdigit():
        text = f"quý {text}" if name.startswith("quy") else f"tháng {text}"
    sense = headings.sense(text)
    return sense if sense.span is not None else None
