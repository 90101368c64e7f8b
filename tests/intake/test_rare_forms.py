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
