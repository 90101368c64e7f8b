"""A lone “Nữ” right before its whole: “Nữ | CNVCLĐ | Đoàn viên | ĐV nữ”."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Formula, Grid
from desktop.intake.figures.wording.numbers import CountReader

_WORKERS, _MEMBERS = "A01", "A03"
_OTHER: Final = {_WORKERS: _MEMBERS, _MEMBERS: _WORKERS}
_OPEN: Final = frozenset({"", "unclear"})
_WORDS: Final = frozenset({"number", "unit", "kind", "area", "note", "code", "sector"})
"""What may stand before a table's first figures: nobody “nữ” could be of."""
_SAMPLE: Final = 200
_FEWEST_ROWS: Final = 2


def women_first(header: Header, reader: HeadingReader, codes: frozenset[str], grid: Grid) -> None:
    """Take a bare “nữ” before one whole for its women, where nothing else can be meant.

    The other whole has a column of its own women, nobody else stands before it, and no row has
    more women than there are, or more women among the members than among the workers.
    """
    for women, whole in pairwise(header.columns):
        code = whole.code
        if code not in _OTHER or f"{code}N" not in codes or women.path[:-1] != whole.path[:-1]:
            continue
        if not _says_women(women, reader) or not _is_open(women, code, header):
            continue
        told = _told(header, women)
        places = {code: whole.at, f"{code}N": women.at} | {
            one: told[one].at for one in (_OTHER[code], f"{_OTHER[code]}N")}  # fmt: skip
        if _fits(grid, header, places, CountReader(reader.words)):
            said = _("Cột “{name}” đứng trước “{whole}”, không dòng nào nhiều hơn; hiểu là nữ của "
                     "cột đó.").format(name=women.path[-1], whole=whole.path[-1])  # fmt: skip
            header.columns[women.at] = replace(women, role=f"code:{code}N", guess=said)
            _leave_one(header, women.role)


def _says_women(column: Column, reader: HeadingReader) -> bool:
    sense = reader.sense(column.path[-1]) if column.path else None
    return sense is not None and sense.concepts == {"women"} and not (
        sense.left or sense.codes or sense.span)  # fmt: skip


def _told(header: Header, women: Column) -> dict[str, Column]:
    """Return code → its column, for all that are certain but the one asked about."""
    return {column.role.partition(":")[2]: column for column in header.columns
            if column.at != women.at and not column.guess
            and column.role.startswith(("code:", "double:", "aside:"))}  # fmt: skip


def _is_open(women: Column, code: str, header: Header) -> bool:
    """Whether a column is of nothing yet: the whole behind it alone has no women."""
    other, told = _OTHER[code], _told(header, women)
    if f"{code}N" in told or not {other, f"{other}N"} <= told.keys():
        return False
    before = header.columns[women.at - 1] if women.at else None
    begins = before is None or before.role in _WORDS or before is told[f"{other}N"]
    return begins and (women.role in _OPEN or women.role == f"double:{other}N")


def _leave_one(header: Header, double: str) -> None:
    """Take the one column left of two that were of one meaning."""
    left = [column for column in header.columns if column.role == double]
    if double.startswith("double:") and len(left) == 1:
        header.columns[left[0].at] = replace(left[0], role=f"code:{double[7:]}")


def _fits(grid: Grid, header: Header, places: Mapping[str, int], counts: CountReader) -> bool:
    rows = [_counts(row, places, grid, counts)
            for row in grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]]  # fmt: skip
    pairs = [
        (row[less], row[more]) for row in rows
        for less, more in (("A01N", _WORKERS), ("A03N", _MEMBERS), ("A03N", "A01N"))
        if less in row and more in row
    ]  # fmt: skip
    both = sum(len(row) == len(places) for row in rows)
    return both >= _FEWEST_ROWS and all(less <= more for less, more in pairs)


def _counts(
    row: Sequence[Cell], places: Mapping[str, int], grid: Grid, counts: CountReader
) -> dict[str, int]:
    """Return code → what a row tells of it, where that is a count."""
    calculator, found = Calculator(grid), {}
    for code, at in places.items():
        cell = row[at] if at < len(row) else ""
        value = counts.read(calculator.value(cell) if isinstance(cell, Formula) else cell).value
        if value is not None:
            found[code] = value
    return found
