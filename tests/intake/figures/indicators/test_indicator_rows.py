"""Sheets of one unit with a row for each indicator: activities, welfare, finance."""

from pathlib import Path

import pytest

from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

PACKS = load_packs()
SHEET = """
CÔNG ĐOÀN XÃ HẢI LĂNG
CĐCS TRƯỜNG THCS SỐ 1
BÁO CÁO HOẠT ĐỘNG CÔNG ĐOÀN THÁNG 10/2026
TT|Chỉ tiêu|Đơn vị tính|Kế hoạch năm|Kỳ này|Lũy kế|% KH|Cùng kỳ năm trước|Ghi chú
A|B|C|1|2|3|4|5|6
I|Chăm lo đoàn viên
1|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|20|3|12|60|2|
2|Thăm hỏi: kinh phí công đoàn|đồng||'1.500.000|||
3|Đoàn viên được khám sức khỏe|người||khoảng 30|||
 |– Trong đó nữ|người||18|||
II|Tuyên truyền
4|Lượt người được tuyên truyền|lượt||-|||
5|Số buổi nói chuyện ngoài trời|buổi||2|||
6|Giá trị làm lợi của sáng kiến|triệu đồng||12|||
7|Tỷ lệ đoàn viên được hưởng phúc lợi|%||95|||
 | |||Hải Lăng, ngày 05 tháng 11 năm 2026
 |Người lập|||Chủ tịch
"""


def read(tmp_path: Path, text: str = SHEET) -> FiguresReading:
    path = tmp_path / "hoạt động.xlsx"
    write_xlsx(path, [sheet(text)])
    return read_case(Case("f4", [], form="F4"), path)


def test_rows_are_indicators_of_the_unit_in_the_letterhead(tmp_path: Path) -> None:
    reading = read(tmp_path)
    told = {row.source_row: (row.unit_id, row.status, row.values) for row in reading.rows}
    assert told == {
        7: ("u01", "accepted", {"E07": 3}),
        8: ("u01", "accepted", {"E07D": 1_500_000}),
        9: ("u01", "warned", {"E13": None}),
        10: ("u01", "accepted", {"E13N": 18}),
        12: ("u01", "accepted", {"F01L": None}),
        13: ("u01", "refused", {}),
        14: ("u01", "warned", {"G02D": 12_000_000}),
    }


def test_every_row_ends_somewhere(tmp_path: Path) -> None:
    reading = read(tmp_path)
    rows = [row.source_row for row in (*reading.rows, *reading.ignored_rows)]
    assert sorted(rows) == list(range(1, 18))


def test_without_a_unit_nothing_is_taken(tmp_path: Path) -> None:
    reading = read(tmp_path, SHEET.replace("CĐCS TRƯỜNG THCS SỐ 1", "Đơn vị: …"))
    assert {row.status for row in reading.rows} == {"refused"}


def test_another_form_is_not_read_so(tmp_path: Path) -> None:
    path = tmp_path / "hoạt động.xlsx"
    write_xlsx(path, [sheet(SHEET)])
    with pytest.raises(Refusal):
        read_case(Case("f1", [], form="F1"), path)


def test_units_in_rows_and_indicators_in_columns_are_read_too(tmp_path: Path) -> None:
    text = (
        "STT|Đơn vị|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|Lượt người được tuyên truyền|"
        "Sáng kiến được công nhận\n1|CĐCS Trường THCS Số 1|3|40|1\n2|CĐCS Trường THCS Số 2|1|35|0"
    )
    assert [row.values for row in read(tmp_path, text).rows] == [
        {"E07": 3, "F01L": 40, "G02": 1}, {"E07": 1, "F01L": 35, "G02": 0},
    ]  # fmt: skip


def test_counts_named_by_what_they_are_counted_in(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "CĐCS Trường THCS Số 1\nSTT;Chỉ tiêu;Kết quả tháng 10\n"
        "1;Số cuộc đối thoại định kỳ tại nơi làm việc;1\n2;Số tin bài tuyên truyền;7 tin\n"
        "3;Số người đối thoại định kỳ tại nơi làm việc;40\n", encoding="utf-8",
    )  # fmt: skip
    rows = read_case(Case("", [], form="F4"), path).rows
    assert [(row.status, dict(row.values)) for row in rows] == [
        ("accepted", {"D12": 1}), ("accepted", {"F05": 7}), ("refused", {}),
    ]  # fmt: skip


def test_a_count_of_persons_is_no_count_of_events(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "CĐCS Trường THCS Số 1\nSTT;Chỉ tiêu;Đơn vị tính;Kỳ này\n"
        "1;Đối thoại định kỳ tại nơi làm việc;người;40\n2;Tin bài tuyên truyền (tin);tin, bài;7\n"
        "3;Đối thoại vụ việc, đột xuất;cuộc;2\n", encoding="utf-8",
    )  # fmt: skip
    rows = read_case(Case("", [], form="F4"), path).rows
    assert [row.status for row in rows] == ["refused", "accepted", "accepted"]


def test_everyday_words_and_rows_the_one_above_explains(tmp_path: Path) -> None:
    head, titles = "TT|Nội dung|ĐVT|Thực hiện tháng 10", SHEET.split("TT|")[0]
    rows = """
1|Đơn thư KNTC tiếp nhận|đơn|2
 |Đã giải quyết|đơn|1
2|Tư vấn pháp luật|lượt người|14
3|Vụ tai nạn lao động|vụ|1
 |Trong đó: số người chết|người|0
4|Việc chưa ai biết|việc|5
 |Đã giải quyết|đơn|4
"""
    reading = read(tmp_path, f"{titles}{head}{rows}")
    told = [row.values for row in reading.rows]
    assert told == [{"H04": 2}, {"H04G": 1}, {"D16": 14}, {"D25": 1}, {"D25C": 0}, {}, {}]


def test_a_stated_nought_under_an_unknown_name_is_no_heading(tmp_path: Path) -> None:
    told = "8|Số buổi dã ngoại|buổi||không|||\n | |||Hải Lăng"
    rows = {
        row.source_row: row for row in read(tmp_path, SHEET.replace(" | |||Hải Lăng", told)).rows
    }
    assert rows[16].status == "refused"
    assert "Không rõ chỉ tiêu" in rows[16].reasons[0]


def of_letterhead(tmp_path: Path, text: str, form: str = "F4") -> FiguresReading:
    path = tmp_path / "phiếu.xlsx"
    write_xlsx(path, [sheet(f"CÔNG ĐOÀN XÃ HẢI LĂNG\nCĐCS TRƯỜNG THCS SỐ 1\n{text}")])
    return read_case(Case("", [], form=form), path)


@pytest.mark.parametrize(
    ("label", "measure", "code"),
    [
        ("Kinh phí hỗ trợ Mái ấm CĐ", "đồng", "E05D"),
        ("Tin bài tuyên truyền trên báo", "tin", "F05"), ("Bữa cơm Công đoàn", "người", "E06P"),
        ("Khen thưởng: giấy khen", "lượt", "G04G"), ("Chi hoạt động phong trào", "đồng", "K12"),
    ],
)  # fmt: skip
def test_other_words_for_an_indicator_are_taken_to_be_looked_at(
    tmp_path: Path, label: str, measure: str, code: str
) -> None:
    (row,) = of_letterhead(tmp_path, f"TT|Nội dung|ĐVT|Kỳ này\n1|{label}|{measure}|4").rows
    assert (row.status, row.values) == ("warned", {code: 4})
    assert code in row.reasons[0]


@pytest.mark.parametrize(
    ("label", "measure"),
    [
        ("Họp ban chấp hành", "cuộc"), ("Trồng cây xanh", "cây"),
        ("Số dư cuối kỳ", "đồng"), ("Kinh phí tư vấn pháp luật", "đồng"),
        ("Tỷ lệ đoàn viên học nghị quyết", "%"), ("Số người giám sát chuyên đề", "người"),
        ("Việc lạ thứ 6", ""),
    ],
)  # fmt: skip
def test_words_of_two_indicators_or_of_none_are_asked(
    tmp_path: Path, label: str, measure: str
) -> None:
    found = of_letterhead(
        tmp_path, f"TT|Nội dung|ĐVT|Kỳ này\n1|{label}|{measure}|4\n2|Giấy khen|lượt|1"
    )
    assert [dict(row.values) for row in found.rows if row.values] == [{"G04G": 1}]


def test_words_over_a_group_belong_to_the_rows_within(tmp_path: Path) -> None:
    rows = of_letterhead(
        tmp_path,
        "TT|Nội dung|ĐVT|Kỳ này\n1|Mái ấm Công đoàn\n |- Xây mới|nhà|1\n |- Sửa chữa|nhà|2",
    ).rows
    assert [row.values for row in rows] == [{"E05": None}, {"E05": 1}, {"E05S": 2}]
    assert {row.status for row in rows} == {"accepted"}


def test_money_beside_the_counts_is_read_with_them(tmp_path: Path) -> None:
    head = "TT|Nội dung|Số lượng|Kinh phí (nghìn đồng)\n"
    rows = of_letterhead(
        tmp_path,
        head + "1|Thăm hỏi ốm đau, hiếu hỉ|4|1500\n2|Giấy khen|2|300\n3|Tin bài tuyên truyền|7| ",
    ).rows
    assert [(row.status, row.values) for row in rows] == [
        ("warned", {"E07": 4, "E07D": 1_500_000}), ("warned", {"G04G": 2}),
        ("accepted", {"F05": 7}),
    ]  # fmt: skip
    assert "không được nhận" in rows[1].reasons[-1]


def test_money_of_the_union_and_of_others_is_told_apart(tmp_path: Path) -> None:
    head = "TT|Nội dung|Số lượng|Tiền công đoàn|Xã hội hóa|Tổng tiền\n"
    (row,) = of_letterhead(tmp_path, head + "1|Quà Tết|10|3000000|2000000|5000000").rows
    assert row.values == {"E02": 10, "E02D": 3_000_000, "E02X": 2_000_000}


def test_a_slip_of_one_base_union_is_read_row_by_row(tmp_path: Path) -> None:
    text = (
        "TT|Nội dung|Số lượng\n1|Tổng số CNVCLĐ|64\n |Trong đó: Nữ|30\n"
        "2|Tổng số đoàn viên|57\n |- Nam|20\n |- Nữ|58"
    )
    reading = of_letterhead(tmp_path, text, "F1")
    told = [(row.unit_id, row.status, row.values) for row in reading.rows]
    assert told == [
        ("u01", "accepted", {"A01": 64}), ("u01", "warned", {"A01N": 30}),
        ("u01", "warned", {"A03": 57}), ("u01", "warned", {"A03N": 58}),
    ]  # fmt: skip
    assert {row.why for row in reading.ignored_rows if row.source_row == 7} == {
        "số nam, chỉ để đối chiếu"
    }


def test_a_slip_without_a_head_or_a_union_is_looked_at_or_refused(tmp_path: Path) -> None:
    rows = of_letterhead(tmp_path, "Tổng số CNVCLĐ|64\nTổng số đoàn viên|57", "F1").rows
    assert [(row.status, row.values) for row in rows] == [
        ("warned", {"A01": 64}), ("warned", {"A03": 57}),
    ]  # fmt: skip
    path = tmp_path / "khác.xlsx"
    write_xlsx(path, [sheet("Nội dung|Số lượng\nTổng số CNVCLĐ|64\nTổng số đoàn viên|57")])
    assert {row.status for row in read_case(Case("", []), path).rows} == {"refused"}


@pytest.mark.parametrize(("said", "women"), [("Trong đó nữ:", 27), ("Đảng viên:", None)])
def test_women_on_the_line_of_their_whole_are_read_with_it(
    tmp_path: Path, said: str, women: int | None
) -> None:
    text = (f"CĐCS TRƯỜNG THCS SỐ 1\nBáo cáo tháng 10 năm 2026\n\n"
            f"Tổng số CBVC:|48||{said}|28\nTổng số đoàn viên:|45||{said}|27\n"
            "|||CHỦ TỊCH")  # fmt: skip
    path = tmp_path / "phiếu.xlsx"
    write_xlsx(path, [sheet(text)])
    workers, members = read_case(Case("slip", []), path).rows
    if women is None:
        assert (workers.values, members.values) == ({"A01": 48}, {"A03": 45})
        assert all(any("Đảng viên" in told for told in row.reasons) for row in (workers, members))
        return
    assert workers.values == {"A01": 48, "A01N": 28}
    assert members.values == {"A03": 45, "A03N": women}
    assert workers.status == members.status == "warned"


def test_women_and_money_of_the_row_above_stand_in_their_own_places(tmp_path: Path) -> None:
    text = (
        "TT|Nội dung|ĐVT|Kỳ này|Trong đó nữ|Lũy kế năm\n1|Đoàn viên đầu kỳ|người|294|70|\n"
        "2|Kết nạp mới tại CĐCS đã có|người|14|9|41\n3|Đoàn viên cuối kỳ|người|308|79|"
    )
    reading = of_letterhead(tmp_path, text, "F3")
    assert [row.values for row in reading.rows] == [{"C11": 14, "C11N": 9}]
    text = (
        "TT|Nội dung|ĐVT|Kỳ này\n1|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|3\n"
        " |- Kinh phí công đoàn|đồng|1500000\n |- Xã hội hóa|đồng|200000"
    )
    rows = of_letterhead(tmp_path, text).rows
    assert [row.values for row in rows] == [{"E07": 3}, {"E07D": 1_500_000}, {"E07X": 200_000}]


@pytest.mark.parametrize(
    ("label", "measure", "code"),
    [
        ("Số vụ tranh chấp lao động tập thể", "vụ", "D18"),
        ("Đơn thư đã giải quyết", "đơn", "H04G"),
        ("Số vé xe hỗ trợ đoàn viên về quê đón Tết", "vé", "E03"),
        ("Phụ nữ Giỏi việc nước, đảm việc nhà", "người", "G06V"),
        ("Giá trị làm lợi", "đồng", "G02D"), ("Đối thoại khi có vụ việc", "cuộc", "D13"),
    ],
)  # fmt: skip
def test_rows_say_less_than_the_catalogue(
    tmp_path: Path, label: str, measure: str, code: str
) -> None:
    table = (f"CĐCS TRƯỜNG THCS SỐ 1\nTT|Nội dung|ĐVT|Kết quả trong tháng\n1|{label}|{measure}|7\n"
             "2|Thăm hỏi ốm đau|lượt|3")  # fmt: skip
    assert [row.values for row in read(tmp_path, table).rows] == [{code: 7}, {"E07": 3}]


BESIDE = """TT|Chỉ tiêu|ĐVT|Kỳ này
1|Tổng số CNVCLĐ|người|50
2|Tổng số đoàn viên|người|45
 |Trong đó: nữ|người|30
3|Kết nạp mới tại CĐCS đã có|người|2
4|Đoàn viên kết nạp mới tháng này và các tháng|người|2
5|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|lượt|3"""


def test_figures_of_other_forms_are_read_for_comparing_in_rows(tmp_path: Path) -> None:
    reading = of_letterhead(tmp_path, BESIDE)
    rows = {row.source_row: row for row in reading.rows}
    assert [rows[at].values for at in (4, 5, 6, 7)] == [
        {"A01": 50}, {"A03": 45}, {"A03N": 30}, {"C11": 2},
    ]  # fmt: skip
    told = rows[4].reasons
    assert told == ("Chỉ tiêu của biểu F1: đọc để đối chiếu, nhập ở biểu F1.",)
    assert (rows[4].status, rows[4].lands, rows[9].lands) == ("accepted", False, True)
    assert reading.json()["rows"][0]["other_forms"] == {"A01": "F1"}
    assert rows[9] in reading.landing()
    assert len(reading.landing()) == 1


def test_figures_of_other_forms_are_read_for_comparing_in_columns(tmp_path: Path) -> None:
    text = (
        "TT|Đơn vị|Tổng số CNVCLĐ|Kết nạp mới tại CĐCS đã có|Kết nạp mới tại CĐCS thành lập mới|"
        "Cộng đoàn viên tăng|Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai|"
        "Sáng kiến được công nhận\n1|CĐCS Trường THCS Số 1|50|2|0|2|3|1"
    )
    reading = read(tmp_path, text)
    (row,) = reading.rows
    assert row.values == {"A01": 50, "C11": 2, "C12": 0, "E07": 3, "G02": 1}
    assert (row.status, row.reasons, row.lands) == ("accepted", (), True)
    assert {cell.code: cell.home for cell in row.cells if cell.home} == {
        "A01": "F1", "C11": "F3", "C12": "F3",
    }  # fmt: skip
    notes = {column.letter: column.note for column in reading.columns}
    assert "nhập ở biểu F1" in notes["C"]
    assert "để đối chiếu" in notes["F"]


def test_a_figure_of_another_form_that_the_office_holds_otherwise_is_looked_at(
    tmp_path: Path,
) -> None:
    path = tmp_path / "phiếu.xlsx"
    write_xlsx(path, [sheet(f"CĐCS TRƯỜNG THCS SỐ 1\n{BESIDE}")])
    held = {"u01": {"A01": 52, "A03": 45}}
    period = parse_period("2026-10", PACKS.schemes)
    reading = read_figures(path, Asked("F4", period, PACKS, UNITS, {}, held))
    first, second = reading.rows[:2]
    assert (first.status, first.reasons[-1]) == (
        "warned", "A01: sổ đang ghi 52 (biểu F1), tệp ghi 50.",
    )  # fmt: skip
    assert second.status == "accepted"


def test_a_long_list_of_what_nobody_knows_is_no_list_of_indicators(tmp_path: Path) -> None:
    strange = "\n".join(f"{at}|Việc lạ thứ {at}|{at % 50}" for at in range(1, 1_200))
    path = tmp_path / "dài.xlsx"
    known = "0|Số cuộc tuyên truyền|3"
    write_xlsx(path, [sheet(f"TT|Chỉ tiêu|Kết quả\n{known}\n{strange}")])
    with pytest.raises(Refusal, match="Chưa hiểu được cột số liệu nào"):
        read_case(Case("", [], form="F4"), path)


def test_a_union_named_above_with_one_mistake_is_the_only_one_it_can_be(tmp_path: Path) -> None:
    text = "Đơn vị: CĐCS Công ty TNHH May Quảng Trạ\nNội dung|Số lượng\nTổng số đoàn viên|57"
    path = tmp_path / "gõ sai.xlsx"
    write_xlsx(path, [sheet(text)])
    (row,) = read_case(Case("", []), path).rows
    assert (row.unit_id, row.status, row.values) == ("u08", "warned", {"A03": 57})
    assert row.reasons[0].endswith("gần nhất là CĐCS Công ty TNHH May Quảng Trị (Xã Hải Lăng).")


def slip(folder: Path, form: str, *rows: str) -> FiguresReading:
    path = folder / "phiếu.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


def test_what_nobody_knows_above_the_first_indicator_is_asked_about(tmp_path: Path) -> None:
    found = slip(tmp_path, "F1", "NGHIỆP ĐOÀN CƠ SỞ XE ÔM CHỢ HẢI LĂNG", "Năm|2026", "",
                 "1) Tổng số người làm nghề trong nghiệp đoàn:|48",
                 "2) Tổng số đoàn viên:|41", "- Đoàn viên nữ:|15")  # fmt: skip
    assert [(row.source_row, row.status, row.values) for row in found.rows] == [
        (4, "refused", {}), (5, "warned", {"A03": 41}), (6, "warned", {"A03N": 15}),
    ]  # fmt: skip
    assert [one.source_row for one in found.ignored_rows] == [1, 2, 3]


@pytest.mark.parametrize("words", ["nữ: 2", "2 nữ", "(trong đó nữ 2)", "Trong đó: 2 nữ"])
def test_women_told_in_words_behind_a_count_are_its_women(tmp_path: Path, words: str) -> None:
    found = slip(tmp_path, "F3", "CĐCS Trường THCS Số 1", "", f"Kết nạp mới|3|{words}",
                 "Thôi việc|1|đ/c Hùng, nữ: 2 con nhỏ")  # fmt: skip
    assert [row.values for row in found.rows] == [{"C11": 3, "C11N": 2}, {"C24": 1}]


@pytest.mark.parametrize("head", [
    "Đối tượng|Đầu tháng|Tăng|Giảm|Hiện có", "Thành phần|Đầu kỳ|Tăng|Giảm|Cuối kỳ",
    "|Tháng trước|Tăng|Giảm|Còn lại",
])  # fmt: skip
def test_of_stocks_around_movements_the_last_is_the_periods(tmp_path: Path, head: str) -> None:
    found = slip(tmp_path, "F1", "CĐCS Trường THCS Số 1", "Nhân sự tháng 10/2026", head,
                 "Viên chức, NLĐ|65|1|2|64", "trong đó Nữ|17|1|0|18", "Đoàn viên|31|3|1|33",
                 "trong đó Nữ|7|2|0|9", "Học sinh|812|4|2|814")  # fmt: skip
    told = [dict(row.values) for row in found.rows if row.status != "refused"]
    assert told == [{"A01": 64}, {"A01N": 18}, {"A03": 33}, {"A03N": 9}]


@pytest.mark.parametrize(("label", "form", "code"), [
    ("Lao động trong HTX", "F1", "A01"), ("Người lao động tại trạm", "F1", "A01"),
    ("CNVCLĐ trong nhà trường", "F1", "A01"),
    ("Thuyên chuyển sang trường khác trong tỉnh", "F3", "C21"),
    ("Chuyển đi công ty khác ngoài tỉnh", "F3", "C22"),
    ("Bỏ nghề, xin ra khỏi nghiệp đoàn", "F3", "C25"),
])  # fmt: skip
def test_a_place_behind_what_is_counted_parts_nothing(
    tmp_path: Path, label: str, form: str, code: str
) -> None:
    more = "Tổng số đoàn viên|25" if form == "F1" else "Kết nạp mới|2"
    found = slip(tmp_path, form, "CĐCS Trường THCS Số 1", "Nội dung|Số lượng", f"{label}|1", more)
    assert found.rows[0].values == {code: 1}


def test_a_slip_of_a_union_of_no_register_says_so_on_every_row(tmp_path: Path) -> None:
    found = slip(tmp_path, "F1", "CĐCS CƠ QUAN ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG GIANG",
                 "Báo cáo số liệu đoàn viên tháng 10 năm 2026", "Chỉ tiêu|Số lượng",
                 "Tổng số CB, CC, NLĐ|47", "Trong đó: nữ|21", "Tổng số đoàn viên|45",
                 "Trong đó: nữ|20")  # fmt: skip
    assert [dict(row.values) for row in found.rows] == [
        {"A01": 47}, {"A01N": 21}, {"A03": 45}, {"A03N": 20},
    ]  # fmt: skip
    assert {row.status for row in found.rows} == {"refused"}
    assert all("không có trong danh sách" in row.reasons[0] for row in found.rows)
    assert found.control_totals == ()


@pytest.mark.parametrize(("label", "code"), [
    ("Tổng số CĐCS (không kể nghiệp đoàn)", "A05"),
    ("Tổng số công đoàn cơ sở (chưa tính các nghiệp đoàn)", "A05"),
    ("Tổng số CĐCS (không kể khối trường học)", ""),
    ("Tổng số CĐCS (không kể CĐCS giải thể)", ""),
])  # fmt: skip
def test_brackets_may_leave_out_only_what_is_counted_apart(
    tmp_path: Path, label: str, code: str
) -> None:
    text = f"TT|Nội dung|ĐVT|Kỳ này\n1|{label}|đơn vị|31\n2|Kết nạp mới|người|3\n3|Nghỉ hưu|người|1"
    told = of_letterhead(tmp_path, text, "F3").rows[0]
    assert (told.values if told.status != "refused" else {}) == ({code: 31} if code else {})


def test_how_to_reach_somebody_is_no_figure(tmp_path: Path) -> None:
    text = """SỐ LIỆU THÁNG 10/2026
TT|Chỉ tiêu|ĐVT|Số lượng
A|B|C|1
1|Tổng số CNVCLĐ|người|31
2|Tổng số đoàn viên|người|30
3|Điện thoại liên hệ||0914 555 666
4|Hotline phòng nhân sự||02363 888 777
"""
    reading = of_letterhead(tmp_path, text, "F1")
    assert [row.values for row in reading.rows] == [{"A01": 31}, {"A03": 30}]
    left = {row.source_row: row.why for row in reading.ignored_rows}
    assert (left[5], left[8], left[9]) == (
        "đầu bảng", "phần ký tên, ghi chú", "phần ký tên, ghi chú",
    )  # fmt: skip


def test_parts_below_their_names_make_a_slip_without_a_head(tmp_path: Path) -> None:
    found = slip(tmp_path, "F1", "CĐCS TRƯỜNG THCS SỐ 1", "THÁNG 10/2026", "1. Lao động:",
                 "- Tổng số:|44", "- Nữ:|25", "2. Đoàn viên:", "- Tổng số:|35", "- Nữ:|23",
                 "3. Tăng, giảm trong tháng:", "- Kết nạp mới:|1")  # fmt: skip
    told = [dict(row.values) for row in found.rows if None not in row.values.values()]
    assert told == [{"A01": 44}, {"A01N": 25}, {"A03": 35}, {"A03N": 23}]


def test_a_count_with_its_women_in_brackets_heads_no_table(tmp_path: Path) -> None:
    found = slip(tmp_path, "F3", "CĐCS TRƯỜNG THCS SỐ 1", "Biến động tháng 10/2026", "",
                 "Số ĐV đầu tháng:|25", "Kết nạp mới|2 (nữ 1)", "Nghỉ hưu|1 (01 nữ)",
                 "Số ĐV cuối tháng|26")  # fmt: skip
    assert [row.values for row in found.rows] == [
        {"C11": 2, "C11N": 1}, {"C23": 1, "C23N": 1},
    ]  # fmt: skip


def test_a_nghiep_doan_is_entered_and_left_as_a_union_is(tmp_path: Path) -> None:
    found = slip(tmp_path, "F3", "NGHIỆP ĐOÀN CƠ SỞ XE ÔM CHỢ HẢI LĂNG", "Tháng 10/2026", "",
                 "Đầu tháng có|40", "Vào mới nghiệp đoàn|3", "Bỏ nghiệp đoàn|1", "Chết|0",
                 "Hiện còn|43")  # fmt: skip
    assert [row.values for row in found.rows] == [{"C11": 3}, {"C25": 1}, {"C26": 0}]
    assert all("cuối kỳ ghi 43" in "".join(row.reasons) for row in found.rows)


def test_a_guess_at_another_forms_indicator_is_asked_about(tmp_path: Path) -> None:
    found = slip(tmp_path, "F3", "CĐCS TRƯỜNG THCS SỐ 1", "Nội dung|Số lượng", "Kết nạp mới|2",
                 "Tổng số đoàn viên|25", "Nghiệp đoàn đã bỏ|1")  # fmt: skip
    assert [row.status for row in found.rows] == ["accepted", "refused"]


def test_a_title_that_begins_as_a_union_does_names_none(tmp_path: Path) -> None:
    found = slip(tmp_path, "F3", "CĐCS TRƯỜNG THCS SỐ 1", "CĐCS báo cáo tăng giảm tháng 10",
                 "+ Kết nạp:|3", "- Nghỉ việc:|2")  # fmt: skip
    assert [row.unit_id for row in found.rows] == ["u01", "u01"]


def test_indicators_stand_right_of_their_groups_under_one_heading(tmp_path: Path) -> None:
    found = slip(tmp_path, "F3", "CĐCS TRƯỜNG THCS SỐ 1", "Tháng 10/2026", "Nội dung||Tổng|Nữ",
                 "Tăng|Kết nạp|3|1", "|Chuyển đến từ tỉnh khác|1|0", "Giảm|Nghỉ hưu|0|0",
                 "|Thôi việc|2|1", "|Khác|1|0")  # fmt: skip
    assert [row.values for row in found.rows] == [
        {"C11": 3, "C11N": 1}, {"C14": 1, "C14N": 0}, {"C23": 0, "C23N": 0},
        {"C24": 2, "C24N": 1}, {"C30": 1, "C30N": 0},
    ]  # fmt: skip
