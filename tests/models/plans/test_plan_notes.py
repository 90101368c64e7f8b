"""Comments, milestones, snippets and own words: one step each, taken back by undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.outline import spelling
from desktop.models.plans import comments, milestones, plans, snippets
from desktop.models.store import history
from desktop.models.store.store import Store
from tests.models.planning import office, sample_draft, shape


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def plan(store: Store) -> str:
    return plans.save_draft(store, sample_draft())


def test_a_comment_names_its_item_author_and_time_and_can_be_settled(
    store: Store, plan: str
) -> None:
    item = plans.read_outline(store, plan).rows[0].id
    made = comments.add_comment(store, plan, item, " Nêu rõ số liệu \x00", "Trần Thị An")
    (one,) = comments.read_comments(store, plan)
    assert (one.id, one.item, one.text, one.author) == (made, item, "Nêu rõ số liệu", "Trần Thị An")
    assert one.at.startswith("2026-12-01")
    assert comments.open_counts([one]) == {item: 1}
    comments.resolve_comment(store, made)
    assert comments.open_counts(comments.read_comments(store, plan)) == {}
    history.undo(store)
    assert comments.open_counts(comments.read_comments(store, plan)) == {item: 1}
    comments.delete_comment(store, made)
    assert comments.read_comments(store, plan) == []
    history.undo(store)
    assert len(comments.read_comments(store, plan)) == 1


def test_an_empty_comment_is_refused(store: Store, plan: str) -> None:
    with pytest.raises(Refusal):
        comments.add_comment(store, plan, "x", "  ")
    with pytest.raises(Refusal):
        comments.resolve_comment(store, "gone")


def test_comments_that_come_together_are_one_step(store: Store, plan: str) -> None:
    rows = plans.read_outline(store, plan).rows
    comments.add_comments(
        store,
        plan,
        [
            comments.Comment("", rows[0].id, "Một", "An", "2026-12-02T09:00"),
            comments.Comment("", rows[1].id, "Hai", resolved=True),
        ],
    )
    found = comments.read_comments(store, plan)
    assert [(c.text, c.resolved) for c in found] == [("Hai", True), ("Một", False)]
    history.undo(store)
    assert comments.read_comments(store, plan) == []


def test_comments_leave_the_plan_of_another_alone(store: Store, plan: str) -> None:
    other = plans.save_draft(store, sample_draft())
    comments.add_comment(store, plan, plans.read_outline(store, plan).rows[0].id, "Một")
    assert comments.read_comments(store, other) == []


def test_a_milestone_keeps_the_outline_as_it_was(store: Store, plan: str) -> None:
    before = plans.read_outline(store, plan)
    kept = milestones.keep_milestone(store, plan, "Bản trình Ban Thường vụ")
    plans.set_item_text(store, plan, before.rows[0].id, "Mục tiêu mới")
    plans.delete_items(store, plan, [before.rows[1].id])
    assert [m.name for m in milestones.list_milestones(store, plan)] == ["Bản trình Ban Thường vụ"]
    assert shape(milestones.read_milestone(store, plan, kept)) == shape(before)
    milestones.rename_milestone(store, kept, "Trước họp")
    assert milestones.list_milestones(store, plan)[0].name == "Trước họp"
    milestones.delete_milestone(store, kept)
    assert milestones.list_milestones(store, plan) == []
    history.undo(store)
    assert len(milestones.list_milestones(store, plan)) == 1


def test_an_unnamed_milestone_is_called_by_its_day_and_hour(store: Store, plan: str) -> None:
    milestones.keep_milestone(store, plan)
    assert milestones.list_milestones(store, plan)[0].name == "Mốc 01/12 08:00"
    with pytest.raises(Refusal):
        milestones.read_milestone(store, plan, "không có")


def test_the_pack_brings_snippets_and_the_office_words_its_own(store: Store) -> None:
    assert snippets.read_snippets(store)["cđcs"].text == "công đoàn cơ sở"
    snippets.set_snippet(store, "CĐCS", "công đoàn cơ sở thành viên")
    snippets.set_snippet(store, "khct", "kế hoạch công tác")
    found = snippets.read_snippets(store)
    assert found["cđcs"] == snippets.Snippet("cđcs", "công đoàn cơ sở thành viên", own=True)
    assert found["khct"].own
    snippets.drop_snippet(store, "cđcs")
    assert "cđcs" not in snippets.read_snippets(store)
    history.undo(store)
    assert snippets.read_snippets(store)["cđcs"].own


def test_a_snippet_is_one_short_word(store: Store) -> None:
    for name, text in (("", "x"), ("hai từ", "x"), ("a" * 21, "x"), ("x", ""), ("-", "x")):
        with pytest.raises(Refusal):
            snippets.set_snippet(store, name, text)
    with pytest.raises(Refusal):
        snippets.drop_snippet(store, "không")


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("các cđcs", "các công đoàn cơ sở"),
        ("Cđcs", "Công đoàn cơ sở"),
        ("(cđcs", "(công đoàn cơ sở"),
        ("CĐCS", None),
        ("cđc", None),
        ("cđcs ", None),
        ("", None),
    ],
)
def test_an_abbreviation_before_the_caret_is_spelled_out(
    store: Store, typed: str, becomes: str | None
) -> None:
    found = snippets.expansion(snippets.read_snippets(store), typed, len(typed))
    assert (None if found is None else typed[: found[0]] + found[1]) == becomes


def test_an_added_word_is_right_from_then_on_until_undone(store: Store) -> None:
    speller = spelling.Speller.of(store)
    assert not speller.right("Veloce")
    spelling.add_word(store, "Veloce")
    assert spelling.Speller.of(store).right("veloce")
    assert spelling.read_words(store) == ["veloce"]
    history.undo(store)
    assert not spelling.Speller.of(store).right("Veloce")
    with pytest.raises(Refusal):
        spelling.add_word(store, "hai từ")
