"""A trial of seeded slips in pasted blocks: none may land without a word.

Each block holds one slip: a line one column or one row aside, a date, words, a telephone, a part of
one, a number with its thousands doubled, a total for a unit, a unit twice, women above members, two
columns swapped below their titles. It is told when the reading shows it before it lands, or when
a rule marks the unit that it lands on.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.rows.checks import Judge
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_paste import read_paste
from desktop.models.entry.paste_cells import PasteReading
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.packs.periods import parse_period
from desktop.models.units.units import tree_on
from tests.models.entering import commune

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
STOCKS = ("A01", "A01N", "A03", "A03N")
UNIONS, BLOCKS = 14, 60
Rows = list[list[str]]


class Office:
    """A commune of unions of unlike size, with the month before known."""

    def __init__(self, folder: Path) -> None:
        store, units = commune(folder, UNIONS)
        dice = random.Random(7)
        sizes = [dice.choice([dice.randint(12, 90), dice.randint(100, 2500)]) for _unit in units]
        known = dict(zip(units, map(stocks, sizes), strict=True))
        with store.step("Kỳ trước"):
            cells = {(unit, code): Entry(value) for unit, row in known.items()
                     for code, value in zip(STOCKS, row, strict=True)}  # fmt: skip
            set_cells(store, SEPTEMBER, cells)
            lock(store, "F1", SEPTEMBER)
        self.sheets = {form: EntrySheet.load(store, form, OCTOBER) for form in ("F1", "F3")}
        self.rows = [row for row in self.sheets["F1"].rows if row.unit.id in known]
        self.before = [known[row.unit.id] for row in self.rows]
        period = parse_period(OCTOBER, store.packs.schemes)
        self._tree = tree_on(store, date(2026, 10, 31))
        self._judges = {form: Judge(store.packs, form, period, self._tree.units, {})
                        for form in self.sheets}  # fmt: skip
        self.store = store  # the sheets read the months before when something is judged

    def targets(self, form: str) -> list[int]:
        """The columns a block lands on: the stocks of F1, the first flows of F3."""
        columns = self.sheets[form].columns
        if form == "F1":
            return [next(n for n, one in enumerate(columns) if one.code == c) for c in STOCKS]
        first = next(n for n, one in enumerate(columns) if one.code == "C11")
        return [n for n in range(first, len(columns)) if columns[n].kind == "typed"][:8]

    def flagged(self, form: str, unit: str, values: Mapping[str, int | None]) -> bool:
        """Whether a rule says something of what a unit would hold."""
        one = self._tree.units[unit]
        return bool(self._judges[form].findings(Known(unit, one.name, one.kind), values, {}))


def stocks(workers: int) -> list[int]:
    """Workers, women, members, women among them."""
    return [workers, workers * 6 // 10, workers * 9 // 10, workers // 2]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("dán"))
    with made.store:
        yield made


def right(block: Rows, at: int, _dice: random.Random) -> Rows:
    return [["", *row[:-1]] if place == at else row for place, row in enumerate(block)]


def further(block: Rows, at: int, _dice: random.Random) -> Rows:
    return [["", *row] if place == at else [*row, ""] for place, row in enumerate(block)]


def left(block: Rows, at: int, _dice: random.Random) -> Rows:
    return [[*row[1:], ""] if place == at else row for place, row in enumerate(block)]


def down(block: Rows, at: int, _dice: random.Random) -> Rows:
    return [*block[:at], block[at - 1], *block[at:-1]]


def total(block: Rows, _at: int, _dice: random.Random) -> Rows:
    added = [str(sum(map(int, column))) for column in zip(*block[:-1], strict=True)]
    return [*block[:-1], added]


def women(block: Rows, at: int, _dice: random.Random) -> Rows:
    return [[*row[:3], str(int(row[2]) + 5)] if place == at else row
            for place, row in enumerate(block)]  # fmt: skip


def written(*texts: str) -> Callable[[Rows, int, random.Random], Rows]:
    """Put one of some texts in a cell; {n} is the number that stood there."""

    def slip(block: Rows, at: int, dice: random.Random) -> Rows:
        place = dice.randrange(len(block[at]))
        made = [list(row) for row in block]
        made[at][place] = dice.choice(texts).format(n=made[at][place])
        return made

    return slip


SLIPS: Mapping[str, tuple[str, Callable[[Rows, int, random.Random], Rows]]] = {
    # the forms it is tried on; "names" where units are named, "bare" where nothing but numbers is
    "right": ("F1 F3 names bare", right), "further": ("F1 F3 names bare", further),
    "left": ("F1 F3 names bare", left), "down": ("F1 bare", down), "total": ("F1 F3 bare", total),
    "women": ("F1 names bare", women),
    "date": ("F1 F3 names bare", written("12/05/2026", "46331", "5-Oct")),
    "words": ("F1 F3 names bare", written("không rõ", "đủ", "khoảng {n}")),
    "parts": ("F1 F3 names bare", written("{n},5", "85%", "{n}/98")),
    "telephone": ("F1 F3 names bare", written("0912345678", "0233 385 1234")),
    "thousands": ("F1 F3 names bare", written("{n}{n}417", "1{n}9000")),
}  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "form"),
    [(slip, form) for slip, (where, _make) in SLIPS.items() for form in ("F1", "F3")
     if form in where],
)  # fmt: skip
def test_no_seeded_slip_of_a_paste_is_silent(office: Office, slip: str, form: str) -> None:
    where, make = SLIPS[slip]
    dice = random.Random(f"{slip} {form}")
    silent = []
    for _block in range(BLOCKS):
        named = "names" in where and ("bare" not in where or dice.random() < 0.5)
        meant = sound(office, form, dice)
        at = dice.randrange(1, len(meant) - 1)
        block = make([list(map(str, row)) for row in meant], at, dice)
        if named:
            block = [[row.unit.name, *cells]
                     for row, cells in zip(office.rows, block, strict=True)]  # fmt: skip
        sheet = office.sheets[form]
        first = [row.unit.id for row in sheet.rows].index(office.rows[0].unit.id)
        read = read_paste(sheet, first, block, office.targets(form))
        if read.certain and not all_told(office, form, read, meant, any_of=make is down):
            silent.append(block[at])
    assert silent == []


def sound(office: Office, form: str, dice: random.Random) -> list[list[int]]:
    """Return figures without a slip: stocks near the month before, or a month's flows."""
    if form == "F1":
        more = (dice.randint(0, 3) for _row in office.before)
        return [[row[0] + one, row[1], row[2] + one, row[3]]
                for row, one in zip(office.before, more, strict=True)]  # fmt: skip
    width = len(office.targets(form))
    return [[dice.choice([0, 0, 1, 2, 3, dice.randint(0, 20)]) for _column in range(width)]
            for _row in office.rows]  # fmt: skip


def all_told(
    office: Office, form: str, read: PasteReading, meant: list[list[int]], *, any_of: bool
) -> bool:
    """Whether a rule marks each unit that would hold something else than was meant (or `any_of`
    them: lines that moved together)."""
    codes = [office.sheets[form].columns[place].code for place in office.targets(form)]
    wrong: set[str] = set()
    landed: dict[str, dict[str, Any]] = {}
    for row, values in zip(office.rows, meant, strict=True):
        for code, value in zip(codes, values, strict=True):
            entry = read.assignments.get((row.unit.id, code))
            if entry is not None:
                landed.setdefault(row.unit.id, {})[code] = entry.value
            if entry is None or entry.value != value:
                wrong.add(row.unit.id)
    told = {unit for unit in wrong if office.flagged(form, unit, landed.get(unit, {}))}
    return bool(told) if any_of and wrong else told == wrong
