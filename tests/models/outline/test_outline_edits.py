"""What each verb does to an outline, and that no sequence of verbs ever loses an item."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.outline import outline_edits as edits
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, PlanItem
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.rich_text import runs_of
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from tests.models.planning import HEAD, sample_draft, shape


def after(outline: Outline, edit: Edit | None) -> Outline:
    assert edit is not None
    return outline.with_values(edit.values)


def find(outline: Outline, text: str) -> str:
    return next(row.id for row in outline if row.item.plain == text)


def test_enter_at_the_end_adds_an_item_on_the_same_level() -> None:
    outline = sample_draft().outline()
    edit = edits.add_after(outline, find(outline, "Đoàn viên"), "new", runs_of("Mới"))
    assert shape(after(outline, edit))[2:5] == [
        *("    1.1. Đoàn viên", "    1.2. Mới", "    1.3. Cơ sở"),
    ]  # fmt: skip


def test_splitting_takes_what_was_under_the_item_along() -> None:
    outline = sample_draft().outline()
    outline = after(outline, edits.split(outline, find(outline, "Tuyên truyền"), 6, "new"))
    assert shape(outline)[8:12] == [
        *("  1. Tuyên", "  2. truyền", "    - Thăm hỏi;", "    - Đối thoại."),
    ]  # fmt: skip


def test_merging_undoes_a_split_at_a_space() -> None:
    outline = sample_draft().outline()
    cut = after(outline, edits.split(outline, find(outline, "Tuyên truyền"), 6, "new"))
    assert shape(after(cut, edits.merge_with_previous(cut, "new"))) == shape(outline)


def test_splitting_at_the_beginning_keeps_the_item_itself() -> None:
    outline = sample_draft().outline()
    item = find(outline, "Tuyên truyền")
    cut = after(outline, edits.split(outline, item, 0, "new"))
    assert [cut.row("new").label, cut.row(item).label] == ["1.", "2."]
    assert cut.row(item).item.plain == "Tuyên truyền"


def test_merging_keeps_owner_and_target_of_the_item_that_goes() -> None:
    outline = sample_draft().outline()
    item = find(outline, "Cơ sở")
    outline = outline.with_values([(item, "owner", "Ban Nữ công")])
    merged = after(outline, edits.merge_with_previous(outline, item))
    assert merged.row(find(merged, "Đoàn viên Cơ sở")).item.owner == "Ban Nữ công"


def test_indenting_takes_the_numbering_of_the_new_neighbours() -> None:
    outline = sample_draft().outline()
    outline = after(outline, edits.indent(outline, [find(outline, "Yêu cầu")]))
    assert shape(outline)[1:7] == [
        *("  1. Chỉ tiêu", "    1.1. Đoàn viên", "    1.2. Cơ sở", "    1.3. Yêu cầu"),
        *("      a) Sát thực tế;", "      b) Tiết kiệm."),
    ]  # fmt: skip


def test_raising_an_item_keeps_the_page_in_order() -> None:
    outline = sample_draft().outline()
    before = [row.id for row in outline]
    outline = after(outline, edits.outdent(outline, [find(outline, "Thăm hỏi;")]))
    assert [row.id for row in outline] == before
    assert shape(outline)[8:11] == ["  1. Tuyên truyền", "  2. Thăm hỏi;", "    - Đối thoại."]


def test_raising_several_items_keeps_them_side_by_side() -> None:
    outline = sample_draft().outline()
    both = [find(outline, "Thăm hỏi;"), find(outline, "Đối thoại.")]
    outline = after(outline, edits.outdent(outline, both))
    assert shape(outline)[8:11] == ["  1. Tuyên truyền", "  2. Thăm hỏi;", "  3. Đối thoại."]


def test_moving_up_and_down_carries_the_branch_and_crosses_to_the_next_one() -> None:
    outline = sample_draft().outline()
    item = find(outline, "Chỉ tiêu")
    down = after(outline, edits.move_down(outline, [item]))
    assert shape(down)[1:4] == ["  1. Yêu cầu", "    a) Sát thực tế;", "    b) Tiết kiệm."]
    assert shape(after(down, edits.move_up(down, [item]))) == shape(outline)
    further = after(down, edits.move_down(down, [item]))
    assert shape(further)[4:7] == ["II. Nhiệm vụ", "  1. Chỉ tiêu", "    1.1. Đoàn viên"]


def test_what_cannot_be_done_gives_no_edit() -> None:
    outline = sample_draft().outline()
    first = outline.rows[0].id
    assert edits.indent(outline, [first]) is None
    assert edits.outdent(outline, [first]) is None
    assert edits.move_up(outline, [first]) is None
    assert edits.move(outline, [first], outline.rows[2].id) is None
    assert edits.merge_with_previous(outline, first) is None
    assert edits.set_style(outline, [first], "cyrillic") is None
    assert edits.set_text(outline, first, outline.rows[0].item.text) is None


def test_deleted_branches_come_back_where_they_stood() -> None:
    outline = sample_draft().outline()
    item = find(outline, "Chỉ tiêu")
    gone = after(outline, edits.delete(outline, [item]))
    assert len(gone) == len(outline) - 3
    back = after(gone, edits.restore(gone, [i.id for i in gone.deleted()]))
    assert shape(back) == shape(outline)


def test_places_that_a_merge_made_equal_are_dealt_out_anew() -> None:
    outline = Outline([PlanItem("a", index="V"), PlanItem("b", index="V"), PlanItem("c", index="")])
    outline = outline.with_values(edits.add_after(outline, "a", "new").values)
    assert [row.id for row in outline] == ["c", "a", "new", "b"]


Verb = Callable[[Outline, list[str], int], Edit | None]
VERBS: dict[str, Verb] = {
    "add": lambda o, ids, n: edits.add_after(o, ids[0] if ids else None, f"n{n}", runs_of("mới")),
    "child": lambda o, ids, n: edits.add_first_child(o, ids[0], f"n{n}") if ids else None,
    "split": lambda o, ids, n: edits.split(o, ids[0], n % 9, f"n{n}") if ids else None,
    "merge": lambda o, ids, n: edits.merge_with_previous(o, ids[0]) if ids else None,
    "indent": lambda o, ids, n: edits.indent(o, ids),
    "outdent": lambda o, ids, n: edits.outdent(o, ids),
    "up": lambda o, ids, n: edits.move_up(o, ids),
    "down": lambda o, ids, n: edits.move_down(o, ids),
    "move": lambda o, ids, n: edits.move(o, ids[:1], ids[-1] if ids and n % 2 else None),
    "delete": lambda o, ids, n: edits.delete(o, ids[:1]),
    "restore": lambda o, ids, n: edits.restore(o, [i.id for i in o.deleted()]),
    "style": lambda o, ids, n: edits.set_style(o, ids, labels.STYLES[n % len(labels.STYLES)]),
}
moves = st.lists(
    st.tuples(st.sampled_from(sorted(VERBS)), st.lists(st.integers(0, 60), max_size=4)), max_size=25
)


@settings(max_examples=150, deadline=None)
@given(moves)
def test_no_sequence_of_verbs_loses_or_doubles_an_item(
    sequence: list[tuple[str, list[int]]],
) -> None:
    outline = sample_draft().outline()
    known = set(outline.items)
    for n, (name, places) in enumerate(sequence):
        ids = [outline.rows[place % len(outline)].id for place in places] if len(outline) else []
        edit = VERBS[name](outline, ids, n)
        if edit is None:
            continue
        outline = outline.with_values(edit.values)
        known |= {item for item, _field, _value in edit.values}
        assert set(outline.items) == known
        shown = [row.id for row in outline]
        live = {item.id for item in outline.items.values() if not item.deleted}
        assert len(shown) == len(set(shown))
        assert set(shown) == live
        assert not any(row.stray for row in outline)
        for row in outline:
            assert row.parent is None or outline.row(row.parent).depth == row.depth - 1
            assert (row.label == "") == (row.style == labels.NONE)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=3),
       st.sampled_from(["split", "merge", "indent", "outdent"]))  # fmt: skip
def test_splitting_merging_and_levels_never_change_the_order_on_the_page(
    places: list[int], name: str
) -> None:
    outline = sample_draft().outline()
    ids = [outline.rows[place % len(outline)].id for place in places]
    edit = VERBS[name](outline, ids, 5)
    if edit is None:
        return
    changed = outline.with_values(edit.values)
    kept = [row.id for row in changed if row.id in outline]
    assert kept == [row.id for row in outline if row.id in changed]


@pytest.mark.parametrize("count", [300])
def test_a_verb_on_three_hundred_items_is_quick(count: int) -> None:
    items = [draft_item(f"Mục {n}", "roman", *[draft_item("x", "dash")] * 9) for n in range(30)]
    outline = PlanDraft(HEAD, tuple(items)).outline()
    assert len(outline) == count
    edit = edits.indent(outline, [outline.rows[150].id])
    assert edit is not None
    assert len(edit.values) <= 25
