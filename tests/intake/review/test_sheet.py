"""Correcting a reading: rows, facts and fields, each correction taken back and made again."""

import pytest

from desktop.intake.documents import read_pasted
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.errors import Refusal
from tests.intake.review.papers import PAPER

READING = read_pasted(PAPER)


def sheet() -> ReviewSheet:
    return ReviewSheet(READING)


def row_named(made: ReviewSheet, start: str) -> str:
    return next(row.id for row in made.rows if row.block.text.startswith(start))


def test_an_untouched_sheet_gives_the_reading_back() -> None:
    assert sheet().result().to_json() == READING.to_json()


def test_the_least_sure_comes_first_with_a_reason_each_until_it_is_agreed() -> None:
    made = sheet()
    odd, figure = row_named(made, "Vận động"), row_named(made, "Công đoàn xã, phường tổ chức")
    assert [one.id for one in made.doubts()] == [figure, odd]
    assert made.reasons(odd) == ("Trước nhãn “1.4.” thiếu một mục.",)
    assert made.reasons(figure) == ("Con số 2 đợt: chưa chắc là chỉ tiêu.",)
    assert made.next_doubt(figure).id == odd
    assert made.next_doubt(figure, -1).id == odd
    assert made.next_doubt("").id == figure
    made.accept([odd, figure])
    assert made.doubts() == []
    assert made.next_doubt(odd) is None


def test_a_split_row_keeps_every_word_and_its_place() -> None:
    made = sheet()
    row = row_named(made, "Các công đoàn")
    new = made.split(row, len("Các công đoàn cơ sở"))
    assert made.row(new).block.text == "phát động thi đua ngay từ đầu năm."
    assert made.row(row).block.text == "Các công đoàn cơ sở"
    assert made.rows.index(made.row(new)) == made.rows.index(made.row(row)) + 1
    assert made.split(row, 0) == ""


def test_a_label_inside_the_second_half_becomes_its_label() -> None:
    made = ReviewSheet(read_pasted("I. NHIỆM VỤ\n1. Tuyên truyền; 2. Vận động\n3. Báo cáo\n"))
    new = made.split(row_named(made, "Tuyên truyền"), len("Tuyên truyền;"))
    assert (made.row(new).block.label, made.row(new).block.text) == ("2.", "Vận động")


def test_merging_joins_to_the_row_above_with_the_label_in_the_text() -> None:
    made = sheet()
    first = row_named(made, "Các công đoàn")
    assert made.merge([row_named(made, "Công đoàn xã, phường tổ chức")]) == first
    assert "đầu năm. 1.2. Công đoàn xã" in made.row(first).block.text


def test_a_page_number_between_two_halves_is_stepped_over() -> None:
    made = sheet()
    number = next(row.id for row in made.rows if row.dropped)
    first = row_named(made, "Vận động")
    assert made.merge([first, number, row_named(made, "Chỉ tiêu")]) == first
    assert made.row(first).block.text.endswith("công việc. 2. Chỉ tiêu")
    assert made.kind(number) == "rejected"


def test_a_level_moves_the_whole_branch_and_never_skips_one() -> None:
    made = sheet()
    head, child = row_named(made, "Nội dung thi đua"), row_named(made, "Các công đoàn")
    assert made.shift([head], -1)
    assert made.row(head).block.depth == 0
    assert made.row(child).block.depth == 1
    assert not made.shift([row_named(made, "MỤC ĐÍCH")], -1)
    assert not made.shift([row_named(made, "MỤC ĐÍCH")], 1)


def test_several_rows_change_level_at_once() -> None:
    made = sheet()
    rows = [row.id for row in made.rows if row.block.label in ("1.1.", "1.2.", "1.4.")]
    assert made.shift(rows, -1)
    assert {made.row(one).block.depth for one in rows} == {1}
    assert made.undo()
    assert {made.row(one).block.depth for one in rows} == {2}


def test_an_item_made_text_keeps_its_label_in_the_text_and_gets_it_back() -> None:
    made = sheet()
    row = row_named(made, "Vận động")
    made.set_kind([row], "text")
    assert made.kind(row) == "text"
    assert made.row(row).block.text.startswith("1.4. Vận động")
    made.set_kind([row], "item")
    assert (made.row(row).block.label, made.row(row).block.depth) == ("1.4.", 2)
    made.set_kind([row], "heading")
    assert made.kind(row) == "heading"


def test_a_paragraph_made_a_basis_or_recipient_joins_the_list_and_leaves_it() -> None:
    made = sheet()
    row = row_named(made, "Bám sát")
    made.set_kind([row], "basis")
    assert [one.value for one in made.result().legal_basis][-1] == "Bám sát thực tế từng đơn vị."
    made.set_kind([row], "recipient")
    assert len(made.result().legal_basis) == len(READING.legal_basis)
    assert "Bám sát thực tế từng đơn vị." in [one.value for one in made.result().recipients]
    made.set_kind([row], "text")
    assert made.result().recipients == READING.recipients
    assert made.row(row).block.zone == "body"


def test_a_recipient_taken_for_text_leaves_the_list() -> None:
    made = sheet()
    row = next(row.id for row in made.rows if "Tỉnh ủy" in row.block.text)
    made.set_kind([row], "text")
    assert len(made.result().recipients) == len(READING.recipients) - 1


def test_a_basis_corrected_in_its_row_is_corrected_in_the_list() -> None:
    made = sheet()
    row = next(row.id for row in made.rows if made.kind(row.id) == "basis")
    made.set_text(row, "Căn cứ Nghị quyết số 13/NQ-BCH")
    assert made.result().legal_basis[0].value == "Căn cứ Nghị quyết số 13/NQ-BCH"


def test_a_row_left_out_stays_in_sight_and_can_come_back() -> None:
    made = sheet()
    row = row_named(made, "Có ít nhất 120")
    made.drop([row])
    assert all("120 sáng kiến" not in block.text for block in made.result().body)
    assert len(made.result().targets) == len(READING.targets) - 1
    assert row in {one.id for one in made.left_out() if one.whole}
    made.bring_back([row])
    assert len(made.result().targets) == len(READING.targets)


def test_words_typed_over_are_listed_as_left_out_and_can_be_put_back() -> None:
    made = sheet()
    row = row_named(made, "Bám sát")
    made.set_text(row, "Bám sát đơn vị.")
    (cut,) = [one for one in made.left_out() if one.id == row]
    assert cut.text == "thực tế từng"
    assert not made.missing_words()
    made.bring_back([row])
    assert made.row(row).block.text == "Bám sát đơn vị. thực tế từng"
    assert not [one for one in made.left_out() if one.id == row]


def test_a_head_line_no_field_took_over_is_listed_and_can_become_text() -> None:
    made = sheet()
    (motto,) = [one for one in made.left_out() if one.text.startswith("Độc lập")]
    made.bring_back([motto.id])
    assert made.kind(motto.id) == "text"
    assert "Độc lập - Tự do - Hạnh phúc" in {block.text for block in made.result().body}
    made.set_field("subject", "")
    assert any(one.text.startswith("Tổ chức phong trào") for one in made.left_out())


def test_words_the_reader_lost_are_shown_as_left_out() -> None:
    from dataclasses import replace

    lines = (*READING.source_lines, "Câu cuối bị sót")
    made = ReviewSheet(replace(READING, source_lines=lines))
    assert made.left_out()[-1].text == "Câu cuối bị sót"


def test_targets_and_assignments_follow_their_rows() -> None:
    made = sheet()
    made.merge([row_named(made, "Yêu cầu")])
    made.drop([row_named(made, "Động viên")])
    result = made.result()
    for target in result.targets:
        assert target.value in result.body[target.block].text.replace("02", "2")
    (hand,) = result.assignments
    assert result.body[hand.block].text.startswith("Ban Chính sách")
    assert [result.body[item].label for item in hand.items] == ["1.1.", "1.2."]


def test_an_item_merged_away_is_handed_over_with_the_row_it_went_into() -> None:
    made = sheet()
    first = row_named(made, "Các công đoàn")
    made.merge([row_named(made, "Công đoàn xã, phường tổ chức")])
    (hand,) = made.handed(first)
    assert hand.items == (first,)


def test_a_target_is_corrected_added_and_taken_away() -> None:
    made = sheet()
    row = row_named(made, "Có từ 85%")
    made.apply(Edit("target", (row,), at=0, values={"value": "90", "stage": "Đến 2030"}))
    made.apply(Edit("target", (row,), at=0, values={"population": "có từ 25 lao động trở lên"}))
    (target,) = made.row(row).targets
    assert (target.value, target.stage, target.confidence) == ("90", "Đến 2030", 1.0)
    assert target.population == "có từ 25 lao động trở lên"
    with pytest.raises(Refusal):
        made.apply(Edit("target", (row,), at=0, values={"value": "nhiều"}))
    made.apply(Edit("drop_target", (row,), at=0))
    assert made.row(row).targets == ()
    made.apply(Edit("add_target", (row,)))
    assert [t.value for t in made.row(row).targets] == ["85"]


def test_an_assignment_is_corrected_and_taken_away() -> None:
    made = sheet()
    hand = made.hands(row_named(made, "Ban Chính sách"))[0]
    made.apply(Edit("hand", name=hand.id, values={"unit": "Ban Tổ chức", "role": "phối hợp"}))
    made.apply(Edit("hand_items", (row_named(made, "Vận động"),), name=hand.id))
    (found,) = made.result().assignments
    assert (found.unit, found.role, len(found.items)) == ("Ban Tổ chức", "phối hợp", 1)
    made.apply(Edit("drop_hand", name=hand.id))
    assert made.result().assignments == ()


def test_fields_are_corrected_and_missing_ones_asked_for() -> None:
    made = ReviewSheet(read_pasted("I. NHIỆM VỤ\n1. Tuyên truyền\n2. Báo cáo\n"))
    assert "field:number" in {one.id for one in made.doubts()}
    made.set_field("number", "  05/KH-LĐLĐ ")
    assert "field:number" not in {one.id for one in made.doubts()}
    assert made.result().value("number") == "05/KH-LĐLĐ"
    made.set_list("recipients", ["Như trên;", "", "Lưu: VT."])
    assert [one.value for one in made.result().recipients] == ["Như trên;", "Lưu: VT."]


@pytest.mark.parametrize(
    "edit", [Edit("sing"), Edit("text"), Edit("split", ("zz",), at=3), Edit("merge", ("b1", "zz"))]
)
def test_a_correction_that_makes_no_sense_is_refused(edit: Edit) -> None:
    made = sheet()
    before = made.state
    with pytest.raises(Refusal):
        made.apply(edit)
    assert made.state == before


def test_rows_that_are_not_there_change_nothing() -> None:
    assert not sheet().apply(Edit("accept", ("b999",)))


def test_deadlines_and_duties_follow_their_words_and_can_be_taken_away() -> None:
    made = sheet()
    row = row_named(made, "Công đoàn xã, phường, đặc khu")
    told = [fact.text for _name, fact in made.facts(row) if hasattr(fact, "start")]
    assert told == ["trước ngày 15/11/2027"]
    new = made.split(row, made.row(row).block.text.index("báo cáo"))
    made.merge([row_named(made, "Yêu cầu")])
    result = made.result()
    (deadline,) = result.deadlines
    block = result.body[deadline.block]
    assert block.text == made.row(new).block.text
    assert block.text[deadline.start : deadline.end] == "trước ngày 15/11/2027"
    for name, _fact in [*made.facts(row), *made.facts(new)]:
        made.apply(Edit("drop_fact", name=name))
    assert made.result().deadlines == ()
    assert all("đặc khu" not in duty.unit for duty in made.result().duties)


def test_a_deadline_whose_words_were_typed_over_is_gone() -> None:
    made = sheet()
    made.set_text(row_named(made, "Công đoàn xã, phường, đặc khu"), "Công đoàn xã: báo cáo.")
    assert made.result().deadlines == ()
