"""A new version of the upper paper: every item accounted for, ours never lost, nothing silent."""

from dataclasses import replace
from itertools import count

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.documents.coverage import coverage
from desktop.documents.duties import sort_out
from desktop.documents.plan_compiler import compile_plan, drafter
from desktop.documents.plan_match import match
from desktop.documents.plan_update import Action, Change, Update, Version, apply, compare
from desktop.documents.word_diff import word_diff
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import DraftItem, PlanDraft, draft_item
from desktop.models.plans.plan_head import PlanHead
from tests.documents.papers import FACTS

PACKS = load_packs()
HEAD = PlanHead(id="p", subject="Chăm lo đoàn viên năm 2027", year=2027, number="41", symbol="KH")
TASKS = (
    "Tổ chức thăm hỏi đoàn viên khó khăn nhân dịp Tết Nguyên đán",
    "Phối hợp kiểm tra bữa ăn ca tại doanh nghiệp và bếp ăn tập thể",
    "Tuyên truyền pháp luật lao động cho đoàn viên tại nơi làm việc",
    "Rà soát doanh nghiệp chưa có tổ chức công đoàn để vận động thành lập",
    "Phát động thi đua lao động giỏi, lao động sáng tạo trong quý I",
    "Tổ chức Tháng Công nhân gắn với Tháng hành động về an toàn",
    "Kiểm tra việc chấp hành Điều lệ Công đoàn và quản lý tài chính",
    "Tư vấn pháp luật lưu động cho người lao động các khu nhà trọ",
    "Bồi dưỡng nghiệp vụ cán bộ công đoàn mới được bầu",
    "Cập nhật dữ liệu đoàn viên trên phần mềm quản lý",
)
EXTRA = "Vận động xây dựng quỹ hỗ trợ nhà ở Mái ấm công đoàn cho hộ nghèo"


def paper(sections: list[list[str]], prefix: str) -> Outline:
    """Return an upper paper with two sections of tasks, its ids beginning with a letter."""
    tops = [
        draft_item(f"NHIỆM VỤ {n}", labels.ROMAN, *(draft_item(t, labels.ARABIC) for t in tasks))
        for n, tasks in enumerate(sections, 1)
    ]
    numbers = count(1)
    named = [_with_ids(top, prefix, numbers) for top in tops]
    return PlanDraft(HEAD, tuple(named)).outline()


def _with_ids(item: DraftItem, prefix: str, numbers: "count[int]") -> DraftItem:
    own = f"{prefix}{next(numbers):03d}"
    children = tuple(_with_ids(child, prefix, numbers) for child in item.children)
    return replace(item, id=own, children=children)


def version(outline: Outline) -> Version:
    duties = sort_out(outline, FACTS)
    return Version(outline, duties, drafter(outline, HEAD, PACKS, 2027, FACTS, duties))


def own_plan(parent: Outline) -> Outline:
    return compile_plan(HEAD, parent, PACKS, 2027, FACTS).outline()


def updated(old: Outline, new: Outline, own: Outline, **chosen: Action) -> tuple[Update, Outline]:
    update = compare(version(old), version(new), own)
    numbers = count(1)
    values = apply(
        update, version(new), own, chosen, lambda: f"x{next(numbers)}", dropped_note="đã bỏ"
    )
    return update, own.with_values(values)


def only(update: Update, kind: str) -> Change:
    (found,) = [one for one in update.changes if one.kind == kind]
    return found


def ours(own: Outline, beginning: str) -> str:
    return next(row.id for row in own if row.item.plain.startswith(beginning))


def missing(parent: Outline, own: Outline) -> tuple[str, ...]:
    return coverage(parent, own, sort_out(parent, FACTS)).missing


def test_the_same_paper_changes_nothing() -> None:
    old = paper([list(TASKS[:5]), list(TASKS[5:])], "a")
    own = own_plan(old)
    update, after = updated(old, old, own)
    assert update.changes == ()
    assert after.items == own.items


def test_a_reworded_task_follows_where_ours_was_left_as_drafted() -> None:
    old, new = (paper([[*TASKS[:2], text]], p) for p, text in (
        ("a", TASKS[2]), ("b", TASKS[2] + " và khu nhà trọ"),
    ))  # fmt: skip
    update, after = updated(old, new, own_plan(old))
    change = only(update, "reworded")
    assert (change.action, change.edited, change.where) == ("take", False, "I.3")
    assert ours(after, "Tuyên truyền") == ours(own_plan(old), "Tuyên truyền")
    assert after.row(change.ours[0]).item.plain.endswith("và khu nhà trọ")


def test_who_and_when_follow_a_rewording_unless_ours_set_them() -> None:
    task = "Công đoàn xã, phường lập tủ sách lưu động, hoàn thành trước ngày {day}/2027"
    old, new = (paper([[*TASKS[:2], task.format(day=day)]], p)
                for p, day in (("a", "30/4"), ("b", "31/3")))  # fmt: skip
    own = own_plan(old)
    one = next(row.id for row in own if "tủ sách" in row.item.plain)
    assert own.row(one).item.due == "2027-04-30"
    _update, after = updated(old, new, own)
    assert after.row(one).item.due == "2027-03-31"
    mine = own.with_values([(one, "due", "2027-04-10"), (one, "owner", "Ban Nữ công")])
    _update, after = updated(old, new, mine)
    assert (after.row(one).item.due, after.row(one).item.owner) == ("2027-04-10", "Ban Nữ công")


def headed(prefix: str, head: str) -> Outline:
    """Return a paper with one task in two steps, the task itself nobody's duty."""
    steps = [draft_item(text, labels.DASH) for text in TASKS[:2]]
    top = draft_item("NHIỆM VỤ", labels.ROMAN, draft_item(head, labels.ARABIC, *steps))
    return PlanDraft(HEAD, (_with_ids(top, prefix, count(1)),)).outline()


@pytest.mark.parametrize(("own_words", "action"), [("", "take"), ("Đối thoại hai lần", "keep")])
def test_a_heading_taken_over_follows_its_rewording_unless_ours_was_worked_on(
    own_words: str, action: Action
) -> None:
    said = "Đối thoại định kỳ tại nơi làm việc mỗi quý một lần"
    anew = said.replace("mỗi quý một lần", "ít nhất sáu tháng một lần")
    old, new = headed("a", said), headed("b", anew)
    own = own_plan(old)
    mine = ours(own, "Đối thoại")
    assert own.row(mine).item.answers is None
    if own_words:
        own = own.with_values([(mine, "text", own_words)])
    update, after = updated(old, new, own)
    (change,) = update.changes
    assert (change.kind, change.ours, change.action) == ("reworded", (mine,), action)
    assert change.actions == ("keep", "take")
    assert after.row(mine).item.plain == (own_words or anew)
    assert len(after) == len(own)


def test_what_was_worked_on_is_kept_and_the_new_wording_offered() -> None:
    old = paper([list(TASKS[:3])], "a")
    new = paper([[*TASKS[:2], TASKS[2] + " và khu nhà trọ"]], "b")
    own = own_plan(old)
    mine = ours(own, "Tuyên truyền")
    own = own.with_values([(mine, "text", "Mở 04 buổi tuyên truyền tại Công ty May")])
    update, after = updated(old, new, own)
    assert only(update, "reworded").action == "keep"
    assert after.row(mine).item.plain == "Mở 04 buổi tuyên truyền tại Công ty May"
    assert after.row(mine).item.answers == "b004"
    key = only(update, "reworded").key
    _update, both = updated(old, new, own, **{key: "both"})
    assert both.row(mine).item.plain == "Mở 04 buổi tuyên truyền tại Công ty May"
    assert sum(row.item.answers == "b004" for row in both) == 2


def test_a_moved_task_keeps_its_link() -> None:
    old = paper([list(TASKS[:3])], "a")
    new = paper([[TASKS[2], TASKS[0], TASKS[1]]], "b")
    update, after = updated(old, new, own_plan(old))
    assert {one.kind for one in update.changes} == {"moved"}
    assert missing(new, after) == ()


def test_a_task_cut_in_two_and_a_new_one_are_answered() -> None:
    whole = f"{TASKS[0]}; {TASKS[3].lower()}"
    old = paper([[whole, TASKS[1]]], "a")
    new = paper([[TASKS[0], TASKS[3], TASKS[1], EXTRA]], "b")
    update, after = updated(old, new, own_plan(old))
    assert {one.kind for one in update.changes} >= {"split", "new"}
    assert only(update, "split").new == ("b002", "b003")
    assert missing(new, after) == ()


def test_two_tasks_made_one_are_both_linked_to_it() -> None:
    old = paper([[TASKS[0], TASKS[3], TASKS[1]]], "a")
    new = paper([[f"{TASKS[0]}; {TASKS[3].lower()}", TASKS[1]]], "b")
    update, after = updated(old, new, own_plan(old))
    joined = only(update, "joined")
    assert len(joined.ours) == 2
    assert {after.row(one).item.answers for one in joined.ours} == {"b002"}


def test_a_task_that_is_gone_leaves_ours_with_a_note() -> None:
    old, new = paper([list(TASKS[:3])], "a"), paper([list(TASKS[:2])], "b")
    update, after = updated(old, new, own_plan(old))
    change = only(update, "removed")
    item = after.row(change.ours[0]).item
    assert (item.answers, item.note) == (None, "đã bỏ")
    _update, less = updated(old, new, own_plan(old), **{change.key: "take"})
    assert change.ours[0] not in less


def test_a_new_section_brings_its_heading_along() -> None:
    old = paper([list(TASKS[:2])], "a")
    new = paper([list(TASKS[:2]), [EXTRA]], "b")
    _update, after = updated(old, new, own_plan(old))
    added = ours(after, "Vận động xây dựng quỹ")
    assert after.row(after.row(added).parent or "").item.plain == "NHIỆM VỤ 2"


def test_differing_words_put_together_are_the_texts() -> None:
    left, right = word_diff("Thăm 20 đoàn viên", "Thăm hỏi 20 đoàn viên")
    assert "".join(text for text, _marked in left) == "Thăm 20 đoàn viên"
    assert [text.strip() for text, marked in right if marked] == ["hỏi"]


TEXT = st.sampled_from(TASKS)
SECTION = st.lists(TEXT, min_size=1, max_size=6, unique=True)
PAPERS = st.lists(SECTION, min_size=1, max_size=3)


@st.composite
def revised(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]]]:
    """Return a paper and a version of it: words added, tasks moved, dropped, new."""
    before = draw(PAPERS)
    after = [list(section) for section in before]
    for _n in range(draw(st.integers(0, 5))):
        section = after[draw(st.integers(0, len(after) - 1))]
        place = draw(st.integers(0, max(0, len(section) - 1)))
        match draw(st.sampled_from(("reword", "drop", "add", "move"))):
            case "reword" if section:
                section[place] += draw(
                    st.sampled_from((" hằng quý", " ở từng đơn vị", " năm 2027"))
                )
            case "drop" if section:
                section.pop(place)
            case "move" if section:
                after[draw(st.integers(0, len(after) - 1))].append(section.pop(place))
            case _:
                section.insert(place, draw(st.sampled_from((EXTRA, *TASKS))))
    return before, after


@settings(max_examples=60, deadline=None)
@given(revised(), st.data())
def test_no_item_of_ours_is_ever_lost_and_every_duty_is_answered(
    both: tuple[list[list[str]], list[list[str]]], data: st.DataObject
) -> None:
    old, new = paper(both[0], "a"), paper(both[1], "b")
    own = own_plan(old)
    edited = data.draw(st.lists(st.sampled_from([row.id for row in own]), max_size=3))
    own = own.with_values((one, "text", f"Việc riêng {one}") for one in edited)
    update, after = updated(old, new, own)
    assert all(row.id in after for row in own)
    assert all(after.row(one).item.plain == f"Việc riêng {one}" for one in edited)
    assert missing(new, after) == ()
    again, same = updated(new, new, after)
    assert again.changes == ()
    assert same.items == after.items
    assert sorted(i for m in update.matches for i in m.old) == sorted(row.id for row in old)
    assert sorted(i for m in update.matches for i in m.new) == sorted(row.id for row in new)


@settings(max_examples=40, deadline=None)
@given(PAPERS)
def test_a_paper_matches_itself_item_by_item(sections: list[list[str]]) -> None:
    outline = paper(sections, "a")
    assert all(one.kind == "same" and one.old == one.new for one in match(outline, outline))


@settings(max_examples=40, deadline=None)
@given(PAPERS, st.data())
def test_coverage_counts_as_counting_one_by_one(
    sections: list[list[str]], data: st.DataObject
) -> None:
    parent = paper(sections, "a")
    own = own_plan(parent)
    answering = [row.id for row in own if row.item.answers]
    gone = data.draw(st.lists(st.sampled_from(answering), unique=True))
    less = own.with_values((one, "deleted", True) for one in gone)
    found = coverage(parent, less, sort_out(parent, FACTS))
    left = {row.item.answers for row in own if row.item.answers and row.id not in gone}
    tasks = [row for row in parent if row.size == 1]
    assert len(found.duties) == len(tasks)
    assert found.covered == sum(row.id in left for row in tasks)
    assert found.missing == tuple(parent.path(r.id) for r in tasks if r.id not in left)


OLD_HEAD = msgspec.structs.replace(HEAD, symbol="KH-LĐLĐ", date="2027-02-05")
NEW_HEAD = msgspec.structs.replace(OLD_HEAD, number="58", date="2027-04-20")


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("Cụ thể hóa Kế hoạch số 41/KH-LĐLĐ tại xã.", "Cụ thể hóa Kế hoạch số 58/KH-LĐLĐ tại xã."),
        ("Theo số 41/KH-LĐLĐ ngày 05/02/2027.", "Theo số 58/KH-LĐLĐ ngày 20/4/2027."),
        (
            "Theo số 41/KH-LĐLĐ, ngày 5 tháng 2 năm 2027 của tỉnh.",
            "Theo số 58/KH-LĐLĐ, ngày 20 tháng 4 năm 2027 của tỉnh.",
        ),
        ("Theo số 141/KH-LĐLĐ và 41/KH-LĐLĐTP.", None),
    ],
)
def test_a_sentence_that_cites_the_old_paper_is_offered_the_new_number(
    said: str, becomes: str | None
) -> None:
    old = paper([[*TASKS[:3]], [*TASKS[3:6]]], "a")
    new = paper([[*TASKS[:3]], [*TASKS[3:6]]], "b")
    own = own_plan(old)
    mine = next(iter(own)).id
    own = own.with_values([(mine, "text", said)])
    update = compare(version(old), version(new), own, (OLD_HEAD, NEW_HEAD))
    listed = [one for one in update.changes if one.kind == "cited"]
    assert [one.new_text for one in listed] == ([becomes] if becomes else [])
    for action in ("keep", "take"):
        chosen: dict[str, Action] = {one.key: action for one in listed}
        values = apply(update, version(new), own, chosen, lambda: "x", dropped_note="")
        after = own.with_values(values).row(mine).item.plain
        assert after == (becomes if becomes and action == "take" else said)


def test_the_same_number_and_day_are_no_change() -> None:
    old = paper([[*TASKS[:3]]], "a")
    own = own_plan(old)
    own = own.with_values([(next(iter(own)).id, "text", "Theo Kế hoạch số 41/KH-LĐLĐ.")])
    assert compare(version(old), version(old), own, (OLD_HEAD, OLD_HEAD)).changes == ()


def test_every_item_of_a_long_paper_follows_its_rewording() -> None:
    tasks = [f"{TASKS[n % 10]} của cụm số {n} về mục tiêu {n * 7}" for n in range(300)]
    old = paper([tasks[:150], tasks[150:]], "a")
    new = paper([[f"{one} năm nay" for one in half] for half in (tasks[:150], tasks[150:])], "b")
    found = [one for one in match(old, new) if one.kind == "reworded"]
    assert len(found) == 300
    assert all(one.old[0][1:] == one.new[0][1:] for one in found)


def test_a_plan_is_not_numbered_anew_with_every_item_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = paper([list(TASKS[:2])], "a")
    new = paper([[*TASKS, EXTRA], [f"{task} tại các khu nhà trọ" for task in TASKS]], "b")
    own = own_plan(old)
    update = compare(version(old), version(new), own)
    laid_out: list[Outline] = []
    numbers = count(1)
    begin = Outline.__init__

    def counting(self: Outline, *items: object, **more: object) -> None:
        laid_out.append(self)
        begin(self, *items, **more)  # type: ignore[arg-type]

    now = version(new)
    monkeypatch.setattr(Outline, "__init__", counting)
    values = apply(update, now, own, {}, lambda: f"x{next(numbers)}", dropped_note="đã bỏ")
    assert sum(field == "pos" for _item, field, _value in values) > 15
    assert laid_out == []


MOVED = (
    ("Tổ chức đối thoại định kỳ tại nơi làm việc ở các doanh nghiệp có công đoàn",
     "Mỗi năm ít nhất một lần, công đoàn và người sử dụng lao động đối thoại định kỳ tại nơi làm "
     "việc, lập biên bản"),
    ("Kiểm tra bữa ăn ca và bếp ăn tập thể",
     "Cùng ngành y tế giám sát bữa ăn ca của người lao động, chú trọng bếp ăn tập thể đông người"),
    ("Thương lượng, ký kết thỏa ước lao động tập thể có lợi hơn luật cho người lao động",
     "Nâng chất lượng thỏa ước: người thương lượng được tập huấn, bản ký kết phải có lợi hơn "
     "luật"),
)  # fmt: skip
OTHERS = (TASKS[0], TASKS[4], TASKS[6], TASKS[8], TASKS[9])


@pytest.mark.parametrize(("was", "now"), MOVED)
def test_a_task_moved_and_reworded_is_still_the_same_task(was: str, now: str) -> None:
    old = paper([[*OTHERS[:2], was, OTHERS[2]], list(OTHERS[3:])], "a")
    new = paper([list(OTHERS[:3]), [OTHERS[3], now, OTHERS[4]]], "b")
    (found,) = [one for one in match(old, new) if one.kind not in ("same", "moved")]
    assert found.kind == "reworded"
    assert old.row(found.old[0]).item.plain == was
    assert new.row(found.new[0]).item.plain == now


@pytest.mark.parametrize(("was", "_now"), MOVED)
def test_another_task_at_the_place_of_one_taken_out_is_new(was: str, _now: str) -> None:
    old = paper([[OTHERS[0], was, OTHERS[1]], list(OTHERS[2:])], "a")
    new = paper([[OTHERS[0], EXTRA, OTHERS[1]], list(OTHERS[2:])], "b")
    kinds = sorted(one.kind for one in match(old, new) if one.kind not in ("same", "moved"))
    assert kinds == ["new", "removed"]


def test_of_two_tasks_that_might_be_the_old_one_neither_is_taken_for_it() -> None:
    was = "Kiểm tra bữa ăn ca và bếp ăn tập thể"
    both = ("Giám sát bữa ăn ca của lao động nữ ở khu vực một",
            "Giám sát bữa ăn ca của lao động nữ ở khu vực hai")  # fmt: skip
    old = paper([[was, *OTHERS[:2]], list(OTHERS[2:])], "a")
    new = paper([list(OTHERS[:2]), [*OTHERS[2:], *both]], "b")
    kinds = sorted(one.kind for one in match(old, new) if one.kind not in ("same", "moved"))
    assert kinds == ["new", "new", "removed"]
