"""Headings as offices shorten them: by their words, what they count in, those beside them."""

from pathlib import Path

import pytest

from desktop.intake.figures.headings import HeadingReader
from desktop.intake.figures.indicator_names import IndicatorNames
from desktop.intake.figures.reading import form_codes, told_beside
from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
PACKS = load_packs()
WORDS = vocabulary(PACKS)
NAMES = IndicatorNames(WORDS, PACKS)
READER = HeadingReader(WORDS, parse_period("2026-10", PACKS.schemes), NAMES.column, NAMES.alike)


def read(folder: Path, form: str, text: str, *merged: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(text)])
    if merged:
        from openpyxl import load_workbook

        book = load_workbook(path)
        for place in merged:
            book.active.merge_cells(place)
        book.save(path)
    return read_case(Case("", [], form=form), path)


def taken(reading: FiguresReading) -> dict[str, int]:
    return {code: value for code, value in reading.rows[0].values.items() if value is not None}


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("CB, CC, VC", "code:A01"), ("Nữ cán bộ, giáo viên, NLĐ", "code:A01N"),
        ("Tổng số CBGVNV", "code:A01"), ("CCVCNLĐ", "code:A01"), ("Viên chức", ""),
        ("Công chức và người lao động", "code:A01"), ("TongSoDoanVien", "code:A03"),
        ("DoanVienNu", "code:A03N"), ("LaoDongNam", "men:A01"), ("HĐLĐ", ""),
        ("KN ở CĐCS hiện có", "code:C11"), ("Kết nạp tại CĐCS cũ", "code:C11"),
        ("KN tại CĐCS, NĐ mới TL", "code:C12"), ("Giảm > Bị khai trừ", "code:C25"),
        ("Xin ra khỏi tổ chức công đoàn", "code:C25"), ("Ra khỏi tổ chức Đảng", ""),
        ("Tăng > C. đến ngoài tỉnh", "code:C14"), ("Tăng > Khôi phục, rà soát", "code:C16"),
        ("CĐCS tiếp nhận", "moved"), ("Hoạt động 8/3", "code:L02"),
    ],
)  # fmt: skip
def test_words_offices_use(path: str, role: str) -> None:
    assert READER.role(path.split(" > "))[0] == role


@pytest.mark.parametrize(
    ("form", "path", "code"),
    [
        ("F4", "Tuyên truyền nghị quyết > Số cuộc", "F01"),
        ("F4", "Tuyên truyền nghị quyết > Số lượt người nghe", "F01L"),
        ("F4", "Ngừng việc tập thể > Số người", "D19P"),
        ("F4", "Ngừng việc tập thể > Số cuộc", "D19"),
        ("F4", "Kinh phí công đoàn 2% > Phải thu", "K05"),
        ("F4", "Tỷ lệ thu kinh phí công đoàn (%)", ""),
        ("F4", "HN CBCC, VC (đánh số 1)", "D10"), ("F4", "Đối thoại ĐK", "D12"),
        ("F4", "Phát triển Đảng > Được kết nạp", "M02"),
        ("F3", "Nghiệp đoàn thành lập mới > Số ĐV", "B02M"),
        ("F3", "CĐCS thành lập mới > Số lượng", "B01"),
        ("F3", "Nơi khác chuyển đến: ngoài tỉnh", "C14"),
        ("F3", "Đến từ CĐCS khác trong tỉnh", "C13"),
        ("F3", "Chuyển sang đơn vị khác trong tỉnh", "C21"),
        ("F3", "Chuyển đến CĐCS khác trong tỉnh", ""),
    ],
)  # fmt: skip
def test_what_a_heading_counts(form: str, path: str, code: str) -> None:
    codes = told_beside(PACKS, form) if form == "F4" else form_codes(PACKS, form)
    assert READER.meant(tuple(path.split(" > ")), codes)[0] == code


def test_money_without_a_name_is_of_what_the_column_before_it_counts(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "F4",
        "KẾT QUẢ THÁNG 10/2026\nTT|Đơn vị|Chăm lo đời sống|Chăm lo đời sống|Chăm lo đời sống\n"
        f"^|^|Số lượt thăm hỏi|KP công đoàn (nghìn đồng)|XHH (nghìn đồng)\n1|{ONE}|3|900|200",
        "C2:E2",
    )  # fmt: skip
    assert taken(reading) == {"E07": 3, "E07D": 900_000, "E07X": 200_000}
    assert any("đứng sau" in why for why in reading.rows[0].reasons)


def test_unions_taken_over_are_unions_where_no_member_moves(tmp_path: Path) -> None:
    text = "TT|Đơn vị|CĐCS thành lập mới|CĐCS tiếp nhận|CĐCS sáp nhập, hợp nhất|CĐCS bàn giao\n"
    reading = read(tmp_path, "F3", text + f"1|{ONE}|1|2|3|4")
    assert taken(reading) == {"B01": 1, "B07": 2, "B05": 3, "B08": 4}


def test_going_to_another_union_is_leaving_where_coming_has_its_column(tmp_path: Path) -> None:
    text = "TT|Đơn vị|Kết nạp mới|{come}|Chuyển đến CĐCS khác trong tỉnh|Nghỉ hưu\n"
    row = f"1|{ONE}|1|2|3|4"
    told = read(tmp_path, "F3", text.format(come="Chuyển đến từ CĐCS khác trong tỉnh") + row)
    assert taken(told) == {"C11": 1, "C13": 2, "C21": 3, "C23": 4}
    assert told.rows[0].status == "warned"
    open_ = read(tmp_path, "F3", text.format(come="Thôi việc") + row)
    assert taken(open_) == {"C11": 1, "C24": 2, "C23": 4}
    assert "E2" in open_.rows[0].reasons[0]


def test_admissions_beside_activities_are_read_and_told_of_their_form(tmp_path: Path) -> None:
    text = "TT|Đơn vị|Kết nạp tại CĐCS đã có|{second}|Thẻ đoàn viên cấp|Tin bài\n"
    row = f"1|{ONE}|1|2|3|4"
    both = read(tmp_path, "F4", text.format(second="Kết nạp tại CĐCS mới") + row)
    assert taken(both) == {"C11": 1, "C12": 2, "C43": 3, "F05": 4}
    notes = {column.role: column.note for column in both.columns}
    assert "F3" in notes["C11"]
    assert not notes["F05"]
    alone = "TT|Đơn vị|Phát triển đoàn viên mới|Thẻ đoàn viên cấp|Tin bài\n"
    assert taken(read(tmp_path, "F4", alone + f"1|{ONE}|1|3|4")) == {"C43": 3, "F05": 4}
