"""How alike two texts are, by the words they share, each as often as it stands in both."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.plan_match import likeness, words
from desktop.models.text import fold

TEXTS = st.text("ăâ đư bo_,.Ơ 1²", max_size=40) | st.lists(
    st.sampled_from(("tổ chức", "Tổ", "đoàn", "đoàn viên", "100%", "a_b")), max_size=12
).map(" ".join)


def counted(text: str) -> Counter[str]:
    return Counter("".join(c if c.isalnum() else " " for c in fold(text)).split())


@given(TEXTS, TEXTS)
def test_words_are_shared_as_often_as_they_stand_in_both(one: str, other: str) -> None:
    mine, theirs = counted(one), counted(other)
    assert list(words(one).order) == list(mine)
    assert len(words(one)) == mine.total()
    assert words(one).shared(words(other)) == (mine & theirs).total()
    rest = words(one).without(words(other))
    assert {word: max(n for w, n in rest.each if w == word) for word in rest.order} == mine - theirs
    total = mine.total() + theirs.total()
    assert likeness(words(one), words(other)) == (
        2 * (mine & theirs).total() / total if total else 1.0
    )
