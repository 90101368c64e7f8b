"""The outline editor key by key, without a screen."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.targets import Target
from desktop.models.plans import outline_insert, plans
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.store import history
from tests.models.planning import HEAD, office, sample_draft, shape


class Desk:
    """An editor beside the outline that its edits alone would give."""

    def __init__(self, outline: Outline) -> None:
        numbers = count(1)
        self.kept = outline
        self.sent: list[Edit] = []
        self.editor = OutlineEditor(outline, lambda: f"n{next(numbers)}", self.take)

    def take(self, edit: Edit) -> None:
        self.sent.append(edit)
        self.kept = self.kept.with_values(edit.values)

    def at(self, text: str, caret: int | None = None) -> OutlineEditor:
        row = next(r for r in self.editor.outline if r.item.plain == text)
        self.editor.place(row.id, len(text) if caret is None else caret)
        return self.editor

    def lines(self) -> list[str]:
        return shape(self.editor.outline)


@pytest.fixture
def desk() -> Desk:
    return Desk(sample_draft().outline())


def test_typing_is_one_step_when_the_item_is_left(desk: Desk) -> None:
    editor = desk.at("Đoàn viên")
    for letter in " mới":
        editor.type(letter)
    assert desk.sent == []
    assert editor.unsaved
    editor.step(1)
    assert len(desk.sent) == 1
    assert "    1.1. Đoàn viên mới" in desk.lines()


def test_enter_at_the_end_goes_on_with_a_new_item(desk: Desk) -> None:
    editor = desk.at("Đoàn viên")
    editor.enter()
    editor.type("Kết nạp")
    editor.enter()
    editor.commit()
    assert desk.lines()[2:6] == [
        *("    1.1. Đoàn viên", "    1.2. Kết nạp", "    1.3.", "    1.4. Cơ sở"),
    ]


def test_enter_under_a_heading_begins_its_first_child(desk: Desk) -> None:
    desk.at("Chỉ tiêu").enter()
    assert desk.lines()[1:4] == ["  1. Chỉ tiêu", "    1.1.", "    1.2. Đoàn viên"]


def test_enter_in_the_middle_cuts_and_backspace_joins_again(desk: Desk) -> None:
    editor = desk.at("Thăm hỏi;", 4)
    editor.enter()
    assert desk.lines()[9:11] == ["    - Thăm", "    - hỏi;"]
    assert editor.caret == 0
    editor.backspace()
    assert desk.lines()[9] == "    - Thăm hỏi;"
    assert editor.caret == 5


def test_enter_on_an_empty_item_raises_it(desk: Desk) -> None:
    editor = desk.at("Đối thoại.")
    editor.enter()
    editor.enter()
    assert desk.lines()[8:12] == [
        *("  1. Tuyên truyền", "    - Thăm hỏi;", "    - Đối thoại.", "  2."),
    ]


def test_tab_and_shift_tab_move_levels_of_all_selected(desk: Desk) -> None:
    editor = desk.at("Thăm hỏi;")
    editor.place(next(r.id for r in editor.outline if r.item.plain == "Đối thoại."), extend=True)
    assert len(editor.selected()) == 2
    editor.backtab()
    assert desk.lines()[8:11] == ["  1. Tuyên truyền", "  2. Thăm hỏi;", "  3. Đối thoại."]
    assert len(editor.selected()) == 2
    editor.tab()
    assert desk.lines()[8:11] == [
        *("  1. Tuyên truyền", "    1.1. Thăm hỏi;", "    1.2. Đối thoại."),
    ]


def test_tab_keeps_what_was_typed(desk: Desk) -> None:
    editor = desk.at("Yêu cầu")
    editor.type(" chung")
    editor.tab()
    assert "    1.3. Yêu cầu chung" in desk.lines()
    assert [edit.label for edit in desk.sent] == ["Sửa nội dung mục", "Lùi cấp mục"]


def test_alt_arrows_move_items(desk: Desk) -> None:
    editor = desk.at("Yêu cầu")
    editor.alt_up()
    assert desk.lines()[1] == "  1. Yêu cầu"
    editor.alt_down()
    assert desk.lines()[1] == "  1. Chỉ tiêu"


def test_delete_at_the_end_joins_the_item_below(desk: Desk) -> None:
    desk.at("Đoàn viên").delete()
    assert "    1.1. Đoàn viên Cơ sở" in desk.lines()


def test_keys_that_can_do_nothing_do_nothing(desk: Desk) -> None:
    editor = desk.at("Mục tiêu", 0)
    assert not editor.backspace()
    assert not editor.tab()
    assert not editor.backtab()
    assert not desk.at("Tổ chức thực hiện").delete()
    assert desk.sent == []


def test_letters_are_deleted_within_the_item(desk: Desk) -> None:
    editor = desk.at("Cơ sở")
    editor.backspace()
    editor.place(editor.item or "", 0)
    editor.delete()
    assert rich_text.plain(editor.text) == "ơ s"


def test_bold_of_selected_text_and_of_whole_items(desk: Desk) -> None:
    editor = desk.at("Đoàn viên", 0)
    editor.place(editor.item or "", 4, extend=True)
    editor.mark("b")
    assert editor.text == (("Đoàn", "b"), (" viên", ""))
    editor = desk.at("Cơ sở")
    editor.mark("i")
    assert editor.text == (("Cơ sở", "i"),)


def test_several_lines_are_pasted_as_items_by_their_labels(desk: Desk) -> None:
    editor = desk.at("Tổ chức thực hiện")
    editor.paste("1. Phân công\n- Ban Thường vụ\n- Ban Nữ công\n\n2) Báo cáo\nhằng quý\n")
    assert desk.lines()[11:] == [
        "III. Tổ chức thực hiện",
        *("  1. Phân công", "    - Ban Thường vụ", "    - Ban Nữ công", "  2. Báo cáo"),
        "     hằng quý",
    ]


def test_plain_lines_are_pasted_as_items_of_the_same_kind(desk: Desk) -> None:
    editor = desk.at("Thăm hỏi;")
    editor.paste("Một\nHai")
    assert desk.lines()[9:13] == ["    - Thăm hỏi;", "    - Một", "    - Hai", "    - Đối thoại."]
    assert editor.caret == 3


def test_a_pasted_heading_comes_after_the_section_the_caret_is_in(desk: Desk) -> None:
    editor = desk.at("Thăm hỏi;")
    editor.enter()
    editor.paste("IV. KIỂM TRA\n1. Quý I\n2. Quý III")
    lines = desk.lines()
    assert "    - " not in lines
    at = lines.index("III. KIỂM TRA")
    assert lines[at - 1].strip() == "- Đối thoại."
    assert lines[at + 1 : at + 4] == ["  1. Quý I", "  2. Quý III", "IV. Tổ chức thực hiện"]


def test_one_line_is_pasted_into_the_text(desk: Desk) -> None:
    editor = desk.at("Thăm hỏi;", 8)
    editor.paste(" đoàn viên\n")
    assert rich_text.plain(editor.text) == "Thăm hỏi đoàn viên;"


def test_copied_items_paste_back_the_same(desk: Desk) -> None:
    copied = desk.at("Chỉ tiêu").copied()
    assert copied == "1. Chỉ tiêu\n\t1.1. Đoàn viên\n\t1.2. Cơ sở"
    assert [item.style for item in outline_insert.read_lines(copied)[0].children] == [
        *("decimal", "decimal"),
    ]


def test_a_dragged_item_of_the_upper_paper_answers_it(desk: Desk) -> None:
    parent = sample_draft().outline()
    top = next(row.id for row in parent if row.item.plain == "Tuyên truyền")
    desk.at("Yêu cầu").insert((outline_insert.answering(parent, top),))
    answers = [row.item.answers for row in desk.editor.outline if row.item.answers]
    assert [parent.row(item).item.plain for item in answers] == ["Thăm hỏi;", "Đối thoại."]


def test_deleting_selected_items_lands_above_them(desk: Desk) -> None:
    editor = desk.at("Chỉ tiêu")
    editor.delete_selected()
    assert editor.row is not None
    assert editor.row.item.plain == "Mục tiêu"
    editor.select_all()
    editor.delete_selected()
    assert (editor.item, desk.lines()) == (None, [])
    editor.type("Mới")
    editor.commit()
    assert desk.lines() == ["I. Mới"]


def test_a_wrong_value_is_refused_and_nothing_is_sent(desk: Desk) -> None:
    editor = desk.at("Đoàn viên")
    with pytest.raises(Refusal):
        editor.set_field("cost", -3)
    assert desk.sent == []
    assert editor.set_field("owner", "Ban Nữ công")
    assert editor.row is not None
    assert editor.row.item.owner == "Ban Nữ công"


def test_the_stores_outline_waits_for_edits_on_their_way(desk: Desk) -> None:
    before = desk.editor.outline
    editor = desk.at("Thăm hỏi;")
    editor.enter()
    assert not editor.refresh(before)
    editor.kept()
    assert editor.refresh(desk.kept)
    assert editor.refresh(before, force=True)
    assert editor.row is not None
    assert editor.item in before


KEYS: dict[str, Callable[[OutlineEditor, int], object]] = {
    "enter": lambda e, n: e.enter(),
    "tab": lambda e, n: e.tab(),
    "backtab": lambda e, n: e.backtab(),
    "up": lambda e, n: e.alt_up(),
    "down": lambda e, n: e.alt_down(),
    "backspace": lambda e, n: e.backspace(),
    "delete": lambda e, n: e.delete(),
    "type": lambda e, n: e.type("ấy"[: n % 3]),
    "paste": lambda e, n: e.paste("I. A\n1. B\n- C\nd"),
    "bold": lambda e, n: e.mark("b"),
    "style": lambda e, n: e.set_style(["dash", "none", "letter"][n % 3]),
    "step": lambda e, n: e.step(n % 7 - 3),
    "extend": lambda e, n: e.step(n % 5 - 2, extend=True),
    "home": lambda e, n: e.place(e.item or "", n % 6),
    "remove": lambda e, n: e.delete_selected(),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(KEYS)), st.integers(0, 40)), max_size=40))
def test_after_any_keys_the_store_holds_just_what_the_editor_shows(
    keys: list[tuple[str, int]],
) -> None:
    desk = Desk(sample_draft().outline())
    editor = desk.editor
    for name, n in keys:
        KEYS[name](editor, n)
        assert editor.item is None or editor.item in editor.outline
        assert 0 <= editor.caret <= rich_text.length(editor.text)
        assert desk.kept.rows == editor.outline.rows
    editor.commit()
    assert desk.kept.rows == editor.outline.rows
    assert not editor.unsaved
    live = {item.id for item in editor.outline.items.values() if not item.deleted}
    assert {row.id for row in editor.outline} == live


def test_edits_of_the_editor_are_kept_by_the_store_and_undone(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        start = plans.read_outline(store, plan)
        editor = OutlineEditor(
            start,
            plans.item_ids(plan, store.clock),
            lambda edit: plans.write_edit(store, plan, edit),
        )
        editor.enter()
        editor.type("Mới")
        editor.tab()
        editor.paste("1. Một\n- Hai")
        editor.commit()
        assert plans.read_outline(store, plan).rows == editor.outline.rows
        while len([step for step in history.steps(store) if not step.undone]) > 1:
            history.undo(store)
        assert plans.read_outline(store, plan).rows == start.rows
        editor.in_flight = 0
        assert editor.refresh(plans.read_outline(store, plan))


def test_an_empty_plan_takes_its_first_item() -> None:
    desk = Desk(PlanDraft(HEAD).outline())
    desk.editor.enter()
    assert desk.lines() == ["I."]


def test_a_targets_number_and_its_room_in_the_sentence_are_filled_together(desk: Desk) -> None:
    editor = desk.at("Đoàn viên")
    editor.type(" từ … người")
    editor.set_field("target", (Target(unit="người"),))
    sent = len(desk.sent)
    editor.set_field("target", (Target(unit="người", value=Decimal(60)),))
    assert len(desk.sent) == sent + 1
    assert "    1.1. Đoàn viên từ 60 người" in desk.lines()
    assert desk.kept.items[editor.item or ""].plain == "Đoàn viên từ 60 người"


def test_a_number_typed_in_the_room_sets_the_target_in_the_same_step(desk: Desk) -> None:
    editor = desk.at("Đoàn viên")
    editor.type(" từ … người")
    editor.set_field("target", (Target(unit="người"),))
    sent = len(desk.sent)
    item = editor.item or ""
    editor.edited((("Đoàn viên từ 75 người", ""),), 0)
    editor.commit()
    assert len(desk.sent) == sent + 1
    assert [one.value for one in desk.kept.items[item].targets] == [Decimal(75)]
