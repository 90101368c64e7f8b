"""From a file to figures: the right sheet, its columns, every row with its status and reasons."""

import hashlib
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.figures.at_home import AtHome
from desktop.intake.figures.form_codes import form_codes, told_beside
from desktop.intake.figures.heads.columns import read_header
from desktop.intake.figures.heads.dated_tables import of_period
from desktop.intake.figures.heads.header import Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_columns import IndicatorColumns
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.long_tables import long_tables
from desktop.intake.figures.heads.pairs import told_with_women
from desktop.intake.figures.heads.sheet_choice import Choice, choose, rivals
from desktop.intake.figures.heads.stacked_slips import in_parts
from desktop.intake.figures.heads.sums_in_words import sums_beside_lists
from desktop.intake.figures.heads.told_times import of_other_time, tells_other_time
from desktop.intake.figures.heads.unit_column import naming_units, unit_column, without_words
from desktop.intake.figures.heads.written_out import written_out
from desktop.intake.figures.indicators.indicator_rows import IndicatorRows
from desktop.intake.figures.indicators.judged_rows import beside_each_other
from desktop.intake.figures.indicators.times_across import without_times_across
from desktop.intake.figures.many_sheets import alike, chosen, read_together, told_rivals
from desktop.intake.figures.names.letterheads import other_office
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.other_forms import of_which_form
from desktop.intake.figures.result import (
    TOGETHER,
    Corrections,
    FiguresReading,
    ReadRow,
)
from desktop.intake.figures.rows.admissions import admitted, ask_for_new_unions
from desktop.intake.figures.rows.checks import Judge
from desktop.intake.figures.rows.control_totals import beside_totals, controls
from desktop.intake.figures.rows.group_differences import (
    beside_groups,
    group_differences,
    tells_all,
    with_groups,
)
from desktop.intake.figures.rows.group_names import GroupedNames, match_again
from desktop.intake.figures.rows.kind_of_sheet import settle_by_kind
from desktop.intake.figures.rows.left_rows import LEFT_OUT, left_rows, multiplied
from desktop.intake.figures.rows.lines import Line, Told, untold
from desktop.intake.figures.rows.marked_types import marked_types
from desktop.intake.figures.rows.numbers_outside import numbers_left
from desktop.intake.figures.rows.office_rows import is_above
from desktop.intake.figures.rows.other_offices import leave_other_offices, names_own
from desktop.intake.figures.rows.read_columns import corrected, read_columns, read_tables, singled
from desktop.intake.figures.rows.read_rows import RowReader, warned
from desktop.intake.figures.rows.row_times import leave_other_months
from desktop.intake.figures.rows.same_sheet import settle_names
from desktop.intake.figures.rows.sex_rows import SexRows, only_total
from desktop.intake.figures.rows.table import TableReader
from desktop.intake.figures.rows.ticks import take_ticks
from desktop.intake.figures.rows.told_against import told_below, words_below
from desktop.intake.figures.rows.told_long import told_as_long
from desktop.intake.figures.rows.told_ways import with_ways_told
from desktop.intake.figures.rows.turned import told_as_turned, turned
from desktop.intake.figures.rows.unit_above import unit_above, whole_of_parts
from desktop.intake.figures.sheets import refusals
from desktop.intake.figures.sheets.books import read_grids
from desktop.intake.figures.sheets.grid import (
    Grid,
    Pasted,
    is_empty,
    with_short_texts,
)
from desktop.intake.figures.sheets.old_letters import in_unicode
from desktop.intake.figures.sheets.text_grids import grid_of
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.collector import without_collector
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.text import lowered, nfc
from desktop.models.units.former import Former
from desktop.models.units.units import Unit

_OWN_COLUMNS: Final = 2
_ADMITTED: Final = ("C11", "C12")
NO_CORRECTIONS: Final = Corrections()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is read for.

    `units` is the register to match against; `tree_units` and `held` (unit id → code →
    register value) let the rules see what the office knows already, empty without an office.
    `own` is the unit whose figures a sheet of one unit holds when it names none; `former` are
    names that stand no longer in the period, or not yet. `told(rows read, rows)` is asked as a
    table is read; it may raise to stop. `homes` are the other forms that take the figures the
    form shows of them, each with its period.
    """

    form: str
    period: Period
    packs: Packs
    units: tuple[Known, ...]
    tree_units: Mapping[str, Unit]
    held: Mapping[str, Mapping[str, Any]]
    own: str = ""
    former: tuple[Former, ...] = ()
    told: Told = untold
    homes: Mapping[str, Period] = field(default_factory=dict)


@without_collector()
def read_figures(
    source: Path | Pasted, asked: Asked, corrections: Corrections = NO_CORRECTIONS
) -> FiguresReading:
    """Read a file of figures, or a table that was copied.

    Raises Refusal when it cannot be read or no table of the form is in it.
    """
    if isinstance(source, Pasted):
        found, data = [grid_of(source.text, source.name, source.first)], source.text.encode()
    else:
        found, data = read_grids(source), source.read_bytes()
    grids, name = [in_unicode(with_short_texts(grid)) for grid in found], nfc(source.name)
    sha = hashlib.sha256(data).hexdigest()
    try:
        return _read(grids, name, sha, asked, corrections)
    except Refusal as refusal:
        if corrections != NO_CORRECTIONS:
            raise
        raise of_which_form(
            refusal, asked.packs, asked.form, grids,
            lambda form: _read(grids, name, sha, replace(asked, form=form), corrections),
        ) from None  # fmt: skip


def _read(
    grids: Sequence[Grid], name: str, sha: str, asked: Asked, corrections: Corrections
) -> FiguresReading:
    first = _Reading(asked, corrections)
    names = [grid.name for grid in grids]
    grids, beside = first.apart(grids)
    if corrections.sheet not in ("", TOGETHER):
        grids, corrections = chosen(corrections, names, grids)
    return read_together(
        lambda told: first.told(told).read(grids, name, sha),
        corrections, grids, beside, first.find_unit, first.is_upper,
    )  # fmt: skip


class _Reading:
    def __init__(self, asked: Asked, corrections: Corrections) -> None:
        self._asked = asked
        self._corrections = corrections
        self._words = vocabulary(asked.packs)
        self._codes = form_codes(asked.packs, asked.form)
        self._names = IndicatorNames(self._words, asked.packs)
        columns = IndicatorColumns(self._names, self._words, asked.packs)
        self._headings = HeadingReader(
            self._words, asked.period, columns.column, self._names.alike)  # fmt: skip
        self._book = NameBook(asked.units, self._words, asked.former)
        self._counts = CountReader(self._words)
        self._by_id = {unit.id: unit for unit in asked.units}

    def told(self, corrections: Corrections) -> "_Reading":
        """Return the same with what a person changed."""
        other = copy(self)
        other._corrections = corrections
        return other

    def find_unit(self, name: str) -> Match:
        """Return what a name of a unit stands for."""
        return self._book.find(name)

    def is_upper(self, unit_id: str) -> bool:
        """Whether a unit stands above base unions."""
        return is_above(self._asked.packs, self._by_id.get(unit_id))

    def apart(self, grids: Sequence[Grid]) -> tuple[list[Grid], Mapping[str, tuple[str, ...]]]:
        """Return the sheets with tables that stand side by side told apart, legends read."""
        told = written_out(grids, self._headings, self._names, self._book, self._codes,
                           self._asked.packs, self._asked.period,
                           self._by_id.get(self._asked.own))  # fmt: skip
        return in_parts(told, self._headings, self._names, self._book)

    def read(self, grids: Sequence[Grid], source: str, sha: str) -> FiguresReading:
        """Read the sheet that fits best; where none does, one with the units side by side."""
        if self._corrections.sheet:
            grids = [grid for grid in grids if grid.name == self._corrections.sheet]
        if (listed := self._only_lists(grids, source, sha)) is not None:
            return listed
        try:
            found = self._upright(grids, source, sha)
            if not found.rows:
                if listed := self._below_a_list(grids, found):
                    return listed
                if found.outside:
                    raise refusals.outside(self._asked.form, found.outside, grids)
                return found
            if self._names_indicators(found.rows):
                return self._indicator_rows(grids, source, sha) or found
            if any(row.unit_id for row in found.rows):
                return found
            if slip := self._slip_beside(grids, found):
                return slip
            if found.layout == "rows":
                sideways = self._turned(grids, source, sha)
                if sideways is not None and any(
                    row.unit_id and any(map(str.isalpha, row.unit)) for row in sideways.rows
                ):  # fmt: skip
                    return sideways
            return found
        except Refusal as refusal:
            if refusal.code != refusals.COLUMNS:
                raise
            other = self._long(grids, source, sha) or self._turned(grids, source, sha)
            other = other or self._indicator_rows(grids, source, sha, guess=True)
            if other is None:
                raise
            return other

    def _slip_beside(self, grids: Sequence[Grid], table: FiguresReading) -> FiguresReading | None:
        """Return the slip of the period on another sheet than a table that names no unit (but, say,
        departments); None without one."""
        others = [grid for grid in grids if grid.name != table.sheet]
        told = self._indicator_rows(others, table.source, table.sha256)
        of_base = told and (one.unit_id and not self.is_upper(one.unit_id) for one in told.rows)
        return told if told and told.time == "this" and any(of_base or ()) else None

    def _below_a_list(self, grids: Sequence[Grid], empty: FiguresReading) -> FiguresReading | None:
        """Return what words beside a list of persons tell of their union, None where none do."""
        told = sums_beside_lists(grids, self._headings, self._names)
        found = told and self._indicator_rows(told, empty.source, empty.sha256, guess=True)
        if not found:
            return None
        taken = {row.source_row for row in found.rows}
        said = _("Số lấy từ lời ghi bên danh sách người, không phải từ bảng; xem lại từng dòng.")
        left = [row for row in empty.ignored_rows if row.source_row not in taken]
        return replace(found, rows=tuple(warned(row, [said]) for row in found.rows),
                       ignored_rows=tuple(left))  # fmt: skip

    def _turned(self, grids: Sequence[Grid], source: str, sha: str) -> FiguresReading | None:
        """Return what sheets with the units side by side hold, None where they are none."""
        kept = without_times_across(grids, self._names, self._headings)
        kept, others = of_period(kept, self._headings)
        sideways = turned(kept)
        if not sideways:
            return None
        try:
            found = told_as_turned(self._upright(sideways, source, sha), sideways, others)
        except Refusal:
            return None
        return None if found is not None and self._names_times(found.rows) else found

    def _only_lists(self, grids: Sequence[Grid], source: str, sha: str) -> FiguresReading | None:
        """Return what a file holds that is surely a list with a row for each thing counted, None
        for another: one that tells nothing of the form is refused, whatever its columns say."""
        if self._asked.packs.forms[self._asked.form].scope == "indicator_rows":
            return None
        filled = [grid for grid in grids if any(map(any, grid.rows))]
        tables = long_tables(filled, self._headings)
        if not filled or len(tables) < len(filled) or not all(one.certain for one in tables):
            return None
        found = self._long(grids, source, sha)
        if found is None:
            raise refusals.no_header(self._asked.form, grids)
        return found

    def _long(self, grids: Sequence[Grid], source: str, sha: str) -> FiguresReading | None:
        """Return what lists with a row for each thing counted hold, None where they are none."""
        tables = long_tables(grids, self._headings)
        if not tables:
            return None
        dated = any(table.other for table in tables)
        by_rows = None if dated else self._indicator_rows(grids, source, sha)
        if by_rows is not None and any(row.unit_id for row in by_rows.rows):
            return by_rows
        try:
            found = self._upright([table.grid for table in tables], source, sha)
        except Refusal:
            return None
        table = next(one for one in tables if one.grid.name == found.sheet)
        return told_as_long(found, table) if any(row.unit_id for row in found.rows) else None

    def _names_indicators(self, rows: Sequence[ReadRow]) -> bool:
        """Whether most of what was taken for names of units, none of them known, are indicators."""
        named = [row.unit for row in rows if row.unit]
        known = sum(self._headings.role((name,))[0].startswith("code:") for name in named)
        return known * 2 > len(named) and not any(row.unit_id for row in rows)

    def _names_times(self, rows: Sequence[ReadRow]) -> bool:
        """Whether what was taken for units side by side are months: “T1”, “T2”, “Tháng 10”."""
        said = [self._headings.sense(row.unit) for row in rows if row.unit]
        times = sum(one.span is not None and not one.left for one in said)
        return times * 2 > len(said)

    def _upright(self, grids: Sequence[Grid], source: str, sha: str) -> FiguresReading:
        if not any(not is_empty(cell) for grid in grids for row in grid.rows for cell in row):
            raise refusals.empty()
        choice, choices = choose(
            grids, self._headings, self._book, self._codes, self._corrections.sheet
        )
        of_rows = self._asked.packs.forms[self._asked.form].scope == "indicator_rows"
        if of_rows and not any(grid.turned for grid in grids):
            vertical = self._indicator_rows(grids, source, sha)
            if vertical is not None and (choice is None or len(choice.header.codes()) < 3):
                return vertical
        if choice is None:
            period = lowered(self._asked.period.title)
            other = tells_other_time(grids, self._headings, self._codes)
            raise (refusals.other_time(self._asked.form, period) if other
                   else refusals.no_header(self._asked.form, grids))  # fmt: skip
        header, codes = self._with_beside(choice)
        header = corrected(header, self._corrections.columns, codes)
        header = naming_units(header, unit_column(choice.grid, header, self._book))
        header = told_with_women(choice.grid, without_words(choice.grid, header, self._words))
        if not header.asks():
            raise refusals.no_header(self._asked.form, grids)
        table = TableReader(
            choice.grid,
            self._book,
            self._words,
            self._headings,
            codes,
            self._asked.packs,
            self._asked.own,
            self._asked.told,
        )
        told = (table.read, header, choice.grid, self._headings, self._asked.packs)
        header, lines = with_ways_told(*told)
        own = self._by_id.get(self._asked.own)
        of_groups = names_own(choice.grid, lines, own)
        below_others = leave_other_offices(choice.grid, lines, own, self._asked.units)
        header = singled(self._counts, choice.grid, header, lines)
        take_ticks(choice.grid, lines, self._asked.packs)
        match_again(lines, self._book, self._remembered())
        settle_by_kind(lines, choice.grid, choice.grid.rows[: choice.header.first],
                       GroupedNames(self._book))  # fmt: skip
        settle_names(lines, choice.grid, self._book)
        self._name_only_row(choice, lines)
        elsewhen = self._elsewhen(choice)
        remarks = [*filter(None, (elsewhen, choice.grid.told)),
                   *self._remarks(choice, choices, of_groups),
                   *map(multiplied, table.scales)]  # fmt: skip
        rows = self._reader().read(choice.grid, header, lines, remarks)
        marked, types = marked_types(choice.grid, header, lines, self._asked.packs,
                                     self._asked.tree_units)  # fmt: skip
        said = [(below_others.get(row.source_row), marked.get(row.source_row)) for row in rows]
        rows = [warned(row, [*filter(None, told)]) for row, told in zip(rows, said, strict=True)]
        rows = list(ask_for_new_unions(rows, admitted(choice.grid, lines), self.is_upper))
        totals = tuple(controls(choice.grid, lines, self._corrections.values))
        groups = group_differences(lines)
        others = [one for one in totals if not tells_all(groups, one)]
        told_rows = beside_totals(rows, others, choice.grid)
        rows = list(beside_groups(told_rows, groups, totals, choice.grid))
        totals = with_groups(totals, groups, choice.grid)
        homes = self._homes(elsewhen)
        columns = tuple(map(homes.column, read_columns(self._counts, choice.grid, header, lines)))
        tables = read_tables(self._counts, choice.grid, header, lines)
        below = told_below(words_below(choice.grid, lines), self._headings)
        outside = numbers_left(choice.grid, lines, self._headings)
        rows = [warned(row, below) for row in rows] if len(rows) == 1 else rows
        elsewhere = homes.told_elsewhere(choice.grid, lines)
        return FiguresReading(
            self._asked.form, self._asked.period.id, source, sha, choice.grid.name,
            tuple(one.grid.name for one in choices), columns,
            tuple(homes.rows(rows, self._asked.held)),
            tuple(left_rows(choice.grid, lines, self._corrections.skip)), totals,
            choice.header.signature, tuple(remarks), alike(choice, choices), tables,
            time=choice.time, elsewhen=elsewhen, outside=outside,
            notes=(*filter(None, (elsewhere, types, outside)), *below),
        )  # fmt: skip

    def _with_beside(self, choice: Choice) -> tuple[Header, frozenset[str]]:
        """Return the head of the sheet and the indicators asked for, with those told beside.

        Admissions are taken only where those at new unions have a column of their own: one column
        of all is no count of either.
        """
        own, codes = choice.header, self._codes
        beside = told_beside(self._asked.packs, self._asked.form)
        if not beside > codes or len(own.codes()) < _OWN_COLUMNS:
            return own, codes
        found = read_header(choice.grid, own.first, own.last, self._headings, beside)
        if len({*_ADMITTED} & set(found.codes())) == 1:
            beside -= {*_ADMITTED}
            found = read_header(choice.grid, own.first, own.last, self._headings, beside)
        return found, beside

    def _homes(self, elsewhen: str) -> AtHome:
        asked = self._asked
        homes = {} if self._corrections.own else asked.homes
        return AtHome.of(asked.packs, asked.form, asked.period, homes, elsewhen)

    def _indicator_rows(
        self, grids: Sequence[Grid], source: str, sha: str, *, guess: bool = False
    ) -> FiguresReading | None:
        asked = self._asked
        reader = IndicatorRows(
            self._words, self._headings, self._book, self._names, asked.packs, self._codes,
            told_beside(asked.packs, asked.form), asked.own, self._corrections,
            of_offices=asked.packs.forms[asked.form].scope == "indicator_rows",
        )  # fmt: skip
        found = reader.read(grids, guess=guess)
        if found is None or not found.rows:
            return None
        codes = [cell.code for row in found.rows for cell in row.cells] if found.untimed else []
        first = found.rows[0].source_row
        titles = [row for line, row in zip(found.grid.lines, found.grid.rows, strict=True)
                  if line < first]  # fmt: skip
        above = [row for row in titles if sum(not is_empty(cell) for cell in row) == 1]
        told = of_other_time(self._headings, asked.period, found.time, found.said, codes, above)
        named = other_office(titles, self._by_id.get(asked.own))
        taken = {row.source_row for row in found.rows}
        beside = [
            cell
            for line, row in zip(found.grid.lines, found.grid.rows, strict=True)
            if line > first and line not in taken
            for cell in row
            if isinstance(cell, str)
        ]
        below = told_below(beside, self._headings)
        remarks = (*filter(None, (told, named)), *below)
        rows = tuple(
            replace(row, status="refused", reasons=(LEFT_OUT,))
            if row.source_row in self._corrections.skip else warned(row, remarks)
            for row in ask_for_new_unions(
                [*beside_each_other(found.rows, self._judge(), self._by_id)],
                found.admitted, self.is_upper,
            )
        )  # fmt: skip
        return FiguresReading(
            asked.form, asked.period.id, source, sha, found.grid.name, (found.grid.name,),
            found.columns, tuple(self._homes(told).rows(rows, asked.held)), found.ignored_rows,
            (), "", remarks,
            layout="guess" if guess else "rows", time=found.time, elsewhen=told,
            outside=found.outside, notes=tuple(filter(None, (found.outside,))),
        )  # fmt: skip

    def _judge(self) -> Judge:
        asked = self._asked
        return Judge(asked.packs, asked.form, asked.period, asked.tree_units, asked.held)

    def _reader(self) -> RowReader:
        asked, judge = self._asked, self._judge()
        return RowReader(
            asked.packs, judge, self._book, self._by_id, self._corrections, self._headings,
            asked.own, asked.told,
        )  # fmt: skip

    def _remembered(self) -> Mapping[str, Known]:
        """Return the units a person chose for names, now or before."""
        names = self._corrections.names
        return {name: self._by_id[one] for name, one in names.items() if one in self._by_id}

    def _name_only_row(self, choice: Choice, lines: Sequence[Line]) -> None:
        """Give the one row of a sheet that names no unit the one named above the table, and so
        the sum of its parts."""
        data = [line for line in lines if line.kind == "data"]
        if any(line.match.unit is not None for line in data):
            return
        found = unit_above(choice.grid, choice.grid.rows[: choice.header.last], self._book)
        if len(data) == 1 and not data[0].name and found is not None:
            data[0].match, data[0].name = found
            return
        if found is None or leave_other_months(choice.grid, lines, found[0], self._headings):
            return
        if is_above(self._asked.packs, found[0].unit):
            return
        sexes = SexRows(choice.grid, self._headings, self._asked.packs)
        upright = not choice.grid.turned
        if not (sexes.of_one_union(lines, found) or (upright and only_total(lines, found))):
            whole_of_parts(lines, found)

    def _elsewhen(self, choice: Choice) -> str:
        """Say that the table names another time than the period asked for, "" where it does not."""
        untimed = [column.code for column in choice.header.columns
                   if column.code and column.span is None]  # fmt: skip
        titles = choice.grid.rows[: choice.header.first]
        return of_other_time(
            self._headings, self._asked.period, choice.time, choice.said, untimed, titles
        )

    def _remarks(self, choice: Choice, choices: Sequence[Choice], of_groups: bool) -> list[str]:
        found = []
        titles = choice.grid.rows[: choice.header.last + 1]
        named = other_office(titles, self._by_id.get(self._asked.own))
        if named and not of_groups:  # else it heads the first group alone
            found.append(named)
        others = [] if self._corrections.sheet else rivals(choice, choices)
        if others:
            found.append(told_rivals(choice.grid.name, [one.grid.name for one in others]))
        return found
