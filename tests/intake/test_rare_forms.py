"""Forms that few papers take: rare labels, titles without their type, quotas told in passing."""

import pytest

from desktop.intake.documents import read_pasted
from desktop.intake.reading import Reading, Target

HEAD = """CÔNG ĐOÀN PHƯỜNG BẾN THÔNG
Số: 05/KH-CĐP
Bến Thông, ngày 10 tháng 01 năm 2026
{title}

"""
TITLE = "KẾ HOẠCH\nHoạt động công đoàn năm 2026"


def plan(body: str, title: str = TITLE) -> Reading:
    return read_pasted(HEAD.format(title=title) + body)


def outline(body: str) -> list[tuple[int, str]]:
    return [(one.depth, one.label) for one in plan(body).outline]


def target(sentence: str) -> Target:
    return plan(f"I. CHỈ TIÊU\n1. {sentence}\nII. NHIỆM VỤ\n").targets[0]


def test_small_roman_numbers_before_small_letters_stand_outermost() -> None:
    body = "i. mục đích\n1. Nâng cao.\n2. Đổi mới.\nii. nội dung\n1. Chăm lo.\niii. kinh phí\n"
    assert outline(f"Công đoàn phường xây dựng kế hoạch như sau:\n{body}") == [
        (0, "i."),
        (1, "1."),
        (1, "2."),
        (0, "ii."),
        (1, "1."),
        (0, "iii."),
    ]


def test_roman_capitals_in_brackets() -> None:
    body = "(I) MỤC ĐÍCH\n(1) Nâng cao.\n(II) NỘI DUNG\n(1) Chăm lo.\n(2) Thi đua.\n"
    assert outline(body) == [(0, "(I)"), (1, "(1)"), (0, "(II)"), (1, "(1)"), (1, "(2)")]


def test_a_dot_typed_twice() -> None:
    body = "I.. MỤC ĐÍCH\n1.. Nâng cao.\n2.. Đổi mới.\nII.. NỘI DUNG\n1.. Chăm lo.\n"
    assert outline(body) == [(0, "I.."), (1, "1.."), (1, "2.."), (0, "II.."), (1, "1..")]


def test_a_letter_scanned_for_the_one_of_an_inner_number() -> None:
    body = "I. NỘI DUNG\n1. Tuyên truyền\nl.1. Treo cờ.\n1.2. Viết bài.\n2. Chăm lo.\n"
    assert outline(body) == [(0, "I."), (1, "1."), (2, "l.1."), (2, "1.2."), (1, "2.")]


@pytest.mark.parametrize(
    "title", ["KẾ HOẠCHHoạt động công đoàn năm 2026", "Hoạt động công đoàn năm 2026"]
)
def test_a_subject_whose_type_is_glued_to_it_or_lost(title: str) -> None:
    reading = plan("Công đoàn phường xây dựng kế hoạch như sau:\n\nI. MỤC ĐÍCH\n", title)
    assert reading.value("doc_type") == "Kế hoạch"
    assert reading.value("subject") == "Hoạt động công đoàn năm 2026"


def test_papers_listed_under_a_heading_of_bases() -> None:
    reading = plan(
        "CĂN CỨ PHÁP LÝ:\n- Luật Công đoàn ngày 27/11/2024;\n- Kế hoạch số 12/KH-LĐLĐ ngày "
        "05/01/2026 của LĐLĐ tỉnh.\nCông đoàn phường xây dựng kế hoạch như sau:\n\nI. MỤC ĐÍCH\n"
    )
    assert [one.value for one in reading.legal_basis] == [
        "Luật Công đoàn ngày 27/11/2024",
        "Kế hoạch số 12/KH-LĐLĐ ngày 05/01/2026 của LĐLĐ tỉnh",
    ]


def test_the_paper_that_gave_the_quota_is_its_basis() -> None:
    found = target("Thực hiện Quyết định số 21/QĐ-LĐLĐ ngày 09/01/2026 giao 650 đoàn viên.")
    assert (found.value, found.basis) == ("650", "Quyết định số 21/QĐ-LĐLĐ ngày 09/01/2026")


def test_a_share_is_of_its_own_part_only() -> None:
    found = target("100% cán bộ chuyên trách và 70% cán bộ công đoàn cơ sở được tập huấn.")
    assert found.population == "cán bộ chuyên trách"


def test_a_share_of_the_quota_ends_before_its_day() -> None:
    found = target("Hoàn thành trên 80% chỉ tiêu vào ngày 30/9/2026.")
    assert (found.comparator, found.denominator) == (">", "chỉ tiêu")


def test_a_thing_named_once_for_two_counts() -> None:
    reading = plan("I. CHỈ TIÊU\n1. Hỗ trợ xây mới 05 và sửa chữa 07 nhà Mái ấm.\nII. NHIỆM VỤ\n")
    assert [(one.value, one.unit) for one in reading.targets] == [("5", "nhà"), ("7", "nhà")]


def test_a_part_of_few_is_counted_though_it_looks_like_a_day() -> None:
    found = target("Có 8/12 CĐCS đạt loại hoàn thành tốt nhiệm vụ.")
    assert (found.value, found.unit, found.denominator) == ("8", "CĐCS", "12 CĐCS")
    assert not plan("I. CHỈ TIÊU\n1. Ngày 8/12 CĐCS tổ chức hội nghị.\nII. NHIỆM VỤ\n").targets


def test_two_days_under_one_word_are_two_deadlines() -> None:
    found = plan("1. Các CĐCS báo cáo trước ngày 10/6 và 10/12.\n").deadlines
    assert [one.date for one in found] == ["2026-06-10", "2026-12-10"]


def test_numbers_of_items_are_no_days() -> None:
    assert not plan("1. Văn phòng theo dõi từ điểm 2.1 đến 2.3 mục I.\n").deadlines


def test_a_cited_paper_with_a_short_year_and_a_long_subject() -> None:
    found = plan(
        "1. Theo Công văn số 345/LĐLĐ-CSPL ngày 5/1/26, Nghị quyết số 02-NQ/TW ngày 12/6/2021 của "
        "Bộ Chính trị về đổi mới tổ chức và hoạt động của Công đoàn Việt Nam trong tình hình mới, "
        "Luật Công đoàn số 50/2024/QH15, Hướng dẫn số 03/HD-LĐLĐ của LĐLĐ tỉnh.\n"
    ).citations
    assert [one.number for one in found][:2] == ["345/LĐLĐ-CSPL", "02-NQ/TW"]
    assert found[0].date == "2026-01-05"
    subject = "đổi mới tổ chức và hoạt động của Công đoàn Việt Nam trong tình hình mới"
    assert found[1].subject == subject


def figures(body: str) -> list[tuple[str, str, str]]:
    return [(one.value, one.comparator, one.unit) for one in plan(body).targets]


def test_a_comma_for_the_dot_of_a_roman_number() -> None:
    body = "I. Mục tiêu\n1. Chăm lo.\nII , Nội dung xin phê duyệt\na) Tham quan.\nIII. Kiến nghị\n"
    assert outline(body) == [(0, "I."), (1, "1."), (0, "II ,"), (1, "a)"), (0, "III.")]


def test_a_dash_before_the_slash_of_a_label() -> None:
    body = "I/ Thời gian\n1-/ Trong tháng 5.\n2-/ Trong tháng 6.\nII/ Đối tượng\n"
    assert outline(body) == [(0, "I/"), (1, "1-/"), (1, "2-/"), (0, "II/")]


def test_an_item_that_begins_with_a_spaced_share() -> None:
    body = "I. Mục tiêu\n3. Thăm hỏi đoàn viên.\n4. 90 % đoàn viên được khám sức khỏe.\n"
    assert outline(body)[-1] == (1, "4.")
    assert figures(body) == [("90", "=", "%")]


WRAPPED = """I. Mục tiêu chung của chương trình nâng cao chất lượng cán bộ công đoàn cơ sở trong
tỉnh và các đơn vị trực thuộc liên đoàn lao động tỉnh đến năm 2030, tầm nhìn đến các năm
tiếp theo của kế hoạch dài hạn đã được ban chấp hành thông qua tại hội nghị lần thứ ba
trong năm.
1. Định hướng đến năm 2045
- 100% chủ tịch công đoàn cơ sở là cán bộ chuyên trách có trình độ đại học trở lên và có
năng lực.
2. Biên soạn tài liệu; ưu tiên kỹ năng đối thoại,
- nói tiếng dân tộc thiểu số - và kỹ năng số.
"""


def test_a_share_after_a_year_begins_an_item_and_an_aside_between_dashes_does_not() -> None:
    assert outline(WRAPPED) == [(0, "I."), (1, "1."), (2, "-"), (1, "2.")]
    assert plan(WRAPPED).outline[-1].text.endswith("thiểu số - và kỹ năng số.")


def test_the_place_in_a_closing_sentence() -> None:
    reading = read_pasted(
        "CHƯƠNG TRÌNH\nNâng cao chất lượng cán bộ\n\nI. Mục tiêu\n1. Bồi dưỡng cán bộ.\n\n"
        "TM. BAN CHẤP HÀNH\nCHỦ TỊCH\n\nKhổng Minh Tuệ\n\nChương trình số 07/CTr-LĐLĐ ban hành tại "
        "Ninh Kiên ngày 27 tháng 02 năm 2026 gồm 03 trang.\n"
    )
    assert reading.value("number") == "07/CTr-LĐLĐ"
    assert reading.value("place") == "Ninh Kiên"


def test_a_dash_at_the_end_of_the_first_of_two_issuers_is_kept() -> None:
    reading = read_pasted(
        "LIÊN ĐOÀN LAO ĐỘNG -\nLIÊN MINH HỢP TÁC XÃ TỈNH\nSố: 320/CVLT-LĐLĐ-LMHTX\n"
        "V/v phát động phong trào\n\nKính gửi: Công đoàn các xã.\n\n1. Phát động thi đua.\n"
    )
    assert reading.value("issuer") == "LIÊN ĐOÀN LAO ĐỘNG - LIÊN MINH HỢP TÁC XÃ TỈNH"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bình quân mỗi năm mỗi cơ sở giới thiệu 02 đoàn viên ưu tú.", ("2", "=", "đoàn viên")),
        ("Bình quân mỗi công đoàn cơ sở 35 sáng kiến.", ("35", "=", "sáng kiến")),
        ("Trung bình mỗi tổ tự quản có 02 đoàn viên.", ("2", "=", "đoàn viên")),
        ("Tiết kiệm ít nhất 350.000.000 đồng tiền điện.", ("350000000", ">=", "đồng")),
        ("Phấn đấu ký mới 05 bản thỏa ước.", ("5", "=", "bản thỏa ước")),
        (
            "Mỗi tổ sản xuất có ít nhất 01 an toàn vệ sinh viên.",
            ("1", ">=", "an toàn vệ sinh viên"),
        ),
        ("Nhiệm kỳ 2025 - 2030 mở 12 lớp.", ("12", "=", "lớp")),
    ],
)
def test_figures_that_set_something(text: str, wanted: tuple[str, str, str]) -> None:
    assert figures(f"I. NHIỆM VỤ\n1. {text}\n") == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "Riêng xã có dưới 10 doanh nghiệp: theo phụ lục.",
        "Công đoàn cơ sở thành lập mới phải có từ 05 đoàn viên trở lên.",
        "Nộp đoàn phí dưới 80% số phải nộp.",
        "Kết quả không đạt do 06 đơn vị chưa họp hội đồng.",
        "Tham quan, dự kiến 90 triệu đồng, công ty 70%, công đoàn 30%.",
        "Nhiệm kỳ trước có 3/41 cơ sở phải bầu bổ sung, đó là 7,3%.",
        "Gửi báo cáo đúng hạn (9 tháng: 79,4%).",
    ],
)
def test_figures_that_set_nothing(text: str) -> None:
    assert figures(f"I. NỘI DUNG\n1. {text}\n") == []


def test_a_condition_before_its_aim_is_no_aim() -> None:
    body = "I. CHỈ TIÊU\n1. {}\nII. NHIỆM VỤ\n"
    split = "Riêng nông trường có trên 50% lao động nữ phải đạt 45%."
    assert figures(body.format(split)) == [("45", "=", "%")]
    held = "Mỗi xã nơi có từ 05 doanh nghiệp trở lên vận động thành lập ít nhất 02 CĐCS."
    assert figures(body.format(held)) == [("2", ">=", "CĐCS")]
    whole = "Toàn ngành có 312 công đoàn cơ sở, phân bổ chỉ tiêu như sau:"
    assert figures(body.format(whole)) == []
    each = "100% CĐCS tổ chức ít nhất một hoạt động cho đoàn viên."
    assert figures(body.format(each)) == [("100", "=", "%")]


def test_laps_told_under_a_heading_of_times() -> None:
    body = (
        "1. Thời gian, chế độ báo cáo\nChặng 1 đến 30/6: hoàn thành 35% khối lượng; "
        "chặng 2 đến 31/7: 70%.\n"
    )
    assert [(one.value, one.stage) for one in plan(body).targets] == [
        ("35", "đến 30/6"),
        ("70", "đến 31/7"),
    ]


def test_whom_and_how_many_to_inspect_is_an_aim() -> None:
    body = "I. NỘI DUNG\n1. Đối tượng, số lượng\n- Kiểm tra liên ngành từ 12 đến 15 doanh nghiệp.\n"
    assert figures(body) == [("12", "range", "doanh nghiệp")]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Tỷ lệ lỗi còn 1,8% (năm 2025 là 2,6%); riêng chuyền may dưới 1,2%.", "năm 2026"),
        ("Đến 30/9 phải đạt 80% kế hoạch thu.", "đến 30/9"),
        ("Đến cuối năm vận động tối thiểu 120 triệu đồng.", "đến cuối năm"),
        ("Đến hết quý II, 90% công nhân được huấn luyện.", "đến hết quý II"),
        ("Đến năm học 2029 - 2030 đạt 95,5%.", "đến năm học 2029 - 2030"),
        ("Từ năm 2026, 100% đơn vị có trang mạng.", "từ năm 2026"),
    ],
)
def test_terms_of_a_figure(text: str, stage: str) -> None:
    assert plan(f"I. CHỈ TIÊU\n1. {text}\nII. NHIỆM VỤ\n").targets[-1].stage == stage


def test_a_paragraph_that_leads_in_a_list_tells_its_term() -> None:
    body = "I. CHỈ TIÊU\nTrong quý IV/2026 phấn đấu hoàn thành, cụ thể:\n- Kết nạp 44 đoàn viên.\n"
    assert plan(body).targets[0].stage == "quý IV/2026"


def test_a_table_of_quotas_with_units_in_brackets() -> None:
    body = (
        "I. CHỈ TIÊU\n1. Chỉ tiêu cụ thể của từng cụm:\n\n"
        "| Cụm | Đoàn viên mới (người) | CĐCS mới (đơn vị) | Thỏa ước ký mới (bản) |\n"
        "|---|---|---|---|\n"
        "| Cụm Ven biển | 2.450 | 12 | 09 |\n\nII. NHIỆM VỤ\n"
    )
    assert figures(body) == [
        ("2450", "=", "người"), ("12", "=", "đơn vị"), ("9", "=", "thỏa ước")
    ]  # fmt: skip


def test_items_of_a_part_are_not_those_of_a_section_of_the_same_number() -> None:
    reading = plan(
        "Phần thứ nhất\nTÌNH HÌNH\nI. Tình hình\nII. Mục tiêu\n1. Chung\n2. Riêng\n"
        "Phần thứ hai\nNHIỆM VỤ\n1. Quy hoạch\n2. Đào tạo\nPhần thứ ba\nTỔ CHỨC THỰC HIỆN\n"
        "1. Đ/c Lưu Ngọc Bích, Phó Chủ tịch: chủ trì nhiệm vụ 1 Phần thứ hai.\n"
        "2. Đảng bộ cơ quan chủ trì nhiệm vụ 2 Phần thứ hai.\n"
    )
    told = [(one.unit, [reading.body[i].text for i in one.items]) for one in reading.assignments]
    assert told == [("Đ/c Lưu Ngọc Bích", ["Quy hoạch"]), ("Đảng bộ cơ quan", ["Đào tạo"])]


def test_whoever_stands_before_the_colon_leads() -> None:
    reading = plan(
        "I. MỤC TIÊU\nII. NỘI DUNG\n1. Tuyên truyền\n2. Chăm lo\nIII. TỔ CHỨC THỰC HIỆN\n"
        "1. Mạng lưới an toàn vệ sinh viên: chủ trì thực hiện mục 2 phần II.\n"
        "2. Ban Pháp luật là thường trực, chịu trách nhiệm thực hiện điểm 1 Mục II.\n"
        "3. Văn phòng: chủ trì Mục I và Mục II.\n"
    )
    told = [(one.unit, one.refs, one.section) for one in reading.assignments]
    assert told == [
        ("Mạng lưới an toàn vệ sinh viên", ("2",), "II"),
        ("Ban Pháp luật", ("1",), "II"),
        ("Văn phòng", ("I", "II"), None),
    ]
