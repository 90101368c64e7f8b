import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.text import vi_number
from desktop.ui.typed import parse_date, parse_number

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("1234", 1234),
        ("1.234", 1234),
        ("475.962", 475962),
        (" 1 234 ", 1234),
        ("1\u00a0234", 1234),
        ("-5", -5),
        ("\u22125", -5),
    ],
)
def test_whole_numbers_are_read_the_vietnamese_way(text: str, number: int | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["475,962", "1,5", "1.23", "1.2345", "12a", "1..000", "+", ",5"])
def test_what_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_number(text)


def test_decimals_are_taken_up_to_their_number() -> None:
    assert parse_number("1.234,5", 2) == Decimal("1234.5")
    with pytest.raises(Refusal, match="chữ số sau dấu phẩy"):
        parse_number("1,234", 2)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_a_number_that_was_written_is_read_back(units: int, decimals: int) -> None:
    number = Decimal(units).scaleb(-decimals)
    assert parse_number(vi_number(number, decimals), decimals) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("5/1/2027", date(2027, 1, 5)),
        ("05-01-2027", date(2027, 1, 5)),
        ("5.1.27", date(2027, 1, 5)),
        ("05012027", date(2027, 1, 5)),
        ("5/1", date(2026, 1, 5)),
        ("hôm nay", TODAY),
        ("Hom Nay", TODAY),
    ],
)
def test_dates_are_read_day_first(text: str, day: date | None) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize("text", ["31/2/2026", "2026-10-05", "13/13/2026", "mai", "1/2/3/4"])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refusal, match="ngày/tháng/năm"):
        parse_date(text, TODAY)


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(Refusal):
        parse_number(text, 2)


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with contextlib.suppress(Refusal):
        parse_date(text, TODAY)


def test_a_date_without_a_year_is_of_the_year_written_about() -> None:
    assert parse_date("30/9", TODAY, TODAY.year + 1) == date(TODAY.year + 1, 9, 30)
    assert parse_date("30/9/2025", TODAY, TODAY.year + 1) == date(2025, 9, 30)
    assert parse_date("hôm nay", TODAY, TODAY.year + 1) == TODAY
