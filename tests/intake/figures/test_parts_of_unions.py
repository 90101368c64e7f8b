"""A base union's own table of its parts: their names, a title in one cell, stocks told by a day."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.names.test_unit_names import WORDS
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO, THREE = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2", "CĐCS Trường THPT Hải Lăng"
HEAD = (
    "STT|{unit}|ĐV có đến {before}|Kết nạp trong quý|{come}|Thuyên chuyển trong tỉnh|"
    "Thuyên chuyển ngoài tỉnh|Nghỉ việc|ĐV có đến 31/12|ĐV cùng kỳ 2025\n"
)
ROWS = f"1|{ONE}|20|3|1|2|1|4|17|19\n2|{TWO}|30|2|0|0|0|5|{{closing}}|30\n3|{THREE}|9|0|0|0|0|0|9|9"
TITLE = "BÁO CÁO BIẾN ĐỘNG ĐOÀN VIÊN QUÝ IV NĂM 2026|||||||||\n"
COME = "Tiếp nhận từ đơn vị khác trong tỉnh"
PARTS = NameBook(
    [Known(str(at), f"Công đoàn bộ phận {name}") for at, name in enumerate((
        "Tổ Toán", "Tổ Vật lí - Công nghệ", "Khoa Dược", "Khoa Nhi", "Phòng Nhi",
        "Phòng Hành chính", "Phòng Tổ chức cán bộ", "Tổ Hóa học"))], WORDS,
)  # fmt: skip


def read(
    folder: Path, *, unit: str = "CĐ bộ phận", before: str = "30/9", closing: int = 27,
    come: str = COME,
) -> FiguresReading:  # fmt: skip
    path = folder / "bảng.xlsx"
    head = HEAD.format(unit=unit, before=before, come=come)
    write_xlsx(path, [sheet(f"{TITLE}{head}{ROWS.format(closing=closing)}")])
    return read_case(Case("", [], form="F3", period="2026-Q4"), path)


@pytest.mark.parametrize("unit", ["CĐ bộ phận", "Công đoàn bộ phận", "Tổ công đoàn"])
def test_parts_of_a_union_are_the_names_of_its_table(tmp_path: Path, unit: str) -> None:
    reading = read(tmp_path, unit=unit)
    assert [column.heading for column in reading.columns if column.role == "unit"] == [unit]
    assert [row.values for row in reading.rows] == [
        {"C11": 3, "C13": 1, "C21": 2, "C22": 1, "C24": 4},
        {"C11": 2, "C13": 0, "C21": 0, "C22": 0, "C24": 5},
        {"C11": 0, "C13": 0, "C21": 0, "C22": 0, "C24": 0},
    ]


def test_stocks_of_the_day_before_and_the_last_day_balance_the_movements(tmp_path: Path) -> None:
    wrong = read(tmp_path, closing=25).rows[1]
    assert any("Đầu kỳ + tăng − giảm là 27, cuối kỳ ghi 25" in why for why in wrong.reasons)
    assert not any("Đầu kỳ" in why for row in read(tmp_path).rows for why in row.reasons)
    other_day = read(tmp_path, before="31/8", closing=25).rows[1]
    assert not any("Đầu kỳ" in why for why in other_day.reasons)


def test_a_transfer_without_direction_leaves_where_others_come(tmp_path: Path) -> None:
    told = {column.heading: column.role for column in read(tmp_path).columns}
    assert told["Thuyên chuyển trong tỉnh"] == "C21"
    open_ = read(tmp_path, come="Nghỉ hưu")
    told = {column.heading: column.role for column in open_.columns}
    assert told["Thuyên chuyển trong tỉnh"] is None
    assert any("chưa hiểu cột “Thuyên chuyển trong tỉnh”" in why for why in open_.rows[0].reasons)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Toán", "Tổ Toán"), ("Vật lý - Công nghệ", "Tổ Vật lí - Công nghệ"), ("Dược", "Khoa Dược"),
        ("Hoá học", "Tổ Hóa học"), ("hanh chinh", "Phòng Hành chính"),
    ],
)  # fmt: skip
def test_what_a_part_is_may_be_left_out(name: str, unit: str) -> None:
    found = PARTS.find(name)
    assert found.unit is not None
    assert (found.unit.name, found.sure) == (f"Công đoàn bộ phận {unit}", False)


@pytest.mark.parametrize("name", ["Nhi", "Hoa học", "Dước"])
def test_a_part_of_two_kinds_or_other_marks_is_asked(name: str) -> None:
    assert PARTS.find(name).unit is None


def test_a_short_word_of_a_kind_is_no_level_of_a_place() -> None:
    centre = "CĐCS Trung tâm Kiểm soát bệnh tật tỉnh"
    book = NameBook([Known("1", centre), Known("2", "CĐCS Trung tâm Cấp cứu 115")], WORDS)
    for written in ("TT Kiểm soát bệnh tật", "TT Kiểm soát bệnh tật (CDC)"):
        found = book.find(written)
        assert found.unit is not None
        assert found.unit.name == centre
    town = NameBook([Known("1", "CĐCS UBND huyện Hồ Xá")], WORDS)
    assert town.find("UBND TT Hồ Xá").unit is None


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("CĐVC tỉnh", "Công đoàn Viên chức tỉnh"),
        ("CĐ ngành Giáo dục", "Công đoàn ngành Giáo dục tỉnh"),
        ("Ngành Y tế", "Công đoàn ngành Y tế tỉnh"),
    ],
)
def test_unions_of_an_industry_go_by_it(written: str, unit: str) -> None:
    book = NameBook(
        [Known(str(at), name, kind="CNDP") for at, name in enumerate((
            "Công đoàn Viên chức tỉnh", "Công đoàn ngành Giáo dục tỉnh",
            "Công đoàn ngành Y tế tỉnh", "Công đoàn ngành Công Thương tỉnh"))], WORDS,
    )  # fmt: skip
    found = book.find(written)
    assert found.unit is not None
    assert found.unit.name == unit
    assert book.find("Y tế").unit is None


def test_a_commune_alone_is_its_one_office(tmp_path: Path) -> None:
    names = ["CĐCS cơ quan xã Sơn Hùng", "CĐCS Trường THCS Sơn Hùng", "CĐCS Trạm Y tế xã Sơn Hùng"]
    book = NameBook([Known(str(at), name) for at, name in enumerate(names)], WORDS)
    found = book.find("CĐCS xã Sơn Hùng")
    assert found.unit is not None
    assert (found.unit.name, found.sure, found.plain) == (names[0], False, False)
    more = Known("9", "CĐCS Cơ quan Đảng ủy xã Sơn Hùng")
    assert NameBook([*book.units, more], WORDS).find("CĐCS xã Sơn Hùng").unit is None
    assert book.find("Sơn Hùng").unit is None


def test_a_heading_nobody_understands_over_names_holds_the_units(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    text = f"TT|Công đoàn thành viên|Tổng số CNLĐ|Đoàn viên\n1|{ONE}|50|40\n2|{TWO}|60|30"
    write_xlsx(path, [sheet(text)])
    rows = read_case(Case("", [], form="F2", period="2026-Q4"), path).rows
    assert [row.unit for row in rows] == [ONE, TWO]
    assert [row.status for row in rows] == ["accepted", "accepted"]


@pytest.mark.parametrize(("whole", "taken"), [("65|38|63", True), ("66|38|63", False)])
def test_the_sum_of_parts_nobody_registered_is_their_unions(
    tmp_path: Path, whole: str, taken: bool
) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet(
        "CÔNG ĐOÀN NGÀNH GIÁO DỤC||||\nCĐCS TRƯỜNG THCS SỐ 1||||\nĐOÀN VIÊN THÁNG 10/2026||||\n"
        "TT|Tổ công đoàn|Số CBVC|Nữ|Số đoàn viên\n1|Tổ Tự nhiên|35|20|34\n2|Tổ Xã hội|30|18|29\n"
        f"|Cộng toàn CĐCS|{whole}"
    )])  # fmt: skip
    reading = read_case(Case("", [], form="F1"), path)
    told = [(row.unit, row.status, dict(row.values)) for row in reading.rows]
    whole_row = ("CĐCS TRƯỜNG THCS SỐ 1", "warned", {"A01": 65, "A01N": 38, "A03": 63})
    assert (told == [whole_row]) is taken
    assert ({row.status for row in reading.rows} == {"refused"}) is not taken


@pytest.mark.parametrize(
    ("head", "parts", "whole"),
    [("Tuần", ("Tuần 1", "Tuần 2"), "Cả tháng"), ("Bộ phận", ("Xưởng 1", "Xưởng 2"), "Tổng cộng"),
     ("Khoa", ("Khám bệnh", "Hành chính"), "Toàn trạm"),
     ("Phòng", ("Kỹ thuật", "Kế toán"), "Cả công ty")],
)  # fmt: skip
def test_the_sum_of_its_weeks_or_departments_is_the_unions(
    tmp_path: Path, head: str, parts: tuple[str, str], whole: str
) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet(
        f"{ONE}\nPhòng nhân sự – biến động đoàn viên tháng 10/2026\n{head}|Kết nạp mới|Thôi việc\n"
        f"{parts[0]}|2|0\n{parts[1]}|1|3\n{whole}|3|3"
    )])  # fmt: skip
    reading = read_case(Case("", [], form="F3"), path)
    assert [(row.unit_id, row.values) for row in reading.rows] == [("u01", {"C11": 3, "C24": 3})]
