"""Finding and replacing within items that carry bold and italic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.outline.outline_find import Query, find, find_all, replace_all, replaced
from desktop.models.outline.rich_text import plain, runs_of
from tests.models.planning import sample_draft, shape


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query("doan vien"), ["Đoàn viên", "đoàn viên"]),
        (Query("đoàn viên"), ["Đoàn viên", "đoàn viên"]),
        (Query("đoán"), []),
        (Query("đoàn", exact=True), ["đoàn"]),
        (Query("vi"), ["vi", "vi"]),
        (Query("vi", whole=True), []),
        (Query("viên", whole=True), ["viên", "viên"]),
        (Query("  "), []),
    ],
)
def test_words_are_found_without_their_tones_unless_asked(query: Query, found: list[str]) -> None:
    text = "Đoàn viên và đoàn viên"
    assert [text[a:b] for a, b in find(text, query)] == found


def test_all_matches_are_replaced_in_one_step_and_keep_their_marks() -> None:
    outline = sample_draft().outline()
    first = outline.rows[0].id
    outline = outline.with_values([(first, "text", [["Mục ", ""], ["tiêu", "b"], [" tiêu", "i"]])])
    edit, count = replace_all(outline, Query("tieu"), "đích")
    assert edit is not None
    assert count == 3
    after = outline.with_values(edit.values)
    assert after.row(first).item.text == (("Mục ", ""), ("đích", "b"), (" đích", "i"))
    assert shape(after)[1] == "  1. Chỉ đích"
    assert len(find_all(after, Query("đích"))) == 3


def test_replacing_by_nothing_takes_the_words_out() -> None:
    assert plain(replaced(runs_of("một hai một"), [(0, 4), (7, 11)], "")) == "hai"


def test_places_that_read_so_already_are_not_counted_as_replaced() -> None:
    outline = sample_draft().outline()
    first = outline.rows[0].id
    outline = outline.with_values([(first, "text", [["Quỹ đoàn, quỹ hội", ""]])])
    edit, count = replace_all(outline, Query("quỹ"), "quỹ", within=[first])
    assert edit is not None
    assert count == 1
    assert outline.with_values(edit.values).row(first).item.plain == "quỹ đoàn, quỹ hội"
    assert replace_all(outline, Query("quỹ hội"), "quỹ hội", within=[first]) == (None, 0)


def test_nothing_found_is_no_step() -> None:
    assert replace_all(sample_draft().outline(), Query("không có"), "x") == (None, 0)


@given(
    st.lists(st.tuples(st.text("aáàbđ ", max_size=6), st.sampled_from(["", "b", "i", "bi"]))),
    st.text("aàb", min_size=1, max_size=2),
)
def test_replacing_a_word_by_itself_changes_nothing(runs: list[tuple[str, str]], word: str) -> None:
    text = runs_of([list(run) for run in runs])
    places = find(plain(text), Query(word, exact=True))
    assert plain(replaced(text, places, word)) == plain(text)
