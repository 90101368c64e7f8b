"""A table of work, however its columns stand, as rows of a work programme; nothing is skipped
silently: every line of the source ends accepted, doubtful, refused or passed over, with why.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from desktop.i18n import _
from desktop.intake.sources.workbook import SheetCells, text_of
from desktop.intake.work.work_columns import LEFT_OUT, Columns, find_columns, guess_columns
from desktop.intake.work.work_files import read_sheets
from desktop.intake.work.work_lines import Lines, ReadLine, Verdict, group_name
from desktop.intake.work.work_words import whole_period
from desktop.models.errors import Refusal
from desktop.models.plans.work_row import WorkRow

_NUMBERED: Final = re.compile(r"(?:[IVXLC]+|[A-ZĐ]|\d+)[.)/]\s*\S")


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the source: its place from 0, its title, what it holds, one of its cells."""

    place: int
    title: str
    holds: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a sheet or a paste gives.

    `columns` maps the fields found to the titles they stand under; `others` are the titles of
    columns that are none of ours: what they hold goes to the note. `heads` are all columns,
    `known` whether their titles told what they hold.
    """

    name: str
    columns: Mapping[str, str]
    others: tuple[str, ...]
    lines: tuple[ReadLine, ...]
    heads: tuple[Head, ...] = ()
    known: bool = True

    @property
    def rows(self) -> list[WorkRow]:
        """The rows that can be taken, in the order of the source."""
        return [line.row for line in self.lines if line.row is not None]

    def count(self, verdict: Verdict) -> int:
        """Return how many lines ended so."""
        return sum(line.verdict == verdict for line in self.lines)


def read_work_file(
    path: Path, year: int | None = None, chosen: Mapping[int, str] | None = None
) -> ReadTable:
    """Read the tables of work of a file (a workbook, Word, CSV) as `read_work_sheets` does."""
    return read_work_sheets(read_sheets(path), year, chosen)


def read_work_sheets(
    sheets: Sequence[SheetCells],
    year: int | None = None,
    chosen: Mapping[int, str] | None = None,
    *,
    guess: bool = False,
) -> ReadTable:
    """Read the sheet that holds the most rows of work, a sheet per month, or a Word file's
    tables that have the same columns. Other sheets with work are named as passed over.

    `chosen` tells what columns hold, as `find_columns` takes it. Raises `Refusal` when no
    sheet has a column of tasks; with `guess` the longest column is taken for it.
    """
    full = max(sheets, key=_filled, default=None)
    if chosen is not None:
        titled = [sheet for sheet in sheets if find_columns(sheet) is not None]
        sheets = titled or ([full] if full is not None else [])
    tables = [(sheet, read_work_sheet(sheet, year, chosen)) for sheet in sheets]
    found = [(sheet, table) for sheet, table in tables if table is not None and table.lines]
    if not found and guess and not chosen and full is not None:
        columns = guess_columns(full)
        if "task" in columns.places:
            return replace(_read(full, columns, year), known=False)
    if not found:
        raise _no_column(full)
    by_period = [table for sheet, table in found if whole_period(sheet.name) is not None]
    if len(by_period) > 1:
        return _joined(by_period)
    alike = _alike(found)
    if len(alike) > 1:
        return _joined(alike)
    best = max((table for _sheet, table in found), key=lambda table: len(table.rows))
    left = [
        ReadLine(0, sheet.name, "passed", why=_("Trang tính khác trong tệp, không nhận."))
        for sheet, table in found
        if table is not best and table.rows
    ]
    return replace(best, lines=(*best.lines, *left))


def _alike(found: Sequence[tuple[SheetCells, ReadTable]]) -> list[ReadTable]:
    """Return the tables of a Word file with the columns of the one with the most rows."""
    best = max((table for _sheet, table in found), key=lambda table: len(table.rows))
    return [
        table
        for sheet, table in found
        if sheet.heading and table.rows and table.columns.keys() == best.columns.keys()
    ]


def _filled(sheet: SheetCells) -> int:
    return sum(1 for row in sheet.rows for cell in row if cell != "")


def _no_column(full: SheetCells | None) -> Refusal:
    titles = _heads(full, guess_columns(full)) if full is not None else ()
    listed = ", ".join(f"{head.place + 1} – {head.title[:30]}" for head in titles[:8])
    next_step = _("Đặt tên cột là “Nội dung công việc” rồi chọn lại tệp.")
    if listed:
        next_step += " " + _("Hoặc nói rõ cột nào là việc; các cột: {list}.").format(list=listed)
    return Refusal(
        _("Không tìm thấy cột nội dung công việc trong tệp này."),
        next_step=next_step, code="E_NO_TABLE",
    )  # fmt: skip


def read_work_text(text: str, year: int | None = None) -> ReadTable | None:
    """Read a block copied from a spreadsheet, None when it has no row of titles."""
    from csv import reader
    from io import StringIO

    rows = tuple(tuple(line) for line in reader(StringIO(text), dialect="excel-tab"))
    return read_work_sheet(SheetCells("", rows), year)


def read_work_sheet(
    sheet: SheetCells, year: int | None = None, chosen: Mapping[int, str] | None = None
) -> ReadTable | None:
    """Read one sheet; None when no column of tasks is found."""
    columns = find_columns(sheet, chosen)
    return _read(sheet, columns, year) if columns is not None else None


def _read(sheet: SheetCells, columns: Columns, year: int | None) -> ReadTable:
    time = whole_period(sheet.name) if sheet.name else None
    reader = Lines(sheet, columns, year, time)
    if sheet.heading and time is None:
        reader.group = _section(sheet.name)
    heads = _heads(sheet, columns)
    others = tuple(columns.others.values())
    return ReadTable(sheet.name, columns.titles, others, tuple(reader.lines()), heads)


def _section(name: str) -> str:
    """Return the task group a numbered line above a table names, "" for any other line."""
    return group_name(name) if _NUMBERED.match(name) and len(name) < 100 else ""


def _heads(sheet: SheetCells, columns: Columns) -> tuple[Head, ...]:
    """Return the columns that hold anything, in their order; our own ids are none."""
    rows = sheet.rows[columns.first :]
    found = []
    for at in range(max((len(row) for row in sheet.rows), default=0)):
        sample = next((t for row in rows if at < len(row) and (t := text_of(row[at]))), "")
        holds = columns.holds(at)
        titled = at < len(columns.names) and bool(columns.names[at])
        if holds != "id" and (sample or titled or holds != LEFT_OUT):
            found.append(Head(at, columns.title_at(at), holds, sample))
    return tuple(found)


def _joined(tables: Sequence[ReadTable]) -> ReadTable:
    """Return sheets that each hold a month as one table; lines tell their sheet."""
    columns: dict[str, str] = {}
    lines: list[ReadLine] = []
    for table in tables:
        columns |= {name: title for name, title in table.columns.items() if name not in columns}
        lines += [replace(line, text=f"{table.name}: {line.text}") for line in table.lines]
    others = tuple(dict.fromkeys(title for table in tables for title in table.others))
    name = ", ".join(table.name for table in tables)
    return ReadTable(name, columns, others, tuple(lines), tables[0].heads)
