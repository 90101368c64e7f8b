"""Cells print numbers the Vietnamese way and keep blank apart from nought."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formats.cells import cell_text, written
from desktop.formats.cleaning import clean
from desktop.formats.table import Cell, CellKind, Column, Figure, counted_marks

COUNT = Column("Số lượng", 1, CellKind.COUNT)
SHARE = Column("Tỷ lệ", 1, CellKind.PERCENT, decimals=2)
PART = Column("Bình quân", 1, CellKind.DECIMAL, decimals=1)


@pytest.mark.parametrize(
    ("cell", "column", "text"),
    [
        (None, COUNT, ""),
        (0, COUNT, "0"),
        (-1340, COUNT, "-1.340"),
        (1_234_567, COUNT, "1.234.567"),
        (Fraction(13, 16), SHARE, "81,25%"),
        (Fraction(161_636, 181_469), SHARE, "89,07%"),
        (Decimal("1234.45"), PART, "1.234,5"),
        (Figure(Fraction(13, 16), decimals=1), SHARE, "81,3%"),
        (Figure(None, CellKind.MONEY), SHARE, ""),
        ("=1+1", COUNT, "=1+1"),
    ],
)
def test_cells_print_as_an_office_writes_them(cell: Cell, column: Column, text: str) -> None:
    assert cell_text(cell, column) == text


def read(text: str) -> Fraction:
    return Fraction(text.replace(".", "").replace(",", "."))


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 4))
def test_rounding_is_half_up_and_never_off_by_more_than_half(value: Fraction, places: int) -> None:
    shown = read(written(value, places))
    half = Fraction(1, 2 * 10**places)
    assert abs(shown - value) <= half
    if abs(shown - value) == half:
        assert abs(shown) > abs(value)


@given(st.integers(-(10**40), 10**40))
def test_whole_numbers_of_any_size_keep_every_digit(value: int) -> None:
    assert read(written(value, 0)) == value


def test_marks_count_letters_then_numbers() -> None:
    assert counted_marks(4, texts=2) == ("A", "B", "1", "2")


@given(st.text())
def test_cleaned_text_can_stand_in_xml(text: str) -> None:
    from lxml import etree

    element = etree.Element("t")
    element.text = clean(text)
    assert etree.fromstring(etree.tostring(element)).text in (clean(text), clean(text) or None)
