"""Figures that set an aim, and all the figures that do not."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.documents import read_pasted
from desktop.intake.facts.quantities import quantities
from desktop.intake.facts.target_filters import parts_of
from desktop.intake.facts.target_indicators import indicator_of
from desktop.models import resources
from tests.intake.facts.planned import HEAD, targets, told


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1. Kết nạp 594 đoàn viên.", ("=", "594", "đoàn viên")),
        ("1. Thành lập ít nhất 05 CĐCS.", (">=", "5", "CĐCS")),
        ("1. Trên 80% đoàn viên được tuyên truyền.", (">", "80", "%")),
        ("1. Đạt 70% trở lên CĐCS ký thỏa ước.", (">=", "70", "%")),
        ("1. Từ 60% CĐCS tổ chức đối thoại.", (">=", "60", "%")),
        ("1. Tỷ lệ nợ kinh phí dưới 2%.", ("<", "2", "%")),
        ("1. Không quá 5% CĐCS không hoàn thành nhiệm vụ.", ("<=", "5", "%")),
        ("1. Kiểm tra, giám sát từ 02 đến 05 doanh nghiệp.", ("range", "2", "doanh nghiệp")),
        ("1. 90% thỏa ước đạt loại B trở lên.", ("=", "90", "%")),
        ("1. Hỗ trợ 12 nghìn đoàn viên.", ("=", "12000", "đoàn viên")),
        ("1. Đạt l00% CĐCS tổ chức hội nghị.", ("=", "100", "%")),
        ("1. Tặng 20.000 túi an sinh cho công nhân.", ("=", "20000", "túi an sinh")),
        ("1. Vận động 80% trở lên đoàn viên tham gia.", (">=", "80", "%")),
        ("1. Dưới 03 vụ ngừng việc tập thể.", ("<", "3", "vụ")),
        ("1. Hoàn thành 100% chỉ tiêu tỉnh giao.", ("=", "100", "%")),
        ("1. Nâng tỷ lệ ký thỏa ước từ 60% lên 75%.", ("=", "75", "%")),
    ],
)
def test_a_figure_has_value_comparator_and_unit(line: str, expected: tuple[str, str, str]) -> None:
    assert told(targets(line)) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "1. Mức hỗ trợ tối đa 2.000.000 đồng/người.",
        "1. Năm 2026 đã kết nạp 120 đoàn viên.",
        "1. Đến ngày 31/12/2026, toàn xã có 30 CĐCS.",
        "1. Mỗi lớp không quá 60 học viên.",
        "1. Theo Quyết định số 433/QĐ-LĐLĐ ngày 24/01/2026 của LĐLĐ tỉnh.",
        "1. Phối hợp với Trường THCS 19-8 và Công ty TNHH MTV 27/7.",
        "1. Ký hợp đồng giảm giá từ 10% đến 30%.",
        "1. Đoàn kiểm tra gồm 5 người làm việc tại 3 đơn vị trong 10 ngày.",
        "1. Tổ chức giải bóng chuyền với 16 đội tham gia.",
        "1. Hoàn thành trước ngày 15/11/2027, báo cáo quý I trong 05 ngày.",
    ],
)
def test_norms_results_dates_and_names_are_none(line: str) -> None:
    assert told(targets(line, heading="II. NHIỆM VỤ")) == []


def test_a_list_after_an_order_is_several_targets() -> None:
    found = targets(
        "1. Phát hành 5.000 tờ rơi, 200 pano; mở 02 lớp cho 150 cán bộ, mỗi lớp 75 người.",
        heading="II. NHIỆM VỤ",
    )
    assert told(found) == [("=", "5000", "tờ rơi"), ("=", "200", "pano"), ("=", "2", "lớp")]


def test_the_nearest_period_before_a_figure_is_its_stage() -> None:
    found = targets("1. 6 tháng đầu năm 2027 đạt 50%, cả năm đạt 100% kế hoạch; quý I: 20%.")
    assert [t.stage for t in found] == ["6 tháng đầu năm 2027", "năm 2027", "quý I"]


def test_a_paragraph_of_nothing_but_figures_takes_no_time() -> None:
    start = time.perf_counter()
    targets(f"1. {'trong đó 5% ' * 1500}", f"2. {'mỗi cụm có 5 lớp, ' * 1000}")
    assert time.perf_counter() - start < 20


def test_a_condition_narrows_the_target_and_is_none_itself() -> None:
    (found,) = targets("1. 100% doanh nghiệp có từ 20 lao động trở lên thành lập công đoàn cơ sở.")
    assert found.population == "doanh nghiệp có từ 20 lao động trở lên"
    assert (found.value, found.indicator) == ("100", "A09R")


def test_stages_follow_the_words_before_each_figure() -> None:
    found = targets(
        "1. Ký thỏa ước: từ nay đến 2028 đạt 80%, đến năm 2030 đạt 85%, đến năm 2045 đạt 100%."
    )
    assert [(t.value, t.stage) for t in found] == [
        ("80", "từ nay đến 2028"), ("85", "đến năm 2030"), ("100", "đến năm 2045"),
    ]  # fmt: skip


def test_how_much_each_of_a_share_does_is_no_aim_of_its_own() -> None:
    found = targets("1. 60% đoàn viên đọc từ 04 cuốn sách trở lên.")
    assert told(found) == [("=", "60", "%")]


def test_a_year_alone_goes_on_with_the_stages() -> None:
    found = targets("1. Đến năm 2028: 40% khu nhà trọ có tủ sách; 2030: 70%; 2035: 100%.")
    assert [(one.value, one.stage) for one in found] == [
        ("40", "đến năm 2028"),
        ("70", "đến năm 2030"),
        ("100", "đến năm 2035"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Quý I có 25% tổ công đoàn tự đánh giá, quý II 55%, quý III đạt 85%.",
            [("25", "quý I"), ("55", "quý II"), ("85", "quý III")],
        ),
        (
            "Năm thứ nhất (2027): 35% xưởng có góc đọc sách; năm thứ hai (2028): 60%.",
            [("35", "năm thứ nhất (2027)"), ("60", "năm thứ hai (2028)")],
        ),
        (
            "Tỷ lệ nhà trọ đạt chuẩn lần lượt là 40% vào năm 2027, 55% vào năm 2029.",
            [("40", "năm 2027"), ("55", "năm 2029")],
        ),
        (
            "Năm thứ nhất 15 vườn rau; năm thứ hai 25 vườn rau.",
            [("15", "năm thứ nhất"), ("25", "năm thứ hai")],
        ),
        (
            "Nhận 45 cháu trong năm thứ nhất, 65 cháu trong năm thứ hai.",
            [("45", "trong năm thứ nhất"), ("65", "trong năm thứ hai")],
        ),
        (
            "Đến 2028 thành lập 05 công đoàn cơ sở; 2033 thành lập 09 công đoàn cơ sở.",
            [("5", "đến 2028"), ("9", "đến năm 2033")],
        ),
        ("Đến 2028 có 60% chi đội có cờ; 2032 có 90%.",
         [("60", "đến 2028"), ("90", "đến năm 2032")]),
    ],
)  # fmt: skip
def test_a_period_right_beside_its_figure_is_the_stage(
    line: str, expected: list[tuple[str, str]]
) -> None:
    found = targets(f"1. {line}")
    assert [(one.value, one.stage) for one in found] == expected


def test_children_are_counted_like_other_people() -> None:
    found = targets("1. Trao 320 suất quà, chọn 45 em học sinh vượt khó.")
    assert told(found) == [("=", "320", "suất quà"), ("=", "45", "em")]


def test_a_report_sets_its_figures_for_the_period_to_come() -> None:
    text = HEAD.replace("KẾ HOẠCH\nCông tác năm 2027", (
        "BÁO CÁO\nKết quả quý IV năm 2026 và phương hướng quý I/2027"
    ))  # fmt: skip
    text += "I. KẾT QUẢ\n1. Đã mở 02 lớp.\nII. PHƯƠNG HƯỚNG\n1. Kết nạp ít nhất 60 đoàn viên.\n"
    assert [one.stage for one in read_pasted(text).targets] == ["quý I/2027"]


def test_a_rate_that_shall_not_fall_below_names_its_whole() -> None:
    [found] = targets("1. Tỷ lệ nữ trên tổng số người được khám không dưới 45%.")
    assert (found.population, found.denominator) == ("nữ", "tổng số người được khám")


def test_averages_say_for_whom() -> None:
    (found,) = targets("1. Bình quân mỗi CĐCS kết nạp 5 đoàn viên.")
    assert (found.value, found.per) == ("5", "CĐCS")


def test_shares_say_what_they_are_taken_of() -> None:
    (found,) = targets("1. Thu kinh phí công đoàn đạt 98% dự toán tỉnh giao.")
    assert (found.denominator, found.indicator) == ("dự toán tỉnh giao", "K05R")


def test_the_decision_that_assigned_a_figure_is_its_basis() -> None:
    (found,) = targets(
        "1. Kết nạp 594 đoàn viên theo chỉ tiêu LĐLĐ tỉnh giao tại Quyết định số 43/QĐ-LĐLĐ "
        "ngày 24/01/2027."
    )
    assert found.basis == "Quyết định số 43/QĐ-LĐLĐ ngày 24/01/2027"


def test_what_shall_not_happen_is_a_target_of_none() -> None:
    (found,) = targets("1. Không để xảy ra tranh chấp lao động tập thể, đình công trái luật.")
    assert (found.value, found.printed) == ("0", False)
    shown = read_pasted(f"{HEAD}I. MỤC TIÊU\n1. Không để xảy ra vụ đình công nào.").to_json()
    assert shown["targets"] == []
    assert [one["unit"] for one in shown["zero_targets"]] == ["vụ"]


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("1. Phấn đấu Công đoàn phường xếp loại hoàn thành tốt nhiệm vụ trở lên.", "2"),
        ("1. Phần đầu hàng năm LĐLĐ huyện đạt loại hoàn thành tốt nhiệm vụ; 85 % trở lên số CĐCS"
         " đạt hoàn thành tốt nhiệm vụ.", "2"),
        ("1. Công đoàn xã được xếp loại “Hoàn thành xuất sắc nhiệm vụ”.", "1"),
    ],
)  # fmt: skip
def test_a_grade_of_the_office_is_a_target_by_its_name(line: str, grade: str) -> None:
    (found,) = (one for one in targets(line) if one.unit == "mức")
    assert (found.indicator, found.comparator, found.value) == ("N03", "<=", grade)
    shown = read_pasted(f"{HEAD}I. MỤC TIÊU\n{line}\n").to_json()
    assert [one["value"] for one in shown["grade_targets"]] == [int(grade)]
    assert "mức" not in [one["unit"] for one in shown["targets"]]


@pytest.mark.parametrize(
    "line",
    [
        "1. Phấn đấu 85% CĐCS xếp loại hoàn thành tốt nhiệm vụ trở lên.",
        "1. Phấn đấu các CĐCS xếp loại hoàn thành tốt nhiệm vụ.",
        "1. Đảng viên được xếp loại hoàn thành tốt nhiệm vụ.",
        "1. Phấn đấu hoàn thành tốt nhiệm vụ được giao.",
    ],
)
def test_a_grade_of_others_and_work_well_done_are_no_grade_of_the_office(line: str) -> None:
    assert not [one for one in targets(line) if one.unit == "mức"]


def test_indicators_of_the_table_exist_and_agree_in_kind() -> None:
    def records(name: str) -> list[dict[str, str]]:
        data = resources.path(f"packs/core/{name}.json").read_text(encoding="utf-8")
        found: list[dict[str, str]] = json.loads(data)["records"]
        return found

    units = {one["code"]: one["unit"] for one in records("indicators")}
    for one in records("target_indicators"):
        assert one["code"] in units, one
        assert (one["unit"] == "%") == (units[one["code"]] == "%"), one


@pytest.mark.parametrize(
    ("clause", "unit", "code"),
    [
        ("kết nạp mới 120 đoàn viên", "đoàn viên", "C40"),
        ("giới thiệu 10 đoàn viên ưu tú cho Đảng", "đoàn viên", "M01"),
        ("85% doanh nghiệp có công đoàn ký thỏa ước lao động tập thể", "%", "D03"),
        ("95% cơ quan tổ chức hội nghị cán bộ, công chức", "%", "D10R"),
        ("phát hành 200 bản tin nội bộ", "bản", None),
    ],
)
def test_a_clause_is_counted_under_the_indicator_that_fits(
    clause: str, unit: str, code: str | None
) -> None:
    found, sure = indicator_of(clause, unit)
    assert found == code
    assert (sure > 0.5) == (code is not None)


@given(
    st.integers(1, 99_999), st.sampled_from(["%", "đoàn viên", "CĐCS", "doanh nghiệp", "lớp"]),
    st.sampled_from(
        [("", "="), ("trên ", ">"), ("ít nhất ", ">="), ("dưới ", "<"), ("tối đa ", "<=")]
    ),
)  # fmt: skip
def test_a_written_figure_is_read_back(value: int, unit: str, sign: tuple[str, str]) -> None:
    written = f"{value:,}".replace(",", ".")
    (found,) = quantities(f"đạt {sign[0]}{written} {unit} trong kỳ")
    assert (found.value, found.unit, found.comparator) == (str(value), unit, sign[1])


@given(st.text(max_size=120))
def test_no_text_breaks_what_is_told_of_a_figure(text: str) -> None:
    for found in quantities(text):
        assert 0 <= found.start < found.end <= len(text)
        parts_of(text, found)
        indicator_of(text, found.unit)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hỗ trợ 12 máy tính xách tay cho con đoàn viên.", ("12", "máy tính xách tay", "năm")),
        ("Chọn cử 04 em tham gia trại hè.", ("4", "em", "năm")),
        ("Hình thành 01 trung tâm tư vấn pháp luật lưu động.", ("1", "trung tâm", "năm")),
        ("Mỗi quý 02 buổi tuyên truyền.", ("2", "buổi", "mỗi quý")),
        ("Tết Nguyên đán: thăm hỏi 500 nhà giáo khó khăn.", ("500", "nhà giáo", "năm")),
        ("Đợt II năm 2027: kết nạp 310 đoàn viên.", ("310", "đoàn viên", "đợt II năm 2027")),
    ],
)
def test_things_and_periods_of_any_kind_are_counted(
    line: str, expected: tuple[str, str, str]
) -> None:
    for heading in ("II. CHỈ TIÊU", "II. NHIỆM VỤ"):
        (found,) = targets(line, heading=heading)
        assert (found.value, found.unit) == expected[:2]
        assert (found.stage or "").startswith(expected[2])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1. Phấn đấu 3/4 số tổ công đoàn xếp loại tốt.", ("=", "75", "%")),
        ("1. Ít nhất 2/3 CĐCS có quy chế.", (">=", "66.67", "%")),
        ("1. Ít nhất 180/200 đoàn viên tham gia.", (">=", "180", "đoàn viên")),
        ("1. Thành lập hai mươi lăm CĐCS.", ("=", "25", "CĐCS")),
        ("1. Kết nạp một nghìn hai trăm đoàn viên.", ("=", "1200", "đoàn viên")),
        ("1. Xây dựng 05 nhà vệ sinh cho khu trọ.", ("=", "5", "nhà vệ sinh")),
        ("1. Trao 40 Bằng lao động giỏi.", ("=", "40", "Bằng lao động giỏi")),
        ("1. Trồng 3.000 cây phi lao ven biển.", ("=", "3000", "cây")),
        ("1. Kiểm tra 12 công đoàn phường.", ("=", "12", "công đoàn")),
        ("1. Nâng thu nhập bình quân gấp 1,5 lần.", ("=", "1.5", "lần")),
        ("1. Thu đủ 100% kinh phí công đoàn.", ("=", "100", "%")),
        ("1. Hoàn thành kiểm tra 30% số CĐCS.", ("=", "30", "%")),
    ],
)
def test_fractions_number_words_and_things_of_many_kinds(
    line: str, expected: tuple[str, str, str]
) -> None:
    assert told(targets(line)) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1. Trang của tỉnh có 15.000 người theo dõi vào năm 2028.", ("=", "15000", "người")),
        ("1. Mỗi phường, xã, đặc khu đăng tối thiểu 06 tin, bài.", (">=", "6", "tin, bài")),
        ("1. Giá trị hàng ưu đãi đạt ít nhất 3 tỷ đồng.", (">=", "3", "tỷ đồng")),
        ("1. Vận động được 2,5 tỷ đồng cho Quỹ.", ("=", "2.5", "tỷ đồng")),
        ("1. Tỷ lệ hồ sơ trễ hạn không quá 3%.", ("<=", "3", "%")),
        ("1. Mỗi năm trao 20 suất học bổng.", ("=", "20", "suất học bổng")),
        ("1. Hội chợ mùa xuân với 30 gian hàng.", ("=", "30", "gian hàng")),
        ("1. Nâng cấp 03 nhà ăn tại các khu trọ.", ("=", "3", "nhà ăn")),
    ],
)
def test_a_task_sets_what_is_dated_collected_or_to_stay_low(
    line: str, expected: tuple[str, str, str]
) -> None:
    assert told(targets(line, heading="II. NHIỆM VỤ")) == [expected]


@pytest.mark.parametrize("heading", ["II. CHỈ TIÊU", "II. NHIỆM VỤ"])
@pytest.mark.parametrize(
    "line",
    [
        "1. Hội nghị hợp lệ khi có ít nhất 2/3 đại biểu.",
        "1. Họp khi có ít nhất 05 ủy viên dự.",
        "1. Đơn vị đạt dưới 70% điểm thì không xét khen thưởng.",
        "1. Trường hợp chênh lệch trên 10% phải giải trình.",
        "1. Nghị quyết được 95% đại biểu biểu quyết tán thành.",
        "1. Mỗi đồng chí phụ trách 3 xã.",
        "1. Lắp máy lọc nước tại các phân xưởng có từ 50 nhân viên trở lên.",
        "1. Mỗi công ty có trên 100 lao động thành lập ban nữ công.",
        "1. (Năm 2025: đạt 92%; kết nạp 350 đoàn viên).",
        "1. Mỗi ban từ 05 đến 07 thành viên.",
        "1. Việc trích nộp theo tỷ lệ quy định (25% nộp cấp trên).",
        "1. Tọa đàm nhân dịp 30/4 - 1/5 công nhân lao động.",
        "1. Thi tay nghề, chọn 06 thợ giỏi dự thi cấp tỉnh.",
        "1. Trong hai mươi năm qua, phong trào phát triển.",
    ],
)
def test_rules_quorums_votes_and_looks_back_set_nothing(line: str, heading: str) -> None:
    assert told(targets(line, heading=heading)) == []


def test_an_aim_told_in_brackets_beside_a_result_is_past() -> None:
    line = "1. 88% đoàn viên hoàn thành tốt nhiệm vụ (chỉ tiêu là trên 85%)."
    assert told(targets(line, heading="II. KẾT QUẢ")) == []


def test_the_whole_of_a_count_is_its_denominator() -> None:
    (found,) = targets("1. Ít nhất 180/200 đoàn viên tham gia bảo hiểm.")
    assert found.denominator == "200 đoàn viên"


def test_the_whole_term_is_the_one_the_subject_names() -> None:
    text = (
        "CÔNG ĐOÀN XÃ HÒA SƠN\n\nNGHỊ QUYẾT\nĐại hội Công đoàn xã nhiệm kỳ 2025 - 2030\n\n"
        "I. CHỈ TIÊU\n1. Cả nhiệm kỳ kết nạp 350 đoàn viên.\n"
    )
    (found,) = read_pasted(text).targets
    assert found.stage == "nhiệm kỳ 2025 - 2030"


def test_collecting_is_not_taken_for_an_ordinal() -> None:
    found = targets("1. Vận động 1.200 đoàn viên hiến máu, thu 900 đơn vị máu lần thứ 5 trong năm.")
    assert told(found) == [("=", "1200", "đoàn viên"), ("=", "900", "đơn vị máu")]


def test_a_comma_inside_what_is_counted_parts_no_clause() -> None:
    shares = targets(
        "1. 100% công đoàn xã, phường, đặc khu lập kế hoạch, 90% công đoàn cơ sở đối thoại.",
        "2. 80% cán bộ, công chức, viên chức được học tập, trong đó 60% đoàn viên dự trực tiếp.",
        "3. Phấn đấu 100% công đoàn xã, phường kết nạp ít nhất 50 đoàn viên.",
    )
    assert [one.text for one in shares] == [
        "100% công đoàn xã, phường, đặc khu lập kế hoạch", "90% công đoàn cơ sở đối thoại",
        "80% cán bộ, công chức, viên chức được học tập", "trong đó 60% đoàn viên dự trực tiếp",
        *["Phấn đấu 100% công đoàn xã, phường kết nạp ít nhất 50 đoàn viên"] * 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("500 an toàn, vệ sinh viên", "an toàn vệ sinh viên"),
        ("500 an toàn - vệ sinh viên", "an toàn vệ sinh viên"),
        ("500 an toàn viên", "an toàn viên"),
        ("20 khu toàn diện", "khu"),
    ],
)
def test_safety_is_one_word_in_what_is_counted(said: str, unit: str) -> None:
    assert [one.unit for one in quantities(said)] == [unit]


def test_an_average_is_for_each_of_what_is_held_or_of_those_who_hold_it() -> None:
    found = targets(
        "1. Mỗi công đoàn cơ sở tổ chức ít nhất 02 buổi, bình quân 40-50 người dự/buổi.",
        "2. Phấn đấu bình quân mỗi công đoàn cơ sở 35 sáng kiến.",
    )
    assert [(one.value, one.value_max, one.per) for one in found] == [
        ("2", None, "công đoàn cơ sở"), ("40", "50", "buổi"), ("35", None, "công đoàn cơ sở"),
    ]  # fmt: skip


def test_a_later_year_counts_the_thing_named_with_the_year_before() -> None:
    found = targets(
        "1. Năm 2027 có 03 nghiệp đoàn, năm 2029 có 05, đến 2031 có 1.007.",
        "2. Đến năm 2028 có 40% đoàn viên, đến 2031 có 50.",
    )
    assert [(one.value, one.unit, one.stage) for one in found] == [
        ("3", "nghiệp đoàn", "năm 2027"), ("5", "nghiệp đoàn", "năm 2029"),
        ("1007", "nghiệp đoàn", "đến 2031"), ("40", "%", "đến năm 2028"),
    ]  # fmt: skip


def test_a_figure_in_brackets_beside_another_has_a_clause_of_its_own() -> None:
    found = targets("1. Kết nạp 900 đoàn viên (tăng thêm thực tế ít nhất 500 đoàn viên).")
    assert [(one.value, one.text, one.indicator) for one in found] == [
        ("900", "Kết nạp 900 đoàn viên", "C40"),
        ("500", "tăng thêm thực tế ít nhất 500 đoàn viên", "C41"),
    ]


def test_each_of_two_averages_names_whom_it_is_for() -> None:
    found = targets(
        "1. Mỗi CĐCS công lập giới thiệu 01 đoàn viên ưu tú, mỗi CĐCS ngoài công lập bình quân "
        "0,5 đoàn viên ưu tú cho Đảng."
    )
    assert [(one.value, one.per) for one in found] == [
        ("1", "CĐCS công lập"), ("0.5", "CĐCS ngoài công lập"),
    ]  # fmt: skip
