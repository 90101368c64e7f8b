"""What a file of figures came to: columns, rows with their readings, what was left out and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from desktop.i18n import _
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.sheets.grid import letter
from desktop.models.text import vi_number

TOGETHER: Final = "*"
"""Stands for all sheets of the same header where one is chosen: no sheet can be called so."""
TOTALS_DIFFER: Final = _("Nhiều số cộng của bảng không khớp với các dòng: xem lại cột và dòng.")
"""Said of rows whose totals differ, beside what each total says at its own row."""
Status = Literal["accepted", "warned", "refused"]
Layout = Literal["upright", "turned", "rows", "guess", "long"]
"""Units below each other, side by side, one unit with indicators in rows, the same without a
heading that says so, a row for each thing counted of a unit."""
RowKey = int | tuple[str, int]
"""A row's number; (sheet, number) where several sheets are read together."""
_MOST_STRETCHES: Final = 4
"""So many stretches of rows are told of a sum."""


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell of a count: what stood there (`source`) and what it was read as.

    `value` is None for an empty or flagged cell; `note` says what is doubtful, "" when sure;
    `taken` tells whether the value may land. `home` is the other form it is entered in, `into`
    the id of that form's period it lands in: "" where it is only compared.
    """

    code: str
    place: str
    source: str
    value: int | None
    note: str = ""
    taken: bool = True
    home: str = ""
    into: str = ""

    @property
    def lands(self) -> bool:
        """Whether its form takes it, or the other form it is at home in."""
        return not self.home or bool(self.into)


def placed(sheet: str, row: int, *, turned: bool = False) -> str:
    """Return a row's number, behind its sheet's name where there are several.

    Of a `turned` sheet it is the column of the file: "cột C".
    """
    at = _("cột {letter}").format(letter=letter(row - 1)) if turned and row > 0 else str(row)
    return f"{sheet}: {at}" if sheet else at


def at_place(one: "ReadRow | IgnoredRow | ControlTotal") -> str:
    """Return where something stands, as a sentence begins: "Dòng 12", "Cột C"."""
    if not one.turned:
        return _("Dòng {row}").format(row=one.place)
    return one.place if one.sheet else one.place[:1].upper() + one.place[1:]


def _sheet(one: "ReadRow | IgnoredRow | ControlTotal") -> dict[str, str]:
    return {"sheet": one.sheet} if one.sheet else {}


def _homes(row: "ReadRow") -> dict[str, Any]:
    """Return the figures of a row that are entered in other forms."""
    found = {cell.code: cell.home for cell in row.cells if cell.home}
    lands = {cell.code: {"form": cell.home, "period": cell.into} for cell in row.cells
             if cell.into and row.status != "refused"}  # fmt: skip
    return {**({"other_forms": found} if found else {}),
            **({"entered_in": lands} if lands else {})}  # fmt: skip


def _candidates(row: "ReadRow") -> dict[str, Any]:
    """Return the units a row without one may be of: those alike, or who took its unit over."""
    if row.unit_id or not row.candidates:
        return {}
    return {"candidates": [{"unit_id": one.id, "code": one.code or None, "name": one.name}
                           for one in row.candidates]}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of data: `unit` is the name as read.

    `unit_id` and `unit_code` are the register's, "" when unknown. `sheet` is told only where
    several are read together. `taken_over` tells that its unit stands no longer: the candidates
    took it over. `opening` is the opening stock of members it tells, for comparing alone; `note`
    what stands in its column of remarks. A `turned` one is a column of the file.
    """

    source_row: int
    unit: str
    status: Status
    cells: tuple[CellReading, ...]
    reasons: tuple[str, ...] = ()
    unit_id: str = ""
    candidates: tuple[Known, ...] = ()
    unit_code: str = ""
    sheet: str = ""
    taken_over: bool = False
    opening: int | None = None
    note: str = ""
    turned: bool = False

    @property
    def key(self) -> RowKey:
        """What corrections name the row by."""
        return (self.sheet, self.source_row) if self.sheet else self.source_row

    @property
    def place(self) -> str:
        """Where the row stands, as a person is told: "12", "Cụm 2: 12", "cột C"."""
        return placed(self.sheet, self.source_row, turned=self.turned)

    @property
    def lands(self) -> bool:
        """Whether it is taken and not for comparing altogether."""
        own = not self.cells or any(cell.lands for cell in self.cells)
        return own and self.status != "refused"

    @property
    def values(self) -> dict[str, int | None]:
        """Code → the number as read that may land, in its home form; None where none may."""
        return {cell.code: cell.value if cell.taken else None for cell in self.cells}


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that holds no unit's figures, with the reason; `text` is what it says.

    `theirs` tells that it holds those of another office's union.
    """

    source_row: int
    why: str
    text: str = ""
    sheet: str = ""
    theirs: bool = False
    turned: bool = False

    @property
    def key(self) -> RowKey:
        """What corrections name the row by."""
        return (self.sheet, self.source_row) if self.sheet else self.source_row

    @property
    def place(self) -> str:
        """Where the row stands."""
        return placed(self.sheet, self.source_row, turned=self.turned)


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total the sheet states, beside the sum of its rows as read.

    `rows` are the stretches of rows that are summed, (first, last); empty where that is not told.
    """

    indicator: str
    declared: int
    computed: int
    source_row: int
    sheet: str = ""
    rows: tuple[tuple[int, int], ...] = ()
    turned: bool = False

    @property
    def place(self) -> str:
        """Where the total stands."""
        return placed(self.sheet, self.source_row, turned=self.turned)

    @property
    def match(self) -> bool:
        """Whether both agree."""
        return self.declared == self.computed

    @property
    def told(self) -> str:
        """Both figures in words, with the rows that are summed."""
        words = _("{code}: dòng cộng ghi {declared}, cộng {rows} được {computed}.")
        if self.turned:
            words = _("{code}: cột cộng ghi {declared}, cộng {rows} được {computed}.")
        return words.format(
            code=self.indicator, declared=vi_number(self.declared), rows=self._summed(),
            computed=vi_number(self.computed),
        )  # fmt: skip

    def _summed(self) -> str:
        one, many = _("dòng {rows}"), _("các dòng {rows}")
        if self.turned:
            one, many = _("cột {rows}"), _("các cột {rows}")
        if not self.rows:
            return many.format(rows="").strip()
        told = [self._at(a) if a == b else f"{self._at(a)}–{self._at(b)}"
                for a, b in self.rows[:_MOST_STRETCHES]]  # fmt: skip
        more = ["…"] if len(self.rows) > _MOST_STRETCHES else []
        words = one if len(self.rows) == 1 and told[0].isalnum() else many
        return words.format(rows=", ".join((*told, *more)))

    def _at(self, row: int) -> str:
        return letter(row - 1) if self.turned else str(row)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column: its letter, its heading, what it was taken for (None: nothing), a remark.

    `unclear` columns hold figures under a heading that was not understood. `at` is where it
    stands in a file that was laid out anew: "D", "dòng 7". `meaning` tells in words what one
    that is no figure of its own is read for.
    """

    letter: str
    heading: str
    role: str | None
    note: str = ""
    unclear: bool = False
    at: str = ""
    meaning: str = ""

    @property
    def place(self) -> str:
        """Where it stands in the file, as a person looks for it there."""
        return self.at or self.letter


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One of the tables on a sheet: the numbers of its first and last row of data, its columns."""

    first_row: int
    last_row: int
    columns: tuple[ReadColumn, ...]
    sheet: str = ""

    @property
    def roles(self) -> dict[str, str | None]:
        """Return letter → what the column was taken for."""
        return {column.letter: column.role for column in self.columns}

    def json(self) -> dict[str, Any]:
        """Return what `figures import --json` prints of it."""
        return {"sheet": self.sheet, "first_row": self.first_row, "last_row": self.last_row,
                "columns": self.roles}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnreadSheet:
    """A sheet with something on it that was not read, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Landing:
    """How many cells of a file go into a form; `title` is its period in words, within a sentence.

    Of the form that was chosen the title is "": everybody knows the period. `same` more tell of
    another form what it holds already.
    """

    form: str
    period: str
    cells: int
    title: str = ""
    same: int = 0

    @property
    def place(self) -> str:
        """Where they go, in words: "biểu F1 tháng 10/2026"."""
        return _("biểu {form} {period}").format(form=self.form, period=self.title).strip()

    def json(self) -> dict[str, Any]:
        """Return what `figures import --json` prints of it."""
        same = {"same": self.same} if self.same else {}
        return {"form": self.form, "period": self.period, "cells": self.cells, **same}


@dataclass(frozen=True, slots=True)
class FiguresReading:
    """A whole file as read. `sheet` is the sheet taken, `sheets` all that could be chosen.

    `signature` is the same for every file of the same headings; `remarks` concern all rows.
    `alike` are the sheets that could be read together with the one taken, it among them.
    `tables` are all tables that were read; `columns` are of the main one. `layout` is how the
    units stand, `time` what the sheet says of the period; `unread` are the other sheets.
    `sender` is who sends such files, "" when unknown; `recalled` are the letters of columns taken
    for what a person said of an earlier file of theirs. `notes` are said once of the whole and ask
    for no consent; `elsewhen`, one of the remarks, says that the file is of another time.
    `names_row` is the row that names units side by side, 0 elsewhere. `landings` tell where its
    cells go where another form takes some of them, that one before the form chosen; with `own`
    that form was left out: its cells are only compared. `outside` says how many numbers stand
    below the table and are not read, "" for none.
    """

    form: str
    period: str
    source: str
    sha256: str
    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[ReadColumn, ...]
    rows: tuple[ReadRow, ...]
    ignored_rows: tuple[IgnoredRow, ...]
    control_totals: tuple[ControlTotal, ...]
    signature: str = ""
    remarks: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    tables: tuple[ReadTable, ...] = ()
    layout: Layout = "upright"
    time: str = ""
    unread: tuple[UnreadSheet, ...] = ()
    sender: str = ""
    recalled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    elsewhen: str = ""
    names_row: int = 0
    landings: tuple[Landing, ...] = ()
    own: bool = False
    outside: str = ""

    def landing(self) -> list[ReadRow]:
        """Return the rows that are taken."""
        return [row for row in self.rows if row.lands]

    def not_understood(self) -> str:
        """Name the columns of figures whose headings nobody understands, "" for none."""
        unclear = [f"{c.place} “{c.heading}”" for c in self.columns if c.unclear]
        words = _("Cột có số mà chưa hiểu nghĩa, không được nhận: {columns}.")
        return words.format(columns="; ".join(unclear)) if unclear else ""

    def told_landings(self) -> str:
        """Say how many cells go into which form, "" where all are of the form chosen."""
        return ", ".join(map(self._told_landing, self.landings))

    def _told_landing(self, one: Landing) -> str:
        words = _("{n} ô vào {place}") if one.cells else _("không có ô nào vào {place}")
        if self.own and one.form != self.form:
            words = _("{n} ô của {place} không nhận")
        elif one.same:
            both, same = _("{n} ô vào {place} ({same} ô khác đã có)"), _("{same} ô {place} đã có")
            words = both if one.cells else same
        return words.format(n=vi_number(one.cells), place=one.place, same=vi_number(one.same))

    def of(self, *statuses: Status) -> list[ReadRow]:
        """Return the rows that ended so."""
        return [row for row in self.rows if row.status in statuses]

    def json(self) -> dict[str, Any]:
        """Return what `figures import --json` prints."""
        return {
            "form": self.form,
            "rows": [
                {**self._place(row), "unit": row.unit, "unit_id": row.unit_id or None,
                 "unit_code": row.unit_code or None, "status": row.status, "values": row.values,
                 "reasons": list(row.reasons), **_homes(row), **_candidates(row),
                 **_sheet(row), **({"note": row.note} if row.note else {})}
                for row in self.rows
            ],
            "ignored_rows": [
                {**self._place(row), "why": row.why, **_sheet(row)}
                for row in self.ignored_rows
            ],
            "control_totals": [
                {"indicator": one.indicator, "declared": one.declared,
                 "computed": one.computed, "match": one.match, **_sheet(one)}
                for one in self.control_totals
            ],
            "columns": self._roles(),
            "notes": list(self.notes),
            "unclear_columns": [column.letter for column in self.columns if column.unclear],
            **self._unread(),
            **self._tables(),
            **({"landings": [one.json() for one in self.landings]} if self.landings else {}),
            **({"own_form_only": True} if self.own else {}),
            **({"sender": self.sender} if self.sender else {}),
            **({"remembered_columns": list(self.recalled)} if self.recalled else {}),
        }  # fmt: skip

    def _place(self, row: ReadRow | IgnoredRow) -> dict[str, Any]:
        """Return where a row stands in the file: of units side by side the cell of the name."""
        if not row.turned or row.source_row < 1:
            return {"source_row": row.source_row}
        return {"source_row": self.names_row or row.source_row,
                "source_column": letter(row.source_row - 1)}  # fmt: skip

    def _roles(self) -> dict[str, str | None]:
        """Return letter → role: of the main table, then of others where it has no such column."""
        found = {column.letter: column.role for column in self.columns}
        for table in self.tables:
            found = table.roles | found
        return dict(sorted(found.items(), key=lambda one: (len(one[0]), one[0])))

    def _unread(self) -> dict[str, Any]:
        """Return the sheets that were not read, with why, where there are any."""
        told = [{"sheet": one.name, "why": one.why} for one in self.unread]
        return {"unread_sheets": told} if told else {}

    def _tables(self) -> dict[str, Any]:
        """Return the tables one by one where they differ in their columns."""
        if all(table.roles == self.tables[0].roles for table in self.tables):
            return {}
        return {"tables": [table.json() for table in self.tables]}


def summary(reading: FiguresReading) -> str:
    """Return one line: how many rows were taken, doubted, refused, left out, columns unknown."""
    told = _("{a} dòng nhận, {w} dòng cần xem, {r} dòng không nhận, {i} dòng bỏ qua.").format(
        a=vi_number(len(reading.of("accepted"))), w=vi_number(len(reading.of("warned"))),
        r=vi_number(len(reading.of("refused"))), i=vi_number(len(reading.ignored_rows)),
    )  # fmt: skip
    if theirs := sum(one.theirs for one in reading.ignored_rows):
        told += " " + _("Trong các dòng bỏ qua, {n} dòng là của xã, phường khác.").format(n=theirs)
    if reading.unread:
        told += " " + _("Trang không đọc: {sheets}.").format(
            sheets="; ".join(f"“{one.name}” ({one.why})" for one in reading.unread))  # fmt: skip
    if landed := reading.told_landings():
        told += f" {landed[:1].upper()}{landed[1:]}."
    return " ".join(filter(None, (told, reading.not_understood())))


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person changed in the preview.

    `columns`: letter → code, "unit", "note" or None; `units`: source row → unit id;
    `values`: (source row, code) → the number meant (None: leave the cell out); `skip`: source
    rows to leave out; `names`: a name as read → unit id, remembered from earlier files.
    `own`: whether the chosen form alone takes its figures, None where nobody said.
    """

    sheet: str = ""
    columns: Mapping[str, str | None] = field(default_factory=dict)
    units: Mapping[RowKey, str] = field(default_factory=dict)
    values: Mapping[tuple[RowKey, str], int | None] = field(default_factory=dict)
    skip: frozenset[RowKey] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    own: bool | None = None

    def applied_to(self, row: ReadRow) -> ReadRow:
        """Return a row with the numbers that were said to be what its cells mean."""
        meant = {cell.code for cell in row.cells if (row.source_row, cell.code) in self.values}
        if not meant:
            return row
        cells = tuple(
            cell if cell.code not in meant else
            replace(cell, value=self.values[row.source_row, cell.code], note="", taken=True)
            for cell in row.cells
        )  # fmt: skip
        places = tuple(f"{cell.place}: " for cell in row.cells if cell.code in meant)
        reasons = tuple(one for one in row.reasons if not one.startswith(places))
        status: Status = "accepted" if row.status == "warned" and not reasons else row.status
        return replace(row, cells=cells, reasons=reasons, status=status)
