"""Depth comes from how the labels of the whole document run, whatever noise lies over them."""

import random
import re
import textwrap

import pytest

from desktop.intake.documents import read_pasted

HEAD = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN HÒA
Số: 12/KH-LĐLĐ
An Hòa, ngày 12 tháng 3 năm 2026

KẾ HOẠCH
Tổ chức hoạt động năm 2026

Thực hiện Nghị quyết số 02/NQ-TLĐ của Tổng Liên đoàn, Ban Thường vụ xây dựng kế hoạch như sau:
"""
TAIL = """
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Nguyễn Văn An
"""
# One outline per entry: labels in order, indented by their depth; "I.!" is a title in capitals.
OUTLINES = {
    "parts over numbers over letters over two numbers": """
        Phần A.!
          I.!
            1.
              a)
                1.1
                  -
                  -
                    +
                    +
                1.2
                  -
              b)
                1.1
                1.2
            2.
              a)
                2.1
          II.!
            1.
              a)
        Phần B.!
          I.!
            1.""",
    "small letters with a dot": """
        I.!
          1.
            a.
              -
              -
            b.
          2.
            a.
            b.
        II.!
          1.""",
    "dashes over letters": """
        1.
          -:
            a)
            b)
          -:
            a)
            b)
        2.
          -:
            a)
            b)""",
    "capitals under Roman numbers": """
        I.!
          A.!
          B.!
        II.!
          A.!
            1.
            2.
          B.!
            1.
        III.!""",
    "brackets over letters": """
        1.
          (1)
            a)
            b)
          (2)
        2.
          (1)
          (2)""",
    "brackets under letters": """
        1.
          a)
            (1)
            (2)
          b)
            (1)
            (2)
        2.
          a)
          b)""",
    "slashes": """
        I/!
          1/
            -
          2/
            -
        II/!
          1/
            1.1/
            1.2/
              a/
              b/
          2/""",
    "articles": """
        Chương I.!
          Điều 1.
            1.
            2.
          Điều 2.
        Chương II.!
          Mục 1.!
            Điều 3.
              1.
                a)
                b)
          Mục 2.!
            Điều 4.""",
    "hyphens after the number": """
        1-
          a-
          b-
            *
            *
        2-
          a-
          b-""",
    "stars over dashes": """
        I.!
          *:
            -
            -
          *:
            -
        II.!
          *:
            -""",
    "plus over dash": """
        1.
          +:
            -
            -
          +:
            -
        2.
          +:
            -""",
    "small Roman numbers": """
        1.
          a)
            i)
            ii)
            iii)
          b)
            i)
            ii)""",
    "joined numbers": """
        I.!
          I.1.
          I.2.
            a)
            b)
        II.!
          II.1.
          II.2.""",
    "one series through all parts": """
        I.!
          1.
          2.
        II.!
          3.
          4.
        III.!
          5.
          6.""",
    "letters at two levels": """
        I.!
          1.
            1.1.
              a)
              b)
            1.2.
              a)
              b)
          2.
            a)
            b)
        II.!""",
    "numbers under letters": """
        A.!
          a)
            1.
            2.
          b)
            1.
            2.
        B.!
          a)
            1.
            2.
          b)""",
    "slashes with a dot": """
        I/.!
          1/.
            a/.
              +
            b/.
          2/.
        II/.!""",
    "a list numbered like the level above": """
        I.!
          1.
          2.
            2.1.:
              1.
              2.
            2.2.:
              1.
              2.
              3.
          3.
        II.!
          1.""",
    "a gap and a repeat": """
        I.!
          1.
          3.
        III.!
          1.
            a)
            b)
          2.""",
}
SENTENCES = (
    "Vận động chủ nhà trọ giảm giá thuê phòng cho công nhân trong tháng 8 và tháng 9. Tuyệt đối "
    "không để đoàn viên thiếu đói; bố trí kinh phí ở mục 3. Các đơn vị cân đối nguồn chi.",
    "Thực hiện chương trình “Nâng cao phúc lợi cho đoàn viên giai đoạn 2023 - 2028”; tỷ lệ hài "
    "lòng từ 80 - 85% trở lên theo kết quả khảo sát.",
    "Bồi dưỡng cán bộ theo điểm a) khoản 1 Điều 7. Kết quả gửi về Ban Tổ chức trước ngày 30. Các "
    "cơ sở chậm nộp bị trừ điểm thi đua.",
    "Chọn 03 công đoàn cơ sở làm điểm: CĐCS Công ty 28 - 1; CĐCS Trường Mầm non 19 - 5, CĐCS "
    "Dệt may;",
    "Tham mưu cho cấp ủy cùng cấp ban hành văn bản chỉ đạo; kiểm tra, giám sát việc thực hiện "
    "các nội dung tại khoản 2, Mục II của Kế hoạch này.",
    "Biểu dương gia đình công nhân tiêu biểu; tổ chức hội thi nấu ăn nhân ngày 28/6.",
)

Row = tuple[int, str, str]


def rows(outline: str, rnd: random.Random) -> list[Row]:
    """Give every label of an outline a text: a title in capitals, an announcement, a sentence."""
    made: list[Row] = []
    for line in textwrap.dedent(outline).strip("\n").split("\n"):
        mark = line.strip()
        label = mark.rstrip("!:") if len(mark) > 1 else mark
        text = rnd.choice(SENTENCES)
        if mark.endswith("!"):
            text = rnd.choice(["NỘI DUNG", "MỤC TIÊU CHUNG", "TỔ CHỨC THỰC HIỆN"])
        elif mark.endswith(":"):
            text = rnd.choice(["Hình thức:", "Thời gian:", "Đối tượng:"])
        made.append(((len(line) - len(line.lstrip())) // 2, label, text))
    return made


def document(made: list[Row], rnd: random.Random, *, width: int, gap: bool, look: str) -> str:
    """Write the rows as a text file somebody might have: wrapped, spaced, marked."""
    head, opening = HEAD.strip().rsplit("\n", 1)
    lines = [head, textwrap.fill(opening, width) if width else opening, ""]
    for depth, label, text in made:
        space = "" if look == "glued" and label[-1] in ".)/-" and label[0] not in "PCMĐ" else " "
        row = f"{label}{space}{text}"
        if width:
            first = " " * 6 if look == "indented" else ""
            row = textwrap.fill(row, width, initial_indent=first, break_on_hyphens=False)
        if look == "bold" and len(text) < 40:
            row = "\n".join(f"**{part}**" for part in row.split("\n"))
        if look == "hash" and depth < 2 and len(text) < 40:
            row = "\n".join("#" * rnd.randint(2, 4) + f" {part}" for part in row.split("\n"))
        lines += [row, ""] if gap else [row]
    if width and rnd.random() < 0.4:
        lines[4:4] = rnd.choice([["2"], ["", "- 2 -", ""], ["Trang 2/5"]])
    return "\n".join(lines) + "\n" + TAIL


def outline(text: str) -> list[Row]:
    return [(b.depth, b.label, re.sub(r"\s", "", b.text)) for b in read_pasted(text).outline]


@pytest.mark.parametrize("look", ["plain", "glued", "bold", "hash", "indented"])
@pytest.mark.parametrize("name", OUTLINES)
def test_the_outline_does_not_depend_on_how_it_is_typed(name: str, look: str) -> None:
    for seed in range(6):
        rnd = random.Random(f"{name} {look} {seed}")
        made = rows(OUTLINES[name], rnd)
        width = (0, 62, 70, 78, 90, 100)[seed]
        text = document(made, rnd, width=width, gap=seed % 2 == 0, look=look)
        wanted = [(depth, label, re.sub(r"\s", "", body)) for depth, label, body in made]
        assert outline(text) == wanted, text


def test_a_part_takes_its_title_from_the_next_line() -> None:
    text = (
        HEAD
        + "\nPHẦN I\nKẾT QUẢ NĂM 2025\n\nI. Chăm lo\nPHẦN II\n- 2 -\nPHƯƠNG HƯỚNG\nI. Mục tiêu\n"
    )
    found = [(b.depth, b.label, b.text) for b in read_pasted(text).outline]
    assert found == [
        (0, "PHẦN I", "KẾT QUẢ NĂM 2025"),
        (1, "I.", "Chăm lo"),
        (0, "PHẦN II", "PHƯƠNG HƯỚNG"),
        (1, "I.", "Mục tiêu"),
    ]


def test_a_heading_without_a_label_is_a_heading_but_no_item() -> None:
    text = (
        HEAD + "\nVề kết quả\n\nĐã kết nạp được 18 đoàn viên mới trong quý.\n\n1. Việc tiếp theo.\n"
    )
    reading = read_pasted(text)
    headings = [b.text for b in reading.body if b.heading and b.zone == "body"]
    assert headings == ["Về kết quả"]
    assert [b.label for b in reading.outline] == ["1."]


def test_each_appendix_has_an_outline_of_its_own() -> None:
    appendices = "\nPHỤ LỤC I\nDANH SÁCH\nI. KHỐI A\n1. Một\n\nPHỤ LỤC II\nBẢNG ĐIỂM\n1. Hai\n"
    reading = read_pasted(HEAD + "\nI. NỘI DUNG\n1. Việc.\n" + TAIL + appendices)
    assert [b.label for b in reading.outline] == ["I.", "1."]
    kept = [(b.depth, b.label) for b in reading.body if b.zone == "appendix" and b.kind == "item"]
    assert kept == [(0, "I."), (1, "1."), (0, "1.")]


def test_a_letter_glued_to_its_number_is_one_label_below_the_number() -> None:
    text = (
        "KẾ HOẠCH\nTổ chức ngày hội đoàn viên\n\nI. NỘI DUNG\n1. Phần thi\n1.a) Thi chạy.\n"
        "1.b)Thi kéo co.\n2. Phần lễ\n2.a) Chào cờ.\n2.b) Trao giải.\nII. KINH PHÍ\n"
        "1.a) Nguồn công đoàn.\n1.b) Nguồn vận động.\n"
    )
    found = [(item.depth, item.label) for item in read_pasted(text).outline]
    assert found == [
        (0, "I."), (1, "1."), (2, "1.a)"), (2, "1.b)"), (1, "2."), (2, "2.a)"), (2, "2.b)"),
        (0, "II."), (1, "1.a)"), (1, "1.b)"),
    ]  # fmt: skip


def test_a_series_runs_on_beyond_ninety_nine() -> None:
    rows = "\n".join(f"{n}. Việc thứ {n} giao cho công đoàn cơ sở." for n in range(1, 131))
    text = (
        f"KẾ HOẠCH\nHoạt động công đoàn năm 2026\n\nI. NHIỆM VỤ\n{rows}\nII. TỔ CHỨC\n1. Các cấp."
    )
    labels = [label for _depth, label, _text in read_pasted(text).to_json()["outline"]]
    assert labels == ["I.", *(f"{n}." for n in range(1, 131)), "II.", "1."]


def test_an_amount_at_the_beginning_of_a_line_opens_no_item() -> None:
    text = (
        "KẾ HOẠCH\nHoạt động công đoàn năm 2026\n\nI. NHIỆM VỤ\n1. Hỗ trợ số tiền là\n"
        "150. Đồng thời vận động\n1.250 người dự.\n2. Các cấp thực hiện kế hoạch này."
    )
    labels = [label for _depth, label, _text in read_pasted(text).to_json()["outline"]]
    assert labels == ["I.", "1.", "2."]


def test_small_roman_figures_with_a_point_lie_between_letters_and_dashes() -> None:
    body = (
        "A. KẾT QUẢ\ni. Tuyên truyền\n- Tổ chức hội nghị.\nii. Chăm lo\n- Thăm hỏi đoàn viên.\n"
        "B. HẠN CHẾ\n- Phát triển đoàn viên còn chậm.\nC. PHƯƠNG HƯỚNG\ni. Nhiệm vụ\n"
        "- Kết nạp đoàn viên.\nii. Giải pháp\niii. Kiến nghị\n- Bố trí kinh phí."
    )
    head = "CÔNG ĐOÀN XÃ A\nSố: 1/BC-CĐ\nXã A, ngày 2 tháng 3 năm 2027\nBÁO CÁO\nKết quả năm 2026\n"
    reading = read_pasted(f"{head}Công đoàn xã báo cáo như sau:\n{body}\nNơi nhận:\n- Lưu: VT.")
    assert [(block.depth, block.label) for block in reading.outline] == [
        (0, "A."), (1, "i."), (2, "-"), (1, "ii."), (2, "-"), (0, "B."), (1, "-"), (0, "C."),
        (1, "i."), (2, "-"), (1, "ii."), (1, "iii."), (2, "-"),
    ]  # fmt: skip


def test_a_number_of_two_parts_may_stand_before_a_share() -> None:
    text = HEAD + "\n1. Mục tiêu\n1.1 100% CĐCS có quy chế.\n1.2 85,5 % CĐCS có tủ sách.\n"
    assert [b.label for b in read_pasted(text).outline] == ["1.", "1.1", "1.2"]


def test_small_letters_over_roman_figures_are_the_outermost() -> None:
    part = "I. Đặc điểm\n1. Một việc.\nII. Nội dung\n1. Hai việc.\n"
    text = f"{HEAD}\na. kết quả năm 2026\n{part}b. nhiệm vụ năm 2027\n{part}c. kiến nghị\n"
    depths = [(b.depth, b.label) for b in read_pasted(text).outline]
    inner = [(1, "I."), (2, "1."), (1, "II."), (2, "1.")]
    assert depths == [(0, "a."), *inner, (0, "b."), *inner, (0, "c.")]


def test_a_heading_that_ends_in_work_does_not_ask_for_more() -> None:
    text = (
        HEAD + "\nĐiều 1: Chế độ làm việc\n\nTổ họp hằng tháng.\n\nĐiều 2: Hiệu lực\n\nTừ ngày ký."
    )
    assert [b.text for b in read_pasted(text).outline] == ["Chế độ làm việc", "Hiệu lực"]


def test_a_word_divided_by_a_page_is_one_word() -> None:
    text = (
        HEAD + "\n1. Công đoàn cơ sở tự chấm điểm.\n2. Gửi hồ sơ về công đo\n\nTrang 2\n\n"
        "àn cấp trên của các doanh ng\n\n3\n\nhiệp trước ngày 20.\n"
    )
    (_first, second) = read_pasted(text).outline
    assert second.text == "Gửi hồ sơ về công đoàn cấp trên của các doanh nghiệp trước ngày 20."


def test_a_hyphen_may_stand_for_the_dot_of_an_inner_number() -> None:
    body = "I- MỤC ĐÍCH\n1/ Nâng cao.\n1-1/ Giao ban quý.\n1-2/ Báo cáo tháng.\n2/ Kiểm tra."
    rows = read_pasted(f"{HEAD}{body}{TAIL}").to_json()["outline"]
    assert [(depth, label) for depth, label, *_rest in rows] == [
        (0, "I-"), (1, "1/"), (2, "1-1/"), (2, "1-2/"), (1, "2/"),
    ]  # fmt: skip
