"""Every printed cell of F1–F6, one by one, against the independent calculation.

The quick run takes one history; `SCD_HISTORIES=200` takes as many as asked for.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.table import Column, Figure, Role, Row, Table
from desktop.models.activities.activities import Activity, add_activity
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from desktop.tasks.figures.reports import report_document
from tests.models.figures.sums.story import MONTHS, Story
from tests.models.figures.sums.test_independent_totals import story_of
from tests.models.independent import Totals, cumulated
from tests.models.raw_journal import CATALOGUE, MINUS, PLUS, Journal, span


def tables(
    store: Store, form: str, period: str, unit: str, known_on: date | None = None
) -> Iterator[Table]:
    """The tables of a report."""
    for block in report_document(store, form, period, unit, known_on=known_on).blocks:
        if isinstance(block, Table):
            yield block


def printed(cell: Any) -> Any:
    """What a cell says, a zero that stands for nothing as nothing."""
    value = cell.value if isinstance(cell, Figure) else cell
    return None if value == "" else value


class Plain:
    """What each cell should say, from the raw journal alone."""

    def __init__(self, journal: Journal, period: str, top: str) -> None:
        self.journal, self.period, self.top = journal, period, top
        self.ids = {journal.at(unit, "code", span(period)[1]): unit
                    for unit in journal.kinds["unit"]}  # fmt: skip
        self.whole = Totals(journal, period, top)

    def row(self, unit: str) -> dict[str, Any]:
        """What a unit itself adds to the whole: an upper unit its direct members alone."""
        return {code: held[unit] for code, held in self.whole.parts.items() if unit in held}

    def unions(self, code: str, unit: str) -> tuple[bool, Any]:
        """(known here, value) of a cell in the movement of base unions."""
        found = Totals(self.journal, self.period, unit).values
        return code[:1] in "ABo", found.get("B00" if code.startswith("opening_") else code)

    def cell(self, code: str, unit: str, role: Role) -> tuple[bool, Any]:
        """(known here, value) of a column's code in a unit's row or in the row of totals."""
        day = span(self.period)[1]
        base = role is Role.BODY and self.journal.is_base(unit, day)
        found = self.whole.values if role is Role.TOTAL else self.row(unit)
        if base:  # whom events brought or took stands in its row, though they cancel in the sum
            found = Totals(self.journal, self.period, unit).values
        if code.startswith("men_"):
            return True, self._men(code.removeprefix("men_"), unit, role)
        if code.startswith("opening_"):
            ending = "N" if code.endswith("N") else ""
            begun = any(key.endswith(f"|{unit}") for key in self.journal.kinds["cell"])
            first = span(self.period)[0]
            own = role is Role.BODY and not base and any(
                self.journal.tells(unit, key.split("|")[0], ("F1", "F2", "F3"))
                for key in self.journal.kinds["cell"] if key.endswith(f"|{unit}")
            )  # fmt: skip
            opened = self.journal.opening(unit, first, ending) if begun and (base or own) else None
            return base or bool(opened), opened  # of its own: 0 may be unknown as well
        if code[:3] in ("C10", "C20"):
            codes = [c + code[3:] for c in (PLUS if code.startswith("C10") else MINUS)]
            held = [found[c] for c in codes if c in found]
            return True, sum(held) if held else None
        return code[:1].isupper() and code[1:3].isdigit(), found.get(code)

    def _men(self, whole: str, unit: str, role: Role) -> int | None:
        """The men of one unit, or of all of whom both sums are known."""
        units = self.whole.parts[whole] if role is Role.TOTAL else [unit]
        rows = [row for row in map(self.row, units) if whole in row and whole + "N" in row]
        return sum(row[whole] - row[whole + "N"] for row in rows) if rows else None


def differing(plain: Plain, table: Table) -> list[str]:
    """The cells of rows of units, and of the totals, that say something else."""
    found = []
    unions = any(column.code == "B01" for column in table.columns)
    for row in table.rows:
        if len(row.cells) != len(table.columns):
            continue
        own = plain.ids.get(row.code) == plain.top and table.rows[-1].code != row.code
        if unions and own and row.role is Role.BODY and len(table.rows) > 2:
            continue  # those that stand under no other unit of the table
        unit = plain.top if row.role is Role.TOTAL else plain.ids.get(row.code)
        if unit is None:
            continue
        for column, cell in zip(table.columns, row.cells, strict=True):
            asked = (column.code, unit)
            known, value = plain.unions(*asked) if unions else plain.cell(*asked, row.role)
            if known and not same(printed(cell), value):
                found.append(f"{row.code or 'cộng'} {column.code}: {printed(cell)} ≠ {value}")
    return found


def same(shown: Any, value: Any, scale: int = 100) -> bool:
    """Tell whether a cell says a value: nothing is not 0, and a ratio of 1 is 100 percent.

    A ratio of nothing is a dash, which only a value that is None may be.
    """
    shown = None if shown == "–" else shown
    if isinstance(value, Fraction) and shown is not None:
        return abs(Fraction(shown) * scale - value) < Fraction(1, 100)
    return bool(shown == value)


PAPERS = (("F1", MONTHS[1:]), ("F2", ["2026-H1"]), ("F3", MONTHS[1:]))
SEEDS = range(4, 4 + int(os.environ.get("SCD_HISTORIES", "1")))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_units_is_what_the_journal_says(tmp_path: Path, seed: int) -> None:
    story = story_of(tmp_path, seed)
    with closing(story), story.store as store:
        story.tell()
        journal, wrong, cells = Journal(store.folder), [], 0
        for form, periods in PAPERS:
            for period in periods:
                for unit in (store.own_unit, story.communes[0]):
                    plain = Plain(journal, period, unit)
                    for table in tables(store, form, period, unit):
                        told = [*differing(plain, table), *_not_adding_up(table)]
                        wrong += [f"{form} {period} {one}" for one in told]
                        cells += _numbers(table)
        assert not wrong, "\n".join(wrong[:20])
        assert cells > 500


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_as_known_on_a_day_is_what_the_journal_said_then(
    tmp_path: Path, seed: int
) -> None:
    story = story_of(tmp_path, seed + 40)
    with closing(story), story.store as store:
        story.tell()
        day, wrong, cells = story.days[-2], [], 0
        journal = Journal(store.folder, day)
        for form, period in (("F1", MONTHS[-3]), ("F3", MONTHS[-3]), ("F2", "2026-H1")):
            plain = Plain(journal, period, store.own_unit)
            for table in tables(store, form, period, store.own_unit, day):
                wrong += [f"{form} {period} {one}" for one in differing(plain, table)]
                cells += _numbers(table)
        for period in (MONTHS[-3], MONTHS[-2], "2026-H1"):
            wrong += _states(store, journal, period, day)
        assert not wrong, "\n".join(wrong[:20])
        assert cells > 100


def _not_adding_up(table: Table) -> Iterator[str]:
    """The subtotals that are not the sum of the rows above them, nor the total that of all."""
    if not any(row.role is Role.SUBTOTAL for row in table.rows):
        return
    section: list[Row] = []
    for row in table.rows:
        if row.role is Role.GROUP:
            section = []
        elif row.role is Role.BODY:
            section.append(row)
        elif row.role is Role.SUBTOTAL:
            for n, column in enumerate(table.columns):
                if n < row.label_span or column.code.startswith(("growth_", "difference_")):
                    continue
                found = [printed(one.cells[n]) for one in section]
                added = sum(value for value in found if isinstance(value, int))
                if (printed(row.cells[n]) or 0) != added:
                    yield f"{row.cells[0]} {column.code}: {printed(row.cells[n])} ≠ {added}"


def _numbers(table: Table) -> int:
    return sum(isinstance(printed(cell), int) for row in table.rows for cell in row.cells)


STATES = {
    "none": "chưa nộp", "entering": "đang nhập", "locked": "đã chốt", "received": "đã nhận",
    "returned": "trả lại", "accepted": "đã duyệt",
}  # fmt: skip
OWED = {"6THANG": ("F2", "F4"), "QUY": ("F4",), "THANG": ("F1", "F3", "F4")}


def _due(period: str) -> date:
    """The day a period is due: the 5th after a month, the 10th after a quarter or half-year."""
    last = span(period)[1] + timedelta(1)
    return last.replace(day=10 if "Q" in period or "H" in period else 5)


def _written(day: str) -> str:
    """A day as papers write it: a zero before days below 10 and before January, February."""
    if not day:
        return ""
    year, month, number = day.split("-")
    return f"{number}/{month if int(month) < 3 else int(month)}/{year}"


def _owes_work(journal: Journal, unit: str, period: str, *, office: bool) -> bool:
    """Tell whether F4 is due: in months and quarters from offices that gave one, from half-years
    on from offices but the province; any unit owes what it gave, of a half what it began."""
    state, rev, _written_on = journal.state(unit, "F4", period)
    if rev:
        return True
    if "H" in period:
        begun = state != "none" and (office or journal.is_base(unit, span(period)[1]))
        return begun or (office and unit != journal.own)
    same = MONTHS if len(period) == len("2026-01") and "Q" not in period else ("2026-Q1",)
    return office and any(journal.state(unit, "F4", one)[1] for one in same if one < period)


def _called(rev: int) -> str:
    return "báo cáo lần đầu" if rev == 1 else f"báo cáo bổ sung lần {rev - 1}"


def _states(store: Store, journal: Journal, period: str, day: date | None = None) -> Iterator[str]:
    """The rows of F5 that say something else than the journal, or are not there."""
    last, today = span(period)[1], day or store.clock.now().date()
    kind = "6THANG" if "H" in period else "QUY" if "Q" in period else "THANG"
    wanted: dict[tuple[str, str], tuple[str, str, int | None]] = {}
    offices = {journal.own, *journal.offices(last)}
    for unit in journal.under(journal.own, last):
        for form in OWED[kind]:
            state, rev, written = journal.state(unit, form, period)
            known = journal.is_base(unit, last)
            if form == "F4":
                known = _owes_work(journal, unit, period, office=unit in offices)
            if form != "F4" and not journal.is_base(unit, last):  # with members of its own
                known = journal.tells(unit, period, (form,)) or journal.keeps(unit, period)
            if not known:
                continue
            waits = state in ("none", "entering", "returned")
            first = journal.first_written(unit, form, period)
            late = today > _due(period) if waits else first > _due(period).isoformat()
            said = [STATES[state], f"báo cáo bổ sung lần {rev - 1}" if rev > 1 else "",
                    ("quá hạn" if waits else "nộp muộn") if late else ""]  # fmt: skip
            if counts := journal.waits(unit, form, period):
                said.append(f"chờ duyệt; đang tính {_called(counts)}")
            left = (_due(period) - today).days if waits else None
            at = _written(written)
            wanted[journal.at(unit, "code", last), form] = (
                ", ".join(filter(None, said)), at, left
            )  # fmt: skip
    table = next(tables(store, "F5", period, journal.own, day))
    found = {}
    for row in table.rows:
        if row.role is Role.BODY:
            cells = _cells(table.columns, row)
            found[row.code, cells["form"]] = (
                cells["state"], cells["sent_on"] or "", cells["days_left"]
            )  # fmt: skip
    for key in found.keys() | wanted.keys():
        if found.get(key) != wanted.get(key):
            yield f"F5 {period} {key}: {found.get(key)} ≠ {wanted.get(key)}"


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_results_is_what_the_journal_says(tmp_path: Path, seed: int) -> None:
    story = story_of(tmp_path, seed)
    with closing(story), story.store as store:
        story.tell()
        _care(story)
        story.arrive()
        journal, wrong = Journal(store.folder), []
        for period in ("2026-03", "2026-Q1", "2026-H1"):
            now = Totals(journal, period, store.own_unit).values
            year = cumulated(journal, period, store.own_unit).values
            (table,) = tables(store, "F4", period, store.own_unit)
            wrong += [f"F4 {period} {one}" for one in _results(table, now, year)]
        for month in (*MONTHS, "2026-Q1", "2026-H1"):
            wrong += _states(store, journal, month)
        for unit in (store.own_unit, story.communes[0]):
            now = Totals(journal, "2026-H1", unit).values
            (table,) = tables(store, "F6", "2026-H1", unit)
            wrong += [f"F6 {one}" for one in _care_wrong(table, now)]
        assert not wrong, "\n".join(wrong[:20])


CARE = [code for code, one in CATALOGUE.items() if one["group"] == "E" and one["type"] == "F"]


def _care(story: Story) -> None:
    """Type care for members, by month and half-year; some of it is taken from activities."""
    store, packs = story.store, story.store.packs
    for number, unit in enumerate((store.own_unit, *story.communes[:1]), 1):
        for code in story.by.sample(CARE, len(CARE) * 2 // 3):
            period = story.by.choice(["2026-02", "2026-03", "2026-H1"])
            value = story.by.randint(0, 9) * (1_000_000 if CATALOGUE[code].get("money") else 1)
            taken: tuple[str, ...] = ()
            if story.by.random() < 0.5:
                day = date(2026, 3, number)
                done = Activity("Thăm hỏi", "CHAM_LO", day, day, figures={code: value})
                done = replace(done, category=next(iter(packs.activity_categories)))
                taken = (add_activity(store, done, packs.activity_categories, packs.indicators),)
            entry = Entry(value, activities=taken, shares=(value,) if taken else ())
            set_cells(store, period, {(unit, code): entry}, reason="bổ sung")


def _care_wrong(table: Table, now: Mapping[str, Any]) -> Iterator[str]:
    """The cells of F6 that say something else: counts, persons, both purses, their sums."""
    foot = {"union_money": 0, "social_money": 0}
    for row in table.rows:
        if row.role is Role.TOTAL:
            cells = _cells(table.columns, row)
            for name, total in (*foot.items(), ("total_money", sum(foot.values()))):
                if (cells[name] or 0) != total:
                    yield f"cộng {name}: {cells[name]} ≠ {total}"
        if row.role is not Role.BODY or not row.code:
            continue
        one = CATALOGUE[row.code]
        cells = _cells(table.columns, row)
        of_line = row.code if not (one.get("line") or one.get("part_of")) else ""
        measured = {}
        for code, other in CATALOGUE.items():
            if of_line and of_line in (code, other.get("line"), other.get("part_of")):
                measured[other.get("measure")] = code
        own = now.get(row.code)
        persons = measured.get("persons") or (row.code if one["unit"] == "người" else None)
        wanted = {
            "current": None if one.get("money") else own,
            "persons": now.get(persons) if persons else None,
            "union_money": now.get(measured.get("union_money", "")),
            "social_money": now.get(measured.get("social_money", "")),
        }
        both = [wanted[name] for name in foot if wanted[name] is not None]
        wanted["total_money"] = own if one.get("money") else sum(both) if both else None
        for name in foot:
            foot[name] += wanted[name] or 0
        for name, value in wanted.items():
            if cells[name] != value:
                yield f"{row.code} {name}: {cells[name]} ≠ {value}"


def _cells(columns: tuple[Column, ...], row: Row) -> dict[str, Any]:
    return {c.code: printed(cell) for c, cell in zip(columns, row.cells, strict=False)}


def _results(table: Table, now: Mapping[str, Any], year: Mapping[str, Any]) -> Iterator[str]:
    for row in table.rows:
        if row.role is not Role.BODY or not row.code:
            continue
        cells = _cells(table.columns, row)
        for column, values in (("current", now), ("cumulative", year)):
            value = values.get(row.code)
            if not same(cells[column], value, CATALOGUE[row.code].get("scale", 100)):
                yield f"{row.code} {column}: {cells[column]} ≠ {value}"
