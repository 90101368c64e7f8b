"""Targets of units: set, read, taken away; split so that the parts add up."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.outline.targets import Target, number_of
from desktop.models.plans.unit_targets import (
    remainder,
    remainder_words,
    set_unit_targets,
    split,
    split_targets,
    unit_targets,
)
from desktop.models.store import history
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
