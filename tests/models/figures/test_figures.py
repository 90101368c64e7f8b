"""Figures: cells, their states, who may write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.errors import Refusal
from desktop.models.figures.cells import (
    CLEARED,
    LARGEST,
    MOST_COUNTED,
    NOT_APPLICABLE,
    Entry,
    cells,
    parse_entry,
    period_cells,
)
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.packs.packs import load_packs
from desktop.models.store import history
from desktop.models.store.keys import cell_key
from desktop.models.text import vi_number
from tests.models.offices import commune, enter
from tests.support.places import Everywhere


def test_the_cells_of_a_month_are_what_is_kept_of_each_unit(tmp_path: Path) -> None:
    store, (unit, other, *_rest) = commune(tmp_path)
    with store:
        told = {"value": 3, "activities": ["a"], "note": '“Tết”, "sum vầy"'}
        kept = {"A01": 5, "A03": 0, "C11;LH=FDI": told, 'X-"1"': 2, "A04": {"state": "na"}}
        with store.step("Nhập") as step:
            for code, value in kept.items():
                step.put("cell", cell_key(unit, "2026-10"), code, value)
            step.put("cell", cell_key(other, "2026-10"), "A01", 7)
            step.put("cell", cell_key(other, "2026-10"), "A03", None)
            step.put("cell", cell_key(unit, "2026-11"), "A01", 1)
        assert period_cells(store, "2026-10") == {unit: kept, other: {"A01": 7}}
        assert period_cells(store, "2026-10", ["A03"]) == {unit: {"A03": 0}}
        assert period_cells(store, "2026-09") == {}


def test_empty_zero_cleared_and_not_applicable_differ(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        set_cells(
            store, "2026-10",
            {(unit, "A01"): Entry(5), (unit, "A03"): Entry(0), (unit, "A01N"): CLEARED,
             (unit, "A03N"): NOT_APPLICABLE},
        )  # fmt: skip
        found = cells(store, unit, "2026-10")
        assert {code: (cell.value, cell.state) for code, cell in found.items()} == {
            "A01": (5, "value"), "A03": (0, "zero"), "A01N": (None, "cleared"),
            "A03N": (None, "na"),
        }  # fmt: skip
        assert cells(store, unit, "2026-09") == {}
        history.undo(store)
        assert cells(store, unit, "2026-10") == {}


@given(st.integers(0, LARGEST))
def test_a_number_written_the_vietnamese_way_is_read_back(number: int) -> None:
    assert parse_entry(vi_number(number)) == Entry(number)
    assert parse_entry(f"  {number} ") == Entry(number)


@pytest.mark.parametrize(
    "text", ["-3", "1,5", "1.5", "12.34", "abc", "1.2345", "10**3", str(LARGEST + 1)]
)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_entry(text)


def test_numbers_read_the_same_in_every_place(everywhere: Everywhere) -> None:
    assert everywhere.same(lambda: (parse_entry("1.234"), vi_number(1234567))) == (
        Entry(1234), "1.234.567",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "period"), [("A04", "2026-10"), ("ZZZ", "2026-10"), ("A01", "2026-13")]
)
def test_computed_unknown_and_nonsense_are_refused(tmp_path: Path, code: str, period: str) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store, pytest.raises(Refusal):
        enter(store, period, unit, **{code: 1})
    with commune(tmp_path / "again")[0] as other:
        assert other.rows("SELECT count(*) FROM leaf WHERE kind = 'cell'") == [(0,)]


def test_a_unit_of_another_office_is_refused(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        with store.step("Giao") as step:
            step.put("assign", unit, "office@2026-01-01", unit)
        with pytest.raises(Refusal, match="có sổ riêng"):
            enter(store, "2026-10", unit, A01=1)
        enter(store, "2025-10", unit, A01=1)


def test_a_locked_return_takes_changes_only_with_a_reason(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, C00=10, C00N=4, A01=12, A01N=5, A03=10, A03N=4)
        assert lock(store, "F1", "2026-10", [unit]).blocked == ()
        with pytest.raises(Refusal, match="đã chốt"):
            enter(store, "2026-10", unit, A01=13)
        enter(store, "2026-10", unit, A01=13, reason="Đếm lại")
        assert cells(store, unit, "2026-10")["A01"].value == 13


def test_a_count_beyond_that_of_any_union_is_a_slip_and_money_is_not(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        for code, value in (("A03", 99_999_999_999), ("A03", 10**8), ("C11", MOST_COUNTED + 1)):
            with pytest.raises(Refusal, match=r"số đếm nhiều nhất 1\.000\.000") as caught:
                set_cells(store, "2026-10", {(unit, code): Entry(value)})
            assert caught.value.code == "V01"
        set_cells(store, "2026-10", {(unit, "K05T"): Entry(99_999_999_999)})
        assert cells(store, unit, "2026-10").keys() == {"K05T"}


def test_one_limit_holds_for_what_is_typed_and_what_a_sheet_tells() -> None:
    for money, largest in ((False, MOST_COUNTED), (True, LARGEST)):
        reader = CountReader(vocabulary(load_packs()), money=money)
        assert (reader.read(largest).value, reader.read(largest + 1).value) == (largest, None)
        assert parse_entry(str(largest), money=money) == Entry(largest)
        with pytest.raises(Refusal):
            parse_entry(str(largest + 1), money=money)


def test_members_of_whole_unions_that_move_are_never_entered(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        for code in ("C15", "C27N", "C15;LH=NQD"):
            with pytest.raises(Refusal, match="Chương trình tính từ cây đơn vị") as caught:
                set_cells(store, "2026-10", {(unit, code): Entry(3)})
            assert caught.value.code == "E_COMPUTED"
        set_cells(store, "2026-10", {(unit, "C15"): CLEARED})  # what an earlier version took


def test_a_period_far_ahead_is_a_mistyped_year(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)  # at the end of 2026
    with store:
        for period in ("2036-10", "2029", "2028-X-tet"):
            with pytest.raises(Refusal, match="còn lâu mới đến") as told:
                set_cells(store, period, {(unit, "A03"): Entry(5)})
            assert told.value.code == "E_PERIOD_FAR"
        for period in ("2026-12", "2027-10", "2027"):  # next year's may be wanted before it begins
            set_cells(store, period, {(unit, "A03"): Entry(5)})


def test_what_an_older_version_took_far_ahead_can_be_cleared(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        with store.step("Nhập") as step:
            step.put("cell", cell_key(unit, "2036-10"), "A03", 5)
        set_cells(store, "2036-10", {(unit, "A03"): CLEARED})
        assert cells(store, unit, "2036-10")["A03"].state == "cleared"
