"""A cell typed is shown at once; what follows from it is worked out when anything is asked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.entry.entry import FEW, EntrySheet
from desktop.models.entry.entry_row import EntryRow
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry, parse_entry
from tests.models.entering import commune, place

PERIOD = "2026-10"


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The units whose rows were worked out, one after the other."""
    found: list[str] = []
    work_out = EntryRow.work_out

    def counted(row: EntryRow) -> None:
        found.append(row.unit.id)
        work_out(row)

    monkeypatch.setattr(EntryRow, "work_out", counted)
    return found


def test_a_row_typed_in_waits_until_something_is_asked(
    tmp_path: Path, worked_out: list[str]
) -> None:
    store, units = commune(tmp_path)
    with store:
        sheet = EntrySheet.load(store, "F1", PERIOD)
        row, column = place(sheet, units[0], "A03")
        before = int(sheet.total(column).replace(".", "") or 0)
        held = sheet.rows[row].number("A03") or 0
        worked_out.clear()
        sheet.edit(row, column, "412")
        assert worked_out == []
        assert sheet.read(row, column, "412") == {}  # it is its figure by now
        sheet.edit(row, column, "413")
        assert worked_out == []
        assert sheet.total(column).replace(".", "") == str(before - held + 413)
        assert worked_out == [sheet.rows[row].unit.id]
        assert sheet.text(row, column) == "413"
        assert len(worked_out) == 1


def test_whether_a_computed_column_may_be_typed_in_is_known_before_it_is_worked_out(
    tmp_path: Path, worked_out: list[str]
) -> None:
    """Tab passes such columns on its way to the next cell: it waits for no row."""
    store, units = commune(tmp_path)
    with store:
        sheet = EntrySheet.load(store, "F3", PERIOD)
        row, column = place(sheet, units[0], "C11")
        worked_out.clear()
        taken = sheet.edit(row, column, "7")
        kinds = {n: one.kind for n, one in enumerate(sheet.columns)}
        computed = [n for n, kind in kinds.items() if kind not in ("typed", "opening")]
        assert computed
        assert not any(sheet.may_type(row, n) for n in computed)
        assert [one.unit.id for one in sheet.touched(taken)] == [units[0]]
        assert worked_out == []
        opening = next(n for n, kind in kinds.items() if kind == "opening")
        sheet.may_type(row, opening)  # what it opens with may be known otherwise by now
        assert worked_out == [units[0]]


def test_the_rows_of_a_block_are_worked_out_as_they_come(
    tmp_path: Path, worked_out: list[str]
) -> None:
    store, units = commune(tmp_path)
    with store:
        sheet = EntrySheet.load(store, "F1", PERIOD)
        worked_out.clear()
        assert len(units) > FEW
        sheet.take({(unit, "A03"): Entry(40) for unit in units})
        assert sorted(worked_out) == sorted(units)


@given(st.text("0123456789", min_size=1, max_size=24), st.booleans())
def test_plain_digits_read_the_short_way_as_the_long_way(digits: str, money: bool) -> None:
    assert _read(digits, money=money) == _read(f" {digits}", money=money)


def _read(text: str, *, money: bool) -> Entry | str | None:
    try:
        return parse_entry(text, money=money)
    except Refusal as refusal:
        return str(refusal)
