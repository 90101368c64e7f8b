"""Numbers as people read them, and as a spreadsheet takes them."""

import pytest

from desktop.models.text import for_spreadsheet, lowered, vi_number, vi_signed, with_counts


@pytest.mark.parametrize(
    ("number", "shown"), [(-1234, "−1.234"), (-12, "−12"), (0, "0"), (1234, "1.234")]
)
def test_a_number_below_zero_is_written_with_the_minus_sign(number: int, shown: str) -> None:
    assert vi_number(number) == shown


def test_a_difference_tells_its_direction() -> None:
    assert [vi_signed(n) for n in (16, -16, 0)] == ["+16", "−16", "0"]


def test_counts_in_a_sentence_are_written_by_threes() -> None:
    told = with_counts("{n} chỗ cần xem của {unit}, {a}/{b}", n=1841, unit="1234", a=730, b=1000)
    assert told == "1.841 chỗ cần xem của 1234, 730/1.000"


def test_a_spreadsheet_gets_a_hyphen_before_a_number_and_words_as_they_are() -> None:
    cells = ["−1.234", "−6,67", "đầu kỳ 5 − giảm 3", "− chưa rõ", "hai\ndòng"]
    assert [for_spreadsheet(cell) for cell in cells] == [
        "-1.234", "-6,67", "đầu kỳ 5 − giảm 3", "− chưa rõ", "hai dòng",
    ]  # fmt: skip


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence() -> None:
    told = [lowered(one) for one in ("CNVCLĐ nữ", "CĐCS", "Tháng 10/2026", "Ủy viên", "")]
    assert told == ["CNVCLĐ nữ", "CĐCS", "tháng 10/2026", "ủy viên", ""]
