"""The plan compiler: what of an upper paper becomes ours, and what is left out and listed."""

from dataclasses import replace

import msgspec
import pytest

from desktop.documents.citing import cite, proper_name
from desktop.documents.coverage import coverage
from desktop.documents.duties import sort_out
from desktop.documents.given_targets import is_each, proposed
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.own_words import in_year
from desktop.documents.plan_compiler import compile_plan, deadline
from desktop.intake.documents import read_pasted
from desktop.models.outline.outline import Outline
from desktop.models.outline.targets import Target, format_target, number_of
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.plans.plan_head import PlanHead
from desktop.tasks.papers.plan_from_reading import plan_of_reading
from tests.documents.papers import FACTS, PARENT
from tests.models.planning import shape

PACKS = load_packs()
UPPER = plan_of_reading(read_pasted(PARENT), PACKS)


def facts_of(role: str) -> OfficeFacts:
    if role == "base":
        return replace(FACTS, role="base", kind="CDCS", name="CĐCS Công ty May Lao Bảo")
    return FACTS


def compiled(role: str = "upper") -> tuple[Outline, PlanDraft]:
    outline = UPPER.outline()
    return outline, compile_plan(UPPER.head, outline, PACKS, 2027, facts_of(role))


def find(outline: Outline, beginning: str) -> str:
    return next(row.id for row in outline if row.item.plain.startswith(beginning))


def test_a_read_paper_becomes_an_upper_plan() -> None:
    head = UPPER.head
    assert (head.role, head.doc_type, head.full_number, head.date, head.year) == (
        *("parent", "KH", "41/KH-LĐLĐ", "2026-10-09", 2027),
    )
    outline = UPPER.outline()
    assert [outline.path(row.id) for row in outline][-7:] == [
        *("III.1", "III.1 (-1)", "III.1 (-2)", "III.2", "III.2 (-1)", "III.3", "III.3 (-1)"),
    ]
    assert len(head.closing) == 1


def test_every_duty_of_ours_is_answered() -> None:
    outline, own = compiled()
    covered = coverage(outline, own.outline(), sort_out(outline, FACTS))
    assert covered.to_json() == {"parent": 6, "covered": 6, "missing": []}
    answers = {outline.path(row.item.answers) for row in own.outline() if row.item.answers}
    assert answers == {"II.1.1", "II.1.2", "II.2.1", "II.2.2", "III.2 (-1)", "III.3 (-1)"}


def test_what_only_the_province_must_do_is_left_out_and_listed() -> None:
    _outline, own = compiled()
    assert [line.split(":")[0] for line in own.head.left_out] == ["III.1 (-1)", "III.1 (-2)"]
    assert not any("Bố trí kinh phí" in row.item.plain for row in own.outline())


def test_a_base_union_leaves_out_what_offices_above_it_must_do() -> None:
    outline, own = compiled("base")
    covered = coverage(outline, own.outline(), sort_out(outline, facts_of("base")))
    assert covered.missing == ()
    assert any("Xây dựng kế hoạch, gửi về" in line for line in own.head.left_out)
    assert any(row.item.plain.startswith("Rà soát danh sách") for row in own.outline())


def test_a_share_of_the_unions_above_is_no_aim_of_a_base_union() -> None:
    text = PARENT.replace("2.1. Phấn đấu kết nạp 900", (
        "2.0. Phấn đấu 100% công đoàn xã, phường có nhóm hỗ trợ.\n\n2.1. Phấn đấu kết nạp 900"
    ))  # fmt: skip
    upper = plan_of_reading(read_pasted(text), PACKS)
    share = find(upper.outline(), "Phấn đấu 100% công đoàn xã")
    assert share in sort_out(upper.outline(), facts_of("upper")).ours
    assert share in sort_out(upper.outline(), facts_of("base")).left_out


def test_the_upper_paper_is_cited_in_the_first_line() -> None:
    _outline, own = compiled()
    assert own.head.opening[0].startswith(
        "Thực hiện Kế hoạch số 41/KH-LĐLĐ ngày 09/10/2026 của Liên đoàn Lao động tỉnh Quảng Trị về"
        " chăm lo đoàn viên"
    )
    assert own.head.symbol == "KH-CĐX"


def test_headings_that_name_our_kind_are_called_by_our_name() -> None:
    _outline, own = compiled()
    lines = [line.strip() for line in shape(own.outline())]
    assert "2. Công đoàn xã Hướng Phùng" in lines
    assert lines[0] == "I. MỤC ĐÍCH, YÊU CẦU"
    assert "III. TỔ CHỨC THỰC HIỆN" in lines


def test_missing_duties_are_named_by_their_place_in_the_upper_paper() -> None:
    outline, own = compiled()
    mine = own.outline()
    gone = [find(mine, "Phối hợp kiểm tra"), find(mine, "Phấn đấu kết nạp")]
    less = mine.with_values([(item, "deleted", True) for item in gone])
    missing = coverage(outline, less, sort_out(outline, FACTS)).missing
    assert len(missing) == 2
    assert missing[0].endswith("1.2")
    assert missing[1].endswith("2.1")


def test_an_item_that_answers_a_whole_branch_covers_all_of_it() -> None:
    outline, own = compiled()
    mine = own.outline()
    bare = mine.with_values(
        [(row.id, "answers", None) for row in mine]
        + [(mine.rows[1].id, "answers", find(outline, "Chăm lo đời sống"))]
    )
    assert coverage(outline, bare, sort_out(outline, FACTS)).covered == 2


def test_shares_are_taken_over_and_numbers_left_open() -> None:
    share = Target(">=", number_of(80), unit="%")
    kept = proposed(share, "", FACTS, None, "KH", ours=False)
    assert msgspec.structs.replace(kept, basis="") == share
    whole = Target("=", number_of(900), unit="đoàn viên")
    grade = Target("<=", number_of(2), unit="mức", indicator="N03")
    assert proposed(grade, "", FACTS, None, "KH", ours=False).value == 2
    left = proposed(whole, "", FACTS, None, "KH", ours=False)
    assert format_target(left) == "… đoàn viên"
    assert left.basis == "Chỉ tiêu cấp trên: 900 đoàn viên"


def test_deadlines_in_the_text_are_taken_over() -> None:
    _outline, own = compiled()
    dues = {row.item.due for row in own.outline() if row.item.answers}
    assert dues == {"2026-11-15", "Năm 2027"}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Tư vấn lưu động trong quý II/2027.", "Quý II/2027"),
        ("Khám sức khỏe trong tháng 3/2027.", "Tháng 3/2027"),
        ("Hoàn thành trong quý I năm 2027, báo cáo", "Quý I/2027"),
        ("Xong trước ngày 10/12/2026, trong quý IV.", "2026-12-10"),
        ("Tổ chức trong quý II và quý III.", ""),
        ("Trong 6 tháng đầu năm, trong Tháng Công nhân", ""),
        ("Trong tháng 5 - 6/2027", ""),
    ],
)
def test_a_quarter_or_a_month_is_a_deadline_too(text: str, due: str) -> None:
    assert deadline(text) == due


def test_a_paper_without_any_head_is_still_answered() -> None:
    text = "I. NHIỆM VỤ\n\n1. Thăm hỏi đoàn viên.\n\n2. Tuyên truyền pháp luật.\n"
    draft = plan_of_reading(read_pasted(text), PACKS)
    own = compile_plan(draft.head, draft.outline(), PACKS, 2027, FACTS)
    assert own.head.opening[0].startswith("Thực hiện văn bản của Liên đoàn Lao động tỉnh Quảng Trị")
    assert coverage(draft.outline(), own.outline(), sort_out(draft.outline(), FACTS)).covered == 2


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG TRỊ", "Liên đoàn Lao động tỉnh Quảng Trị"),
        ("CÔNG ĐOÀN PHƯỜNG NAM ĐÔNG HÀ", "Công đoàn phường Nam Đông Hà"),
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "Tổng Liên đoàn Lao động Việt Nam"),
        ("Công đoàn xã Hướng Phùng", "Công đoàn xã Hướng Phùng"),
    ],
)
def test_names_in_capitals_are_written_as_in_a_sentence(printed: str, written: str) -> None:
    assert proper_name(printed) == written


def test_a_citation_leaves_out_what_is_not_known() -> None:
    assert cite(PlanHead(doc_type="KH", number="", subject="Về chăm lo"), PACKS) == (
        "Kế hoạch về chăm lo"
    )


@pytest.mark.parametrize(
    ("stage", "moved"),
    [
        ("năm 2026", "năm 2027"),
        ("trong năm 2026", "trong năm 2027"),
        ("2026", "2027"),
        ("giai đoạn 2026 - 2028", "giai đoạn 2026 - 2028"),
        ("từ năm 2026 đến năm 2030", "từ năm 2026 đến năm 2030"),
        ("năm 2026 - 2028", "năm 2026 - 2028"),
        ("đến năm 2030", "đến năm 2030"),
    ],
)
def test_a_targets_own_year_moves_on_and_a_stage_of_years_stays(stage: str, moved: str) -> None:
    assert in_year(stage, 2026, 2027) == moved
    assert in_year(stage, None, 2027) == stage


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("Mỗi CĐCS kết nạp ít nhất 02 đoàn viên", True),
        ("bình quân 01 đoàn viên/CĐCS", True),
        ("Bình quân mỗi cán bộ giúp đỡ 08 CĐCS", True),
        ("Từng đơn vị có 01 tổ", True),
        ("Mỗi năm kết nạp từ 5.000 đến 5.500 đoàn viên", False),
        ("bình quân mỗi năm giới thiệu 900 đoàn viên ưu tú", False),
        ("Tổ chức 12 lớp/năm", False),
        ("Tổ chức 02 phiên chợ, mỗi phiên 300 suất quà", False),
        ("Mỗi tổ công đoàn mở 01 lớp", True),
    ],
)
def test_a_number_for_each_year_is_one_for_all_together(text: str, each: bool) -> None:
    assert is_each(text) is each


@pytest.mark.parametrize(
    ("task", "ours"),
    [
        ("Ban Tuyên giáo Liên đoàn Lao động tỉnh xuất bản 03 số bản tin trong năm.", False),
        ("Văn phòng LĐLĐ tỉnh tham mưu tổ chức chuyến tàu Công đoàn.", False),
        ("Ban Nữ công LĐLĐ tỉnh hướng dẫn công đoàn các xã, phường mở tọa đàm.", True),
        ("Ban Nữ công LĐLĐ tỉnh và công đoàn các xã, phường mở tọa đàm.", True),
        ("Phòng, chống ma túy theo kế hoạch của Liên đoàn Lao động tỉnh năm 2027.", True),
        ("Liên đoàn Lao động tỉnh mở hội thi, công đoàn các xã, phường cử 01 đội.", True),
        ("Liên đoàn Lao động tỉnh mở lớp cho cán bộ công đoàn xã, phường.", False),
    ],
)
def test_a_sentence_of_a_provinces_department_is_left_out_unless_we_act_in_it(
    task: str, ours: bool
) -> None:
    text = PARENT.replace("2.1. Phấn đấu kết nạp 900", f"2.0. {task}\n\n2.1. Phấn đấu kết nạp 900")
    outline = plan_of_reading(read_pasted(text), PACKS).outline()
    found = sort_out(outline, FACTS)
    assert (find(outline, task[:20]) in found.ours) is ours


def drafted(task: str, facts: OfficeFacts = FACTS) -> str:
    """Return what becomes of one task of the province's plan in ours."""
    text = f"{PARENT.partition('I. ')[0]}II. NHIỆM VỤ\n1. {task}\n2. Triển khai kế hoạch.\n"
    upper = plan_of_reading(read_pasted(text), PACKS)
    own = compile_plan(upper.head, upper.outline(), PACKS, 2027, facts).outline()
    begun = task.split()[0]
    return next(row.item.plain for row in own if row.item.plain.startswith(begun))


@pytest.mark.parametrize(
    ("task", "ours"),
    [
        (
            "Mở 02 phiên giao dịch việc làm với 300 suất quà cho lao động.",
            "Mở … phiên giao dịch việc làm với … suất quà cho lao động.",
        ),
        (
            "Mở 02 phiên chợ 0 đồng, mỗi phiên 300 suất quà.",
            "Mở … phiên chợ 0 đồng, mỗi phiên 300 suất quà.",
        ),
        (
            "Mở 03 lớp cho 250 cán bộ trong 02 ngày từ ngày 10 tháng 5, mỗi lớp 80 người.",
            "Mở … lớp cho … cán bộ trong 02 ngày từ ngày 10 tháng 5, mỗi lớp 80 người.",
        ),
        (
            "Mở 03 lớp tại doanh nghiệp từ 25 lao động trở lên, kinh phí 120 triệu đồng.",
            "Mở … lớp tại doanh nghiệp từ 25 lao động trở lên, kinh phí 120 triệu đồng.",
        ),
        ("Phối hợp cùng 12 nhà báo đưa tin.", "Phối hợp cùng 12 nhà báo đưa tin."),
    ],
)
def test_counts_beside_a_target_left_open_are_left_open_too(task: str, ours: str) -> None:
    assert drafted(task, replace(FACTS, share=None)) == ours


@pytest.mark.parametrize(
    ("task", "ours"),
    [
        ("Tuyên truyền tại các xã, phường.", f"Tuyên truyền trên địa bàn {FACTS.area}."),
        (
            "Kiểm tra tại 05 xã, phường và đặc khu trong tỉnh để nắm tình hình.",
            f"Kiểm tra trên địa bàn {FACTS.area} để nắm tình hình.",
        ),
        ("Phối hợp với UBND các xã, phường.", f"Phối hợp với UBND {FACTS.area}."),
    ],
)
def test_the_communes_of_the_province_are_our_own_one(task: str, ours: str) -> None:
    assert drafted(task) == ours


@pytest.mark.parametrize(
    "task",
    [
        "Phối hợp với công đoàn các xã, phường.",
        "Khảo sát tại các xã vùng sâu, vùng xa.",
        "Tuyên truyền tại các phường Bến Cát, Tân An.",
        "Tuyên truyền tại các xã, phường có đông công nhân.",
        "Tuyên truyền tại các xã, phường, doanh nghiệp.",
    ],
)
def test_communes_that_are_named_or_narrowed_stay(task: str) -> None:
    assert drafted(task) == task


def test_a_base_union_acts_at_its_own_place() -> None:
    told = drafted("Tuyên truyền tại các xã, phường.", facts_of("base"))
    assert told == "Tuyên truyền tại đơn vị."
