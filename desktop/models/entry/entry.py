"""The entry sheet: the units that owe a form, its columns, and every cell's text and state.

A plain object: it reads an office, takes what is typed, says which cells to store, and keeps
itself up to date from the changes that were stored. Typing is answered from memory.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import Any

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.entry.cell_marks import CellMark
from desktop.models.entry.entry_activities import Told
from desktop.models.entry.entry_activities import told as activities_told
from desktop.models.entry.entry_aims import own_columns
from desktop.models.entry.entry_closed import ELSEWHERE, SEND_BACK, why_closed
from desktop.models.entry.entry_columns import (
    EntryColumn,
    SheetFacts,
    carried_codes,
)
from desktop.models.entry.entry_elsewhere import (
    STOCKS,
    self_entering,
    their_figures,
    totals_name,
    totals_note,
    typed_units,
    unions_beyond,
)
from desktop.models.entry.entry_events import opened_anew
from desktop.models.entry.entry_flags import FLAG
from desktop.models.entry.entry_money import money_edit, parse_money
from desktop.models.entry.entry_months import figures_within
from desktop.models.entry.entry_own import moves_rows, row_note
from desktop.models.entry.entry_problems import (
    Compared,
    Comparing,
    Problem,
    judge_rows,
    told,
)
from desktop.models.entry.entry_reading import read_states, read_words
from desktop.models.entry.entry_row import EntryRow
from desktop.models.entry.entry_totals import SheetTotals, read_counted
from desktop.models.entry.entry_waiting import any_waits, read_waiting, total_waits
from desktop.models.errors import Refusal
from desktop.models.figures.begun import stands
from desktop.models.figures.cells import CLEARED, Entry, parse_entry, period_cells
from desktop.models.figures.checks.estimates import stocks_before
from desktop.models.figures.checks.surroundings import Surroundings, activities_of, surroundings
from desktop.models.figures.opening import openings
from desktop.models.figures.revisions import entry_form, form_codes
from desktop.models.figures.sums.waiting import Waiting
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import split_cell_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet
from desktop.models.text import for_spreadsheet
from desktop.models.units.units import tree_on

Place = tuple[int, int]
"""(row, column) of a cell, counted from 0."""
Assignments = dict[tuple[str, str], Entry]
"""(unit id, code) → entry: what `figures.set_cells` takes."""

_RELOADING = frozenset({"unit", "assign", "alias", "event", "enrol"})
_STATES = frozenset({"submit", "review", "closing", "bundle"})
_WORDS = frozenset({"reason", "note", FLAG})
_EDITIONS = count(1)
FEW = 2
"""So many rows may wait to be worked out: those of a block are worked out as they come."""


@dataclass
class EntrySheet:
    """One form and period of an office, for typing.

    Below the rows typed here stand those of unions that type for themselves (`elsewhere`);
    `beyond` counts the unions that report through an office below and have no row; `gone` says
    what became of a unit of a name that has no row, "" when unknown; `guests` are units whose own
    figures are about to be typed here; `waiting` what no report counts yet of the rows' units.
    `edition` is another one, of all sheets', whenever something was typed, taken over or read.

    What the rules say, texts and marks are worked out of a row when they are first asked for;
    the months before are read then too, so that the reader has to stay open.
    """

    form: Form
    period: Period
    columns: tuple[EntryColumn, ...]
    facts: SheetFacts
    codes: frozenset[str]
    beyond: int = 0
    gone: Callable[[str], str] = lambda _name: ""
    around: Surroundings = field(default_factory=lambda: Surroundings({}, True, ""))
    told: Told = field(default_factory=Told)
    guests: set[str] = field(default_factory=set)
    waiting: tuple[Waiting, ...] = ()
    edition: int = 0
    compared: Compared = field(default_factory=dict)
    comparing: Comparing = field(init=False)
    _rows: list[EntryRow] = field(default_factory=list)
    _totals: SheetTotals = field(init=False)
    _places: dict[str, int] = field(default_factory=dict)
    _behind: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with nothing to compare and nothing added up."""
        self.comparing, self._totals = Comparing(self), SheetTotals(self)

    @property
    def rows(self) -> list[EntryRow]:
        """One line of figures each, those typed in worked out by now."""
        if self._behind:
            self._catch_up()
        return self._rows

    @property
    def totals(self) -> SheetTotals:
        """The sums below the rows, what was typed among them."""
        if self._behind:
            self._catch_up()
        return self._totals

    @classmethod
    def load(cls, reader: Reader, form_id: str, period_id: str, *, scale: int = 1) -> "EntrySheet":
        """Read a form of a period, money in units of `scale` đồng; Refusal for unknown ones."""
        form = entry_form(reader, form_id)
        period = parse_period(period_id, reader.packs.schemes)
        columns = own_columns(reader, form, period)
        carried = carried_codes(reader.packs, form, columns)
        facts = SheetFacts(reader.packs, form.id, period, columns, carried, scale)
        sheet = cls(form, period, columns, facts, form_codes(reader, form.id))
        sheet.reload(reader)
        return sheet

    # reading

    def reload(self, reader: Reader) -> None:
        """Read everything again; what is still on its way to the store stays as typed."""
        on_way = {row.unit.id: row for row in self.rows if row.pending}
        tree = tree_on(reader, self.period.data_to)
        units = typed_units(reader, tree, self.form, self.period, self.guests)
        others = self_entering(reader, tree, self.form) if units else []
        self.beyond = unions_beyond(reader, tree, self.form) if units else 0
        values = period_cells(reader, self.period.id)
        theirs = their_figures(reader, self.period, others, carry=self.form.id == STOCKS)
        opened = openings(reader, self.period, [unit.id for unit in (*units, *others)], {})
        before = stocks_before(reader, self.period, units=[unit.id for unit in units])
        self.around = surroundings(reader, tree, self.form, self.period, units)
        self.told = activities_told(reader, self.period, units, self._codes("typed"))
        months = figures_within(reader, self.period, self._codes("shown"), self._codes("typed"))
        self._behind.clear()
        self._rows = [
            EntryRow(
                self.facts, unit, values.get(unit.id, {}), opened.get(unit.id, {}),
                before.get(unit.id, {}), around=self.around.of(unit.id), told=self.told,
                months=months.get(unit.id, {}), comparing=self.comparing,
            )
            for unit in units
        ] + [
            EntryRow(
                self.facts, unit, dict(theirs[unit.id].values), opened.get(unit.id, {}),
                elsewhere=True, carried=theirs[unit.id].carried, months=months.get(unit.id, {}),
            )
            for unit in others
        ]  # fmt: skip
        self._places = {unit.id: place for place, unit in enumerate((*units, *others))}
        read_states(self, reader, values)
        self.waiting = read_waiting(self, reader)
        for unit, old in on_way.items():
            self._keep_typed(unit, old)
        read_words(self, reader)
        read_counted(reader, self, tree)
        for row in self.rows:
            row.work_out()
        judge_rows(self)
        self.totals.add_up()
        self.edition = next(_EDITIONS)

    def _keep_typed(self, unit: str, old: EntryRow) -> None:
        if (place := self._places.get(unit)) is None:
            return
        self.rows[place].pending = old.pending
        typed = {code: old.values[code] for code in old.pending if code in old.values}
        self.rows[place].values.update(typed)

    def apply(self, reader: Reader, change: ChangeSet) -> bool:
        """Take over what a step changed; returns whether it concerned this sheet."""
        kinds = {one.kind for one in change.changes}
        cells = [one for one in change.changes if one.kind == "cell"]
        if "activity" in kinds:
            self._hear(reader)
        earlier = moves_rows(reader, self, cells, self._places)
        locked = any(
            one.kind in _STATES and one.key[: len(self.period.id)] < self.period.id
            for one in change.changes
        )
        if kinds & _RELOADING or earlier or locked or self._concerns_others(change):
            self.reload(reader)
            return True
        touched = self._take_cells(reader, cells)
        touched |= opened_anew(reader, self, cells)
        if kinds & _STATES:
            touched |= read_states(self, reader)
            self.waiting = read_waiting(self, reader)
        if kinds & (_STATES | _WORDS):
            touched |= read_words(self, reader)
        for place in touched:
            self._refresh(place)
        if touched:
            self.comparing.again({one.field for one in cells})
        if news := bool(touched) or "activity" in kinds:
            self.edition = next(_EDITIONS)
        return news

    def _codes(self, kind: str) -> frozenset[str]:
        return frozenset(column.code for column in self.columns if column.kind == kind)

    def _hear(self, reader: Reader) -> None:
        """Activities changed: what they tell may have too."""
        units = [row.unit for row in self.typed_rows]
        self.told = activities_told(reader, self.period, units, self._codes("typed"))
        now = activities_of(reader)
        for row in self.typed_rows:
            row.told, row.around = self.told, replace(row.around, activities=now)
            if any(isinstance(one, dict) and "activities" in one for one in row.values.values()):
                row.work_out()  # what is said of such a cell may have changed too
            else:
                row.remark()

    def _concerns_others(self, change: ChangeSet) -> bool:
        """Say whether a unit that types for itself sent something, or its return was judged."""
        others = [row.unit.id for row in self.rows if row.elsewhere]
        return any(unit in one.key for unit in others for one in change.changes)

    def _take_cells(self, reader: Reader, cells: Iterable[Any]) -> set[int]:
        touched = set()
        rows: dict[str, int | None] = {}  # a block holds many cells of each unit
        for one in cells:
            if one.key not in rows:
                rows[one.key] = self._row_of(reader, one.key)
            place = rows[one.key]
            if place is not None and self.rows[place].take(one.field, one.after):
                touched.add(place)
        return touched

    def _row_of(self, reader: Reader, key: str) -> int | None:
        """Return which row the cells of a key stand in; None for another period or unit."""
        unit, period = split_cell_key(key)
        if period != self.period.id:
            return None
        place = self._places.get(unit)
        return self._places.get(reader.unit(unit)) if place is None else place

    def _refresh(self, place: int) -> None:
        """Work a row out again and keep the totals right without adding all rows up."""
        row = self._rows[place]
        before, estimates = row.numbers, len(row.estimates)
        row.work_out()
        self._totals.count(before, row.numbers, len(row.estimates) - estimates)

    def _catch_up(self) -> None:
        """Work the rows out that were typed in since: leaving a cell does not wait for it."""
        while self._behind:
            self._refresh(self._behind.pop())

    # what a grid asks

    @property
    def typed_rows(self) -> list[EntryRow]:
        """The rows whose figures are entered here."""
        return [row for row in self.rows if not row.elsewhere]

    @property
    def total_name(self) -> str:
        """What stands before the totals: whom they are of."""
        if any_waits(self):  # what the totals leave out is told in the note, there is no more room
            return _("{name} (có số chờ duyệt)").format(name=totals_name(0, self.beyond))
        if self.totals.cancels:  # who types for itself is told in the note, there is no more room
            return _("{name}, trừ chuyển nội bộ").format(name=totals_name(0, self.beyond))
        return totals_name(len(self.rows) - len(self.typed_rows), self.beyond)

    @property
    def total_note(self) -> str:
        """What there is to say of the totals, "" for nothing."""
        others = len(self.rows) - len(self.typed_rows)
        told = totals_note(others, self.beyond)
        said = told if self.beyond else self.totals.note or told
        return " ".join(filter(None, (said, self.totals.without_women)))

    def total_waits(self, column: int) -> str:
        """Return what a column's total holds that no report counts yet, "" for nothing."""
        return total_waits(self, column)

    def row_note(self, row: int) -> str:
        """Return what there is to say of a row, "" for nothing."""
        return row_note(self.rows[row], self.period)

    def text(self, row: int, column: int) -> str:
        """Return what is shown in a cell: "1.234", "–" for not applicable, ""."""
        return self.rows[row].texts[column]

    def edit_text(self, row: int, column: int) -> str:
        """Return what an editor starts with and what is copied: "1234"."""
        line, text = self.rows[row], self.rows[row].texts[column]
        number = line.numbers[column]
        if number is None or self.columns[column].formula == "growth":
            return for_spreadsheet(text)
        if self.columns[column].money:
            return money_edit(number, self.facts.scale)
        return str(number)

    def mark(self, row: int, column: int) -> CellMark:
        """Return what is special about a cell."""
        return self.rows[row].marks[column]

    def may_type(self, row: int, column: int) -> bool:
        """Say whether a cell may be typed in."""
        one = self.columns[column]
        rows = self.rows if one.kind == "opening" else self._rows  # it may be known by now
        return rows[row].may_type(one)

    def row_mark(self, row: int) -> CellMark:
        """Return the worst mark of a row's findings."""
        return self.rows[row].worst

    def total(self, column: int) -> str:
        """Return a column's total as shown: that of the printed form."""
        return self.totals.text(column)

    def place_of(self, unit: str, code: str = "") -> Place | None:
        """Return the cell of a unit and code (the unit's first cell without one)."""
        row = self._places.get(unit)
        if row is None:
            return None
        return row, self.places.get(code, 0)

    @cached_property
    def places(self) -> dict[str, int]:
        """Code → its first column."""
        return {one.code: n for n, one in reversed(list(enumerate(self.columns))) if one.code}

    # typing

    def read(self, row: int, column: int, text: str) -> Assignments:
        """Return what a typed text means for a cell; nothing when it changes nothing.

        An emptied cell is cleared only when something was entered in it. Raises Refusal for
        a cell that may not be typed in and for a text that is no whole number.
        """
        self._check_open(row, column)
        line, code = self._rows[row], self.columns[column].code
        entry = self.parse(column, text)
        if entry is None:
            return {(line.unit.id, code): CLEARED} if stands(line.values.get(code)) else {}
        if line.values.get(code) == entry.register():
            return {}
        if (
            code in line.events
            and code not in line.values
            and entry == Entry(self.rows[row].number(code))
        ):
            return {}  # left as it was shown: the event's, not typed
        return {(line.unit.id, code): entry}

    def parse(self, column: int, text: str) -> Entry | None:
        """Return what a text means in a column, money in the unit shown; None when empty."""
        if self.columns[column].money:
            return parse_money(text, self.facts.scale)
        return parse_entry(text, money=False)

    def edit(self, row: int, column: int, text: str) -> Assignments:
        """Take a typed text: show it at once and return the cells to store."""
        return self.take(self.read(row, column, text))

    def take(self, assignments: Mapping[tuple[str, str], Entry]) -> Assignments:
        """Show entries at once, as still being saved; returns them for the store.

        What follows from those of one unit is worked out when anything of the sheet is asked for.
        """
        for (unit, code), entry in assignments.items():
            place = self._places[unit]
            self._rows[place].put(code, entry)
            self._behind.add(place)
        if len(self._behind) > FEW:
            self._catch_up()
        self.comparing.again({code for _unit, code in assignments})
        self.edition = next(_EDITIONS)
        return dict(assignments)

    def of_its_units(self, assignments: Assignments) -> Assignments:
        """Return the entries of units that have a row here."""
        return {at: entry for at, entry in assignments.items() if at[0] in self._places}

    def stored(self, assignments: Mapping[tuple[str, str], Entry]) -> None:
        """The store confirmed these entries."""
        self._settle(assignments)

    def refused(self, reader: Reader, assignments: Mapping[tuple[str, str], Entry]) -> None:
        """The store refused these entries: show again what is stored."""
        self._settle(assignments)
        self.reload(reader)

    def _settle(self, assignments: Mapping[tuple[str, str], Entry]) -> None:
        touched: dict[int, set[str]] = {}
        for unit, code in assignments:
            place = self._places.get(unit)
            if place is not None:
                self._rows[place].stored(code)
                touched.setdefault(place, set()).add(code)
        for place, codes in touched.items():
            self.rows[place].settled(codes)

    def clear(self, cells: Iterable[Place]) -> Assignments:
        """Return what clearing cells by an explicit act means; empty ones stay untouched."""
        found: Assignments = {}
        for row, column in cells:
            line, code = self.rows[row], self.columns[column].code
            if self.may_type(row, column) and stands(line.values.get(code)):
                found[line.unit.id, code] = CLEARED
        return found

    def not_applicable(self, cells: Iterable[Place]) -> Assignments:
        """Return what marking cells "không phát sinh" means."""
        return {
            (self.rows[row].unit.id, self.columns[column].code): Entry(None, "na")
            for row, column in cells
            if self.may_type(row, column)
        }

    def confirm_estimates(self, cells: Iterable[Place] | None = None) -> Assignments:
        """Return the entries that confirm the estimates of cells (default: of all)."""
        found: Assignments = {}
        if cells is None:
            for line in self.rows:
                found |= {(line.unit.id, c): Entry(n) for c, n in line.estimates.items()}
            return found
        for row, column in cells:
            line, code = self.rows[row], self.columns[column].code
            if code in line.estimates and self.columns[column].kind == "typed":
                found[line.unit.id, code] = Entry(line.estimates[code])
        return found

    def closed_rows(self, assignments: Iterable[tuple[str, str]]) -> list[EntryRow]:
        """Return the locked rows among those entered: they need a reason."""
        return [row for row in self.touched(assignments) if row.closed]

    def touched(self, assignments: Iterable[tuple[str, str]]) -> list[EntryRow]:
        """Return the rows among whose cells something is entered, from above: how they stand
        does not wait for their numbers."""
        places = {self._places[unit] for unit, _code in assignments if unit in self._places}
        return [self._rows[place] for place in sorted(places)]

    def _check_open(self, row: int, column: int) -> None:
        if self.may_type(row, column):
            return
        raise Refusal(
            _("Cột “{title}” không nhập ở đây.").format(title=self.columns[column].title),
            next_step=self.why_closed(row, column), code="E_COMPUTED",
        )  # fmt: skip

    def why_closed(self, row: int, column: int) -> str:
        """Return why a cell may not be typed in, "" when it may."""
        if self.may_type(row, column):
            return ""
        line = self.rows[row]
        if line.elsewhere:
            return f"{ELSEWHERE} {SEND_BACK}"
        return why_closed(self.facts, self.columns[column])

    # findings

    def problems(self) -> list[Problem]:
        """Return the findings at their cells, in the order of rows; information left out."""
        return list(chain.from_iterable([row.asking for row in told(self)]))

    def notices(self) -> list[Problem]:
        """Return what the rules only inform of, in the order of rows."""
        return list(chain.from_iterable([row.informing for row in told(self, hints=True)]))

    def estimates_left(self) -> int:
        """Return how many estimates nobody has confirmed."""
        return self.totals.estimates

    @property
    def any_estimates(self) -> bool:
        """Whether nobody confirmed some estimate."""
        return self.totals.estimates > 0

    @property
    def begun(self) -> bool:
        """Whether anything was entered for the period."""
        return any(row.begun for row in self.rows if not row.elsewhere)
