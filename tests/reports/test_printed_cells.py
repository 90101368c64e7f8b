"""Every printed number of F1–F4 and F6, cell by cell, against the independent calculation."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.table import Column, Figure, Role, Row, Table
from desktop.models.store.store import Store
from desktop.tasks.figures.reports import report_document
from tests.models.figures.sums.test_independent_totals import MONTHS, Story
from tests.models.independent import CATALOGUE, MINUS, PLUS, Journal, Totals, cumulated, span
from tests.models.offices import enter

SEEDS = (3, 8, 17)
CARE = {"E07": 4, "E07D": 2_000_000, "E13": 9, "E13N": 5}


def tables(store: Store, form: str, period: str, unit: str) -> Iterator[Table]:
    """The tables of a report."""
    for block in report_document(store, form, period, unit).blocks:
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
            return base, self.journal.opening(unit, span(self.period)[0], ending) if base else None
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
    """Tell whether a cell says a value: nothing is not 0, and a ratio of 1 is 100 percent."""
    if isinstance(value, Fraction) and shown is not None:
        return abs(Fraction(shown) * scale - value) < Fraction(1, 100)
    return bool(shown == value)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_units_is_what_the_journal_says(tmp_path: Path, seed: int) -> None:
    story = Story(tmp_path / "so", seed)
    with story.store as store:
        story.tell()
        journal, wrong, cells = Journal(store.folder), [], 0
        for form, periods in (("F1", MONTHS[1:]), ("F2", ["2026-H1"]), ("F3", MONTHS[1:])):
            for period in periods:
                for unit in (store.own_unit, story.communes[0]):
                    plain = Plain(journal, period, unit)
                    for table in tables(store, form, period, unit):
                        told = differing(plain, table)
                        wrong += [f"{form} {period} {one}" for one in told]
                        cells += _numbers(table)
        assert not wrong, "\n".join(wrong[:20])
        assert cells > 500


def _numbers(table: Table) -> int:
    return sum(isinstance(printed(cell), int) for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_every_cell_of_results_is_what_the_journal_says(tmp_path: Path, seed: int) -> None:
    story = Story(tmp_path / "so", seed)
    with story.store as store:
        story.tell()
        for number, unit in enumerate(story.communes, 1):
            enter(store, "2026-03", unit, reason="bổ sung",
                  **{code: n * number for code, n in CARE.items()})  # fmt: skip
        journal, wrong = Journal(store.folder), []
        for period in ("2026-03", "2026-Q1", "2026-H1"):
            now = Totals(journal, period, store.own_unit).values
            year = cumulated(journal, period, store.own_unit).values
            (table,) = tables(store, "F4", period, store.own_unit)
            wrong += [f"F4 {period} {one}" for one in _results(table, now, year)]
        now = Totals(journal, "2026-H1", store.own_unit).values
        (table,) = tables(store, "F6", "2026-H1", store.own_unit)
        rows = {row.code: _cells(table.columns, row) for row in table.rows if row.code}
        assert rows["E07"]["current"] == now["E07"] == 12
        assert rows["E07"]["union_money"] == now["E07D"] == 6_000_000
        assert rows["E13"]["current"] == now["E13"] == 27
        foot = next(row for row in table.rows if row.role is Role.TOTAL)
        assert _cells(table.columns, foot)["union_money"] == 6_000_000
        assert not wrong, "\n".join(wrong[:20])


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
