"""Comparing outlines: words that came and went, items that moved, came and went."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.models.outline import outline_edits as edits
from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_compare import compare, matches
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from desktop.models.word_diff import Part, word_diff
from tests.models.planning import HEAD, sample_draft


def after(outline: Outline, edit: edits.Edit | None) -> Outline:
    assert edit is not None
    return outline.with_values(edit.values)


def find(outline: Outline, text: str) -> str:
    return next(row.id for row in outline if row.item.plain == text)


def fates(old: Outline, new: Outline) -> dict[str, str]:
    return {
        "".join(p.text for p in line.parts): line.fate
        for line in compare(old, new).lines
        if line.differs
    }


def test_words_that_changed_are_shown_within_the_sentence() -> None:
    assert word_diff("kết nạp 100 đoàn viên mới", "kết nạp 150 đoàn viên") == [
        Part("same", "kết nạp "), Part("removed", "100"), Part("added", "150"),
        Part("same", " đoàn viên"), Part("removed", " mới"),
    ]  # fmt: skip


def test_texts_with_little_in_common_stand_one_after_the_other() -> None:
    parts = word_diff("một hai ba", "bốn năm sáu bảy")
    assert [part.kind for part in parts] == ["removed", "added"]


@given(st.text("ab ,.", max_size=30), st.text("ab ,.", max_size=30))
def test_both_texts_can_be_read_from_the_parts(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(p.text for p in parts if p.kind != "added") == old
    assert "".join(p.text for p in parts if p.kind != "removed") == new


def test_two_equal_outlines_do_not_differ() -> None:
    outline = sample_draft().outline()
    assert compare(outline, outline).differences == 0


def test_changed_added_removed_and_moved_items_are_told_apart() -> None:
    old = sample_draft().outline()
    new = after(old, edits.set_text(old, find(old, "Thăm hỏi;"), (("Thăm hỏi, động viên;", ""),)))
    new = after(new, edits.add_after(new, find(old, "Đối thoại."), "new", (("Mới", ""),)))
    new = after(new, edits.delete(new, [find(old, "Cơ sở")]))
    new = after(new, edits.move_up(new, [find(old, "Yêu cầu")]))
    found = compare(old, new)
    assert (found.count("changed"), found.count("added"), found.count("removed")) == (1, 1, 1)
    moved = [line for line in found.lines if line.moved]
    assert 1 <= len(moved) <= 3


def test_an_owner_that_changed_is_named() -> None:
    old = sample_draft().outline()
    item = old.rows[1].id
    new = old.with_values([(item, "owner", "Ban Nữ công")])
    (line,) = [line for line in compare(old, new).lines if line.differs]
    assert line.fields == (("owner", "", "Ban Nữ công"),)


def test_a_plan_of_another_year_matches_by_its_text() -> None:
    meeting = draft_item("Tổ chức hội nghị người lao động", "arabic")
    was = draft_item("Kết nạp 100 đoàn viên trong năm 2026", "arabic")
    now = draft_item("Kết nạp 150 đoàn viên trong năm 2027", "arabic")
    old = PlanDraft(HEAD, (was, meeting)).outline()
    new = PlanDraft(HEAD, (meeting, now)).outline()
    other = [replace(item, id="n" + item.id) for item in new.items.values()]
    renamed = Outline(other)
    assert len(matches(old, renamed)) == 2
    assert "changed" in fates(old, renamed).values()


def test_every_item_of_both_outlines_is_in_the_comparison_once() -> None:
    old = sample_draft().outline()
    new = after(old, edits.delete(old, [old.rows[0].id]))
    lines = compare(old, new).lines
    assert sorted(line.old for line in lines if line.old) == sorted(row.id for row in old)
    assert sorted(line.new for line in lines if line.new) == sorted(row.id for row in new)
