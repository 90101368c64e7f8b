"""Who is to do which items, in what words, by when, and where reports go."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.documents import read_pasted
from desktop.intake.facts.deadlines import calendar_of, deadlines_in
from desktop.intake.facts.item_refs import groups_in
from desktop.intake.reading import Reading
from desktop.intake.words import plain

PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG HẬU

Số: 12/KH-LĐLĐ

Sông Hậu, ngày 15 tháng 02 năm 2027

KẾ HOẠCH
Chăm lo đoàn viên năm 2027

I. MỤC ĐÍCH
1. Nâng cao chất lượng.
II. NỘI DUNG
1. Tuyên truyền
1.1. Phát bản tin.
1.2. Mở trang mạng.
2. Chăm lo
2.1. Thăm hỏi đoàn viên.
2.2. Trao quà trước ngày 30/4.
3. Kiểm tra
III. TỔ CHỨC THỰC HIỆN
"""


def read(*lines: str) -> Reading:
    return read_pasted(PLAN + "\n".join(lines) + "\nNơi nhận:\n- Lưu: VT.")


def handed(reading: Reading) -> list[tuple[str, list[str], str]]:
    """(who, beginnings of the items meant, role) of each handing-out."""
    return [
        (one.unit, [reading.body[item].text.rstrip(".") for item in one.items], one.role)
        for one in reading.assignments
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "- Ban Chính sách: tham mưu các nội dung 1.1, 1.2 của Khoản 1, Mục II.",
            [("Ban Chính sách", ["Phát bản tin", "Mở trang mạng"], "chủ trì")],
        ),
        (
            "- Ban Tổ chức - Kiểm tra chủ trì nội dung 2.1 và Khoản 3, Mục II.",
            [("Ban Tổ chức - Kiểm tra", ["Thăm hỏi đoàn viên", "Kiểm tra"], "chủ trì")],
        ),
        (
            "- Văn phòng: chủ trì nội dung 1.1 của Khoản 1, phối hợp thực hiện nội dung 2.2 của "
            "Khoản 2, Mục II.",
            [
                ("Văn phòng", ["Phát bản tin"], "chủ trì"),
                ("Văn phòng", ["Trao quà trước ngày 30/4"], "phối hợp"),
            ],
        ),
        (
            "- Ủy ban Kiểm tra: chủ trì, phối hợp với các ban thực hiện Khoản 3, Mục II.",
            [("Ủy ban Kiểm tra", ["Kiểm tra"], "chủ trì")],
        ),
        (
            "- Ban Tài chính: chủ trì các nội dung 1.1 đến 1.2.",
            [("Ban Tài chính", ["Phát bản tin", "Mở trang mạng"], "chủ trì")],
        ),
        (
            "- Ban Nữ công phụ trách nội dung II.2.",
            [("Ban Nữ công", ["Chăm lo"], "chủ trì")],
        ),
        (
            "- Văn phòng chủ trì nội dung 2.1, 2.2 Mục II; Ban Tài chính phối hợp nội dung 2.2.",
            [
                ("Văn phòng", ["Thăm hỏi đoàn viên", "Trao quà trước ngày 30/4"], "chủ trì"),
                ("Ban Tài chính", ["Trao quà trước ngày 30/4"], "phối hợp"),
            ],
        ),
        (
            "- Tỉnh đoàn: chủ trì nội dung 3 Mục II, Ủy ban Kiểm tra phối hợp.",
            [("Tỉnh đoàn", ["Kiểm tra"], "chủ trì"), ("Ủy ban Kiểm tra", ["Kiểm tra"], "phối hợp")],
        ),
    ],
)
def test_items_are_handed_out_by_their_labels(
    line: str, expected: list[tuple[str, list[str], str]]
) -> None:
    found = handed(read(line))
    merged: dict[tuple[str, str], list[str]] = {}
    for unit, items, role in found:
        merged.setdefault((unit, role), []).extend(items)
    assert [(unit, items, role) for (unit, role), items in merged.items()] == expected


def test_a_heading_names_who_does_what_stands_under_it() -> None:
    reading = read(
        "1. Văn phòng LĐLĐ tỉnh", "- Chủ trì nội dung 1.2 của Khoản 1, Mục II.",
        "- Bố trí kinh phí thực hiện.", "2. LĐLĐ các huyện, công đoàn ngành: cụ thể hóa kế hoạch.",
    )  # fmt: skip
    assert handed(reading) == [("Văn phòng LĐLĐ tỉnh", ["Mở trang mạng"], "chủ trì")]
    assert [(duty.unit, duty.text) for duty in reading.duties] == [
        ("Văn phòng LĐLĐ tỉnh", "Bố trí kinh phí thực hiện."),
        ("LĐLĐ các huyện, công đoàn ngành", "cụ thể hóa kế hoạch."),
    ]


def test_figures_and_decrees_are_no_items() -> None:
    reading = read(
        "- Ban Tài chính: chi theo Điều 5 Nghị định số 191/2013/NĐ-CP, mức 2.2 triệu đồng.",
        "- Công đoàn cơ sở: tổ chức 2 lớp, mỗi lớp 1 ngày.",
    )
    assert reading.assignments == ()


def test_a_report_says_to_whom_through_whom_by_when_and_where() -> None:
    reading = read(
        "1. Công đoàn các phường: báo cáo kết quả về LĐLĐ tỉnh (qua Ban Chính sách) trước ngày "
        "20/11, hộp thư: csldld@songhau.example, điện thoại 0290.3811.222."
    )
    (duty,) = [one for one in reading.duties if one.report]
    assert (duty.unit, duty.to, duty.through) == (
        "Công đoàn các phường",
        "LĐLĐ tỉnh",
        "Ban Chính sách",
    )
    assert (duty.due, duty.date) == ("trước ngày 20/11", "2027-11-20")
    assert (duty.emails, duty.phones) == (("csldld@songhau.example",), ("0290.3811.222",))


@pytest.mark.parametrize(
    ("text", "day", "recurring"),
    [
        ("gửi dự thảo trước ngày 10/11", "2027-11-10", False),
        ("gửi dự thảo trước ngày 10/11/2028", "2028-11-10", False),
        ("chậm nhất là ngày 05 tháng 3 năm 2027 nộp hồ sơ", "2027-03-05", False),
        ("hoàn thành trong quý II/2027", "2027-06-30", False),
        ("sơ kết vào quý IV", "2027-12-31", False),
        ("tổ chức trong tháng 5", "2027-05-31", False),
        ("đến hết tháng 02/2028 xong", "2028-02-29", False),
        ("từ ngày 01/5 đến ngày 31/5/2027 thi đua", "2027-05-31", False),
        ("báo cáo ngày 20 hằng tháng", None, True),
        ("báo cáo trước ngày 20/11 hằng năm", "2027-11-20", True),
        ("công bố trước ngày nghỉ Tết ít nhất 20 ngày", None, False),
        ("xây dựng kế hoạch trước ngày 15/3", "2027-03-15", False),
        ("ban hành quyết định chậm nhất ngày 20/4/2027", "2027-04-20", False),
    ],
)  # fmt: skip
def test_deadlines_are_days(text: str, day: str | None, recurring: bool) -> None:
    (found,) = deadlines_in(text, 0, calendar_of("Kế hoạch năm 2027", "2027-02-15"))
    assert (found.date, found.recurring) == (day, recurring)
    assert text[found.start : found.end].strip() == found.text


@pytest.mark.parametrize(
    "text",
    [
        "theo Quyết định số 12/QĐ-LĐLĐ ngày 10/11/2026",
        "nhân ngày 08/3 và 20/10",
        "đến ngày 31/12/2026 có 30 CĐCS",
        "kết nạp 30/40 người; ký mới quy chế",
    ],
)
def test_dates_of_papers_feasts_and_results_are_no_deadlines(text: str) -> None:
    assert not list(deadlines_in(text, 0, calendar_of("Kế hoạch năm 2027", "2027-02-15")))


def test_each_item_keeps_its_deadline() -> None:
    reading = read("- Ban Chính sách: theo dõi.")
    (found,) = reading.deadlines
    assert reading.body[found.block].label == "2.2."
    assert found.date == "2027-04-30"


@given(st.integers(1, 12), st.integers(2026, 2035))
def test_a_month_ends_on_its_last_day(month: int, year: int) -> None:
    when = calendar_of("", f"{year}-01-01")
    (found,) = deadlines_in(f"xong trong tháng {month}/{year}", 0, when)
    assert found.date == date(year, month, calendar.monthrange(year, month)[1]).isoformat()


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=5, unique=True),
    st.sampled_from(["noi dung", "cac noi dung", "diem", "nhiem vu"]),
    st.sampled_from(["I", "II", "III", "IV"]),
)
def test_cited_labels_are_read_back(pairs: list[tuple[int, int]], word: str, top: str) -> None:
    labels = [f"{one}.{two}" for one, two in pairs]
    (group,) = groups_in(plain(f"chu tri {word} {', '.join(labels)} cua Muc {top}"))
    assert (list(group.refs), group.section) == (labels, top)


@given(st.text(max_size=200))
def test_any_line_is_read_without_fault(text: str) -> None:
    reading = read_pasted(f"{PLAN}- Ban Tài chính: {text} Mục II.")
    size = len(reading.body)
    assert all(item < size for one in reading.assignments for item in one.items)
    for one in reading.deadlines:
        assert reading.body[one.block].text[one.start : one.end].strip()


PARTS = """CÔNG ĐOÀN XÃ SÔNG HẬU
Số: 1/KH-CĐ
Sông Hậu, ngày 2 tháng 3 năm 2027
KẾ HOẠCH
Hoạt động năm 2027
Thực hiện Kế hoạch số 12/KH-LĐLĐ, Công đoàn xã xây dựng kế hoạch như sau:
PHẦN A. MỤC TIÊU
I. Chung
1. Một.
II. Riêng
1. Hai.
PHẦN B. NHIỆM VỤ
I. Tuyên truyền
1. Ba.
a) Phát tờ gấp.
b) Mở trang mạng.
II. Chăm lo
1. Bốn.
2. Năm.
PHẦN C. TỔ CHỨC THỰC HIỆN
"""


@pytest.mark.parametrize(
    ("said", "section", "meant"),
    [
        ("Mục II, Phần B", "B", "Chăm lo"),
        ("Phần B, Mục II", "B", "Chăm lo"),
        ("nội dung 2 mục II phần B", "B.II", "Năm"),
        ("nội dung 1 Phần A, Mục II", "A.II", "Hai"),
        ("điểm 1.a mục I phần B", "B.I", "Phát tờ gấp"),
        ("mục B.II", None, "Chăm lo"),
    ],
)
def test_a_section_is_named_with_the_part_it_lies_in(
    said: str, section: str | None, meant: str
) -> None:
    reading = read_pasted(f"{PARTS}1. Ban Tổ chức chủ trì {said}.\nNơi nhận:\n- Lưu: VT.")
    (one,) = reading.assignments
    assert one.section == section
    assert [reading.body[item].text.rstrip(".") for item in one.items] == [meant]


def test_words_of_one_letter_are_no_labels() -> None:
    for said in ("triển khai nhiệm vụ ở cơ sở", "nội dung, ý ở trên", "các mục ở phần sau"):
        assert groups_in(plain(said)) == [], said


@pytest.mark.parametrize("cited", ["Phần 2", "Phần II", "Phần thứ hai"])
@pytest.mark.parametrize("printed", ["PHẦN THỨ HAI", "Phần 2.", "PHẦN II", "Phần hai:"])
def test_a_part_is_the_same_however_its_number_is_written(printed: str, cited: str) -> None:
    head = PLAN.split("I. MỤC ĐÍCH")[0]
    text = (
        f"{head}Phần 1.\nKẾT QUẢ\n1. Việc đã làm.\n{printed}\nNHIỆM VỤ\n1. Việc sẽ làm.\n"
        f"2. Tổ chức thực hiện\n- Ban Chính sách: chủ trì nội dung 1 {cited}.\nNơi nhận:\n- Lưu: VT"
    )
    assert handed(read_pasted(text)) == [("Ban Chính sách", ["Việc sẽ làm"], "chủ trì")]
