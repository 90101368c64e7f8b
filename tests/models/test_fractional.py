"""Keys between keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.fractional import between, is_key, spread


@given(st.lists(st.integers(min_value=0), max_size=120))
def test_any_sequence_of_insertions_stays_in_order(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        low = keys[at - 1] if at else ""
        keys.insert(at, between(low, keys[at] if at < len(keys) else None))
    assert keys == sorted(set(keys))
    assert all(is_key(key) for key in keys)


def test_appending_three_hundred_items_keeps_keys_short() -> None:
    keys = [between()]
    for _ in range(300):
        keys.append(between(keys[-1]))
    assert max(map(len, keys)) <= 7


@given(st.integers(min_value=0, max_value=400))
def test_dealt_keys_ascend_and_leave_room_everywhere(count: int) -> None:
    keys = spread(count)
    assert len(keys) == count
    assert keys == sorted(set(keys))
    bounds = ["", *keys]
    for low, high in zip(bounds, [*keys, None], strict=True):
        assert low < between(low, high)


@given(st.integers(min_value=1, max_value=50))
def test_dealt_keys_lie_between_their_bounds(count: int) -> None:
    low, high = between(), between(between())
    assert all(low < key < high for key in spread(count, low, high))


def test_no_key_between_equals() -> None:
    with pytest.raises(ValueError, match="no room"):
        between("a", "a")


@pytest.mark.parametrize("text", ["", "a0", "Đ", "a b", None, 7])
def test_what_is_not_a_key(text: object) -> None:
    assert not is_key(text)
