"""Packing a value loses nothing, and bytes that are none are told so, never more than that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.store.ops import SAFE_INTEGER, dump
from desktop.sync.packed import Unpackable, pack, unpack
from desktop.sync.sheet_words import CODES, WORDS

NAMES = st.one_of(st.sampled_from(WORDS + CODES), st.text(max_size=8))
TEXTS = st.one_of(
    NAMES,
    st.uuids().map(str),
    st.binary(min_size=1, max_size=40).map(bytes.hex),
    st.datetimes().map(lambda d: d.isoformat(timespec="milliseconds") + "+07:00"),
    st.lists(NAMES, max_size=3).map("|".join),
    st.binary(min_size=4, max_size=8).map(lambda b: f"p-{b.hex()}"),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-SAFE_INTEGER, SAFE_INTEGER), TEXTS),
    lambda inside: st.one_of(st.lists(inside, max_size=5), st.dictionaries(NAMES, inside)),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_packed_comes_back(value) -> None:
    assert dump(unpack(pack(value))) == dump(value)


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 10**12), min_size=1))
def test_figures_cost_a_byte_for_most_names(values) -> None:
    packed = pack(values)
    assert unpack(packed) == values
    assert len(packed) <= 3 + sum(2 + len(pack(value)) for value in values.values())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_refused(data) -> None:
    try:
        unpack(data)
    except Unpackable:
        return


@pytest.mark.parametrize(
    "data",
    [b"", b"\x67\x05ab", b"\x65\xff\xff\x03", b"\x63" + b"\xff" * 9 + b"\x01", b"\x66\x01\x05\x05",
     b"\x01\x01", b"\x6b\x00", b"\x6c\xff\x7f", b"\x65\x01" * 40, b"\x6d\x01" * 400,
     b"\x6a\xff\xff\xff\xff\xff\xff\x7f", b"\x67\x01\xff", b"\x66\x02\x80\x01\x80\x02"],
)  # fmt: skip
def test_broken_bytes_are_refused(data) -> None:
    with pytest.raises(Unpackable):
        unpack(data)


def test_the_lists_stay_as_they_were_frozen() -> None:
    """A sheet of years ago names its words by their place."""
    from hashlib import sha256

    assert len(WORDS) <= 128
    assert tuple(sorted(CODES)) == CODES
    assert sha256(" ".join(WORDS).encode()).hexdigest()[:16] == "547660ca74a0951d"
    assert sha256(" ".join(CODES).encode()).hexdigest()[:16] == "8b7e48384ee8dece"
