"""Which pages are printed, in what order, as many times as asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.print_job import PrintJob, of_parity, page_numbers


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (1, 2, 3, 4, 5, 6)),
        ("2", (2,)),
        ("1-3, 5", (1, 2, 3, 5)),
        ("4-", (4, 5, 6)),
        ("–2; 6", (1, 2, 6)),
        ("3,1", (3, 1)),
    ],
)
def test_ranges_are_read(text: str, pages: tuple[int, ...]) -> None:
    assert page_numbers(text, 6) == pages


@pytest.mark.parametrize("text", ["0", "7", "3-1", "2-9", "a", "-", "1-2-3", "1.5", "9" * 30])
def test_what_is_no_page_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        page_numbers(text, 6)


@given(st.text("0123456789-–, ;a", max_size=20), st.integers(1, 50))
def test_any_text_gives_pages_of_the_paper_or_is_refused(text: str, count: int) -> None:
    try:
        pages = page_numbers(text, count)
    except Refusal:
        return
    assert all(1 <= page <= count for page in pages)


def test_copies_are_collated_or_page_by_page() -> None:
    assert PrintJob((1, 2), 2).order() == [1, 2, 1, 2]
    assert PrintJob((1, 2), 2, collate=False).order() == [1, 1, 2, 2]
    assert PrintJob((1, 2), 2).order(printer_copies=True) == [1, 2]


def test_each_copy_on_both_sides_begins_on_a_sheet_of_its_own() -> None:
    assert PrintJob((1, 2, 3), 2, sides="long").order() == [1, 2, 3, None, 1, 2, 3]
    assert PrintJob((1, 2), 2, sides="long").order() == [1, 2, 1, 2]


def test_odd_and_even_pages() -> None:
    assert of_parity((1, 2, 3, 4), "odd") == (1, 3)
    assert of_parity((1, 2, 3, 4), "even") == (2, 4)
    assert of_parity((1, 2), "all") == (1, 2)
