"""Numbers outside the table, which nobody reads: said once, so that none is lost unseen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.result import IgnoredRow
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Cell, Formula, Grid, is_empty, is_number, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import words_of
from desktop.models.text import vi_number

_MOST: Final = 4
"""So many stretches of rows are told."""
_OUTSIDE: Final = ("outside", "closing")
_NO_COUNT: Final = re.compile(r"0\d{8,}|\+?\d[\d .]{9,}|.*[a-z%/:-].*", re.IGNORECASE | re.DOTALL)
"""A telephone, a day, a share."""

_COUNTED: Final = frozenset(("worker", "member", "women", "men", "total"))
_TELEPHONE: Final = re.compile(r"[35789]\d{8}(?:\.0)?")
"""One written as a number: its nought is gone."""


def numbers_left(grid: Grid, lines: Sequence[Line], headings: HeadingReader) -> str:
    """Say which numbers nobody reads: those outside the table, all where it has only sums."""
    data = any(line.kind == "data" and line.has_figures for line in lines)
    sums = [grid.lines[line.at] for line in lines
            if line.kind in ("total", "subtotal") and line.has_figures]  # fmt: skip
    if data or not sums or grid.turned or grid.told:
        return told_outside(grid, lines, headings)
    return _("Bảng chỉ có dòng cộng (dòng {rows}), không có dòng của đơn vị nào.").format(
        rows=_stretches(sums))  # fmt: skip


def told_outside(grid: Grid, lines: Sequence[Line], headings: HeadingReader) -> str:
    """Say how many numbers stand below or between tables, "" for none.

    Of a sheet laid out anew nothing is said: its rows are not the file's.
    """
    if grid.turned or grid.told:
        return ""
    counts = CountReader(headings.words)
    return _told({
        grid.lines[line.at]: n for line in lines
        if line.kind in _OUTSIDE and line.why in _untold()
        and (n := sum(1 for _cell in _numbers(grid, line, counts, headings)))
    })  # fmt: skip


def told_after(grid: Grid, left: Sequence[IgnoredRow], at: int, headings: HeadingReader) -> str:
    """Say how many numbers stand in column `at` of a list of indicators in rows `left` below its
    signatures, "" for none and for a list laid out anew."""
    if grid.turned or grid.told or grid.places:
        return ""
    counts = CountReader(headings.words)
    below = {row.source_row for row in left if row.why == _("phần ký tên, ghi chú")}
    return _told({line: 1 for line, row in zip(grid.lines, grid.rows, strict=True)
                  if line in below and at < len(row) and not is_empty(row[at])
                  and is_count(row[at], counts)})  # fmt: skip


def _told(found: Mapping[int, int]) -> str:
    """Say in which rows how many numbers are left: row → how many."""
    if not found:
        return ""
    return _("{n} số ở dòng {rows} nằm ngoài bảng, không đọc.").format(
        n=vi_number(sum(found.values())), rows=_stretches(sorted(found)))  # fmt: skip


def _untold() -> tuple[str, ...]:
    """Return why rows are left that tell of themselves no more."""
    return _("ngoài bảng"), _("phần ký tên, ghi chú")


def _numbers(
    grid: Grid, line: Line, counts: CountReader, headings: HeadingReader
) -> Iterator[Cell]:
    """Yield the numbers of a row that are no running ones (its first cell, words behind it) and
    stand under no heading of something else: “Lương”."""
    named = line.section.header.columns if line.section is not None else []
    other = {one.at for one in named if one.path and not _counts(one.path[-1], headings)}
    filled = [(at, cell) for at, cell in enumerate(grid.rows[line.at]) if not is_empty(cell)]
    numbered = len(filled) > 1 and isinstance(filled[1][1], str) and (
        _is_running(filled[0][1], grid))  # fmt: skip
    for at, cell in filled[numbered:]:
        if at not in other and is_count(cell, counts):
            yield cell


def _counts(heading: str, headings: HeadingReader) -> bool:
    """Whether a heading counts: members, women, “Số lượng”."""
    sense = headings.sense(heading)
    values = headings.words.row_values
    return bool(sense.codes or sense.concepts & _COUNTED or " ".join(words_of(heading)) in values)


def _is_running(cell: Cell, grid: Grid) -> bool:
    text = shown(cell).rstrip(".)")
    return text.isdigit() and int(text) <= len(grid.rows)


def is_count(cell: Cell, counts: CountReader) -> bool:
    """Tell whether a filled cell holds a number that may count: no telephone, no day, no share."""
    text = shown(cell)
    if not isinstance(cell, str):
        telephone = _TELEPHONE.fullmatch(text) and not text.endswith("000")
        return isinstance(cell, Formula) or (is_number(cell) and not telephone)
    return not _NO_COUNT.fullmatch(text) and counts.read(cell).value is not None


def _stretches(rows: Sequence[int]) -> str:
    """Return row numbers as a sentence lists them: “4–7, 12”."""
    runs = [[row for _n, row in run] for _key, run in
            groupby(enumerate(rows), key=lambda one: one[1] - one[0])]  # fmt: skip
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ", ".join((*told[:_MOST], *["…"][: len(told) > _MOST]))
