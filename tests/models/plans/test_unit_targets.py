"""Targets of units: set, read, taken away; split so that the parts add up."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.models.errors import Refusal
from desktop.models.outline.targets import Target, number_of
from desktop.models.plans.unit_targets import (
    Base,
    Formula,
    Way,
    both_targets,
    by_formula,
    not_whole_years,
    remainder,
    remainder_words,
    set_unit_targets,
    split,
    split_targets,
    unit_targets,
    weights_of,
)
from desktop.models.store import history
from tests.models.offices import commune
from tests.models.planning import office

GOAL = Target(">=", number_of(120), unit="đoàn viên")


def test_a_target_is_set_read_and_taken_away_in_one_step_each(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        own = store.own_unit
        set_unit_targets(store, 2027, {own: {"C40": GOAL}})
        assert unit_targets(store, 2027, own)["C40"].value == 120
        assert unit_targets(store, 2026, own) == {}
        set_unit_targets(store, 2027, {own: {"C40": None}})
        assert unit_targets(store, 2027, own) == {}
        history.undo(store)
        assert unit_targets(store, 2027, own)["C40"].unit == "đoàn viên"


@pytest.mark.parametrize(
    ("code", "target"),
    [("ZZZ", GOAL), ("C40", Target()), ("C40", Target(">=", number_of(-1)))],
)
def test_what_cannot_be_a_target_is_refused(tmp_path: Path, code: str, target: Target) -> None:
    with office(tmp_path) as store, pytest.raises(Refusal):
        set_unit_targets(store, 2027, {store.own_unit: {code: target}})


def test_a_unit_that_is_not_ours_gets_none(tmp_path: Path) -> None:
    with office(tmp_path) as store, pytest.raises(Refusal):
        split_targets(store, 2027, Target(">=", number_of(5), indicator="C40"), {"khác": 5})


WEIGHTS = st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 5_000), min_size=1)


@given(st.integers(0, 100_000), WEIGHTS, st.sampled_from(("members", "equal")))
def test_parts_add_up_and_follow_the_weights(total: int, weights: dict[str, int], way: str) -> None:
    parts = split(total, weights, way)  # type: ignore[arg-type]
    assert parts.keys() == weights.keys()
    assert sum(parts.values()) == total
    assert remainder(total, dict(parts)) == 0
    shares = dict.fromkeys(weights, 1) if way == "equal" or not any(weights.values()) else weights
    whole = sum(shares.values())
    assert all(abs(parts[u] - Decimal(total) * shares[u] / whole) < 1 for u in weights)


def test_the_difference_is_told() -> None:
    assert remainder_words(100, {"a": 60, "b": None}) == "Còn 40 chưa phân bổ."
    assert remainder_words(100, {"a": 60, "b": 50}) == "Phân bổ vượt 10."
    assert remainder_words(1_000, {"a": 1_000}) == "Đã phân bổ đủ 1.000."


BASES = {
    "a": Base(members=30, unions=2, last_year=10),
    "b": Base(members=15, unions=1, last_year=None),
    "c": Base(members=0, unions=0, last_year=5),
}


@pytest.mark.parametrize(
    ("way", "parts"),
    [
        ("members", {"a": 7, "b": 3, "c": 0}), ("equal", {"a": 4, "b": 3, "c": 3}),
        ("base_unions", {"a": 7, "b": 3, "c": 0}), ("last_year", {"a": 7, "c": 3}),
    ],
)  # fmt: skip
def test_a_whole_is_split_by_what_units_weigh(way: Way, parts: dict[str, int]) -> None:
    assert split(10, weights_of(way, BASES)) == parts


@pytest.mark.parametrize(
    ("formula", "factor", "parts"),
    [
        ("per_member", "0.05", {"a": 2, "b": 1, "c": 0}),  # 1,5 and 0,75 go up
        ("per_union", "1", {"a": 2, "b": 1, "c": 0}),
        ("per_unit", "3", {"a": 3, "b": 3, "c": 3}),
        ("last_year", "1.1", {"a": 11, "b": None, "c": 6}),  # nothing is known of b's
    ],
)
def test_parts_are_reckoned_by_a_formula(
    formula: Formula, factor: str, parts: dict[str, int | None]
) -> None:
    assert by_formula(formula, Fraction(factor), BASES) == parts


def test_a_last_year_not_told_to_its_end_is_said() -> None:
    names = {"a": "CĐ xã A", "b": "CĐ xã B", "c": "CĐ xã C"}
    assert not_whole_years(BASES, names) == ""
    october = {unit: replace(one, until="đến hết tháng 10/2026") for unit, one in BASES.items()}
    assert not_whole_years(october, names) == "Kết quả năm trước mới có đến hết tháng 10/2026."
    uneven = october | {"c": replace(BASES["c"], until="đến hết tháng 8/2026")}
    assert not_whole_years(uneven, names) == (
        "Kết quả năm trước chưa đủ năm (đến hết tháng 10/2026: CĐ xã A; "
        "đến hết tháng 8/2026: CĐ xã C)."
    )


def test_what_is_given_below_keeps_apart_from_our_own(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "sổ", 2)
    with store:
        set_unit_targets(store, 2027, {store.own_unit: {"C40": GOAL}, ids[0]: {"C40": GOAL}})
        assert both_targets(store, 2027, store.own_unit)["C40"].given is None
        assert both_targets(store, 2027, ids[0])["C40"].own is None
        history.undo(store)
        assert both_targets(store, 2027, ids[0]) == {}
