"""Text is broken into lines where a reader expects it."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.formats.faces import break_lines, face, width_pt, word_size

FACE = face()


def test_a_word_too_wide_is_cut_after_a_slash() -> None:
    room = width_pt("đồng/su", FACE, 11)
    assert break_lines("đồng/suất", FACE, 11, room) == ["đồng/", "suất"]
    assert break_lines("người/CĐCS/năm", FACE, 11, width_pt("người/C", FACE, 11)) == [
        "người/",
        "CĐCS/",
        "năm",
    ]


def test_a_word_without_a_slash_is_cut_between_letters() -> None:
    room = width_pt("nghiêng", FACE, 11)
    assert break_lines("nghiêngngả", FACE, 11, room) == ["nghiêng", "ngả"]


@given(st.text("aă/đ ộ1-W", max_size=40), st.floats(8, 60))
def test_no_letter_is_lost_and_no_line_is_wider_than_its_longest_letter(
    text: str, room: float
) -> None:
    lines = break_lines(text, FACE, 11, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    widest = max((width_pt(char, FACE, 11) for char in text), default=0.0)
    assert all(width_pt(line.strip(), FACE, 11) <= max(room, widest) + 0.01 for line in lines)


def test_words_held_together_are_made_to_fit_as_one() -> None:
    mark = "6\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}2"
    assert word_size(mark, face(), 11, 15) < word_size(mark.replace("\xa0", " "), face(), 11, 15)
