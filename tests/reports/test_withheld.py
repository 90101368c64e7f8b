"""Whatever sums are told of whatever numbers, one or two people stay unknown."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.reports.withheld import withheld

WHOLES = ((0, 1), (2, 3), (0, 1, 2, 3), (0, 1, 2, 3, 4), (1, 2))
MOST = 7


def ways(
    values: list[int], told: set[int], small: set[object], others: set[object],
    sums: list[tuple[int, ...]],
) -> list[tuple[int, ...]]:  # fmt: skip
    """Every way to fill in what is not told that agrees with the sums."""
    rooms = [
        range(MOST) if who not in told else (1, 2) if who in small
        else range(3, MOST + 2) if who in others else (value,)
        for who, value in enumerate(values)
    ]  # fmt: skip
    return [
        filled for filled in product(*rooms)
        if all(sum(filled[w] for w in of) == sum(values[w] for w in of) for of in sums)
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=5, max_size=5), st.sets(st.integers(0, 4)),
    st.sets(st.sampled_from(WHOLES)),
)  # fmt: skip
def test_every_small_number_may_be_one_or_two(
    values: list[int], told: set[int], sums: set[tuple[int, ...]]
) -> None:
    numbers = {who: values[who] for who in told}
    found = withheld(numbers, [{who: values[who] for who in of} for of in sums])
    left = [of for of in sums if frozenset(of) not in found.sums]
    possible = ways(values, told, set(found.small), set(found.others), left)
    for who in found.small:
        assert {filled[who] for filled in possible} == {1, 2}  # type: ignore[index]


def test_what_is_told_nowhere_hides_as_well() -> None:
    found = withheld({"a": 1, "b": 40}, [{"a": 1, "b": 40, "c": 2}])
    assert (set(found.small), set(found.others), set(found.sums)) == ({"a"}, set(), set())


def test_of_two_sums_that_cross_the_smaller_is_left_out() -> None:
    found = withheld({"a": 1}, [{"a": 1, "b": 4}, {"b": 4, "c": 5, "d": 6}])
    assert set(found.sums) == {frozenset("ab")}
