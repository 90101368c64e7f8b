"""Shapes that real papers take now and then: run-together heads, mistyped labels, words for
figures, tables pasted cell by cell, terms told by headings.
"""

import pytest

from desktop.intake.documents import read_pasted
from desktop.intake.reading import Reading
from desktop.intake.review.kept import strays
from desktop.intake.review.sheet import ReviewSheet
from desktop.intake.structure.labels import parse

HEAD = """CÔNG ĐOÀN PHƯỜNG AN SƠN
Số: 05/KH-CĐP
An Sơn, ngày 10 tháng 01 năm 2026
KẾ HOẠCH
{subject}

"""
SUBJECT = "Hoạt động công đoàn năm 2026"


def plan(body: str, subject: str = SUBJECT) -> Reading:
    return read_pasted(HEAD.format(subject=subject) + body)


def figures(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.value, one.comparator, one.unit) for one in reading.targets]


def stages(reading: Reading) -> dict[str, str | None]:
    return {one.value: one.stage for one in reading.targets}


def test_a_head_run_together_without_spaces_is_taken_apart() -> None:
    reading = read_pasted(
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAMLIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ VÂNSố: 114 /LĐLĐ-CTCĐV/v đăng "
        "ký chỉ tiêu năm 2027CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúcHà Vân, "
        "ngày 12 tháng 10 năm 2026\nKính gửi:\n- Công đoàn các xã;\n- Công đoàn ngành.\n"
        "Ban Thường vụ Liên đoàn Lao động tỉnh đề nghị các đơn vị thực hiện những nội dung sau:\n"
        "1. Kết nạp đoàn viên.\n2. Báo cáo kết quả.\n"
        "Nơi nhận: - Như trên; - Lưu VT. TM. BAN\nTHƯỜNG VỤ PHÓ CHỦ TỊCH\nLê Văn Khải\n"
    )
    assert reading.value("parent") == "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"
    assert reading.value("issuer") == "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ VÂN"
    assert reading.value("number") == "114/LĐLĐ-CTCĐ"
    assert reading.value("subject") == "V/v đăng ký chỉ tiêu năm 2027"
    assert reading.value("signer.authority") == "TM. BAN THƯỜNG VỤ"
    assert reading.value("signer.title") == "PHÓ CHỦ TỊCH"
    assert reading.value("signer.name") == "Lê Văn Khải"


def test_a_party_committee_within_another_is_the_issuer() -> None:
    reading = read_pasted(
        "ĐẢNG ỦY CÁC ĐOÀN THỂ TỈNH\nĐẢNG ỦY LIÊN ĐOÀN LAO ĐỘNG\nTỈNH HÀ VÂN\nSố 12-CTr/ĐU\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết số 09-NQ/TU của Tỉnh ủy\n\nI - MỤC ĐÍCH\n"
    )
    assert reading.value("parent") == "ĐẢNG ỦY CÁC ĐOÀN THỂ TỈNH"
    assert reading.value("issuer") == "ĐẢNG ỦY LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ VÂN"


REQUEST = """CĐCS CÔNG TY GỐM VIỆT
Số: 03/TTr-CĐCS
TỜ TRÌNH
Về việc hỗ trợ kinh phí

Kính gửi: Ban Chấp hành Công đoàn phường An Sơn
{bases}
CĐCS Công ty Gốm Việt kính trình các nội dung sau:

1. Đề nghị hỗ trợ kinh phí hội thao cho đoàn viên toàn công ty.

                                   TM. BAN CHẤP HÀNH
Nơi nhận:                              CHỦ TỊCH
- Như kính gửi;
- Lưu CĐCS.
                                   Trịnh Hoài Sa
"""


@pytest.mark.parametrize("mark", ["- ", ""])
def test_legal_bases_right_after_the_addressee_are_no_addressees(mark: str) -> None:
    bases = f"{mark}Căn cứ Luật Công đoàn, Điều lệ Công đoàn;\n{mark}Căn cứ Hướng dẫn số 12/HD-CĐP;"
    reading = read_pasted(REQUEST.format(bases=bases))
    assert [one.value for one in reading.addressees] == ["Ban Chấp hành Công đoàn phường An Sơn"]
    assert len(reading.legal_basis) == 2
    assert reading.value("signer.title") == "CHỦ TỊCH"


def test_addressees_on_one_line_are_told_apart() -> None:
    reading = read_pasted(
        "LĐLĐ TỈNH HÀ VÂN\nSố: 9/LĐLĐ-VP\nV/v báo cáo\n\nKính gửi: Liên đoàn Lao động các huyện; "
        "Công đoàn ngành và\ntương đương; Công đoàn các khu công nghiệp.\n\n1. Gửi báo cáo.\n"
    )
    names = [one.value for one in reading.addressees]
    assert names == [
        "Liên đoàn Lao động các huyện",
        "Công đoàn ngành và tương đương",
        "Công đoàn các khu công nghiệp",
    ]


def test_the_first_lines_are_the_subject_where_nothing_else_is_a_head() -> None:
    reading = read_pasted(
        "Kết luận của đồng chí Chủ tịch Công đoàn tỉnh\ntại Hội nghị giao ban quý II/2026\n\n"
        "Sáng 02/7/2026, tại Hội trường Công đoàn tỉnh, đồng chí Lê Văn Đạt, Chủ tịch Công đoàn "
        "tỉnh chủ trì Hội nghị giao ban và kết luận:\n\n"
        "I- ĐÁNH GIÁ CHUNG\n\n1- Kết quả tốt.\n"
    )
    subject = "Kết luận của đồng chí Chủ tịch Công đoàn tỉnh tại Hội nghị giao ban quý II/2026"
    assert reading.value("subject") == subject


@pytest.mark.parametrize(
    ("text", "label", "family"),
    [
        ("Ii.MỤC TIÊU", "Ii.", "roman"),
        ("III,NHIỆM VỤ", "III,", "roman"),
        ("2.7.100% đoàn viên được thăm hỏi", "2.7.", "decimal"),
        ("Nhóm 1: Việc làm, tiền lương", "Nhóm 1:", "named"),
        ("NHIỆM VỤ THỨ HAI. Chăm lo", "NHIỆM VỤ THỨ HAI.", "named"),
        ("Trụ cột 3 - Pháp lý", "Trụ cột 3 -", "named"),
        ("Chỉ tiêu 2.1: 80% đơn vị", "Chỉ tiêu 2.1:", "named"),
        ("a] Mở lớp", "a]", "lower"),
        ("2.1] Mở lớp", "2.1]", "decimal"),
        ("[3] Mở lớp", "[3]", "decimal"),
    ],
)
def test_mistyped_labels(text: str, label: str, family: str) -> None:
    assert (parse(text)[0].text, parse(text)[0].family) == (label, family)


@pytest.mark.parametrize(
    "text",
    ["Nhóm 1.500 người dự", "Bước 1 gồm ba việc", "nhóm 1: việc làm", "[1](https://vi.example)",
     "Chỉ tiêu 80% đoàn viên", "[Mẫu 2] Danh sách"],
)  # fmt: skip
def test_words_with_a_number_in_running_text_are_no_labels(text: str) -> None:
    assert not parse(text)


def test_commas_after_capitals_in_running_text_are_no_labels() -> None:
    assert not parse("IV, V và VI của Kế hoạch")


def test_a_capital_printed_small_goes_on_with_the_capitals() -> None:
    reading = plan(
        "I. NHIỆM VỤ\nA)Tuyên truyền\n1.Treo băng rôn nhân ngày lễ.\nb)Tổ chức\n1.Khảo sát doanh"
        " nghiệp.\nC)Chăm lo\n1.Thăm hỏi đoàn viên.\n"
    )
    depths = [(one.label, one.depth) for one in reading.outline]
    found = [depth for label, depth in depths if label in ("A)", "b)", "C)")]
    assert len(found) == 3
    assert len(set(found)) == 1


def test_a_letter_and_a_number_hold_numbers_in_brackets() -> None:
    reading = plan(
        "A. CHỈ TIÊU\nB. NHIỆM VỤ\nB.1. Đội ngũ\n(1) Vận động đoàn viên.\n(2) Bồi dưỡng cán bộ.\n"
        "B.2. Đời sống\n(1) Vận động quỹ.\n(2) Thăm hỏi đoàn viên.\nC. TỔ CHỨC THỰC HIỆN\n"
    )
    assert [one.depth for one in reading.outline] == [0, 0, 1, 2, 2, 1, 2, 2, 0]


def test_a_table_pasted_cell_by_cell_is_read_by_rows() -> None:
    reading = plan(
        "A. CHỈ TIÊU\n\nTT\nChỉ tiêu\nĐơn vị tính\nKết quả năm 2025\nChỉ tiêu năm 2026\n"
        "1\nNgười lao động được học tập nghị quyết\n%\n96,4\n99\n2\nKết nạp mới\nngười\n77\n95\n\n"
        "B. NHIỆM VỤ\n"
    )
    assert figures(reading) == [("99", "=", "%"), ("95", "=", "người")]
    assert [block.kind for block in reading.body if "học tập" in block.text] == ["row"]


def test_quotas_by_unit_are_read_under_a_heading_that_shares_them_out() -> None:
    reading = plan(
        "I. CHỈ TIÊU\n1. Chỉ tiêu giao cho từng đơn vị trong năm 2026:\n"
        "STT\nĐơn vị\nĐoàn viên\nCĐCS\n"
        "1\nCông ty Phà\n260\n2\n2\nBến xe\n110\n1\n\nII. BIỆN PHÁP\n",
        "Phát triển đoàn viên năm 2026 và đến năm 2028",
    )
    assert figures(reading)[0] == ("260", "=", "đoàn viên")
    assert len(reading.targets) == 4
    assert set(stages(reading).values()) == {"năm 2026"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mỗi quý, từng CĐCS có tối thiểu hai tin, bài.", ("2", ">=", "tin, bài")),
        ("Tổ chức một cuộc đối thoại với công nhân.", ("1", "=", "cuộc")),
        ("Giám sát việc trả phụ cấp trực tại năm đơn vị.", ("5", "=", "đơn vị")),
        ("Phấn đấu ít nhất hai phần ba số CĐCS đạt vững mạnh.", ("66.67", ">=", "%")),
        ("Có ít nhất một nửa số CĐCS cử đội tham gia.", ("50", ">=", "%")),
        ("Kiểm tra việc thu, chi tài chính tại 06 CĐCS.", ("6", "=", "CĐCS")),
        ("Phát động 02 đợt thi đua ngắn ngày.", ("2", "=", "đợt")),
        ("95% công đoàn cơ sở trở lên tổ chức hội nghị.", ("95", ">=", "%")),
        ("Thu tài chính công đoàn hằng năm tăng bình quân 8%.", ("8", "=", "%")),
    ],
)
def test_figures_that_set_something(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in figures(plan(f"I. NHIỆM VỤ\n1. {text}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Trong năm đầu, các đơn vị rà soát danh sách.",
        "Giám sát việc thực hiện Đề án “Xây dựng 1 triệu căn nhà ở xã hội”.",
        "Đơn vị đạt từ 120% trở lên được xem xét tặng Cờ thi đua.",
        "Đơn vị nhỏ được đăng ký thấp hơn mức chung nhưng không quá 20%.",
        "Không bố trí chi tiếp khách quá 3% tổng chi hành chính.",
    ],
)
def test_figures_that_set_nothing(text: str) -> None:
    assert figures(plan(f"I. NHIỆM VỤ\n1. {text}\n")) == []


def test_shortfalls_in_a_report_are_no_aims() -> None:
    report = "Chỉ tiêu ký thỏa ước mới đạt 68,5%, chưa đạt kế hoạch 75% đề ra."
    reading = plan(f"I. HẠN CHẾ\n1. {report}\nII. NHIỆM VỤ\n1. Tuyên truyền.\n")
    assert figures(reading) == []


def test_what_is_reached_yearly_in_a_term_is_of_the_term() -> None:
    reading = plan(
        "I. CHỈ TIÊU\n1. Đến năm 2030\na) Mỗi năm kết nạp 500 đoàn viên.\n2. Chỉ tiêu hằng năm\n"
        "a) Giới thiệu mỗi năm 90 đoàn viên ưu tú.\n"
    )
    assert stages(reading) == {"500": "đến năm 2030", "90": "hằng năm"}


@pytest.mark.parametrize(
    ("text", "value", "stage"),
    [
        ("Nữ cán bộ đạt 30%, phấn đấu đến năm 2030 đạt 35%.", "30", "năm 2026"),
        ("Hết năm 2027 có 60% chủ tịch có chứng chỉ.", "60", "hết năm 2027"),
        ("98% CĐCS gửi số liệu trước ngày 10/12/2026.", "98", "trước ngày 10/12/2026"),
    ],
)
def test_terms_in_a_sentence(text: str, value: str, stage: str) -> None:
    assert stages(plan(f"I. CHỈ TIÊU\n1. {text}\n"))[value] == stage


def test_whoever_leads_with_a_partner_names_both() -> None:
    reading = plan(
        "I. NHIỆM VỤ\n1. Tuyên truyền\n1.1. Treo băng rôn.\n1.2. Viết tin.\nII. TỔ CHỨC THỰC HIỆN\n"
        "1. Văn phòng chủ trì, phối hợp với Ủy ban Kiểm tra tham mưu nội dung 1.2 Mục I.\n"
        "2. Ban Tuyên giáo: chủ trì nội dung 1.1; tham gia phối hợp nội dung 1.2 Mục I.\n"
    )
    told = [(one.unit, one.refs, one.section, one.role) for one in reading.assignments]
    assert told == [
        ("Văn phòng", ("1.2",), "I", "chủ trì"),
        ("Ủy ban Kiểm tra", ("1.2",), "I", "phối hợp"),
        ("Ban Tuyên giáo", ("1.1",), "I", "chủ trì"),
        ("Ban Tuyên giáo", ("1.2",), "I", "phối hợp"),
    ]


def test_a_label_typed_against_its_word_is_not_told_as_lost() -> None:
    reading = plan("1.Nội dung:\n1.1Kết nạp đoàn viên mới.\n1.2Tham gia tập huấn.\n")
    assert not strays(reading, ReviewSheet(reading).state)
