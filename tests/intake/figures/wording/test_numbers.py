"""What one cell of a count means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.figures.sheets.grid import CellError, Formula, Linked, Percent, is_empty
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from desktop.models.text import one_line

WORDS = vocabulary(load_packs())


def reader(*, money: bool = False, women: bool = False) -> CountReader:
    return CountReader(WORDS, money=money, women=women)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("1,234", 1234), ("120 người", 120),
        ("“120”", 120), ("120,0", 120), ("120.00", 120), ("1.234.567", 1234567), ("không", 0),
        ("0", 0), ("05", 5), (120.0, 120), (7, 7), ("1.234,0", 1234), ("120 ĐV", 120),
        ("12 đ/c", 12), (1233.9999999999998, 1234), ("'45", 45), ("Không phát sinh", 0),
        ("= 66", 66), ("=1.234", 1234),
    ],
)  # fmt: skip
def test_counts(cell: object, value: int) -> None:
    found = reader(money=value > 1_000_000).read(cell)
    assert (found.value, found.sureness) == (value, "sure")


@pytest.mark.parametrize("cell", ["", "  ", "-", "–", "—", "\u00a0", "--", "\u200b"])
def test_empty_is_never_zero(cell: str) -> None:
    found = reader().read(cell)
    assert (found.value, found.sureness) == (None, "sure")


@pytest.mark.parametrize(
    "cell",
    [
        "12.5", "1.23", "khoảng 120", "120/98", date(2026, 5, 12), CellError("#REF!"), 1.234,
        "0912345678", 912345678, Percent(0.85), "85%", Formula("X1"), -3, "-3", "(5)", True,
        "1.23.456", "12 34", "1e3", "120+5", "~120", "12-May", "1O5", float("nan"), "chưa có", "…",
        "40 (nữ 45)", "120 nữ", "=5+3", "= khoảng 5", "0.5", "1.2345", "một trăm", "x",
        "n/a", "KAD",
        '"', "”", "/", "*", "không áp dụng", "nghỉ dịch", "123456789012345678901234567890",
    ],
)  # fmt: skip
def test_what_is_no_count_is_flagged(cell: object) -> None:
    found = reader().read(cell)
    assert found.value is None
    assert found.sureness == "flagged"
    assert found.note


def test_result_of_a_link_is_shown_and_doubted() -> None:
    found = reader().read(Linked(35.0))
    assert (found.value, found.sureness) == (35, "doubtful")


@pytest.mark.parametrize("text", ["120 (nữ 45)", "120 (45 nữ)", "120 người (có 45 nữ)"])
def test_women_told_behind_their_whole_are_part_of_it(text: str) -> None:
    found = reader().read(text)
    assert (found.value, found.sureness) == (120, "doubtful")
    assert reader(women=True).read(text).value is None


def test_women_are_counted_in_their_own_column_only() -> None:
    assert reader(women=True).read("45 nữ").value == 45
    assert reader(women=True).read("45 ĐV nữ").value == 45
    assert reader().read("45 nữ").value is None


@given(st.integers(0, 999_999), st.sampled_from([".", ",", " ", "\u00a0", ""]))
def test_grouped_digits_are_read_back(value: int, sign: str) -> None:
    assert reader().read(f"{value:,}".replace(",", sign)).value == value


@given(st.text(max_size=20))
def test_any_text_is_read_or_flagged(text: str) -> None:
    found = CountReader(WORDS).read(text)
    assert found.value is None or found.value >= 0
    if found.value is None and not is_empty(text):
        dash = set(one_line(text).strip(" \"'“”‘’`´")) <= set("-–—−_ ")
        assert found.sureness == "flagged" or (dash and text.strip(" \"'“”‘’`´"))
    assert found.sureness != "flagged" or found.value is None


@given(st.floats())
def test_any_number_is_a_count_or_flagged(number: float) -> None:
    found = CountReader(WORDS).read(number)
    assert found.sureness == "flagged" or abs((found.value or 0) - number) < 1
