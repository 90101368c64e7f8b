"""Picking, folding, dragging and copying items; every edit can be taken back and redone."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_drop import Drop, drop_at, drops, is_home
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.outline_find import Query
from desktop.models.outline.outline_folds import Folds
from desktop.models.plans import outline_clip, plans
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.models.store import history
from tests.models.planning import office, sample_draft, shape


def find(outline: Outline, text: str) -> str:
    return next(row.id for row in outline if row.item.plain == text)


def editing(outline: Outline) -> tuple[OutlineEditor, list[Edit]]:
    numbers, sent = count(1), []
    return OutlineEditor(outline, lambda: f"n{next(numbers)}", sent.append), sent


@pytest.fixture
def outline() -> Outline:
    return sample_draft().outline()


def test_items_are_picked_one_by_one_and_dropped_again(outline: Outline) -> None:
    editor, _sent = editing(outline)
    editor.place(find(outline, "Đoàn viên"))
    editor.pick(find(outline, "Đối thoại."))
    editor.pick(find(outline, "Sát thực tế;"))
    names = ["Đoàn viên", "Sát thực tế;", "Đối thoại."]
    assert editor.selected() == [find(outline, name) for name in names]
    editor.pick(find(outline, "Đoàn viên"))
    assert len(editor.selected()) == 2
    editor.delete_selected()
    assert len(editor.outline) == len(outline) - 2
    assert not editor.picked


def test_what_is_picked_takes_a_field_in_one_step(outline: Outline) -> None:
    editor, sent = editing(outline)
    editor.place(find(outline, "Đoàn viên"))
    editor.pick(find(outline, "Thăm hỏi;"))
    editor.set_field("owner", "Ban Thường vụ")
    assert len(sent) == 1
    assert len(editor.selected()) == 2
    owners = [row.item.plain for row in editor.outline if row.item.owner]
    assert owners == ["Đoàn viên", "Thăm hỏi;"]


def test_a_folded_branch_shows_its_top_only(outline: Outline) -> None:
    folds = Folds()
    assert folds.toggle(outline, [find(outline, "Thăm hỏi;")])
    assert [r.item.plain for r in folds.shown(outline)][-2:] == [
        "Tuyên truyền", "Tổ chức thực hiện",
    ]  # fmt: skip
    assert folds.state(outline.row(find(outline, "Tuyên truyền"))) == "closed"
    assert folds.shown_for(outline, find(outline, "Đối thoại.")) == find(outline, "Tuyên truyền")
    assert folds.reveal(outline, find(outline, "Đối thoại."))
    assert len(folds.shown(outline)) == len(outline)
    folds.fold_to(outline, 0)
    assert len(folds.shown(outline)) == 3


def test_levels_offered_at_a_gap_reach_from_the_row_below_to_inside_the_row_above(
    outline: Outline,
) -> None:
    shown = [row.id for row in outline]
    gap = shown.index(find(outline, "Nhiệm vụ"))
    found = drops(outline, shown, gap)
    assert [one.depth for one in found] == [0, 1, 2, 3]
    assert drop_at(found, 1) == Drop(find(outline, "Mục tiêu"), find(outline, "Yêu cầu"), 1)
    assert drop_at(found, 9).parent == find(outline, "Tiết kiệm.")
    assert [one.depth for one in drops(outline, shown, 1)] == [1]
    assert drops(outline, shown, 0) == [Drop(None, None, 0)]


def test_an_item_dragged_to_its_own_place_moves_nothing(outline: Outline) -> None:
    item = find(outline, "Yêu cầu")
    home = Drop(find(outline, "Mục tiêu"), find(outline, "Chỉ tiêu"), 1)
    assert is_home(outline, [item], home)
    editor, sent = editing(outline)
    editor.place(item)
    assert not editor.drop(home)
    assert sent == []


def test_dragging_moves_the_branch_and_renumbers_it(outline: Outline) -> None:
    editor, sent = editing(outline)
    editor.place(find(outline, "Yêu cầu"))
    editor.drop(Drop(find(outline, "Nhiệm vụ"), find(outline, "Tuyên truyền"), 1))
    assert shape(editor.outline)[5:9] == [
        "  1. Tuyên truyền", "    - Thăm hỏi;", "    - Đối thoại.", "  2. Yêu cầu",
    ]  # fmt: skip
    assert len(sent) == 1


def test_a_copy_is_dragged_with_control_and_the_item_stays(outline: Outline) -> None:
    editor, _sent = editing(outline)
    editor.place(find(outline, "Yêu cầu"))
    editor.drop(Drop(None, None, 0), copy=True)
    assert shape(editor.outline)[:3] == ["I. Yêu cầu", "  a) Sát thực tế;", "  b) Tiết kiệm."]
    assert len(editor.outline) == len(outline) + 3


def test_copied_items_keep_their_fields_and_marks(outline: Outline) -> None:
    item = find(outline, "Chỉ tiêu")
    marked = (item, "text", [["Chỉ ", ""], ["tiêu", "b"]])
    outline = outline.with_values([(item, "owner", "Ban Nữ công"), (item, "cost", 5), marked])
    (tree,) = outline_clip.from_clip(outline_clip.to_clip(outline, [item]))
    assert (tree.owner, tree.cost, tree.text) == ("Ban Nữ công", 5, (("Chỉ ", ""), ("tiêu", "b")))
    assert [child.text[0][0] for child in tree.children] == ["Đoàn viên", "Cơ sở"]
    assert tree.id == ""
    assert outline_clip.from_clip(b"{") == ()
    assert "1. Chỉ <b>tiêu</b></p>" in outline_clip.as_html(outline, [item])


def test_markup_in_a_text_is_copied_as_it_stands(outline: Outline) -> None:
    first = outline.rows[0].id
    marked = outline.with_values([(first, "text", "a < b & <script>")])
    assert "a &lt; b &amp; &lt;script&gt;" in outline_clip.as_html(marked, [first])


Deed = Callable[[OutlineEditor, int, int], object]
DEEDS: dict[str, Deed] = {
    "pick": lambda e, a, b: e.pick(_nth(e, a)),
    "place": lambda e, a, b: e.place(_nth(e, a), b),
    "extend": lambda e, a, b: e.place(_nth(e, a), b, extend=True),
    "drop": lambda e, a, b: e.drop(_drop(e, a, b)),
    "copy": lambda e, a, b: e.drop(_drop(e, a, b), copy=True),
    "paste": lambda e, a, b: e.insert(
        outline_clip.from_clip(outline_clip.to_clip(e.outline, e.selected()))
    ),
    "cut": lambda e, a, b: e.delete_selected(),
    "replace": lambda e, a, b: e.replace_all(Query("t"), ["x", "", "tt"][b % 3]),
    "type": lambda e, a, b: e.type("mới "),
    "enter": lambda e, a, b: e.enter(),
    "tab": lambda e, a, b: e.tab(),
    "bold": lambda e, a, b: e.mark("b"),
    "owner": lambda e, a, b: e.set_field("owner", f"Ban {b}"),
}
deeds = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 40), st.integers(0, 40)), max_size=14
)


def _nth(editor: OutlineEditor, place: int) -> str:
    rows = editor.outline.rows
    return rows[place % len(rows)].id if rows else ""


def _drop(editor: OutlineEditor, gap: int, depth: int) -> Drop:
    shown = [row.id for row in editor.outline]
    found = drops(editor.outline, shown, gap % (len(shown) + 1), editor.selected())
    return drop_at(found, depth % 5)


@settings(max_examples=60, deadline=None)
@given(deeds)
def test_no_sequence_of_deeds_loses_or_doubles_an_item(
    sequence: list[tuple[str, int, int]],
) -> None:
    outline = sample_draft().outline()
    editor, sent = editing(outline)
    kept = outline
    for name, a, b in sequence:
        DEEDS[name](editor, a, b)
    editor.commit()
    for edit in sent:
        kept = kept.with_values(edit.values)
    live = [item for item in kept.items.values() if not item.deleted]
    assert len(live) == len(kept) == len({row.id for row in kept})
    assert shape(kept) == shape(editor.outline)
    assert not any(row.stray for row in kept)


@settings(max_examples=15, deadline=None)
@given(deeds)
def test_undoing_all_gives_the_start_and_redoing_all_the_end(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[tuple[str, int, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("undo")
    with office(folder) as store:
        plan = plans.save_draft(store, sample_draft())
        start = plans.read_outline(store, plan)
        steps: list[Edit] = []
        numbers = count(1)
        editor = OutlineEditor(start, lambda: f"{plan}.{next(numbers):012x}", steps.append)
        for name, a, b in sequence:
            DEEDS[name](editor, a, b)
        editor.commit()
        written = [edit for edit in steps if plans.write_edit(store, plan, edit).changes]
        end = plans.read_outline(store, plan)
        assert shape(end) == shape(editor.outline)
        for _edit in written:
            history.undo(store)
        assert plans.read_outline(store, plan).rows == start.rows
        for _edit in written:
            history.redo(store)
        assert plans.read_outline(store, plan).rows == end.rows
