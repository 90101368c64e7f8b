"""One table of words: typed, pasted, written in a sheet, a word says the same where it can."""

import pytest

from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.entry.entry_numbers import read_number
from desktop.models.errors import Refusal
from desktop.models.figures.cells import NOT_APPLICABLE, Entry, parse_entry
from tests.models.figures.judging import PACKS

WORDS = vocabulary(PACKS)
SHEET = CountReader(WORDS)


@pytest.mark.parametrize("text", ["không", "Không", "KO", "khong co", "không người", "không có"])
def test_nobody_in_words_is_zero_on_every_road(text: str) -> None:
    assert parse_entry(text) == Entry(0)
    assert (read_number(text).outcome, read_number(text).entry) == ("lands", Entry(0))
    assert SHEET.read(text).value == 0


@pytest.mark.parametrize("text", ["x", "X", "na", "N/A", "kad", "kpd", "không áp dụng"])
def test_what_does_not_arise_is_a_state_where_we_ask_and_told_in_a_sheet(text: str) -> None:
    assert parse_entry(text) == NOT_APPLICABLE
    assert (read_number(text).outcome, read_number(text).entry) == ("lands", NOT_APPLICABLE)
    assert (SHEET.read(text).value, SHEET.read(text).sureness) == (None, "flagged")


@pytest.mark.parametrize("text", ["không phát sinh", "kps", "Ko phát sinh"])
def test_not_arisen_in_words_is_the_state_of_that_name_where_there_is_one(text: str) -> None:
    assert parse_entry(text) == read_number(text).entry == NOT_APPLICABLE
    assert SHEET.read(text).value == 0


@pytest.mark.parametrize("text", ["-", "–", "—"])
def test_a_dash_of_others_is_nothing_and_typed_it_is_what_it_looks_like(text: str) -> None:
    assert parse_entry(text) == NOT_APPLICABLE
    assert (read_number(text).outcome, SHEET.read(text).value) == ("skipped", None)


def test_every_word_of_the_sheet_is_known_to_whoever_types() -> None:
    for word in WORDS.zero | WORDS.absent:
        assert parse_entry(word) in (Entry(0), NOT_APPLICABLE), word


@pytest.mark.parametrize("text", ["chưa có", "abc", "đủ"])
def test_a_refused_word_names_the_way_to_say_it(text: str) -> None:
    way = "Gõ số như 412 hoặc 1.234; không có thì gõ 0, không phát sinh thì gõ x."
    with pytest.raises(Refusal) as refused:
        parse_entry(text)
    assert refused.value.next_step == way
    assert read_number(text).note.endswith(way)
    assert not read_number("1,5").note.endswith(way)
