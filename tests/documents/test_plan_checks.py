"""What a plan still lacks: each finding names the place where it is put right."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.duties import sort_out
from desktop.documents.plan_checks import check_plan, kind_name, last_day
from desktop.documents.plan_compiler import compile_plan
from desktop.intake.documents import read_pasted
from desktop.models.outline.outline import Outline
from desktop.models.outline.targets import Target, number_of, stored_targets
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow
from desktop.tasks.papers.plan_from_reading import plan_of_reading
from tests.documents.papers import FACTS, PARENT

PACKS = load_packs()
UPPER = plan_of_reading(read_pasted(PARENT), PACKS)
OUTLINE = UPPER.outline()
DUTIES = sort_out(OUTLINE, FACTS)
OWN = compile_plan(UPPER.head, OUTLINE, PACKS, 2027, FACTS, DUTIES)


def find(outline: Outline, beginning: str) -> str:
    return next(row.id for row in outline if row.item.plain.startswith(beginning))


def kinds(own: Outline, head: PlanHead = OWN.head) -> dict[str, str]:
    """Return kind → id of the last finding of each kind."""
    return {one.kind: one.id for one in check_plan(head, own, [], FACTS, OUTLINE, DUTIES)}


def test_a_fresh_draft_lacks_only_the_numbers_nobody_gave() -> None:
    own = OWN.outline()
    found = kinds(own)
    assert set(found) == {"target_open", "open"}
    assert found["target_open"] == find(own, "Phấn đấu kết nạp")


def test_owner_deadline_and_words_are_asked_for() -> None:
    own = OWN.outline()
    mine = find(own, "Phối hợp kiểm tra")
    bare = own.with_values([(mine, "owner", None), (mine, "due", None)])
    assert {kinds(bare)[kind] for kind in ("owner_missing", "due_missing")} == {mine}
    empty = own.with_values([(mine, "text", None)])
    assert kinds(empty)["empty"] == mine


def test_doers_are_asked_of_plans_whose_programme_does_not_tell_them() -> None:
    items = (draft_item("Nhiệm vụ", "roman", draft_item("Khám sức khỏe cho lao động nữ")),)
    outline = PlanDraft(PlanHead(), items).outline()
    row = WorkRow("Khám sức khỏe", month=5, lead="Ban Nữ công")

    def asked(doc_type: str, *rows: WorkRow) -> set[str]:
        return {one.kind for one in check_plan(PlanHead(doc_type=doc_type), outline, rows, FACTS)}

    who_and_when = {"owner_missing", "due_missing"}
    assert asked("KH") >= who_and_when
    assert asked("CTr") >= who_and_when
    assert not asked("CTr", row) & who_and_when
    assert not asked("BC") & who_and_when


def test_less_than_the_upper_paper_asks_is_told() -> None:
    own = OWN.outline()
    mine = find(own, "Từ 80%")
    low = stored_targets([Target(">=", number_of(70), unit="%")])
    assert kinds(own.with_values([(mine, "target", low)]))["target_below"] == mine
    assert kinds(own.with_values([(mine, "target", None)]))["target_missing"] == mine
    late = find(own, "Xây dựng kế hoạch, gửi về")
    found = kinds(own.with_values([(late, "due", "2026-12-01")]))
    assert found["due_late"] == late
    assert "due_late" not in kinds(own.with_values([(late, "due", "2026-11-10")]))


def test_two_shares_of_one_sentence_are_each_held_against_their_own() -> None:
    own = OWN.outline()
    mine = find(own, "Từ 80%")
    above = own.row(mine).item.answers
    two = stored_targets(
        [Target(">", number_of(82), unit="%"), Target(">=", number_of(30), unit="%")]
    )
    asked = OUTLINE.with_values([(above, "target", two)])

    def told(target: str) -> list[str]:
        changed = own.with_values([(mine, "target", target)])
        found = check_plan(OWN.head, changed, [], FACTS, asked, DUTIES)
        return [one.text for one in found if one.kind == "target_below"]

    assert told(two) == []
    lower = stored_targets(
        [Target(">", number_of(82), unit="%"), Target(">=", number_of(25), unit="%")]
    )
    assert len(told(lower)) == 1
    assert told(stored_targets([Target(">=", number_of(90), unit="%")])) == []


def test_a_missing_duty_points_into_the_upper_paper() -> None:
    own = OWN.outline()
    gone = own.with_values([(find(own, "Phối hợp kiểm tra"), "deleted", True)])
    assert kinds(gone)["duty_missing"] == find(OUTLINE, "Phối hợp kiểm tra")


def test_the_provinces_words_and_another_year_are_noticed() -> None:
    own = replace(
        OWN,
        items=(
            *OWN.items,
            draft_item(
                "NHIỆM VỤ KHÁC", "roman",
                draft_item("LĐLĐ tỉnh chỉ đạo các cấp công đoàn tuyên truyền.", "arabic"),
                draft_item("Tổ chức hội thi năm 2026.", "arabic"),
            ),
        ),
    ).outline()  # fmt: skip
    found = kinds(own)
    assert found["upper_words"] == find(own, "LĐLĐ tỉnh")
    assert found["other_year"] == find(own, "Tổ chức hội thi")
    assert all(kind_name(kind) for kind in found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2027-03-31", date(2027, 3, 31)), ("31/3/2027", date(2027, 3, 31)),
        ("Quý II", date(2027, 6, 30)), ("quý 4/2026", date(2026, 12, 31)),
        ("tháng 02", date(2027, 2, 28)), ("Năm 2027", date(2027, 12, 31)),
        ("31/02/2027", None), ("thường xuyên", None),
    ],
)  # fmt: skip
def test_the_last_day_of_a_deadline_in_words(due: str, day: date | None) -> None:
    assert last_day(due, 2027) == day


@pytest.mark.parametrize(
    ("text", "target", "told"),
    [
        ("Kiểm tra ít nhất 40% cơ sở", Target(">=", number_of(30), unit="%"), "40%"),
        ("Kết nạp 1.250 đoàn viên", Target(">=", number_of(1200), unit="đoàn viên"), "1.250"),
        ("Kết nạp 1.250 đoàn viên", Target(">=", number_of(1250), unit="đoàn viên"), ""),
        ("Đến 2028: 70%, 2030: 80,5%", Target(">=", number_of("80.5"), unit="%"), ""),
        ("Từ 02 đến 05 lớp", Target("range", number_of(2), number_of(5), unit="lớp"), ""),
        ("Kết nạp đoàn viên năm 2027", Target(">=", number_of(10), unit="đoàn viên"), ""),
        ("Kết nạp … đoàn viên", Target(">=", number_of(10), unit="đoàn viên"), ""),
    ],
)
def test_a_target_that_its_own_sentence_contradicts_is_told(
    text: str, target: Target, told: str
) -> None:
    items = (draft_item("Nhiệm vụ", "roman", draft_item(text)),)
    outline = PlanDraft(PlanHead(), items).outline()
    outline = outline.with_values([(outline.rows[1].id, "target", stored_targets([target]))])
    found = [one for one in check_plan(PlanHead(), outline, [], FACTS)
             if one.kind == "target_differs"]  # fmt: skip
    assert bool(found) is bool(told)
    assert not told or f"Lời văn: {told}" in found[0].text
