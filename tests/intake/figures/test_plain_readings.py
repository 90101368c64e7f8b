"""Sheets a careful person reads at once: each way of writing, once."""

from pathlib import Path

import pytest

from desktop.intake.figures.form_codes import form_codes
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_columns import IndicatorColumns
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.row_kinds import total_kind
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import Case, cases, read_case

CASE = next(case for case in cases() if case.name == "counts in many hands")
PACKS = load_packs()
WORDS = vocabulary(PACKS)
READER = HeadingReader(WORDS, parse_period("2026-11", PACKS.schemes))


def read(text: str, folder: Path) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text(text, encoding="utf-8")
    return read_case(CASE, path)


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("(Tháng 11 và lũy kế 11 tháng 2026) > Kết nạp mới > TS", "code:C11"),
        ("Quý IV/2026 và luỹ kế từ đầu năm > Kết nạp mới", "time:C11"),
        ("(Tháng 11 và lũy kế 11 tháng 2026) > Lũy kế kết nạp mới từ đầu năm", "time:C11"),
        ("(Tháng 11 và lũy kế 11 tháng 2025) > Kết nạp mới", "other"),
        ("(Tháng 10 và lũy kế 10 tháng 2026) > Kết nạp mới", "other"),
        ("Kết nạp mới tháng 11 và lũy kế 11 tháng 2026", "time:C11"),
    ],
)
def test_a_title_of_the_period_and_all_since_leaves_each_column_its_own(
    path: str, role: str
) -> None:
    assert READER.role(path.split(" > "))[0] == role


def test_an_outline_number_before_a_name_is_no_part_of_it() -> None:
    unit = Known("u1", "CĐCS Trường Tiểu học Sao Mai")
    found = NameBook([unit], WORDS).find("1.10 CĐCS Trường Tiểu học Sao Mai")
    assert (found.unit, found.sure) == (unit, True)


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("Tuyên truyền > Số buổi", "code:F01"), ("Tuyên truyền > Lượt người", "code:F01L"),
        ("Thăm hỏi > Số lượt", "code:E07"), ("Thăm hỏi > Số tiền", ""),
        ("TƯLĐTT ký mới", "code:D04"), ("Hiến máu (người)", "code:E14M"),
        ("Phát triển mới", "code:C11"), ("Tử tuất", "code:C26"),
        ("Chuyển công tác đi tỉnh khác", "code:C22"), ("ĐV của CĐCS mới thành lập", "code:C12"),
        ("Thu đoàn phí", "code:K06T"), ("Phải thu đoàn phí", ""),
    ],
)  # fmt: skip
def test_everyday_words_of_activities_and_movements(path: str, role: str) -> None:
    assert READER.role(path.split(" > "))[0] == role


def test_the_kind_over_a_group_goes_before_every_name_of_it(tmp_path: Path) -> None:
    reading = read(
        "TT;Đơn vị;Tổng CNVCLĐ\n"
        ";1. Trường THCS;\n;- Số 1;50\n;- Số 2;40\n", tmp_path,
    )  # fmt: skip
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        ("u01", "accepted"), ("u02", "accepted"),
    ]  # fmt: skip


def test_a_column_nobody_knows_among_movements_is_told_in_its_rows(tmp_path: Path) -> None:
    case = Case("movements", ["C11", "C23"], form="F3")
    path = tmp_path / "bảng.csv"
    path.write_text(
        "TT;Đơn vị;Kết nạp mới;Đi xa lâu ngày;Nghỉ hưu\n"
        "1;CĐCS Trường THCS Số 1;3;2;1\n2;CĐCS Trường THCS Số 2;4;0;1\n", encoding="utf-8",
    )  # fmt: skip
    reading = read_case(case, path)
    assert [row.status for row in reading.rows] == ["warned", "warned"]  # a nought is a figure too
    assert "Đi xa lâu ngày" in reading.rows[0].reasons[0]


@pytest.mark.parametrize(
    "names",
    [("", "Trong đó: Nữ", ""), (";Tổng số", ";Trđ: nữ", ";Chỉ tiêu")],
    ids=["in the names' column", "in one of its own"],
)
def test_a_row_of_women_below_each_unit_is_its_women(
    tmp_path: Path, names: tuple[str, str, str]
) -> None:
    whole, women, head = names
    reading = read(
        f"TT;Đơn vị{head};CNVCLĐ;Đoàn viên\n"
        f"1;CĐCS Trường THCS Số 1{whole};50;45\n;{women};30;28\n"
        f"2;CĐCS Trường THCS Số 2{whole};40;38\n;{women};20;19\n", tmp_path,
    )  # fmt: skip
    assert [(row.unit_id, row.status, row.values) for row in reading.rows] == [
        ("u01", "warned", {"A01": 50, "A01N": 30, "A03": 45, "A03N": 28}),
        ("u02", "warned", {"A01": 40, "A01N": 20, "A03": 38, "A03N": 19}),
    ]


def test_one_row_of_women_below_all_units_is_nobodys(tmp_path: Path) -> None:
    reading = read(
        "TT;Đơn vị;CNVCLĐ\n1;CĐCS Trường THCS Số 1;50\n"
        "2;CĐCS Trường THCS Số 2;40\n3;CĐCS Trường Tiểu học Số 1;40\n;Trong đó: nữ;30\n",
        tmp_path,
    )
    assert [row.status for row in reading.rows] == ["accepted"] * 3 + ["refused"]
    assert all("A01N" not in row.values for row in reading.rows)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("404 đ/v", 404), ("287*", 287), ("131 chị", 131), ("165 cn", 165),
        ("22 (01 nghỉ TS)", 22), ("02 (Lan, Hoa)", 2), ("9 (30 nghỉ TS)", None),
        ("22 (chưa kể 3 thử việc)", None), ("22 (thiếu tổ 1)", None), ("120 (45)", None),
    ],
)  # fmt: skip
def test_a_count_with_a_remark_behind_it_is_looked_at(cell: str, value: int | None) -> None:
    count = CountReader(WORDS).read(cell)
    assert (count.value, count.sureness) == (value, "flagged" if value is None else "doubtful")


def test_words_for_no_report_yet_are_no_shifted_row(tmp_path: Path) -> None:
    rows = "".join(f"{n};CĐCS Trường THCS Số {n};5{n};3{n};4{n}\n" for n in (1, 2))
    reading = read(
        f"TT;Đơn vị;CNVCLĐ;Nữ;ĐV\n{rows}3;CĐCS Trường Tiểu học Số 1;40;20;38\n"
        "4;CĐCS Trường Tiểu học Số 2;chưa gửi;chưa gửi;chưa gửi\n", tmp_path,
    )  # fmt: skip
    row = reading.rows[-1]
    assert row.status == "refused"
    assert "lệch cột" not in " ".join(row.reasons)


@pytest.mark.parametrize(
    ("tail", "found"),
    [(", phường Sông Thanh", True), (" - đ/c Hùng", True), (", phường Hòa Bình", False),
     (" - chi nhánh Hùng Vương", False)],
)  # fmt: skip
def test_a_place_of_its_own_or_a_person_behind_a_name(tail: str, found: bool) -> None:
    unit = Known("u1", "CĐCS Công ty Cổ phần Xây dựng Cẩm Lệ", area="Phường Sông Thanh")
    match = NameBook([unit], WORDS).find(unit.name + tail)
    assert (match.unit is unit, match.sure) == (found, False)


def test_a_code_without_a_name_is_taken_to_be_looked_at(tmp_path: Path) -> None:
    reading = read(
        "Mã đơn vị;Tên đơn vị;CNVCLĐ\nu01;CĐCS Trường THCS Số 1;50\nu02;;40\n"
        "u03;CĐCS Trường Tiểu học Số 1;30\n", tmp_path,
    )  # fmt: skip
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        ("u01", "accepted"), ("u02", "warned"), ("u03", "accepted"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "values"),
    [
        ("CNVCLĐ;ĐV T9;ĐV T10;Nữ T9;Nữ T10", {"A01": 50, "A03": 40, "A03N": 29}),
        ("Tổng số;Nữ;Đoàn viên;x;y", {"A01": 50, "A01N": 39, "A03": 40}),
        ("Tổng số;Nữ;Đoàn viên;Nữ;y", {"A01": 50, "A01N": 39, "A03": 40}),
    ],
)
def test_whose_the_women_are(tmp_path: Path, columns: str, values: dict[str, int]) -> None:
    reading = read(
        "TÌNH HÌNH LAO ĐỘNG TẠI CÁC ĐƠN VỊ;;;;;;\n"
        f"TT;Tên CĐCS;{columns}\n1;CĐCS Trường THCS Số 1;50;39;40;28;29\n", tmp_path,
    )  # fmt: skip
    assert {k: v for k, v in reading.rows[0].values.items() if v is not None} == values


def test_a_short_word_of_the_kind_is_tried_and_looked_at() -> None:
    units = [Known("u1", "CĐCS Trường Mầm non tư thục Kim Đồng"),
             Known("u2", "CĐCS Trường Mầm non Kim Đồng")]  # fmt: skip
    found = NameBook(units, WORDS).find("MNTT Kim Đồng")
    assert (found.unit, found.sure) == (units[0], False)


def test_sums_carried_over_a_page_are_no_units() -> None:
    assert total_kind("Cộng trang trước chuyển sang", WORDS) == "subtotal"
    assert total_kind("Cộng mang sang trang sau", WORDS) == "subtotal"


@pytest.mark.parametrize(
    ("form", "path", "code", "sure"),
    [
        ("F3", "Tăng trong kỳ > Chuyển đến từ tỉnh, ngành khác", "C14", True),
        ("F3", "Giảm trong kỳ > Chuyển ra ngoài tỉnh", "C22", True),
        ("F3", "Chuyển đến (nội tỉnh)", "C13", True),
        ("F3", "Chuyển đến từ nơi khác", "", True),
        ("F3", "Tăng > Chuyển ra ngoài tỉnh", "", True),
        ("F2", "Cán bộ CĐ > Không CT", "A12K", True),
        ("F4", "Tai nạn lao động > Số vụ", "D25", True),
        ("F4", "Tuyên truyền > Số tin bài", "F05", True),
        ("F4", "Thăm hỏi ốm đau, hiếu hỉ > Số tiền CĐ chi (đồng)", "E07D", True),
        ("F4", "Thăm hỏi > Số tiền (nghìn đồng)", "E07D", False),
        ("F4", "Bữa cơm Công đoàn > Số người dự", "E06P", True),
        ("F4", "Số LĐ đóng KPCĐ", "K01", True),
        ("F4", "Quỹ lương đóng KPCĐ", "K02", True),
        ("F4", "so_the_doan_vien_cap", "C43", True),
        ("F4", "ung_ho_thien_tai_dong", "E14", False),
        ("F4", "Đối thoại định kỳ (người)", "", True),
        ("F4", "% thu", "", True),
    ],
)
def test_other_words_over_a_column(form: str, path: str, code: str, sure: bool) -> None:
    reader = HeadingReader(
        WORDS,
        parse_period("2026-11", PACKS.schemes),
        IndicatorColumns(IndicatorNames(WORDS, PACKS), WORDS, PACKS).column,
    )
    assert reader.meant(tuple(path.split(" > ")), form_codes(PACKS, form)) == (code, sure)


def test_a_column_read_by_other_words_is_said_in_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "TT;Đơn vị;Thăm hỏi: số tiền\n1;CĐCS Trường THCS Số 1;500000\n", encoding="utf-8"
    )
    (row,) = read_case(Case("", [], form="F4"), path).rows
    assert (row.status, row.values) == ("warned", {"E07D": 500_000})
    assert "E07D" in row.reasons[0]


def test_questions_of_a_form_and_women_below_a_movement_are_headings() -> None:
    assert READER.role(("Trong đó nữ là bao nhiêu?",))[0] == "women"
    assert READER.role(("Tăng trong tháng", "Tr.đó nữ"))[0] == "women"
    assert READER.role(("Tổng số VC, NLĐ",))[0] == "code:A01"
    assert READER.role(("Tăng trong kỳ", "Chuyển đến từ nơi khác"))[0] == "moved"


@pytest.mark.parametrize("heading", ["Ngày vào CĐ", "Năm vào công đoàn", "Ngày kết nạp"])
def test_the_day_somebody_joined_is_no_count(heading: str) -> None:
    assert READER.role((heading,))[0] == "founded"
