"""Headings as offices shorten them: by their words, what they count in, those beside them."""

from pathlib import Path

import pytest

from desktop.intake.figures.form_codes import form_codes, told_beside
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_columns import IndicatorColumns
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
PACKS = load_packs()
WORDS = vocabulary(PACKS)
NAMES = IndicatorNames(WORDS, PACKS)
READER = HeadingReader(
    WORDS,
    parse_period("2026-10", PACKS.schemes),
    IndicatorColumns(NAMES, WORDS, PACKS).column,
    NAMES.alike,
)


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
        ("CBNGNLĐ", "code:A01"), ("CBQLNGNLĐ > Tổng", "code:A01"), ("CB, CC, VC", "code:A01"),
        ("Nữ cán bộ, giáo viên, NLĐ", "code:A01N"),
        ("Tổng số CBGVNV", "code:A01"), ("CCVCNLĐ", "code:A01"), ("Viên chức", ""),
        ("Công chức và người lao động", "code:A01"), ("TongSoDoanVien", "code:A03"),
        ("DoanVienNu", "code:A03N"), ("LaoDongNam", "men:A01"), ("HĐLĐ", ""),
        ("KN ở CĐCS hiện có", "code:C11"), ("Kết nạp tại CĐCS cũ", "code:C11"),
        ("KN tại CĐCS, NĐ mới TL", "code:C12"), ("Giảm > Bị khai trừ", "code:C25"),
        ("Xin ra khỏi tổ chức công đoàn", "code:C25"), ("Ra khỏi tổ chức Đảng", ""),
        ("Tăng > C. đến ngoài tỉnh", "code:C14"), ("Tăng > Khôi phục, rà soát", "code:C16"),
        ("CĐCS tiếp nhận", "moved"), ("Hoạt động 8/3", "code:L02"),
        ("Số người làm việc", "code:A01"), ("CN nữ", "code:A01N"),
        ("Kết nạp khi thành lập CĐCS", "code:C12"), ("Xin thôi tham gia CĐ", "code:C25"),
        ("Tăng > Đến trong tỉnh", "code:C13"), ("ĐOÀN VIÊN TĂNG > Đến ngoài tỉnh", "code:C14"),
        ("ĐOÀN VIÊN GIẢM > Đi trong tỉnh", "code:C21"), ("Giảm > Đi tỉnh khác", "code:C22"),
        ("Giảm > Chuyển công tác trong tỉnh", "code:C21"),
        ("Nhận từ CĐCS khác trong tỉnh", "code:C13"),
        ("Tăng > Từ tỉnh khác chuyển đến", "code:C14"), ("Nữ chuyển đi nội tỉnh", "code:C21N"),
        ("Tăng > Lý do khác", "code:C16"), ("Giảm > Nguyên nhân khác", "code:C30"),
        ("Tăng > Chuyển đến", "moved"), ("Chuyển trong tỉnh", "moved"),
        ("Lao động chuyển đến trong tỉnh", "moved"),
        ("Lý do khác", ""), ("Tăng trong kỳ > Cộng", "code:C10"), ("Giảm > Tổng số", "code:C20"),
        ("Giảm trong quý > Ra ngoài tỉnh", "time:C22"), ("Giảm > Sang tỉnh khác", "code:C22"),
        ("Số CĐV đầu kỳ", "opening"), ("Hợp đồng LĐ", ""), ("CNVCLĐ > Trong biên chế", ""),
        ("Số CNVCLĐ đã gia nhập CĐ", "code:A03"), ("Số LĐ chưa tham gia công đoàn", "other"),
        ("Tổng số lao động (cả HĐ thời vụ)", "code:A01"),
        ("Giảm > Mất việc", "code:C24"), ("Mất việc làm", "code:C24"), ("Mất", "code:C26"),
        ("Xóa tên Đảng", ""), ("Nghỉ hưu trước tuổi", "code:C23"), ("Mất đoàn viên", ""),
        ("TĂNG > KN mới tại CĐCS đã TL", "code:C11"), ("Kết nạp do thành lập CĐCS", "code:C12"),
        ("Tăng > Kết nạp > Ở CĐCS hiện có", "code:C11"),
        ("Giảm > Chuyển đi > Tỉnh, TP khác", "code:C22"),
        ("Tăng > Chuyển đến > Cùng TP", "code:C13"), ("Nghỉ hưu, từ trần", "moved"),
        ("CĐCS tăng > Cộng", "other"), ("Ngừng việc", "code:D19"),
        ("Số người ngừng việc", "code:D19P"), ("HĐ nữ công (20/10)", "code:L02"),
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


def test_letters_that_number_headings_say_nothing(tmp_path: Path) -> None:
    head = "STT|Đơn vị|Lao động|~|Đoàn viên|~\n^|^|(d) Tổng số|(e) Nữ|g) Tổng số (ĐVT: người)|h. Nữ"
    reading = read(tmp_path, "F1", f"{head}\n1|CĐCS Trường THCS Số 1|40|30|38|29")
    assert taken(reading) == {"A01": 40, "A01N": 30, "A03": 38, "A03N": 29}
    assert reading.rows[0].status == "accepted"


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


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("TƯLĐTT ký lại", "D06"), ("KTTC đồng cấp", "H02"), ("Đơn thư đã giải quyết", "H04G"),
        ("BK LĐLĐ tỉnh", "G04T"), ("Thỏa ước đang thực hiện", "D02"), ("Số buổi TTPL", "F01"),
        ("Hồ sơ ĐV đã cập nhật PM", "N04H"), ("Người tham gia Tháng CN", "E10P"),
        ("Tiền thăm ốm đau, hiếu hỷ", "E07D"), ("Số người ngừng việc", "D19P"),
        ("Ban thanh tra ND", "D22"), ("MACĐ sửa chữa", "E05S"), ("SKKN được công nhận", "G02"),
        ("Bằng khen", None), ("Sáng kiến chưa công nhận", None), ("Tai nạn lao động", None),
        ("Vốn điều lệ", None), ("Kiểm tra ATVSLĐ", None), ("Văn bản đến", None),
    ],
)  # fmt: skip
def test_activities_as_offices_head_them(tmp_path: Path, heading: str, code: str | None) -> None:
    told = read(tmp_path, "F4", f"TT|Đơn vị|{heading}|Quà Trung thu\n1|{ONE}|7|3")
    assert {c.letter: c.role for c in told.columns}["C"] == code


def test_women_behind_a_ratio_are_of_the_members(tmp_path: Path) -> None:
    told = read(tmp_path, "F2", "TT|Đơn vị|Tổng số NLĐ|Tổng số ĐV|Tỷ lệ ĐV/NLĐ|Nam|Nữ|UV BCH\n"
                f"1|{ONE}|50|40|80|15|25|3")  # fmt: skip
    assert taken(told) == {"A01": 50, "A03": 40, "A03N": 25, "A10": 3}
    assert told.rows[0].status == "accepted"


def test_men_women_and_their_sum_are_the_usual_order(tmp_path: Path) -> None:
    told = read(tmp_path, "F1", "TT|Đơn vị|LAO ĐỘNG|||ĐOÀN VIÊN||\n"
                f"|||Nam|Nữ|Cộng|Nam|Nữ|Cộng\n1|{ONE}|20|30|50|15|25|40".replace("|||Nam", "||Nam"),
                "A1:A2", "B1:B2", "C1:E1", "F1:H1")  # fmt: skip
    assert taken(told) == {"A01": 50, "A01N": 30, "A03": 40, "A03N": 25}
    assert told.rows[0].status == "accepted"


def test_members_are_judged_beside_workers_in_the_form_of_the_executives(tmp_path: Path) -> None:
    told = read(tmp_path, "F2", f"TT|Đơn vị|Lao động|Đoàn viên|UV BCH\n1|{ONE}|126|148|3")
    assert told.rows[0].status == "warned"
    assert any("V08" in reason for reason in told.rows[0].reasons)


def test_women_members_are_some_of_the_women_who_work_there(tmp_path: Path) -> None:
    head = "TT|Đơn vị|Lao động|Nữ|Đoàn viên|Nữ\n"
    odd = read(tmp_path, "F1", f"{head}1|{ONE}|38|27|38|29\n2|{TWO}|38|29|38|29")
    assert odd.rows[0].reasons == ("V38: Đoàn viên nữ 29 nhiều hơn lao động nữ 27.",)
    assert odd.rows[1].status == "accepted"


def test_last_months_members_open_the_movements_they_stand_before(tmp_path: Path) -> None:
    head = "TT|Đơn vị|Số ĐV tháng trước|Kết nạp mới|Nghỉ hưu|{end}\n"
    rows = f"1|{ONE}|50|3|0|999\n2|{TWO}|50|3|1|52\n3|CĐCS Trường THCS Số 3|20|1|1|20"
    for end in ("Số ĐV tháng này", "Hiện có"):
        told = read(tmp_path, "F3", head.format(end=end) + rows)
        assert "Đầu kỳ + tăng − giảm là 53, cuối kỳ ghi 999." in told.rows[0].reasons
        assert told.rows[1].status == "accepted"


def test_a_movement_row_one_column_aside_does_not_add_up(tmp_path: Path) -> None:
    told = read(tmp_path, "F3", "TT|Đơn vị|ĐV đầu kỳ|Tăng trong kỳ|||Giảm trong kỳ|||ĐV cuối kỳ\n"
                "|||Cộng|Kết nạp mới|Chuyển đến trong tỉnh|Cộng|Nghỉ hưu|Từ trần|\n"
                f"1|{ONE}|54|2|0|2|0|0|0|56\n2|{TWO}||38|1|1|0|1|1|\n"
                "3|CĐCS Trường THCS Số 3|20|0|0|0|1|1|0|19",
                "A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:I1", "J1:J2")  # fmt: skip
    assert told.rows[0].status == "accepted"
    assert told.rows[1].status != "accepted"


def test_a_title_that_compares_with_last_year_is_of_the_period(tmp_path: Path) -> None:
    told = read(tmp_path, "F1", "BÁO CÁO SỐ LIỆU THÁNG 10 NĂM 2026 (so cùng kỳ)|||\n"
                f"TT|Đơn vị|Lao động|Đoàn viên\n1|{ONE}|50|40")  # fmt: skip
    assert not told.remarks
    assert told.rows[0].status == "accepted"


def test_a_total_that_only_a_slipped_row_breaks_warns_no_other_row(tmp_path: Path) -> None:
    head = "TT|Đơn vị|Lao động|Đoàn viên|Ghi chú\n"
    others = (50, 40), (20, 18), (35, 30), (61, 60)
    names = [f"CĐCS {name}" for name in ("Trường Tiểu học Số 1", "Trường Tiểu học Số 2",
             "Trường THPT Trần Thị Tâm", "Công ty TNHH May Quảng Trị")]  # fmt: skip
    rows = "".join(
        f"{at}|{name}|{workers}|{members}|\n"
        for at, (name, (workers, members)) in enumerate(zip(names, others, strict=False))
    )
    rows += f"9|{TWO}||33|30\n"
    told = read(tmp_path, "F1", head + rows + "|Tổng cộng|199|178|")
    assert [row.status for row in told.rows] == [*["accepted"] * 4, "refused"]
    off = read(tmp_path, "F1", head + rows + "|Tổng cộng|190|187|")
    assert [row.status for row in off.rows] == [*["warned"] * 4, "refused"]


def test_a_movement_row_aside_whose_sums_are_blank_is_refused(tmp_path: Path) -> None:
    head = "TT|Đơn vị|ĐV tháng trước|Kết nạp mới|Nghỉ hưu|Thôi việc|ĐV cuối tháng|Ghi chú\n"
    names = (ONE, "CĐCS Trường Tiểu học Số 1", "CĐCS Trường Tiểu học Số 2",
             "CĐCS Trường THPT Trần Thị Tâm", "CĐCS Công ty TNHH May Quảng Trị")  # fmt: skip
    rows = "".join(f"{at}|{name}|5{at}|1|0|1|5{at}|\n" for at, name in enumerate(names))
    told = read(tmp_path, "F3", f"{head}{rows}9|{TWO}||31|2|0|0|33")
    assert [row.status for row in told.rows] == [*["accepted"] * 5, "refused"]
    assert "lệch cột" in told.rows[-1].reasons[0]


@pytest.mark.parametrize(
    "line",
    [
        "Đông Hà, ngày 01/11/2025",
        "Hải Lăng, 31/5/2026",
        "Tp. Huế, ngày 05 - 11 - 2026",
        "Ngày 2 tháng 10 năm 2026",
        "Ngày 31/10/2026",
        "Cam Lộ, ngày … tháng … năm 2026",
    ],
)
def test_place_and_day_end_a_table(tmp_path: Path, line: str) -> None:
    told = read(tmp_path, "F1", f"TT|Đơn vị|Lao động|Đoàn viên\n1|{ONE}|50|40\n|||{line}")
    assert [row.status for row in told.rows] == ["accepted"]
    assert told.ignored_rows[-1].why == "phần ký tên, ghi chú"


def test_a_title_of_two_years_is_of_the_later(tmp_path: Path) -> None:
    table = f"TT|Đơn vị|Lao động|Đoàn viên\n1|{ONE}|50|40"
    both = "SO SÁNH SỐ LIỆU CÙNG KỲ THÁNG {} VÀ THÁNG {}|||\n"
    assert not read(tmp_path, "F1", both.format("10/2025", "10/2026") + table).remarks
    assert read(tmp_path, "F1", both.format("10/2026", "11/2026") + table).remarks


def test_names_may_stand_under_a_heading_that_speaks_of_addresses_too(tmp_path: Path) -> None:
    table = f"STT|Tên CĐCS, địa chỉ rút gọn|CNVCLĐ|Đoàn viên\n1|{ONE}|50|40\n2|{TWO}|60|50"
    assert [row.status for row in read(tmp_path, "F1", table).rows] == ["accepted", "accepted"]


def test_party_members_of_the_committee_are_not_those_of_all_members(tmp_path: Path) -> None:
    told = read(tmp_path, "F2", "TT|Đơn vị|Tổng số ĐV|UV BCH|UV BCH\n"
                f"^|^|^|Tổng số|Đảng viên\n1|{ONE}|126|7|5")  # fmt: skip
    assert taken(told) == {"A03": 126, "A10": 7}


def test_a_title_merged_over_most_columns_is_no_heading_of_theirs(tmp_path: Path) -> None:
    names = (ONE, TWO, "CĐCS Trường Tiểu học Số 1", "CĐCS Trường Tiểu học Số 2",
             "CĐCS Trường THPT Trần Thị Tâm")  # fmt: skip
    rows = "\n".join(f"{at}|5{at}|1|0|1|5{at}||{name}" for at, name in enumerate(names))
    told = read(tmp_path, "F3", "BIẾN ĐỘNG ĐOÀN VIÊN TỔ CÔNG ĐOÀN THÁNG 10/2026|||||||\n|||||||\n"
                "Stt|Đầu kỳ|Kết nạp mới|Nghỉ hưu|Thôi việc|Cuối kỳ|Ghi chú|Tổ công đoàn\n"
                f"{rows}\n9||31|2|0|0|33|CĐCS Công ty TNHH May Quảng Trị", "A1:G1")  # fmt: skip
    assert [row.status for row in told.rows] == [*["accepted"] * 5, "refused"]
    assert {"C11", "C23", "C24", "unit"} <= {column.role for column in told.columns}


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("Ch.đến tr.tỉnh", "code:C13"), ("Ch.đi ng.tỉnh", "code:C22"), ("Th.việc", "code:C24"),
        ("ĐV đ.kỳ", "opening"), ("L.động nữ", "code:A01N"), ("KNĐV mới", "code:C11"),
        ("Phát triển đoàn viên > TH tháng 10", "code:C11"), ("Lý do tăng, giảm khác", "note"),
        ("Phát triển tổ chức > Số ĐV khi thành lập", "code:B01M"),
        ("Nguyên nhân giảm > Nghỉ hưu", "code:C23"), ("Nguyên nhân tăng > Kết nạp", "code:C11"),
    ],
)  # fmt: skip
def test_first_letters_before_a_full_stop(path: str, role: str) -> None:
    assert READER.role(path.split(" > "))[0] == role


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("BCH nhiệm kỳ 2023-2028 > Tổng", "code:A10"), ("UV BCH khóa XIII", "code:A10"),
        ("BCH NK 2023 - 28 > Nữ", "code:A10N"),
        ("Số khóa học", ""),
    ],
)  # fmt: skip
def test_the_years_somebody_is_elected_for_are_no_period(path: str, role: str) -> None:
    assert READER.role(path.split(" > "))[0] == role


@pytest.mark.parametrize(
    ("columns", "row", "values", "looked_at"),
    [
        ("UV BCH|Nữ|Đảng viên", "5|3|4", {"A10": 5, "A10N": 3}, True),
        ("Họ tên Chủ tịch|Nữ|Đảng viên|UV BCH", "Lê Thị Hoa|1|1|5", {"A10": 5}, True),
        ("Tổng số ĐV|Nữ|Đảng viên|UV BCH", "50|30|9|5",
         {"A03": 50, "A03N": 30, "A03D": 9, "A10": 5}, False),
        ("UV BCH|Đảng viên|DTTS", "5|9|1", {"A10": 5, "A03D": 9, "A03T": 1}, True),
        ("Tổng số ĐV|UV BCH|ĐV là đảng viên", "50|5|9", {"A03": 50, "A10": 5, "A03D": 9}, False),
    ],
)  # fmt: skip
def test_party_members_behind_the_women_of_officers_are_theirs(
    tmp_path: Path, columns: str, row: str, values: dict[str, int], looked_at: bool
) -> None:
    told = read(tmp_path, "F2", f"TT|Đơn vị|{columns}\n1|{ONE}|{row}\n2|{TWO}|{row}")
    assert taken(told) == values
    assert told.rows[0].status == ("warned" if looked_at else "accepted")


def test_party_members_of_the_chairs_are_not_those_of_all(tmp_path: Path) -> None:
    told = read(tmp_path, "F2", "TT|Đơn vị|Chủ tịch|Chủ tịch|BCH|BCH\n^|^|Tổng|Đảng viên|Tổng|Nữ\n"
                f"1|{ONE}|1|1|5|3", "C1:D1", "E1:F1")  # fmt: skip
    assert taken(told) == {"A10": 5, "A10N": 3}
