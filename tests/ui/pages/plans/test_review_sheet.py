"""Correcting a reading without a screen: nothing is lost, everything can be taken back."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.documents import read_pasted
from desktop.ui.pages.plans.review_sheet import ReviewSheet
from tests.ui.pages.plans.conftest import PAPER

READING = read_pasted(PAPER)


def sheet() -> ReviewSheet:
    return ReviewSheet(READING)


def row_named(made: ReviewSheet, start: str) -> str:
    return next(row.id for row in made.rows if row.block.text.startswith(start))


def text_of(made: ReviewSheet) -> str:
    return " ".join(f"{r.block.label} {r.block.text}" for r in made.rows if not r.dropped)


def words(text: str) -> list[str]:
    return sorted(text.split())


def test_a_gap_in_the_labels_is_doubtful_until_it_is_agreed() -> None:
    made = sheet()
    odd = row_named(made, "Vận động")
    assert made.doubtful_rows() == [odd]
    made.accept([odd])
    assert made.doubtful_rows() == []
    assert made.next_doubtful("") == ""


def test_an_untouched_sheet_gives_the_reading_back() -> None:
    assert sheet().result().to_json() == READING.to_json()


def test_a_split_row_keeps_every_word_and_its_place() -> None:
    made = sheet()
    row = row_named(made, "Các công đoàn")
    before = words(text_of(made))
    new = made.split(row, len("Các công đoàn cơ sở"))
    assert made.row(new).block.text == "phát động thi đua ngay từ đầu năm."
    assert words(text_of(made)) == words(" ".join(before) + " a)")


def test_a_label_inside_the_second_half_becomes_its_label() -> None:
    made = ReviewSheet(read_pasted("I. NHIỆM VỤ\n1. Tuyên truyền; 2. Vận động\n3. Báo cáo\n"))
    row = row_named(made, "Tuyên truyền")
    new = made.split(row, len("Tuyên truyền;"))
    assert (made.row(new).block.label, made.row(new).block.text) == ("2.", "Vận động")


def test_merging_joins_to_the_row_above_with_the_label_in_the_text() -> None:
    made = sheet()
    first = row_named(made, "Các công đoàn")
    second = row_named(made, "Công đoàn xã, phường tổ chức")
    assert made.merge([second]) == first
    assert "đầu năm. b) Công đoàn xã" in made.row(first).block.text


def test_a_level_moves_the_whole_branch_and_never_skips_one() -> None:
    made = sheet()
    head = row_named(made, "Nội dung thi đua")
    child = row_named(made, "Các công đoàn")
    assert made.shift([head], -1)
    assert made.row(head).block.depth == 0
    assert made.row(child).block.depth == 1
    assert not made.shift([row_named(made, "MỤC ĐÍCH")], -1)
    assert not made.shift([row_named(made, "MỤC ĐÍCH")], 1)


def test_a_row_without_a_label_is_a_paragraph_of_the_item_above() -> None:
    made = sheet()
    row = row_named(made, "Vận động")
    made.set_label([row], "")
    result = made.result()
    block = next(b for b in result.body if b.text.startswith("Vận động"))
    assert block.kind == "paragraph"
    assert result.body[block.owner or 0].text.startswith("Công đoàn xã, phường tổ chức")


def test_a_dropped_row_is_left_out_and_can_come_back() -> None:
    made = sheet()
    row = row_named(made, "Có ít nhất 120")
    targets = len(READING.targets)
    made.drop([row])
    assert all("120 sáng kiến" not in block.text for block in made.result().body)
    assert len(made.result().targets) == targets - 1
    made.drop([row], dropped=False)
    assert len(made.result().targets) == targets


def test_targets_and_assignments_follow_their_rows() -> None:
    made = sheet()
    made.merge([row_named(made, "Yêu cầu")])
    result = made.result()
    for target in result.targets:
        assert target.value in result.body[target.block].text


def test_fields_are_corrected_and_missing_ones_asked_for() -> None:
    made = ReviewSheet(read_pasted("I. NHIỆM VỤ\n1. Tuyên truyền\n2. Báo cáo\n"))
    assert "number" in made.doubtful_fields()
    made.set_field("number", "  05/KH-LĐLĐ ")
    assert "number" not in made.doubtful_fields()
    assert made.result().value("number") == "05/KH-LĐLĐ"
    made.set_list("recipients", ["Như trên;", "", "Lưu: VT."])
    assert [one.value for one in made.result().recipients] == ["Như trên;", "Lưu: VT."]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "text", "label", "in", "out", "drop", "split", "merge"]),
        st.integers(0, 40),
    ),
    max_size=12,
)


@given(STEPS)
def test_any_corrections_taken_back_leave_the_reading_as_it_was(
    steps: list[tuple[str, int]],
) -> None:
    made = sheet()
    before = made._state
    for name, number in steps:
        rows = made.rows
        row = rows[number % len(rows)].id
        match name:
            case "accept":
                made.accept([row])
            case "text":
                made.set_text(row, f"Nội dung số {number}")
            case "label":
                made.set_label([row], "-" if number % 2 else "")
            case "in" | "out":
                made.shift([row], 1 if name == "in" else -1)
            case "drop":
                made.drop([row])
            case "split":
                made.split(row, number)
            case _:
                made.merge([row])
        made.result()
    while made.undo():
        pass
    assert made._state == before


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.integers(0, 80)), max_size=10))
def test_splitting_and_merging_never_lose_a_letter(steps: list[tuple[bool, int, int]]) -> None:
    made = sheet()
    before = Counter("".join("".join(row.block.text for row in made.rows).split()))
    for split, number, at in steps:
        rows = made.rows
        row = rows[number % len(rows)]
        if split:
            made.split(row.id, at)
        else:
            made.merge([row.id])
    after = Counter("".join(text_of(made).split()))
    assert not before - after
