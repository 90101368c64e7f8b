"""Text with bold and italic stretches."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.outline import rich_text
from desktop.models.outline.rich_text import Runs

_run = st.tuples(st.text("ab ốđ", max_size=5), st.sampled_from(rich_text.FLAGS))
texts = st.lists(_run, max_size=6).map(rich_text.tidy)


@given(texts)
def test_what_is_stored_reads_back(text: Runs) -> None:
    assert rich_text.runs_of(rich_text.to_value(text)) == text


@given(texts, st.integers(0, 30))
def test_cutting_and_joining_gives_the_text_back(text: Runs, at: int) -> None:
    assert rich_text.join(rich_text.cut(text, 0, at), rich_text.cut(text, at)) == text


@given(texts, st.integers(0, 30), st.integers(0, 30), st.sampled_from("bi"))
def test_marking_never_changes_the_characters(text: Runs, one: int, two: int, flag: str) -> None:
    start, end = sorted((one, two))
    marked = rich_text.toggled(text, start, end, flag)
    assert rich_text.plain(marked) == rich_text.plain(text)


def test_marking_twice_marks_then_unmarks() -> None:
    text = rich_text.runs_of("Tháng Công nhân")
    bold = rich_text.toggled(text, 6, 15, "b")
    assert bold == (("Tháng ", ""), ("Công nhân", "b"))
    assert rich_text.toggled(bold, 6, 15, "b") == text


def test_a_stretch_partly_bold_becomes_wholly_bold() -> None:
    text = (("Tháng ", ""), ("Công nhân", "b"))
    assert rich_text.toggled(text, 0, 15, "b") == (("Tháng Công nhân", "b"),)


def test_typed_text_takes_the_marks_before_it() -> None:
    text = (("Tháng ", ""), ("Công", "b"))
    assert rich_text.replace(text, 10, 10, " nhân") == (("Tháng ", ""), ("Công nhân", "b"))


def test_decomposed_letters_and_line_ends_are_put_right() -> None:
    assert rich_text.runs_of("Co\u0302ng\nđoàn") == (("Công đoàn", ""),)


def test_plain_text_is_stored_as_a_string() -> None:
    assert rich_text.to_value((("Thăm hỏi", ""),)) == "Thăm hỏi"
    assert rich_text.to_value((("Thăm", "b"), (" hỏi", ""))) == [["Thăm", "b"], [" hỏi", ""]]
